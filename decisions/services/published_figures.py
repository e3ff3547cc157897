"""Run a published case through the engine: its parameters in, the figures that can be compared out."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

import numpy as np
from pydantic import JsonValue, TypeAdapter, ValidationError

from decisions.engine import BoolArray, FloatArray, smaa, uniform_weights
from decisions.engine.additive import competition_ranks, weighted_sum
from decisions.engine.methods import preference, weighted
from decisions.engine.methods.confidence_factors import confidence_factors
from decisions.engine.methods.normalisation import Normalisation, normalised
from decisions.engine.methods.objective_weights import critic_weights, entropy_weights
from decisions.engine.methods.pairwise import PriorityMethod, RandomIndexTable, completed, consistency, priorities
from decisions.engine.methods.polytope import uniform_in_order
from decisions.engine.methods.preference import Preference
from decisions.engine.methods.promethee import Flows, FlowScaling, flows_from_indices, preference_indices, promethee
from decisions.engine.methods.rank_weights import rank_order_centroid, rank_reciprocal, rank_sum
from decisions.engine.methods.reversal import Score
from decisions.engine.methods.stability import critical_changes, order_intervals, winner_intervals
from decisions.engine.methods.topsis import TopsisNormalisation, topsis
from decisions.engine.methods.value_functions import Linear, PiecewiseLinear, ValueFunction
from decisions.engine.methods.vikor import vikor
from decisions.engine.methods.volumes import MOST_ALTERNATIVES, exact_smaa
from decisions.services.published_cases import Judgement, NotOffered, PublishedCase, compare

Figures = dict[str, Any]

DRAWS, SEED = 200_000, 2026  # sources whose figures are sampled allow for the error of as many draws
DRAWS_AT_A_TIME = 20_000

NORMALISATIONS: dict[str, Normalisation] = {
    "none": "none",
    "minmax": "min_max",
    "vector": "vector",
    "sum": "sum",
    "sumpercriterion": "sum",
    "max": "ratio",
    "ratio": "ratio",
}
PREFERENCES: dict[str, Literal["usual", "u_shape", "v_shape", "level", "linear", "gaussian"]] = {
    **dict.fromkeys(("usual", "i", "t1", "1"), "usual"),
    **dict.fromkeys(("ushape", "quasi", "quasicriterion", "ii", "t2", "2"), "u_shape"),
    **dict.fromkeys(("vshape", "iii", "t3", "3"), "v_shape"),
    **dict.fromkeys(("level", "iv", "t4", "4"), "level"),
    **dict.fromkeys(("linear", "vshape2", "vshapewithindifference", "v", "t5", "5"), "linear"),
    **dict.fromkeys(("gaussian", "vi", "t6", "6"), "gaussian"),
}


def judge(case: PublishedCase) -> Judgement:
    """Run a case and compare its figures."""
    method = METHODS.get(case.method)
    if method is None:
        return Judgement(case, "not offered", case.method)
    try:
        figures = method(case)
    except NotOffered as missing:
        return Judgement(case, "not offered", str(missing))
    except (ValueError, ArithmeticError, IndexError) as refused:
        return Judgement(case, "fail", str(refused))
    return compare(case, figures)


# what a case says ----------------------------------------------------------------------------------------------------


def plain(name: JsonValue) -> str:
    """Write a name as it can be looked up: V-shape and v_shape are one.

    >>> plain("V-shape"), plain("sum; cost criteria by reciprocal then sum")
    ('vshape', 'sum')
    """
    return "".join(letter for letter in str(name).split(";")[0].lower() if letter.isalnum())


def param(case: PublishedCase, key: str, shape: Any, default: Any = None) -> Any:
    """Return a parameter of the shape (a type) that is wanted.

    Raises
    ------
    NotOffered
        When it is not there, and nothing stands in for it, or has another shape: then the case is of another kind.
    """
    if case.params.get(key) is None:
        if default is None:
            raise NotOffered(f"{case.method} without {key}")
        return default
    try:
        return TypeAdapter(shape).validate_python(case.params[key])
    except ValidationError as refused:
        raise NotOffered(f"{case.method} with {key} of this kind") from refused


def numbers(case: PublishedCase, key: str) -> FloatArray:
    if case.params.get(key) is None:
        raise NotOffered(f"{case.method} without {key}")
    try:
        return np.atleast_1d(np.array(case.params[key], float))
    except (TypeError, ValueError) as refused:
        raise NotOffered(f"{case.method} with {key} of this kind") from refused


def matrix_of(case: PublishedCase) -> FloatArray:
    """Return the matrix, NaN where there is a gap."""
    if not case.matrix:
        raise NotOffered(f"{case.method} without a matrix")
    return np.array([[np.nan if cell is None else cell for cell in row] for row in case.matrix], float)


def decision_of(case: PublishedCase) -> tuple[FloatArray, FloatArray, BoolArray]:
    measures = matrix_of(case)
    if case.weights is None:
        raise NotOffered(f"{case.method} without weights")
    return measures, np.array(case.weights, float), maximised(case, measures.shape[1])


def maximised(case: PublishedCase, criteria: int) -> BoolArray:
    return np.array([criterion.direction == "max" for criterion in case.criteria] or [True] * criteria)


def normalisation_of(case: PublishedCase, default: Normalisation, offered: object) -> Any:
    named = NORMALISATIONS.get(plain(case.params.get("normalisation", default)))
    if named not in get_args(offered):
        raise NotOffered(f"{case.method} with normalisation {case.params['normalisation']}")
    return named


def total_of(case: PublishedCase, weights: FloatArray) -> float:
    """Return what weighted sums of shares have to be multiplied by to be those of the weights as they stand."""
    return float(weights.sum()) if case.params.get("weights_not_normalised") is True else 1.0


def ranked(scores: FloatArray) -> Figures:
    return {"scores": scores, "ranks": competition_ranks(scores)}


# one function for each method ----------------------------------------------------------------------------------------


def weighted_sum_figures(case: PublishedCase) -> Figures:
    measures, weights, maximise = decision_of(case)
    way = normalisation_of(case, "none", weighted.SumNormalisation)
    return ranked(weighted.weighted_sum(measures, weights, maximise, normalisation=way) * total_of(case, weights))


def weighted_product_figures(case: PublishedCase) -> Figures:
    measures, weights, maximise = decision_of(case)
    way = normalisation_of(case, "none", weighted.ProductNormalisation)
    scores = weighted.weighted_product(measures, weights, maximise, normalisation=way) ** total_of(case, weights)
    figures = ranked(scores)
    if np.all(scores > 0):
        figures["log10_scores"] = np.log10(scores)
        if any("log10" in str(said).lower() for said in case.params.values()):
            figures["scores"] = figures["log10_scores"]
    return figures


def value_function_figures(case: PublishedCase) -> Figures:
    measures = matrix_of(case)
    if measures.shape[1] != 1:
        raise NotOffered("value_function of more than one criterion")
    return ranked(value_function(case.params)(measures[:, 0]))


def value_function(params: Mapping[str, JsonValue]) -> ValueFunction:
    shape = TypeAdapter(dict[str, JsonValue]).validate_python(params)
    beyond = plain(shape.get("out_of_range", "clip"))
    try:
        if "cutoffs" in shape and beyond == "clip":
            anchors = TypeAdapter(list[float]).validate_python(shape["cutoffs"])
            values = TypeAdapter(list[float]).validate_python(shape.get("values"))
            if len(anchors) == len(values):
                rising = sorted(zip(anchors, values, strict=True))
                return PiecewiseLinear(tuple(anchor for anchor, _ in rising), tuple(value for _, value in rising))
        if "worst" in shape and "best" in shape:
            worst, best = (TypeAdapter(float).validate_python(shape[end]) for end in ("worst", "best"))
            return Linear(worst, best, flat_beyond=beyond == "clip" and shape.get("clip") is not False)
    except ValidationError as refused:
        raise NotOffered("a value function of this kind") from refused
    raise NotOffered("a value function of this kind")


def topsis_figures(case: PublishedCase) -> Figures:
    way = normalisation_of(case, "vector", TopsisNormalisation)
    return ranked(topsis(*decision_of(case), normalisation=way))


def vikor_figures(case: PublishedCase) -> Figures:
    measures, weights, maximise = decision_of(case)
    found, total = vikor(measures, weights, maximise, strategy=param(case, "v", float, 0.5)), total_of(case, weights)
    return {
        "S": found.group_regret * total,
        "R": found.worst_regret * total,
        "Q": found.index,
        "ranks": found.ranks,
        "ranks_S": competition_ranks(-found.group_regret),
        "ranks_R": competition_ranks(-found.worst_regret),
        "ranks_Q": found.ranks,
        "acceptable_advantage": found.acceptable_advantage,
        "acceptable_stability": found.acceptable_stability,
        "compromise_set_index0": np.flatnonzero(found.compromise),
    }


def promethee_figures(case: PublishedCase) -> Figures:
    flows = flows_of(case)
    indices = preference_indices(*in_preferences(case))
    return flow_figures(flows.positive, flows.negative) | {
        "preference_indices": indices,
        "unicriterion_net_flow": flows.unicriterion,
    }


def flows_of(case: PublishedCase) -> Flows:
    return promethee(*in_preferences(case), scaling=param(case, "scaling", FlowScaling, "n_minus_1"))


def in_preferences(case: PublishedCase) -> tuple[FloatArray, FloatArray, list[Preference], BoolArray]:
    measures, weights, maximise = decision_of(case)
    stated = param(case, "preference_functions", list[dict[str, JsonValue] | str])
    if len(stated) == 1:
        stated = stated * measures.shape[1]
    each = [preference_of({"type": entry} if isinstance(entry, str) else entry) for entry in stated]
    return measures, weights, each, maximise


def preference_of(stated: Mapping[str, JsonValue]) -> Preference:
    kind = PREFERENCES.get(plain(stated.get("type", "")))

    def threshold(*names: str) -> float:
        for name in names:
            found = stated.get(name)
            if isinstance(found, int | float):
                return float(found)
        raise NotOffered(f"a preference function {stated.get('type')} without {names[0]}")

    if kind == "usual":
        return preference.usual()
    if kind == "u_shape":
        return preference.u_shape(threshold("q", "indifference"))
    if kind == "v_shape":
        return preference.v_shape(threshold("p", "preference"))
    if kind == "gaussian":
        return preference.gaussian(threshold("s", "sigma", "inflection"))
    if kind is None:
        raise NotOffered(f"a preference function {stated.get('type')}")
    shape = preference.level if kind == "level" else preference.linear
    return shape(threshold("q", "indifference"), threshold("p", "preference"))


def flow_figures(positive: FloatArray, negative: FloatArray) -> dict[str, Any]:
    net = positive - negative
    return {"positive_flow": positive, "negative_flow": negative, "net_flow": net, "ranks": competition_ranks(net)}


def figures_of_indices(case: PublishedCase) -> Figures:
    scaling = param(case, "scaling", FlowScaling, "n_minus_1")
    return flow_figures(*flows_from_indices(matrix_of(case), scaling=scaling))


def concordance_figures(case: PublishedCase) -> Figures:
    """ELECTRE III's concordance of a with b is what PROMETHEE's linear preference leaves of b over a."""
    measures, weights, maximise = decision_of(case)
    low, high = (np.broadcast_to(numbers(case, key), weights.shape) for key in ("q", "p"))
    if not np.all(np.isfinite([low, high])):
        raise NotOffered("electre3_concordance without q and p")
    each = [preference.linear(*ends) for ends in zip(low.tolist(), high.tolist(), strict=True)]
    return {"concordance": 1 - preference_indices(measures, weights, each, maximise).T}


def pairwise_figures(case: PublishedCase) -> Figures:
    comparisons, method = matrix_of(case), priority_method(case)
    found = consistency(comparisons, random_index_of(case))
    return {
        "priorities": priorities(comparisons, method),
        "consistency_ratio": found.ratio,
        "consistency_index": found.index,
        "lambda_max": found.largest_eigenvalue,
        "completed_matrix": completed(comparisons, method),
    }


def priority_method(case: PublishedCase) -> PriorityMethod:
    stated = plain(case.params.get("priority", "eigenvector"))
    if "geometric" in stated:
        return "geometric_mean"
    if "eigen" in stated or stated.startswith("any"):
        return "eigenvector"
    raise NotOffered(f"{case.method} with priority {case.params['priority']}")


def random_index_of(case: PublishedCase) -> RandomIndexTable | Mapping[int, float]:
    by_number = isinstance(case.params.get("random_index"), dict)
    table: RandomIndexTable | Mapping[int, float]
    table = param(case, "random_index", dict[int, float] if by_number else RandomIndexTable, "saaty_2008")
    return table


def hierarchy_figures(case: PublishedCase) -> Figures:
    criteria, table, method = numbers(case, "criteria_matrix"), random_index_of(case), priority_method(case)
    children = [np.array(child, float) for child in param(case, "alternative_matrices", list[list[Any]])]
    local = np.array([priorities(child, method) if child.ndim == 2 else child / child.sum() for child in children])
    own = priorities(criteria, method)
    ratios = [float(consistency(child, table).ratio) if child.ndim == 2 else 0.0 for child in children]
    return ranked(weighted_sum(local.T, own)) | {
        "criteria_priorities": own,
        "local_priorities": local,
        "consistency_ratio": consistency(criteria, table).ratio,
        "child_consistency_ratios": ratios,
        "child_consistency_ratios_first_two": ratios[:2],
    }


def rank_weight_figures(case: PublishedCase) -> Figures:
    ranks = numbers(case, "rank_order")
    return {"roc": rank_order_centroid(ranks), "rank_sum": rank_sum(ranks), "rank_reciprocal": rank_reciprocal(ranks)}


def entropy_figures(case: PublishedCase) -> Figures:
    normalisation_of(case, "sum", Literal["sum", "none"])  # entropy is of shares: that is its normalisation
    return {"weights": entropy_weights(matrix_of(case))}


def critic_figures(case: PublishedCase) -> Figures:
    normalisation_of(case, "min_max", Literal["min_max"])
    measures = matrix_of(case)
    return {"weights": critic_weights(measures, maximised(case, measures.shape[1]))}


def smaa_figures(case: PublishedCase) -> Figures:
    values, generator = values_of(case, matrix_of(case)), np.random.default_rng(SEED + 2)
    free = stated_weights(case).startswith("uniform")
    if free and "measurements" not in case.params and len(values) <= MOST_ALTERNATIVES:
        found = exact_smaa(values)
        ranks, wins, central = found.ranks, found.wins, found.central_weights
    else:
        ranks, wins, central = sampled_smaa(case)
    drawn = values_of(case, measures_of(case, generator))
    return {
        "confidence_factors": confidence_factors(drawn if drawn.ndim == 3 else drawn[None], central),
        "rank_acceptability": ranks,
        "first_rank_acceptability": ranks[:, 0],
        "central_weights": central,
        "pairwise_winning_indices": wins,
    }


def sampled_smaa(case: PublishedCase) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Draw measures and weights, and count places by scores: each alternative has its own score as its only value."""
    drawn, measured = weights_of(case), np.random.default_rng(SEED)
    alternatives, criteria = matrix_of(case).shape
    scores, firsts = np.empty((DRAWS, alternatives)), np.zeros((alternatives, criteria))
    for start in range(0, DRAWS, DRAWS_AT_A_TIME):
        part = slice(start, start + DRAWS_AT_A_TIME)
        scores[part] = weighted_sum(values_of(case, measures_of(case, measured)), drawn[part])
        first = scores[part].argmax(axis=-1)[:, None] == np.arange(alternatives)
        firsts += first.astype(float).T @ drawn[part]
    found = smaa(np.eye(alternatives), scores)
    return found.ranks, found.wins, firsts / np.maximum(found.ranks[:, :1] * DRAWS, 1)


