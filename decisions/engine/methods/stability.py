"""How far one weight may move before the first place, or any place, changes hands."""

from dataclasses import dataclass

import numpy as np

from decisions.engine.additive import SCORE_DIGITS
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.methods.columns import add_criteria, over_problems

WHOLE_WEIGHT = 1 - 1e-12  # from here on nothing is left of the other weights whose proportions could be kept
LEVEL = 1e-12  # of a score: alternatives this near are level, and the next step in weight decides between them
NEVER = 1e-300  # what divides by it lies far beyond the scale


@dataclass(frozen=True, eq=False, slots=True)
class WeightIntervals:
    """Within which weights of each criterion, the others keeping their proportions, nothing changes. 0..1."""

    low: FloatArray  # (..., criteria)
    high: FloatArray  # (..., criteria)


def winner_intervals(values: FloatArray, weights: FloatArray) -> WeightIntervals:
    r"""Find how far the weight of each criterion may move while the first stays first.

    Parameters
    ----------
    values : (..., alternatives, criteria)
        Whatever the score is a weighted sum of: values, or the unicriterion net flows of PROMETHEE.
    weights : (..., criteria)
        Not negative, in any unit; only their proportions count. All zero means equal.

    Returns
    -------
    WeightIntervals
        The weight itself lies within. Of equal scores the first in the order of the alternatives is the winner; one
        level with it ends the interval at the weight on the side where it would lead. One alternative alone, one
        criterion alone, and alternatives with equal values bring no limit: 0 and 1.

    Raises
    ------
    ValueError
        When a value is missing or infinite, a weight negative, or a shape does not fit.

    Notes
    -----
    As one weight moves from :math:`w_c` to :math:`t` and the others keep their proportions, the lead over a rival is
    :math:`t d + (1 - t) r`, with :math:`d` the lead if only :math:`c` counted and :math:`r = (D - w_c d) / (1 - w_c)`
    the lead if it did not count, :math:`D` being the lead as it is. It is 0 at :math:`t = r / (r - d) =
    w_c - (1 - w_c) / (d / D - 1)`. So of all rivals the one with the largest :math:`d / D` limits the weight from
    below if that exceeds 1, and the one with the smallest from above if that is negative [1]_. With :math:`w_c = 1`
    the others are raised equally.

    References
    ----------
    .. [1] Mareschal, B. (1988). Weight stability intervals in multicriteria decision aid. *European Journal of
       Operational Research* 33(1), 54-64.

    Examples
    --------
    The first leads by 0.7 - 0.3 as long as its criterion weighs at least half.

    >>> found = winner_intervals(np.eye(2), np.array([0.7, 0.3]))
    >>> found.low, found.high
    (array([0.5, 0. ]), array([1. , 0.5]))
    """

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        scores = add_criteria(columns * weights[:, None])
        first = np.round(scores, SCORE_DIGITS).argmax(axis=0)
        cells = first * first.size + np.arange(first.size).reshape(first.shape)  # faster than taking along an axis
        leads = np.take(scores, cells) - scores
        np.subtract(np.take(columns.reshape(len(columns), -1), cells, axis=1)[:, None], columns, out=columns)
        return _limits(columns, leads, weights)

    outcome = over_problems(kernel, values, weights)
    return WeightIntervals(outcome[..., 0], outcome[..., 1])


def order_intervals(values: FloatArray, weights: FloatArray) -> WeightIntervals:
    r"""Find how far the weight of each criterion may move while all keep their places.

    Parameters, returns, errors as `winner_intervals`; equals are in the order of the alternatives.

    Notes
    -----
    The order holds while each alternative stays ahead of the next; see `winner_intervals` for each such pair [1]_.

    References
    ----------
    .. [1] Mareschal, B. (1988). Weight stability intervals in multicriteria decision aid. *European Journal of
       Operational Research* 33(1), 54-64.

    Examples
    --------
    >>> found = order_intervals(np.array([[1.0, 0.0], [0.0, 1.0], [0.2, 0.2]]), np.array([0.7, 0.3]))
    >>> found.low.round(4), found.high.round(4)
    (array([0.5, 0.2]), array([0.8, 0.5]))
    """

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        scores = add_criteria(columns * weights[:, None])
        order = np.argsort(-np.round(scores, SCORE_DIGITS), axis=0, kind="stable")
        ordered, placed = np.take_along_axis(scores, order, axis=0), np.take_along_axis(columns, order[None], axis=1)
        return _limits(placed[:, :-1] - placed[:, 1:], ordered[:-1] - ordered[1:], weights)

    outcome = over_problems(kernel, values, weights)
    return WeightIntervals(outcome[..., 0], outcome[..., 1])


