import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.methods.preference import usual
from decisions.engine.methods.promethee import promethee
from decisions.engine.methods.reversal import clones, removals
from decisions.engine.methods.topsis import topsis
from decisions.engine.methods.weighted import weighted_product, weighted_sum
from tests.engine.methods.strategies import decisions

# the third stretches the scale of the first criterion, and so decides between the first two
MEASURES, WEIGHTS = np.array([[9.0, 4.0], [8.0, 5.0], [0.0, 4.5]]), np.array([0.6, 0.4])


def test_it_works():
    found = removals(lambda measures: weighted_sum(measures, WEIGHTS), MEASURES)

    assert found.leader.tolist() == [1, 0, 0]
    assert found.order.tolist() == [[1, 2], [0, 2], [0, 1]]
    assert np.argwhere(found.turned).tolist() == [[2, 0, 1], [2, 1, 0]]
    assert found.any


def test_values_on_a_scale_of_their_own_are_never_turned():
    def score(measures):
        return weighted_sum(measures, WEIGHTS, normalisation="none")

    assert not removals(score, MEASURES).any
    assert not clones(score, MEASURES).any


def test_a_copy_may_turn_others_where_all_are_compared_in_pairs():
    measures, weights = np.array([[2.0, 2.0, 2.0], [4.0, 1.0, 2.0], [1.0, 2.0, 4.0]]), np.array([0.4, 0.35, 0.25])
    net = promethee(measures, weights, usual()).net
    assert net == pytest.approx([0.05, -0.075, 0.025])

    found = clones(lambda each: promethee(each, weights, usual()).net, measures)

    net = promethee(np.vstack([measures, measures[1:2]]), weights, usual()).net
    assert net[0] < net[2]
    assert np.argwhere(found.turned).tolist() == [[1, 0, 2], [1, 2, 0]]
    assert found.leader.tolist() == [0, 2, 0]
    assert found.order[1].tolist() == [2, 0, 1, 1]


def test_when_one_is_removed_of_one_nobody_is_left():
    found = removals(lambda measures: topsis(measures, np.ones(2)), np.array([[1.0, 2.0]]))

    assert found.leader.tolist() == [-1]
    assert found.order.tolist() == [[]]
    assert found.turned.tolist() == [[[False]]]
    assert not found.any
    assert not clones(lambda measures: topsis(measures, np.ones(2)), np.array([[1.0, 2.0]])).any


def test_a_batch_gives_each_problem_what_it_gets_alone():
    generator = np.random.default_rng(8)
    measures = generator.uniform(1, 9, (20, 4, 3))

    def score(each):
        return topsis(each, np.array([0.5, 0.3, 0.2]))

    for check in (removals, clones):
        batch = check(score, measures)
        assert np.array_equal(batch.turned, [check(score, each).turned for each in measures])
        assert np.array_equal(batch.order, [check(score, each).order for each in measures])
        assert np.array_equal(batch.leader, [check(score, each).leader for each in measures])
    assert removals(score, measures).any.any()


@given(decision=decisions(least=1))
def test_a_product_is_never_turned(decision):
    def score(measures):
        return weighted_product(measures, decision.weights, decision.maximise)

    assert not removals(score, decision.measures).any
    assert not clones(score, decision.measures).any


@given(decision=decisions(alternatives=(2, 4)), data=st.data())
def test_what_is_turned_is_turned_when_tried(decision, data):
    def score(measures):
        return np.round(weighted_sum(measures, decision.weights, decision.maximise), 10)

    removed = data.draw(st.integers(0, len(decision.measures) - 1))
    before, after = score(decision.measures), score(np.delete(decision.measures, removed, axis=0))
    left = np.delete(np.arange(len(before)), removed)

    found = removals(score, decision.measures)

    ahead, still = np.subtract.outer(before[left], before[left]), np.subtract.outer(after, after)
    assert np.array_equal(found.turned[removed][np.ix_(left, left)], np.sign(ahead) * np.sign(still) < 0)
    assert found.leader[removed] == left[after.argmax()]
