"""Evaluate the rows of a table, one workload each: what thousands of requests would be answered, at less cost.

Every distinct text of a column is read once, and no document is made of a row. The answers are those that `evaluate`
gives to the same requests.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from operator import itemgetter
from typing import TypeAlias, TypeVar, cast, get_args

from django.utils.translation import gettext as _
from pydantic import ValidationError

from decisions import engine
from decisions.documents.faults import DecisionError, Fault
from decisions.documents.request import UNSURE, Answer, DetailedAnswer, EvaluationRequest, WhyNot
from decisions.services.compile import CompiledModel
from decisions.services.describe import VERDICTS, rounded
from decisions.services.evaluate import problem
from decisions.services.reading import QuestionTable, Reading, read_answer
from decisions.services.understand import understand
from decisions.services.weighting import Stated

NAME, SCENARIO, WEIGHTS = "name", "scenario", "weights."  # columns that answer no question
TAKEN_BACK = "-"  # what the scenario says does not hold
NOT_APPLICABLE = "n/a"  # the question does not apply; n/a:business says why
SEPARATOR = "|"  # between the options of a multiple choice
NUMERAL = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
TEXTS_KEPT = 4096  # of each column, with what they mean

Row: TypeAlias = Sequence[str]
Result = TypeVar("Result")


class UnknownColumns(Exception):
    """The table has columns that mean nothing, or twice the same; the message names them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is said of one row."""

    verdict: str
    platform: str | None
    close_rivals: list[str]
    confidence: float
    scores: list[float]  # of the table's platforms


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row was not understood."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says, in the engine's terms."""

    answer: engine.Answer | None = None  # none: the question is open, whatever the scenario says
    number: float | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Gated:
    """A question that the path shows only where another is answered in some way; else it has its default."""

    question: int
    gate: int
    shown_by: frozenset[int]
    default: engine.Answer


@dataclass(frozen=True, slots=True)
class Table:
    """Which column of a table answers which question of a decision model, and what its texts mean."""

    width: int
    model: CompiledModel
    seed: int
    cells: Callable[[Row], Sequence[str]]  # picks a row's answers out of it
    answers: tuple[tuple[int, Callable[[str], Said | None]], ...]  # of each cell: its question, how its texts are read
    gated: tuple[Gated, ...]
    weights: tuple[int, ...]  # columns of criteria
    scenarios: int | None  # the column that names each row's own
    usual: Callable[[str], engine.Problem | Refused]  # what a row of a scenario is that says nothing itself
    stated: Callable[[tuple[str, ...]], Stated | Refused | None]  # what the texts of the weights' columns mean

    @classmethod
    def of(
        cls,
        columns: Sequence[str],
        model: CompiledModel,
        *,
        scenario: str = "",
        kept: Sequence[str] = (),
        seed: int | None = None,
    ) -> "Table":
        """Bind the columns to questions and criteria; `kept` ones mean nothing here and are left to the caller.

        `scenario` is that of rows that name none.

        Raises
        ------
        UnknownColumns
            A column that means nothing is refused, since it may be a question misspelt.
        """
        refuse_columns(columns, model, kept)
        places = {name: place for place, name in enumerate(columns) if name not in kept}
        weights = {name.removeprefix(WEIGHTS): place for name, place in places.items() if name.startswith(WEIGHTS)}
        asked = [name for name in places if name in model.questions]
        return cls(
            width=len(columns),
            model=model,
            seed=model.arrays.method.seed if seed is None else seed,
            cells=picker([places[name] for name in asked]),
            answers=tuple(
                (model.questions[name].index, remembered(read_cell, model.questions[name])) for name in asked
            ),
            gated=tuple(gated_questions(model)),
            weights=tuple(weights.values()),
            scenarios=places.get(SCENARIO),
            usual=remembered(usual_row, model, scenario),
            stated=remembered(read_weights, model, tuple(weights)),
        )

    @property
    def platforms(self) -> list[str]:
        """The platforms that are compared."""
        return [self.model.arrays.alternatives[index] for index in self.model.core]

    def outcomes(self, rows: Sequence[Row]) -> list[Outcome | Refused]:
        """Evaluate rows together, each as if it stood alone."""
        read = [self.read(row) for row in rows]
        sound = [row for row in read if isinstance(row, engine.Problem)]
        found = self.evaluated(sound) if sound else iter(())
        return [next(found) if isinstance(row, engine.Problem) else row for row in read]

    def read(self, row: Row) -> engine.Problem | Refused:
        if len(row) != self.width:
            words = {"n": len(row), "columns": self.width}
            return Refused((_("The row has %(n)s cells, the table has %(columns)s columns.") % words,))
        usual = self.usual(row[self.scenarios] if self.scenarios is not None else "")
        if isinstance(usual, Refused):
            return usual
        answers, numbers, own, faults = dict(usual.answers), {}, [], []
        for text, (question, meaning) in zip(self.cells(row), self.answers, strict=True):
            if not text or (said := meaning(text)) is None:
                continue
            if said.answer is not None:
                answers[question] = said.answer
                own.append(question)
                if said.number is not None:
                    numbers[question] = said.number
            elif said.fault:
                faults.append(said.fault)
            else:
                answers.pop(question, None)
        for gated in self.gated:
            answer = answers.get(gated.gate)
            if answer is not None and (answer == "not_applicable" or gated.shown_by.isdisjoint(answer)):
                answers[gated.question] = gated.default
                numbers.pop(gated.question, None)
                if gated.question in own:
                    own.remove(gated.question)
        stated = self.stated(tuple(row[place] for place in self.weights)) if self.weights else None
        if isinstance(stated, Refused):
            faults += stated.sentences
        if faults or isinstance(stated, Refused):
            return Refused(tuple(faults))
        return engine.Problem(
            answers=answers,
            points=usual.points,
            weights=stated.weights if stated is not None else None,
            spread=stated.spread if stated is not None else None,
            compared=usual.compared,
            confirmed=usual.confirmed,
            informed=usual.informed or stated is not None or any(answers[it] != "not_applicable" for it in own),
            numbers=numbers,
        )

    def evaluated(self, rows: Sequence[engine.Problem]) -> Iterator[Outcome]:
        arrays = self.model.arrays
        problems = engine.Problems.of(arrays, rows)
        found = engine.evaluate(arrays, problems, seed=self.seed, detail=engine.Detail.VERDICT)
        scores, keys = found.scores[:, list(self.model.core)].tolist(), arrays.alternatives
        columns = (
            found.verdict.tolist(),
            found.leader.tolist(),
            found.confidence.tolist(),
            found.close_rivals.tolist(),
        )
        for row_scores, number, leader, confidence, rivals in zip(scores, *columns, strict=True):
            verdict = VERDICTS[number]
            yield Outcome(
                verdict=verdict,
                platform=keys[leader] if leader >= 0 and verdict != "not_enough_known" else None,
                close_rivals=[key for key, is_close in zip(keys, rivals, strict=True) if is_close]
                if verdict == "too_close_to_call"
                else [],
                confidence=rounded(confidence),
                scores=[rounded(score) for score in row_scores],
            )


