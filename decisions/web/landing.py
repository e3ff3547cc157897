"""The first page, and the start of a piece of work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from decisions.documents.request import DEFAULT_MODEL
from scenarios.services import document


@require_GET
def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "decisions/landing.html", {"scenarios": document(DEFAULT_MODEL).scenarios})
