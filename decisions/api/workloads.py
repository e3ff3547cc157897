"""The workloads of an assessment: parts that are placed one by one."""

from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from pydantic import BeforeValidator, Field
from rest_framework.request import Request

from config.http import door
from config.http.validation import validated
from decisions.api.assessments import LIMITS, as_read, own_assessment
from decisions.api.base import OwnView, json_answer, tag_of, tagged_answer
from decisions.api.contents import answers_in, done, patched_answers, read_patch
from decisions.api.documented import (
    CHANGING,
    CODE_PARAMETER,
    CREATING,
    OWN,
    QUESTION_PARAMETER,
    TAGGED,
    WRITING,
    documented,
)
from decisions.api.once import Write, once
from decisions.documents.merge import merged
from decisions.documents.request import (
    MOST_ANSWERS,
    MOST_WORKLOADS,
    Answer,
    DetailedAnswer,
    Document,
    Importance,
    Key,
    Name,
    Weighting,
    Workload,
    whole,
)
from decisions.models import Assessment
from decisions.models import Workload as WorkloadRow
from decisions.services import workloads as services
from decisions.services.assessments import compiled_for

NUMBER_PARAMETER = OpenApiParameter(
    "number", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH, description=gettext_lazy("Its number.")
)
Position = Annotated[int, Field(ge=0, le=MOST_WORKLOADS - 1), BeforeValidator(whole)]


class NewWorkload(Workload):
    """A workload to add."""


class WorkloadPatch(Document):
    """What is to be otherwise in a workload."""

    name: Name = ""
    position: Position = 0
    scenario_workload: Key | None = None
    answers: Annotated[dict[Key, Answer], Field(max_length=MOST_ANSWERS)] = {}
    weights: dict[Key, Importance | None] | None = None
    weighting: Weighting | None = None


class WholeWorkload(Workload):
    """A workload as a patch wants it."""

    position: Position


class WorkloadEntry(Document):
    """A workload of an assessment."""

    number: int
    name: str
    position: int
    scenario_workload: str | None
    answers: dict[Key, DetailedAnswer | None]
    weights: dict[str, float] | None
    weighting: Weighting | None
    link: str


class WorkloadList(Document):
    items: list[WorkloadEntry]
    next: None


def own_workload(assessment: Assessment, number: str) -> tuple[WorkloadRow, int]:
    """Return a workload and where it stands in the list."""
    for position, row in enumerate(assessment.workloads.all()):
        if str(row.pk) == number:
            row.assessment = assessment
            return row, position
    raise Http404


def said(row: WorkloadRow) -> dict[str, Any]:
    """Return what the workload says, as a request says it."""
    return {
        "name": row.name,
        "scenario_workload": row.scenario_workload or None,
        "answers": answers_in(row.overrides()),
        "weights": row.weights,
        "weighting": row.weighting,
    }


def entry(row: WorkloadRow, position: int, code: str) -> WorkloadEntry:
    link = reverse("api:workload", args=[code, row.pk])
    return WorkloadEntry.model_validate({"number": row.pk, "position": position, "link": link, **said(row)})


def patched(target: dict[str, Any], patch: dict[str, Any]) -> Any:
    """Merge a patch into a workload; within its answers, `null` takes back what is inherited.

    A weighting is taken whole: parts of two ways of weighing make no third.
    """
    named = [field for field in ("weights", "weighting") if patch.get(field) is not None]
    if len(named) == 1:  # one of the two replaces the other
        target = {**target, "weights" if named == ["weighting"] else "weighting": None}
    tree = merged(target, patch)
    if named == ["weighting"]:
        tree["weighting"] = patch["weighting"]
    if isinstance(patch.get("answers"), dict):
        tree["answers"] = patched_answers(target["answers"], patch["answers"])
    return tree


