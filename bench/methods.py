"""How fast the methods are, against bare NumPy on the same decisions."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

import numpy as np

from bench.figure import Figure, race
from decisions.engine import FloatArray
from decisions.engine.methods.preference import linear
from decisions.engine.methods.promethee import promethee
from decisions.engine.methods.stability import winner_intervals
from decisions.engine.methods.topsis import topsis
from decisions.engine.methods.weighted import weighted_sum


class Floor(Protocol):
    def __call__(self, measures: FloatArray, weights: FloatArray, signs: FloatArray) -> FloatArray: ...


DECISIONS, ALTERNATIVES, CRITERIA = 100_000, 3, 5
CHUNKS = (512, 1_024, 2_048, DECISIONS)  # decisions that a floor works on at a time; the fastest counts
CALLS, ROUNDS = 50, 400  # one decision takes microseconds: many rounds, each shorter than a turn on a busy machine
MANY, MANY_CRITERIA = 2_000, 10
INDIFFERENCE, PREFERENCE = 0.5, 3.0


def figures() -> Iterator[Figure]:
    random = np.random.default_rng(2)
    measures = random.uniform(1, 10, (DECISIONS, ALTERNATIVES, CRITERIA))
    weights = random.dirichlet(np.ones(CRITERIA), DECISIONS)
    maximise = np.arange(CRITERIA) % 2 == 0
    signs = np.where(maximise, 1.0, -1.0)
    methods: tuple[tuple[str, Callable[..., FloatArray], Floor], ...] = (
        ("weighted sum", weighted_sum, floor_of_weighted_sum),
        ("TOPSIS", topsis, floor_of_topsis),
    )
    for name, method, floor in methods:
        one = measures[0].copy(), weights[0].copy()
        ours = partial(many_times, partial(method, *one, maximise))
        bare = partial(many_times, partial(floor, *one, signs))
        yield Figure(
            f"{CALLS} calls of one {ALTERNATIVES}x{CRITERIA} decision, {name}", *race(ours, [bare], rounds=ROUNDS), 2.0
        )
    for name, method, floor in methods:
        bare_batches = [partial(in_chunks, partial(floor, signs=signs), measures, weights, chunk) for chunk in CHUNKS]
        name = f"{DECISIONS} decisions of {ALTERNATIVES}x{CRITERIA}, own weights, {name}"
        yield Figure(name, *race(partial(method, measures, weights, maximise), bare_batches, rounds=7), 1.5)
    yield promethee_figure()
    values = random.random((DECISIONS, ALTERNATIVES, CRITERIA))
    closed_forms = [partial(in_chunks, floor_of_intervals, values, weights, chunk) for chunk in CHUNKS]
    name = f"stability intervals of {DECISIONS} decisions of {ALTERNATIVES}x{CRITERIA}"
    yield Figure(name, *race(partial(winner_intervals, values, weights), closed_forms, rounds=7), 0.6)


def promethee_figure() -> Figure:
    random = np.random.default_rng(1)
    measures, weights = random.uniform(1, 10, (MANY, MANY_CRITERIA)), random.dirichlet(np.ones(MANY_CRITERIA))
    maximise = np.arange(MANY_CRITERIA) % 3 != 2
    ours = partial(promethee, measures, weights, linear(INDIFFERENCE, PREFERENCE), maximise)
    bare = partial(floor_of_promethee, measures, weights, np.where(maximise, 1.0, -1.0))
    return Figure(f"PROMETHEE II, {MANY}x{MANY_CRITERIA}, linear", *race(ours, [bare], rounds=15), 1.5)


def many_times(work: Callable[[], object]) -> None:
    for _ in range(CALLS):
        work()


def in_chunks(
    floor: Callable[[FloatArray, FloatArray], object], first: FloatArray, second: FloatArray, step: int
) -> None:
    for start in range(0, len(first), step):
        floor(first[start : start + step], second[start : start + step])


def floor_of_weighted_sum(measures: FloatArray, weights: FloatArray, signs: FloatArray) -> FloatArray:
    """Scale each column between its ends and add up; nothing is checked, and a constant column divides by 0."""
    low, high = measures.min(-2, keepdims=True), measures.max(-2, keepdims=True)
    values = (measures - low) / (high - low)
    values = np.where(signs > 0, values, 1 - values)
    scores: FloatArray = np.einsum("...ac,...c->...a", values, weights)
    return scores


def floor_of_topsis(measures: FloatArray, weights: FloatArray, signs: FloatArray) -> FloatArray:
    values = measures / np.sqrt(np.einsum("...ac,...ac->...c", measures, measures))[..., None, :]
    values = values * (weights * signs)[..., None, :]
    to_best, to_worst = values - values.max(-2, keepdims=True), values - values.min(-2, keepdims=True)
    far = np.sqrt(np.einsum("...ac,...ac->...a", to_best, to_best))
    near = np.sqrt(np.einsum("...ac,...ac->...a", to_worst, to_worst))
    return np.asarray(near / (far + near))


def floor_of_promethee(measures: FloatArray, weights: FloatArray, signs: FloatArray) -> FloatArray:
    """Sort each column, and find net flows by prefix sums and four searches for each alternative."""
    count, net = len(measures), np.zeros(len(measures))
    for criterion, weight in enumerate(weights):
        column = signs[criterion] * measures[:, criterion]
        ranked = np.sort(column)
        sums = np.concatenate(([0.0], np.cumsum(ranked)))
        start, end = (
            np.searchsorted(ranked, column - PREFERENCE, "right"),
            np.searchsorted(ranked, column - INDIFFERENCE, "left"),
        )
        end = np.maximum(start, end)
        gained = start + ((end - start) * (column - INDIFFERENCE) - (sums[end] - sums[start])) / (
            PREFERENCE - INDIFFERENCE
        )
        start, end = (
            np.searchsorted(ranked, column + INDIFFERENCE, "right"),
            np.searchsorted(ranked, column + PREFERENCE, "left"),
        )
        end = np.maximum(start, end)
        lost = (
            count
            - end
            + ((sums[end] - sums[start]) - (end - start) * (column + INDIFFERENCE)) / (PREFERENCE - INDIFFERENCE)
        )
        net += weight * (gained - lost)
    return net / (count - 1)


def floor_of_intervals(values: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Find each crossing in closed form, problem by problem: the lead if only a criterion counted, and without it."""
    scores = np.einsum("bac,bc->ba", values, weights)
    rows, first = np.arange(len(values)), scores.argmax(axis=-1)
    leads, apart = scores[rows, first][:, None] - scores, values[rows, first][:, None] - values
    without = (leads[..., None] - weights[:, None] * apart) / (1 - weights[:, None])
    slope = without - apart
    crossing = np.divide(without, slope, out=np.zeros_like(slope), where=slope != 0)
    return np.where(without < 0, crossing, 0.0).max(axis=1), np.where(apart < 0, crossing, 1.0).min(axis=1)
