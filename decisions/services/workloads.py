"""What can be done with the workloads of an assessment."""

from django.utils.translation import gettext as _

from decisions.documents.faults import Fault, NotUnderstood
from decisions.documents.request import MOST_WORKLOADS, DetailedAnswer
from decisions.models import NAME_LENGTH, Answer, Assessment, Workload
from decisions.services.assessments import Saved, table_of, visible, was_replaced
from decisions.services.changes import changing, touch
from decisions.services.reading import read_answer

COLUMNS = ("value", "does_not_apply", "certainty", "note")  # of an answer, as a workload keeps them


class WorkloadRefused(Exception):
    """A workload cannot be added, or cannot be called that; the message says why."""


def add(*, assessment: Assessment, name: str, revision: int | None = None) -> Workload:
    """Add a workload that inherits everything."""
    with changing(assessment, revision) as locked:
        there = list(locked.workloads.all())
        if len(there) >= MOST_WORKLOADS:
            message = _("An assessment may have %(most)s workloads.") % {"most": MOST_WORKLOADS}
            raise WorkloadRefused(message)
        called = checked(name, there)
        touch(locked, "workload.added", workload=called)
        position = max((workload.position for workload in there), default=-1) + 1
        return Workload.objects.create(assessment=locked, name=called, position=position)


def rename(*, workload: Workload, name: str, revision: int | None = None) -> None:
    with changing(workload.assessment, revision) as locked:
        workload.name = checked(name, [other for other in locked.workloads.all() if other.pk != workload.pk])
        workload.save(update_fields=["name"])
        touch(locked, "workload.renamed", workload=workload.name)


def checked(name: str, others: list[Workload]) -> str:
    called = visible(name)
    if not called:
        raise WorkloadRefused(_("Give the workload a name."))
    if len(called) > NAME_LENGTH:
        message = _("The name may have %(most)s characters; it has %(n)s.") % {"most": NAME_LENGTH, "n": len(called)}
        raise WorkloadRefused(message)
    if called in {other.name for other in others}:
        message = _("There is already a workload called “%(name)s”.") % {"name": called}
        raise WorkloadRefused(message)
    return called


def remove(*, workload: Workload, revision: int | None = None) -> None:
    with changing(workload.assessment, revision) as locked:
        workload.delete()
        touch(locked, "workload.removed", workload=workload.name)


def move(*, workload: Workload, up: bool, revision: int | None = None) -> None:
    """Swap a workload with its neighbour; the first stays first, the last last."""
    with changing(workload.assessment, revision) as locked:
        order = list(locked.workloads.all())
        here = [other.pk for other in order].index(workload.pk)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(order):
            return
        order[here], order[there] = order[there], order[here]
        for position, other in enumerate(order):
            other.position = position
        Workload.objects.bulk_update(order, ["position"])
        touch(locked, "workload.moved", workload=workload.name)


def override(
    *, workload: Workload, question: str, given: DetailedAnswer | None, seen: int, revision: int | None = None
) -> Saved:
    """Answer a question otherwise than the whole; None takes back what would be inherited.

    As with the answers of the assessment, the last write holds, and `seen` tells what the form was opened with.
    """
    table = table_of(workload.assessment, question)
    if given is not None:
        fault = read_answer(table, given)
        if isinstance(fault, Fault):
            raise NotUnderstood(fault)
    wanted = {
        "value": given.value if given else None,
        "does_not_apply": (given.does_not_apply if given else None) or "",
        "certainty": (given.certainty if given else None) or "",
        "note": visible(given.note, lines=True) if given else "",
    }
    with changing(workload.assessment, revision) as locked:
        current = Workload.objects.get(pk=workload.pk)
        before = current.overrides().get(question)
        if before is not None and all(getattr(before, name) == wanted[name] for name in COLUMNS):
            return Saved(answer=before, replaced=False, before=before, changed=False)
        columns = {**wanted, "revision": touch(locked, "answer.saved", question=question, workload=current.name)}
        current.answers = {**current.answers, question: columns}
        current.save(update_fields=["answers"])
    return Saved(
        answer=Answer(question=question, **columns), replaced=was_replaced(before, seen), before=before, changed=True
    )


def inherit(*, workload: Workload, question: str, seen: int, revision: int | None = None) -> Saved:
    """Drop what a workload answers otherwise: it inherits again."""
    table_of(workload.assessment, question)
    with changing(workload.assessment, revision) as locked:
        current = Workload.objects.get(pk=workload.pk)
        before = current.overrides().get(question)
        if before is None:
            return Saved(answer=None, replaced=False, before=None, changed=False)
        touch(locked, "answer.forgotten", question=question, workload=current.name)
        current.answers = {key: columns for key, columns in current.answers.items() if key != question}
        current.save(update_fields=["answers"])
    return Saved(answer=None, replaced=was_replaced(before, seen), before=before, changed=True)
