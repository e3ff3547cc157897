"""An assessment and its latest record as others may read them, under a code that its owner can revoke."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.models import Recommendation, Share
from decisions.web import recommendations
from decisions.web.live import language_in_use
from decisions.web.recommendations import Place
from decisions.web.result import Subject, kept, show_figures, show_report, show_result, show_what_if, with_query


def of_share(request: HttpRequest, share_code: str) -> Subject:
    """Return what the code shows; once it is revoked, there is nothing under it."""
    assessment = get_object_or_404(Share.objects.for_reading(), code=share_code).assessment
    fields = kept(request)
    return Subject(
        title=assessment.title,
        request=assessment.request(language_in_use()),
        row=assessment.decision_model,
        assessment=None,
        result_url=with_query(reverse("shared", args=[share_code]), fields),
        what_if_url=with_query(reverse("shared-what-if", args=[share_code]), fields),
        report_url=with_query(reverse("shared-report", args=[share_code]), fields),
        figures_url=with_query(reverse("shared-figures", args=[share_code]), fields),
        notice=_("Shared with you to read. It shows the answers as they stand now."),
        frozen=Recommendation.objects.last_of(assessment),
        record_url=with_query(reverse("shared-record", args=[share_code]), fields),
        what_if_fields=tuple(fields.items()),
    )


@never_cache
@require_safe
def shared(request: HttpRequest, share_code: str) -> HttpResponse:
    return show_result(request, of_share(request, share_code))


@never_cache
@require_safe
def shared_figures(request: HttpRequest, share_code: str) -> HttpResponse:
    return show_figures(of_share(request, share_code))


@never_cache
@require_safe
def shared_what_if(request: HttpRequest, share_code: str) -> HttpResponse:
    return show_what_if(request, of_share(request, share_code))


@never_cache
@require_safe
def shared_report(request: HttpRequest, share_code: str) -> HttpResponse:
    return show_report(request, of_share(request, share_code))


def last_record(share_code: str) -> tuple[Recommendation, Place]:
    """Return the latest record of what is shared, and where it is read; those before it are not shared."""
    assessment = get_object_or_404(Share.objects.in_use(), code=share_code).assessment_id
    records = Recommendation.objects.for_record().current().filter(assessment=assessment)
    return get_object_or_404(records), Place("shared-", share_code, None)


@never_cache
@require_safe
def shared_record(request: HttpRequest, share_code: str) -> HttpResponse:
    return recommendations.show_record(request, *last_record(share_code))


@never_cache
@require_safe
def shared_record_report(request: HttpRequest, share_code: str) -> HttpResponse:
    return recommendations.show_report(request, *last_record(share_code))


@never_cache
@require_safe
def shared_record_figures(request: HttpRequest, share_code: str) -> HttpResponse:
    return recommendations.show_figures(last_record(share_code)[0])


@never_cache
@require_safe
def shared_record_file(request: HttpRequest, share_code: str, form: str) -> HttpResponse:
    return recommendations.show_file(last_record(share_code)[0], form)


# /shared/<share_code>/
shared_urls = [
    path("", shared, name="shared"),
    path("figures.json", shared_figures, name="shared-figures"),
    path("what-if/", shared_what_if, name="shared-what-if"),
    path("report/", shared_report, name="shared-report"),
    path("record/", shared_record, name="shared-record"),
    path("record/report/", shared_record_report, name="shared-record-report"),
    path("record/report.<slug:form>", shared_record_file, name="shared-record-file"),
    path("record/figures.json", shared_record_figures, name="shared-record-figures"),
]
