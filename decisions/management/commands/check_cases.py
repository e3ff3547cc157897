from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from decisions.services.cases import CaseFault, Judgement, Tally, judge_all, read_cases
from scenarios.management.base import DatabaseCommand


class Command(DatabaseCommand):
    help = "Evaluate sample workloads from a YAML file and say which come out as expected."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--at-least", type=float, default=0.0, metavar="SHARE", help="fail below this share; a partial counts half"
        )

    def handle(self, *args: Any, file: Path, at_least: float, **options: Any) -> None:
        try:
            judgements = judge_all(read_cases(file))
        except CaseFault as fault:
            raise CommandError(str(fault)) from fault
        for judgement in judgements:
            self.stdout.write(line(judgement))
        tally = Tally.of(judgements)
        self.stdout.write(
            f"{tally.cases} cases: {tally.hits} hits, {tally.partials} partials, {tally.misses} misses; "
            f"share {tally.share:.2f}"
        )
        if tally.share < at_least:
            raise CommandError(f"the share is {tally.share:.2f}, below {at_least:.2f}")


def line(judgement: Judgement) -> str:
    case, evaluation = judgement.case, judgement.evaluation
    scores = ", ".join(
        f"{entry.platform} {entry.score:.3f}{'' if entry.eligible else ' (excluded)'}" for entry in judgement.first_two
    )
    expected = "" if judgement.outcome == "hit" else f", expected {case.expected}"
    return (
        f"{judgement.outcome:8}{case.id}: {scores}; confidence {evaluation.confidence:.2f}, "
        f"{evaluation.verdict}{expected}"
    )
