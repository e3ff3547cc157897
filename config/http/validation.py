"""What a body must look like: pydantic's faults in our words, each with its place in the document."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.http.door import Path, entry
from config.http.problems import MOST_ERRORS, ErrorEntry, Problem

Shape = TypeVar("Shape", bound=BaseModel)

# pydantic's type of fault: our code and sentence. What is raised in our own models brings its own.
FAULTS: dict[str, tuple[str, Promise]] = {
    "missing": ("missing", gettext_lazy("%(field)s is missing.")),
    "extra_forbidden": ("unknown_field", gettext_lazy("There is no field %(field)s.")),
    "literal_error": ("unknown_choice", gettext_lazy("%(field)s must be one of: %(expected)s.")),
    "string_pattern_mismatch": ("wrong_format", gettext_lazy("%(field)s must match %(pattern)s.")),
    "string_too_long": ("too_long", gettext_lazy("%(field)s may have %(max_length)s characters.")),
    "too_long": ("too_many", gettext_lazy("%(field)s may have %(max_length)s entries.")),
    "too_short": ("too_few", gettext_lazy("%(field)s must have an entry.")),
    "greater_than_equal": ("out_of_range", gettext_lazy("%(field)s must be at least %(ge)s.")),
    "less_than_equal": ("out_of_range", gettext_lazy("%(field)s may be at most %(le)s.")),
    "union_tag_invalid": ("unknown_choice", gettext_lazy("%(field)s must be one of: %(expected_tags)s.")),
    "union_tag_not_found": ("missing", gettext_lazy("%(field)s is missing.")),
    "finite_number": ("out_of_range", gettext_lazy("%(field)s is too large a number.")),
}
TYPES: dict[str, Promise] = {
    "string_type": gettext_lazy("a text"),
    "int_type": gettext_lazy("a whole number"),
    "int_from_float": gettext_lazy("a whole number"),
    "float_type": gettext_lazy("a number"),
    "bool_type": gettext_lazy("true or false"),
    "list_type": gettext_lazy("a list"),
    "dict_type": gettext_lazy("an object"),
    "model_type": gettext_lazy("an object"),
    "model_attributes_type": gettext_lazy("an object"),
}
QUOTED = re.compile("'([^']*)'")
LONGEST_NAME = 80  # characters of a field's name in a sentence; any name may be sent to us
WRONG_TYPE = "wrong_type"
CODES = tuple(sorted({WRONG_TYPE, *(code for code, _sentence in FAULTS.values())}))


def validated(tree: Any, shape: type[Shape]) -> Shape:
    """Return the document in this shape, or raise the `Problem` that lists every fault.

    Pydantic takes the parsed document, which costs a quarter of reading the body again. A shape with dates or tuples
    could not be strict about it, because JSON has neither.
    """
    try:
        return shape.model_validate(tree, strict=True)
    except ValidationError as refused:
        raise refusal(refused.errors(include_url=False, include_input=False), tree) from refused


def parameters_as(shape: type[Shape], given: Mapping[str, str]) -> Shape:
    """Return the parameters of an address in this shape, or raise the `Problem` that lists every fault."""
    tree = dict(given)
    try:
        return shape.model_validate(tree, strict=True)
    except ValidationError as refused:
        errors = refusal(refused.errors(include_url=False, include_input=False), tree).errors
        raise not_understood([of_parameter(error) for error in errors]) from refused


def of_parameter(error: ErrorEntry) -> ErrorEntry:
    return ErrorEntry(parameter=(error.pointer or "").removeprefix("/"), code=error.code, message=error.message)


def not_understood(errors: Sequence[ErrorEntry]) -> Problem:
    return Problem("not_understood", errors=errors)


def refusal(errors: Iterable[ErrorDetails], tree: Any) -> Problem:
    """Return the problem with an entry for each fault, as far as anybody reads on.

    Where several types are allowed, pydantic reports why the value is none of them. Only what is wrong with the type
    that was meant helps the reader; where none was, it is one fault.
    """
    found: dict[Path, list[ErrorDetails]] = {}
    for error in errors:
        found.setdefault(place(error, tree), []).append(error)
    inside = {path[:length] for path in found for length in range(len(path))}
    places = [(path, here) for path, here in found.items() if path not in inside or telling(here)]
    entries = [fault for path, here in places[:MOST_ERRORS] for fault in faults_at(path, here)]
    return Problem("not_understood", errors=entries, count=max(len(places), len(entries)))


def place(error: ErrorDetails, tree: Any) -> Path:
    """Follow pydantic's path through the document, leaving out the names that it gives to branches and keys."""
    path: list[str | int] = []
    here = tree
    for step in error["loc"]:
        if step in here if isinstance(here, dict) else isinstance(here, list) and isinstance(step, int):
            here = here[step]
            path.append(step)
    if error["type"] == "missing":
        path.append(error["loc"][-1])
    if error["type"] in {"union_tag_invalid", "union_tag_not_found"}:  # the field that says which kind it is
        path.append(error["ctx"]["discriminator"].strip("'"))
    return tuple(path)


def telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out that the value is not of one of the types it could have."""
    return [error for error in errors if error["type"] not in TYPES]


def faults_at(path: Path, errors: list[ErrorDetails]) -> Iterator[ErrorEntry]:
    for error in telling(errors):
        code, sentence = said(path, error)
        yield entry(path, code, sentence)
    if not telling(errors):
        allowed = list(dict.fromkeys(str(TYPES[error["type"]]) for error in errors))
        sentence = _("%(field)s must be %(types)s.") % {"field": name(path), "types": either(allowed)}
        yield entry(path, WRONG_TYPE, sentence)


def said(path: Path, error: ErrorDetails) -> tuple[str, str]:
    facts = {key: plain(fact) for key, fact in error.get("ctx", {}).items()} | {"field": name(path)}
    if error["type"] in FAULTS:
        code, sentence = FAULTS[error["type"]]
        return code, str(sentence) % facts
    return error["type"], _(error["msg"]) % facts


def plain(fact: Any) -> Any:
    """Write what pydantic says of a rule without its English: 1000000.0 as 1000000, "'en' or 'zh-hans'" as a list."""
    if isinstance(fact, float) and fact.is_integer():
        return int(fact)
    if isinstance(fact, str) and (choices := QUOTED.findall(fact)):
        return _(", ").join(choices)
    return fact


def name(path: Path) -> str:
    """Say what a sentence is about: the name of the field, `platforms[0]`, or the whole body."""
    names = [index for index, step in enumerate(path) if isinstance(step, str)]
    if not names:
        return "".join([_("The body"), *(f"[{step}]" for step in path)])
    last = names[-1]
    return "".join([Truncator(str(path[last])).chars(LONGEST_NAME), *(f"[{step}]" for step in path[last + 1 :])])


def either(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("%(all_but_last)s or %(last)s") % {"all_but_last": _(", ").join(words[:-1]), "last": words[-1]}
