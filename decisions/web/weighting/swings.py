"""What the step from worst to best is worth on each criterion: points, or a range of points."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from decisions.documents.request import Swing, Weighting
from decisions.reports.report import Report
from decisions.web.weighting.fields import LARGEST, Field, label_of, number, typed, written
from decisions.web.weighting.points import no_number
from decisions.web.weighting.weighable import Weighable
from scenarios.schema import Criterion

LOW, HIGH = "low.", "high."


@dataclass(frozen=True, slots=True)
class Range:
    """The fields of one criterion; the upper one is left empty where the lower one says it all."""

    low: Field
    high: Field

    @property
    def criterion(self) -> Criterion:
        return self.low.criterion

    @property
    def ends(self) -> tuple[float, float]:
        low = number(self.low.value) or 0.0
        high = number(self.high.value) if self.high.value else None
        return low, low if high is None else high

    @property
    def is_exact(self) -> bool:
        return self.ends[0] == self.ends[1]


@dataclass(frozen=True, slots=True)
class SwingsForm:
    ranges: tuple[Range, ...]

    @classmethod
    def stored(cls, weighable: Weighable, report: Report) -> Self:
        """Begin with what was given, or with the weights as they are now against the largest of them."""
        said, criteria = weighable.statement, weighable.document.criteria
        points: dict[str, float | list[float]] = {}
        if isinstance(said, Swing) and said.points is not None:
            points = said.points
        else:
            largest = max(row.weight for row in report.criteria)
            points = {row.criterion.key: round(row.weight / largest * LARGEST) for row in report.criteria}
        return cls(tuple(as_given(criterion, points.get(criterion.key, 0.0)) for criterion in criteria))

    @classmethod
    def sent(cls, weighable: Weighable, posted: QueryDict) -> Self:
        return cls(tuple(read(posted, criterion) for criterion in weighable.document.criteria))

    @property
    def errors(self) -> list[tuple[str, str]]:
        found = [(field.name, field.error) for each in self.ranges for field in (each.low, each.high) if field.error]
        if found:
            return found
        largest = max((each.ends[0] for each in self.ranges if each.is_exact), default=0.0)
        if not largest or any(each.ends[1] > largest for each in self.ranges):
            message = _("Give the step that you would take first one number, which no other number exceeds.")
            found = [(self.ranges[0].low.name, message)]
        return found

    @property
    def statement(self) -> Weighting:
        points: dict[str, float | list[float]] = {
            each.criterion.key: each.ends[0] if each.is_exact else list(each.ends) for each in self.ranges
        }
        return Swing(method="swing", points=points)


def as_given(criterion: Criterion, points: float | list[float]) -> Range:
    low, high = points if isinstance(points, list) else (points, points)
    return Range(
        Field(LOW + criterion.key, criterion, written(low)),
        Field(HIGH + criterion.key, criterion, written(high) if high != low else ""),
    )


def read(posted: QueryDict, criterion: Criterion) -> Range:
    low, high = typed(posted, LOW + criterion.key) or "0", typed(posted, HIGH + criterion.key)
    errors = [
        "" if number(low) is not None else no_number(criterion),
        "" if not high or number(high) is not None else no_number(criterion),
    ]
    if not any(errors) and high and (number(low) or 0) > (number(high) or 0):
        errors[1] = _("%(criterion)s: the range goes from the smaller to the larger number.") % {
            "criterion": label_of(criterion)
        }
    return Range(
        Field(LOW + criterion.key, criterion, low, errors[0]), Field(HIGH + criterion.key, criterion, high, errors[1])
    )
