"""A small decision model and what an engine could say of it, for reports that need no database.

Two criteria, three platforms, three questions. Scores are weighted sums of the stars given, so that everything adds
up; the shares of cases are invented.
"""

from typing import Any

from decisions.documents.evaluation import Evaluation
from scenarios.schema import DecisionModel

STARS = {
    "vmware": {"isolation": 4.5, "cost": 2.5},
    "docker": {"isolation": 2.0, "cost": 4.0},
    "hybrid": {"isolation": 4.0, "cost": 3.0},
}
LABELS = {
    "vmware": ("VMs (VMware)", "虚拟机"),
    "docker": ("Containers (Docker)", "容器"),
    "hybrid": ("Hybrid", "混合架构"),
}
FIRST = {"vmware": 0.934, "docker": 0.004, "hybrid": 0.052}
NONE_LEFT = 0.01


def said(en: str, zh: str = "中文") -> dict[str, str]:
    return {"en": en, "zh-hans": zh}


def small_model(**changes: Any) -> DecisionModel:
    threshold = {"number": 0.5, "because": said("Because.")}
    document = {
        "key": "small",
        "version": "2026.11.1",
        "label": said("Small model"),
        "summary": said("For tests."),
        "method": {
            "seed": 1,
            "cases": 1024,
            **dict.fromkeys(
                ("least_confidence", "least_lead", "most_open", "most_unsettled", "spread_exact", "spread_direct",
                 "spread_scenario"),
                threshold,
            ),
        },
        "criteria": [
            {"key": key, "label": said(label, zh), "meaning": said("High is good."), "kind": kind, "points": 1}
            for key, label, zh, kind in (
                ("isolation", "Isolation", "隔离强度", "core"),
                ("cost", "Cost", "成本", "practical"),
            )
        ],
        "platforms": [
            {"key": key, "label": said(en, zh), "short": said(en, zh), "summary": said("It runs."), "role": "core"}
            for key, (en, zh) in LABELS.items()
        ]
        + [
            {"key": "microvm", "label": said("MicroVMs", "微虚拟机"), "short": said("MicroVMs", "微虚拟机"),
             "summary": said("It runs small."), "role": "extended", "like": "hybrid"},
        ],
        "ratings": [
            {"platform": platform, "criterion": criterion, "low": stars - 0.5, "typical": stars,
             "high": min(stars + 0.5, 5), "basis": "judgement", "rationale": said(f"{platform} on {criterion}."),
             "evidence": ["boot", "guess"]}
            for platform, of in (STARS | {"microvm": STARS["hybrid"]}).items()
            for criterion, stars in of.items()
        ],
        "evidence": [
            {"key": "boot", "metric": "boot", "label": said("Boots in 45 to 90 s."), "year": 2021,
             "figure": {"low": 45, "high": 90, "unit": said("s", "秒")}, "article_figure": {"low": 60},
             "conditions": said("On one cloud."), "source": {"title": "A paper"}, "confidence": "A",
             "verified": True, "basis": "seen"},
            {"key": "guess", "metric": "guess", "label": said("Some say so."), "year": 2020,
             "conditions": said("Unknown."), "source": {"title": "A post"}, "confidence": "C", "verified": False,
             "basis": "memory"},
        ],
        "sections": [{"key": "all", "label": said("All"), "intro": said("All of them.")}],
        "questions": [
            question("release_rate", "Release rate", "need", ("yearly", "daily")),
            question("packaging", "Packaging", "fact", ("installer", "image"), criteria=["cost"]),
            question("tenant_trust", "Tenant trust", "need", ("one_team", "strangers")),
        ],
        "constraints": [
            {"key": "own_kernel", "effect": "exclude", "platforms": ["docker"], "because": said("It needs a kernel."),
             "when": [{"question": "tenant_trust", "in": ["strangers"]}], "evidence": ["boot"]},
            {"key": "certified", "effect": "condition", "platforms": ["vmware"], "because": said("It is certified."),
             "confirm": said("Show the certificate."), "when": [{"question": "packaging", "in": ["installer"]}]},
        ],
        "scenarios": [
            {"key": "erp", "label": said("ERP", "企业 ERP"), "summary": said("A typical ERP."), "origin": "article",
             "expected": "vmware", "importance": {"isolation": 3, "cost": 1},
             "answers": {"release_rate": "yearly", "packaging": "installer"}},
        ],
        "countermeasures": [
            {"key": "scan", "label": said("Scan images"), "description": said("Scan them."), "tools": ["Trivy"],
             "origin": "article", "platforms": ["docker", "hybrid"], "urgency": "required", "evidence": ["boot"]},
            {"key": "patch", "label": said("Patch hosts"), "description": said("Patch them."), "origin": "berth",
             "platforms": ["vmware"], "urgency": "advised",
             "when": [{"question": "release_rate", "in": ["yearly"]}]},
            {"key": "never", "label": said("Guard tenants"), "description": said("Guard them."), "origin": "berth",
             "platforms": ["vmware"], "urgency": "required",
             "when": [{"question": "release_rate", "in": ["daily"]}]},
        ],
        "layers": [
            {"key": key, "order": order, "label": said(label), "role": said("A layer"), "gives": said("Something."),
             "platforms": platforms, "origin": "article"}
            for order, (key, label, platforms) in enumerate(
                [("servers", "Servers", ["vmware", "docker", "hybrid"]), ("esxi", "ESXi", ["vmware", "hybrid"]),
                 ("pods", "Pods", ["hybrid"])], start=1)
        ],
        "trends": [
            {"key": "dpu", "label": said("DPU"), "claim": said("No loss."), "status": said("Some loss."),
             "ring": "assess", "as_of": "2026-11-23", "origin": "article", "evidence": ["guess"]},
        ],
    }  # fmt: skip
    return DecisionModel.model_validate(document | changes)


