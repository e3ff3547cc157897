"""What a set page is made of: blocks of runs, as the JSON tree that `report.typ` sets. Nothing here knows of records.

Runs are a text, or several in a row: plain ones, and marked ones that the functions below make.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Literal, TypeAlias
from unicodedata import east_asian_width

from decisions.reports.files.fonts import printable, shown
from decisions.reports.report import Named
from decisions.reports.sources import Reference
from decisions.reports.writing import closed_up

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
Block: TypeAlias = Mapping[str, Json]
Runs: TypeAlias = "str | Sequence[str | Block]"
Tone = Literal["good", "caution", "bad", "note", "plain"]
Argument: TypeAlias = "tuple[str, Literal['for', 'against'], Runs]"  # its points, whose side it takes, and what it is

RAW = frozenset({"code", "url"})  # neither broken nor replaced: they are ASCII, and are to be copied
WIDTH_OF_A_PLACE = 0.5  # of a figure or a Latin letter; a Chinese character takes two places
MORE_OF_A_CAPITAL = 0.1
BESIDE_A_CELL = 1.0
LINE = 30  # places of a line in a narrow column
MOST_KEPT = 900  # places of a cell that stays on one page
DRAWN = "svg"  # a picture, whose words are not broken
TITLE = re.compile("<title>(.*?)</title>")
FAMILY = "Berth Sans, Berth Sans SC, Noto Sans SC, Noto Sans KR"
INK = "#16202b"
BREAK: Block = {"break": True}


# runs


def bold(text: str) -> Block:
    return {"bold": text}


def quiet(text: str) -> Block:
    return {"quiet": text}


def code(text: str) -> Block:
    """Mark what is to be copied as it is: a code, a digest."""
    return {"code": text}


def tag(text: str, tone: Tone = "plain") -> Block:
    return {"tag": text, "tone": tone}


def platform(named: Named, label: str = "") -> Block:
    """Name a platform beside a square in its colour."""
    return {"platform": named.key, "label": label or named.short}


def tick(done: bool) -> Block:
    return {"tick": done}


def sources(references: Sequence[Reference]) -> list[str | Block]:
    """Name entries of the list of evidence; what was not verified has a question mark."""
    if not references:
        return []
    return [" ", {"sources": [numbered(entry.number, entry.verified) for entry in references]}]


def numbered(number: int, verified: bool) -> str:
    return f"{number}" if verified else f"{number}?"


def lines(text: str) -> list[str | Block]:
    """Keep the line breaks of what somebody wrote."""
    runs: list[str | Block] = []
    for line in text.splitlines():
        runs += [BREAK, line] if runs else [line]
    return runs


def joined(parts: Iterable[Runs], between: str | Block) -> list[str | Block]:
    runs: list[str | Block] = []
    for part in parts:
        if runs:
            runs.append(between)
        runs += [part] if isinstance(part, str) else part
    return runs


# blocks


def heading(text: str) -> Block:
    return {"kind": "heading", "text": text}


def paragraph(runs: Runs, *, small: bool = False) -> Block:
    return {"kind": "paragraph", "runs": runs, "small": small}


def bullets(items: Iterable[Runs], *, numbered: bool = False) -> Block:
    return {"kind": "list", "items": list(items), "numbered": numbered}


def drawn(picture: str, width: int) -> Block:
    """Place a drawing. `width` is that of its column in the pixels in which its words are 14 high.

    Its size is written into it, since percentages of a page that does not exist mean nothing; and so is the weight of
    its words, since a drawing does not choose one from a font that holds them all.
    """
    root = f'width="{width}" font-family="{FAMILY}" color="{INK}" {weighing(400)}'
    sized = picture.replace('width="100%"', root, 1)  # the first is the picture's own
    sized = sized.replace('font-weight="600"', f'font-weight="600" {weighing(600)}')
    found = TITLE.search(picture)
    return {"kind": "picture", DRAWN: sized, "alt": unescape(found[1]) if found else ""}


def weighing(weight: int) -> str:
    return f"style=\"font-variation-settings:'wght' {weight}\""


def pair(left: Iterable[Block], right: Iterable[Block], *, parts: tuple[float, float] = (1, 1)) -> Block:
    """Set two columns side by side, which stay on one page."""
    return {"kind": "pair", "left": list(left), "right": list(right), "parts": parts}


def kept(blocks: Iterable[Block]) -> Block:
    """Keep blocks on one page."""
    return {"kind": "kept", "blocks": list(blocks)}


def column(label: str, part: float = 0, *, figures: bool = False, even: bool = False) -> Block:
    """Head a column; `part` is its share of what the columns without one, which are as wide as their texts, leave.

    Columns that are `even` are as wide as the widest of them.
    """
    return {"label": label, "part": part, "figures": figures or even, "even": even}


def row(*cells: Runs, below: Runs = (), faint: bool = False) -> Block:
    """Write one row; what stands below it runs over its whole width. Only a long one goes on over the page."""
    long = any(places(words(cell)) > MOST_KEPT for cell in cells)
    return {"kind": "faint" if faint else "row", "cells": cells, "below": below, "long": long}


def group(label: str) -> Block:
    return {"kind": "group", "label": label}


def total(*cells: Runs) -> Block:
    return {"kind": "total", "cells": cells, "below": ()}


def table(caption: str, columns: Sequence[Block], rows: Iterable[Block], *, tight: bool = False) -> Block:
    written = list(rows)
    widths = [width_of(position, head, written) for position, head in enumerate(columns)]
    even = max((width for head, width in zip(columns, widths, strict=True) if head["even"]), default=0)
    return {
        "kind": "table",
        "caption": caption,
        "columns": [
            {**head, "width": even if head["even"] else width} for head, width in zip(columns, widths, strict=True)
        ],
        "rows": written,
        "tight": tight,
    }


def width_of(position: int, head: Block, rows: Iterable[Block]) -> float:
    """Estimate how wide a column's texts are, in heights of its letters."""
    if head["part"]:
        return 0
    cells = (cells[position] for each in rows if isinstance(cells := each.get("cells"), Sequence))
    texts = [words(text) for text in (head["label"], *cells) if isinstance(text, Sequence)]
    return max(places(text) * WIDTH_OF_A_PLACE + sum(map(str.isupper, text)) * MORE_OF_A_CAPITAL for text in texts) + (
        BESIDE_A_CELL
    )


