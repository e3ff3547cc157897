"""Frozen recommendations: freeze, list, read, sign off.

A record never changes. What is done with it afterwards does: it is signed, its checklist is seen to, a newer one
supersedes it. All of that is one state with one ETag, so that nobody signs what he has not seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from pydantic import StringConstraints
from rest_framework.request import Request

from config.http import door
from config.http.validation import parameters_as, validated
from decisions.api.assessments import LIMITS, TITLE_SHAPE, as_read, own_assessment
from decisions.api.base import (
    Moment,
    OwnView,
    caller,
    json_answer,
    refuse_blind_writing,
    said,
    tag_of,
    tagged_answer,
)
from decisions.api.documented import (
    CHANGING,
    CODE_PARAMETER,
    CREATING,
    CURSOR_PARAMETER,
    OWN,
    TAGGED,
    WRITING,
    documented,
)
from decisions.api.listing import CURSOR, page_of
from decisions.api.once import Write, once
from decisions.documents.request import NOTE, Document
from decisions.models import NAME_LENGTH, TITLE_LENGTH, Assessment, Recommendation, SignOff
from decisions.models.recommendation import RecommendationQuerySet
from decisions.services import recommendations as services
from decisions.services.assessments import visible
from decisions.services.changes import changing

Decision = Literal["approved", "approved_with_conditions", "returned"]
Line = Annotated[str, StringConstraints(pattern=NOTE, max_length=NAME_LENGTH)]
Comment = Annotated[str, StringConstraints(pattern=NOTE, max_length=services.COMMENT_LENGTH)]


class Nothing(Document):
    """An empty object: all that is needed stands in the address."""


class RecommendationEntry(Document):
    """A frozen recommendation, and what has become of it."""

    code: str
    assessment: str
    number: int
    title: str
    model: str
    model_version: str
    engine: str
    verdict: str
    platform: str | None
    confidence: float
    digest: str
    frozen_at: Moment
    supersedes: str | None
    superseded_by: str | None
    decision: Decision | None
    link: str


class RecommendationList(Document):
    items: list[RecommendationEntry]
    next: str | None


class RecommendationParameters(Document):
    cursor: Annotated[str, StringConstraints(pattern=CURSOR)] | None = None
    q: Annotated[str, StringConstraints(pattern=NOTE, max_length=TITLE_LENGTH)] = ""


class NewSignOff(Document):
    """What a reviewer decided of a record."""

    name: Line
    role: Line
    decision: Decision
    comment: Comment = ""
    digest: str


class SignOffEntry(Document):
    """What a reviewer decided of a record."""

    number: int
    name: str
    role: str
    decision: Decision
    comment: str
    digest: str
    signed_at: Moment


class SignOffList(Document):
    items: list[SignOffEntry]
    next: None


def own_records(request: Request) -> RecommendationQuerySet:
    mine = Assessment.objects.of_account(caller(request))
    return Recommendation.objects.filter(assessment__in=mine).for_programs()


def own_record(request: Request, code: str) -> Recommendation:
    """Return the account's record; others get what they would get if there were none."""
    return get_object_or_404(own_records(request), code=code)


def state_of(row: Recommendation) -> str:
    """Return what the ETag of a record is made of: how often it was signed and seen to, and whether it is the last."""
    return f"{row.times_signed}.{row.times_seen_to}.{'current' if row.is_current else 'superseded'}"  # type: ignore[attr-defined]  # annotated


def entry(row: Recommendation) -> RecommendationEntry:
    return RecommendationEntry(
        code=row.code,
        assessment=row.assessment.code,
        number=row.number,
        title=row.title,
        model=row.decision_model.key,
        model_version=row.decision_model.version,
        engine=row.engine,
        verdict=row.verdict,
        platform=row.platform or None,
        confidence=row.confidence,
        digest=row.digest,
        frozen_at=said(row.frozen_at),
        supersedes=row.supersedes.code if row.supersedes is not None else None,
        superseded_by=None if row.is_current else row.superseded_by.code,
        decision=row.last_decision,  # type: ignore[attr-defined]  # annotated
        link=reverse("api:recommendation", args=[row.code]),
    )


@contextmanager
def record_as_read(request: Request, code: str) -> Iterator[Recommendation]:
    """Yield a record in the state that the caller has read, while nobody else does anything with it."""
    with changing(own_record(request, code).assessment, None):
        row = own_record(request, code)
        refuse_blind_writing(request, state_of(row))
        yield row


def page_answer(request: Request, rows: "QuerySet[Recommendation]") -> HttpResponseBase:
    asked = parameters_as(RecommendationParameters, request.query_params.dict())
    if words := visible(asked.q):
        rows = rows.filter(title__icontains=words)
    page = page_of(rows, "frozen_at", request, asked.cursor)
    items = [entry(row) for row in page.rows]
    return json_answer(RecommendationList(items=items, next=page.next).model_dump_json())


LISTING = [
    CURSOR_PARAMETER,
    OpenApiParameter("q", TITLE_SHAPE, description=gettext_lazy("Only those with this in their title.")),
]


