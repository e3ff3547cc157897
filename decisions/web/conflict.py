"""What a form meets that was opened before somebody else changed what it is about."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from decisions.models import Assessment, AuditEntry
from decisions.services.changes import acts_since
from decisions.services.questionnaire import Questionnaire, questionnaire, standing_text
from decisions.templatetags.berth import t


@dataclass(frozen=True, slots=True)
class Row:
    """One field: what is stored now, and what was typed."""

    label: str
    stored: str
    typed: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Both versions of what a form is about. What was typed stands in the form, which now knows what is stored."""

    rows: tuple[Row, ...]
    stored_url: str  # where whoever keeps what is stored goes on
    keep: tuple[str, str] = ("", "")  # name and value of the button that keeps what was typed, where others are there
    leave: str = ""  # name of the button that keeps what is stored, where the form holds more than this

    @classmethod
    def of(
        cls, rows: Iterable[Row], stored_url: str, *, keep: tuple[str, str] = ("", ""), leave: str = ""
    ) -> "Conflict":
        """Set both side by side where they differ."""
        return cls(tuple(row for row in rows if row.stored != row.typed), stored_url, keep, leave)


def changed_meanwhile(assessment: Assessment, seen: int, workload: int | None = None) -> dict[str, Any]:
    """Return what a page shows that says what was done to an assessment, or a workload, since a form was opened."""
    acts = acts_since(assessment, seen) if seen >= 0 else []
    if workload is not None:
        acts = [act for act in acts if act.details.get("number") == workload]
    told = said(acts, questionnaire(assessment))
    return {"assessment": assessment, "acts": list(dict.fromkeys(told))}


def said(acts: list[AuditEntry], questions: Questionnaire) -> Iterator[str]:
    """Put acts into words, with what holds now: one that was done over and over is said once."""
    for act in acts:
        yield act_text(act, questions)


def act_text(act: AuditEntry, questions: Questionnaire) -> str:
    details = act.details
    workload, question = details.get("workload", ""), details.get("question")
    if question is not None:
        entry = questions.find(question)
        label = t(entry.question.label) if entry else question
        if workload:
            return _("%(workload)s: %(question)s was answered.") % {"workload": workload, "question": label}
        if entry is None:
            return _("%(question)s was answered.") % {"question": label}
        return _("%(question)s: now %(answer)s") % {"question": label, "answer": standing_text(entry)}
    match act.action:
        case "assessment.renamed":
            return _("The name was changed.")
        case "assessment.scenario_changed":
            return _("The scenario was changed.")
        case "weights.set":
            return _("The priorities were changed.")
        case "condition.confirmed":
            return _("A condition was confirmed.")
        case "condition.withdrawn":
            return _("The confirmation of a condition was taken back.")
    if workload:
        return _("The workload “%(name)s” was changed.") % {"name": workload}
    return _("Something was changed.")
