"""All of one's own records, and which of them a newer version of their decision model would decide otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.models import Recommendation
from decisions.models.recommendation import RecommendationQuerySet
from decisions.reports.changes import Outcome
from decisions.reports.drift import DriftRow, outcome_of
from decisions.services.replay import Drift, drift

PER_PAGE = 25
PER_CHUNK = 50  # evaluated for one answer: well below a second


@dataclass(frozen=True, slots=True)
class Listed:
    """A record in the list."""

    recommendation: Recommendation
    outcome: Outcome
    drift: Drift | None  # none: no newer version is published


def asked_for(request: HttpRequest) -> tuple[RecommendationQuerySet, bool]:
    """Return one's own records, those that hold or all of them, and which of both."""
    show_all = request.GET.get("show") == "all"
    mine = Recommendation.objects.owned_by(request)
    return (mine if show_all else mine.current()), show_all


@never_cache
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    mine, show_all = asked_for(request)
    page: Page[Recommendation] = Paginator(mine.for_list(), PER_PAGE).get_page(request.GET.get("page"))
    rows = listed(list(page.object_list))
    context = {
        "page": page,
        "rows": rows,
        "show_all": show_all,
        "may_drift": any(row.drift is not None for row in rows),
    }
    return render(request, "decisions/record_list.html", context)


def listed(recommendations: Sequence[Recommendation]) -> list[Listed]:
    older = Recommendation.objects.filter(pk__in=[entry.pk for entry in recommendations]).of_older_versions()
    drifts = {found.recommendation.pk: found for found in drift(list(older.select_related("decision_model")))}
    return [Listed(entry, outcome_of(entry), drifts.get(entry.pk)) for entry in recommendations]


@never_cache
@require_safe
def drifting(request: HttpRequest) -> HttpResponse:
    """Evaluate a chunk of what was frozen with older versions; a script asks for one chunk after the other."""
    mine, show_all = asked_for(request)
    older = mine.of_older_versions().select_related("decision_model", "assessment").order_by("-frozen_at", "-pk")
    page: Page[Recommendation] = Paginator(older, PER_CHUNK).get_page(request.GET.get("page"))
    found = [entry for entry in drift(list(page.object_list)) if entry.is_drift]
    context = {
        "page": page,
        "rows": [DriftRow.of(entry) for entry in found],
        "show_all": show_all,
        "checked": len(page.object_list),
    }
    return render(request, "decisions/record_drift.html", context)


# /recommendations/
list_urls = [
    path("", recommendations, name="records"),
    path("drift/", drifting, name="records-drift"),
]
