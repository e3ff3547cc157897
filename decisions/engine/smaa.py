"""Which weights would favour whom: stochastic multicriteria acceptability analysis for given weights."""

from dataclasses import dataclass

import numpy as np

from decisions.engine.arrays import FloatArray

WEIGHTS_AT_A_TIME = 8_192  # scores of eight alternatives: half a megabyte


@dataclass(frozen=True, eq=False, slots=True)
class Smaa:
    """Shares of the weights; equals go in the order of the alternatives."""

    ranks: FloatArray  # (alternatives, ranks): share of the weights that give it this place
    wins: FloatArray  # (alternatives, alternatives): share that puts the first of the two before the second
    central_weights: FloatArray  # (alternatives, criteria): mean of the weights that put it first; 0 where none does


def smaa(values: FloatArray, weights: FloatArray) -> Smaa:
    r"""Count how often each alternative takes each place.

    Parameters
    ----------
    values : (alternatives, criteria)
        From 0 to 1.
    weights : (weights, criteria)
        At least one; each adding up to 1. For weights of which nothing is known see `uniform_weights`.

    Returns
    -------
    Smaa
        Rank acceptability :math:`b_a^r`, pairwise winning indices :math:`c_{ab}` and central weights :math:`w_a^c`.

    Raises
    ------
    ValueError
        Without any weights.

    Notes
    -----
    SMAA-2 [1]_ with given values; pairwise winning indices are those of [2]_. Every pair is compared, which is faster
    than to sort as long as there are a dozen alternatives or less. A share of :math:`n` independent weights has a
    standard error of :math:`\sqrt{p (1 - p) / n}`.

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: stochastic multicriteria acceptability analysis for group
       decision making. *Operations Research* 49(3), 444-454.
    .. [2] Leskinen, P. et al. (2006). An alternative acceptability measure for multiple criteria decision aid. *Forest
       Policy and Economics* 9(3), 229-236.

    Examples
    --------
    >>> found = smaa(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([[0.9, 0.1], [0.7, 0.3], [0.6, 0.4], [0.2, 0.8]]))
    >>> found.ranks
    array([[0.75, 0.25],
           [0.25, 0.75]])
    >>> found.wins
    array([[0.  , 0.75],
           [0.25, 0.  ]])
    >>> found.central_weights.round(3)
    array([[0.733, 0.267],
           [0.2  , 0.8  ]])
    """
    if not len(weights):
        raise ValueError("acceptability needs at least one vector of weights")
    alternatives, criteria = values.shape
    ranks, wins = np.zeros((2, alternatives, alternatives), np.int64)
    central_weights = np.zeros((alternatives, criteria))
    for start in range(0, len(weights), WEIGHTS_AT_A_TIME):
        part = weights[start : start + WEIGHTS_AT_A_TIME]
        scores = values @ part.T
        place = np.zeros(scores.shape, np.uint8)
        for one in range(alternatives - 1):
            ahead = (scores[one] >= scores[one + 1 :]).view(np.uint8)
            wins[one, one + 1 :] += np.add.reduce(ahead, axis=-1, dtype=np.uint32)
            place[one + 1 :] += ahead
            place[one] += alternatives - 1 - one - np.add.reduce(ahead, axis=0)
        for rank in range(alternatives):
            ranks[:, rank] += np.add.reduce((place == rank).view(np.uint8), axis=-1, dtype=np.uint32)
        central_weights += (place == 0).astype(float) @ part
    wins += np.tril(len(weights) - wins.T, -1)
    return Smaa(ranks / len(weights), wins / len(weights), central_weights / np.maximum(ranks[:, :1], 1))
