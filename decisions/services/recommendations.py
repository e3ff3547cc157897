"""Freeze what an assessment comes to, sign it off, see to its conditions. A frozen record never changes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions import engine
from decisions.access.audit import note_act
from decisions.documents.evaluation import Evaluation, PlacedEvaluation
from decisions.documents.record import FORMAT, Record, Versions, canonical, digest_of_tree
from decisions.documents.request import Language
from decisions.models import NAME_LENGTH, Assessment, ChecklistItem, Recommendation, SignOff, new_code
from decisions.services.assessments import compiled_for, visible
from decisions.services.changes import Stale, changing
from decisions.services.evaluate import evaluate
from decisions.services.measures import measures_for

COMMENT_LENGTH = 2000  # characters
SECONDS = "%Y-%m-%dT%H:%M:%SZ"


class RecordRefused(Exception):
    """What is asked cannot be done with this record; the message says why."""

    def __init__(self, code: str, message: str, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.field = field  # of what was sent; empty: the whole of it


@dataclass(frozen=True, slots=True)
class Frozen:
    """A record, and whether it is new: freezing twice what has not changed gives the same record."""

    recommendation: Recommendation
    is_new: bool


Evaluations = dict[Language, Evaluation]


def freeze(*, assessment: Assessment, revision: int | None = None) -> Frozen:
    """Evaluate the assessment as it stands and keep the result.

    A recommendation is never updated: answer again and freeze a new one, so that a printed report can always be traced
    to the row behind it. The result is computed before the transaction begins; if the assessment was changed meanwhile,
    it is `Stale`.
    """
    if revision is not None and assessment.revision != revision:
        raise Stale
    return keep(assessment=assessment, evaluations=evaluated_in_all_languages(assessment))


def evaluated_in_all_languages(assessment: Assessment) -> Evaluations:
    return {language: evaluated(assessment, language) for language in get_args(Language)}


def keep(*, assessment: Assessment, evaluations: Evaluations) -> Frozen:
    """Keep what an assessment came to, unless it was changed while that was computed."""
    with changing(assessment, assessment.revision) as locked:
        last = locked.recommendations.order_by("number").last()
        if last is not None and is_the_same(last, locked):
            return Frozen(last, is_new=False)
        now = timezone.now()
        record = written(record_of(assessment, evaluations, last, now))
        found = evaluations["en"]
        recommendation = Recommendation.objects.create(
            code=record["code"],
            assessment=locked,
            number=record["number"],
            supersedes=last,
            revision=locked.revision,
            title=locked.title,
            decision_model=locked.decision_model,
            engine=engine.VERSION,
            verdict=found.verdict,
            platform=found.platform or "",
            confidence=found.confidence,
            digest=record["digest"],
            document=canonical(record),
            frozen_at=now,
        )
        before = seen_to(last)
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                recommendation=recommendation, position=position, kind=kind, key=key, **before.get((kind, key), {})
            )
            for position, (kind, key) in enumerate(to_see_to(found, assessment))
        )
        note_act("recommendation.frozen", recommendation.code, assessment=locked.code, digest=recommendation.digest)
    return Frozen(recommendation, is_new=True)


def evaluated(assessment: Assessment, language: Language) -> Evaluation:
    evaluation = evaluate(assessment.request(language), version=assessment.decision_model.version)
    if not isinstance(evaluation, Evaluation):
        raise TypeError("The request did not ask for everything.")
    return evaluation


def is_the_same(last: Recommendation, assessment: Assessment) -> bool:
    """Whether nothing that a record holds has changed since the last one."""
    return (last.revision, last.decision_model_id, last.engine) == (
        assessment.revision,
        assessment.decision_model_id,
        engine.VERSION,
    )


def record_of(
    assessment: Assessment, evaluations: dict[Language, Evaluation], last: Recommendation | None, now: datetime
) -> Record:
    """Return what is kept, but for its digest."""
    provenance = next(iter(evaluations.values())).provenance
    return Record(
        format=FORMAT,
        code=new_code(),
        number=last.number + 1 if last is not None else 1,
        supersedes=last.code if last is not None else None,
        title=assessment.title,
        frozen_at=now.strftime(SECONDS),
        request=assessment.request("en").model_copy(update={"seed": provenance.seed}),
        versions=Versions(
            model=provenance.model,
            model_version=provenance.model_version,
            model_digest=provenance.model_digest,
            engine=provenance.engine,
            seed=provenance.seed,
        ),
        evaluations=dict(evaluations),
        digest="",
    )


def written(record: Record) -> dict[str, Any]:
    """Return a record as a JSON tree, with its digest."""
    tree: dict[str, Any] = json.loads(record.model_dump_json())
    return {**tree, "digest": digest_of_tree(tree)}


def as_it_stands(assessment: Assessment, last: Recommendation, language: Language) -> Record:
    """Return what freezing would keep now, to set it beside the last record; it is stored nowhere."""
    return record_of(assessment, {language: evaluated(assessment, language)}, last, timezone.now())


def to_see_to(evaluation: Evaluation, assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield what somebody has to see to: open conditions of the leader and of the layout, then hardening measures."""
    conditions = [
        condition.constraint
        for condition in evaluation.conditions
        if condition.platform == evaluation.platform and not condition.confirmed
    ]
    if isinstance(evaluation, PlacedEvaluation):
        conditions += [shared.constraint for shared in evaluation.layout.conditions if not shared.confirmed]
    for key in dict.fromkeys(conditions):
        yield ChecklistItem.Kind.CONDITION, key
    for measure in measures_for(evaluation, compiled_for(assessment.decision_model).document):
        yield ChecklistItem.Kind.HARDENING, measure.countermeasure.key


