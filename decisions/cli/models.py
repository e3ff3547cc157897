"""`berth check`: read a decision model that somebody writes, and say what is wrong with it."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.cli.base import DONE, NO, Cannot, complain, say
from scenarios import library, schema


def run(asked: argparse.Namespace) -> int:
    """Check a folder of YAML files, as the library has them, or one file with the whole decision model."""
    path = Path(asked.model).resolve()
    try:
        document = read(path)
    except library.LibraryFault as refused:
        complain(*(str(fault) for fault in refused.faults))
        n = len(refused.faults)
        complain(ngettext("%(n)s fault", "%(n)s faults", n) % {"n": n})
        return NO
    lists = [(part, entries) for part, entries in document if isinstance(entries, tuple) and entries]
    contents = _(", ").join(f"{len(entries)} {part.replace('_', ' ')}" for part, entries in lists)
    say(f"{document.key} {document.version}{_(': ')}{contents}", library.digest(document))
    return DONE


def read(path: Path) -> schema.DecisionModel:
    if path.is_file():
        return library.read_file(path)
    if not (path / "model.yaml").is_file():
        raise Cannot(_("%(path)s holds no decision model: there is no model.yaml.") % {"path": path})
    return library.read(path.name, path.parent)
