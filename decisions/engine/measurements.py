"""Criteria that are rated by a figure of the workload's own, where its numbers are known, instead of by stars.

A number that a criterion is measured by adds nothing else to that criterion: no importance, and no shift. Several
figures may measure one criterion: the lowest counts, since the scarcest resource decides. One of them stands for the
stars; the others only limit them, for that one resource abounds says nothing of the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray
from decisions.engine.methods.value_functions import PiecewiseLinear

LOW, TYPICAL, HIGH = range(3)
PER_CENT = 100.0
MS_PER_SECOND = 1000.0
LEAST_NUMBER, MOST_NUMBER = 1e-6, 1e12  # beyond these no share moves any more, and products stay finite

Formula = Callable[[FloatArray], FloatArray]  # (problems, inputs) to (problems, alternatives, 3), not falling


@dataclass(frozen=True, eq=False, slots=True)
class UsefulMemory:
    r"""How much of the memory that is taken the applications get, in per cent.

    Parameters of a call
    --------------------
    numbers : (problems, 2)
        Memory of an instance, and how many instances there are; both above 0.

    Returns
    -------
    (problems, alternatives, 3)
        Low, typical and high: the low share goes with the high overhead.

    Notes
    -----
    :math:`n` instances of :math:`m` take :math:`M = n m (1 + s)`, and :math:`k` operating systems of :math:`g` lie
    below them: one for each instance, or one for each machine of :math:`S`, :math:`k = \lceil M / S \rceil`; a machine
    is never smaller than an instance. The share is :math:`n m / (M + k g)`.

    Examples
    --------
    Twenty instances of 1 GB, each with an operating system of 600 MB and 2 % beside, or all on one machine with 3 %.

    >>> each, shared = [600.0, 600.0, 600.0], [600.0, 600.0, 600.0]
    >>> memory = UsefulMemory(
    ...     guest=np.array([each, shared]),
    ...     share=np.array([[0.02] * 3, [0.03] * 3]),
    ...     span=np.array([[0.0] * 3, [65536.0] * 3]),
    ... )
    >>> memory(np.array([[1024.0, 20.0]]))[..., TYPICAL].round(1)
    array([[62.3, 94.4]])
    """

    guest: FloatArray  # (alternatives, 3): memory of one operating system
    share: FloatArray  # (alternatives, 3): what an instance takes beside, as a share of its memory
    span: (
        FloatArray  # (alternatives, 3): memory of a machine that shares one operating system; 0: each instance its own
    )

    def __call__(self, numbers: FloatArray) -> FloatArray:
        size, count = numbers[:, 0, None, None], numbers[:, 1, None, None]
        worst_first = slice(None, None, -1)
        one = size * (1 + self.share[:, worst_first])
        taken = count * one
        machine = np.maximum(self.span, one)
        systems = np.where(self.span > 0, np.ceil(taken / machine), count)
        share: FloatArray = PER_CENT * count * size / (taken + systems * self.guest[:, worst_first])
        return share


@dataclass(frozen=True, eq=False, slots=True)
class StartTime:
    """How much of the time that a start may take it does take, in per cent.

    Called with (problems, 1), the seconds allowed, above 0, it gives (problems, alternatives, 3).

    >>> StartTime(np.array([[15_000.0, 30_000.0, 60_000.0]]))(np.array([[60.0]]))
    array([[[ 25.,  50., 100.]]])
    """

    start: FloatArray  # (alternatives, 3): milliseconds from request to ready

    def __call__(self, numbers: FloatArray) -> FloatArray:
        return PER_CENT * self.start / (MS_PER_SECOND * numbers[:, :, None])


@dataclass(frozen=True, eq=False, slots=True)
class CapacityUsed:
    r"""How much of what an instance can get from a line or a drive it needs, in per cent.

    Parameters of a call
    --------------------
    numbers : (problems, 1)
        What one instance needs, above 0.

    Returns
    -------
    (problems, alternatives, 3)
        Low, typical and high: the low share goes with the most that can be had.

    Notes
    -----
    Of the capacity :math:`c` of the bare machine an instance gets the share :math:`r`, so that a need :math:`n` uses
    :math:`n / (c r)` of it; above 1 the need cannot be met by one instance. Waiting grows with :math:`1 / (1 - \rho)`
    of the share :math:`\rho` that is used [1]_, which is why little is left well below 1.

    References
    ----------
    .. [1] Kleinrock, L. (1975). *Queueing Systems*, volume 1, chapter 3 (M/M/1). Wiley.

    Examples
    --------
    Five of ten Gbit/s, of which all, or half, gets through.

    >>> CapacityUsed(np.full((2, 3), 10_000.0), np.array([[1.0] * 3, [0.4, 0.5, 1.0]]))(np.array([[5_000.0]]))
    array([[[ 50.,  50.,  50.],
            [ 50., 100., 125.]]])
    """

    native: FloatArray  # (alternatives, 3): what the bare machine gives, in the unit of the need, above 0
    passed: FloatArray  # (alternatives, 3): the share of it that an instance gets, above 0

    def __call__(self, numbers: FloatArray) -> FloatArray:
        most_first = slice(None, None, -1)
        return PER_CENT * numbers[:, :, None] / (self.native * self.passed)[:, most_first]


@dataclass(frozen=True, eq=False, slots=True)
class Measurement:
    """A figure that rates a criterion: what it is worked out from, and what it is worth."""

    key: str
    criterion: int
    inputs: tuple[int, ...]  # questions whose numbers the formula takes, in its order
    formula: Formula
    value: PiecewiseLinear
    rated: BoolArray  # (alternatives,): for whom there are figures; the others keep their stars
    limits: bool = False  # it counts only where it is below what the criterion is rated by otherwise

    def measures(self, numbers: FloatArray) -> FloatArray:
        """Work the figure out from numbers (problems, inputs) above 0: (problems, alternatives, 3)."""
        return self.formula(np.clip(numbers, LEAST_NUMBER, MOST_NUMBER))

    def values(self, numbers: FloatArray) -> FloatArray:
        """Return low, typical and high values for numbers (problems, inputs): (problems, alternatives, 3)."""
        measures = self.measures(numbers)
        low, high = self.value.interval(measures[..., LOW], measures[..., HIGH])
        return np.stack([low, self.value(measures[..., TYPICAL]), high], axis=-1)
