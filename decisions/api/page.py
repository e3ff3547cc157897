"""The contract as a page shows it: operations, documents and their fields, as plain values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from config.http.problems import KINDS
from config.http.problems import MEDIA_TYPE as PROBLEM_TYPE
from decisions.api import words

Json = Mapping[str, Any]
REFERENCE = "#/components/schemas/"
NULL = {"type": "null"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of a type in words; a document's name links to its fields."""

    text: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a document, or a parameter of an address."""

    name: str
    type: tuple[Piece, ...]
    needed: bool
    description: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A document, with its fields or with what it may be instead."""

    name: str
    description: str
    fields: tuple[Field, ...]
    type: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A request as JSON and as a command, with the answer that it gets where that is known."""

    title: str
    body: str
    command: str
    answer: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One status that an operation may have."""

    status: str
    media_type: str
    type: tuple[Piece, ...]
    description: str

    @property
    def is_problem(self) -> bool:
        """Whether the description lists codes."""
        return self.media_type == PROBLEM_TYPE


@dataclass(frozen=True, slots=True)
class Operation:
    """One call."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: tuple[Piece, ...]
    fields: tuple[Field, ...]  # of the body
    answers: tuple[Answer, ...]
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page shows."""

    introduction: str
    operations: tuple[Operation, ...]
    shapes: tuple[Shape, ...]
    problems: tuple[tuple[str, int, str], ...]  # code, status, title
    faults: tuple[tuple[str, str], ...]  # code, meaning


def page(contract: Json, home: str) -> Page:
    """Arrange the contract for reading; `home` is where the reader found it, for commands that can be pasted."""
    shapes: Json = contract["components"]["schemas"]
    return Page(
        introduction=contract["info"]["description"],
        operations=tuple(
            operation(path, method, described, shapes, home)
            for path, methods in contract["paths"].items()
            for method, described in methods.items()
        ),
        shapes=tuple(shape(name, shapes[name]) for name in sorted(shapes)),
        problems=tuple((code, int(kind.status), str(kind.title)) for code, kind in KINDS.items()),
        faults=tuple((code, str(meaning)) for code, meaning in words.CODES.items()),
    )


def operation(path: str, method: str, described: Json, shapes: Json, home: str) -> Operation:
    content: Json = described.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        summary=described["summary"],
        description=described["description"],
        parameters=tuple(
            Field(each["name"], tuple(type_of(each["schema"])), each.get("required", False), each["description"])
            for each in described.get("parameters", ())
        ),
        body=tuple(type_of(content["schema"])) if content else (),
        fields=tuple(fields(resolved(content["schema"], shapes))) if content else (),
        answers=tuple(answers(described["responses"])),
        samples=tuple(samples(path, method, described, home)),
    )


def answers(responses: Json) -> Iterator[Answer]:
    for status, response in responses.items():
        if "content" not in response:
            yield Answer(status, "", (), response["description"])
        for media_type, content in response.get("content", {}).items():
            yield Answer(status, media_type, tuple(type_of(content["schema"])), response["description"])


def samples(path: str, method: str, described: Json, home: str) -> Iterator[Sample]:
    """Show how to call it, with each example of a body; what only the reader knows stands there as a shell variable."""
    contents: Json = described.get("requestBody", {}).get("content", {})
    media_type = next(iter(contents), "")
    content: Json = contents.get(media_type, {})
    answered: Json = described["responses"].get("200", {}).get("content", {}).get("application/json", {})
    plain = command(path, method, described, home)
    for name, example in content.get("examples", {}).items():
        answer = answered.get("examples", {}).get(name)
        body = json.dumps(example["value"], ensure_ascii=False)
        yield Sample(
            title=example["summary"],
            body=json.dumps(example["value"], ensure_ascii=False, indent=2),
            command=f"{plain} -H 'Content-Type: {media_type}' -d '{body}'",
            answer=json.dumps(answer["value"], ensure_ascii=False, indent=2) if answer else "",
        )
    if not content.get("examples"):
        file = f" -H 'Content-Type: {media_type}' -d @{file_of(content['schema'])}" if content else ""
        yield Sample(title="", body="", command=plain + file, answer="")


def file_of(described: Json) -> str:
    """Name the file that holds a body of this kind: some are too long for a command."""
    reference: str = described["$ref"]
    return reference.removeprefix(REFERENCE).lower() + ".json"


