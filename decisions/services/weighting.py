"""Read how weights were given: as points, an order, swings, comparisons in pairs or either/or choices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from decisions.documents.faults import Fault, pointer
from decisions.documents.request import (
    Comparison,
    DirectWeights,
    EvaluationRequest,
    Order,
    Pairwise,
    RankOrder,
    Swing,
    TradeOffAnswer,
    TradeOffs,
    Weighting,
    Workload,
)
from decisions.engine import Chosen, FloatArray, InOrder, IntArray, Region, Swings, middle
from decisions.engine.methods.pairwise import PriorityMethod, is_linked, priorities, scatter
from decisions.engine.methods.polytope import WeightsContradict
from decisions.engine.methods.rank_weights import rank_order_centroid, rank_reciprocal, rank_sum
from decisions.engine.methods.trade_offs import TradeOff, first_contradiction
from decisions.services.compile import CompiledModel

COMPARISONS_KEPT = 256  # sets of them, whose weights are remembered
SCHEMES = {"roc": rank_order_centroid, "rank_sum": rank_sum, "reciprocal": rank_reciprocal}
Place = tuple[str | int, ...]  # in the request


@dataclass(frozen=True, eq=False, slots=True)
class Stated:
    """How weights were given, in the engine's terms."""

    statement: Weighting
    weights: FloatArray  # (criteria,), not normalised; where many agree with the statement, their middle
    region: Region | None  # all that agree; none: they lie around the weights
    spread: float | None  # of the logarithm of each weight around them
    left_out: tuple[str, ...]  # criteria that the statement does not name


def statement_of(said: EvaluationRequest | Workload) -> Weighting | None:
    """Return what a request says of weights, in whichever way."""
    if said.weights is not None:
        return DirectWeights(method="direct", points=said.weights)
    return said.weighting


def stated(statement: Weighting | None, model: CompiledModel) -> Stated | None:
    """Turn a statement without faults into weights, or into the set of all that agree with it."""
    if statement is None:
        return None
    method, named = model.arrays.method, named_in(statement, model)
    left_out = tuple(key for key in model.criteria if key not in named)
    region: Region | None = None
    spread: float | None = None
    match statement:
        case DirectWeights():
            weights = in_order_of_model(statement.points, model)
            spread = method.spread_direct
        case RankOrder(scheme="ordinal") | Swing(points=None):
            region = InOrder(tuple(ranks_of(statement.order or [], model).tolist()))
        case RankOrder():
            weights = by_scheme(statement, model)
            spread = method.spread_scenario  # a formula stands in for numbers that nobody gave
        case Swing():
            low, high = shares_of(statement, model)
            if np.array_equal(low, high):
                weights, spread = low, method.spread_exact
            else:
                region = Swings(tuple(low.tolist()), tuple(high.tolist()))
        case Pairwise():
            weights = np.zeros(len(model.criteria))
            compared, pairs = pairs_of(statement.comparisons, model)
            judged, error = judged_in_pairs(len(compared), pairs, statement.variant)
            weights[compared] = judged
            spread = float(np.hypot(method.spread_exact, error))  # comparisons that contradict each other widen it
        case TradeOffs():
            region = chosen(statement.answers, model)
    if region is not None:
        weights = middle(region, model.arrays.criteria, seed=method.seed)
    return Stated(statement, weights, region, spread, left_out)


def named_in(statement: Weighting, model: CompiledModel) -> set[str]:
    """Return the criteria that a statement names; choices concern all."""
    match statement:
        case DirectWeights():
            return set(statement.points)
        case RankOrder():
            return set(flattened(statement.order))
        case Swing():
            return set(statement.points or flattened(statement.order or []))
        case Pairwise():
            return {key for pair in statement.comparisons for key in (pair.a, pair.b)}
        case TradeOffs():
            return set(model.criteria)


def flattened(order: Order) -> list[str]:
    return [key for rank in order for key in ([rank] if isinstance(rank, str) else rank)]


def in_order_of_model(points: dict[str, float], model: CompiledModel) -> FloatArray:
    return np.array([points.get(criterion, 0.0) for criterion in model.criteria])


