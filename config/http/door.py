"""The strict JSON door: the one way in for a body under /api/.

Python's parser takes what RFC 8259 leaves open or forbids: twin keys (the last one wins), NaN, numbers that become
infinite, half of a surrogate pair. Each is refused here, with its place in the document, since whoever sent it meant
something else than what would be read. What comes through is UTF-8, one document, finite, and neither deep nor vast.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, UnreadablePostError
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

from config.http.problems import ErrorEntry, Problem

MEDIA_TYPE = "application/json"
PATCH_TYPE = "application/merge-patch+json"  # RFC 7396
PATCH_TYPES = (PATCH_TYPE, MEDIA_TYPE)
MOST_DEPTH = 32  # of arrays and objects in each other; what Berth reads has six

STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
ESCAPED_HALF_OR_NUL = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
NO_CHARACTER = re.compile(r"[\x00\ud800-\udfff]")

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one address takes."""

    bytes: int
    values: int  # numbers, texts, objects …, each counted; far more than any sensible document has


def read(request: HttpRequest, limits: Limits, types: Sequence[str] = (MEDIA_TYPE,)) -> Any:
    """Return what the body's one JSON document says, or raise the `Problem` that it is."""
    refuse_other_types(request, types)
    return parse(read_bytes(request, limits.bytes), limits)


def parse(raw: bytes, limits: Limits) -> Any:
    """Return what one JSON document says."""
    text = decoded(raw)
    refuse_too_many_values(raw, limits.values)
    reader = Reader()
    tree = reader.parse(text)
    refuse_depth(tree)
    if ESCAPED_HALF_OR_NUL.search(raw):
        refuse_what_is_no_character(tree)
    if reader.flawed:
        refuse_flaws(tree)
    return tree


def decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Problem("not_utf8", _("Byte %(n)s of the body is not UTF-8.") % {"n": fault.start + 1}) from fault


def refuse_other_types(request: HttpRequest, types: Sequence[str]) -> None:
    media_type, parameters = parse_header_parameters(request.META.get("CONTENT_TYPE", ""))
    headers = {"Accept-Patch" if request.method == "PATCH" else "Accept": ", ".join(types)}
    if media_type not in types:
        detail = _("Send the body as %(type)s.") % {"type": types[0]}
        raise Problem("unsupported_media_type", detail, headers=headers)
    if parameters.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise Problem("unsupported_media_type", _("Send the body as UTF-8."), headers=headers)
    if request.META.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise Problem("unsupported_media_type", _("Send the body as it is, not compressed."))


def read_bytes(request: HttpRequest, most: int) -> bytes:
    if "HTTP_TRANSFER_ENCODING" in request.META:  # Django would see no body at all
        raise Problem("length_required", _("Send Content-Length instead of Transfer-Encoding."))
    stated = request.META.get("CONTENT_LENGTH") or "0"
    if not (stated.isascii() and stated.isdecimal()):
        raise Problem("bad_request", _("Content-Length is not a number."))
    if int(stated) > most:
        raise Problem("too_large", _("The body may have %(most)s bytes.") % {"most": most})
    try:
        return request.body
    except UnreadablePostError as fault:
        raise Problem("unreadable_body") from fault


def refuse_too_many_values(raw: bytes, most: int) -> None:
    """Count values by what stands before them, before any of them costs memory."""
    if count_values(raw) > most and count_values(STRING.sub(b"", raw)) > most:  # commas may stand in texts
        raise too_many_values(most)


def too_many_values(most: int) -> Problem:
    return Problem("too_many_values", _("The document may hold %(most)s values.") % {"most": most})


def count_values(raw: bytes) -> int:
    return raw.count(b",") + raw.count(b"[") + raw.count(b"{")


class Twins(dict[str, Any]):
    """An object in which a key stands twice; it says which one."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.twin = Counter(key for key, _value in pairs).most_common(1)[0][0]


class Reader:
    """Parses one document, and notes whether something in it has to be looked for and refused."""

    def __init__(self) -> None:
        self.flawed = False

    def parse(self, text: str) -> Any:
        if not text.strip():
            raise Problem("not_json", _("The body is empty."))
        try:
            return json.loads(
                text, object_pairs_hook=self.object, parse_float=self.number, parse_constant=self.no_number
            )
        except json.JSONDecodeError as fault:
            place = {"line": fault.lineno, "column": fault.colno}
            detail = _("It stops being one JSON document at line %(line)s, column %(column)s.") % place
            raise Problem("not_json", detail) from fault
        except RecursionError as fault:
            raise too_deep() from fault
        except ValueError as fault:  # Python's own limit on the digits of a whole number
            raise Problem("not_json", _("A number has too many digits.")) from fault

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        self.flawed = True
        return Twins(pairs)

    def number(self, text: str) -> float:
        number = float(text)
        self.flawed |= math.isinf(number)  # 1e309
        return number

    def no_number(self, text: str) -> float:
        self.flawed = True
        return float(text)  # NaN, Infinity, -Infinity


def refuse_flaws(tree: Any) -> None:
    """Find the twin key or the endless number, to say where it stands."""
    for path, node in walk(tree):
        if isinstance(node, Twins):
            message = _("The key %(key)s stands twice in this object.") % {"key": node.twin}
            raise Problem("duplicate_key", errors=[entry((*path, node.twin), "duplicate_key", message)])
        if isinstance(node, float) and not math.isfinite(node):
            message = _("This number is not finite.")
            raise Problem("not_a_finite_number", errors=[entry(path, "not_a_finite_number", message)])


def refuse_what_is_no_character(tree: Any) -> None:
    for path, node in walk(tree):
        named_so = bool(path) and has_no_character(path[-1])
        if named_so or has_no_character(node):
            message = _("This text holds NUL or half of a surrogate pair.")
            place = path[:-1] if named_so else path  # such a name cannot be said in an answer either
            raise Problem("not_text", errors=[entry(place, "not_text", message)])


def has_no_character(node: Any) -> bool:
    return isinstance(node, str) and NO_CHARACTER.search(node) is not None


def refuse_depth(tree: Any) -> None:
    level = [tree] if type(tree) in CONTAINERS else []
    for _depth in range(MOST_DEPTH):
        if not level:
            return
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if type(inner) in CONTAINERS
        ]
    if level:
        raise too_deep()


CONTAINERS = frozenset({dict, Twins, list})


def too_deep() -> Problem:
    message = _("Arrays and objects may be nested %(most)s levels deep.") % {"most": MOST_DEPTH}
    return Problem("too_deep", message)


def walk(tree: Any) -> Iterator[tuple[Path, Any]]:
    """Go through all values in the order of the document, without recursion."""
    ahead: list[tuple[Path, Any]] = [((), tree)]
    while ahead:
        path, node = ahead.pop()
        yield path, node
        if isinstance(node, dict):
            ahead.extend(((*path, key), value) for key, value in reversed(node.items()))
        elif isinstance(node, list):
            ahead.extend(((*path, index), value) for index, value in reversed(list(enumerate(node))))


def entry(path: Path, code: str, message: str) -> ErrorEntry:
    return ErrorEntry(pointer=pointer(path), code=code, message=message)


def pointer(path: Path) -> str:
    """Return the JSON Pointer of a path.

    >>> pointer(("answers", "a/b", 0))
    '/answers/a~1b/0'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