@dataclass(frozen=True, eq=False, slots=True)
class CriticalChanges:
    """What it takes to level two alternatives by one weight. Infinite where that weight cannot do it."""

    taken: FloatArray  # (..., alternatives, alternatives, criteria): from the weight, before all are renormalised
    share: FloatArray  # (..., alternatives, alternatives, criteria): the same, of the weight; negative: it must grow

    def smallest(self, first: IntArray | None = None) -> tuple[IntArray, FloatArray]:
        """Return the most critical criterion (...) and the size of its change, as a share of its weight.

        Over all pairs, or those with one alternative (...), as the first. Infinite where no weight can do it.
        """
        sizes = np.abs(self.share)
        if first is not None:
            sizes = np.take_along_axis(sizes, first[..., None, None, None], axis=-3)
        by_criterion = sizes.min(axis=(-3, -2))
        return by_criterion.argmin(axis=-1), by_criterion.min(axis=-1)


def critical_changes(values: FloatArray, weights: FloatArray) -> CriticalChanges:
    r"""Find by how much each weight alone must fall or rise until two alternatives are level.

    Parameters
    ----------
    values : (..., alternatives, criteria)
        From 0 to 1.
    weights : (..., criteria)
        Not negative, in any unit; only their proportions count. All zero means equal.

    Returns
    -------
    CriticalChanges
        Infinite on the diagonal, where both have the same value, where the weight would have to fall below 0, and as a
        share of a weight of 0.

    Raises
    ------
    ValueError
        When a value is missing or infinite, a weight negative, or a shape does not fit.

    Notes
    -----
    :math:`\delta_{cab} = (V(a) - V(b)) / (v_{ac} - v_{bc})` is taken from weight :math:`c`, if it is no more than
    that; then all are renormalised, which moves no order. The criterion with the smallest share of its weight is the
    critical one, over all pairs or those with the first place [1]_.

    References
    ----------
    .. [1] Triantaphyllou, E. and Sánchez, A. (1997). A sensitivity analysis approach for some deterministic
       multi-criteria decision-making methods. *Decision Sciences* 28(1), 151-194.

    Examples
    --------
    >>> found = critical_changes(np.eye(2), np.array([0.75, 0.25]))
    >>> found.taken[0, 1]
    array([ 0.5, -0.5])
    >>> found.smallest()
    (np.int64(0), np.float64(0.6666666666666666))
    """

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        scores, weight = add_criteria(columns * weights[:, None]), weights[:, None, None]
        apart = columns[:, None] - columns[:, :, None]
        differs = apart != 0
        taken = np.where(differs, (scores - scores[:, None]) / np.where(differs, apart, 1.0), np.inf)
        taken = np.where(taken > weight, np.inf, taken)
        share = np.where(weight > 0, taken / np.where(weight > 0, weight, 1.0), np.inf)
        return np.stack([taken, share])

    outcome = over_problems(kernel, values, weights)
    return CriticalChanges(outcome[..., 0], outcome[..., 1])


def _limits(apart: FloatArray, leads: FloatArray, weights: FloatArray) -> FloatArray:
    """Return lower and upper limits (2, criteria, problems).

    Takes differences (criteria, pairs, problems) of values, which it overwrites, and leads (pairs, problems) of scores,
    first over second.
    """
    if len(weights) == 1:
        return np.stack([np.zeros(weights.shape), np.ones(weights.shape)])
    whole = weights > WHOLE_WEIGHT
    limits_of_whole = _limits_of_whole(apart) if whole.any() else None
    apart *= 1 / np.maximum(leads, LEVEL)
    rest = 1 - weights
    limits = np.empty((2, *weights.shape))
    over = np.maximum.reduce(apart, axis=1, initial=1.0) - 1
    np.maximum(weights - rest / np.maximum(over, NEVER), 0.0, out=limits[0])
    under = np.minimum.reduce(apart, axis=1, initial=0.0) - 1
    np.minimum(weights - rest / under, 1.0, out=limits[1])
    return limits if limits_of_whole is None else np.where(whole, limits_of_whole, limits)


def _limits_of_whole(apart: FloatArray) -> FloatArray:
    """Return the limits (2, criteria, problems) where a criterion has all the weight, and may lose it equally."""
    equally = (add_criteria(apart) - apart) / (len(apart) - 1)
    reach = np.maximum(np.where(equally < 0, apart - equally, 1.0), NEVER)  # of other criteria it may be anything
    low = np.where(equally < 0, -equally / reach, 0.0).max(axis=1, initial=0.0)
    return np.stack([np.minimum(low, 1.0), np.ones(low.shape)])
