"""Personal tokens: what a program shows instead of a password. Made, and taken back."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.access.actor import account_actor
from decisions.access.audit import note_act
from decisions.models import Token
from decisions.services.assessments import visible

MOST_TOKENS = 50  # of one account, those that have expired too


class TokenRefused(Exception):
    """A token that is not made, and why."""


def make_token(*, user: User, name: str, scope: str, days: int) -> str:
    """Make a token and return its secret, of which only a digest is stored: it can be shown this once.

    Of those that hold no two have the same name, so that a form that is sent twice makes one, and so that whoever wants
    to take one back finds the right one.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if Token.objects.filter(user=user).count() >= MOST_TOKENS:
            raise TokenRefused(_("An account may have %(most)d tokens. Revoke one first.") % {"most": MOST_TOKENS})
        holding = Q(expiry=None) | Q(expiry__gt=timezone.now())
        if Token.objects.filter(holding, user=user, name=visible(name)).exists():
            raise TokenRefused(_("You have a token of this name. Revoke it first, or choose another name."))
        token, secret = Token.objects.create(user=user, name=visible(name), scope=scope, expiry=timedelta(days=days))
        note_act("token.made", account_actor(user), token=token.token_key, scope=scope, days=days)
    return str(secret)


def revoke_token(*, user: User, token_key: str) -> bool:
    """Take a token back: it works no longer, from this moment on. Whether there was one of that key."""
    with transaction.atomic():
        revoked, _rows = Token.objects.filter(user=user, token_key=token_key).delete()
        if revoked:
            note_act("token.revoked", account_actor(user), token=token_key)
    return bool(revoked)
