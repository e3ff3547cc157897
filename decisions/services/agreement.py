"""Whether other methods would order the platforms alike, and whether an order survives a platform more or less.

The recommendation is the weighted sum; the other four stand beside it and are never mixed in.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, Literal

import numpy as np
from django.utils.translation import gettext as _

from decisions.documents.evaluation import Agreement, CrossChecks, Reversal, Robustness, Stability
from decisions.engine import Evaluations, FloatArray
from decisions.engine.methods.agreement import METHODS, RELATIVE, Method, MethodName, methods
from decisions.engine.methods.agreement import Agreement as Compared
from decisions.engine.methods.agreement import agreement as compared
from decisions.engine.methods.preference import linear
from decisions.engine.methods.reversal import Reversals, clones, removals
from decisions.engine.methods.stability import WeightIntervals, order_intervals, winner_intervals
from decisions.services.understand import Understood
from decisions.services.wording import in_language, listed, method_labels
from scenarios.schema import Bilingual

DECIMALS = 4  # of weights
SLIGHT, CLEAR = 1 / 16, 1 / 4  # of a value: PROMETHEE counts nothing up to a quarter star, all from one star on
PREFERENCE = linear(SLIGHT, CLEAR)


def robust(understood: Understood, evaluations: Evaluations, row: int) -> dict[str, Any]:
    """Set other methods beside the weighted sum, and say how far weights and platforms may change.

    Only platforms that are compared and not excluded take part.
    """
    document, fit = understood.model.document, np.flatnonzero(evaluations.eligible[row])
    values, weights = evaluations.values[row, fit], evaluations.weights[row]
    keys = [document.platforms[index].key for index in fit]

    def say(text: Bilingual) -> str:
        return in_language(text, understood.request.language)

    checked = compared(values, weights, PREFERENCE) if len(fit) else None
    labels = [say(document.platforms[index].label) for index in fit]
    return {
        "cross_checks": cross_checks(checked, keys),
        "agreement": agreement(checked, labels, [say(criterion.label) for criterion in document.criteria]),
        "robustness": Robustness(
            stability=stability(values, weights, understood.model.arrays.criteria),
            reversals=reversals(checked, values, weights, keys),
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


def cross_checks(checked: Compared | None, platforms: Sequence[str]) -> CrossChecks:
    """Name the platforms in the order of each method; none where nothing fits."""
    orders = checked.order.tolist() if checked is not None else [[] for _name in METHODS]
    named = {name: [platforms[place] for place in order] for name, order in zip(METHODS, orders, strict=True)}
    return CrossChecks(
        topsis=named["topsis"],
        vikor=named["vikor"],
        promethee_ii=named["promethee_ii"],
        weighted_product=named["weighted_product"],
    )


def agreement(checked: Compared | None, platforms: Sequence[str], criteria: Sequence[str]) -> Agreement:
    """Say whether all five methods agree, or what makes them differ.

    Parameters
    ----------
    platforms, criteria
        What they are called, in the active language.
    """
    if checked is None or len(platforms) < 2:
        sentence = _("Fewer than two platforms fit: there is no order to check.")
        return Agreement(all_agree=True, sentence=sentence)
    orders = checked.order.tolist()
    return Agreement(
        all_agree=all(order == orders[0] for order in orders), sentence=_sentence(checked, platforms, criteria)
    )


def _sentence(checked: Compared, platforms: Sequence[str], criteria: Sequence[str]) -> str:
    orders = dict(zip(METHODS, checked.order.tolist(), strict=True))
    ours = orders["weighted_sum"]
    differing = [name for name, order in orders.items() if order != ours]
    if not differing:
        order = _(", ").join(platforms[place] for place in ours)
        return _("All five methods give the same order: %(order)s.") % {"order": order}
    labels, leader = method_labels(), ours[0]
    favours = dict(zip(METHODS, checked.speaks_for.tolist(), strict=True))
    other_leaders = sorted({orders[name][0] for name in differing if favours[name] >= 0})
    if not other_leaders:
        words = {"platform": platforms[leader], "methods": listed([labels[name] for name in differing])}
        return _("All five methods put %(platform)s first; %(methods)s order the places behind it differently.") % words
    sentences = []
    for other in other_leaders:
        prefer = [name for name in differing if favours[name] >= 0 and orders[name][0] == other]
        words = {
            "methods": listed([labels[name] for name in prefer]),
            "platform": platforms[other],
            "leader": platforms[leader],
            "criterion": criteria[favours[prefer[0]]],
        }
        sentences.append(
            _(
                "%(methods)s would put %(platform)s before %(leader)s; what speaks most for %(platform)s is"
                " “%(criterion)s”."
            )
            % words
        )
    return _(" ").join(sentences)


def reversals(
    checked: Compared | None, values: FloatArray, weights: FloatArray, platforms: Sequence[str]
) -> list[Reversal]:
    """Take every platform away, and add a clone of every platform: name the methods that then order the rest anew.

    Sum and product give each platform its score by itself, so that neither ever does.
    """
    if checked is None or len(values) < 2:
        return []
    found: list[Reversal] = []
    several = methods(PREFERENCE)
    for name in RELATIVE:
        score, place = partial(scored, several[name], weights), METHODS.index(name)
        before, order = checked.scores[place], checked.order[place].tolist()
        found += told(name, "removed", removals(score, values, before), order, platforms)
        found += told(name, "cloned", clones(score, values, before), order, platforms)
    return found


def scored(method: Method, weights: FloatArray, values: FloatArray) -> FloatArray:
    return method(values, weights)


def told(
    method: MethodName,
    change: Literal["removed", "cloned"],
    found: Reversals,
    order: Sequence[int],
    platforms: Sequence[str],
) -> Iterator[Reversal]:
    """Say what each platform turns when it goes, or comes twice."""
    for place in np.flatnonzero(found.turned.any(axis=(-1, -2))).tolist():
        after = dict.fromkeys(found.order[place].tolist())  # a clone stands with its original
        yield Reversal(
            method=method,
            change=change,
            platform=platforms[place],
            before=[platforms[each] for each in order if each in after],
            after=[platforms[each] for each in after],
        )
