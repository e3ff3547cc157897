"""What was said of weights where it leaves many of them open: their middle, and even draws from all that agree.

An order of importance, a range or a choice between two improvements does not say how much each criterion weighs. So it
is not turned into one set of numbers with an invented spread, but into the whole set of weights that agree with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from decisions.engine.arrays import FloatArray, IntArray
from decisions.engine.methods.polytope import WeightConstraints, nothing_known, uniform_within
from decisions.engine.methods.trade_offs import DRAWS, Choice, TradeOff, with_answer

LEFT_OUT = 0  # the rank of a criterion that was not named: it weighs nothing
WALKS_KEPT = 64  # sets of weights, 64 kB each for eight criteria and 1,024 cases
MIDDLES_KEPT = 1_024
STEPS = 1_024  # in which the scale of swings is tabulated
NODES = 64  # at which it is integrated: exact to ten digits


@dataclass(frozen=True, slots=True)
class InOrder:
    """Weights fall with the rank; criteria of equal rank weigh the same."""

    ranks: tuple[int, ...]  # of each criterion: 1 the most important; or LEFT_OUT


@dataclass(frozen=True, slots=True)
class Swings:
    """What the swing of each criterion is worth against the largest one: between two shares of it."""

    low: tuple[float, ...]  # of each criterion, 0 to 1; the largest has 1 and 1, what was left out 0 and 0
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was preferred in choices between two improvements."""

    criteria: int
    answers: tuple[tuple[TradeOff, Choice], ...]

    def known(self) -> WeightConstraints:
        known = nothing_known(self.criteria)
        for asked, choice in self.answers:
            known = with_answer(known, asked, choice)
        return known


Region = InOrder | Swings | Chosen


@lru_cache(maxsize=MIDDLES_KEPT)
def middle(region: Region, criteria: tuple[str, ...], *, seed: int) -> FloatArray:
    r"""Return the centroid of all weights that agree with what was said.

    Parameters
    ----------
    region
        What was said.
    criteria : names
        Draws are bound to them; see `drawn_weights`.
    seed : int
        Of the draws whose mean stands for the middle of choices. An order and swings are worked out exactly.

    Returns
    -------
    (criteria,)
        Weights adding up to 1.

    Raises
    ------
    WeightsContradict
        When no weights agree with all choices.

    Notes
    -----
    The centroid of an order without equal ranks is the rank order centroid [1]_. For swings worth :math:`x_c` of the
    largest one, evenly drawn weights have :math:`x` with density :math:`\propto (1 + \sum_c x_c)^{-(k+1)}` over the
    :math:`k` ranges, which is a mixture of truncated exponentials: see `drawn_weights`.

    References
    ----------
    .. [1] Barron, F. H. and Barrett, B. E. (1996). Decision quality using ranked attribute weights. *Management
       Science* 42(11), 1515-1523.

    Examples
    --------
    >>> middle(InOrder((1, 2)), ("isolation", "cost"), seed=1)
    array([0.75, 0.25])
    >>> middle(Swings((1.0, 0.0), (1.0, 1.0)), ("isolation", "cost"), seed=1).round(4)
    array([0.75, 0.25])
    """
    match region:
        case InOrder():
            corners = _corners(np.array([region.ranks]), criteria)[0]
            centre: FloatArray = corners.sum(axis=-1) / np.count_nonzero(corners.any(axis=0))
        case Swings():
            centre = _centroids(np.array([region.low]), np.array([region.high]))[0]
        case Chosen(answers=()):
            centre = np.full(region.criteria, 1 / region.criteria)
        case Chosen():
            centre = walked(region, criteria, DRAWS, seed).mean(axis=-1)
    centre.flags.writeable = False  # it is kept
    return centre


