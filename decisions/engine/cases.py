"""How each problem turns out in its cases: the one place where millions of numbers are worked on.

Scores of cases are kept in stars times points, in single precision: only their order within a case matters, and the
noise of sampling is a hundred thousand times larger. All sums that could be grouped in more than one way (drawn answers
over questions) are sums of steps of GRAIN, hence exact; everything else goes element by element, criterion by
criterion. So a problem comes out the same, to the last bit, alone and within a batch.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from decisions.engine.draws import Draws
from decisions.engine.model import LEAST_STARS, MOST_STARS
from decisions.engine.sampling import inverse_triangular
from decisions.engine.tables import Tables
from decisions.engine.weighting import drawn_weights

SCORES_AT_A_TIME = 98_304  # numbers in one buffer: 384 kB stay within the cache
SPREAD = (0.05, 0.95)  # between these shares of its cases an alternative's score is shown
LEAST, MOST, NOTHING = np.float32(LEAST_STARS), np.float32(MOST_STARS), np.float32(-np.inf)


@dataclass(frozen=True, eq=False, slots=True)
class Situation:
    """What the cases of each problem have in common, for the alternatives that are compared."""

    shifts: FloatArray  # (problems, criteria, alternatives): stars times share, of answers
    per_share: FloatArray  # (problems, criteria): 1 over the sum of shares; 0 where no question applies
    points: FloatArray  # (problems, criteria): importance, answers' included, or the weights given
    spread: FloatArray  # (problems,)
    measured: BoolArray  # (problems, measured criteria): the problem's own stars stand for the ratings of a criterion
    measured_stars: FloatArray  # (problems, measured criteria, alternatives, 3): low, typical, high
    regions: ObjectArray  # (problems,): what was said of weights, where it leaves many of them; or None
    is_region: BoolArray  # (problems,)
    slots: FloatArray  # (problems, slots): 1 where a drawn answer adds; see `DrawnAnswers`
    adds_importance: FloatArray  # (problems, 1): 0 where weights are given
    gate_shifts: FloatArray  # (problems, criteria, alternatives, gated): added while the gated question is shown
    gate_points: FloatArray  # (problems, criteria, gated)
    excluded: BoolArray  # (problems, alternatives): by answers
    tests: IntArray  # (problems, tests): how each stands
    undecided: BoolArray  # (problems, rules): they exclude in some cases

    def take(self, rows: slice) -> Self:
        """Return some of the problems."""
        if rows.start == 0 and rows.stop >= len(self):
            return self
        return type(self)(*(getattr(self, each.name)[rows] for each in fields(self)))

    def __len__(self) -> int:
        return len(self.spread)


@dataclass(frozen=True, eq=False, slots=True)
class Counts:
    """In how many cases."""

    firsts: IntArray  # (problems, alternatives)
    nothing_left: IntArray  # (problems,)
    ranks: IntArray  # (problems, alternatives, ranks)
    wins: IntArray  # (problems, alternatives, alternatives)
    first_weights: FloatArray  # (problems, alternatives, criteria): sum of the weights of the cases where it is first
    spread: FloatArray  # (problems, alternatives, 2): scores that 5 % of its cases undercut and exceed; else -inf
    weight_spread: FloatArray  # (problems, criteria, 2): weights that 5 % of the cases undercut and exceed


@dataclass(frozen=True, eq=False, slots=True)
class Chunk:
    """The cases of some problems."""

    rows: slice
    scores: FloatArray  # (problems, alternatives, cases): NOTHING where excluded
    weights: FloatArray  # (problems, criteria, cases): not normalised
    some_excluded: bool


def count_cases(
    table: Tables, drawn: Draws, situation: Situation, *, places: bool, weight_spread: bool = False
) -> Counts:
    """Count in how many cases each alternative comes first, and if wanted who takes which place, and with weights."""
    problems, (criteria, alternatives, _) = len(situation), drawn.ratings.shape
    among, between = alternatives if places else 0, criteria if weight_spread else 0
    counts = Counts(
        firsts=np.zeros((problems, alternatives), np.int64),
        nothing_left=np.zeros(problems, np.int64),
        ranks=np.zeros((problems, among, among), np.int64),
        wins=np.zeros((problems, among, among), np.int64),
        first_weights=np.zeros((problems, among, criteria)),
        spread=np.full((problems, among, 2), -np.inf),
        weight_spread=np.zeros((problems, between, 2)),
    )
    for chunk in chunks(table, drawn, situation):
        if places:
            _count_places(chunk, counts)
        else:
            _count_firsts(chunk, counts)
    return counts


def winners(table: Tables, drawn: Draws, situation: Situation) -> IntArray:
    """Return who comes first in each case, -1 where nothing is left: (problems, cases)."""
    found = np.empty((len(situation), drawn.deviates.shape[-1]), np.int64)
    for chunk in chunks(table, drawn, situation):
        best = chunk.scores.max(axis=1)
        found[chunk.rows] = np.where(best == NOTHING, -1, chunk.scores.argmax(axis=1))
    return found


def chunks(table: Tables, drawn: Draws, situation: Situation) -> Iterator[Chunk]:
    """Work out the scores of all cases, some problems at a time. Each chunk is overwritten by the next."""
    criteria, alternatives, _ = drawn.ratings.shape
    problems, cases = len(situation), drawn.deviates.shape[-1]
    size = max(1, min(problems, SCORES_AT_A_TIME // (alternatives * cases)))  # of scores
    step = max(1, min(problems, SCORES_AT_A_TIME // (criteria * alternatives * cases)))  # of stars
    scores = np.empty((size, alternatives, cases), np.float32)
    weights = np.empty((size, criteria, cases), np.float32)
    stars = np.empty((step, criteria, alternatives, cases), np.float32)
    for start in range(0, problems, size):
        chunk = situation.take(slice(start, start + size))
        for first in range(0, len(chunk), step):
            part = chunk.take(slice(first, first + step))
            rows = slice(first, first + len(part))
            _weigh(drawn, part, weights[rows])
            _rate(drawn, part, stars[: len(part)])
            _add_up(stars[: len(part)], weights[rows], scores[rows])
        filled = scores[: len(chunk)]
        some_excluded = _exclude(table, drawn, chunk, filled)
        yield Chunk(slice(start, start + len(chunk)), filled, weights[: len(chunk)], some_excluded)


def _weigh(drawn: Draws, part: Situation, weights: FloatArray) -> None:
    """Fill in the weights, not normalised."""
    points = part.points[..., None]
    added = (part.slots * part.adds_importance).any(axis=0)
    criteria = np.flatnonzero(drawn.adds_importance @ added) if added.any() else ()
    while_shown = bool(part.gate_points.any())
    if len(criteria) or while_shown:
        points = np.repeat(points, weights.shape[-1], axis=-1)
    for criterion in criteria:
        answers = drawn.importance[criterion]
        points[:, criterion] += (part.slots * part.adds_importance)[:, answers.slots] @ answers.rows
    if while_shown:
        points += part.gate_points @ drawn.gates
    points = np.maximum(points, 0)
    all_zero = ~points.any(axis=1, keepdims=True)
    if all_zero.any():
        points = np.where(all_zero, np.float32(1), points)
    np.multiply(points, _factors(drawn, part.spread), out=weights)
    rows = np.flatnonzero(part.is_region)
    if len(rows):
        weights[rows] = _agreeing(drawn, part.regions[rows])


def _agreeing(drawn: Draws, regions: ObjectArray) -> FloatArray:
    """Draw weights that agree with what was said, once for each thing that was: (problems, criteria, cases)."""
    place = {region: number for number, region in enumerate(dict.fromkeys(regions))}
    weights = drawn_weights(tuple(place), drawn.criteria, drawn.points, seed=drawn.seed)
    each: FloatArray = weights[[place[region] for region in regions]]
    return each


def _factors(drawn: Draws, spread: FloatArray) -> FloatArray:
    """Draw by what factor each weight is off, once for each spread: (problems or 1, criteria, cases)."""
    if (spread == spread[0]).all():
        alike: FloatArray = np.exp(spread[:1, None, None] * drawn.deviates)
        return alike
    spreads, of_problem = np.unique(spread, return_inverse=True)
    each: FloatArray = np.exp(spreads[:, None, None] * drawn.deviates)[of_problem]
    return each


def _rate(drawn: Draws, part: Situation, stars: FloatArray) -> None:
    """Fill in the stars: drawn ratings plus shifts, within the scale."""
    ratings = _ratings(drawn, part)
    per_share, added = part.per_share[..., None], part.slots.any(axis=0)
    criteria = np.flatnonzero(drawn.adds_shift @ added) if added.any() else ()
    while_shown = bool(part.gate_shifts.any())
    if len(criteria) or while_shown:
        stars[:] = part.shifts[..., None]
        for criterion in criteria:
            answers = drawn.shifts[criterion]
            shifts = part.slots[:, answers.slots] @ answers.rows
            stars[:, criterion] += shifts.reshape(stars[:, criterion].shape)
        if while_shown:
            stars += part.gate_shifts @ drawn.gates
        stars *= per_share[..., None]
        stars += ratings
    else:
        np.add(ratings, (part.shifts * per_share)[..., None], out=stars)
    stars.clip(LEAST, MOST, out=stars)


def _ratings(drawn: Draws, part: Situation) -> FloatArray:
    """Return the drawn ratings, those of measured criteria by the problem's own: ([problems,] criteria, …)."""
    if not part.measured.any():
        return drawn.ratings
    criteria, alternatives, _ = drawn.ratings.shape
    shape = len(part), criteria, alternatives, drawn.deviates.shape[-1]
    ratings = np.broadcast_to(drawn.ratings, shape).copy()
    for place, criterion in enumerate(drawn.measured):
        rows = np.flatnonzero(part.measured[:, place])
        low, typical, high = np.moveaxis(part.measured_stars[rows, place], -1, 0)[..., None]
        ratings[rows, criterion] = inverse_triangular(drawn.chances[place], low, typical, high)
    return ratings


