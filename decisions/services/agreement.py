"""Whether other methods would order the platforms alike, and whether an order survives a platform more or less.

The recommendation is the weighted sum; the other four stand beside it and are never mixed in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any, Literal, TypeVar

import numpy as np
from django.utils.translation import gettext as _

from decisions.documents import evaluation as documents
from decisions.documents.evaluation import (
    Agreement,
    CrossChecks,
    MethodFigures,
    Regrets,
    Reversal,
    Robustness,
    Stability,
)
from decisions.engine import BoolArray, Evaluations, FloatArray, IntArray
from decisions.engine.methods.agreement import METHODS, RELATIVE, Method, MethodName, methods
from decisions.engine.methods.agreement import Agreement as Compared
from decisions.engine.methods.agreement import agreement as compared
from decisions.engine.methods.preference import linear
from decisions.engine.methods.promethee import Flows, PartialOrder, promethee, promethee_i
from decisions.engine.methods.reversal import Reversals, clones, removals
from decisions.engine.methods.stability import WeightIntervals, order_intervals, winner_intervals
from decisions.engine.methods.vikor import Vikor, vikor
from decisions.engine.methods.volumes import MOST_ALTERNATIVES, first_shares
from decisions.services.understand import Understood
from decisions.services.wording import in_language, listed, method_labels, paragraph_of
from scenarios.schema import Bilingual

DECIMALS = 4  # of weights and of what the methods say
SLIGHT, CLEAR = 1 / 16, 1 / 4  # of a value: PROMETHEE counts nothing up to a quarter star, all from one star on
PREFERENCE = linear(SLIGHT, CLEAR)

Arrays = TypeVar("Arrays", Compared, WeightIntervals, Reversals, Vikor, Flows, PartialOrder)

VARIANTS: dict[str, str] = {  # by the names of the engine's own parameters
    "topsis": "vector",
    "vikor": "strategy_0.5",
    "promethee_ii": "n_minus_1",
    "weighted_product": "stars",
}


@dataclass(frozen=True, eq=False, slots=True)
class Checked:
    """What the methods say of one problem: of its alternatives that are compared and not excluded."""

    fit: IntArray  # (alternatives,): which these are
    compared: Compared | None  # none: nothing fits
    leader: WeightIntervals | None  # weights between which the leader stays; none: nothing fits
    order: WeightIntervals | None  # weights between which all stay in their places
    turned: Mapping[MethodName, tuple[Reversals, Reversals]]  # by one removed, by one cloned; empty: fewer than two
    regrets: Vikor | None = None
    flows: Flows | None = None
    pairs: PartialOrder | None = None
    any_weights: FloatArray | None = None  # (alternatives,): share of all weights that put it first; none: too many


def check(evaluations: Evaluations) -> list[Checked]:
    """Set other methods beside the weighted sum: all problems with as many alternatives left at once."""
    found: list[Checked] = [Checked(np.array([], int), None, None, None, {})] * len(evaluations.eligible)
    counts = evaluations.eligible.sum(axis=-1)
    for count in np.unique(counts[counts > 0]):
        rows = np.flatnonzero(counts == count)
        fit = np.nonzero(evaluations.eligible[rows])[1].reshape(len(rows), count)
        values, weights = evaluations.values[rows[:, None], fit], evaluations.weights[rows]
        several = compared(values, weights, PREFERENCE)
        leader, order = winner_intervals(values, weights), order_intervals(values, weights)
        turned = reversed_by(several, values, weights)
        regrets, flows = vikor(values, weights), promethee(values, weights, PREFERENCE)
        pairs = promethee_i(flows)
        shares = first_shares(values) if count <= MOST_ALTERNATIVES else None
        for place, row in enumerate(rows.tolist()):
            found[row] = Checked(
                fit=fit[place],
                compared=of_one(several, place),
                leader=of_one(leader, place),
                order=of_one(order, place),
                turned={name: (of_one(gone, place), of_one(twice, place)) for name, (gone, twice) in turned.items()},
                regrets=of_one(regrets, place),
                flows=of_one(flows, place),
                pairs=of_one(pairs, place),
                any_weights=shares[place] if shares is not None else None,
            )
    return found


def of_one(batch: Arrays, row: int) -> Arrays:
    """Return what is said of one problem of a batch."""
    return type(batch)(**{each.name: getattr(batch, each.name)[row] for each in fields(batch)})


def reversed_by(
    checked: Compared, values: FloatArray, weights: FloatArray
) -> dict[MethodName, tuple[Reversals, Reversals]]:
    """Take every platform away, and add a clone of every platform, in the methods whose order that may turn.

    Sum and product give each platform its score by itself, so that neither ever does.
    """
    if values.shape[-2] < 2:
        return {}
    several = methods(PREFERENCE)
    return {
        name: (
            removals(partial(scored, several[name], weights), values, checked.scores[..., METHODS.index(name), :]),
            clones(partial(scored, several[name], weights), values, checked.scores[..., METHODS.index(name), :]),
        )
        for name in RELATIVE
    }


def scored(method: Method, weights: FloatArray, values: FloatArray) -> FloatArray:
    """Score problems, or variants of each: (..., variants, alternatives, criteria) under the weights of the problem."""
    return method(values, weights[..., None, :] if values.ndim > weights.ndim + 1 else weights)


def robust(understood: Understood, checked: Checked) -> dict[str, Any]:
    """Say what the other methods say, and how far weights and platforms may change."""
    document = understood.model.document
    keys = [document.platforms[index].key for index in checked.fit]

    def say(text: Bilingual) -> str:
        return in_language(text, understood.request.language)

    labels = [say(document.platforms[index].label) for index in checked.fit]
    return {
        "cross_checks": cross_checks(checked, keys),
        "agreement": agreement(checked.compared, labels, [say(criterion.label) for criterion in document.criteria]),
        "robustness": Robustness(
            stability=stability(checked, understood.model.arrays.criteria),
            reversals=reversals(checked, keys),
            any_weights=any_weights(checked, keys),
        ),
    }


def any_weights(checked: Checked, platforms: Sequence[str]) -> dict[str, float]:
    """Say for which share of all weights each platform would lead, whatever is known of weights."""
    if checked.any_weights is None:
        return {}
    return {key: rounded(share) for key, share in zip(platforms, checked.any_weights.tolist(), strict=True)}


def stability(checked: Checked, criteria: Sequence[str]) -> dict[str, Stability]:
    """Say between which weights of each criterion the leader, and the whole order, stay; nothing where nobody fits."""
    leader, order = checked.leader, checked.order
    if leader is None or order is None:
        return {}

    def ends(intervals: WeightIntervals, criterion: int) -> list[float]:
        return [round(float(end[criterion]), DECIMALS) for end in (intervals.low, intervals.high)]

    return {key: Stability(leader=ends(leader, place), order=ends(order, place)) for place, key in enumerate(criteria)}


def cross_checks(checked: Checked, platforms: Sequence[str]) -> CrossChecks:
    """Name the platforms in the order of each method, and give its figures; none where nothing fits."""
    orders = checked.compared.order.tolist() if checked.compared is not None else [[] for _name in METHODS]
    named = {name: [platforms[place] for place in order] for name, order in zip(METHODS, orders, strict=True)}
    return CrossChecks(
        topsis=named["topsis"],
        vikor=named["vikor"],
        promethee_ii=named["promethee_ii"],
        weighted_product=named["weighted_product"],
        variants=VARIANTS,
        figures=figures(checked, platforms),
    )


def figures(checked: Checked, platforms: Sequence[str]) -> MethodFigures | None:
    regrets, flows, pairs = checked.regrets, checked.flows, checked.pairs
    if checked.compared is None or regrets is None or flows is None or pairs is None:
        return None
    scores = dict(zip(METHODS, checked.compared.scores, strict=True))

    def by_platform(numbers: FloatArray) -> dict[str, float]:
        return {key: rounded(number) for key, number in zip(platforms, numbers.tolist(), strict=True)}

    group, worst, index = (by_platform(each) for each in (regrets.group_regret, regrets.worst_regret, regrets.index))
    positive, negative, net = (by_platform(each) for each in (flows.positive, flows.negative, flows.net))
    return MethodFigures(
        topsis=by_platform(scores["topsis"]),
        vikor={key: Regrets(group=group[key], worst=worst[key], index=index[key]) for key in platforms},
        compromise=[platforms[place] for place in np.flatnonzero(regrets.compromise).tolist()],
        promethee={
            key: documents.Flows(positive=positive[key], negative=negative[key], net=net[key]) for key in platforms
        },
        promethee_i=documents.PartialOrder(
            preferred=named_pairs(pairs.preferred, platforms),
            indifferent=named_pairs(np.triu(pairs.indifferent, 1), platforms),
            incomparable=named_pairs(np.triu(pairs.incomparable, 1), platforms),
        ),
        weighted_product=by_platform(scores["weighted_product"]),
    )


def named_pairs(holds: BoolArray, platforms: Sequence[str]) -> list[list[str]]:
    return [[platforms[one], platforms[other]] for one, other in np.argwhere(holds).tolist()]


def rounded(number: float) -> float:
    return round(number, DECIMALS) + 0.0  # + 0.0: no minus zero


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
    return paragraph_of(*sentences)


def reversals(checked: Checked, platforms: Sequence[str]) -> list[Reversal]:
    """Name the methods that order the rest anew when a platform goes or comes twice."""
    if checked.compared is None:
        return []
    found: list[Reversal] = []
    for name, (gone, twice) in checked.turned.items():
        order = checked.compared.order[METHODS.index(name)].tolist()
        found += told(name, "removed", gone, order, platforms)
        found += told(name, "cloned", twice, order, platforms)
    return found


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
