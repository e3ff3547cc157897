"""What can be done with the workloads of an assessment."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from decisions.documents.faults import Fault, NotUnderstood
from decisions.documents.request import MOST_WORKLOADS, DetailedAnswer, EvaluationRequest
from decisions.documents.request import Workload as GivenWorkload
from decisions.models import NAME_LENGTH, Answer, Assessment, Workload
from decisions.services.assessments import Saved, columns_of, compiled_for, refuse_unseen, table_of, visible
from decisions.services.changes import changing, refuse_if_done, touch
from decisions.services.reading import read_answer
from decisions.services.understand import workload_faults
from decisions.services.weighting import statement_of

COLUMNS = ("value", "does_not_apply", "certainty", "note")  # of an answer, as a workload keeps them

ORDERING = frozenset({"workload.added", "workload.changed", "workload.moved", "workload.removed"})  # acts
REWRITTEN = ("position", "name", "scenario_workload", "answers", "weights", "weighting")


class WorkloadRefused(Exception):
    """A workload cannot be added, or cannot be called that; the message says why."""

    def __init__(self, code: str, message: str, field: str = "name") -> None:
        super().__init__(message)
        self.code = code
        self.field = field  # of what was sent; empty: the whole of it


def add(
    *, assessment: Assessment, name: str, given: GivenWorkload | None = None, revision: int | None = None
) -> Workload:
    """Add a workload that inherits everything but what `given` says otherwise."""
    answers = overriding(assessment, given) if given is not None else {}
    with changing(assessment, revision) as locked:
        there = list(locked.workloads.all())
        if len(there) >= MOST_WORKLOADS:
            message = _("An assessment may have %(most)s workloads.") % {"most": MOST_WORKLOADS}
            raise WorkloadRefused("too_many", message, "")
        called = checked(name, there)
        counted = touch(locked, "workload.added", workload=called)
        made = Workload(
            assessment=locked, name=called, position=max((workload.position for workload in there), default=-1) + 1
        )
        if given is not None:
            made.scenario_workload = given.scenario_workload or ""
            made.answers = {key: {**columns, "revision": counted} for key, columns in answers.items()}
            made.statement = statement_of(given)
        made.save()
    return made


def rewrite(*, workload: Workload, given: GivenWorkload, position: int, revision: int | None = None) -> Assessment:
    """Let a workload say all that `given` says and stand at `position` of the list, counted as one change.

    Returns the assessment as it stands afterwards.
    """
    answers = overriding(workload.assessment, given)
    with changing(workload.assessment, revision) as locked:
        listed = list(locked.workloads.all())
        here = next(other for other in listed if other.pk == workload.pk)
        others = [other for other in listed if other.pk != here.pk]
        wanted: dict[str, Any] = {
            "name": checked(given.name, others),
            "scenario_workload": given.scenario_workload or "",
            "answers": {key: {**columns, "revision": locked.revision + 1} for key, columns in answers.items()},
            "statement": statement_of(given),
        }
        for key, columns in here.answers.items():
            if key in answers and all(columns[name] == value for name, value in answers[key].items()):
                wanted["answers"][key] = columns  # as it was, with the revision that it was given in
        order = [*others[:position], here, *others[position:]]
        if order == listed and all(getattr(here, name) == value for name, value in wanted.items()):
            return locked
        for name, value in wanted.items():
            setattr(here, name, value)
        for place, other in enumerate(order):
            other.position = place
        Workload.objects.bulk_update(order, REWRITTEN)
        touch(locked, "workload.changed", **named(here))
    return locked


def overriding(assessment: Assessment, given: GivenWorkload) -> dict[str, dict[str, Any]]:
    """Return what a workload is to answer otherwise, by question, as it is stored.

    Taking back what is not inherited says nothing, so it is left out.
    """
    model, scenario = compiled_for(assessment.decision_model), assessment.scenario or None
    request = EvaluationRequest(model=assessment.decision_model.key, scenario=scenario, workloads=[given])
    faults = [
        replace(fault, pointer=fault.pointer.removeprefix("/workloads/0")) for fault in workload_faults(request, model)
    ]
    if faults:
        raise NotUnderstood(*faults)
    inherited = {answer.question for answer in assessment.answers.all() if not answer.is_taken_back}
    brought = {
        *model.scenario_answers.get(assessment.scenario, ()),
        *model.scenario_workloads.get(assessment.scenario, {}).get(given.scenario_workload or "", ()),
    }
    return {
        key: columns_of(answer)
        for key, answer in given.answers.items()
        if answer is not None or key in inherited or model.questions[key].index in brought
    }


def named(workload: Workload) -> dict[str, Any]:
    """Return what the audit trail says of a workload: its name may change, its number does not."""
    return {"workload": workload.name, "number": workload.pk}


def rename(*, workload: Workload, name: str, seen: int | None = None, revision: int | None = None) -> None:
    """Call it otherwise. `seen` is the revision that a form was opened with: it is `Stale` if it was renamed since."""
    with changing(workload.assessment, revision) as locked:
        listed = list(locked.workloads.all())
        here = next(other for other in listed if other.pk == workload.pk)
        called = checked(name, [other for other in listed if other.pk != here.pk])
        if called == here.name:
            return
        refuse_if_done(
            locked,
            seen,
            lambda act: act.action in {"workload.renamed", "workload.changed"} and act.details.get("number") == here.pk,
        )
        here.name = called
        here.save(update_fields=["name"])
        touch(locked, "workload.renamed", **named(here))


def checked(name: str, others: list[Workload]) -> str:
    called = visible(name)
    if not called:
        raise WorkloadRefused("missing", _("Give the workload a name."))
    if len(called) > NAME_LENGTH:
        message = _("The name may have %(most)s characters; it has %(n)s.") % {"most": NAME_LENGTH, "n": len(called)}
        raise WorkloadRefused("too_long", message)
    if called in {other.name for other in others}:
        message = _("There is already a workload called “%(name)s”.") % {"name": called}
        raise WorkloadRefused("workload_twice", message)
    return called


def remove(*, workload: Workload, seen: int | None = None, revision: int | None = None) -> None:
    """Take it out with what is its own. It is `Stale` if it was changed since the revision `seen`."""
    with changing(workload.assessment, revision) as locked:
        refuse_if_done(
            locked,
            seen,
            lambda act: act.action != "workload.moved" and act.details.get("number") == workload.pk,
        )
        told = named(workload)
        workload.delete()
        touch(locked, "workload.removed", **told)


def move(*, workload: Workload, up: bool, seen: int | None = None, revision: int | None = None) -> None:
    """Swap a workload with its neighbour; the first stays first, the last last.

    It is `Stale` if the list is no longer as it was at the revision `seen`: the neighbour may be another.
    """
    with changing(workload.assessment, revision) as locked:
        refuse_if_done(locked, seen, lambda act: act.action in ORDERING)
        order = list(locked.workloads.all())
        here = [other.pk for other in order].index(workload.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(order):
            return
        order[here], order[there] = order[there], order[here]
        for position, other in enumerate(order):
            other.position = position
        Workload.objects.bulk_update(order, ["position"])
        touch(locked, "workload.moved", **named(workload))


def override(
    *,
    workload: Workload,
    question: str,
    given: DetailedAnswer | None,
    seen: int | None = None,
    revision: int | None = None,
) -> Saved:
    """Answer a question otherwise than the whole; None takes back what would be inherited.

    `seen` is the revision of the workload's own answer that a form was opened with, as with those of the assessment.
    """
    table = table_of(workload.assessment, question)
    if given is not None:
        fault = read_answer(table, given)
        if isinstance(fault, Fault):
            raise NotUnderstood(fault)
    wanted = columns_of(given)
    with changing(workload.assessment, revision) as locked:
        current = Workload.objects.get(pk=workload.pk)
        before = current.overrides().get(question)
        if before is not None and all(getattr(before, name) == wanted[name] for name in COLUMNS):
            return Saved(answer=before, changed=False)
        refuse_unseen(before, seen)
        columns = {**wanted, "revision": touch(locked, "answer.saved", question=question, **named(current))}
        current.answers = {**current.answers, question: columns}
        current.save(update_fields=["answers"])
    return Saved(answer=Answer(question=question, **columns), changed=True)


def inherit(*, workload: Workload, question: str, seen: int | None = None, revision: int | None = None) -> Saved:
    """Drop what a workload answers otherwise: it inherits again."""
    table_of(workload.assessment, question)
    with changing(workload.assessment, revision) as locked:
        current = Workload.objects.get(pk=workload.pk)
        before = current.overrides().get(question)
        if before is None:
            return Saved(answer=None, changed=False)
        refuse_unseen(before, seen)
        touch(locked, "answer.forgotten", question=question, **named(current))
        current.answers = {key: columns for key, columns in current.answers.items() if key != question}
        current.save(update_fields=["answers"])
    return Saved(answer=None, changed=True)
