"""Which verdict, and why."""

import numpy as np
import pytest

from decisions.engine import AnswerIn, Problem, Problems, Verdict, evaluate
from tests.engine.builders import a_model, a_question, a_rule, one

CLEAR, LEVEL = [[5, 5], [2, 2], [1, 1]], [[3, 3], [3, 3], [1, 1]]


def verdict(model, **problem) -> Verdict:
    return Verdict(evaluate(model, one(model, **{"informed": True, **problem})).verdict[0])


def test_it_works():
    assert verdict(a_model(CLEAR)) is Verdict.RECOMMENDED
    assert Verdict.RECOMMENDED_WITH_CONDITIONS.key == "recommended_with_conditions"


def test_no_option_fits_when_all_are_excluded_whatever_else_is_unknown():
    questions = [a_question("kernel"), *(a_question(f"other_{place}", importance={(1, 0): 2}) for place in range(4))]
    model = a_model(CLEAR, questions=questions, rules=[a_rule("all", "exclude", [0, 1, 2], (0, [1]))])
    problems = one(model, answers={0: (1,)})

    found = evaluate(model, problems)

    assert Verdict(found.verdict[0]) is Verdict.NO_OPTION_FITS
    assert found.leader[0] == -1
    assert found.confidence[0] == 0
    assert found.lead[0] == 0
    assert found.nothing_left[0] == 256
    assert not found.close_rivals.any()
    assert np.isfinite(found.scores).all()


def test_an_alternative_that_is_not_compared_cannot_be_the_one_that_is_left():
    model = a_model(
        CLEAR, core=[True, True, False], questions=[a_question("kernel")],
        rules=[a_rule("both", "exclude", [0, 1], (0, [1]))],
    )  # fmt: skip

    assert verdict(model, answers={0: (1,)}) is Verdict.NO_OPTION_FITS
    assert verdict(model, answers={0: (1,)}, compared=np.ones(3, bool)) is Verdict.RECOMMENDED


def five_questions(answered: int) -> dict:
    """Five questions of which the first can turn the result; so many of the others are answered."""
    turns = {(1, 1, 0): 4.0, (1, 1, 1): 4.0, (1, 0, 0): -4.0, (1, 0, 1): -4.0}
    helps = [a_question(f"helps_{place}", effects={(1, 0, 0): 0.5}) for place in range(4)]
    return {
        "questions": [a_question("turns", effects=turns, chances=[0.8, 0.2]), *helps],
        "answers": dict.fromkeys(range(1, answered + 1), (0,)),
    }


@pytest.mark.parametrize(("answered", "expected"), [(2, Verdict.NOT_ENOUGH_KNOWN), (3, Verdict.RECOMMENDED)])
def test_not_enough_is_known_when_more_than_two_in_five_questions_are_open_and_it_is_not_settled(answered, expected):
    known = five_questions(answered)
    model = a_model(CLEAR, questions=known["questions"])

    assert verdict(model, answers=known["answers"]) is expected


def test_much_may_be_open_when_it_is_settled():
    model = a_model(CLEAR, questions=[a_question(f"helps_{place}", effects={(1, 0, 0): 0.5}) for place in range(5)])

    found = evaluate(model, one(model, informed=True))

    assert found.open_share[0] == 1
    assert found.outlook.settled[0]
    assert Verdict(found.verdict[0]) is Verdict.RECOMMENDED


def test_nothing_said_at_all_is_not_enough_unless_the_model_asks_nothing():
    asks = a_model(CLEAR, questions=[a_question("helps", effects={(1, 0, 0): 0.5})])

    assert verdict(asks, informed=None) is Verdict.NOT_ENOUGH_KNOWN
    assert verdict(asks, informed=None, weights=np.array([1.0, 1.0])) is Verdict.RECOMMENDED
    assert verdict(asks, informed=None, answers={0: (1,)}) is Verdict.RECOMMENDED
    assert verdict(a_model(CLEAR), informed=None) is Verdict.RECOMMENDED


def test_what_does_not_apply_is_hidden_or_changes_nothing_is_not_counted():
    questions = [
        a_question("counted", effects={(1, 0, 0): 0.5}),
        a_question("does_not_apply", effects={(1, 0, 0): 0.5}),
        a_question("hidden", effects={(1, 0, 0): 0.5}, gate=AnswerIn(0, frozenset({1})), default=0),
        a_question("changes_nothing"),
        a_question("in_a_rule"),
    ]
    model = a_model(CLEAR, questions=questions, rules=[a_rule("warns", "warning", [0], (4, [1]))])

    found = evaluate(model, one(model, answers={0: (0,), 1: "not_applicable"}))
    perhaps = evaluate(model, one(model))

    assert found.open_questions[0].tolist() == [False, False, False, False, True]
    assert found.open_share[0] == 0.5
    assert perhaps.open_questions[0].tolist() == [True, True, True, False, True]


def test_a_score_tie_is_too_close_to_call_and_led_by_the_first_in_the_model():
    model = a_model(LEVEL)

    found = evaluate(model, one(model))

    assert Verdict(found.verdict[0]) is Verdict.TOO_CLOSE_TO_CALL
    assert found.leader[0] == 0
    assert found.lead[0] == 0
    assert found.close_rivals[0].tolist() == [False, True, False]


