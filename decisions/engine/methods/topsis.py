"""TOPSIS: close to the best of everything, far from the worst of everything."""

from typing import Literal

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray
from decisions.engine.methods.columns import add_criteria, over_problems
from decisions.engine.methods.normalisation import reference

TopsisNormalisation = Literal["vector", "min_max", "sum", "none"]


def topsis(
    measures: FloatArray,
    weights: FloatArray,
    maximise: BoolArray | None = None,
    *,
    normalisation: TopsisNormalisation = "vector",
) -> FloatArray:
    r"""Score each alternative by how close it is to the ideal.

    Parameters
    ----------
    measures : (..., alternatives, criteria)
        In any unit, finite.
    weights : (..., criteria)
        Not negative, in any unit; only their proportions count. All zero means equal. A weight of 0 leaves the
        criterion out.
    maximise : (criteria,)
        Where more is better; left out: everywhere.
    normalisation
        ``vector`` is the original, ``min_max`` that of Opricovic and Tzeng [2]_; they can give different orders.
        See `normalised`.

    Returns
    -------
    (..., alternatives)
        Closeness: 1 at the ideal, 0 at its opposite. Where these two coincide (one alternative alone, or all equal on
        every criterion that has weight) nothing is closer to one than to the other: 0.5.

    Raises
    ------
    ValueError
        When a measure is missing or infinite, a weight negative, or a shape does not fit.

    Notes
    -----
    With :math:`v_{ac} = w_c n_c(x_{ac})`, the ideal :math:`v^+_c = \max_a v_{ac}` and its opposite
    :math:`v^-_c = \min_a v_{ac}`, the closeness is :math:`D^- / (D^+ + D^-)`, :math:`D^\pm` being the Euclidean
    distances to :math:`v^\pm` [1]_.

    References
    ----------
    .. [1] Hwang, C. L. and Yoon, K. (1981). *Multiple Attribute Decision Making*, chapter 3. Springer.
    .. [2] Opricovic, S. and Tzeng, G. H. (2004). Compromise solution by MCDM methods: a comparative analysis of VIKOR
       and TOPSIS. *European Journal of Operational Research* 156(2), 445-455.

    Examples
    --------
    >>> measures = np.array([[3.0, 0.0], [4.0, 4.0], [0.0, 3.0]])
    >>> topsis(measures, np.array([1.0, 1.0]), np.array([True, True])).round(3)
    array([0.421, 1.   , 0.421])
    """

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        _, unit = reference(columns, normalisation, minimised)
        columns *= (weights if unit is None else weights / unit)[:, None]
        to_ideal = _distance(columns, np.maximum.reduce(columns, axis=1))
        to_opposite = _distance(columns, np.minimum.reduce(columns, axis=1))
        both = to_ideal + to_opposite
        if np.count_nonzero(both) < both.size:
            to_opposite, both = np.where(both == 0, 0.5, to_opposite), np.where(both == 0, 1.0, both)
        return to_opposite / both

    return over_problems(kernel, measures, weights, maximise)


def _distance(columns: FloatArray, point: FloatArray) -> FloatArray:
    apart = columns - point[:, None]
    apart *= apart
    distance: FloatArray = np.sqrt(add_criteria(apart))
    return distance
