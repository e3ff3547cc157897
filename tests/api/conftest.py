"""Every test of the API has the shipped decision models, and a client that turns a fault of ours into a 500."""

from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from config import wsgi


@pytest.fixture
def client(published: object) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def application(published: object) -> Iterator[WSGIHandler]:
    """The application as a server calls it, within the test's transaction.

    Django closes a connection that is in a transaction between two requests, so it is kept from looking, as its own
    test client does.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield wsgi.application
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
