"""What is drawn for every case of a model: ratings, weights and answers. Constants of model, seed and comparison."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.central import split
from decisions.engine.model import Model
from decisions.engine.problems import choices
from decisions.engine.sampling import inverse_triangular, sobol_columns
from decisions.engine.tables import (
    DRAWN,
    DRAWN_WHILE_SHOWN,
    NO,
    WHILE_HIDDEN,
    WHILE_SHOWN,
    YES,
    Tables,
    tables,
)

POINTS_KEPT = 8  # sets of Sobol points, about a megabyte each
DRAWS_KEPT = 8  # sets of draws, about five megabytes each for three alternatives, eight criteria, 37 questions


@dataclass(frozen=True, eq=False, slots=True)
class Points:
    """The Sobol points of a model and a seed, sorted to what they decide."""

    weights: FloatArray  # (criteria, cases)
    ratings: FloatArray  # (alternatives, criteria, cases)
    outcomes: IntArray  # (questions, cases): the drawn outcome, as if the question were shown


@dataclass(frozen=True, eq=False, slots=True)
class DrawnAnswers:
    """What drawn answers add to one criterion: a row for each slot that can add something.

    There is a slot for each question (drawn as if shown), then one more for each gated question (drawn in the cases
    that show it, its default in the others).
    """

    slots: IntArray  # (rows,)
    rows: FloatArray  # (rows, alternatives * cases) stars times share, or (rows, cases) points; steps of GRAIN


@dataclass(frozen=True, eq=False, slots=True)
class Added:
    """What each outcome of a slot adds to each criterion, for the alternatives that are compared."""

    shifts: tuple[
        dict[int, FloatArray], ...
    ]  # of each criterion, by slot that adds something: (alternatives, outcomes)
    importance: tuple[dict[int, FloatArray], ...]  # the same: (1, outcomes)
    adds_shift: BoolArray  # (criteria, slots): the slot has a row among the criterion's shifts
    adds_importance: BoolArray  # (criteria, slots)


@dataclass(frozen=True, eq=False, slots=True)
class Draws:
    """The draws of all cases, for the alternatives that are compared."""

    compared: tuple[int, ...]
    ratings: FloatArray  # (criteria, alternatives, cases): stars
    measured: tuple[int, ...]  # the criteria that may be measured
    chances: FloatArray  # (measured criteria, alternatives, cases): by which their ratings are drawn
    deviates: FloatArray  # (criteria, cases): of the logarithms of the weights, in standard deviations
    points: FloatArray  # (criteria, cases): the same, as points between 0 and 1
    criteria: tuple[str, ...]
    seed: int
    shifts: tuple[DrawnAnswers, ...]  # of each criterion
    importance: tuple[DrawnAnswers, ...]  # of each criterion
    adds_shift: BoolArray  # (criteria, slots): the slot has a row among the criterion's shifts
    adds_importance: BoolArray  # (criteria, slots)
    gated: IntArray  # the questions that have a second slot, in its order
    gates: FloatArray  # (gated questions, cases): 1 in the cases that show it
    tests: BoolArray  # (tests, ways of standing, cases): whether the test holds


@lru_cache(maxsize=POINTS_KEPT)
def laid_points(model: Model, seed: int, cases: int) -> Points:
    """Lay the points, each column bound to a key of the model, never to a position or to what is answered.

    Weights get the first Sobol dimensions, then questions, then ratings: the first ones are the most even.
    """
    weights = tuple(f"0/{criterion}" for criterion in model.criteria)
    questions = [
        tuple(f"1/{each.key}/{each.options[option]}" for option in choices(each))
        if each.multiple
        else (f"1/{each.key}",)
        for each in model.questions
    ]
    ratings = tuple(
        f"2/{alternative}/{criterion}" for alternative in model.alternatives for criterion in model.criteria
    )
    names = (*weights, *(name for columns in questions for name in columns), *ratings)
    laid = sobol_columns(names, count=cases, seed=seed)
    ends = np.cumsum([len(weights), *(len(columns) for columns in questions)])
    outcomes = [
        _drawn_outcomes(table.chances, question.chances[choices(question)], question.multiple, laid[start:end])
        for question, table, start, end in zip(
            model.questions, tables(model).outcomes, ends[:-1], ends[1:], strict=True
        )
    ]
    return Points(
        weights=laid[: ends[0]],
        ratings=laid[ends[-1] :].reshape(len(model.alternatives), len(model.criteria), cases),
        outcomes=np.array(outcomes, int).reshape(len(model.questions), cases),
    )


def _drawn_outcomes(chances: FloatArray, each_chance: FloatArray, multiple: bool, laid: FloatArray) -> IntArray:
    if multiple:
        bits: IntArray = (laid < each_chance[:, None]).astype(int).T @ (1 << np.arange(len(laid)))
        return bits
    drawn: IntArray = np.searchsorted(np.cumsum(chances)[:-1], laid[0], side="right")
    return drawn


@lru_cache(maxsize=DRAWS_KEPT)
def draws(model: Model, seed: int, cases: int, compared: tuple[int, ...]) -> Draws:
    """Draw all that any problem of this model may need, for these alternatives."""
    table, laid, alternatives = tables(model), laid_points(model, seed, cases), list(compared)
    low, typical, high = np.moveaxis(model.ratings[alternatives], -1, 0)[..., None]
    stars = inverse_triangular(laid.ratings[alternatives], low, typical, high)
    met = {
        question: table.members[test][laid.outcomes[table.test_question[test]]]
        for question, test in enumerate(table.gate)
        if test >= 0
    }
    while_shown = [np.where(shown, laid.outcomes[each], table.default[each]) for each, shown in met.items()]
    outcomes = [*laid.outcomes, *while_shown]  # of each slot
    added = _added(model, compared)
    return Draws(
        compared=compared,
        ratings=np.ascontiguousarray(np.moveaxis(stars, 1, 0), np.float32),
        measured=model.measured,
        chances=np.moveaxis(laid.ratings[alternatives][:, list(model.measured)], 1, 0),
        deviates=ndtri(laid.weights).astype(np.float32),
        points=laid.weights,
        criteria=model.criteria,
        seed=seed,
        shifts=tuple(_drawn_answers(by_slot, outcomes, len(alternatives) * cases) for by_slot in added.shifts),
        importance=tuple(_drawn_answers(by_slot, outcomes, cases) for by_slot in added.importance),
        adds_shift=added.adds_shift,
        adds_importance=added.adds_importance,
        gated=np.array(list(met), int),
        gates=np.array(list(met.values()), np.float32).reshape(-1, cases),
        tests=_ways_of_standing(table, laid, met),
    )


@lru_cache(maxsize=DRAWS_KEPT)
def _added(model: Model, compared: tuple[int, ...]) -> Added:
    """Gather what the outcomes of each slot add, which is the same for every seed."""
    table = tables(model)
    gated = [question for question, test in enumerate(table.gate) if test >= 0]
    numbers = [split(model, table.outcomes[each].numbers) for each in (*range(len(model.questions)), *gated)]
    shifts, importance = [], []
    for criterion in range(len(model.criteria)):
        stars = [effects[:, list(compared), criterion].T for effects, _ in numbers]
        points = [each[:, None, criterion].T for _, each in numbers]
        shifts.append({slot: each for slot, each in enumerate(stars) if each.any()})
        importance.append({slot: each for slot, each in enumerate(points) if each.any()})
    slots = range(len(numbers))
    return Added(
        shifts=tuple(shifts),
        importance=tuple(importance),
        adds_shift=np.array([[slot in by_slot for slot in slots] for by_slot in shifts], bool),
        adds_importance=np.array([[slot in by_slot for slot in slots] for by_slot in importance], bool),
    )


def _drawn_answers(added: dict[int, FloatArray], outcomes: list[IntArray], width: int) -> DrawnAnswers:
    """Lay out what the drawn outcome of each slot adds."""
    rows = np.empty((len(added), width), np.float32)
    for row, (slot, each) in zip(rows, added.items(), strict=True):
        row[:] = each.take(outcomes[slot], axis=-1).ravel()
    return DrawnAnswers(np.array(list(added), int), rows)


def _ways_of_standing(table: Tables, laid: Points, met: dict[int, BoolArray]) -> BoolArray:
    cases = laid.outcomes.shape[-1]
    ways = np.zeros((len(table.tests), 6, cases), bool)
    ways[:, YES] = True
    for position, (test, member) in enumerate(zip(table.tests, table.members, strict=True)):
        ways[position, DRAWN] = member[laid.outcomes[test.question]]
        shown = met.get(test.question)
        if shown is not None:
            by_default = member[table.default[test.question]]
            ways[position, DRAWN_WHILE_SHOWN] = np.where(shown, ways[position, DRAWN], by_default)
            ways[position, WHILE_SHOWN] = shown
            ways[position, WHILE_HIDDEN] = ~shown
    ways[:, NO] = False
    return ways
