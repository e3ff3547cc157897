"""What an assessment holds: answers, weights, confirmed conditions, and what it comes to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.documents.merge import merged
from decisions.documents.request import EvaluationRequest
from decisions.models import Assessment, AuditEntry
from decisions.services import assessments as services
from decisions.services.evaluate import evaluate
from tests.builders.callers import address, begun, owner, tag
from tests.builders.http import PROBLEM, at, not_understood, patch, post_evaluation, send


@pytest.fixture
def mine(client):
    return owner()


def answers(assessment):
    return address(assessment, "answers")


def weights(assessment):
    return address(assessment, "weights")


def conditions(assessment):
    return address(assessment, "confirmed_conditions")


def test_it_works(mine):
    assessment = begun()

    answer = patch(
        mine,
        answers(assessment),
        {
            "release_rate": "daily",
            "regime": ["payment", "privacy"],
            "cold_start": "unsure",
            "instance_count": {"value": 40, "certainty": "measured", "note": "Peak of last year"},
            "edge_footprint": {"does_not_apply": "out_of_scope"},
        },
        If_Match=tag(0),
    )

    assert (answer.status_code, answer["ETag"]) == (200, tag(1))
    assert answer.json() == {
        "cold_start": {"value": "unsure"},
        "edge_footprint": {"does_not_apply": "out_of_scope"},
        "instance_count": {"value": 40, "certainty": "measured", "note": "Peak of last year"},
        "regime": {"value": ["payment", "privacy"]},
        "release_rate": {"value": "daily"},
    }
    again = mine.get(answers(assessment))
    assert (again.content, again["ETag"]) == (answer.content, answer["ETag"])


def test_many_answers_are_one_change_with_one_entry(mine):
    assessment = begun()

    patch(mine, answers(assessment), {"release_rate": "daily", "load_shape": "burst"}, If_Match=tag(0))

    assert Assessment.objects.get().revision == 1
    entry = AuditEntry.objects.exclude(action="assessment.started").get()
    assert (entry.action, entry.details) == (
        "answers.written",
        {"questions": ["load_shape", "release_rate"], "revision": 1},
    )


def test_a_patch_leaves_alone_what_it_does_not_name(mine):
    assessment = begun()
    patch(mine, answers(assessment), {"release_rate": "daily", "load_shape": "burst"}, If_Match=tag(0))

    patch(mine, answers(assessment), {"load_shape": {"note": "Black Friday"}}, If_Match=tag(1))
    answer = patch(mine, answers(assessment), {"release_rate": {"certainty": "estimate"}}, If_Match=tag(2))

    assert answer.json() == {
        "load_shape": {"value": "burst", "note": "Black Friday"},
        "release_rate": {"value": "daily", "certainty": "estimate"},
    }
    assert {row.question: row.revision for row in assessment.answers.all()} == {"load_shape": 2, "release_rate": 3}


def test_null_takes_an_own_answer_back(mine):
    assessment = begun()
    patch(mine, answers(assessment), {"release_rate": "daily", "load_shape": "burst"}, If_Match=tag(0))

    answer = patch(mine, answers(assessment), {"release_rate": None, "regime": None}, If_Match=tag(1))

    assert answer.json() == {"load_shape": {"value": "burst"}}


def test_null_takes_back_what_the_scenario_brings_as_in_a_request(mine):
    assessment = begun(scenario="erp")

    patch(mine, answers(assessment), {"release_rate": None}, If_Match=tag(0))

    assert mine.get(answers(assessment)).json() == {"release_rate": None}
    found = mine.get(address(assessment, "evaluation")).json()
    assert found == post_evaluation(mine, scenario="erp", answers={"release_rate": None}).json()
    (read,) = [given for given in found["answers"] if given["question"] == "release_rate"]
    assert read["state"] == "missing"


def test_an_answer_can_be_dropped_so_that_the_scenario_s_holds_again(mine):
    assessment = begun(scenario="erp")
    patch(mine, answers(assessment), {"release_rate": None}, If_Match=tag(0))

    answer = send(mine, "DELETE", address(assessment, "answers", "release_rate"), If_Match=tag(1))

    assert (answer.status_code, answer.content, answer["ETag"]) == (204, b"", tag(2))
    assert mine.get(answers(assessment)).json() == {}
    assert send(mine, "DELETE", address(assessment, "answers", "release_rate"), If_Match=tag(2)).status_code == 404
    assert send(mine, "DELETE", address(assessment, "answers", "nope"), If_Match=tag(2)).status_code == 404


def test_all_is_changed_or_nothing_and_every_fault_is_named(mine):
    assessment = begun()

    answer = patch(
        mine,
        answers(assessment),
        {"load_shape": "burst", "release_rate": "hourly", "nope": None, "regime": ["payment", "gdpr"],
         "instance_count": {"value": -1}},
        If_Match=tag(0),
    )  # fmt: skip

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert answer.json() == not_understood(
        at("/release_rate", "unknown_option", "release_rate has no option hourly."),
        at("/nope", "unknown_question", "There is no question nope."),
        at("/regime/1", "unknown_option", "regime has no option gdpr."),
        at("/instance_count/value", "number_below_zero", "instance_count cannot be below zero."),
    )
    assert (Assessment.objects.get().revision, assessment.answers.count()) == (0, 0)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ([], at("", "wrong_type", "The body must be an object.")),
        (None, at("", "wrong_type", "The body must be an object.")),
        ({"No Such": 1}, at("/No Such", "wrong_format", "No Such must match ^[a-z0-9][a-z0-9_]*$.")),
        ({"release_rate": {"note": "x"}},
         at("/release_rate", "value_or_reason", "Give either value or does_not_apply.")),
        ({"release_rate": {"value": "daily", "by": 1}},
         at("/release_rate/by", "unknown_field", "There is no field by.")),
        ({"release_rate": True},
         at("/release_rate", "wrong_type", "release_rate must be a text, a list, a number or an object.")),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(mine, body, error):
    answer = patch(mine, answers(begun()), body, If_Match=tag(0))

    assert answer.status_code == 422
    assert answer.json() == not_understood(error)


def test_the_same_again_changes_nothing(mine):
    assessment = begun()
    patch(mine, answers(assessment), {"release_rate": "daily"}, If_Match=tag(0))

    answer = patch(mine, answers(assessment), {"release_rate": {"value": "daily"}}, If_Match=tag(1))

    assert (answer.status_code, answer["ETag"]) == (200, tag(1))
    assert AuditEntry.objects.filter(action="answers.written").count() == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(target=json_values, patch=json_values)
def test_a_patch_leaves_no_null_of_its_own_and_is_the_same_twice(target, patch):
    once = merged(target, patch)

    assert merged(once, patch) == once
    if isinstance(patch, dict):
        assert all(name not in once for name, change in patch.items() if change is None)
        assert all(once[name] == kept for name, kept in (target if isinstance(target, dict) else {}).items()
                   if name not in patch)  # fmt: skip


def test_weights_are_set_changed_and_dropped(mine):
    assessment = begun(scenario="erp")
    assert mine.get(weights(assessment)).json() == {}

    put = send(mine, "PUT", weights(assessment), {"isolation": 3, "cost": 2}, If_Match=tag(0))
    changed = patch(mine, weights(assessment), {"compliance": 1, "cost": None}, If_Match=put["ETag"])
    read = mine.get(weights(assessment))
    dropped = send(mine, "DELETE", weights(assessment), If_Match=changed["ETag"])

    assert (put.status_code, put["ETag"], put.json()) == (200, tag(1), {"isolation": 3, "cost": 2})
    assert (changed.status_code, changed["ETag"], changed.json()) == (200, tag(2), {"isolation": 3, "compliance": 1})
    assert read.json() == changed.json()
    assert (dropped.status_code, dropped["ETag"]) == (204, tag(3))
    assert Assessment.objects.get().weights is None
    assert [entry.action for entry in AuditEntry.objects.order_by("pk")][1:] == ["weights.set"] * 3


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, at("", "too_few", "The body must have an entry.")),
        ({"isolation": 0}, at("", "weights_all_zero", "At least one weight must be above zero.")),
        ({"isolation": 1, "speed": 1}, at("/speed", "unknown_criterion", "There is no criterion speed.")),
        ({"isolation": -1}, at("/isolation", "out_of_range", "isolation must be at least 0.")),
        ({"isolation": "3"}, at("/isolation", "wrong_type", "isolation must be a number.")),
    ],
)
def test_faulty_weights_are_refused(mine, body, error):
    assessment = begun()

    answer = send(mine, "PUT", weights(assessment), body, If_Match=tag(0))

    assert answer.status_code == 422
    assert answer.json() == not_understood(error)
    assert Assessment.objects.get().weights is None


def test_the_last_weight_is_not_patched_away(mine):
    assessment = begun()
    services.set_weights(assessment=assessment, weights={"isolation": 1.0})

    answer = patch(mine, weights(assessment), {"isolation": None}, If_Match=tag(1))

    assert answer.status_code == 422
    assert answer.json()["errors"] == [at("", "too_few", "The body must have an entry.")]


def test_weights_may_be_given_in_another_way(mine):
    assessment = begun(scenario="erp")
    said = {"method": "rank_order", "order": ["isolation", ["compliance", "cost"]], "scheme": "roc"}

    put = send(mine, "PUT", address(assessment, "weighting"), said, If_Match=tag(0))
    found = mine.get(address(assessment, "evaluation")).json()
    again = mine.get(address(assessment, "weighting"))
    dropped = send(mine, "DELETE", address(assessment, "weighting"), If_Match=tag(1))

    assert (put.status_code, put["ETag"], put.json()) == (200, tag(1), said)
    assert (again.json(), mine.get(weights(assessment)).json()) == (said, {})
    assert found == post_evaluation(mine, scenario="erp", weighting=said).json()
    assert (dropped.status_code, dropped["ETag"]) == (204, tag(2))
    assert mine.get(address(assessment, "weighting")).json() is None


def test_points_are_one_way_of_weighing(mine):
    assessment = begun()
    send(mine, "PUT", weights(assessment), {"isolation": 3}, If_Match=tag(0))

    assert mine.get(address(assessment, "weighting")).json() == {"method": "direct", "points": {"isolation": 3}}


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"method": "rank_order", "order": ["speed"]},
         at("/order/0", "unknown_criterion", "There is no criterion speed.")),
        ({"method": "direct", "points": {"speed": 1}},
         at("/points/speed", "unknown_criterion", "There is no criterion speed.")),
        ({"method": "guess"}, None),
        ({}, None),
        ([], None),
    ],
)  # fmt: skip
def test_a_faulty_way_of_weighing_is_refused(mine, body, error):
    assessment = begun()

    answer = send(mine, "PUT", address(assessment, "weighting"), body, If_Match=tag(0))

    assert answer.status_code == 422
    assert error is None or answer.json() == not_understood(error)
    assert Assessment.objects.get().statement is None


def test_conditions_are_confirmed_and_withdrawn(mine):
    assessment = begun(scenario="finance")
    patch(mine, answers(assessment), {"tenant_trust": "customers"}, If_Match=tag(0))

    confirmed = patch(mine, conditions(assessment), {"tenants_apart": "Ticket 4711"}, If_Match=tag(1))
    evaluation = mine.get(address(assessment, "evaluation") + "?detail=summary").json()
    withdrawn = patch(mine, conditions(assessment), {"tenants_apart": None}, If_Match=tag(2))

    assert (confirmed.status_code, confirmed["ETag"]) == (200, tag(2))
    assert confirmed.json() == {"tenants_apart": "Ticket 4711"}
    assert {
        condition["note"] for condition in evaluation["conditions"] if condition["constraint"] == "tenants_apart"
    } == {"Ticket 4711"}
    assert (withdrawn.json(), withdrawn["ETag"]) == ({}, tag(3))
    assert mine.get(conditions(assessment)).json() == {}


def test_faulty_conditions_are_all_named(mine):
    answer = patch(mine, conditions(begun()), {"nope": "x", "tenants_apart": " \u200b"}, If_Match=tag(0))

    assert answer.status_code == 422
    assert answer.json() == not_understood(
        at("/nope", "unknown_condition", "nope is no condition of this decision model."),
        at("/tenants_apart", "note_missing", "Say in a note how you know that the condition is met."),
    )


@pytest.mark.parametrize("part", ["answers", "weights", "weighting", "confirmed_conditions", "workloads"])
def test_all_parts_share_the_tag_of_their_assessment(mine, part):
    assessment = begun()
    services.rename(assessment=assessment, title="Trading")

    answer = mine.get(address(assessment, part))

    assert answer["ETag"] == mine.get(address(assessment))["ETag"] == tag(1)
    assert mine.get(address(assessment, part), headers={"If-None-Match": tag(1)}).status_code == 304


@pytest.mark.parametrize(("part", "body"), [("answers", {"release_rate": "daily"}), ("weights", {"cost": 1}),
                                            ("confirmed_conditions", {"tenants_apart": "Ticket"})])  # fmt: skip
def test_no_part_is_written_blindly_or_over_another_change(mine, part, body):
    assessment = begun()
    services.rename(assessment=assessment, title="Trading")

    blind = patch(mine, address(assessment, part), body)
    stale = patch(mine, address(assessment, part), body, If_Match=tag(0))

    assert (blind.status_code, blind["ETag"]) == (428, tag(1))
    assert (stale.status_code, stale["ETag"]) == (412, tag(1))
    assert Assessment.objects.get().revision == 1


def test_the_evaluation_is_what_the_same_request_gets(mine, django_assert_max_num_queries):
    assessment = begun(scenario="finance")
    patch(mine, answers(assessment), {"tenant_trust": {"value": "customers", "note": "Audit"}}, If_Match=tag(0))

    with django_assert_max_num_queries(5):  # token, assessment, answers, workloads, version
        answer = mine.get(address(assessment, "evaluation"))

    request = Assessment.objects.get().request("en")
    assert answer.content.decode() == evaluate(request).model_dump_json()
    assert [placement["workload"] for placement in answer.json()["placements"]] == [
        "Trading core",
        "Risk-control services",
    ]


def test_it_says_as_much_as_is_asked_in_the_language_that_is_asked(mine):
    assessment = begun(scenario="erp")

    verdict = mine.get(address(assessment, "evaluation") + "?detail=verdict")
    chinese = mine.get(address(assessment, "evaluation") + "?language=zh-hans")

    assert verdict.json().keys() == {"verdict", "platform", "close_rivals", "confidence", "provenance"}
    assert chinese.json()["language"] == chinese["Content-Language"] == "zh-hans"
    assert len({verdict["ETag"], chinese["ETag"], mine.get(address(assessment, "evaluation"))["ETag"]}) == 3


def test_an_evaluation_that_one_has_is_not_computed_again(mine, django_assert_num_queries):
    assessment = begun(scenario="erp")
    tagged = mine.get(address(assessment, "evaluation"))["ETag"]

    with django_assert_num_queries(2):  # token, assessment
        again = mine.get(address(assessment, "evaluation"), headers={"If-None-Match": tagged})

    assert (again.status_code, again["ETag"]) == (304, tagged)


@pytest.mark.parametrize(("query", "message"), [
    ("detail=all", "detail must be one of: verdict, summary, full."),
    ("language=fr", "language must be one of: en, zh-hans."),
])  # fmt: skip
def test_a_word_that_is_not_offered_is_refused(mine, query, message):
    answer = mine.get(f"{address(begun(), 'evaluation')}?{query}")

    error = {"parameter": query.partition("=")[0], "code": "unknown_choice", "message": message}
    assert answer.status_code == 422
    assert answer.json() == not_understood(error)


def test_it_stays_with_its_version_of_the_decision_model(mine, published):
    from scenarios import services as catalogue

    assessment = begun(scenario="erp")
    newer = published["standard"].model_copy(update={"version": "2026.12.1"})
    catalogue.publish(document=newer)

    found = mine.get(address(assessment, "evaluation") + "?detail=verdict").json()

    assert found["provenance"]["model_version"] == published["standard"].version
    assert mine.get(address(assessment)).json()["model_version"] == published["standard"].version


def test_a_request_that_was_made_of_its_parts_gets_the_same_evaluation(mine):
    assessment = begun(scenario="erp")
    patch(mine, answers(assessment), {"release_rate": {"value": "daily", "note": "since May"}, "lock_in": None},
          If_Match=tag(0))  # fmt: skip
    send(mine, "PUT", weights(assessment), {"isolation": 3, "cost": 2}, If_Match=tag(1))

    request = EvaluationRequest.model_validate(
        {"scenario": "erp", "answers": mine.get(answers(assessment)).json(),
         "weights": mine.get(weights(assessment)).json()}
    )  # fmt: skip

    assert mine.get(address(assessment, "evaluation")).content.decode() == evaluate(request).model_dump_json()
