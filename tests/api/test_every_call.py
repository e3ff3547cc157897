"""What every call of the contract refuses in the same way; a new one is covered as it is described."""

from dataclasses import replace

import pytest

from tests.access.estate import estate
from tests.builders.described import calls

IDEMPOTENCY, STATE = "Idempotency-Key", "If-Match"
NO_KEYS = {"nothing": " ", "a space": "a b", "256 signs": "x" * 256, "5,000 signs": "x" * 5_000, "é": "\u00e9"}
STALE = {"another": '"0/2020.1.1"', "a weak one": 'W/"1"', "none": "abc", "a long one": f'"{"x" * 5_000}"'}
NO_NUMBERS = ("0", "01", "+1", "1.0", "-1", "\uff11", "9" * 19)
NO_CODES = ("x" * 22, "x", "x" * 23, "A" * 21 + "\u00e4", "None", "%00" * 22)


@pytest.fixture
def every(client, published):
    found = calls(client.get("/api/v1/openapi.json").json(), estate())
    assert len(found) > 50
    return found


def refusals(answers):
    """Return what is wrong with answers that should be refusals with this status and code."""
    return [
        f"{call.name}, {kind}: {fault or answer.json()}"
        for call, kind, answer, said in answers
        if (fault := call.fault_in(answer)) or (answer.status_code, answer.json()["code"]) != said
    ]


def test_a_parameter_that_it_does_not_know_is_named(every):
    answers = [(call, "unknown", call.send(query="?page_size=7"), (400, "unknown_parameter")) for call in every]

    assert refusals(answers) == []
    assert {answer.json()["errors"][0]["parameter"] for _call, _kind, answer, _said in answers} == {"page_size"}


def test_a_parameter_given_twice_is_named(every):
    answers = [
        (call, name, call.send(query=f"?{name}=a&{name}=a"), (400, "repeated_parameter"))
        for call in every
        for name in call.parameters("query")
    ]

    assert len(answers) > 15
    assert refusals(answers) == []


def test_what_it_does_not_offer_is_not_acceptable(every):
    answers = [(call, "a picture", call.send(Accept="image/png"), (406, "not_acceptable")) for call in every]

    assert refusals(answers) == []


def test_a_change_needs_the_state_that_was_read(every):
    changing = [call for call in every if STATE in call.parameters("header")]
    blind = [(call, "blind", call.send(If_Match=""), (428, "precondition_required")) for call in changing]
    stale = [
        (call, kind, call.send(If_Match=tag), (412, "precondition_failed"))
        for call in changing
        for kind, tag in STALE.items()
    ]

    assert len(changing) > 15
    assert refusals(blind) == refusals(stale) == []
    assert {answer.has_header("ETag") for _call, _kind, answer, _said in blind + stale} == {True}


def test_a_key_that_is_none_is_refused(every):
    answers = [
        (call, kind, call.send(Idempotency_Key=key), (400, "bad_idempotency_key"))
        for call in every
        if IDEMPOTENCY in call.parameters("header")
        for kind, key in NO_KEYS.items()
    ]

    assert len({call.name for call, *_rest in answers}) >= 5
    assert refusals(answers) == []


def test_there_is_nothing_at_an_address_that_is_written_otherwise(every):
    answers = [
        (call, other, replace(call, path=call.path.replace(part, other)).send(), (404, "not_found"))
        for call in every
        for part in call.path.split("/")
        for others, fits in ((NO_NUMBERS, part.isdigit()), (NO_CODES, len(part) == 22))
        if fits
        for other in others
    ]

    assert len(answers) > 200
    assert refusals(answers) == []
