"""What the API says of itself: to machines as OpenAPI, to people as a page."""

import hashlib
import json

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from decisions.api.base import ApiView, lasting_answer
from decisions.api.contract import contract, documented, published


class OpenApiView(ApiView):
    @documented(
        "get_openapi",
        _("Get this description"),
        _("The OpenAPI document, in the reader's language."),
        tag="description",
        answer={"type": "object"},
        lasting=True,
    )
    def get(self, request: Request) -> HttpResponseBase:
        rows = published()
        body = json.dumps(contract(rows), ensure_ascii=False)
        return lasting_answer(request, body, "sha256:" + hashlib.sha256(body.encode()).hexdigest())
