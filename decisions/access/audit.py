"""The audit trail: one entry for each unsafe act, in the transaction that does it."""

from decisions.access.actor import actor
from decisions.models import AuditEntry


def note_act(action: str, subject: str, **details: object) -> None:
    """Write down that whoever is acting did `action` to what has the code `subject`.

    To be called inside the transaction of the act: either both are kept or neither.
    """
    AuditEntry.objects.create(actor=actor(), action=action, subject=subject, details=details)