def question(key: str, label: str, nature: str, options: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "section": "all",
        "label": said(label),
        "text": said(f"{label}?"),
        "why": said("It matters."),
        "changes": said("A weight."),
        "nature": nature,
        "kind": "single",
        "options": [{"key": option, "label": said(option)} for option in options],
    } | more


def small_evaluation(leader: str = "vmware", **changes: Any) -> Evaluation:
    """Return what an engine could say; `leader` comes first whatever the stars say, `changes` replace parts."""
    weights = {"isolation": 0.75, "cost": 0.25}
    order = sorted(STARS, key=lambda platform: (platform != leader, -score_of(platform, weights)))
    first = dict(zip(order, sorted(FIRST.values(), reverse=True), strict=True))
    evaluation = {
        "verdict": "recommended",
        "platform": leader,
        "close_rivals": [],
        "confidence": first[leader],
        "settled": False,
        "summary": "For a typical case of “ERP”: VMs (VMware).",
        "ranking": [
            {
                "platform": platform,
                "rank": rank,
                "score": score_of(platform, weights),
                "low": round(score_of(platform, weights) - 0.08, 4),
                "high": round(score_of(platform, weights) + 0.06, 4),
                "eligible": True,
                "rank_acceptability": [first[platform], round(0.6 - first[platform] / 2, 4), 0.2],
            }
            for rank, platform in enumerate(order, start=1)
        ],
        "weights": weights,
        "contributions": {
            platform: {criterion: points_of(platform, criterion, weights) for criterion in weights}
            for platform in STARS
        },
        "parts": {
            platform: {criterion: part(platform, criterion, weights) for criterion in weights} for platform in STARS
        },
        "importance": {
            "isolation": [{"source": "scenario", "question": None, "points": 3.0}],
            "cost": [{"source": "scenario", "question": None, "points": 1.0}],
        },
        "weighting": {
            "method": "importance", "variant": None, "text": "The weights are those of the scenario.", "spread": 0.4,
            "range": {"isolation": [0.6, 0.87], "cost": [0.13, 0.4]},
            "consistency_ratio": None, "random_index": None, "inconsistent": [], "settled": None, "possible": [],
            "next": None, "reason": "",
        },
        "reasons": {
            "in_favour": [{"criterion": "isolation", "question": None, "points": 0.09, "text": "It isolates.",
                           "rationale": "A kernel each."}],
            "against": [{"criterion": "cost", "question": None, "points": -0.03, "text": "It costs.",
                         "rationale": "Licences."}],
        },
        "pairwise_winning": {platform: {rival: 0.5 for rival in STARS if rival != platform} for platform in STARS},
        "central_weights": dict.fromkeys(STARS, weights),
        "none_left": NONE_LEFT,
        "hanging": 0.031,
        "tipping_points": [
            {"criterion": "cost", "weight": 0.25, "at": 0.5, "platform": "hybrid"},
            {"criterion": "isolation", "weight": 0.75, "at": 0.5, "platform": "hybrid"},
        ],
        "ask_next": [{"question": "tenant_trust", "chance_of_change": 0.18, "at_stake": 0.04}],
        "excluded": [],
        "conditions": [],
        "warnings": [{"code": "assumed_answers", "message": "Two answers are assumed."}],
        "answers": [
            given("release_rate", "assumed", ["yearly"], source="scenario"),
            given("packaging", "answered", ["installer"], source="own", note="as delivered"),
            given("tenant_trust", "missing", [], source="none"),
        ],
        "counts": {"own": 1, "assumed": 1, "open": 1, "does_not_apply": 0, "shown": 3},
        "beside": [{"platform": "microvm", "score": 0.61, "eligible": True}],
        "counterfactuals": {
            "weights": {"to": {"isolation": 0.5, "cost": 0.5}, "distance": 0.5, "platform": "hybrid"},
            "answers": [{"question": "packaging", "from": ["installer"], "to": ["image"], "platform": "hybrid"}],
            "conflict": [],
        },
        "cross_checks": {
            "topsis": order, "vikor": order, "promethee_ii": order, "weighted_product": [*order[1:], order[0]],
            "figures": figures(order),
        },
        "agreement": {"all_agree": False, "sentence": "They do not agree."},
        "robustness": {
            "stability": {criterion: {"leader": [0.25, 1.0], "order": [0.5, 0.8]} for criterion in weights},
            "reversals": [],
        },
        "rival": order[1],
        "language": "en",
        "scenario": "erp",
        "provenance": {
            "model": "small", "model_version": "2026.11.1", "model_digest": "sha256:" + "a" * 64, "engine": "1",
            "seed": 1, "cases": 1024, "input_digest": "sha256:" + "b" * 64,
        },
    }  # fmt: skip
    return Evaluation.model_validate(evaluation | changes)


