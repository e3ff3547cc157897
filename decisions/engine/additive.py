"""The additive model: values, weights, scores and order."""

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.model import LEAST_STARS, MOST_STARS

SCORE_DIGITS = 10  # beyond these, scores differ only by the order of their sums


def values_of(stars: FloatArray) -> FloatArray:
    r"""Turn stars into values.

    Parameters
    ----------
    stars : (...)
        Ratings in stars, 1 to 5.

    Returns
    -------
    (...)
        Values from 0 (one star) to 1 (five stars).

    Notes
    -----
    :math:`v = (s - 1) / 4`: stars are read as a scale of equal steps.

    Examples
    --------
    >>> values_of(np.array([1.0, 2.0, 5.0]))
    array([0.  , 0.25, 1.  ])
    """
    return (stars - LEAST_STARS) / (MOST_STARS - LEAST_STARS)


def stars_of(values: FloatArray) -> FloatArray:
    r"""Turn values into stars: the inverse of `values_of`, :math:`s = 1 + 4 v`.

    >>> stars_of(np.array([0.0, 0.25, 1.0]))
    array([1., 2., 5.])
    """
    return LEAST_STARS + (MOST_STARS - LEAST_STARS) * values


def normalise(points: FloatArray) -> tuple[FloatArray, BoolArray]:
    r"""Turn points of importance into weights.

    Parameters
    ----------
    points : (..., criteria)
        Not negative, in any unit.

    Returns
    -------
    weights : (..., criteria)
        Shares of the points, adding up to 1; equal where nothing has points.
    all_zero : (...)
        Where nothing had points.

    Notes
    -----
    :math:`w_c = p_c / \sum_k p_k`.

    Examples
    --------
    >>> weights, all_zero = normalise(np.array([[3.0, 1.0], [0.0, 0.0]]))
    >>> weights
    array([[0.75, 0.25],
           [0.5 , 0.5 ]])
    >>> all_zero
    array([False,  True])
    """
    all_zero = ~np.any(points > 0, axis=-1)
    points = np.where(all_zero[..., None], 1.0, points)
    return points / sum_over_criteria(points)[..., None], all_zero


def sum_over_criteria(terms: FloatArray) -> FloatArray:
    """Add up the last axis, one criterion after another.

    A plain sum may group its terms by the shape of the whole array; this one adds them in the same order for one
    problem as for many, so that both give the same last bit.

    >>> sum_over_criteria(np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([3., 7.])
    """
    total: FloatArray = terms[..., 0].copy()
    for criterion in range(1, terms.shape[-1]):
        total += terms[..., criterion]
    return total


def weighted_sum(values: FloatArray, weights: FloatArray) -> FloatArray:
    r"""Score each alternative with the additive model.

    Parameters
    ----------
    values : (..., alternatives, criteria)
        Values from 0 (worst) to 1 (best).
    weights : (..., criteria)
        Non-negative, summing to 1. See `normalise`.

    Returns
    -------
    (..., alternatives)
        Scores from 0 to 1.

    Notes
    -----
    :math:`V(a) = \sum_c w_c v_c(a)` [1]_. The model is compensatory: a strong criterion makes up for a weak one. What
    must not be made up for is a rule, not a low weight.

    References
    ----------
    .. [1] Keeney, R. L. and Raiffa, H. (1976). *Decisions with Multiple Objectives*, chapter 3. Wiley.

    Examples
    --------
    >>> values = np.array([[1.0, 0.0], [0.5, 0.5]])
    >>> weighted_sum(values, np.array([0.75, 0.25]))
    array([0.75, 0.5 ])
    """
    return sum_over_criteria(values * weights[..., None, :])


def order_by_score(scores: FloatArray, tier: IntArray | BoolArray) -> IntArray:
    """List the alternatives from the first to the last.

    Parameters
    ----------
    scores : (..., alternatives)
        Scores from 0 to 1.
    tier : (..., alternatives)
        Whole numbers: a higher tier stands after every lower one, whatever its scores.

    Returns
    -------
    (..., alternatives)
        Alternatives in order of tier, then score; ties in the order of the model.

    Examples
    --------
    >>> order_by_score(np.array([0.2, 0.7, 0.7, 0.9]), np.array([0, 0, 0, 1]))
    array([1, 2, 0, 3])
    """
    order: IntArray = np.argsort(2.0 * tier - np.round(scores, SCORE_DIGITS), axis=-1, kind="stable")
    return order


def competition_ranks(scores: FloatArray) -> IntArray:
    """Number the places, 1 for the highest score; equals share the better place.

    Parameters
    ----------
    scores : (..., alternatives)

    Returns
    -------
    (..., alternatives)
        Standard competition ranks: 1, 2, 2, 4.

    Examples
    --------
    >>> competition_ranks(np.array([21.5, 22.0, 22.0]))
    array([3, 1, 1])
    """
    rounded = np.round(scores, SCORE_DIGITS)
    ranks: IntArray = 1 + np.count_nonzero(rounded[..., None, :] > rounded[..., :, None], axis=-1)
    return ranks
