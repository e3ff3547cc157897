"""Whatever a call of the contract takes for a body, broken in every way: it is refused, and said where.

The calls, their bodies and what is wrong by their schema come from the contract itself: a new one is covered as it is
described. What evaluations make of particular input is in `test_bad_input.py`.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import reduce
from typing import Any

import jsonschema_rs
import pytest

from decisions.models import AuditEntry
from tests.access.estate import estate
from tests.builders.described import Call, calls

MOST_PLACES = 12  # in one body
ELEVEN_MB = 11_000_000

WHOLE = {
    "nothing": b"",
    "a space": b" ",
    "null": b"null",
    "a text": b'"x"',
    "a number": b"0",
    "a list": b"[]",
    "a list of objects": b"[{}]",
    "a broken object": b'{"a": 1',
    "a trailing comma": b'{"a": 1,}',
    "two documents": b"{}{}",
    "a comment": b"{} // no",
    "single quotes": b"{'a': 1}",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": "{}".encode("utf-16"),
    "bytes that are no UTF-8": b'{"a": "\xff\xfe"}',
    "a control character": b'{"a": "\x07"}',
    "100,000 brackets": b"[" * 100_000,
    "33 levels": b'{"a":' * 33 + b"1" + b"}" * 33,
    "5,000 digits": b'{"a": ' + b"9" * 5_000 + b"}",
    "a name of NUL": b'{"\\u0000": 1}',
    "half a pair for a name": b'{"\\udfff": 1}',
    "1,000,001 values": b"[" + b"0," * 1_000_000 + b"0]",
    "11 MB": b'"' + b"x" * ELEVEN_MB + b'"',
}
# not JSON any more, or not by this parser's own measure: written into the body where this stands
STAND_IN = "__here__"
RAW = {
    "NaN": ("NaN", "not_a_finite_number"),
    "minus infinity": ("-Infinity", "not_a_finite_number"),
    "1e309": ("1e309", "not_a_finite_number"),
    "NUL": (r'"a\u0000b"', "not_text"),
    "half a pair": (r'"\ud83d"', "not_text"),
    "a twin key": ('{"a": 1, "a": 2}', "duplicate_key"),
    "a twin key by escape": (r'{"a": 1, "\u0061": 2}', "duplicate_key"),
}
INSTEAD = {
    "an object": {"no_such_field": [[]]},
    "a list of lists": [[[]]],
    "a text": "no such thing",
    "an empty text": "",
    "a long text": "x" * 100_001,
    "control characters": "a\u0007\u001b[2J",
    "true": True,
    "a negative number": -1.5,
    "an enormous number": 10**400,
    "half a number": 0.5,
    "1,000 entries": ["x"] * 1_000,
}
TYPES = {
    "no type": "",
    "a text": "text/plain",
    "a form": "application/x-www-form-urlencoded",
    "a form with files": "multipart/form-data; boundary=x",
    "another JSON": "application/ld+json",
    "another encoding": "application/json; charset=latin-1",
    "nonsense": "nonsense",
}


@dataclass(frozen=True)
class Taking:
    """A call that takes a body, and the schema of what it takes."""

    call: Call
    validator: jsonschema_rs.Draft202012Validator


@pytest.fixture
def taking(client: Any, published: object) -> list[Taking]:
    contract = client.get("/api/v1/openapi.json").json()
    return [
        Taking(call, jsonschema_rs.Draft202012Validator({**shape["schema"], "components": contract["components"]}))
        for call in calls(contract, estate())
        for shape in list(call.content.values())[:1]
    ]


def test_there_are_many_and_each_has_an_example(taking):
    assert len(taking) >= 16
    assert {each.call.name for each in taking if not each.call.bodies} == set()
    for each in taking:
        for body in each.call.bodies:
            each.validator.validate(body)


def test_a_body_that_is_none_is_refused(taking):
    wrong = [
        f"{call.name}, {kind}, {media_type}: {fault}"
        for call in (each.call for each in taking)
        for media_type in call.content
        for kind, body in WHOLE.items()
        if (fault := call.fault_in(call.send(body, media_type)))
    ]

    assert not wrong, "\n".join(wrong)


def test_a_body_of_another_type_is_refused(taking):
    wrong = []
    for call in (each.call for each in taking):
        answers = {kind: call.send(media_type=media_type) for kind, media_type in TYPES.items()}
        answers["packed"] = call.send(Content_Encoding="gzip")
        for kind, answer in answers.items():
            fault = call.fault_in(answer)
            if fault or answer.status_code != 415:
                wrong.append(f"{call.name}, {kind}: {fault or answer.status_code}")

    assert not wrong, "\n".join(wrong)


def test_a_part_that_no_document_can_have_is_refused_where_it_stands(taking):
    wrong = []
    for call in (each.call for each in taking):
        for place in places(call.bodies[0]):
            changed = json.dumps(with_part(call.bodies[0], place, STAND_IN))
            for kind, (raw, code) in RAW.items():
                answer = call.send(changed.replace(f'"{STAND_IN}"', raw).encode())
                where = pointer(place) + ("/a" if code == "duplicate_key" else "")
                said = (answer.status_code, answer.json()["code"], answer.json()["errors"][0].get("pointer"))
                fault = call.fault_in(answer) or ("" if said == (400, code, where) else str(said))
                if fault:
                    wrong.append(f"{call.name}, {kind} at {pointer(place)}: {fault}")

    assert not wrong, "\n".join(wrong)


def test_a_part_that_the_contract_does_not_allow_is_refused_and_named(taking):
    before, sent, wrong = AuditEntry.objects.count(), 0, []

    for each in taking:
        for place, kind, body in spoilt(each):
            sent += 1
            answer = each.call.send(json.dumps(body).encode())
            fault = each.call.fault_in(answer) or misplaced(answer.json(), body)
            if fault:
                wrong.append(f"{each.call.name}, {kind} at {pointer(place)}: {fault}")

    print(f"{sent} bodies")
    assert sent > 800
    assert not wrong, "\n".join(wrong)
    assert AuditEntry.objects.count() == before


def spoilt(taking: Taking) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """Yield what has one part that the schema of the call does not allow, and where that is."""
    for body in taking.call.bodies[:2]:
        for place in places(body):
            others = {kind: with_part(body, place, part) for kind, part in INSTEAD.items()}
            if isinstance(part_at(body, place), dict):
                others["one more field"] = with_part(body, (*place, "no_such_field"), 1)
                others["a field of the language"] = with_part(body, (*place, "__class__"), {})
            if place and isinstance(place[-1], str):
                others["nothing"] = without_part(body, place)
            for kind, other in others.items():
                if not taking.validator.is_valid(other):
                    yield place, kind, other


def places(body: Any) -> list[tuple[str | int, ...]]:
    """Return where the parts of a body are, the whole first; of many, as many as there is time for."""
    found: list[tuple[str | int, ...]] = [()]
    for place in found:
        part = part_at(body, place)
        if len(place) < 5 and isinstance(part, dict | list):
            found += [(*place, key) for key in (part if isinstance(part, dict) else range(len(part)))]
    return found[:: -(-len(found) // MOST_PLACES)]


def part_at(body: Any, place: tuple[str | int, ...]) -> Any:
    return reduce(lambda part, step: part[step], place, body)


def with_part(body: Any, place: tuple[str | int, ...], part: Any) -> Any:
    if not place:
        return part
    changed = deepcopy(body)
    part_at(changed, place[:-1])[place[-1]] = part
    return changed


def without_part(body: Any, place: tuple[str | int, ...]) -> Any:
    changed = deepcopy(body)
    del part_at(changed, place[:-1])[place[-1]]
    return changed


def pointer(place: tuple[str | int, ...]) -> str:
    return "".join(f"/{step}" for step in place)


def misplaced(said: Any, body: Any) -> str:
    """Say which fault stands nowhere in what was sent: in it, or where something is missing."""
    if said["status"] == 422 and not said["errors"]:
        return "it does not say where"
    return ", ".join(
        f"nothing is at {error['pointer']}" for error in said["errors"] if not is_in(body, error["pointer"])
    )


def is_in(body: Any, told: str) -> bool:
    for step in told.split("/")[1:-1]:
        inner = body.get(step) if isinstance(body, dict) else None
        if isinstance(body, list) and step.isdigit() and int(step) < len(body):
            inner = body[int(step)]
        if not isinstance(inner, dict | list):
            return False
        body = inner
    return told == "" or isinstance(body, dict | list)
