"""What goes wrong, said the same way everywhere under /api/: `application/problem+json`, RFC 9457."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import BaseModel, ConfigDict

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 100  # listed one by one; a body of nothing but unknown fields must not be answered with megabytes


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status, and what it is called."""

    status: HTTPStatus
    title: Promise


KINDS: dict[str, Kind] = {
    "bad_request": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The request is not understood")),
    "unreadable_body": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The body broke off")),
    "not_utf8": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The body is not UTF-8")),
    "not_json": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The body is not one JSON document")),
    "not_yaml": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The body is not one YAML document")),
    "duplicate_key": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("A key stands twice in one object")),
    "not_a_finite_number": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("A number is not finite")),
    "not_text": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("A text holds what is no character")),
    "too_deep": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The document is nested too deeply")),
    "too_many_values": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The document holds too many values")),
    "bad_idempotency_key": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The Idempotency-Key is not one")),
    "unknown_parameter": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The address has an unknown parameter")),
    "repeated_parameter": Kind(HTTPStatus.BAD_REQUEST, gettext_lazy("The address gives a parameter twice")),
    "credential_missing": Kind(HTTPStatus.UNAUTHORIZED, gettext_lazy("Say who you are")),
    "credential_refused": Kind(HTTPStatus.UNAUTHORIZED, gettext_lazy("The token is not known")),
    "token_expired": Kind(HTTPStatus.UNAUTHORIZED, gettext_lazy("The token has expired")),
    "token_only_reads": Kind(HTTPStatus.FORBIDDEN, gettext_lazy("The token may read, but not write")),
    "csrf_failed": Kind(HTTPStatus.FORBIDDEN, gettext_lazy("The request does not prove that it comes from our pages")),
    "forbidden": Kind(HTTPStatus.FORBIDDEN, gettext_lazy("This is not allowed")),
    "not_found": Kind(HTTPStatus.NOT_FOUND, gettext_lazy("There is nothing at this address")),
    "method_not_allowed": Kind(HTTPStatus.METHOD_NOT_ALLOWED, gettext_lazy("This method is not offered here")),
    "not_acceptable": Kind(HTTPStatus.NOT_ACCEPTABLE, gettext_lazy("None of the accepted media types is offered")),
    "still_running": Kind(HTTPStatus.CONFLICT, gettext_lazy("The same request is still being answered")),
    "length_required": Kind(HTTPStatus.LENGTH_REQUIRED, gettext_lazy("The length of the body is missing")),
    "precondition_failed": Kind(
        HTTPStatus.PRECONDITION_FAILED, gettext_lazy("It is not in the state that was asked for")
    ),
    "precondition_required": Kind(
        HTTPStatus.PRECONDITION_REQUIRED, gettext_lazy("The request does not say which state it changes")
    ),
    "too_large": Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, gettext_lazy("The body is too large")),
    "unsupported_media_type": Kind(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, gettext_lazy("The body is of a type that is not read here")
    ),
    "not_understood": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY, gettext_lazy("The request is well formed, but cannot be answered")
    ),
    "idempotency_key_reused": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY, gettext_lazy("The Idempotency-Key was sent with another request")
    ),
    "too_many_requests": Kind(HTTPStatus.TOO_MANY_REQUESTS, gettext_lazy("There are too many requests")),
    "server_error": Kind(HTTPStatus.INTERNAL_SERVER_ERROR, gettext_lazy("Something went wrong here")),
}


class ErrorEntry(BaseModel):
    """One fault, and where it stands: in the body (`pointer`) or in the address (`parameter`)."""

    model_config = ConfigDict(frozen=True)

    pointer: str | None = None  # JSON Pointer, RFC 6901; "" is the whole body
    parameter: str | None = None
    code: str
    message: str


class ProblemDocument(BaseModel):
    """The body of every answer that says what went wrong."""

    model_config = ConfigDict(frozen=True)

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ErrorEntry]


class Problem(Exception):
    """The request cannot be answered as asked."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        errors: Sequence[ErrorEntry] = (),
        count: int | None = None,  # of faults, where errors does not list them all
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.kind = KINDS[code]
        self.detail = detail or summed_up(errors, count or len(errors)) or str(self.kind.title)
        self.errors = errors
        self.headers = headers or {}

    def document(self) -> ProblemDocument:
        return ProblemDocument(
            type=settings.PROBLEM_TYPES + self.code,
            title=str(self.kind.title),
            status=self.kind.status,
            detail=self.detail,
            code=self.code,
            errors=list(self.errors[:MOST_ERRORS]),
        )

    def response(self) -> HttpResponse:
        body = self.document().model_dump_json(exclude_none=True)
        headers = {"Cache-Control": "no-store", **self.headers}
        return HttpResponse(body, status=self.kind.status, content_type=MEDIA_TYPE, headers=headers)


def summed_up(errors: Sequence[ErrorEntry], count: int) -> str:
    if count <= 1:
        return "".join(error.message for error in errors)
    counted = ngettext("%(n)s fault was found; see errors.", "%(n)s faults were found; see errors.", count)
    rest = _(" The first %(n)s are listed.") % {"n": MOST_ERRORS} if count > MOST_ERRORS else ""
    return counted % {"n": count} + rest
