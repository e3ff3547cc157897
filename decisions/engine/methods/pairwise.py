"""AHP: priorities from comparisons in pairs, and how far the comparisons contradict each other.

A hierarchy is the weighted sum of the priorities one level below, with the priorities of this level as weights.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray

PriorityMethod = Literal["eigenvector", "geometric_mean"]
RandomIndexTable = Literal["saaty_1980", "saaty_2008", "alonso_lamata_2006"]

# Mean consistency index of random comparisons, by the number of things compared, from 3 on. Tables differ by how many
# matrices were drawn; the ratio means nothing without the table's name.
RANDOM_INDEX: Mapping[RandomIndexTable, tuple[float, ...]] = {
    "saaty_1980": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    "saaty_2008": (0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
    "alonso_lamata_2006": (
        0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056, 1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838,
    ),
}  # fmt: skip

RECIPROCAL_WITHIN = 1e-6  # relative: sources round their reciprocals
SETTLED = 1e-10  # change of a logarithm between rounds, below which a completion is done
MOST_ROUNDS = 10_000  # a few hundred are usual; chains of ten things with few cross-links take the most


@dataclass(frozen=True, eq=False, slots=True)
class Consistency:
    """How far comparisons contradict each other."""

    largest_eigenvalue: FloatArray  # (...): as many as there are things when nothing contradicts
    index: FloatArray  # (...): what exceeds that, by the number of things less one
    ratio: FloatArray  # (...): to the mean index of random comparisons; Saaty accepts up to 0.1


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One comparison against all others."""

    first: int
    second: int
    given: float  # how many times as important the first is than the second, as stated
    implied: float  # the same, by all other comparisons
    ratio_without: float  # consistency ratio if it were left out


def priorities(comparisons: FloatArray, method: PriorityMethod = "eigenvector") -> FloatArray:
    r"""Return the weights that pairwise comparisons come to.

    Parameters
    ----------
    comparisons : (..., things, things)
        How many times as important the row is as the column; reciprocal, 1 on the diagonal. NaN where a pair was not
        compared: it is completed, see `completed`.
    method
        ``eigenvector`` is Saaty's [1]_, ``geometric_mean`` that of least squares of logarithms [2]_. They agree where
        comparisons do not contradict each other, and for three things always.

    Returns
    -------
    (..., things)
        Weights adding up to 1.

    Raises
    ------
    ValueError
        When comparisons are not positive, reciprocal, or do not link all things with each other.

    Notes
    -----
    The eigenvector :math:`A w = \lambda_{max} w`, or :math:`w_i \propto (\prod_j a_{ij})^{1/n}`.

    References
    ----------
    .. [1] Saaty, T. L. (1980). *The Analytic Hierarchy Process*. McGraw-Hill.
    .. [2] Crawford, G. and Williams, C. (1985). A note on the analysis of subjective judgment matrices. *Journal of
       Mathematical Psychology* 29(4), 387-405.

    Examples
    --------
    >>> priorities(np.array([[1.0, 6.0, 3.0], [1 / 6, 1.0, 1 / 2], [1 / 3, 2.0, 1.0]])).round(4)
    array([0.6667, 0.1111, 0.2222])
    >>> priorities(np.array([[1.0, 6.0, np.nan], [1 / 6, 1.0, 1 / 2], [np.nan, 2.0, 1.0]])).round(4)
    array([0.6667, 0.1111, 0.2222])
    """
    logarithms = _logarithms(comparisons)
    if method == "geometric_mean":
        weights = np.exp(_least_squares(logarithms))
        return np.asarray(weights / weights.sum(axis=-1, keepdims=True))
    return _principal(np.exp(_completed(logarithms)))[1]


