"""Which criteria are measured in which problem, and what that puts aside."""

from typing import NamedTuple

import numpy as np

from decisions.engine.additive import stars_of
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.measurements import TYPICAL
from decisions.engine.model import Model
from decisions.engine.problems import Problems


class Measured(NamedTuple):
    """What is measured. A figure applies when there is a number above 0 for all that it is worked out from."""

    applies: BoolArray  # (problems, measurements)
    worth: FloatArray  # (problems, measurements, alternatives, 3): stars of each figure by itself; 0 where it has none
    rates: BoolArray  # (problems, measured criteria): some figure of it applies; see `Model.measured`
    stars: FloatArray  # (problems, measured criteria, alternatives, 3): low, typical, high; 0 where none applies

    def take(self, rows: IntArray) -> "Measured":
        return Measured(self.applies[rows], self.worth[rows], self.rates[rows], self.stars[rows])


def measured(model: Model, problems: Problems) -> Measured:
    r"""Rate the criteria of each problem that its own numbers measure.

    Notes
    -----
    The stars are :math:`\min(b, l_1, l_2, \dots)`, low, typical and high each: the figure :math:`b` that stands for
    the rating, or the rating itself where that figure is not known, and those :math:`l` that only limit it. The
    weakest link counts and nothing makes up for it [1]_: memory that is left over carries no traffic. An alternative
    for which a figure is not published goes without it.

    References
    ----------
    .. [1] Liebig's law of the minimum, as a production function: Paris, Q. (1992). The von Liebig hypothesis.
       *American Journal of Agricultural Economics* 74(4), 1019-1028.
    """
    count, alternatives = len(problems), len(model.alternatives)
    found = Measured(
        applies=np.zeros((count, len(model.measurements)), bool),
        worth=np.zeros((count, len(model.measurements), alternatives, 3)),
        rates=np.zeros((count, len(model.measured)), bool),
        stars=np.zeros((count, len(model.measured), alternatives, 3)),
    )
    if not problems.numbers.any():
        return found
    for place, measurement in enumerate(model.measurements):
        columns, inputs = [model.numbered.index(each) for each in measurement.inputs], list(measurement.inputs)
        known = (problems.numbers[:, columns] > 0) & (problems.outcomes[:, inputs] >= 0)
        found.applies[:, place] = known.all(axis=-1)
        rows = np.flatnonzero(found.applies[:, place])
        stars = stars_of(measurement.values(problems.numbers[rows][:, columns]))
        found.worth[rows, place] = np.where(measurement.rated[:, None], stars, 0)
    _combine(model, found)
    return found


def _combine(model: Model, found: Measured) -> None:
    """Put one figure of each criterion in the place of its stars, and let the others limit them."""
    for column, criterion in enumerate(model.measured):
        by = [place for place, each in enumerate(model.measurements) if each.criterion == criterion]
        found.rates[:, column] = found.applies[:, by].any(axis=-1)
        found.stars[found.rates[:, column], column] = model.ratings[:, criterion]
        for place in sorted(by, key=lambda place: model.measurements[place].limits):  # that in place of stars first
            rows = np.flatnonzero(found.applies[:, place])
            stars, worth = found.stars[rows, column], found.worth[rows, place]
            has_figure = model.measurements[place].rated[:, None]
            lowest = np.minimum(stars, worth) if model.measurements[place].limits else worth
            found.stars[rows, column] = np.where(has_figure, lowest, stars)


def typical_ratings(model: Model, found: Measured) -> FloatArray:
    """Return typical stars before any shift: (problems or 1, alternatives, criteria)."""
    ratings = model.ratings[None, ..., TYPICAL]
    if not found.rates.any():
        return ratings
    ratings = np.repeat(ratings, len(found.rates), axis=0)
    for column, criterion in enumerate(model.measured):
        rows = np.flatnonzero(found.rates[:, column])
        ratings[rows, :, criterion] = found.stars[rows, column, :, TYPICAL]
    return ratings
