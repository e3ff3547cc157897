"""Pages for what goes wrong outside any view."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what to do when a form came without its cookie; what was typed stays behind the back button."""
    return render(request, "errors/cookies.html", status=403)
