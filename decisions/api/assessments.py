"""Pieces of work: begin one, list them, call one otherwise, delete it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from rest_framework.request import Request

from config.http import door
from config.http.validation import parameters_as, validated
from decisions.api.base import (
    Moment,
    OwnView,
    caller,
    json_answer,
    refuse_blind_writing,
    said,
    stale,
    tag_of,
    tagged_answer,
)
from decisions.api.documented import (
    CHANGING,
    CODE_PARAMETER,
    CREATING,
    CURSOR_PARAMETER,
    KEY,
    OWN,
    TAGGED,
    WRITING,
    documented,
)
from decisions.api.listing import CURSOR, page_of
from decisions.api.once import Write, once
from decisions.documents.faults import Fault, UnknownScenario
from decisions.documents.request import DEFAULT_MODEL, NOTE, Document, Key
from decisions.models import TITLE_LENGTH, Assessment, OwnScenario
from decisions.services import assessments as services
from decisions.services import own_scenarios, patches
from decisions.services.changes import Stale
from decisions.services.compile import compiled

LIMITS = door.Limits(bytes=2_000_000, values=20_000)
Title = Annotated[str, StringConstraints(pattern=NOTE, max_length=TITLE_LENGTH)]


TITLE_SHAPE = {"type": "string", "pattern": NOTE, "maxLength": TITLE_LENGTH}


class NewAssessment(Document):
    """A piece of work to begin."""

    title: Title = ""
    model: Key = DEFAULT_MODEL
    scenario: Key | None = None
    own_scenario: Key | None = None

    @model_validator(mode="after")
    def it_begins_with_one_thing(self) -> "NewAssessment":
        if self.own_scenario is not None and (self.scenario is not None or "model" in self.model_fields_set):
            raise PydanticCustomError("one_beginning", "Give either own_scenario, or model and scenario.")
        return self


class AssessmentPatch(Document):
    """What is to be otherwise."""

    title: Title = ""
    scenario: Key | None = None


class AssessmentEntry(Document):
    """A piece of work."""

    code: str
    title: str
    model: str
    model_version: str
    scenario: str | None
    revision: int
    created: Moment
    updated: Moment
    link: str


class AssessmentList(Document):
    items: list[AssessmentEntry]
    next: str | None


class ListParameters(Document):
    cursor: Annotated[str, StringConstraints(pattern=CURSOR)] | None = None
    scenario: Key | None = None
    q: Annotated[str, StringConstraints(pattern=NOTE, max_length=TITLE_LENGTH)] = ""


def own_assessments(request: Request) -> "QuerySet[Assessment]":
    return Assessment.objects.of_account(caller(request)).select_related("decision_model")


def own_assessment(request: Request, code: str) -> Assessment:
    """Return the account's assessment; others get what they would get if there were none."""
    return get_object_or_404(own_assessments(request), code=code)


def entry(row: Assessment) -> AssessmentEntry:
    return AssessmentEntry(
        code=row.code,
        title=row.title,
        model=row.decision_model.key,
        model_version=row.decision_model.version,
        scenario=row.scenario or None,
        revision=row.revision,
        created=said(row.created),
        updated=said(row.updated),
        link=reverse("api:assessment", args=[row.code]),
    )


@contextmanager
def as_read(request: Request, row: Assessment) -> Iterator[int]:
    """Yield the revision that the caller has read, for what is to be changed in it."""
    refuse_blind_writing(request, row.revision)
    try:
        yield row.revision
    except Stale as fault:
        row.refresh_from_db(fields=["revision"])
        raise stale(tag_of(row.revision)) from fault


