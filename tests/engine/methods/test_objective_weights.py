import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.methods.objective_weights import critic_weights, entropy_weights
from tests.engine.methods.published import Published
from tests.engine.methods.strategies import decisions, shuffled

WAYS = [entropy_weights, critic_weights]


def test_it_works():
    measures = np.array([[1.0, 1.0], [3.0, 0.0]])

    entropy = -(0.25 * np.log(0.25) + 0.75 * np.log(0.75)) / np.log(2)
    assert entropy_weights(measures) == pytest.approx(np.array([1 - entropy, 1]) / (2 - entropy))
    assert critic_weights(measures).tolist() == [0.5, 0.5]


def test_tus_and_adali_2019_weigh_six_criteria():
    case = Published("critic_tus2019")

    case.agrees(weights=critic_weights(case.measures, case.maximise))


@pytest.mark.parametrize("way", WAYS)
def test_a_constant_column_tells_nothing(way):
    weights = way(np.array([[7.0, 1.0, 5.0], [7.0, 3.0, 1.0], [7.0, 2.0, 4.0]]))

    assert weights[0] == 0
    assert weights.sum() == pytest.approx(1)


@pytest.mark.parametrize("way", WAYS)
def test_where_nothing_is_told_apart_weights_are_equal(way):
    assert way(np.full((3, 2), 4.0)).tolist() == [0.5, 0.5]
    assert way(np.array([[4.0, 1.0]])).tolist() == [0.5, 0.5]
    assert way(np.zeros((3, 2))).tolist() == [0.5, 0.5]


def test_criteria_that_repeat_each_other_wholly_weigh_alike():
    assert critic_weights(np.array([[1.0, 2.0], [3.0, 6.0]])).tolist() == [0.5, 0.5]


@given(data=st.data(), decision=decisions(), way=st.sampled_from(WAYS))
def test_the_order_of_criteria_and_alternatives_does_not_matter(data, decision, way):
    rows, columns = (data.draw(shuffled(count)) for count in decision.measures.shape)

    weights = way(decision.measures[rows][:, columns])

    assert weights.sum() == pytest.approx(1)
    np.testing.assert_allclose(weights, way(decision.measures)[columns], atol=1e-9)
