"""Criteria first: the layout in which the methods work.

A batch comes as (problems, alternatives, criteria). Turned round to (criteria, alternatives, problems), every step of a
method is one operation on long rows, and sums over criteria or alternatives add whole rows one after another. That is
about four times faster than working problem by problem, and a problem comes out the same, to the last bit, alone and
within a batch.
"""

import math
from collections.abc import Callable

import numpy as np

from decisions.engine.arrays import BoolArray, FloatArray

NUMBERS_AT_A_TIME = 8_192  # 64 kB: what one step of a method keeps within the cache, and the system does not take back
ROWS_ONE_BY_ONE = 16  # up to here a sum row by row is fastest

Kernel = Callable[[FloatArray, FloatArray, BoolArray | None], FloatArray]


def over_problems(
    kernel: Kernel, measures: FloatArray, weights: FloatArray, maximise: BoolArray | None = None
) -> FloatArray:
    """Apply a method to every problem, criteria first.

    Parameters
    ----------
    kernel
        Takes columns (criteria, alternatives, problems) of its own, to overwrite, in which more is better (those of
        minimised criteria have the sign changed); weights (criteria, problems) adding up to 1; and which criteria are
        minimised, none where all are maximised. The axis of problems is missing where there is one problem. Gives back
        (alternatives, problems), or one more axis before these.
    measures : (..., alternatives, criteria)
        In any unit, finite.
    weights : (..., criteria)
        Not negative, in any unit; all zero means equal.
    maximise : (criteria,)
        Where more is better; left out: everywhere.

    Returns
    -------
    (..., alternatives)
        Or one more axis after these.

    Raises
    ------
    ValueError
        When shapes do not fit, a measure is missing or infinite, or a weight negative or infinite.

    Examples
    --------
    >>> measures, weights = np.array([[3.0, 10.0], [1.0, 40.0]]), np.array([1.0, 3.0])
    >>> over_problems(lambda columns, weights, minimised: add_criteria(columns * weights[:, None]), measures, weights)
    array([ 8.25, 30.25])
    """
    measures, weights = np.asarray(measures, float), np.asarray(weights, float)
    shape = measures.shape
    if len(shape) < 2 or 0 in shape[-2:]:
        raise ValueError(f"measures: (..., alternatives, criteria), at least one of each, not {shape}")
    if weights.shape[-1:] != shape[-1:]:
        raise ValueError(f"weights: {shape[-1]} criteria were measured, and weights of shape {weights.shape} given")
    minimised = None
    if maximise is not None:
        maximise = np.asarray(maximise, bool)
        if maximise.shape != shape[-1:]:
            raise ValueError(f"maximise: one for each of {shape[-1]} criteria, not {maximise.shape}")
        minimised = ~maximise
    if len(shape) == 2 and weights.ndim == 1:
        return kernel(_columns(measures, minimised), shares(weights), minimised).T
    leading = np.broadcast_shapes(shape[:-2], weights.shape[:-1])
    problems = np.broadcast_to(measures, (*leading, *shape[-2:])).reshape(-1, *shape[-2:])
    points = np.broadcast_to(weights, (*leading, shape[-1])).reshape(-1, shape[-1])
    step = max(1, NUMBERS_AT_A_TIME // (shape[-2] * shape[-1]))

    def outcome(start: int) -> FloatArray:
        part = slice(start, start + step)
        return kernel(_columns(problems[part], minimised), shares(points[part].T.copy()), minimised)

    first = outcome(0)
    together = np.empty((*first.shape[:-1], len(problems)))
    together[..., :step] = first
    for start in range(step, len(problems), step):
        together[..., start : start + step] = outcome(start)
    return together.T.reshape(*leading, *together.shape[-2::-1])


def add_criteria(rows: FloatArray) -> FloatArray:
    """Add up the first axis, one criterion after another.

    A plain sum may group its terms by how the whole array lies in memory, so that its last bit differs between one
    problem and many. Over the first axis of more than one number each it adds row to row, and is fastest.

    >>> add_criteria(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    array([ 9., 12.])
    """
    if rows[0].size > 1 and rows.flags.c_contiguous:
        summed: FloatArray = np.add.reduce(rows, axis=0)
        return summed
    total: FloatArray = +rows[0]
    for row in range(1, len(rows)):
        total += rows[row]
    return total


def add_alternatives(columns: FloatArray) -> FloatArray:
    """Add up the second axis, in an order that hangs on the number of alternatives alone.

    >>> add_alternatives(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
    array([ 6., 15.])
    """
    rows = columns.swapaxes(0, 1)
    while len(rows) > ROWS_ONE_BY_ONE:  # add halves to each other, many rows at once
        half, odd = divmod(len(rows), 2)
        halved = rows[:half] + rows[half : 2 * half]
        if odd:
            halved[0] += rows[-1]
        rows = halved
    total: FloatArray = +rows[0]
    for row in range(1, len(rows)):
        total += rows[row]
    return total


def shares(weights: FloatArray) -> FloatArray:
    """Turn weights (criteria, ...) into shares that add up to 1; where all are zero, equal ones.

    Raises
    ------
    ValueError
        When a weight is negative, missing or infinite.

    Examples
    --------
    >>> shares(np.array([[3.0, 0.0], [1.0, 0.0]]))
    array([[0.75, 0.5 ],
           [0.25, 0.5 ]])
    """
    total = add_criteria(weights)
    least, most = (total, total) if weights.ndim == 1 else (total.min(initial=1.0), total.max(initial=1.0))
    if not 0 < least <= most < math.inf or np.count_nonzero(weights < 0):
        if not np.all(weights >= 0) or not np.all(np.isfinite(total)):
            raise ValueError("weights are finite and not negative")
        weights = np.where(total > 0, weights, 1.0)
        total = add_criteria(weights)
    return weights / total


def _columns(problems: FloatArray, minimised: BoolArray | None) -> FloatArray:
    turned = problems.T
    columns: FloatArray = turned.copy("C")
    if minimised is not None:
        np.negative(columns, out=columns, where=minimised.reshape(-1, *[1] * (turned.ndim - 1)))
    if not math.isfinite(np.vdot(columns, columns)):
        _refuse(problems)
    return columns


def _refuse(problems: FloatArray) -> None:
    where = np.argwhere(~np.isfinite(problems))
    if not len(where):
        raise ValueError("measures are so large that their squares are not finite")
    *_, alternative, criterion = where[0]
    raise ValueError(
        f"the measure of alternative {alternative} on criterion {criterion} is missing or infinite: "
        "where it is not known, give the interval in which it lies (see `missing`)"
    )
