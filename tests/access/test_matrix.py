"""Who may do what, for every address: the table is complete, or this fails.

A row says who is let in. What being let in comes to (a page, a form that is refused for what it says, a precondition
that is missing) is for the tests of each page and endpoint; here it only must not be 401, 403, 404 or 405. Everybody
else is answered as if there were nothing, and nothing is changed.
"""

from copy import deepcopy

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from decisions.models import AuditEntry
from tests.access.estate import ACTORS, estate
from tests.access.table import TABLE

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REFUSED = frozenset({401, 403, 404, 405})


def addresses(patterns, namespace="", route=""):
    """Yield name and route of every address that is ours; the admin has its own tests."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if pattern.pattern.describe().startswith("'^"):
            continue  # what catches everything else
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from addresses(pattern.url_patterns, inner, here)
        elif isinstance(pattern, URLPattern):
            yield (namespace + pattern.name if pattern.name else here), here


ADDRESSES = dict(addresses(get_resolver().url_patterns))


def test_every_address_has_a_row():
    assert sorted(ADDRESSES.keys() - TABLE.keys()) == []
    assert sorted(TABLE.keys() - ADDRESSES.keys()) == []


def expected(row, method, actor, *, is_api):
    """Return the statuses that fit; an empty set: whatever is no refusal."""
    if method not in row.methods:
        return {401, 403, 404, 405} if is_api else {404, 405}
    if is_api:
        return expected_of_the_api(row, method, actor)
    match row.access:
        case "everybody":
            return set()
        case "account":
            return set() if actor in {"owner", "other_user"} else {302, 303}
        case "share":
            return set()
        case "owner":
            return set() if actor == "owner" else {404}
        case "nobody":
            return {404}
        case "own":
            return {"owner": set(), "other_user": {404}}.get(actor, {302, 303})
    raise AssertionError(row)


def expected_of_the_api(row, method, actor):
    if actor == "expired_token":
        return {401}
    if row.access in {"everybody", "share"}:
        return set()
    if actor in {"anonymous", "share_code"}:
        return {401}
    if actor == "read_token" and method not in row.reading:
        return {403}
    if row.access == "account":
        return set()
    return {404} if actor == "other_user" else set()


@pytest.fixture
def everything(published):
    return estate()


def attempts(everything):
    """Yield every address, method and actor, with the statuses that fit."""
    for name, row in TABLE.items():
        route = ADDRESSES[name]
        for actor in ACTORS:
            path = reverse(name, kwargs=everything.named(route, actor))
            for method in METHODS:
                yield actor, method, path, expected(row, method, actor, is_api=route.startswith("api/"))


def test_whoever_is_not_let_in_finds_nothing_and_changes_nothing(everything):
    before = AuditEntry.objects.count()

    wrong = [
        f"{method} {path} as {actor}: {status}"
        for actor, method, path, fits in attempts(everything)
        if fits and (status := sent(everything, actor, method, path)) not in fits
    ]

    assert not wrong, "\n".join(wrong)
    assert AuditEntry.objects.count() == before


def test_whoever_is_let_in_is_not_refused_and_reading_or_failing_is_no_act(everything):
    before, wrong = AuditEntry.objects.count(), []
    for actor, method, path, fits in attempts(everything):
        if not fits:
            with transaction.atomic():  # each finds everything as it was
                status = sent(everything, actor, method, path)
                acts = AuditEntry.objects.count() - before
                transaction.set_rollback(True)
            if status in REFUSED or status >= 500 or (acts and (method == "GET" or status >= 400)):
                wrong.append(f"{method} {path} as {actor}: {status}, {acts} acts")

    assert not wrong, "\n".join(wrong)


def sent(everything, actor, method, path):
    client, is_api = everything.clients[actor], path.startswith("/api/")
    cookies = deepcopy(client.cookies)
    body, kind = (b"{}", "application/json") if is_api else (b"", "application/x-www-form-urlencoded")
    status = client.generic(method, path, body, content_type=kind).status_code
    client.cookies = cookies  # whoever signs out here is in again for the next
    return status
