"""Who calls the API: accounts with their tokens, browsers in which somebody is signed in; and what is theirs."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

import config
from decisions.models import Assessment, Token
from decisions.services import assessments
from tests.builders.http import ASSESSMENTS


def account(name: str = "owner") -> User:
    return User.objects.get_or_create(username=name)[0]


def token(user: User, scope: str = "write", **otherwise: Any) -> str:
    """Return the secret, which is shown only once."""
    return Token.objects.create(user=user, name="Planning tool", scope=scope, **otherwise)[1]


def with_token(secret: str) -> Client:
    return Client(headers={"Authorization": f"Token {secret}"}, raise_request_exception=False)


def owner(name: str = "owner", scope: str = "write") -> Client:
    """Return a program that holds a token of the account."""
    return with_token(token(account(name), scope))


def expired(name: str = "owner") -> Client:
    return with_token(token(account(name), expiry=timedelta(seconds=-1)))


def signed_in(name: str = "owner", **otherwise: Any) -> Client:
    """Return a browser in which the account is signed in."""
    client = Client(raise_request_exception=False, **otherwise)
    client.force_login(account(name))
    return client


def begun(title: str = "Payroll", name: str = "owner", **otherwise: Any) -> Assessment:
    """Return an assessment of the account."""
    return assessments.start(**{"owner": account(name), "title": title, "model": "standard", **otherwise})


def address(assessment: Assessment, *further: str) -> str:
    return "/".join([f"{ASSESSMENTS}{assessment.code}", *further, ""])


def tag(revision: object) -> str:
    return f'"{revision}/{config.__version__}"'