class RecommendationsView(OwnView):
    parameters = frozenset(RecommendationParameters.model_fields)

    @documented(
        "list_recommendations",
        gettext_lazy("List your recommendations"),
        gettext_lazy("The latest come first, 50 at a time; `next` is the address of the next ones."),
        OWN,
        tag="recommendations",
        answer=RecommendationList,
        parameters=LISTING,
        problems=("not_understood",),
    )
    def get(self, request: Request) -> HttpResponseBase:
        return page_answer(request, own_records(request))


class OfAssessmentView(OwnView):
    parameters = frozenset(RecommendationParameters.model_fields)

    @documented(
        "list_recommendations_of_assessment",
        gettext_lazy("List what was frozen of an assessment"),
        gettext_lazy("The latest come first, 50 at a time; `next` is the address of the next ones."),
        OWN,
        tag="assessments",
        answer=RecommendationList,
        parameters=[CODE_PARAMETER, *LISTING],
        problems=("not_found", "not_understood"),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        return page_answer(request, own_records(request).filter(assessment=own_assessment(request, code)))

    @documented(
        "freeze_assessment",
        gettext_lazy("Freeze a recommendation"),
        gettext_lazy(
            "Evaluates the assessment as it stands, and keeps answers, weights, versions and the whole evaluation under"
            " one digest. It supersedes the last one; when nothing has changed since, that one is the answer, with 200."
            " `If-Match` is the ETag of the assessment; the answer's own is that of the recommendation."
        ),
        OWN,
        WRITING,
        CREATING,
        CHANGING,
        tag="assessments",
        request=Nothing,
        answer=RecommendationEntry,
        status=201,
        also={200: gettext_lazy("Nothing has changed since it was frozen.")},
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def post(self, request: Request, code: str) -> HttpResponseBase:
        tree = door.read(request._request, LIMITS)

        def prepare() -> Write:
            assessment = own_assessment(request, code)
            validated(tree, Nothing)
            refuse_blind_writing(request, assessment.revision)
            evaluations = services.evaluated_in_all_languages(assessment)  # not in the transaction
            return lambda: freeze(request, assessment, evaluations)

        return once(request, prepare)


def freeze(request: Request, assessment: Assessment, evaluations: services.Evaluations) -> HttpResponse:
    with as_read(request, assessment):
        frozen = services.keep(assessment=assessment, evaluations=evaluations)
    row = own_record(request, frozen.recommendation.code)
    body, tag = entry(row), tag_of(state_of(row))
    return json_answer(body.model_dump_json(), 201 if frozen.is_new else 200, Location=body.link, ETag=tag)


class RecommendationView(OwnView):
    @documented(
        "get_recommendation",
        gettext_lazy("Get a recommendation"),
        gettext_lazy(
            "What was recommended, with which versions, and what has become of it. The whole record is its report as"
            " JSON. The ETag is that of its sign-offs and its checklist too."
        ),
        OWN,
        TAGGED,
        tag="recommendations",
        answer=RecommendationEntry,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        row = own_record(request, code)
        return tagged_answer(request, state_of(row), lambda: entry(row).model_dump_json())


# sign-offs


def signed(row: SignOff) -> SignOffEntry:
    return SignOffEntry.model_validate(
        {
            "number": row.pk,
            "name": row.name,
            "role": row.role,
            "decision": row.decision,
            "comment": row.comment,
            "digest": row.digest,
            "signed_at": said(row.signed_at),
        }
    )


class SignOffsView(OwnView):
    @documented(
        "list_signoffs",
        gettext_lazy("List the sign-offs"),
        gettext_lazy("What reviewers decided of this record, the earliest first."),
        OWN,
        TAGGED,
        tag="recommendations",
        answer=SignOffList,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        row = own_record(request, code)

        def write() -> str:
            items = [signed(signoff) for signoff in row.signoffs.all()]
            return SignOffList(items=items, next=None).model_dump_json()

        return tagged_answer(request, state_of(row), write)

    @documented(
        "sign_off",
        gettext_lazy("Sign a recommendation off"),
        gettext_lazy(
            "What a reviewer decided, bound to the digest of the record that was read. A sign-off never changes. A"
            " record that a newer one supersedes cannot be signed any more."
        ),
        OWN,
        WRITING,
        CREATING,
        CHANGING,
        tag="recommendations",
        request=NewSignOff,
        answer=SignOffEntry,
        status=201,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def post(self, request: Request, code: str) -> HttpResponseBase:
        tree = door.read(request._request, LIMITS)

        def prepare() -> Write:
            own_record(request, code)
            asked = validated(tree, NewSignOff)
            return lambda: sign(request, code, asked)

        return once(request, prepare)


def sign(request: Request, code: str, asked: NewSignOff) -> HttpResponse:
    with record_as_read(request, code) as row:
        signoff = services.sign_off(recommendation=row, **asked.model_dump(), user=caller(request))
    tag, place = tag_of(state_of(own_record(request, code))), reverse("api:signoffs", args=[code])
    return json_answer(signed(signoff).model_dump_json(), 201, Location=place, ETag=tag)
