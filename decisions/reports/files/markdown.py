"""Markdown in which every text stays text: what somebody typed is neither markup nor a link nor a template.

What these functions return is Markdown; what they take is text, but where they say otherwise.

References
----------
.. [1] CommonMark 0.31, sections 2.4 "Backslash escapes" and 6.7 "Hard line breaks".
.. [2] GitHub Flavored Markdown 0.29, sections 4.10 "Tables" and 6.9 "Autolinks".
"""

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from decisions.reports.sources import Reference
from decisions.reports.writing import closed_up, in_brackets
from decisions.services.assessments import visible

MARKUP = re.compile(
    r"""
      [\\`*_\[\]<>&~|${}]              # of CommonMark, of GitHub's tables and formulas, of templates
    | @(?=\w) | \#(?=\w|$)            # a mention, the number of an issue, the end of a heading
    | :(?=//|[\w+-]+:)                 # an address, or a picture by its name
    | (?<=\bwww)\.                     # an address without its protocol
    | ^[-+=#:]                         # at the start of a line: a list, a line or a heading
    """,
    re.VERBOSE | re.IGNORECASE,
)
NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")  # an entry of a numbered list
ADDRESS = re.compile(r"https?://[^\s<>]+")


def text(words: str) -> str:
    r"""Return words on one line, so that they read as they are.

    >>> print(text("*not* [bold](x) <b>"))
    \*not\* \[bold\](x) \<b\>
    >>> print(text("1. no list"), text("4.3 ★"), text("see https://berth.example"), sep=" / ")
    1\. no list / 4.3 ★ / see https\://berth.example
    """
    return NUMBERED.sub(r"\1\\\2", MARKUP.sub(r"\\\g<0>", visible(words)))


def lines(words: str) -> str:
    """Return words with their line breaks, inside one entry of a list."""
    return "\\\n  ".join(written for line in words.splitlines() if (written := text(line)))


def bold(words: str) -> str:
    """Return words in bold. A space or a punctuation mark has to stand on both sides of them."""
    return f"**{text(words)}**"


def heading(level: int, words: str) -> str:
    return f"{'#' * level} {text(words)}"


def bullets(markdown: Iterable[str]) -> str:
    return "\n".join(f"* {entry}" for entry in markdown)


def tasks(markdown: Iterable[tuple[bool, str]]) -> str:
    """List what is to be done, each with whether it is done."""
    return "\n".join(f"* [{'x' if done else ' '}] {entry}" for done, entry in markdown)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of texts; all columns but the first hold figures."""
    sides = ["---", *("--:" for _head in heads[1:])]
    written = [[text(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in ([text(head) for head in heads], sides, *written))


def sources(references: Sequence[Reference]) -> str:
    """Name entries of the list of evidence."""
    named = _(", ").join(source(entry.number, entry.verified) for entry in references)
    return closed_up(f" {in_brackets(named)}") if named else ""


def source(number: int, verified: bool) -> str:
    """Name an entry of the list of evidence; what was not verified has a question mark."""
    return f"E{number}" if verified else f"E{number}?"


def address(url: str) -> str:
    """Return a link that reads as its address; whatever else is no link."""
    return f"<{url}>" if ADDRESS.fullmatch(url) else text(url)
