"""Who is acting in a browser, for the audit trail."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from config.http.errors import is_page
from decisions.access.actor import account_actor, acting
from decisions.models import OWNER, digest_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ActorMiddleware:
    """Names whoever sends a form. Reading is not written down, and the API names its callers itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in SAFE or not is_page(request):
            return self.get_response(request)
        with acting(lambda: actor_of(request)):
            return self.get_response(request)


def actor_of(request: HttpRequest) -> str:
    """Return the account that is signed in, or the browser by the digest of its secret, where it has one."""
    if request.user.is_authenticated:
        return account_actor(request.user)
    secret = request.session.get(OWNER)
    return f"browser:{digest_of(secret)[:12]}" if secret else "browser"
