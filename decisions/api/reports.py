"""A record as a file, in each form and in either language; and the schema of the one that machines read."""

import json
from functools import cache
from hashlib import sha256
from typing import Final, Literal, TypeAlias

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from config.http.validation import parameters_as
from decisions.api.base import BOTH_LANGUAGES, ApiView, OwnView, known_already, lasting_answer, tag_of, typed_answer
from decisions.api.documented import CODE_PARAMETER, OPEN, OWN, TAGGED, Json, documented
from decisions.api.recommendations import own_record, state_of
from decisions.documents.record import Record
from decisions.documents.request import Document, Language
from decisions.models import Recommendation
from decisions.reports.files import FORMS, FormKey
from decisions.reports.files.document import record_schema
from decisions.reports.page import html_of
from decisions.reports.record import RecordReport

AnyForm: TypeAlias = FormKey | Literal["html"]

PAGE: Final = "html"
MEDIA_TYPES: dict[AnyForm, str] = {
    PAGE: "text/html; charset=utf-8",
    **{form.key: form.media_type for form in FORMS.values()},
}
IN_NO_LANGUAGE = {form.key for form in FORMS.values() if not form.in_one_language}


def plain(media_type: str) -> str:
    return media_type.partition(";")[0]


class ReportParameters(Document):
    lang: Language = "en"


class FormRenderer(BaseRenderer):
    """Stands for the form that an address names, so that whoever accepts another is told."""

    format = "file"

    def __init__(self, media_type: str) -> None:
        self.media_type = media_type


FILES: dict[str, Json] = {
    plain(media_type): {"type": "string", "format": "binary"}
    for key, media_type in MEDIA_TYPES.items()
    if key != "json"
}
FORM_PARAMETER = OpenApiParameter(
    "form", {"type": "string", "enum": list(MEDIA_TYPES)}, OpenApiParameter.PATH, description=gettext_lazy("The form.")
)
LANG_PARAMETER = OpenApiParameter(
    "lang",
    {"type": "string", "enum": ["en", "zh-hans"], "default": "en"},
    description=gettext_lazy("Language of the report."),
)


class ReportView(OwnView):
    parameters = frozenset(ReportParameters.model_fields)

    def get_renderers(self) -> list[BaseRenderer]:
        return [FormRenderer(plain(MEDIA_TYPES[self.kwargs.get("form", PAGE)]))]

    @documented(
        "get_report",
        gettext_lazy("Get the report as a file"),
        gettext_lazy(
            "The whole record: `html` and `pdf` to read and print, `md` as a decision record for a repository, `csv`"
            " and `xlsx` for spreadsheets, `json` as it was frozen, byte for byte. All say the same; `json` is in both"
            " languages at once. Sign-offs and checklist are those of now."
        ),
        OWN,
        TAGGED,
        tag="recommendations",
        answer=Record,
        files=FILES,
        parameters=[CODE_PARAMETER, FORM_PARAMETER, LANG_PARAMETER],
        problems=("not_found", "not_understood"),
    )
    def get(self, request: Request, code: str, form: AnyForm) -> HttpResponseBase:
        language = parameters_as(ReportParameters, request.query_params.dict()).lang
        row = own_record(request, code)
        revision = f"{state_of(row)}.{late(row)}.{form}.{language}"
        languages = BOTH_LANGUAGES if form in IN_NO_LANGUAGE else language
        known = known_already(request, revision, Content_Language=languages)
        if known is not None:
            return known
        record = RecordReport.of(Recommendation.objects.for_record().get(pk=row.pk), language)
        return typed_answer(
            written(record, form),
            MEDIA_TYPES[form],
            ETag=tag_of(revision),
            Content_Language=languages,
            **named(record, form),
        )


def late(row: Recommendation) -> int:
    """Return how many items are overdue: a page marks them, and they become it without anybody doing anything."""
    return row.checklist.filter(done_at=None, due__lt=timezone.now().date()).count()


def written(record: RecordReport, form: AnyForm) -> str | bytes:
    return html_of(record) if form == PAGE else FORMS[form].render(record)


def named(record: RecordReport, form: AnyForm) -> dict[str, str]:
    """Return what names the file; a page is shown and not saved."""
    return {} if form == PAGE else {"Content_Disposition": FORMS[form].disposition(record)}


class SchemaView(ApiView):
    @documented(
        "get_record_schema",
        gettext_lazy("Get the schema of a record"),
        gettext_lazy("The JSON Schema that the JSON of every frozen recommendation meets."),
        OPEN,
        TAGGED,
        tag="description",
        answer={"type": "object"},
    )
    def get(self, request: Request) -> HttpResponseBase:
        body = schema_of(request.path)
        return lasting_answer(request, body, "sha256:" + sha256(body.encode()).hexdigest())


@cache
def schema_of(address: str) -> str:
    return json.dumps(record_schema(address), ensure_ascii=False)
