import gzip
import json
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from decisions.documents.request import WEIGHTING
from decisions.models import Assessment
from decisions.services.assessments import set_weighting
from tests.builders.assessments import send, send_answer, start
from tests.builders.pages import close_result, impossible_result, unknown_result
from tests.builders.pages import result as one_of_everything
from tests.builders.weighting import compared, ranked

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
MOST_BYTES = 100_000  # of the page, compressed, without Plotly


def result_page(client, assessment):
    return words(client.get(reverse("result", args=[assessment.code])))


def words(response):
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_it_works(client):
    page = result_page(client, start(client, title="Ledger", scenario="erp"))

    assert "<h1>Ledger</h1>" in page
    assert "VMs (VMware)" in page
    assert "comes first in" in page


def headings(page):
    found = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", heading).strip() for heading in found]


def test_each_part_of_the_analysis_has_a_heading_that_stands_open(client):
    page = result_page(client, start(client, scenario="finance"))

    assert {
        "Placement of the workloads",
        "Numbers of your own instead of stars",
        "How sure",
        "Where it tips",
        "Who beats whom",
        "With which weights each comes first",
        "What to ask next",
        "Article against evidence",
        "Smallest change of answers",
        "Smallest change of weights",
        "Five methods side by side",
        "One platform more or less (rank reversal)",
        "Whatever the weights",
        "Within which weights leader and order stay",
        "What if other things mattered?",
        "Keep a what-if",
    } <= set(headings(page))
    assert all(f'id="{place}"' in page for place in re.findall(r'<li><a href="#([\w-]+)"', page))


def test_it_says_which_criteria_numbers_would_measure(client):
    assessment = start(client, scenario="finance")

    before = result_page(client, assessment)
    send_answer(client, assessment, "instance_count", ".number", number="60")
    send_answer(client, assessment, "instance_size", ".number", number="512")
    after = result_page(client, assessment)

    link = f'<a href="/assessments/{assessment.code}/questions/instance_size/">Size of an instance</a>'
    assert f"Resource efficiency (Useful memory): {link}" in re.sub(r"\s+", " ", before)
    assert f"Resource efficiency (Useful memory): {link}" not in re.sub(r"\s+", " ", after)
    assert "“Resource efficiency” is measured by your numbers" in headings(after)


def test_it_is_not_the_users_while_no_answer_is(client):
    page = result_page(client, start(client, scenario="erp"))

    assert "For a typical case of “Traditional enterprise ERP”" in page
    assert "your workload" not in page
    assert "what you said" not in page


def test_it_is_the_users_once_an_answer_is(client):
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "tenant_trust", "own_team")

    page = result_page(client, assessment)

    assert "For your workload" in page
    assert "1 answer is your own" in page


def test_it_says_how_the_weights_came_about(client):
    assessment = start(client, scenario="finance")

    before = result_page(client, assessment)
    set_weighting(of=assessment, statement=WEIGHTING.validate_python(ranked("cost", "isolation")))
    after = result_page(client, assessment)

    assert "The weights are the importance that the scenario and the answers give." in before
    assert "The criteria were put in order. All weights that keep it count alike" in after
    assert "drawn evenly from all that agree with what was said" in after


def test_it_names_comparisons_of_criteria_that_contradict_each_other(client):
    assessment = start(client, scenario="finance")
    circle = compared(("isolation", "cost", 9), ("cost", "compliance", 9), ("compliance", "isolation", 9))
    set_weighting(of=assessment, statement=WEIGHTING.validate_python(circle))

    for name in ("result", "report"):
        page = words(client.get(reverse(name, args=[assessment.code])))
        assert "Consistency ratio 6.84 by the random index of Saaty (2008); up to 0.10 is accepted." in page
        assert "“Isolation strength” is 9 times as important as “Cost and licences”. The others agree better if" in page


def test_another_browser_sees_nothing(client):
    assessment = start(client, scenario="erp")

    pages = [Client().get(reverse(name, args=[assessment.code])) for name in ("result", "figures", "what-if", "report")]

    assert [page.status_code for page in pages] == [404] * 4


def test_it_asks_few_questions_of_the_database(client, django_assert_max_num_queries):
    path = one_of_everything(client)
    client.get(path)  # what a process keeps is kept

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(path)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_it_is_small(client, language):
    page = client.get(one_of_everything(client) + f"?lang={language}").content

    assert len(gzip.compress(page, 6)) <= MOST_BYTES


