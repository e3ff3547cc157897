"""Where the cases come from: points of a Sobol set, and the distributions that they are turned into."""

import numpy as np
from scipy.stats import qmc

from decisions.engine.arrays import FloatArray

SOBOL_BITS = 20  # for up to a million points; scrambling takes time with their square
HALF_A_STEP = 2.0 ** -(SOBOL_BITS + 1)  # keeps every point off 0, where a normal deviate would be infinite


def inverse_triangular(chances: FloatArray, low: FloatArray, typical: FloatArray, high: FloatArray) -> FloatArray:
    r"""Turn chances into draws from triangular distributions.

    Parameters
    ----------
    chances : (...)
        From 0 to 1.
    low, typical, high : (...)
        Not falling, in the unit of the draws; broadcast against the chances. Where low equals high, every draw does.

    Returns
    -------
    (...)
        The number below which a draw lies with the given chance.

    Notes
    -----
    With mode at :math:`F = (t - l)/(h - l)`: :math:`l + \sqrt{u (h - l)(t - l)}` for :math:`u < F`, else
    :math:`h - \sqrt{(1 - u)(h - l)(h - t)}` [1]_.

    References
    ----------
    .. [1] Kotz, S. and van Dorp, J. R. (2004). *Beyond Beta*, chapter 1. World Scientific.

    Examples
    --------
    >>> inverse_triangular(np.array([0.0, 0.5, 1.0]), 2.0, 3.0, 4.0)
    array([2., 3., 4.])
    >>> inverse_triangular(np.array([0.125]), 0.0, 2.0, 4.0)
    array([1.])
    """
    width, rise = np.subtract(high, low), np.subtract(typical, low)
    rising = low + np.sqrt(chances * width * rise)
    falling = high - np.sqrt((1 - chances) * width * (width - rise))
    return np.where(chances * width < rise, rising, falling)


def spread_weights(weights: FloatArray, deviates: FloatArray, spread: FloatArray | float) -> FloatArray:
    r"""Draw weights around given ones.

    Parameters
    ----------
    weights : (..., criteria)
        Not negative, not all zero.
    deviates : (..., criteria)
        Draws from the standard normal distribution.
    spread : (...)
        Standard deviation of the logarithm of each weight before they are normalised again.

    Returns
    -------
    (..., criteria)
        Weights adding up to 1. What was zero stays zero.

    Notes
    -----
    :math:`w'_c = w_c e^{\sigma z_c} / \sum_k w_k e^{\sigma z_k}`: a logistic-normal distribution [1]_.

    References
    ----------
    .. [1] Aitchison, J. and Shen, S. M. (1980). Logistic-normal distributions: some properties and uses. *Biometrika*
       67(2), 261-272.

    Examples
    --------
    >>> spread_weights(np.array([0.5, 0.5, 0.0]), np.array([np.log(3.0), 0.0, 9.0]), 1.0)
    array([0.75, 0.25, 0.  ])
    """
    drawn = weights * np.exp(np.asarray(spread)[..., None] * deviates)
    shares: FloatArray = drawn / drawn.sum(axis=-1, keepdims=True)
    return shares


def uniform_weights(count: int, criteria: int, *, seed: int) -> FloatArray:
    """Draw weights uniformly from all that add up to 1.

    Parameters
    ----------
    count, criteria : int
        How many vectors, and of how many criteria.
    seed : int
        The same seed gives the same weights.

    Returns
    -------
    (count, criteria)
        Weights adding up to 1.

    Notes
    -----
    Exponential draws divided by their sum are uniform on the simplex; uniform draws divided by their sum are not, they
    avoid the corners [1]_.

    References
    ----------
    .. [1] Tervonen, T. and Lahdelma, R. (2007). Implementing stochastic multicriteria acceptability analysis.
       *European Journal of Operational Research* 178(2), 500-513.

    Examples
    --------
    >>> weights = uniform_weights(4096, 3, seed=1)
    >>> bool(abs(np.mean(weights[:, 0] > 0.5) - 0.25) < 0.03)
    True
    """
    drawn = np.random.default_rng(seed).standard_exponential((count, criteria))
    shares: FloatArray = drawn / drawn.sum(axis=-1, keepdims=True)
    return shares


def sobol_columns(columns: tuple[str, ...], *, count: int, seed: int) -> FloatArray:
    """Lay scrambled Sobol points, one column for each name.

    Parameters
    ----------
    columns : names of the columns
        Dimensions are given in the order of the names, so that the order in which a model lists things does not matter.
    count : int
        Number of points, a power of two.
    seed : int
        The same seed scrambles alike.

    Returns
    -------
    (columns, count)
        Points strictly between 0 and 1.

    References
    ----------
    .. [1] Owen, A. B. (1998). Scrambling Sobol' and Niederreiter-Xing points. *Journal of Complexity* 14(4), 466-489.

    Examples
    --------
    >>> points = sobol_columns(("b", "a"), count=8, seed=1)
    >>> bool(np.all(np.sort(np.floor(points * 8), axis=-1) == np.arange(8)))
    True
    >>> bool(np.all(points[::-1] == sobol_columns(("a", "b"), count=8, seed=1)))
    True
    """
    points = qmc.Sobol(len(columns), scramble=True, bits=SOBOL_BITS, rng=seed).random(count).T
    places = np.argsort(np.argsort(np.array(columns)))
    laid: FloatArray = points[places] + HALF_A_STEP
    return laid
