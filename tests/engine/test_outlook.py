"""What open questions could still change, and when one may stop asking."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.engine import AnswerIn, Problems, evaluate
from decisions.engine.central import appraise
from tests.engine.builders import a_model, a_question, a_random_model, a_random_problem, a_rule, one
from tests.engine.plain import likely_options

CLEAR = [[4, 4], [3, 3], [1, 1]]
TURNS = {(1, 1, 0): 4.0, (1, 1, 1): 4.0}  # option 1 puts the second alternative first
seeds = st.integers(0, 10_000)


def outlook(model, **problem):
    return evaluate(model, one(model, **problem)).outlook


def test_it_works():
    model = a_model(CLEAR, questions=[a_question("turns", effects=TURNS, chances=[0.8, 0.2]), a_question("idle")])

    found = outlook(model)

    assert found.chance_of_change[0] == pytest.approx([0.2, 0])
    assert not found.settled[0]


def test_an_answered_question_changes_nothing_more():
    model = a_model(CLEAR, questions=[a_question("turns", effects=TURNS)])

    found = outlook(model, answers={0: (0,)})

    assert found.chance_of_change.tolist() == [[0]]
    assert found.unsettled.tolist() == [0]
    assert found.settled.tolist() == [True]


def test_what_is_at_stake_is_the_score_between_best_and_worst_answer():
    """Four stars of three on one of two equal criteria, cut off at five: 2/4 of half the weight, less 1/4 of it."""
    model = a_model([[4, 4], [3, 3], [2, 2]], questions=[a_question("turns", effects={(1, 1, 0): 2.0})])

    assert outlook(model).at_stake[0, 0].tolist() == [0, 0.25, 0]


def test_a_need_is_at_stake_through_the_weights():
    model = a_model([[5, 1], [1, 5], [3, 3]], questions=[a_question("need", importance={(1, 0): 2})])

    found = outlook(model)

    assert found.at_stake[0, 0].tolist() == [0.25, 0.25, 0]


def test_an_answer_that_excludes_the_leader_is_a_change_and_one_that_excludes_all_too():
    rules = [a_rule("leader", "exclude", [0], (0, [1])), a_rule("all", "exclude", [0, 1, 2], (1, [1]))]
    questions = [a_question("kernel", chances=[0.9, 0.1]), a_question("network", chances=[0.7, 0.3])]

    found = outlook(a_model(CLEAR, questions=questions, rules=rules))

    assert found.chance_of_change[0] == pytest.approx([0.1, 0.3])
    assert found.unsettled[0] == pytest.approx(0.37, abs=0.03)


def test_answers_that_only_together_change_the_leader_leave_it_unsettled():
    """The rival lacks 2 stars on both criteria and has 0.9 by the mean: with 3 on one 3.95 in all, on both 5."""
    half = [a_question(f"half_{place}", effects={(1, 1, place): 3.0}, chances=[0.7, 0.3]) for place in range(2)]
    model = a_model([[4, 4], [2, 2], [1, 1]], questions=half, cases=4096)

    found = outlook(model)

    assert found.chance_of_change.tolist() == [[0, 0]]
    assert found.unsettled[0] == pytest.approx(0.09, abs=0.01)
    assert not found.settled[0]


def test_a_gate_changes_what_hangs_on_it():
    questions = [
        a_question("hosting", chances=[0.5, 0.5]),
        a_question("then", effects=TURNS, gate=AnswerIn(0, frozenset({1})), default=0),
    ]
    model = a_model(CLEAR, questions=questions)

    found = outlook(model, answers={1: (1,)})

    assert found.chance_of_change[0] == pytest.approx([0.5, 0])


def test_without_a_leader_a_question_that_brings_one_is_a_change():
    rule = a_rule("cloud", "exclude", [0, 1, 2], (0, [1]), unless=(1, [1]))
    model = a_model(
        CLEAR, questions=[a_question("hosting"), a_question("instances", chances=[0.75, 0.25])], rules=[rule]
    )

    found = evaluate(model, one(model, answers={0: (1,)}))

    assert found.leader.tolist() == [-1]
    assert found.outlook.chance_of_change[0] == pytest.approx([0, 0.25])
    assert found.outlook.unsettled.tolist() == [0.25]


@settings(max_examples=30)
@given(seeds)
def test_each_chance_is_that_of_answering_and_looking_again(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)
    problem = a_random_problem(model, random, openness=0.6)
    found = evaluate(model, Problems.of(model, [problem]))

    for place in np.flatnonzero(found.open_questions[0]):
        ways = likely_options(model.questions[place])
        again = [replace(problem, answers={**problem.answers, int(place): options}) for _, options in ways]
        answered = appraise(model, Problems.of(model, again))
        changed = sum(
            chance * (leader != found.leader[0]) for (chance, _), leader in zip(ways, answered.leader, strict=True)
        )
        assert found.outlook.chance_of_change[0, place] == pytest.approx(changed)
        assert found.outlook.at_stake[0, place] == pytest.approx(np.ptp(answered.scores, axis=0), abs=1e-12)


@settings(max_examples=30)
@given(seeds)
def test_once_settled_no_single_answer_changes_the_leader(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)
    problem = a_random_problem(model, random, openness=0.3)
    found = evaluate(model, Problems.of(model, [problem]))
    assume_settled = bool(found.outlook.settled[0])

    leaders = {
        int(
            appraise(
                model, Problems.of(model, [replace(problem, answers={**problem.answers, int(place): options})])
            ).leader[0]
        )
        for place in np.flatnonzero(found.open_questions[0])
        for chance, options in likely_options(model.questions[place])
        if chance
    }

    assert not assume_settled or leaders <= {int(found.leader[0])}
