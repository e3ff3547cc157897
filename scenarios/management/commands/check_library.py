from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scenarios import library as files
from scenarios import schema


class Command(BaseCommand):
    help = "Read decision models from the library and say what is wrong with them: file, path inside it, sentence."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="key", help="decision models to check; all when none is named")
        parser.add_argument("--library", type=Path, default=files.LIBRARY, help="the folder that holds theirs")

    def handle(self, *args: Any, keys: list[str], library: Path, **options: Any) -> None:
        faults: list[files.Fault] = []
        for key in keys or found_in(library):
            try:
                document = files.read(key, library)
            except files.LibraryFault as refused:
                faults.extend(refused.faults)
            else:
                self.stdout.write(f"{key} {document.version}: {contents(document)}")
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError("1 fault" if len(faults) == 1 else f"{len(faults)} faults")


def found_in(library: Path) -> list[str]:
    if not library.is_dir():
        raise CommandError(f"{library} is no folder")
    keys = files.keys(library)
    if not keys:
        raise CommandError(f"{library} holds no decision model: a folder with a model.yaml")
    return keys


def contents(document: schema.DecisionModel) -> str:
    """Say how much there is: "5 criteria, 3 platforms, 15 ratings"."""
    lists = ((part, entries) for part, entries in document if isinstance(entries, tuple) and entries)
    return ", ".join(f"{len(entries)} {part.replace('_', ' ')}" for part, entries in lists)
