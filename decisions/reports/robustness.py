"""What would change a recommendation, and what other methods make of it, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from decisions.documents.evaluation import Reversal
from decisions.services.wording import listed, method_labels, paragraph_of

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
class FigureRow:
    """What the methods say of one platform in numbers, each in its own unit."""

    platform: "Named"
    closeness: float  # TOPSIS, 0..1
    group: float  # VIKOR: S, R and Q; less is better
    worst: float
    index: float
    in_compromise: bool
    positive: float  # PROMETHEE: flows
    negative: float
    net: float
    product: float  # stars


@dataclass(frozen=True, slots=True)
class StabilityRow:
    """Between which weights of one criterion, the others rescaled, leader and order stay."""

    criterion: "Named"
    weight: float
    leader: tuple[float, float]
    order: tuple[float, float]


@dataclass(frozen=True, slots=True)
class AnyWeights:
    """For which share of all weights a platform leads, whatever is known of weights."""

    platform: "Named"
    share: float


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
    figures: tuple[FigureRow, ...]  # in the order of the recommendation; empty in records that have none
    settles_on: str  # whom VIKOR leaves the choice to, and what PROMETHEE I says of the pairs; sentences
    stability: tuple[StabilityRow, ...]
    reversals: tuple[str, ...]  # sentences
    any_weights: tuple[AnyWeights, ...]  # the largest share first; empty with more than three platforms that fit

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
            figures=figure_rows(report),
            settles_on=settles_on(report),
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
            any_weights=tuple(
                AnyWeights(report.platforms[key], share)
                for key, share in sorted(evaluation.robustness.any_weights.items(), key=lambda entry: -entry[1])
            ),
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


def figure_rows(report: "Composition") -> tuple[FigureRow, ...]:
    found = report.evaluation.cross_checks.figures
    if found is None:
        return ()
    return tuple(
        FigureRow(
            platform=report.platforms[key],
            closeness=found.topsis[key],
            group=found.vikor[key].group,
            worst=found.vikor[key].worst,
            index=found.vikor[key].index,
            in_compromise=key in found.compromise,
            positive=found.promethee[key].positive,
            negative=found.promethee[key].negative,
            net=found.promethee[key].net,
            product=found.weighted_product[key],
        )
        for ranked in report.evaluation.ranking
        if (key := ranked.platform) in found.topsis
    )


def settles_on(report: "Composition") -> str:
    """Say whom VIKOR leaves the choice to, and which pairs PROMETHEE I cannot tell apart."""
    found = report.evaluation.cross_checks.figures
    if found is None:
        return ""

    def names(keys: Sequence[str]) -> str:
        return listed([report.platforms[key].short for key in keys])

    if len(found.compromise) == 1:
        sentences = [_("VIKOR settles on %(platform)s alone.") % {"platform": names(found.compromise)}]
    else:
        sentences = [_("VIKOR leaves the choice between %(platforms)s.") % {"platforms": names(found.compromise)}]
    apart = [names(pair) for pair in found.promethee_i.incomparable]
    if apart:
        words = {"pairs": _("; ").join(apart)}
        sentences.append(_("PROMETHEE I cannot compare: %(pairs)s, each better in one of both flows.") % words)
    elif len(found.topsis) > 1:
        sentences.append(_("PROMETHEE I leaves no pair uncompared."))
    return paragraph_of(*sentences)


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
