"""What the commands share: how they refuse, where they read from, how they line things up."""

import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError
from django.utils.translation import gettext as _

from decisions.documents.faults import DecisionError
from decisions.models import Recommendation
from scenarios import library
from scenarios import services as catalogue

DONE, NO, WRONG_CALL, CANNOT, STOPPED = 0, 1, 2, 3, 130  # exit codes
STANDARD_INPUT = "-"


class Cannot(Exception):
    """What is asked cannot be done; the message says why."""


def say(*lines: str) -> None:
    print(*lines, sep="\n")


def give(content: bytes) -> None:
    """Write what another program reads, in UTF-8 whatever the terminal has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def complain(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)


def need_decision_models() -> None:
    """Make sure that there is a database with decision models in it; on a machine of one's own, set it up."""
    try:
        if is_ready():
            return
        if settings.LOCAL:
            complain(_("Setting up the database: the first time takes some seconds."))
            settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
            call_command("migrate", interactive=False, verbosity=0)
            call_command("publish_model", all=True, stdout=sys.stderr)
            return
    except OperationalError as fault:
        raise Cannot(_("The database cannot be used: %(fault)s") % {"fault": str(fault).strip()}) from fault
    raise Cannot(_("No decision model is published. Run manage.py migrate and manage.py publish_model --all."))


def is_ready() -> bool:
    try:
        return catalogue.something_is_published()
    except DatabaseError:  # no such table yet; where there is no database at all, setting it up says so
        return False


def sentences(fault: DecisionError) -> list[str]:
    return [f"{entry.pointer}: {entry.message}" if entry.pointer else entry.message for entry in fault.faults]


def read_text(name: str) -> str:
    """Return what a file holds, or standard input where its name is `-`."""
    try:
        raw = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as fault:
        raise Cannot(f"{name}: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise Cannot(_("%(file)s: byte %(n)s is not UTF-8.") % {"file": name, "n": fault.start + 1}) from fault


def read_tree(name: str) -> dict[str, Any]:
    """Return the mapping that a YAML or JSON file holds; a name that stands twice is refused in both."""
    text = read_text(name)
    try:
        if name.endswith(".json"):
            tree = json.loads(text, object_pairs_hook=once)
        else:
            tree = yaml.load(text, Loader=library.StrictLoader)  # noqa: S506 a safe loader
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        words = {"file": name, "line": line, "problem": fault.problem}
        raise Cannot(_("%(file)s, line %(line)s: %(problem)s") % words) from fault
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise Cannot(f"{name}: {fault}") from fault
    if not isinstance(tree, dict):
        raise Cannot(_("%(file)s must hold a mapping, such as answers: {release_rate: daily}.") % {"file": name})
    return tree


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise ValueError(_("%(name)s stands there twice") % {"name": max(names, key=names.count)})
    return found


@contextmanager
def written(name: str) -> Iterator[Path]:
    """Yield where to write; the file has its name only once it is whole.

    What is no file, such as a pipe or a device, keeps its place: it is written into.
    """
    path = Path(name)
    try:
        if path.is_dir():
            raise Cannot(_("%(file)s is a folder: name a file in it.") % {"file": name})
        if path.exists() and not path.is_file():
            yield path
            return
        path = path.resolve()  # a link stays one
        draft = path.with_name(f"{path.name}.part")
        try:
            yield draft
            os.replace(draft, path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    except OSError as fault:
        raise Cannot(f"{name}: {fault.strerror}") from fault


def find_record(code: str) -> Recommendation:
    found = Recommendation.objects.for_record().filter(code=code).first() if "\x00" not in code else None
    if found is None:
        raise Cannot(_("There is no recommendation %(code)s.") % {"code": code})
    return found


def columns(rows: Sequence[Sequence[str]], figures: frozenset[int]) -> list[str]:
    """Line up the cells of rows; those in the columns `figures` end at the same place."""
    widths = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            pad(cell, widths[place], to_the_right=place in figures) for place, cell in enumerate(row)
        ).rstrip()
        for row in rows
    ]  # fmt: skip


def pad(text: str, wanted: int, *, to_the_right: bool) -> str:
    space = " " * (wanted - width(text))
    return space + text if to_the_right else text + space


def width(text: str) -> int:
    """Return how many places a terminal gives a text: two to each Chinese character."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
