"""What was frozen, as its owner and whoever has a share code may read it; and the act of freezing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from decisions.models import Assessment, Recommendation
from decisions.reports import charts
from decisions.reports.files import FORMS, Form, FormKey
from decisions.reports.record import RecordReport
from decisions.services import recommendations as services
from decisions.services.changes import Stale
from decisions.services.replay import replay
from decisions.web.answering import revision
from decisions.web.conflict import changed_meanwhile
from decisions.web.live import language_in_use
from decisions.web.owner import own_assessment, see_other
from decisions.web.result import Subject, kept, with_query


@require_POST
def freeze(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what the reader has seen; had it been changed meanwhile, show what was changed instead."""
    assessment = own_assessment(request, code)
    seen = revision(request.POST.get("revision", ""))
    try:
        frozen = services.freeze(assessment=assessment, revision=seen)
    except Stale:
        context = {**changed_meanwhile(own_assessment(request, code), seen), "act": "freeze"}
        return render(request, "decisions/changed_meanwhile.html", context, status=409)
    words = {"n": frozen.recommendation.number}
    if frozen.is_new:
        messages.success(request, _("Frozen as recommendation %(n)s.") % words)
    else:
        messages.success(request, _("Nothing has changed since recommendation %(n)s was frozen: this is it.") % words)
    return see_other("record", frozen.recommendation.code)


# the record, by its owner and under a share code


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record is read: by its owner under its own code, by others under a share code."""

    prefix: str  # of the names of its addresses
    code: str
    assessment: Assessment | None  # only where it may be changed

    def url(self, page: str = "", *args: str) -> str:
        name = f"{self.prefix}record-{page}" if page else f"{self.prefix}record"
        return reverse(name, args=[self.code, *args])


@dataclass(frozen=True, slots=True)
class File:
    """A form in which the record can be taken along."""

    label: str
    purpose: str
    links: tuple[tuple[str, str, str], ...]  # key of a language, its name, address


def files_of(place: Place) -> list[File]:
    """Return where each form is, in each language that it is written in."""
    forms: list[tuple[FormKey, str, str]] = [
        ("pdf", "PDF", _("for review boards and for filing")),
        ("md", "Markdown", _("a decision record for a repository")),
        ("xlsx", "XLSX", _("a sheet each for answers, weights, ratings, scores and evidence")),
        ("csv", "CSV", _("the same in one table")),
        ("json", "JSON", _("the record itself, byte for byte as it was frozen")),
    ]
    return [File(label, purpose, tuple(links_of(FORMS[key], place.url("file", key)))) for key, label, purpose in forms]


def links_of(form: Form, address: str) -> Iterator[tuple[str, str, str]]:
    if form.in_one_language:
        for key, name in settings.LANGUAGES:
            yield key, str(name), f"{address}?lang={key}"
    else:
        yield "", _("Both languages"), address


def own_record(request: HttpRequest, code: str) -> Recommendation:
    """Return the record with all that its page shows; for others it does not exist."""
    return get_object_or_404(Recommendation.objects.owned_by(request).for_record(), code=code)


def own_place(recommendation: Recommendation) -> Place:
    return Place("", recommendation.code, recommendation.assessment)


def subject_of(request: HttpRequest, recommendation: Recommendation, place: Place) -> Subject:
    """Return the record as the pages of a result read it; what was frozen cannot be answered or tried otherwise."""
    fields = kept(request)
    return Subject(
        title=recommendation.title,
        request=recommendation.request,
        row=recommendation.decision_model,
        assessment=None,
        result_url=with_query(place.url(), fields),
        what_if_url="",
        report_url=with_query(place.url("report"), fields),
        figures_url=with_query(place.url("figures"), fields),
    )


def context_of(request: HttpRequest, recommendation: Recommendation, place: Place) -> dict[str, Any]:
    record = RecordReport.of(recommendation, language_in_use())
    return {
        "subject": subject_of(request, recommendation, place),
        "record": record,
        "report": record.report,
        "placement": record.placement,
        "pictures": record.pictures,
        "place": place,
        "files": files_of(place),
    }


def show_record(request: HttpRequest, recommendation: Recommendation, place: Place) -> HttpResponse:
    return render(request, "decisions/record.html", context_of(request, recommendation, place))


def show_report(request: HttpRequest, recommendation: Recommendation, place: Place) -> HttpResponse:
    context = {**context_of(request, recommendation, place), "print": True, "open": True}
    return render(request, "decisions/record_report.html", context)


def show_file(recommendation: Recommendation, form: str) -> HttpResponse:
    """Hand out a record as a file, in the language that the address names."""
    asked = FORMS.get(cast(FormKey, form))
    if asked is None:
        raise Http404
    record = RecordReport.of(recommendation, language_in_use())
    headers = {"Content-Disposition": asked.disposition(record)}
    return HttpResponse(asked.render(record), content_type=asked.media_type, headers=headers)


def show_figures(recommendation: Recommendation) -> JsonResponse:
    return JsonResponse(charts.figures(RecordReport.of(recommendation, language_in_use()).report))


@never_cache
@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    recommendation = own_record(request, code)
    return show_record(request, recommendation, own_place(recommendation))


@never_cache
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    recommendation = own_record(request, code)
    return show_report(request, recommendation, own_place(recommendation))


@never_cache
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    return show_figures(own_record(request, code))


@never_cache
@require_safe
def file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    return show_file(own_record(request, code), form)


@never_cache
@require_safe
def replayed(request: HttpRequest, code: str) -> HttpResponse:
    """Recompute the record from its own JSON; nothing is stored."""
    recommendation = own_record(request, code)
    context = {"recommendation": recommendation, "replay": replay(recommendation.document)}
    return render(request, "decisions/record_replay.html", context)


# /recommendations/<code>/
record_urls = [
    path("", record, name="record"),
    path("report/", report, name="record-report"),
    path("report.<slug:form>", file, name="record-file"),
    path("figures.json", figures, name="record-figures"),
    path("replay/", replayed, name="record-replay"),
]
