import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ks_2samp, kstest

from decisions.engine import uniform_weights
from decisions.engine.methods.polytope import (
    WeightsContradict,
    all_of,
    in_order,
    most,
    nothing_known,
    ratio_at_least,
    swing,
    uniform_in_order,
    uniform_within,
    within,
)
from decisions.engine.methods.rank_weights import rank_order_centroid

UNLIKELY = 1e-4  # seeds are fixed, so that a test that passes goes on passing


def test_it_works():
    said = in_order(np.array([1, 2, 3])) & within(np.array([0.0, 0.2, 0.0]), np.array([0.6, 1.0, 1.0]))

    weights = uniform_within(said, 1000, seed=3)

    assert weights.shape == (1000, 3)
    assert weights.sum(axis=1) == pytest.approx(np.ones(1000))
    assert np.all(np.diff(weights) <= 1e-12)
    assert np.all(weights[:, 0] <= 0.6)
    assert np.all(weights[:, 1] >= 0.2)


def test_an_order_is_drawn_as_sorting_uniform_weights_draws_it():
    ranks = np.array([3, 1, 2, 4])

    weights = uniform_in_order(ranks, 20_000, seed=1)

    by_sorting = -np.sort(-uniform_weights(20_000, 4, seed=2))[:, ranks - 1]
    assert weights.mean(axis=0) == pytest.approx(rank_order_centroid(ranks), abs=0.005)
    for criterion in range(4):
        assert ks_2samp(weights[:, criterion], by_sorting[:, criterion]).pvalue > UNLIKELY


def test_criteria_of_equal_rank_weigh_the_same():
    weights = uniform_in_order(np.array([2, 1, 2]), 5_000, seed=1)

    assert np.array_equal(weights[:, 0], weights[:, 2])
    assert np.all(weights[:, 1] >= weights[:, 0])
    # one weight is left open: from 1/3 to 1, evenly
    assert kstest(weights[:, 1], "uniform", args=(1 / 3, 2 / 3)).pvalue > UNLIKELY


@pytest.mark.parametrize("criteria", [3, 5, 8])
def test_a_walk_draws_as_evenly_as_the_exact_way(criteria):
    ranks = np.arange(criteria)
    said = in_order(ranks) & ratio_at_least(criteria, 0, 1, 0.5)  # the second statement follows from the first

    walked, exact = uniform_within(said, 3_000, seed=4), uniform_in_order(ranks, 30_000, seed=5)

    assert np.all(said.allow(walked))
    for criterion in range(criteria):
        assert ks_2samp(walked[:, criterion], exact[:, criterion]).pvalue > UNLIKELY


def test_a_walk_and_refusing_draws_give_the_same_distribution():
    # the first set is found by refusing, the second, a copy of it a thirtieth as large, by walking
    large = within(np.array([0.2, 0.0, 0.1]), np.array([0.7, 0.6, 0.8]))
    middle = np.array([0.4, 0.3, 0.3])
    shrunk = within(
        middle + (np.array([0.2, 0, 0.1]) - middle) / 30, middle + (np.array([0.7, 0.6, 0.8]) - middle) / 30
    )

    refused, walked = uniform_within(large, 5_000, seed=6), uniform_within(shrunk, 5_000, seed=7)

    for criterion in range(3):
        enlarged = middle[criterion] + (walked[:, criterion] - middle[criterion]) * 30
        assert ks_2samp(refused[:, criterion], enlarged).pvalue > UNLIKELY


def test_nothing_known_is_the_whole_simplex():
    weights = uniform_within(nothing_known(3), 5_000, seed=8)

    assert kstest(weights[:, 0], lambda share: 1 - (1 - share) ** 2).pvalue > UNLIKELY


def test_what_is_known_exactly_is_drawn_exactly():
    weights = uniform_within(within(np.array([0.25, 0.0, 0.0]), np.array([0.25, 1.0, 1.0])), 2_000, seed=9)

    assert weights[:, 0] == pytest.approx(np.full(2_000, 0.25))
    assert kstest(weights[:, 1], "uniform", args=(0, 0.75)).pvalue > UNLIKELY


def test_statements_that_leave_one_set_of_weights_give_that():
    exact = swing(np.array([1.0, 0.5, 0.5]), np.array([1.0, 0.5, 0.5]))

    assert uniform_within(exact, 3, seed=1) == pytest.approx(np.array([[0.5, 0.25, 0.25]] * 3))
    assert uniform_within(nothing_known(1), 2, seed=1).tolist() == [[1], [1]]