def words(runs: Json) -> str:
    """Return what is read of runs, roughly: a line break is about as long as a line, a tag has its edges."""
    if isinstance(runs, str):
        return runs
    if isinstance(runs, Mapping):
        return words_of(runs)
    return "".join(map(words, runs)) if isinstance(runs, Sequence) else ""


def words_of(run: Block) -> str:
    if run is BREAK:
        return " " * LINE
    read = next((str(run[kind]) for kind in ("label", "bold", "quiet", "code", "tag", "link") if kind in run), "")
    return f" {read} " if "tag" in run else read


def places(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def reasons(arguments: Iterable[Argument]) -> Block:
    """List arguments, each after its points."""
    return {
        "kind": "reasons",
        "items": [{"points": points, "side": side, "runs": runs} for points, side, runs in arguments],
    }


def facts(pairs: Iterable[tuple[str, Runs]]) -> Block:
    """Set names and what they stand for, one below the other."""
    return {"kind": "facts", "pairs": [[name, runs] for name, runs in pairs]}


def printed(tree: Json, key: str = "") -> Json:
    """Return a tree with every text as the fonts can show it."""
    if isinstance(tree, str):
        return tree if key in RAW else shown(tree) if key == DRAWN else printable(tree)
    if isinstance(tree, Mapping):
        return {name: printed(value, name) for name, value in tree.items()}
    if isinstance(tree, Sequence):
        return [printed(value) for value in without_gaps(tree)]
    return tree


def without_gaps(runs: Sequence[Json]) -> Iterator[Json]:
    """Yield runs without the spaces between two of them at a full-width mark, which brings its own."""
    for position, run in enumerate(runs):
        if not isinstance(run, str) or " " not in (run[:1], run[-1:]):
            yield run
            continue
        before = words(runs[position - 1])[-1:] if position else ""
        after = words(runs[position + 1])[:1] if position + 1 < len(runs) else ""
        closed = closed_up(before + run)[len(before) :]
        if text := closed.rstrip(" ") if after == "（" else closed:
            yield text
