"""Which criteria are measured in which problem, and what that puts aside."""

from typing import NamedTuple

import numpy as np

from decisions.engine.additive import stars_of
from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.measurements import TYPICAL
from decisions.engine.model import Model
from decisions.engine.problems import Problems


class Measured(NamedTuple):
    """What is measured. A criterion is, when there is a number above 0 for all that its figure is worked out from."""

    applies: BoolArray  # (problems, measurements)
    stars: FloatArray  # (problems, measurements, alternatives, 3): low, typical, high; 0 where it does not apply

    def take(self, rows: IntArray) -> "Measured":
        return Measured(self.applies[rows], self.stars[rows])


def measured(model: Model, problems: Problems) -> Measured:
    """Rate the criteria of each problem that its own numbers measure.

    An alternative for which there are no figures keeps its stars.
    """
    shape = len(problems), len(model.measurements)
    found = Measured(np.zeros(shape, bool), np.zeros((*shape, len(model.alternatives), 3)))
    if not problems.numbers.any():
        return found
    for place, measurement in enumerate(model.measurements):
        columns, inputs = [model.numbered.index(each) for each in measurement.inputs], list(measurement.inputs)
        known = (problems.numbers[:, columns] > 0) & (problems.outcomes[:, inputs] >= 0)
        found.applies[:, place] = known.all(axis=-1)
        rows = np.flatnonzero(found.applies[:, place])
        stars = stars_of(measurement.values(problems.numbers[rows][:, columns]))
        by_stars = model.ratings[:, measurement.criterion]
        found.stars[rows, place] = np.where(measurement.rated[:, None], stars, by_stars)
    return found


def typical_ratings(model: Model, found: Measured) -> FloatArray:
    """Return typical stars before any shift: (problems or 1, alternatives, criteria)."""
    ratings = model.ratings[None, ..., TYPICAL]
    if not found.applies.any():
        return ratings
    ratings = np.repeat(ratings, len(found.applies), axis=0)
    for place, measurement in enumerate(model.measurements):
        rows = np.flatnonzero(found.applies[:, place])
        ratings[rows, :, measurement.criterion] = found.stars[rows, place, :, TYPICAL]
    return ratings
