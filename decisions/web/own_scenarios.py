"""Scenarios of one's own: kept from an assessment, listed, called otherwise, taken out as a file and brought in."""

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.http import door, yaml_door
from config.http.problems import Problem
from config.http.validation import validated
from decisions.documents.faults import DecisionError
from decisions.documents.scenario import OwnScenario as GivenScenario
from decisions.documents.scenario import written
from decisions.models import OwnScenario
from decisions.services import own_scenarios as services
from decisions.web.forms import LabelForm, ScenarioFileForm
from decisions.web.owner import own_assessment, see_other
from decisions.web.signed_in import signed_in

LIMITS = door.Limits(bytes=services.MOST_BYTES, values=services.MOST_VALUES)


@never_cache
@require_safe
@login_required
def own_scenarios(request: HttpRequest) -> HttpResponse:
    return list_page(request, ScenarioFileForm())


def list_page(request: HttpRequest, form: ScenarioFileForm) -> HttpResponse:
    context = {"form": form, "scenarios": OwnScenario.objects.filter(user=signed_in(request))}
    return render(request, "accounts/scenarios.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def bring_in(request: HttpRequest) -> HttpResponse:
    """Take a scenario from a file that was taken out here, or written by hand."""
    form = ScenarioFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = door.parse if file.name.endswith(".json") else yaml_door.parse
            given = validated(read(file.read(), LIMITS), GivenScenario)
            own = services.bring_in(user=signed_in(request), given=given)
        except Problem as refused:
            form.add_error("file", [entry.message for entry in refused.errors] or refused.detail)
        except DecisionError as refused:
            form.add_error("file", [fault.message for fault in refused.faults])
        else:
            messages.success(request, _("“%(label)s” is now one of your scenarios.") % {"label": own.label})
            return see_other("own-scenarios")
    return list_page(request, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rename(request: HttpRequest, key: str) -> HttpResponse:
    own = own_scenario(request, key)
    form = LabelForm(request.POST if request.method == "POST" else None, initial={"label": own.label})
    if form.is_valid():
        try:
            services.rename(own=own, label=form.cleaned_data["label"])
        except DecisionError as refused:
            form.add_error("label", str(refused))
        else:
            return see_other("own-scenarios")
    context = {"form": form, "own": own}
    return render(request, "accounts/scenario_rename.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Ask first: a deleted scenario does not come back."""
    own = own_scenario(request, key)
    if request.method != "POST":
        return render(request, "accounts/scenario_delete.html", {"own": own})
    services.delete(own=own)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": own.label})
    return see_other("own-scenarios")


@never_cache
@require_safe
@login_required
def take_out(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """Write a scenario as a file."""
    tree = written(own_scenario(request, key).given())
    return as_file(tree, f"{key}.{form}")


def as_file(tree: dict[str, Any], name: str) -> HttpResponse:
    if name.endswith(".yaml"):
        text, media_type = yaml_door.write(tree), yaml_door.MEDIA_TYPE
    else:
        text, media_type = json.dumps(tree, ensure_ascii=False, indent=2) + "\n", door.MEDIA_TYPE
    return HttpResponse(
        text, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Keep what an assessment says as a scenario of one's own."""
    assessment = own_assessment(request, code)
    form = LabelForm(request.POST if request.method == "POST" else None, initial={"label": assessment.title[:100]})
    if form.is_valid():
        try:
            own = services.keep(user=signed_in(request), assessment=assessment, label=form.cleaned_data["label"])
        except DecisionError as refused:
            form.add_error("label", str(refused))
        else:
            messages.success(request, _("“%(label)s” is now one of your scenarios.") % {"label": own.label})
            return see_other("own-scenarios")
    context = {"form": form, "assessment": assessment}
    return render(request, "decisions/keep_scenario.html", context, status=422 if form.is_bound else 200)


def own_scenario(request: HttpRequest, key: str) -> OwnScenario:
    """Return the account's scenario; for others it does not exist."""
    return get_object_or_404(OwnScenario, user=signed_in(request), key=key)


# /account/scenarios/
own_scenario_urls = [
    path("", own_scenarios, name="own-scenarios"),
    path("import/", bring_in, name="bring-in-scenario"),
    path("<slug:key>.yaml", take_out, {"form": "yaml"}, name="scenario-yaml"),
    path("<slug:key>.json", take_out, {"form": "json"}, name="scenario-json"),
    path("<slug:key>/rename/", rename, name="rename-scenario"),
    path("<slug:key>/delete/", delete, name="delete-scenario"),
]
