"""Where an account is signed in, and for how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from decisions.access.actor import account_actor
from decisions.access.audit import note_act
from decisions.models import SignedIn

LONGEST = timedelta(hours=12)  # after which one signs in again
IDLE = timedelta(hours=3)  # without a request
STAYING = timedelta(days=30)  # both of them, for whoever asks to stay signed in
NOTED_EVERY = timedelta(minutes=1)  # so that a page seldom writes

# in the session
UNTIL = "signed_in_until"  # seconds since 1970, as are those below
SEEN = "last_seen"
MAY_IDLE = "may_idle"  # seconds
AGENT = "agent"  # what the browser calls itself
AGENT_LENGTH = 255  # characters

# what browsers call themselves by, the more particular first: most also claim to be others
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser in which an account is signed in."""

    pk: int
    name: str
    since: datetime
    seen: datetime  # to the minute
    is_this_one: bool


class AccountMiddleware(AuthenticationMiddleware):
    """Says who is signed in, for as long as that lasts; and lets nobody keep a page that an account was shown."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: whoever_is_signed_in(request))  # type: ignore[assignment]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_private = request.session.accessed and SESSION_KEY in request.session
        if is_private and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


def whoever_is_signed_in(request: HttpRequest) -> User | AnonymousUser:
    user = get_user(request)
    if not user.is_authenticated:
        return user
    now = in_seconds(timezone.now())
    session = request.session
    if is_over(session, now):
        SignedIn.objects.filter(session=session.session_key).delete()
        session.flush()
        return AnonymousUser()
    if now - session[SEEN] >= NOTED_EVERY.total_seconds():
        session[SEEN] = now
    return user


def is_over(session: SessionBase | dict[str, Any], now: int) -> bool:
    until, seen, may_idle = (int(session.get(name, 0)) for name in (UNTIL, SEEN, MAY_IDLE))
    return now >= until or now - seen >= may_idle


def in_seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def let_last(session: SessionBase, longest: timedelta, idle: timedelta) -> None:
    """Set how long this sign-in lasts, in the database and in the browser."""
    now = timezone.now()
    session[UNTIL] = in_seconds(now + longest)
    session[SEEN] = in_seconds(now)
    session[MAY_IDLE] = int(idle.total_seconds())
    session.set_expiry(now + longest)


@receiver(user_logged_in)
def note_sign_in(sender: object, request: HttpRequest, user: User, **signal: object) -> None:
    session = request.session
    let_last(session, LONGEST, IDLE)
    session[AGENT] = request.META.get("HTTP_USER_AGENT", "")[:AGENT_LENGTH]
    if (
        session.session_key is None
    ):  # another account was signed in here: its session is gone, this one is not stored yet
        session.create()
    with transaction.atomic():
        forget_those_that_ended(user)
        SignedIn.objects.update_or_create(session=session.session_key, defaults={"user": user, "since": timezone.now()})
        note_act("signed_in", account_actor(user))


@receiver(user_logged_out)
def note_sign_out(sender: object, request: HttpRequest, user: User | None, **signal: object) -> None:
    if user is None:
        return
    with transaction.atomic():
        SignedIn.objects.filter(session=request.session.session_key).delete()
        note_act("signed_out", account_actor(user))


def forget_those_that_ended(user: User) -> None:
    lasting = Session.objects.filter(expire_date__gt=timezone.now())
    SignedIn.objects.filter(user=user).exclude(session__in=lasting.values("session_key")).delete()


def browsers_of(user: User, here: str | None) -> Iterator[Browser]:
    """Yield where an account is signed in, the latest first, in two queries; `here` is the session that asks."""
    rows = list(SignedIn.objects.filter(user=user).order_by("-since"))
    lasting = Session.objects.filter(session_key__in=[row.session for row in rows], expire_date__gt=timezone.now())
    kept = {session.session_key: session.get_decoded() for session in lasting}
    now = in_seconds(timezone.now())
    for row in rows:
        session = kept.get(row.session, {})
        if not is_over(session, now):
            seen = datetime.fromtimestamp(session[SEEN], UTC)
            yield Browser(row.pk, browser_name(session.get(AGENT, "")), row.since, seen, row.session == here)


def browser_name(agent: str) -> str:
    """Say which browser it is, as far as it tells."""
    browser = next((name for sign, name in BROWSERS.items() if f"{sign}/" in agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Unknown browser")


def end(rows: QuerySet[SignedIn]) -> int:
    """Sign out what the rows name: their sessions are gone from the server; return how many there were."""
    Session.objects.filter(session_key__in=list(rows.values_list("session", flat=True))).delete()
    return rows.delete()[0]
