"""How much each criterion matters: set by hand, tried out first, or left as scenario and answers have it."""

import re
import unicodedata
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions.models import Assessment
from decisions.reports.report import CriterionRow, Report
from decisions.services.assessments import set_weights, visible
from decisions.web.live import report_of
from decisions.web.owner import own_assessment, see_other
from decisions.web.questions import LIVE

NUMERAL = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
LARGEST = 100  # points; only their proportions count
PREFIX = "weight."


@dataclass(frozen=True, slots=True)
class Priority:
    """One criterion as a field: the points typed, and the share that they come to."""

    row: CriterionRow
    points: str
    error: str = ""

    @property
    def name(self) -> str:
        return PREFIX + self.row.criterion.key


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def priorities(request: HttpRequest, code: str) -> HttpResponse:
    assessment = own_assessment(request, code)
    if request.method != "POST":
        report = report_of(assessment)
        return page(request, assessment, report, [Priority(row, as_points(row.weight)) for row in report.criteria])
    action = request.POST.get("action", "save")
    if action == "reset":
        set_weights(assessment=assessment, weights=None)
        return see_other("priorities", code)
    fields = [Priority(row, *read(request.POST, row)) for row in report_of(assessment).criteria]
    error = all_zero(fields)
    if error or any(field.error for field in fields):
        return page(request, assessment, report_of(assessment), fields, error)
    weights = {field.row.criterion.key: number(field.points) or 0.0 for field in fields}
    if action == "try":
        assessment.weights = weights  # on this page only: nothing is stored
        report = report_of(assessment)
        tried = [Priority(row, field.points) for row, field in zip(report.criteria, fields, strict=True)]
        return page(request, assessment, report, tried, is_tried=True)
    set_weights(assessment=assessment, weights=weights)
    return see_other("check-answers", code)


def page(
    request: HttpRequest,
    assessment: Assessment,
    report: Report,
    fields: list[Priority],
    error: str = "",
    *,
    is_tried: bool = False,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "fields": fields,
        "faulty": [field for field in fields if field.error],
        "error": error,
        "is_tried": is_tried,
        "largest": LARGEST,
        "report": report,
    }
    template = "decisions/_priorities_live.html" if request.POST.get("part") == LIVE else "decisions/priorities.html"
    return render(request, template, context, status=422 if error or context["faulty"] else 200)


def read(posted: QueryDict, row: CriterionRow) -> tuple[str, str]:
    """Return what was typed, and what is wrong with it; nothing typed is nothing given."""
    typed = visible(posted.get(PREFIX + row.criterion.key, "")) or "0"
    if number(typed) is None:
        sentence = _("%(criterion)s: write a number from 0 to %(largest)s, such as 25.")
        return typed, sentence % {"criterion": row.criterion.label, "largest": LARGEST}
    return typed, ""


def number(text: str) -> float | None:
    narrow = unicodedata.normalize("NFKC", text).strip()
    if not NUMERAL.fullmatch(narrow) or float(narrow) > LARGEST:
        return None
    return float(narrow)


def all_zero(fields: list[Priority]) -> str:
    if any(number(field.points) != 0 for field in fields):
        return ""
    return _("Give at least one criterion more than 0.")


def as_points(share: float) -> str:
    return str(round(share * 100))
