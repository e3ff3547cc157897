"""Read the answers of a request: what each question is answered with, by whom, and what was not understood.

Reading is plain look-ups in tables that `compile.py` makes once per decision model, since a batch reads
hundreds of thousands of answers.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from django.utils.translation import gettext as _

from decisions.documents.faults import Fault, pointer
from decisions.documents.request import UNSURE, Answer, Certainty, DetailedAnswer, WhyNot

State = Literal["answered", "unsure", "does_not_apply"]
Source = Literal["own", "scenario", "default"]


@dataclass(frozen=True, slots=True)
class QuestionTable:
    """What reading needs to know of a question."""

    key: str
    index: int
    options: dict[str, int]
    multiple: bool
    none: int | None  # multiple choice: the option that is chosen alone
    may_be_unsure: bool
    bounds: tuple[float, ...]  # of the bands, rising; empty without a measure
    measured: bool
    gate: tuple[int, frozenset[int]] | None
    default: int | None


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """One question's answer as understood."""

    state: State
    chosen: tuple[int, ...] = ()  # option indices, rising
    number: float | None = None  # what was answered, where it is a number; the option is its band
    source: Source = "own"
    certainty: Certainty | None = None
    why_not: WhyNot | None = None
    note: str = ""


@dataclass(slots=True)
class Reading:
    """All answers of a request by question index; a question that is not there is missing."""

    answers: dict[int, ReadAnswer] = field(default_factory=dict)
    hidden: dict[int, ReadAnswer] = field(default_factory=dict)  # given, but the path does not show the question
    covered: dict[int, ReadAnswer] = field(default_factory=dict)  # the same, brought ones too
    faults: list[Fault] = field(default_factory=list)


def read_answers(
    questions: Mapping[str, QuestionTable], brought: Mapping[int, ReadAnswer], given: Mapping[str, Answer]
) -> Reading:
    """Lay the given answers over those that a scenario brought; collect every fault instead of stopping at one."""
    reading = Reading(answers=dict(brought))
    for key, answer in given.items():
        question = questions.get(key)
        if question is None:
            message = _("There is no question %(question)s.") % {"question": key}
            reading.faults.append(Fault(pointer("answers", key), "unknown_question", message))
        elif answer is None:
            reading.answers.pop(question.index, None)
        elif isinstance(answer, str) and answer in question.options:  # nearly all of a batch: two calls less
            reading.answers[question.index] = taken(question.options[answer])
        else:
            read = read_answer(question, answer)
            if isinstance(read, Fault):
                reading.faults.append(read)
            else:
                reading.answers[question.index] = read
    for question in questions.values():
        if question.gate is not None:
            hide(question, reading)
    return reading


def hide(question: QuestionTable, reading: Reading) -> None:
    """Give a question that the path does not show its default; keep what was answered apart."""
    if question.gate is None or question.default is None:
        return
    gate, shown_by = question.gate
    answer = reading.answers.get(gate)
    if answer is None or answer.state == "unsure" or not shown_by.isdisjoint(answer.chosen):
        return
    given = reading.answers.get(question.index)
    if given is not None:
        reading.covered[question.index] = given
        if given.source == "own":
            reading.hidden[question.index] = given
    reading.answers[question.index] = taken(question.default, "default")


def read_answer(question: QuestionTable, answer: Answer) -> ReadAnswer | Fault:
    if not isinstance(answer, DetailedAnswer):
        return read_value(question, answer)
    if answer.does_not_apply is not None:
        return ReadAnswer("does_not_apply", why_not=answer.does_not_apply, note=answer.note)
    read = read_value(question, answer.value, "value")
    if isinstance(read, Fault):
        return read
    return ReadAnswer(read.state, read.chosen, read.number, certainty=answer.certainty, note=answer.note)


@cache
def taken(option: int, source: Source = "own") -> ReadAnswer:
    """Return the answer that takes one option; a value, so that every reader may have the same one."""
    return ReadAnswer("answered", (option,), source=source)


def read_value(question: QuestionTable, value: str | list[str] | float | None, *inside: str) -> ReadAnswer | Fault:
    if isinstance(value, str) and value in question.options:
        return taken(question.options[value])
    if isinstance(value, list):
        return read_list(question, value, *inside)
    place, words = pointer("answers", question.key, *inside), {"question": question.key}
    if value == UNSURE:
        if question.may_be_unsure:
            return ReadAnswer("unsure")
        return Fault(place, "unsure_not_offered", _("%(question)s can be seen today; unsure is no answer.") % words)
    if isinstance(value, str):
        return unknown_option(question, value, place)
    if value is None or not question.measured:
        return Fault(place, "no_number_expected", _("%(question)s takes an option, not a number.") % words)
    if value < 0:
        return Fault(place, "number_below_zero", _("%(question)s cannot be below zero.") % words)
    return ReadAnswer("answered", (bisect_right(question.bounds, value),), float(value))


def read_list(question: QuestionTable, keys: list[str], *inside: str) -> ReadAnswer | Fault:
    chosen = {question.options[key] for key in keys if key in question.options}
    if question.multiple and 0 < len(chosen) == len(keys) and (len(chosen) == 1 or question.none not in chosen):
        return ReadAnswer("answered", tuple(sorted(chosen)))
    return list_fault(question, keys, pointer("answers", question.key, *inside))


def list_fault(question: QuestionTable, keys: list[str], place: str) -> Fault:
    words = {"question": question.key}
    if not question.multiple:
        return Fault(place, "one_option_only", _("%(question)s takes one option, not a list.") % words)
    if not keys:
        return Fault(place, "no_option", _("%(question)s needs at least one option.") % words)
    for position, key in enumerate(keys):
        if key not in question.options:
            return unknown_option(question, key, f"{place}/{position}")
    if len(set(keys)) < len(keys):
        return Fault(place, "option_twice", _("%(question)s names an option twice.") % words)
    return Fault(place, "none_stands_alone", _("%(question)s: none cannot be combined with others.") % words)


def unknown_option(question: QuestionTable, key: str, place: str) -> Fault:
    message = _("%(question)s has no option %(option)s.") % {"question": question.key, "option": key}
    return Fault(place, "unknown_option", message)
