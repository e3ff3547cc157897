"""How often a wrong password may be tried: counted by account and, apart from that, by client."""

from math import ceil
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from decisions.access.audit import note_act
from decisions.access.client import client_address
from decisions.models import digest_of

Credentials = dict[str, Any]
AGENT_LENGTH = 255  # characters, as the table has them


class CountedTries(AxesDatabaseHandler):  # type: ignore[misc]  # axes ships no types
    """Counts a try before its password is looked at, and takes it back when the password was right.

    Counted afterwards, as django-axes does by itself, fifty tries that are sent at once would all be looked at.
    """

    def is_allowed(self, request: HttpRequest, credentials: Credentials | None = None) -> bool:
        """Count this try; whether its password may be looked at.

        Each statement is a transaction of its own: a try counts those that are stored, and its own is stored before it
        counts. So of all that come at once no more than the limit are looked at, on any database.
        """
        self.clean_expired_user_attempts(request, credentials)
        attempt = self.row_for(request, credentials)
        attempt.update(failures_since_start=F("failures_since_start") + 1)
        if self.get_failures(request, credentials) > settings.AXES_FAILURE_LIMIT:
            attempt.update(failures_since_start=F("failures_since_start") - 1)  # one that is refused prolongs nothing
            attempt.filter(failures_since_start=0).delete()
            request.axes_locked_out = True  # type: ignore[attr-defined]  # read by axes.middleware
            return False
        attempt.update(attempt_time=timezone.now())
        return True

    def row_for(self, request: HttpRequest, credentials: Credentials | None) -> Any:
        """Return the row that counts this account's tries from this client, as a query set; nothing typed is in it."""
        made, _new = AccessAttempt.objects.get_or_create(
            username=account_tried(request, credentials),
            ip_address=client_address(request),
            user_agent=request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:AGENT_LENGTH],
            defaults={"failures_since_start": 0},
        )
        return AccessAttempt.objects.filter(pk=made.pk)

    def user_login_failed(
        self, sender: object, credentials: Credentials, request: HttpRequest | None = None, **signal: object
    ) -> None:
        if request is None:
            return
        if request.axes_locked_out:  # type: ignore[attr-defined]  # set above
            request.axes_credentials = credentials  # type: ignore[attr-defined]  # for `seconds_to_wait`
            return
        tried = digest_of(account_tried(request, credentials))[:12]
        locked = self.get_failures(request, credentials) >= settings.AXES_FAILURE_LIMIT
        note_act("sign_in.locked" if locked else "sign_in.failed", tried)

    def user_logged_in(self, sender: object, request: HttpRequest, user: User, **signal: object) -> None:
        forgive(request, user)

    def user_logged_out(self, *arguments: object, **signal: object) -> None:
        """Do nothing: that somebody went is in the audit trail."""


def account_tried(request: HttpRequest, credentials: Credentials | None) -> str:
    """Return the name that is tried, as its tries are counted."""
    return str((credentials or {}).get("username") or "").lower()[:AGENT_LENGTH]


def forgive(request: HttpRequest, user: User) -> None:
    """Take back what was counted while a password was mistyped here, since the right one has come.

    Only this account's, only from here: whoever has an account must not clear what they tried with others', nor what
    others try elsewhere with theirs.
    """
    tried = AccessAttempt.objects.filter(username=user.get_username().lower())
    tried.filter(ip_address=client_address(request)).delete()


def unlock(user: User) -> None:
    """Forget all wrong tries: the owner has shown another way who they are."""
    AccessAttempt.objects.filter(username=user.get_username().lower()).delete()


def is_password_of(user: User, password: str, request: HttpRequest) -> bool:
    """Whether a signed-in account knows its password, counted like a try to sign in."""
    if authenticate(request, username=user.get_username(), password=password) != user:
        return False
    forgive(request, user)
    return True


def seconds_to_wait(request: HttpRequest) -> int:
    """Return how long it takes until the next try is looked at."""
    handler = CountedTries()
    credentials = request.axes_credentials  # type: ignore[attr-defined]  # set when the try was refused
    threshold = get_cool_off_threshold(request)
    longest = 0.0
    for tries in handler.get_user_attempts(request, credentials):
        left = sum(attempt.failures_since_start for attempt in tries)
        for attempt in tries.order_by("attempt_time"):
            if left < settings.AXES_FAILURE_LIMIT:
                break
            left -= attempt.failures_since_start
            longest = max(longest, (attempt.attempt_time - threshold).total_seconds())
    return max(1, ceil(longest))
