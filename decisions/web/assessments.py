"""Pieces of work: start, list, open, rename, copy, fork, delete, share."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.documents.faults import NotUnderstood, UnknownScenario
from decisions.models import Assessment, OwnScenario, Recommendation, digest_of
from decisions.reports.standing import Standing
from decisions.services import assessments as services
from decisions.services.assessments import compiled_for
from decisions.services.changes import Stale
from decisions.services.own_scenarios import start_from
from decisions.services.questionnaire import questionnaire
from decisions.web.answering import revision
from decisions.web.conflict import Conflict, Row, changed_meanwhile
from decisions.web.forms import OWN, StartForm, TitleForm
from decisions.web.landing import landing_page
from decisions.web.live import language_in_use, report_of
from decisions.web.owner import FRESH_LINK, original_of, own_assessment, owner_of, remember_link, see_other
from scenarios.services import NotPublished


@dataclass(frozen=True, slots=True)
class Fork:
    """A what-if, and what it was made of."""

    assessment: Assessment
    original: Assessment


@dataclass(frozen=True, slots=True)
class Family:
    """An assessment with all the what-ifs that go back to it."""

    assessment: Assessment
    forks: tuple[Fork, ...]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def assessments(request: HttpRequest) -> HttpResponse:
    """List mine, or start one."""
    if request.method == "POST":
        return start(request)
    records = Prefetch(
        "recommendations", queryset=Recommendation.objects.current().defer("document"), to_attr="records"
    )
    mine = Assessment.objects.owned_by(request).for_list().prefetch_related(records)
    return render(
        request,
        "decisions/assessments.html",
        {"assessments": mine, "families": families(mine), "comparable": len(mine) > 1},
    )


def families(assessments: Iterable[Assessment]) -> list[Family]:
    """Put every what-if under the one that it goes back to, through other what-ifs if need be."""
    by_key: dict[int | None, Assessment] = {assessment.pk: assessment for assessment in assessments}
    forks: dict[int, list[Fork]] = {}
    for assessment in by_key.values():
        root = assessment
        while original := by_key.get(root.forked_from_id):
            root = original
        forks.setdefault(root.pk, [])
        if root is not assessment:
            forks[root.pk].append(Fork(assessment, by_key[assessment.forked_from_id]))
    return [Family(by_key[key], tuple(members)) for key, members in forks.items()]


def start(request: HttpRequest) -> HttpResponse:
    form = StartForm(request.POST)
    if form.is_valid():
        try:
            assessment = begin(request, **form.cleaned_data)
        except UnknownScenario:
            form.add_error("scenario", _("There is no such scenario. Choose one of those that are listed."))
        except NotUnderstood as fault:
            form.add_error("scenario", str(fault))
        except NotPublished as fault:
            form.add_error("model", str(fault))
        else:
            return see_other("assessment", assessment.code)
    return landing_page(request, form, status=422)


def begin(request: HttpRequest, *, title: str, scenario: str, model: str) -> Assessment:
    """Begin with a scenario of the decision model, with one of the account's own, or with none."""
    if not scenario.startswith(OWN):
        return services.start(owner=owner_of(request), title=title, scenario=scenario, model=model)
    mine = OwnScenario.objects.filter(user=request.user) if isinstance(request.user, User) else None
    own = mine.filter(key=scenario.removeprefix(OWN)).first() if mine is not None else None
    if own is None:
        raise UnknownScenario
    return start_from(owner=owner_of(request), own=own, title=title)


