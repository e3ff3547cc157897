"""How sure an alternative is to come first for the weights that suit it best."""

import numpy as np

from decisions.engine.additive import SCORE_DIGITS, weighted_sum
from decisions.engine.arrays import FloatArray


def confidence_factors(values: FloatArray, central_weights: FloatArray) -> FloatArray:
    r"""Return the share of the drawn values for which each alternative comes first by its own central weights.

    Parameters
    ----------
    values : (draws, alternatives, criteria)
        From 0 to 1; values that are known are one draw.
    central_weights : (alternatives, criteria)
        Mean of the weights that put it first, see `smaa`; zeros for an alternative that no weights put first.

    Returns
    -------
    (alternatives,)
        Shares, 0 to 1; 0 for an alternative that no weights put first. Equals go in the order of the alternatives. Of
        :math:`n` independent draws a share has a standard error of :math:`\sqrt{p (1 - p) / n}`.

    Raises
    ------
    ValueError
        When a shape does not fit, or there is no draw.

    Notes
    -----
    A low factor says that the measures are too uncertain to make the alternative a choice even for whoever weighs as it
    would have it [1]_.

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for group
       decision making. *Operations Research* 49(3), 444-454.

    Examples
    --------
    >>> values = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.1, 0.0], [0.0, 1.0]]])
    >>> confidence_factors(values, np.array([[0.75, 0.25], [0.25, 0.75]]))
    array([0.5, 1. ])
    """
    values, central_weights = np.asarray(values, float), np.asarray(central_weights, float)
    if values.ndim != 3 or values.shape[1:] != central_weights.shape or not values.size:
        raise ValueError(f"values (draws, alternatives, criteria), at least one draw, not {values.shape}")
    scores = weighted_sum(values[:, None], central_weights)  # (draws, whose weights, alternatives)
    first = np.round(scores, SCORE_DIGITS).argmax(axis=-1) == np.arange(len(central_weights))
    return np.asarray(np.mean(first & np.any(central_weights > 0, axis=-1), axis=0))
