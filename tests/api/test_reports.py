"""The report of a record as a file, through the API."""

import json
from datetime import date, timedelta
from io import BytesIO

import jsonschema
import openpyxl
import pytest
from django.utils import timezone
from pypdf import PdfReader

from decisions.reports.files import FORMS
from decisions.services.recommendations import freeze, see_to, sign_off
from tests.api.test_recommendations import place
from tests.builders.callers import begun, owner
from tests.builders.http import PROBLEM

SCHEMA = "/api/v1/schemas/recommendation-1.json"
EVERY_FORM = ["html", *FORMS]


@pytest.fixture
def mine(client):
    return owner()


@pytest.fixture
def row(client):
    return freeze(assessment=begun("Trading 交易", scenario="finance")).recommendation


def file(row, form):
    return place(row).removesuffix("/") + f"/report.{form}"


def words_of(answer, form):
    """Return what a file says, as text."""
    match form:
        case "pdf":
            return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        case "xlsx":
            book = openpyxl.load_workbook(BytesIO(answer.content), read_only=True)
            return " ".join(str(cell) for sheet in book for line in sheet.values for cell in line)
    return answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("form", EVERY_FORM)
@pytest.mark.parametrize(("language", "said"), [("en", "Containers in VMs"), ("zh-hans", "虚拟机内容器")])
def test_every_form_names_the_platform_and_the_digest(mine, row, form, language, said):
    answer = mine.get(f"{file(row, form)}?lang={language}")

    assert answer.status_code == 200, answer.content
    text = words_of(answer, form)
    assert row.digest in text
    assert said in text
    assert answer["Content-Language"] == ("en, zh-hans" if form == "json" else language)
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("html", "text/html; charset=utf-8"), *((form.key, form.media_type) for form in FORMS.values())],
)
def test_it_says_what_it_is_and_how_to_call_it(mine, row, form, media_type):
    answer = mine.get(file(row, form), headers={"Accept": media_type.partition(";")[0]})

    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert answer.get("Content-Disposition", "").startswith("" if form == "html" else 'attachment; filename="trading')
    assert "Content-Disposition" not in answer or f".{form}" in answer["Content-Disposition"]


def test_its_json_is_the_record_byte_for_byte_and_meets_its_schema(mine, row):
    answer = mine.get(file(row, "json"))
    schema = mine.get(SCHEMA).json()

    assert answer.content.decode() == row.document
    assert schema["$id"] == SCHEMA
    jsonschema.validate(answer.json(), schema, jsonschema.Draft202012Validator)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**answer.json(), "number": 0}, schema, jsonschema.Draft202012Validator)


def test_the_schema_is_for_everybody(client):
    answer = client.get(SCHEMA)

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert client.get(SCHEMA, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("form", EVERY_FORM)
def test_whoever_has_it_gets_304_until_something_is_done_with_the_record(mine, row, form):
    tag = mine.get(file(row, form))["ETag"]

    again = mine.get(file(row, form), headers={"If-None-Match": tag})
    sign_off(recommendation=row, name="A. Reviewer", role="Architect", decision="approved", digest=row.digest)
    signed = mine.get(file(row, form), headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert signed.status_code == 200
    assert form == "json" or "A. Reviewer" in words_of(signed, form)


def test_its_tag_changes_with_the_language_and_when_an_item_becomes_overdue(mine, row):
    english, chinese = (mine.get(f"{file(row, 'html')}?lang={language}")["ETag"] for language in ("en", "zh-hans"))
    item = row.checklist.all()[0]
    see_to(item=item, owner="A", due=timezone.now().date() + timedelta(days=1), done=False)
    before = mine.get(file(row, "html"))["ETag"]
    type(item).objects.update(due=date(2020, 1, 1))

    assert english != chinese
    assert mine.get(file(row, "html"))["ETag"] != before


def test_the_page_is_nobody_s_and_holds_no_form(mine, row):
    page = mine.get(file(row, "html")).content.decode()

    assert "<form" not in page
    assert "owner" not in page
    assert "<h1>Trading 交易</h1>" in page


@pytest.mark.parametrize("form", ["docx", "PDF", "pdf/", ""])
def test_there_is_no_other_form(mine, row, form):
    assert mine.get(file(row, form)).status_code == 404


def test_a_language_that_is_none_is_refused(mine, row):
    answer = mine.get(f"{file(row, 'pdf')}?lang=fr")

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["code"]) == ("lang", "unknown_choice")


def test_who_does_not_accept_the_form_is_told(mine, row):
    answer = mine.get(file(row, "pdf"), headers={"Accept": "text/html"})

    assert (answer.status_code, answer["Content-Type"]) == (406, PROBLEM)


def test_what_is_somebody_else_s_has_no_report(row, client):
    other = owner("other")

    assert {other.get(file(row, form)).status_code for form in EVERY_FORM} == {404}
    assert client.get(file(row, "pdf")).status_code == 401


def test_the_record_in_a_file_replays(mine, row):
    document = mine.get(file(row, "json")).content

    answer = mine.post("/api/v1/recommendations/replay/", document, content_type="application/json")

    assert answer.json()["same_bytes"]
    assert json.loads(document)["digest"] == row.digest
