import re
from html import unescape

import pytest
from django.urls import reverse

from scenarios.services import find

pytestmark = pytest.mark.django_db

KINDS = ("model", "model-evidence", "model-questions", "model-rules")


def words(response):
    assert response.status_code == 200
    return unescape(response.content.decode())


def model_page(client, key="standard", name="model", **query):
    return words(client.get(reverse(name, args=[key]), query))


def test_it_works(client, shipped):
    page = model_page(client)

    assert shipped["standard"].summary.en in page
    assert find("standard").digest in page


def test_all_decision_models_are_listed(client, shipped):
    page = words(client.get(reverse("models")))

    for document in shipped.values():
        assert document.label.en in page


def test_every_rating_stands_with_its_reason_and_article_stars(client, shipped):
    page = model_page(client)

    for rating in shipped["standard"].ratings:
        assert rating.rationale.en in page


def test_pictures_and_table_show_the_same_ratings(client, shipped):
    page = model_page(client)

    pictures = re.findall(r'<svg xmlns="[^"]+" class="picture".*?</svg>', page, re.DOTALL)
    assert len(pictures) == len(shipped["standard"].criteria)
    for criterion, picture in zip(shipped["standard"].criteria, pictures, strict=True):
        rated = [rating for rating in shipped["standard"].ratings if rating.criterion == criterion.key]
        written = re.findall(r">([\d.]+)(?: \(([\d.]+)–([\d.]+)\))?</text>", picture)
        assert sorted(written) == sorted(
            (
                f"{rating.typical:g}",
                *((f"{rating.low:g}", f"{rating.high:g}") if rating.low < rating.high else ("", "")),
            )
            for rating in rated
        )


def test_every_figure_of_a_measurement_stands_with_its_reason(client, shipped):
    page = model_page(client)

    for measurement in shipped["standard"].measurements:
        for text in (measurement.label, measurement.meaning, measurement.because, measurement.anchors_because):
            assert text.en in page
        for figure in measurement.figures:
            assert figure.because.en in page
    assert "600 (400–900)" in page
    assert "3.0 ★" in page


def test_scenarios_stand_with_their_leaders_of_now(client, shipped):
    page = model_page(client, "article")

    for scenario in shipped["article"].scenarios:
        row = page[page.index(f'id="scenario-{scenario.key}"') :]
        assert f"platform-{scenario.expected}" in row[: row.index("</tr>")]


def test_every_platform_has_a_page_with_all_its_facts(client, shipped):
    for platform in shipped["standard"].platforms:
        page = words(client.get(reverse("platform", args=["standard", platform.key])))
        for fact in platform.facts.values():
            assert fact.text.en in page


def test_every_piece_of_evidence_has_a_page_that_says_what_rests_on_it(client, shipped):
    for evidence in shipped["standard"].evidence:
        page = words(client.get(reverse("evidence", args=["standard", evidence.key])))
        assert evidence.label.en in page
        uses = page[page.index('id="uses"') :]
        assert "<li>" in uses


def test_all_evidence_is_listed(client, shipped):
    page = model_page(client, name="model-evidence")

    assert all(f"/evidence/{evidence.key}/" in page for evidence in shipped["standard"].evidence)


def test_evidence_is_filtered_by_a_plain_address(client, shipped):
    page = model_page(client, name="model-evidence", platform="docker", verified="no", confidence="C")

    listed = set(re.findall(r"/evidence/([a-z0-9_]+)/", page))
    assert listed == {
        evidence.key
        for evidence in shipped["standard"].evidence
        if "docker" in evidence.platforms and not evidence.verified and evidence.confidence == "C"
    }


def test_evidence_is_found_by_its_words(client):
    page = model_page(client, name="model-evidence", words="firecracker MS")

    assert "firecracker_boot" in page
    assert "l1tf_esxi" not in page


def test_a_filter_that_nothing_passes_says_so(client):
    assert "0 entries" in model_page(client, name="model-evidence", words="nothing like this")


def test_every_question_stands_with_options_and_effects(client, shipped):
    page = model_page(client, name="model-questions")

    for question in shipped["standard"].questions:
        assert question.why.en in page
        for option in question.options:
            assert option.label.en in page


def test_every_rule_says_whom_when_and_why(client, shipped):
    page = model_page(client, name="model-rules")

    for rule in shipped["standard"].constraints:
        row = page[page.index(f'id="rule-{rule.key}"') :]
        assert rule.because.en in row[: row.index("</tr>")]
    for measure in shipped["standard"].countermeasures:
        assert f'id="measure-{measure.key}"' in page


def test_a_version_is_kept_along_the_way(client, shipped):
    version = shipped["standard"].version

    page = model_page(client, version=version)

    assert f"/models/standard/evidence/?version={version}" in page


def test_a_model_without_questions_has_no_page_of_them_to_offer(client):
    page = model_page(client, "article")

    assert reverse("model-questions", args=["article"]) not in page


@pytest.mark.parametrize("name", KINDS)
def test_what_is_not_published_does_not_exist(client, name):
    assert client.get(reverse(name, args=["nonsense"])).status_code == 404
    assert client.get(reverse(name, args=["standard"]), {"version": "1999.1.1"}).status_code == 404


def test_what_a_model_does_not_have_does_not_exist(client):
    assert client.get(reverse("platform", args=["standard", "mainframe"])).status_code == 404
    assert client.get(reverse("evidence", args=["standard", "hearsay"])).status_code == 404
