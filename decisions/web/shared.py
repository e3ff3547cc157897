"""An assessment as others may read it, under a code that its owner can revoke."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.models import Share
from decisions.web.live import language_in_use
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


# /shared/<share_code>/
shared_urls = [
    path("", shared, name="shared"),
    path("figures.json", shared_figures, name="shared-figures"),
    path("what-if/", shared_what_if, name="shared-what-if"),
    path("report/", shared_report, name="shared-report"),
]
