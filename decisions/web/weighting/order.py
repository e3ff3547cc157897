"""Criteria in order of importance: a rank for each, the same for those that matter alike."""

from dataclasses import dataclass
from typing import Literal, Self, cast, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _

from decisions.documents.request import RankOrder, Swing, Weighting
from decisions.reports.report import Report
from decisions.web.weighting.fields import Field, errors_of, label_of, typed
from decisions.web.weighting.weighable import Weighable

PREFIX = "rank."
NOTHING = ""  # the rank of a criterion that counts nothing
Scheme = Literal["ordinal", "roc", "rank_sum", "reciprocal"]


@dataclass(frozen=True, slots=True)
class OrderForm:
    fields: tuple[Field, ...]
    scheme: Scheme = "ordinal"

    @classmethod
    def stored(cls, weighable: Weighable, report: Report) -> Self:
        """Begin with the order that was given, or with that of the weights as they are now."""
        said, criteria = weighable.statement, weighable.document.criteria
        scheme: Scheme = said.scheme if isinstance(said, RankOrder) else "ordinal"
        if isinstance(said, RankOrder | Swing) and said.order is not None:
            ranks = {
                key: str(number)
                for number, rank in enumerate(said.order, start=1)
                for key in ([rank] if isinstance(rank, str) else rank)
            }
        else:
            weights = {row.criterion.key: row.weight for row in report.criteria if row.weight}
            ranks = {key: str(1 + sum(other > weight for other in weights.values())) for key, weight in weights.items()}
        return cls(tuple(Field(PREFIX + each.key, each, ranks.get(each.key, NOTHING)) for each in criteria), scheme)

    @classmethod
    def sent(cls, weighable: Weighable, posted: QueryDict) -> Self:
        criteria = weighable.document.criteria
        known = {NOTHING, *(str(rank) for rank in range(1, len(criteria) + 1))}
        fields = []
        for criterion in criteria:
            rank = typed(posted, PREFIX + criterion.key)
            error = "" if rank in known else _("%(criterion)s: choose one of the ranks.")
            words = {"criterion": label_of(criterion)}
            fields.append(Field(PREFIX + criterion.key, criterion, rank if not error else NOTHING, error % words))
        scheme = posted.get("scheme", "ordinal")
        return cls(tuple(fields), cast(Scheme, scheme) if scheme in get_args(Scheme) else "ordinal")

    @property
    def ranks(self) -> list[str]:
        return [str(rank) for rank in range(1, len(self.fields) + 1)]

    @property
    def errors(self) -> list[tuple[str, str]]:
        found = errors_of(self.fields)
        if not found and not any(field.value for field in self.fields):
            found = [(self.fields[0].name, _("Give at least one criterion a rank."))]
        return found

    @property
    def statement(self) -> Weighting:
        tiers = [[field.criterion.key for field in self.fields if field.value == rank] for rank in self.ranks]
        order: list[str | list[str]] = [tier[0] if len(tier) == 1 else tier for tier in tiers if tier]
        return RankOrder(method="rank_order", order=order, scheme=self.scheme)