def figures(order: list[str]) -> dict[str, Any]:
    """What four methods say in numbers: the first is ahead everywhere, and the others cannot be compared."""
    best, *others = order
    return {
        "topsis": {key: 0.75 - place / 4 for place, key in enumerate(order)},
        "vikor": {key: {"group": place / 4, "worst": place / 8, "index": place / 2} for place, key in enumerate(order)},
        "compromise": [best],
        "promethee": {
            key: {"positive": 0.5 - place / 4, "negative": place / 4, "net": 0.5 - place / 2}
            for place, key in enumerate(order)
        },
        "promethee_i": {"preferred": [[best, other] for other in others], "indifferent": [], "incomparable": [others]},
        "weighted_product": {key: 4.0 - place for place, key in enumerate(order)},
    }


def points_of(platform: str, criterion: str, weights: dict[str, float]) -> float:
    return round(weights[criterion] * (STARS[platform][criterion] - 1) / 4, 4)


def score_of(platform: str, weights: dict[str, float]) -> float:
    return round(sum(points_of(platform, criterion, weights) for criterion in weights), 4)


def part(platform: str, criterion: str, weights: dict[str, float]) -> dict[str, Any]:
    """Take a contribution apart: an answer brings a tenth of it, the scale takes a hundredth away."""
    total = points_of(platform, criterion, weights)
    answer, limit = round(total / 10, 4), round(-total / 100, 4)
    stars = STARS[platform][criterion]
    return {
        "base": round(total - answer - limit, 4),
        "answers": [{"question": "packaging", "points": answer, "open": False}],
        "limit": limit,
        "total": total,
        "stars": stars,
        "low": stars - 0.5,
        "high": min(stars + 0.5, 5.0),
    }


def given(question: str, state: str, value: list[str], **more: Any) -> dict[str, Any]:
    return {
        "question": question,
        "state": state,
        "value": value,
        "certainty": None,
        "does_not_apply": None,
        "note": "",
    } | more
