"""What is different in a frozen recommendation since the one that it supersedes, and what that did to the result."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from django.utils.translation import gettext as _

from decisions.documents.evaluation import Evaluation, PlacedEvaluation
from decisions.documents.record import Record
from decisions.documents.request import Workload
from decisions.reports.report import AnswerRow, Composition, Named, percent, verdict_text
from decisions.services.weighting import statement_of
from decisions.services.wording import hundredths, source_of_weights
from scenarios.schema import DecisionModel

Kind = Literal["title", "model", "scenario", "answer", "workload", "condition", "weight"]
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that was said, as it was and as it is."""

    kind: Kind
    label: str
    before: str
    after: str

    @property
    def is_weight(self) -> bool:
        return self.kind == "weight"


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A platform's score in both; none where it was not compared."""

    platform: Named
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluation came to, as far as two are compared."""

    verdict_text: str
    platform: Named | None
    cases: int  # of 100 in which the leader comes first


@dataclass(frozen=True, slots=True)
class Changes:
    """What was said otherwise, and what became of it."""

    said: tuple[Changed, ...]
    before: Outcome
    after: Outcome
    scores: tuple[ScoreChange, ...]

    @classmethod
    def between(cls, before: "Frozen", after: "Frozen") -> "Changes":
        named = united(before.platforms, after.platforms)
        return cls(
            said=tuple(entry for entry in said(before, after) if entry.before != entry.after),
            before=before.outcome(),
            after=after.outcome(),
            scores=tuple(
                ScoreChange(named[key], before.scores.get(key), after.scores.get(key))
                for key in united(after.scores, before.scores)  # in the order of the ranking as it is now
            ),
        )


class Frozen(Composition):
    """A record's evaluation, with the names that its own decision model has for what it holds."""

    def __init__(self, record: Record, evaluation: Evaluation, document: DecisionModel, language: str) -> None:
        super().__init__(evaluation, document, language)
        self.record = record

    @cached_property
    def rows(self) -> dict[str, AnswerRow]:
        return {row.question.key: row for row in self.answer_rows()}

    @cached_property
    def scores(self) -> dict[str, float]:
        return {ranked.platform: ranked.score for ranked in self.evaluation.ranking}

    @cached_property
    def rules(self) -> dict[str, str]:
        """What the conditions are about that may be confirmed."""
        return {rule.key: self.say(rule.confirm) for rule in self.document.constraints if rule.confirm is not None}

    @cached_property
    def workloads(self) -> dict[str, Workload]:
        return {workload.name: workload for workload in self.record.request.workloads}

    @cached_property
    def placed(self) -> dict[str, Composition]:
        """What is said of each workload by itself."""
        if not isinstance(self.evaluation, PlacedEvaluation):
            return {}
        return {
            placement.workload: Composition(placement.evaluation, self.document, self.language)
            for placement in self.evaluation.placements
            if isinstance(placement.evaluation, Evaluation)
        }

    def outcome(self) -> Outcome:
        key = self.evaluation.platform
        return Outcome(
            verdict_text=verdict_text(self.evaluation.verdict),
            platform=self.platforms[key] if key else None,
            cases=hundredths(self.evaluation.confidence),
        )


def said(before: Frozen, after: Frozen) -> Iterator[Changed]:
    """Set all that was said side by side, whether or not it differs."""
    then, now = before.record, after.record
    yield Changed("title", _("Name"), then.title, now.title)
    yield Changed("model", _("Decision model"), version_text(before), version_text(after))
    yield Changed("model", _("Engine"), then.versions.engine, now.versions.engine)
    yield Changed("scenario", _("Scenario"), scenario_text(before), scenario_text(after))
    for key, question in united(before.questions, after.questions).items():
        yield Changed("answer", question.label, answer_text(before, key), answer_text(after, key))
        label = _("Note on “%(question)s”") % {"question": question.label}
        yield Changed("answer", label, note_text(before, key), note_text(after, key))
    yield from workloads(before, after)
    for key, rule in united(before.rules, after.rules).items():
        yield Changed("condition", rule, condition_text(before, key), condition_text(after, key))
    yield Changed("weight", _("Weights come from"), weights_text(before), weights_text(after))
    for key, criterion in united(before.criteria, after.criteria).items():
        yield Changed("weight", criterion.label, weight_text(before, key), weight_text(after, key))


def workloads(before: Frozen, after: Frozen) -> Iterator[Changed]:
    """Say which workloads came, went, or say something of their own otherwise."""
    for name in united(before.workloads, after.workloads):
        first, second = before.workloads.get(name), after.workloads.get(name)
        if first is None or second is None:
            label = _("Workload “%(name)s”") % {"name": name}
            yield Changed("workload", label, presence_text(first), presence_text(second))
            continue
        for key in united(first.answers, second.answers):
            if first.answers.get(key) != second.answers.get(key):  # what both inherit is said of the whole
                question = united(before.questions, after.questions)[key]
                label = _("%(name)s: %(question)s") % {"name": name, "question": question.label}
                yield Changed("workload", label, placed_text(before, name, key), placed_text(after, name, key))
        label = _("%(name)s: weights") % {"name": name}
        yield Changed("workload", label, inherited_text(first), inherited_text(second))


def version_text(side: Frozen) -> str:
    words = {"model": side.say(side.document.label), "version": side.record.versions.model_version}
    return _("%(model)s, version %(version)s") % words


def scenario_text(side: Frozen) -> str:
    scenario = side.scenarios.get(side.record.request.scenario or "")
    return scenario.label if scenario else _("none")


def answer_text(side: Frozen, question: str) -> str:
    row = side.rows.get(question)
    if row is None:
        return _("not asked by this decision model")
    return _("%(answer)s (%(state)s)") % {"answer": row.answer, "state": row.certainty or row.state_text}


def note_text(side: Frozen, question: str) -> str:
    row = side.rows.get(question)
    return row.note if row is not None else ""


def placed_text(side: Frozen, workload: str, question: str) -> str:
    placed = side.placed.get(workload)
    return placed.answer_text(question) if placed is not None else ""


def condition_text(side: Frozen, rule: str) -> str:
    note = side.record.request.confirmed_conditions.get(rule)
    return _("not confirmed") if note is None else _("confirmed: %(note)s") % {"note": note}


def weights_text(side: Frozen) -> str:
    return source_of_weights(side.evaluation.weighting.method)


def presence_text(workload: Workload | None) -> str:
    return _("not there") if workload is None else _("placed by itself")


def inherited_text(workload: Workload) -> str:
    statement = statement_of(workload)
    return source_of_weights(statement.method) if statement is not None else _("those of the whole")


def weight_text(side: Frozen, criterion: str) -> str:
    weight = side.evaluation.weights.get(criterion)
    return "–" if weight is None else _("%(n)s %%") % {"n": percent(weight)}


def united(before: Mapping[str, Kept], after: Mapping[str, Kept]) -> dict[str, Kept]:
    """Put two mappings together: the keys in the order in which they first stand, the later wording."""
    return {**before, **after}
