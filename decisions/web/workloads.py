"""The workloads of an assessment: which there are, and what each answers otherwise than the whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions.documents.evaluation import PlacedEvaluation, PlacedSummary
from decisions.models import Assessment, Workload
from decisions.reports.report import Report, verdict_text
from decisions.services import workloads as services
from decisions.services.assessments import compiled_for, visible
from decisions.services.changes import Stale
from decisions.services.evaluate import evaluate
from decisions.services.questionnaire import Entry, Questionnaire, standing_text, workload_questionnaire
from decisions.web.answering import AnswerForm, revision, seen_by
from decisions.web.conflict import Conflict, Row, changed_meanwhile
from decisions.web.live import full, language_in_use
from decisions.web.owner import own_assessment, see_other
from decisions.web.questions import asked, status_of
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


def list_page(
    request: HttpRequest, assessment: Assessment, name: str = "", error: str = "", *, is_stale: bool = False
) -> HttpResponse:
    placed = layout_of(assessment)
    context = {
        "assessment": assessment,
        "workloads": list(listed(assessment, placed)) if placed is not None else [],
        "summary": placed.layout.summary if placed is not None else "",
        "name": name,
        "error": error,
        "is_stale": is_stale,
    }
    return render(request, "decisions/workloads.html", context, status=409 if is_stale else 422 if error else 200)


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
    seen = revision(request.POST.get("revision", ""))
    if request.POST.get("action") in {"up", "down"}:
        return move(request, found, seen)
    typed = request.POST.get("name", "")
    try:
        services.rename(workload=found, name=typed, seen=seen)
    except services.WorkloadRefused as refused:
        return workload_page(request, assessment, found, typed, str(refused))
    except Stale:
        assessment, found = own_workload(request, code, number)
        conflict = Conflict.of([Row(_("Name"), found.name, visible(typed))], request.path)
        return workload_page(request, assessment, found, typed, conflict=conflict)
    return see_other("workload", code, str(number))


def move(request: HttpRequest, found: Workload, seen: int) -> HttpResponse:
    """Move it one place; in a list that is no longer as it was seen, nothing is moved."""
    code = found.assessment.code
    try:
        services.move(workload=found, up=request.POST["action"] == "up", seen=seen)
    except Stale:
        return list_page(request, own_assessment(request, code), is_stale=True)
    return see_other("workloads", code)


def workload_page(
    request: HttpRequest,
    assessment: Assessment,
    found: Workload,
    typed: str,
    error: str = "",
    conflict: Conflict | None = None,
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
        "conflict": conflict,
    }
    return render(request, "decisions/workload.html", context, status=409 if conflict else 422 if error else 200)


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
    context: dict[str, Any] = {"assessment": assessment, "workload": found}
    if request.method != "POST":
        return render(request, "decisions/workload_remove.html", context)
    seen = revision(request.POST.get("revision", ""))
    try:
        services.remove(workload=found, seen=seen)
    except Stale:
        assessment, found = own_workload(request, code, number)
        context = {**changed_meanwhile(assessment, seen, number), "workload": found, "is_stale": True}
        return render(request, "decisions/workload_remove.html", context, status=409)
    messages.success(request, _("“%(title)s” is removed.") % {"title": found.name})
    return see_other("workloads", code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, number: int, key: str) -> HttpResponse:
    """Answer a question otherwise for one workload, or take that back."""
    assessment, found = own_workload(request, code, number)
    entry = asked(workload_questionnaire(assessment, found), key)
    if request.method != "POST":
        return question_page(request, assessment, found, AnswerForm.stored(entry))
    if request.POST.get("action") in {"inherit", "leave_open"}:
        return drop(request, assessment, found, key)
    form = AnswerForm.sent(entry, request.POST)
    if form.given is None:
        return question_page(request, assessment, found, form)
    if not form.is_untouched:  # sent as it stood, it goes on inheriting
        try:
            services.override(workload=found, question=key, given=form.given, seen=form.seen)
        except Stale:
            assessment, found = own_workload(request, code, number)
            form = form.against(asked(workload_questionnaire(assessment, found), key), request.path)
            return question_page(request, assessment, found, form)
    return see_other("workload", code, str(number))


def drop(request: HttpRequest, assessment: Assessment, found: Workload, key: str) -> HttpResponse:
    """Take an override back, or what would be inherited."""
    code, number, act = assessment.code, found.pk, request.POST["action"]
    try:
        if act == "inherit":
            services.inherit(workload=found, question=key, seen=seen_by(request.POST))
        else:
            services.override(workload=found, question=key, given=None, seen=seen_by(request.POST))
    except Stale:
        assessment, found = own_workload(request, code, number)
        entry = asked(workload_questionnaire(assessment, found), key)
        intention = _("Inherit again") if act == "inherit" else _("Leave it open")
        form = AnswerForm.stored(entry).to_be_dropped(intention, request.path)
        return question_page(request, assessment, found, form, act)
    return see_other("workload", code, str(number))


def question_page(
    request: HttpRequest, assessment: Assessment, found: Workload, form: AnswerForm, act: str = ""
) -> HttpResponse:
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
        "act": act,
        "report": report_of_workload(assessment, found),
    }
    return render(request, "decisions/workload_question.html", context, status=status_of(form))


# /assessments/<code>/workloads/
workload_urls: list[URLPattern | URLResolver] = [
    path("", workloads, name="workloads"),
    path("<int:number>/", workload, name="workload"),
    path("<int:number>/remove/", remove, name="remove-workload"),
    path("<int:number>/priorities/", include(ways_urls("workload-"))),
    path("<int:number>/questions/<slug:key>/", question, name="workload-question"),
]
