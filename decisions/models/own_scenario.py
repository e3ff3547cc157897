"""Scenarios that an account keeps for itself, beside those of the decision models."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.documents.scenario import OwnScenario as GivenScenario
from decisions.models.columns import KEY_LENGTH, NAME_LENGTH


class OwnScenario(models.Model):
    """Answers and weights to begin with again and again, as `documents.scenario.OwnScenario` has them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="scenarios", verbose_name=_("account")
    )
    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    model = models.CharField(_("decision model"), max_length=KEY_LENGTH)
    label = models.CharField(_("name"), max_length=NAME_LENGTH)
    document: "models.JSONField[Any, Any]" = models.JSONField(_("document"))  # but for what has a column
    revision = models.PositiveIntegerField(_("revision"), default=0)
    updated = models.DateTimeField(_("updated"), default=timezone.now)

    class Meta:
        verbose_name = _("own scenario")
        verbose_name_plural = _("own scenarios")
        ordering = ["label", "key"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="own_scenario_key_once")]

    def __str__(self) -> str:
        return self.label

    def given(self) -> GivenScenario:
        """Return the document, whole."""
        columns = {"key": self.key, "label": self.label, "model": self.model}
        return GivenScenario.model_validate({**self.document, **columns}, strict=True)
