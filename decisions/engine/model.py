"""A decision model as arrays: what does not change from one problem to the next.

Everything is addressed by index: alternatives, criteria, questions and rules in the order of the model, options in
the order of their question. Keys are carried because random numbers are bound to them, not to positions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray
from decisions.engine.measurements import Measurement

LEAST_STARS, MOST_STARS = 1.0, 5.0
GRAIN = 2.0**-12  # star and point steps; sums of such steps are exact, in whatever order they are added
LARGEST_EXACT_SUM = 2.0**11  # of steps of GRAIN in 24 bits, one bit to spare
MOST_CHOICES = 12  # options of a multiple choice question beside none: every subset of them is tabulated

Nature = Literal["need", "fact", "context"]
RuleEffect = Literal["exclude", "condition", "warning"]


def to_grain(numbers: FloatArray) -> FloatArray:
    """Round to steps of `GRAIN`, so that sums do not depend on the order of the summands.

    >>> float(to_grain(np.array(0.1)) * 4096)
    410.0
    """
    return np.round(np.asarray(numbers, float) / GRAIN) * GRAIN + 0.0


class AnswerIn(NamedTuple):
    """Holds when the answer to a question is, or contains, one of these options."""

    question: int
    options: frozenset[int]


@dataclass(frozen=True, slots=True)
class Method:
    """The numbers of the method."""

    seed: int
    cases: int = 1024  # a power of two: a Sobol set is balanced only then
    least_confidence: float = 0.60  # below: too close to call
    least_lead: float = 0.02  # of the score, 0..1; below: too close to call
    most_open: float = 0.40  # share of the counted questions; above: not enough known
    most_unsettled: float = 0.05  # share of the cases; from here on: not settled
    spread_exact: float = 0.1  # standard deviation of the logarithm of a weight, by how weights were given
    spread_direct: float = 0.3
    spread_scenario: float = 0.4


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """One question. Arrays: effects (options, alternatives, criteria) stars, importance (options, criteria) points."""

    key: str
    nature: Nature
    options: tuple[str, ...]
    chances: FloatArray  # (options,); single choice: adding up to 1; multiple choice: each on its own, none's unused
    effects: FloatArray  # facts; 0 where an option has no entry
    importance: FloatArray  # needs
    declares: BoolArray  # (criteria,): whose ratings it shifts, whichever option is taken
    share: float = 1.0
    multiple: bool = False
    none: int | None = None  # multiple choice: the option that stands for none of the others
    strictest: bool = False  # several chosen: lowest shift and highest importance instead of the mean
    gate: AnswerIn | None = None  # it is shown when this holds; a gate is never gated itself
    default: int | None = None  # the option that holds while it is not shown


@dataclass(frozen=True, eq=False, slots=True)
class Rule:
    """A hard rule: it excludes, puts a condition on, or warns, and never becomes points."""

    key: str
    effect: RuleEffect
    alternatives: BoolArray  # (alternatives,): whom it concerns
    when: tuple[AnswerIn, ...]  # all must hold
    unless: AnswerIn | None = None


class Counted(NamedTuple):
    """A number that measures a criterion, and so adds nothing else to it."""

    question: int
    criterion: int
    measurements: tuple[int, ...]  # that work it in; the number counts when one of them applies


@dataclass(frozen=True, eq=False)
class Model:
    """A decision model, checked. Two models are the same only if they are the same object."""

    alternatives: tuple[str, ...]
    core: BoolArray  # (alternatives,): compared unless a problem says otherwise
    criteria: tuple[str, ...]
    ratings: FloatArray  # (alternatives, criteria, 3): low, typical, high stars
    points: FloatArray  # (criteria,): importance when no scenario says otherwise
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    method: Method
    measurements: tuple[Measurement, ...] = ()

    @cached_property
    def numbered(self) -> tuple[int, ...]:
        """The questions whose numbers a criterion may be measured by."""
        return tuple(sorted({question for each in self.measurements for question in each.inputs}))

    @cached_property
    def measured(self) -> tuple[int, ...]:
        """The criteria that may be measured, each once."""
        return tuple(sorted({each.criterion for each in self.measurements}))

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        """The numbers that may measure a criterion, each pair once, however many figures take it."""
        taken = sorted({(question, each.criterion) for each in self.measurements for question in each.inputs})
        return tuple(
            Counted(
                question,
                criterion,
                tuple(
                    place
                    for place, each in enumerate(self.measurements)
                    if each.criterion == criterion and question in each.inputs
                ),
            )
            for question, criterion in taken
        )

    def __post_init__(self) -> None:
        alternatives, criteria = len(self.alternatives), len(self.criteria)
        if not alternatives or not criteria:
            raise ValueError("a model needs at least one alternative and one criterion")
        _refuse_twins("alternatives", self.alternatives)
        _refuse_twins("criteria", self.criteria)
        _refuse_twins("questions", [question.key for question in self.questions])
        _refuse_twins("rules", [rule.key for rule in self.rules])
        _demand_shape("core", self.core, (alternatives,))
        _demand_shape("ratings", self.ratings, (alternatives, criteria, 3))
        _demand_shape("points", self.points, (criteria,))
        if not (
            np.all(self.ratings >= LEAST_STARS)
            and np.all(self.ratings <= MOST_STARS)
            and np.all(np.diff(self.ratings, axis=-1) >= 0)
        ):
            raise ValueError("ratings: low, typical and high stars lie within 1 and 5 and must not fall")
        if not (np.all(np.isfinite(self.points)) and np.all(self.points >= 0)):
            raise ValueError("points: the importance of a criterion is not below 0")
        if self.method.cases < 2 or self.method.cases & (self.method.cases - 1):
            raise ValueError("cases: a Sobol set is balanced only for a power of two")
        for question in self.questions:
            self._check_question(question)
        for rule in self.rules:
            _demand_shape(f"rule {rule.key}: alternatives", rule.alternatives, (alternatives,))
            for answer in (*rule.when, *([rule.unless] if rule.unless else [])):
                self._check_answer(f"rule {rule.key}", answer)
        _refuse_twins("measurements", [each.key for each in self.measurements])
        instead_of_stars = [str(each.criterion) for each in self.measurements if not each.limits]
        _refuse_twins("criteria measured instead of rated", instead_of_stars)
        for measurement in self.measurements:
            self._check_measurement(measurement)
        self._check_sums()

    def _check_question(self, question: Question) -> None:
        place, options = f"question {question.key}", len(question.options)
        _refuse_twins(place, question.options)
        _demand_shape(f"{place}: chances", question.chances, (options,))
        _demand_shape(f"{place}: effects", question.effects, (options, len(self.alternatives), len(self.criteria)))
        _demand_shape(f"{place}: importance", question.importance, (options, len(self.criteria)))
        _demand_shape(f"{place}: declares", question.declares, (len(self.criteria),))
        if not np.all((question.chances >= 0) & (question.chances <= 1)):
            raise ValueError(f"{place}: a chance lies within 0 and 1")
        if not question.multiple and not np.any(question.chances > 0):
            raise ValueError(f"{place}: no option has a chance")
        if not (np.all(np.isfinite(question.effects)) and np.all(np.isfinite(question.importance))):
            raise ValueError(f"{place}: effects and importance must be finite")
        if np.any(question.effects[:, :, ~question.declares]):
            raise ValueError(f"{place}: it shifts a criterion that it does not declare")
        if question.multiple and options - (question.none is not None) > MOST_CHOICES:
            raise ValueError(f"{place}: multiple choice among more than {MOST_CHOICES} options")
        if not 0 < question.share <= 1:
            raise ValueError(f"{place}: a share lies above 0 and is at most 1")
        if (question.gate is None) != (question.default is None):
            raise ValueError(f"{place}: gate and default go together")
        if question.gate is not None:
            self._check_answer(place, question.gate)
            if self.questions[question.gate.question].gate is not None:
                raise ValueError(f"{place}: its gate hangs on a gate itself")

    def _check_answer(self, place: str, answer: AnswerIn) -> None:
        if not 0 <= answer.question < len(self.questions):
            raise ValueError(f"{place}: there is no question {answer.question}")
        options = len(self.questions[answer.question].options)
        if not answer.options or not all(0 <= option < options for option in answer.options):
            raise ValueError(f"{place}: question {answer.question} has no such option")

    def _check_measurement(self, measurement: Measurement) -> None:
        place = f"measurement {measurement.key}"
        if not 0 <= measurement.criterion < len(self.criteria):
            raise ValueError(f"{place}: there is no criterion {measurement.criterion}")
        _demand_shape(f"{place}: rated", measurement.rated, (len(self.alternatives),))
        if not measurement.inputs:
            raise ValueError(f"{place}: it takes no number")
        for question in measurement.inputs:
            if not 0 <= question < len(self.questions):
                raise ValueError(f"{place}: there is no question {question}")
            if self.questions[question].multiple or self.questions[question].gate is not None:
                raise ValueError(f"{place}: it takes the number of a single choice that is always shown")

    def _check_sums(self) -> None:
        """Refuse a model whose shifts or points could outgrow exact sums."""
        shifts = sum(question.share * np.abs(question.effects).max(initial=0) for question in self.questions)
        points = sum(np.abs(question.importance).max(initial=0) for question in self.questions) + self.points.max()
        if max(shifts, points) > LARGEST_EXACT_SUM:
            raise ValueError("effects or importance are so large that their sums would not be exact")


def _refuse_twins(place: str, keys: Sequence[str]) -> None:
    if len(set(keys)) < len(keys):
        raise ValueError(f"{place}: a key stands there twice")


def _demand_shape(place: str, array: FloatArray | BoolArray, shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ValueError(f"{place}: shape {array.shape} where {shape} belongs")
