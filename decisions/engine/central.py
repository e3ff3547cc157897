"""What is said with every rating typical, every weight as it stands, and every open question at its mean."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from decisions.engine.additive import SCORE_DIGITS, normalise, values_of, weighted_sum
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.measured import Measured, measured, typical_ratings
from decisions.engine.model import LEAST_STARS, MOST_STARS, Model
from decisions.engine.problems import NOT_APPLICABLE, Problems
from decisions.engine.tables import DRAWN, NO, YES, Standing, Tables, central_rows, standing, tables

ROWS_AT_A_TIME = 8_192  # rows of a table gathered before they are summed: about 5 MB


@dataclass(frozen=True, eq=False, slots=True)
class Appraisal:
    """The central view of each problem."""

    known: Standing
    measured: Measured
    shifts: FloatArray  # (problems, alternatives, criteria): sums of stars times share, numbers put aside
    importance: FloatArray  # (problems, criteria): points that answers add, numbers put aside
    per_share: FloatArray  # (problems, criteria): 1 over the sum of the shares; 0 where no question applies
    stars: FloatArray  # (problems, alternatives, criteria): typical rating and shift, before the scale ends them
    values: FloatArray  # (problems, alternatives, criteria)
    points: FloatArray  # (problems, criteria): importance, answers' included, or the weights given; perhaps below 0
    weights: FloatArray  # (problems, criteria)
    weights_were_all_zero: BoolArray  # (problems,)
    scores: FloatArray  # (problems, alternatives)
    fired: BoolArray  # (problems, rules): they hold, unless an open answer turns out to be their exception
    could_fire: BoolArray  # (problems, rules): they hold for some open answers, not for all
    excluded: BoolArray  # (problems, alternatives)
    eligible: BoolArray  # (problems, alternatives)
    leader: IntArray  # (problems,): -1 when nothing is eligible

    def take(self, rows: IntArray) -> Self:
        """Return the view of some of the problems."""
        known = Standing(self.known.outcomes[rows], self.known.path[rows], self.known.tests[rows])
        return type(self)(
            known, self.measured.take(rows), *(getattr(self, each.name)[rows] for each in fields(self)[2:])
        )


def appraise(model: Model, problems: Problems) -> Appraisal:
    """Exclude, rate, weigh and score."""
    table = tables(model)
    known, found = standing(table, problems.outcomes), measured(model, problems)
    shifts, importance = summed(model, table, central_rows(table, known))
    put_aside(model, known, found, shifts, importance)
    per_share = inverse_shares(model, problems.outcomes, found)
    return appraise_sums(model, problems, known, found, shifts, importance, per_share)


def appraise_sums(
    model: Model,
    problems: Problems,
    known: Standing,
    found: Measured,
    shifts: FloatArray,
    importance: FloatArray,
    per_share: FloatArray,
) -> Appraisal:
    """Exclude, rate, weigh and score, once it is known what answers add."""
    table = tables(model)
    stars = typical_ratings(model, found) + shifts * per_share[:, None]
    values = values_of(np.clip(stars, LEAST_STARS, MOST_STARS))
    points = np.where(problems.is_given[:, None], problems.given, problems.points + importance)
    weights, weights_were_all_zero = normalise(np.maximum(points, 0))
    scores = weighted_sum(values, weights)
    fired, could_fire = rules_standing(table, known.tests)
    excluded = (fired & table.excludes) @ table.concerns > 0
    eligible = problems.compared & ~excluded
    ordered = np.where(eligible, np.round(scores, SCORE_DIGITS), -1.0)
    leader = np.where(eligible.any(axis=-1), ordered.argmax(axis=-1), -1)
    return Appraisal(
        known=known,
        measured=found,
        shifts=shifts,
        importance=importance,
        per_share=per_share,
        stars=stars,
        values=values,
        points=points,
        weights=weights,
        weights_were_all_zero=weights_were_all_zero,
        scores=scores,
        fired=fired,
        could_fire=could_fire,
        excluded=excluded,
        eligible=eligible,
        leader=leader,
    )


def summed(model: Model, table: Tables, rows: IntArray) -> tuple[FloatArray, FloatArray]:
    """Add up the chosen rows: (problems, alternatives, criteria) of shifts, (problems, criteria) of importance.

    All are steps of GRAIN, so that the sums are exact and their order does not matter.
    """
    count, questions = rows.shape
    total = np.empty((count, table.rows.shape[-1]))
    size = max(1, ROWS_AT_A_TIME // max(1, questions))
    for start in range(0, count, size):
        part = slice(start, start + size)
        np.sum(table.rows[rows[part]], axis=1, out=total[part])
    return split(model, total)


def split(model: Model, numbers: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Part rows of a table into shifts (..., alternatives, criteria) and importance (..., criteria)."""
    criteria = len(model.criteria)
    shape = (*numbers.shape[:-1], len(model.alternatives), criteria)
    return numbers[..., :-criteria].reshape(shape), numbers[..., -criteria:]


def put_aside(model: Model, known: Standing, found: Measured, shifts: FloatArray, importance: FloatArray) -> None:
    """Take from sums what the answers to numbers added to the criteria that these measure. Sums are overwritten."""
    if not found.applies.any():
        return
    table = tables(model)
    for question, criterion, by in model.counted:
        rows = np.flatnonzero(found.applies[:, by].any(axis=-1))
        added, points = split(model, table.rows[table.first_row[question] + known.outcomes[rows, question]])
        shifts[rows, :, criterion] -= added[..., criterion]
        importance[rows, criterion] -= points[..., criterion]


def inverse_shares(model: Model, outcomes: IntArray, found: Measured) -> FloatArray:
    """Return 1 over the shares of the questions that declare a criterion and apply, 0 where none does.

    A number that a criterion is measured by does not apply to it otherwise.
    """
    table = tables(model)
    shares = (outcomes != NOT_APPLICABLE).astype(float) @ table.shares
    for question, criterion, by in model.counted if found.applies.any() else ():
        shares[:, criterion] -= found.applies[:, by].any(axis=-1) * table.shares[question, criterion]
    inverse: FloatArray = np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)
    return inverse


def rules_standing(table: Tables, tests: IntArray) -> tuple[BoolArray, BoolArray]:
    """Tell which rules hold, and which hold for some open answers only: (problems, rules) each.

    What is open excludes nothing and excuses nothing: a rule whose exception hangs on an open question holds until
    the exception is confirmed, and counts among both, since it fails in the cases that draw the exception.
    """
    no, yes, perhaps = (held.astype(np.float32) for held in (tests == NO, tests == YES, tests >= DRAWN))
    fails, holds = no @ table.when > 0, yes @ table.when == table.when.sum(axis=0)
    lifted, perhaps_lifted = yes @ table.unless > 0, perhaps @ table.unless > 0
    fired = holds & ~lifted
    return fired, ~fails & ~lifted & ~(fired & ~perhaps_lifted)
