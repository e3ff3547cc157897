"""What the API says of itself: to machines as OpenAPI, to people as a page."""

import hashlib
import json

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.request import Request

from decisions.api.base import ApiView, lasting_answer
from decisions.api.contract import contract, published
from decisions.api.documented import OPEN, TAGGED, documented
from decisions.api.page import page
from scenarios import services


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
        rows = published()
        body = json.dumps(contract(rows), ensure_ascii=False)
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
        context = {
            "home": home,
            "page": page(contract(rows), home),
            "models": [services.document_of(row) for row in rows],
        }
        return render(request._request, "api/docs.html", context)
