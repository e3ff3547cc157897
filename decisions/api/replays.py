"""Whether a record still comes out as it was frozen: with its own version, and with the newest."""

from typing import Annotated, Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from pydantic import StringConstraints
from rest_framework.request import Request

from config.http import door
from config.http.validation import parameters_as, validated
from decisions.api.base import SAFE, OwnView, json_answer
from decisions.api.documented import CODE_PARAMETER, CURSOR_PARAMETER, OWN, documented
from decisions.api.listing import CURSOR, page_of
from decisions.api.recommendations import own_record, own_records
from decisions.documents.record import Record
from decisions.documents.request import Document
from decisions.models import Recommendation
from decisions.models.recommendation import RecommendationQuerySet
from decisions.services import replay as services

LIMITS = door.Limits(bytes=10_000_000, values=1_000_000)  # of a record with fifty workloads, twice over


class FoundDifference(Document):
    """One place at which the recomputed result is not what the record says."""

    pointer: str
    frozen: Any
    replayed: Any


class ReplayAnswer(Document):
    """What came of recomputing a record."""

    digest_holds: bool
    same_bytes: bool
    sentence: str
    engine: str
    differences: list[FoundDifference]
    more: int


class Now(Document):
    """What the newest version of the decision model says."""

    model_version: str
    verdict: str | None
    platform: str | None
    confidence: float | None
    because: str


class DriftEntry(Document):
    """A frozen recommendation beside what would come out today."""

    code: str
    title: str
    number: int
    digest: str
    model: str
    model_version: str
    verdict: str
    platform: str | None
    confidence: float
    drifted: bool
    now: Now
    link: str


class DriftList(Document):
    items: list[DriftEntry]
    next: str | None


class DriftParameters(Document):
    cursor: Annotated[str, StringConstraints(pattern=CURSOR)] | None = None


def replay_answer(found: services.Replay) -> HttpResponse:
    differences = [
        FoundDifference(pointer=each.pointer, frozen=each.frozen, replayed=each.replayed) for each in found.differences
    ]
    answer = ReplayAnswer(
        digest_holds=found.digest_holds,
        same_bytes=found.same_bytes,
        sentence=found.sentence,
        engine=found.engine,
        differences=differences,
        more=found.more,
    )
    return json_answer(answer.model_dump_json())


class ReplayView(OwnView):
    safe = SAFE | {"POST"}

    @documented(
        "replay_recommendation",
        gettext_lazy("Replay a recommendation"),
        gettext_lazy(
            "Recomputes the record from its own JSON, with the very version of the decision model that it names, and"
            " says whether the same bytes come out or what differs. Nothing is stored."
        ),
        OWN,
        tag="recommendations",
        answer=ReplayAnswer,
        parameters=[CODE_PARAMETER],
        problems=("not_found", "csrf_failed"),
    )
    def post(self, request: Request, code: str) -> HttpResponseBase:
        return replay_answer(services.replay(own_record(request, code).document))


class ReplayDocumentView(OwnView):
    safe = SAFE | {"POST"}

    @documented(
        "replay_document",
        gettext_lazy("Replay a record that you have as a file"),
        gettext_lazy(
            "The same for the JSON of a record, whoever froze it: as long as its version of the decision model is"
            " published here. The digest says whether the file is as it was frozen."
        ),
        OWN,
        tag="recommendations",
        request=Record,
        answer=ReplayAnswer,
        problems=("csrf_failed",),
    )
    def post(self, request: Request) -> HttpResponseBase:
        tree = door.read(request._request, LIMITS)
        return replay_answer(services.replayed(tree, validated(tree, Record)))


def drift_entry(row: Recommendation, found: services.Drift | None) -> DriftEntry:
    return DriftEntry(
        code=row.code,
        title=row.title,
        number=row.number,
        digest=row.digest,
        model=row.decision_model.key,
        model_version=row.decision_model.version,
        verdict=row.verdict,
        platform=row.platform or None,
        confidence=row.confidence,
        drifted=found is not None and found.is_drift,
        now=now_of(row, found),
        link=reverse("api:recommendation", args=[row.code]),
    )


def now_of(row: Recommendation, found: services.Drift | None) -> Now:
    """Return what the newest version says; where that is the record's own, it says what was frozen."""
    if found is None:
        return Now(
            model_version=row.decision_model.version,
            verdict=row.verdict,
            platform=row.platform or None,
            confidence=row.confidence,
            because="",
        )
    said = found.evaluation
    return Now(
        model_version=found.version,
        verdict=said.verdict if said is not None else None,
        platform=said.platform if said is not None else None,
        confidence=said.confidence if said is not None else None,
        because=found.because,
    )


def entries(rows: list[Recommendation]) -> list[DriftEntry]:
    found = {drift.recommendation.pk: drift for drift in services.drift(rows)}
    return [drift_entry(row, found.get(row.pk)) for row in rows]


def with_documents(rows: RecommendationQuerySet) -> RecommendationQuerySet:
    """Bring the records' JSON along, which lists leave where it is: their requests stand in it."""
    return rows.defer(None).defer("supersedes__document", "superseded_by__document")


class DriftsView(OwnView):
    parameters = frozenset(DriftParameters.model_fields)

    @documented(
        "list_drift",
        gettext_lazy("See what would be decided otherwise today"),
        gettext_lazy(
            "Your recommendations that nothing supersedes and that rest on a version of their decision model that is no"
            " longer the newest, each beside what the newest says; those that rest on the newest cannot drift. 50 at a"
            " time; nothing stored is touched."
        ),
        OWN,
        tag="recommendations",
        answer=DriftList,
        parameters=[CURSOR_PARAMETER],
        problems=("not_understood",),
    )
    def get(self, request: Request) -> HttpResponseBase:
        asked = parameters_as(DriftParameters, request.query_params.dict())
        older = with_documents(own_records(request).filter(superseded_by=None).of_older_versions())
        page = page_of(older, "frozen_at", request, asked.cursor)
        return json_answer(DriftList(items=entries(page.rows), next=page.next).model_dump_json())


class DriftView(OwnView):
    @documented(
        "get_drift",
        gettext_lazy("See whether a recommendation would be another today"),
        gettext_lazy("The record beside what the newest version of its decision model says of the same request."),
        OWN,
        tag="recommendations",
        answer=DriftEntry,
        parameters=[CODE_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        (said,) = entries([own_record(request, code)])
        return json_answer(said.model_dump_json())
