"""How a view's method is described: what goes in, what comes out, and every problem that it may have.

A *sort* of call is what several calls share: parameters, headers of the answer, codes of problems. A call names its
sorts, and adds what is its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from pydantic import BaseModel

from config.http.door import MEDIA_TYPE, PATCH_TYPE
from config.http.problems import KINDS, ProblemDocument
from config.http.problems import MEDIA_TYPE as PROBLEM_TYPE
from decisions.api.listing import CURSOR
from decisions.documents.request import DEFAULT_MODEL

Json = dict[str, Any]
View = TypeVar("View", bound=Callable[..., Any])

KEY = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_]*$", "maxLength": 64}
CODE = {"type": "string", "pattern": "^[A-Za-z0-9_-]{22}$"}
TEXT = {"type": "string"}
SECONDS = {"type": "integer", "minimum": 0}
KEY_PARAMETER = OpenApiParameter("key", KEY, OpenApiParameter.PATH, description=_("The key."))
CODE_PARAMETER = OpenApiParameter("code", CODE, OpenApiParameter.PATH, description=_("The code."))
QUESTION_PARAMETER = OpenApiParameter("question", KEY, OpenApiParameter.PATH, description=_("Key of a question."))
ITEM_PARAMETER = OpenApiParameter(
    "item", {"type": "integer", "minimum": 1}, OpenApiParameter.PATH, description=_("Number of the item.")
)
MODEL_PARAMETER = OpenApiParameter(
    "model", {**KEY, "default": DEFAULT_MODEL}, description=_("Key of a decision model.")
)
CURSOR_PARAMETER = OpenApiParameter(
    "cursor", {"type": "string", "pattern": CURSOR}, description=_("Where to go on; it stands in `next`.")
)
IF_MATCH = OpenApiParameter(
    "If-Match", TEXT, OpenApiParameter.HEADER, required=True, description=_("The ETag of what was read.")
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{1,255}$"},
    OpenApiParameter.HEADER,
    description=_("Any text that is new for each request, such as a UUID: sent again with it, a request creates once."),
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", TEXT, OpenApiParameter.HEADER, description=_("The ETag of what you have already.")
)


def header(name: str, shape: Json, description: Promise, *statuses: int) -> OpenApiParameter:
    """Describe a header of the answers with these statuses."""
    return OpenApiParameter(name, shape, OpenApiParameter.HEADER, description=description, response=list(statuses))


@dataclass(frozen=True, slots=True)
class Sort:
    """What calls of one sort share."""

    codes: tuple[str, ...]
    parameters: tuple[OpenApiParameter, ...] = ()
    status_without_body: tuple[int, Promise] | None = None


ANY = Sort(("bad_request", "unknown_parameter", "repeated_parameter", "not_acceptable"))
OPEN = Sort(
    ("credential_refused", "token_expired", "too_many_requests"),
    (
        header("WWW-Authenticate", TEXT, _("How to say who one is: `Token`."), 401),
        header("Retry-After", SECONDS, _("Seconds until it is worth trying again."), 429),
    ),
)
OWN = Sort(
    ("credential_missing", "credential_refused", "token_expired"),
    (header("WWW-Authenticate", TEXT, _("How to say who one is: `Token`."), 401),),
)
WITH_BODY = Sort(
    (
        "unreadable_body", "not_utf8", "not_json", "duplicate_key", "not_a_finite_number", "not_text", "too_deep",
        "too_many_values", "length_required", "too_large", "unsupported_media_type", "not_understood",
    )
)  # fmt: skip
WRITING = Sort(("token_only_reads", "csrf_failed"))
TAGGED = Sort(
    ("precondition_failed",),
    (IF_NONE_MATCH, header("ETag", TEXT, _("The state of what was read."), 200, 304)),
    (304, _("You have it already: `If-None-Match` names its ETag.")),
)
CHANGING = Sort(
    ("precondition_failed", "precondition_required"),
    (IF_MATCH, header("ETag", TEXT, _("The state as it is now."), 200, 201, 204, 412, 428)),
)
CREATING = Sort(
    ("bad_idempotency_key", "still_running", "idempotency_key_reused"),
    (
        IDEMPOTENCY_KEY,
        header("Location", TEXT, _("Address of what was made."), 201),
        header("ETag", TEXT, _("The state of what was made."), 201),
        header("Idempotency-Replayed", TEXT, _("`true` when the answer is that of an earlier request."), 201),
        header("Retry-After", SECONDS, _("Seconds until it is worth trying again."), 409),
    ),
)


def documented(
    operation: str,
    summary: Promise,
    description: Promise,
    *sorts: Sort,
    tag: str,
    answer: type[BaseModel] | type[str] | Json | None,
    status: int = 200,
    also: Mapping[int, Promise] | None = None,
    media_type: str = MEDIA_TYPE,
    files: Mapping[str, type[BaseModel] | Json] | None = None,
    request: type[BaseModel] | Json | None = None,
    patch: bool = False,
    also_as: Sequence[str] = (),
    parameters: Sequence[OpenApiParameter] = (),
    problems: Sequence[str] = (),
) -> Callable[[View], View]:
    """Describe a view's method.

    `also` are other statuses with the same answer, `files` the same answer in other media types, `also_as` other media
    types of the body, `problems` codes beside those of its sorts.
    """
    known = [ANY, *sorts, *([WITH_BODY] if request is not None else [])]
    codes = {code: None for sort in known for code in sort.codes} | dict.fromkeys(problems)
    answers: dict[Any, Any] = {
        (status, media_type) if answer is not None else status: OpenApiResponse(answer, description=SAID[status])
    }
    for other, reason in (also or {}).items():
        answers[other, media_type] = OpenApiResponse(answer, description=reason)
    for other_type, shape in (files or {}).items():
        answers[status, other_type] = OpenApiResponse(shape, description=SAID[status])
    for sort in known:
        if sort.status_without_body is not None:
            bare, reason = sort.status_without_body
            answers[bare] = OpenApiResponse(description=reason)
    for refusal in sorted({KINDS[code].status for code in codes}):
        here = [code for code in KINDS if code in codes and KINDS[code].status == refusal]
        answers[int(refusal), PROBLEM_TYPE] = OpenApiResponse(ProblemDocument, description=", ".join(here))
    return extend_schema(
        operation_id=operation,
        summary=summary,
        description=description,
        tags=[tag],
        request=None
        if request is None
        else dict.fromkeys([PATCH_TYPE, MEDIA_TYPE] if patch else [MEDIA_TYPE, *also_as], request),
        parameters=[*parameters, *(parameter for sort in known for parameter in sort.parameters)],
        responses=answers,
        auth=SIGNED_IN if OWN in sorts else ANYBODY,  # type: ignore[arg-type]  # whole requirements, not names
    )


SIGNED_IN: list[Json] = [{"token": []}, {"session": []}]
ANYBODY: list[Json] = [{}, {"token": []}]
SAID: dict[int, Promise] = {
    200: _("As asked."),
    201: _("It was made."),
    204: _("Done; there is nothing to say."),
}
