"""Five methods side by side: whether they order the alternatives alike, and where they part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from decisions.engine.additive import competition_ranks, order_by_score, stars_of, weighted_sum
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.methods.preference import Preference
from decisions.engine.methods.promethee import promethee
from decisions.engine.methods.topsis import topsis
from decisions.engine.methods.vikor import vikor
from decisions.engine.methods.weighted import weighted_product

MethodName = Literal["weighted_sum", "topsis", "vikor", "promethee_ii", "weighted_product"]
METHODS: tuple[MethodName, ...] = get_args(MethodName)
RELATIVE: tuple[MethodName, ...] = ("topsis", "vikor", "promethee_ii")  # what stands beside one changes its score
Method = Callable[[FloatArray, FloatArray], FloatArray]


@dataclass(frozen=True, eq=False, slots=True)
class Agreement:
    """What each method says. The axis of methods is in the order of `METHODS`; the first is the weighted sum."""

    scores: FloatArray  # (..., methods, alternatives): each in its own unit, more is better
    ranks: IntArray  # (..., methods, alternatives): equals share the better place
    order: IntArray  # (..., methods, alternatives): from the first to the last, equals in the order of the model
    same_leader: BoolArray  # (...): our leader is first, alone or with others, by every method
    same_order: BoolArray  # (...): no pair is disputed
    ahead: IntArray  # (..., alternatives, alternatives): number of methods that put the row ahead of the column
    disputed: BoolArray  # (..., alternatives, alternatives): some put one of the two ahead, some the other
    speaks_for: (
        IntArray  # (..., methods): the criterion that speaks most for its leader against ours; -1 where ours leads
    )


def methods(preferences: Sequence[Preference] | Preference) -> dict[MethodName, Method]:
    """Return the five methods, in the order of `METHODS`.

    Parameters
    ----------
    preferences
        For PROMETHEE: a preference function for each criterion, or one for all, with thresholds in values.

    Returns
    -------
    dict of functions
        Each takes values (..., alternatives, criteria), 0 to 1, and weights (..., criteria), and gives scores
        (..., alternatives), each in its own unit, more is better. The product reads values as stars, 1 to 5, because it
        needs a scale whose worst is not 0.

    Examples
    --------
    >>> from decisions.engine.methods.preference import usual
    >>> methods(usual())["weighted_product"](np.array([[0.0, 1.0]]), np.array([0.5, 0.5])).round(3)
    array([2.236])
    """

    def least_regret(values: FloatArray, weights: FloatArray) -> FloatArray:
        return -vikor(values, weights).index

    def net_flow(values: FloatArray, weights: FloatArray) -> FloatArray:
        return promethee(values, weights, preferences).net

    def product_of_stars(values: FloatArray, weights: FloatArray) -> FloatArray:
        return weighted_product(stars_of(values), weights)

    return {
        "weighted_sum": weighted_sum,
        "topsis": topsis,
        "vikor": least_regret,
        "promethee_ii": net_flow,
        "weighted_product": product_of_stars,
    }


def agreement(values: FloatArray, weights: FloatArray, preferences: Sequence[Preference] | Preference) -> Agreement:
    r"""Order the alternatives by five methods and compare the orders.

    Parameters
    ----------
    values : (..., alternatives, criteria)
        From 0 (worst) to 1 (best).
    weights : (..., criteria)
        Adding up to 1.
    preferences
        For PROMETHEE: a preference function for each criterion, or one for all, with thresholds in values.

    Returns
    -------
    Agreement
        With one alternative, or none to tell apart, all agree.

    Raises
    ------
    ValueError
        When a value is missing or infinite, a weight negative, or a shape does not fit.

    Notes
    -----
    The weighted sum and PROMETHEE take values as they are, TOPSIS (``vector``) and VIKOR (:math:`v = 0.5`) against
    what the alternatives reach, and the product takes them as stars, 1 to 5, because a product needs a scale whose
    worst is not 0. Methods part where one alternative is even and the other uneven: the sum lets a strong criterion
    make up for a weak one, VIKOR and the product do so less, and PROMETHEE counts no difference beyond its threshold.
    What speaks most for alternative :math:`k` against :math:`l` is the criterion with the largest
    :math:`w_c (v_{kc} - v_{lc})`.

    Examples
    --------
    >>> from decisions.engine.methods.preference import linear
    >>> uneven_and_even = np.array([[1.0, 0.1], [0.5, 0.5]])
    >>> found = agreement(uneven_and_even, np.array([0.52, 0.48]), linear(0.0, 0.25))
    >>> dict(zip(METHODS, found.order[:, 0].tolist()))
    {'weighted_sum': 0, 'topsis': 1, 'vikor': 0, 'promethee_ii': 0, 'weighted_product': 1}
    >>> found.same_leader, found.speaks_for
    (np.False_, array([-1,  1, -1, -1,  1]))
    """
    values, weights = np.asarray(values, float), np.asarray(weights, float)
    scores = np.stack([method(values, weights) for method in methods(preferences).values()], axis=-2)
    order = order_by_score(scores, np.zeros(scores.shape, int))
    ranks = competition_ranks(scores)
    ahead = np.count_nonzero(ranks[..., :, None] < ranks[..., None, :], axis=-3)
    disputed: BoolArray = (ahead > 0) & (np.swapaxes(ahead, -1, -2) > 0)
    ours = order[..., :1, 0]
    ours_leads: BoolArray = np.take_along_axis(ranks, ours[..., None], axis=-1)[..., 0] == 1
    leaders = np.where(ours_leads, ours, order[..., 0])
    weighted = values * weights[..., None, :]
    gains = np.take_along_axis(weighted, leaders[..., None], axis=-2)
    gains = gains - np.take_along_axis(weighted, ours[..., None], axis=-2)
    return Agreement(
        scores=scores,
        ranks=ranks,
        order=order,
        same_leader=np.all(ours_leads, axis=-1),
        same_order=~np.any(disputed, axis=(-1, -2)),
        ahead=ahead,
        disputed=disputed,
        speaks_for=np.where(ours_leads, -1, gains.argmax(axis=-1)),
    )
