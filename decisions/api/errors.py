"""Every error leaves the API as a problem, translated here and nowhere else."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions

from config.http.problems import ErrorEntry, Problem
from config.http.validation import not_understood
from decisions.documents.faults import DecisionError, pointer
from decisions.services.recommendations import RecordRefused
from decisions.services.workloads import WorkloadRefused


def as_problem(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """Answer an exception of a view; what nobody expected goes on to Django, which logs it and answers 500."""
    problem = problem_of(exc)
    return problem.response() if problem is not None else None


def problem_of(exc: Exception) -> Problem | None:
    match exc:
        case Problem():
            return exc
        case DecisionError():
            return refused(exc)
        case WorkloadRefused() | RecordRefused():
            place = pointer(exc.field) if exc.field else ""
            return not_understood([ErrorEntry(pointer=place, code=exc.code, message=str(exc))])
        case Http404() | ObjectDoesNotExist():  # or it has gone since it was looked up
            return Problem("not_found")
        case exceptions.MethodNotAllowed():
            return Problem("method_not_allowed")  # the view itself adds Allow
        case exceptions.NotAcceptable():
            return Problem("not_acceptable")
        case exceptions.Throttled():
            seconds = str(int(getattr(exc, "wait", None) or 1))  # the stubs do not know it
            detail = _("Try again in %(seconds)s s.") % {"seconds": seconds}
            return Problem("too_many_requests", detail, headers={"Retry-After": seconds})
    return None


def refused(error: DecisionError) -> Problem:
    return not_understood(
        [ErrorEntry(pointer=fault.pointer, code=fault.code, message=fault.message) for fault in error.faults]
    )