def seen_to(last: Recommendation | None) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what was seen to in the record that is superseded, by item: the work on it goes on in the next."""
    items = last.checklist.all() if last is not None else ()
    return {
        (item.kind, item.key): {"owner": item.owner, "due": item.due, "done_at": item.done_at, "note": item.note}
        for item in items
    }


def is_superseded(recommendation: Recommendation) -> bool:
    return Recommendation.objects.filter(supersedes=recommendation).exists()


def sign_off(
    *,
    recommendation: Recommendation,
    name: str,
    role: str,
    decision: str,
    comment: str = "",
    digest: str,
    user: User | None = None,
) -> SignOff:
    """Keep what a reviewer decided. `digest` is that of the record that the reviewer read."""
    if decision not in SignOff.Decision.values:
        raise RecordRefused("unknown_decision", _("Choose one of the decisions that are listed."), "decision")
    called, as_role = (
        line(name, "name", _("Give the reviewer's name.")),
        line(role, "role", _("Give the reviewer's role.")),
    )
    told = visible(comment, lines=True)
    if len(told) > COMMENT_LENGTH:
        message = _("The comment may have %(most)s characters; it has %(n)s.") % {
            "most": COMMENT_LENGTH,
            "n": len(told),
        }
        raise RecordRefused("too_long", message, "comment")
    if digest != recommendation.digest:
        message = _("The digest is not that of this record. Read the record again before signing.")
        raise RecordRefused("other_digest", message, "digest")
    with changing(recommendation.assessment, None):  # so that nobody freezes a newer one meanwhile
        if is_superseded(recommendation):
            message = _("A newer recommendation supersedes this one. Sign that one.")
            raise RecordRefused("superseded", message)
        signed = SignOff.objects.create(
            recommendation=recommendation,
            name=called,
            role=as_role,
            decision=decision,
            comment=told,
            digest=recommendation.digest,
            user=user,
        )
        note_act("recommendation.signed", recommendation.code, decision=decision)
    return signed


def line(text: str, field: str, missing: str) -> str:
    seen = visible(text)
    if not seen:
        raise RecordRefused("missing", missing, field)
    if len(seen) > NAME_LENGTH:
        message = _("This may have %(most)s characters; it has %(n)s.") % {"most": NAME_LENGTH, "n": len(seen)}
        raise RecordRefused("too_long", message, field)
    return seen


def see_to(
    *, item: ChecklistItem, owner: str, due: date | None, done: bool, note: str = "", revision: int | None = None
) -> ChecklistItem:
    """Write who sees to an item, until when, and whether it is done."""
    called, told = visible(owner), visible(note, lines=True)
    if len(called) > NAME_LENGTH:
        message = _("This may have %(most)s characters; it has %(n)s.") % {"most": NAME_LENGTH, "n": len(called)}
        raise RecordRefused("too_long", message, "owner")
    if len(told) > COMMENT_LENGTH:
        message = _("The note may have %(most)s characters; it has %(n)s.") % {"most": COMMENT_LENGTH, "n": len(told)}
        raise RecordRefused("too_long", message, "note")
    with changing(item.recommendation.assessment, None):  # as above: what is written goes on in the newer one
        locked = ChecklistItem.objects.select_for_update().get(pk=item.pk)
        if is_superseded(item.recommendation):
            message = _("A newer recommendation supersedes this one. Its checklist goes on there.")
            raise RecordRefused("superseded", message)
        columns = {
            "owner": called,
            "due": due,
            "done_at": (locked.done_at or timezone.now()) if done else None,
            "note": told,
        }
        if all(getattr(locked, name) == value for name, value in columns.items()):
            return locked
        if revision is not None and locked.revision != revision:
            raise Stale
        counted = ChecklistItem.objects.filter(pk=locked.pk, revision=locked.revision).update(
            **columns, revision=locked.revision + 1
        )
        if not counted:
            raise Stale
        note_act("checklist.changed", item.recommendation.code, item=locked.key, done=done)
        locked.refresh_from_db()
    return locked
