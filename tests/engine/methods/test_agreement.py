import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.additive import normalise, weighted_sum
from decisions.engine.methods.agreement import METHODS, agreement
from decisions.engine.methods.preference import linear, usual
from tests.engine.methods.strategies import decisions, shuffled


def test_it_works():
    values = np.array([[0.9, 0.8, 0.7], [0.5, 0.6, 0.4], [0.1, 0.2, 0.3]])

    found = agreement(values, np.array([0.5, 0.3, 0.2]), linear(0.0, 0.25))

    assert found.scores.shape == (5, 3)
    assert found.order.tolist() == [[0, 1, 2]] * 5
    assert found.ranks.tolist() == [[1, 2, 3]] * 5
    assert found.same_leader
    assert found.same_order
    assert not found.disputed.any()
    assert found.ahead.tolist() == [[0, 5, 5], [0, 0, 5], [0, 0, 0]]
    assert found.speaks_for.tolist() == [-1] * 5


def test_it_says_who_parts_over_what():
    uneven, even = [1.0, 0.1], [0.5, 0.5]

    found = agreement(np.array([uneven, even]), np.array([0.52, 0.48]), linear(0.0, 0.25))

    assert [METHODS[place] for place in np.flatnonzero(found.order[:, 0] == 1)] == ["topsis", "weighted_product"]
    assert not found.same_leader
    assert found.disputed.tolist() == [[False, True], [True, False]]
    assert found.ahead.tolist() == [[0, 3], [2, 0]]
    assert found.speaks_for.tolist() == [-1, 1, -1, -1, 1]


def test_methods_may_part_behind_the_same_leader():
    values = np.array([[1.0, 1.0], [0.9, 0.1], [0.45, 0.5]])

    found = agreement(values, np.array([0.52, 0.48]), linear(0.0, 0.25))

    assert found.same_leader
    assert not found.same_order
    assert np.argwhere(found.disputed).tolist() == [[1, 2], [2, 1]]


def test_equals_are_not_in_dispute():
    found = agreement(np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([0.5, 0.5]), usual())

    assert found.ranks.tolist() == [[1, 1]] * 5
    assert found.same_leader
    assert found.same_order


def test_one_alternative_alone_leads_by_all_methods():
    found = agreement(np.array([[0.0, 1.0]]), np.array([0.5, 0.5]), usual())

    assert found.same_order
    assert found.order.tolist() == [[0]] * 5


def test_a_value_of_zero_does_not_make_all_products_equal():
    found = agreement(np.array([[0.0, 0.9], [0.0, 0.4]]), np.array([0.5, 0.5]), usual())

    assert found.ranks[METHODS.index("weighted_product")].tolist() == [1, 2]


def test_a_batch_gives_each_problem_what_it_gets_alone():
    generator = np.random.default_rng(9)
    values, weights = generator.random((4, 30, 3, 5)), generator.dirichlet(np.ones(5), (4, 30))

    batch = agreement(values, weights, linear(0.0, 0.25))

    for i, j in [(0, 0), (3, 29), (1, 17)]:
        alone = agreement(values[i, j], weights[i, j], linear(0.0, 0.25))
        assert all(np.array_equal(getattr(batch, name)[i, j], getattr(alone, name)) for name in alone.__slots__)


@given(decision=decisions(alternatives=(2, 4)))
def test_who_dominates_leads_by_all_methods(decision):
    values, (weights, _) = decision.measures / 9, normalise(decision.weights)
    best = np.minimum(values.max(axis=0) + 1 / 9, 1)

    found = agreement(np.vstack([best, values]), weights, linear(0.0, 0.25))

    assert np.all(found.ranks[:, 0] == 1)
    assert found.same_leader


@given(data=st.data(), decision=decisions())
def test_the_order_of_criteria_does_not_matter(data, decision):
    values, (weights, _) = decision.measures / 9, normalise(decision.weights)
    columns = data.draw(shuffled(len(weights)))

    found = agreement(values[:, columns], weights[columns], linear(0.0, 0.25))

    expected = agreement(values, weights, linear(0.0, 0.25))
    np.testing.assert_allclose(found.scores, expected.scores, rtol=1e-9, atol=1e-9)
    assert np.array_equal(found.ranks[0], expected.ranks[0])


@given(decision=decisions(alternatives=(1, 4)))
def test_what_speaks_for_another_leader_is_a_criterion_on_which_it_is_ahead(decision):
    values, (weights, _) = decision.measures / 9, normalise(decision.weights)

    found = agreement(values, weights, linear(0.0, 0.25))

    np.testing.assert_allclose(found.scores[0], weighted_sum(values, weights))
    for method in np.flatnonzero(found.speaks_for >= 0):
        criterion, leader = found.speaks_for[method], found.order[method, 0]
        assert values[leader, criterion] > values[found.order[0, 0], criterion]
