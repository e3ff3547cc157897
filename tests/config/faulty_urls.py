"""Addresses whose views fail, to see what is answered then; whatever else there is stays as it is."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.urls import path

from config.urls import handler400, handler403, handler404, handler500, urlpatterns  # noqa: F401 Django looks for them
from decisions.api.base import ApiView


class Faulty(ApiView):
    def get(self, request):
        secret = "what only a traceback would show"
        raise ZeroDivisionError(secret)


def faulty(request):
    raise ZeroDivisionError("what only a traceback would show")


def faulty_there(request, code):
    raise ZeroDivisionError


def forbidden(request):
    raise PermissionDenied


def suspicious(request):
    raise SuspiciousOperation("what only a log would show")


urlpatterns = [
    path("api/faulty/", Faulty.as_view()),
    path("api/forbidden/", forbidden),
    path("api/suspicious/", suspicious),
    path("faulty/", faulty),
    path("faulty/<slug:code>/", faulty_there),
    path("forbidden/", forbidden),
    path("suspicious/", suspicious),
    *urlpatterns,
]
