"""Rank acceptability, pairwise winning indices and central weights."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.engine import uniform_weights
from decisions.engine.smaa import smaa

seeds = st.integers(0, 10_000)


def test_it_works():
    """Level at a weight of one half: the first leads over half of all weights, and over 3/4 of them on average."""
    found = smaa(np.eye(2), np.array([[0.75, 0.25], [0.25, 0.75]]))

    assert found.ranks.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert found.wins.tolist() == [[0, 0.5], [0.5, 0]]
    assert found.central_weights.tolist() == [[0.75, 0.25], [0.25, 0.75]]


def test_it_agrees_with_the_exact_volumes_for_two_criteria():
    """The upper envelope of three lines over the weight of the first criterion breaks at 0.375 and 0.6."""
    values = np.array([[0.9, 0.2], [0.6, 0.65], [0.1, 0.95]])

    found = smaa(values, uniform_weights(100_000, 2, seed=1))

    assert found.ranks[:, 0] == pytest.approx([0.4, 0.225, 0.375], abs=0.004)
    assert found.central_weights == pytest.approx(np.array([[0.8, 0.2], [0.4875, 0.5125], [0.1875, 0.8125]]), abs=0.004)


@settings(max_examples=50)
@given(seeds, st.integers(1, 7))
def test_it_agrees_with_sorting_every_weight(seed, alternatives):
    random = np.random.default_rng(seed)
    values, weights = random.random((alternatives, 3)), random.dirichlet(np.ones(3), size=500)
    order = np.argsort(-(weights @ values.T), axis=-1, kind="stable")
    places = np.argsort(order, axis=-1)

    found = smaa(values, weights)

    assert np.array_equal(found.ranks, [np.bincount(each, minlength=alternatives) / 500 for each in places.T])
    for one in range(alternatives):
        assert found.central_weights[one] * (places[:, one] == 0).sum() == pytest.approx(
            weights[places[:, one] == 0].sum(axis=0)
        )
        for other in range(alternatives):
            assert found.wins[one, other] == np.mean(places[:, one] < places[:, other])


@given(seeds)
def test_shares_of_places_add_up_both_ways(seed):
    random = np.random.default_rng(seed)

    found = smaa(random.random((5, 4)), random.dirichlet(np.ones(4), size=64))

    assert found.ranks.sum(axis=0) == pytest.approx(1)
    assert found.ranks.sum(axis=1) == pytest.approx(1)
    assert found.wins + found.wins.T == pytest.approx(1 - np.eye(5))


def test_equals_go_in_the_order_of_the_alternatives():
    found = smaa(np.full((3, 2), 0.5), uniform_weights(10, 2, seed=1))

    assert found.ranks.tolist() == np.eye(3).tolist()
    assert found.wins[0].tolist() == [0, 1, 1]
    assert not found.central_weights[1:].any()


def test_more_weights_than_are_worked_on_at_a_time_are_all_counted():
    values, weights = np.random.default_rng(2).random((3, 3)), uniform_weights(20_000, 3, seed=2)

    whole, parts = smaa(values, weights), [smaa(values, each) for each in np.split(weights, 4)]

    assert whole.ranks == pytest.approx(np.mean([each.ranks for each in parts], axis=0))


def test_a_single_alternative_always_comes_first():
    found = smaa(np.ones((1, 2)), uniform_weights(10, 2, seed=3))

    assert found.ranks.tolist() == [[1]]
    assert found.wins.tolist() == [[0]]


def test_without_weights_there_is_nothing_to_share():
    with pytest.raises(ValueError, match="at least one vector"):
        smaa(np.eye(2), np.zeros((0, 2)))
