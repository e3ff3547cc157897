from typing import Any

from django.core.management.base import CommandError, CommandParser

from decisions.documents.request import DEFAULT_MODEL
from decisions.services.asking import ScenarioAsked, questions_needed
from decisions.services.assessments import compiled_for
from scenarios.management.base import DatabaseCommand
from scenarios.schema import Platform
from scenarios.services import NotPublished, find


class Command(DatabaseCommand):
    help = "Say how many questions each scenario needs until no answer can change its leader any more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("model", nargs="?", default=DEFAULT_MODEL)

    def handle(self, *args: Any, model: str, **options: Any) -> None:
        try:
            found = questions_needed(compiled_for(find(model)))
        except NotPublished as missing:
            raise CommandError(str(missing)) from missing
        for entry in found.scenarios:
            self.stdout.write(line(entry))
        self.stdout.write(
            f"on average {found.by_ask_next:.1f} by ask next, {found.in_order:.1f} in the order of the questionnaire, "
            f"of {found.shown:.1f}; {found.staying} of {len(found.scenarios)} with the leader of all answers"
        )


def line(entry: ScenarioAsked) -> str:
    with_all = "" if entry.stays else f", with all answers {named(entry.leader_with_all)}"
    return (
        f"{entry.scenario.key}: {entry.by_ask_next} by ask next, {entry.in_order} in order, of {entry.shown}; "
        f"{named(entry.leader)}{with_all}{'' if entry.settled else ', not settled'}"
    )


def named(platform: Platform | None) -> str:
    return "none" if platform is None else platform.key
