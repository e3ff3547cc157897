"""What an assessment holds: answers, weights, confirmed conditions.

Each is one JSON object. A patch names what is to be otherwise in it; it is done as a whole or not at all. They share
the ETag of their assessment, since a change of one of them is a change of it.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Any, Generic, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from pydantic import ConfigDict, Field, RootModel
from rest_framework.request import Request

from config.http import door
from config.http.validation import validated
from decisions.api.assessments import LIMITS, as_read, own_assessment
from decisions.api.base import NOT_KEPT, OwnView, json_answer, tag_of, tagged_answer
from decisions.api.documented import (
    CHANGING,
    CODE_PARAMETER,
    OWN,
    QUESTION_PARAMETER,
    TAGGED,
    WRITING,
    documented,
)
from decisions.documents.faults import NotUnderstood
from decisions.documents.merge import merged
from decisions.documents.request import MOST_ANSWERS, Answer, DetailedAnswer, Importance, Key, Note, Weighting
from decisions.models import Answer as AnswerRow
from decisions.models import Assessment
from decisions.services import assessments as services
from decisions.services import patches

Shape = TypeVar("Shape")


class Members(RootModel[Shape], Generic[Shape]):
    """One JSON object whose members have keys that the decision model knows."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False})


class Patch(RootModel[dict[str, Any]]):
    """What is to be otherwise, as JSON merge patch; whether it can be is seen in what comes of it."""


class Answers(Members[dict[Key, DetailedAnswer | None]]):
    """One's own answers by question."""


class AnswersPatch(Members[Annotated[dict[Key, Answer], Field(max_length=MOST_ANSWERS)]]):
    """Answers that are to be otherwise."""


class Weights(Members[dict[Key, Importance]]):
    """The importance that one gives oneself, by criterion; empty where scenario and answers give it."""


class NewWeights(Members[Annotated[dict[Key, Importance], Field(min_length=1, max_length=MOST_ANSWERS)]]):
    """The importance that one gives oneself, by criterion."""


class WeightsPatch(Members[dict[Key, Importance | None]]):
    """Weights that are to be otherwise."""


class SaidOfWeights(RootModel[Weighting | None]):
    """What was said of the weights, in one way or another."""


class NewWeighting(RootModel[Weighting]):
    """What is said of the weights, in one way or another."""


class Conditions(Members[Annotated[dict[Key, Note], Field(max_length=MOST_ANSWERS)]]):
    """Conditions that are met, each with a note that says how that is known."""


class ConditionsPatch(Members[dict[Key, Note | None]]):
    """Conditions whose confirmation is to be otherwise."""


@contextmanager
def told_from(place: str, here: str = "") -> Iterator[None]:
    """Say faults from where the body begins: what is at `place` of an evaluation request is `here` in the body."""
    try:
        yield
    except NotUnderstood as refused:
        faults = [
            replace(fault, pointer=here + fault.pointer.removeprefix(place))
            if fault.pointer.startswith(place)
            else fault
            for fault in refused.faults
        ]
        raise NotUnderstood(*faults) from refused


def read_patch(request: Request) -> dict[str, Any]:
    return validated(door.read(request._request, LIMITS, door.PATCH_TYPES), Patch).root