def test_the_table_of_contributions_adds_up_to_the_score(client):
    page = result_page(client, start(client, scenario="finance"))

    table = page[page.index("<caption>Contributions to the score") :]
    rows = re.findall(r"<tr>(.*?)</tr>", table[: table.index("</table>")], re.DOTALL)
    cells = [[float(cell) for cell in re.findall(r'class="figure">(-?[\d.]+)</td>', row)] for row in rows]
    *criteria, scores = [row for row in cells if row]
    assert len(criteria) == 8
    assert [round(sum(column), 1) for column in zip(*criteria, strict=True)] == scores


def test_every_number_leads_to_a_source_on_the_page(client):
    page = words(client.get(one_of_everything(client)))

    cited = set(re.findall(r'href="#(evidence-[a-z0-9_]+)"', page))
    there = set(re.findall(r'id="(evidence-[a-z0-9_]+)"', page))
    assert cited
    assert cited <= there


def test_every_anchor_and_name_is_there_once(client):
    page = words(client.get(one_of_everything(client)))

    ids = re.findall(r' id="([^"]+)"', page)
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert sorted(ids) == sorted(set(ids))
    assert anchors <= set(ids)


def test_hybrid_says_what_its_second_layer_costs(client):
    assert "What the second layer costs" in result_page(client, start(client, scenario="finance"))
    assert "What the second layer costs" not in result_page(client, start(client, scenario="erp"))


def test_evidence_that_nobody_saw_in_its_source_is_marked(client):
    page = result_page(client, start(client, scenario="finance"))

    assert "not verified" in page
    assert re.search(r'aria-label="Evidence \d+, not verified">\d+\?</a>', page)


def test_a_result_that_is_too_close_names_both_and_what_separates_them(client):
    page = words(client.get(close_result(client)))

    assert "Too close to call" in page
    assert re.search(r"What separates (Containers|Hybrid) and (Containers|Hybrid)", page)


def test_where_no_option_fits_the_page_says_what_stands_in_the_way(client):
    page = words(client.get(impossible_result(client)))

    assert "No option fits" in page
    assert "What stands in the way" in page
    assert 'id="why"' not in page
    for question in ("vendor_support", "kernel_need"):
        assert f"/questions/{question}/" in page


def test_where_too_little_is_known_the_page_asks(client):
    page = words(client.get(unknown_result(client)))

    assert "Not enough known" in page
    assert "What to answer next" in page
    assert "Hardening plan" not in page


def test_a_condition_is_confirmed_with_a_note_and_taken_back(client):
    assessment = start(client, scenario="devops")
    page = result_page(client, assessment)
    condition = re.search(r'action="/assessments/[^"]+/conditions/([a-z0-9_]+)/"', page)[1]

    send(client, "condition", assessment, condition, note="Ticket 4711")
    page = result_page(client, assessment)

    assert "Ticket 4711" in page
    assert 'value="withdraw"' in page
    assert 'name="revision" value="1"' in page
    send(client, "condition", assessment, condition, action="withdraw")
    assert "Ticket 4711" not in result_page(client, assessment)


def test_a_note_is_text_and_nothing_else(client):
    assessment = start(client, title="<script>alert(1)</script>", scenario="devops")
    send_answer(client, assessment, "tenant_trust", "own_team", note="<img src=x onerror=alert(1)>")

    page = client.get(reverse("result", args=[assessment.code])).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_measures_are_those_of_the_leader(client):
    page = result_page(client, start(client, scenario="finance"))

    assert "Scan images before and after they ship" in page
    assert "VMware ESXi cluster" in page


def test_the_model_of_the_article_has_a_result_too(client):
    page = result_page(client, start(client, model="article", scenario="erp"))

    assert "VMs (VMware)" in page
    assert 'id="answers"' not in page


def test_a_result_stays_with_the_version_of_its_model(client, shipped):
    assessment = start(client, scenario="erp")

    page = result_page(client, assessment)

    assert f"version {shipped['standard'].version}" in page
    assert assessment.decision_model.digest[:12] in page


