from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from scenarios import library, schema


class Command(BaseCommand):
    help = "Read decision models from the library and say what is wrong with them: file, path inside it, sentence."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="key", help="decision models to check; all when none is named")

    def handle(self, *args: Any, keys: list[str], **options: Any) -> None:
        faults: list[library.Fault] = []
        for key in keys or library.keys():
            try:
                document = library.read(key)
            except library.LibraryFault as refused:
                faults.extend(refused.faults)
            else:
                self.stdout.write(f"{key} {document.version}: {contents(document)}")
        for fault in faults:
            self.stderr.write(str(fault))
        if faults:
            raise CommandError("1 fault" if len(faults) == 1 else f"{len(faults)} faults")


def contents(document: schema.DecisionModel) -> str:
    """Say how much there is: "5 criteria, 3 platforms, 15 ratings"."""
    lists = ((part, entries) for part, entries in document if isinstance(entries, tuple) and entries)
    return ", ".join(f"{len(entries)} {part.replace('_', ' ')}" for part, entries in lists)
