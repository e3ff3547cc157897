"""Weights from nothing but an order of importance, where one set of numbers is needed.

An order says less than these numbers do. Where the whole of what it leaves open is wanted, see
`polytope.uniform_in_order`.
"""

import numpy as np

from decisions.engine.arrays import FloatArray, IntArray


def rank_order_centroid(ranks: FloatArray | IntArray) -> FloatArray:
    r"""Return the centre of all weights that keep the order.

    Parameters
    ----------
    ranks : (..., criteria)
        A low rank is important. Only the order counts; criteria of equal rank share what their places bring.

    Returns
    -------
    (..., criteria)
        Weights adding up to 1. One criterion alone has weight 1.

    Raises
    ------
    ValueError
        When a rank is missing.

    Notes
    -----
    The :math:`k`-th of :math:`n` places brings :math:`\frac{1}{n} \sum_{i=k}^{n} \frac{1}{i}` [1]_.

    References
    ----------
    .. [1] Barron, F. H. and Barrett, B. E. (1996). Decision quality using ranked attribute weights. *Management
       Science* 42(11), 1515-1523.

    Examples
    --------
    >>> rank_order_centroid(np.array([1, 2, 3, 4])).round(4)
    array([0.5208, 0.2708, 0.1458, 0.0625])
    >>> rank_order_centroid(np.array([2, 1, 1])).round(4)
    array([0.1111, 0.4444, 0.4444])
    """
    places = np.arange(1, np.shape(ranks)[-1] + 1)
    return _shared(ranks, np.cumsum(1 / places[::-1])[::-1])


def rank_sum(ranks: FloatArray | IntArray) -> FloatArray:
    r"""Return weights that fall evenly from the first place to the last.

    Parameters, returns, errors as `rank_order_centroid`.

    Notes
    -----
    The :math:`k`-th of :math:`n` places brings :math:`2 (n + 1 - k) / (n (n + 1))` [1]_.

    References
    ----------
    .. [1] Stillwell, W. G., Seaver, D. A. and Edwards, W. (1981). A comparison of weight approximation techniques in
       multiattribute utility decision making. *Organizational Behavior and Human Performance* 28(1), 62-77.

    Examples
    --------
    >>> rank_sum(np.array([1, 2, 3, 4]))
    array([0.4, 0.3, 0.2, 0.1])
    """
    places = np.arange(1, np.shape(ranks)[-1] + 1)
    return _shared(ranks, places[::-1].astype(float))


def rank_reciprocal(ranks: FloatArray | IntArray) -> FloatArray:
    r"""Return weights in proportion to the reciprocals of the places.

    Parameters, returns, errors as `rank_order_centroid`.

    Notes
    -----
    The :math:`k`-th place brings :math:`\frac{1}{k} / \sum_i \frac{1}{i}` [1]_.

    References
    ----------
    .. [1] Stillwell, W. G., Seaver, D. A. and Edwards, W. (1981). A comparison of weight approximation techniques in
       multiattribute utility decision making. *Organizational Behavior and Human Performance* 28(1), 62-77.

    Examples
    --------
    >>> rank_reciprocal(np.array([1, 2, 3, 4]))
    array([0.48, 0.24, 0.16, 0.12])
    """
    return _shared(ranks, 1 / np.arange(1, np.shape(ranks)[-1] + 1))


def _shared(ranks: FloatArray | IntArray, points: FloatArray) -> FloatArray:
    """Give each criterion the points of its place, or the mean of the places that equal ranks share."""
    ranks = np.asarray(ranks, float)
    if not ranks.shape[-1] or not np.all(np.isfinite(ranks)):
        raise ValueError("ranks: every criterion has one, and there is at least one criterion")
    before = np.count_nonzero(ranks[..., None, :] < ranks[..., :, None], axis=-1)
    level = np.count_nonzero(ranks[..., None, :] == ranks[..., :, None], axis=-1)
    so_far = np.concatenate([[0.0], np.cumsum(points)])
    weights: FloatArray = (so_far[before + level] - so_far[before]) / (level * so_far[-1])
    return weights
