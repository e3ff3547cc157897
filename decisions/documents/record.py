"""A recommendation as it was frozen: all that it takes to recompute it, and what came out.

The digest is taken of the JSON tree, not of this class: a field that requests or evaluations gain later leaves the
digests of older records as they are.
"""

import hashlib
import json
from typing import Any, Literal

from pydantic import Field

from decisions.documents.evaluation import Evaluation, PlacedEvaluation
from decisions.documents.request import Document, EvaluationRequest, Language

FORMAT: Literal["berth.recommendation/1"] = "berth.recommendation/1"


class Versions(Document):
    """What the result was computed with."""

    model: str
    model_version: str
    model_digest: str  # sha256:…
    engine: str
    seed: int


class Record(Document):
    """A frozen recommendation."""

    format: Literal["berth.recommendation/1"]
    code: str
    number: int = Field(ge=1)  # of the assessment's recommendations
    supersedes: str | None  # code
    title: str
    frozen_at: str  # ISO 8601, UTC
    request: EvaluationRequest  # in full detail, with its seed; in the first of the languages below
    versions: Versions
    evaluations: dict[Language, PlacedEvaluation | Evaluation]  # the same result in every language
    digest: str  # sha256:… of the rest


def digest_of_tree(tree: dict[str, Any]) -> str:
    """Digest a record's JSON tree but for the digest itself.

    The tree is written with sorted names, no white space, UTF-8 as it is, and numbers in their shortest form that reads
    back the same.

    >>> digest_of_tree({"b": 1.50, "a": "é", "digest": "…"}) == digest_of_tree({"a": "é", "b": 1.5})
    True
    """
    rest = {name: value for name, value in tree.items() if name != "digest"}
    return "sha256:" + hashlib.sha256(canonical(rest).encode()).hexdigest()


def canonical(tree: Any) -> str:
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