def completed(comparisons: FloatArray, method: PriorityMethod = "eigenvector") -> FloatArray:
    r"""Fill in the pairs that were not compared, contradicting the others as little as possible.

    Parameters
    ----------
    comparisons : (..., things, things)
        NaN where a pair was not compared. See `priorities`.
    method
        What is made least: ``eigenvector`` the largest eigenvalue [1]_, ``geometric_mean`` the squares of logarithms.

    Returns
    -------
    (..., things, things)
        Without gaps.

    Raises
    ------
    ValueError
        As `priorities`.

    Notes
    -----
    The largest eigenvalue is convex in the logarithms of the gaps, and least where :math:`a_{ij}^2 = (u_j v_i) / (u_i
    v_j)` with its left and right eigenvectors :math:`u, v`; this is solved by repetition.

    References
    ----------
    .. [1] Bozóki, S., Fülöp, J. and Rónyai, L. (2010). On optimal completion of incomplete pairwise comparison
       matrices. *Mathematical and Computer Modelling* 52(1-2), 318-333.

    Examples
    --------
    >>> known = np.array([[1, 1, 5, 2], [1, 1, 3, 4], [1 / 5, 1 / 3, 1, np.nan], [1 / 2, 1 / 4, np.nan, 1]])
    >>> float(completed(known)[2, 3].round(4))
    0.7303
    """
    logarithms = _logarithms(comparisons)
    if method == "eigenvector":
        return np.exp(_completed(logarithms))
    weights = _least_squares(logarithms)
    differences = weights[..., :, None] - weights[..., None, :]
    return np.exp(np.where(np.isnan(logarithms), differences, logarithms))


def consistency(
    comparisons: FloatArray, random_index: RandomIndexTable | Mapping[int, float] = "saaty_2008"
) -> Consistency:
    r"""Measure how far comparisons contradict each other.

    Parameters
    ----------
    comparisons : (..., things, things)
        See `priorities`. Gaps are completed by the eigenvector method, so that the fewer comparisons there are, the
        milder the ratio.
    random_index
        A table by name, or by number of things.

    Returns
    -------
    Consistency
        One or two things cannot contradict each other: 0.

    Raises
    ------
    ValueError
        As `priorities`, or when the table does not go as far.

    Notes
    -----
    :math:`CI = (\lambda_{max} - n) / (n - 1)`, :math:`CR = CI / RI_n` [1]_.

    References
    ----------
    .. [1] Saaty, T. L. (1980). *The Analytic Hierarchy Process*. McGraw-Hill.

    Examples
    --------
    >>> contradicting = np.array([[1.0, 2.0, 1 / 2], [1 / 2, 1.0, 2.0], [2.0, 1 / 2, 1.0]])
    >>> float(consistency(contradicting).ratio.round(3)), float(consistency(contradicting, "saaty_1980").ratio.round(3))
    (0.481, 0.431)
    """
    logarithms = _logarithms(comparisons)
    things = logarithms.shape[-1]
    largest, _ = _principal(np.exp(_completed(logarithms)))
    index = np.maximum(largest - things, 0.0) / max(things - 1, 1)
    if things <= 2:
        return Consistency(largest, np.zeros_like(largest), np.zeros_like(largest))
    table = _table(random_index)
    if not table.get(things, 0) > 0:
        raise ValueError(f"the random index table does not hold {things} things")
    return Consistency(largest, index, index / table[things])