def test_a_lead_below_the_least_is_too_close_to_call():
    just_enough, too_little = a_model([[3.09, 3], [3, 3], [1, 1]]), a_model([[3.07, 3.07], [3, 3], [1, 1]])

    assert verdict(just_enough, weights=np.array([1.0, 0.0])) is Verdict.RECOMMENDED
    assert verdict(too_little) is Verdict.TOO_CLOSE_TO_CALL


def test_low_confidence_is_too_close_to_call_and_names_who_comes_first_most_often_after_the_leader():
    model = a_model([[4, 2], [2, 4], [1, 1]], spread=1.0, spread_scenario=1.5, cases=1024)

    found = evaluate(model, one(model, points=np.array([1.05, 1.0])))

    assert found.lead[0] < 0.02 or found.confidence[0] < 0.6
    assert Verdict(found.verdict[0]) is Verdict.TOO_CLOSE_TO_CALL
    assert found.close_rivals[0].tolist() == [False, True, False]


def test_it_is_too_close_when_another_comes_first_in_more_cases():
    """The leader is ahead by score, since its rating can only be far better; the rival is ahead in most cases."""
    turns = a_question("turns", effects={(1, 0, 0): 4.0, (1, 0, 1): 4.0}, chances=[0.6, 0.4])
    model = a_model([[2, 2], [3, 3], [1, 1]], questions=[turns], least_confidence=0.2, most_open=1.0)

    found = evaluate(model, one(model, informed=True))

    assert found.leader[0] == 0
    assert found.lead[0] > 0.02
    assert abs(found.confidence[0] - 0.4) < 0.01
    assert Verdict(found.verdict[0]) is Verdict.TOO_CLOSE_TO_CALL
    assert found.close_rivals[0].tolist() == [False, True, False]


def test_a_condition_on_the_leader_is_open_until_it_is_confirmed():
    rules = [a_rule("pin_hosts", "condition", [0], (0, [1])), a_rule("not_the_leader", "condition", [1], (0, [1]))]
    model = a_model(CLEAR, questions=[a_question("licence")], rules=rules)

    assert verdict(model, answers={0: (0,)}) is Verdict.RECOMMENDED
    assert verdict(model, answers={0: (1,)}) is Verdict.RECOMMENDED_WITH_CONDITIONS
    assert verdict(model, answers={0: (1,)}, confirmed=frozenset({0})) is Verdict.RECOMMENDED
    assert evaluate(model, one(model, answers={0: (1,)})).open_conditions[0].tolist() == [True, False]


def test_an_open_question_that_could_exclude_the_leader_is_a_condition():
    rules = [a_rule("kernel", "exclude", [0], (0, [1])), a_rule("rival", "exclude", [1], (0, [1]))]
    model = a_model(CLEAR, questions=[a_question("kernel", chances=[0.95, 0.05])], rules=rules, most_open=1.0)

    found = evaluate(model, one(model, informed=True))

    assert not found.excluded.any()
    assert Verdict(found.verdict[0]) is Verdict.RECOMMENDED_WITH_CONDITIONS
    assert found.could_exclude_leader[0].tolist() == [True, False]
    assert verdict(model, answers={0: (0,)}) is Verdict.RECOMMENDED


def test_a_rule_holds_until_its_exception_is_confirmed():
    """Open, the exception excuses nothing; the cases that draw it let the alternative back in."""
    rule = a_rule("public_cloud", "exclude", [0], (0, [1]), unless=(1, [1]))
    model = a_model(CLEAR, questions=[a_question("hosting"), a_question("instances")], rules=[rule])

    unsaid, bare_metal, virtual = (
        evaluate(model, one(model, answers=answers)) for answers in ({0: (1,)}, {0: (1,), 1: (1,)}, {0: (1,), 1: (0,)})
    )

    assert unsaid.excluded[0].tolist() == [True, False, False]
    assert unsaid.firsts[0].tolist() == [128, 128, 0]
    assert bare_metal.firsts[0].tolist() == [256, 0, 0]
    assert not bare_metal.excluded.any()
    assert virtual.firsts[0].tolist() == [0, 256, 0]


def test_a_warning_changes_no_verdict():
    model = a_model(CLEAR, questions=[a_question("gpu")], rules=[a_rule("gpu", "warning", [0, 1, 2], (0, [1]))])

    assert verdict(model, answers={0: (1,)}) is Verdict.RECOMMENDED
    assert evaluate(model, one(model, answers={0: (1,)})).fired[0].tolist() == [True]


def test_a_single_alternative_leads_without_a_rival():
    model = a_model(CLEAR)

    found = evaluate(model, one(model, compared=np.array([False, False, True])))

    assert found.leader[0] == 2
    assert found.lead[0] == 1
    assert found.confidence[0] == 1
    assert Verdict(found.verdict[0]) is Verdict.RECOMMENDED
    assert found.order[0].tolist() == [2, 0, 1]


def test_excluded_stays_excluded_under_any_weight():
    model = a_model(
        CLEAR, questions=[a_question("kernel")], rules=[a_rule("no_vm", "exclude", [0], (0, [1]))],
    )  # fmt: skip
    random = np.random.default_rng(5)
    weighed = [Problem(answers={0: (1,)}, weights=weights) for weights in random.dirichlet([0.3, 0.3], size=200)]

    found = evaluate(model, Problems.of(model, weighed))

    assert not found.firsts[:, 0].any()
    assert (found.leader == 1).all()
    assert (found.order[:, -1] == 0).all()
