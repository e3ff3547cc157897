import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from decisions.models import Recommendation
from decisions.services.replay import NotARecord, Replay, replay
from scenarios.management.base import DatabaseCommand

NO_RECORD = 2  # exit status; 1 is that it comes out differently


class Command(DatabaseCommand):
    help = (
        "Recompute a frozen recommendation from its own JSON and say whether the same bytes come out. "
        "Exit status: 0 the same, 1 not the same, 2 there is no such record."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "record", help="the code of a recommendation, or a file with its JSON; after -- if the code begins with -"
        )

    def handle(self, *args: Any, record: str, **options: Any) -> None:
        found = replayed(record)
        self.stdout.write(found.sentence)
        for difference in found.differences:
            self.stdout.write(f"{difference.pointer}: {short(difference.frozen)} -> {short(difference.replayed)}")
        if found.more:
            self.stdout.write(f"and {found.more} more")
        if not found.same_bytes:
            raise CommandError("The record does not come out as it was frozen.")


def replayed(record: str) -> Replay:
    file = Path(record)
    try:
        document = file.read_text("utf-8") if file.is_file() else stored(record)
        return replay(document)
    except (NotARecord, UnicodeDecodeError, OSError) as fault:
        raise CommandError(str(fault), returncode=NO_RECORD) from fault


def stored(code: str) -> str:
    document = Recommendation.objects.filter(code=code).values_list("document", flat=True).first()
    if document is None:
        raise CommandError(f"There is no recommendation and no file {code}.", returncode=NO_RECORD)
    return document


def short(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= 120 else f"{written[:119]}…"
