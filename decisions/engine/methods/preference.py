"""Preference functions: how much a difference on one criterion speaks for the better alternative.

The six types are those of Brans, J. P., Vincke, P. and Mareschal, B. (1986). How to select and how to rank projects:
the PROMETHEE method. *European Journal of Operational Research* 24(2), 228-238.
"""

from dataclasses import dataclass

import numpy as np

from decisions.engine.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Preference:
    """A preference function: 0 up to some difference, 1 from some difference on, never falling.

    All but the Gaussian one are sums of steps and a ramp, of which flows can be had without comparing all pairs.
    """

    kind: str
    steps: tuple[tuple[float, float], ...] = ()  # (threshold, rise): rises by that much above the threshold
    ramp: tuple[float, float] | None = None  # rises evenly from 0 at the first difference to 1 at the second
    inflection: float | None = None  # of the Gaussian one, in the unit of the criterion

    def __call__(self, differences: FloatArray, slack: FloatArray | float = 0.0) -> FloatArray:
        """Return the preference, 0..1, for differences in the unit of the criterion.

        A difference counts as above a step only when it is so by more than the slack.
        """
        differences = np.asarray(differences, float)
        preferred = np.zeros(np.broadcast_shapes(differences.shape, np.shape(slack)))
        for threshold, rise in self.steps:
            preferred += rise * (differences > threshold + slack)
        if self.ramp is not None:
            start, end = self.ramp
            preferred += np.clip((differences - start) / (end - start), 0.0, 1.0)
        if self.inflection is not None:
            preferred -= np.expm1(-0.5 * (np.maximum(differences, 0.0) / self.inflection) ** 2)
        return preferred


def usual() -> Preference:
    """Prefer whatever is better, by however little (type I).

    >>> usual()(np.array([-1.0, 0.0, 0.1]))
    array([0., 0., 1.])
    """
    return Preference("usual", steps=((0.0, 1.0),))


def u_shape(indifference: float) -> Preference:
    """Prefer what is better by more than the threshold of indifference (type II).

    >>> u_shape(2.0)(np.array([2.0, 2.1]))
    array([0., 1.])
    """
    _refuse_below_zero(indifference=indifference)
    return Preference("u_shape", steps=((indifference, 1.0),))


def v_shape(preference: float) -> Preference:
    """Prefer in proportion to the difference, wholly from the threshold of preference on (type III).

    >>> v_shape(2.0)(np.array([-1.0, 0.5, 3.0]))
    array([0.  , 0.25, 1.  ])
    """
    _refuse_below_zero(preference=preference)
    return Preference("v_shape", ramp=(0.0, preference)) if preference else Preference("v_shape", steps=((0.0, 1.0),))


def level(indifference: float, preference: float) -> Preference:
    """Prefer by half above the threshold of indifference, wholly above that of preference (type IV).

    >>> level(1.0, 3.0)(np.array([1.0, 2.0, 3.0, 3.1]))
    array([0. , 0.5, 0.5, 1. ])
    """
    _refuse_wrong_order(indifference, preference)
    return Preference("level", steps=((indifference, 0.5), (preference, 0.5)))


def linear(indifference: float, preference: float) -> Preference:
    """Prefer in proportion to what exceeds the threshold of indifference, wholly from that of preference on (type V).

    >>> linear(1.0, 3.0)(np.array([1.0, 2.0, 3.0]))
    array([0. , 0.5, 1. ])
    """
    _refuse_wrong_order(indifference, preference)
    if indifference == preference:
        return Preference("linear", steps=((indifference, 1.0),))
    return Preference("linear", ramp=(indifference, preference))


def gaussian(inflection: float) -> Preference:
    r"""Prefer by :math:`1 - e^{-d^2 / 2 s^2}`, steepest at a difference of :math:`s` (type VI).

    >>> gaussian(2.0)(np.array([-1.0, 0.0, 2.0])).round(4)
    array([0.    , 0.    , 0.3935])
    """
    if not 0 < inflection < np.inf:
        raise ValueError(f"inflection: {inflection} is not above 0")
    return Preference("gaussian", inflection=inflection)


def _refuse_below_zero(**thresholds: float) -> None:
    for name, threshold in thresholds.items():
        if not 0 <= threshold < np.inf:
            raise ValueError(f"{name}: a threshold of {threshold} is below 0 or not finite")


def _refuse_wrong_order(indifference: float, preference: float) -> None:
    _refuse_below_zero(indifference=indifference, preference=preference)
    if indifference > preference:
        raise ValueError(f"the threshold of indifference, {indifference}, exceeds that of preference, {preference}")
