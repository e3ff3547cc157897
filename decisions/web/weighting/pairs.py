"""Criteria compared in pairs, as many as one likes, on the scale of the AHP."""

import re
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, Self, cast, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _

from decisions.documents.request import LEAST_RATIO, MOST_RATIO, Comparison, Pairwise, Weighting
from decisions.reports.report import Report
from decisions.reports.weighting import Clash
from decisions.services.weighing import table_labels
from decisions.web.weighting.fields import label_of, typed, written
from decisions.web.weighting.weighable import Weighable
from scenarios.schema import Criterion

PREFIX = "pair."
NOT_COMPARED = ""
# What a comparison may be, as it stands in the form: the first criterion 9 times as important, down to the second.
SCALE = {f"{number}": float(number) for number in range(9, 0, -1)} | {
    f"1/{number}": 1 / number for number in range(2, 10)
}
ALIKE = 0.005  # relative: sources round their reciprocals
BETWEEN = re.compile(r"\d\.\d{1,4}", re.ASCII)
Variant = Literal["eigenvector", "geometric_mean"]
Table = Literal["saaty_1980", "saaty_2008", "alonso_lamata_2006"]


@dataclass(frozen=True, slots=True)
class Pair:
    first: Criterion
    second: Criterion
    value: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"{PREFIX}{self.first.key}.{self.second.key}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Return every step of the scale with what it says; and what stands between two steps, if that was given."""
        first, second = label_of(self.first), label_of(self.second)
        own = ratio_of(self.value)
        steps = SCALE if own is None or self.value in SCALE else SCALE | {self.value: own}
        in_order = sorted(steps.items(), key=lambda step: -step[1])
        return [(value, how_many_times(first, second, ratio)) for value, ratio in in_order]


@dataclass(frozen=True, slots=True)
class PairsForm:
    pairs: tuple[Pair, ...]
    variant: Variant = "eigenvector"
    random_index: Table = "saaty_2008"

    @classmethod
    def stored(cls, weighable: Weighable, report: Report) -> Self:
        """Begin with the comparisons that were made."""
        said, criteria = weighable.statement, weighable.document.criteria
        if not isinstance(said, Pairwise):
            return cls(tuple(Pair(first, second, NOT_COMPARED) for first, second in combinations(criteria, 2)))
        ratios = {(each.a, each.b): each.ratio for each in said.comparisons}
        ratios |= {(each.b, each.a): 1 / each.ratio for each in said.comparisons}
        pairs = (
            Pair(first, second, step_of(ratios.get((first.key, second.key))))
            for first, second in combinations(criteria, 2)
        )
        return cls(tuple(pairs), said.variant, said.random_index)

    @classmethod
    def sent(cls, weighable: Weighable, posted: QueryDict) -> Self:
        pairs = []
        for first, second in combinations(weighable.document.criteria, 2):
            value = typed(posted, f"{PREFIX}{first.key}.{second.key}")
            known = value == NOT_COMPARED or ratio_of(value) is not None
            words = {"first": label_of(first), "second": label_of(second)}
            error = "" if known else _("%(first)s and %(second)s: choose one of the comparisons.") % words
            pairs.append(Pair(first, second, value if known else NOT_COMPARED, error))
        variant, table = posted.get("variant", ""), posted.get("random_index", "")
        return cls(
            tuple(pairs),
            cast(Variant, variant) if variant in get_args(Variant) else "eigenvector",
            cast(Table, table) if table in get_args(Table) else "saaty_2008",
        ).with_suggestion(posted.get("instead", ""))

    def with_suggestion(self, instead: str) -> Self:
        """Take one comparison as it was suggested: the name of its field, and a step of the scale."""
        name, _equals, value = instead.partition("=")
        if value not in SCALE:
            return self
        pairs = (Pair(pair.first, pair.second, value if pair.name == name else pair.value) for pair in self.pairs)
        return replace(self, pairs=tuple(pairs))

    @property
    def groups(self) -> list[tuple[Criterion, list[Pair], bool]]:
        """Return the pairs by their first criterion; open where something was compared, and the first one."""
        found: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            found.setdefault(pair.first.key, []).append(pair)
        return [
            (pairs[0].first, pairs, place == 0 or any(pair.value or pair.error for pair in pairs))
            for place, pairs in enumerate(found.values())
        ]

    @property
    def compared(self) -> int:
        return sum(pair.value != NOT_COMPARED for pair in self.pairs)

    @property
    def tables(self) -> list[tuple[str, str]]:
        return list(table_labels().items())

    @property
    def errors(self) -> list[tuple[str, str]]:
        found = [(pair.name, pair.error) for pair in self.pairs if pair.error]
        if not found and not self.compared:
            found = [(self.pairs[0].name, _("Compare at least two criteria."))]
        return found

    @property
    def statement(self) -> Weighting:
        comparisons = [
            Comparison(a=pair.first.key, b=pair.second.key, ratio=ratio)
            for pair in self.pairs
            if (ratio := ratio_of(pair.value)) is not None
        ]
        return Pairwise(
            method="pairwise", comparisons=comparisons, variant=self.variant, random_index=self.random_index
        )


def how_many_times(first: str, second: str, ratio: float) -> str:
    """Name the more important one and by how much, short enough for a list on a phone: its label names both."""
    if ratio == 1:
        return _("Both matter alike")
    if ratio < 1:
        return how_many_times(second, first, 1 / ratio)
    return _("%(criterion)s: %(n)s times as much") % {"criterion": first, "n": written(ratio)}


def suggestion(weighable: Weighable, clash: Clash) -> str:
    """Return what a button sends to take a comparison as it would agree with the others; see `with_suggestion`."""
    order = [criterion.key for criterion in weighable.document.criteria]
    first, second, ratio = clash.first.key, clash.second.key, clash.suggested
    if order.index(first) > order.index(second):
        first, second, ratio = second, first, 1 / ratio
    return f"{PREFIX}{first}.{second}={step_of(ratio)}"


def step_of(ratio: float | None) -> str:
    """Write a ratio as the form has it: a step of the scale, or the number that lies between two."""
    if ratio is None:
        return NOT_COMPARED
    return next((step for step, there in SCALE.items() if abs(there / ratio - 1) < ALIKE), f"{ratio:.4f}")


def ratio_of(value: str) -> float | None:
    """Read a step of the scale, or a number between two."""
    if value in SCALE:
        return SCALE[value]
    return float(value) if BETWEEN.fullmatch(value) and LEAST_RATIO <= float(value) <= MOST_RATIO else None
