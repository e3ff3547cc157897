"""Scenarios of one's own: what an account keeps to begin with again, as JSON or as YAML."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from pydantic import Field
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from config.http import door, yaml_door
from config.http.validation import validated
from decisions.api.base import (
    Moment,
    OwnView,
    caller,
    json_answer,
    known_already,
    refuse_blind_writing,
    said,
    stale,
    tag_of,
    tagged_answer,
    typed_answer,
)
from decisions.api.contents import read_patch
from decisions.api.documented import CHANGING, CREATING, KEY_PARAMETER, OWN, TAGGED, WRITING, documented
from decisions.api.once import Write, once
from decisions.api.reports import FormRenderer
from decisions.api.workloads import patched
from decisions.documents.request import (
    MOST_ANSWERS,
    MOST_WORKLOADS,
    Answer,
    Document,
    Importance,
    Key,
    Name,
    Weighting,
    Workload,
)
from decisions.documents.scenario import OwnScenario, ScenarioContents, written
from decisions.models import OwnScenario as ScenarioRow
from decisions.services import own_scenarios as services
from decisions.services.changes import Stale

LIMITS = door.Limits(bytes=services.MOST_BYTES, values=services.MOST_VALUES)
MEDIA_TYPES: Final = {"json": door.MEDIA_TYPE, "yaml": yaml_door.MEDIA_TYPE}
FORM_PARAMETER = OpenApiParameter(
    "form", {"type": "string", "enum": list(MEDIA_TYPES)}, OpenApiParameter.PATH, description=gettext_lazy("The form.")
)


class OwnScenarioPatch(Document):
    """What is to be otherwise in a scenario of one's own."""

    label: Name = ""
    model: Key = ""
    scenario: Key | None = None
    answers: Annotated[dict[Key, Answer], Field(max_length=MOST_ANSWERS)] = {}
    weights: dict[Key, Importance | None] | None = None
    weighting: Weighting | None = None
    workloads: Annotated[list[Workload], Field(max_length=MOST_WORKLOADS)] | None = None


class OwnScenarioEntry(Document):
    """A scenario of one's own in the list."""

    key: str
    label: str
    model: str
    revision: int
    updated: Moment
    link: str


class OwnScenarioList(Document):
    items: list[OwnScenarioEntry]
    next: None = None


def own_scenarios(request: Request) -> "QuerySet[ScenarioRow]":
    return ScenarioRow.objects.filter(user=caller(request))


def own_scenario(request: Request, key: str) -> ScenarioRow:
    """Return the account's scenario; others get what they would get if there were none."""
    return get_object_or_404(own_scenarios(request), key=key)


def state_of(row: ScenarioRow) -> str:
    """Name the state: a key may be used again for another scenario, so its revision alone does not."""
    return f"{row.pk}.{row.revision}"


def link_to(row: ScenarioRow) -> str:
    return reverse("api:own_scenario", args=[row.key])


def entry(row: ScenarioRow) -> OwnScenarioEntry:
    return OwnScenarioEntry(
        key=row.key,
        label=row.label,
        model=row.model,
        revision=row.revision,
        updated=said(row.updated),
        link=link_to(row),
    )


def as_json(row: ScenarioRow) -> str:
    return json.dumps(written(row.given()), ensure_ascii=False)


def as_yaml(row: ScenarioRow) -> str:
    return yaml_door.write(written(row.given()))


@contextmanager
def as_read(request: Request, row: ScenarioRow) -> Iterator[int]:
    """Yield the revision that the caller has read, for what is to be changed in it."""
    refuse_blind_writing(request, state_of(row))
    try:
        yield row.revision
    except Stale as fault:
        row.refresh_from_db(fields=["revision"])
        raise stale(tag_of(state_of(row))) from fault


