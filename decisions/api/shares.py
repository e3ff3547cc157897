"""Codes under which others may read an assessment: make one, list them, revoke one; and what they show."""

from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field, StringConstraints
from rest_framework.request import Request

from config.http import door
from config.http.problems import ErrorEntry
from config.http.validation import not_understood, parameters_as, validated
from decisions.api.assessments import LIMITS, own_assessments
from decisions.api.base import (
    ApiView,
    Moment,
    OwnView,
    caller,
    json_answer,
    refuse_blind_writing,
    said,
    tag_of,
    tagged_answer,
)
from decisions.api.computed import DETAIL_PARAMETER, LANGUAGE_PARAMETER, EvaluationParameters, evaluation_answer
from decisions.api.documented import (
    CHANGING,
    CODE_PARAMETER,
    CREATING,
    CURSOR_PARAMETER,
    OPEN,
    OWN,
    TAGGED,
    WRITING,
    documented,
)
from decisions.api.evaluations import EvaluationAnswer
from decisions.api.listing import CURSOR, page_of
from decisions.api.once import Write, once
from decisions.documents.request import Document
from decisions.models import Assessment, Share
from decisions.services import assessments as services

IN_USE = "in_use"  # the one state that a share is ever seen in


class NewShare(Document):
    """What others may read."""

    assessment: Annotated[str, Field(max_length=32)]


class ShareEntry(Document):
    """A code under which others may read an assessment."""

    code: str
    assessment: str
    created: Moment
    page: str
    evaluation: str
    link: str


class ShareList(Document):
    items: list[ShareEntry]
    next: str | None


class ShareParameters(Document):
    cursor: Annotated[str, StringConstraints(pattern=CURSOR)] | None = None


def own_shares(request: Request) -> "QuerySet[Share]":
    mine = Assessment.objects.of_account(caller(request))
    return Share.objects.in_use().filter(assessment__in=mine).select_related("assessment")


def entry(row: Share) -> ShareEntry:
    return ShareEntry(
        code=row.code,
        assessment=row.assessment.code,
        created=said(row.created),
        page=reverse("shared", args=[row.code]),
        evaluation=reverse("api:shared-evaluation", args=[row.code]),
        link=reverse("api:share", args=[row.code]),
    )


class SharesView(OwnView):
    parameters = frozenset(ShareParameters.model_fields)

    @documented(
        "list_shares",
        gettext_lazy("List your shares"),
        gettext_lazy("Those that were not revoked, the latest first, 50 at a time."),
        OWN,
        tag="shares",
        answer=ShareList,
        parameters=[CURSOR_PARAMETER],
        problems=("not_understood",),
    )
    def get(self, request: Request) -> HttpResponseBase:
        asked = parameters_as(ShareParameters, request.query_params.dict())
        page = page_of(own_shares(request), "created", request, asked.cursor)
        return json_answer(ShareList(items=[entry(row) for row in page.rows], next=page.next).model_dump_json())

    @documented(
        "share_assessment",
        gettext_lazy("Share an assessment"),
        gettext_lazy(
            "Makes a code under which anybody may read what the assessment comes to, and change nothing, until you"
            " revoke it."
        ),
        OWN,
        WRITING,
        CREATING,
        tag="shares",
        request=NewShare,
        answer=ShareEntry,
        status=201,
    )
    def post(self, request: Request) -> HttpResponseBase:
        tree = door.read(request._request, LIMITS)

        def prepare() -> Write:
            asked = validated(tree, NewShare)
            assessment = own_assessments(request).filter(code=asked.assessment).first()
            if assessment is None:
                message = _("You have no assessment of this code.")
                raise not_understood([ErrorEntry(pointer="/assessment", code="unknown_assessment", message=message)])
            return lambda: made(services.share(assessment=assessment))

        return once(request, prepare)


def made(row: Share) -> HttpResponse:
    body = entry(row)
    return json_answer(body.model_dump_json(), 201, Location=body.link, ETag=tag_of(IN_USE))


class ShareView(OwnView):
    @documented(
        "get_share",
        gettext_lazy("Get a share"),
        gettext_lazy("Which assessment it shows, and where."),
        OWN,
        TAGGED,
        tag="shares",
        answer=ShareEntry,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        row = get_object_or_404(own_shares(request), code=code)
        return tagged_answer(request, IN_USE, lambda: entry(row).model_dump_json())

    @documented(
        "revoke_share",
        gettext_lazy("Revoke a share"),
        gettext_lazy("From then on there is nothing under its code."),
        OWN,
        WRITING,
        CHANGING,
        tag="shares",
        answer=None,
        status=204,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def delete(self, request: Request, code: str) -> HttpResponseBase:
        row = get_object_or_404(own_shares(request), code=code)
        refuse_blind_writing(request, IN_USE)
        services.revoke(share=row)
        return HttpResponse(status=204)


class SharedEvaluationView(ApiView):
    parameters = frozenset(EvaluationParameters.model_fields)

    @documented(
        "get_shared_evaluation",
        gettext_lazy("Evaluate what was shared with you"),
        gettext_lazy(
            "Computed now, from the answers as they stand. Whoever has the code may read it; no credential is needed."
        ),
        OPEN,
        TAGGED,
        tag="shares",
        answer=EvaluationAnswer,
        parameters=[CODE_PARAMETER, DETAIL_PARAMETER, LANGUAGE_PARAMETER],
        problems=("not_found", "not_understood"),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        share = get_object_or_404(Share.objects.for_reading(), code=code)
        return evaluation_answer(request, share.assessment)
