"""The commands by name, and what each takes."""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

import config
from decisions.cli import batch, evaluate, models, records, report
from decisions.cli.base import CANNOT, STOPPED, Cannot, complain
from decisions.cli.spoken import spoken
from decisions.documents.request import DEFAULT_MODEL
from decisions.reports.files import FORMS

LANGUAGES = ("en", "zh-hans")
CODE = re.compile(r"[\w-]{22}", re.ASCII)  # may begin with a dash; after a space that makes it no option


def run(arguments: Sequence[str]) -> int:
    arguments = [f" {argument}" if CODE.fullmatch(argument) else argument for argument in arguments]
    language = language_of(arguments) or language_of_the_terminal()
    with translation.override(language), spoken(language):
        asked = parser().parse_args(arguments)
        asked.lang_given = asked.lang is not None
        asked.lang = asked.lang or translation.get_language()
        try:
            code: int = asked.run(asked)
            sys.stdout.flush()
            return code
        except Cannot as refused:
            complain(f"berth: {refused}")
            return CANNOT
        except BrokenPipeError:  # whoever was reading has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return CANNOT
        except KeyboardInterrupt:
            complain(_("Stopped."))
            return STOPPED


def language_of(arguments: Sequence[str]) -> str:
    """Find --lang before anything else is understood, so that help speaks it too."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--lang", choices=LANGUAGES, default="")
    if not {"--lang", *(f"--lang={key}" for key in LANGUAGES)}.intersection(arguments):
        return ""
    found: str = early.parse_known_args(arguments)[0].lang
    return found


def language_of_the_terminal() -> str:
    said = next((found for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (found := os.environ.get(name))), "")
    return "zh-hans" if said.lower().startswith("zh") else "en"


def parser() -> argparse.ArgumentParser:
    whole = argparse.ArgumentParser(
        prog="berth",
        description=_("Find each workload its place: virtual machines, containers, or containers in virtual machines."),
        epilog=_("Exit codes: 0 done; 1 done, and the answer is no; 2 called wrongly; 3 cannot be done; 130 stopped."),
    )
    version = f"berth {config.__version__}"
    whole.add_argument("--version", action="version", version=version, help=_("show the version and exit"))
    commands = whole.add_subparsers(required=True, metavar=_("command"))

    def command(name: str, text: str, act: Any) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
        made.add_argument("--lang", choices=LANGUAGES, help=_("the language of what is said"))
        made.set_defaults(run=act)
        return made

    one = command("evaluate", _("Evaluate one workload."), evaluate.run)
    one.add_argument("file", help=_("a request as YAML or JSON, as POST /api/v1/evaluations/ takes it; - reads it in"))
    one.add_argument("--json", action="store_true", help=_("write the evaluation as JSON"))

    many = command("batch", _("Evaluate a table of workloads, one a row."), batch.run)
    many.epilog = _(
        "Columns are called name, scenario, as a question is, or weights. and a criterion. A cell holds an option,"
        " several of them joined by |, a number, unsure, n/a or n/a: and a reason, or - to take back what the scenario"
        " says; an empty one says nothing. Each row of the results begins with the line of its workload."
    )
    many.add_argument("file", help=_("a CSV file in UTF-8 whose first line names the columns; - reads it in"))
    many.add_argument("--out", required=True, help=_("the CSV file for the results; - writes them out"))
    many.add_argument("--model", default=DEFAULT_MODEL, help=_("the decision model (%(default)s)"))
    many.add_argument("--scenario", default="", help=_("the scenario of rows that name none"))
    many.add_argument("--seed", type=seed, help=_("the seed of the cases; the decision model's own if not given"))
    many.add_argument(
        "--keep", nargs="+", default=[], metavar="COLUMN", help=_("columns to carry into the results as they are")
    )

    filed = command("report", _("Write a frozen recommendation as a file."), report.run)
    filed.add_argument("code", type=str.strip, help=_("the code of the recommendation"))
    forms = filed.add_mutually_exclusive_group(required=True)
    for key, form in FORMS.items():
        forms.add_argument(f"--{key}", dest="form", action="store_const", const=key, help=form.media_type)
    filed.add_argument("--out", help=_("the file to write; - writes it out; a name of its own if not given"))

    check = command("check", _("Say what is wrong with a decision model in files."), models.run)
    check.add_argument("model", help=_("its folder, or one file with all of it"))

    again = command("replay", _("Recompute a frozen recommendation and say whether it comes out the same."), None)
    again.set_defaults(run=records.run_replay)
    again.add_argument("record", type=str.strip, help=_("its code, or a file with its JSON; - reads it in"))

    drift = command("drift", _("List frozen recommendations that would now come out otherwise."), records.run_drift)
    drift.add_argument(
        "codes",
        nargs="*",
        type=str.strip,
        metavar="code",
        help=_("recommendations; all current ones if none is named"),
    )
    drift.add_argument("--fail", action="store_true", help=_("end with 1 if there are any, for a CI job"))
    return whole


def seed(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 2**31):
        raise argparse.ArgumentTypeError(_("must be a whole number below 2147483648"))
    return int(text)
