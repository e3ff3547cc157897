"""Value functions: what a measure in its own unit is worth, from 0 (worst) to 1 (best)."""

from dataclasses import dataclass

import numpy as np

from decisions.engine.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Linear:
    r"""A straight line from the worst measure, worth 0, to the best, worth 1; either may be the larger.

    :math:`v(x) = (x - w) / (b - w)`; flat beyond both ends unless told otherwise.

    >>> cold_start_seconds = Linear(worst=30.0, best=0.0)
    >>> cold_start_seconds(np.array([60.0, 15.0, 3.0]))
    array([0. , 0.5, 0.9])
    """

    worst: float
    best: float
    flat_beyond: bool = True

    def __post_init__(self) -> None:
        if not np.isfinite(self.best - self.worst) or self.worst == self.best:
            raise ValueError(f"worst and best are finite and differ, unlike {self.worst} and {self.best}")

    def __call__(self, measures: FloatArray) -> FloatArray:
        values: FloatArray = (_known(measures) - self.worst) / (self.best - self.worst)
        return np.clip(values, 0.0, 1.0) if self.flat_beyond else values

    def interval(self, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the lowest and highest value of measures within an interval.

        A missing measure lies within minus and plus infinity, or within what is physically possible.

        >>> Linear(worst=30.0, best=0.0).interval(np.array([3.0, -np.inf]), np.array([6.0, np.inf]))
        (array([0.8, 0. ]), array([0.9, 1. ]))
        """
        ends = self(low), self(high)
        return np.minimum(*ends), np.maximum(*ends)


@dataclass(frozen=True, slots=True)
class PiecewiseLinear:
    """A value function drawn through anchor points and flat beyond both ends.

    >>> memory_ratio = PiecewiseLinear(measures=(1.0, 2.0, 4.0), values=(0.0, 0.8, 1.0))
    >>> memory_ratio(np.array([0.5, 1.5, 3.0]))
    array([0. , 0.4, 0.9])
    """

    measures: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.measures) != len(self.values) or not self.measures:
            raise ValueError("there is a value for each measure, and at least one of them")
        if not np.all(np.isfinite(self.measures)) or not np.all(np.diff(self.measures) > 0):
            raise ValueError(f"measures are finite and rise: {self.measures}")
        if not all(0 <= value <= 1 for value in self.values):
            raise ValueError(f"values lie within 0 and 1: {self.values}")

    def __call__(self, measures: FloatArray) -> FloatArray:
        return np.asarray(np.interp(_known(measures), self.measures, self.values))

    def interval(self, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the lowest and highest value of measures within an interval, anchors between its ends included.

        >>> PiecewiseLinear((0.0, 5.0, 10.0), (0.0, 1.0, 0.0)).interval(np.array([4.0, 6.0]), np.array([7.0, 7.0]))
        (array([0.6, 0.6]), array([1. , 0.8]))
        """
        ends = self(low), self(high)
        within = np.greater.outer(high, self.measures) & np.less.outer(low, self.measures)
        lowest = np.where(within, self.values, np.inf).min(axis=-1)
        highest = np.where(within, self.values, -np.inf).max(axis=-1)
        return np.minimum(np.minimum(*ends), lowest), np.maximum(np.maximum(*ends), highest)


ValueFunction = Linear | PiecewiseLinear


def _known(measures: FloatArray) -> FloatArray:
    measures = np.asarray(measures, float)
    if np.any(np.isnan(measures)):
        raise ValueError("a measure is missing: give the interval in which it lies (see `interval`)")
    return measures
