"""Accounts: made, entered, left and deleted. An account is Django's own user, whose name is the e-mail address."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from decisions.access.actor import account_actor
from decisions.access.audit import note_act
from decisions.access.guessing import unlock
from decisions.access.sessions import STAYING, end, let_last
from decisions.models import (
    NAME_LENGTH,
    OWNER,
    Assessment,
    AuditEntry,
    IdempotencyKey,
    OwnScenario,
    Recommendation,
    Share,
    SignedIn,
    Token,
    digest_of,
)
from decisions.services.assessments import visible
from decisions.services.mail import send_later

MOST_MAILS = 5  # to one address
MAILS_PER = timedelta(hours=1)
RESET_ASKED = "password.reset_asked"
LinkTo = Callable[[str, str], str]  # whole address of the page for an account's key and its token

BACKEND = "django.contrib.auth.backends.ModelBackend"


class AddressTaken(Exception):
    """There is an account with that address already."""

    def __init__(self) -> None:
        super().__init__(_("There is an account with this address already. Sign in, or reset its password."))


def sign_up(*, request: HttpRequest, email: str, password: str, name: str = "") -> int:
    """Make an account, enter it, and return how many assessments of this browser it has taken over."""
    user = User(username=email, email=email, first_name=name)
    user.set_password(password)  # half a second by design, so before the transaction
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            note_act("account.made", account_actor(user))
            return enter(request, user)
    except IntegrityError as fault:
        raise AddressTaken from fault


def sign_in(*, request: HttpRequest, user: User, stay: bool = False) -> int:
    """Enter an account whose password was right; return how many assessments of this browser it has taken over.

    The session gets a new key, so that nobody can have put the browser into theirs before.
    """
    with transaction.atomic():
        claimed = enter(request, user)
        if stay:
            let_last(request.session, STAYING, STAYING)
    return claimed


def enter(request: HttpRequest, user: User) -> int:
    secret: str = request.session.pop(OWNER, "")
    login(request, user, backend=BACKEND)
    return claim(user=user, secret=secret) if secret else 0


def sign_out(*, request: HttpRequest) -> None:
    """Leave the account; nothing of it stays in this browser."""
    with transaction.atomic():
        logout(request)


def claim(*, user: User, secret: str) -> int:
    """Give an account the assessments that a browser has made before; what it was handed by a link stays a link."""
    with transaction.atomic():
        claimed = Assessment.objects.filter(owner=digest_of(secret), user=None).update(user=user, owner="")
        if claimed:
            note_act("assessments.claimed", account_actor(user), count=claimed)
    return claimed


def call(*, user: User, name: str) -> None:
    """Change the name that stands at the top of the account's pages."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(first_name=visible(name)[:NAME_LENGTH])
        note_act("account.renamed", account_actor(user))


def change_password(*, request: HttpRequest, user: User, password: str) -> None:
    """Take a new password. It ends the account's other sessions, and this one gets a new key."""
    user.set_password(password)
    old = request.session.session_key
    with transaction.atomic():
        user.save(update_fields=["password"])
        end(SignedIn.objects.filter(user=user).exclude(session=old))
        update_session_auth_hash(request, user)
        SignedIn.objects.filter(session=old).update(session=request.session.session_key)
        note_act("password.changed", account_actor(user))


def ask_for_reset(*, email: str, link_to: LinkTo) -> None:
    """Send a link that sets a new password, if there is such an account; nothing tells whether there is.

    The database is asked the same for every address, and the mail is written and sent after the answer.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(username=email, is_active=True).first()
        subject = account_actor(user) if user else f"address:{digest_of(email)[:12]}"
        since = timezone.now() - MAILS_PER
        asked = AuditEntry.objects.filter(action=RESET_ASKED, subject=subject, at__gt=since).count()
        if asked >= MOST_MAILS:
            return
        note_act(RESET_ASKED, subject)
    if user is not None:
        send_later(lambda: reset_mail(user, link_to))


def reset_mail(user: User, link_to: LinkTo) -> EmailMessage:
    key, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)
    text = render_to_string("accounts/reset_mail.txt", {"link": link_to(key, token)})
    return EmailMessage(_("Set a new password for Berth"), text, to=[user.email])


def reset_password(*, request: HttpRequest, user: User, password: str) -> int:
    """Take a new password from whoever reads the account's mail, and enter the account.

    All its sessions end, and it is open even while somebody guesses at it: this way its owner always gets in.
    """
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        end(SignedIn.objects.filter(user=user))
        unlock(user)
        note_act("password.reset", account_actor(user))
        return enter(request, user)


def end_session(*, request: HttpRequest, user: User, row: int) -> bool:
    """Sign out one of the account's browsers; whether it was still signed in."""
    rows = SignedIn.objects.filter(user=user, pk=row)
    with transaction.atomic():
        is_this_one = rows.filter(session=request.session.session_key).exists()
        ended = end(rows)
        if ended:
            note_act("session.ended", account_actor(user))
        if is_this_one:
            leave(request)
    return bool(ended)


def sign_out_everywhere(*, request: HttpRequest, user: User) -> int:
    """Sign out all of the account's browsers, this one too; return how many there were."""
    with transaction.atomic():
        ended = end(SignedIn.objects.filter(user=user))
        note_act("sessions.ended", account_actor(user), count=ended)
        leave(request)
    return ended


def leave(request: HttpRequest) -> None:
    request.session.flush()
    request.user = AnonymousUser()


@dataclass(frozen=True, slots=True)
class Holdings:
    """What goes with an account."""

    assessments: int
    recommendations: int
    shares: int  # addresses under which others read now
    tokens: int
    scenarios: int


def holdings_of(user: User) -> Holdings:
    return Holdings(
        assessments=Assessment.objects.of_account(user).count(),
        recommendations=Recommendation.objects.filter(assessment__user=user).count(),
        shares=Share.objects.in_use().filter(assessment__user=user).count(),
        tokens=Token.objects.filter(user=user).count(),
        scenarios=OwnScenario.objects.filter(user=user).count(),
    )


def delete_account(*, request: HttpRequest, user: User) -> Holdings:
    """Delete an account with all that belongs to it. What stays is that it was deleted, without its address."""
    with transaction.atomic():
        gone = holdings_of(user)
        note_act("account.deleted", account_actor(user), **asdict(gone))
        IdempotencyKey.objects.filter(scope=account_actor(user)).delete()
        unlock(user)
        end(SignedIn.objects.filter(user=user))
        leave(request)
        user.delete()
    return gone
