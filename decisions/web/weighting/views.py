"""The page to choose a way from, and the pages of those ways that are a form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions.documents.faults import DecisionError
from decisions.documents.request import Swing, Weighting
from decisions.reports.report import Report
from decisions.reports.writing import weight
from decisions.services.changes import Stale
from decisions.web.answering import revision
from decisions.web.conflict import Conflict, Row
from decisions.web.owner import SeeOther
from decisions.web.questions import LIVE
from decisions.web.weighting.either_or import either_or
from decisions.web.weighting.order import OrderForm
from decisions.web.weighting.pairs import PairsForm, suggestion
from decisions.web.weighting.points import PointsForm
from decisions.web.weighting.swings import SwingsForm
from decisions.web.weighting.weighable import Weighable

View = Callable[..., HttpResponse]
PAGE_OF = {  # of each method of a statement
    "direct": "points",
    "rank_order": "order",
    "swing": "swings",
    "pairwise": "pairs",
    "trade_offs": "either-or",
}


class WayForm(Protocol):
    """A way of weighing as a form: what stands in it, what is wrong with it, and what it says."""

    @property
    def errors(self) -> list[tuple[str, str]]: ...  # id of the field, sentence
    @property
    def statement(self) -> Weighting: ...


@dataclass(frozen=True, slots=True)
class Way:
    key: str  # as in its address
    stored: Callable[[Weighable, Report], WayForm]
    sent: Callable[[Weighable, QueryDict], WayForm]
    stays: bool = False  # what it says may have to be mended, so one comes back to it

    @property
    def template(self) -> str:
        return f"decisions/weighting/{self.key}.html"


WAYS = (
    Way("points", PointsForm.stored, PointsForm.sent),
    Way("order", OrderForm.stored, OrderForm.sent),
    Way("swings", SwingsForm.stored, SwingsForm.sent),
    Way("pairs", PairsForm.stored, PairsForm.sent, stays=True),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to choose."""

    label: str
    hint: str
    url: str
    in_use: bool


def page_of(statement: Weighting | None) -> str:
    """Return the way whose page shows a statement; an order of swings says no more than an order."""
    if statement is None:
        return ""
    return "order" if isinstance(statement, Swing) and statement.order is not None else PAGE_OF[statement.method]


def choices(weighable: Weighable) -> list[Choice]:
    in_use = page_of(weighable.statement)
    ways = (
        ("points", _("Points"), _("Give each criterion points from 0 to 100, or move a slider.")),
        ("order", _("Order"), _("Say which criterion matters most, which next. Nothing more is made of it than that.")),
        (
            "swings",
            _("Steps from worst to best"),
            _("Say what the step from one star to five is worth to you: a number, or a range."),
        ),
        ("pairs", _("Pairs"), _("Compare two criteria at a time. Contradictions are found and named.")),
        (
            "either-or",
            _("Either/or"),
            _("Choose between two improvements, one question at a time, until no answer can change the leader."),
        ),
    )
    return [Choice(label, hint, weighable.url(way), way == in_use) for way, label, hint in ways]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def priorities(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
    """Show where the weights come from, and the ways to give them; take back what was given."""
    weighable = Weighable.find(request, code, number)
    if request.method == "POST":
        if request.POST.get("action") == "reset":
            reset(request, weighable)
        return SeeOther(weighable.url())
    report = weighable.report(weighable.statement)
    context = {
        "weighable": weighable,
        "assessment": weighable.assessment,
        "choices": choices(weighable),
        "report": report,
    }
    return render(request, "decisions/weighting/choose.html", context)


def reset(request: HttpRequest, weighable: Weighable) -> None:
    """Take back what was given, unless it is no longer what the page showed."""
    try:
        weighable.store(None, revision(request.POST.get("revision", "")))
    except Stale:
        messages.warning(
            request, _("Nothing was taken back: the priorities were changed elsewhere while the page was open.")
        )


def view_of(way: Way) -> View:
    """Make the view of a way that is a form."""

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, code: str, number: int | None = None) -> HttpResponse:
        weighable = Weighable.find(request, code, number)
        if request.method != "POST":
            report = weighable.report(weighable.statement)
            return page(request, weighable, way, way.stored(weighable, report), report)
        form = way.sent(weighable, request.POST)
        if form.errors:
            return page(request, weighable, way, form, weighable.report(weighable.statement), errors=form.errors)
        try:
            if request.POST.get("action") == "try" or "instead" in request.POST:
                return page(request, weighable, way, form, weighable.report(form.statement), is_tried=True)
            weighable.store(form.statement, revision(request.POST.get("revision", "")))
        except Stale:
            return stale_page(request, Weighable.find(request, code, number), way, form)
        except DecisionError as refused:
            errors = [("weighing", fault.message) for fault in refused.faults]
            return page(request, weighable, way, form, weighable.report(weighable.statement), errors=errors)
        if way.stays:
            messages.success(request, _("Your comparisons are stored."))
            return SeeOther(weighable.url(way.key))
        return SeeOther(weighable.next_url)

    return view


def stale_page(request: HttpRequest, weighable: Weighable, way: Way, form: WayForm) -> HttpResponse:
    """Show what is stored now beside what was given here; the form now knows what is stored."""
    stored, given = weighable.report(weighable.statement), weighable.report(form.statement)
    rows = [Row(_("How they were given"), stored.weighing.source, given.weighing.source)]
    rows += [
        Row(before.criterion.label, weight(before.weight), weight(after.weight))
        for before, after in zip(stored.criteria, given.criteria, strict=True)
    ]
    return page(request, weighable, way, form, given, conflict=Conflict.of(rows, weighable.url()), is_tried=True)


def page(
    request: HttpRequest,
    weighable: Weighable,
    way: Way,
    form: WayForm,
    report: Report,
    *,
    errors: list[tuple[str, str]] | None = None,
    is_tried: bool = False,
    conflict: Conflict | None = None,
) -> HttpResponse:
    is_first = request.method != "POST" or conflict is not None
    context = {
        "weighable": weighable,
        "assessment": weighable.assessment,
        "action": weighable.url(way.key),
        "form": form,
        "report": report,
        "shares": {row.criterion.key: row.weight for row in report.criteria},
        "labels": {row.criterion.key: row.criterion.label for row in report.criteria},
        "clashes": [(clash, suggestion(weighable, clash)) for clash in report.weighing.clashes],
        "errors": errors or [],
        "is_tried": is_tried,
        "is_in_use": page_of(weighable.statement) == way.key,
        "conflict": conflict,
        "revision": weighable.assessment.revision if is_first else revision(request.POST.get("revision", "")),
    }
    template = "decisions/weighting/_standing.html" if request.POST.get("part") == LIVE else way.template
    return render(request, template, context, status=409 if conflict else 422 if errors else 200)


def ways_urls(prefix: str = "") -> list[URLPattern]:
    """Return the pages of an assessment, or with a prefix to their names those of a workload."""
    return [
        path("", priorities, name=f"{prefix}priorities"),
        *(path(f"{way.key}/", view_of(way), name=f"{prefix}priorities-{way.key}") for way in WAYS),
        path("either-or/", either_or, name=f"{prefix}priorities-either-or"),
    ]
