"""Recommendations as they were frozen, and what is done with them afterwards."""

import json
from collections.abc import Iterable
from functools import cached_property
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.documents.record import Record
from decisions.documents.request import EvaluationRequest
from decisions.models.assessment import Assessment
from decisions.models.columns import CODE_LENGTH, KEY_LENGTH, NAME_LENGTH, TITLE_LENGTH, new_code
from scenarios.models import DecisionModel

AnyRow = TypeVar("AnyRow", bound=models.Model, covariant=True)


class FrozenIsFinal(Exception):
    """What was frozen or signed never changes; a new recommendation supersedes it."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class FrozenQuerySet(models.QuerySet[AnyRow]):
    """Rows that are written once."""

    def update(self, **columns: object) -> NoReturn:
        raise FrozenIsFinal

    def bulk_update(self, objs: Iterable[AnyRow], fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        raise FrozenIsFinal


class Frozen(models.Model):
    """A row that is written once. It goes only with what it belongs to."""

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        if not self._state.adding:
            raise FrozenIsFinal
        super().save(**options)


class RecommendationQuerySet(FrozenQuerySet["Recommendation"]):
    def owned_by(self, request: HttpRequest) -> "RecommendationQuerySet":
        """Return the recommendations of this account's and this browser's assessments."""
        return self.filter(assessment__in=Assessment.objects.owned_by(request))

    def current(self) -> "RecommendationQuerySet":
        """Return those that no other supersedes."""
        return self.filter(superseded_by=None)

    def of_older_versions(self) -> "RecommendationQuerySet":
        """Return those whose decision model has a newer version: only they can drift."""
        newer = DecisionModel.objects.filter(
            key=OuterRef("decision_model__key"), sequence__gt=OuterRef("decision_model__sequence")
        )
        return self.filter(Exists(newer))

    def for_list(self) -> "RecommendationQuerySet":
        """Return them without their documents, the latest first, each with its last sign-off, in one query."""
        last = SignOff.objects.filter(recommendation=OuterRef("pk")).order_by("-pk").values("decision")[:1]
        return (
            self.defer("document", "superseded_by__document")
            .select_related("assessment", "decision_model", "superseded_by")
            .annotate(last_decision=Subquery(last))
            .order_by("-frozen_at", "-pk")
        )

    def for_programs(self) -> "RecommendationQuerySet":
        """Return what a list has, with how often each was signed and its checklist changed, in one query."""
        signed = SignOff.objects.filter(recommendation=OuterRef("pk")).order_by().values("recommendation")
        seen_to = ChecklistItem.objects.filter(recommendation=OuterRef("pk")).order_by().values("recommendation")
        return (
            self.for_list()
            .defer("supersedes__document")
            .select_related("supersedes")
            .annotate(
                times_signed=Coalesce(Subquery(signed.annotate(n=Count("pk")).values("n")), 0),
                times_seen_to=Coalesce(Subquery(seen_to.annotate(n=Sum("revision")).values("n")), 0),
            )
        )

    def last_of(self, assessment: Assessment) -> "Recommendation | None":
        """Return the last one of an assessment with its sign-offs, its document deferred, in two queries."""
        last = self.filter(assessment=assessment).select_related("decision_model").prefetch_related("signoffs")
        return last.defer("document").order_by("-number").first()

    def for_record(self) -> "RecommendationQuerySet":
        """Bring along what the page of a record shows, in three queries."""
        return self.select_related("assessment", "decision_model", "supersedes", "superseded_by").prefetch_related(
            "signoffs", "checklist"
        )


class Recommendation(Frozen):
    """A frozen evaluation of an assessment: inputs, result, versions, digest.

    The document is the record; the other columns repeat of it what lists look for.
    """

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="recommendations", verbose_name=_("assessment")
    )
    number = models.PositiveIntegerField(_("number"))  # within the assessment, from 1
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    revision = models.PositiveIntegerField(_("revision of the assessment"))
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    decision_model = models.ForeignKey(
        DecisionModel, on_delete=models.PROTECT, related_name="+", verbose_name=_("decision model")
    )
    engine = models.CharField(_("engine"), max_length=32)
    verdict = models.CharField(_("verdict"), max_length=32)
    platform = models.CharField(_("platform"), max_length=KEY_LENGTH, blank=True)
    confidence = models.FloatField(_("confidence"))
    digest = models.CharField(_("digest"), max_length=80)  # sha256:…
    document = models.TextField(_("document"))  # text, not JSON: its bytes are what was digested
    frozen_at = models.DateTimeField(_("frozen at"), default=timezone.now)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = _("recommendation")
        verbose_name_plural = _("recommendations")
        constraints = [models.UniqueConstraint(fields=["assessment", "number"], name="recommendation_number_once")]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def record(self) -> Record:
        return Record.model_validate_json(self.document)

    @cached_property
    def request(self) -> EvaluationRequest:
        """What was asked, without reading what came out: that is nearly all of a record."""
        return EvaluationRequest.model_validate(json.loads(self.document)["request"])

    @property
    def is_current(self) -> bool:
        return not hasattr(self, "superseded_by")


class SignOff(Frozen):
    """What a reviewer decided of one record; it is bound to the record's digest."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        APPROVED_WITH_CONDITIONS = "approved_with_conditions", _("Approved with conditions")
        RETURNED = "returned", _("Returned")

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="signoffs", verbose_name=_("recommendation")
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    role = models.CharField(_("role"), max_length=NAME_LENGTH)
    decision = models.CharField(_("decision"), max_length=32, choices=Decision)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    digest = models.CharField(_("digest"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )  # of whoever entered it; the reviewer is whom `name` names
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now)

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_decision_display()}"


class ChecklistItem(models.Model):
    """A condition or a hardening measure that somebody sees to. It stands beside the record, outside its digest."""

    class Kind(models.TextChoices):
        CONDITION = "condition", _("Condition")
        HARDENING = "hardening", _("Hardening measure")

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.CASCADE, related_name="checklist", verbose_name=_("recommendation")
    )
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    key = models.CharField(_("key"), max_length=KEY_LENGTH)  # of the rule or measure in the decision model
    owner = models.CharField(_("owner"), max_length=NAME_LENGTH, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "kind", "key"], name="checklist_item_once"),
            models.CheckConstraint(condition=~Q(key=""), name="checklist_item_has_a_key"),
        ]

    def __str__(self) -> str:
        return self.key
