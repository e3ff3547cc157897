"""What assessments and workloads have in common: weights that the user may give, in one way or another."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from decisions.documents.request import WEIGHTING, DirectWeights, Weighting

WEIGHED_ONCE = models.Q(weights__isnull=True) | models.Q(weighting__isnull=True)


class Weighed(models.Model):
    """Something whose criteria the user may weigh: by points, or in another way, never by both."""

    weights: "models.JSONField[Any, Any]" = models.JSONField(_("weights"), null=True, blank=True)  # points
    weighting: "models.JSONField[Any, Any]" = models.JSONField(_("way of weighing"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def statement(self) -> Weighting | None:
        """Return what was said of weights; none: nothing was."""
        if self.weights is not None:
            return DirectWeights(method="direct", points=self.weights)
        return WEIGHTING.validate_python(self.weighting, strict=True) if self.weighting is not None else None

    @statement.setter
    def statement(self, statement: Weighting | None) -> None:
        self.weights = self.weighting = None
        if isinstance(statement, DirectWeights):
            self.weights = statement.points
        elif statement is not None:
            self.weighting = statement.model_dump(exclude_defaults=True)
