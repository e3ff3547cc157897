"""What somebody said of weights, as linear constraints, and weights drawn evenly from all that agree with it.

An order, a range or an answer to a trade-off leaves weights open. They are not turned into one set of numbers, but into
the whole set: non-negative weights that add up to 1 and satisfy what was said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.linalg import null_space
from scipy.optimize import linprog

from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.sampling import uniform_weights

TIGHT = 1e-9  # slack below which a constraint leaves no room
LEAST_ACCEPTED = 0.02  # of uniform draws: below, walking through the set is faster than refusing draws
DRAWS_AT_A_TIME = 16_384
STEPS, STEPS_PER_SQUARE = 50, 5  # of a walk, and for each square of a dimension: the flattest order is then even
STEPS_TO_LEARN = 20  # after which, and again until half way, the walk finds out how long the set is in which direction
NO_ROOM = 1e-300  # stands for none, so that nothing is divided by it


class WeightsContradict(ValueError):
    """No weights agree with everything that was said."""


@dataclass(frozen=True, eq=False, slots=True)
class WeightConstraints:
    """What is known of weights, beside that they are not negative and add up to 1."""

    at_most: FloatArray  # (constraints, criteria): each times the weights is at most 0 …
    limits: FloatArray  # (constraints,): … or this
    exact: BoolArray  # (constraints,): it equals it

    def __and__(self, other: Self) -> Self:
        if self.criteria != other.criteria:
            raise ValueError(f"constraints on {self.criteria} criteria do not go with constraints on {other.criteria}")
        return type(self)(
            np.concatenate([self.at_most, other.at_most]),
            np.concatenate([self.limits, other.limits]),
            np.concatenate([self.exact, other.exact]),
        )

    @property
    def criteria(self) -> int:
        return int(self.at_most.shape[1])

    def allow(self, weights: FloatArray) -> BoolArray:
        """Tell which weights (..., criteria) agree: (...), within rounding."""
        over = weights @ self.at_most.T - self.limits
        agrees: BoolArray = np.all(np.where(self.exact, np.abs(over), over) <= TIGHT, axis=-1)
        return agrees


def nothing_known(criteria: int) -> WeightConstraints:
    """Allow all weights.

    >>> bool(nothing_known(2).allow(np.array([0.1, 0.9])))
    True
    """
    if criteria < 1:
        raise ValueError("there is at least one criterion")
    return WeightConstraints(np.zeros((0, criteria)), np.zeros(0), np.zeros(0, bool))


def all_of(constraints: Iterable[WeightConstraints], criteria: int) -> WeightConstraints:
    """Join any number of statements.

    >>> all_of([], 3).criteria
    3
    """
    joined = nothing_known(criteria)
    for each in constraints:
        joined = joined & each
    return joined


def ratio_at_least(criteria: int, first: int, second: int, ratio: float) -> WeightConstraints:
    """Allow weights of which the first is at least so many times the second.

    >>> ratio_at_least(2, 0, 1, 3.0).allow(np.array([[0.75, 0.25], [0.7, 0.3]]))
    array([ True, False])
    """
    if not 0 <= ratio < np.inf or first == second or not {first, second} <= set(range(criteria)):
        raise ValueError(f"a ratio of {ratio} between criteria {first} and {second} of {criteria}")
    row = np.zeros((1, criteria))
    row[0, first], row[0, second] = -1.0, ratio
    return WeightConstraints(row, np.zeros(1), np.zeros(1, bool))


def in_order(ranks: FloatArray | IntArray) -> WeightConstraints:
    """Allow weights that fall with the rank; criteria of equal rank weigh the same.

    >>> in_order(np.array([2, 1, 2])).allow(np.array([[0.2, 0.6, 0.2], [0.3, 0.5, 0.2], [0.4, 0.2, 0.4]]))
    array([ True, False, False])
    """
    ranks = _ranks(ranks)
    order = np.argsort(ranks, kind="stable")
    rows = np.zeros((len(ranks) - 1, len(ranks)))
    steps = np.arange(len(ranks) - 1)
    rows[steps, order[1:]], rows[steps, order[:-1]] = 1.0, -1.0
    return WeightConstraints(rows, np.zeros(len(steps)), ranks[order[1:]] == ranks[order[:-1]])


def within(low: FloatArray, high: FloatArray) -> WeightConstraints:
    """Allow weights between limits, as shares of the whole.

    Parameters
    ----------
    low, high : (criteria,)
        0 to 1; equal where a weight is known.

    Raises
    ------
    ValueError
        When a low limit exceeds its high one, or a limit lies outside 0 and 1.

    Examples
    --------
    >>> within(np.array([0.2, 0.0]), np.array([0.4, 1.0])).allow(np.array([[0.3, 0.7], [0.5, 0.5]]))
    array([ True, False])
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    if low.shape != high.shape or low.ndim != 1 or not np.all((low >= 0) & (low <= high) & (high <= 1)):
        raise ValueError("limits of weights lie within 0 and 1, the low one not above the high one")
    one = np.eye(len(low))
    known = low == high
    return WeightConstraints(
        np.concatenate([one[~known], -one[~known], one[known]]),
        np.concatenate([high[~known], -low[~known], low[known]]),
        np.repeat([False, True], [2 * np.count_nonzero(~known), np.count_nonzero(known)]),
    )


