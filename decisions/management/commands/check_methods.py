from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from decisions.services.published_cases import Judgement, PublishedFault, read_published
from decisions.services.published_figures import judge


class Command(BaseCommand):
    help = "Run published decisions with known answers from a JSON file, and say which figures agree."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            cases = read_published(file)
        except PublishedFault as fault:
            raise CommandError(str(fault)) from fault
        outcomes: Counter[str] = Counter()
        for case in cases:
            judgement = judge(case)
            outcomes[judgement.outcome] += 1
            self.stdout.write(line(judgement))
        self.stdout.write(
            f"{len(cases)} {'case' if len(cases) == 1 else 'cases'}: {outcomes['pass']} pass, {outcomes['fail']} fail, "
            f"{outcomes['not offered']} method not offered"
        )
        if outcomes["fail"]:
            raise CommandError("1 case fails" if outcomes["fail"] == 1 else f"{outcomes['fail']} cases fail")


def line(judgement: Judgement) -> str:
    outcome = "method not offered" if judgement.outcome == "not offered" else judgement.outcome
    because = f": {judgement.because}" if judgement.because else ""
    return f"{outcome:18}  {judgement.case.id}{because}"
