"""Why the scores are what they are: parts that add up, and where the leader would change."""

from dataclasses import dataclass

import numpy as np

from decisions.engine.additive import values_of
from decisions.engine.arrays import FloatArray, IntArray
from decisions.engine.central import appraise, split
from decisions.engine.evaluation import Evaluations
from decisions.engine.measured import typical_ratings
from decisions.engine.model import LEAST_STARS, MOST_STARS, Model
from decisions.engine.problems import Problems
from decisions.engine.tables import central_rows, tables
from decisions.engine.tipping import TippingPoints, tipping_points


@dataclass(frozen=True, eq=False, slots=True)
class Explanations:
    """Scores and importance taken apart. base + sum of parts + limit is the contribution of a criterion."""

    base: FloatArray  # (problems, alternatives, criteria): the typical rating, or what is measured, weighted
    parts: FloatArray  # (problems, questions, alternatives, criteria): what each answer adds, open ones by their mean
    limit: FloatArray  # (problems, alternatives, criteria): what the ends of the scale take or give back
    contributions: FloatArray  # (problems, alternatives, criteria): weight times value; they add up to the score
    importance_base: FloatArray  # (problems, criteria): points before answers, or the weights given
    importance_parts: FloatArray  # (problems, questions, criteria): points that each answer adds
    importance_limit: FloatArray  # (problems, criteria): points added so that none is below 0
    tipping_points: TippingPoints


def explain(model: Model, problems: Problems, evaluations: Evaluations) -> Explanations:
    r"""Take scores apart into what the ratings, each answer and the ends of the scale contribute.

    Notes
    -----
    .. math:: w_c v_{pc} = w_c (b_{pc} - 1)/4 + \sum_q w_c s_q e_{qpc} / (4 \sum_k s_k) + w_c (\hat r_{pc} - r_{pc})/4

    with the typical rating :math:`b`, shares :math:`s` and effects :math:`e` of the answers, and the rating :math:`r`
    before and :math:`\hat r` after the scale ends it.
    """
    table, appraisal, weights = tables(model), appraise(model, problems), evaluations.weights[:, None]
    effects, importance = split(model, table.rows[central_rows(table, appraisal.known)])
    for question, criterion, by in model.counted:  # a number adds nothing else to what it measures
        rows = np.flatnonzero(appraisal.measured.applies[:, by].any(axis=-1))
        effects[rows, question, :, criterion] = 0
        importance[rows, question, criterion] = 0
    span = MOST_STARS - LEAST_STARS
    adds_importance = ~problems.is_given[:, None]
    return Explanations(
        base=weights * values_of(typical_ratings(model, appraisal.measured)),
        parts=weights[:, None] * effects * appraisal.per_share[:, None, None] / span,
        limit=weights * (np.clip(appraisal.stars, LEAST_STARS, MOST_STARS) - appraisal.stars) / span,
        contributions=weights * evaluations.values,
        importance_base=np.where(problems.is_given[:, None], problems.given, problems.points),
        importance_parts=importance * adds_importance[..., None],
        importance_limit=np.maximum(appraisal.points, 0) - appraisal.points,
        tipping_points=tipping_points(
            evaluations.values, evaluations.weights, evaluations.eligible, evaluations.leader
        ),
    )


def largest_remainder(parts: FloatArray, total: IntArray | int) -> IntArray:
    """Round parts to whole numbers that add up to a given total.

    Parameters
    ----------
    parts : (..., parts)
        In the steps that are shown; negative ones too.
    total : (...)
        Whole; the sum of the parts, rounded either way.

    Returns
    -------
    (..., parts)
        Each part rounded down or up: up where most was cut off, and then from the first part on.

    Raises
    ------
    ValueError
        When no rounding of the parts adds up to the total.

    References
    ----------
    .. [1] Balinski, M. L. and Young, H. P. (1982). *Fair Representation*, chapter 3 (Hamilton's method). Yale
       University Press.

    Examples
    --------
    >>> largest_remainder(np.array([33.4, 33.3, 33.3]), 100)
    array([34, 33, 33])
    >>> largest_remainder(np.array([10.6, -2.4, 0.0]), 8)
    array([10, -2,  0])
    """
    down = np.floor(parts)
    missing = np.asarray(total) - down.sum(axis=-1)
    if np.any((missing < 0) | (missing > parts.shape[-1])):
        raise ValueError("no rounding of the parts adds up to the total")
    by_remainder = np.argsort(down - parts, axis=-1, kind="stable")
    places = np.argsort(by_remainder, axis=-1, kind="stable")
    rounded: IntArray = (down + (places < missing[..., None])).astype(np.int64)
    return rounded