def _add_up(stars: FloatArray, weights: FloatArray, scores: FloatArray) -> None:
    """Fill in the scores, criterion by criterion: the sum runs along an axis that is never the innermost."""
    stars *= weights[:, :, None]
    np.add.reduce(stars, axis=1, out=scores)


def _exclude(table: Tables, drawn: Draws, chunk: Situation, scores: FloatArray) -> bool:
    """Strike out what rules exclude; say whether there is anything."""
    some_excluded = bool(chunk.excluded.any())
    if some_excluded:
        scores[chunk.excluded] = NOTHING
    for rule in np.flatnonzero(chunk.undecided.any(axis=0)):
        problems = np.flatnonzero(chunk.undecided[:, rule])
        fires = _fires(table, drawn, chunk.tests[problems], int(rule))
        for alternative in np.flatnonzero(table.concerns[rule, list(drawn.compared)]):
            scores[problems, alternative] = np.where(fires, NOTHING, scores[problems, alternative])
        some_excluded = True
    return some_excluded


def _fires(table: Tables, drawn: Draws, tests: IntArray, rule: int) -> BoolArray:
    """Tell in which cases a rule holds: (problems, cases)."""
    fires = np.ones((len(tests), drawn.deviates.shape[-1]), bool)
    for test in np.flatnonzero(table.when[:, rule]):
        fires &= drawn.tests[test, tests[:, test]]
    for test in np.flatnonzero(table.unless[:, rule]):
        fires &= ~drawn.tests[test, tests[:, test]]
    return fires


