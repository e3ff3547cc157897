"""Is the process up, and can it answer? Two views that say no more than that."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

Check = Callable[[], bool]


@never_cache
@require_safe
def livez(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readyz(checks: tuple[Check, ...]) -> Callable[[HttpRequest], JsonResponse]:
    """Return a view that is 200 when the database answers and every check holds, else 503."""

    @never_cache
    @require_safe
    def view(request: HttpRequest) -> JsonResponse:
        try:
            connection.ensure_connection()
            ready = all(check() for check in checks)
        except DatabaseError:
            ready = False
        return JsonResponse({"status": "ok" if ready else "unavailable"}, status=200 if ready else 503)

    return view
