"""The questionnaire of one assessment as it stands: what is shown, what holds, what is open, what disagrees.

Every page of the journey takes its statuses and counts from here, and the answers are read by the same code as for
the evaluation, so that no page says of an answer what the result does not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decisions.documents.evaluation import State
from decisions.models import Answer, Assessment, Workload
from decisions.services.assessments import compiled_for
from decisions.services.compile import CompiledModel
from decisions.services.reading import ReadAnswer, Reading, read_answers
from decisions.services.wording import in_language, listed, with_unit
from scenarios import schema

SectionStatus = Literal["not_started", "assumed", "in_progress", "complete"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One question and how it stands."""

    question: schema.Question
    number: int  # position in the questionnaire, from 1
    shown: bool  # asked on the path that the other answers open
    state: State
    holds: tuple[schema.Option, ...]  # what the evaluation takes, own or assumed
    assumed: tuple[schema.Option, ...]  # what the scenario brings
    answer: Answer | None  # the user's own
    gate: schema.Question | None  # whose answer decides whether it is shown
    inherited: Answer | None = None  # of a workload: what the user answered for the whole

    @property
    def standing(self) -> Answer | None:
        """The user's answer that holds here, wherever it was given."""
        return self.answer or self.inherited

    @property
    def is_stale(self) -> bool:
        """It was answered, but is not asked any more: kept, and not counted."""
        return not self.shown and self.answer is not None and not self.answer.is_taken_back

    @property
    def is_open(self) -> bool:
        return self.state in {"unsure", "missing"}

    @property
    def is_own(self) -> bool:
        return self.shown and self.state in {"answered", "unsure", "does_not_apply"}

    @property
    def revision(self) -> int:
        return self.answer.revision if self.answer else 0

    @property
    def own_options(self) -> tuple[schema.Option, ...]:
        """What the user chose, whether or not it counts."""
        answer = self.standing
        if answer is None or not isinstance(answer.value, (str, list)):
            return ()
        return tuple(option for option in self.question.options if option.key in as_keys(answer.value))

    @property
    def number_given(self) -> float | None:
        value = self.standing.value if self.standing else None
        return value if isinstance(value, (int, float)) else None


@dataclass(frozen=True, slots=True)
class SectionEntries:
    """A section of the task list."""

    section: schema.Section
    entries: tuple[Entry, ...]  # of the questions that are shown
    stale: tuple[Entry, ...]

    @property
    def own(self) -> int:
        return sum(entry.is_own for entry in self.entries)

    @property
    def assumed(self) -> int:
        return sum(entry.state == "assumed" for entry in self.entries)

    @property
    def open(self) -> int:
        return sum(entry.is_open for entry in self.entries)

    @property
    def unsure(self) -> int:
        return sum(entry.state == "unsure" for entry in self.entries)

    @property
    def status(self) -> SectionStatus:
        """Complete means: the user has said something to every question that is shown."""
        if self.own == len(self.entries):
            return "complete"
        if self.own:
            return "in_progress"
        return "assumed" if self.assumed == len(self.entries) else "in_progress" if self.assumed else "not_started"

    @property
    def first(self) -> Entry:
        """Where work on the section goes on: the first question without an own answer, or its first one."""
        return next((entry for entry in self.entries if not entry.is_own), self.entries[0])


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that do not go together, and whose they are."""

    contradiction: schema.Contradiction
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Questionnaire:
    """All questions of an assessment, in the order of the decision model."""

    document: schema.DecisionModel
    scenario: schema.ScenarioProfile | None
    entries: tuple[Entry, ...]

    @cached_property
    def sections(self) -> tuple[SectionEntries, ...]:
        """Return the sections in which something is asked or was answered."""
        parts = (self.section(section) for section in self.document.sections)
        return tuple(part for part in parts if part.entries or part.stale)

    def section(self, section: schema.Section) -> SectionEntries:
        mine = [entry for entry in self.entries if entry.question.section == section.key]
        return SectionEntries(
            section=section,
            entries=tuple(entry for entry in mine if entry.shown),
            stale=tuple(entry for entry in mine if entry.is_stale),
        )

    @cached_property
    def shown(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self.sections for entry in part.entries)

    @property
    def stale(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_stale)

    @property
    def open(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.shown if entry.is_open)

    @property
    def own(self) -> int:
        return sum(entry.is_own for entry in self.shown)

    @property
    def answered(self) -> int:
        """Answers of the user's own; not sure is a word, but it leaves the question open."""
        return sum(entry.is_own and not entry.is_open for entry in self.shown)

    @property
    def assumed(self) -> int:
        return sum(entry.state == "assumed" for entry in self.shown)

    @property
    def is_complete(self) -> bool:
        return self.own == len(self.shown)

    @property
    def next(self) -> Entry | None:
        """The first question that nobody has said anything to; when all are assumed, the first of those."""
        missing = (entry for entry in self.shown if entry.state == "missing")
        return next(missing, None) or next((entry for entry in self.shown if entry.state == "assumed"), None)

    def find(self, key: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.question.key == key), None)

    def after(self, key: str) -> Entry | None:
        """The question shown after this one, which itself may be hidden."""
        order = [
            entry for part in self.document.sections for entry in self.entries if entry.question.section == part.key
        ]
        keys = [entry.question.key for entry in order]
        return next((entry for entry in order[keys.index(key) + 1 :] if entry.shown), None)

    def before(self, key: str) -> Entry | None:
        earlier = None
        for entry in self.shown:
            if entry.question.key == key:
                return earlier
            earlier = entry
        return None

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        by_key = {entry.question.key: entry for entry in self.entries}
        return tuple(
            Clash(contradiction, tuple(by_key[answer.question] for answer in contradiction.when))
            for contradiction in self.document.contradictions
            if all(is_met(answer, by_key[answer.question]) for answer in contradiction.when)
        )


