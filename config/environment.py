"""Read settings from the environment; refuse what is not understood."""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

POSTGRES_OPTIONS = frozenset(
    {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"}
)  # of libpq's many those that somebody who runs Berth needs; a misspelt one is refused

MAIL_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


def text(name: str, default: str | None = None) -> str:
    found = os.environ.get(name, "").strip()
    if found:
        return found
    if default is None:
        raise ImproperlyConfigured(f"Set {name}.")
    return default


def one_of(name: str, allowed: tuple[str, ...]) -> str:
    found = os.environ.get(name, "").strip()
    if found not in allowed:
        raise ImproperlyConfigured(f"Set {name} to one of: {', '.join(allowed)}. It is {found!r}.")
    return found


def names(name: str, default: list[str] | None = None) -> list[str]:
    """Read a comma-separated list."""
    found = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    if found:
        return found
    if default is None:
        raise ImproperlyConfigured(f"Set {name} to a comma-separated list.")
    return default


def number(name: str, default: int) -> int:
    found = os.environ.get(name, "").strip()
    if not found:
        return default
    if not found.isdecimal():
        raise ImproperlyConfigured(f"Set {name} to a whole number. It is {found!r}.")
    return int(found)


def switch(name: str, default: bool) -> bool:
    found = os.environ.get(name, "").strip()
    if not found:
        return default
    if found not in {"0", "1"}:
        raise ImproperlyConfigured(f"Set {name} to 0 or 1. It is {found!r}.")
    return found == "1"


def database(local: Path | None) -> dict[str, Any]:
    """Return Django's settings for the database: at DATABASE_URL, in the file BERTH_DATABASE, or in `local`.

    Without `local`, one of the two must be set; with it, DATABASE_URL may be.
    """
    address, file = text("DATABASE_URL", ""), text("BERTH_DATABASE", "") if local is None else ""
    if address and file:
        raise ImproperlyConfigured("Set either DATABASE_URL or BERTH_DATABASE, not both.")
    if address:
        return database_at(address)
    path = file or local
    if not path:
        raise ImproperlyConfigured("Set DATABASE_URL, or BERTH_DATABASE to the path of an SQLite file.")
    return sqlite_file(Path(path))


def database_at(address: str) -> dict[str, Any]:
    """Read the address of a database. No refusal repeats it: it holds a password."""
    if "#" in address:
        raise ImproperlyConfigured("DATABASE_URL has a # in it. Write %23 where it belongs to a name or password.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("DATABASE_URL is no address: its host or port cannot be read.") from None
    match parts.scheme:
        case "postgres" | "postgresql":
            return postgres(parts, port)
        case "sqlite":
            return sqlite(parts)
    raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")


def postgres(parts: SplitResult, port: int | None) -> dict[str, Any]:
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise ImproperlyConfigured("DATABASE_URL must name one database: postgres://user:password@host:5432/database.")
    if find_spec("psycopg") is None:
        raise ImproperlyConfigured(
            "DATABASE_URL is that of a PostgreSQL: pip install --require-hashes -r requirements/postgres.txt"
        )
    options: dict[str, str] = {}
    for option, value in parse_qsl(parts.query, keep_blank_values=True):
        if option not in POSTGRES_OPTIONS or option in options or not value:
            raise ImproperlyConfigured(
                f"DATABASE_URL: {option} is no option, has no value or stands twice. "
                f"The options are {', '.join(sorted(POSTGRES_OPTIONS))}."
            )
        options[option] = value
    host = options.pop("host", "")  # a folder with the server's socket, which cannot stand where a host does
    if host and parts.hostname:
        raise ImproperlyConfigured("DATABASE_URL names two hosts.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host or unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": {"connect_timeout": "10", **options},  # seconds
        "CONN_HEALTH_CHECKS": True,  # the server may have been restarted since
    }


def sqlite(parts: SplitResult) -> dict[str, Any]:
    path = unquote(parts.path.removeprefix("/"))
    if parts.netloc or parts.query or path in {"", ":memory:"} or path.endswith("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL must name one file: sqlite:////srv/berth/berth.sqlite3, and nothing else."
        )
    return sqlite_file(Path(path))


def sqlite_file(path: Path) -> dict[str, Any]:
    """Return the settings with which 50 writers at once are all served; with Django's own, most of them fail.

    FULL: no acknowledged answer is lost, not even when the power goes.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def mail(name: str) -> dict[str, Any] | None:
    """Return Django's settings for the mail server at an address, or None where none is set.

    smtps:// speaks TLS from the first byte, smtp:// goes over to TLS before it says anything, smtp+plain:// is for a
    relay on the same host. No refusal repeats the address: it holds a password.
    """
    address = text(name, "")
    if not address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} is no address: its host or port cannot be read.") from None
    if parts.scheme not in MAIL_PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} must look like smtp://user:password@mail.example:587 and hold no more.")
    return {
        "HOST": parts.hostname,
        "PORT": port or MAIL_PORTS[parts.scheme],
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        "USE_SSL": parts.scheme == "smtps",
        "USE_TLS": parts.scheme == "smtp",
    }


def key_kept_in(path: Path) -> str:
    """Return the key in the file; make it once, readable by its owner alone."""
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_urlsafe(50)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(key, "ascii")
    try:
        os.link(draft, path)  # fails when another process was first: then its key holds
    except FileExistsError:
        return path.read_text("ascii").strip()
    finally:
        draft.unlink()
    return key
