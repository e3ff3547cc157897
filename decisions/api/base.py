"""What all addresses of the API share."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from pydantic import Field
from rest_framework.exceptions import Throttled
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

import config
from config.http.problems import ErrorEntry, Problem
from decisions.access.actor import account_actor, act_as, acting
from decisions.access.allowance import seconds_to_wait
from decisions.access.client import client_address
from decisions.api.credentials import CHALLENGE, SignedInAuthentication, TokenAuthentication
from decisions.models import Token

ANYBODY = "anybody"  # who acts where nobody has said who he is; nothing is written for him
SECONDS = "%Y-%m-%dT%H:%M:%SZ"
BOTH_LANGUAGES = "en, zh-hans"
NOT_KEPT = "no-store"
ANYTHING = "*/*"  # in Accept; the same when it is missing
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class ApiView(APIView):
    """A view for everybody. It takes no parameter but those it names, and says what it offers when asked."""

    parameters: frozenset[str] = frozenset()
    authentication_classes = [TokenAuthentication]
    weight = 1  # requests that one counts as, of those that an anonymous caller may send

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        with acting(ANYBODY):
            return super().dispatch(request, *args, **kwargs)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> tuple[BaseRenderer, str]:
        """Choose what is offered first where anything is accepted, as nearly every program does."""
        if request.META.get("HTTP_ACCEPT", ANYTHING) == ANYTHING:
            first = self.get_renderers()[0]
            return first, first.media_type or ANYTHING
        return super().perform_content_negotiation(request, force)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_parameters(request, self.parameters)

    def check_throttles(self, request: Request) -> None:
        """Slow down whoever does not say who he is."""
        if isinstance(request.user, User) or request.method == "OPTIONS":
            return
        wait = seconds_to_wait(client_address(request._request) or "", self.weight)
        if wait:
            raise Throttled(wait=wait)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        return HttpResponse(status=204)  # DRF adds Allow; its own answer would be a document about the view


class OwnView(ApiView):
    """A view of what belongs to an account; others are told to say who they are."""

    authentication_classes = [TokenAuthentication, SignedInAuthentication]
    safe: frozenset[str] = SAFE  # methods that change nothing

    def check_permissions(self, request: Request) -> None:
        if request.method == "OPTIONS":
            return
        if not isinstance(request.user, User):
            detail = _("Send a personal token in the header Authorization, or sign in in the browser.")
            raise Problem("credential_missing", detail, headers=CHALLENGE)
        token = request.auth
        if not isinstance(token, Token):
            act_as(account_actor(request.user))
            return
        act_as(f"token:{request.user.pk}:{token.token_key}")
        if token.scope != Token.Scope.WRITE and request.method not in self.safe:
            raise Problem("token_only_reads")


def caller(request: Request) -> User:
    """Return the account that calls an `OwnView`."""
    if not isinstance(request.user, User):
        raise TypeError("The view lets everybody in.")
    return request.user


def said(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(SECONDS)


def refuse_parameters(request: Request, known: frozenset[str]) -> None:
    for name, values in request.query_params.lists():
        if name not in known:
            message = _("There is no parameter %(name)s here.") % {"name": name}
            raise parameter_problem("unknown_parameter", name, message)
        if len(values) > 1:
            message = _("The parameter %(name)s is given more than once.") % {"name": name}
            raise parameter_problem("repeated_parameter", name, message)


def parameter_problem(code: str, name: str, message: str) -> Problem:
    return Problem(code, errors=[ErrorEntry(parameter=name, code=code, message=message)])


def json_answer(body: str | bytes, status: int = 200, /, **headers: str) -> HttpResponse:
    """Answer with JSON that is written already; header names have underscores for hyphens."""
    return typed_answer(body, "application/json", status, **headers)


def typed_answer(body: str | bytes, media_type: str, status: int = 200, /, **headers: str) -> HttpResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(body, status=status, content_type=media_type, headers={"Cache-Control": NOT_KEPT, **named})


def tag_of(revision: object) -> str:
    """Return the ETag of a state.

    It is strong, and names our own version too: a new one may write the same content otherwise.
    """
    return f'"{revision}/{config.__version__}"'


def tagged_answer(
    request: Request, revision: object, write: Callable[[], str | bytes], **headers: str
) -> HttpResponseBase:
    """Answer with JSON of one revision; whoever has it already gets 304, and it is not even written."""
    known = known_already(request, revision, **headers)
    return known if known is not None else json_answer(write(), ETag=tag_of(revision), **headers)


def known_already(request: Request, revision: object, **headers: str) -> HttpResponseBase | None:
    """Return 304 for whoever has this revision, and nothing for the others."""
    tag = tag_of(revision)
    known = get_conditional_response(request._request, etag=tag)
    if known is None:
        return None
    if known.status_code == 412:
        raise stale(tag)
    known["ETag"] = tag
    known["Cache-Control"] = headers.get("Cache_Control", NOT_KEPT)
    if "Content_Language" in headers:
        known["Content-Language"] = headers["Content_Language"]
    return known


def lasting_answer(request: Request, body: str | bytes, revision: str) -> HttpResponseBase:
    """Answer with JSON that everybody may keep: it stays the same for one revision, and is in both languages."""
    return tagged_answer(request, revision, lambda: body, Cache_Control="no-cache", Content_Language=BOTH_LANGUAGES)


def refuse_blind_writing(request: Request, revision: object) -> None:
    """Refuse to change what the caller has not read, or has read in another state (RFC 9110, RFC 6585)."""
    tag = tag_of(revision)
    given = request.META.get("HTTP_IF_MATCH")
    if given is None:
        detail = _("Send the ETag of what you have read as If-Match.")
        raise Problem("precondition_required", detail, headers={"ETag": tag})
    tags = parse_etags(given)
    if tag not in tags and tags != ["*"]:
        raise stale(tag)


def stale(tag: str) -> Problem:
    detail = _("It is in another state by now. Read it again, then say what you want to change.")
    return Problem("precondition_failed", detail, headers={"ETag": tag})
