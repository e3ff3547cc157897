"""Making measures of different units comparable. Which way was taken is part of a method's name."""

from typing import Literal

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray
from decisions.engine.methods.columns import add_alternatives, over_problems

SMALLEST_SQUARE = 1e-200  # squares below lose digits

Normalisation = Literal["none", "min_max", "vector", "sum", "ratio"]


def normalised(measures: FloatArray, normalisation: Normalisation, maximise: BoolArray | None = None) -> FloatArray:
    r"""Make measures comparable, more being better on every criterion.

    Parameters
    ----------
    measures : (..., alternatives, criteria)
        In any unit; for ``sum`` and ``ratio`` not negative, and above 0 where less is better.
    normalisation
        Which way; see the notes.
    maximise : (criteria,)
        Where more is better; left out: everywhere.

    Returns
    -------
    (..., alternatives, criteria)

    Raises
    ------
    ValueError
        When a measure is missing or infinite, or lies where the normalisation has no meaning.

    Notes
    -----
    With :math:`x` measured on one criterion, first where more, then where less is better [1]_:

    * ``none``: :math:`x`; :math:`-x`
    * ``min_max``: :math:`(x - \min x) / (\max x - \min x)`; :math:`(\max x - x) / (\max x - \min x)`
    * ``vector``: :math:`x / \lVert x \rVert`; :math:`-x / \lVert x \rVert`
    * ``sum``: :math:`x / \sum x`; :math:`x^{-1} / \sum x^{-1}`
    * ``ratio``: :math:`x / \max x`; :math:`\min x / x`

    A criterion on which all alternatives are equal gives 0 to all under ``min_max``, and one of zeros gives 0 always.
    All ways but ``none`` depend on which alternatives are compared: adding one can turn the order of two others.

    References
    ----------
    .. [1] Hwang, C. L. and Yoon, K. (1981). *Multiple Attribute Decision Making*, chapter 2. Springer.

    Examples
    --------
    >>> measures = np.array([[10.0, 200.0], [30.0, 100.0], [20.0, 100.0]])
    >>> normalised(measures, "min_max", np.array([True, False]))
    array([[0. , 0. ],
           [1. , 1. ],
           [0.5, 1. ]])
    """

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        origin, unit = reference(columns, normalisation, minimised)
        if origin is not None:
            columns -= origin[:, None]
        if unit is not None:
            columns /= unit[:, None]
        return columns

    return over_problems(kernel, measures, np.ones(np.shape(measures)[-1:]), maximise)


def reference(
    columns: FloatArray, normalisation: Normalisation, minimised: BoolArray | None
) -> tuple[FloatArray | None, FloatArray | None]:
    """Find the origin and the unit (criteria, problems) that a normalisation measures each column from and in.

    Where it works on reciprocals, minimised columns are turned into them in place.
    """
    if normalisation == "none":
        return None, None
    if normalisation == "min_max":
        return extent(columns)
    if normalisation == "vector":
        return None, _not_zero(_length(columns))
    take_reciprocals(columns, minimised)
    if normalisation == "sum":
        return None, _not_zero(add_alternatives(columns))
    return None, _not_zero(np.maximum.reduce(columns, axis=1))


def extent(columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the least of each column and how far it reaches from there, 1 where all are equal."""
    least = np.minimum.reduce(columns, axis=1)
    return least, _not_zero(np.maximum.reduce(columns, axis=1) - least)


def take_reciprocals(columns: FloatArray, minimised: BoolArray | None) -> None:
    """Turn minimised columns, which have their sign changed, into reciprocals, in place.

    Raises
    ------
    ValueError
        When a measure is negative, or 0 where less is better.
    """
    if minimised is not None:
        lower_is_better = columns[minimised]
        if np.any(lower_is_better >= 0):
            raise ValueError("a measure of which less is better must be above 0: its reciprocal is taken")
        columns[minimised] = -1 / lower_is_better
    if np.any(columns < 0):
        raise ValueError("a measure is negative: this way of making measures comparable has no meaning for it")


def _length(columns: FloatArray) -> FloatArray:
    """Return the Euclidean length of each column."""
    total = add_alternatives(columns * columns)
    if np.count_nonzero(total > SMALLEST_SQUARE) < total.size:
        largest = _not_zero(np.maximum.reduce(np.abs(columns), axis=1))
        part = columns / largest[:, None]
        return largest * np.sqrt(add_alternatives(part * part))
    return np.sqrt(total)


def _not_zero(unit: FloatArray) -> FloatArray:
    """Measure in 1 where there is nothing to measure by: the column is 0 from its origin on."""
    if np.count_nonzero(unit) < unit.size:
        unit = np.where(unit == 0, 1.0, unit)
    return unit
