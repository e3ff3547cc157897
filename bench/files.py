"""What a record takes to become a file, in processor time, and how much memory the PDFs of a process hold.

The floor is reading the record's JSON, and of a PDF setting the same words as plain paragraphs, without a table, a
picture, a heading or a tag. Every file is of another record, of another scenario, than the one before.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import django

from bench.api import in_turn
from bench.figure import Figure
from bench.site import set_up

if TYPE_CHECKING:
    from decisions.documents.request import Language
    from decisions.models import Recommendation
    from decisions.reports.record import RecordReport

MOST_WARM, MOST_COLD, MOST_OTHER = 0.100, 0.500, 0.300  # seconds
MOST_GROWTH = 80 * 1024**2  # bytes of a process, from before its first PDF
SCENARIOS = ("finance", "erp", "ai_training", "ecommerce")
RECORDS = 12  # more than files are kept, so that each one is set anew
ROUNDS = 3
PLAIN = b"""#set text(font: ("Berth Sans", "Berth Sans SC", "Noto Sans SC"), size: 8pt)
#for words in json("data.json") { par(words) }
"""
COLD_STARTS = 5
LANGUAGES: tuple["Language", ...] = ("en", "zh-hans")


def figures() -> Iterator[Figure]:
    set_up()
    from decisions.reports.files import FORMS
    from decisions.reports.record import RecordReport

    codes = [frozen(f"Trading {number}", SCENARIOS[number % len(SCENARIOS)]) for number in range(RECORDS)]
    documents = [fetched(code).document for code in codes]
    reading = spent(json.loads, documents)
    for language in LANGUAGES:
        records = [RecordReport.of(fetched(code), language) for code in codes]
        for form in FORMS.values():
            most = MOST_WARM if form.key == "pdf" else MOST_OTHER
            form.render(records[0])  # what a process loads for its first file
            words = spent(set_plainly, [all_words(record) for record in records]) if form.key == "pdf" else reading
            seconds, floor = in_turn(spent(form.render, records), words, ROUNDS)
            yield Figure(
                f"{form.key} of a record, {language}: at most {most * 1e3:.0f} ms", seconds, floor, most / floor
            )
    first = min(in_a_new_process("first", codes) for _ in range(COLD_STARTS))
    yield Figure(f"the first PDF of a process: at most {MOST_COLD * 1e3:.0f} ms", first, floor, MOST_COLD / floor)
    growth = in_a_new_process("growth", codes)
    yield Figure("growth of a process by its PDFs; floor: what it may be", growth, MOST_GROWTH, 1, "MB")


def frozen(title: str, scenario: str) -> str:
    """Freeze a record with a sign-off and return its code."""
    from decisions.services import assessments
    from decisions.services.recommendations import freeze, sign_off

    assessment = assessments.start(owner="bench", title=title, model="standard", scenario=scenario)
    made = freeze(assessment=assessment).recommendation
    sign_off(recommendation=made, name="A. Reviewer", role="Architect", decision="approved", digest=made.digest)
    return made.code


def fetched(code: str) -> "Recommendation":
    from decisions.models import Recommendation

    return Recommendation.objects.for_record().get(code=code)


def all_words(record: "RecordReport") -> bytes:
    """Return the words of each section of a PDF, one section a text."""
    from django.utils import translation

    from decisions.reports.files.layout import printed
    from decisions.reports.files.pdf import tree_of

    with translation.override(record.language):
        tree: Any = printed(tree_of(record))
    return json.dumps([" ".join(texts(section)) for section in tree["sections"]], ensure_ascii=False).encode()


def texts(tree: Any) -> Iterator[str]:
    """Yield what is read in a tree: no drawing, no address, no name of a kind."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for key, below in tree.items():
            if key not in {"svg", "url", "kind", "tone", "side", "platform"}:
                yield from texts(below)
    elif isinstance(tree, list):
        for below in tree:
            yield from texts(below)


def set_plainly(words: bytes) -> None:
    from decisions.reports.files import pdf

    pdf.compiler().compile({"main.typ": PLAIN, "data.json": words}, format="pdf", pdf_tags=False)  # type: ignore[type-var]  # the stub knows no such files
    pdf.let_go()


def spent(work: Callable[[Any], object], subjects: Sequence[Any]) -> Callable[[], float]:
    """Return what tells the processor seconds for one subject, on average over all, of all threads of this process."""

    def cost() -> float:
        start = time.process_time()
        for subject in subjects:
            work(subject)
        return (time.process_time() - start) / len(subjects)

    return cost


# in a process of its own


def in_a_new_process(task: str, codes: list[str]) -> float:
    command = [sys.executable, "-m", "bench.files", task, *codes]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603 - our own


def first(codes: list[str]) -> float:
    """Return the seconds from a record in words to its PDF, with nothing loaded that only files need."""
    from decisions.reports.files import FORMS
    from decisions.reports.record import RecordReport

    return spent(FORMS["pdf"].render, [RecordReport.of(fetched(codes[0]), "zh-hans")])()


def growth(codes: list[str]) -> float:
    """Return by how many bytes the process grew once each record was set in each language, twice."""
    from decisions.reports.files import FORMS
    from decisions.reports.record import RecordReport

    records = [RecordReport.of(fetched(code), language) for code in codes for language in LANGUAGES]
    shown = [all_parts(record) for record in records]  # before, since pages need them too
    before = resident()
    for _round in range(2):
        for record in records:
            FORMS["pdf"].render(record)
    del shown
    return resident() - before


def all_parts(record: "RecordReport") -> tuple[object, ...]:
    return record.evidence, record.pictures


def resident() -> float:
    """Return the bytes that this process holds."""
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    django.setup()
    print({"first": first, "growth": growth}[sys.argv[1]](sys.argv[2:]))
