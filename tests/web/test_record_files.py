import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from decisions.reports.files import FORMS
from decisions.reports.record import RecordReport
from decisions.services.assessments import share
from tests.builders.assessments import send_answer, start
from tests.builders.records import for_record, freeze_in_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client, title="Trading", scenario="finance")


@pytest.fixture
def recommendation(client, assessment):
    return freeze_in_browser(client, assessment)


def files_on(page):
    return re.findall(r'href="([^"]+/report\.[^"]+)" download', page)


def test_it_works(client, recommendation):
    page = client.get(reverse("record", args=[recommendation.code])).content.decode()

    here = f"/recommendations/{recommendation.code}/report"
    in_both = [
        f"{here}.{key}?lang={language}" for key in ("pdf", "md", "xlsx", "csv") for language in ("en", "zh-hans")
    ]
    assert files_on(page) == [*in_both, f"{here}.json"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("key", FORMS)
def test_a_file_is_what_its_form_makes_of_the_record_in_the_language_chosen(client, recommendation, key, language):
    record = RecordReport.of(for_record(recommendation), language)

    response = client.get(reverse("record-file", args=[recommendation.code, key]), {"lang": language})

    assert response.status_code == 200
    assert response.content == FORMS[key].render(record)
    assert response["Content-Type"] == FORMS[key].media_type
    assert response["Content-Disposition"] == FORMS[key].disposition(record)


def test_the_json_is_the_record_byte_for_byte(client, recommendation):
    response = client.get(reverse("record-file", args=[recommendation.code, "json"]))

    assert response.content.decode() == recommendation.document
    assert json.loads(response.content)["digest"] == recommendation.digest


def test_without_a_language_it_is_that_of_the_page(client, recommendation):
    path = reverse("record-file", args=[recommendation.code, "md"])

    chinese = client.get(path, headers={"accept-language": "zh-CN"})

    assert chinese.content == client.get(path, {"lang": "zh-hans"}).content
    assert chinese.content != client.get(path, {"lang": "en"}).content


@pytest.mark.parametrize("key", ["doc", "PDF", "html", "pdf-pdf"])
def test_there_are_no_others(client, recommendation, key):
    assert client.get(f"/recommendations/{recommendation.code}/report.{key}").status_code == 404


def test_others_get_none(recommendation):
    for key in FORMS:
        assert Client().get(reverse("record-file", args=[recommendation.code, key])).status_code == 404


def test_whoever_has_a_share_code_gets_those_of_the_latest(client, assessment, recommendation):
    code = share(assessment=assessment).code
    send_answer(client, assessment, "tenant_trust", "customers")
    latest = freeze_in_browser(client, assessment)

    page = Client().get(reverse("shared-record", args=[code])).content.decode()
    answers = [Client().get(address.replace("&amp;", "&")) for address in files_on(page)]

    assert [answer.status_code for answer in answers] == [200] * 9
    assert json.loads(answers[-1].content)["digest"] == latest.digest
    assert "Replay" not in page
