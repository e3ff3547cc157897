"""SMAA without sampling: acceptabilities as volumes, for given values and weights of which nothing is known."""

import math

import numpy as np

from decisions.engine.arrays import FloatArray, IntArray
from decisions.engine.smaa import Smaa

MOST_ALTERNATIVES = 3
ROUNDING = 1e-12  # of the largest value: smaller differences are none


def exact_smaa(values: FloatArray) -> Smaa:
    r"""Return the share of all weights for which each alternative takes each place.

    Parameters
    ----------
    values : (alternatives, criteria)
        Up to 3 alternatives. From 0 to 1, or on any scale on which scores are weighted sums.

    Returns
    -------
    Smaa
        Shares of the volume of all weights, and the centres of those that put an alternative first; 0 where none do.
        Of alternatives with equal values the first stands before the others, as it does in the order of the model.

    Raises
    ------
    ValueError
        With more than 3 alternatives, or when a value is missing or infinite.

    Notes
    -----
    Uniform weights are a simplex with one corner for each criterion. Where one alternative beats another the sign of a
    linear function decides, known by its values at the corners. Each edge on which the sign changes is cut there, which
    leaves two simplices whose shares of the volume are in proportion to the values at its ends; what remains to be
    known is the volume of the positive pieces. For one function this is the recursion of [1]_; for two, the pieces of
    the first are counted by the second. All terms are positive, so that nothing cancels. A centre needs no other tool:
    the mean of :math:`w_c` over a region is its share of a simplex in which corner :math:`c` stands twice, by the
    number of criteria.

    References
    ----------
    .. [1] Varsi, G. (1973). The multidimensional content of the frustum of the simplex. *Pacific Journal of
       Mathematics* 46(1), 303-314.

    Examples
    --------
    >>> found = exact_smaa(np.array([[0.9, 0.2], [0.6, 0.65], [0.1, 0.95]]))
    >>> found.ranks[:, 0]
    array([0.4  , 0.225, 0.375])
    >>> found.central_weights
    array([[0.8   , 0.2   ],
           [0.4875, 0.5125],
           [0.1875, 0.8125]])
    """
    values = np.asarray(values, float)
    if values.ndim != 2:
        raise ValueError(f"values: (alternatives, criteria), at least one of each, not {values.shape}")
    leads = _checked_leads(values)
    alternatives, _, criteria = leads.shape
    everyone = range(alternatives)
    rivals = [[other for other in everyone if other != one] for one in everyone]
    ranks, wins, central = np.zeros((alternatives, alternatives)), np.zeros((alternatives, alternatives)), values * 0.0
    for one in everyone:
        ahead = leads[one, rivals[one]]
        wins[one, rivals[one]] = _shares_where_all(ahead[:, None])
        ranks[one, 0] = _shares_where_all(ahead[None])[0]
        if ranks[one, 0] > 0:
            doubled = np.array([np.insert(ahead, corner, ahead[:, corner], axis=-1) for corner in range(criteria)])
            central[one] = _shares_where_all(doubled) / (criteria * ranks[one, 0])
        if alternatives > 1:
            ranks[one, -1] = _shares_where_all(leads[rivals[one], one][None])[0]
        if alternatives > 2:
            ranks[one, 1] = max(1 - ranks[one, 0] - ranks[one, 2], 0.0)
    return Smaa(ranks, wins, central)


def first_shares(values: FloatArray) -> FloatArray:
    """Return the share of all weights for which each alternative leads: (..., alternatives).

    The first places of `exact_smaa`, for values (..., alternatives, criteria), many problems at once; errors as there.

    >>> first_shares(np.array([[0.9, 0.2], [0.6, 0.65], [0.1, 0.95]]))
    array([0.4  , 0.225, 0.375])
    """
    leads = _checked_leads(values)
    *problems, alternatives, _, criteria = leads.shape
    rivals = np.nonzero(~np.eye(alternatives, dtype=bool))[1].reshape(alternatives, alternatives - 1)
    ahead = leads[..., np.arange(alternatives)[:, None], rivals, :]
    pairs = ahead.reshape(math.prod(problems) * alternatives, alternatives - 1, criteria)
    return _shares_where_all(pairs).reshape(*problems, alternatives)


def _checked_leads(values: FloatArray) -> FloatArray:
    values = np.asarray(values, float)
    if values.ndim < 2 or not values.shape[-2] or not values.shape[-1]:
        raise ValueError(f"values: (..., alternatives, criteria), at least one of each, not {values.shape}")
    if not np.all(np.isfinite(values)):
        raise ValueError("a value is missing or infinite")
    if values.shape[-2] > MOST_ALTERNATIVES:
        raise ValueError(
            f"exact volumes are worked out for up to {MOST_ALTERNATIVES} alternatives, not {values.shape[-2]}"
        )
    return _leads(values)


