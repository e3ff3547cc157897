"""How numbers and the words around them are written, on pages and in files alike, in the active language."""

import re
from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decisions.reports.report import Cell, percent, share_of_cases
from decisions.reports.sources import MINUS
from decisions.services.wording import span_of

NO_BREAK = "\N{NO-BREAK SPACE}"
SPACE_AT_A_WIDE_MARK = re.compile("(?<=[。，、；：！？）》]) +| +(?=（)")
PERCENT_IN = {"zh-hans": "%"}  # elsewhere a space stands before it


def signed(share: float) -> str:
    """Write a difference of scores with its sign: 0.0512 is +5.1."""
    written = f"{abs(share) * 100:.1f}"
    if written == "0.0":
        return written
    return f"{MINUS if share < 0 else '+'}{written}"


def points(share: float) -> str:
    """Write a score, or a part of one, with one decimal and a real minus: -0.0123 is −1.2."""
    written = f"{abs(share) * 100:.1f}"
    return f"{MINUS}{written}" if share < 0 and written != "0.0" else written


def span(low: float | None, high: float | None) -> str:
    """Write the range of a score; there is none where every case excludes the platform."""
    return "–" if low is None or high is None else span_of(points(low), points(high))


def weight(share: float) -> str:
    """Write a share of 1 as whole per cent."""
    return per_cent(round(share * 100))


def fine_weight(share: float) -> str:
    """Write a weight as the pictures do: below a tenth with one decimal."""
    return per_cent(percent(share))


def weight_span(low: float, high: float) -> str:
    """Write between which weights something lies: English says per cent once."""
    return _("%(low)s–%(high)s %%") % {"low": round(low * 100), "high": round(high * 100)}


def of_cases(share: float) -> str:
    """Write a share of the cases as whole per cent; nothing and all are said only where they are exact."""
    return per_cent(share_of_cases(share))


def per_cent(number: int | str) -> str:
    return f"{number}{PERCENT_IN.get(get_language() or '', f'{NO_BREAK}%')}"


def plain(number: float) -> str:
    """Write a number without needless zeros; thousands are parted."""
    return f"{number:,.4f}".rstrip("0").rstrip(".")


def one_decimal(number: float) -> str:
    """Write a rating after answers, which is a mean: 4.3667 is 4.4."""
    return f"{number:.1f}"


def added(number: float) -> str:
    """Write points of importance with their sign: 0.75 is +0.75, 1.3333 is +1.33, -2.0 is −2."""
    written = f"{abs(number):.2f}".rstrip("0").rstrip(".")
    return f"{MINUS if number < 0 else '+'}{written}"


def three_decimals(number: float) -> str:
    """Write what a method says in its own unit, with a real minus: -0.3012 is −0.301."""
    written = f"{abs(number):.3f}"
    return f"{MINUS}{written}" if number < 0 and float(written) else written


def rated(cell: Cell) -> str:
    """Write a rating after answers with its range: 4.4 ★ (4.0–4.9)."""
    span = span_of(one_decimal(cell.low), one_decimal(cell.high))
    return _("%(stars)s ★ (%(span)s)") % {"stars": one_decimal(cell.stars), "span": span}


def as_head(words: str) -> str:
    """End a heading that the text runs on from."""
    return _("%(heading)s.") % {"heading": words}


def headed(label: str) -> str:
    """Return what a text that is named by a label begins with."""
    return _("%(label)s: ") % {"label": label}


def one_by_one(texts: Sequence[str]) -> str:
    """Part texts that may hold commas of their own."""
    return _("; ").join(texts)


def closed_up(text: str) -> str:
    """Leave no space beside a full-width mark, which brings its own."""
    return SPACE_AT_A_WIDE_MARK.sub("", text)


def in_brackets(words: str) -> str:
    return _("(%(words)s)") % {"words": words} if words else ""
