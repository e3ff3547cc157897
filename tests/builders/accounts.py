"""Accounts, made and entered as a browser does it."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

ADDRESS = "architect@company.example"
PASSWORD = "eleven ships in the harbour"


def sign_up(client: Client, *, email: str = ADDRESS, password: str = PASSWORD, name: str = "") -> User:
    response = client.post(reverse("sign-up"), {"email": email, "password": password, "name": name})
    assert response.status_code == 303, response.content.decode()
    return User.objects.get(username=email)


def sign_in(client: Client, *, email: str = ADDRESS, password: str = PASSWORD, **fields: Any) -> Any:
    headers = fields.pop("headers", None)
    return client.post(reverse("sign-in"), {"email": email, "password": password, **fields}, headers=headers)


def try_wrongly(client: Client, *, times: int, email: str = ADDRESS, **fields: Any) -> list[int]:
    """Return the statuses of as many tries with a wrong password."""
    return [sign_in(client, email=email, password="not this one", **fields).status_code for _ in range(times)]