def remembered(reader: Callable[..., Result], *first: object) -> Callable[..., Result]:
    """Remember what the texts of a column mean: there are few, and they come again in row after row."""
    return lru_cache(maxsize=TEXTS_KEPT)(partial(reader, *first))


def picker(places: Sequence[int]) -> Callable[[Row], Sequence[str]]:
    """Return what picks cells out of a row in one step: most say nothing, and there are dozens in each."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: [row[place] for place in places]


def refuse_columns(columns: Sequence[str], model: CompiledModel, kept: Sequence[str]) -> None:
    known = {NAME, SCENARIO, *kept, *model.questions, *(f"{WEIGHTS}{key}" for key in model.criteria)}
    unknown = [name for name in columns if name not in known]
    if unknown:
        message = _("No question or other column is called %(names)s.")
        raise UnknownColumns(message % {"names": _(", ").join(f"“{name}”" for name in unknown)})
    twice = dict.fromkeys(name for place, name in enumerate(columns) if name in columns[:place])
    if twice:
        raise UnknownColumns(_("Two columns are called %(names)s.") % {"names": _(", ").join(twice)})
    missing = [name for name in kept if name not in columns]
    if missing:
        message = _("There is no column %(names)s to keep.")
        raise UnknownColumns(message % {"names": _(", ").join(f"“{name}”" for name in missing)})


def gated_questions(model: CompiledModel) -> Iterator[Gated]:
    for question in model.questions.values():
        if question.gate is not None and question.default is not None:
            yield Gated(question.index, *question.gate, (question.default,))


def usual_row(model: CompiledModel, scenario: str, named: str) -> engine.Problem | Refused:
    """Return what a scenario brings, with no question hidden yet: a row may show what the scenario hides."""
    key = named.strip() or scenario or None
    try:
        understood = understand(EvaluationRequest(scenario=key, detail="verdict"), model)
    except DecisionError as fault:
        return Refused(tuple(fault.message for fault in fault.faults))
    except ValidationError:  # not even the form of a key
        return Refused((_("The decision model has no scenario %(scenario)s.") % {"scenario": key},))
    brought = model.scenario_answers[key] if key is not None else {}
    return problem(replace(understood, reading=Reading(answers=dict(brought))))


def read_cell(question: QuestionTable, text: str) -> Said | None:
    """Return what a text means; none if it says nothing."""
    text = text.strip()
    if not text:
        return None
    if text == TAKEN_BACK:
        return Said()
    answer = answer_of(question, text)
    if isinstance(answer, Refused):
        return Said(fault=" ".join(answer.sentences))
    read = read_answer(question, answer)
    if isinstance(read, Fault):
        return Said(fault=read.message)
    if read.state == "does_not_apply":
        return Said("not_applicable")
    return Said(read.chosen, read.number) if read.state == "answered" else Said()


def answer_of(question: QuestionTable, text: str) -> Answer | Refused:
    """Return what a request would say."""
    if text == NOT_APPLICABLE or text.startswith(f"{NOT_APPLICABLE}:"):
        why = text.removeprefix(NOT_APPLICABLE).removeprefix(":") or "other"
        if why not in get_args(WhyNot):
            words = {"question": question.key, "reasons": _(", ").join(get_args(WhyNot))}
            return Refused((_("%(question)s: after n/a: stands one of %(reasons)s.") % words,))
        return DetailedAnswer(does_not_apply=cast(WhyNot, why))
    if NUMERAL.fullmatch(text) and text not in question.options:
        return float(text)
    if question.multiple and text != UNSURE:
        return [part.strip() for part in text.split(SEPARATOR)]
    return text


def read_weights(model: CompiledModel, criteria: Sequence[str], texts: Sequence[str]) -> Stated | Refused | None:
    given: dict[str, float] = {}
    for criterion, text in zip(criteria, texts, strict=True):
        if text.strip():
            if not NUMERAL.fullmatch(text.strip()):
                return Refused((_("The weight of %(criterion)s is no number.") % {"criterion": criterion},))
            given[criterion] = float(text)
    if not given:
        return None
    try:
        return understand(EvaluationRequest(weights=given), model).stated
    except DecisionError as fault:
        return Refused(tuple(fault.message for fault in fault.faults))
    except ValidationError:
        return Refused((_("A weight may be at most 1000000."),))
