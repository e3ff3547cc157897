"""Who is calling: the holder of a personal token, or else the account that is signed in in this browser."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from config.http.problems import Problem
from decisions.models import Token

SCHEME = "Token"
CHALLENGE = {"WWW-Authenticate": SCHEME}


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Token berth_…`.

    Knox makes tokens and their digests. Looking one up is ours: by its digest, in one query, without deleting what has
    expired, so that its owner still finds it in the list of tokens.
    """

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = Token.objects.select_related("user").filter(digest=hash_token(secret.strip())).first()
        if token is None or not token.user.is_active:
            raise Problem("credential_refused", headers=CHALLENGE)
        now = timezone.now()
        if token.expiry is not None and token.expiry <= now:
            raise Problem("token_expired", _("Make a new token on the page of your account."), headers=CHALLENGE)
        if token.last_used != now.date():
            Token.objects.filter(pk=token.pk).update(last_used=now.date())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class SignedInAuthentication(BaseAuthentication):
    """The session of a browser in which an account is signed in; what it writes needs the CSRF token of our pages."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        user = request._request.user
        if not isinstance(user, User):
            return None
        refuse_forged(request)
        return user, None


def refuse_forged(request: Request) -> None:
    """Check the CSRF token of Django's own request: DRF's would be asked for a form that it cannot read."""
    check = CSRFCheck(no_answer)
    check.process_request(request._request)
    if check.process_view(request._request, no_answer, (), {}):
        raise Problem("csrf_failed", _("Send the page's CSRF token as X-CSRFToken."))


def no_answer(request: HttpRequest) -> HttpResponse:
    """Stand in for what the check would go on to; it never does."""
    return HttpResponse(status=204)
