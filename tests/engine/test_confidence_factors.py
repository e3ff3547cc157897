"""How surely each alternative comes first once the weights suit it best."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.engine import Detail, Problem, Problems, evaluate
from decisions.engine.draws import draws
from decisions.engine.methods import confidence_factors as published
from tests.engine.builders import a_model, a_random_model, a_random_problem, one

seeds = st.integers(0, 10_000)


def test_ratings_that_are_known_leave_no_doubt_for_the_weights_that_suit_one():
    """Weights that put the same alternative first are convex, and the mean of a convex set lies in it."""
    model = a_model([[5, 1], [1, 5], [1, 1]])

    found = evaluate(model, one(model, spread=1.0))

    assert found.confidence_factors.tolist() == [[1, 1, 0]]  # the third never comes first


def test_drawn_ratings_are_judged_as_the_published_definition_has_it():
    model = a_model([[4, 2], [2, 4], [3, 3]], spread=1.5)

    found = evaluate(model, one(model, spread=0.5))

    stars = np.moveaxis(draws(model, model.method.seed, model.method.cases, (0, 1, 2)).ratings, -1, 0)
    values = (stars.swapaxes(1, 2).astype(float) - 1) / 4
    exact = published.confidence_factors(values, found.acceptability.central_weights[0])
    assert found.confidence_factors[0] == pytest.approx(exact, abs=1 / model.method.cases)  # ours adds up in 32 bits
    assert 0 < min(exact) < max(exact) < 1


def test_less_than_the_full_detail_has_none():
    model = a_model([[5, 1], [1, 5], [1, 1]])

    assert evaluate(model, one(model), detail=Detail.SUMMARY).confidence_factors is None


@settings(max_examples=25, deadline=None)
@given(seed=seeds)
def test_each_problem_of_a_batch_has_the_factors_it_has_alone(seed):
    model, random = a_random_model(seed), np.random.default_rng(seed)
    several = [a_random_problem(model, random) for _ in range(3)] + [Problem()]

    together = evaluate(model, Problems.of(model, several)).confidence_factors

    for row, problem in zip(together, several, strict=True):
        alone = evaluate(model, Problems.of(model, [problem]))
        assert row.tolist() == alone.confidence_factors[0].tolist()
        assert not row[alone.firsts[0] == 0].any()
