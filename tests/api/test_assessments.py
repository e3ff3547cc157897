"""Pieces of work through the API: begin, list, read, rename, delete."""

import pytest
from django.utils import timezone

from decisions.api.listing import PAGE
from decisions.models import Assessment, AuditEntry
from decisions.services import assessments as services
from tests.builders.callers import account, address, begun, owner, tag
from tests.builders.http import ASSESSMENTS, PROBLEM, at, not_understood, patch, post, problem, send


@pytest.fixture
def mine(client):
    return owner()


def test_it_works(mine):
    answer = post(mine, ASSESSMENTS, {"title": "Payroll", "scenario": "finance"})

    row = Assessment.objects.get()
    assert (answer.status_code, answer["Location"], answer["ETag"]) == (201, address(row), tag(0))
    assert answer.json() == {
        "code": row.code,
        "title": "Payroll",
        "model": "standard",
        "model_version": row.decision_model.version,
        "scenario": "finance",
        "revision": 0,
        "created": row.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "updated": row.updated.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "link": address(row),
    }
    assert (row.user, row.owner) == (account(), "")
    assert [workload.name for workload in row.workloads.all()] == ["Trading core", "Risk-control services"]
    assert mine.get(answer["Location"]).json() == answer.json()


def test_nothing_needs_to_be_said(mine):
    answer = post(mine, ASSESSMENTS, {})

    assert answer.status_code == 201
    assert (answer.json()["title"], answer.json()["scenario"]) == ("Untitled workload", None)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"model": "nope"}, at("/model", "unknown_model", "There is no decision model nope.")),
        ({"scenario": "nope"}, at("/scenario", "unknown_scenario", "The decision model has no scenario nope.")),
        ({"owner": 1}, at("/owner", "unknown_field", "There is no field owner.")),
        ({"title": None}, at("/title", "wrong_type", "title must be a text.")),
        ({"title": "W" * 201}, at("/title", "too_long", "title may have 200 characters.")),
    ],
)
def test_what_is_not_understood_begins_nothing(mine, body, error):
    answer = post(mine, ASSESSMENTS, body)

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert answer.json() == not_understood(error)
    assert not Assessment.objects.exists()


def test_what_is_shown_can_be_seen(mine):
    answer = post(mine, ASSESSMENTS, {"title": " Pay\u202eroll\u200b \t 2027 "})

    assert answer.json()["title"] == "Payroll 2027"


def test_the_list_holds_one_s_own_the_latest_first(mine, django_assert_num_queries):
    first, second = begun("First"), begun("Second")
    begun("Of somebody else", name="other")
    mine.get(ASSESSMENTS)

    with django_assert_num_queries(2):  # token, list
        answer = mine.get(ASSESSMENTS)

    assert [item["code"] for item in answer.json()["items"]] == [second.code, first.code]
    assert answer.json()["next"] is None


def begin_many(count, **otherwise):
    row = begun()
    row.delete()
    pieces = [
        Assessment(title=f"Piece {n}", user=account(), decision_model=row.decision_model, **otherwise)
        for n in range(count)
    ]
    return Assessment.objects.bulk_create(pieces)


def test_it_goes_on_where_it_stopped_whatever_happened_meanwhile(mine):
    rows = begin_many(2 * PAGE + 20)
    Assessment.objects.filter(title__lt="Piece 7").update(created=timezone.now())  # most of them all at once

    page = mine.get(ASSESSMENTS).json()
    shown = [item["code"] for item in page["items"]]
    Assessment.objects.filter(code=shown[-1]).delete()
    begun("Added meanwhile")
    while page["next"]:
        page = mine.get(page["next"]).json()
        shown += [item["code"] for item in page["items"]]

    assert len(shown) == len(rows)
    assert set(shown) == {row.code for row in rows}


def test_it_can_be_narrowed_to_a_scenario_and_words_of_the_title(mine):
    begin_many(PAGE + 1, scenario="finance")
    for title, scenario in (("Payroll north", "erp"), ("Payroll south", ""), ("Shop", "erp")):
        begun(title, scenario=scenario)

    def titles(query):
        return [item["title"] for item in mine.get(f"{ASSESSMENTS}?{query}").json()["items"]]

    assert titles("q=payroll&scenario=erp") == ["Payroll north"]
    assert titles("q=south") == ["Payroll south"]
    assert titles("scenario=erp") == ["Shop", "Payroll north"]
    assert "scenario=finance&q=piece&cursor=" in mine.get(f"{ASSESSMENTS}?scenario=finance&q=piece").json()["next"]
    assert titles("q=100%25") == []