class WorkloadsView(OwnView):
    @documented(
        "list_workloads",
        gettext_lazy("List the workloads"),
        gettext_lazy("The parts that are placed one by one, in their order, each with what it answers otherwise."),
        OWN,
        TAGGED,
        tag="workloads",
        answer=WorkloadList,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        assessment = own_assessment(request, code)

        def write() -> str:
            rows = enumerate(assessment.workloads.all())
            return written(WorkloadList(items=[entry(row, position, code) for position, row in rows], next=None))

        return tagged_answer(request, assessment.revision, write)

    @documented(
        "add_workload",
        gettext_lazy("Add a workload"),
        gettext_lazy("It comes last, and inherits what it does not say otherwise."),
        OWN,
        WRITING,
        CREATING,
        CHANGING,
        tag="workloads",
        request=NewWorkload,
        answer=WorkloadEntry,
        status=201,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def post(self, request: Request, code: str) -> HttpResponseBase:
        tree = door.read(request._request, LIMITS)

        def prepare() -> Write:
            assessment = own_assessment(request, code)
            asked = validated(tree, NewWorkload)
            compiled_for(assessment.decision_model)  # not in the transaction
            return lambda: add(request, assessment, asked)

        return once(request, prepare)


def add(request: Request, assessment: Assessment, asked: Workload) -> HttpResponse:
    with as_read(request, assessment) as revision:
        row = services.add(assessment=assessment, name=asked.name, given=asked, revision=revision)
    made = entry(row, assessment.workloads.count() - 1, assessment.code)
    tag = tag_of(row.assessment.revision)
    return json_answer(written(made), 201, Location=made.link, ETag=tag)


def written(made: WorkloadEntry | WorkloadList) -> str:
    """Write it without what is usual in answers; everything else is always there."""
    return made.model_dump_json(exclude_defaults=True)


class WorkloadView(OwnView):
    @documented(
        "get_workload",
        gettext_lazy("Get a workload"),
        gettext_lazy("What it is called, where it stands in the list, and what it says otherwise than the whole."),
        OWN,
        TAGGED,
        tag="workloads",
        answer=WorkloadEntry,
        parameters=[CODE_PARAMETER, NUMBER_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str, number: str) -> HttpResponseBase:
        assessment = own_assessment(request, code)
        row, position = own_workload(assessment, number)
        return tagged_answer(request, assessment.revision, lambda: written(entry(row, position, code)))

    @documented(
        "change_workload",
        gettext_lazy("Change a workload"),
        gettext_lazy(
            "A JSON merge patch: what is not named stays. `null` for an answer takes back what is inherited; `null` for"
            " `answers` or `weights` inherits all of them. A new `position` moves it in the list."
        ),
        OWN,
        WRITING,
        CHANGING,
        tag="workloads",
        request=WorkloadPatch,
        patch=True,
        answer=WorkloadEntry,
        parameters=[CODE_PARAMETER, NUMBER_PARAMETER],
        problems=("not_found",),
    )
    def patch(self, request: Request, code: str, number: str) -> HttpResponseBase:
        assessment, patch = own_assessment(request, code), read_patch(request)
        row, position = own_workload(assessment, number)
        with as_read(request, assessment) as revision:
            wanted = validated(patched({**said(row), "position": position}, patch), WholeWorkload)
            now = services.rewrite(workload=row, given=wanted, position=wanted.position, revision=revision)
        made = entry(*own_workload(now, number), code)
        return json_answer(written(made), ETag=tag_of(now.revision))

    @documented(
        "remove_workload",
        gettext_lazy("Remove a workload"),
        gettext_lazy("With all that it answers otherwise."),
        OWN,
        WRITING,
        CHANGING,
        tag="workloads",
        answer=None,
        status=204,
        parameters=[CODE_PARAMETER, NUMBER_PARAMETER],
        problems=("not_found",),
    )
    def delete(self, request: Request, code: str, number: str) -> HttpResponseBase:
        assessment = own_assessment(request, code)
        row, _position = own_workload(assessment, number)
        with as_read(request, assessment) as revision:
            services.remove(workload=row, revision=revision)
        return done(assessment)


class OverrideView(OwnView):
    @documented(
        "inherit_answer",
        gettext_lazy("Drop what a workload answers otherwise"),
        gettext_lazy("It inherits the answer again, even where that had been taken back."),
        OWN,
        WRITING,
        CHANGING,
        tag="workloads",
        answer=None,
        status=204,
        parameters=[CODE_PARAMETER, NUMBER_PARAMETER, QUESTION_PARAMETER],
        problems=("not_found",),
    )
    def delete(self, request: Request, code: str, number: str, question: str) -> HttpResponseBase:
        assessment = own_assessment(request, code)
        row, _position = own_workload(assessment, number)
        if question not in row.answers:
            raise Http404
        with as_read(request, assessment) as revision:
            services.inherit(workload=row, question=question, revision=revision)
        return done(assessment)
