"""Pieces of work and what was answered in them."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decisions.documents.request import (
    UNSURE,
    Certainty,
    Detail,
    DetailedAnswer,
    EvaluationRequest,
    Language,
    WhyNot,
)
from decisions.documents.request import Answer as GivenAnswer
from decisions.documents.request import Workload as GivenWorkload
from decisions.models.columns import (
    CODE_LENGTH,
    DIGEST_LENGTH,
    KEY_LENGTH,
    NAME_LENGTH,
    TITLE_LENGTH,
    digest_of,
    new_code,
)
from decisions.models.weighed import WEIGHED_ONCE, Weighed

OWNER = "owner"  # session: the secret to which this browser's assessments belong
LINKS = "links"  # session: tokens of owner's links that were opened here


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def owned_by(self, request: HttpRequest) -> "AssessmentQuerySet":
        """Return the assessments of this account, and those that this browser made or was handed by an owner's link."""
        mine = Q(user=request.user) if request.user.is_authenticated else Q(pk__in=())
        secret = request.session.get(OWNER)
        if secret:
            mine |= Q(owner=digest_of(secret))
        tokens = request.session.get(LINKS)
        if tokens:
            mine |= Q(link__in=[digest_of(token) for token in tokens])
        return self.filter(mine)

    def of_account(self, user: User) -> "AssessmentQuerySet":
        """Return what an account owns: all that its tokens reach."""
        return self.filter(user=user)

    def with_answers(self) -> "AssessmentQuerySet":
        """Bring the decision model's version and all answers along, in two queries."""
        return self.select_related("decision_model").prefetch_related("answers")

    def for_list(self) -> "AssessmentQuerySet":
        """Return assessments for *my assessments*, the latest first, in two queries."""
        in_use = Share.objects.in_use()
        return (
            self.select_related("decision_model")
            .annotate(answered=Count("answers", distinct=True))
            .prefetch_related(Prefetch("shares", queryset=in_use, to_attr="open_shares"))
            .order_by("-updated", "-pk")
        )


class Assessment(Weighed):
    """A piece of work: one workload, judged with one version of a decision model."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    decision_model = models.ForeignKey(
        "scenarios.DecisionModel", on_delete=models.PROTECT, related_name="+", verbose_name=_("decision model")
    )
    scenario = models.CharField(_("scenario"), max_length=KEY_LENGTH, blank=True)
    confirmed_conditions: "models.JSONField[Any, Any]" = models.JSONField(
        _("confirmed conditions"), default=dict, blank=True
    )
    revision = models.PositiveIntegerField(_("revision"), default=0)  # rises with every change
    forked_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="forks",
        verbose_name=_("what-if of"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="assessments",
        verbose_name=_("account"),
    )  # none: it belongs to the browser that made it
    owner = models.CharField(_("owner"), max_length=DIGEST_LENGTH, blank=True, db_index=True, editable=False)
    link = models.CharField(_("owner's link"), max_length=DIGEST_LENGTH, blank=True, db_index=True, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated = models.DateTimeField(_("updated"), default=timezone.now, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [models.CheckConstraint(condition=WEIGHED_ONCE, name="assessment_weighed_once")]

    def __str__(self) -> str:
        return self.title

    def request(self, language: Language, detail: Detail = "full", *, with_workloads: bool = True) -> EvaluationRequest:
        """Return what the evaluation is asked, with the answers as they stand."""
        return EvaluationRequest(
            model=self.decision_model.key,
            scenario=self.scenario or None,
            language=language,
            detail=detail,
            answers={answer.question: answer.given() for answer in self.answers.all()},
            weights=self.weights,
            weighting=self.weighting,
            confirmed_conditions=self.confirmed_conditions,
            workloads=[workload.given() for workload in self.workloads.all()] if with_workloads else [],
        )


class Answer(models.Model):
    """What was answered to one question.

    No row: the question is as the scenario left it. A row that says nothing takes back what the scenario brought.
    """

    class WhyNot(models.TextChoices):
        OUT_OF_SCOPE = "out_of_scope", _("Out of scope")
        BUSINESS = "business", _("Business decision")
        ARCHITECTURE = "architecture", _("The architecture has no such part")
        OTHER = "other", _("Another reason")

    class Certainty(models.TextChoices):
        MEASURED = "measured", _("Measured")
        DOCUMENTED = "documented", _("Documented")
        ESTIMATE = "estimate", _("Estimate")

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="answers", verbose_name=_("assessment")
    )
    question = models.CharField(_("question"), max_length=KEY_LENGTH)
    value: "models.JSONField[Any, Any]" = models.JSONField(_("value"), null=True, blank=True)  # as in DetailedAnswer
    does_not_apply = models.CharField(_("does not apply"), max_length=16, choices=WhyNot, blank=True)
    certainty = models.CharField(_("certainty"), max_length=16, choices=Certainty, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(_("revision"))  # the assessment's, when this was last changed
    updated = models.DateTimeField(_("updated"), default=timezone.now)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["assessment", "question"], name="answer_once")]

    def __str__(self) -> str:
        return self.question

    @property
    def is_taken_back(self) -> bool:
        return self.value is None and not self.does_not_apply

    @property
    def is_unsure(self) -> bool:
        return bool(self.value == UNSURE)

    def given(self) -> GivenAnswer:
        if self.is_taken_back:
            return None
        return DetailedAnswer(
            value=self.value,
            does_not_apply=cast(WhyNot | None, self.does_not_apply or None),  # pydantic checks both
            certainty=cast(Certainty | None, self.certainty or None),
            note=self.note,
        )


class Workload(Weighed):
    """A part of an assessment that is placed by itself: it inherits answers and weights, and overrides some."""

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="workloads", verbose_name=_("assessment")
    )
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    position = models.PositiveIntegerField(_("position"))
    scenario_workload = models.CharField(_("workload of the scenario"), max_length=KEY_LENGTH, blank=True)
    answers: "models.JSONField[Any, Any]" = models.JSONField(_("answers"), default=dict, blank=True)  # see `override`

    class Meta:
        verbose_name = _("workload")
        verbose_name_plural = _("workloads")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "name"], name="workload_name_once"),
            models.CheckConstraint(condition=WEIGHED_ONCE, name="workload_weighed_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def overrides(self) -> dict[str, Answer]:
        """Return what it answers otherwise, by question, as answers that are stored nowhere else."""
        return {question: Answer(question=question, **columns) for question, columns in self.answers.items()}

    def given(self) -> GivenWorkload:
        return GivenWorkload(
            name=self.name,
            scenario_workload=self.scenario_workload or None,
            answers={question: answer.given() for question, answer in self.overrides().items()},
            weights=self.weights,
            weighting=self.weighting,
        )


class ShareQuerySet(models.QuerySet["Share"]):
    def in_use(self) -> "ShareQuerySet":
        return self.filter(revoked_at=None)

    def for_reading(self) -> "ShareQuerySet":
        """Bring along what a shared page shows, in two queries."""
        return self.in_use().select_related("assessment__decision_model").prefetch_related("assessment__answers")


class Share(models.Model):
    """A code under which others may read an assessment, until it is revoked."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="shares", verbose_name=_("assessment")
    )
    created = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")

    def __str__(self) -> str:
        return self.code
