"""How many questions it takes until one may stop asking."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.engine import NOT_APPLICABLE, OPEN, AnswerIn, Problem, Problems, ask_until_settled, evaluate, next_first
from tests.engine.builders import a_model, a_question, a_random_model, a_random_problem, a_rule, one

CLEAR = [[4, 4], [3, 3], [1, 1]]
TURNS = {(1, 1, 0): 4.0, (1, 1, 1): 4.0}  # option 1 puts the second alternative first
SHIFTS_LITTLE = {(1, 1, 0): 0.5}


def ask(model, problems, **how):
    return ask_until_settled(model, problems, seed=7, cases=256, **how)


def random_problems(model, seed, count):
    random = np.random.default_rng(seed)
    return [a_random_problem(model, random) for _ in range(count)]


def two_questions():
    return [a_question("idle", effects=SHIFTS_LITTLE), a_question("turns", effects=TURNS)]


def test_it_works():
    """The second question alone can change the leader: once it is answered, one may stop."""
    model = a_model(CLEAR, questions=two_questions())

    found = ask(model, one(model, answers={0: (1,), 1: (1,)}))

    assert found.turn.tolist() == [[0, 1]]
    assert found.asked.tolist() == [1]
    assert found.sequence(0).tolist() == [1]
    assert found.settled.tolist() == [True]
    assert found.leader.tolist() == [1]


def test_in_the_order_of_the_model_the_idle_question_comes_first():
    model = a_model(CLEAR, questions=two_questions())

    found = ask(model, one(model, answers={0: (1,), 1: (1,)}), in_order_of_model=True)

    assert found.turn.tolist() == [[1, 2]]
    assert found.sequence(0).tolist() == [0, 1]


def test_nothing_is_asked_where_nothing_can_change():
    model = a_model(CLEAR, questions=[a_question("idle", effects=SHIFTS_LITTLE)])

    found = ask(model, one(model, answers={0: (1,)}))

    assert (found.asked.tolist(), found.settled.tolist(), found.leader.tolist()) == ([0], [True], [0])


def test_a_question_answered_with_not_sure_is_asked_once_and_leaves_it_unsettled():
    model = a_model(CLEAR, questions=two_questions())

    found = ask(model, one(model, answers={0: (1,)}))

    assert found.turn.tolist() == [[2, 1]]
    assert found.settled.tolist() == [False]


def test_answers_that_only_together_change_the_leader_are_asked_for():
    half = [a_question(f"half_{place}", effects={(1, 1, place): 3.0}, chances=[0.7, 0.3]) for place in range(2)]
    model = a_model([[4, 4], [2, 2], [1, 1]], questions=half, cases=4096)

    found = ask(model, one(model, answers={0: (0,), 1: (0,)}))

    assert found.asked.tolist() == [1]


def test_a_question_that_is_not_shown_is_never_asked():
    gated = a_question("gated", effects=TURNS, gate=AnswerIn(0, frozenset({1})), default=0)
    model = a_model(CLEAR, questions=[a_question("gate"), gated])

    found = ask(model, one(model, answers={0: (0,), 1: (0,)}))

    assert found.turn[0, 1] == 0


def test_where_nothing_is_left_it_says_so():
    rule = a_rule("all", "exclude", [0, 1, 2], (0, [1]))
    model = a_model(CLEAR, questions=[a_question("kernel")], rules=[rule])

    found = ask(model, one(model, answers={0: (1,)}))

    assert (found.asked.tolist(), found.leader.tolist()) == ([1], [-1])


def test_no_problems_are_no_fault():
    model = a_model(CLEAR, questions=two_questions())

    assert ask(model, Problems.of(model, [])).asked.shape == (0,)


def test_the_next_question_has_the_greatest_chance_then_the_greatest_stake():
    chances = np.array([[0.1, 0.2, 0.2, 0.0, 0.9]])
    stakes = np.zeros((1, 5, 2))
    stakes[0, :, 1] = [0.9, 0.1, 0.3, 0.9, 0.9]
    is_open = np.array([[True, True, True, True, False]])

    order = next_first(chances, stakes, np.array([1]), is_open)

    assert order.tolist() == [[2, 1, 0, 3, 4]]


def test_without_a_leader_nothing_is_at_stake_and_equals_keep_their_order():
    stakes = np.array([[[0.1, 0.0], [0.9, 0.9]]])

    assert next_first(np.zeros((1, 2)), stakes, np.array([-1]), np.ones((1, 2), bool)).tolist() == [[0, 1]]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_it_ends_as_the_evaluation_of_what_was_asked_says(seed):
    """What an evaluation of the answers given so far says of leader and settled is what asking ended with."""
    model = a_random_model(seed)
    problems = Problems.of(model, random_problems(model, seed, 3))

    found = ask(model, problems)

    problems.outcomes[found.turn == 0] = OPEN
    unasked = [found.turn[:, question] == 0 for question in model.numbered]
    problems.numbers[np.stack(unasked, axis=-1) if unasked else np.zeros(problems.numbers.shape, bool)] = 0
    said = evaluate(model, problems, seed=7, cases=256)
    assert found.leader.tolist() == said.leader.tolist()
    assert found.settled.tolist() == said.outlook.settled.tolist()
    unanswered = said.open_questions & (found.turn == 0)
    assert (found.settled | ~unanswered.any(axis=-1)).all()


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_together_each_is_asked_as_if_it_were_alone(seed):
    model = a_random_model(seed)
    problems = Problems.of(model, random_problems(model, seed, 4))

    together = ask(model, problems)

    for row in range(4):
        alone = ask(model, problems.take(np.array([row])))
        assert alone.turn.tolist() == together.turn[[row]].tolist()


def test_what_does_not_apply_is_answered_by_saying_so():
    model = a_model(CLEAR, questions=two_questions())

    found = ask(model, Problems.of(model, [Problem(answers={1: "not_applicable"})]))

    assert NOT_APPLICABLE < OPEN
    assert found.settled.tolist() == [True]
    assert found.asked.tolist() == [1]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_question_is_asked_at_most_once(seed):
    model = a_random_model(seed)

    turns = ask(model, one(model, answers={})).turn[0]

    assert sorted(turns[turns > 0]) == list(range(1, (turns > 0).sum() + 1))
