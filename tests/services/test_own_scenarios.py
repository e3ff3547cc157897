"""Scenarios of one's own: what is kept of an assessment, and what begins with it again."""

import pytest

from decisions.documents.faults import NotUnderstood, UnknownModel, UnknownScenario
from decisions.documents.request import DetailedAnswer, DirectWeights, RankOrder, Workload
from decisions.documents.scenario import OwnScenario as GivenScenario
from decisions.documents.scenario import written
from decisions.models import Answer, AuditEntry, OwnScenario
from decisions.services import assessments, workloads
from decisions.services.changes import Stale
from decisions.services.evaluate import evaluate
from decisions.services.own_scenarios import (
    MOST_SCENARIOS,
    ScenarioRefused,
    bring_in,
    create,
    delete,
    keep,
    rename,
    rewrite,
    start_from,
)
from tests.builders.callers import account, begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def answer(assessment, question, **given):
    assessments.save_answer(assessment=assessment, question=question, given=DetailedAnswer(**given), seen=0)


def shop(**otherwise):
    return GivenScenario(**{"key": "shop", "label": "Shop", "scenario": "ecommerce", **otherwise})


def code_of(call):
    with pytest.raises((ScenarioRefused, NotUnderstood)) as refused:
        call()
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def full():
    """Return an assessment in which everything is said that a scenario can hold."""
    assessment = begun("Trading", scenario="finance")
    answer(assessment, "release_rate", value="daily", certainty="measured", note="Ticket 4711")
    answer(assessment, "edge_footprint", does_not_apply="out_of_scope", note="None")
    assessments.save_answer(assessment=assessment, question="lock_in", given=None, seen=0)
    assessments.set_weighting(of=assessment, statement=RankOrder(method="rank_order", order=["isolation", "cost"]))
    given = Workload(
        name="Ledger", answers={"release_rate": DetailedAnswer(value="monthly", note="n")}, weights={"cost": 1}
    )
    workloads.add(assessment=assessment, name="Ledger", given=given)
    assessment.refresh_from_db()
    return assessment


def test_it_works():
    own = keep(user=account(), assessment=full(), label="Trading system")

    assert written(own.given()) == {
        "key": "trading_system",
        "label": "Trading system",
        "model": "standard",
        "scenario": "finance",
        "answers": {"release_rate": "daily", "edge_footprint": {"does_not_apply": "out_of_scope"}, "lock_in": None},
        "weighting": {"method": "rank_order", "order": ["isolation", "cost"]},
        "workloads": [
            {"name": "Trading core", "scenario_workload": "trading_core"},
            {"name": "Risk-control services", "scenario_workload": "risk_control"},
            {"name": "Ledger", "answers": {"release_rate": "monthly"}, "weights": {"cost": 1.0}},
        ],
    }


def test_what_begins_with_it_comes_to_the_same():
    assessment = full()
    own = keep(user=account(), assessment=assessment, label="Trading system")

    twin = start_from(owner=account(), own=own)

    assert (twin.title, twin.scenario, twin.user) == ("Trading system", "finance", account())
    said, again = (evaluate(each.request("en")).model_dump() for each in (assessment, twin))
    assert again["ranking"] == said["ranking"]
    assert again["weights"] == said["weights"]
    names = [placement["workload"] for placement in said["placements"]]
    assert [placement["workload"] for placement in again["placements"]] == names


def test_its_answers_are_one_s_own_and_may_be_changed():
    begun_from_it = start_from(
        owner=account(), own=create(user=account(), given=shop(answers={"release_rate": "daily"}))
    )

    kept = Answer.objects.get(assessment=begun_from_it)
    assert (kept.value, kept.certainty, kept.note, kept.revision) == ("daily", "", "", 1)
    saved = assessments.save_answer(
        assessment=begun_from_it, question="release_rate", given=DetailedAnswer(value="monthly"), seen=kept.revision
    )
    assert saved.changed


def test_without_workloads_of_its_own_those_of_the_base_come():
    own = create(user=account(), given=shop(scenario="finance"))
    none = create(user=account(), given=shop(key="bare", scenario="finance", workloads=[]))

    names = [
        [workload.name for workload in start_from(owner=account(), own=each).workloads.all()] for each in (own, none)
    ]
    assert names == [["Trading core", "Risk-control services"], []]


def test_a_browser_without_an_account_is_no_owner_but_may_begin():
    own = create(user=account(), given=shop())

    assert start_from(owner="a secret of a browser", own=own, title="Mine").title == "Mine"


def test_points_stay_points():
    assessment = begun()
    assessments.set_weights(assessment=assessment, weights={"cost": 2})
    assessment.refresh_from_db()

    twin = start_from(owner=account(), own=keep(user=account(), assessment=assessment, label="x"))

    assert twin.statement == DirectWeights(method="direct", points={"cost": 2})


