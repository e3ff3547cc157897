"""Criteria that are rated by a figure of the workload's own, where its numbers are known, instead of by stars.

A number that a criterion is measured by adds nothing else to that criterion: no importance, and no shift.
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
class Measurement:
    """A figure that rates a criterion: what it is worked out from, and what it is worth."""

    key: str
    criterion: int
    inputs: tuple[int, ...]  # questions whose numbers the formula takes, in its order
    formula: Formula
    value: PiecewiseLinear
    rated: BoolArray  # (alternatives,): for whom there are figures; the others keep their stars

    def measures(self, numbers: FloatArray) -> FloatArray:
        """Work the figure out from numbers (problems, inputs) above 0: (problems, alternatives, 3)."""
        return self.formula(np.clip(numbers, LEAST_NUMBER, MOST_NUMBER))

    def values(self, numbers: FloatArray) -> FloatArray:
        """Return low, typical and high values for numbers (problems, inputs): (problems, alternatives, 3)."""
        measures = self.measures(numbers)
        low, high = self.value.interval(measures[..., LOW], measures[..., HIGH])
        return np.stack([low, self.value(measures[..., TYPICAL]), high], axis=-1)
