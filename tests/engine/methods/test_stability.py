import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from decisions.engine.additive import competition_ranks, normalise, order_by_score, weighted_sum
from decisions.engine.methods.normalisation import normalised
from decisions.engine.methods.preference import linear
from decisions.engine.methods.promethee import promethee
from decisions.engine.methods.stability import critical_changes, order_intervals, winner_intervals
from tests.engine.methods.published import Published
from tests.engine.methods.strategies import decisions, shuffled

STEP = 1e-6


def with_weight(weights, criterion, moved):
    """Move one weight; the others keep their proportions, or share equally where they have none."""
    others = np.where(np.arange(len(weights)) == criterion, 0.0, weights)
    if others.sum() == 0:
        others = np.where(np.arange(len(weights)) == criterion, 0.0, 1.0)
    changed = others / others.sum() * (1 - moved)
    changed[criterion] = moved
    return changed


def order_of(values, weights):
    return order_by_score(weighted_sum(values, weights), np.zeros(len(values), int))


def test_it_works():
    values, weights = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.4]]), np.array([0.7, 0.3])

    winner, order = winner_intervals(values, weights), order_intervals(values, weights)

    assert winner.low == pytest.approx([0.5, 0])
    assert winner.high == pytest.approx([1, 0.5])
    assert order.low == pytest.approx([0.5, 0])  # at weight 1 the last two are level, and so they stay in order
    assert order.high == pytest.approx([1, 0.5])


def test_mareschal_1988_on_the_data_of_triantaphyllou_and_sanchez_1997():
    case = Published("stability_ts1997_wsm")

    winner, order = winner_intervals(case.measures, case.weights), order_intervals(case.measures, case.weights)

    case.agrees(
        top_interval=np.stack([winner.low, winner.high], axis=-1),
        full_ranking_interval=np.stack([order.low, order.high], axis=-1),
        ranks=competition_ranks(weighted_sum(case.measures, case.weights)),
    )


def test_triantaphyllou_and_sanchez_1997_on_the_cars_of_hodgett():
    case = Published("sensitivity_hodgett_wsm")
    values = normalised(case.measures, "min_max", case.maximise)

    found = critical_changes(values, case.weights)
    scores = weighted_sum(values, case.weights)

    any_criterion, any_share = found.smallest()
    top_criterion, top_share = found.smallest(scores.argmax())
    case.agrees(
        scores=scores,
        percent_any_critical_criterion_index0=any_criterion,
        percent_any_value=100 * any_share,
        percent_top_critical_criterion_index0=top_criterion,
        percent_top_value=100 * top_share,
    )
    for pair in case.params["deltas"]:
        taken = [np.inf if delta is None else delta for delta in pair["delta"]]
        np.testing.assert_allclose(found.taken[tuple(pair["pair"])], taken, atol=2e-6)


def test_a_level_rival_ends_the_interval_on_its_side():
    found = winner_intervals(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([0.5, 0.5]))

    assert (found.low.tolist(), found.high.tolist()) == (pytest.approx([0.5, 0]), pytest.approx([1, 0.5]))


def test_when_one_criterion_has_all_the_weight_the_others_are_raised_equally():
    values = np.array([[1.0, 0.0, 0.0], [0.5, 1.0, 0.2]])

    found = winner_intervals(values, np.array([1.0, 0.0, 0.0]))

    # t - 0 = 0.5 t + (1 - t) 0.6
    assert found.low == pytest.approx([0.6 / 1.1, 0, 0])
    # raising the second alone: 1 - t = 0.5 (1 - t) + t
    assert found.high == pytest.approx([1, 1 / 3, 0.5 / 0.7])


@pytest.mark.parametrize("intervals", [winner_intervals, order_intervals])
def test_where_nothing_can_change_there_is_no_limit(intervals):
    for values in (np.array([[0.3, 0.8]]), np.array([[0.3, 0.8], [0.3, 0.8]]), np.array([[0.9, 0.8], [0.3, 0.4]])):
        found = intervals(values, np.array([0.25, 0.75]))
        assert (found.low.tolist(), found.high.tolist()) == ([0, 0], [1, 1])
    alone = intervals(np.array([[0.3], [0.8]]), np.array([1.0]))
    assert (alone.low.tolist(), alone.high.tolist()) == ([0], [1])


def test_a_constant_criterion_changes_nothing_however_far_it_rises():
    found = winner_intervals(np.array([[0.5, 0.9], [0.5, 0.1]]), np.array([0.5, 0.5]))

    assert (found.low[0], found.high[0]) == (0, 1)