def contradictions(
    comparisons: FloatArray, random_index: RandomIndexTable | Mapping[int, float] = "saaty_2008"
) -> list[Contradiction]:
    r"""List comparisons by how much of the contradiction goes when they are left out, the worst first.

    Parameters
    ----------
    comparisons : (things, things)
        See `priorities`.
    random_index
        See `consistency`.

    Returns
    -------
    list of Contradiction
        Each pair that was compared and that others compare too, by way of further things. A comparison that nothing
        else bears on contradicts nothing.

    Raises
    ------
    ValueError
        As `consistency`.

    Notes
    -----
    Comparison :math:`a_{ij}` is left out and completed again by all others. What they imply is :math:`w_i / w_j` of the
    priorities found without it [1]_.

    References
    ----------
    .. [1] Harker, P. T. (1987). Alternative modes of questioning in the analytic hierarchy process. *Mathematical
       Modelling* 9(3-5), 353-360.

    Examples
    --------
    >>> above = np.array([[1.0, 2.0, 8.0, 4.0], [0.0, 1.0, 1 / 4, 2.0], [0.0, 0.0, 1.0, 1 / 2], [0.0, 0.0, 0.0, 1.0]])
    >>> worst = contradictions(np.where(above > 0, above, 1 / np.where(above.T > 0, above.T, 1.0)))[0]
    >>> worst.first, worst.second, worst.given, round(worst.implied, 2), round(worst.ratio_without, 2)
    (1, 2, 0.25, 4.0, 0.0)
    """
    logarithms = _logarithms(comparisons)
    first, second = np.nonzero(np.triu(~np.isnan(logarithms), 1))
    without = np.repeat(logarithms[None], len(first), axis=0)
    pairs = np.arange(len(first))
    without[pairs, first, second] = without[pairs, second, first] = np.nan
    checked = np.flatnonzero(_linked(~np.isnan(without)))
    first, second, without = first[checked], second[checked], np.exp(without[checked])
    if not len(checked):
        return []
    weights = priorities(without)
    ratios = consistency(without, random_index).ratio
    found = [
        Contradiction(
            first=int(i),
            second=int(j),
            given=float(np.exp(logarithms[i, j])),
            implied=float(weights[pair, i] / weights[pair, j]),
            ratio_without=float(ratios[pair]),
        )
        for pair, (i, j) in enumerate(zip(first, second, strict=True))
    ]
    return sorted(found, key=lambda each: (each.ratio_without, each.first, each.second))


def scatter(comparisons: FloatArray) -> FloatArray:
    r"""Estimate from comparisons that check each other how far the weights are off.

    Parameters
    ----------
    comparisons : (..., things, things)
        See `priorities`.

    Returns
    -------
    (...)
        Standard error of the logarithm of a weight, the mean over the things; 0 where no comparison checks another.

    Raises
    ------
    ValueError
        As `priorities`.

    Notes
    -----
    Least squares of logarithms, as in ``geometric_mean``: :math:`s^2 = \mathrm{RSS} / (m - n + 1)` for :math:`m`
    comparisons of :math:`n` things, and the variance of their weights is :math:`s^2` times the mean of the diagonal of
    the pseudo-inverse of the Laplacian of the comparisons [1]_.

    References
    ----------
    .. [1] Crawford, G. and Williams, C. (1985). A note on the analysis of subjective judgment matrices. *Journal of
       Mathematical Psychology* 29(4), 387-405.

    Examples
    --------
    >>> consistent = np.array([[1.0, 2.0, 6.0], [1 / 2, 1.0, 3.0], [1 / 6, 1 / 3, 1.0]])
    >>> bool(scatter(consistent) < 1e-12)
    True
    >>> float(scatter(np.array([[1.0, 2.0, 2.0], [1 / 2, 1.0, 3.0], [1 / 2, 1 / 3, 1.0]])).round(4))
    0.299
    """
    logarithms = _logarithms(comparisons)
    weights, known, things = _least_squares(logarithms), ~np.isnan(logarithms), logarithms.shape[-1]
    off = np.where(known, logarithms - (weights[..., :, None] - weights[..., None, :]), 0.0)
    checks = (known.sum(axis=(-1, -2)) - things) / 2 - (things - 1)
    squares = (off**2).sum(axis=(-1, -2)) / 2
    laplacian = np.eye(things) * known.sum(axis=-1)[..., None, :] - known
    variance = np.trace(np.linalg.pinv(laplacian, hermitian=True), axis1=-2, axis2=-1) / things
    error: FloatArray = np.sqrt(np.where(checks > 0, squares / np.maximum(checks, 1), 0.0) * variance)
    return error


def is_linked(comparisons: FloatArray) -> bool:
    """Tell whether the comparisons, NaN where there is none, link all things (things, things) with each other.

    >>> is_linked(np.array([[1.0, 2.0, np.nan], [0.5, 1.0, np.nan], [np.nan, np.nan, 1.0]]))
    False
    """
    return bool(_linked(~np.isnan(comparisons)))


def _table(random_index: RandomIndexTable | Mapping[int, float]) -> Mapping[int, float]:
    if isinstance(random_index, str):
        return dict(enumerate(RANDOM_INDEX[random_index], start=3))
    return random_index


