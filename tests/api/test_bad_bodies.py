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

from config.http.problems import KINDS
from decisions.api import words
from decisions.models import AuditEntry
from tests.access.estate import Estate, estate
from tests.builders.described import own_address, right_bodies
from tests.builders.http import PROBLEM

MOST_PLACES = 12  # in one body
ELEVEN_MB = 11_000_000
STATES = {"If-Match": "*"}

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
class Call:
    """A call that takes a body, at an address of the owner's."""

    name: str
    method: str
    path: str
    media_types: tuple[str, ...]
    answers: dict[str, Any]
    bodies: list[Any]  # as described
    validator: jsonschema_rs.Draft202012Validator

    def codes(self, status: int) -> set[str]:
        return set(self.answers.get(str(status), {"description": ""})["description"].split(", "))


@pytest.fixture
def everything(published: object) -> Estate:
    return estate()


@pytest.fixture
def calls(client, everything) -> list[Call]:
    contract = client.get("/api/v1/openapi.json").json()
    return list(calls_with_bodies(contract, everything))


def calls_with_bodies(contract: Any, of: Estate) -> Iterator[Call]:
    for path, methods in contract["paths"].items():
        for method, operation in methods.items():
            if "requestBody" in operation:
                content = {
                    kind: described
                    for kind, described in operation["requestBody"]["content"].items()
                    if kind.endswith("json")  # YAML has tests of its own
                }
                described = next(iter(content.values()))
                yield Call(
                    name=operation["operationId"],
                    method=method.upper(),
                    path=path.format(**own_address(path, of)),
                    media_types=tuple(content),
                    answers=operation["responses"],
                    bodies=right_bodies(operation, of),
                    validator=jsonschema_rs.Draft202012Validator(
                        {**described["schema"], "components": contract["components"]}
                    ),
                )


def test_there_are_many_and_each_has_an_example(calls):
    assert len(calls) >= 16
    assert {call.name for call in calls if not call.bodies} == set()
    for call in calls:
        for body in call.bodies:
            call.validator.validate(body)


def test_a_body_that_is_none_is_refused(calls, everything):
    wrong = [
        f"{call.name}, {kind}, {media_type}: {fault}"
        for call in calls
        for media_type in call.media_types
        for kind, body in WHOLE.items()
        if (fault := fault_in(call, send(everything, call, body, media_type)))
    ]

    assert not wrong, "\n".join(wrong)


def test_a_body_of_another_type_is_refused(calls, everything):
    wrong = []
    for call in calls:
        body = json.dumps(call.bodies[0]).encode()
        answers = {kind: send(everything, call, body, media_type) for kind, media_type in TYPES.items()}
        answers["packed"] = send(everything, call, body, call.media_types[0], Content_Encoding="gzip")
        for kind, answer in answers.items():
            fault = fault_in(call, answer)
            if fault or answer.status_code != 415:
                wrong.append(f"{call.name}, {kind}: {fault or answer.status_code}")

    assert not wrong, "\n".join(wrong)


def test_a_part_that_no_document_can_have_is_refused_where_it_stands(calls, everything):
    wrong = []
    for call in calls:
        for place in places(call.bodies[0]):
            changed = json.dumps(with_part(call.bodies[0], place, STAND_IN))
            for kind, (raw, code) in RAW.items():
                answer = send(everything, call, changed.replace(f'"{STAND_IN}"', raw).encode(), call.media_types[0])
                where = pointer(place) + ("/a" if code == "duplicate_key" else "")
                said = (answer.status_code, answer.json()["code"], answer.json()["errors"][0].get("pointer"))
                fault = fault_in(call, answer) or ("" if said == (400, code, where) else str(said))
                if fault:
                    wrong.append(f"{call.name}, {kind} at {pointer(place)}: {fault}")

    assert not wrong, "\n".join(wrong)


def test_a_part_that_the_contract_does_not_allow_is_refused_and_named(calls, everything):
    before, sent, wrong = AuditEntry.objects.count(), 0, []

    for call in calls:
        for place, kind, body in spoilt(call):
            sent += 1
            answer = send(everything, call, json.dumps(body).encode(), call.media_types[0])
            fault = fault_in(call, answer) or misplaced(answer.json(), body)
            if fault:
                wrong.append(f"{call.name}, {kind} at {pointer(place)}: {fault}")

    print(f"{sent} bodies")
    assert sent > 800
    assert not wrong, "\n".join(wrong)
    assert AuditEntry.objects.count() == before


def spoilt(call: Call) -> Iterator[tuple[tuple[str | int, ...], str, Any]]:
    """Yield what has one part that the schema of the call does not allow, and where that is."""
    for body in call.bodies[:2]:
        for place in places(body):
            others = {kind: with_part(body, place, part) for kind, part in INSTEAD.items()}
            if isinstance(part_at(body, place), dict):
                others["one more field"] = with_part(body, (*place, "no_such_field"), 1)
                others["a field of the language"] = with_part(body, (*place, "__class__"), {})
            if place and isinstance(place[-1], str):
                others["nothing"] = without_part(body, place)
            for kind, other in others.items():
                if not call.validator.is_valid(other):
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


def send(of: Estate, call: Call, body: bytes, media_type: str, **headers: str) -> Any:
    named = STATES | {name.replace("_", "-"): value for name, value in headers.items()}
    return of.clients["write_token"].generic(call.method, call.path, body, content_type=media_type, headers=named)


def fault_in(call: Call, answer: Any) -> str:
    """Say what is wrong with a refusal, or nothing."""
    if not 400 <= answer.status_code < 500 or answer["Content-Type"] != PROBLEM:
        return f"{answer.status_code} {answer['Content-Type']}"
    said = answer.json()
    if said["code"] not in call.codes(answer.status_code) or KINDS[said["code"]].status != answer.status_code:
        return f"{answer.status_code} with the code {said['code']}, which the contract does not have here"
    unknown = [error["code"] for error in said["errors"] if error["code"] not in words.CODES]
    return f"unknown codes {unknown}" if unknown else ""


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
