"""The first page: what Berth is for, what it says of typical situations, and the start of a piece of work."""

from dataclasses import dataclass
from functools import lru_cache

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.documents.request import DEFAULT_MODEL, EvaluationRequest, Language
from decisions.models import OwnScenario
from decisions.reports.report import Report
from decisions.services.assessments import compiled_for
from decisions.services.evaluate import evaluate_many
from decisions.web.forms import StartForm
from decisions.web.live import full, language_in_use
from decisions.web.result import EXAMPLE
from scenarios import schema
from scenarios.models import DecisionModel
from scenarios.services import find


@dataclass(frozen=True, slots=True)
class Typical:
    """A scenario, and what comes out while every answer is assumed."""

    scenario: schema.ScenarioProfile
    report: Report


@lru_cache(maxsize=16)
def typical(key: str, version: str, digest: str, language: Language) -> tuple[Typical, ...]:
    """Evaluate all scenarios of a published version, once per process and language: neither ever changes."""
    document = compiled_for(DecisionModel(key=key, version=version, digest=digest)).document
    requests = [
        EvaluationRequest(model=key, scenario=scenario.key, language=language) for scenario in document.scenarios
    ]
    evaluations = evaluate_many(requests, version=version)
    return tuple(
        Typical(scenario, Report.of(full(evaluation), document))
        for scenario, evaluation in zip(document.scenarios, evaluations, strict=True)
    )


def landing_page(request: HttpRequest, form: StartForm, status: int = 200) -> HttpResponse:
    row = find(DEFAULT_MODEL)
    scenarios = typical(row.key, row.version, row.digest, language_in_use())
    specimen = next(entry for entry in scenarios if entry.scenario.key == EXAMPLE)
    own = OwnScenario.objects.filter(user=request.user) if isinstance(request.user, User) else ()
    context = {"form": form, "typical": scenarios, "specimen": specimen, "own": own}
    return render(request, "decisions/landing.html", context, status=status)


@never_cache  # it carries a form's token
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    return landing_page(request, StartForm(initial={"scenario": request.GET.get("scenario", "")}))
