"""VIKOR: a compromise between the good of all criteria together and the pain of the worst one."""

from dataclasses import dataclass

import numpy as np

from decisions.engine.additive import SCORE_DIGITS, competition_ranks
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.methods.columns import add_criteria, over_problems
from decisions.engine.methods.normalisation import extent


@dataclass(frozen=True, eq=False, slots=True)
class Vikor:
    """Regrets of each alternative, and whom one may settle on. Less is better in all three indices."""

    group_regret: FloatArray  # (..., alternatives): S, weighted sum of regrets; 0..1
    worst_regret: FloatArray  # (..., alternatives): R, the largest weighted regret; 0..1
    index: FloatArray  # (..., alternatives): Q, the compromise between both; 0..1
    ranks: IntArray  # (..., alternatives): by Q, equals share the better place
    acceptable_advantage: BoolArray  # (...): the first leads the second by enough
    acceptable_stability: BoolArray  # (...): the first by Q comes first by S or by R too
    compromise: BoolArray  # (..., alternatives): one of them is the first alone only when both conditions hold


def vikor(
    measures: FloatArray, weights: FloatArray, maximise: BoolArray | None = None, *, strategy: float = 0.5
) -> Vikor:
    r"""Rank by regret, and say between whom it leaves the choice.

    Parameters
    ----------
    measures : (..., alternatives, criteria)
        In any unit, finite.
    weights : (..., criteria)
        Not negative, in any unit; only their proportions count. All zero means equal.
    maximise : (criteria,)
        Where more is better; left out: everywhere.
    strategy
        0..1, the weight :math:`v` of group regret against worst regret.

    Returns
    -------
    Vikor
        A criterion on which all are equal, or without weight, brings no regret. Where all have the same group regret
        (or worst regret), that part of the index is 0 for all. One alternative alone is the compromise.

    Raises
    ------
    ValueError
        When a measure is missing or infinite, a weight negative, the strategy outside 0..1, or a shape does not fit.

    Notes
    -----
    The regret on a criterion is :math:`w_c (f^*_c - f_{ac}) / (f^*_c - f^-_c)`, from the best :math:`f^*` to the worst
    :math:`f^-`. :math:`S` adds the regrets up, :math:`R` takes the largest,
    :math:`Q = v (S - S^*) / (S^- - S^*) + (1 - v)(R - R^*) / (R^- - R^*)` [1]_. Advantage is acceptable when the
    second by Q is at least :math:`1 / (m - 1)` behind, with :math:`m` alternatives. Without it the compromise holds
    all who are not; with it, but without stability, the first and the second (and all level with it).

    References
    ----------
    .. [1] Opricovic, S. and Tzeng, G. H. (2004). Compromise solution by MCDM methods: a comparative analysis of VIKOR
       and TOPSIS. *European Journal of Operational Research* 156(2), 445-455.

    Examples
    --------
    >>> risk_and_altitude = np.array([[1.0, 3000.0], [2.0, 3750.0], [5.0, 4500.0]])
    >>> climb = vikor(risk_and_altitude, np.array([0.5, 0.5]), np.array([False, True]))
    >>> climb.index
    array([1., 0., 1.])
    >>> climb.compromise
    array([False,  True, False])
    """
    if not 0 <= strategy <= 1:
        raise ValueError(f"strategy: {strategy} lies outside 0 and 1")

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        _, reach = extent(columns)
        np.subtract(np.maximum.reduce(columns, axis=1)[:, None], columns, out=columns)
        columns *= (weights / reach)[:, None]
        group, worst = add_criteria(columns), np.maximum.reduce(columns, axis=0)
        index = strategy * _from_best(group) + (1 - strategy) * _from_best(worst)
        return np.stack([index, worst, group])

    outcome = over_problems(kernel, measures, weights, maximise)
    index, worst, group = outcome[..., 0], outcome[..., 1], outcome[..., 2]
    return _settle(group, worst, index)


def _from_best(regret: FloatArray) -> FloatArray:
    """Place regrets (alternatives, problems) between the best, 0, and the worst, 1; 0 where all are equal."""
    best = np.minimum.reduce(regret, axis=0)
    spread = np.maximum.reduce(regret, axis=0) - best
    differs = spread > 10.0**-SCORE_DIGITS
    return np.where(differs, (regret - best) / np.where(differs, spread, 1.0), 0.0)


def _settle(group: FloatArray, worst: FloatArray, index: FloatArray) -> Vikor:
    alternatives = index.shape[-1]
    placed = np.round(index, SCORE_DIGITS)
    order = np.argsort(placed, axis=-1, kind="stable")
    behind = np.round(placed - np.take_along_axis(placed, order[..., :1], axis=-1), SCORE_DIGITS)
    if alternatives == 1:
        alone = np.ones(index.shape[:-1], bool)
        return Vikor(group, worst, index, np.ones(index.shape, int), alone, alone.copy(), np.ones(index.shape, bool))
    needed = np.round(1 / (alternatives - 1), SCORE_DIGITS)
    second = np.take_along_axis(behind, order[..., 1:2], axis=-1)
    advantage = second >= needed
    stability = _comes_first(group, order) | _comes_first(worst, order)
    by_stability = np.where(stability, behind <= 0, behind <= second)
    compromise = np.where(advantage, by_stability, behind < needed)
    return Vikor(group, worst, index, competition_ranks(-placed), advantage[..., 0], stability[..., 0], compromise)


def _comes_first(regret: FloatArray, order: IntArray) -> BoolArray:
    """Tell whether the first by Q has the least regret, ties included: (..., 1)."""
    regret = np.round(regret, SCORE_DIGITS)
    least: BoolArray = np.take_along_axis(regret, order[..., :1], axis=-1) <= regret.min(axis=-1, keepdims=True)
    return least
