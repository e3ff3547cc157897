"""Read settings from the environment; refuse what is not understood."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


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
