"""How the weights came about, ready to be shown: in words, with their ranges, and with what contradicts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from decisions.documents.evaluation import EitherOr, InconsistentComparison
from decisions.services.wording import source_of_weights

if TYPE_CHECKING:  # a report holds what stands here
    from decisions.reports.report import Composition, Named


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One criterion, and between which weights nine in ten of the cases lie."""

    criterion: "Named"
    weight: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Clash:
    """A comparison of two criteria that the others contradict."""

    first: "Named"
    second: "Named"
    ratio: float  # as given
    suggested: float
    given: str  # in words
    instead: str
    consistency_ratio: float  # without it


@dataclass(frozen=True, slots=True)
class Weighing:
    method: str
    source: str
    text: str
    is_own: bool
    is_within: bool  # all weights that agree count alike; else they lie around those shown
    rows: tuple[WeightRow, ...]
    consistency_ratio: float | None  # of comparisons in pairs
    clashes: tuple[Clash, ...]  # the worst first; empty where they are consistent enough
    settled: bool | None  # of either/or questions
    possible: tuple["Named", ...]  # the platforms that can still come first
    question: EitherOr | None  # to ask next
    reason: str  # to go on asking, or to stop

    @classmethod
    def of(cls, report: "Composition") -> "Weighing":
        found = report.evaluation.weighting
        return cls(
            method=found.method,
            source=source_of_weights(found.method),
            text=found.text,
            is_own=found.method != "importance",
            is_within=found.spread is None,
            rows=tuple(
                WeightRow(criterion, report.evaluation.weights[key], *found.range[key])
                for key, criterion in report.criteria.items()
            ),
            consistency_ratio=found.consistency_ratio,
            clashes=tuple(clash(report, each) for each in found.inconsistent),
            settled=found.settled,
            possible=tuple(report.platforms[key] for key in found.possible),
            question=found.next,
            reason=found.reason,
        )


def clash(report: "Composition", found: InconsistentComparison) -> Clash:
    first, second = report.criteria[found.a], report.criteria[found.b]
    return Clash(
        first=first,
        second=second,
        ratio=found.ratio,
        suggested=found.suggested,
        given=times_as_important(first.label, second.label, found.ratio),
        instead=times_as_important(first.label, second.label, found.suggested),
        consistency_ratio=found.consistency_ratio,
    )


def times_as_important(first: str, second: str, ratio: float) -> str:
    """Say how two criteria compare, the more important one first."""
    if ratio < 1:
        return times_as_important(second, first, 1 / ratio)
    words = {"first": first, "second": second, "n": f"{ratio:.2f}".rstrip("0").rstrip(".")}
    if ratio == 1:
        return _("“%(first)s” is as important as “%(second)s”") % words
    return _("“%(first)s” is %(n)s times as important as “%(second)s”") % words