def ranks_of(order: Order, model: CompiledModel) -> IntArray:
    """Return the rank of each criterion: 1 the most important, 0 where it was not named."""
    ranks = np.zeros(len(model.criteria), int)
    for number, rank in enumerate(order, start=1):
        ranks[[model.criteria[key] for key in ([rank] if isinstance(rank, str) else rank)]] = number
    return ranks


def by_scheme(statement: RankOrder, model: CompiledModel) -> FloatArray:
    ranks = ranks_of(statement.order, model)
    weights = np.zeros(len(ranks))
    weights[ranks > 0] = SCHEMES[statement.scheme](ranks[ranks > 0])
    return weights


def shares_of(statement: Swing, model: CompiledModel) -> tuple[FloatArray, FloatArray]:
    """Return what each swing is worth as a share of the largest one: at least, at most."""
    low, high = np.zeros(len(model.criteria)), np.zeros(len(model.criteria))
    for key, points in (statement.points or {}).items():
        low[model.criteria[key]], high[model.criteria[key]] = points if isinstance(points, list) else (points, points)
    return low / high.max(), high / high.max()


def pairs_of(
    comparisons: Sequence[Comparison], model: CompiledModel
) -> tuple[list[int], tuple[tuple[int, int, float], ...]]:
    """Return the criteria that were compared, in the order of the model, and the pairs as places among them."""
    compared = sorted({model.criteria[key] for pair in comparisons for key in (pair.a, pair.b)})
    place = {criterion: number for number, criterion in enumerate(compared)}
    pairs = ((place[model.criteria[each.a]], place[model.criteria[each.b]], each.ratio) for each in comparisons)
    return compared, tuple(pairs)


def matrix_of(things: int, pairs: tuple[tuple[int, int, float], ...]) -> FloatArray:
    """Lay comparisons out as the AHP has them: (things, things), NaN where a pair was not compared."""
    matrix = np.full((things, things), np.nan)
    np.fill_diagonal(matrix, 1.0)
    for first, second, ratio in pairs:
        matrix[first, second], matrix[second, first] = ratio, 1 / ratio
    return matrix


@lru_cache(maxsize=COMPARISONS_KEPT)
def judged_in_pairs(
    things: int, pairs: tuple[tuple[int, int, float], ...], variant: PriorityMethod
) -> tuple[FloatArray, float]:
    """Return the weights that comparisons come to, and how far they may be off."""
    matrix = matrix_of(things, pairs)
    return priorities(matrix, variant), float(scatter(matrix))


def chosen(answers: Sequence[TradeOffAnswer], model: CompiledModel) -> Chosen:
    criteria = model.criteria
    return Chosen(
        len(criteria),
        tuple((TradeOff(criteria[each.partly], each.share, criteria[each.wholly]), each.choice) for each in answers),
    )


def canonical(statement: Weighting, model: CompiledModel) -> dict[str, Any]:
    """Write a statement so that the order of its names, and leaving out what holds anyway, make no difference."""
    written = statement.model_dump(exclude_defaults=True)
    points = written.get("points")
    if points is not None:
        written["points"] = {key: points[key] for key in model.criteria if key in points}
    return written


# what is wrong with it ------------------------------------------------------------------------------------------------


def weighting_faults(said: EvaluationRequest | Workload, model: CompiledModel) -> list[Fault]:
    """Name every fault in what is said of weights."""
    if said.weights is not None and said.weighting is not None:
        return [Fault("/weighting", "weights_twice", _("Give weights or weighting, not both."))]
    if said.weights is not None:
        return list(faults_of_points(said.weights, ("weights",), model))
    return list(statement_faults(said.weighting, model)) if said.weighting is not None else []


def statement_faults(statement: Weighting, model: CompiledModel) -> Iterator[Fault]:
    match statement:
        case DirectWeights():
            yield from faults_of_points(statement.points, ("weighting", "points"), model)
        case RankOrder():
            yield from faults_of_order(statement.order, model)
        case Swing():
            yield from faults_of_order(statement.order or [], model)
            yield from faults_of_swings(statement.points or {}, model)
        case Pairwise():
            yield from faults_of_comparisons(statement.comparisons, model)
        case TradeOffs():
            yield from faults_of_choices(statement.answers, model)


def unknown(key: str, place: Place) -> Fault:
    return Fault(pointer(*place), "unknown_criterion", _("There is no criterion %(criterion)s.") % {"criterion": key})


