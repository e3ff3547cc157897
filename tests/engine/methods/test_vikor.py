import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.methods.vikor import vikor
from tests.engine.methods.published import Published
from tests.engine.methods.strategies import decisions, shuffled


def test_it_works():
    measures = np.array([[10.0, 0.0], [6.0, 8.0], [0.0, 10.0]])

    found = vikor(measures, np.array([0.5, 0.5]))

    np.testing.assert_allclose(found.group_regret, [0.5, 0.2 + 0.1, 0.5])
    np.testing.assert_allclose(found.worst_regret, [0.5, 0.2, 0.5])
    np.testing.assert_allclose(found.index, [1, 0, 1])
    assert found.ranks.tolist() == [2, 1, 2]
    assert found.acceptable_advantage
    assert found.acceptable_stability
    assert found.compromise.tolist() == [False, True, False]


def published(case, found):
    return {
        "S": found.group_regret,
        "R": found.worst_regret,
        "Q": found.index,
        "acceptable_advantage": found.acceptable_advantage,
        "acceptable_stability": found.acceptable_stability,
        "compromise_set_index0": np.flatnonzero(found.compromise),
    }


def test_opricovic_and_tzeng_2007_choose_the_fifth_dam():
    case = Published("vikor_opricovic2007_w1")

    found = vikor(case.measures, case.weights, case.maximise, strategy=case.params["v"])

    case.agrees(**published(case, found), ranks=found.ranks)


def test_opricovic_and_tzeng_2004_climb_the_middle_mountain():
    case = Published("vikor_opricovic2004_climb")

    found = vikor(case.measures, case.weights, case.maximise, strategy=case.params["v"])

    case.agrees(**published(case, found), ranks=found.ranks)


def test_scikit_criteria_leaves_the_choice_between_two_when_the_first_is_not_far_ahead():
    case = Published("vikor_no_advantage")

    found = vikor(case.measures, case.weights, case.maximise, strategy=case.params["v"])

    case.agrees(**published(case, found))


def test_without_stability_the_second_belongs_to_the_compromise():
    measures = np.array([[2.0, 9, 6], [3, 0, 8], [5, 2, 0], [0, 5, 2], [10, 1, 0], [2, 6, 2]])

    found = vikor(measures, np.array([0.5, 0.3, 0.2]))

    assert found.index.argmin() == 4
    assert found.group_regret.argmin() == 0
    assert found.worst_regret.argmin() == 2
    assert found.acceptable_advantage
    assert not found.acceptable_stability
    assert np.flatnonzero(found.compromise).tolist() == [0, 4]


def test_where_all_are_equal_nobody_has_regret_and_all_are_level():
    found = vikor(np.array([[5.0, 1.0], [5.0, 1.0]]), np.ones(2))

    assert found.index.tolist() == [0, 0]
    assert found.ranks.tolist() == [1, 1]
    assert not found.acceptable_advantage
    assert found.compromise.tolist() == [True, True]


def test_one_alternative_alone_is_the_compromise():
    found = vikor(np.array([[5.0, 1.0]]), np.ones(2))

    assert (found.group_regret, found.worst_regret, found.index, found.ranks) == ([0], [0], [0], [1])
    assert found.acceptable_advantage
    assert found.compromise.tolist() == [True]


def test_a_criterion_without_weight_brings_no_regret():
    found = vikor(np.array([[5.0, 1.0], [4.0, 9.0]]), np.array([1.0, 0.0]))

    assert found.group_regret.tolist() == [0, 1]


def test_a_strategy_is_a_share():
    with pytest.raises(ValueError, match="strategy"):
        vikor(np.ones((2, 2)), np.ones(2), strategy=1.5)


def test_a_batch_gives_each_problem_what_it_gets_alone():
    generator = np.random.default_rng(3)
    measures, weights = generator.uniform(1, 10, (2, 30, 4, 9)), generator.uniform(0, 1, (2, 30, 9))

    batch = vikor(measures, weights)

    for i, j in np.ndindex(2, 30):
        alone = vikor(measures[i, j], weights[i, j])
        assert all(np.array_equal(getattr(batch, name)[i, j], getattr(alone, name)) for name in alone.__slots__)


@given(decision=decisions(), strategy=st.floats(0, 1))
def test_the_first_belongs_to_the_compromise_and_stands_alone_only_when_both_conditions_hold(decision, strategy):
    found = vikor(*decision, strategy=strategy)

    assert np.all(found.compromise[found.ranks == 1])
    assert np.all((found.index >= 0) & (found.index <= 1))
    both = found.acceptable_advantage and found.acceptable_stability
    assert (found.compromise.sum() == 1) == bool(both)


@given(decision=decisions(), by=st.integers(0, 9), strategy=st.floats(0, 1))
def test_worse_never_has_less_regret(decision, by, strategy):
    measures, weights, maximise = decision
    worse = np.where(maximise, measures[0] - by, measures[0] + by)

    found = vikor(np.vstack([measures, worse]), weights, maximise, strategy=strategy)

    assert found.index[-1] >= found.index[0] - 1e-9


@given(data=st.data(), decision=decisions())
def test_the_order_of_criteria_and_alternatives_does_not_matter(data, decision):
    measures, weights, maximise = decision
    rows, columns = (data.draw(shuffled(count)) for count in measures.shape)

    found = vikor(measures[rows][:, columns], weights[columns], maximise[columns])

    expected = vikor(*decision)
    np.testing.assert_allclose(found.index, expected.index[rows], atol=1e-9)
    np.testing.assert_allclose(found.group_regret, expected.group_regret[rows], atol=1e-12)


@given(decision=decisions(), factor=st.floats(0.01, 100))
def test_only_the_proportions_of_weights_count(decision, factor):
    found = vikor(decision.measures, decision.weights * factor, decision.maximise)

    np.testing.assert_allclose(found.group_regret, vikor(*decision).group_regret, atol=1e-12)
    np.testing.assert_allclose(found.worst_regret, vikor(*decision).worst_regret, atol=1e-12)
