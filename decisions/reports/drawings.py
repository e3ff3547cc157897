"""Pictures of a report as SVG, drawn once from its values: for page, dark mode, print and files alike.

Lengths along the width are percentages, so that a picture fills its column while its words keep their size.
Every shape that stands for a platform has the class `platform-<key>`, through which a page may recolour it, and a
literal fill for where no style sheet is. No picture speaks by colour alone: each shape has its label or number.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import east_asian_width

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from decisions.reports.report import (
    BlueprintLayer,
    CriterionRow,
    RankingRow,
    Report,
    TippingRow,
    percent,
    share_of_cases,
)
from decisions.services.wording import span_of

COLOURS = {  # those of palette.css, in light
    "vmware": "#0a5a9e",
    "docker": "#c4540c",
    "hybrid": "#108a68",
    "hyper_v": "#4d83b8",
    "type2_hosted": "#7480ad",
    "microvm": "#2a8793",
    "gvisor": "#a06c12",
    "bare_metal": "#7b6a58",
    "serverless_containers": "#a04d75",
}
NO_PLATFORM = "#6a7784"
TEXT = 14  # px
SMALL = 12  # px
TINTS = (1, 0.62)  # neighbouring segments of one bar stand apart
RANK_TINTS = (1, 0.5, 0.22)
EXCLUDED_TINT = 0.35
ROOM_FOR_A_NUMBER = 0.035  # share of the width below which a segment carries no number
ROOM_FOR_A_LABEL = 0.17
TO_ESCAPE = re.compile("[^-\\w .,:;%#()/→★–～…]")  # anything else is looked at twice
INVALID_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Interval:
    """A rating as its picture needs it."""

    platform: str
    label: str
    low: float  # stars
    typical: float
    high: float


@dataclass(frozen=True, slots=True)
class Pictures:
    """All pictures of one report; those that have nothing to show are empty."""

    ranking: SafeString
    cases: SafeString
    contributions: SafeString
    acceptability: SafeString
    tipping_points: SafeString
    blueprint: SafeString

    @classmethod
    def of(cls, report: Report) -> "Pictures":
        return cls(
            ranking=ranking(report.ranking),
            cases=cases(report.ranking, report.none_left_cases),
            contributions=contributions(report.ranking, report.criteria),
            acceptability=acceptability(report.ranking),
            tipping_points=tipping_points(report.tipping_points, report.ranking[0].platform.key),
            blueprint=blueprint(report.blueprint, report.ranking[0].platform.key),
        )


def ranking(rows: Sequence[RankingRow]) -> SafeString:
    """Draw a bar for each platform's score, with the range of nine cases in ten across it."""
    row_height, shapes = 50, []
    for position, row in enumerate(rows):
        top = position * row_height
        shapes += [
            text(row.platform.label, y=top + 15, font_weight=600),
            text(score_label(row), x="100%", y=top + 15, text_anchor="end", font_weight=600),
            track(y=top + 23, height=15),
            bar(row.platform.key, width=row.score, y=top + 23, height=15, fill_opacity=score_tint(row)),
            *(spread(row.low, row.high, y=top + 30.5) if row.low is not None and row.high is not None else ()),
        ]
    bottom = len(rows) * row_height
    return picture(
        _("Scores from 0 to 100, with the range in which nine of ten cases fall"),
        bottom + 22,
        shapes + axis([(share, f"{share * 100:.0f}") for share in (0, 0.25, 0.5, 0.75, 1)], y=bottom),
    )


def score_label(row: RankingRow) -> str:
    """Write a score, or that a rule excludes the platform, whose score may be the highest; the table has it too."""
    return points(row.score) if row.eligible else _("excluded")


def score_tint(row: RankingRow) -> float:
    return 1 if row.eligible else EXCLUDED_TINT


