"""What is answered to what goes wrong outside any view: a problem under /api/, a page elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token

from config.http.problems import Problem

API = "/api/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what to do when a form came without its cookie; what was typed stays behind the back button."""
    return render(request, "errors/cookies.html", status=403)


@csrf_exempt  # whatever the method: nothing is here
def no_such_address(request: HttpRequest) -> HttpResponse:
    """Answer for every address under /api/ that no view has."""
    detail = "" if request.path.endswith("/") else _("Addresses end with a slash, except openapi.json.")
    return Problem("not_found", detail).response()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, "not_found", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, "server_error", 500)


@requires_csrf_token  # the page's header holds a form
def answer(request: HttpRequest, code: str, status: int) -> HttpResponse:
    if request.path.startswith(API):
        return Problem(code).response()
    return render(request, f"errors/{status}.html", status=status)
