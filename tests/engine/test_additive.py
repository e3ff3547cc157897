"""Values, weights, scores, order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from decisions.engine.additive import (
    competition_ranks,
    normalise,
    order_by_score,
    sum_over_criteria,
    values_of,
    weighted_sum,
)

unit = st.floats(0, 1)
a_table = arrays(float, (4, 5), elements=unit)
a_weight = arrays(float, 5, elements=st.floats(0.001, 1))


def test_it_works():
    values = values_of(np.array([[5.0, 1.0], [3.0, 3.0]]))
    weights, all_zero = normalise(np.array([3.0, 1.0]))

    assert weighted_sum(values, weights).tolist() == [0.75, 0.5]
    assert not all_zero


def test_the_worked_example_of_triantaphyllou():
    """Triantaphyllou, E. (2000). Multi-Criteria Decision Making Methods, chapter 2: scores 21.5, 22.0, 22.0."""
    measures = np.array([[25.0, 20, 15, 30], [10, 30, 20, 30], [30, 10, 30, 10]])

    scores = weighted_sum(measures, np.array([0.2, 0.15, 0.4, 0.25]))

    assert np.allclose(scores, [21.5, 22.0, 22.0], atol=1e-9)
    assert competition_ranks(scores).tolist() == [3, 1, 1]


@given(a_table, a_weight, st.permutations(range(5)))
def test_the_order_of_criteria_does_not_matter(values, points, order):
    weights, _ = normalise(points)

    assert np.allclose(weighted_sum(values, weights), weighted_sum(values[:, order], weights[order]), atol=1e-12)


@given(a_table, a_weight, st.floats(0.01, 100))
def test_points_scaled_alike_change_nothing(values, points, factor):
    one, other = normalise(points)[0], normalise(points * factor)[0]

    assert np.allclose(weighted_sum(values, one), weighted_sum(values, other), atol=1e-12)


@given(a_table, a_weight, arrays(float, 5, elements=unit))
def test_a_dominated_alternative_never_scores_higher(values, points, shortfall):
    weights, _ = normalise(points)
    worse = np.maximum(values[0] - shortfall, 0)

    scores = weighted_sum(np.array([values[0], worse]), weights)

    assert scores[0] >= scores[1] - 1e-12


@given(a_table, a_weight)
def test_a_duplicate_scores_the_same_and_moves_nobody(values, points):
    weights, _ = normalise(points)
    twice = np.vstack([values, values[2]])

    scores = weighted_sum(twice, weights)

    assert scores[4] == scores[2]
    assert np.array_equal(scores[:4], weighted_sum(values, weights))


@given(a_table, a_weight)
def test_a_zero_weight_is_the_same_as_no_criterion(values, points):
    points[3] = 0
    without = [0, 1, 2, 4]

    scores = weighted_sum(values, normalise(points)[0])

    assert np.allclose(scores, weighted_sum(values[:, without], normalise(points[without])[0]), atol=1e-12)


def test_points_that_are_all_zero_weigh_equally_and_say_so():
    weights, all_zero = normalise(np.zeros((1, 4)))

    assert weights.tolist() == [[0.25] * 4]
    assert all_zero.tolist() == [True]


def test_sums_over_criteria_are_the_same_alone_and_in_a_batch():
    terms = np.random.default_rng(1).random((50, 3, 8))

    assert np.array_equal(sum_over_criteria(terms)[7], sum_over_criteria(terms[7]))


def test_a_higher_tier_stands_last_whatever_its_score():
    assert order_by_score(np.array([0.1, 1.0, 0.5]), np.array([0, 1, 0])).tolist() == [2, 0, 1]


def test_scores_that_differ_by_rounding_alone_are_a_tie():
    scores = np.array([0.1 + 0.2, 0.3])

    assert scores[0] != scores[1]
    assert order_by_score(scores[::-1], np.zeros(2, int)).tolist() == [0, 1]
    assert competition_ranks(scores).tolist() == [1, 1]
