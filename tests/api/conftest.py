"""Every test of the API has the shipped decision models, and a client that turns a fault of ours into a 500."""

import pytest
from django.test import Client


@pytest.fixture
def client(published: object) -> Client:
    return Client(raise_request_exception=False)
