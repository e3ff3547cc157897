"""The pictures of a report as Plotly figures, for those who want to point at a bar and read what it is made of.

A figure is written as Plotly's script reads it. Plotly's own classes for Python would check every property again for
every reader, which takes longer than the evaluation, half a second at first use and thirty megabytes of each worker;
tests let them check every figure once. Values, order and tints are those of `drawings.py`; `meta.platforms` names
whose colour a mark has, so that a script can give it the colour of the page's theme.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from decisions.reports.drawings import (
    RANK_TINTS,
    ROOM_FOR_A_NUMBER,
    SMALL,
    TEXT,
    TINTS,
    colour_of,
    points,
    rank_labels,
    score_label,
    score_tint,
    tipping_text,
)
from decisions.reports.report import CriterionRow, Named, RankingRow, Report, TippingRow, percent, share_of_cases

BAR = 0.27  # of a row
THICK, THIN = 7, 3  # px: who leads now, and who would
Trace = dict[str, Any]
Figure = dict[str, Any]  # what Plotly's script takes: data and layout


def figures(report: Report) -> dict[str, Figure]:
    """Return the figures of a report by the names of the pictures that they stand over."""
    return {
        "ranking": ranking(report.ranking),
        "contributions": contributions(report.ranking, report.criteria),
        "acceptability": acceptability(report.ranking),
        "tipping_points": tipping_points(report.tipping_points, report.ranking[0]),
    }


def bars(**properties: Any) -> Trace:
    return {"type": "bar", "orientation": "h", "width": BAR, **properties}


def scatter(**properties: Any) -> Trace:
    return {"type": "scatter", **properties}


def ranking(rows: Sequence[RankingRow]) -> Figure:
    scores = bars(
        x=[row.score * 100 for row in rows],
        y=positions(rows),
        marker={
            "color": [colour_of(row.platform.key) for row in rows],
            "opacity": [score_tint(row) for row in rows],
        },
        meta={"platforms": [row.platform.key for row in rows]},
        hovertext=[said(row) for row in rows],
        hoverinfo="text",
    )
    left = [(position, row.low, row.high) for position, row in enumerate(rows)]
    ends = [(position, low * 100, high * 100) for position, low, high in left if low is not None and high is not None]
    spreads = [
        scatter(
            x=[end for _position, low, high in ends for end in (low, high, None)],
            y=[position for position, _low, _high in ends for _end in range(3)],
            mode=mode,
            line={"color": colour, "width": width},
            marker={"symbol": "line-ns-open", "size": 11, "color": colour, "line": {"color": colour, "width": 2}},
            opacity=opacity,
            meta={"colour": name},
            hoverinfo="skip",
        )
        for mode, name, colour, width, opacity in (
            ("lines", "paper", "#ffffff", 5, 0.85),
            ("lines+markers", "ink", "#16202b", 2, 1),
        )
    ]
    labels = [score_label(row) for row in rows]
    return {"data": [scores, *spreads], "layout": platform_layout(rows, labels, ticks=True)}


def said(row: RankingRow) -> str:
    words = {"platform": escape(row.platform.label), "score": points(row.score)}
    if row.low is None or row.high is None:
        return _("%(platform)s: a rule excludes it; it would have %(score)s points") % words
    words |= {"low": points(row.low), "high": points(row.high)}
    return _("%(platform)s: %(score)s points, in nine of ten cases %(low)s to %(high)s") % words


def contributions(rows: Sequence[RankingRow], criteria: Sequence[CriterionRow]) -> Figure:
    segments = [
        bars(
            name=escape(criterion.criterion.label),
            x=[cell.points * 100 for cell in criterion.cells],
            y=positions(rows),
            marker={"color": [colour_of(row.platform.key) for row in rows], "opacity": TINTS[criterion.number % 2]},
            meta={"platforms": [row.platform.key for row in rows]},
            hovertext=[
                _("%(number)s %(criterion)s: %(points)s points of %(platform)s (weight %(weight)s %%)")
                % {
                    "number": criterion.number,
                    "criterion": escape(criterion.criterion.label),
                    "points": points(cell.points),
                    "platform": escape(cell.platform.label),
                    "weight": percent(criterion.weight),
                }
                for cell in criterion.cells
            ],
            hoverinfo="text",
        )
        for criterion in criteria
    ]
    numbers = []
    for position in positions(rows):
        left = 0.0
        for criterion in criteria:
            share = criterion.cells[position].points
            if share >= ROOM_FOR_A_NUMBER:
                numbers.append(under(str(criterion.number), x=left + share / 2, position=position))
            left += share
    return {"data": segments, "layout": platform_layout(rows, [score_label(row) for row in rows], notes=numbers)}


def acceptability(rows: Sequence[RankingRow]) -> Figure:
    ranks = max((len(row.acceptability) for row in rows), default=0)
    segments = [
        bars(
            name=_("rank %(rank)s") % {"rank": rank + 1},
            x=[row.acceptability[rank] * 100 if rank < len(row.acceptability) else 0 for row in rows],
            y=positions(rows),
            marker={
                "color": [colour_of(row.platform.key) for row in rows],
                "opacity": RANK_TINTS[min(rank, len(RANK_TINTS) - 1)],
            },
            meta={"platforms": [row.platform.key for row in rows]},
            hovertext=[
                _("%(platform)s takes rank %(rank)s in %(share)s %% of the cases")
                % {
                    "platform": escape(row.platform.label),
                    "rank": rank + 1,
                    "share": escape(share_of_cases(row.acceptability[rank] if rank < len(row.acceptability) else 0)),
                }
                for row in rows
            ],
            hoverinfo="text",
        )
        for rank in range(ranks)
    ]
    labels = [
        under(label, x=x, position=position, xanchor="left")
        for position, row in enumerate(rows)
        for x, label in rank_labels(row)
    ]
    return {"data": segments, "layout": platform_layout(rows, [""] * len(rows), notes=labels)}


def tipping_points(rows: Sequence[TippingRow], leader: RankingRow) -> Figure:
    """Draw a line for each criterion: who leads at which weight; the ring is the weight now."""
    stretches: dict[tuple[str, int], Stretches] = {}  # of one platform and width together: Plotly is slow by the trace
    for position, row in enumerate(rows):
        low = row.below.at if row.below else 0.0
        high = row.above.at if row.above else 1.0
        parts = [(leader.platform, low, high, THICK)]
        parts += [(row.below.platform, 0.0, low, THIN)] if row.below else []
        parts += [(row.above.platform, high, 1.0, THIN)] if row.above else []
        for platform, left, right, width in parts:
            stretches.setdefault((platform.key, width), Stretches()).add(row, platform, left, right, position)
    lines = [
        scatter(
            x=stretch.x,
            y=stretch.y,
            mode="lines",
            line={"color": colour_of(platform), "width": width, "dash": "solid" if width == THICK else "dot"},
            meta={"platforms": [platform]},
            hovertext=stretch.words,
            hoverinfo="text",
        )
        for (platform, width), stretch in stretches.items()
    ]
    now = scatter(
        x=[row.weight * 100 for row in rows],
        y=list(range(len(rows))),
        mode="markers",
        marker={"size": 12, "color": "#ffffff", "line": {"color": "#16202b", "width": 2.5}},
        cliponaxis=False,
        meta={"now": True},
        hovertext=[
            _("“%(criterion)s” weighs %(now)s %% now")
            % {"criterion": escape(row.criterion.label), "now": percent(row.weight)}
            for row in rows
        ],
        hoverinfo="text",
    )
    crossings = scatter(
        x=[crossing.at * 100 for row in rows for crossing in row.crossings],
        y=[position for position, row in enumerate(rows) for _crossing in row.crossings],
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 13, "color": "#16202b", "line": {"width": 2}},
        cliponaxis=False,
        meta={"colour": "ink"},
        hoverinfo="skip",
    )
    labels = [(row.criterion.label, tipping_text(row)) for row in rows]
    return {"data": [*lines, crossings, now], "layout": layout(labels, ticks=True, suffix=" %")}


@dataclass(slots=True)
class Stretches:
    """The stretches of weight on which one platform leads, as one line with gaps."""

    x: list[float | None] = field(default_factory=list)
    y: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, row: TippingRow, platform: Named, left: float, right: float, position: int) -> None:
        sentence = _("%(platform)s leads while “%(criterion)s” weighs %(left)s to %(right)s %%") % {
            "platform": escape(platform.label),
            "criterion": escape(row.criterion.label),
            "left": percent(left),
            "right": percent(right),
        }
        self.x += [left * 100, right * 100, None]
        self.y += [position] * 3
        self.words += [sentence, sentence, ""]


def under(words: str, *, x: float, position: int, xanchor: str = "center") -> dict[str, Any]:
    """Write below a bar, as the pictures do."""
    place = {"x": x * 100, "y": position, "xanchor": xanchor, "yshift": -18}
    return {"text": escape(words), "showarrow": False, "font": {"size": SMALL}, **place}


def positions(rows: Sequence[RankingRow]) -> list[int]:
    return list(range(len(rows)))


def platform_layout(
    rows: Sequence[RankingRow], right: Sequence[str], *, ticks: bool = False, notes: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    labels = list(zip([row.platform.label for row in rows], right, strict=True))
    return layout(labels, ticks=ticks, notes=notes)


def layout(
    labels: Sequence[tuple[str, str]],
    *,
    ticks: bool = False,
    suffix: str = "",
    notes: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Lay rows out as in `drawings.py`: the label above its bar on the left, the number on the right."""
    annotations = [
        {
            "text": escape(words),
            "font": {"weight": 400 if suffix else 600, "size": SMALL if suffix and anchor == "right" else TEXT},
            "x": 0 if anchor == "left" else 1,
            "y": position,
            "xref": "paper",
            "xanchor": anchor,
            "yshift": 19,
            "showarrow": False,
        }
        for position, (left, right) in enumerate(labels)
        for words, anchor in ((left, "left"), (right, "right"))
        if words
    ]
    return {
        "barmode": "stack",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "margin": {"l": 1, "r": 1, "t": 0, "b": 22 if ticks else 0, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": TEXT},
        "xaxis": {
            "range": [0, 100],
            "fixedrange": True,
            "tickvals": [0, 25, 50, 75, 100] if ticks else [],
            "ticksuffix": suffix,
            "ticklabeloverflow": "allow",
            "zeroline": False,
        },
        "yaxis": {
            "range": [len(labels) - 0.5, -0.7],  # the first row on top, with room for its label
            "fixedrange": True,
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
        },
        "annotations": [*annotations, *notes],
    }
