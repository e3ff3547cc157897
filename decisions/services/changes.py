"""How an assessment is changed: one at a time, never over what somebody else has changed, and written down."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decisions.access.audit import note_act
from decisions.models import Assessment, AuditEntry


class Stale(Exception):
    """The assessment has been changed since it was read."""

    def __init__(self) -> None:
        super().__init__(_("It has been changed since you read it. Read it again, then say what you want to change."))


@contextmanager
def changing(assessment: Assessment, revision: int | None) -> Iterator[Assessment]:
    """Open a transaction on the assessment as it stands now.

    `revision` is the one that the caller has read: another one there now is `Stale`. None: the change holds whatever
    was changed before. PostgreSQL locks the row here; SQLite has one writer at a time, since its transactions begin
    IMMEDIATE.
    """
    with transaction.atomic():
        locked = Assessment.objects.select_for_update().get(pk=assessment.pk)
        if revision is not None and locked.revision != revision:
            raise Stale
        yield locked


def touch(assessment: Assessment, action: str, **details: object) -> int:
    """Count and write down a change; called within `changing`.

    The revision read stands in the WHERE: should two changes ever meet, one of them fails and none is lost.
    """
    now, read = timezone.now(), assessment.revision
    counted = Assessment.objects.filter(pk=assessment.pk, revision=read).update(revision=read + 1, updated=now)
    if not counted:
        raise Stale
    assessment.revision, assessment.updated = read + 1, now
    note_act(action, assessment.code, revision=assessment.revision, **details)
    return assessment.revision


def refuse_if_done(assessment: Assessment, seen: int | None, concerns: Callable[[AuditEntry], bool]) -> None:
    """Raise `Stale` where what is to be changed was changed since the revision that a form was opened with.

    Whatever else was changed makes no difference. None: there was no form.
    """
    if seen is not None and any(concerns(act) for act in acts_since(assessment, seen)):
        raise Stale


def acts_since(assessment: Assessment, revision: int) -> list[AuditEntry]:
    """Return what was done to an assessment after a revision of it, the earliest first."""
    acts = AuditEntry.objects.filter(subject=assessment.code, details__revision__gt=revision)
    return list(acts.order_by("pk"))
