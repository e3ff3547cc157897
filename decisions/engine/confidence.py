"""Counting the cases of a batch in which the problems may compare different alternatives."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from decisions.engine.arrays import FloatArray, IntArray
from decisions.engine.cases import Counts, Situation, count_cases
from decisions.engine.central import Appraisal, appraise, put_aside, split, summed
from decisions.engine.draws import Draws, draws
from decisions.engine.measurements import TYPICAL
from decisions.engine.model import Model
from decisions.engine.problems import OPEN, Problems
from decisions.engine.tables import PERHAPS_SHOWN, SHOWN, Tables, certain_rows, tables


def count(
    model: Model,
    problems: Problems,
    appraisal: Appraisal,
    *,
    seed: int,
    cases: int,
    places: bool,
    weight_spread: bool = False,
    only_answers: bool = False,
) -> Counts:
    """Count in how many cases each alternative comes first.

    Parameters
    ----------
    places : bool
        Count who takes which place, too.
    weight_spread : bool
        Say how far the weights spread, too; not without places.
    only_answers : bool
        Draw open answers alone, and leave ratings and weights at their central values.

    Returns
    -------
    Counts
        Over all alternatives of the model; those that are not compared have 0.
    """
    alternatives, criteria = len(model.alternatives), len(model.criteria)
    among = alternatives if places else 0
    total = Counts(
        firsts=np.zeros((len(problems), alternatives), np.int64),
        nothing_left=np.full(len(problems), cases, np.int64),  # of a problem that compares nothing
        ranks=np.zeros((len(problems), among, among), np.int64),
        wins=np.zeros((len(problems), among, among), np.int64),
        first_weights=np.zeros((len(problems), among, criteria)),
        spread=np.full((len(problems), among, 2), -np.inf),
        weight_spread=np.zeros((len(problems), criteria if weight_spread else 0, 2)),
    )
    for rows, compared in _comparisons(problems):
        drawn = draws(model, seed, cases, compared)
        part = (problems, appraisal)
        if len(rows) < len(problems):
            part = (problems.take(rows), appraisal.take(rows))
        situation = situation_of(model, *part, drawn)
        if only_answers:
            typical = model.ratings[list(compared), :, TYPICAL].T[..., None].astype(np.float32)
            measured = np.repeat(situation.measured_stars[..., TYPICAL, None], 3, axis=-1)
            situation = replace(
                situation,
                spread=0 * situation.spread,
                is_region=np.zeros(len(rows), bool),
                measured_stars=measured,
            )
            drawn = replace(drawn, ratings=typical)
        counts = count_cases(tables(model), drawn, situation, places=places, weight_spread=weight_spread)
        columns = np.array(compared)
        total.firsts[rows[:, None], columns] = counts.firsts
        total.nothing_left[rows] = counts.nothing_left
        if places:
            total.ranks[rows[:, None], columns, : len(columns)] = counts.ranks
            total.wins[rows[:, None, None], columns[:, None], columns] = counts.wins
            total.first_weights[rows[:, None], columns] = counts.first_weights
            total.spread[rows[:, None], columns] = counts.spread
            total.weight_spread[rows] = counts.weight_spread
    return total


def confidence_factors(
    model: Model, problems: Problems, central_weights: FloatArray, *, seed: int, cases: int
) -> FloatArray:
    """Count in which share of the cases each alternative comes first when the weights suit it best.

    Parameters
    ----------
    central_weights : (problems, alternatives, criteria)
        Mean weights of the cases that each comes first in; zeros where there is none.

    Returns
    -------
    (problems, alternatives)
        Ratings and open answers are drawn, weights are not. 0 for an alternative that never comes first.

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for group
       decision making. *Operations Research* 49(3), 444-454.
    """
    problem, alternative = np.nonzero(central_weights.any(axis=-1))
    suited = replace(
        problems.take(problem),
        given=central_weights[problem, alternative],
        is_given=np.ones(len(problem), bool),
        regions=np.full(len(problem), None),
        spread=np.zeros(len(problem)),
    )
    counts = count(model, suited, appraise(model, suited), seed=seed, cases=cases, places=False)
    factors = np.zeros(central_weights.shape[:-1])
    factors[problem, alternative] = counts.firsts[np.arange(len(problem)), alternative] / cases
    return factors


def _comparisons(problems: Problems) -> Iterator[tuple[IntArray, tuple[int, ...]]]:
    """Group the problems that compare the same alternatives."""
    rows = np.arange(len(problems))
    while len(rows):
        compared = problems.compared[rows[0]]
        alike = (problems.compared[rows] == compared).all(axis=-1)
        if compared.any():
            yield rows[alike], tuple(np.flatnonzero(compared).tolist())
        rows = rows[~alike]


def situation_of(model: Model, problems: Problems, appraisal: Appraisal, drawn: Draws) -> Situation:
    """Gather what the cases of each problem have in common."""
    table, known, compared = tables(model), appraisal.known, list(drawn.compared)
    is_open = known.outcomes == OPEN
    shifts, points = appraisal.shifts, appraisal.points
    perhaps = known.path == PERHAPS_SHOWN
    if is_open.any() or perhaps.any():
        shifts, importance = summed(model, table, certain_rows(table, known))
        put_aside(model, known, appraisal.measured, shifts, importance)
        points = np.where(problems.is_given[:, None], problems.given, problems.points + importance)
    gate_shifts, gate_points = _added_while_shown(model, table, appraisal, drawn.gated)
    certain = ((appraisal.fired & ~appraisal.could_fire & table.excludes) @ table.concerns)[:, compared] > 0
    slots = np.concatenate([is_open & (known.path == SHOWN), (is_open & perhaps)[:, drawn.gated]], axis=-1)
    adds_importance = ~problems.is_given[:, None]
    return Situation(
        shifts=shifts[:, compared].swapaxes(1, 2).astype(np.float32),
        per_share=appraisal.per_share.astype(np.float32),
        points=points.astype(np.float32),
        spread=problems.spread.astype(np.float32),
        measured=appraisal.measured.rates,
        measured_stars=appraisal.measured.stars[:, :, compared],
        regions=problems.regions,
        is_region=np.array([region is not None for region in problems.regions], bool),
        slots=slots.astype(np.float32),
        adds_importance=adds_importance.astype(np.float32),
        gate_shifts=gate_shifts[:, compared].swapaxes(1, 2).astype(np.float32),
        gate_points=(gate_points * adds_importance[..., None]).astype(np.float32),
        excluded=certain,
        tests=known.tests,
        undecided=appraisal.could_fire & table.excludes & table.concerns[:, compared].any(axis=-1),
    )


def _added_while_shown(
    model: Model, table: Tables, appraisal: Appraisal, gated: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Work out what an answer adds over its question's default, where an open question decides whether it is shown."""
    known = appraisal.known
    answered = (known.path[:, gated] == PERHAPS_SHOWN) & (known.outcomes[:, gated] >= 0)
    if not answered.any():
        gated = gated[:0]
    added = np.zeros((len(known.outcomes), len(gated), table.rows.shape[-1]))
    for place, question in enumerate(gated):
        rows = np.flatnonzero(answered[:, place])
        first = table.first_row[question]
        by_answer = table.rows[first + known.outcomes[rows, question]]
        added[rows, place] = by_answer - table.rows[first + table.default[question]]
    shifts, points = split(model, added)
    return shifts.transpose(0, 2, 3, 1), points.swapaxes(1, 2)