@pytest.mark.parametrize(
    ("query", "code"),
    [("cursor=x", "wrong_format"), ("cursor=1~", "wrong_format"), ("scenario=No", "wrong_format"),
     ("q=" + "W" * 201, "too_long"), ("q=%00", "wrong_format"), ("cursor=" + "9" * 30 + "~a", "wrong_format")],
)  # fmt: skip
def test_a_parameter_that_cannot_be_understood_is_named(mine, query, code):
    answer = mine.get(f"{ASSESSMENTS}?{query}")

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    (error,) = answer.json()["errors"]
    assert (error["parameter"], error["code"]) == (query.partition("=")[0], code)


def test_whoever_has_it_gets_304(mine):
    assessment = begun()

    again = mine.get(address(assessment), headers={"If-None-Match": tag(0)})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag(0))


def test_its_tag_is_strong_even_for_who_takes_compressed_answers(mine):
    answer = mine.get(address(begun("W" * 200)), headers={"Accept-Encoding": "gzip"})

    assert (answer["ETag"], answer.has_header("Content-Encoding")) == (tag(0), False)


def test_title_and_scenario_change_together_as_one_change(mine):
    assessment = begun(scenario="finance")

    answer = patch(mine, address(assessment), {"title": "Trading", "scenario": None}, If_Match=tag(0))

    assert (answer.status_code, answer["ETag"]) == (200, tag(1))
    assert (answer.json()["title"], answer.json()["scenario"], answer.json()["revision"]) == ("Trading", None, 1)
    entry = AuditEntry.objects.get(action="assessment.changed")
    assert (entry.subject, entry.details) == (assessment.code, {"title": "Trading", "scenario": "", "revision": 1})
    assert entry.actor.startswith(f"token:{account().pk}:berth_")
    assert not assessment.workloads.exclude(scenario_workload="").exists()


def test_what_changes_nothing_counts_as_nothing(mine):
    assessment = begun(scenario="erp")

    answer = patch(mine, address(assessment), {"title": "Payroll", "scenario": "erp"}, If_Match=tag(0))

    assert (answer.status_code, answer["ETag"]) == (200, tag(0))
    assert patch(mine, address(assessment), {}, If_Match=tag(0))["ETag"] == tag(0)
    assert not AuditEntry.objects.filter(action="assessment.changed").exists()


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_writing_needs_the_state_that_was_read(mine, method):
    assessment = begun()

    answer = send(mine, method, address(assessment), {"title": "Trading"} if method == "PATCH" else b"")

    assert (answer.status_code, answer["Content-Type"], answer["ETag"]) == (428, PROBLEM, tag(0))
    assert answer.json() == problem(
        "precondition_required",
        428,
        "The request does not say which state it changes",
        "Send the ETag of what you have read as If-Match.",
    )
    assert Assessment.objects.get().title == "Payroll"


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
@pytest.mark.parametrize("given", [tag(0), f"W/{tag(1)}", "rubbish", '"', "", f"{tag(0)}, {tag(2)}", '"1"'])
def test_a_stale_state_is_not_written_over(mine, method, given):
    assessment = begun()
    services.rename(assessment=assessment, title="Renamed meanwhile")

    answer = send(mine, method, address(assessment), {"title": "Trading"} if method == "PATCH" else b"", If_Match=given)

    assert (answer.status_code, answer["Content-Type"], answer["ETag"]) == (412, PROBLEM, tag(1))
    assert answer.json()["code"] == "precondition_failed"
    assert Assessment.objects.get().title == "Renamed meanwhile"


@pytest.mark.parametrize("given", [tag(0), f"{tag(7)}, {tag(0)}", "*"])
def test_the_state_may_be_one_of_several_or_any(mine, given):
    assert patch(mine, address(begun()), {"title": "Trading"}, If_Match=given).status_code == 200


def test_a_patch_may_come_as_plain_json_and_as_nothing_else(mine):
    assessment = begun()

    for media_type, status in (("application/json", 200), ("text/plain", 415), ("application/json-patch+json", 415)):
        answer = send(mine, "PATCH", address(assessment), {"title": "Payroll"}, media_type=media_type, If_Match=tag(0))
        assert answer.status_code == status
    assert answer["Accept-Patch"] == "application/merge-patch+json, application/json"


def test_deleting_it_leaves_nothing(mine):
    assessment = begun()

    answer = send(mine, "DELETE", address(assessment), If_Match=tag(0))

    assert (answer.status_code, answer.content) == (204, b"")
    assert mine.get(address(assessment)).status_code == 404
    assert not Assessment.objects.exists()


def test_what_belongs_to_somebody_else_is_as_what_does_not_exist(mine):
    theirs = begun(name="other")
    nothing = f"{ASSESSMENTS}{'A' * 22}/"

    for method, body in (("GET", b""), ("PATCH", {"title": "Mine"}), ("DELETE", b"")):
        found = send(mine, method, address(theirs), body, If_Match=tag(0))
        missing = send(mine, method, nothing, body, If_Match=tag(0))
        assert (found.status_code, found.content) == (missing.status_code, missing.content)
        assert found.status_code == 404
    assert Assessment.objects.get().title == "Payroll"
