"""Databases that other processes reach too, on whatever the tests run on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection


def address_of(name: str | Path) -> str:
    """Return the DATABASE_URL of a database beside the tests' own, or of a file."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(str(name))}"
    known = connection.settings_dict
    who = f"{quote(known['USER'], safe='')}:{quote(known['PASSWORD'], safe='')}"
    where = {"host": known["HOST"]} if known["HOST"] else {}
    return f"postgres://{who}@:{known['PORT'] or 5432}/{quote(str(name), safe='')}?{urlencode(where)}"


def tests_own() -> str:
    return address_of(connection.settings_dict["NAME"])


@contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """Make an empty database; yield its address."""
    if connection.vendor == "sqlite":
        yield address_of(folder / "berth.sqlite3")
        return
    name = f"berth_server_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield address_of(name)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def environment(address: str, var: Path) -> dict[str, str]:
    """Return the environment in which another process has the product's own settings and this database."""
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return kept | {
        "BERTH_MODE": "local",
        "BERTH_VAR": str(var),
        "BERTH_PLAIN_STATIC": "1",
        "DATABASE_URL": address,
        "OMP_NUM_THREADS": "1",
    }


def run(command: list[str], *, address: str, var: Path) -> "subprocess.CompletedProcess[str]":
    """Run one of our own commands to its end."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environment(address, var),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
