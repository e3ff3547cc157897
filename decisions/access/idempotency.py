"""Requests that may be sent again: each key does its work once, and then only repeats what was answered.

A key is claimed before the work begins, in a transaction of its own, so that others see that somebody is at it. What is
answered is kept in the transaction that does the work: after a crash there are both or neither, and whoever sends the
request again later than `TAKEN_OVER_AFTER` does the work that was not done.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from decisions.models import IdempotencyKey, digest_of

KEPT = timedelta(hours=24)
TAKEN_OVER_AFTER = timedelta(seconds=60)  # far longer than any of our work takes


class OtherRequest(Exception):
    """The key came with another request before."""


class StillRunning(Exception):
    """The same request is being answered right now."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the request was answered the first time."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer the request; it ends when somebody else takes over."""

    row: int
    since: datetime

    def keep(self, answer: Kept) -> None:
        """Keep what is answered; called in the transaction of the work, which is undone when it is no longer ours."""
        mine = IdempotencyKey.objects.filter(pk=self.row, locked_at=self.since)
        if not mine.update(status=answer.status, headers=answer.headers, body=answer.body):
            raise StillRunning

    def give_up(self) -> None:
        """Let the key be used as if it had never been sent: nothing was done."""
        IdempotencyKey.objects.filter(pk=self.row, locked_at=self.since, status=None).delete()


def claim(*, scope: str, key: str, request: str) -> Claim | Kept:
    """Claim a key of the caller `scope`; `request` is what tells two requests apart."""
    now = timezone.now()
    with transaction.atomic():
        forget_old(now)
        row, is_new = IdempotencyKey.objects.get_or_create(
            scope=scope,
            key=digest_of(key),
            defaults={"request": digest_of(request), "locked_at": now, "created": now},
        )
    if is_new:
        return Claim(row.pk, now)
    if row.request != digest_of(request):
        raise OtherRequest
    if row.status is not None:
        return Kept(row.status, row.headers, row.body)
    if now - row.locked_at < TAKEN_OVER_AFTER or not take_over(row, now):
        raise StillRunning
    return Claim(row.pk, now)


def take_over(row: IdempotencyKey, now: datetime) -> bool:
    """Claim what somebody began and never finished; of several who try at once, one does."""
    return bool(IdempotencyKey.objects.filter(pk=row.pk, status=None, locked_at=row.locked_at).update(locked_at=now))


def forget_old(now: datetime) -> int:
    """Delete keys that are kept no longer; return how many there were."""
    return IdempotencyKey.objects.filter(created__lt=now - KEPT).delete()[0]
