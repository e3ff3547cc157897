"""Say how weights came about: by which method, how far they may be off, what contradicts, and what to ask next."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import engine
from decisions.documents.evaluation import EitherOr, InconsistentComparison, Weighting
from decisions.documents.request import DirectWeights, Pairwise, RankOrder, Swing, TradeOffs
from decisions.engine.methods.pairwise import Contradiction, RandomIndexTable, consistency, contradictions
from decisions.engine.methods.trade_offs import DRAWS, Elicitation, TradeOff, elicit
from decisions.engine.weighting import walked
from decisions.services.understand import Understood
from decisions.services.weighting import COMPARISONS_KEPT, chosen, matrix_of, pairs_of
from decisions.services.wording import hundredths, in_language, listed

DECIMALS = 4
ACCEPTED = 0.1  # Saaty's limit of the consistency ratio
WORST = 3  # comparisons that are named
SAATY = tuple([1 / number for number in range(9, 1, -1)] + [float(number) for number in range(1, 10)])
Pairs = tuple[tuple[int, int, float], ...]


def weighting_of(understood: Understood, evaluations: engine.Evaluations, row: int) -> Weighting:
    """Describe how the weights of one evaluation came about; it was asked for in full."""
    if evaluations.weight_spread is None:
        raise ValueError("the engine was asked for less than the full detail")
    found = fields_of(understood, evaluations, row)
    ends = np.round(evaluations.weight_spread[row], DECIMALS)
    ranges = {key: [float(low), float(high)] for key, (low, high) in zip(understood.model.criteria, ends, strict=True)}
    said = understood.stated
    spread = understood.model.arrays.method.spread_scenario if said is None else said.spread
    nothing: dict[str, object] = {
        "variant": None, "consistency_ratio": None, "random_index": None, "inconsistent": [],
        "settled": None, "possible": [], "next": None, "reason": "",
    }  # fmt: skip
    rounded = round(spread, DECIMALS) if spread is not None else None
    return Weighting.model_validate({**nothing, **found, "spread": rounded, "range": ranges})


def fields_of(understood: Understood, evaluations: engine.Evaluations, row: int) -> dict[str, object]:
    """Return what the method itself has to say."""
    said = understood.stated
    match said.statement if said is not None else None:
        case None:
            return {"method": "importance", "text": text_of_importance(understood)}
        case DirectWeights():
            return {"method": "direct", "text": _("The weights were set as points.")}
        case RankOrder() as order:
            return {"method": "rank_order", "variant": order.scheme, "text": text_of_order(order)}
        case Swing() as swing:
            return {"method": "swing", **fields_of_swings(swing)}
        case Pairwise() as pairs:
            return {"method": "pairwise", "variant": pairs.variant, **fields_of_pairs(pairs, understood)}
        case TradeOffs() as choices:
            return {"method": "trade_offs", **fields_of_choices(choices, understood, evaluations, row)}


def text_of_importance(understood: Understood) -> str:
    if understood.request.scenario is not None:
        return _("The weights are the importance that the scenario and the answers give.")
    return _("The weights are the usual importance of each criterion and what the answers add.")


def scheme_labels() -> dict[str, str]:
    return {"roc": _("rank order centroid"), "rank_sum": _("rank sum"), "reciprocal": _("rank reciprocal")}


def text_of_order(order: RankOrder) -> str:
    if order.scheme == "ordinal":
        return text_of_ordinal()
    return _("The criteria were put in order; a formula (%(scheme)s) made weights of it.") % {
        "scheme": scheme_labels()[order.scheme]
    }


def text_of_ordinal() -> str:
    return _("The criteria were put in order. All weights that keep it count alike; shown is their middle.")


def fields_of_swings(swing: Swing) -> dict[str, object]:
    if swing.points is None:
        return {"variant": "order", "text": text_of_ordinal()}
    if any(isinstance(points, list) and points[0] < points[1] for points in swing.points.values()):
        text = _(
            "The step from worst to best was valued on each criterion, some by a range. All weights within count alike;"
            " shown is their middle."
        )
        return {"variant": "interval", "text": text}
    return {"variant": "exact", "text": _("The step from worst to best was valued on each criterion, in points.")}


# comparisons in pairs -------------------------------------------------------------------------------------------------


def table_labels() -> dict[RandomIndexTable, str]:
    return {
        "saaty_1980": _("Saaty (1980)"),
        "saaty_2008": _("Saaty (2008)"),
        "alonso_lamata_2006": _("Alonso and Lamata (2006)"),
    }


@lru_cache(maxsize=COMPARISONS_KEPT)
def ratio_of(things: int, pairs: Pairs, table: RandomIndexTable) -> float:
    return float(consistency(matrix_of(things, pairs), table).ratio)


@lru_cache(maxsize=COMPARISONS_KEPT)
def worst_of(things: int, pairs: Pairs, table: RandomIndexTable) -> tuple[Contradiction, ...]:
    """Return the comparisons that cause most of the contradiction, if it is more than is accepted."""
    if ratio_of(things, pairs, table) <= ACCEPTED:
        return ()
    return tuple(contradictions(matrix_of(things, pairs), table)[:WORST])


def inconsistency(statement: Pairwise, understood: Understood) -> float:
    compared, pairs = pairs_of(statement.comparisons, understood.model)
    return ratio_of(len(compared), pairs, statement.random_index)


def fields_of_pairs(statement: Pairwise, understood: Understood) -> dict[str, object]:
    compared, pairs = pairs_of(statement.comparisons, understood.model)
    ratio = ratio_of(len(compared), pairs, statement.random_index)
    keys = [understood.model.arrays.criteria[criterion] for criterion in compared]
    variants = {"eigenvector": _("principal eigenvector"), "geometric_mean": _("geometric means")}
    text = _(
        "The criteria were compared in pairs (AHP, %(variant)s). Consistency ratio %(ratio)s by the random index of"
        " %(table)s; up to 0.10 is accepted."
    ) % {
        "variant": variants[statement.variant],
        "ratio": f"{ratio:.2f}",
        "table": table_labels()[statement.random_index],
    }
    return {
        "text": text,
        "consistency_ratio": round(ratio, DECIMALS),
        "random_index": statement.random_index,
        "inconsistent": [named(found, keys, pairs) for found in worst_of(len(compared), pairs, statement.random_index)],
    }


def named(found: Contradiction, keys: Sequence[str], pairs: Pairs) -> InconsistentComparison:
    """Name a comparison the way round in which it was made."""
    turned = any((found.second, found.first) == pair[:2] for pair in pairs)
    first, second = (found.second, found.first) if turned else (found.first, found.second)
    given, implied = (1 / found.given, 1 / found.implied) if turned else (found.given, found.implied)
    return InconsistentComparison(
        a=keys[first],
        b=keys[second],
        ratio=round(given, DECIMALS),
        implied=round(implied, DECIMALS),
        suggested=round(nearest_on_scale(implied), DECIMALS),
        consistency_ratio=round(found.ratio_without, DECIMALS),
    )


def nearest_on_scale(ratio: float) -> float:
    """Return the step of the scale from 1/9 to 9 that is nearest as a factor.

    >>> nearest_on_scale(3.4), nearest_on_scale(0.02)
    (3.0, 0.1111111111111111)
    """
    return min(SAATY, key=lambda step: abs(np.log(step / ratio)))


# either/or choices ----------------------------------------------------------------------------------------------------


def fields_of_choices(
    statement: TradeOffs, understood: Understood, evaluations: engine.Evaluations, row: int
) -> dict[str, object]:
    text = text_of_choices(len(statement.answers))
    fit = np.flatnonzero(evaluations.eligible[row])
    platforms = [understood.model.document.platforms[index] for index in fit]
    if not platforms:
        reason = _("No platform fits, so no weights make one lead: you may stop here.")
        return {"text": text, "settled": True, "reason": reason}
    found = elicitation(statement, understood, evaluations.values[row, fit])
    language = understood.request.language
    labels = [in_language(platform.label, language) for platform in platforms]
    return {
        "text": text,
        "settled": found.settled,
        "possible": [platform.key for platform, possible in zip(platforms, found.possible, strict=True) if possible],
        "next": either_or(found.ask, understood) if found.ask is not None else None,
        "reason": reason_of(found, labels),
    }


def text_of_choices(count: int) -> str:
    if not count:
        return _("No either/or question has been answered yet, so all weights count alike.")
    return ngettext(
        "%(n)s either/or question was answered. All weights that agree count alike; shown is their middle.",
        "%(n)s either/or questions were answered. All weights that agree count alike; shown is their middle.",
        count,
    ) % {"n": count}


def elicitation(statement: TradeOffs, understood: Understood, values: engine.FloatArray) -> Elicitation:
    """Say who can still come first among the platforms that fit, and what to ask."""
    arrays = understood.model.arrays
    region, seed = chosen(statement.answers, understood.model), arrays.method.seed
    weights = walked(region, arrays.criteria, DRAWS, seed).T if statement.answers else None
    return elicit(values, region.known(), seed=seed, weights=weights)


def either_or(asked: TradeOff, understood: Understood) -> EitherOr:
    criteria = understood.model.document.criteria
    partly, wholly = criteria[asked.partly], criteria[asked.wholly]
    language = understood.request.language
    span = engine.MOST_STARS - engine.LEAST_STARS
    text = _(
        "Which improvement matters more: “%(partly)s” from 1 star to %(stars)s, or “%(wholly)s” from 1 star to 5, all"
        " else being equal?"
    ) % {
        "partly": in_language(partly.label, language),
        "wholly": in_language(wholly.label, language),
        "stars": f"{engine.LEAST_STARS + span * asked.share:g}",
    }
    return EitherOr(partly=partly.key, share=asked.share, wholly=wholly.key, text=text)


def reason_of(found: Elicitation, labels: Sequence[str]) -> str:
    """Say why to go on asking, or to stop."""
    leader = labels[found.leader]
    others = [label for place, label in enumerate(labels) if found.possible[place] and place != found.leader]
    words = {"leader": leader, "cases": hundredths(float(found.firsts[found.leader])), "others": listed(others)}
    if len(labels) == 1:
        return _("Only %(leader)s fits, whatever the weights: you may stop here.") % words
    if found.settled:
        return _("Whatever you answer now, no platform can overtake %(leader)s: you may stop here.") % words
    if found.ask is None:
        text = _(
            "Some weights that agree put %(others)s first, but no comparison tells them apart any more: you may stop"
            " here."
        )
        return text % words
    if found.firsts[found.leader] == 1:
        return _("Hardly any weights are left with which %(others)s would overtake %(leader)s.") % words
    text = _(
        "%(leader)s comes first for %(cases)s of 100 weights that agree with what you answered; %(others)s can still"
        " overtake it."
    )
    return text % words
