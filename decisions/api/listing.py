"""Long lists, a page at a time.

A cursor says after which row the next page begins, so that nothing is shown twice or left out because something was
added or deleted meanwhile. The latest come first.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db import models
from django.db.models import Q
from rest_framework.request import Request

from decisions.models import Assessment, Recommendation, Share

PAGE = 50  # rows
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
CURSOR = r"^[0-9]{1,17}~[A-Za-z0-9_-]{1,32}$"  # microseconds, code


Row = TypeVar("Row", Assessment, Recommendation, Share)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and where the next ones are."""

    rows: list[Row]
    next: str | None  # address


def page_of(rows: "models.QuerySet[Row]", made: str, request: Request, cursor: str | None) -> Page[Row]:
    """Return the page after `cursor`; `made` is the column that says when a row was made."""
    if cursor is not None:
        microseconds, _sign, code = cursor.partition("~")
        since = EPOCH + timedelta(microseconds=int(microseconds))
        rows = rows.filter(Q(**{f"{made}__lt": since}) | Q(**{made: since, "code__lt": code}))
    found = list(rows.order_by(f"-{made}", "-code")[: PAGE + 1])
    return Page(found[:PAGE], following(request, found[PAGE - 1], made) if len(found) > PAGE else None)


def following(request: Request, last: Assessment | Recommendation | Share, made: str) -> str:
    moment: datetime = getattr(last, made)
    query = request.query_params.copy()
    query["cursor"] = f"{(moment - EPOCH) // timedelta(microseconds=1)}~{last.code}"
    return f"{request.path}?{query.urlencode()}"
