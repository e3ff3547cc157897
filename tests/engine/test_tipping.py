"""The weights at which another alternative takes the lead."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from decisions.engine import tipping_points
from decisions.engine.additive import weighted_sum

seeds = st.integers(0, 100_000)


def moved(weights: np.ndarray, criterion: int, to: float) -> np.ndarray:
    """The weights with one set, the others keeping their proportions."""
    others = np.delete(np.arange(len(weights)), criterion)
    again = np.empty_like(weights)
    rest = weights[others].sum()
    again[others] = (1 - to) / len(others) if rest <= 1e-12 else weights[others] * (1 - to) / rest
    again[criterion] = to
    return again


def a_problem(seed: int, alternatives: int = 4, criteria: int = 4):
    random = np.random.default_rng(seed)
    values = random.integers(0, 9, (alternatives, criteria)) / 8
    weights = random.dirichlet(np.ones(criteria))
    return values, weights, int(weighted_sum(values, weights).argmax())


def tipping(values, weights, leader: int, eligible=None):
    everybody = np.ones(len(values), bool) if eligible is None else np.array(eligible)
    return tipping_points(values[None], np.asarray(weights, float)[None], everybody[None], np.array([leader]))


def test_it_works():
    found = tipping(np.eye(2), [0.7, 0.3], 0)

    assert found.below[0] == pytest.approx([0.5, 0])
    assert found.below_rival[0].tolist() == [1, -1]
    assert found.above[0] == pytest.approx([1, 0.5])
    assert found.above_rival[0].tolist() == [-1, 1]


@settings(max_examples=300)
@given(seeds)
def test_just_inside_the_leader_leads_and_just_outside_the_rival_does(seed):
    values, weights, leader = a_problem(seed)
    scores = np.sort(weighted_sum(values, weights))
    assume(scores[-1] - scores[-2] > 1e-6)

    found = tipping(values, weights, leader)

    for criterion in range(4):
        for at, rival, outwards in (
            (found.below[0, criterion], found.below_rival[0, criterion], -1e-7),
            (found.above[0, criterion], found.above_rival[0, criterion], 1e-7),
        ):
            inside = weighted_sum(values, moved(weights, criterion, at - outwards))
            assert inside[leader] >= inside.max() - 1e-12
            if rival >= 0 and 0 <= at + outwards <= 1:
                outside = weighted_sum(values, moved(weights, criterion, at + outwards))
                assert outside[rival] > outside[leader]
                assert outside[rival] >= outside.max() - 1e-12
                level = weighted_sum(values, moved(weights, criterion, at))
                assert level[rival] == pytest.approx(level[leader], abs=1e-12)
            if rival < 0:
                assert at in (0, 1)


@settings(max_examples=100)
@given(seeds)
def test_a_scan_finds_no_other_tipping_point(seed):
    values, weights, leader = a_problem(seed)
    found = tipping(values, weights, leader)

    for criterion in range(4):
        for to in np.linspace(0, 1, 201):
            scores = weighted_sum(values, moved(weights, criterion, to))
            inside = found.below[0, criterion] - 1e-9 <= to <= found.above[0, criterion] + 1e-9
            assert not inside or scores[leader] >= scores.max() - 1e-7


def test_at_a_tie_the_tipping_point_is_the_weight_itself():
    found = tipping(np.array([[1.0, 0.0], [0.0, 1.0]]), [0.5, 0.5], 0)

    assert found.below[0].tolist() == [0.5, 0]
    assert found.above[0].tolist() == [1, 0.5]


def test_from_the_whole_weight_the_others_are_raised_equally():
    """The leader has 1 there and 0 elsewhere, the rival 1/2, 1 and 1/2: level where t/2 = 3/4 (1 - t), at 0.6."""
    found = tipping(np.array([[1.0, 0.0, 0.0], [0.5, 1.0, 0.5]]), [1.0, 0.0, 0.0], 0)

    assert found.below[0, 0] == pytest.approx(0.6)
    assert found.below_rival[0, 0] == 1
    assert found.above[0, 0] == 1


def test_only_who_is_eligible_takes_the_lead():
    values = np.array([[1.0, 0.0], [0.0, 1.0], [0.1, 0.9]])

    found = tipping(values, [0.7, 0.3], 0, eligible=[True, False, True])

    assert found.below_rival[0, 0] == 2
    assert found.below[0, 0] == pytest.approx(0.5)


def test_of_two_that_are_level_the_one_that_leads_beyond_is_named():
    values = np.array([[1.0, 0.0], [0.25, 0.75], [0.0, 1.0]])

    found = tipping(values, [0.7, 0.3], 0)

    assert found.below[0, 0] == pytest.approx(0.5)
    assert found.below_rival[0, 0] == 2


@pytest.mark.parametrize(
    ("values", "weights", "leader"),
    [
        (np.ones((1, 3)), [0.2, 0.3, 0.5], 0),
        (np.ones((2, 1)), [1.0], 0),
        (np.ones((3, 2)), [0.5, 0.5], 0),
        (np.array([[1.0, 1.0], [0.5, 1.0]]), [0.5, 0.5], 0),
        (np.eye(2), [0.5, 0.5], -1),
    ],
)
def test_where_nobody_can_take_the_lead_the_limits_are_those_of_the_scale(values, weights, leader):
    found = tipping(values, weights, leader)

    assert (found.below_rival == -1).all()
    assert (found.above_rival == -1).all()
    assert not found.below.any()
    assert (found.above == 1).all()


def test_the_first_place_keeps_within_the_weight_stability_intervals():
    """Intervals as Mareschal (1988), EJOR 33(1), defines them, on the table of Triantaphyllou and Sanchez (1997).

    The ends were confirmed by a scan in steps of 5e-6; they hold within 2e-5.
    """
    values = np.array([
        [0.3088, 0.2897, 0.3867, 0.1922],
        [0.2163, 0.3458, 0.1755, 0.6288],
        [0.4509, 0.2473, 0.1194, 0.0575],
        [0.0240, 0.1172, 0.3184, 0.1215],
    ])  # fmt: skip
    weights = [0.327667233277, 0.305769423058, 0.287571242876, 0.07899210079]

    found = tipping(values, weights, 0)

    assert found.below[0] == pytest.approx([0, 0, 0.124172, 0], abs=2e-5)
    assert found.above[0] == pytest.approx([0.512586, 0.592196, 1, 0.155231], abs=2e-5)
