"""Weights read off the measures: how much a criterion tells the alternatives apart, not how much it matters.

They are offered to be compared with the weights that somebody gave, never in their place.
"""

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray
from decisions.engine.methods.normalisation import normalised


def entropy_weights(measures: FloatArray) -> FloatArray:
    r"""Weigh criteria by how unevenly the alternatives share in them.

    Parameters
    ----------
    measures : (..., alternatives, criteria)
        Not negative, on ratio scales. Which way is better does not matter.

    Returns
    -------
    (..., criteria)
        Weights adding up to 1. A criterion on which all are equal has weight 0; if that holds for all of them, or
        there is one alternative, weights are equal.

    Raises
    ------
    ValueError
        When a measure is missing, infinite or negative.

    Notes
    -----
    With shares :math:`p_{ac} = x_{ac} / \sum_b x_{bc}` and entropies :math:`E_c = -\sum_a p_{ac} \ln p_{ac} / \ln m`,
    :math:`w_c \propto 1 - E_c` [1]_.

    References
    ----------
    .. [1] Hwang, C. L. and Yoon, K. (1981). *Multiple Attribute Decision Making*, chapter 3. Springer.

    Examples
    --------
    >>> entropy_weights(np.array([[1.0, 5.0], [0.0, 5.0]]))
    array([1., 0.])
    """
    parts = normalised(measures, "sum")
    parts = np.where(parts.sum(axis=-2, keepdims=True) > 0, parts, 1 / parts.shape[-2])
    entropies = -(parts * np.log(np.where(parts > 0, parts, 1.0))).sum(axis=-2) / np.log(max(parts.shape[-2], 2))
    return _in_proportion(np.where(np.ptp(parts, axis=-2) > 0, 1 - entropies, 0.0))


def critic_weights(measures: FloatArray, maximise: BoolArray | None = None) -> FloatArray:
    r"""Weigh criteria by how far they spread the alternatives and how little they repeat each other.

    Parameters
    ----------
    measures : (..., alternatives, criteria)
        In any unit, finite.
    maximise : (criteria,)
        Where more is better; left out: everywhere.

    Returns
    -------
    (..., criteria)
        Weights adding up to 1. A criterion on which all are equal has weight 0 and is correlated with none; if that
        holds for all of them, or the criteria repeat each other wholly, weights are equal.

    Raises
    ------
    ValueError
        When a measure is missing or infinite.

    Notes
    -----
    On min-max normalised measures, :math:`w_c \propto \sigma_c \sum_k (1 - \rho_{ck})`, with standard deviations
    :math:`\sigma` and linear correlations :math:`\rho` [1]_.

    References
    ----------
    .. [1] Diakoulaki, D., Mavrotas, G. and Papayannakis, L. (1995). Determining objective weights in multiple criteria
       problems: the CRITIC method. *Computers & Operations Research* 22(7), 763-770.

    Examples
    --------
    >>> critic_weights(np.array([[0.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 1.0, 0.0]])).round(4)
    array([0.25, 0.25, 0.5 ])
    """
    values = normalised(measures, "min_max", maximise)
    apart = values - values.mean(axis=-2, keepdims=True)
    spreads = np.sqrt((apart**2).mean(axis=-2))
    apart = apart / np.where(spreads > 0, spreads, 1.0)[..., None, :]
    correlations = np.swapaxes(apart, -1, -2) @ apart / values.shape[-2]
    conflict = (1 - correlations).sum(axis=-1) - (1 - np.diagonal(correlations, axis1=-2, axis2=-1))
    return _in_proportion(spreads * np.maximum(conflict, 0.0))


def _in_proportion(points: FloatArray) -> FloatArray:
    total = points.sum(axis=-1, keepdims=True)
    told_apart = total > 1e-12  # below is rounding
    return np.where(told_apart, points / np.where(told_apart, total, 1.0), 1 / points.shape[-1])
