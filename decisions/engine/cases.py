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

from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.draws import Draws
from decisions.engine.model import LEAST_STARS, MOST_STARS
from decisions.engine.tables import Tables

SCORES_AT_A_TIME = 98_304  # numbers in one buffer (384 kB): what the work of one criterion keeps within the cache
SPREAD = (0.05, 0.95)  # between these shares of its cases an alternative's score is shown
LEAST, MOST, NOTHING = np.float32(LEAST_STARS), np.float32(MOST_STARS), np.float32(-np.inf)


@dataclass(frozen=True, eq=False, slots=True)
class Situation:
    """What the cases of each problem have in common, for the alternatives that are compared."""

    shifts: FloatArray  # (problems, alternatives, criteria): stars times share, of answers
    per_share: FloatArray  # (problems, criteria): 1 over the sum of shares; 0 where no question applies
    points: FloatArray  # (problems, criteria): importance, answers' included, or the weights given
    spread: FloatArray  # (problems,)
    slots: FloatArray  # (problems, slots): 1 where a drawn answer adds; see `DrawnAnswers`
    adds_importance: FloatArray  # (problems, 1): 0 where weights are given
    gate_shifts: FloatArray  # (problems, alternatives, criteria, gated): added while the gated question is shown
    gate_points: FloatArray  # (problems, criteria, gated)
    excluded: BoolArray  # (problems, alternatives): by answers
    tests: IntArray  # (problems, tests): how each stands
    undecided: BoolArray  # (problems, rules): they exclude in some cases

    def take(self, rows: slice) -> Self:
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


@dataclass(frozen=True, eq=False, slots=True)
class Chunk:
    """The cases of some problems."""

    rows: slice
    scores: FloatArray  # (problems, alternatives, cases): NOTHING where excluded
    weights: list[FloatArray]  # of each criterion: (problems, cases), not normalised
    some_excluded: bool


def count_cases(table: Tables, drawn: Draws, situation: Situation, *, places: bool) -> Counts:
    """Count in how many cases each alternative comes first, and if wanted who takes which place."""
    problems, (criteria, alternatives, _) = len(situation), drawn.ratings.shape
    among = alternatives if places else 0
    counts = Counts(
        firsts=np.zeros((problems, alternatives), np.int64),
        nothing_left=np.zeros(problems, np.int64),
        ranks=np.zeros((problems, among, among), np.int64),
        wins=np.zeros((problems, among, among), np.int64),
        first_weights=np.zeros((problems, among, criteria)),
        spread=np.full((problems, among, 2), -np.inf),
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
    """Work out the scores of all cases, a few problems at a time. Each chunk is overwritten by the next."""
    _, alternatives, _ = drawn.ratings.shape
    cases = drawn.deviates.shape[-1]
    size = max(1, min(len(situation), SCORES_AT_A_TIME // (alternatives * cases)))
    scores, stars = np.empty((2, size, alternatives, cases), np.float32)
    for start in range(0, len(situation), size):
        rows = slice(start, min(start + size, len(situation)))
        part = situation.take(rows)
        weights = _drawn_weights(drawn, part)
        some_excluded = _score(drawn, part, weights, scores[: len(part)], stars[: len(part)], table)
        yield Chunk(rows, scores[: len(part)], weights, some_excluded)


def _drawn_weights(drawn: Draws, part: Situation) -> list[FloatArray]:
    """Draw the weights of each criterion, not normalised: (problems, cases)."""
    points = [np.maximum(_drawn_points(drawn, part, criterion), 0) for criterion in range(part.points.shape[-1])]
    total = sum(points[1:], points[0])
    all_zero = total == 0
    if all_zero.any():
        points = [np.where(all_zero, np.float32(1), each) for each in points]
    spreads, of_problem = np.unique(part.spread, return_inverse=True)
    factors = np.exp(spreads[:, None, None] * drawn.deviates)
    if len(spreads) == 1:
        of_problem = of_problem[:1]  # one row serves all
    return [each * factors[of_problem, criterion] for criterion, each in enumerate(points)]


def _drawn_points(drawn: Draws, part: Situation, criterion: int) -> FloatArray:
    """Add the importance that drawn answers give one criterion: (problems, cases), or (problems, 1)."""
    points: FloatArray = part.points[:, criterion, None]
    answers = drawn.importance[criterion]
    slots = part.slots[:, answers.slots] * part.adds_importance
    if slots.any():
        points = points + slots @ answers.rows
    while_shown = part.gate_points[:, criterion]
    if while_shown.any():
        points = points + while_shown @ drawn.gates
    return points


def _score(
    drawn: Draws, part: Situation, weights: list[FloatArray], scores: FloatArray, stars: FloatArray, table: Tables
) -> bool:
    """Fill in the scores; say whether anything is excluded."""
    for criterion, weight in enumerate(weights):
        _rate(drawn, part, criterion, stars)
        if criterion == 0:
            np.multiply(stars, weight[:, None], out=scores)
        else:
            stars *= weight[:, None]
            scores += stars
    some_excluded = bool(part.excluded.any())
    if some_excluded:
        scores[part.excluded] = NOTHING
    for rule in np.flatnonzero(part.undecided.any(axis=0)):
        problems = np.flatnonzero(part.undecided[:, rule])
        fires = _fires(table, drawn, part.tests[problems], int(rule))
        for alternative in np.flatnonzero(table.concerns[rule, list(drawn.compared)]):
            scores[problems, alternative] = np.where(fires, NOTHING, scores[problems, alternative])
        some_excluded = True
    return some_excluded


def _rate(drawn: Draws, part: Situation, criterion: int, stars: FloatArray) -> None:
    """Fill in the stars on one criterion: drawn rating plus shift, within the scale."""
    answers = drawn.shifts[criterion]
    slots = part.slots[:, answers.slots]
    while_shown = part.gate_shifts[:, :, criterion]
    certain, per_share = part.shifts[:, :, criterion, None], part.per_share[:, criterion, None, None]
    if slots.any() or while_shown.any():
        np.matmul(slots, answers.rows, out=stars.reshape(len(part), -1))
        stars += certain
        if while_shown.any():
            stars += while_shown @ drawn.gates
        stars *= per_share
        stars += drawn.ratings[criterion]
    else:
        np.add(drawn.ratings[criterion], certain * per_share, out=stars)
    np.clip(stars, LEAST, MOST, out=stars)


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
    reached, so_far = np.zeros(len(scores), np.int64), np.zeros(best.shape, bool)
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
    weights = np.stack(np.broadcast_arrays(*chunk.weights), axis=-1)
    total = weights[..., 0].copy()
    for criterion in range(1, weights.shape[-1]):
        total += weights[..., criterion]
    weights /= total[..., None]
    counts.first_weights[chunk.rows] = (place == 0).astype(np.float32) @ weights
    counts.spread[chunk.rows] = _spread(scores / total[:, None])


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
