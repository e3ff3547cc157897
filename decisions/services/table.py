"""Evaluate the rows of a table, one workload each: what thousands of requests would be answered, at less cost.

Every distinct text of a column is read once, and no document is made of a row. The answers are those that `evaluate`
gives to the same requests.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Literal, TypeAlias, cast, get_args

from django.utils.translation import gettext as _
from pydantic import ValidationError

from decisions import engine
from decisions.documents.faults import DecisionError, Fault
from decisions.documents.request import UNSURE, Answer, DetailedAnswer, EvaluationRequest, WhyNot
from decisions.services.compile import CompiledModel
from decisions.services.describe import VERDICTS, rounded
from decisions.services.evaluate import problem
from decisions.services.reading import QuestionTable, ReadAnswer, Reading, hide, read_answer
from decisions.services.understand import Understood, understand
from decisions.services.weighting import Stated

NAME, SCENARIO, WEIGHTS = "name", "scenario", "weights."  # columns that answer no question
TAKEN_BACK = "-"  # what the scenario says does not hold
NOT_APPLICABLE = "n/a"  # the question does not apply; n/a:business says why
SEPARATOR = "|"  # between the options of a multiple choice
NUMERAL = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
TEXTS_KEPT = 4096  # of each column, with what they mean

Row: TypeAlias = Sequence[str]
Cell: TypeAlias = ReadAnswer | Fault | Literal["unsaid", "taken_back"]


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
class Table:
    """Which column of a table answers which question of a decision model, and what its texts mean."""

    width: int
    model: CompiledModel
    answers: tuple[tuple[int, int, Callable[[str], Cell]], ...]  # column, question, how its texts are read
    gated: tuple[QuestionTable, ...]  # questions that the path may not show
    weights: tuple[tuple[int, str], ...]  # column, criterion
    scenarios: int | None  # the column that names each row's own
    usual: Callable[[str], Understood | Refused]  # what a row of a scenario is that says nothing itself
    stated: Callable[[tuple[str, ...]], Stated | Refused]  # what the texts of the weights' columns mean

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
        questions = [(place, model.questions[name]) for name, place in places.items() if name in model.questions]
        criteria = tuple(
            (place, name.removeprefix(WEIGHTS)) for name, place in places.items() if name.startswith(WEIGHTS)
        )
        return cls(
            width=len(columns),
            model=model,
            answers=tuple(
                (place, question.index, lru_cache(maxsize=TEXTS_KEPT)(partial(read_cell, question)))
                for place, question in questions
            ),
            gated=tuple(question for question in model.questions.values() if question.gate is not None),
            weights=criteria,
            scenarios=places.get(SCENARIO),
            usual=lru_cache(maxsize=TEXTS_KEPT)(partial(usual_row, model, scenario, seed)),
            stated=lru_cache(maxsize=TEXTS_KEPT)(
                partial(read_weights, model, tuple(criterion for _place, criterion in criteria))
            ),
        )

    @property
    def platforms(self) -> list[str]:
        """The platforms that are compared."""
        return [self.model.arrays.alternatives[index] for index in self.model.core]

    def outcomes(self, rows: Sequence[Row]) -> list[Outcome | Refused]:
        """Evaluate rows together, each as if it stood alone."""
        read = [self.read(row) for row in rows]
        sound = [row for row in read if isinstance(row, Understood)]
        found = self.evaluated(sound) if sound else iter(())
        return [next(found) if isinstance(row, Understood) else row for row in read]

    def read(self, row: Row) -> Understood | Refused:
        if len(row) != self.width:
            words = {"n": len(row), "columns": self.width}
            return Refused((_("The row has %(n)s cells, the table has %(columns)s columns.") % words,))
        usual = self.usual(row[self.scenarios] if self.scenarios is not None else "")
        if isinstance(usual, Refused):
            return usual
        reading = Reading(answers=dict(usual_answers(usual)))
        for place, question, read in self.answers:
            if row[place]:
                lay(reading, question, read(row[place]))
        for gated in self.gated:
            hide(gated, reading)
        stated, faults = usual.stated, [fault.message for fault in reading.faults]
        if any(row[place] for place, _criterion in self.weights):
            said = self.stated(tuple(row[place] for place, _criterion in self.weights))
            if isinstance(said, Refused):
                faults += said.sentences
            else:
                stated = said
        return Refused(tuple(faults)) if faults else replace(usual, reading=reading, stated=stated)

    def evaluated(self, rows: Sequence[Understood]) -> Iterator[Outcome]:
        arrays = self.model.arrays
        problems = engine.Problems.of(arrays, [problem(row) for row in rows])
        found = engine.evaluate(arrays, problems, seed=rows[0].seed, detail=engine.Detail.VERDICT)
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


def lay(reading: Reading, question: int, cell: Cell) -> None:
    """Lay what a cell says over what the scenario brought."""
    if isinstance(cell, ReadAnswer):
        reading.answers[question] = cell
    elif isinstance(cell, Fault):
        reading.faults.append(cell)
    elif cell == "taken_back":
        reading.answers.pop(question, None)


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


def usual_row(model: CompiledModel, scenario: str, seed: int | None, named: str) -> Understood | Refused:
    try:
        return understand(EvaluationRequest(scenario=named or scenario or None, detail="verdict", seed=seed), model)
    except DecisionError as fault:
        return Refused(tuple(fault.message for fault in fault.faults))
    except ValidationError:  # not even the form of a key
        return Refused((_("The decision model has no scenario %(scenario)s.") % {"scenario": named or scenario},))


def usual_answers(usual: Understood) -> Mapping[int, ReadAnswer]:
    """Return what the scenario brings, before any question is hidden: a row may show what the scenario hides."""
    scenario = usual.request.scenario
    return usual.model.scenario_answers[scenario] if scenario is not None else {}


def read_cell(question: QuestionTable, text: str) -> Cell:
    """Return what a text means."""
    text = text.strip()
    if not text:
        return "unsaid"
    if text == TAKEN_BACK:
        return "taken_back"
    answer = answer_of(question, text)
    return Fault("", "unknown_option", answer[0]) if isinstance(answer, tuple) else read_answer(question, answer)


def answer_of(question: QuestionTable, text: str) -> Answer | tuple[str]:
    """Return what a request would say; a tuple holds the sentence that says why it cannot."""
    if text == NOT_APPLICABLE or text.startswith(f"{NOT_APPLICABLE}:"):
        why = text.removeprefix(NOT_APPLICABLE).removeprefix(":") or "other"
        if why not in get_args(WhyNot):
            words = {"question": question.key, "reasons": _(", ").join(get_args(WhyNot))}
            return (_("%(question)s: after n/a: stands one of %(reasons)s.") % words,)
        return DetailedAnswer(does_not_apply=cast(WhyNot, why))
    if NUMERAL.fullmatch(text):
        return float(text)
    if question.multiple and text != UNSURE:
        return [part.strip() for part in text.split(SEPARATOR)]
    return text


def read_weights(model: CompiledModel, criteria: Sequence[str], texts: Sequence[str]) -> Stated | Refused:
    given: dict[str, float] = {}
    for criterion, text in zip(criteria, texts, strict=True):
        if text.strip():
            if not NUMERAL.fullmatch(text.strip()):
                return Refused((_("The weight of %(criterion)s is no number.") % {"criterion": criterion},))
            given[criterion] = float(text)
    try:
        said = understand(EvaluationRequest(weights=given), model).stated
    except DecisionError as fault:
        return Refused(tuple(fault.message for fault in fault.faults))
    except ValidationError:
        return Refused((_("A weight may be at most 1000000."),))
    return cast(Stated, said)