def faults_of_points(points: dict[str, float], place: Place, model: CompiledModel) -> Iterator[Fault]:
    yield from (unknown(key, (*place, key)) for key in points if key not in model.criteria)
    if not any(points.values()):
        yield Fault(pointer(*place), "weights_all_zero", _("At least one weight must be above zero."))


def faults_of_order(order: Order, model: CompiledModel) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, rank in enumerate(order):
        keys = [(rank, ())] if isinstance(rank, str) else [(key, (place,)) for place, key in enumerate(rank)]
        for key, within in keys:
            place: Place = ("weighting", "order", number, *within)
            if key not in model.criteria:
                yield unknown(key, place)
            elif key in seen:
                message = _("%(criterion)s is named twice.") % {"criterion": key}
                yield Fault(pointer(*place), "criterion_twice", message)
            seen.add(key)


def faults_of_swings(points: dict[str, float | list[float]], model: CompiledModel) -> Iterator[Fault]:
    yield from (unknown(key, ("weighting", "points", key)) for key in points if key not in model.criteria)
    if not points:
        return
    largest = max((points for points in points.values() if isinstance(points, float | int)), default=0)
    if not largest:
        message = _("One swing is the largest: give it one number above zero, which no other exceeds.")
        yield Fault("/weighting/points", "no_largest_swing", message)
        return
    for key, worth in points.items():
        low, high = worth if isinstance(worth, list) else (worth, worth)
        place = pointer("weighting", "points", key)
        if low > high:
            yield Fault(place, "range_reversed", _("A range goes from its lower to its higher end."))
        elif high > largest:
            message = _("No range may exceed the largest swing, which has %(points)s points.") % {
                "points": f"{largest:g}"
            }
            yield Fault(place, "swing_above_largest", message)


def faults_of_comparisons(comparisons: Sequence[Comparison], model: CompiledModel) -> Iterator[Fault]:
    seen: set[frozenset[str]] = set()
    sound = True
    for number, pair in enumerate(comparisons):
        place = ("weighting", "comparisons", number)
        strange = [(name, key) for name, key in (("a", pair.a), ("b", pair.b)) if key not in model.criteria]
        yield from (unknown(key, (*place, name)) for name, key in strange)
        both = frozenset((pair.a, pair.b))
        if pair.a == pair.b:
            yield Fault(pointer(*place), "same_criterion", _("A criterion is compared with itself."))
        elif both in seen:
            message = _("%(a)s and %(b)s are compared twice.") % {"a": pair.a, "b": pair.b}
            yield Fault(pointer(*place), "comparison_twice", message)
        sound &= not strange and len(both) == 2
        seen.add(both)
    if sound:
        compared, pairs = pairs_of(comparisons, model)
        if not is_linked(matrix_of(len(compared), pairs)):
            message = _(
                "The comparisons fall into groups that nothing links: compare a criterion of one with another's."
            )
            yield Fault("/weighting/comparisons", "comparisons_not_linked", message)


def faults_of_choices(answers: Sequence[TradeOffAnswer], model: CompiledModel) -> Iterator[Fault]:
    sound = True
    for number, answer in enumerate(answers):
        place = ("weighting", "answers", number)
        strange = [(name, key) for name, key in (("partly", answer.partly), ("wholly", answer.wholly))]
        strange = [(name, key) for name, key in strange if key not in model.criteria]
        yield from (unknown(key, (*place, name)) for name, key in strange)
        if answer.partly == answer.wholly:
            yield Fault(pointer(*place), "same_criterion", _("A criterion is compared with itself."))
        sound &= not strange and answer.partly != answer.wholly
    contradicting = first_contradicting(answers, model) if sound else None
    if contradicting is not None:
        message = _("This answer contradicts those before it.")
        yield Fault(pointer("weighting", "answers", contradicting), "choices_contradict", message)


def first_contradicting(answers: Sequence[TradeOffAnswer], model: CompiledModel) -> int | None:
    region = chosen(answers, model)
    found = first_contradiction(region.criteria, region.answers)
    if found is not None or not answers:
        return found
    try:
        middle(region, model.arrays.criteria, seed=model.arrays.method.seed)
    except WeightsContradict:  # by so little that only the rounding of a linear program shows it
        return len(answers) - 1
    return None
