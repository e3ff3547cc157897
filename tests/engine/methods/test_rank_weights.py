import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.engine.methods.rank_weights import rank_order_centroid, rank_reciprocal, rank_sum
from tests.engine.methods.published import Published

WAYS = [rank_order_centroid, rank_sum, rank_reciprocal]
ways = st.sampled_from(WAYS)
orders = st.lists(st.integers(1, 4), min_size=1, max_size=6)


def test_it_works():
    assert rank_order_centroid(np.array([2, 1])).tolist() == [(0 + 1 / 2) / 2, (1 + 1 / 2) / 2]
    assert rank_sum(np.array([2, 1])) == pytest.approx([1 / 3, 2 / 3])
    assert rank_reciprocal(np.array([2, 1])) == pytest.approx([0.5 / 1.5, 1 / 1.5])


def test_barron_and_barrett_1996_tabulate_four_criteria():
    case = Published("rank_weights_n4")
    ranks = np.array(case.params["rank_order"])

    case.agrees(roc=rank_order_centroid(ranks), rank_sum=rank_sum(ranks), rank_reciprocal=rank_reciprocal(ranks))


@pytest.mark.parametrize("way", WAYS)
def test_one_criterion_alone_has_all_the_weight(way):
    assert way(np.array([1])).tolist() == [1]


@pytest.mark.parametrize("way", WAYS)
def test_equal_ranks_share_what_their_places_bring(way):
    apart, level = way(np.array([1, 2, 3])), way(np.array([1, 2, 2]))

    assert level == pytest.approx([apart[0], apart[1:].mean(), apart[1:].mean()])
    assert way(np.array([5, 5, 5])) == pytest.approx([1 / 3] * 3)


def test_a_batch_gives_each_order_its_weights():
    ranks = np.array([[1, 2, 3], [3, 1, 2]])

    assert rank_sum(ranks).tolist() == [rank_sum(each).tolist() for each in ranks]


@pytest.mark.parametrize("ranks", [[], [1, np.nan]])
def test_every_criterion_has_a_rank(ranks):
    with pytest.raises(ValueError, match="every criterion"):
        rank_order_centroid(np.array(ranks, float))


@given(ranks=orders, way=ways)
def test_weights_add_up_to_1_and_fall_with_the_rank(ranks, way):
    weights = way(np.array(ranks))

    assert weights.sum() == pytest.approx(1)
    assert np.all(np.diff(weights[np.argsort(ranks, kind="stable")]) <= 1e-12)


@given(ranks=orders, way=ways)
def test_only_the_order_counts(ranks, way):
    assert way(np.array(ranks)).tolist() == way(np.array(ranks) * 10 - 3).tolist()
