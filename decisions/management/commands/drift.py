from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management.base import CommandError, CommandParser

from decisions.models import Recommendation
from decisions.models.recommendation import RecommendationQuerySet
from decisions.services.replay import Drift, drift
from scenarios.management.base import DatabaseCommand

CHUNK = 100  # records: some tenths of a second, and some megabytes


class Command(DatabaseCommand):
    help = "Say which frozen recommendations the newest version of their decision model would decide otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="those that are superseded too")
        parser.add_argument("--fail", action="store_true", help="exit with status 1 when something differs")

    def handle(self, *args: Any, fail: bool, **options: Any) -> None:
        recommendations = Recommendation.objects.all() if options["all"] else Recommendation.objects.current()
        checked = differing = 0
        for found in self.drifts(recommendations.of_older_versions()):
            checked += 1
            differing += found.is_drift
            self.stdout.write(line(found))
        self.stdout.write(f"{checked} frozen with an older version, {differing} would come out differently")
        if fail and differing:
            raise CommandError(f"{differing} would come out differently")

    def drifts(self, older: RecommendationQuerySet) -> Iterator[Drift]:
        """Evaluate chunk by chunk; who waits at a terminal is told how far it got."""
        total, done = older.count(), 0
        waiting = older.select_related("decision_model").order_by("pk").iterator(CHUNK)
        while chunk := list(islice(waiting, CHUNK)):
            yield from drift(chunk)
            done += len(chunk)
            if self.stderr.isatty() and total > CHUNK:
                self.stderr.write(f"{done} of {total}")


def line(found: Drift) -> str:
    frozen, versions = found.recommendation, f"{found.recommendation.decision_model.version} -> {found.version}"
    before = f"{frozen.verdict} {frozen.platform or '-'} {frozen.confidence:.3f}"
    if found.evaluation is None:
        after = f"cannot be evaluated: {found.because}"
    else:
        evaluation = found.evaluation
        after = f"{evaluation.verdict} {evaluation.platform or '-'} {evaluation.confidence:.3f}"
    mark = "differs" if found.is_drift else "same   "
    return f"{mark}  {frozen.code}  {frozen.title} ({frozen.number}): {before} -> {after}  ({versions})"
