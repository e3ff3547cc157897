"""Missing measures: an interval in which each lies, and the scores and ranks that are possible within it.

A measure that is not known is never 0 and never the mean of the others; the methods refuse it. What can be said of a
decision with such gaps is between which limits everything may come out.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from decisions.engine.additive import competition_ranks
from decisions.engine.arrays import BoolArray, FloatArray, IntArray

SAMPLES = 256  # measures drawn inside the intervals

Score = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, eq=False, slots=True)
class ScoreRanges:
    """Between which limits each alternative may come out: (alternatives,)."""

    lowest: FloatArray
    highest: FloatArray
    best_rank: IntArray
    worst_rank: IntArray


def filled(measures: FloatArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Replace missing measures (..., alternatives, criteria) by the ends of the interval in which they lie.

    Parameters
    ----------
    measures : (..., alternatives, criteria)
        NaN where missing.
    low, high : (criteria,)
        Between what a measure of each criterion can lie.

    Returns
    -------
    low, high : (..., alternatives, criteria)
        Equal where the measure is known.

    Raises
    ------
    ValueError
        When an interval is not finite or its ends are the wrong way round.

    Examples
    --------
    >>> low, high = filled(np.array([[2.0, np.nan]]), np.array([0.0, 1.0]), np.array([9.0, 5.0]))
    >>> low, high
    (array([[2., 1.]]), array([[2., 5.]]))
    """
    measures, low, high = np.asarray(measures, float), np.asarray(low, float), np.asarray(high, float)
    if not np.all(np.isfinite(high - low)) or not np.all(low <= high):
        raise ValueError("a missing measure lies in a finite interval, its low end not above its high end")
    gaps = np.isnan(measures)
    return np.where(gaps, low, measures), np.where(gaps, high, measures)


def score_ranges(
    score: Score, low: FloatArray, high: FloatArray, maximise: BoolArray | None = None, *, seed: int
) -> ScoreRanges:
    """Find between which limits scores and ranks may lie when measures lie within intervals.

    Parameters
    ----------
    score
        A method with its weights: takes measures (..., alternatives, criteria), gives scores (..., alternatives), more
        is better.
    low, high : (alternatives, criteria)
        Equal where the measure is known. See `filled`.
    maximise : (criteria,)
        Where more is better, as the method has it; left out: everywhere.
    seed : int
        Of the measures drawn inside the intervals.

    Returns
    -------
    ScoreRanges
        Exact for methods in which an alternative gains by its own better measures and never by those of others:
        weighted sum and product, PROMETHEE, TOPSIS with min-max normalisation. For TOPSIS with vector normalisation and
        VIKOR's index, which do not always, the limits are those reached at the ends of the intervals and at 256
        points drawn inside.

    Notes
    -----
    An alternative does best when its own measures are at their best ends and those of all others at their worst, and
    the other way round; this is evaluated for each alternative [1]_.

    References
    ----------
    .. [1] Salo, A. and Hämäläinen, R. P. (1992). Preference assessment by imprecise ratio statements. *Operations
       Research* 40(6), 1053-1061.

    Examples
    --------
    >>> from decisions.engine.methods.weighted import weighted_sum
    >>> low, high = filled(np.array([[0.9, 0.5], [0.6, np.nan]]), np.zeros(2), np.ones(2))
    >>> def score(values):
    ...     return weighted_sum(values, np.array([0.5, 0.5]), normalisation="none")
    >>> found = score_ranges(score, low, high, seed=1)
    >>> found.lowest, found.highest
    (array([0.7, 0.3]), array([0.7, 0.8]))
    >>> found.best_rank, found.worst_rank
    (array([1, 1]), array([2, 2]))
    """
    low, high = np.asarray(low, float), np.asarray(high, float)
    if low.shape != high.shape or low.ndim != 2 or not np.all(low <= high):
        raise ValueError("intervals: (alternatives, criteria), no low end above its high end")
    upwards = np.ones(low.shape[1], bool) if maximise is None else np.asarray(maximise, bool)
    best, worst = np.where(upwards, high, low), np.where(upwards, low, high)
    own = np.eye(len(low), dtype=bool)[..., None]
    inside = low + (high - low) * np.random.default_rng(seed).random((SAMPLES, *low.shape))
    scores = score(np.concatenate([np.where(own, best, worst), np.where(own, worst, best), inside]))
    ranks = competition_ranks(scores)
    return ScoreRanges(scores.min(axis=0), scores.max(axis=0), ranks.min(axis=0), ranks.max(axis=0))
