"""The questionnaire: one question a page, or all of them on one."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from decisions.models import Assessment
from decisions.services.assessments import Saved, forget_answer, save_answer
from decisions.services.questionnaire import Entry, Questionnaire, answer_text, questionnaire
from decisions.templatetags.berth import t
from decisions.web.answering import AnswerForm, revision
from decisions.web.live import report_of
from decisions.web.owner import own_assessment, see_other

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
    entry = found.find(key)
    if entry is None:
        raise Http404
    if request.method != "POST":
        return question_page(request, assessment, found, AnswerForm.stored(entry))
    if request.POST.get("action") in {"forget", "take_back"}:
        return drop(request, assessment, entry)
    form = AnswerForm.sent(entry, request.POST)
    saved = None
    if form.given is not None:
        saved = save_answer(assessment=assessment, question=key, given=form.given, seen=form.seen)
    if request.POST.get("part") == LIVE:
        return live_part(request, code, form, saved)
    if saved is None:
        return question_page(request, assessment, found, form)
    tell_if_replaced(request, entry, saved)
    return go_on(request, code, key)


def question_page(request: HttpRequest, assessment: Assessment, found: Questionnaire, form: AnswerForm) -> HttpResponse:
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
        "report": report_of(assessment),
    }
    return render(request, "decisions/question.html", context, status=422 if form.errors else 200)


def live_part(request: HttpRequest, code: str, form: AnswerForm, saved: Saved | None) -> HttpResponse:
    """Answer the script: what became of the answer, and how the scores stand with it."""
    assessment = own_assessment(request, code)
    found = questionnaire(assessment)
    context = {
        "assessment": assessment,
        "entry": found.find(form.question.key),
        "errors": form.errors,
        "saved": saved,
        "replaced": replaced_text(form.entry, saved) if saved and saved.replaced and saved.changed else "",
        "hidden": [entry.question.key for entry in found.entries if not entry.shown],
        "report": report_of(assessment),
    }
    return render(request, "decisions/_live.html", context, status=422 if form.errors else 200)


def drop(request: HttpRequest, assessment: Assessment, entry: Entry) -> HttpResponse:
    """Drop one's own answer, or take back what the scenario brought; the question stays on the screen."""
    key = entry.question.key
    seen = revision(request.POST.get("seen", ""))
    if request.POST["action"] == "forget":
        saved = forget_answer(assessment=assessment, question=key, seen=seen)
    else:
        saved = save_answer(assessment=assessment, question=key, given=None, seen=seen)
    tell_if_replaced(request, entry, saved)
    page = page_asked_for(request)
    return see_other("question", assessment.code, key, query=f"?next={page}" if page else "")


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


def tell_if_replaced(request: HttpRequest, entry: Entry, saved: Saved) -> None:
    if saved.replaced and saved.changed:
        messages.warning(request, replaced_text(entry, saved))


def replaced_text(entry: Entry, saved: Saved) -> str:
    """Say what was overwritten: it had been stored after this form was opened."""
    return _(
        "“%(question)s” was changed elsewhere while this page was open, to: %(before)s. Your answer now holds."
    ) % {
        "question": t(entry.question.label),
        "before": answer_text(entry.question, saved.before),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def all_questions(request: HttpRequest, code: str) -> HttpResponse:
    """Show the whole questionnaire; save what was changed in it."""
    assessment = own_assessment(request, code)
    found = questionnaire(assessment)
    if request.method != "POST":
        return all_page(request, assessment, [AnswerForm.stored(entry, prefix_of(entry)) for entry in found.entries])
    sent = [AnswerForm.sent(entry, request.POST, prefix_of(entry)) for entry in found.entries]
    changed = [form for form in sent if not form.is_untouched]
    for form in changed:
        if form.given is not None:
            saved = save_answer(assessment=assessment, question=form.question.key, given=form.given, seen=form.seen)
            tell_if_replaced(request, form.entry, saved)
    faulty = {form.question.key: form for form in changed if form.errors}
    if not faulty:
        return see_other("check-answers" if request.POST.get("action") == "check" else "all-questions", code)
    assessment = own_assessment(request, code)
    forms = [
        faulty.get(entry.question.key) or AnswerForm.stored(entry, prefix_of(entry))
        for entry in questionnaire(assessment).entries
    ]
    return all_page(request, assessment, forms)


def all_page(request: HttpRequest, assessment: Assessment, forms: Sequence[AnswerForm]) -> HttpResponse:
    found = questionnaire(assessment)
    faulty = [form for form in forms if form.errors]
    context = {
        "assessment": assessment,
        "questionnaire": found,
        "sections": [
            (section, [form for form in forms if form.question.section == section.key])
            for section in found.document.sections
        ],
        "errors": [error for form in faulty for error in form.linked_errors],
        "report": report_of(assessment),
    }
    return render(request, "decisions/all_questions.html", context, status=422 if faulty else 200)


def prefix_of(entry: Entry) -> str:
    return f"{entry.question.key}."
