"""Look up what was decided and who did what. Nothing is edited here: records are final, and so is the audit trail."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from decisions import models
from scenarios.admin import PublishedAdmin, PublishedInline


class SignOffInline(PublishedInline):
    model = models.SignOff
    fields = ["name", "role", "decision", "comment", "digest", "signed_at"]
    show_change_link = False


class ChecklistItemInline(PublishedInline):
    model = models.ChecklistItem
    fields = ["kind", "key", "owner", "due", "done_at", "note"]
    show_change_link = False


@admin.register(models.Recommendation)
class RecommendationAdmin(PublishedAdmin):
    list_display = ["title", "number", "verdict", "platform", "confidence", "decision_model", "frozen_at"]
    list_filter = ["verdict", "platform", "decision_model"]
    list_select_related = ["decision_model"]
    search_fields = ["title", "code", "digest"]
    date_hierarchy = "frozen_at"
    exclude = ["document"]
    inlines = [SignOffInline, ChecklistItemInline]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[models.Recommendation]":
        """Leave the documents where they are: a list has hundreds of them, each a hundred kilobytes."""
        found: QuerySet[models.Recommendation] = super().get_queryset(request)
        return found.defer("document")


@admin.register(models.SignOff)
class SignOffAdmin(PublishedAdmin):
    list_display = ["recommendation", "decision", "name", "role", "signed_at"]
    list_filter = ["decision"]
    list_select_related = ["recommendation"]
    search_fields = ["name", "role", "comment", "digest", "recommendation__title"]
    date_hierarchy = "signed_at"


@admin.register(models.ChecklistItem)
class ChecklistItemAdmin(PublishedAdmin):
    list_display = ["recommendation", "kind", "key", "owner", "due", "done_at"]
    list_filter = ["kind", "key"]
    list_select_related = ["recommendation"]
    search_fields = ["owner", "note", "recommendation__title"]
    date_hierarchy = "due"


@admin.register(models.AuditEntry)
class AuditEntryAdmin(PublishedAdmin):
    list_display = ["at", "actor", "action", "subject", "details"]
    list_filter = ["action"]
    search_fields = ["actor", "subject"]
    date_hierarchy = "at"


@admin.register(models.OwnScenario)
class OwnScenarioAdmin(PublishedAdmin):
    list_display = ["label", "key", "model", "user", "updated"]
    list_filter = ["model"]
    list_select_related = ["user"]
    search_fields = ["label", "key"]
