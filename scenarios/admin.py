"""Look up what is published. Nothing is edited here: editing happens in the library's files."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from scenarios import models, services

admin.site.site_header = admin.site.site_title = "Berth"


class KeyFilter(admin.AllValuesFieldListFilter):
    """Filters by the key of what a row is linked to, under that thing's name."""

    def __init__(self, field: Any, *args: Any, **options: Any) -> None:
        super().__init__(field, *args, **options)
        self.title = field.model._meta.verbose_name


OF_ONE_MODEL = ("decision_model", admin.RelatedOnlyFieldListFilter)


class PublishedOnly:
    """Published rows are looked at, by whoever may view them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PublishedAdmin(PublishedOnly, admin.ModelAdmin):  # type: ignore[type-arg]  # generic in its stubs alone
    list_per_page = 200
    search_help_text = _("Search by key and text, in either language.")

    @admin.display(description=_("platforms"))
    def concerned(self, row: Any) -> str:
        return ", ".join(row.platforms)

    @admin.display(description=_("when"))
    def conditions(self, row: Any) -> str:
        return " & ".join(map(spelled, row.when))


def spelled(answer: dict[str, Any]) -> str:
    """Write a condition in short: regime = payment | health."""
    return f"{answer['question']} = {' | '.join(answer['options'])}"


class PublishedInline(PublishedOnly, admin.TabularInline):  # type: ignore[type-arg]  # generic in its stubs alone
    extra = 0
    show_change_link = True


@admin.register(models.DecisionModel)
class DecisionModelAdmin(PublishedAdmin):
    list_display = ["key", "version", "label", "published_at", "digest"]
    list_filter = ["key"]
    date_hierarchy = "published_at"
    readonly_fields = ["contents"]

    @admin.display(description=_("contents"))
    def contents(self, version: models.DecisionModel) -> SafeString:
        """Link to the lists of what belongs to this version."""
        filtered = urlencode({"decision_model__id__exact": version.pk})
        return format_html_join(
            " · ",
            '<a href="{}?{}">{} ({})</a>',
            (
                (
                    reverse(f"admin:scenarios_{relation.related_model._meta.model_name}_changelist"),
                    filtered,
                    capfirst(relation.related_model._meta.verbose_name_plural),
                    relation.related_model._base_manager.filter(decision_model=version).count(),
                )
                for relation in models.DecisionModel._meta.related_objects
                if relation.related_model._meta.app_label == "scenarios"
            ),
        )


class RatingInline(PublishedInline):
    model = models.Rating
    fields = ["platform", "criterion", "low", "typical", "high", "basis", "article_stars", "evidence"]


@admin.register(models.Criterion)
class CriterionAdmin(PublishedAdmin):
    list_display = ["key", "label", "kind", "points", "decision_model"]
    list_filter = [OF_ONE_MODEL, "kind"]
    search_fields = ["key", "label_en", "label_zh_hans", "meaning_en", "meaning_zh_hans"]
    inlines = [RatingInline]


class PlatformFactInline(PublishedInline):
    model = models.PlatformFact
    fields = ["kind", "text_en", "text_zh_hans", "number", "flag", "evidence"]


@admin.register(models.FactKind)
class FactKindAdmin(PublishedAdmin):
    list_display = ["key", "label", "kind", "unit", "decision_model"]
    list_filter = [OF_ONE_MODEL, "kind"]
    search_fields = ["key", "label_en", "label_zh_hans"]


@admin.register(models.Platform)
class PlatformAdmin(PublishedAdmin):
    list_display = ["key", "label", "role", "like", "decision_model"]
    list_filter = [OF_ONE_MODEL, "role"]
    search_fields = ["key", "label_en", "label_zh_hans", "summary_en", "summary_zh_hans"]
    inlines = [RatingInline, PlatformFactInline]


@admin.register(models.PlatformFact)
class PlatformFactAdmin(PublishedAdmin):
    list_display = ["platform", "kind", "text", "number", "flag"]
    list_filter = [
        ("platform__decision_model", admin.RelatedOnlyFieldListFilter),
        ("platform__key", KeyFilter),
        ("kind__key", KeyFilter),
    ]
    search_fields = ["text_en", "text_zh_hans"]
    list_select_related = ["platform", "kind"]


@admin.register(models.Rating)
class RatingAdmin(PublishedAdmin):
    list_display = ["platform", "criterion", "low", "typical", "high", "article_stars", "basis", "decision_model"]
    list_filter = [OF_ONE_MODEL, ("platform__key", KeyFilter), ("criterion__key", KeyFilter), "basis"]
    search_fields = ["rationale_en", "rationale_zh_hans"]
    list_select_related = ["platform", "criterion", "decision_model"]


@admin.register(models.Evidence)
class EvidenceAdmin(PublishedAdmin):
    list_display = ["key", "label", "year", "confidence", "verified", "basis", "source_title"]
    list_filter = [OF_ONE_MODEL, "confidence", "verified", "basis", "year"]
    search_fields = ["key", "metric", "label_en", "label_zh_hans", "source_title", "source_authors"]
    readonly_fields = ["cited_by"]

    @admin.display(description=_("cited by"))
    def cited_by(self, evidence: models.Evidence) -> str:
        citations = services.document_of(evidence.decision_model).citations()
        return ", ".join(place for _path, place, keys in citations if evidence.key in keys)


class QuestionInline(PublishedInline):
    model = models.Question
    fields = ["key", "label_en", "label_zh_hans", "nature", "kind"]


@admin.register(models.Section)
class SectionAdmin(PublishedAdmin):
    list_display = ["key", "label", "decision_model"]
    list_filter = [OF_ONE_MODEL]
    search_fields = ["key", "label_en", "label_zh_hans"]
    inlines = [QuestionInline]


class OptionInline(PublishedInline):
    model = models.Option
    fields = ["key", "label_en", "label_zh_hans", "chance", "below", "none"]


@admin.register(models.Question)
class QuestionAdmin(PublishedAdmin):
    list_display = ["key", "label", "section", "nature", "kind", "gate", "decision_model"]
    list_filter = [OF_ONE_MODEL, "nature", "kind", ("section__key", KeyFilter)]
    search_fields = ["key", "label_en", "label_zh_hans", "text_en", "text_zh_hans"]
    list_select_related = ["section", "decision_model"]
    inlines = [OptionInline]

    @admin.display(description=_("shown if"))
    def gate(self, question: models.Question) -> str:
        return spelled(question.shown_if) if question.shown_if else ""


class EffectInline(PublishedInline):
    model = models.Effect
    fields = ["criterion", "platform", "stars"]


class ImportanceInline(PublishedInline):
    model = models.Importance
    fields = ["criterion", "points"]


@admin.register(models.Option)
class OptionAdmin(PublishedAdmin):
    list_display = ["question", "key", "label", "chance", "below", "none"]
    list_filter = [("question__decision_model", admin.RelatedOnlyFieldListFilter), ("question__key", KeyFilter)]
    search_fields = ["key", "label_en", "label_zh_hans", "because_en", "because_zh_hans"]
    list_select_related = ["question"]
    ordering = ["question__decision_model", "question__position", "position"]
    inlines = [EffectInline, ImportanceInline]


@admin.register(models.Effect)
class EffectAdmin(PublishedAdmin):
    list_display = ["question", "option", "criterion", "platform", "stars"]
    list_filter = [
        ("option__question__decision_model", admin.RelatedOnlyFieldListFilter),
        ("criterion__key", KeyFilter),
        ("platform__key", KeyFilter),
        ("option__question__key", KeyFilter),
    ]
    list_select_related = ["option__question", "criterion", "platform"]
    ordering = ["option__question__position", "option__position", "position"]

    @admin.display(description=_("question"))
    def question(self, effect: models.Effect) -> str:
        return str(effect.option.question)


@admin.register(models.Importance)
class ImportanceAdmin(PublishedAdmin):
    list_display = ["question", "option", "criterion", "points"]
    list_filter = [
        ("option__question__decision_model", admin.RelatedOnlyFieldListFilter),
        ("criterion__key", KeyFilter),
        ("option__question__key", KeyFilter),
    ]
    list_select_related = ["option__question", "criterion"]
    ordering = ["option__question__position", "option__position", "position"]

    @admin.display(description=_("question"))
    def question(self, importance: models.Importance) -> str:
        return str(importance.option.question)


@admin.register(models.Constraint)
class ConstraintAdmin(PublishedAdmin):
    list_display = ["key", "effect", "concerned", "fact", "conditions", "exception", "because"]
    list_filter = [OF_ONE_MODEL, "effect"]
    search_fields = ["key", "because_en", "because_zh_hans"]

    @admin.display(description=_("unless"))
    def exception(self, constraint: models.Constraint) -> str:
        return spelled(constraint.unless) if constraint.unless else ""


@admin.register(models.Contradiction)
class ContradictionAdmin(PublishedAdmin):
    list_display = ["key", "severity", "conditions", "message"]
    list_filter = [OF_ONE_MODEL, "severity"]
    search_fields = ["key", "message_en", "message_zh_hans"]


class MeasuredFigureInline(PublishedInline):
    model = models.MeasuredFigure
    fields = ["platform", "quantity", "low", "typical", "high", "evidence"]


@admin.register(models.Measurement)
class MeasurementAdmin(PublishedAdmin):
    list_display = ["key", "label", "criterion", "formula", "limits", "unit", "decision_model"]
    list_filter = [OF_ONE_MODEL, "formula"]
    search_fields = ["key", "label_en", "label_zh_hans", "meaning_en", "meaning_zh_hans"]
    list_select_related = ["criterion", "decision_model"]
    inlines = [MeasuredFigureInline]


class ScenarioImportanceInline(PublishedInline):
    model = models.ScenarioImportance
    fields = ["criterion", "points"]


class ScenarioAnswerInline(PublishedInline):
    model = models.ScenarioAnswer
    fields = ["question", "options"]


class ScenarioWorkloadInline(PublishedInline):
    model = models.ScenarioWorkload
    fields = ["key", "label_en", "label_zh_hans"]


class ScenarioWorkloadAnswerInline(PublishedInline):
    model = models.ScenarioWorkloadAnswer
    fields = ["question", "options"]


@admin.register(models.ScenarioWorkload)
class ScenarioWorkloadAdmin(PublishedAdmin):
    list_display = ["scenario", "key", "label"]
    list_filter = [("scenario__decision_model", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["key", "label_en", "label_zh_hans", "summary_en", "summary_zh_hans"]
    list_select_related = ["scenario"]
    inlines = [ScenarioWorkloadAnswerInline]


@admin.register(models.ScenarioProfile)
class ScenarioProfileAdmin(PublishedAdmin):
    list_display = ["key", "label", "origin", "expected", "decision_model"]
    list_filter = [OF_ONE_MODEL, "origin"]
    search_fields = ["key", "label_en", "label_zh_hans", "summary_en", "summary_zh_hans"]
    inlines = [ScenarioImportanceInline, ScenarioAnswerInline, ScenarioWorkloadInline]


@admin.register(models.Countermeasure)
class CountermeasureAdmin(PublishedAdmin):
    list_display = ["key", "label", "urgency", "concerned", "conditions", "origin"]
    list_filter = [OF_ONE_MODEL, "urgency", "origin"]
    search_fields = ["key", "label_en", "label_zh_hans", "description_en", "description_zh_hans"]


@admin.register(models.Layer)
class LayerAdmin(PublishedAdmin):
    list_display = ["order", "key", "label", "role", "concerned", "origin"]
    list_filter = [OF_ONE_MODEL, "origin"]
    search_fields = ["key", "label_en", "label_zh_hans"]


@admin.register(models.Trend)
class TrendAdmin(PublishedAdmin):
    list_display = ["key", "label", "ring", "as_of", "concerned", "origin"]
    list_filter = [OF_ONE_MODEL, "ring", "origin"]
    search_fields = ["key", "label_en", "label_zh_hans", "claim_en", "claim_zh_hans"]


class CorrectionInline(PublishedInline):
    model = models.Correction
    fields = ["key", "severity", "text_en", "text_zh_hans", "evidence"]


@admin.register(models.ArticleFact)
class ArticleFactAdmin(PublishedAdmin):
    list_display = ["key", "section", "statement"]
    list_filter = [OF_ONE_MODEL, "section"]
    search_fields = ["key", "statement_en", "statement_zh_hans"]
    inlines = [CorrectionInline]


@admin.register(models.Correction)
class CorrectionAdmin(PublishedAdmin):
    list_display = ["key", "article_fact", "severity", "text"]
    list_filter = [("article_fact__decision_model", admin.RelatedOnlyFieldListFilter), "severity"]
    search_fields = ["key", "text_en", "text_zh_hans"]
    list_select_related = ["article_fact"]
