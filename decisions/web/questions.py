"""The questionnaire: one question a page, or all of them on one."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions.models import Assessment
from decisions.services.assessments import Saved, forget_answer, save_answer
from decisions.services.changes import Stale
from decisions.services.questionnaire import Entry, Questionnaire, questionnaire
from decisions.web.answering import AnswerForm, seen_by
from decisions.web.live import report_of
from decisions.web.owner import SeeOther, own_assessment, see_other

LIVE = "live"  # what the script asks for: save, and say how the scores stand now
RETURN_TO = {
    "check": "check-answers",
    "all": "all-questions",
    "result": "result",
}  # `next` names a page, not an address


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, key: str) -> HttpResponse:
    assessment = own_assessment(request, code)
    found = questionnaire(assessment)
    entry = asked(found, key)
    if request.method != "POST":
        return question_page(request, assessment, found, AnswerForm.stored(entry))
    if request.POST.get("action") in {"forget", "take_back"}:
        return drop(request, assessment, entry)
    form = AnswerForm.sent(entry, request.POST)
    saved = None
    if form.given is not None:
        try:
            saved = save_answer(assessment=assessment, question=key, given=form.given, seen=form.seen)
        except Stale:
            assessment, found = as_it_stands(request, code)
            form = form.against(asked(found, key), question_url(request, code, key))
    if request.POST.get("part") == LIVE:
        return live_part(request, code, form, saved)
    if saved is None:
        return question_page(request, assessment, found, form)
    return go_on(request, code, key)


def asked(found: Questionnaire, key: str) -> Entry:
    entry = found.find(key)
    if entry is None:
        raise Http404
    return entry


def as_it_stands(request: HttpRequest, code: str) -> tuple[Assessment, Questionnaire]:
    """Read the assessment again: somebody else has changed it."""
    assessment = own_assessment(request, code)
    return assessment, questionnaire(assessment)


def question_url(request: HttpRequest, code: str, key: str) -> str:
    page = page_asked_for(request)
    return reverse("question", args=[code, key]) + (f"?next={page}" if page else "")


def status_of(form: AnswerForm) -> int:
    return 409 if form.conflict else 422 if form.errors else 200


def question_page(
    request: HttpRequest, assessment: Assessment, found: Questionnaire, form: AnswerForm, act: str = ""
) -> HttpResponse:
    """Show a question; `act` is what the form is to do if the reader keeps what was entered."""
    key = form.question.key
    context = {
        "assessment": assessment,
        "questionnaire": found,
        "form": form,
        "entry": form.entry,
        "section": next(part for part in found.document.sections if part.key == form.question.section),
        "position": next(
            (place for place, entry in enumerate(found.shown, start=1) if entry.question.key == key), None
        ),
        "before": found.before(key),
        "after": found.after(key),
        "next": page_asked_for(request),
        "act": act,
        "report": report_of(assessment),
    }
    return render(request, "decisions/question.html", context, status=status_of(form))


def live_part(request: HttpRequest, code: str, form: AnswerForm, saved: Saved | None) -> HttpResponse:
    """Answer the script: what became of the answer, and how the scores stand with it."""
    assessment = own_assessment(request, code)
    found = questionnaire(assessment)
    context = {
        "assessment": assessment,
        "entry": found.find(form.question.key),
        "form": form,
        "saved": saved,
        "hidden": [entry.question.key for entry in found.entries if not entry.shown],
        "report": report_of(assessment),
    }
    return render(request, "decisions/_live.html", context, status=status_of(form))


def drop(request: HttpRequest, assessment: Assessment, entry: Entry) -> HttpResponse:
    """Drop one's own answer, or take back what the scenario brought; the question stays on the screen."""
    code, key, act = assessment.code, entry.question.key, request.POST["action"]
    try:
        if act == "forget":
            forget_answer(assessment=assessment, question=key, seen=seen_by(request.POST))
        else:
            save_answer(assessment=assessment, question=key, given=None, seen=seen_by(request.POST))
    except Stale:
        assessment, found = as_it_stands(request, code)
        form = AnswerForm.stored(asked(found, key)).to_be_dropped(
            _("Remove my answer") if act == "forget" else _("Leave it open"), question_url(request, code, key)
        )
        return question_page(request, assessment, found, form, act)
    return SeeOther(question_url(request, code, key))


def go_on(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Return to where the change was asked for, else go to the next question that is now shown."""
    page = page_asked_for(request)
    if page:
        return see_other(RETURN_TO[page], code)
    following = questionnaire(own_assessment(request, code)).after(key)
    if following is None:
        return see_other("priorities", code)
    return see_other("question", code, following.question.key)


def page_asked_for(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    return asked if asked in RETURN_TO else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def all_questions(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole questionnaire; save what was changed in it, but for what somebody else has changed meanwhile."""
    assessment = own_assessment(request, code)
    found = questionnaire(assessment)
    if request.method != "POST":
        return all_page(request, assessment, [AnswerForm.stored(entry, prefix_of(entry)) for entry in found.entries])
    sent = [AnswerForm.sent(entry, request.POST, prefix_of(entry)) for entry in found.entries]
    changed = [form for form in sent if not form.is_untouched and not form.is_left(request.POST)]
    unsaved = {form.question.key: form for form in changed if not save_from_all(assessment, form)}
    if not unsaved:
        return see_other("check-answers" if request.POST.get("action") == "check" else "all-questions", code)
    assessment, found = as_it_stands(request, code)
    return all_page(request, assessment, [stands_in_all(code, entry, unsaved) for entry in found.entries])


def save_from_all(assessment: Assessment, form: AnswerForm) -> bool:
    """Save one answer of many; say whether it could be: it may be faulty, or changed meanwhile."""
    if form.given is None:
        return False
    try:
        save_answer(assessment=assessment, question=form.question.key, given=form.given, seen=form.seen)
    except Stale:
        return False
    return True


def stands_in_all(code: str, entry: Entry, unsaved: dict[str, AnswerForm]) -> AnswerForm:
    """Return how a question comes back: as it is stored, with its faults, or beside what is stored now."""
    form = unsaved.get(entry.question.key)
    if form is None:
        return AnswerForm.stored(entry, prefix_of(entry))
    return form if form.errors else form.against(entry, reverse("all-questions", args=[code]))


def all_page(request: HttpRequest, assessment: Assessment, forms: Sequence[AnswerForm]) -> HttpResponse:
    found = questionnaire(assessment)
    amiss = [form for form in forms if form.errors or form.conflict]
    context = {
        "assessment": assessment,
        "questionnaire": found,
        "sections": [
            (section, [form for form in forms if form.question.section == section.key])
            for section in found.document.sections
        ],
        "errors": [error for form in amiss for error in form.linked_errors],
        "report": report_of(assessment),
    }
    status = min((status_of(form) for form in amiss), default=200)
    return render(request, "decisions/all_questions.html", context, status=status)


def prefix_of(entry: Entry) -> str:
    return f"{entry.question.key}."
