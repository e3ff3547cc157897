"""What is answered to what goes wrong outside any view: a problem under /api/, a page elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from config.http.problems import Problem

API = "/api/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what to do when a form came without its cookie; what was typed stays behind the back button."""
    return render(request, "errors/cookies.html", status=403)


@csrf_exempt  # whatever the method: nothing is here
def no_such_address(request: HttpRequest) -> HttpResponse:
    """Answer for every address under /api/ that no view has."""
    detail = "" if request.path.endswith("/") else _("Addresses end with a slash, except those of files.")
    return Problem("not_found", detail).response()


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return defaults.bad_request(request, exception) if is_page(request) else Problem("bad_request").response()


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return defaults.permission_denied(request, exception) if is_page(request) else Problem("forbidden").response()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    return defaults.page_not_found(request, exception) if is_page(request) else Problem("not_found").response()


def server_error(request: HttpRequest) -> HttpResponseBase:
    return defaults.server_error(request) if is_page(request) else Problem("server_error").response()


def is_page(request: HttpRequest) -> bool:
    return not request.path.startswith(API)