def weights_of(case: PublishedCase) -> FloatArray:
    criteria, stated = matrix_of(case).shape[1], stated_weights(case)
    if stated.startswith("uniform"):
        return uniform_weights(DRAWS, criteria, seed=SEED + 1)
    if stated.startswith("fixed") and case.weights is not None:
        weights = np.array(case.weights, float)
        return np.broadcast_to(weights / weights.sum(), (DRAWS, criteria))
    if stated.startswith("ordinal") and "rank_order" in case.params:
        return uniform_in_order(numbers(case, "rank_order"), DRAWS, seed=SEED + 1)
    raise NotOffered(f"smaa2 with weights {case.params.get('weights')}")


def stated_weights(case: PublishedCase) -> str:
    return plain(case.params.get("weights", "uniform" if case.weights is None else "fixed"))


def measures_of(case: PublishedCase, generator: np.random.Generator) -> FloatArray:
    """Draw measures (draws, alternatives, criteria)."""
    means, stated = matrix_of(case), str(case.params.get("measurements", "none")).lower()
    if stated == "none":
        return means
    if stated.startswith("beta") and "events_n" in case.params:
        events, trials = np.moveaxis(numbers(case, "events_n"), -1, 0)
        return generator.beta(events, trials - events, (DRAWS_AT_A_TIME, *means.shape))
    if stated.startswith("normal"):
        for key in ("sd", "standard_deviations", "stdev", "sigma"):
            if key in case.params:
                return generator.normal(means, numbers(case, key), (DRAWS_AT_A_TIME, *means.shape))
    raise NotOffered(f"smaa2 with measurements {case.params.get('measurements')}")


