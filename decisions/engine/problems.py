"""What is known of each problem: a batch of answers and weights, as arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Literal, Self

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray, IntArray, ObjectArray
from decisions.engine.model import LARGEST_EXACT_SUM, Model, Question, to_grain
from decisions.engine.weighting import Region, middle

OPEN = -1  # unsure, or nothing said
NOT_APPLICABLE = -2
WIDEST_SPREAD = 5.0  # a factor of about 150 up or down: beyond, weights leave what single precision holds
ANSWERS_KEPT = 8_192  # whose numbers are remembered, over all models: a request gives three dozen

Answer = tuple[int, ...] | Literal["not_applicable"]  # option indices; an open question is left out


@dataclass(frozen=True, eq=False, slots=True)
class Problem:
    """One problem as plain data. See `Problems.of`."""

    answers: Mapping[int, Answer] = field(default_factory=dict)  # by question index, the scenario's included
    points: FloatArray | None = None  # (criteria,): the scenario's importance; none: the model's
    weights: FloatArray | None = None  # (criteria,): set by the user; they replace all points
    region: Region | None = None  # what the user said of weights, where it leaves many of them; instead of weights
    spread: float | None = None  # of the weights; none: the model's for scenarios, or for direct weights
    compared: BoolArray | None = None  # (alternatives,); none: the core ones
    confirmed: frozenset[int] = frozenset()  # rules whose condition the user confirmed
    informed: bool | None = None  # a scenario was chosen; none: something is answered or weighed
    numbers: Mapping[int, float] = field(default_factory=dict)  # by question index: what was answered as a number


@dataclass(frozen=True, eq=False, slots=True)
class Problems:
    """A batch of problems, the problem axis always first."""

    outcomes: IntArray  # (problems, questions): see `outcome_of`, or OPEN, or NOT_APPLICABLE
    points: FloatArray  # (problems, criteria): importance before answers add theirs; steps of GRAIN
    given: FloatArray  # (problems, criteria): weights set by the user, adding up to 1; 0 where not given
    is_given: BoolArray  # (problems,): the weights are the user's, and answers add nothing to them
    regions: ObjectArray  # (problems,): what was said of weights, of which those given are the middle; or None
    spread: FloatArray  # (problems,): standard deviation of the logarithm of each weight; not used with a region
    compared: BoolArray  # (problems, alternatives)
    confirmed: BoolArray  # (problems, rules)
    informed: BoolArray  # (problems,): a scenario was chosen, or something answered, or weights set
    numbers: FloatArray  # (problems, questions that measure): see `Model.numbered`; 0 where there is none

    @classmethod
    def of(cls, model: Model, problems: Sequence[Problem]) -> Self:
        """Gather problems into arrays."""
        count, method = len(problems), model.method
        is_given = np.array([each.weights is not None or each.region is not None for each in problems], bool)
        usual = {True: method.spread_direct, False: method.spread_scenario}
        spreads = [usual[each.weights is not None] if each.spread is None else each.spread for each in problems]
        spread = np.array(spreads, float)
        if not np.all((spread >= 0) & (spread <= WIDEST_SPREAD)):
            raise ValueError(f"the spread of weights lies within 0 and {WIDEST_SPREAD:g}")
        confirmed = np.zeros((count, len(model.rules)), bool)
        for row, problem in enumerate(problems):
            if problem.confirmed:
                confirmed[row, list(problem.confirmed)] = True
        compared = [model.core if each.compared is None else each.compared for each in problems]
        informed = [
            bool(each.answers) or given if each.informed is None else each.informed
            for each, given in zip(problems, is_given, strict=True)
        ]
        return cls(
            outcomes=_outcomes(model, problems),
            points=_points(model, problems),
            given=_given(model, problems, is_given),
            is_given=is_given,
            regions=np.array([*(problem.region for problem in problems), None], object)[:-1],
            spread=spread,
            compared=np.array(compared, bool).reshape(count, len(model.alternatives)),
            confirmed=confirmed,
            informed=np.array(informed, bool),
            numbers=_numbers(model, problems),
        )

    def __len__(self) -> int:
        return len(self.outcomes)

    def take(self, rows: IntArray | BoolArray | slice) -> Self:
        """Return some of the problems."""
        return type(self)(**{each.name: getattr(self, each.name)[rows] for each in fields(self)})


def outcome_of(question: Question, options: Sequence[int]) -> int:
    """Number the answer that takes these options.

    Single choice: the option's index. Multiple choice: one bit for each option other than *none*, in their order, so
    that 0 stands for none.

    Raises
    ------
    ValueError
        When an option does not exist, several are taken in single choice, or *none* is taken beside others.
    """
    if not all(0 <= option < len(question.options) for option in options):
        raise ValueError(f"question {question.key} has no such option")
    if not question.multiple:
        if len(options) != 1:
            raise ValueError(f"question {question.key} takes one option")
        return options[0]
    if question.none in options:
        if len(set(options)) > 1:
            raise ValueError(f"question {question.key}: none of the options goes with another")
        return 0
    return sum(1 << choices(question).index(option) for option in set(options))


def choices(question: Question) -> list[int]:
    """List the options of a multiple choice question other than *none*."""
    return [option for option in range(len(question.options)) if option != question.none]


def _outcomes(model: Model, problems: Sequence[Problem]) -> IntArray:
    questions = len(model.questions)
    outcomes = [OPEN] * (len(problems) * questions)
    numbered: dict[tuple[int, Answer], int] = {}  # the same answers come again and again
    for row, problem in enumerate(problems):
        for answer in problem.answers.items():
            number = numbered.get(answer)
            if number is None:
                number = numbered[answer] = _number(model, *answer)
            outcomes[row * questions + answer[0]] = number
    return np.array(outcomes, np.int32).reshape(len(problems), questions)


@lru_cache(maxsize=ANSWERS_KEPT)
def _number(model: Model, question: int, answer: Answer) -> int:
    if not 0 <= question < len(model.questions):
        raise ValueError(f"there is no question {question}")
    return NOT_APPLICABLE if answer == "not_applicable" else outcome_of(model.questions[question], answer)


def _points(model: Model, problems: Sequence[Problem]) -> FloatArray:
    points = np.array([model.points if each.points is None else each.points for each in problems], float)
    if not np.all((points >= 0) & (points <= LARGEST_EXACT_SUM)):
        raise ValueError("points are not negative, and small enough for exact sums")
    return to_grain(points).reshape(len(problems), len(model.criteria))


def _numbers(model: Model, problems: Sequence[Problem]) -> FloatArray:
    numbers = np.zeros((len(problems), len(model.numbered)))
    for row, problem in enumerate(problems):
        if problem.numbers:
            numbers[row] = [problem.numbers.get(question, 0.0) for question in model.numbered]
    if not np.all(np.isfinite(numbers) & (numbers >= 0)):
        raise ValueError("numbers are finite and not negative")
    return numbers


def _given(model: Model, problems: Sequence[Problem], is_given: BoolArray) -> FloatArray:
    if not is_given.any():
        return np.zeros((len(problems), len(model.criteria)))
    nothing = np.zeros(len(model.criteria))
    weights = np.array([nothing if (said := _said(model, each)) is None else said for each in problems], float)
    weights = weights.reshape(len(problems), len(model.criteria))
    largest = weights.max(axis=-1, where=is_given[:, None], initial=0)
    if not (np.all(np.isfinite(weights)) and np.all(weights >= 0) and np.all(largest[is_given] > 0)):
        raise ValueError("weights are not negative, and one of them is above 0")
    shares = weights / np.where(is_given, largest, 1)[:, None]  # by the largest first: the sum of huge ones overflows
    return shares / np.where(is_given, shares.sum(axis=-1), 1)[:, None]


def _said(model: Model, problem: Problem) -> FloatArray | None:
    """Return the weights that were set, or the middle of those that agree with what was said."""
    if problem.region is None:
        return problem.weights
    if problem.weights is not None:
        raise ValueError("weights are set, or a region of them is, not both")
    return middle(problem.region, model.criteria, seed=model.method.seed)