def _count_firsts(chunk: Chunk, counts: Counts) -> None:
    scores, alternatives = chunk.scores, chunk.scores.shape[1]
    best = scores[:, 0]
    for alternative in range(1, alternatives):
        best = np.maximum(best, scores[:, alternative])
    left = _count(best > NOTHING) if chunk.some_excluded else np.full(len(scores), best.shape[-1])
    counts.nothing_left[chunk.rows] = best.shape[-1] - left
    reached: IntArray = np.zeros(len(scores), np.int64)
    so_far = np.zeros(best.shape, bool)
    for alternative in range(alternatives - 1):  # equals: the first in the order of the model
        so_far |= scores[:, alternative] == best
        now = _count(so_far & (best > NOTHING) if chunk.some_excluded else so_far)
        counts.firsts[chunk.rows, alternative] = now - reached
        reached = now
    counts.firsts[chunk.rows, alternatives - 1] = left - reached


def _count_places(chunk: Chunk, counts: Counts) -> None:
    scores, alternatives = chunk.scores, chunk.scores.shape[1]
    place = np.zeros(scores.shape, np.int8)
    for one in range(alternatives):
        for other in range(one + 1, alternatives):
            ahead = scores[:, one] >= scores[:, other]
            place[:, other] += ahead
            place[:, one] += ~ahead
            if chunk.some_excluded:
                behind = ~ahead
                ahead &= scores[:, one] > NOTHING
                counts.wins[chunk.rows, one, other] = _count(ahead)
                counts.wins[chunk.rows, other, one] = _count(behind)
            else:
                counts.wins[chunk.rows, one, other] = (won := _count(ahead))
                counts.wins[chunk.rows, other, one] = scores.shape[-1] - won
    if chunk.some_excluded:
        place[scores == NOTHING] = -1
    for rank in range(alternatives):
        counts.ranks[chunk.rows, :, rank] = _count(place == rank)
    counts.firsts[chunk.rows] = counts.ranks[chunk.rows, :, 0]
    counts.nothing_left[chunk.rows] = scores.shape[-1] - counts.firsts[chunk.rows].sum(axis=-1)
    total = np.add.reduce(chunk.weights, axis=1, keepdims=True)
    chunk.weights[:] /= total
    counts.first_weights[chunk.rows] = (place == 0).astype(np.float32) @ chunk.weights.swapaxes(1, 2)
    counts.spread[chunk.rows] = _spread(scores / total)
    if counts.weight_spread.shape[1]:
        ends = np.round(np.array(SPREAD) * (scores.shape[-1] - 1)).astype(np.int64)
        counts.weight_spread[chunk.rows] = np.sort(chunk.weights, axis=-1)[..., ends]


def _spread(stars: FloatArray) -> FloatArray:
    """Find the scores that 5 % of the cases undercut and exceed, over the cases that do not exclude.

    Parameters
    ----------
    stars : (problems, alternatives, cases)
        Weighted stars, `NOTHING` where excluded.

    Returns
    -------
    (problems, alternatives, 2)
        Scores from 0 to 1; `-inf` where every case excludes.
    """
    cases = stars.shape[-1]
    ordered = np.sort(stars, axis=-1)  # excluded cases come first
    left = _count(ordered > NOTHING)[..., None]
    places = np.round(np.array(SPREAD) * np.maximum(left - 1, 0)).astype(np.int64) + cases - np.maximum(left, 1)
    found: FloatArray = (np.take_along_axis(ordered, places, axis=-1).astype(float) - LEAST_STARS) / (
        MOST_STARS - LEAST_STARS
    )
    return found


def _count(holds: BoolArray) -> IntArray:
    """Count along the last axis; five times faster than count_nonzero, which goes by way of 64 bits."""
    counted: IntArray = np.add.reduce(holds.view(np.uint8), axis=-1, dtype=np.uint32)
    return counted.astype(np.int64)
