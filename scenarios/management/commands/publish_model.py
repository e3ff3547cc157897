from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from scenarios import library as files
from scenarios import schema, services
from scenarios.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = "Publish decision models from the library, or from one file. What is published never changes."
    reads_what_is_published = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="key", help="decision models of the library")
        parser.add_argument("--all", action="store_true", help="every decision model of the library")
        parser.add_argument("--library", type=Path, default=files.LIBRARY, help="the folder that holds theirs")
        parser.add_argument("--file", type=Path, help="a whole decision model in one file, as export_model writes it")

    def handle(self, *args: Any, keys: list[str], all: bool, library: Path, file: Path | None, **options: Any) -> None:
        if not library.is_dir():
            raise CommandError(f"{library} is no folder")
        if sum((bool(keys), all, file is not None)) != 1:
            raise CommandError("Name decision models, or say --all, or give a --file.")
        try:
            for key in files.keys(library) if all else keys:
                self.publish(files.read(key, library))
            if file is not None:
                self.publish(files.read_file(file))
        except (files.LibraryFault, services.VersionTaken) as refused:
            raise CommandError(str(refused)) from refused

    def publish(self, document: schema.DecisionModel) -> None:
        row, is_new = services.publish(document=document)
        if is_new:
            self.stdout.write(self.style.SUCCESS(f"{row} is published ({row.digest})"))
        else:
            self.stdout.write(f"{row} was published already, with the same content")