def cases(rows: Sequence[RankingRow], none_left: int) -> SafeString:
    """Draw a hundred cases, each as who comes first in it: the leader filled, the next a ring, the others dotted."""
    marks = [(row.platform.key, position) for position, row in enumerate(rows) for _case in range(row.cases)]
    marks += [("", len(rows))] * none_left
    columns, step = 20, 13
    places = [((place % columns) * step + 6.5, (place // columns) * step + 6.5) for place in range(len(marks))]
    shapes = [
        case_marks(
            platform, rank, [place for place, mark in zip(places, marks, strict=True) if mark == (platform, rank)]
        )
        for platform, rank in dict.fromkeys(marks)
    ]
    title = _("Of 100 cases: %(counts)s") % {
        "counts": _(", ").join(f"{row.platform.label} {row.cases}" for row in rows if row.cases)
        + (_(", no platform left %(n)s") % {"n": none_left} if none_left else "")
    }
    height = -(-len(marks) // columns) * step
    return picture(title, height, shapes, width=columns * step, viewBox=f"0 0 {columns * step} {height}")


def case_marks(platform: str, rank: int, places: Sequence[tuple[float, float]]) -> SafeString:
    """Draw the cases of one platform, in one group that says whose they are; without a platform, as crosses."""
    if not platform:
        path = "".join(f"M{x - 3} {y - 3}l6 6m0 -6l-6 6" for x, y in places)
        return element("path", d=path, class_="stroke", fill="none", stroke="currentColor", stroke_width=1.5)
    colour = colour_of(platform)
    if rank == 0:
        return element("g", *circles(places, 5), class_=f"platform-{platform}", fill=colour)
    line = {"class_": f"line platform-{platform}", "fill": "none", "stroke": colour, "stroke_width": 1.8}
    rings = element("g", *circles(places, 4.2), **line)
    if rank == 1:
        return rings
    return join([rings, element("g", *circles(places, 1.6), class_=f"platform-{platform}", fill=colour)])


def circles(places: Iterable[tuple[float, float]], radius: float) -> list[SafeString]:
    return [element("circle", cx=x, cy=y, r=radius) for x, y in places]


def contributions(rows: Sequence[RankingRow], criteria: Sequence[CriterionRow]) -> SafeString:
    """Draw each platform's score as a stack of what the criteria add; the numbers are the rows of the table."""
    row_height, shapes = 62, []
    for position, row in enumerate(rows):
        top, left = position * row_height, 0.0
        shapes += [
            text(row.platform.label, y=top + 15, font_weight=600),
            text(score_label(row), x="100%", y=top + 15, text_anchor="end", font_weight=600),
            track(y=top + 23, height=16),
        ]
        for criterion in criteria:
            share = criterion.cells[position].points
            shapes.append(
                bar(
                    row.platform.key,
                    x=left,
                    width=share,
                    y=top + 23,
                    height=16,
                    fill_opacity=TINTS[criterion.number % 2],
                )
            )
            if share >= ROOM_FOR_A_NUMBER:
                middle = across(left + share / 2)
                shapes.append(text(str(criterion.number), x=middle, y=top + 52, text_anchor="middle", font_size=SMALL))
            left += share
    return picture(_("What each criterion adds to the score"), len(rows) * row_height, shapes)


def acceptability(rows: Sequence[RankingRow]) -> SafeString:
    """Draw in how many cases each platform comes first, second, third."""
    row_height, shapes = 62, []
    for position, row in enumerate(rows):
        top, left = position * row_height, 0.0
        shapes += [text(row.platform.label, y=top + 15, font_weight=600), track(y=top + 23, height=16)]
        for rank, share in enumerate(row.acceptability):
            tint = RANK_TINTS[min(rank, len(RANK_TINTS) - 1)]
            shapes.append(bar(row.platform.key, x=left, width=share, y=top + 23, height=16, fill_opacity=tint))
            left += share
        shapes += [text(label, x=across(x), y=top + 52, font_size=SMALL) for x, label in rank_labels(row)]
    return picture(_("Share of the cases by rank"), len(rows) * row_height, shapes)


def rank_labels(row: RankingRow) -> list[tuple[float, str]]:
    """Return what stands under the segments that have room for it, and where each begins."""
    if not any(row.acceptability):
        return [(0.0, _("excluded"))]
    labels, left = [], 0.0
    for rank, share in enumerate(row.acceptability):
        if share >= ROOM_FOR_A_LABEL:
            labels.append((left, _("rank %(rank)s: %(share)s %%") % {"rank": rank + 1, "share": share_of_cases(share)}))
        left += share
    return labels


def tipping_points(rows: Sequence[TippingRow], leader: str) -> SafeString:
    """Draw the weight of each criterion from 0 to 100 %: who leads along it, where it is now, where it tips."""
    row_height, shapes = 50, []
    for position, row in enumerate(rows):
        middle = position * row_height + 32
        shapes += [
            text(row.criterion.label, y=middle - 16),
            text(tipping_text(row), x="100%", y=middle - 16, text_anchor="end", font_size=SMALL),
        ]
        low = row.below.at if row.below else 0.0
        high = row.above.at if row.above else 1.0
        shapes.append(stretch(leader, low, high, y=middle, stroke_width=7))
        if row.below:
            shapes += crossing(row.below.platform.key, row.below.at, 0, low, y=middle)
        if row.above:
            shapes += crossing(row.above.platform.key, row.above.at, high, 1, y=middle)
        shapes.append(
            element(
                "circle",
                cx=across(row.weight),
                cy=middle,
                r=6,
                class_="now",
                fill="#ffffff",
                stroke="#16202b",
                stroke_width=2.5,
            )
        )
    bottom = len(rows) * row_height
    return picture(
        _("Weight of each criterion now, and where another platform takes the lead"),
        bottom + 22,
        shapes
        + axis([(share, _("%(n)s %%") % {"n": f"{share * 100:.0f}"}) for share in (0, 0.25, 0.5, 0.75, 1)], y=bottom),
    )


def crossing(platform: str, at: float, left: float, right: float, *, y: float) -> list[SafeString]:
    return [stretch(platform, left, right, y=y, stroke_width=3, stroke_dasharray="2 3"), upright(at, y=y, reach=10)]


def tipping_text(row: TippingRow) -> str:
    if not row.crossings:
        return _("%(now)s %%, never tips") % {"now": percent(row.weight)}
    nearest = min(row.crossings, key=lambda crossing: abs(crossing.at - row.weight))
    return _("%(now)s %%, tips at %(at)s %% to %(platform)s") % {
        "now": percent(row.weight),
        "at": percent(nearest.at),
        "platform": nearest.platform.short,
    }


def intervals(rows: Sequence[Interval], title: str) -> SafeString:
    """Draw ratings as intervals from one to five stars, with a dot at the typical one."""
    row_height, shapes = 40, []
    for position, row in enumerate(rows):
        middle = position * row_height + 27
        shapes += [
            text(row.label, y=middle - 12),
            text(span_text(row), x="100%", y=middle - 12, text_anchor="end", font_size=SMALL),
            track(y=middle - 1.5, height=3),
            stretch(row.platform, on_stars(row.low), on_stars(row.high), y=middle, stroke_width=7),
            element(
                "circle",
                cx=across(on_stars(row.typical)),
                cy=middle,
                r=6,
                class_="now",
                fill="#ffffff",
                stroke="#16202b",
                stroke_width=2.5,
            ),
        ]
    bottom = len(rows) * row_height
    return picture(
        title, bottom + 22, shapes + axis([(on_stars(stars), f"{stars} ★") for stars in range(1, 6)], y=bottom)
    )


def span_text(row: Interval) -> str:
    if row.low == row.high:
        return f"{row.typical:g}"
    return _("%(typical)s (%(span)s)") % {
        "typical": f"{row.typical:g}",
        "span": span_of(f"{row.low:g}", f"{row.high:g}"),
    }


def on_stars(stars: float) -> float:
    return (stars - 1) / 4


def blueprint(layers: Sequence[BlueprintLayer], platform: str) -> SafeString:
    """Draw the layers one inside the other, the outermost first."""
    if not layers:
        return SafeString("")
    inset, head, foot = 0.02, 52, 10
    total = head * len(layers) + foot * len(layers)
    shapes: list[SafeString] = []
    for depth, layer in enumerate(layers):
        top = depth * head + depth * 4
        height = total - top - depth * 6
        left = inset * depth
        shapes.append(
            element(
                "rect",
                x=across(left),
                width=across(1 - 2 * left),
                y=top + 1,
                height=height - 2,
                rx=5,
                class_=f"platform-{platform}",
                fill=colour_of(platform),
                fill_opacity=0.08 + 0.05 * depth,
                stroke="currentColor",
                stroke_opacity=0.5,
            )
        )
        indent = across(left + 0.025)
        shapes.append(text(f"{layer.number}  {layer.label}", x=indent, y=top + 22, font_weight=600))
        shapes.append(text(shortened(layer.role, 46), x=indent, y=top + 41, font_size=SMALL))
    return picture(
        _("Layers from the outside in: %(layers)s") % {"layers": " → ".join(layer.label for layer in layers)},
        total,
        shapes,
    )


def comparison(rows: Sequence[tuple[str, str, float, float]]) -> SafeString:
    """Draw scores as tried, as bars, with a line where each stands as stored: platform, label, before, after."""
    row_height, shapes = 46, []
    for position, (platform, label, before, after) in enumerate(rows):
        top = position * row_height
        shapes += [
            text(label, y=top + 15),
            text(points(after), x="100%", y=top + 15, text_anchor="end", font_weight=600),
            track(y=top + 22, height=13),
            bar(platform, width=after, y=top + 22, height=13),
            upright(before, y=top + 28.5, reach=10),
        ]
    return picture(_("Scores with these changes; the line is the score as stored"), len(rows) * row_height, shapes)


def small_bars(rows: Sequence[RankingRow]) -> SafeString:
    """Draw each platform's score as a slim bar, for a cell of a table."""
    step, shapes = 18, []
    for position, row in enumerate(rows):
        top = position * step
        shapes += [
            text(row.platform.short, y=top + 12, font_size=SMALL),
            element("rect", x="45%", y=top + 3, width="27%", height=9, class_="track", fill="#e4e9ee"),
            element(
                "rect",
                x="45%",
                y=top + 3,
                width=across(max(row.score, 0) * 0.27),
                height=9,
                class_=f"platform-{row.platform.key}",
                fill=colour_of(row.platform.key),
                fill_opacity=score_tint(row),
            ),
            text(
                score_label(row),
                x="100%",
                y=top + 12,
                text_anchor="end",
                font_size=SMALL,
            ),
        ]
    title = _("Scores: %(scores)s") % {
        "scores": _(", ").join(f"{row.platform.label} {points(row.score)}" for row in rows)
    }
    return picture(title, len(rows) * step, shapes)


@dataclass(frozen=True, slots=True)
class Box:
    """Something that holds others; a dashed edge is one that separates less."""

    label: str
    inside: tuple["Box", ...] = ()
    platform: str = ""
    dashed: bool = False

    @property
    def height(self) -> float:
        if not self.inside:
            return 34
        return 34 + sum(box.height + 8 for box in self.inside) + 4


def boxes(title: str, outermost: Sequence[Box]) -> SafeString:
    """Draw what stands inside what, one box below the other."""
    shapes: list[SafeString] = []
    top = 0.0
    for box in outermost:
        shapes += nested(box, depth=0, top=top)
        top += box.height + 14
    return picture(title, max(top - 12, 0), shapes)


def nested(box: Box, *, depth: int, top: float) -> Iterator[SafeString]:
    inset = 0.022 * depth
    look = {"class_": f"platform-{box.platform}", "fill": colour_of(box.platform)} if box.platform else {"fill": "none"}
    edge = {"stroke_dasharray": "5 3"} if box.dashed else {}
    yield element(
        "rect",
        x=across(inset + 0.003),
        width=across(1 - 2 * inset - 0.006),
        y=top + 1,
        height=box.height - 2,
        rx=5,
        fill_opacity=0.1 if box.inside else 0.24,
        stroke="currentColor",
        stroke_opacity=0.6,
        **look,
        **edge,
    )
    weight = {"font_weight": 600} if box.inside else {}
    yield text(shortened(box.label, 44), x=across(inset + 0.03), y=top + 22, **weight)
    below = top + 34
    for inner in box.inside:
        yield from nested(inner, depth=depth + 1, top=below)
        below += inner.height + 8


# parts of pictures


def bar(platform: str, *, width: float, y: float, height: float, x: float = 0, fill_opacity: float = 1) -> SafeString:
    return element(
        "rect",
        x=across(x),
        y=y,
        width=across(max(width, 0)),
        height=height,
        class_=f"platform-{platform}",
        fill=colour_of(platform),
        fill_opacity=fill_opacity,
    )


def track(*, y: float, height: float) -> SafeString:
    return element("rect", x=0, y=y, width="100%", height=height, class_="track", fill="#e4e9ee")


def stretch(platform: str, left: float, right: float, *, y: float, **stroke: object) -> SafeString:
    return element(
        "line",
        x1=across(left),
        x2=across(right),
        y1=y,
        y2=y,
        class_=f"line platform-{platform}",
        stroke=colour_of(platform),
        **stroke,
    )


def upright(at: float, *, y: float, reach: float) -> SafeString:
    ends = {"x1": across(at), "x2": across(at), "y1": y - reach, "y2": y + reach}
    return element("line", **ends, class_="stroke", stroke="#16202b", stroke_width=2)


def spread(low: float, high: float, *, y: float) -> list[SafeString]:
    """Draw the range as a line with ends, on a lighter one that sets it off from the bar."""
    ends = {"x1": across(low), "x2": across(high), "y1": y, "y2": y}
    line = {"class_": "stroke", "stroke": "#16202b", "stroke_width": 2}
    caps = [element("line", x1=across(share), x2=across(share), y1=y - 5, y2=y + 5, **line) for share in (low, high)]
    halo = element("line", **ends, class_="halo", stroke="#ffffff", stroke_width=5, stroke_opacity=0.85)
    return [halo, element("line", **ends, **line), *caps]


def axis(ticks: Iterable[tuple[float, str]], *, y: float) -> list[SafeString]:
    shapes = []
    for share, label in ticks:
        anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        shapes.append(text(label, x=across(share), y=y + 16, text_anchor=anchor, font_size=SMALL, class_="tick"))
    return shapes


def text(words: str, *, y: float, x: str | float = 0, **attributes: object) -> SafeString:
    return element("text", words, x=x, y=y, fill="currentColor", **attributes)


def points(score: float) -> str:
    return f"{score * 100:.1f}"


def shortened(words: str, width: int) -> str:
    """Cut what would not fit; a Chinese character takes two places, and so do the widest letters."""
    taken = 0
    for position, character in enumerate(words):
        taken += 2 if character in "MW@" or east_asian_width(character) in "WF" else 1
        if taken > width:
            return words[:position].rstrip() + "…"
    return words


def across(share: float) -> str:
    return f"{share * 100:.2f}%"


def colour_of(platform: str) -> str:
    return COLOURS.get(platform, NO_PLATFORM)


def picture(
    title: str, height: float, shapes: Iterable[SafeString], width: float | str = "100%", **attributes: object
) -> SafeString:
    return element(
        "svg",
        element("title", title),
        *shapes,
        xmlns="http://www.w3.org/2000/svg",
        class_="picture",
        role="img",
        width=width,
        height=height,
        font_size=TEXT,
        **attributes,
    )


def element(name: str, /, *inside: str, **attributes: object) -> SafeString:
    """Write one element; what goes inside is escaped unless it was made here."""
    written = "".join([f' {attribute(key)}="{clean(value)}"' for key, value in attributes.items()])
    return SafeString(f"<{name}{written}>{join(inside)}</{name}>")  # every part was escaped above


@cache
def attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def join(parts: Iterable[str]) -> SafeString:
    return SafeString("".join([part if isinstance(part, SafeString) else clean(part) for part in parts]))


def clean(value: object) -> str:
    if isinstance(value, str):
        return escape(INVALID_IN_XML.sub("", value)) if TO_ESCAPE.search(value) else value
    return f"{value:g}"
