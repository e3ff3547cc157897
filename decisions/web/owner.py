"""Whose browser it is: an assessment belongs to the browser session that made it."""

import secrets

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from decisions.models import LINKS, OWNER, Assessment
from decisions.services.assessments import Owner

FRESH_LINK = "fresh_link:"  # session: an owner's link that was made and not shown yet
MOST_LINKS = 200  # opened in one browser; the oldest goes first


class SeeOther(HttpResponseRedirect):
    """What a form is answered with: the page to read now, so that reloading sends nothing again."""

    status_code = 303


def see_other(name: str, *args: str, query: str = "") -> SeeOther:
    return SeeOther(reverse(name, args=args) + query)


def owner_of(request: HttpRequest) -> Owner:
    """Return to whom new work belongs: the account that is signed in, or this browser by its secret.

    The secret is made once. Writing it keeps the session for another year.
    """
    if request.user.is_authenticated:
        return request.user
    secret: str = request.session.get(OWNER) or secrets.token_urlsafe(16)
    request.session[OWNER] = secret
    return secret


def remember_link(request: HttpRequest, token: str) -> None:
    tokens: list[str] = [known for known in request.session.get(LINKS, []) if known != token]
    request.session[LINKS] = [*tokens, token][-MOST_LINKS:]


def own_assessment(request: HttpRequest, code: str) -> Assessment:
    """Return the assessment with its answers; for others it does not exist."""
    return get_object_or_404(Assessment.objects.owned_by(request).with_answers(), code=code)


def original_of(request: HttpRequest, fork: Assessment) -> Assessment | None:
    """Return what a what-if was made of, where it is this browser's too."""
    if fork.forked_from_id is None:
        return None
    return Assessment.objects.owned_by(request).filter(pk=fork.forked_from_id).first()
