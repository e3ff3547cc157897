"""What comes through the door, and what does not: the kinds of bad input that others let in."""

import json
from io import BytesIO

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from config.http import door
from config.http.problems import KINDS, Problem
from tests.builders.http import at, problem

LIMITS = door.Limits(bytes=100_000, values=1_000)
DEEPEST = door.MOST_DEPTH


def read(body: bytes, content_type: str = "application/json", **environ: str):
    sent = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    return door.read(RequestFactory().post("/", **sent | environ), LIMITS)


def refused(body: bytes, *args: str, **environ: str):
    with pytest.raises(Problem) as caught:
        read(body, *args, **environ)
    return json.loads(caught.value.response().content)


NOT_JSON = "The body is not one JSON document"


def stops(line: int, column: int):
    return problem("not_json", 400, NOT_JSON, f"It stops being one JSON document at line {line}, column {column}.")


def test_it_works():
    assert read(b'{"answers": {"regime": ["payment"]}, "seed": 7}') == {"answers": {"regime": ["payment"]}, "seed": 7}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"", problem("not_json", 400, NOT_JSON, "The body is empty.")),
        (b" \n\t", problem("not_json", 400, NOT_JSON, "The body is empty.")),
        (b'{"a":1,}', stops(1, 8)),
        (b"{'a': 1}", stops(1, 2)),
        (b'{"a":1} {"a":2}', stops(1, 9)),
        (b'{"a":\n01}', stops(2, 2)),
        (b'{"a":"\x01"}', stops(1, 7)),
        (b"[1, 2", stops(1, 6)),
        (b"\xef\xbb\xbf{}", stops(1, 1)),
        (b"[" + b"9" * 5_000 + b"]", problem("not_json", 400, NOT_JSON, "A number has too many digits.")),
        (
            b'{"a":"\xff\xfe"}',
            problem("not_utf8", 400, "The body is not UTF-8", "Byte 7 of the body is not UTF-8."),
        ),
        (b"\xff\xfe{\x00}\x00", problem("not_utf8", 400, "The body is not UTF-8", "Byte 1 of the body is not UTF-8.")),
        (b'"\xed\xa0\x80"', problem("not_utf8", 400, "The body is not UTF-8", "Byte 2 of the body is not UTF-8.")),
    ],
)  # fmt: skip
def test_what_is_not_one_document_in_utf8_is_refused(body, expected):
    assert refused(body) == expected


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"a": NaN}', "/a"),
        (b'[1, {"b": -Infinity}]', "/1/b"),
        (b'{"a": {"b/c": [0, 1e309]}}', "/a/b~1c/1"),
        (b"-1e400", ""),
    ],
)
def test_a_number_that_is_not_finite_is_refused_with_its_place(body, pointer):
    error = at(pointer, "not_a_finite_number", "This number is not finite.")

    assert refused(body) == problem("not_a_finite_number", 400, "A number is not finite", errors=(error,))


@pytest.mark.parametrize(
    ("body", "pointer", "key"),
    [
        (b'{"n": 1, "n": 2}', "/n", "n"),
        (b'{"name": 1, "n\\u0061me": 1}', "/name", "name"),
        (b'{"items": [{}, {"a": {"x": 1, "y": 2, "x": 3}}]}', "/items/1/a/x", "x"),
        (b'{"": 1, "": 1}', "/", ""),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_its_place(body, pointer, key):
    error = at(pointer, "duplicate_key", f"The key {key} stands twice in this object.")

    assert refused(body) == problem("duplicate_key", 400, "A key stands twice in one object", errors=(error,))


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (b'{"a": "\\ud800"}', "/a"),
        (b'{"a": ["x", "\\udc00\\ud800"]}', "/a/1"),
        (b'{"a": "x\\u0000y"}', "/a"),
        (b'{"a": {"\\ud800": 1, "\\ud800": 2}}', "/a"),  # the name itself cannot be said in an answer
        (b'{"a": {"\\u0000": NaN}}', "/a"),
    ],
)
def test_a_text_with_what_is_no_character_is_refused_with_its_place(body, pointer):
    error = at(pointer, "not_text", "This text holds NUL or half of a surrogate pair.")

    assert refused(body) == problem("not_text", 400, "A text holds what is no character", errors=(error,))


@pytest.mark.parametrize("body", [b'"\\ud83d\\ude00"', b'"\\\\u0000"', b'"\\u4e2d"', '"\u4e2d\U0001f600"'.encode()])
def test_any_text_of_characters_comes_through(body):
    assert read(body) == json.loads(body)


TOO_DEEP = problem(
    "too_deep",
    400,
    "The document is nested too deeply",
    f"Arrays and objects may be nested {DEEPEST} levels deep.",
)


