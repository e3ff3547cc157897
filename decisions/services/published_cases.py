"""Worked decisions that somebody published, with their numbers: read them, run them, compare the figures.

What was published is compared within the rounding of its source. A case that asks for what is not offered is neither
right nor wrong.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

Outcome = Literal["pass", "fail", "not offered"]
EXACT = 1e-9  # what is allowed where a case states no tolerance

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class PublishedFault(Exception):
    """A file of published cases cannot be used; the message says where and why."""


class NotOffered(Exception):
    """A case asks for a method, or a variant of one, that is not offered; the message says which."""


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # files may say more of a case than is needed to run it


class PublishedCriterion(Entry):
    name: str
    direction: Literal["max", "min"]


class PublishedCase(Entry):
    """One worked decision."""

    id: Annotated[str, Field(min_length=1)]
    method: Annotated[str, Field(min_length=1)]
    source: str
    criteria: list[PublishedCriterion] = []
    alternatives: list[str] = []
    matrix: list[list[Number | None]] | None = None
    weights: list[Number] | None = None
    params: dict[str, JsonValue] = {}
    expected: Annotated[dict[str, JsonValue], Field(min_length=1)]
    tolerance: dict[str, Annotated[Number, Field(ge=0)]] = {}

    @model_validator(mode="after")
    def shapes_fit(self) -> "PublishedCase":
        rows = self.matrix or []
        widths = {len(row) for row in rows}
        if len(widths) > 1:
            raise ValueError("the rows of the matrix differ in length")
        if self.alternatives and rows and len(rows) != len(self.alternatives):
            raise ValueError(f"the matrix has {len(rows)} rows for {len(self.alternatives)} alternatives")
        for name, count in (("column", widths), ("weight", {len(self.weights)} if self.weights else set())):
            if self.criteria and count and count != {len(self.criteria)}:
                raise ValueError(f"there is a {name} for each of {len(self.criteria)} criteria, not {count.pop()}")
        return self

    def allowed(self, key: str) -> float:
        """Return by how much a figure may differ."""
        return self.tolerance.get(key, self.tolerance.get("default", EXACT))


class PublishedFile(Entry):
    cases: Annotated[list[PublishedCase], Field(min_length=1)]

    @model_validator(mode="after")
    def each_once(self) -> "PublishedFile":
        twice = [name for name, count in Counter(case.id for case in self.cases).items() if count > 1]
        if twice:
            raise ValueError(f"the case {twice[0]} stands there twice")
        return self


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one case."""

    case: PublishedCase
    outcome: Outcome
    because: str = ""  # empty for a pass


def read_published(path: Path) -> list[PublishedCase]:
    """Read a file of cases.

    Raises
    ------
    PublishedFault
        When it cannot be read, is not JSON, or does not have the shape.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
    except OSError as fault:
        raise PublishedFault(f"{path}: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise PublishedFault(f"{path}: it is not UTF-8") from fault
    except (ValueError, RecursionError) as fault:
        raise PublishedFault(f"{path}: it is not JSON: {fault}") from fault
    try:
        return PublishedFile.model_validate(content).cases
    except ValidationError as refused:
        faults = [f"{_place(content, fault['loc'])}: {fault['msg']}" for fault in refused.errors()]
        raise PublishedFault("\n".join(f"{path}: {fault}" for fault in faults)) from refused


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _place(content: object, path: Sequence[int | str]) -> str:
    """Say where in the file something is, a case by its name where it has one."""
    places = [str(step) for step in path]
    if len(path) > 1 and isinstance(content, dict) and isinstance(path[1], int):
        case = content["cases"][path[1]]
        if isinstance(case, dict) and isinstance(case.get("id"), str):
            places[:2] = [f"case {case['id']}"]
    return ", ".join(places) or "file"


def compare(case: PublishedCase, figures: Mapping[str, Any]) -> Judgement:
    """Set what was found beside what was published, key by key; what was published as undefined (null) is left out."""
    apart = {}
    for key, published in case.expected.items():
        if key in figures:
            apart[key] = _difference(figures[key], published)
    wrong = {key: difference for key, difference in apart.items() if difference > case.allowed(key)}
    if wrong:
        key = max(wrong, key=lambda each: wrong[each])
        if np.isinf(wrong[key]):
            return Judgement(case, "fail", f"{key}: {_short(figures[key])}, not {_short(case.expected[key])}")
        return Judgement(case, "fail", f"{key}: off by {wrong[key]:.3g}, allowed {case.allowed(key):.3g}")
    unknown = [key for key in case.expected if key not in figures]
    if unknown:
        return Judgement(case, "not offered", f"{', '.join(unknown)} of {case.method}")
    return Judgement(case, "pass")


def _difference(found: Any, published: JsonValue) -> float:
    """Return the largest difference between figures; infinite when they cannot be compared."""
    if published is None:
        return 0.0
    if isinstance(published, dict):
        if not isinstance(found, Mapping) or not published.keys() <= found.keys():
            return float("inf")
        return max((_difference(found[key], value) for key, value in published.items()), default=0.0)
    if isinstance(published, list):
        if np.ndim(found) < 1 or len(found) != len(published):
            return float("inf")
        return max((_difference(one, other) for one, other in zip(found, published, strict=True)), default=0.0)
    if np.ndim(found) or isinstance(published, str):
        return 0.0 if found == published else float("inf")
    if isinstance(published, bool) or isinstance(found, bool | np.bool_):
        return 0.0 if bool(found) is published else float("inf")
    return abs(float(found) - published)


def _short(figures: object) -> str:
    if isinstance(figures, np.ndarray | np.generic):
        figures = figures.tolist()
    return json.dumps(figures)