def _logarithms(comparisons: FloatArray) -> FloatArray:
    """Check comparisons and return their logarithms, exactly opposite across the diagonal, NaN in the gaps."""
    comparisons = np.asarray(comparisons, float)
    if comparisons.ndim < 2 or comparisons.shape[-1] != comparisons.shape[-2] or not comparisons.shape[-1]:
        raise ValueError(f"comparisons: (..., things, things), not {comparisons.shape}")
    gaps = np.isnan(comparisons)
    if np.any((comparisons <= 0) | np.isinf(comparisons)):
        raise ValueError("a comparison says how many times as important one thing is: above 0 and finite")
    logarithms = np.log(comparisons)
    opposite = np.swapaxes(logarithms, -1, -2)
    if np.any(gaps != np.swapaxes(gaps, -1, -2)) or np.any(np.abs(logarithms + opposite) > RECIPROCAL_WITHIN):
        raise ValueError("comparisons are reciprocal: what is 3 times as important one way is 1/3 the other way")
    if not np.all(_linked(~gaps)):
        raise ValueError("comparisons do not link all things with each other, so nothing can be said of some pairs")
    logarithms = (logarithms - opposite) / 2
    diagonal = np.arange(comparisons.shape[-1])
    logarithms[..., diagonal, diagonal] = 0.0
    return logarithms


def _linked(known: BoolArray) -> BoolArray:
    """Tell where every thing is linked with every other by known comparisons: (...)."""
    things = known.shape[-1]
    reached = (known | np.eye(things, dtype=bool)).astype(float)
    for _ in range(max(things - 1, 1).bit_length()):
        reached = np.minimum(reached @ reached, 1.0)
    linked: BoolArray = np.all(reached > 0, axis=(-1, -2))
    return linked


def _least_squares(logarithms: FloatArray) -> FloatArray:
    """Return the logarithms of weights whose differences are nearest to the known comparisons: (..., things)."""
    known = ~np.isnan(logarithms)
    things = logarithms.shape[-1]
    laplacian = np.eye(things) * known.sum(axis=-1)[..., None, :] - known + 1 / things
    totals = np.where(known, logarithms, 0.0).sum(axis=-1)
    solved: FloatArray = np.linalg.solve(laplacian, totals[..., None])[..., 0]
    return solved


def _completed(logarithms: FloatArray) -> FloatArray:
    """Fill the gaps so that the largest eigenvalue is least; each matrix goes on until it is settled itself."""
    gaps = np.isnan(logarithms)
    if not gaps.any():
        return logarithms
    weights = _least_squares(logarithms)
    filled = np.where(gaps, weights[..., :, None] - weights[..., None, :], logarithms)
    shape, things = filled.shape, filled.shape[-1]
    filled, gaps = filled.reshape(-1, things, things), gaps.reshape(-1, things, things)
    unsettled = np.flatnonzero(gaps.any(axis=(-1, -2)))
    for _ in range(MOST_ROUNDS):
        matrices = np.exp(filled[unsettled])
        _, right = _principal(matrices)
        _, left = _principal(np.swapaxes(matrices, -1, -2))
        halves = (np.log(right) - np.log(left)) / 2
        better = np.where(gaps[unsettled], halves[:, :, None] - halves[:, None, :], filled[unsettled])
        change = np.abs(better - filled[unsettled]).max(axis=(-1, -2))
        filled[unsettled] = better
        unsettled = unsettled[change > SETTLED]
        if not len(unsettled):
            return filled.reshape(shape)
    raise ArithmeticError(f"the completion of comparisons did not settle in {MOST_ROUNDS} rounds")


def _principal(matrices: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the largest eigenvalue (...) and its vector (..., things), positive and adding up to 1."""
    eigenvalues, vectors = np.linalg.eig(matrices)
    largest = np.argmax(eigenvalues.real, axis=-1)[..., None]
    vector = np.abs(np.take_along_axis(vectors, largest[..., None, :], axis=-1)[..., 0].real)
    return np.take_along_axis(eigenvalues.real, largest, axis=-1)[..., 0], vector / vector.sum(axis=-1, keepdims=True)
