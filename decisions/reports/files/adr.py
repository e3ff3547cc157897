"""A record as an architecture decision record, for the repository whose software is placed.

References
----------
.. [1] "Markdown Architectural Decision Records", version 4.0.0, https://adr.github.io/madr/.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from django.utils import translation
from django.utils.translation import gettext as _

from decisions.models import SignOff
from decisions.reports.files.markdown import (
    address,
    bold,
    bullets,
    heading,
    lines,
    source,
    sources,
    table,
    tasks,
    text,
)
from decisions.reports.files.wording import engine_text, moment, version_text
from decisions.reports.placement import WorkloadRow
from decisions.reports.record import ChecklistRow, RecordReport, SignOffRow
from decisions.reports.report import AnswerRow, Cell, CriterionRow, Reason, Report
from decisions.reports.sources import EvidenceEntry
from decisions.reports.writing import (
    as_head,
    closed_up,
    headed,
    in_brackets,
    one_by_one,
    points,
    rated,
    signed,
    span,
    weight,
)
from decisions.services.assessments import visible
from decisions.services.wording import listed, paragraph_of

GOOD_FROM = 3.5  # stars: half a star above the middle of the scale, …
BAD_UP_TO = 2.5  # … and half a star below
STATUS = {
    SignOff.Decision.APPROVED: "accepted",
    SignOff.Decision.APPROVED_WITH_CONDITIONS: "accepted",
    SignOff.Decision.RETURNED: "rejected",
}  # in MADR's words, which tools look for in every language


def adr_of(record: RecordReport) -> bytes:
    with translation.override(record.language):
        return ("\n\n".join(blocks(record)) + "\n").encode()


def blocks(record: RecordReport) -> Iterator[str]:
    yield front_matter(record)
    yield heading(1, title(record))
    if record.superseded_by is not None:
        newer = record.superseded_by
        notice = _("A newer one supersedes this record: recommendation %(n)s.") % {"n": newer.number}
        yield f"{text(notice)} `{newer.code}`"
    yield from context(record)
    yield from drivers(record.report)
    yield heading(2, _("Considered Options"))
    yield bullets(option(record.report, row.platform.key) for row in record.report.ranking)
    yield from outcome(record)
    yield from pros_and_cons(record.report)
    yield from more(record)


# front matter


def front_matter(record: RecordReport) -> str:
    """Write MADR's fields, and what a tool looks for in the record.

    Whoever approved decided; whoever returned the record was consulted; whoever sees to a condition or a measure has
    to know of it.
    """
    approved = {row.name: None for row in record.signoffs if row.decision != SignOff.Decision.RETURNED}
    returned = {row.name: None for row in record.signoffs if row.name not in approved}
    owners = {row.owner: None for row in record.checklist if row.owner not in approved | returned}
    stated, report = record.provenance, record.report
    fields: dict[str, Any] = {
        "status": status(record),
        "date": (record.last_signoff.signed_at if record.last_signoff else record.frozen_at).date(),
        "decision-makers": names(approved),
        "consulted": names(returned),
        "informed": names(owners),
        "berth": {
            "recommendation": record.code,
            "number": record.number,
            "verdict": report.verdict,
            "platform": report.leader.key if report.leader else None,
            "model": stated.model,
            "model_version": stated.version,
            "model_digest": stated.digest,
            "engine": stated.engine,
            "seed": stated.seed,
            "digest": record.digest,
        },
    }
    written = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=10_000)
    return f"---\n{written}---"


def names(people: dict[str, None]) -> list[str]:
    return [seen for name in people if (seen := visible(name))]


def status(record: RecordReport) -> str:
    if record.superseded_by is not None:
        return f"superseded by {record.superseded_by.code}"
    if record.last_signoff is None:
        return "proposed"
    return STATUS[SignOff.Decision(record.last_signoff.decision)]


def title(record: RecordReport) -> str:
    report = record.report
    found = report.leader.label if chosen(report) and report.leader else report.verdict_text
    return headed(record.title) + found


def chosen(report: Report) -> bool:
    return report.verdict in ("recommended", "recommended_with_conditions")


# why there was something to decide


def context(record: RecordReport) -> Iterator[str]:
    report = record.report
    yield heading(2, _("Context and Problem Statement"))
    yield text(_("On which platform is “%(title)s” to run?") % {"title": record.title})
    if report.scenario:
        yield text(headed(_("Scenario")) + report.scenario.label)
    if report.known:
        yield text(report.known)
    own = [answer for answer in report.answers if answer.state == "answered" and answer.asked]
    if own:
        yield bullets(map(answered, own))


def answered(answer: AnswerRow) -> str:
    return (
        headed(bold(answer.question.label))
        + text(closed_up(f"{answer.answer} {in_brackets(answer.certainty)}".strip()))
        + note(answer.note)
    )


def note(words: str) -> str:
    return f"\\\n  {headed(text(_('Note')))}{lines(words)}" if words else ""


def drivers(report: Report) -> Iterator[str]:
    yield heading(2, _("Decision Drivers"))
    yield bullets(
        headed(f"{bold(row.criterion.label)} {in_brackets(weight(row.weight))}") + text(row.meaning)
        for row in sorted(report.criteria, key=lambda row: -row.weight)
    )
    yield text(paragraph_of(report.weighing.text, report.weighing.reason))


def option(report: Report, key: str) -> str:
    row = next(row for row in report.ranking if row.platform.key == key)
    return (
        text(row.platform.label) if row.eligible else f"{text(row.platform.label)} {text(in_brackets(_('excluded')))}"
    )


# what was decided


def outcome(record: RecordReport) -> Iterator[str]:
    report = record.report
    yield heading(2, _("Decision Outcome"))
    if chosen(report) and report.leader:
        words = {"platform": report.leader.label, "comes_first": report.cases}
        yield text(_("Chosen option: “%(platform)s”, because it %(comes_first)s.") % words)
    yield f"{bold(as_head(report.verdict_text))} {text(report.summary)}"
    yield scores(report)
    if record.placement is not None:
        yield text(record.placement.summary)
        yield bullets(
            headed(f"{bold(row.name)} → {text(place(row))}") + text(row.report.summary) for row in record.placement.rows
        )
        if record.placement.borders:
            yield text(headed(_("Boundaries")))
            yield bullets(
                headed(bold(border.kind_text)) + text(paragraph_of(border.label, border.because))
                for border in record.placement.borders
            )
    yield heading(3, _("Consequences"))
    yield bullets(consequences(report))
    yield heading(3, _("Confirmation"))
    yield from confirmation(record)


def place(row: WorkloadRow) -> str:
    return row.platform.label if row.platform else _("undecided")


def scores(report: Report) -> str:
    return table(
        [_("Platform"), _("Score"), _("Low–high"), _("First in 100 cases")],
        (
            (
                row.platform.label,
                points(row.score),
                span(row.low, row.high),
                str(row.cases),
            )
            for row in report.ranking
        ),
    )


def consequences(report: Report) -> Iterator[str]:
    """Say what speaks for and against the leader; where nobody leads, what stands in the way."""
    if report.leader:
        for reason in report.in_favour:
            yield argued(_("Good, because of %(criterion)s: %(reason)s"), reason)
        for reason in report.against:
            yield argued(_("Bad, because of %(criterion)s: %(reason)s"), reason)
        for price in report.layer_price:
            words = {"criterion": bold(price.criterion.label), "reason": text(price.rationale)}
            yield _("Bad, because of %(criterion)s: %(reason)s") % words + sources(price.evidence)
    for exclusion in report.excluded:
        words = {"platform": bold(exclusion.platform.label), "reason": text(exclusion.because)}
        asked = in_brackets(headed(exclusion.question.label) + exclusion.answer)
        yield _("Excluded is %(platform)s: %(reason)s") % words + f" {text(asked)}{sources(exclusion.evidence)}"
    for change in report.would_change:
        yield _("What would change it: %(change)s") % {"change": text(change)}
    for warning in report.warnings:
        yield _("Note: %(warning)s") % {"warning": text(warning)}
    if not (report.leader or report.excluded or report.warnings):
        yield text(report.summary)


def argued(sentence: str, reason: Reason) -> str:
    criterion = f"{bold(reason.criterion.label)} {text(in_brackets(signed(reason.points)))}"
    return sentence % {"criterion": criterion, "reason": text(reason.text)} + sources(reason.evidence)


def confirmation(record: RecordReport) -> Iterator[str]:
    if record.checklist:
        yield tasks((row.done, to_see_to(row)) for row in record.checklist)
    met = [condition for condition in record.report.conditions if condition.confirmed]
    if met:
        yield text(headed(_("Confirmed conditions")))
        yield bullets(
            headed(bold(condition.platform.label)) + text(condition.confirm) + note(condition.note) for condition in met
        )
    if record.signoffs:
        yield text(headed(_("Sign-offs")))
        yield bullets(map(signed_off, record.signoffs))
    else:
        yield text(_("Nobody has signed it off yet."))


def to_see_to(row: ChecklistRow) -> str:
    told = [
        headed(_("Owner")) + row.owner if row.owner else "",
        headed(_("Due")) + row.due.isoformat() if row.due else "",
        headed(_("Done")) + row.done_at.date().isoformat() if row.done_at else "",
        _("for %(names)s") % {"names": listed(row.workloads)} if row.workloads else "",
    ]
    who = in_brackets(one_by_one([part for part in told if part]))
    return (
        f"{bold(as_head(row.label.rstrip('.。')))} {text(closed_up(f'{row.description} {who}'.strip()))}"
        + sources(row.evidence)
        + note(row.note)
    )


def signed_off(row: SignOffRow) -> str:
    said = f"\\\n  {lines(row.comment)}" if row.comment else ""
    decision = text(closed_up(f"{row.decision_text} {in_brackets(row.role)}".strip()))
    return f"{headed(bold(row.name))}{decision}, {moment(row.signed_at)}{said}"


# the options one by one


def pros_and_cons(report: Report) -> Iterator[str]:
    yield heading(2, _("Pros and Cons of the Options"))
    for position, row in enumerate(report.ranking):
        yield heading(3, row.platform.label)
        words = {"score": points(row.score), "cases": row.cases}
        yield text(_("Score %(score)s; first in %(cases)s of 100 cases.") % words)
        cells = [(criterion, criterion.cells[position]) for criterion in report.criteria]
        yield bullets(side(*cell) for cell in sorted(cells, key=lambda cell: -cell[1].stars))


def side(criterion: CriterionRow, cell: Cell) -> str:
    if cell.stars >= GOOD_FROM:
        sentence = _("Good, because of %(criterion)s: %(reason)s")
    elif cell.stars <= BAD_UP_TO:
        sentence = _("Bad, because of %(criterion)s: %(reason)s")
    else:
        sentence = _("Neutral, because of %(criterion)s: %(reason)s")
    words = {"criterion": f"{bold(criterion.criterion.label)} {rated(cell)}", "reason": text(cell.rationale)}
    return sentence % words + sources(cell.evidence)


# what it rests on


def more(record: RecordReport) -> Iterator[str]:
    report, stated = record.report, record.provenance
    yield heading(2, _("More Information"))
    yield bullets(
        [
            headed(text(_("Recommendation"))) + f"{record.number}, `{record.code}`",
            headed(text(_("Digest of the record"))) + f"`{record.digest}`",
            headed(text(_("Frozen"))) + moment(record.frozen_at),
            headed(text(_("Decision model"))) + text(version_text(record)),
            headed(text(_("Digest of the decision model"))) + f"`{stated.digest}`",
            headed(text(_("Computed with"))) + text(engine_text(record)),
            headed(text(_("Digest of the input"))) + f"`{stated.input_digest}`",
        ]
    )
    if report.robustness.agreement:
        yield text(report.robustness.agreement)
    others = [answer for answer in report.answers if answer.asked and answer.state != "answered"]
    if others:
        yield heading(3, _("Answers that are not one's own"))
        yield bullets(
            text(closed_up(f"{headed(answer.question.label)}{answer.answer} {in_brackets(answer.state_text)}"))
            + note(answer.note)
            for answer in others
        )
    if record.evidence:
        yield heading(3, _("Evidence"))
        yield bullets(map(cited, record.evidence))


def cited(entry: EvidenceEntry) -> str:
    figure = headed(_("Figure")) + entry.figure if entry.figure else ""
    seen = _("verified") if entry.verified else _("not verified")
    parts = (figure, f"{entry.title}{entry.comma}{entry.published}", entry.confidence_text, seen)
    stated = one_by_one([part for part in parts if part])
    link = f" {address(entry.url)}" if entry.url else ""
    return headed(source(entry.number, entry.verified)) + text(paragraph_of(entry.label, stated)) + link
