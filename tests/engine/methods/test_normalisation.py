import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.methods.normalisation import normalised
from tests.engine.methods.strategies import decisions

WAYS = ["none", "min_max", "vector", "sum", "ratio"]


def test_it_works():
    measures, maximise = np.array([[3.0, 1.0], [4.0, 4.0]]), np.array([True, False])

    found = {way: normalised(measures, way, maximise).tolist() for way in WAYS}

    assert found == {
        "none": [[3, -1], [4, -4]],
        "min_max": [[0, 1], [1, 0]],
        "vector": [[3 / 5, pytest.approx(-1 / 17**0.5)], [4 / 5, pytest.approx(-4 / 17**0.5)]],
        "sum": [[3 / 7, 1 / (1 + 1 / 4)], [4 / 7, (1 / 4) / (1 + 1 / 4)]],
        "ratio": [[3 / 4, 1], [1, 1 / 4]],
    }


def test_a_constant_column_has_no_best_and_no_worst():
    assert normalised(np.array([[5.0], [5.0]]), "min_max").tolist() == [[0], [0]]


@pytest.mark.parametrize("way", WAYS)
def test_a_column_of_zeros_stays_zero(way):
    assert normalised(np.zeros((3, 2)), way).tolist() == [[0, 0]] * 3


def test_lengths_of_tiny_measures_keep_their_digits():
    assert normalised(np.array([[3e-180], [4e-180]]), "vector").ravel() == pytest.approx([0.6, 0.8])


@pytest.mark.parametrize("way", ["sum", "ratio"])
def test_shares_of_negative_measures_have_no_meaning(way):
    with pytest.raises(ValueError, match="negative"):
        normalised(np.array([[-1.0], [2.0]]), way)


@given(decision=decisions(least=1), way=st.sampled_from(WAYS), factor=st.sampled_from([0.5, 2.0, 1024.0]))
def test_the_unit_of_a_measure_does_not_matter(decision, way, factor):
    measures, _, maximise = decision

    changed = normalised(measures * factor, way, maximise)

    units = factor if way == "none" else 1
    np.testing.assert_allclose(changed, normalised(measures, way, maximise) * units, rtol=1e-12, atol=1e-12)


@given(decision=decisions(least=1), way=st.sampled_from(WAYS))
def test_better_is_more_on_every_criterion(decision, way):
    measures, _, maximise = decision

    better = normalised(measures, way, maximise)

    signs = np.where(maximise, 1, -1)
    for first in range(len(measures)):
        gains = (measures - measures[first]) * signs
        assert np.all((better - better[first])[gains > 0] > 0)
        assert np.all((better - better[first])[gains == 0] == 0)