class AssessmentsView(OwnView):
    parameters = frozenset(ListParameters.model_fields)

    @documented(
        "list_assessments",
        gettext_lazy("List your assessments"),
        gettext_lazy("The latest come first, 50 at a time; `next` is the address of the next ones."),
        OWN,
        tag="assessments",
        answer=AssessmentList,
        parameters=[
            CURSOR_PARAMETER,
            OpenApiParameter("scenario", KEY, description=gettext_lazy("Only those with this scenario.")),
            OpenApiParameter("q", TITLE_SHAPE, description=gettext_lazy("Only those with this in their title.")),
        ],
        problems=("not_understood",),
    )
    def get(self, request: Request) -> HttpResponseBase:
        asked = parameters_as(ListParameters, request.query_params.dict())
        rows = own_assessments(request)
        if asked.scenario is not None:
            rows = rows.filter(scenario=asked.scenario)
        if words := services.visible(asked.q):
            rows = rows.filter(title__icontains=words)
        page = page_of(rows, "created", request, asked.cursor)
        items = [entry(row) for row in page.rows]
        return json_answer(AssessmentList(items=items, next=page.next).model_dump_json())

    @documented(
        "start_assessment",
        gettext_lazy("Begin an assessment"),
        gettext_lazy(
            "It stays with the version of the decision model that is published now, and begins with the workloads that"
            " the scenario brings."
        ),
        OWN,
        WRITING,
        CREATING,
        tag="assessments",
        request=NewAssessment,
        answer=AssessmentEntry,
        status=201,
    )
    def post(self, request: Request) -> HttpResponseBase:
        tree = door.read(request._request, LIMITS)

        def prepare() -> Write:
            asked = validated(tree, NewAssessment)
            if asked.own_scenario is not None:
                given = own_scenarios.understood(own_scenario(request, asked.own_scenario))
                return lambda: created(
                    own_scenarios.start_filled(owner=caller(request), given=given, title=asked.title)
                )
            compiled(asked.model)
            return lambda: created(
                services.start(
                    owner=caller(request), title=asked.title, model=asked.model, scenario=asked.scenario or ""
                )
            )

        return once(request, prepare)


def own_scenario(request: Request, key: str) -> OwnScenario:
    found = OwnScenario.objects.filter(user=caller(request), key=key).first()
    if found is None:
        message = _("You have no scenario with the key %(key)s.") % {"key": key}
        raise UnknownScenario(Fault("/own_scenario", "unknown_scenario", message))
    return found


def created(row: Assessment) -> HttpResponse:
    made = entry(row)
    return json_answer(made.model_dump_json(), 201, Location=made.link, ETag=tag_of(row.revision))


class AssessmentView(OwnView):
    @documented(
        "get_assessment",
        gettext_lazy("Get an assessment"),
        gettext_lazy("What it is called and what it rests on. Its ETag is that of its answers, weights and workloads."),
        OWN,
        TAGGED,
        tag="assessments",
        answer=AssessmentEntry,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        row = own_assessment(request, code)
        return tagged_answer(request, row.revision, lambda: entry(row).model_dump_json())

    @documented(
        "change_assessment",
        gettext_lazy("Change title and scenario"),
        gettext_lazy("Own answers stay when the scenario changes; `null` is no scenario."),
        OWN,
        WRITING,
        CHANGING,
        tag="assessments",
        request=AssessmentPatch,
        patch=True,
        answer=AssessmentEntry,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def patch(self, request: Request, code: str) -> HttpResponseBase:
        row = own_assessment(request, code)
        asked = validated(door.read(request._request, LIMITS, door.PATCH_TYPES), AssessmentPatch)
        with as_read(request, row) as revision:
            changed = patches.edit(
                assessment=row,
                title=asked.title if "title" in asked.model_fields_set else None,
                scenario=(asked.scenario or "") if "scenario" in asked.model_fields_set else None,
                revision=revision,
            )
        return json_answer(entry(changed).model_dump_json(), ETag=tag_of(changed.revision))

    @documented(
        "delete_assessment",
        gettext_lazy("Delete an assessment"),
        gettext_lazy("With all that belongs to it, its frozen recommendations too."),
        OWN,
        WRITING,
        CHANGING,
        tag="assessments",
        answer=None,
        status=204,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def delete(self, request: Request, code: str) -> HttpResponseBase:
        row = own_assessment(request, code)
        with as_read(request, row) as revision:
            services.delete(assessment=row, revision=revision)
        return HttpResponse(status=204)
