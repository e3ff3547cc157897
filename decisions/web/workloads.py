"""The workloads of an assessment: which there are, and what each answers otherwise than the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions.documents.evaluation import PlacedEvaluation, PlacedSummary
from decisions.models import Assessment, Workload
from decisions.reports.report import Report, verdict_text
from decisions.services import workloads as services
from decisions.services.assessments import compiled_for
from decisions.services.evaluate import evaluate
from decisions.services.questionnaire import Entry, Questionnaire, standing_text, workload_questionnaire
from decisions.web.answering import AnswerForm, revision
from decisions.web.live import full, language_in_use
from decisions.web.owner import own_assessment, see_other
from decisions.web.questions import tell_if_replaced
from decisions.web.weighting.views import ways_urls
from scenarios import schema


@dataclass(frozen=True, slots=True)
class Override:
    """What a workload answers otherwise than the whole, and what it would inherit."""

    entry: Entry
    inherits: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A workload in the list, and where it goes."""

    workload: Workload
    platform: schema.Platform | None  # none: undecided
    verdict: str


def layout_of(assessment: Assessment) -> PlacedSummary | None:
    """Evaluate the workloads as they stand, as far as a list needs it; none: there are none."""
    evaluation = evaluate(assessment.request(language_in_use(), "summary"), version=assessment.decision_model.version)
    return evaluation if isinstance(evaluation, PlacedSummary) else None


def own_workload(request: HttpRequest, code: str, number: int) -> tuple[Assessment, Workload]:
    assessment = own_assessment(request, code)
    workload = get_object_or_404(assessment.workloads, pk=number)
    workload.assessment = assessment
    return assessment, workload


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workloads(request: HttpRequest, code: str) -> HttpResponse:
    """List them, or add one."""
    assessment = own_assessment(request, code)
    if request.method == "POST":
        name = request.POST.get("name", "")
        try:
            services.add(assessment=assessment, name=name)
        except services.WorkloadRefused as refused:
            return list_page(request, assessment, name, str(refused))
        return see_other("workloads", code)
    return list_page(request, assessment)


def list_page(request: HttpRequest, assessment: Assessment, name: str = "", error: str = "") -> HttpResponse:
    placed = layout_of(assessment)
    context = {
        "assessment": assessment,
        "workloads": list(listed(assessment, placed)) if placed is not None else [],
        "summary": placed.layout.summary if placed is not None else "",
        "name": name,
        "error": error,
    }
    return render(request, "decisions/workloads.html", context, status=422 if error else 200)


