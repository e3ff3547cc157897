import re
from html import unescape

import pytest

from decisions.reports.catalogue import Catalogue, quantity_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    response = client.get("/article/")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_it_works(page, shipped):
    for fact in shipped["standard"].article_facts:
        assert fact.statement.en in page
        assert fact.use.en in page


def test_every_correction_stands_with_its_severity(page, shipped):
    corrections = [correction for fact in shipped["standard"].article_facts for correction in fact.corrections]

    assert f"and {len(corrections)} places where evidence differs" in page
    for correction in corrections:
        assert f"{correction.severity}</span> {correction.text.en}" in page


def test_every_link_of_a_statement_leads_somewhere(client, page):
    main = page[page.index("<main") : page.index("</main>")]
    targets = {}
    for path, anchor in re.findall(r'href="(/[^"#]*)(?:#([^"]+))?"', main):
        targets.setdefault(path, set()).add(anchor)

    for path, anchors in targets.items():
        response = client.get(path)
        assert response.status_code == 200, path
        ids = set(re.findall(r' id="([^"]+)"', response.content.decode()))
        assert anchors - {""} <= ids, path


def test_the_matrix_is_the_articles(page):
    matrix = page[page.index("<caption>Star matrix") :]
    rows = re.findall(r"<tr>(.*?)</tr>", matrix[: matrix.index("</table>")], re.DOTALL)[1:]

    stars = [tuple(int(number) for number in re.findall(r'class="number">(\d)<', row)) for row in rows]
    assert stars == [(5, 2, 4), (2, 5, 4), (5, 2, 4), (2, 5, 4), (5, 2, 4)]


def test_figures_stand_beside_what_was_found(page, shipped):
    for row in Catalogue(shipped["standard"], "en").compared():
        assert row.entry.label in page


def test_every_quantity_that_is_compared_has_a_name(shipped):
    for evidence in shipped["standard"].evidence:
        if evidence.article_figure and evidence.figure:
            assert quantity_text(evidence.metric) != evidence.metric.replace("_", " ")
