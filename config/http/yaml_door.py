"""The YAML door: what JSON can say, written as YAML, and nothing that only YAML has.

No aliases, which let a small text unfold into a vast one; no tags, which let it name types of ours; one document, twin
keys refused. A scalar is a number, `true`, `false` or `null` when it is written as JSON writes it, and else a text: so
`no`, `2026-11-01` and `12:30` are the texts that they look like. It is read event by event, so that what is too deep or
too much is refused before it is built.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml
from django.http import HttpRequest
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

from config.http import door
from config.http.problems import Problem

try:
    from yaml import CSafeDumper as SafeDumper
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeDumper, SafeLoader  # type: ignore[assignment]

MEDIA_TYPE = "application/yaml"  # RFC 9512
TYPES = (door.MEDIA_TYPE, MEDIA_TYPE)
LITERALS = {"": None, "null": None, "~": None, "true": True, "false": False}
WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,299})")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")

Scalar: TypeAlias = str | int | float | bool | None


@dataclass(slots=True)
class OpenList:
    """A list that is being read."""

    items: list[Any] = field(default_factory=list)

    def add(self, value: Any) -> None:
        self.items.append(value)


@dataclass(slots=True)
class OpenObject:
    """An object that is being read."""

    pairs: list[tuple[str, Any]] = field(default_factory=list)
    key: str | None = None  # whose value comes next

    def add(self, value: Any) -> None:
        if self.key is None:
            raise not_yaml(_("A key must be a text."))
        self.pairs.append((self.key, value))
        self.key = None


def read(request: HttpRequest, limits: door.Limits) -> Any:
    """Return what a body says, in JSON or in YAML, as its media type has it."""
    door.refuse_other_types(request, TYPES)
    raw = door.read_bytes(request, limits.bytes)
    media_type, _parameters = parse_header_parameters(request.META.get("CONTENT_TYPE", ""))
    return parse(raw, limits) if media_type == MEDIA_TYPE else door.parse(raw, limits)


def parse(raw: bytes, limits: door.Limits) -> Any:
    """Return what one YAML document says, or raise the `Problem` that it is."""
    text = door.decoded(raw)
    reader = door.Reader()
    try:
        tree = tree_of(yaml.parse(text, Loader=SafeLoader), reader, limits.values)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        if mark is None:
            raise not_yaml("") from fault
        place = {"line": mark.line + 1, "column": mark.column + 1}
        raise not_yaml(_("It stops being one YAML document at line %(line)s, column %(column)s.") % place) from fault
    except yaml.YAMLError as fault:
        raise not_yaml(_("It holds a character that YAML does not take.")) from fault
    door.refuse_what_is_no_character(tree)
    if reader.flawed:
        door.refuse_flaws(tree)
    return tree


def tree_of(events: Iterable[Any], reader: door.Reader, most: int) -> Any:
    """Build what the events say; `most` values, keys not counted."""
    found: list[Any] = []
    opened: list[OpenList | OpenObject] = []
    values = 0
    for event in events:
        match event:
            case yaml.AliasEvent():
                raise not_yaml(_("Aliases are not read here. Write it out."))
            case yaml.NodeEvent() if event.anchor is not None:
                raise not_yaml(_("Aliases are not read here. Write it out."))
            case yaml.ScalarEvent() | yaml.CollectionStartEvent() if event.tag is not None:
                raise not_yaml(_("Tags are not read here."))
            case yaml.ScalarEvent() if opened and isinstance(opened[-1], OpenObject) and opened[-1].key is None:
                opened[-1].key = event.value
                continue
            case yaml.ScalarEvent():
                add(scalar(event.value, reader) if event.implicit[0] else event.value, opened, found)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                opened.append(OpenObject() if isinstance(event, yaml.MappingStartEvent) else OpenList())
                if len(opened) > door.MOST_DEPTH:
                    raise door.too_deep()
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = opened.pop()
                add(done.items if isinstance(done, OpenList) else reader.object(done.pairs), opened, found)
                continue
            case _:
                continue
        values += 1
        if values > most:
            raise door.too_many_values(most)
    if len(found) != 1:
        raise not_yaml(_("It holds more than one document.") if found else _("The body is empty."))
    return found[0]


def add(value: Any, opened: list[OpenList | OpenObject], found: list[Any]) -> None:
    if opened:
        opened[-1].add(value)
    else:
        found.append(value)


def scalar(text: str, reader: door.Reader) -> Scalar:
    """Return what a scalar without quotes stands for."""
    if text in LITERALS:
        return LITERALS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    return reader.number(text) if NUMBER.fullmatch(text) else text


def not_yaml(detail: str) -> Problem:
    return Problem("not_yaml", detail)


class Dumper(SafeDumper):
    """Writes every text so that it is read as a text again, here and by those who know older YAML."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def represent_text(dumper: Dumper, text: str) -> yaml.ScalarNode:
    is_text = isinstance(scalar(text, door.Reader()), str)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_text else "'")


Dumper.add_representer(str, represent_text)


def write(tree: Any) -> str:
    return str(yaml.dump(tree, Dumper=Dumper, allow_unicode=True, sort_keys=False))
