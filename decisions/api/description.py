"""What the API says of itself: to machines as OpenAPI, to people as a page."""

import hashlib
from functools import lru_cache

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request

from decisions.api.base import ApiView, lasting_answer
from decisions.api.contract import (
    CONTRACTS_KEPT,
    Versions,
    contract,
    contract_as_json,
    described_by,
    published,
)
from decisions.api.documented import OPEN, TAGGED, documented
from decisions.api.page import page
from scenarios import services
from scenarios.models import DecisionModel


class OpenApiView(ApiView):
    @documented(
        "get_openapi",
        _("Get this description"),
        _("The OpenAPI document, in the reader's language."),
        OPEN,
        TAGGED,
        tag="description",
        answer={"type": "object"},
    )
    def get(self, request: Request) -> HttpResponseBase:
        body = contract_as_json(published())
        return lasting_answer(request, body, "sha256:" + hashlib.sha256(body.encode()).hexdigest())


class DocsView(ApiView):
    renderer_classes = [TemplateHTMLRenderer]

    @documented(
        "get_docs",
        _("Read this description"),
        _("The page made from the OpenAPI document, in the reader's language."),
        OPEN,
        tag="description",
        answer=str,
        media_type="text/html",
    )
    def get(self, request: Request) -> HttpResponseBase:
        rows = published()
        home = f"{request.scheme}://{request.get_host()}"
        return render(request._request, "api/docs.html", {"content": content(*described_by(rows), home)})


@lru_cache(maxsize=CONTRACTS_KEPT)
def content(language: str, versions: Versions, home: str) -> SafeString:
    """Write what the page says, which is the same for all its readers: its many cells take a quarter of a second."""
    rows = [DecisionModel(key=key, version=version, digest=digest) for key, version, digest in versions]
    models = [services.document_of(row) for row in rows]
    with translation.override(language):
        return render_to_string("api/_docs.html", {"home": home, "page": page(contract(rows), home), "models": models})