def values_of(case: PublishedCase, measures: FloatArray) -> FloatArray:
    if "value_functions" not in case.params:
        return np.where(maximised(case, measures.shape[-1]), measures, -measures)
    stated = param(case, "value_functions", list[dict[str, JsonValue]])
    common = {"clip": case.params.get("clip")}
    functions = [value_function(common | each) for each in stated]
    if len(functions) != measures.shape[-1]:
        raise NotOffered("smaa2 without a value function for each criterion")
    return np.stack([function(measures[..., place]) for place, function in enumerate(functions)], axis=-1)


def sensitivity_figures(case: PublishedCase) -> Figures:
    values, weights = linear_values(case)
    found, scores = critical_changes(values, weights), weighted_sum(values, weights / weights.sum())
    any_criterion, any_share = found.smallest()
    top_criterion, top_share = found.smallest(np.asarray(scores.argmax()))
    return ranked(scores) | {
        "percent_any_critical_criterion_index0": any_criterion,
        "percent_any_value": 100 * any_share,
        "percent_top_critical_criterion_index0": top_criterion,
        "percent_top_value": 100 * top_share,
    }


def interval_figures(case: PublishedCase) -> Figures:
    values, weights = linear_values(case)
    top, full = winner_intervals(values, weights), order_intervals(values, weights)
    return ranked(weighted_sum(values, weights / weights.sum())) | {
        "top_interval": np.stack([top.low, top.high], axis=-1),
        "full_ranking_interval": np.stack([full.low, full.high], axis=-1),
    }


