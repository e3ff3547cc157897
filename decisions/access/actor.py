"""Who is acting: set once where a request or a command begins, read where something is written.

It rides along in a context variable and not through every call, because no service decides anything by it: it is only
written down.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import User

SYSTEM = "system"  # a command on the server

_acting: ContextVar[str | Callable[[], str]] = ContextVar("actor", default=SYSTEM)


@contextmanager
def acting(actor: str | Callable[[], str]) -> Iterator[None]:
    """Write down `actor` for all that is done inside: `account:7`, `token:7:<key>`, `browser:<digest>` or `system`.

    A function is asked each time: a browser gets its secret, and an account is signed in, while a request is answered.
    """
    before = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(before)


def actor() -> str:
    found = _acting.get()
    return found if isinstance(found, str) else found()


def act_as(actor: str) -> None:
    """Write down `actor` from here to the end of the surrounding `acting`: who calls is known only after a while."""
    _acting.set(actor)


def account_actor(user: User) -> str:
    return f"account:{user.pk}"