def drawn_weights(regions: Sequence[Region], criteria: tuple[str, ...], points: FloatArray, *, seed: int) -> FloatArray:
    r"""Draw weights evenly from all that agree with what was said, for each of several statements.

    Parameters
    ----------
    regions
        What was said.
    criteria : names
        A criterion draws from the points of its own name, so that the order of a model does not matter.
    points : (criteria, cases)
        Even, strictly between 0 and 1.
    seed : int
        Of the walks among the weights that agree with choices.

    Returns
    -------
    (regions, criteria, cases)
        Not normalised.

    Notes
    -----
    The weights of an order are a simplex: its corners, each an equal weight on the first so many criteria, mixed in
    even proportions [1]_. Even weights with swings :math:`x_c \in [l_c, h_c]` of the largest one have density
    :math:`(1 + \sum x)^{-(k+1)} \propto \int t^k e^{-t (1 + \sum x)} dt`: draw the scale :math:`t` with density
    :math:`e^{-t} \prod_c (e^{-t l_c} - e^{-t h_c})`, then each :math:`x_c` from an exponential distribution of rate
    :math:`t` between its limits. Both are exact, without refused draws or walks. Choices are walked: `uniform_within`.

    References
    ----------
    .. [1] Tervonen, T. and Lahdelma, R. (2007). Implementing stochastic multicriteria acceptability analysis.
       *European Journal of Operational Research* 178(2), 500-513.

    Examples
    --------
    >>> points = np.array([[0.5, 0.9], [0.25, 0.5]])
    >>> weights = drawn_weights([InOrder((2, 1))], ("isolation", "cost"), points, seed=1)[0]
    >>> bool(np.all(weights[1] >= weights[0]))
    True
    """
    drawn = np.empty((len(regions), *points.shape))
    orders = [place for place, region in enumerate(regions) if isinstance(region, InOrder)]
    swings = [place for place, region in enumerate(regions) if isinstance(region, Swings)]
    if orders:
        ranks = np.array([region.ranks for region in regions if isinstance(region, InOrder)])
        drawn[orders] = _corners(ranks, criteria) @ -np.log(points)
    if swings:
        low, high = (
            np.array([getattr(region, end) for region in regions if isinstance(region, Swings)])
            for end in ("low", "high")
        )
        drawn[swings] = _drawn_swings(low, high, criteria, points)
    for place, region in enumerate(regions):
        if isinstance(region, Chosen):
            drawn[place] = walked(region, criteria, points.shape[-1], seed) if region.answers else -np.log(points)
    return drawn


@lru_cache(maxsize=WALKS_KEPT)
def walked(region: Chosen, criteria: tuple[str, ...], count: int, seed: int) -> FloatArray:
    """Draw weights that agree with choices: (criteria, count). The order in which a model lists criteria is no matter.

    Raises
    ------
    WeightsContradict
        When no weights agree with all of them.
    """
    by_name = np.argsort(np.array(criteria))
    known = region.known()
    sorted_known = WeightConstraints(known.at_most[:, by_name], known.limits, known.exact)
    drawn = np.empty((len(criteria), count))
    drawn[by_name] = uniform_within(sorted_known, count, seed=seed).T
    drawn.flags.writeable = False  # it is kept
    return drawn


def _corners(ranks: IntArray, criteria: tuple[str, ...]) -> FloatArray:
    """Return the corners of the weights in order: (orders, criteria, corners), a column of zeros where there is none.

    The corner that ends with a rank stands in the column of the criterion of that rank whose name comes first.
    """
    named = ranks != LEFT_OUT
    of_name = np.argsort(np.argsort(np.array(criteria)))
    is_tied = (ranks[:, :, None] == ranks[:, None, :]) & (of_name[:, None] < of_name)
    ends_a_rank = named & ~is_tied.any(axis=1)
    within = (ranks[:, :, None] <= ranks[:, None, :]) & named[:, :, None] & ends_a_rank[:, None, :]
    corners: FloatArray = within / np.maximum(within.sum(axis=1, keepdims=True), 1)
    return corners


def _drawn_swings(low: FloatArray, high: FloatArray, criteria: tuple[str, ...], points: FloatArray) -> FloatArray:
    """Draw shares of the largest swing: (statements, criteria, cases)."""
    width = high - low
    of_name = np.argsort(np.argsort(np.array(criteria)))
    largest = np.where(low == 1, of_name, len(criteria)).argmin(axis=-1)  # its own points are free for the scale
    scale = _drawn_scale(low, width, points, largest)[:, None]
    reach = np.expm1(-scale * width[..., None])
    drawn: FloatArray = low[..., None] - np.log1p(points * reach) / scale
    return np.where(width[..., None] > 0, np.minimum(drawn, high[..., None]), low[..., None])


