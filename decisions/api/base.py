"""What all addresses of the API share."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.views import APIView

import config
from config.http.problems import ErrorEntry, Problem

BOTH_LANGUAGES = "en, zh-hans"


class ApiView(APIView):
    """A view that takes no parameter but those it names, and says which methods it offers when asked."""

    parameters: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_parameters(request, self.parameters)
        super().initial(request, *args, **kwargs)

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        return HttpResponse(status=204)  # DRF adds Allow; its own answer would be a document about the view


def refuse_parameters(request: Request, known: frozenset[str]) -> None:
    for name, values in request.query_params.lists():
        if name not in known:
            message = _("There is no parameter %(name)s here.") % {"name": name}
            raise parameter_problem("unknown_parameter", name, message)
        if len(values) > 1:
            message = _("The parameter %(name)s is given more than once.") % {"name": name}
            raise parameter_problem("repeated_parameter", name, message)


def parameter_problem(code: str, name: str, message: str) -> Problem:
    return Problem(code, errors=[ErrorEntry(parameter=name, code=code, message=message)])


def json_answer(body: str | bytes, **headers: str) -> HttpResponse:
    """Answer with JSON that is written already; header names have underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store", **named})


def lasting_answer(request: Request, body: str | bytes, revision: str) -> HttpResponseBase:
    """Answer with JSON that stays the same for one revision: 304 to whoever has it already.

    The tag is strong, and names our own version too: a new one may write the same content otherwise.
    """
    answer = json_answer(
        body, ETag=f'"{revision}/{config.__version__}"', Cache_Control="no-cache", Content_Language=BOTH_LANGUAGES
    )
    conditional = get_conditional_response(request._request, etag=answer["ETag"], response=answer)
    if conditional is None or conditional.status_code == 412:
        raise Problem("precondition_failed")
    conditional["Content-Language"] = answer["Content-Language"]  # Django leaves it out of a 304
    return conditional
