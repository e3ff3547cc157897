"""Input that has brought other services down or passed them unseen, sent to both calls that take a body."""

import json
import time

import pytest

from tests.builders.http import BATCH, EVALUATIONS, PROBLEM, post

SECONDS = 2  # of processor time: whatever is sent is answered within


def number(text: str) -> bytes:
    """Return a request with this number as seed and as an answer."""
    return f'{{"seed": {text}, "answers": {{"host_count": {text}}}}}'.encode()


def noted(note: str) -> bytes:
    return json.dumps({"answers": {"host_count": {"value": 3, "note": note}}, "detail": "verdict"}).encode()


BAD = {
    "nothing": (b"", 415),  # without a body a client sends no type either
    "a space": (b" ", 400),
    "null": (b"null", 422),
    "a list": (b"[]", 422),
    "a trailing comma": (b'{"a":1,}', 400),
    "two documents": (b"{}{}", 400),
    "NaN": (number("NaN"), 400),
    "a number that becomes infinite": (number("1e309"), 400),
    "5,000 digits": (number("9" * 5_000), 400),
    "400 digits": (number("9" * 400), 422),
    "2**63": (number(str(2**63)), 422),
    "2**53 + 1": (number(str(2**53 + 1)), 422),
    "a negative number": (number("-1"), 422),
    "true for a number": (number("true"), 422),
    "a text for a number": (b'{"seed": "12"}', 422),
    "half a seed": (number("3.7"), 422),
    "a twin key": (b'{"seed": 1, "seed": 2}', 400),
    "a twin key by escape": (b'{"seed": 1, "s\\u0065ed": 2}', 400),
    "100,000 brackets": (b"[" * 100_000, 400),
    "100,000 lists in each other": (b"[" * 100_000 + b"]" * 100_000, 400),
    "200,000 keys": (json.dumps(dict.fromkeys(map(str, range(100_000)), 0)).encode(), 400),
    "11 MB": (b'"' + b"x" * 11_000_000 + b'"', 413),
    "UTF-16": ('{"seed": 1}'.encode("utf-16"), 400),
    "bytes that are no UTF-8": (b'{"model": "\xff\xfe"}', 400),
    "half a surrogate pair": (b'{"model": "\\ud800"}', 400),
    "half a pair in a key": (b'{"\\udfff": 1}', 400),
    "NUL": (b'{"scenario": "a\\u0000b"}', 400),
    "a text of 1 MB": (json.dumps({"scenario": "x" * 1_000_000}).encode(), 422),
    "a long note": (noted("x" * 2_001), 422),
    "fields of somebody else": (b'{"id": 1, "is_staff": true, "workspace": 1}', 422),
    "keys of the language": (b'{"__class__": "x", "__proto__": {}, "constructor": 1}', 422),
    "a query in SQL": (b'{"model": "standard\' OR 1=1 --"}', 422),
    "a path": (b'{"model": "../../etc/passwd"}', 422),
    "a template": (b'{"scenario": "{{ 1337*7331 }}"}', 422),
}
ODD = {
    "minus zero": b'{"weights": {"isolation": -0.0, "cost": 1}, "detail": "verdict"}',
    "a whole number with a point": b'{"seed": 7.0, "detail": "verdict"}',
    "a tiny weight": b'{"weights": {"isolation": 5e-324, "cost": 1e-300}, "detail": "verdict"}',
    "1,000 combining marks": noted("e" + "\u0301" * 1_000),
    "signs that grow when normalised": noted("\ufdfa" * 2_000),
    "text from right to left": noted("\u202egnp.exe"),
    "signs that nobody sees": noted("\u200b\u2060"),
    "a formula and a script": noted("=1337*7331 <script>alert(1)</script> #(1)"),
    "line breaks and tabs": noted("a\r\n\tb"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("path", [EVALUATIONS, BATCH])
def test_bad_input_is_refused_quickly_and_in_one_shape(client, path, kind):
    body, status = BAD[kind]
    began = time.process_time()

    answer = post(client, path, body)

    assert time.process_time() - began < SECONDS
    if path == BATCH and kind in {"200,000 keys"}:
        status = 422  # a batch may hold as many, but not these
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    said = answer.json()
    assert said["status"] == status
    assert said.keys() == {"type", "title", "status", "detail", "code", "errors"}
    assert "Traceback" not in answer.content.decode()


@pytest.mark.parametrize("kind", ODD)
def test_odd_input_that_means_something_is_taken(client, kind):
    answer = post(client, EVALUATIONS, ODD[kind])

    assert answer.status_code == 200, answer.content


def test_rubbish_in_a_batch_stays_in_its_place(client):
    rubbish = [None, 0, "x", [], [[]], {"answers": []}, {"answers": {"": {}}}, {"weights": {"isolation": 0}}, True]
    items = [piece for each in rubbish for piece in (each, {"scenario": "erp"})]

    answered = post(client, BATCH, {"items": items}).json()["items"]

    assert [item["status"] for item in answered] == [422, 200] * len(rubbish)


def test_ten_thousand_faulty_items_are_answered_one_by_one(client):
    began = time.process_time()

    answer = post(client, BATCH, {"items": [{"seed": "x", "answers": {"no": 1}}] * 10_000})

    assert time.process_time() - began < 5 * SECONDS
    assert {item["status"] for item in answer.json()["items"]} == {422}
