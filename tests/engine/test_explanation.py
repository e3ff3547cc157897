"""Parts that add up, and rounding that keeps them adding up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from decisions.engine import Problems, evaluate, explain, largest_remainder
from tests.engine.builders import a_model, a_question, a_random_model, a_random_problem, one

seeds = st.integers(0, 10_000)
STEPS = 10_000  # four decimals are shown


def test_it_works():
    """Weight 3/4: base 2/4, one answer of 2 stars in a mean of two, half a star beyond the scale's end."""
    questions = [a_question("adds", effects={(1, 0, 0): 5.0}), a_question("beside", declares=[0])]
    model = a_model([[3, 3], [1, 1], [1, 1]], questions=questions, points=[3, 1])
    problems = one(model, answers={0: (1,), 1: (0,)})

    found = explain(model, problems, evaluate(model, problems))

    assert found.base[0, 0].tolist() == [0.375, 0.125]
    assert found.parts[0, :, 0, 0].tolist() == [0.46875, 0]
    assert found.limit[0, 0].tolist() == [-0.09375, 0]
    assert found.contributions[0, 0].tolist() == [0.75, 0.125]


def test_importance_is_traced_to_answers():
    questions = [a_question("need", importance={(1, 0): 2, (1, 1): -3})]
    model = a_model([[3, 3], [1, 1], [1, 1]], questions=questions, points=[1, 1])
    problems = one(model, answers={0: (1,)})

    found = explain(model, problems, evaluate(model, problems))

    assert found.importance_base[0].tolist() == [1, 1]
    assert found.importance_parts[0].tolist() == [[2, -3]]
    assert found.importance_limit[0].tolist() == [0, 2]


def test_weights_that_the_user_set_come_from_no_answer():
    questions = [a_question("need", importance={(1, 0): 2})]
    model = a_model([[3, 3], [1, 1], [1, 1]], questions=questions)
    problems = one(model, answers={0: (1,)}, weights=np.array([1.0, 3.0]))

    found = explain(model, problems, evaluate(model, problems))

    assert found.importance_base[0].tolist() == [0.25, 0.75]
    assert not found.importance_parts.any()


@settings(max_examples=40)
@given(seeds)
def test_parts_add_up_to_the_shown_score_and_importance_to_the_weights(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)
    problems = Problems.of(model, [a_random_problem(model, random) for _ in range(5)])
    evaluations = evaluate(model, problems)

    found = explain(model, problems, evaluations)

    taken_apart = np.concatenate([found.base[:, None], found.parts, found.limit[:, None]], axis=1)
    assert taken_apart.sum(axis=1) == pytest.approx(found.contributions, abs=1e-12)
    assert found.contributions.sum(axis=-1) == pytest.approx(evaluations.scores, abs=1e-12)
    shown = np.round(evaluations.scores * STEPS).astype(int)
    parts = np.moveaxis(taken_apart, 1, 2).reshape(*shown.shape, -1) * STEPS
    assert np.array_equal(largest_remainder(parts, shown).sum(axis=-1), shown)
    points = found.importance_base + found.importance_parts.sum(axis=1) + found.importance_limit
    total = np.where(evaluations.weights_were_all_zero, 1, points.sum(axis=-1))[:, None]
    told = ~evaluations.weights_were_all_zero
    assert (points / total)[told] == pytest.approx(evaluations.weights[told], abs=1e-12)


@given(arrays(float, st.integers(1, 12), elements=st.floats(-1000, 1000)))
def test_rounded_parts_lie_next_to_their_parts_and_add_up(parts):
    total = round(float(parts.sum()))

    rounded = largest_remainder(parts, total)

    assert rounded.sum() == total
    assert (np.abs(rounded - parts) <= 1).all()


@given(arrays(float, 6, elements=st.floats(0, 100)))
def test_whole_parts_stay_as_they_are(parts):
    whole = np.floor(parts)

    assert np.array_equal(largest_remainder(whole, int(whole.sum())), whole)


def test_a_total_that_no_rounding_reaches_is_refused():
    with pytest.raises(ValueError, match="no rounding"):
        largest_remainder(np.array([0.5, 0.5]), 3)


def test_seats_are_apportioned_as_hamilton_did():
    """Balinski and Young (1982), Fair Representation: the House of 1791, 120 seats for fifteen states."""
    population = np.array([
        236_841, 55_540, 70_835, 278_514, 68_705, 475_327, 141_822, 179_570,
        331_589, 353_523, 432_879, 68_446, 206_236, 85_533, 630_560,
    ])  # fmt: skip
    seats = [8, 2, 2, 9, 2, 16, 5, 6, 11, 12, 14, 2, 7, 3, 21]  # Connecticut, Delaware, Georgia, Maryland, Kentucky …

    assert largest_remainder(population / population.sum() * 120, 120).tolist() == seats
