"""Points for each criterion, in numbers or by sliders."""

from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from decisions.documents.request import DirectWeights, Weighting
from decisions.reports.report import Report
from decisions.web.weighting.fields import LARGEST, Field, errors_of, label_of, number, typed, written
from decisions.web.weighting.weighable import Weighable
from scenarios.schema import Criterion

PREFIX = "weight."


@dataclass(frozen=True, slots=True)
class PointsForm:
    fields: tuple[Field, ...]

    @classmethod
    def stored(cls, weighable: Weighable, report: Report) -> Self:
        """Begin with the points that were given, or with the weights as they are now."""
        said = weighable.statement
        if isinstance(said, DirectWeights) and max(said.points.values()) <= LARGEST:
            points = {key: written(given) for key, given in said.points.items()}
        else:
            points = {row.criterion.key: str(round(row.weight * 100)) for row in report.criteria}
        return cls(
            tuple(Field(PREFIX + each.key, each, points.get(each.key, "0")) for each in weighable.document.criteria)
        )

    @classmethod
    def sent(cls, weighable: Weighable, posted: QueryDict) -> Self:
        return cls(tuple(read(posted, criterion) for criterion in weighable.document.criteria))

    @property
    def errors(self) -> list[tuple[str, str]]:
        found = errors_of(self.fields)
        if not found and not any(number(field.value) for field in self.fields):
            found = [(self.fields[0].name, _("Give at least one criterion more than 0."))]
        return found

    @property
    def statement(self) -> Weighting:
        points = {field.criterion.key: number(field.value) or 0.0 for field in self.fields}
        return DirectWeights(method="direct", points=points)

    @property
    def largest(self) -> int:
        return LARGEST


def read(posted: QueryDict, criterion: Criterion) -> Field:
    """Read what was typed; nothing typed is nothing given."""
    name = PREFIX + criterion.key
    text = typed(posted, name) or "0"
    return Field(name, criterion, text, "" if number(text) is not None else no_number(criterion))


def no_number(criterion: Criterion) -> str:
    sentence = _("%(criterion)s: write a number from 0 to %(largest)s, such as 25.")
    return sentence % {"criterion": label_of(criterion), "largest": LARGEST}