def patched_answers(target: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Merge answers; `null` stays, since it takes back what would hold otherwise."""
    changed = {key: None if change is None else merged(target.get(key), change) for key, change in patch.items()}
    return {**target, **changed}


def answers_in(rows: "Mapping[str, AnswerRow]") -> dict[str, Any]:
    """Write stored answers as JSON, whatever is usual left out."""
    given = {key: rows[key].given() for key in sorted(rows)}
    return {
        key: answer.model_dump(exclude_defaults=True) if isinstance(answer, DetailedAnswer) else None
        for key, answer in given.items()
    }


def own_answers(assessment: Assessment) -> dict[str, Any]:
    return answers_in({row.question: row for row in assessment.answers.all()})


def written(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def show(request: Request, code: str, contents: Callable[[Assessment], Any]) -> HttpResponseBase:
    assessment = own_assessment(request, code)
    return tagged_answer(request, assessment.revision, lambda: written(contents(assessment)))


def changed(assessment: Assessment, tree: Any) -> HttpResponse:
    return json_answer(written(tree), ETag=tag_of(assessment.revision))


def done(assessment: Assessment) -> HttpResponse:
    """Answer that it is done, with the ETag of what is there now."""
    assessment.refresh_from_db(fields=["revision"])
    return HttpResponse(status=204, headers={"ETag": tag_of(assessment.revision), "Cache-Control": NOT_KEPT})


class AnswersView(OwnView):
    @documented(
        "get_answers",
        gettext_lazy("Get the answers"),
        gettext_lazy(
            "Your own answers by question, as an evaluation request has them; what the scenario answers is not among"
            " them. `null` takes back what the scenario brings."
        ),
        OWN,
        TAGGED,
        tag="assessments",
        answer=Answers,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        return show(request, code, own_answers)

    @documented(
        "change_answers",
        gettext_lazy("Change answers"),
        gettext_lazy(
            "A JSON merge patch (RFC 7396): questions that are not named stay as they are. `null` takes an answer back:"
            " your own, and what the scenario brings, so that the question is open. All is changed or nothing; what is"
            " not understood is listed, fault by fault."
        ),
        OWN,
        WRITING,
        CHANGING,
        tag="assessments",
        request=AnswersPatch,
        patch=True,
        answer=Answers,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def patch(self, request: Request, code: str) -> HttpResponseBase:
        assessment, patch = own_assessment(request, code), read_patch(request)
        with as_read(request, assessment) as revision, told_from("/answers"):
            wanted = validated(patched_answers(own_answers(assessment), patch), AnswersPatch)
            now = patches.write_answers(assessment=assessment, answers=wanted.root, revision=revision)
        return changed(now, own_answers(now))


class AnswerView(OwnView):
    @documented(
        "forget_answer",
        gettext_lazy("Drop an own answer"),
        gettext_lazy("The question is again as the scenario leaves it, even where its answer had been taken back."),
        OWN,
        WRITING,
        CHANGING,
        tag="assessments",
        answer=None,
        status=204,
        parameters=[CODE_PARAMETER, QUESTION_PARAMETER],
        problems=("not_found",),
    )
    def delete(self, request: Request, code: str, question: str) -> HttpResponseBase:
        assessment = own_assessment(request, code)
        get_object_or_404(assessment.answers, question=question)
        with as_read(request, assessment) as revision:
            services.forget_answer(assessment=assessment, question=question, revision=revision)
        return done(assessment)


class WeightsView(OwnView):
    @documented(
        "get_weights",
        gettext_lazy("Get the weights"),
        gettext_lazy("The importance that you gave yourself; empty where that of scenario and answers holds."),
        OWN,
        TAGGED,
        tag="assessments",
        answer=Weights,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        return show(request, code, lambda assessment: assessment.weights or {})

    @documented(
        "put_weights",
        gettext_lazy("Set the weights"),
        gettext_lazy("They replace those that were set before, and what scenario and answers say."),
        OWN,
        WRITING,
        CHANGING,
        tag="assessments",
        request=NewWeights,
        answer=Weights,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def put(self, request: Request, code: str) -> HttpResponseBase:
        assessment = own_assessment(request, code)
        return set_weights(request, assessment, door.read(request._request, LIMITS))

    @documented(
        "change_weights",
        gettext_lazy("Change weights"),
        gettext_lazy(
            "A JSON merge patch: criteria that are not named keep their weight, `null` takes it away. At least one must"
            " remain; to have none, delete them."
        ),
        OWN,
        WRITING,
        CHANGING,
        tag="assessments",
        request=WeightsPatch,
        patch=True,
        answer=Weights,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def patch(self, request: Request, code: str) -> HttpResponseBase:
        assessment, patch = own_assessment(request, code), read_patch(request)
        return set_weights(request, assessment, merged(assessment.weights, patch))

    @documented(
        "delete_weights",
        gettext_lazy("Drop the weights"),
        gettext_lazy("The importance that scenario and answers give holds again."),
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
        assessment = own_assessment(request, code)
        with as_read(request, assessment) as revision:
            services.set_weights(assessment=assessment, weights=None, revision=revision)
        return done(assessment)


def set_weights(request: Request, assessment: Assessment, tree: Any) -> HttpResponse:
    with as_read(request, assessment) as revision, told_from("/weights"):
        wanted = validated(tree, NewWeights)
        services.set_weights(assessment=assessment, weights=wanted.root, revision=revision)
    assessment.refresh_from_db(fields=["revision", "weights"])
    return changed(assessment, assessment.weights or {})


class WeightingView(OwnView):
    @documented(
        "get_weighting",
        gettext_lazy("Get the way of weighing"),
        gettext_lazy("What you said of the weights, in whatever way; `null` where scenario and answers give them."),
        OWN,
        TAGGED,
        tag="assessments",
        answer=SaidOfWeights,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        return show(request, code, lambda assessment: statement_in(assessment.statement))

    @documented(
        "put_weighting",
        gettext_lazy("Weigh in another way"),
        gettext_lazy(
            "Points, an order, swings, comparisons in pairs or either/or answers, as an evaluation request has them."
            " They replace what was said of weights before."
        ),
        OWN,
        WRITING,
        CHANGING,
        tag="assessments",
        request=NewWeighting,
        answer=SaidOfWeights,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def put(self, request: Request, code: str) -> HttpResponseBase:
        assessment = own_assessment(request, code)
        asked = validated(door.read(request._request, LIMITS), NewWeighting)
        with as_read(request, assessment) as revision, told_from("/weighting"), told_from("/weights", "/points"):
            services.set_weighting(of=assessment, statement=asked.root, revision=revision)
        assessment.refresh_from_db(fields=["revision", "weights", "weighting"])
        return changed(assessment, statement_in(assessment.statement))

    @documented(
        "delete_weighting",
        gettext_lazy("Drop what was said of weights"),
        gettext_lazy("The importance that scenario and answers give holds again."),
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
        assessment = own_assessment(request, code)
        with as_read(request, assessment) as revision:
            services.set_weighting(of=assessment, statement=None, revision=revision)
        return done(assessment)


def statement_in(said: Weighting | None) -> Any:
    return said.model_dump() if said is not None else None


class ConditionsView(OwnView):
    @documented(
        "get_conditions",
        gettext_lazy("Get the confirmed conditions"),
        gettext_lazy("Conditions that are met, each with the note that says how that is known."),
        OWN,
        TAGGED,
        tag="assessments",
        answer=Conditions,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        return show(request, code, lambda assessment: assessment.confirmed_conditions)

    @documented(
        "change_conditions",
        gettext_lazy("Confirm conditions"),
        gettext_lazy("A JSON merge patch: a note confirms a condition, `null` withdraws that."),
        OWN,
        WRITING,
        CHANGING,
        tag="assessments",
        request=ConditionsPatch,
        patch=True,
        answer=Conditions,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def patch(self, request: Request, code: str) -> HttpResponseBase:
        assessment, patch = own_assessment(request, code), read_patch(request)
        with as_read(request, assessment) as revision, told_from("/confirmed_conditions"):
            wanted = validated(merged(assessment.confirmed_conditions, patch), Conditions)
            now = patches.write_conditions(assessment=assessment, conditions=wanted.root, revision=revision)
        return changed(now, now.confirmed_conditions)