@pytest.mark.parametrize("depth", [DEEPEST + 1, 900, 50_000])
@pytest.mark.parametrize("pair", [(b"[", b"]"), (b'{"a":', b"}")])
def test_what_is_nested_too_deeply_is_refused(depth, pair):
    opening, closing = pair

    with pytest.raises(Problem) as caught:
        door.read(
            RequestFactory().generic("POST", "/", opening * depth + b"1" + closing * depth, "application/json"),
            door.Limits(bytes=1_000_000, values=1_000_000),
        )

    assert json.loads(caught.value.response().content) == TOO_DEEP


def test_the_deepest_document_comes_through():
    assert json.dumps(read(b"[" * DEEPEST + b"]" * DEEPEST)) == "[" * DEEPEST + "]" * DEEPEST


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b"0," * 1_000 + b"0]",
        b"{" + b",".join(b'"%d":0' % number for number in range(1_002)) + b"}",
        b"[" + b",".join([b"[]"] * 501) + b"]",
    ],
)
def test_too_many_values_are_refused_before_they_are_read(body):
    assert refused(body) == problem(
        "too_many_values", 400, "The document holds too many values", "The document may hold 1000 values."
    )


def test_commas_and_brackets_in_a_text_are_no_values():
    text = '[,{"\\' * 1_000

    assert read(json.dumps([text]).encode()) == [text]


def test_a_large_body_is_refused_unread():
    body = b'"' + b"x" * 100_000 + b'"'

    assert refused(body) == problem("too_large", 413, "The body is too large", "The body may have 100000 bytes.")
    assert len(read(body[2:-2] and b'"' + b"x" * 99_998 + b'"')) == 99_998


WRONG_TYPE = "The body is of a type that is not read here"


@pytest.mark.parametrize(
    ("content_type", "detail"),
    [
        ("text/plain", "Send the body as application/json."),
        ("", "Send the body as application/json."),
        ("application/x-www-form-urlencoded", "Send the body as application/json."),
        ("application/json-patch+json", "Send the body as application/json."),
        ("application/json; charset=utf-16", "Send the body as UTF-8."),
        ("application/json; charset=klingon", "Send the body as UTF-8."),
        ("application/json; charset=hex", "Send the body as UTF-8."),
    ],
)
def test_only_json_in_utf8_is_read(content_type, detail):
    assert refused(b"{}", content_type) == problem("unsupported_media_type", 415, WRONG_TYPE, detail)


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"']
)
def test_the_media_type_may_be_written_in_any_way_that_means_it(content_type):
    assert read(b"{}", content_type) == {}


def test_a_compressed_body_is_not_read():
    assert refused(b"{}", HTTP_CONTENT_ENCODING="gzip") == problem(
        "unsupported_media_type", 415, WRONG_TYPE, "Send the body as it is, not compressed."
    )


def test_a_body_without_a_stated_length_is_not_read():
    assert refused(b"{}", HTTP_TRANSFER_ENCODING="chunked") == problem(
        "length_required",
        411,
        "The length of the body is missing",
        "Send Content-Length instead of Transfer-Encoding.",
    )


@pytest.mark.parametrize("stated", ["abc", "-1", "1.0", "+2", "\u0662"])
def test_a_length_that_is_no_number_is_refused(stated):
    assert refused(b"{}", CONTENT_LENGTH=stated) == problem(
        "bad_request", 400, "The request is not understood", "Content-Length is not a number."
    )


def test_a_body_that_is_shorter_than_stated_breaks_off():
    assert refused(b'{"a": ', CONTENT_LENGTH="500") == stops(1, 7)


class Broken:
    """A connection that fails while the body is read."""

    def read(self, size=-1):
        raise OSError("gone")

    def readline(self, size=-1):
        raise OSError("gone")


def test_a_connection_that_breaks_is_a_problem_too():
    request = RequestFactory().generic("POST", "/", b"{}", "application/json", **{"wsgi.input": Broken()})

    with pytest.raises(Problem) as caught:
        door.read(request, LIMITS)

    assert json.loads(caught.value.response().content) == problem("unreadable_body", 400, "The body broke off")


def outcome(body: bytes):
    """Return what was read, or the code of the problem."""
    try:
        return read(body), None
    except Problem as found:
        return None, found.code


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(document=documents, escaped=st.booleans())
def test_it_reads_what_was_written_or_says_why_not(document, escaped):
    body = json.dumps(document, ensure_ascii=escaped).encode("utf-8", "replace")

    found, code = outcome(body)

    assert (found == json.loads(body)) if code is None else (code == "not_text" and b"\\u" in body)


@given(body=st.binary(max_size=60) | st.text('{}[]",:\\u0aeE+-. \n', max_size=40).map(str.encode))
def test_whatever_comes_it_is_read_or_refused(body):
    _found, code = outcome(body)

    assert code is None or KINDS[code].status == 400