def _drawn_scale(low: FloatArray, width: FloatArray, points: FloatArray, largest: IntArray) -> FloatArray:
    """Draw the scale of swings by its inverse distribution, tabulated: (statements, cases)."""
    longest = _longest_scale(low, width)
    at = np.linspace(0, longest, STEPS + 1, axis=-1)
    density = _scale_density(at, low, width)
    area = np.cumsum((density[:, 1:] + density[:, :-1]) / 2, axis=-1)
    chances = np.concatenate([np.zeros((len(low), 1)), area / area[:, -1:]], axis=-1)
    step = _steps_below(chances, points, largest)
    wanted = points[largest]
    below, above = (np.take_along_axis(chances, place, axis=-1) for place in (step, step + 1))
    share = (wanted - below) / np.where(above > below, above - below, 1)
    drawn: FloatArray = (step + share) * longest[:, None] / STEPS
    return drawn


def _steps_below(chances: FloatArray, points: FloatArray, row: IntArray) -> IntArray:
    """Find the last step that each point has passed, by where the steps stand among the points sorted.

    Parameters
    ----------
    chances : (statements, steps + 1)
        From 0 to 1, not falling.
    points : (rows, cases)
    row : (statements,)
        Whose points each statement takes.

    Returns
    -------
    (statements, cases)
        From 0 to steps - 1.
    """
    cases, passed = points.shape[-1], np.empty((len(chances), points.shape[-1]), np.int64)
    for one in np.unique(row):  # at most as many as there are criteria
        rows = np.flatnonzero(row == one)
        order = np.argsort(points[one])
        place = np.searchsorted(points[one][order], chances[rows])  # of each step: how many points lie before it
        flat = place + np.arange(len(rows))[:, None] * (cases + 1)
        arrived = np.bincount(flat.ravel(), minlength=len(rows) * (cases + 1)).reshape(len(rows), cases + 1)
        passed[rows[:, None], order] = np.cumsum(arrived[:, :-1], axis=-1) - 1
    return np.clip(passed, 0, chances.shape[-1] - 2)


def _longest_scale(low: FloatArray, width: FloatArray) -> FloatArray:
    """Return a scale beyond which nothing is left to draw, less than 1e-9: (statements,)."""
    free = np.count_nonzero(width, axis=-1) + 1
    longest: FloatArray = (free + 6 * np.sqrt(free) + 20) / low.sum(axis=-1)
    return longest


def _scale_density(at: FloatArray, low: FloatArray, width: FloatArray) -> FloatArray:
    """Return the density of the scale (statements, places), up to a factor."""
    reach = -np.expm1(-at[:, None] * width[..., None])
    inside = np.where(width[..., None] > 0, reach / np.where(width > 0, width, 1)[..., None], 1)
    density: FloatArray = np.exp(-at * low.sum(axis=-1)[:, None]) * inside.prod(axis=1)
    return density


def _centroids(low: FloatArray, high: FloatArray) -> FloatArray:
    """Return the mean weights of swings: (statements, criteria)."""
    width = high - low
    nodes, parts = _nodes()
    at = (nodes + 1) / 2 * _longest_scale(low, width)[:, None]
    density = _scale_density(at, low, width) * parts
    reach = at[:, None] * width[..., None]
    is_free = reach > 0
    safe = np.where(is_free, reach, 1)
    typical = low[..., None] + width[..., None] * np.where(is_free, 1 / safe - 1 / np.expm1(safe), 0)
    weights = np.einsum("ran,rn->ra", typical, density * at)
    shares: FloatArray = weights / weights.sum(axis=-1, keepdims=True)
    return shares


@cache
def _nodes() -> tuple[FloatArray, FloatArray]:
    """Return the places of Gauss and Legendre between -1 and 1, and what each counts."""
    return np.polynomial.legendre.leggauss(NODES)
