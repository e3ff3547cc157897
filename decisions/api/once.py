"""`Idempotency-Key`: a creating request may be sent again, and creates once."""

import re
from collections.abc import Callable
from contextlib import ExitStack

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.request import Request

from config.http.problems import Problem
from decisions.access.actor import account_actor
from decisions.access.idempotency import Claim, Kept, OtherRequest, StillRunning, claim
from decisions.api.base import caller

KEY = re.compile(r"[!-~]{1,255}")  # visible ASCII
RETRY_AFTER = 1  # second; the first request is answered by then, as a rule

Write = Callable[[], HttpResponse]


def once(request: Request, prepare: Callable[[], Write]) -> HttpResponse:
    """Answer a creating request whose body was read; with the key of an earlier one, repeat what that was answered.

    `prepare` looks, checks and computes, and returns what writes: that alone runs in the transaction in which the
    answer is kept. What is refused leaves nothing behind, so the key may be used again.
    """
    claimed = claimed_by(request)
    if isinstance(claimed, Kept):
        return HttpResponse(
            claimed.body, status=claimed.status, headers={**claimed.headers, "Idempotency-Replayed": "true"}
        )
    with ExitStack() as unless_answered:
        if claimed is not None:
            unless_answered.callback(claimed.give_up)
        write = prepare()
        try:
            with transaction.atomic():
                answer = write()
                if claimed is not None:
                    claimed.keep(Kept(answer.status_code, dict(answer.items()), answer.content.decode()))
        except StillRunning as fault:
            raise still_running() from fault
        unless_answered.pop_all()
    return answer


def claimed_by(request: Request) -> Claim | Kept | None:
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise Problem("bad_idempotency_key", _("It has 1 to 255 visible ASCII characters, such as a UUID."))
    body = request._request.body.decode()  # read by the door, which takes nothing but UTF-8
    said = f"{request.method} {request.get_full_path()}\n{body}"
    try:
        return claim(scope=account_actor(caller(request)), key=key, request=said)
    except OtherRequest as fault:
        raise Problem("idempotency_key_reused", _("Use a new key for each request.")) from fault
    except StillRunning as fault:
        raise still_running() from fault


def still_running() -> Problem:
    return Problem("still_running", _("Send it again in a moment."), headers={"Retry-After": str(RETRY_AFTER)})
