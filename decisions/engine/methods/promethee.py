"""PROMETHEE: alternatives are compared in pairs, criterion by criterion, and their flows say how they come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from decisions.engine.additive import SCORE_DIGITS, competition_ranks
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.methods.columns import add_alternatives, add_criteria, over_problems
from decisions.engine.methods.preference import Preference

PAIRS_UP_TO = 32  # alternatives: beyond, sorting is faster than comparing all pairs
PAIRS_AT_A_TIME = 2_000_000  # numbers in one buffer, when pairs of many alternatives must be compared
SLACK = 1e-12  # of the largest measure: differences below are rounding, and no step counts them

FlowScaling = Literal["n_minus_1", "n", "none"]


@dataclass(frozen=True, eq=False, slots=True)
class Flows:
    """How each alternative comes out of its comparisons. Flows on one criterion are kept: all others are their sums.

    Flows are linear in the weights, so what holds for weighted sums (contributions, stability intervals, shares of
    the cases) is had from `unicriterion` as from values.
    """

    positive_unicriterion: FloatArray  # (..., alternatives, criteria): by how much it is preferred to the others
    negative_unicriterion: FloatArray  # (..., alternatives, criteria): by how much the others are preferred to it
    positive: FloatArray  # (..., alternatives): weighted sums of these
    negative: FloatArray  # (..., alternatives)

    @property
    def unicriterion(self) -> FloatArray:
        """Net flows on each criterion: (..., alternatives, criteria)."""
        return self.positive_unicriterion - self.negative_unicriterion

    @property
    def net(self) -> FloatArray:
        """Net flows: (..., alternatives)."""
        return self.positive - self.negative


@dataclass(frozen=True, eq=False, slots=True)
class PartialOrder:
    """What PROMETHEE I says of each pair, row against column: (..., alternatives, alternatives)."""

    preferred: BoolArray  # at least as good in both flows, better in one
    indifferent: BoolArray  # equal in both flows
    incomparable: BoolArray  # better in one flow, worse in the other


def promethee(
    measures: FloatArray,
    weights: FloatArray,
    preferences: Sequence[Preference] | Preference,
    maximise: BoolArray | None = None,
    *,
    scaling: FlowScaling = "n_minus_1",
) -> Flows:
    r"""Compare all alternatives on all criteria and add up by how much each is preferred.

    Parameters
    ----------
    measures : (..., alternatives, criteria)
        In any unit, finite.
    weights : (..., criteria)
        Not negative, in any unit; only their proportions count. All zero means equal.
    preferences
        A preference function for each criterion, with thresholds in its unit, or one for all.
    maximise : (criteria,)
        Where more is better; left out: everywhere.
    scaling
        What flows are divided by: the number of rivals (``n_minus_1``, the original, flows within -1 and 1), of
        alternatives (``n``), or nothing (``none``). Orders are the same.

    Returns
    -------
    Flows
        Where all are equal all flows are 0, and so they are for one alternative alone.

    Raises
    ------
    ValueError
        When a measure is missing or infinite, a weight negative, or a shape does not fit.

    Notes
    -----
    On one criterion :math:`\phi^+_c(a) = \frac{1}{m - 1} \sum_b P_c(x_a - x_b)` and :math:`\phi^-_c(a) =
    \frac{1}{m - 1} \sum_b P_c(x_b - x_a)`; :math:`\phi^\pm = \sum_c w_c \phi^\pm_c` [1]_. For functions made of steps
    and a ramp the sums over :math:`b` are counts and prefix sums of sorted measures: :math:`O(n m \log m)` in all [2]_.
    Only Gaussian preferences between many alternatives take all :math:`m^2` pairs. Differences within 1e-12 of the
    largest measure are taken for rounding where a step would make them count.

    References
    ----------
    .. [1] Brans, J. P., Vincke, P. and Mareschal, B. (1986). How to select and how to rank projects: the PROMETHEE
       method. *European Journal of Operational Research* 24(2), 228-238.
    .. [2] Calders, T. and Van Assche, D. (2018). PROMETHEE is not quadratic: an O(qn log(n)) algorithm. *Omega* 76,
       63-69.

    Examples
    --------
    >>> from decisions.engine.methods.preference import usual
    >>> measures = np.array([[4.0, 3.0, 2.0], [3.0, 2.0, 4.0], [5.0, 1.0, 3.0]])
    >>> promethee(measures, np.array([0.5, 0.3, 0.2]), usual()).net.round(4)
    array([ 0.1, -0.3,  0.2])
    """
    each = _one_each(preferences, measures)
    criteria = len(each)
    alike = {preference: [place for place, one in enumerate(each) if one == preference] for preference in set(each)}

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        flows = np.empty((2, criteria + 1, *columns.shape[1:]))
        for preference, places in alike.items():
            flows[:, places] = _flows(columns[places], preference)
        flows[:, :criteria] /= _divisor(scaling, columns.shape[1])
        for flow in flows:
            flow[criteria] = add_criteria(flow[:criteria] * weights[:, None])
        return flows.reshape(-1, *columns.shape[1:])

    outcome = over_problems(kernel, measures, weights, maximise)
    positive, negative = outcome[..., : criteria + 1], outcome[..., criteria + 1 :]
    return Flows(positive[..., :-1], negative[..., :-1], positive[..., -1], negative[..., -1])


def preference_indices(
    measures: FloatArray,
    weights: FloatArray,
    preferences: Sequence[Preference] | Preference,
    maximise: BoolArray | None = None,
) -> FloatArray:
    r"""Return by how much each alternative is preferred to each other one, over all criteria.

    Parameters
    ----------
    measures, weights, preferences, maximise
        As in `promethee`.

    Returns
    -------
    (..., alternatives, alternatives)
        Row over column, 0..1; 0 on the diagonal.

    Notes
    -----
    :math:`\pi(a, b) = \sum_c w_c P_c(x_{ac} - x_{bc})` [1]_.

    References
    ----------
    .. [1] Brans, J. P., Vincke, P. and Mareschal, B. (1986). How to select and how to rank projects: the PROMETHEE
       method. *European Journal of Operational Research* 24(2), 228-238.

    Examples
    --------
    >>> from decisions.engine.methods.preference import usual
    >>> preference_indices(np.array([[4.0, 3.0], [3.0, 5.0]]), np.array([3.0, 1.0]), usual())
    array([[0.  , 0.75],
           [0.25, 0.  ]])
    """
    each = _one_each(preferences, measures)

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        terms = [
            weight * preference(column[None] - column[:, None], _slack(column))
            for column, weight, preference in zip(columns, weights, each, strict=True)
        ]
        return add_criteria(np.stack(terms))

    return over_problems(kernel, measures, weights, maximise)


def flows_from_indices(indices: FloatArray, *, scaling: FlowScaling = "n_minus_1") -> tuple[FloatArray, FloatArray]:
    r"""Return the flows of preference indices that are known as they are.

    Parameters
    ----------
    indices : (..., alternatives, alternatives)
        By how much the row is preferred to the column, 0..1; 0 on the diagonal.
    scaling
        See `promethee`.

    Returns
    -------
    positive, negative : (..., alternatives)

    Raises
    ------
    ValueError
        When an index is missing or infinite, or there are not as many rows as columns.

    Notes
    -----
    :math:`\phi^+(a) = \frac{1}{m - 1} \sum_b \pi(a, b)`, :math:`\phi^-(a) = \frac{1}{m - 1} \sum_b \pi(b, a)` [1]_.

    References
    ----------
    .. [1] Brans, J. P., Vincke, P. and Mareschal, B. (1986). How to select and how to rank projects: the PROMETHEE
       method. *European Journal of Operational Research* 24(2), 228-238.

    Examples
    --------
    >>> flows_from_indices(np.array([[0.0, 0.75], [0.25, 0.0]]))
    (array([0.75, 0.25]), array([0.25, 0.75]))
    """
    indices = np.asarray(indices, float)
    if indices.ndim < 2 or indices.shape[-1] != indices.shape[-2] or not indices.size:
        raise ValueError(f"indices: (..., alternatives, alternatives), not {indices.shape}")
    if not np.all(np.isfinite(indices)):
        raise ValueError("indices: one is missing or infinite")
    divisor = _divisor(scaling, indices.shape[-1])
    return indices.sum(axis=-1) / divisor, indices.sum(axis=-2) / divisor


def promethee_i(flows: Flows) -> PartialOrder:
    r"""Say which alternatives are preferred to which, and which cannot be compared.

    Parameters
    ----------
    flows
        See `promethee`.

    Returns
    -------
    PartialOrder
        Every pair is preferred one way, indifferent or incomparable. Flows are compared to ten decimals.

    Notes
    -----
    :math:`a` is preferred to :math:`b` when :math:`\phi^+(a) \ge \phi^+(b)` and :math:`\phi^-(a) \le \phi^-(b)`, one of
    them strictly; incomparable when one flow speaks for each [1]_.

    References
    ----------
    .. [1] Brans, J. P., Vincke, P. and Mareschal, B. (1986). How to select and how to rank projects: the PROMETHEE
       method. *European Journal of Operational Research* 24(2), 228-238.

    Examples
    --------
    >>> from decisions.engine.methods.preference import linear
    >>> found = promethee_i(promethee(np.array([[9.0, 0.0], [5.0, 5.0], [4.0, 4.0]]), np.ones(2), linear(2.0, 5.0)))
    >>> found.preferred.astype(int)
    array([[0, 0, 0],
           [0, 0, 1],
           [0, 0, 0]])
    >>> found.incomparable.astype(int)
    array([[0, 1, 1],
           [1, 0, 0],
           [1, 0, 0]])
    """
    more = np.round(flows.positive[..., :, None] - flows.positive[..., None, :], SCORE_DIGITS)
    less = np.round(flows.negative[..., None, :] - flows.negative[..., :, None], SCORE_DIGITS)
    preferred = (more >= 0) & (less >= 0) & ((more > 0) | (less > 0))
    indifferent = (more == 0) & (less == 0)
    return PartialOrder(preferred, indifferent, ~(preferred | indifferent | np.swapaxes(preferred, -1, -2)))


def promethee_ii(flows: Flows) -> IntArray:
    r"""Rank all alternatives by net flow, 1 for the highest; equals share the better place.

    The complete order of [1]_: :math:`\phi = \phi^+ - \phi^-`, compared to ten decimals.

    .. [1] Brans, J. P., Vincke, P. and Mareschal, B. (1986). How to select and how to rank projects: the PROMETHEE
       method. *European Journal of Operational Research* 24(2), 228-238.

    >>> from decisions.engine.methods.preference import usual
    >>> promethee_ii(promethee(np.array([[4.0, 3.0], [3.0, 5.0], [3.0, 5.0]]), np.array([1.0, 2.0]), usual()))
    array([3, 1, 1])
    """
    return competition_ranks(flows.net)


def _one_each(preferences: Sequence[Preference] | Preference, measures: FloatArray) -> list[Preference]:
    criteria = np.shape(measures)[-1] if np.ndim(measures) else 0
    each = [preferences] * criteria if isinstance(preferences, Preference) else list(preferences)
    if len(each) != criteria:
        raise ValueError(f"preferences: one for each of {criteria} criteria, not {len(each)}")
    return each


def _divisor(scaling: FlowScaling, alternatives: int) -> int:
    return {"n_minus_1": max(alternatives - 1, 1), "n": alternatives, "none": 1}[scaling]


def _slack(column: FloatArray) -> FloatArray:
    largest: FloatArray = np.maximum.reduce(np.abs(column), axis=0)
    return SLACK * largest


def _flows(columns: FloatArray, preference: Preference) -> FloatArray:
    """Return positive and negative flows (2, criteria, alternatives, problems) on each criterion, not yet divided."""
    if columns.shape[1] <= PAIRS_UP_TO or preference.inflection is not None:
        return _flows_of_pairs(columns.swapaxes(0, 1), preference).swapaxes(1, 2)
    return np.stack([_flows_by_sorting(column, preference) for column in columns], axis=1)


def _flows_of_pairs(rows: FloatArray, preference: Preference) -> FloatArray:
    """Return the flows (2, alternatives, criteria, problems) of (alternatives, criteria, problems)."""
    flows, slack = np.empty((2, *rows.shape)), _slack(rows)
    block = max(1, PAIRS_AT_A_TIME // max(1, rows.size))
    for start in range(0, len(rows), block):
        ahead = rows[start : start + block, None] - rows
        flows[0, start : start + block] = add_alternatives(preference(ahead, slack))
        flows[1, start : start + block] = add_alternatives(preference(-ahead, slack))
    return flows


def _flows_by_sorting(column: FloatArray, preference: Preference) -> FloatArray:
    rows = np.atleast_2d(column.T)  # (problems, alternatives)
    order = np.argsort(rows, axis=-1, kind="stable")
    ranked = np.take_along_axis(rows, order, axis=-1)
    slack = SLACK * np.maximum(np.abs(ranked[:, :1]), np.abs(ranked[:, -1:]))
    ranked -= ranked[:, ranked.shape[1] // 2, None]  # prefix sums keep more digits near 0
    flows = np.zeros((2, *ranked.shape))
    for threshold, rise in preference.steps:
        least = threshold + slack
        flows[0] += rise * _how_many_below(ranked, ranked - least)
        flows[1] += rise * (ranked.shape[1] - _how_many_up_to(ranked, ranked + least))
    if preference.ramp is not None:
        _add_ramp(flows, ranked, *preference.ramp)
    unranked = np.empty_like(flows)
    np.put_along_axis(unranked, np.broadcast_to(order, flows.shape), flows, axis=-1)
    return unranked.swapaxes(1, 2).reshape(2, *column.shape)


def _add_ramp(flows: FloatArray, ranked: FloatArray, start: float, end: float) -> None:
    """Add to flows (2, problems, alternatives) what a ramp brings, by prefix sums of ranked measures."""
    count = ranked.shape[1]
    sums = np.zeros((len(ranked), count + 1))
    np.cumsum(ranked, axis=-1, out=sums[:, 1:])
    whole = _how_many_up_to(ranked, ranked - end)
    some = np.maximum(_how_many_below(ranked, ranked - start), whole)
    between = some - whole
    excess = between * (ranked - start) - _differences(sums, whole, some)
    flows[0] += whole + np.clip(excess / (end - start), 0, between)
    none = _how_many_up_to(ranked, ranked + start)
    some = np.maximum(_how_many_below(ranked, ranked + end), none)
    between = some - none
    excess = _differences(sums, none, some) - between * (ranked + start)
    flows[1] += count - some + np.clip(excess / (end - start), 0, between)


def _differences(sums: FloatArray, start: IntArray, end: IntArray) -> FloatArray:
    taken: FloatArray = np.take_along_axis(sums, end, axis=-1) - np.take_along_axis(sums, start, axis=-1)
    return taken


def _how_many_below(ranked: FloatArray, limits: FloatArray) -> IntArray:
    """Count, for each of rising limits, the ranked numbers below it: (problems, alternatives)."""
    return _merge(limits, ranked, limits_first=True)


def _how_many_up_to(ranked: FloatArray, limits: FloatArray) -> IntArray:
    """Count, for each of rising limits, the ranked numbers up to and with it: (problems, alternatives)."""
    return _merge(limits, ranked, limits_first=False)


def _merge(limits: FloatArray, ranked: FloatArray, *, limits_first: bool) -> IntArray:
    """Merge two rising rows, as a stable sort does in one pass, and count what comes before each limit."""
    count = ranked.shape[1]
    together = np.concatenate([limits, ranked] if limits_first else [ranked, limits], axis=-1)
    is_limit = (np.argsort(together, axis=-1, kind="stable") < count) == limits_first
    places = np.nonzero(is_limit)[1].reshape(limits.shape)
    counts: IntArray = places - np.arange(count)
    return counts
