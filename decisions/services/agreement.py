"""Whether other methods would order the platforms alike, and whether an order survives a platform more or less.

The recommendation is the weighted sum; the other four stand beside it and are never mixed in.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
from django.utils.translation import gettext as _

from decisions.documents.evaluation import Agreement, CrossChecks, Reversal, Robustness, Stability
from decisions.engine import Evaluations, FloatArray, IntArray
from decisions.engine.additive import SCORE_DIGITS, weighted_sum
from decisions.engine.methods.preference import linear
from decisions.engine.methods.promethee import promethee
from decisions.engine.methods.stability import WeightIntervals, order_intervals, winner_intervals
from decisions.engine.methods.topsis import topsis
from decisions.engine.methods.vikor import vikor
from decisions.engine.methods.weighted import weighted_product
from decisions.services.understand import Understood
from decisions.services.wording import in_language, listed, method_labels
from scenarios.schema import Bilingual

MethodName = Literal["weighted_sum", "topsis", "vikor", "promethee_ii", "weighted_product"]
Method = Callable[[FloatArray, FloatArray], FloatArray]
DECIMALS = 4  # of weights
SLIGHT, CLEAR = 1 / 16, 1 / 4  # of a value: PROMETHEE counts nothing up to a quarter star, all from one star on


def net_flows(values: FloatArray, weights: FloatArray) -> FloatArray:
    return promethee(values, weights, linear(SLIGHT, CLEAR)).net


def least_regret(values: FloatArray, weights: FloatArray) -> FloatArray:
    return -vikor(values, weights).index


METHODS: dict[MethodName, Method] = {  # (…, platforms, criteria) values and weights to scores, more is better
    "weighted_sum": weighted_sum,
    "topsis": topsis,
    "vikor": least_regret,
    "promethee_ii": net_flows,
    "weighted_product": weighted_product,
}


def robust(understood: Understood, evaluations: Evaluations, row: int) -> dict[str, Any]:
    """Set other methods beside the weighted sum, and say how far weights and platforms may change.

    Only platforms that are compared and not excluded take part.
    """
    document, fit = understood.model.document, np.flatnonzero(evaluations.eligible[row])
    values, weights = evaluations.values[row, fit], evaluations.weights[row]
    orders = orders_by_method(values, weights)
    keys = [document.platforms[index].key for index in fit]

    def say(text: Bilingual) -> str:
        return in_language(text, understood.request.language)

    return {
        "cross_checks": cross_checks(orders, keys),
        "agreement": agreement(
            orders,
            values,
            weights,
            [say(document.platforms[index].label) for index in fit],
            [say(criterion.label) for criterion in document.criteria],
        ),
        "robustness": Robustness(
            stability=stability(values, weights, understood.model.arrays.criteria),
            reversals=reversals(values, weights, keys),
        ),
    }


def stability(values: FloatArray, weights: FloatArray, criteria: Sequence[str]) -> dict[str, Stability]:
    """Say between which weights of each criterion the leader, and the whole order, stay; nothing where nobody fits."""
    if not len(values):
        return {}
    leader, order = winner_intervals(values, weights), order_intervals(values, weights)

    def ends(intervals: WeightIntervals, criterion: int) -> list[float]:
        return [round(float(end[criterion]), DECIMALS) for end in (intervals.low, intervals.high)]

    return {key: Stability(leader=ends(leader, place), order=ends(order, place)) for place, key in enumerate(criteria)}


def order_of(scores: FloatArray) -> IntArray:
    """List platforms from the first to the last, ties in the order of the model: (..., platforms)."""
    order: IntArray = np.argsort(-np.round(scores, SCORE_DIGITS), axis=-1, kind="stable")
    return order


def orders_by_method(values: FloatArray, weights: FloatArray) -> dict[MethodName, list[int]]:
    """Order platforms by each method.

    Parameters
    ----------
    values : (platforms, criteria)
    weights : (criteria,)
    """
    if not len(values):
        return {name: [] for name in METHODS}
    return {name: order_of(method(values, weights)).tolist() for name, method in METHODS.items()}


def cross_checks(orders: dict[MethodName, list[int]], platforms: Sequence[str]) -> CrossChecks:
    named = {name: [platforms[place] for place in order] for name, order in orders.items()}
    return CrossChecks(
        topsis=named["topsis"],
        vikor=named["vikor"],
        promethee_ii=named["promethee_ii"],
        weighted_product=named["weighted_product"],
    )


def agreement(
    orders: dict[MethodName, list[int]],
    values: FloatArray,
    weights: FloatArray,
    platforms: Sequence[str],
    criteria: Sequence[str],
) -> Agreement:
    """Say whether all five methods agree, or what makes them differ.

    Parameters
    ----------
    platforms, criteria
        What they are called, in the active language.
    """
    ours = orders["weighted_sum"]
    all_agree = all(order == ours for order in orders.values())
    return Agreement(all_agree=all_agree, sentence=_sentence(orders, values, weights, platforms, criteria))


def _sentence(
    orders: dict[MethodName, list[int]],
    values: FloatArray,
    weights: FloatArray,
    platforms: Sequence[str],
    criteria: Sequence[str],
) -> str:
    ours = orders["weighted_sum"]
    if len(ours) < 2:
        return _("Fewer than two platforms fit: there is no order to check.")
    differing = [name for name, order in orders.items() if order != ours]
    if not differing:
        order = _(", ").join(platforms[place] for place in ours)
        return _("All five methods give the same order: %(order)s.") % {"order": order}
    labels, leader = method_labels(), ours[0]
    other_leaders = sorted({orders[name][0] for name in differing} - {leader})
    if not other_leaders:
        words = {"platform": platforms[leader], "methods": listed([labels[name] for name in differing])}
        return _("All five methods put %(platform)s first; %(methods)s order the places behind it differently.") % words
    sentences = []
    for other in other_leaders:
        favours = int(np.argmax(weights * (values[other] - values[leader])))
        words = {
            "methods": listed([labels[name] for name in differing if orders[name][0] == other]),
            "platform": platforms[other],
            "leader": platforms[leader],
            "criterion": criteria[favours],
        }
        sentences.append(
            _(
                "%(methods)s would put %(platform)s before %(leader)s; what speaks most for %(platform)s is"
                " “%(criterion)s”."
            )
            % words
        )
    return _(" ").join(sentences)


def reversals(values: FloatArray, weights: FloatArray, platforms: Sequence[str]) -> list[Reversal]:
    """Take every platform away, and add a clone of every platform: name the methods that then order the rest anew."""
    count = len(values)
    if count < 2:
        return []
    found = []
    everyone = np.arange(count)
    without = np.array([np.delete(everyone, place) for place in everyone])
    cloned = np.array([np.append(everyone, place) for place in everyone])
    for name, method in METHODS.items():
        order = order_of(method(values, weights)).tolist()
        trials: list[tuple[Literal["removed", "cloned"], IntArray]] = [("removed", without), ("cloned", cloned)]
        for change, variants in trials:
            orders = order_of(method(values[variants], np.broadcast_to(weights, (count, len(weights)))))
            for place in range(count):
                before = [each for each in order if change == "cloned" or each != place]
                after = list(dict.fromkeys(variants[place][orders[place]].tolist()))  # a clone stands with its original
                if after != before:
                    found.append(
                        Reversal(
                            method=name,
                            change=change,
                            platform=platforms[place],
                            before=[platforms[each] for each in before],
                            after=[platforms[each] for each in after],
                        )
                    )
    return found
