"""Rank reversal: whether alternatives that do not lead decide who does."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from decisions.engine.additive import SCORE_DIGITS
from decisions.engine.arrays import BoolArray, FloatArray, IntArray

Score = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, eq=False, slots=True)
class Reversals:
    """What happens to the others when one alternative is removed, or stands there twice."""

    turned: BoolArray  # (..., alternatives, alternatives, alternatives): by the first, that of the second and third
    order: IntArray  # (..., alternatives, those left): from the first to the last then; a copy as what it copies
    leader: IntArray  # (..., alternatives): who leads then; -1 when nobody is left

    @property
    def any(self) -> BoolArray:
        """Whether any pair is turned: (...)."""
        return np.asarray(self.turned.any(axis=(-1, -2, -3)))


def removals(score: Score, measures: FloatArray, before: FloatArray | None = None) -> Reversals:
    """Remove each alternative in turn, and see whether two others change places.

    Parameters
    ----------
    score
        A method with its weights: takes measures (..., alternatives, criteria), gives scores (..., alternatives), more
        is better.
    measures : (..., alternatives, criteria)
        As the method takes them.
    before : (..., alternatives)
        What the method gives all of them, where that is known already.

    Returns
    -------
    Reversals
        A pair is turned when one was ahead before and the other is ahead after. Equals before or after turn nothing.
        Equals stand in the order of the alternatives, the copy after all.

    References
    ----------
    .. [1] Wang, X. and Triantaphyllou, E. (2008). Ranking irregularities when evaluating alternatives by using some
       ELECTRE methods. *Omega* 36(1), 45-63. Its first and third test.

    Examples
    --------
    The second leads; without the third, which stretches the first scale, the first does.

    >>> from decisions.engine.methods.weighted import weighted_sum
    >>> measures = np.array([[9.0, 4.0], [8.0, 5.0], [0.0, 4.5]])
    >>> found = removals(lambda each: weighted_sum(each, np.array([0.6, 0.4])), measures)
    >>> found.leader, found.order[2]
    (array([1, 0, 0]), array([0, 1]))
    >>> found.turned[2, 1, 0]
    np.True_
    """
    measures = np.asarray(measures, float)
    alternatives = measures.shape[-2]
    kept = np.nonzero(~np.eye(alternatives, dtype=bool))[1].reshape(alternatives, -1)
    if alternatives == 1:
        problems = measures.shape[:-2]
        nobody = np.zeros((*problems, 1, 0), int)
        return Reversals(np.zeros((*problems, 1, 1, 1), bool), nobody, np.full((*problems, 1), -1))
    return _compared(score, measures, kept, before)


def clones(score: Score, measures: FloatArray, before: FloatArray | None = None) -> Reversals:
    """Add a copy of each alternative in turn, and see whether two alternatives change places.

    Parameters, errors as `removals`.

    Returns
    -------
    Reversals
        As `removals`; the copy stands last, and when it leads, what it copies does.

    Examples
    --------
    >>> from decisions.engine.methods.weighted import weighted_sum
    >>> measures = np.array([[9.0, 4.0], [8.0, 5.0], [0.0, 4.5]])
    >>> bool(clones(lambda each: weighted_sum(each, np.array([0.6, 0.4])), measures).any)
    False
    """
    measures = np.asarray(measures, float)
    everyone = np.arange(measures.shape[-2])
    members = np.concatenate([np.broadcast_to(everyone, (len(everyone), len(everyone))), everyone[:, None]], axis=-1)
    return _compared(score, measures, members, before)


def _compared(score: Score, measures: FloatArray, members: IntArray, before: FloatArray | None) -> Reversals:
    """Compare the order of all with the order among some: members (changes, alternatives left)."""
    before = np.round(score(measures) if before is None else before, SCORE_DIGITS)
    after = np.round(score(measures[..., members, :]), SCORE_DIGITS)
    ahead_before = np.sign(before[..., :, None] - before[..., None, :])
    ahead_after = np.sign(after[..., :, None] - after[..., None, :])
    one, other = members[:, :, None], members[:, None, :]
    turns = ahead_before[..., one, other] * ahead_after < 0
    is_member = members[:, :, None] == np.arange(before.shape[-1])
    turned = np.einsum("kia,...kij,kjb->...kab", is_member, turns, is_member)  # a pair is turned if one copy of it is
    by_score = np.argsort(-after, axis=-1, kind="stable")
    order = np.take_along_axis(np.broadcast_to(members, after.shape), by_score, axis=-1)
    return Reversals(turned, order, order[..., 0])
