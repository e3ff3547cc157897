"""What can be done with scenarios of one's own: kept from an assessment, brought in, begun from, taken out again."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, count
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.access.actor import account_actor
from decisions.access.audit import note_act
from decisions.documents.faults import DecisionError, Fault, NotUnderstood, pointer
from decisions.documents.request import Answer as GivenAnswer
from decisions.documents.request import DetailedAnswer, Workload
from decisions.documents.scenario import OwnScenario as GivenScenario
from decisions.documents.scenario import ScenarioContents
from decisions.models import Answer, Assessment, OwnScenario
from decisions.models import Workload as WorkloadRow
from decisions.services.assessments import Owner, columns_of, start, visible
from decisions.services.changes import Stale, touch
from decisions.services.compile import CompiledModel, compiled
from decisions.services.understand import understand
from decisions.services.weighting import statement_of

MOST_SCENARIOS = 100  # of one account
MOST_BYTES = 500_000  # of one that is brought in
MOST_VALUES = 20_000
UNNAMED = "scenario"  # a key, where the name has no letter that may stand in one
NUMBERED = 56  # characters of a key, so that a number may follow
NOT_IN_A_KEY = re.compile(r"[^a-z0-9]+")


class ScenarioRefused(DecisionError):
    """A scenario cannot be kept, or cannot be called that."""


def create(*, user: User, given: GivenScenario) -> OwnScenario:
    return store(draft(user=user, given=given))


def draft(*, user: User, given: GivenScenario) -> OwnScenario:
    """Return a scenario that the decision model understands, not stored yet."""
    return OwnScenario(user=user, key=given.key, **columns(given))


def store(row: OwnScenario) -> OwnScenario:
    """Keep a scenario; its key is one that the account has not used."""
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=row.user_id)
            if OwnScenario.objects.filter(user=row.user).count() >= MOST_SCENARIOS:
                message = _("An account may have %(most)s scenarios. Delete one first.") % {"most": MOST_SCENARIOS}
                raise ScenarioRefused(Fault("", "too_many_scenarios", message))
            row.save(force_insert=True)
            note_act("scenario.made", account_actor(row.user), scenario=row.key)
    except IntegrityError as fault:
        message = _("You have a scenario with the key %(key)s already.") % {"key": row.key}
        raise ScenarioRefused(Fault("/key", "key_taken", message)) from fault
    return row


def keep(*, user: User, assessment: Assessment, label: str) -> OwnScenario:
    """Keep what an assessment says, to begin with it again.

    A name is used once: whoever sends the form twice, or has forgotten, would else have two that look alike.
    """
    if OwnScenario.objects.filter(user=user, label=visible(label)).exists():
        message = _("You have a scenario of this name already.")
        raise ScenarioRefused(Fault("/label", "name_taken", message))
    return create(user=user, given=scenario_of(assessment, key=free_key(user, key_for(label)), label=label))


def bring_in(*, user: User, given: GivenScenario) -> OwnScenario:
    """Keep a scenario that came as a file; where its key is used, it gets the next one that is free."""
    return create(user=user, given=given.model_copy(update={"key": free_key(user, given.key)}))


def rename(*, own: OwnScenario, label: str, revision: int | None = None) -> OwnScenario:
    return rewrite(own=own, contents=own.given().model_copy(update={"label": label}), revision=revision)


def rewrite(*, own: OwnScenario, contents: ScenarioContents, revision: int | None = None) -> OwnScenario:
    """Let it say all that `contents` says, under the key that it has; return it as it stands afterwards."""
    wanted = columns(contents)
    with changing(own, revision) as locked:
        if any(getattr(locked, name) != value for name, value in wanted.items()):
            now = {**wanted, "revision": locked.revision + 1, "updated": timezone.now()}
            if not OwnScenario.objects.filter(pk=own.pk, revision=locked.revision).update(**now):
                raise Stale
            for name, value in now.items():
                setattr(locked, name, value)
            note_act("scenario.changed", account_actor(locked.user), scenario=own.key, revision=locked.revision)
    return locked


def delete(*, own: OwnScenario, revision: int | None = None) -> None:
    """Delete it; what was begun from it stays as it is."""
    with changing(own, revision) as locked:
        note_act("scenario.deleted", account_actor(locked.user), scenario=locked.key)
        locked.delete()


@contextmanager
def changing(own: OwnScenario, revision: int | None) -> Iterator[OwnScenario]:
    """Open a transaction on the scenario as it stands now; `revision` is the one that the caller has read, if any."""
    with transaction.atomic():
        locked = OwnScenario.objects.select_for_update().get(pk=own.pk)
        if revision is not None and locked.revision != revision:
            raise Stale
        yield locked


def columns(contents: ScenarioContents) -> dict[str, Any]:
    """Return what is stored of a scenario that the decision model understands; refuse any other."""
    model = compiled(contents.model)
    tidy = tidied(contents)
    understand(tidy.request(), model)
    tidy = tidy.model_copy(update={"answers": without_idle(tidy, model)})
    return {
        "label": tidy.label,
        "model": tidy.model,
        "document": tidy.model_dump(exclude={"key", "label", "model"}, exclude_defaults=True),
    }


def tidied(contents: ScenarioContents) -> ScenarioContents:
    """Drop from names what cannot be seen; refuse those of which nothing is left."""
    label = visible(contents.label)
    if not label:
        raise NotUnderstood(Fault("/label", "name_missing", _("Give the scenario a name.")))
    names = [visible(workload.name) for workload in contents.workloads or ()]
    if not all(names):
        place = pointer("workloads", names.index(""), "name")
        raise NotUnderstood(Fault(place, "name_missing", _("Give the workload a name.")))
    workloads = [
        workload.model_copy(update={"name": name})
        for workload, name in zip(contents.workloads or (), names, strict=True)
    ]
    return contents.model_copy(update={"label": label, "workloads": contents.workloads and workloads})


def without_idle(contents: ScenarioContents, model: CompiledModel) -> dict[str, GivenAnswer]:
    """Leave out what takes back nothing, since the base brings no such answer."""
    brought = model.scenario_answers[contents.scenario] if contents.scenario is not None else {}
    return {
        key: answer
        for key, answer in contents.answers.items()
        if answer is not None or model.questions[key].index in brought
    }


def free_key(user: User, wanted: str) -> str:
    """Return a key that the account has not used: the wanted one, or with the next number."""
    taken = set(OwnScenario.objects.filter(user=user).values_list("key", flat=True))
    numbered = (f"{wanted[:NUMBERED]}_{number}" for number in count(2))
    return next(key for key in chain((wanted,), numbered) if key not in taken)


def key_for(label: str) -> str:
    """Make a key of what may stand in one.

    >>> key_for("Payment core (EU)"), key_for("支付核心")
    ('payment_core_eu', 'scenario')
    """
    letters = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return NOT_IN_A_KEY.sub("_", letters).strip("_")[:NUMBERED] or UNNAMED


def scenario_of(assessment: Assessment, *, key: str, label: str) -> GivenScenario:
    """Return what an assessment says as a scenario.

    Notes, and how sure an answer is, stay behind: they tell of one system, and would be untrue of the next.
    """
    return GivenScenario(
        key=key,
        label=visible(label),
        model=assessment.decision_model.key,
        scenario=assessment.scenario or None,
        answers=bare({answer.question: answer.given() for answer in assessment.answers.all()}),
        weights=assessment.weights,
        weighting=assessment.statement if assessment.weighting is not None else None,
        workloads=[bare_workload(workload.given()) for workload in assessment.workloads.all()],
    )


def bare(answers: Mapping[str, GivenAnswer]) -> dict[str, GivenAnswer]:
    """Drop the circumstances of answers."""
    return {
        key: DetailedAnswer(does_not_apply=answer.does_not_apply)
        if isinstance(answer, DetailedAnswer) and answer.value is None
        else answer.value
        if isinstance(answer, DetailedAnswer)
        else answer
        for key, answer in answers.items()
    }


def bare_workload(given: Workload) -> Workload:
    return given.model_copy(update={"answers": bare(given.answers)})


def start_from(*, owner: Owner, own: OwnScenario, title: str = "") -> Assessment:
    """Begin a piece of work with what a scenario of one's own says, on the current version of its decision model.

    What it answers are then one's own answers, and may be changed like any; its base answers the rest.
    """
    return start_filled(owner=owner, given=understood(own), title=title)


def understood(own: OwnScenario) -> GivenScenario:
    """Return a scenario that may be begun with: a later version may not know what an earlier one did."""
    given = own.given()
    understand(given.request(), compiled(given.model))
    return given


def start_filled(*, owner: Owner, given: GivenScenario, title: str = "") -> Assessment:
    with transaction.atomic():
        begun = start(owner=owner, title=title or given.label, model=given.model, scenario=given.scenario or "")
        fill(begun, given)
    return begun


def fill(begun: Assessment, given: GivenScenario) -> None:
    counted = touch(begun, "assessment.filled", scenario=given.key)
    begun.statement = statement_of(given.request())
    begun.save(update_fields=["weights", "weighting"])
    Answer.objects.bulk_create(
        Answer(assessment=begun, question=key, revision=counted, updated=begun.updated, **columns_of(answer))
        for key, answer in given.answers.items()
    )
    if given.workloads is not None:
        begun.workloads.all().delete()
        WorkloadRow.objects.bulk_create(
            workload_row(begun, position, workload, counted) for position, workload in enumerate(given.workloads)
        )


def workload_row(begun: Assessment, position: int, given: Workload, counted: int) -> WorkloadRow:
    row = WorkloadRow(
        assessment=begun,
        name=visible(given.name),
        position=position,
        scenario_workload=given.scenario_workload or "",
        answers={key: {**columns_of(answer), "revision": counted} for key, answer in given.answers.items()},
    )
    row.statement = statement_of(given)
    return row
