"""Weights of which only an order, ranges or choices are known: their middle, and even draws from all that agree."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp, kstest

from decisions.engine import Chosen, Detail, InOrder, Problem, Problems, Swings, evaluate
from decisions.engine.methods.polytope import (
    WeightsContradict,
    in_order,
    swing,
    uniform_in_order,
    uniform_within,
    within,
)
from decisions.engine.methods.rank_weights import rank_order_centroid
from decisions.engine.methods.trade_offs import TradeOff
from decisions.engine.sampling import sobol_columns
from decisions.engine.weighting import drawn_weights, middle
from tests.engine.builders import a_model, a_random_model, a_random_problem, one
from tests.engine.methods.strategies import shuffled

UNLIKELY = 1e-4  # seeds are fixed, so that a test that passes goes on passing
NAMES = ("isolation", "efficiency", "portability", "deployment_speed", "compliance")
HALF_AS_MUCH = TradeOff(partly=0, share=0.5, wholly=1)


def drawn(region, names=NAMES, count=1024, seed=7):
    """Weights (cases, criteria), adding up to 1."""
    weights = drawn_weights([region], names, sobol_columns(names, count=count, seed=seed), seed=seed)[0].T
    return weights / weights.sum(axis=-1, keepdims=True)


def test_it_works():
    region = InOrder((2, 1, 3, 4, 5))

    weights = drawn(region)

    assert weights.shape == (1024, 5)
    assert np.all(np.diff(weights[:, [1, 0, 2, 3, 4]], axis=-1) <= 0)
    assert middle(region, NAMES, seed=7) == pytest.approx(rank_order_centroid(np.array([2, 1, 3, 4, 5])))
    assert weights.mean(axis=0) == pytest.approx(middle(region, NAMES, seed=7), abs=0.002)


def test_an_order_of_two_by_hand():
    """The larger of two weights lies evenly between a half and all, so that its mean is three quarters."""
    weights = drawn(InOrder((1, 2)), names=("a", "b"))

    assert kstest(weights[:, 0], "uniform", args=(0.5, 0.5)).pvalue > UNLIKELY
    assert middle(InOrder((1, 2)), ("a", "b"), seed=1).tolist() == [0.75, 0.25]


def test_criteria_of_equal_rank_weigh_the_same_and_those_left_out_nothing():
    region = InOrder((2, 1, 2, 0, 3))

    weights = drawn(region)

    assert np.allclose(weights[:, 0], weights[:, 2])
    assert not weights[:, 3].any()
    expected = uniform_in_order(np.array([2, 1, 2, 3]), 20_000, seed=1)
    for place, column in enumerate((0, 1, 2, 4)):
        assert ks_2samp(weights[:, column], expected[:, place]).pvalue > UNLIKELY
    # the corners: one alone, three alike, four alike
    assert middle(region, NAMES, seed=7) == pytest.approx([7 / 36, 19 / 36, 7 / 36, 0, 1 / 12])


def test_a_swing_between_nothing_and_as_much_by_hand():
    """With one range the weight is x / (1 + x), even between 0 and a half."""
    region = Swings((1.0, 0.0), (1.0, 1.0))

    weights = drawn(region, names=("a", "b"))

    assert kstest(weights[:, 1], "uniform", args=(0, 0.5)).pvalue > UNLIKELY
    assert middle(region, ("a", "b"), seed=1) == pytest.approx([0.75, 0.25], abs=1e-9)


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ((1.0, 0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0, 1.0, 1.0)),
        ((0.3, 1.0, 0.2, 0.5, 0.0), (0.6, 1.0, 0.9, 0.5, 0.0)),
        ((1.0, 1.0, 0.9, 0.05, 0.4), (1.0, 1.0, 1.0, 0.1, 0.5)),
    ],
)
def test_swings_are_drawn_as_walking_among_them_draws(low, high):
    walked = uniform_within(swing(np.array(low), np.array(high)), 20_000, seed=4)

    weights = drawn(Swings(low, high))

    assert middle(Swings(low, high), NAMES, seed=7) == pytest.approx(walked.mean(axis=0), abs=0.002)
    for criterion in np.flatnonzero(np.array(high)):
        assert ks_2samp(weights[:, criterion], walked[:, criterion]).pvalue > UNLIKELY


def test_a_swing_that_is_known_to_the_last_digit_is_drawn_as_it_is():
    weights = drawn(Swings((1.0, 0.5, 0.25, 0.25, 0.0), (1.0, 0.5 + 1e-12, 0.25, 0.25, 0.0)))

    assert weights == pytest.approx(np.tile([0.5, 0.25, 0.125, 0.125, 0.0], (1024, 1)), abs=1e-9)


def test_choices_are_walked_among_and_their_middle_is_the_mean():
    region = Chosen(2, ((HALF_AS_MUCH, "partly"),))  # the first weighs at least two thirds

    weights = drawn(region, names=("a", "b"))

    assert kstest(weights[:, 0], "uniform", args=(2 / 3, 1 / 3)).pvalue > UNLIKELY
    assert middle(region, ("a", "b"), seed=7) == pytest.approx([5 / 6, 1 / 6], abs=0.01)


def test_before_the_first_choice_all_weights_agree_and_none_stands_out():
    region = Chosen(5, ())

    assert middle(region, NAMES, seed=7).tolist() == [0.2] * 5
    assert kstest(drawn(region)[:, 2], lambda share: 1 - (1 - share) ** 4).pvalue > UNLIKELY


def test_choices_that_contradict_each_other_are_named_so():
    region = Chosen(2, ((HALF_AS_MUCH, "partly"), (TradeOff(partly=0, share=1.0, wholly=1), "wholly")))

    with pytest.raises(WeightsContradict):
        middle(region, ("a", "b"), seed=7)


REGIONS = st.sampled_from(
    [
        InOrder((3, 1, 2, 5, 4)),
        InOrder((2, 1, 2, 0, 3)),
        Swings((0.3, 1.0, 0.2, 0.5, 0.0), (0.6, 1.0, 0.9, 0.5, 0.0)),
        Chosen(5, ((TradeOff(partly=3, share=0.4, wholly=0), "wholly"), (TradeOff(1, 1.0, 4), "equal"))),
    ]
)


@given(REGIONS, shuffled(5))
def test_the_order_in_which_a_model_lists_criteria_does_not_matter(region, order):
    names = tuple(NAMES[place] for place in order)
    match region:
        case InOrder():
            other = InOrder(tuple(region.ranks[place] for place in order))
        case Swings():
            other = Swings(*(tuple(end[place] for place in order) for end in (region.low, region.high)))
        case Chosen():
            answers = [
                (TradeOff(order.index(asked.partly), asked.share, order.index(asked.wholly)), choice)
                for asked, choice in region.answers
            ]
            other = Chosen(5, tuple(answers))

    assert drawn(other, names=names) == pytest.approx(drawn(region)[:, order], abs=1e-9)
    assert middle(other, names, seed=7) == pytest.approx(middle(region, NAMES, seed=7)[list(order)])


@given(st.lists(st.integers(0, 4), min_size=5, max_size=5).filter(any), st.integers(0, 50))
def test_drawn_weights_keep_the_order_whatever_it_is(ranks, seed):
    named = np.flatnonzero(ranks)

    weights = drawn(InOrder(tuple(ranks)), count=64, seed=seed)

    assert np.all(in_order(np.array(ranks)[named]).allow(weights[:, named]))
    assert not np.delete(weights, named, axis=1).any()


shares = st.floats(0, 1).map(lambda share: round(share, 3))


@given(st.lists(st.tuples(shares, shares).map(sorted), min_size=4, max_size=4), st.integers(0, 50))
def test_drawn_weights_keep_within_the_swings_whatever_they_are(ranges, seed):
    low, high = np.array([(1.0, 1.0), *ranges]).T

    weights = drawn(Swings(tuple(low), tuple(high)), count=64, seed=seed)

    assert np.all(np.isfinite(weights))
    assert np.all(swing(low, high).allow(weights))
    assert np.all(swing(low, high).allow(middle(Swings(tuple(low), tuple(high)), NAMES, seed=1)))


# within an evaluation ------------------------------------------------------------------------------------------------


def test_the_middle_stands_as_the_weights_and_the_cases_draw_from_all_that_agree():
    model = a_model([[5, 1], [1, 5]], cases=1024)

    found = evaluate(model, one(model, region=InOrder((2, 1))))

    assert found.weights[0].tolist() == [0.25, 0.75]
    assert found.scores[0].tolist() == [0.25, 0.75]
    assert found.confidence[0] == 1.0  # the second criterion is the more important in every case
    assert found.weight_spread[0, 0] == pytest.approx([0.025, 0.475], abs=0.005)  # even between 0 and a half


def test_answers_add_no_importance_to_weights_of_which_something_was_said():
    from tests.engine.builders import a_question

    model = a_model([[5, 1], [1, 5]], questions=[a_question("need", alternatives=2, importance={(1, 0): 9.0})])

    said = evaluate(model, one(model, region=InOrder((2, 1)), answers={0: (1,)}))
    left_open = evaluate(model, one(model, region=InOrder((2, 1)), informed=True))

    assert said.weights.tolist() == left_open.weights.tolist() == [[0.25, 0.75]]
    assert said.firsts.tolist() == left_open.firsts.tolist()


def test_exact_and_drawn_acceptability_agree():
    """Three alternatives on the same two criteria: who leads depends on where between a half and all the weight is."""
    model = a_model([[5, 1], [2, 4.6], [4, 3]], cases=4096)

    found = evaluate(model, one(model, region=InOrder((1, 2))))

    # levels: with w on the first criterion, values 1, 0 | 0.25, 0.9 | 0.75, 0.5
    lines = [lambda w: w, lambda w: 0.25 * w + 0.9 * (1 - w), lambda w: 0.75 * w + 0.5 * (1 - w)]
    grid = np.linspace(0.5, 1, 200_001)
    firsts = np.bincount(np.argmax([line(grid) for line in lines], axis=0), minlength=3) / len(grid)
    assert found.firsts[0] / 4096 == pytest.approx(firsts, abs=0.002)


def test_with_only_open_answers_drawn_the_weights_stay_at_their_middle():
    from tests.engine.builders import a_question

    model = a_model([[4, 2], [2, 4]], questions=[a_question("fact", alternatives=2, effects={(1, 0, 0): -3.0})])

    found = evaluate(model, one(model, region=InOrder((1, 2)), informed=True))

    assert found.outlook.unsettled[0] == 0.5  # one option of two, whatever the weights


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_a_problem_comes_out_the_same_to_the_last_bit_alone_and_in_a_batch(seed):
    model, random = a_random_model(seed, criteria=5), np.random.default_rng(seed)
    regions = [
        InOrder(tuple(int(rank) for rank in random.permutation(5) + 1)),
        Swings((1.0, 0.2, 0.0, 0.3, 0.0), (1.0, round(float(random.uniform(0.2, 1)), 3), 0.5, 0.3, 0.0)),
        Chosen(5, ((TradeOff(int(random.integers(1, 5)), 0.5, 0), "partly"),)),
        None,
    ]
    batch = []
    for place in range(24):
        problem = a_random_problem(model, random)
        region = regions[place % 4]
        batch.append(Problem(answers=problem.answers, points=problem.points, region=region, informed=True))

    together = evaluate(model, Problems.of(model, batch), detail=Detail.FULL)

    for place in (0, 1, 2, 3, 23):
        alone = evaluate(model, Problems.of(model, [batch[place]]), detail=Detail.FULL)
        for name in ("weights", "scores", "firsts", "weight_spread", "confidence"):
            assert np.array_equal(getattr(together, name)[place], getattr(alone, name)[0], equal_nan=True)
        assert np.array_equal(together.acceptability.central_weights[place], alone.acceptability.central_weights[0])


def test_weights_and_a_region_of_them_do_not_go_together():
    model = a_model([[5, 1], [1, 5]])

    with pytest.raises(ValueError, match="not both"):
        one(model, weights=np.ones(2), region=InOrder((1, 2)))


def test_all_weights_within_limits_of_swings_are_reached():
    """The ends of what swings allow come near in a thousand draws: nothing is cut off."""
    weights = drawn(Swings((1.0, 0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 0.0, 0.0, 0.0)))

    assert weights[:, 1].min() < 0.001
    assert weights[:, 1].max() > 0.499
    assert np.all(within(np.array([0.5, 0, 0, 0, 0]), np.array([1, 0.5, 0, 0, 0])).allow(weights))