@never_cache
@require_safe
def task_list(request: HttpRequest, code: str) -> HttpResponse:
    assessment = own_assessment(request, code)
    context = {
        "assessment": assessment,
        "questionnaire": questionnaire(assessment),
        "workloads": assessment.workloads.count(),
        "report": report_of(assessment),
        "standing": Standing.of(assessment, language_in_use()),
        "original": original_of(request, assessment),
    }
    return render(request, "decisions/task_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, code: str) -> HttpResponse:
    assessment = own_assessment(request, code)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": assessment.title})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["title"]
        try:
            services.rename(assessment=assessment, title=typed, seen=revision(request.POST.get("revision", "")))
        except Stale:
            assessment = own_assessment(request, code)
            conflict = Conflict.of([Row(_("Name"), assessment.title, typed)], reverse("assessment", args=[code]))
            context = {"assessment": assessment, "form": form, "conflict": conflict}
            return render(request, "decisions/rename.html", context, status=409)
        return see_other("assessment", code)
    status = 422 if form.is_bound else 200
    return render(request, "decisions/rename.html", {"assessment": assessment, "form": form}, status=status)


@require_POST
def copy(request: HttpRequest, code: str) -> HttpResponse:
    twin = services.copy(assessment=own_assessment(request, code), owner=owner_of(request))
    messages.success(request, _("This is the copy: “%(title)s”.") % {"title": twin.title})
    return see_other("assessment", twin.code)


@require_POST
def fork(request: HttpRequest, code: str) -> HttpResponse:
    """Copy it to try something on the copy."""
    twin = services.fork(assessment=own_assessment(request, code), owner=owner_of(request))
    messages.success(request, _("This is a what-if. Change what you like: the original stays as it is."))
    return see_other("assessment", twin.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, code: str) -> HttpResponse:
    """Ask first: a deleted assessment does not come back."""
    assessment = own_assessment(request, code)
    if request.method != "POST":
        return render(request, "decisions/delete.html", {"assessment": assessment})
    seen = revision(request.POST.get("revision", ""))
    try:
        services.delete(assessment=assessment, revision=seen)
    except Stale:
        context = {**changed_meanwhile(own_assessment(request, code), seen), "act": "delete"}
        return render(request, "decisions/changed_meanwhile.html", context, status=409)
    messages.success(request, _("“%(title)s” is deleted.") % {"title": assessment.title})
    return see_other("assessments")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, code: str) -> HttpResponse:
    """Show under which addresses others may read it; make another one."""
    assessment = own_assessment(request, code)
    if request.method == "POST":
        services.share(assessment=assessment)
        return see_other("share", code)
    context = {
        "assessment": assessment,
        "shares": assessment.shares.in_use().order_by("-created", "-pk"),
        "fresh_link": request.session.pop(FRESH_LINK + code, None),
        "origin": f"{request.scheme}://{request.get_host()}",
    }
    return render(request, "decisions/share.html", context)


@require_POST
def revoke(request: HttpRequest, code: str, share_code: str) -> HttpResponse:
    assessment = own_assessment(request, code)
    services.revoke(share=get_object_or_404(assessment.shares, code=share_code))
    messages.success(request, _("That address no longer shows anything."))
    return see_other("share", code)


@require_POST
def make_link(request: HttpRequest, code: str) -> HttpResponse:
    """Make the owner's link, and carry it to the page that shows it this once."""
    request.session[FRESH_LINK + code] = services.make_owners_link(assessment=own_assessment(request, code))
    return see_other("share", code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Hand an assessment over to this browser, when its owner says so: a preview of the link must not."""
    assessment = get_object_or_404(Assessment, link=digest_of(token))
    if request.method != "POST":
        return render(request, "decisions/open_link.html", {"assessment": assessment})
    services.note_link_opened(assessment=assessment)
    remember_link(request, token)
    return see_other("assessment", assessment.code)


@require_POST
def condition(request: HttpRequest, code: str, constraint: str) -> HttpResponse:
    """Confirm that a condition is met, or withdraw that."""
    assessment = own_assessment(request, code)
    withdraws, note = request.POST.get("action") == "withdraw", request.POST.get("note", "")
    seen = revision(request.POST.get("revision", ""))
    try:
        if withdraws:
            services.withdraw_condition(assessment=assessment, constraint=constraint, seen=seen)
        else:
            services.confirm_condition(assessment=assessment, constraint=constraint, note=note, seen=seen)
    except services.UnknownCondition as fault:
        raise Http404 from fault
    except NotUnderstood as fault:
        messages.error(request, str(fault))
    except Stale:
        return condition_page(request, own_assessment(request, code), constraint, "" if withdraws else note)
    return see_other("result", code)


def condition_page(request: HttpRequest, assessment: Assessment, constraint: str, note: str) -> HttpResponse:
    """Show what was said of a condition meanwhile beside what is said here; nothing: it is to be withdrawn."""
    document = compiled_for(assessment.decision_model).document
    rule = next(rule for rule in document.constraints if rule.key == constraint)
    stored, typed = assessment.confirmed_conditions.get(constraint, ""), services.visible(note, lines=True)
    rows = [Row(_("How it is known"), stored or _("Not confirmed"), typed or _("Take the confirmation back"))]
    context = {
        "assessment": assessment,
        "rule": rule,
        "note": note,
        "conflict": Conflict.of(rows, reverse("result", args=[assessment.code]) + "#conditions"),
    }
    return render(request, "decisions/condition.html", context, status=409)
