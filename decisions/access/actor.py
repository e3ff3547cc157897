"""Who is acting: set once where a request or a command begins, read where something is written.

It rides along in a context variable and not through every call, because no service decides anything by it: it is only
written down.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SYSTEM = "system"  # a command on the server

_acting: ContextVar[str] = ContextVar("actor", default=SYSTEM)


@contextmanager
def acting(actor: str) -> Iterator[None]:
    """Write down `actor` for all that is done inside: `account:7`, `token:7:<key>`, `browser:<digest>` or `system`."""
    before = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(before)


def actor() -> str:
    return _acting.get()


def act_as(actor: str) -> None:
    """Write down `actor` from here to the end of the surrounding `acting`: who calls is known only after a while."""
    _acting.set(actor)
