import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.additive import competition_ranks
from decisions.engine.methods.missing import filled, score_ranges
from decisions.engine.methods.preference import linear
from decisions.engine.methods.promethee import promethee
from decisions.engine.methods.topsis import topsis
from decisions.engine.methods.vikor import vikor
from decisions.engine.methods.weighted import weighted_product, weighted_sum
from tests.engine.methods.strategies import decisions

METHODS = {
    "weighted_sum": weighted_sum,
    "weighted_product": weighted_product,
    "promethee": lambda measures, weights, maximise: promethee(measures, weights, linear(1.0, 4.0), maximise).net,
    "topsis_min_max": lambda *decision: topsis(*decision, normalisation="min_max"),
    "group_regret": lambda *decision: -vikor(*decision).group_regret,
}


def test_it_works():
    values = np.array([[0.9, 0.5], [0.6, np.nan], [0.2, 0.1]])
    low, high = filled(values, np.zeros(2), np.ones(2))

    found = score_ranges(lambda each: weighted_sum(each, np.array([0.5, 0.5]), normalisation="none"), low, high, seed=1)

    assert found.lowest == pytest.approx([0.7, 0.3, 0.15])
    assert found.highest == pytest.approx([0.7, 0.8, 0.15])
    assert found.best_rank.tolist() == [1, 1, 3]
    assert found.worst_rank.tolist() == [2, 2, 3]


def test_what_is_known_stays_as_it_is():
    low, high = filled(np.array([[3.0, np.nan]]), np.array([0.0, 1.0]), np.array([1.0, 2.0]))

    assert (low.tolist(), high.tolist()) == ([[3, 1]], [[3, 2]])


def test_where_everything_is_known_there_is_one_outcome():
    measures, weights = np.array([[3.0, 1.0], [1.0, 9.0]]), np.array([0.25, 0.75])

    found = score_ranges(lambda each: topsis(each, weights), measures, measures, seed=1)

    assert np.array_equal(found.lowest, topsis(measures, weights))
    assert np.array_equal(found.highest, found.lowest)
    assert np.array_equal(found.best_rank, found.worst_rank)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: filled(np.ones((1, 1)), np.array([-np.inf]), np.array([1.0])), "finite"),
        (lambda: filled(np.ones((1, 1)), np.array([2.0]), np.array([1.0])), "above"),
        (lambda: score_ranges(topsis, np.ones((1, 1)), np.zeros((1, 1)), seed=1), "above"),
        (lambda: score_ranges(topsis, np.ones(1), np.ones(1), seed=1), "alternatives, criteria"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=sentence):
        wrong()


@given(decision=decisions(alternatives=(1, 4), least=1), data=st.data(), name=st.sampled_from(sorted(METHODS)))
def test_whatever_the_missing_measures_are_the_outcome_lies_within(decision, data, name):
    measures, weights, maximise = decision
    missing = data.draw(st.lists(st.booleans(), min_size=measures.size, max_size=measures.size).map(np.array))
    actual = data.draw(st.lists(st.integers(1, 9), min_size=measures.size, max_size=measures.size).map(np.array))
    missing, actual = missing.reshape(measures.shape), actual.reshape(measures.shape).astype(float)
    low, high = filled(np.where(missing, np.nan, measures), np.full(len(weights), 1.0), np.full(len(weights), 9.0))

    found = score_ranges(lambda each: METHODS[name](each, weights, maximise), low, high, maximise, seed=4)

    scores = METHODS[name](np.where(missing, actual, measures), weights, maximise)
    assert np.all((scores >= found.lowest - 1e-9) & (scores <= found.highest + 1e-9))
    ranks = competition_ranks(scores)
    assert np.all((ranks >= found.best_rank) & (ranks <= found.worst_rank))