def listed(assessment: Assessment, placed: PlacedSummary) -> Iterator[Listed]:
    document = compiled_for(assessment.decision_model).document
    platforms = {platform.key: platform for platform in document.platforms}
    undecided = {entry.workload for entry in placed.layout.undecided}
    for found, placement in zip(assessment.workloads.all(), placed.placements, strict=True):
        key = placement.evaluation.platform if found.name not in undecided else None
        yield Listed(
            workload=found,
            platform=platforms[key] if key is not None else None,
            verdict=verdict_text(placement.evaluation.verdict),
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def workload(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show what one answers otherwise; rename it, or move it in the list."""
    assessment, found = own_workload(request, code, number)
    if request.method != "POST":
        return workload_page(request, assessment, found, found.name)
    if request.POST.get("action") in {"up", "down"}:
        services.move(workload=found, up=request.POST["action"] == "up")
        return see_other("workloads", code)
    typed = request.POST.get("name", "")
    called = found.name
    try:
        services.rename(workload=found, name=typed)
    except services.WorkloadRefused as refused:
        found.name = called
        return workload_page(request, assessment, found, typed, str(refused))
    return see_other("workload", code, str(number))


def workload_page(
    request: HttpRequest, assessment: Assessment, found: Workload, typed: str, error: str = ""
) -> HttpResponse:
    questions = workload_questionnaire(assessment, found)
    inherited = workload_questionnaire(assessment, found, as_inherited=True)
    context = {
        "assessment": assessment,
        "workload": found,
        "questionnaire": questions,
        "overrides": overrides(questions, inherited),
        "from_scenario": brought(assessment, found, questions),
        "report": report_of_workload(assessment, found),
        "name": typed,
        "error": error,
    }
    return render(request, "decisions/workload.html", context, status=422 if error else 200)


def overrides(questions: Questionnaire, inherited: Questionnaire) -> list[Override]:
    return [
        Override(entry, standing_text(base))
        for entry, base in zip(questions.entries, inherited.entries, strict=True)
        if entry.answer is not None
    ]


def brought(assessment: Assessment, found: Workload, questions: Questionnaire) -> Sequence[Entry]:
    """Return the questions that the scenario answers otherwise for this workload, and that the user has not."""
    if not found.scenario_workload:
        return ()
    model = compiled_for(assessment.decision_model)
    narrower = model.scenario_workloads[assessment.scenario][found.scenario_workload]
    return [
        entry
        for entry in questions.entries
        if model.questions[entry.question.key].index in narrower and entry.answer is None
    ]


def report_of_workload(assessment: Assessment, found: Workload) -> Report:
    row = assessment.decision_model
    whole = assessment.request(language_in_use(), with_workloads=False)
    evaluation = evaluate(whole.model_copy(update={"workloads": [found.given()]}), version=row.version)
    if not isinstance(evaluation, PlacedEvaluation):
        raise TypeError("the request named a workload")
    return Report.of(full(evaluation.placements[0].evaluation), compiled_for(row).document)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Ask first: what was answered for it goes with it."""
    assessment, found = own_workload(request, code, number)
    if request.method != "POST":
        return render(request, "decisions/workload_remove.html", {"assessment": assessment, "workload": found})
    services.remove(workload=found)
    messages.success(request, _("“%(title)s” is removed.") % {"title": found.name})
    return see_other("workloads", code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, number: int, key: str) -> HttpResponse:
    """Answer a question otherwise for one workload, or take that back."""
    assessment, found = own_workload(request, code, number)
    entry = workload_questionnaire(assessment, found).find(key)
    if entry is None:
        raise Http404
    if request.method != "POST":
        return question_page(request, assessment, found, AnswerForm.stored(entry))
    action = request.POST.get("action")
    if action in {"inherit", "leave_open"}:
        seen = revision(request.POST.get("seen", ""))
        if action == "inherit":
            saved = services.inherit(workload=found, question=key, seen=seen)
        else:
            saved = services.override(workload=found, question=key, given=None, seen=seen)
        tell_if_replaced(request, entry, saved)
        return see_other("workload", code, str(number))
    form = AnswerForm.sent(entry, request.POST)
    if form.given is None:
        return question_page(request, assessment, found, form)
    if not form.is_untouched:  # sent as it stood, it goes on inheriting
        tell_if_replaced(
            request, entry, services.override(workload=found, question=key, given=form.given, seen=form.seen)
        )
    return see_other("workload", code, str(number))


def question_page(request: HttpRequest, assessment: Assessment, found: Workload, form: AnswerForm) -> HttpResponse:
    inherited = workload_questionnaire(assessment, found, as_inherited=True)
    base = next(entry for entry in inherited.entries if entry.question.key == form.question.key)
    context = {
        "assessment": assessment,
        "workload": found,
        "form": form,
        "entry": form.entry,
        "inherits": standing_text(base),
        "is_open": base.is_open,
        "section": next(part for part in inherited.document.sections if part.key == form.question.section),
        "report": report_of_workload(assessment, found),
    }
    return render(request, "decisions/workload_question.html", context, status=422 if form.errors else 200)


# /assessments/<code>/workloads/
workload_urls: list[URLPattern | URLResolver] = [
    path("", workloads, name="workloads"),
    path("<int:number>/", workload, name="workload"),
    path("<int:number>/remove/", remove, name="remove-workload"),
    path("<int:number>/priorities/", include(ways_urls("workload-"))),
    path("<int:number>/questions/<slug:key>/", question, name="workload-question"),
]
