import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine import smaa, uniform_weights
from decisions.engine.methods.confidence_factors import confidence_factors
from decisions.engine.methods.value_functions import Linear
from tests.engine.methods.published import Published


def test_it_works():
    certain, doubtful = [1.0, 0.0], [[0.0, 1.0], [0.0, 0.2]]
    values = np.array([[certain, each] for each in doubtful])

    # by its own weights the second scores 0.6 against 0.4, then 0.12 against 0.4
    assert confidence_factors(values, np.array([[0.8, 0.2], [0.4, 0.6]])).tolist() == [1, 0.5]


def test_lynd_and_obrien_2004_compare_two_thrombolytics():
    case = Published("smaa2_thrombolytics_fixed")
    events, patients = np.moveaxis(np.array(case.params["events_n"], float), -1, 0)
    drawn = np.random.default_rng(1).beta(events, patients - events, (100_000, 2, 3))
    worths = [Linear(each["worst"], each["best"], flat_beyond=False) for each in case.params["value_functions"]]
    values = np.stack([worth(drawn[..., place]) for place, worth in enumerate(worths)], axis=-1)

    firsts = confidence_factors(values, np.array([case.weights, case.weights]))

    # for two alternatives, who is not first is second
    case.agrees(rank_acceptability=np.stack([firsts, 1 - firsts], axis=-1))


def test_who_never_comes_first_has_no_confidence():
    values = np.array([[[0.9, 0.9], [0.1, 0.1]]])

    assert confidence_factors(values, np.array([[0.5, 0.5], [0.0, 0.0]])).tolist() == [1, 0]


def test_of_equals_the_first_has_it():
    assert confidence_factors(np.full((1, 2, 2), 0.5), np.full((2, 2), 0.5)).tolist() == [1, 0]


@pytest.mark.parametrize("shape", [(0, 2, 2), (2, 2), (1, 3, 2)])
def test_what_makes_no_sense_is_refused(shape):
    with pytest.raises(ValueError, match="at least one draw"):
        confidence_factors(np.ones(shape), np.ones((2, 2)))


@given(seed=st.integers(0, 2**32))
def test_with_known_values_whoever_can_come_first_does_so_for_its_own_weights(seed):
    values = np.random.default_rng(seed).random((3, 4))

    found = smaa(values, uniform_weights(500, 4, seed=1))

    # the weights that put an alternative first are convex, so that their mean does too
    assert np.array_equal(confidence_factors(values[None], found.central_weights), found.ranks[:, 0] > 0)
