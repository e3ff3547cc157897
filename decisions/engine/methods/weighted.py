"""Weighted sum and weighted product of measures in any units."""

from typing import Literal

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray
from decisions.engine.methods.columns import add_criteria, over_problems
from decisions.engine.methods.normalisation import reference, take_reciprocals

SumNormalisation = Literal["none", "min_max", "sum", "ratio"]
ProductNormalisation = Literal["none", "sum", "ratio"]


def weighted_sum(
    measures: FloatArray,
    weights: FloatArray,
    maximise: BoolArray | None = None,
    *,
    normalisation: SumNormalisation = "min_max",
) -> FloatArray:
    r"""Score each alternative by the weighted sum of its normalised measures.

    For values on a scale of their own, 0 to 1, as the recommendation has them, see `additive.weighted_sum`.

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
        See `normalised`. Under ``min_max`` a criterion on which all are equal gives nothing to anyone, hence one
        alternative alone scores 0.

    Returns
    -------
    (..., alternatives)
        Scores, more is better; 0 to 1 except under ``none``.

    Raises
    ------
    ValueError
        When a measure is missing or infinite, a weight negative, or a shape does not fit.

    Notes
    -----
    :math:`V(a) = \sum_c w_c n_c(x_{ac})`, :math:`n` being the normalisation [1]_.

    References
    ----------
    .. [1] Triantaphyllou, E. (2000). *Multi-Criteria Decision Making Methods: A Comparative Study*, chapter 2. Kluwer.

    Examples
    --------
    >>> measures = np.array([[10.0, 200.0], [30.0, 100.0], [20.0, 100.0]])
    >>> weighted_sum(measures, np.array([3.0, 1.0]), np.array([True, False]))
    array([0.   , 1.   , 0.625])
    """

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        origin, unit = reference(columns, normalisation, minimised)
        if origin is not None:
            columns -= origin[:, None]
        columns *= (weights if unit is None else weights / unit)[:, None]
        return add_criteria(columns)

    return over_problems(kernel, measures, weights, maximise)


def weighted_product(
    measures: FloatArray,
    weights: FloatArray,
    maximise: BoolArray | None = None,
    *,
    normalisation: ProductNormalisation = "none",
) -> FloatArray:
    r"""Score each alternative by the product of its measures, each to the power of its weight.

    Parameters
    ----------
    measures : (..., alternatives, criteria)
        On ratio scales: not negative, and above 0 where less is better. A 0 where more is better makes the product 0,
        unless the criterion has no weight.
    weights : (..., criteria)
        Not negative, in any unit; only their proportions count. All zero means equal.
    maximise : (criteria,)
        Where more is better; left out: everywhere.
    normalisation
        See `normalised`; it changes no order here, only the unit of the scores.

    Returns
    -------
    (..., alternatives)
        Scores, not negative, more is better. Ratios of scores have a meaning, differences have none.

    Raises
    ------
    ValueError
        When a measure is missing, infinite or out of place, a weight negative, or a shape does not fit.

    Notes
    -----
    :math:`P(a) = \prod_c x_{ac}^{\pm w_c}`, minus where less is better [1]_. A weakness costs more than in a sum, and
    no unit matters.

    References
    ----------
    .. [1] Miller, D. W. and Starr, M. K. (1969). *Executive Decisions and Operations Research*. Prentice-Hall.

    Examples
    --------
    >>> weighted_product(np.array([[4.0, 4.0], [16.0, 1.0], [25.0, 0.0]]), np.array([1.0, 1.0]))
    array([4., 4., 0.])
    """

    def kernel(columns: FloatArray, weights: FloatArray, minimised: BoolArray | None) -> FloatArray:
        if normalisation == "none":
            take_reciprocals(columns, minimised)
        else:
            _, unit = reference(columns, normalisation, minimised)
            if unit is not None:
                columns /= unit[:, None]
        nothing = columns <= 0
        columns[nothing] = 1.0
        product: FloatArray = np.exp(add_criteria(np.log(columns) * weights[:, None]))
        product[(nothing & (weights > 0)[:, None]).any(axis=0)] = 0.0
        return product

    return over_problems(kernel, measures, weights, maximise)