def _leads(values: FloatArray) -> FloatArray:
    """Return by how much each alternative leads each other one at each corner.

    (..., alternatives, alternatives, criteria). Of equal alternatives the earlier one leads everywhere.
    """
    leads = values[..., :, None, :] - values[..., None, :, :]
    largest = np.abs(values).max(axis=(-1, -2))[..., None, None, None]
    leads[np.abs(leads) <= ROUNDING * largest] = 0.0
    *problem, one, other = np.nonzero(~leads.any(axis=-1))
    leads[(*problem, one, other)] = np.where(one < other, 1.0, -1.0)[:, None]
    return leads


def _shares_where_all(functions: FloatArray) -> FloatArray:
    """Return the share of the simplex in which up to two linear functions are not negative, for many pairs of them.

    Takes functions (pairs, functions, corners), gives shares (pairs,).
    """
    pairs, together, _ = functions.shape
    if not together:
        return np.ones(pairs)
    if together == 1:
        return _shares_above(functions[:, 0])
    volumes, second, of_pair = _positive_pieces(functions[:, 0], functions[:, 1])
    shares: FloatArray = np.bincount(of_pair, weights=volumes * _shares_above(second), minlength=pairs).astype(float)
    return shares


def _shares_above(functions: FloatArray) -> FloatArray:
    """Return the share of the simplex in which each linear function (functions, corners) is not negative.

    The share with the first i corners above and the first h below follows from those with one corner less.
    """
    counts = np.count_nonzero(functions >= 0, axis=-1)
    by_count = np.argsort(counts, kind="stable")
    counts = counts[by_count]
    columns = functions[by_count]
    columns = np.take_along_axis(columns, np.argsort(columns < 0, axis=-1, kind="stable"), axis=-1).T.copy()
    corners = len(columns)
    starts = np.searchsorted(counts, np.arange(corners + 1))  # of the functions with so many corners above
    share = np.ones((corners + 1, len(counts)))
    share[0] = 0.0
    for below in range(1, corners):
        for above in range(below):
            cut = slice(starts[above + 1], starts[below + 1])  # the one corner lies above, the other below
            high, low, together = columns[above, cut], columns[below, cut], share[above + 1, cut]
            share[above + 1, cut] = (high * together - low * share[above, cut]) / (high - low)
    shares: FloatArray = np.empty(len(counts))
    shares[by_count] = share[counts, np.arange(len(counts))]
    return shares


def _positive_pieces(first: FloatArray, second: FloatArray) -> tuple[FloatArray, FloatArray, IntArray]:
    """Cut simplices into simplices where one function is not negative, for many pairs of functions (pairs, corners).

    Returns the volumes (pieces,) of those, the values (pieces, corners) of the other function at their corners, and
    whose pieces they are (pieces,).
    """
    volumes, firsts, seconds, of_pair = np.ones(len(first)), first, second, np.arange(len(first))
    done = [(volumes[:0], seconds[:0], of_pair[:0])]
    while len(volumes):
        high, low = firsts.argmax(axis=-1), firsts.argmin(axis=-1)
        pieces = np.arange(len(volumes))
        up, down = firsts[pieces, high], firsts[pieces, low]
        whole = (down >= 0) & (up > 0)
        done.append((volumes[whole], seconds[whole], of_pair[whole]))
        cuts = np.flatnonzero((up > 0) & (down < 0))
        up, down, high, low = up[cuts], down[cuts], high[cuts], low[cuts]
        part = up / (up - down)
        there = part * seconds[cuts, low] + (1 - part) * seconds[cuts, high]
        volumes = np.concatenate([volumes[cuts] * part, volumes[cuts] * (1 - part)])
        firsts, seconds = np.repeat(firsts[cuts][None], 2, axis=0), np.repeat(seconds[cuts][None], 2, axis=0)
        rows = np.arange(len(cuts))
        for side, corner in enumerate((low, high)):
            firsts[side, rows, corner] = 0.0
            seconds[side, rows, corner] = there
        firsts, seconds = firsts.reshape(-1, first.shape[-1]), seconds.reshape(-1, first.shape[-1])
        of_pair = np.concatenate([of_pair[cuts], of_pair[cuts]])
    found_volumes, found_seconds, whose = zip(*done, strict=True)
    return np.concatenate(found_volumes), np.concatenate(found_seconds), np.concatenate(whose)
