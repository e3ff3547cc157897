"""The weights at which another alternative takes the lead."""

from dataclasses import dataclass

import numpy as np

from decisions.engine.additive import sum_over_criteria
from decisions.engine.arrays import BoolArray, FloatArray, IntArray

WHOLE_WEIGHT = 1 - 1e-12  # from here on nothing is left of the other weights whose proportions could be kept


@dataclass(frozen=True, eq=False, slots=True)
class TippingPoints:
    """Within which weights of one criterion, the others keeping their proportions, the leader stays first.

    A limit without a rival is the end of the scale: 0 or 1. At a limit with a rival the two are level.
    """

    below: FloatArray  # (problems, criteria)
    below_rival: IntArray  # (problems, criteria): who leads under it; -1 none
    above: FloatArray  # (problems, criteria)
    above_rival: IntArray  # (problems, criteria): who leads over it; -1 none


def tipping_points(values: FloatArray, weights: FloatArray, eligible: BoolArray, leader: IntArray) -> TippingPoints:
    r"""Find how far the weight of each criterion may move before another alternative leads.

    Parameters
    ----------
    values : (problems, alternatives, criteria)
        From 0 to 1.
    weights : (problems, criteria)
        Adding up to 1.
    eligible : (problems, alternatives)
        Who can take the lead.
    leader : (problems,)
        Who has it; -1 for nobody.

    Returns
    -------
    TippingPoints
        The nearest crossing below and above each weight.

    Notes
    -----
    As one weight moves from :math:`w_c` to :math:`t` and the others keep their proportions, the lead over rival
    :math:`j` is a straight line, :math:`t d_j + (1 - t) r_j`, with :math:`d_j = v_{lc} - v_{jc}` the lead if only
    :math:`c` counted, :math:`r_j = (D_j - w_c d_j) / (1 - w_c)` the lead if it did not count, and :math:`D_j` the lead
    as it is. It is 0 at :math:`t = r_j / (r_j - d_j)`. With :math:`w_c = 1` the others are raised equally, so that
    :math:`r_j` is their mean difference. These are the weight stability intervals of [1]_ for the first place.

    References
    ----------
    .. [1] Mareschal, B. (1988). Weight stability intervals in multicriteria decision aid. *European Journal of
       Operational Research* 33(1), 54-64.

    Examples
    --------
    The first leads by 0.7 - 0.3 as long as its criterion weighs more than half.

    >>> found = tipping_points(np.eye(2)[None], np.array([[0.7, 0.3]]), np.ones((1, 2), bool), np.array([0]))
    >>> found.below[0], found.above[0]
    (array([0.5, 0. ]), array([1. , 0.5]))
    >>> found.below_rival[0], found.above_rival[0]
    (array([ 1, -1]), array([-1,  1]))
    """
    problems, alternatives, criteria = values.shape
    alone = values[np.arange(problems), leader][:, None] - values
    lead = sum_over_criteria(alone * weights[:, None])[..., None]
    weight = weights[:, None]
    is_whole = weight > WHOLE_WEIGHT
    equal = (sum_over_criteria(alone)[..., None] - alone) / max(criteria - 1, 1)
    without = np.where(is_whole, equal, (lead - weight * alone) / np.where(is_whole, 1, 1 - weight))
    slope = alone - without
    is_rival = eligible & (np.arange(alternatives) != leader[:, None]) & (leader >= 0)[:, None]
    crosses = is_rival[..., None] & (slope != 0) & (criteria > 1)
    crossing = np.where(lead == 0, weight, without / np.where(slope == 0, 1, -slope))
    gains = crosses & (alone < 0) & (without >= 0)  # the rival, as the weight rises
    loses = crosses & (without < 0) & (alone >= 0)
    above = np.where(gains, np.clip(crossing, weight, 1), np.inf)
    below = np.where(loses, np.clip(crossing, 0, weight), -np.inf)
    nearest_above, nearest_below = above.min(axis=1), below.max(axis=1)
    # of several that are level there, who leads beyond is the one whose line is steepest
    rising = np.where(above == nearest_above[:, None], slope, np.inf).argmin(axis=1)
    falling = np.where(below == nearest_below[:, None], slope, -np.inf).argmax(axis=1)
    has_above, has_below = np.isfinite(nearest_above), np.isfinite(nearest_below)
    return TippingPoints(
        below=np.where(has_below, nearest_below, 0.0),
        below_rival=np.where(has_below, falling, -1),
        above=np.where(has_above, nearest_above, 1.0),
        above_rival=np.where(has_above, rising, -1),
    )
