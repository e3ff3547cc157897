"""`berth batch`: thousands of workloads from a CSV file, one verdict for each row, in order."""

import argparse
import csv
import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Never, TextIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from decisions.cli.base import DONE, NO, STANDARD_INPUT, Cannot, complain, need_decision_models, written
from decisions.documents.faults import DecisionError
from decisions.services.compile import CompiledModel, compiled
from decisions.services.table import NAME, Outcome, Refused, Table, UnknownColumns

ROWS_AT_A_TIME = 5_000  # what is in memory; with fewer the engine takes longer for each
MOST_NAMED = 20  # refused rows that are said one by one; the results say all
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet would begin to compute

Line = tuple[int, list[str]]  # where a row begins in the file, and its cells


def run(asked: argparse.Namespace) -> int:
    need_decision_models()
    try:
        model = compiled(asked.model)
    except DecisionError as fault:
        raise Cannot("\n".join(entry.message for entry in fault.faults)) from fault
    if asked.scenario and asked.scenario not in model.scenario_answers:
        message = _("The decision model has no scenario %(scenario)s.")
        raise Cannot(message % {"scenario": asked.scenario})
    with opened(asked.file) as source, results(asked.out, asked.file) as target:
        return evaluate_table(asked, model, source, target)


def evaluate_table(asked: argparse.Namespace, model: CompiledModel, source: TextIO, target: TextIO) -> int:
    lines = read_lines(source, asked.file)
    _first, columns = next(lines, (0, []))
    if not columns:
        raise Cannot(_("%(file)s is empty: its first line must name the columns.") % {"file": asked.file})
    columns = [column.strip() for column in columns]
    kept = [name for name in (NAME, *asked.keep) if name in columns or name != NAME]
    try:
        table = Table.of(columns, model, scenario=asked.scenario, kept=kept, seed=asked.seed)
    except UnknownColumns as fault:
        raise Cannot(f"{asked.file}: {fault}") from fault
    places = [columns.index(name) for name in kept]
    writer = csv.writer(target, lineterminator="\n")
    scores = [f"score.{key}" for key in table.platforms]
    writer.writerow(["line", *kept, "verdict", "platform", "close_rivals", "confidence", *scores, "refused"])
    done = refused = 0
    gc.freeze()  # all that starting brought stays: it need not be looked through again and again
    with progress(asked.file) as bar:
        while chunk := list(islice(lines, ROWS_AT_A_TIME)):
            outcomes = table.outcomes([row for _line, row in chunk])
            writer.writerows(result_rows(chunk, outcomes, places, len(scores)))
            for (line, _row), outcome in zip(chunk, outcomes, strict=True):
                if isinstance(outcome, Refused):
                    refused += 1
                    if refused <= MOST_NAMED:
                        bar.write(line_sentence(line, outcome), file=sys.stderr)
            done += len(chunk)
            bar.update(len(chunk))
    if refused > MOST_NAMED:
        more = refused - MOST_NAMED
        complain(
            ngettext("… and %(n)s more; see the results.", "… and %(n)s more; see the results.", more) % {"n": more}
        )
    words = {"n": done, "refused": refused}
    complain(ngettext("%(n)s row, %(refused)s refused.", "%(n)s rows, %(refused)s refused.", done) % words)
    return NO if refused else DONE


def line_sentence(line: int, outcome: Refused) -> str:
    return _("Line %(line)s: %(sentences)s") % {"line": line, "sentences": " ".join(outcome.sentences)}


def result_rows(
    chunk: Sequence[Line], outcomes: Sequence[Outcome | Refused], places: Sequence[int], scores: int
) -> Iterator[list[object]]:
    nothing = [""] * (4 + scores)
    for (line, row), outcome in zip(chunk, outcomes, strict=True):
        kept = [harmless(row[place]) if place < len(row) else "" for place in places]
        if isinstance(outcome, Refused):
            yield [line, *kept, *nothing, " ".join(outcome.sentences)]
        else:
            rivals = "|".join(outcome.close_rivals)
            yield [line, *kept, outcome.verdict, outcome.platform, rivals, outcome.confidence, *outcome.scores, ""]


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading a text as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def read_lines(source: TextIO, name: str) -> Iterator[Line]:
    """Yield rows with the line on which each begins; blank lines are none."""
    reader = csv.reader(source, strict=True)
    begins = 1
    try:
        for row in reader:
            if row:
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as fault:
        words = {"file": name, "line": begins, "problem": fault}
        raise Cannot(_("%(file)s, line %(line)s: %(problem)s") % words) from fault
    except UnicodeDecodeError as fault:
        raise Cannot(_("%(file)s, after line %(line)s: not UTF-8.") % {"file": name, "line": begins - 1}) from fault


def opened(name: str) -> TextIO:
    try:
        raw = sys.stdin.fileno() if name == STANDARD_INPUT else name
        return open(raw, encoding="utf-8-sig", newline="", closefd=name != STANDARD_INPUT)
    except OSError as fault:
        raise Cannot(f"{name}: {fault.strerror}") from fault


@contextmanager
def results(name: str, source: str) -> Iterator[TextIO]:
    """Yield where results go."""
    if name == STANDARD_INPUT:
        with open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False) as target:
            yield target
        return
    path = Path(name)
    if source != STANDARD_INPUT and path.exists() and path.samefile(source):
        raise Cannot(_("%(file)s: the results must go to another file.") % {"file": name})
    with written(name) as draft, draft.open("w", encoding="utf-8", newline="") as target:
        yield target


def progress(name: str) -> "tqdm[Never]":
    """Show how far it is, where somebody looks on; the lines of a file tell how many rows there are, nearly."""
    if not sys.stderr.isatty():
        return tqdm(disable=True)
    total = None
    if name != STANDARD_INPUT:
        with open(name, "rb") as source:
            total = max(sum(block.count(b"\n") for block in iter(lambda: source.read(1 << 20), b"")) - 1, 0)
    return tqdm(total=total, unit=" rows", unit_scale=True)
