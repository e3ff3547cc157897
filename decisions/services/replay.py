"""Recompute a frozen record from its own JSON, and find records that a newer decision model would decide otherwise."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from decisions import engine
from decisions.documents.evaluation import VerdictEvaluation
from decisions.documents.faults import DecisionError, Fault, UnknownModel
from decisions.documents.record import Record, canonical, digest_of_tree
from decisions.models import Recommendation
from decisions.services.compile import compiled
from decisions.services.evaluate import evaluate, evaluate_many
from decisions.services.wording import hundredths
from scenarios.models import DecisionModel

MOST_DIFFERENCES = 100  # listed one by one


class NotARecord(Exception):
    """What was given is not the JSON of a frozen recommendation; the message says why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place at which the recomputed result is not what the record says."""

    pointer: str  # JSON Pointer into the record
    frozen: Any  # null: it was not there
    replayed: Any


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of recomputing a record."""

    digest_holds: bool  # the record is as it was frozen
    same_bytes: bool  # and its evaluations come out the same, byte for byte
    engine: str  # that recomputed it
    differences: tuple[Difference, ...]
    more: int  # differences that are not listed
    because: str  # why it could not be recomputed; empty where it was

    @property
    def sentence(self) -> str:
        if self.because:
            return self.because
        if not self.digest_holds:
            return _("The record was changed after it was frozen: its digest does not hold.")
        if self.same_bytes:
            return _("Same bytes: the record comes out exactly as it was frozen.")
        return _("It comes out differently. What differs is listed.")


def replay(document: str) -> Replay:
    """Recompute the evaluations of a record with the very version of the decision model that it names.

    Raises
    ------
    NotARecord
        Where the text is not the JSON of a record.
    """
    return replayed(*read_record(document))


def replayed(tree: dict[str, Any], record: Record) -> Replay:
    """Recompute a record; `tree` is its JSON as it was written, which is what was digested."""
    digest_holds = digest_of_tree(tree) == record.digest
    try:
        found = recomputed(record)
    except DecisionError as fault:
        return Replay(digest_holds, False, engine.VERSION, (), 0, str(fault))
    differences = list(differing(tree["evaluations"], found, "/evaluations"))
    return Replay(
        digest_holds=digest_holds,
        same_bytes=digest_holds and canonical(tree["evaluations"]) == canonical(found),
        engine=engine.VERSION,
        differences=tuple(differences[:MOST_DIFFERENCES]),
        more=max(0, len(differences) - MOST_DIFFERENCES),
        because="",
    )


def read_record(document: str) -> tuple[dict[str, Any], Record]:
    try:
        record = Record.model_validate_json(document)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        place = "/".join(str(step) for step in first["loc"])
        message = _("This is not the JSON of a frozen recommendation: %(place)s: %(message)s")
        raise NotARecord(message % {"place": place or "/", "message": first["msg"]}) from fault
    return json.loads(document), record


def recomputed(record: Record) -> dict[str, Any]:
    """Return the evaluations as they come out today, as a JSON tree."""
    versions = record.versions
    model = compiled(versions.model, versions.model_version)
    if model.digest != versions.model_digest:
        message = _("The decision model %(model)s %(version)s that is published here has another digest.")
        words = {"model": versions.model, "version": versions.model_version}
        raise UnknownModel(Fault("/versions/model_digest", "unknown_model", message % words))
    return {
        language: json.loads(
            evaluate(
                record.request.model_copy(update={"language": language}), version=versions.model_version
            ).model_dump_json()
        )
        for language in record.evaluations
    }


def differing(frozen: Any, replayed: Any, place: str) -> Iterator[Difference]:
    """Walk two JSON trees and yield where they part."""
    if isinstance(frozen, dict) and isinstance(replayed, dict):
        for name in sorted(frozen.keys() | replayed.keys()):
            if name in frozen and name in replayed:
                yield from differing(frozen[name], replayed[name], f"{place}/{name}")
            else:
                yield Difference(f"{place}/{name}", frozen.get(name), replayed.get(name))
    elif isinstance(frozen, list) and isinstance(replayed, list) and len(frozen) == len(replayed):
        for index, (one, other) in enumerate(zip(frozen, replayed, strict=True)):
            yield from differing(one, other, f"{place}/{index}")
    elif frozen != replayed or type(frozen) is not type(replayed):
        yield Difference(place, frozen, replayed)


@dataclass(frozen=True, slots=True)
class Drift:
    """A frozen recommendation beside what the newest version of its decision model would say."""

    recommendation: Recommendation
    newest: DecisionModel
    evaluation: VerdictEvaluation | None  # none: the newest version does not understand the request
    because: str  # why it does not

    @property
    def version(self) -> str:
        return self.newest.version

    @property
    def leads_elsewhere(self) -> bool:
        return self.evaluation is None or (self.evaluation.platform or "") != self.recommendation.platform

    @property
    def is_drift(self) -> bool:
        """Whether verdict or platform would be another, or the confidence one that shows."""
        if self.evaluation is None:
            return True
        frozen, now = self.recommendation, self.evaluation
        shows = hundredths(now.confidence) != hundredths(frozen.confidence)
        return self.leads_elsewhere or now.verdict != frozen.verdict or shows


def drift(recommendations: Sequence[Recommendation]) -> list[Drift]:
    """Evaluate again what was frozen with a version that is no longer the newest; nothing stored is touched."""
    newest = {row.key: row for row in DecisionModel.objects.for_catalogue()}
    older = [entry for entry in recommendations if newest[entry.decision_model.key].pk != entry.decision_model_id]
    requests = [entry.request.model_copy(update={"detail": "verdict"}) for entry in older]
    drifts = []
    for entry, answer in zip(older, evaluate_many(requests), strict=True):
        row = newest[entry.decision_model.key]
        if isinstance(answer, DecisionError):
            drifts.append(Drift(entry, row, None, str(answer)))
        else:
            drifts.append(Drift(entry, row, answer, ""))
    return drifts
