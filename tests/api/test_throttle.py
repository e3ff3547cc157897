"""Whoever does not say who he is may not send any number of requests."""

import pytest
from django.test import Client

from decisions.api.evaluations import BATCH_WEIGHT
from decisions.services import assessments
from tests.builders.callers import begun, owner
from tests.builders.http import EVALUATIONS, PROBLEM, post_batch, post_evaluation, problem

LIMIT = 60
ADDRESSES = iter(f"2001:db8:{number:x}::1" for number in range(1, 0xFFFF))


@pytest.fixture
def settings(settings):
    settings.ANONYMOUS_REQUESTS = LIMIT
    return settings


@pytest.fixture
def client(published, settings):
    return from_elsewhere()


def from_elsewhere():
    return Client(REMOTE_ADDR=next(ADDRESSES), raise_request_exception=False)


def use_up(client):
    for _time in range(2 * LIMIT):
        answer = client.get("/api/v1/")
        if answer.status_code != 200:
            return answer
    raise AssertionError("nobody was refused")


def test_too_many_are_refused_and_told_when_to_come_back(client):
    answer = use_up(client)

    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (429, PROBLEM, "1")
    assert answer.json() == problem("too_many_requests", 429, "There are too many requests", "Try again in 1 s.")


def test_it_holds_for_whatever_needs_no_credential(client):
    share = assessments.share(assessment=begun())
    use_up(client)

    assert post_evaluation(client, scenario="erp").status_code == 429
    for path in ("models/", "scenarios/", "openapi.json", "docs/", f"shares/{share.code}/evaluation/"):
        assert client.get(f"/api/v1/{path}").status_code == 429


def test_a_batch_uses_more(client):
    statuses = [post_batch(client, {"scenario": "erp"}).status_code for _time in range(3)]

    assert statuses == [200] * (LIMIT // BATCH_WEIGHT) + [429]


def test_somebody_else_is_not_held_up(client):
    use_up(client)

    assert post_evaluation(from_elsewhere(), scenario="erp").status_code == 200


def test_who_says_who_he_is_is_not_counted(published, settings):
    mine = owner()

    statuses = {mine.get("/api/v1/").status_code for _time in range(2 * LIMIT)}

    assert statuses == {200}


def test_asking_what_is_offered_and_the_pages_are_free(client):
    use_up(client)

    assert client.options(EVALUATIONS).status_code == 204
    assert client.get("/models/").status_code == 200


def test_the_contract_says_how_many(client):
    said = client.get("/api/v1/openapi.json").json()["info"]["description"]

    assert "requests a minute; a batch counts as 30." in said
