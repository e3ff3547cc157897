"""What somebody has to see to before or after a recommendation is carried out."""

from datetime import date
from typing import Annotated

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError
from rest_framework.request import Request

from config.http import door
from config.http.validation import validated
from decisions.api.assessments import LIMITS
from decisions.api.base import Moment, OwnView, json_answer, said, tag_of, tagged_answer
from decisions.api.documented import (
    CHANGING,
    CODE_PARAMETER,
    ITEM_PARAMETER,
    OWN,
    TAGGED,
    WRITING,
    documented,
)
from decisions.api.recommendations import Comment, Line, own_record, record_as_read, state_of
from decisions.documents.request import Document
from decisions.models import ChecklistItem
from decisions.services import recommendations as services


def of_the_calendar(day: str) -> str:
    """Refuse what looks like a day and is none."""
    try:
        date.fromisoformat(day)
    except ValueError as fault:
        raise PydanticCustomError("wrong_format", "There is no such day.") from fault
    return day


Day = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    AfterValidator(of_the_calendar),
    Field(json_schema_extra={"format": "date"}),
]


class ChecklistPatch(Document):
    """What is to be otherwise in an item."""

    owner: Line = ""
    due: Day | None = None
    done: bool = False
    note: Comment = ""


class ChecklistEntry(Document):
    """A condition or a hardening measure, and who sees to it."""

    number: int
    kind: str
    key: str
    owner: str
    due: Day | None
    done: bool
    done_at: Moment | None
    note: str
    link: str


class ChecklistAnswer(Document):
    items: list[ChecklistEntry]
    next: None


def entry(row: ChecklistItem, code: str) -> ChecklistEntry:
    return ChecklistEntry(
        number=row.pk,
        kind=row.kind,
        key=row.key,
        owner=row.owner,
        due=row.due.isoformat() if row.due is not None else None,
        done=row.done_at is not None,
        done_at=said(row.done_at) if row.done_at is not None else None,
        note=row.note,
        link=reverse("api:checklist-item", args=[code, row.pk]),
    )


class ChecklistView(OwnView):
    @documented(
        "get_checklist",
        gettext_lazy("Get the checklist"),
        gettext_lazy("Open conditions of what is recommended, then hardening measures, and who sees to each of them."),
        OWN,
        TAGGED,
        tag="recommendations",
        answer=ChecklistAnswer,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        row = own_record(request, code)

        def write() -> str:
            return ChecklistAnswer(
                items=[entry(item, code) for item in row.checklist.all()], next=None
            ).model_dump_json()

        return tagged_answer(request, state_of(row), write)


class ItemView(OwnView):
    @documented(
        "get_checklist_item",
        gettext_lazy("Get an item of the checklist"),
        gettext_lazy("A condition or a hardening measure, and who sees to it."),
        OWN,
        TAGGED,
        tag="recommendations",
        answer=ChecklistEntry,
        parameters=[CODE_PARAMETER, ITEM_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str, item: str) -> HttpResponseBase:
        row = own_record(request, code)
        found = get_object_or_404(row.checklist, pk=item)
        return tagged_answer(request, state_of(row), lambda: entry(found, code).model_dump_json())

    @documented(
        "change_checklist_item",
        gettext_lazy("See to an item of the checklist"),
        gettext_lazy(
            "A JSON merge patch: what is not named stays. The checklist stands beside the record, outside its digest;"
            " what was seen to goes on in the record that supersedes it."
        ),
        OWN,
        WRITING,
        CHANGING,
        tag="recommendations",
        request=ChecklistPatch,
        patch=True,
        answer=ChecklistEntry,
        parameters=[CODE_PARAMETER, ITEM_PARAMETER],
        problems=("not_found",),
    )
    def patch(self, request: Request, code: str, item: str) -> HttpResponseBase:
        get_object_or_404(own_record(request, code).checklist, pk=item)
        asked = validated(door.read(request._request, LIMITS, door.PATCH_TYPES), ChecklistPatch)
        with record_as_read(request, code) as row:
            changed = see_to(row.checklist.get(pk=item), asked)
        tag = tag_of(state_of(own_record(request, code)))
        return json_answer(entry(changed, code).model_dump_json(), ETag=tag)


def see_to(row: ChecklistItem, asked: ChecklistPatch) -> ChecklistItem:
    """Change what the patch names, and leave the rest as it is."""
    given = {name: getattr(asked, name) for name in asked.model_fields_set}
    if isinstance(given.get("due"), str):
        given["due"] = date.fromisoformat(given["due"])
    stored = {"owner": row.owner, "due": row.due, "done": row.done_at is not None, "note": row.note}
    return services.see_to(item=row, **{**stored, **given})
