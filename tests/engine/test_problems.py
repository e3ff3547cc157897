"""How answers become outcomes, and what a batch refuses."""

import numpy as np
import pytest

from decisions.engine import NOT_APPLICABLE, OPEN, Problem, Problems, outcome_of
from tests.engine.builders import a_model, a_question, one

MULTIPLE = a_question("regime", options=4, multiple=True, none=1)
MODEL = a_model([[5, 1], [1, 5], [3, 3]], questions=[a_question("single"), MULTIPLE])


def test_it_works():
    problems = Problems.of(MODEL, [Problem(answers={0: (1,), 1: (0, 3)}), Problem(answers={1: "not_applicable"})])

    assert problems.outcomes.tolist() == [[1, 0b101], [OPEN, NOT_APPLICABLE]]
    assert problems.informed.tolist() == [True, True]
    assert len(problems) == 2


def test_none_of_the_options_is_the_outcome_without_any():
    assert outcome_of(MULTIPLE, (1,)) == outcome_of(MULTIPLE, ()) == 0
    assert [outcome_of(MULTIPLE, options) for options in ((0,), (2,), (3,), (3, 2), (2, 2))] == [1, 2, 4, 6, 2]


@pytest.mark.parametrize(
    ("question", "options", "sentence"),
    [
        (0, (2,), "question single has no such option"),
        (0, (), "question single takes one option"),
        (0, (0, 1), "question single takes one option"),
        (1, (1, 2), "none of the options goes with another"),
        (1, (-1,), "question regime has no such option"),
        (2, (0,), "there is no question 2"),
        (-1, (0,), "there is no question -1"),
    ],
)
def test_an_answer_that_the_question_does_not_have_is_refused(question, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        one(MODEL, answers={question: options})


def test_weights_are_shares_however_large_they_were():
    problems = one(MODEL, weights=np.array([1.5e308, 0.5e308]))

    assert problems.given[0].tolist() == [0.75, 0.25]
    assert problems.is_given.tolist() == [True]
    assert problems.spread.tolist() == [MODEL.method.spread_direct]


@pytest.mark.parametrize("weights", [[0.0, 0.0], [-1.0, 2.0], [np.nan, 1.0], [np.inf, 1.0]])
def test_weights_that_cannot_be_shares_are_refused(weights):
    with pytest.raises(ValueError, match="weights are not negative"):
        one(MODEL, weights=np.array(weights))


@pytest.mark.parametrize("points", [[-1.0, 1.0], [np.nan, 1.0], [1e9, 1.0]])
def test_points_that_could_not_be_added_exactly_are_refused(points):
    with pytest.raises(ValueError, match="points are not negative"):
        one(MODEL, points=np.array(points))


@pytest.mark.parametrize("spread", [-0.1, np.nan, 6.0])
def test_a_spread_beyond_what_can_be_drawn_is_refused(spread):
    with pytest.raises(ValueError, match="the spread of weights"):
        one(MODEL, spread=spread)


def test_core_alternatives_are_compared_unless_others_are_named():
    model = a_model([[5], [1], [3]], core=[True, True, False])

    assert one(model).compared.tolist() == [[True, True, False]]
    assert one(model, compared=np.array([False, False, True])).compared.tolist() == [[False, False, True]]


def test_a_batch_may_be_empty():
    problems = Problems.of(MODEL, [])

    assert len(problems) == 0
    assert problems.outcomes.shape == (0, 2)
    assert problems.points.shape == (0, 2)