def swing(low: FloatArray, high: FloatArray) -> WeightConstraints:
    r"""Allow weights by how much the swing of each criterion, from its worst to its best, matters against the largest.

    Parameters
    ----------
    low, high : (criteria,)
        What the swing is worth, as a share of the most important swing: 0 to 1. Equal where it was said exactly. The
        most important one has 1 and 1.

    Returns
    -------
    WeightConstraints

    Raises
    ------
    ValueError
        When no swing is worth exactly 1, a low share exceeds its high one, or a share lies outside 0 and 1.

    Notes
    -----
    :math:`l_c w_{top} \le w_c \le h_c w_{top}` [1]_. If all is exact, the weights are the shares divided by their sum.

    References
    ----------
    .. [1] von Winterfeldt, D. and Edwards, W. (1986). *Decision Analysis and Behavioral Research*, chapter 8. Cambridge
       University Press.

    Examples
    --------
    >>> swing(np.array([1.0, 0.5]), np.array([1.0, 0.8])).allow(np.array([[0.6, 0.4], [0.5, 0.5]]))
    array([ True, False])
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    if low.shape != high.shape or low.ndim != 1 or not np.all((low >= 0) & (low <= high) & (high <= 1)):
        raise ValueError("shares of the largest swing lie within 0 and 1, the low one not above the high one")
    largest = np.flatnonzero(low == 1)
    if not len(largest):
        raise ValueError("one swing is the largest: its share is 1")
    others = np.delete(np.arange(len(low)), largest[0])
    one, top = np.eye(len(low))[others], np.eye(len(low))[largest[0]]
    known = low[others] == high[others]
    above, below = one - high[others, None] * top, low[others, None] * top - one
    return WeightConstraints(
        np.concatenate([above[~known], below[~known], above[known]]),
        np.zeros(len(others) + np.count_nonzero(~known)),
        np.repeat([False, True], [2 * np.count_nonzero(~known), np.count_nonzero(known)]),
    )


def uniform_in_order(ranks: FloatArray | IntArray, count: int, *, seed: int) -> FloatArray:
    r"""Draw weights evenly from all that keep an order of importance, exactly.

    Parameters
    ----------
    ranks : (criteria,)
        A low rank is important; criteria of equal rank weigh the same.
    count : int
        How many.
    seed : int
        The same seed gives the same weights.

    Returns
    -------
    (count, criteria)
        Weights adding up to 1. Their mean comes to the rank order centroid where no ranks are equal.

    Raises
    ------
    ValueError
        When a rank is missing.

    Notes
    -----
    The set is a simplex: its corners give equal weight to the first :math:`k` criteria, and none to the others. Even
    draws from a simplex are its corners mixed in proportions that are even draws themselves. Without equal ranks that
    is the same as to sort uniform weights (Dirichlet spacings).

    References
    ----------
    .. [1] Tervonen, T. and Lahdelma, R. (2007). Implementing stochastic multicriteria acceptability analysis.
       *European Journal of Operational Research* 178(2), 500-513.

    Examples
    --------
    >>> weights = uniform_in_order(np.array([1, 2, 3]), 4096, seed=1)
    >>> bool(np.all(np.diff(weights) <= 0)), weights.mean(axis=0).round(2)
    (True, array([0.61, 0.28, 0.11]))
    """
    ranks = _ranks(ranks)
    corners = np.unique(ranks)[:, None] >= ranks
    mixture = uniform_weights(count, len(corners), seed=seed)
    drawn: FloatArray = mixture @ (corners / corners.sum(axis=-1, keepdims=True))
    return drawn


def uniform_within(known: WeightConstraints, count: int, *, seed: int) -> FloatArray:
    r"""Draw weights evenly from all that agree with what was said.

    Parameters
    ----------
    known
        See `in_order`, `within`, `swing`, `ratio_at_least`; join them with `&`.
    count : int
        How many.
    seed : int
        The same seed gives the same weights.

    Returns
    -------
    (count, criteria)
        Weights adding up to 1. Where only one set of weights is left, it, repeated.

    Raises
    ------
    WeightsContradict
        When no weights agree with everything.

    Notes
    -----
    Uniform draws that do not agree are refused, which is exact; where more than 49 of 50 would be refused, each draw is
    the end of a walk of its own by hit-and-run [1]_: from the middle of the set, again and again to an even draw from
    the line through it in a random direction, after a first part of the walk stretched as the set is.

    References
    ----------
    .. [1] Tervonen, T., van Valkenhoef, G., Baştürk, N. and Postmus, D. (2013). Hit-And-Run enables efficient weight
       generation for simulation-based multiple criteria decision analysis. *European Journal of Operational Research*
       224(3), 552-559.

    Examples
    --------
    >>> known = in_order(np.array([1, 2])) & within(np.array([0.0, 0.2]), np.array([0.7, 1.0]))
    >>> weights = uniform_within(known, 4, seed=1)
    >>> bool(np.all((weights[:, 0] >= 0.5) & (weights[:, 0] <= 0.7)))
    True
    """
    inner = _Inside.of(known)
    if inner.directions.shape[1] == known.criteria - 1:
        accepted = _accepted(known, count, seed)
        if accepted is not None:
            return accepted
    return inner.walk(count, seed)


def most(known: WeightConstraints, gains: FloatArray) -> float:
    """Return the most that a weighted sum can come to under what was said; of several sums, the least of them.

    Parameters
    ----------
    known
        See `uniform_within`.
    gains : (criteria,) or (sums, criteria)
        What each weight brings, in any unit.

    Returns
    -------
    float
        In the unit of the gains: the solution of a linear program.

    Raises
    ------
    WeightsContradict
        When no weights agree with everything.

    Examples
    --------
    >>> round(most(in_order(np.array([1, 2])), np.array([0.0, 1.0])), 9)
    0.5
    >>> round(most(nothing_known(2), np.array([[1.0, 0.0], [0.0, 1.0]])), 9)
    0.5
    """
    gains = np.atleast_2d(np.asarray(gains, float))
    least, exact = np.append(np.zeros(known.criteria), 1.0), known.exact
    _, reached = _solve(
        least,
        faces=np.concatenate(
            [
                np.column_stack([known.at_most[~exact], np.zeros(np.count_nonzero(~exact))]),
                np.column_stack([-gains, np.ones(len(gains))]),
            ]
        ),
        limits=np.concatenate([known.limits[~exact], np.zeros(len(gains))]),
        levels=np.column_stack(
            [
                np.concatenate([known.at_most[exact], np.ones((1, known.criteria))]),
                np.zeros(np.count_nonzero(exact) + 1),
            ]
        ),
        heights=np.append(known.limits[exact], 1.0),
        last=(-np.inf, np.inf),
    )
    return reached


def _solve(
    gains: FloatArray,
    *,
    faces: FloatArray,
    limits: FloatArray,
    levels: FloatArray,
    heights: FloatArray,
    last: tuple[float, float] = (0.0, np.inf),
) -> tuple[FloatArray, float]:
    """Maximise a linear function of numbers that are not negative; the last may have bounds of its own."""
    bounds = [(0.0, np.inf)] * (len(gains) - 1) + [last]
    found = linprog(-gains, A_ub=faces, b_ub=limits, A_eq=levels, b_eq=heights, bounds=bounds, method="highs")
    if found.x is None:
        raise WeightsContradict("no weights agree with everything that was said")
    return np.asarray(found.x, float), float(gains @ found.x)


def _ranks(ranks: FloatArray | IntArray) -> FloatArray:
    numbers: FloatArray = np.asarray(ranks, float)
    if numbers.ndim != 1 or not len(numbers) or not np.all(np.isfinite(numbers)):
        raise ValueError("ranks: every criterion has one, and there is at least one criterion")
    return numbers


def _accepted(known: WeightConstraints, count: int, seed: int) -> FloatArray | None:
    """Refuse uniform draws until there are enough; none when too many would have to be refused."""
    generator = np.random.default_rng(seed)
    kept: list[FloatArray] = []
    drawn, accepted = 0, 0
    while accepted < count:
        exponential = generator.standard_exponential((DRAWS_AT_A_TIME, known.criteria))
        weights = exponential / exponential.sum(axis=-1, keepdims=True)
        kept.append(weights[known.allow(weights)])
        drawn, accepted = drawn + DRAWS_AT_A_TIME, accepted + len(kept[-1])
        if accepted < LEAST_ACCEPTED * drawn:
            return None
    return np.concatenate(kept)[:count]


@dataclass(frozen=True, eq=False, slots=True)
class _Inside:
    """The set of weights as seen from a point in its middle."""

    centre: FloatArray  # (criteria,)
    directions: FloatArray  # (criteria, dimensions): orthonormal, all that lead anywhere
    faces: FloatArray  # (faces, dimensions): what each face loses of its room along each direction
    room: FloatArray  # (faces,): from the centre

    @classmethod
    def of(cls, known: WeightConstraints) -> Self:
        identity = np.eye(known.criteria)
        faces = np.concatenate([-identity, known.at_most[~known.exact]])
        limits = np.concatenate([np.zeros(known.criteria), known.limits[~known.exact]])
        levels = np.concatenate([np.ones((1, known.criteria)), known.at_most[known.exact]])
        heights = np.concatenate([[1.0], known.limits[known.exact]])
        while True:
            directions = np.asarray(null_space(levels, rcond=TIGHT), float)
            centre, radius = _widest(faces, limits, levels, heights, directions)
            if radius > TIGHT or not directions.shape[1]:
                break
            # the set is flat: a face without any room is a level on which all of it lies
            flat = np.array(
                [
                    limit + _solve(-face, faces=faces, limits=limits, levels=levels, heights=heights)[1] <= TIGHT
                    for face, limit in zip(faces, limits, strict=True)
                ]
            )
            levels, heights = np.concatenate([levels, faces[flat]]), np.concatenate([heights, limits[flat]])
            faces, limits = faces[~flat], limits[~flat]
        along = faces @ directions
        met = np.linalg.norm(along, axis=-1) > TIGHT  # a face that runs along all directions is never come nearer to
        return cls(centre, directions, along[met], np.maximum(limits - faces @ centre, 0.0)[met])

    def walk(self, count: int, seed: int) -> FloatArray:
        dimensions = self.directions.shape[1]
        if not dimensions:
            return np.repeat(self.centre[None], count, axis=0)
        generator = np.random.default_rng(seed)
        steps = STEPS + STEPS_PER_SQUARE * dimensions**2
        places, stretch = np.zeros((count, dimensions)), np.eye(dimensions)
        for step in range(steps):
            if step % STEPS_TO_LEARN == 0 and 0 < step <= steps / 2 and count > dimensions:
                spread = np.atleast_2d(np.cov(places, rowvar=False))
                stretch = np.linalg.cholesky(spread + TIGHT * np.trace(spread) * np.eye(dimensions))
            towards = generator.standard_normal((count, dimensions)) @ stretch.T
            left = self.room - places @ self.faces.T
            nearness = (towards @ self.faces.T) / np.maximum(left, NO_ROOM)
            behind, ahead = 1 / nearness.min(axis=-1), 1 / nearness.max(axis=-1)
            places += (behind + generator.random(count) * (ahead - behind))[:, None] * towards
        weights = np.maximum(self.centre + places @ self.directions.T, 0.0)
        return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def _widest(
    faces: FloatArray, limits: FloatArray, levels: FloatArray, heights: FloatArray, directions: FloatArray
) -> tuple[FloatArray, float]:
    """Return the centre and radius of the largest ball between the faces, measured along the directions."""
    steepness = np.linalg.norm(faces @ directions, axis=-1)
    found, radius = _solve(
        np.append(np.zeros(faces.shape[1]), 1.0),
        faces=np.column_stack([faces, steepness]),
        limits=limits,
        levels=np.column_stack([levels, np.zeros(len(levels))]),
        heights=heights,
        last=(0.0, 1.0),
    )
    return found[:-1], radius