def is_met(wanted: schema.AnswerIn, entry: Entry) -> bool:
    return entry.shown and any(option.key in wanted.options for option in entry.holds)


def as_keys(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def questionnaire(assessment: Assessment) -> Questionnaire:
    """Read the questionnaire with the answers as they stand."""
    model = compiled_for(assessment.decision_model)
    own = {answer.question: answer for answer in assessment.answers.all()}
    brought = model.scenario_answers[assessment.scenario] if assessment.scenario else {}
    return compose(model, assessment.scenario, brought, own, {})


def workload_questionnaire(assessment: Assessment, workload: Workload, *, as_inherited: bool = False) -> Questionnaire:
    """Read the questionnaire of one workload of an assessment, or what it would inherit if it overrode nothing."""
    model = compiled_for(assessment.decision_model)
    brought = dict(model.scenario_answers[assessment.scenario]) if assessment.scenario else {}
    narrower: dict[int, ReadAnswer] = {}
    if workload.scenario_workload:
        narrower = model.scenario_workloads[assessment.scenario][workload.scenario_workload]
    inherited = {
        answer.question: answer
        for answer in assessment.answers.all()
        if model.questions[answer.question].index not in narrower
    }
    own = {} if as_inherited else workload.overrides()
    return compose(model, assessment.scenario, brought | narrower, own, inherited)


def compose(
    model: CompiledModel,
    scenario: str,
    brought: dict[int, ReadAnswer],
    own: dict[str, Answer],
    inherited: dict[str, Answer],
) -> Questionnaire:
    given = {key: answer.given() for key, answer in {**inherited, **own}.items()}
    reading = read_answers(model.questions, brought, given)
    by_key = {question.key: question for question in model.document.questions}
    return Questionnaire(
        document=model.document,
        scenario=next((entry for entry in model.document.scenarios if entry.key == scenario), None),
        entries=tuple(
            replace(
                entry_of(question, position, model, reading, brought, own.get(question.key), by_key),
                inherited=inherited.get(question.key),
            )
            for position, question in enumerate(model.document.questions, start=1)
        ),
    )


def entry_of(
    question: schema.Question,
    number: int,
    model: CompiledModel,
    reading: Reading,
    brought: dict[int, ReadAnswer],
    own: Answer | None,
    by_key: dict[str, schema.Question],
) -> Entry:
    index = model.questions[question.key].index
    read = reading.answers.get(index)
    assumed = brought.get(index)
    return Entry(
        question=question,
        number=number,
        shown=read is None or read.source != "default",
        state=state_of(read),
        holds=chosen(question, read),
        assumed=chosen(question, assumed),
        answer=own,
        gate=by_key[question.shown_if.question] if question.shown_if else None,
    )


def state_of(read: ReadAnswer | None) -> State:
    if read is None:
        return "missing"
    if read.state == "answered" and read.source != "own":
        return "assumed"
    return read.state


def chosen(question: schema.Question, read: ReadAnswer | None) -> tuple[schema.Option, ...]:
    return tuple(question.options[index] for index in read.chosen) if read else ()


def answer_text(question: schema.Question, answer: Answer | None) -> str:
    """Say what a user answered, in the active language."""
    if answer is None or answer.is_taken_back:
        return _("Not answered")
    if answer.does_not_apply:
        return _("Does not apply: %(reason)s") % {"reason": answer.get_does_not_apply_display()}
    if answer.is_unsure:
        return _("Not sure")
    language = get_language() or "en"
    if isinstance(answer.value, (int, float)) and question.measure is not None:
        return with_unit(answer.value, in_language(question.measure.unit, language))
    return options_text(option for option in question.options if option.key in as_keys(answer.value))


def options_text(options: Iterable[schema.Option]) -> str:
    language = get_language() or "en"
    return listed([in_language(option.label, language) for option in options])


def standing_text(entry: Entry) -> str:
    """Say what holds for a question now, own or assumed."""
    if entry.state == "assumed":
        return options_text(entry.assumed)
    return answer_text(entry.question, entry.standing)
