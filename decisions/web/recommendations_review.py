"""What is done with a record: reviewers sign it off, and somebody sees to its conditions and measures."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from decisions.models import Recommendation, SignOff
from decisions.reports.record import ChecklistRow, RecordReport
from decisions.services import recommendations as services
from decisions.services.changes import Stale
from decisions.services.recommendations import RecordRefused
from decisions.web.answering import revision
from decisions.web.conflict import Conflict, Row
from decisions.web.forms import ItemForm, SignOffForm
from decisions.web.live import language_in_use
from decisions.web.owner import see_other
from decisions.web.questions import LIVE
from decisions.web.recommendations import own_record


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, code: str) -> HttpResponse:
    """Take a reviewer's word on the record whose digest stood in the form."""
    recommendation = own_record(request, code)
    if request.method != "POST":
        return sign_page(request, recommendation, SignOffForm(initial={"digest": recommendation.digest}))
    form = SignOffForm(request.POST)
    if not form.is_valid():
        return sign_page(request, recommendation, form, status=422)
    user = request.user if request.user.is_authenticated else None
    try:
        signed = services.sign_off(recommendation=recommendation, **form.cleaned_data, user=user)
    except RecordRefused as refused:
        form.add_error(refused.field or None, str(refused))
        return sign_page(request, own_record(request, code), form, status=409)
    words = {"n": recommendation.number, "decision": SignOff.Decision(signed.decision).label}
    messages.success(request, _("Recommendation %(n)s is signed off: %(decision)s.") % words)
    return see_other("record", code, query="#signoffs")


def sign_page(
    request: HttpRequest, recommendation: Recommendation, form: SignOffForm, status: int = 200
) -> HttpResponse:
    context = {
        "record": RecordReport.of(recommendation, language_in_use()),
        "form": form,
        "errors": list(linked_errors(form, {"digest": "record-digest", "__all__": "record-digest"})),
        "decisions": SignOff.Decision.choices,
    }
    return render(request, "decisions/record_sign.html", context, status=status)


def linked_errors(form: Form, elsewhere: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each sentence with the id of the field that it is about, or of what stands for it."""
    for name, sentences in form.errors.items():
        for sentence in sentences:
            yield elsewhere.get(name) or form[name].auto_id, str(sentence)


# the checklist


@dataclass(frozen=True, slots=True)
class Item:
    """One item and its form."""

    row: ChecklistRow
    form: ItemForm
    conflict: Conflict | None = None

    @property
    def position(self) -> int:
        return self.row.item.position

    @property
    def errors(self) -> list[tuple[str, str]]:
        return list(linked_errors(self.form, {}))


@never_cache
@require_safe
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    return checklist_page(request, own_record(request, code))


@never_cache
@require_POST
def item(request: HttpRequest, code: str, position: int) -> HttpResponse:
    """Write who sees to an item; what somebody else wrote meanwhile is shown beside what was typed."""
    recommendation = own_record(request, code)
    found = next((entry for entry in recommendation.checklist.all() if entry.position == position), None)
    if found is None:
        raise Http404
    form = ItemForm(request.POST, prefix=prefix_of(position))
    if not form.is_valid():
        return checklist_page(request, recommendation, form, position, status=422)
    seen = revision(request.POST.get("revision", ""))
    try:
        services.see_to(item=found, **form.cleaned_data, revision=seen)
    except Stale:
        return checklist_page(request, own_record(request, code), form, position, status=409, is_stale=True)
    except RecordRefused as refused:
        messages.error(request, str(refused))
        return see_other("record-checklist", code)
    if request.POST.get("part") == LIVE:
        return checklist_page(request, own_record(request, code), saved=position)
    return see_other("record-checklist", code, query=f"#item-{position}")


def prefix_of(position: int) -> str:
    return f"item-{position}"


def checklist_page(
    request: HttpRequest,
    recommendation: Recommendation,
    form: ItemForm | None = None,
    position: int | None = None,
    *,
    status: int = 200,
    is_stale: bool = False,
    saved: int | None = None,
) -> HttpResponse:
    record = RecordReport.of(recommendation, language_in_use())
    stored_url = f"{reverse('record-checklist', args=[record.code])}#item-{position}"
    items = [
        Item(row, stored_form(row))
        if form is None or row.item.position != position
        else Item(row, form, conflict_of(row, form, stored_url) if is_stale else None)
        for row in record.checklist
    ]
    context = {
        "record": record,
        "items": items,
        "errors": [error for entry in items for error in entry.errors],
        "saved": saved,
        "may_change": record.is_current,
    }
    return render(request, "decisions/record_checklist.html", context, status=status)


def stored_form(row: ChecklistRow) -> ItemForm:
    initial = {"owner": row.owner, "due": row.due, "done": row.done, "note": row.note}
    return ItemForm(initial=initial, prefix=prefix_of(row.item.position))


def conflict_of(row: ChecklistRow, sent: ItemForm, stored_url: str) -> Conflict:
    typed = sent.cleaned_data
    yes_no = {True: _("yes"), False: _("no")}
    sides = [
        Row(_("Owner"), row.owner, typed["owner"]),
        Row(_("Due"), as_day(row.due), as_day(typed["due"])),
        Row(_("Done"), yes_no[row.done], yes_no[typed["done"]]),
        Row(_("Note"), row.note, typed["note"]),
    ]
    return Conflict.of(sides, stored_url)


def as_day(day: object) -> str:
    return "" if day is None else str(day)


# /recommendations/<code>/
review_urls = [
    path("sign/", sign, name="record-sign"),
    path("checklist/", checklist, name="record-checklist"),
    path("checklist/<int:position>/", item, name="record-item"),
]
