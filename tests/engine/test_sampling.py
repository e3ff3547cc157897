"""Distributions and Sobol points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from decisions.engine.sampling import inverse_triangular, sobol_columns, spread_weights, uniform_weights


def test_it_works():
    assert inverse_triangular(np.array([0.0, 0.5, 1.0]), 1.0, 2.0, 3.0).tolist() == [1, 2, 3]


@given(st.floats(1, 5), st.floats(0, 4), st.floats(0, 1))
def test_triangular_draws_are_those_of_scipy(low, width, mode):
    high, chances = low + width, np.linspace(0.01, 0.99, 25)

    drawn = inverse_triangular(chances, low, low + mode * width, high)

    expected = stats.triang.ppf(chances, mode, low, width) if width > 1e-9 else np.full(25, low)
    assert np.allclose(drawn, expected, atol=1e-6)


def test_a_rating_without_spread_is_always_drawn_as_it_is():
    assert (inverse_triangular(np.linspace(0, 1, 9), 3.0, 3.0, 3.0) == 3).all()


@given(st.lists(st.floats(0.01, 9), min_size=3, max_size=3), st.integers(0, 99))
def test_spread_weights_add_up_and_keep_zeros(points, seed):
    weights = np.array([*points, 0.0]) / sum(points)
    deviates = np.random.default_rng(seed).standard_normal((20, 4))

    drawn = spread_weights(weights, deviates, 0.4)

    assert np.allclose(drawn.sum(axis=-1), 1)
    assert (drawn[:, 3] == 0).all()
    assert np.allclose(spread_weights(weights, deviates, 0.0), weights)


def test_uniform_weights_have_the_moments_of_the_uniform_distribution_on_the_simplex():
    """Dirichlet(1, 1, 1, 1): mean 1/4, variance 3/80, and 1/8 of the weights above one half."""
    weights = uniform_weights(100_000, 4, seed=11)

    assert weights.mean(axis=0) == pytest.approx(np.full(4, 0.25), abs=0.003)
    assert weights.var(axis=0) == pytest.approx(np.full(4, 3 / 80), abs=0.001)
    assert np.mean(weights[:, 0] > 0.5) == pytest.approx(1 / 8, abs=0.005)


def test_a_column_is_even_and_bound_to_its_name():
    points, other_way = (sobol_columns(names, count=64, seed=3) for names in (("x", "y", "z"), ("z", "x", "y")))

    assert np.array_equal(np.sort((points * 64).astype(int)), np.tile(np.arange(64), (3, 1)))
    assert np.array_equal(points[[2, 0, 1]], other_way)
    assert ((points > 0) & (points < 1)).all()


def test_the_seed_decides():
    assert not np.array_equal(sobol_columns(("x",), count=8, seed=1), sobol_columns(("x",), count=8, seed=2))