def command(path: str, method: str, described: Json, home: str) -> str:
    """Write a call without its body for a shell."""
    sends_by_itself = method == "get" or (method == "post" and "requestBody" in described)
    options = [] if sends_by_itself else [f"-X {method.upper()}"]
    if {} not in described["security"]:
        options.append('-H "Authorization: Token $TOKEN"')
    for parameter in described.get("parameters", ()):
        name = parameter["name"]
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", sample_of(parameter))
        elif parameter["in"] == "header" and parameter.get("required"):
            options.append(f'-H "{name}: $ETAG"')
    return " ".join([f"curl -s {home}{path}", *options])


def sample_of(parameter: Json) -> str:
    """Return what may stand in an address: an example, a key, or a variable where only the reader knows it."""
    known = [parameter["example"]] if "example" in parameter else parameter["schema"].get("enum", ())
    return str(known[0]) if known else f"${parameter['name'].upper()}"


def shape(name: str, described: Json) -> Shape:
    return Shape(
        name=name,
        description=described["description"],
        fields=tuple(fields(described)),
        type=() if objects_in(described) else tuple(type_of(described)),
    )


def objects_in(described: Json) -> Sequence[Json]:
    """Return the objects, of one decision model or another, that a document may be; none: it is something else."""
    found: Sequence[Json] = described.get("anyOf", [described])
    return found if all("properties" in each for each in found) else ()


def fields(described: Json) -> Iterator[Field]:
    objects = objects_in(described)
    for name in dict.fromkeys(name for each in objects for name in each["properties"]):
        here = [each["properties"][name] for each in objects if name in each["properties"]]
        needed = all(name in each.get("required", ()) for each in objects)
        yield Field(name, tuple(either(here)), needed, here[0].get("description", ""))


def resolved(described: Json, shapes: Json) -> Json:
    """Follow a reference to the document that it means; of several that have names, the first is the one to show."""
    while not objects_in(described):
        if "anyOf" in described:
            described = described["anyOf"][0]
        elif "$ref" in described:
            described = shapes[described["$ref"].removeprefix(REFERENCE)]
        else:
            break
    return described


def type_of(described: Json) -> Iterator[Piece]:
    """Say a JSON Schema in words."""
    match described:
        case {"$ref": str(reference)}:
            name = reference.removeprefix(REFERENCE)
            yield Piece(name, name)
        case {"anyOf": list(branches)} | {"oneOf": list(branches)}:
            yield from either(branches)
        case {"const": value}:
            yield Piece(json.dumps(value))
        case {"enum": list(values)}:
            yield Piece(", ".join(json.dumps(value) for value in values))
        case {"type": "array", "items": inner}:
            yield Piece(_("list of "))
            yield from type_of(inner)
        case {"type": "object", "additionalProperties": dict(inner)}:
            yield Piece(_("object of "))
            yield from type_of(inner)
        case {"type": "object", "patternProperties": dict(patterns)}:
            (inner,) = patterns.values()
            yield Piece(_("object of "))
            yield from type_of(inner)
        case {"type": "object", "properties": fields}:
            yield Piece(_("object with any of: ") + ", ".join(fields) if fields else _("empty object"))
        case {"type": str(kind)}:
            yield Piece(KIND_NAMES.get(kind, kind) + limits(described))
        case _:
            yield Piece(_("anything"))


KIND_NAMES = {"array": "list"}


def either(branches: Sequence[Json]) -> Iterator[Piece]:
    """Say alternatives once each, and `null` last: those of two decision models have much in common."""
    found = list(alternatives(branches))
    said: list[tuple[Piece, ...]] = []
    for branch in sorted(found, key=lambda each: each == NULL):
        pieces = tuple(type_of(branch))
        if pieces not in said and not any(is_part_of(branch, other) for other in found):
            said.append(pieces)
    for position, pieces in enumerate(said):
        if position:
            yield Piece(" | ")
        yield from pieces


def alternatives(branches: Sequence[Json]) -> Iterator[Json]:
    for branch in branches:
        if "anyOf" in branch:
            yield from alternatives(branch["anyOf"])
        elif None in branch.get("enum", ()):
            yield {"enum": [value for value in branch["enum"] if value is not None]}
            yield NULL
        else:
            yield {name: inner for name, inner in branch.items() if name != "description"}


def is_part_of(one: Json, other: Json) -> bool:
    """Whether whoever reads of the other learns nothing more from this one."""
    if "enum" in one and "enum" in other:
        return set(one["enum"]) < set(other["enum"])
    mine, its = one.get("properties"), other.get("properties")
    return mine is not None and its is not None and mine.items() <= its.items() and len(mine) < len(its)


def limits(described: Json) -> str:
    signs = {"minimum": "≥", "maximum": "≤", "maxLength": "≤"}
    found = [f"{sign} {described[name]:,.15g}" for name, sign in signs.items() if name in described]
    return f" ({', '.join(found)})" if found else ""
