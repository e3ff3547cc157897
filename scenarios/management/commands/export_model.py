from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from scenarios import library, services
from scenarios.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = (
        "Write a published decision model as one YAML file in both languages, which publish_model --file reads again."
    )

    def create_parser(self, *names: str, **options: Any) -> CommandParser:
        """Let our --version take the place of the one with which Django says its own."""
        return super().create_parser(*names, conflict_handler="resolve", **options)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key")
        parser.add_argument("--version", help="the version; the latest when none is named")
        parser.add_argument("--out", type=Path, help="the file to write; standard output when none is named")

    def handle(self, *args: Any, key: str, version: str | None, out: Path | None, **options: Any) -> None:
        try:
            text = library.write(services.export(key, version))
            if out is None:
                self.stdout.write(text, ending="")
            else:
                out.write_text(text, "utf-8")
                self.stdout.write(f"{key} is written to {out}")
        except services.NotPublished as refused:
            raise CommandError(str(refused)) from refused
        except OSError as refused:
            raise CommandError(f"{out}: {refused.strerror}") from refused
