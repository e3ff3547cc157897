import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.additive import competition_ranks
from decisions.engine.methods.topsis import topsis
from tests.engine.methods.published import Published
from tests.engine.methods.strategies import decisions, shuffled

VARIANTS = ["vector", "min_max", "sum", "none"]


def test_it_works():
    measures = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])

    closeness = topsis(measures, np.array([0.8, 0.6]), normalisation="none")

    # weights are shares, 4/7 and 3/7; the third alternative is the ideal, (0, 0) its opposite
    np.testing.assert_allclose(closeness, [4 / 7, 3 / 7, 1])


def test_tzeng_and_huang_2011_rank_the_third_first():
    case = Published("topsis_tzeng2011")

    scores = topsis(case.measures, case.weights, case.maximise, normalisation="vector")

    case.agrees(scores=scores, ranks=competition_ranks(scores))


def test_opricovic_and_tzeng_2004_climb_the_middle_mountain():
    case = Published("topsis_opricovic2004_climb")

    scores = topsis(case.measures, case.weights, case.maximise, normalisation="min_max")

    case.agrees(scores=scores, ranks=competition_ranks(scores))


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_batch_gives_each_problem_what_it_gets_alone(variant):
    generator = np.random.default_rng(2)
    measures, weights = generator.uniform(1, 10, (40, 20, 9)), generator.uniform(0, 1, (40, 9))

    batch = topsis(measures, weights, np.arange(9) % 2 == 0, normalisation=variant)

    alone = [
        topsis(*each, np.arange(9) % 2 == 0, normalisation=variant) for each in zip(measures, weights, strict=True)
    ]
    assert np.array_equal(batch, alone)


@pytest.mark.parametrize("variant", VARIANTS)
def test_where_all_are_equal_nobody_is_closer(variant):
    measures = np.array([[3.0, 5.0], [3.0, 5.0]])

    assert topsis(measures, np.ones(2), normalisation=variant).tolist() == [0.5, 0.5]
    assert topsis(measures[:1], np.ones(2), normalisation=variant).tolist() == [0.5]


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_criterion_without_weight_does_not_count(variant):
    measures = np.array([[3.0, 5.0], [3.0, 9.0]])

    assert topsis(measures, np.array([1.0, 0.0]), normalisation=variant).tolist() == [0.5, 0.5]


def test_a_missing_measure_is_refused():
    with pytest.raises(ValueError, match="interval"):
        topsis(np.array([[3.0, np.nan], [3.0, 9.0]]), np.ones(2))


@given(decision=decisions(least=1), variant=st.sampled_from(VARIANTS))
def test_closeness_lies_within_0_and_1(decision, variant):
    closeness = topsis(*decision, normalisation=variant)

    assert np.all((closeness >= 0) & (closeness <= 1))


@given(decision=decisions(least=1), by=st.integers(0, 9), variant=st.sampled_from(VARIANTS))
def test_worse_is_never_closer(decision, by, variant):
    measures, weights, maximise = decision
    worse = np.where(maximise, np.maximum(measures[0] - by, 1), measures[0] + by)

    closeness = topsis(np.vstack([measures, worse]), weights, maximise, normalisation=variant)

    assert closeness[-1] <= closeness[0] + 1e-12


@given(data=st.data(), decision=decisions(least=1), variant=st.sampled_from(VARIANTS))
def test_the_order_of_criteria_and_alternatives_does_not_matter(data, decision, variant):
    measures, weights, maximise = decision
    rows, columns = (data.draw(shuffled(count)) for count in measures.shape)

    closeness = topsis(measures[rows][:, columns], weights[columns], maximise[columns], normalisation=variant)

    expected = topsis(*decision, normalisation=variant)[rows]
    np.testing.assert_allclose(closeness, expected, rtol=1e-9, atol=1e-9)


@given(decision=decisions(least=1), factor=st.floats(0.01, 100))
def test_only_the_proportions_of_weights_count(decision, factor):
    closeness = topsis(decision.measures, decision.weights * factor, decision.maximise)

    np.testing.assert_allclose(closeness, topsis(*decision), rtol=1e-9, atol=1e-9)


@given(decision=decisions(), variant=st.sampled_from(["min_max", "none"]))
def test_a_duplicate_is_as_close_and_moves_nobody(decision, variant):
    measures, weights, maximise = decision

    closeness = topsis(np.vstack([measures, measures[:1]]), weights, maximise, normalisation=variant)

    assert closeness[-1] == closeness[0]
    np.testing.assert_allclose(closeness[:-1], topsis(*decision, normalisation=variant), rtol=1e-12, atol=1e-12)