class OwnScenariosView(OwnView):
    @documented(
        "list_own_scenarios",
        gettext_lazy("List your scenarios"),
        gettext_lazy("In the order of their names; there are never more than 100."),
        OWN,
        tag="own scenarios",
        answer=OwnScenarioList,
    )
    def get(self, request: Request) -> HttpResponseBase:
        items = [entry(row) for row in own_scenarios(request).defer("document")]
        return json_answer(OwnScenarioList(items=items).model_dump_json())

    @documented(
        "create_own_scenario",
        gettext_lazy("Keep a scenario"),
        gettext_lazy(
            "The body is as the file of a scenario has it, in JSON or YAML, so this is how one is brought in too. YAML"
            " is read strictly: no aliases, no tags, and what JSON would not take for a number is a text."
        ),
        OWN,
        WRITING,
        CREATING,
        tag="own scenarios",
        request=OwnScenario,
        also_as=[yaml_door.MEDIA_TYPE],
        answer=OwnScenario,
        status=201,
        problems=("not_yaml",),
    )
    def post(self, request: Request) -> HttpResponseBase:
        tree = yaml_door.read(request._request, LIMITS)

        def prepare() -> Write:
            row = services.draft(user=caller(request), given=validated(tree, OwnScenario))
            return lambda: created(services.store(row))

        return once(request, prepare)


def created(row: ScenarioRow) -> HttpResponse:
    return json_answer(as_json(row), 201, Location=link_to(row), ETag=tag_of(state_of(row)))


class OwnScenarioView(OwnView):
    @documented(
        "get_own_scenario",
        gettext_lazy("Get a scenario of yours"),
        gettext_lazy("What it is called, what it rests on, and all that it says otherwise than its base."),
        OWN,
        TAGGED,
        tag="own scenarios",
        answer=OwnScenario,
        parameters=[KEY_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        row = own_scenario(request, key)
        return tagged_answer(request, state_of(row), lambda: as_json(row))

    @documented(
        "change_own_scenario",
        gettext_lazy("Change a scenario of yours"),
        gettext_lazy(
            "A JSON merge patch: what is not named stays, all but the key may be otherwise. Within `answers`, `null`"
            " takes back what the base brings; `null` for `workloads` is those of the base. What was begun with it"
            " stays as it is."
        ),
        OWN,
        WRITING,
        CHANGING,
        tag="own scenarios",
        request=OwnScenarioPatch,
        patch=True,
        answer=OwnScenario,
        parameters=[KEY_PARAMETER],
        problems=("not_found",),
    )
    def patch(self, request: Request, key: str) -> HttpResponseBase:
        row, patch = own_scenario(request, key), read_patch(request)
        with as_read(request, row) as revision:
            wanted = validated(patched(contents_of(row), patch), ScenarioContents)
            now = services.rewrite(own=row, contents=wanted, revision=revision)
        return json_answer(as_json(now), ETag=tag_of(state_of(now)))

    @documented(
        "delete_own_scenario",
        gettext_lazy("Delete a scenario of yours"),
        gettext_lazy("What was begun with it stays as it is."),
        OWN,
        WRITING,
        CHANGING,
        tag="own scenarios",
        answer=None,
        status=204,
        parameters=[KEY_PARAMETER],
        problems=("not_found",),
    )
    def delete(self, request: Request, key: str) -> HttpResponseBase:
        row = own_scenario(request, key)
        with as_read(request, row) as revision:
            services.delete(own=row, revision=revision)
        return HttpResponse(status=204)


def contents_of(row: ScenarioRow) -> dict[str, Any]:
    """Return what a patch is merged into: all but the key, which its address has."""
    tree = written(row.given())
    del tree["key"]
    return {"answers": {}, **tree}


class FileView(OwnView):
    def get_renderers(self) -> list[BaseRenderer]:
        return [FormRenderer(MEDIA_TYPES[self.kwargs.get("form", "json")])]

    @documented(
        "get_own_scenario_file",
        gettext_lazy("Take out a scenario of yours"),
        gettext_lazy("The same as a file, to keep in a repository, to pass on, and to bring in again."),
        OWN,
        TAGGED,
        tag="own scenarios",
        answer=OwnScenario,
        files={yaml_door.MEDIA_TYPE: OwnScenario},
        parameters=[KEY_PARAMETER, FORM_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, key: str, form: Literal["json", "yaml"]) -> HttpResponseBase:
        row = own_scenario(request, key)
        return known_already(request, state_of(row)) or typed_answer(
            as_yaml(row) if form == "yaml" else as_json(row),
            MEDIA_TYPES[form],
            ETag=tag_of(state_of(row)),
            Content_Disposition=f'attachment; filename="{row.key}.{form}"',
        )
