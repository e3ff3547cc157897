import re
from html import unescape

import pytest
from django.urls import reverse

from decisions.services.assessments import share
from tests.builders.assessments import send_answer, start
from tests.builders.pages import close_result, impossible_result, unknown_result

pytestmark = pytest.mark.django_db

PICTURE = r'<svg xmlns="[^"]+" class="picture".*?</svg>'


def report_page(client, assessment, query=""):
    response = client.get(reverse("report", args=[assessment.code]) + query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_it_works(client):
    page = report_page(client, start(client, title="Ledger", scenario="finance"))

    assert "<h1>Ledger</h1>" in page
    assert "Containers in VMs (hybrid)" in page
    assert 'class="picture"' in page


def test_everything_that_folds_is_open(client):
    page = report_page(client, start(client, scenario="finance"))

    folds = re.findall(r"<details[^>]*>", page)
    assert folds
    assert all(" open" in fold for fold in folds)


def test_it_holds_no_form_and_no_link_to_a_question(client):
    assessment = start(client, scenario="devops")
    send_answer(client, assessment, "tenant_trust", "unsure")

    page = report_page(client, assessment)

    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert "/questions/" not in main


def test_the_button_waits_for_its_script(client):
    page = report_page(client, start(client, scenario="erp"))

    assert re.search(r"<button[^>]* data-print hidden>Print or save as PDF</button>", page)


def test_it_speaks_the_language_that_its_address_names(client):
    page = report_page(client, start(client, scenario="erp"), "?lang=zh-hans")

    assert '<html lang="zh-Hans"' in page
    assert "平台选型建议" in page
    assert "?lang=zh-hans" in page[page.index("govuk-back-link") - 200 : page.index("govuk-back-link") + 200]


def test_what_is_printed_of_it_says_on_each_sheet_what_it_is(client):
    root = report_page(client, start(client, title="Billing")).partition("<head>")[0]

    assert 'data-title="Billing"' in root
    assert 'data-kind="Platform recommendation"' in root
    assert 'data-identity="Standard decision model, version' in root


def test_it_shows_the_numbers_of_the_result(client):
    assessment = start(client, scenario="finance")
    result = unescape(client.get(reverse("result", args=[assessment.code])).content.decode())
    report = report_page(client, assessment)

    drawn, printed = (re.findall(PICTURE, page, re.DOTALL) for page in (result, report))
    assert drawn == printed
    assert len(drawn) == 9  # the layout, and the scores of each of its two workloads, too


def test_it_shows_notes_and_whose_each_answer_is(client):
    assessment = start(client, scenario="finance")
    send_answer(client, assessment, "tenant_trust", "own_team", note="Wiki, page 4")

    page = report_page(client, assessment)

    assert "Wiki, page 4" in page
    assert "your answer" in page
    assert "assumed by the scenario" in page


@pytest.mark.parametrize("prepare", [close_result, impossible_result, unknown_result])
def test_every_verdict_has_a_report(client, prepare):
    path = prepare(client).replace("/result/", "/report/")

    assert client.get(path).status_code == 200


def test_a_reader_of_a_share_prints_the_same(client):
    assessment = start(client, scenario="finance")
    code = share(assessment=assessment).code

    page = unescape(client.get(reverse("shared-report", args=[code])).content.decode())

    assert "Containers in VMs (hybrid)" in page
    assert assessment.code not in page
