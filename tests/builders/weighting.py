"""Ways to give weights, as a request has them."""

from typing import Any

CRITERIA = (
    "isolation", "efficiency", "portability", "deployment_speed", "compliance", "cost", "operations", "continuity",
)  # fmt: skip


def direct(**points: float) -> dict[str, Any]:
    return {"method": "direct", "points": points}


def ranked(*order: str | list[str], **more: str) -> dict[str, Any]:
    return {"method": "rank_order", "order": list(order), **more}


def swings(**points: float | list[float]) -> dict[str, Any]:
    return {"method": "swing", "points": points}


def compared(*pairs: tuple[str, str, float], **more: str) -> dict[str, Any]:
    comparisons = [{"a": first, "b": second, "ratio": ratio} for first, second, ratio in pairs]
    return {"method": "pairwise", "comparisons": comparisons, **more}


def chosen(*answers: tuple[str, float, str, str]) -> dict[str, Any]:
    """Answers as (partly, share, wholly, choice)."""
    named = ("partly", "share", "wholly", "choice")
    return {"method": "trade_offs", "answers": [dict(zip(named, answer, strict=True)) for answer in answers]}


EVERY_WAY: dict[str, dict[str, Any]] = {
    "direct": direct(isolation=3, cost=1),
    "ordinal": ranked("compliance", ["isolation", "continuity"], "cost"),
    "roc": ranked(*CRITERIA, scheme="roc"),
    "rank_sum": ranked(*CRITERIA, scheme="rank_sum"),
    "reciprocal": ranked(*CRITERIA, scheme="reciprocal"),
    "swing": swings(isolation=100, cost=20),
    "swing ranges": swings(isolation=100, cost=[20, 60], compliance=[50, 90], continuity=30),
    "swing order": {"method": "swing", "order": ["isolation", "cost"]},
    "pairs": compared(("isolation", "cost", 5), ("cost", "compliance", 1 / 3), ("isolation", "compliance", 2)),
    "geometric means": compared(("isolation", "cost", 5), ("cost", "compliance", 0.5), variant="geometric_mean"),
    "no choice yet": chosen(),
    "choices": chosen(("cost", 0.5, "isolation", "partly"), ("compliance", 0.8, "cost", "wholly")),
}

CIRCLE = compared(("isolation", "cost", 9), ("cost", "compliance", 9), ("compliance", "isolation", 9))  # contradictory
