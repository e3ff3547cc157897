from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from decisions.services.cases import CaseFault, map_reported, read_mapping, read_reported, write_cases
from scenarios import library

HEADER = "# Made from known.yaml by mapping.yaml with `manage.py map_cases`; change those, not this.\n"


class Command(BaseCommand):
    help = "Turn the published platform choices of a decision model into cases for check_cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", nargs="?", default="standard", help="the decision model in the library")
        parser.add_argument("--without-inferred", action="store_true", help="leave out what was read between the lines")
        parser.add_argument("--out", type=Path, help="the file to write; cases/known_mapped.yaml when none is named")

    def handle(self, *args: Any, key: str, without_inferred: bool, out: Path | None, **options: Any) -> None:
        folder = library.LIBRARY / key / "cases"
        out = out or folder / "known_mapped.yaml"
        try:
            cases = map_reported(
                read_reported(folder / "known.yaml"),
                read_mapping(folder / "mapping.yaml"),
                library.read(key),
                with_inferred=not without_inferred,
            )
        except (CaseFault, library.LibraryFault) as fault:
            raise CommandError(str(fault)) from fault
        out.write_text(HEADER + write_cases(cases), "utf-8")
        self.stdout.write(f"{len(cases)} cases are written to {out}")
