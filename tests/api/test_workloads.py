"""The workloads of an assessment through the API."""

import pytest

from decisions.documents.request import MOST_WORKLOADS
from decisions.models import Assessment, AuditEntry, Workload
from tests.builders.callers import address, begun, owner, tag
from tests.builders.http import at, not_understood, patch, post, send


@pytest.fixture
def mine(client):
    return owner()


def workloads(assessment):
    return address(assessment, "workloads")


def names(mine, assessment):
    return [item["name"] for item in mine.get(workloads(assessment)).json()["items"]]


def test_it_works(mine):
    assessment = begun(scenario="finance")

    answer = post(
        mine,
        workloads(assessment),
        {
            "name": "Ledger",
            "scenario_workload": "trading_core",
            "answers": {"vendor_support": "vmware_only", "lock_in": None},
            "weights": {"isolation": 2},
        },
        If_Match=tag(0),
    )

    row = Workload.objects.get(name="Ledger")
    assert (answer.status_code, answer["ETag"]) == (201, tag(1))
    assert answer["Location"] == f"{workloads(assessment)}{row.pk}/"
    assert answer.json() == {
        "number": row.pk,
        "name": "Ledger",
        "position": 2,
        "scenario_workload": "trading_core",
        "answers": {"lock_in": None, "vendor_support": {"value": "vmware_only"}},
        "weights": {"isolation": 2},
        "weighting": None,
        "link": answer["Location"],
    }
    assert mine.get(answer["Location"]).json() == answer.json()
    assert mine.get(workloads(assessment)).json()["items"][2] == answer.json()
    assert names(mine, assessment) == ["Trading core", "Risk-control services", "Ledger"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, at("/name", "missing", "name is missing.")),
        ({"name": "Reports"}, at("/name", "workload_twice", "There is already a workload called “Reports”.")),
        ({"name": "\u200b"}, at("/name", "missing", "Give the workload a name.")),
        ({"name": "W" * 101}, at("/name", "too_long", "name may have 100 characters.")),
        (
            {"name": "A", "answers": {"release_rate": "hourly"}},
            at("/answers/release_rate", "unknown_option", "release_rate has no option hourly."),
        ),
        (
            {"name": "A", "scenario_workload": "trading_core"},
            at("/scenario_workload", "unknown_workload", "The scenario has no workload trading_core."),
        ),
        ({"name": "A", "weights": {"speed": 1}},
         at("/weights/speed", "unknown_criterion", "There is no criterion speed.")),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_said(mine, body, error):
    assessment = begun()
    post(mine, workloads(assessment), {"name": "Reports"}, If_Match=tag(0))

    answer = post(mine, workloads(assessment), body, If_Match=tag(1))

    assert answer.status_code == 422
    assert answer.json() == not_understood(error)
    assert Assessment.objects.get().revision == 1


def test_there_is_a_most_of_them(mine):
    assessment = begun()
    Workload.objects.bulk_create(
        Workload(assessment=assessment, name=f"Part {n}", position=n) for n in range(MOST_WORKLOADS)
    )

    answer = post(mine, workloads(assessment), {"name": "One more"}, If_Match=tag(0))

    assert answer.status_code == 422
    assert answer.json()["errors"] == [at("", "too_many", "An assessment may have 50 workloads.")]


def test_everything_of_it_changes_as_one_change(mine):
    assessment = begun(scenario="finance")
    first = mine.get(workloads(assessment)).json()["items"][0]

    answer = patch(
        mine,
        first["link"],
        {"name": "Trading", "position": 1, "scenario_workload": None, "answers": {"release_rate": "yearly"},
         "weights": {"isolation": 1, "cost": 2}},
        If_Match=tag(0),
    )  # fmt: skip

    assert (answer.status_code, answer["ETag"]) == (200, tag(1))
    assert answer.json() == {
        **first,
        "name": "Trading",
        "position": 1,
        "scenario_workload": None,
        "answers": {"release_rate": {"value": "yearly"}},
        "weights": {"isolation": 1, "cost": 2},
    }
    assert names(mine, assessment) == ["Risk-control services", "Trading"]
    entry = AuditEntry.objects.get(action="workload.changed")
    number = assessment.workloads.get(name="Trading").pk
    assert (entry.subject, entry.details) == (
        assessment.code,
        {"workload": "Trading", "number": number, "revision": 1},
    )


def test_a_patch_leaves_alone_what_it_does_not_name(mine):
    assessment = begun(scenario="finance")
    link = mine.get(workloads(assessment)).json()["items"][0]["link"]
    patch(
        mine, link, {"answers": {"release_rate": "yearly", "lock_in": "not"}, "weights": {"cost": 2}}, If_Match=tag(0)
    )

    answer = patch(
        mine, link, {"answers": {"lock_in": None}, "weights": {"cost": None, "isolation": 1}}, If_Match=tag(1)
    )

    assert answer.json()["answers"] == {"lock_in": None, "release_rate": {"value": "yearly"}}
    assert answer.json()["weights"] == {"isolation": 1}
    assert answer.json()["name"] == "Trading core"
    stored = Workload.objects.get(name="Trading core").answers
    assert {key: columns["revision"] for key, columns in stored.items()} == {"release_rate": 1, "lock_in": 2}