def linear_values(case: PublishedCase) -> tuple[FloatArray, FloatArray]:
    """Return what the score is a weighted sum of, and the weights."""
    measures, weights, maximise = decision_of(case)
    aggregation = plain(case.params.get("aggregation", "wsm"))
    if aggregation == "wsm":
        return normalised(measures, normalisation_of(case, "none", Normalisation), maximise), weights
    if aggregation.startswith("promethee"):
        return flows_of(case).unicriterion, weights
    raise NotOffered(f"{case.method} with aggregation {case.params['aggregation']}")


def reversal_figures(case: PublishedCase) -> Figures:
    measures, score = matrix_of(case), score_of(case)
    if "removed_index0" in case.params:
        after = np.delete(measures, param(case, "removed_index0", int), axis=0)
    elif "added" in case.params:
        after = np.vstack([measures, numbers(case, "added").reshape(-1, measures.shape[1])])
    else:
        raise NotOffered("rank_reversal without removed_index0 or added")
    before, then = score(measures), score(after)
    return ranked(before) | {
        "scores_before": before,
        "ranks_before": competition_ranks(before),
        "scores_after": then,
        "ranks_after": competition_ranks(then),
    }


def score_of(case: PublishedCase) -> Score:
    _, weights, maximise = decision_of(case)
    aggregation = plain(case.params.get("aggregation", "wsm"))
    if aggregation == "wsm":
        sums = normalisation_of(case, "none", weighted.SumNormalisation)
        return lambda measures: weighted.weighted_sum(measures, weights, maximise, normalisation=sums)
    if aggregation == "wpm":
        products = normalisation_of(case, "none", weighted.ProductNormalisation)
        return lambda measures: weighted.weighted_product(measures, weights, maximise, normalisation=products)
    if aggregation == "topsis":
        way = normalisation_of(case, "vector", TopsisNormalisation)
        return lambda measures: topsis(measures, weights, maximise, normalisation=way)
    if aggregation == "vikor":
        return lambda measures: -vikor(measures, weights, maximise, strategy=param(case, "v", float, 0.5)).index
    if aggregation.startswith("promethee"):
        each = in_preferences(case)[2]
        return lambda measures: promethee(measures, weights, each, maximise).net
    raise NotOffered(f"rank_reversal with aggregation {case.params['aggregation']}")


METHODS: dict[str, Callable[[PublishedCase], Figures]] = {
    "wsm": weighted_sum_figures,
    "wpm": weighted_product_figures,
    "value_function": value_function_figures,
    "topsis": topsis_figures,
    "vikor": vikor_figures,
    "promethee2": promethee_figures,
    "promethee2_flows": figures_of_indices,
    "ahp": pairwise_figures,
    "ahp_hierarchy": hierarchy_figures,
    "rank_weights": rank_weight_figures,
    "entropy_weights": entropy_figures,
    "critic_weights": critic_figures,
    "electre3_concordance": concordance_figures,
    "smaa2": smaa_figures,
    "weight_sensitivity": sensitivity_figures,
    "weight_stability_interval": interval_figures,
    "rank_reversal": reversal_figures,
}
