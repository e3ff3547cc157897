"""Accounts: made, entered and left. An account is Django's own user, whose name is the e-mail address."""

from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from decisions.access.actor import account_actor
from decisions.access.audit import note_act
from decisions.access.sessions import STAYING, let_last
from decisions.models import OWNER, Assessment, digest_of

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
