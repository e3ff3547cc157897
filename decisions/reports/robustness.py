"""What would change a recommendation, and what other methods make of it, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from decisions.documents.evaluation import Reversal
from decisions.services.wording import listed, method_labels

if TYPE_CHECKING:  # a report holds what stands here
    from decisions.reports.report import Composition, Named


@dataclass(frozen=True, slots=True)
class WeightMove:
    criterion: "Named"
    now: float
    then: float


@dataclass(frozen=True, slots=True)
class NearestWeights:
    """The nearest weights at which another platform leads."""

    platform: "Named"
    moved: float  # share of the whole weight
    moves: tuple[WeightMove, ...]  # the criteria that change, the largest change first


@dataclass(frozen=True, slots=True)
class AnswerMove:
    question: "Named"
    now: str
    then: str
    assumed: bool


@dataclass(frozen=True, slots=True)
class NearestAnswers:
    """The fewest answers that, given otherwise, make another platform lead."""

    platform: "Named"
    moves: tuple[AnswerMove, ...]


@dataclass(frozen=True, slots=True)
class MethodRow:
    label: str
    looks_at: str
    order: tuple["Named", ...]
    agrees: bool  # with the weighted sum


@dataclass(frozen=True, slots=True)
class StabilityRow:
    """Between which weights of one criterion, the others rescaled, leader and order stay."""

    criterion: "Named"
    weight: float
    leader: tuple[float, float]
    order: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Conflict:
    question: "Named"
    answer: str


@dataclass(frozen=True, slots=True)
class Robustness:
    weights: NearestWeights | None
    answers: NearestAnswers | None
    conflict: tuple[Conflict, ...]
    methods: tuple[MethodRow, ...]  # empty where fewer than two platforms fit
    agreement: str
    stability: tuple[StabilityRow, ...]
    reversals: tuple[str, ...]  # sentences

    @classmethod
    def of(cls, report: "Composition") -> "Robustness":
        evaluation = report.evaluation
        return cls(
            weights=nearest_weights(report),
            answers=nearest_answers(report),
            conflict=tuple(
                Conflict(report.questions[each.question], option_text(report, each.question, each.answer))
                for each in evaluation.counterfactuals.conflict
            ),
            methods=method_rows(report),
            agreement=evaluation.agreement.sentence,
            stability=tuple(
                StabilityRow(
                    criterion=criterion,
                    weight=evaluation.weights[key],
                    leader=(stable.leader[0], stable.leader[1]),
                    order=(stable.order[0], stable.order[1]),
                )
                for key, criterion in report.criteria.items()
                if (stable := evaluation.robustness.stability.get(key)) is not None
            ),
            reversals=tuple(reversal_text(report, each) for each in evaluation.robustness.reversals),
        )


def nearest_weights(report: "Composition") -> NearestWeights | None:
    found, weights = report.evaluation.counterfactuals.weights, report.evaluation.weights
    if found is None:
        return None
    moves = [
        WeightMove(criterion, weights[key], found.to[key])
        for key, criterion in report.criteria.items()
        if found.to[key] != weights[key]
    ]
    moves.sort(key=lambda move: -abs(move.then - move.now))
    return NearestWeights(report.platforms[found.platform], found.distance / 2, tuple(moves))


def nearest_answers(report: "Composition") -> NearestAnswers | None:
    changes = report.evaluation.counterfactuals.answers
    if not changes:
        return None
    moves = [
        AnswerMove(
            question=report.questions[change.question],
            now=option_text(report, change.question, change.before),
            then=option_text(report, change.question, change.to),
            assumed=(given := report.given.get(change.question)) is not None and given.state == "assumed",
        )
        for change in changes
    ]
    return NearestAnswers(report.platforms[changes[0].platform], tuple(moves))


def option_text(report: "Composition", question: str, options: Sequence[str]) -> str:
    return listed([report.options[question][key] for key in options])


def method_rows(report: "Composition") -> tuple[MethodRow, ...]:
    """Set the orders side by side, that of the recommendation first."""
    ours = [ranked.platform for ranked in report.evaluation.ranking if ranked.eligible]
    if len(ours) < 2:
        return ()
    checks, labels = report.evaluation.cross_checks, method_labels()
    rows: tuple[tuple[str, str, list[str]], ...] = (
        ("weighted_sum", _("Values times weights, added up: the recommendation"), ours),
        ("topsis", _("How far from the best and from the worst of every criterion"), checks.topsis),
        ("vikor", _("What is missed in all, and the worst single miss"), checks.vikor),
        (
            "promethee_ii",
            _("Duels in pairs: one star ahead counts in full, a quarter star not at all"),
            checks.promethee_ii,
        ),
        ("weighted_product", _("Stars multiplied: a weak side costs more"), checks.weighted_product),
    )
    return tuple(
        MethodRow(labels[name], looks_at, tuple(report.platforms[key] for key in order), order == ours)
        for name, looks_at, order in rows
    )


def reversal_text(report: "Composition", reversal: Reversal) -> str:
    words = {
        "platform": report.platforms[reversal.platform].short,
        "method": method_labels()[reversal.method],
        "before": _(" › ").join(report.platforms[key].short for key in reversal.before),
        "after": _(" › ").join(report.platforms[key].short for key in reversal.after),
    }
    if reversal.change == "removed":
        return _("Without %(platform)s, %(method)s orders the others %(after)s instead of %(before)s.") % words
    return _("With a clone of %(platform)s beside, %(method)s orders %(after)s instead of %(before)s.") % words
