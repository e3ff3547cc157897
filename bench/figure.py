"""A figure: how much of something is used, mostly time, against a floor that was measured in the same run."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

PER_UNIT = {"ms": 1e3, "MB": 1 / 1024**2}


@dataclass(frozen=True, slots=True)
class Figure:
    """What ours and the floor take, in seconds or bytes, and the ratio not to exceed."""

    name: str
    ours: float
    floor: float
    bar: float
    unit: Literal["ms", "MB"] = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    def written(self, amount: float) -> str:
        return f"{amount * PER_UNIT[self.unit]:.2f}{self.unit}"


def race(ours: Callable[[], object], floors: Sequence[Callable[[], object]], *, rounds: int = 5) -> tuple[float, float]:
    """Time both in turn and return the best seconds of each; of several floors the fastest counts.

    In turn, because a machine that is shared slows down and speeds up; the best, because nothing makes work faster
    than it is.
    """
    best, best_floor = float("inf"), float("inf")
    for _ in range(rounds):
        best = min(best, seconds(ours))
        best_floor = min(best_floor, *(seconds(floor) for floor in floors))
    return best, best_floor


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