def test_a_criterion_that_weighs_nothing_does_not_hold_up_a_walk():
    said = swing(np.array([1.0, 0.5, 0.2, 0.0]), np.array([1.0, 0.5, 0.9, 0.0]))

    weights = uniform_within(said, 2_000, seed=4)

    # one weight is left open, evenly between what it is at both ends of its range
    assert kstest(weights[:, 2], "uniform", args=(0.2 / 1.7, 0.9 / 2.4 - 0.2 / 1.7)).pvalue > UNLIKELY


def test_two_statements_may_flatten_the_set_together():
    both = ratio_at_least(3, 0, 1, 1.0) & ratio_at_least(3, 1, 0, 1.0)

    weights = uniform_within(both, 2_000, seed=2)

    assert weights[:, 0] == pytest.approx(weights[:, 1], abs=1e-8)
    assert kstest(weights[:, 2], "uniform").pvalue > UNLIKELY


def test_a_swing_of_at_least_so_much_keeps_its_share():
    weights = uniform_within(swing(np.array([0.3, 1.0, 0.0]), np.array([0.6, 1.0, 1.0])), 2_000, seed=1)

    shares = weights / weights[:, 1:2]
    assert np.all((shares[:, 0] >= 0.3 - 1e-9) & (shares[:, 0] <= 0.6 + 1e-9))
    assert np.all(shares[:, 2] <= 1 + 1e-9)


def test_the_same_seed_gives_the_same_weights():
    said = in_order(np.arange(6))

    assert np.array_equal(uniform_within(said, 20, seed=1), uniform_within(said, 20, seed=1))
    assert not np.array_equal(uniform_within(said, 20, seed=1), uniform_within(said, 20, seed=2))


@pytest.mark.parametrize(
    "said",
    [
        in_order(np.array([1, 2])) & within(np.array([0.0, 0.6]), np.array([1.0, 1.0])),
        within(np.array([0.6, 0.6]), np.array([1.0, 1.0])),
        ratio_at_least(2, 0, 1, 3.0)
        & ratio_at_least(2, 1, 0, 3.0)
        & within(np.array([0.1, 0.0]), np.array([1.0, 1.0])),
    ],
)
def test_statements_that_contradict_each_other_are_named_so(said):
    with pytest.raises(WeightsContradict):
        uniform_within(said, 1, seed=1)
    with pytest.raises(WeightsContradict):
        most(said, np.array([1.0, 0.0]))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: nothing_known(0), "at least one"),
        (lambda: nothing_known(2) & nothing_known(3), "do not go with"),
        (lambda: ratio_at_least(2, 0, 0, 1.0), "ratio"),
        (lambda: ratio_at_least(2, 0, 2, 1.0), "ratio"),
        (lambda: ratio_at_least(2, 0, 1, -1.0), "ratio"),
        (lambda: within(np.array([0.5]), np.array([0.4])), "limits"),
        (lambda: within(np.array([np.nan]), np.array([0.4])), "limits"),
        (lambda: swing(np.array([0.5, 0.9]), np.array([0.6, 1.0])), "largest"),
        (lambda: swing(np.array([1.0, 0.9]), np.array([1.0, 0.5])), "shares"),
        (lambda: in_order(np.array([1, np.nan])), "every criterion"),
        (lambda: uniform_in_order(np.array([]), 3, seed=1), "every criterion"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()


ranks = st.lists(st.integers(1, 4), min_size=1, max_size=6).map(np.array)


@given(ranks=ranks, seed=st.integers(0, 2**32))
def test_every_way_of_drawing_an_order_keeps_it(ranks, seed):
    exact, walked = uniform_in_order(ranks, 8, seed=seed), uniform_within(in_order(ranks), 8, seed=seed)

    for weights in (exact, walked):
        assert np.all(in_order(ranks).allow(weights))
        assert weights.sum(axis=1) == pytest.approx(np.ones(8))
        assert np.all(weights >= 0)


@given(
    statements=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([0.25, 0.5, 1.0, 2.0])).filter(
            lambda statement: statement[0] != statement[1]
        ),
        max_size=5,
    ),
    gains=st.lists(st.floats(-1, 1), min_size=4, max_size=4).map(np.array),
)
def test_no_draw_exceeds_the_most_that_is_possible(statements, gains):
    said = all_of((ratio_at_least(4, *statement) for statement in statements), 4)

    try:
        weights = uniform_within(said, 50, seed=1)
    except WeightsContradict:
        with pytest.raises(WeightsContradict):
            most(said, gains)
    else:
        assert np.all(said.allow(weights))
        assert np.max(weights @ gains) <= most(said, gains) + 1e-7