def test_null_for_all_of_them_inherits_again(mine):
    assessment = begun(scenario="finance")
    link = mine.get(workloads(assessment)).json()["items"][0]["link"]
    patch(mine, link, {"answers": {"release_rate": "yearly"}, "weights": {"cost": 2}}, If_Match=tag(0))

    answer = patch(mine, link, {"answers": None, "weights": None}, If_Match=tag(1))

    assert (answer.json()["answers"], answer.json()["weights"]) == ({}, None)


def test_one_way_of_weighing_replaces_the_other(mine):
    assessment = begun(scenario="finance")
    link = mine.get(workloads(assessment)).json()["items"][0]["link"]
    order, choices = {"method": "rank_order", "order": ["cost", "isolation"]}, {"method": "trade_offs"}

    said = [patch(mine, link, body, If_Match=tag(turn)).json() for turn, body in enumerate(
        [{"weights": {"cost": 2}}, {"weighting": order}, {"weighting": choices}, {"weights": {"isolation": 1}}]
    )]  # fmt: skip
    both = patch(mine, link, {"weights": {"cost": 1}, "weighting": order}, If_Match=tag(4))

    assert [each["weights"] for each in said] == [{"cost": 2}, None, None, {"isolation": 1}]
    assert [each["weighting"] and each["weighting"]["method"] for each in said] == [
        None, "rank_order", "trade_offs", None,
    ]  # fmt: skip
    assert (both.status_code, both.json()["errors"][0]["code"]) == (422, "weights_twice")


def test_one_answer_is_inherited_again(mine):
    assessment = begun(scenario="finance")
    link = mine.get(workloads(assessment)).json()["items"][0]["link"]
    patch(mine, link, {"answers": {"release_rate": None, "lock_in": "not"}}, If_Match=tag(0))

    answer = send(mine, "DELETE", f"{link}answers/release_rate/", If_Match=tag(1))

    assert (answer.status_code, answer["ETag"]) == (204, tag(2))
    assert mine.get(link).json()["answers"] == {"lock_in": {"value": "not"}}
    assert send(mine, "DELETE", f"{link}answers/release_rate/", If_Match=tag(2)).status_code == 404


def test_taking_back_what_is_not_inherited_says_nothing(mine):
    assessment = begun()
    link = post(mine, workloads(assessment), {"name": "Reports"}, If_Match=tag(0))["Location"]

    answer = patch(mine, link, {"answers": {"release_rate": None}}, If_Match=tag(1))

    assert (answer.json()["answers"], answer["ETag"]) == ({}, tag(1))


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"name": None}, at("/name", "missing", "name is missing.")),
        ({"name": "Risk-control services"},
         at("/name", "workload_twice", "There is already a workload called “Risk-control services”.")),
        ({"position": -1}, at("/position", "out_of_range", "position must be at least 0.")),
        ({"answers": []}, at("/answers", "wrong_type", "answers must be an object.")),
        ({"answers": {"nope": 1}}, at("/answers/nope", "unknown_question", "There is no question nope.")),
        ({"number": 7}, at("/number", "unknown_field", "There is no field number.")),
    ],
)  # fmt: skip
def test_a_faulty_change_changes_nothing(mine, body, error):
    assessment = begun(scenario="finance")
    first = mine.get(workloads(assessment)).json()["items"][0]

    answer = patch(mine, first["link"], body, If_Match=tag(0))

    assert answer.status_code == 422
    assert answer.json() == not_understood(error)
    assert mine.get(first["link"]).json() == first


def test_beyond_the_end_is_the_end(mine):
    assessment = begun(scenario="finance")
    link = mine.get(workloads(assessment)).json()["items"][0]["link"]

    assert patch(mine, link, {"position": 40}, If_Match=tag(0)).json()["position"] == 1


def test_it_is_removed(mine):
    assessment = begun(scenario="finance")
    link = mine.get(workloads(assessment)).json()["items"][0]["link"]

    answer = send(mine, "DELETE", link, If_Match=tag(0))

    assert (answer.status_code, answer["ETag"]) == (204, tag(1))
    assert names(mine, assessment) == ["Risk-control services"]
    assert mine.get(link).status_code == 404


def test_nothing_is_written_blindly_or_over_another_change(mine):
    assessment = begun(scenario="finance")
    link = mine.get(workloads(assessment)).json()["items"][0]["link"]

    for method, path, body in (
        ("POST", workloads(assessment), {"name": "A"}),
        ("PATCH", link, {"name": "A"}),
        ("DELETE", link, b""),
    ):
        blind, stale = send(mine, method, path, body), send(mine, method, path, body, If_Match=tag(7))
        assert (blind.status_code, stale.status_code) == (428, 412)
        assert blind["ETag"] == stale["ETag"] == tag(0)
    assert Assessment.objects.get().revision == 0


@pytest.mark.parametrize("number", ["0", "01", "+1", "1.0", "-1", "\uff11", "9" * 19, "x"])
def test_a_number_is_written_in_one_way(mine, number):
    assert mine.get(f"{workloads(begun(scenario='finance'))}{number}/").status_code == 404


def test_the_workload_of_another_assessment_is_not_here(mine):
    one, other = begun(scenario="finance"), begun(scenario="finance")
    number = other.workloads.first().pk

    assert mine.get(f"{workloads(one)}{number}/").status_code == 404
    assert mine.get(f"{workloads(other)}{number}/").status_code == 200
