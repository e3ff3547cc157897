"""A record on paper: PDF/UA-1, set by Typst. The same record gives the same bytes.

What is set is data only: the template holds no word and reads no file, and no text is evaluated.
"""

import json
from ctypes import CDLL
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from decisions.reports import drawings
from decisions.reports.files import fonts
from decisions.reports.files.front import front_of
from decisions.reports.files.layout import Json, code, printed
from decisions.reports.files.sections import sections_of
from decisions.reports.files.wording import engine_text, version_text
from decisions.reports.record import RecordReport

TEMPLATE = Path(__file__).with_name("report.typ")
FILES_KEPT = 2  # that were set last: a review board reads the same record, member by member, in two languages
COMPILATIONS_KEPT = 10  # Typst lets go of what it did not use in as many
SMALLEST_PAGE = b"#set page(width: 1pt, height: 1pt)"
one_at_a_time = Lock()  # a compiler serves one caller


@cache
def compiler() -> typst.Compiler:
    """Return a compiler that keeps the fonts between files. It sees no file but those that it is handed."""
    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=fonts.folders())
    return typst.Compiler(template(), root=TEMPLATE.parent, font_paths=ours, ignore_system_fonts=True)


@cache
def template() -> bytes:
    return TEMPLATE.read_bytes()


def pdf_of(record: RecordReport) -> bytes:
    with translation.override(record.language):
        tree = printed(tree_of(record))
    data = json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
    return set_in_type(data, int(record.frozen_at.timestamp()))


@lru_cache(maxsize=FILES_KEPT)
def set_in_type(data: bytes, timestamp: int) -> bytes:
    """Set a record's data, which go in as a file that exists in memory only.

    As `sys_inputs` they would be part of Typst's library, and with another library nothing that was set before can be
    used again, not even within one file.
    """
    with one_at_a_time:
        made = compiler().compile(
            {"main.typ": template(), "data.json": data},  # type: ignore[type-var]  # the stub knows no such files
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=timestamp,
        )
        let_go()
    if not isinstance(made, bytes):
        raise TypeError("Typst made something else than one file.")
    return made


def let_go() -> None:
    """Let Typst forget what it needed for this file, of which another record can use nothing.

    Otherwise it holds 50 MB more, of ten old files.
    """
    for _time in range(COMPILATIONS_KEPT + 1):
        compiler().compile({"main.typ": SMALLEST_PAGE}, format="svg")  # type: ignore[type-var]  # as above
    give_back = getattr(CDLL(None), "malloc_trim", None)  # glibc's; others give memory back by themselves
    if give_back is not None:
        give_back(0)


def tree_of(record: RecordReport) -> dict[str, Json]:
    """Return a record as the template takes it."""
    return {
        "language": record.language,
        "colours": drawings.COLOURS,
        "about": {
            "title": record.title,
            "description": record.report.summary,
            "keywords": [code(record.code), code(record.digest)],
            "running": _("Platform recommendation %(n)s") % {"n": record.number},
            "provenance": f"{version_text(record)} · {engine_text(record)}",
            "identity": code(f"{record.code} · {record.digest}"),
            "page": _("Page {page} of {pages}"),
        },
        "front": front_of(record),
        "sections": [
            {"title": section.title, "apart": section.apart, "blocks": list(section.blocks)}
            for section in sections_of(record)
        ],
    }
