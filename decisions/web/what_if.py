"""Other weights and other answers, tried on what is stored and never written there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from django.http import QueryDict
from django.utils.translation import gettext as _

from decisions.documents.evaluation import Evaluation, Given, SummaryEvaluation
from decisions.documents.faults import Fault, NotUnderstood, pointer
from decisions.documents.request import Answer, DetailedAnswer, EvaluationRequest
from decisions.reports.outcome import Outcome
from decisions.reports.report import Named, percent
from decisions.services.wording import in_language, listed
from scenarios.schema import DecisionModel, Question

OPEN = ""  # the value of a field for a question that is not answered
DOES_NOT_APPLY = "-"  # never the key of an option
MOST_WEIGHT = 100.0


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AnswerField:
    key: str
    label: str
    multiple: bool
    asked: bool
    changed: bool
    options: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SectionFields:
    label: str
    fields: tuple[AnswerField, ...]

    @property
    def changed(self) -> bool:
        return any(field.changed for field in self.fields)


@dataclass(frozen=True, slots=True)
class WeightField:
    key: str
    label: str
    value: float  # 0..100


@dataclass(frozen=True, slots=True)
class Row:
    """One platform's score as stored and as tried."""

    platform: Named
    before: float
    after: float
    cases_before: int
    cases: int
    eligible: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What a form asks to try on a stored request."""

    query: QueryDict
    document: DecisionModel
    stored: EvaluationRequest
    base: Evaluation  # what the stored request gives
    language: str

    @property
    def own_weights(self) -> bool:
        return self.query.get("weights") == "own"

    def request(self) -> EvaluationRequest:
        """Return the stored request with what is tried laid over it; raise `NotUnderstood` for what is no number.

        It asks for what is shown alone: a slider waits for nothing else.
        """
        answers: dict[str, Answer] = {**self.stored.answers}
        for question in self.document.questions:
            wanted = self.wanted(question)
            if wanted != self.held(question):
                answers[question.key] = as_answer(question, wanted)
        weights = {"weights": self.weights(), "weighting": None} if self.own_weights else {}
        return self.stored.model_copy(update={"answers": answers, "detail": "summary", **weights})

    def wanted(self, question: Question) -> tuple[str, ...]:
        """Return what the form has for a question; what the address does not name stays as it is."""
        name = f"a.{question.key}"
        chosen = [key for key in self.query.getlist(name) if key != OPEN]
        if name not in self.query and question.key not in self.query.getlist("listed"):
            return self.held(question)
        if question.kind == "multiple":
            order = [option.key for option in question.options]
            return tuple(sorted(chosen, key=lambda key: order.index(key) if key in order else len(order)))
        return tuple(chosen[-1:])

    def held(self, question: Question) -> tuple[str, ...]:
        """Return what is stored or assumed for a question, as the form has it."""
        given = self.given.get(question.key)
        if given is None:
            return ()
        return (DOES_NOT_APPLY,) if given.state == "does_not_apply" else tuple(given.value)

    @property
    def given(self) -> dict[str, Given]:
        return {given.question: given for given in self.base.answers}

    def weights(self) -> dict[str, float]:
        found = {}
        for criterion in self.document.criteria:
            text = self.query.get(f"w.{criterion.key}", "0").strip().replace(",", ".") or "0"
            found[criterion.key] = self.weight(criterion.key, text)
        return found

    def weight(self, criterion: str, text: str) -> float:
        try:
            weight = float(text)
        except ValueError:
            weight = float("nan")
        if not isfinite(weight) or not 0 <= weight <= MOST_WEIGHT:
            label = in_language(
                next(part.label for part in self.document.criteria if part.key == criterion), self.language
            )
            message = _("The weight of “%(criterion)s” must be a number from 0 to 100.") % {"criterion": label}
            raise NotUnderstood(Fault(pointer("weights", criterion), "not_a_weight", message))
        return weight

    # what the form shows again

    def weight_fields(self, tried: SummaryEvaluation) -> list[WeightField]:
        return [
            WeightField(
                key=criterion.key,
                label=in_language(criterion.label, self.language),
                value=self.query_weight(criterion.key)
                if self.own_weights
                else round(tried.weights[criterion.key] * 100, 1),
            )
            for criterion in self.document.criteria
        ]

    def query_weight(self, criterion: str) -> float:
        try:
            return self.weight(criterion, self.query.get(f"w.{criterion}", "0"))
        except NotUnderstood:
            return 0.0

    def sections(self) -> list[SectionFields]:
        return [
            SectionFields(
                label=in_language(section.label, self.language),
                fields=tuple(
                    self.answer_field(question)
                    for question in self.document.questions
                    if question.section == section.key
                ),
            )
            for section in self.document.sections
        ]

    def answer_field(self, question: Question) -> AnswerField:
        wanted, given = self.wanted(question), self.given.get(question.key)
        choices = [
            Choice(option.key, in_language(option.label, self.language), option.key in wanted)
            for option in question.options
        ]
        if question.kind == "single":
            choices = [
                Choice(OPEN, _("not answered"), not wanted),
                *choices,
                Choice(DOES_NOT_APPLY, _("does not apply"), DOES_NOT_APPLY in wanted),
            ]
        return AnswerField(
            key=question.key,
            label=in_language(question.label, self.language),
            multiple=question.kind == "multiple",
            asked=given is None or given.source != "default",
            changed=wanted != self.held(question),
            options=tuple(choices),
        )

    def changes(self, tried: SummaryEvaluation) -> Iterator[str]:
        """Say what is different from what is stored."""
        if self.own_weights:
            for criterion in self.document.criteria:
                before, after = self.base.weights[criterion.key], tried.weights[criterion.key]
                if percent(before) != percent(after):
                    yield _("%(criterion)s: %(before)s %% → %(after)s %%") % {
                        "criterion": in_language(criterion.label, self.language),
                        "before": percent(before),
                        "after": percent(after),
                    }
        for question in self.document.questions:
            held, wanted = self.held(question), self.wanted(question)
            if held != wanted:
                yield _("%(question)s: %(before)s → %(after)s") % {
                    "question": in_language(question.label, self.language),
                    "before": self.said(question, held),
                    "after": self.said(question, wanted),
                }

    def said(self, question: Question, chosen: Sequence[str]) -> str:
        if not chosen:
            return _("not answered")
        if DOES_NOT_APPLY in chosen:
            return _("does not apply")
        labels = {option.key: in_language(option.label, self.language) for option in question.options}
        return listed([labels.get(key, key) for key in chosen])


def as_answer(question: Question, wanted: Sequence[str]) -> Answer:
    if not wanted:
        return None
    if DOES_NOT_APPLY in wanted:
        return DetailedAnswer(does_not_apply="other")
    return list(wanted) if question.kind == "multiple" else wanted[0]


def rows(before: Outcome, after: Outcome) -> list[Row]:
    """Set scores as tried beside those stored, in the order of the stored ranking."""
    tried = {row.platform.key: row for row in after.scores}
    return [
        Row(
            platform=row.platform,
            before=row.score,
            after=tried[row.platform.key].score,
            cases_before=row.cases,
            cases=tried[row.platform.key].cases,
            eligible=tried[row.platform.key].eligible,
        )
        for row in before.scores
    ]