def test_figures_are_those_of_the_pictures(client):
    assessment = start(client, scenario="erp")

    response = client.get(reverse("figures", args=[assessment.code]))

    figures = response.json()
    assert response["Content-Type"] == "application/json"
    assert sorted(figures) == ["acceptability", "contributions", "ranking", "tipping_points"]
    assert all(sorted(figure) == ["data", "layout"] for figure in figures.values())
    labels = [note["text"] for note in figures["ranking"]["layout"]["annotations"] if note["xanchor"] == "right"]
    assert labels == [f"{figures['ranking']['data'][0]['x'][0]:.1f}", "excluded", "excluded"]
    page = result_page(client, assessment)
    assert all(f">{label}</text>" in page for label in labels)


def test_figures_speak_the_language_of_the_page(client):
    assessment = start(client, scenario="erp")

    figures = client.get(reverse("figures", args=[assessment.code]) + "?lang=zh-hans").json()

    assert "虚拟机" in json.dumps(figures, ensure_ascii=False)


def test_reading_changes_nothing(client):
    assessment = start(client, scenario="erp")
    before = Assessment.objects.values().get(pk=assessment.pk)

    for name in ("result", "figures", "what-if", "report"):
        client.get(reverse(name, args=[assessment.code]))

    assert Assessment.objects.values().get(pk=assessment.pk) == before


def test_nothing_is_posted_to_a_page_that_is_read(client):
    assessment = start(client, scenario="erp")

    for name in ("result", "figures", "what-if", "report"):
        assert client.post(reverse(name, args=[assessment.code])).status_code == 405


def test_a_criterion_that_numbers_measure_stands_with_figure_and_stars(client):
    assessment = start(client, scenario="finance")
    for key, number in {"instance_count": "60", "instance_size": "512"}.items():
        send_answer(client, assessment, key, ".number", number=number)

    for name in ("result", "report"):
        page = re.sub(r"\s+", " ", words(client.get(reverse(name, args=[assessment.code]))))

        assert "“Resource efficiency” is measured by your numbers" in page
        assert "Your numbers: Size of an instance: 512 MB and Number of instances: 60 instances." in page
        assert "45.6 % (35.9–55.8)" in page
        assert "2.3 ★ (1.8–2.8)" in page
        assert "Useful memory: 45.6 % (35.9 to 55.8), worth 2.3 ★. It stands for a rating of 3.0 ★." in page
        assert "512 MB (256 MB to under 2 GB)" in page


def test_of_several_figures_the_one_that_decides_is_marked(client):
    assessment = start(client, scenario="finance")
    for key, number in {"instance_count": "10", "instance_size": "65536", "disk_iops": "170000"}.items():
        send_answer(client, assessment, key, ".number", number=number)

    for name in ("result", "report"):
        page = re.sub(r"\s+", " ", words(client.get(reverse(name, args=[assessment.code]))))

        assert page.count("“Resource efficiency” is measured by your numbers") == 1
        assert "The scarcest resource decides: platform by platform, the figure that is worth least." in page
        assert (
            'VMs <span class="tag tag--good">decides</span></th> <td class="figure">100.0 % (58.8–111.1)</td>' in page
        )
        assert '<td class="figure">2.0 ★ (1.9–4.4)</td>' in page
        assert page.count(">decides</span>") == 3
        assert "Disk operations used, of what an instance gets: 100.0 % (58.8 to 111.1), worth 2.0 ★." in page


def test_a_figure_that_only_limits_stands_beside_the_rating_that_decides(client):
    assessment = start(client, scenario="finance")
    send_answer(client, assessment, "network_need", ".number", number="1000")

    page = re.sub(r"\s+", " ", result_page(client, assessment))

    assert "Your numbers limit the rating and cannot raise it" in page
    assert '3.0 ★ <span class="tag tag--good">decides</span>' in page
    assert "measured by your numbers)" not in page  # the basis of no rating


def test_without_numbers_nothing_is_said_to_be_measured_by_them(client):
    assert "is measured by your numbers" not in result_page(client, start(client, scenario="finance"))


def test_the_other_methods_stand_with_their_figures(client):
    page = re.sub(r"\s+", " ", result_page(client, start(client, scenario="finance")))

    assert "VIKOR settles on Hybrid alone." in page or "VIKOR leaves the choice between" in page
    assert "The methods in numbers" in page
    assert "TOPSIS: closeness" in page


def test_it_leads_to_how_its_numbers_come_about(client):
    page = result_page(client, start(client, scenario="finance"))

    methods = words(client.get(reverse("methods")))
    for anchor in ("confidence", "robustness"):
        assert f'href="{reverse("methods")}#{anchor}"' in page
        assert f'id="{anchor}"' in methods