def test_what_takes_back_nothing_is_left_out():
    own = create(user=account(), given=shop(scenario=None, answers={"release_rate": None, "regime": ["payment"]}))

    assert own.document == {"answers": {"regime": ["payment"]}}


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"answers": {"release_rate": "hourly"}}, [("/answers/release_rate", "unknown_option")]),
        (
            {"answers": {"nope": "x", "regime": []}},
            [("/answers/nope", "unknown_question"), ("/answers/regime", "no_option")],
        ),
        ({"weights": {"beauty": 1}}, [("/weights/beauty", "unknown_criterion")]),
        (
            {"weights": {"cost": 1}, "weighting": RankOrder(method="rank_order", order=["cost"])},
            [("/weighting", "weights_twice")],
        ),
        ({"workloads": [Workload(name="A"), Workload(name="A")]}, [("/workloads/1/name", "workload_twice")]),
        ({"workloads": [Workload(name="A"), Workload(name="A\u200b")]}, [("/workloads/1/name", "workload_twice")]),
        ({"workloads": [Workload(name="A"), Workload(name="\u200b")]}, [("/workloads/1/name", "name_missing")]),
        (
            {"workloads": [Workload(name="A", scenario_workload="trading_core")]},
            [("/workloads/0/scenario_workload", "unknown_workload")],
        ),
        ({"label": "\u200b\u202e"}, [("/label", "name_missing")]),
    ],
)
def test_what_the_decision_model_does_not_understand_is_not_kept(otherwise, faults):
    assert code_of(lambda: create(user=account(), given=shop(**otherwise))) == faults
    assert not OwnScenario.objects.exists()


def test_a_model_or_a_base_that_is_not_there_is_refused():
    with pytest.raises(UnknownModel):
        create(user=account(), given=shop(model="nope"))
    with pytest.raises(UnknownScenario):
        create(user=account(), given=shop(scenario="nope"))


def test_a_key_is_used_once_by_an_account():
    create(user=account(), given=shop())
    create(user=account("other"), given=shop())

    assert code_of(lambda: create(user=account(), given=shop(model="article", scenario=None))) == [
        ("/key", "key_taken")
    ]


def test_what_is_brought_in_gets_a_key_that_is_free():
    longest = "k" * 64
    keys = [bring_in(user=account(), given=shop(key=key)).key for key in ("shop", "shop", "shop", longest, longest)]

    assert keys == ["shop", "shop_2", "shop_3", longest, "k" * 56 + "_2"]


def test_a_name_is_used_once_for_what_is_kept():
    assessment = begun()
    keep(user=account(), assessment=assessment, label="支付核心")

    assert code_of(lambda: keep(user=account(), assessment=assessment, label=" 支付核心 ")) == [
        ("/label", "name_taken")
    ]
    assert OwnScenario.objects.get().key == "scenario"


def test_an_account_has_no_more_than_a_hundred():
    OwnScenario.objects.bulk_create(
        OwnScenario(user=account(), key=f"k{number}", model="standard", label="x", document={})
        for number in range(MOST_SCENARIOS)
    )

    assert code_of(lambda: create(user=account(), given=shop())) == [("", "too_many_scenarios")]


def test_it_is_called_otherwise_and_counted():
    own = create(user=account(), given=shop())

    renamed = rename(own=own, label="Shop 2027")
    same = rename(own=own, label="Shop 2027")

    assert (renamed.label, renamed.revision, same.revision) == ("Shop 2027", 1, 1)
    own.refresh_from_db()
    assert own.given() == shop(label="Shop 2027")


def test_nothing_is_written_over_what_somebody_else_has_changed():
    own = create(user=account(), given=shop())
    rename(own=own, label="Theirs", revision=0)

    for change in (
        lambda: rename(own=own, label="Mine", revision=0),
        lambda: rewrite(own=own, contents=shop(), revision=0),
        lambda: delete(own=own, revision=0),
    ):
        with pytest.raises(Stale):
            change()
    assert OwnScenario.objects.get().label == "Theirs"


def test_what_was_begun_stays_when_it_is_deleted():
    own = create(user=account(), given=shop())
    assessment = start_from(owner=account(), own=own)

    delete(own=own)

    assessment.refresh_from_db()  # or it would raise
    assert not OwnScenario.objects.exists()


def test_every_act_is_written_down():
    own = create(user=account(), given=shop())
    assessment = start_from(owner=account(), own=own)
    rename(own=own, label="Other")
    delete(own=own)

    acts = AuditEntry.objects.order_by("pk").values_list("action", "subject", "details")
    assert list(acts) == [
        ("scenario.made", f"account:{account().pk}", {"scenario": "shop"}),
        ("assessment.started", assessment.code, {"model": "standard", "scenario": "ecommerce"}),
        ("assessment.filled", assessment.code, {"revision": 1, "scenario": "shop"}),
        ("scenario.changed", f"account:{account().pk}", {"scenario": "shop", "revision": 1}),
        ("scenario.deleted", f"account:{account().pk}", {"scenario": "shop"}),
    ]


def test_no_shipped_scenario_has_a_key_that_its_address_needs(shipped):
    assert "own" not in {scenario.key for model in shipped.values() for scenario in model.scenarios}