def test_flows_of_promethee_have_intervals_as_values_have():
    measures, weights = np.array([[9.0, 2.0, 5.0], [6.0, 7.0, 4.0], [1.0, 9.0, 9.0]]), np.array([0.5, 0.3, 0.2])

    found = winner_intervals(promethee(measures, weights, linear(0.0, 5.0)).unicriterion, weights)

    for criterion in range(3):
        for inside, moved in ((True, found.high[criterion] - STEP), (False, found.high[criterion] + STEP)):
            if found.high[criterion] < 1:
                net = promethee(measures, with_weight(weights, criterion, moved), linear(0.0, 5.0)).net
                assert (net.argmax() == promethee(measures, weights, linear(0.0, 5.0)).net.argmax()) == inside


@pytest.mark.parametrize("intervals", [winner_intervals, order_intervals])
def test_a_batch_gives_each_problem_what_it_gets_alone(intervals):
    generator = np.random.default_rng(7)
    values, weights = generator.random((6, 300, 3, 5)), generator.random((6, 300, 5))
    weights[0, :, 1:] = 0

    batch = intervals(values, weights)

    for i, j in [(0, 0), (0, 299), (1, 7), (5, 299)]:
        alone = intervals(values[i, j], weights[i, j])
        assert np.array_equal(batch.low[i, j], alone.low)
        assert np.array_equal(batch.high[i, j], alone.high)


def test_a_weight_that_would_have_to_fall_below_zero_cannot_level_a_pair():
    found = critical_changes(np.array([[1.0, 1.0], [0.5, 0.0]]), np.array([0.5, 0.5]))

    assert np.all(np.isinf(found.taken))
    assert found.smallest()[1] == np.inf


def test_a_weight_of_zero_can_only_grow():
    found = critical_changes(np.array([[1.0, 0.0], [0.5, 1.0]]), np.array([1.0, 0.0]))

    assert found.taken[0, 1].tolist() == [1.0, -0.5]
    assert found.share[0, 1].tolist() == [1.0, np.inf]


def test_a_criterion_with_all_the_weight_may_lose_none_where_all_others_speak_for_a_rival_that_is_level():
    level_on_the_last = np.array([[0.0, 0.0, 5.0], [1.0, 2.0, 5.0]]) / 9

    found = winner_intervals(level_on_the_last, np.array([0.0, 0.0, 1.0]))

    assert (found.low[2], found.high[2]) == (1, 1)


@given(decision=decisions(alternatives=(2, 4), criteria=(2, 4)))
def test_within_an_interval_nothing_changes_and_just_beyond_it_something_does(decision):
    values, (weights, _) = decision.measures / 9, normalise(decision.weights)
    before = order_of(values, weights)
    checks = [(winner_intervals(values, weights), lambda order: order[0] == before[0])]
    checks.append((order_intervals(values, weights), lambda order: np.array_equal(order, before)))

    for found, holds in checks:
        for criterion in range(len(weights)):
            low, high = found.low[criterion], found.high[criterion]
            assert 0 <= low <= weights[criterion] + 1e-12
            assert weights[criterion] - 1e-12 <= high <= 1
            for moved in np.linspace(low, high, 5)[1:-1]:
                if high - low > 4 * STEP:
                    assert holds(order_of(values, with_weight(weights, criterion, moved)))
            if low > STEP:
                assert not holds(order_of(values, with_weight(weights, criterion, low - STEP)))
            if high < 1 - STEP:
                assert not holds(order_of(values, with_weight(weights, criterion, high + STEP)))


@given(data=st.data(), decision=decisions(alternatives=(1, 4)), factor=st.floats(0.01, 100))
def test_neither_the_order_of_criteria_nor_the_unit_of_weights_matters(data, decision, factor):
    values, weights = decision.measures / 9, decision.weights
    columns = data.draw(shuffled(len(weights)))

    changed, plain = winner_intervals(values[:, columns], weights[columns] * factor), winner_intervals(values, weights)

    scores = weighted_sum(values, normalise(weights)[0])
    assume(len(scores) == 1 or np.diff(np.sort(scores))[-1] > 1e-6)  # with a rounding between them either may lead
    np.testing.assert_allclose(changed.low, plain.low[columns], atol=1e-9)
    np.testing.assert_allclose(changed.high, plain.high[columns], atol=1e-9)


@given(decision=decisions(alternatives=(2, 3), criteria=(2, 4)))
def test_a_critical_change_levels_its_pair(decision):
    values, (weights, _) = decision.measures / 9, normalise(decision.weights)

    found = critical_changes(values, weights)

    for one, other, criterion in np.argwhere(np.isfinite(found.taken)):
        changed = weights.copy()
        changed[criterion] -= found.taken[one, other, criterion]
        assert np.all(changed >= -1e-12)
        scores = weighted_sum(values, changed)
        assert scores[one] == pytest.approx(scores[other], abs=1e-9)
