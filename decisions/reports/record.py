"""Everything that any page or file shows of one frozen recommendation, in a language that is chosen for it.

A record keeps its language whatever that of the page around it: what is put into words later, such as pictures and
the list of evidence, is put into words in the record's language too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone, translation

from decisions.documents.evaluation import Condition, Evaluation, PlacedEvaluation, SharedCondition
from decisions.documents.record import Record, Versions
from decisions.documents.request import Language
from decisions.models import ChecklistItem, Recommendation, SignOff
from decisions.reports.changes import Changes, Frozen
from decisions.reports.drawings import Pictures
from decisions.reports.placement import PlacementReport
from decisions.reports.report import Provenance, Report
from decisions.reports.sources import EvidenceEntry, Reference
from decisions.services.assessments import compiled_for
from decisions.services.compile import compiled_row
from decisions.services.wording import in_language
from scenarios.schema import DecisionModel


@dataclass(frozen=True, slots=True)
class Related:
    """Another record of the same assessment."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class SignOffRow:
    name: str
    role: str
    decision: str
    decision_text: str
    comment: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A condition or a measure, and who sees to it."""

    item: ChecklistItem
    kind: str
    kind_text: str
    key: str
    label: str  # what has to be shown or done
    description: str  # why
    required: bool  # conditions are; a measure may be advised
    tools: str
    workloads: tuple[str, ...]  # on whose place it depends; none: on the whole
    evidence: tuple[Reference, ...]
    owner: str
    due: date | None
    done_at: datetime | None
    note: str

    @property
    def done(self) -> bool:
        return self.done_at is not None

    @property
    def overdue(self) -> bool:
        """The day until which it was to be done is over (UTC), and it is not done."""
        return not self.done and self.due is not None and self.due < timezone.now().date()


@dataclass(frozen=True)  # no slots: pictures and the list of evidence are put into words where they are shown
class RecordReport:
    """One frozen recommendation, ready to be shown."""

    language: Language
    code: str
    number: int
    title: str
    frozen_at: datetime
    digest: str
    is_current: bool
    supersedes: Related | None
    superseded_by: Related | None
    report: Report
    placement: PlacementReport | None
    signoffs: tuple[SignOffRow, ...]  # the earliest first
    checklist: tuple[ChecklistRow, ...]  # conditions first
    changes: Changes | None  # none: it is the first
    versions: Versions
    record: Record = field(repr=False, compare=False)
    document: str = field(repr=False, compare=False)  # the record's JSON, byte for byte as it was digested

    @classmethod
    def of(cls, recommendation: Recommendation, language: Language) -> "RecordReport":
        """Put a record into words; it asks the database for nothing that `for_record` brought along."""
        with translation.override(language):
            return Putting(recommendation, language).together()

    @property
    def provenance(self) -> Provenance:
        return self.report.provenance

    @property
    def last_signoff(self) -> SignOffRow | None:
        return self.signoffs[-1] if self.signoffs else None

    @property
    def items_done(self) -> int:
        return sum(row.done for row in self.checklist)

    @property
    def conditions_to_see_to(self) -> tuple[ChecklistRow, ...]:
        return tuple(row for row in self.checklist if row.kind == ChecklistItem.Kind.CONDITION)

    @property
    def measures_to_see_to(self) -> tuple[ChecklistRow, ...]:
        return tuple(row for row in self.checklist if row.kind == ChecklistItem.Kind.HARDENING)

    @cached_property
    def pictures(self) -> Pictures:
        with translation.override(self.language):
            return Pictures.of(self.report)

    @cached_property
    def picture_of_layout(self) -> str:
        if self.placement is None:
            return ""
        with translation.override(self.language):
            return self.placement.picture

    @cached_property
    def evidence(self) -> tuple[EvidenceEntry, ...]:
        with translation.override(self.language):
            return self.report.evidence


class Putting:
    """Puts a record together in one language; `together` is its answer."""

    def __init__(self, recommendation: Recommendation, language: Language) -> None:
        self.recommendation = recommendation
        self.language = language
        self.record = recommendation.record
        self.evaluation = self.record.evaluations[language]
        self.document = compiled_for(recommendation.decision_model).document
        self.report = Report.of(self.evaluation, self.document)

    def together(self) -> RecordReport:
        recommendation, record = self.recommendation, self.record
        newer = getattr(recommendation, "superseded_by", None)
        return RecordReport(
            language=self.language,
            code=record.code,
            number=record.number,
            title=record.title,
            frozen_at=datetime.fromisoformat(record.frozen_at),
            digest=record.digest,
            is_current=newer is None,
            supersedes=related(recommendation.supersedes),
            superseded_by=related(newer),
            report=self.report,
            placement=PlacementReport.of(self.evaluation, self.document),
            signoffs=tuple(signed(signoff) for signoff in recommendation.signoffs.all()),
            checklist=tuple(self.checklist()),
            changes=self.changes(),
            versions=record.versions,
            record=record,
            document=recommendation.document,
        )

    def checklist(self) -> Iterator[ChecklistRow]:
        measures = {measure.key: measure for measure in self.report.hardening}
        for item in self.recommendation.checklist.all():
            if item.kind == ChecklistItem.Kind.CONDITION:
                label, description, evidence = self.condition(item.key)
                yield self.row(item, label, description, evidence, workloads=self.workloads(item.key))
            else:
                measure = measures[item.key]
                yield self.row(
                    item, measure.label, measure.description, measure.evidence, measure.required, measure.tools
                )

    def row(
        self,
        item: ChecklistItem,
        label: str,
        description: str,
        evidence: tuple[Reference, ...],
        required: bool = True,
        tools: str = "",
        workloads: tuple[str, ...] = (),
    ) -> ChecklistRow:
        kind = ChecklistItem.Kind(item.kind)
        return ChecklistRow(
            item=item,
            kind=kind.value,
            kind_text=str(kind.label),
            key=item.key,
            label=label,
            description=description,
            required=required,
            tools=tools,
            workloads=workloads,
            evidence=evidence,
            owner=item.owner,
            due=item.due,
            done_at=item.done_at,
            note=item.note,
        )

    def condition(self, key: str) -> tuple[str, str, tuple[Reference, ...]]:
        """Return what has to be shown for a condition, why, and what that rests on."""
        found = next(entry for entry in conditions_of(self.evaluation) if entry.constraint == key)
        rule = next(rule for rule in self.document.constraints if rule.key == key)
        return found.confirm, in_language(rule.because, self.language), self.report.references.cite(rule.evidence)

    def workloads(self, key: str) -> tuple[str, ...]:
        if not isinstance(self.evaluation, PlacedEvaluation):
            return ()
        shared = (entry for entry in self.evaluation.layout.conditions if entry.constraint == key)
        return tuple(dict.fromkeys(name for entry in shared for name in entry.workloads))

    def changes(self) -> Changes | None:
        older = self.recommendation.supersedes
        if older is None:
            return None
        return Changes.between(
            self.frozen(older.record, document_of(older.record.versions)), self.frozen(self.record, self.document)
        )

    def frozen(self, record: Record, document: DecisionModel) -> Frozen:
        return Frozen(record, record.evaluations[self.language], document, self.language)


def related(recommendation: Recommendation | None) -> Related | None:
    return Related(recommendation.code, recommendation.number) if recommendation is not None else None


def signed(signoff: SignOff) -> SignOffRow:
    return SignOffRow(
        name=signoff.name,
        role=signoff.role,
        decision=signoff.decision,
        decision_text=str(SignOff.Decision(signoff.decision).label),
        comment=signoff.comment,
        signed_at=signoff.signed_at,
    )


def conditions_of(evaluation: Evaluation) -> Iterator[Condition | SharedCondition]:
    """Yield the conditions of the leader, then those of the layout, then the others."""
    yield from (condition for condition in evaluation.conditions if condition.platform == evaluation.platform)
    if isinstance(evaluation, PlacedEvaluation):
        yield from evaluation.layout.conditions
    yield from evaluation.conditions


def document_of(versions: Versions) -> DecisionModel:
    """Return the decision model that a record names, which need not be the version of the record after it."""
    return compiled_row(versions.model, versions.model_version, versions.model_digest).document
