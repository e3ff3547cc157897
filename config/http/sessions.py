"""Sessions in the database, looked up only by what can be the key of one."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS

ALPHABET = frozenset(VALID_KEY_CHARS)


class SessionStore(db.SessionStore):
    """Django's own, which asks the database for whatever a cookie says; PostgreSQL fails where that has a NUL."""

    def _validate_session_key(self, key: str | None) -> bool:
        return super()._validate_session_key(key) and ALPHABET.issuperset(key or "")  # type: ignore[misc]  # no stub
