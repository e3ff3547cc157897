"""What is kept of requests: who did what, and what a request that is sent again was answered."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.models.columns import CODE_LENGTH, DIGEST_LENGTH


class AuditEntry(models.Model):
    """One unsafe act, written in the transaction that did it."""

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    actor = models.CharField(_("actor"), max_length=80)  # see `access.actor`
    action = models.CharField(_("action"), max_length=64)  # share.made
    subject = models.CharField(_("subject"), max_length=CODE_LENGTH, db_index=True)  # code of what was acted on
    details: "models.JSONField[Any, Any]" = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class IdempotencyKey(models.Model):
    """What a creating request was answered, for whoever sends it again."""

    scope = models.CharField(_("caller"), max_length=80)
    key = models.CharField(_("key"), max_length=DIGEST_LENGTH)  # digest of what was sent: that may have any length
    request = models.CharField(_("request"), max_length=DIGEST_LENGTH)  # digest of method, address and body
    locked_at = models.DateTimeField(_("locked at"), default=timezone.now)  # by whoever is answering it now
    status = models.PositiveSmallIntegerField(_("status"), null=True)  # none: not answered yet
    headers: "models.JSONField[Any, Any]" = models.JSONField(_("headers"), default=dict, blank=True)
    body = models.TextField(_("body"), blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("idempotency key")
        verbose_name_plural = _("idempotency keys")
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.scope} {self.status or ''}"
