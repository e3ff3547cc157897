"""A record as tables of texts and numbers, which spreadsheets and CSV share.

Keys stand beside what they are called, so that whoever reads on with a program need not look for words. Scores and
weights are out of 100, ratings in stars.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.utils.translation import gettext as _

from decisions.reports.files.wording import moment
from decisions.reports.placement import PlacementReport
from decisions.reports.record import RecordReport
from decisions.reports.report import Report
from decisions.reports.sources import Reference
from decisions.services.wording import listed, paragraph_of

Value: TypeAlias = "str | float | int | None"
Kind = Literal["text", "long", "whole", "decimal"]  # long: a text of sentences


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    key: str
    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @classmethod
    def of(cls, key: str, name: str, columns: Iterable[Column], rows: Iterable[tuple[Value, ...]]) -> "Table":
        return cls(key, name, tuple(columns), tuple(rows))


def tables_of(record: RecordReport) -> Iterator[Table]:
    """Yield the tables of a record in its language, which has to be the active one; none of them is empty."""
    report = record.report
    tables = [about(record), scores(report), weights(report), ratings(report), answers(report)]
    if record.placement is not None:
        tables.append(workloads(record.placement))
    tables += [excluded(report), checklist(record), signoffs(record), evidence(record)]
    yield from (table for table in tables if table.rows)


def about(record: RecordReport) -> Table:
    report, stated = record.report, record.provenance
    newer = record.superseded_by
    return Table.of(
        "record",
        _("Record"),
        [Column(_("Key")), Column(_("Name")), Column(_("Value"), "long")],
        [
            ("title", _("Title"), record.title),
            ("recommendation", _("Recommendation"), record.code),
            ("number", _("No."), record.number),
            ("frozen_at", _("Frozen"), moment(record.frozen_at)),
            ("superseded_by", _("Superseded by"), newer.code if newer else None),
            ("verdict", _("Verdict, as a key"), report.verdict),
            ("verdict_text", _("Verdict"), report.verdict_text),
            ("platform", _("Platform, as a key"), report.leader.key if report.leader else None),
            ("platform_text", _("Platform"), report.leader.label if report.leader else None),
            ("summary", _("Summary"), report.summary),
            ("first_in_100", _("First in 100 cases"), report.ranking[0].cases),
            ("model", _("Decision model, as a key"), stated.model),
            ("model_text", _("Decision model"), stated.model_label),
            ("model_version", _("Version of the decision model"), stated.version),
            ("model_digest", _("Digest of the decision model"), stated.digest),
            ("engine", _("Engine"), stated.engine),
            ("seed", _("Seed"), stated.seed),
            ("cases", _("Cases"), stated.cases),
            ("input_digest", _("Digest of the input"), stated.input_digest),
            ("digest", _("Digest of the record"), record.digest),
        ],
    )


def scores(report: Report) -> Table:
    return Table.of(
        "scores",
        _("Scores"),
        [
            Column(_("Key")),
            Column(_("Platform")),
            Column(_("Rank"), "whole"),
            Column(_("Score"), "decimal"),
            Column(_("Low"), "decimal"),
            Column(_("High"), "decimal"),
            Column(_("First in 100 cases"), "whole"),
            Column(_("Eligible")),
        ],
        (
            (
                row.platform.key,
                row.platform.label,
                row.rank,
                out_of_100(row.score),
                out_of_100(row.low),
                out_of_100(row.high),
                row.cases,
                yes_or_no(row.eligible),
            )
            for row in report.ranking
        ),
    )


def weights(report: Report) -> Table:
    return Table.of(
        "weights",
        _("Weights"),
        [
            Column(_("Key")),
            Column(_("Criterion")),
            Column(_("Weight"), "decimal"),
            Column(_("Low"), "decimal"),
            Column(_("High"), "decimal"),
            Column(_("Meaning"), "long"),
        ],
        (
            (
                row.criterion.key,
                row.criterion.label,
                out_of_100(spread.weight),
                out_of_100(spread.low),
                out_of_100(spread.high),
                row.meaning,
            )
            for row, spread in zip(report.criteria, report.weighing.rows, strict=True)
        ),
    )


def ratings(report: Report) -> Table:
    return Table.of(
        "ratings",
        _("Ratings"),
        [
            Column(_("Criterion, as a key")),
            Column(_("Criterion")),
            Column(_("Platform, as a key")),
            Column(_("Platform")),
            Column(_("Stars"), "decimal"),
            Column(_("Low"), "decimal"),
            Column(_("High"), "decimal"),
            Column(_("Adds to the score"), "decimal"),
            Column(_("Reason"), "long"),
            Column(_("Evidence")),
        ],
        (
            (
                row.criterion.key,
                row.criterion.label,
                cell.platform.key,
                cell.platform.label,
                cell.stars,
                cell.low,
                cell.high,
                out_of_100(cell.points),
                paragraph_of(cell.rationale, cell.basis, cell.article),
                keys(cell.evidence),
            )
            for row in report.criteria
            for cell in row.cells
        ),
    )


def answers(report: Report) -> Table:
    return Table.of(
        "answers",
        _("Answers"),
        [
            Column(_("Section")),
            Column(_("Key")),
            Column(_("Question")),
            Column(_("Answer"), "long"),
            Column(_("Whose")),
            Column(_("Certainty")),
            Column(_("Asked")),
            Column(_("Note"), "long"),
        ],
        (
            (
                row.section,
                row.question.key,
                row.question.label,
                row.answer,
                row.state_text,
                row.certainty,
                yes_or_no(row.asked),
                row.note,
            )
            for row in report.answers
        ),
    )


def workloads(placement: PlacementReport) -> Table:
    return Table.of(
        "workloads",
        _("Workloads"),
        [
            Column(_("Workload")),
            Column(_("Platform, as a key")),
            Column(_("Platform")),
            Column(_("Verdict")),
            Column(_("Score"), "decimal"),
            Column(_("First in 100 cases"), "whole"),
            Column(_("Summary"), "long"),
        ],
        (
            (
                row.name,
                row.platform.key if row.platform else None,
                row.platform.label if row.platform else _("undecided"),
                row.report.verdict_text,
                out_of_100(row.report.ranking[0].score),
                row.report.ranking[0].cases,
                row.report.summary,
            )
            for row in placement.rows
        ),
    )


def excluded(report: Report) -> Table:
    return Table.of(
        "excluded",
        _("Excluded platforms"),
        [
            Column(_("Key")),
            Column(_("Platform")),
            Column(_("Rule"), "long"),
            Column(_("Question")),
            Column(_("Answer")),
            Column(_("Evidence")),
        ],
        (
            (
                row.platform.key,
                row.platform.label,
                row.because,
                row.question.label,
                row.answer,
                keys(row.evidence),
            )
            for row in report.excluded
        ),
    )


def checklist(record: RecordReport) -> Table:
    return Table.of(
        "checklist",
        _("Checklist"),
        [
            Column(_("Kind")),
            Column(_("Key")),
            Column(_("What has to be shown or done"), "long"),
            Column(_("Why"), "long"),
            Column(_("Required")),
            Column(_("Workloads")),
            Column(_("Owner")),
            Column(_("Due")),
            Column(_("Done")),
            Column(_("Note"), "long"),
            Column(_("Evidence")),
        ],
        (
            (
                row.kind_text,
                row.key,
                row.label,
                row.description,
                yes_or_no(row.required),
                listed(row.workloads),
                row.owner,
                row.due.isoformat() if row.due else None,
                row.done_at.date().isoformat() if row.done_at else None,
                row.note,
                keys(row.evidence),
            )
            for row in record.checklist
        ),
    )


def signoffs(record: RecordReport) -> Table:
    return Table.of(
        "signoffs",
        _("Sign-offs"),
        [
            Column(_("Reviewer")),
            Column(_("Role")),
            Column(_("Decision")),
            Column(_("Time")),
            Column(_("Comment"), "long"),
        ],
        ((row.name, row.role, row.decision_text, moment(row.signed_at), row.comment) for row in record.signoffs),
    )


def evidence(record: RecordReport) -> Table:
    return Table.of(
        "evidence",
        _("Evidence"),
        [
            Column(_("No."), "whole"),
            Column(_("Key")),
            Column(_("Statement"), "long"),
            Column(_("Figure")),
            Column(_("Figure of the article")),
            Column(_("Conditions"), "long"),
            Column(_("Title"), "long"),
            Column(_("Publication"), "long"),
            Column(_("Year")),
            Column(_("Confidence class")),
            Column(_("Basis")),
            Column(_("Verified")),
            Column(_("Platforms")),
            Column(_("Address")),
        ],
        (
            (
                entry.number,
                entry.key,
                entry.label,
                entry.figure,
                entry.article_figure,
                paragraph_of(entry.conditions, entry.note),
                entry.title,
                entry.published,
                entry.year,
                entry.confidence,
                entry.basis,
                yes_or_no(entry.verified),
                entry.platforms,
                entry.url,
            )
            for entry in record.evidence
        ),
    )


def out_of_100(share: float | None) -> float | None:
    """Return a share of 1, published with four decimals, as what is left of it out of 100: 0.8071 is 80.71."""
    return None if share is None else round(share * 100, 2)


def yes_or_no(holds: bool) -> str:
    return _("yes") if holds else _("no")


def keys(references: Iterable[Reference]) -> str:
    return ", ".join(reference.key for reference in references)
