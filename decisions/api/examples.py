"""Requests to start from. Their answers in the description come from the engine, so they are what one gets."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from decisions.documents.request import EvaluationRequest
from decisions.services.evaluate import evaluate


@dataclass(frozen=True, slots=True)
class Example:
    """A request, and what it shows."""

    name: str
    title: Promise
    body: dict[str, Any]

    def answer(self) -> dict[str, Any]:
        return evaluate(EvaluationRequest.model_validate(self.body)).model_dump(mode="json")


ONE = (
    Example("typical_erp", _("A typical ERP, verdict only"), {"scenario": "erp", "detail": "verdict"}),
    Example(
        "own_answers",
        _("Own answers over a scenario's, with a summary in Chinese"),
        {
            "scenario": "ecommerce",
            "language": "zh-hans",
            "detail": "summary",
            "answers": {
                "release_rate": "daily",
                "regime": ["privacy", "payment"],
                "cold_start": "unsure",
                "instance_count": {"value": 40, "certainty": "measured", "note": "Peak of last year"},
                "edge_footprint": {"does_not_apply": "out_of_scope"},
                "lock_in": None,
            },
        },
    ),
    Example(
        "own_weights",
        _("Weights and platforms of one's own, everything that can be said"),
        {
            "model": "standard",
            "scenario": "finance",
            "detail": "full",
            "seed": 7,
            "weights": {"isolation": 3, "efficiency": 1, "deployment_speed": 2, "compliance": 3, "cost": 2},
            "platforms": ["vmware", "docker", "hybrid"],
        },
    ),
    Example(
        "ranked_criteria",
        _("Criteria in order; two matter alike"),
        {
            "scenario": "ecommerce",
            "detail": "full",
            "weighting": {
                "method": "rank_order",
                "order": ["deployment_speed", ["efficiency", "cost"], "operations", "isolation"],
            },
        },
    ),
    Example(
        "swing_ranges",
        _("What the step from worst to best is worth, in points or ranges of points"),
        {
            "scenario": "finance",
            "detail": "full",
            "weighting": {
                "method": "swing",
                "points": {"isolation": 100, "compliance": [70, 90], "continuity": [50, 80], "cost": 30},
            },
        },
    ),
    Example(
        "compared_pairs",
        _("Criteria compared in pairs, in contradiction"),
        {
            "scenario": "finance",
            "detail": "full",
            "weighting": {
                "method": "pairwise",
                "variant": "eigenvector",
                "random_index": "saaty_2008",
                "comparisons": [
                    {"a": "isolation", "b": "cost", "ratio": 5},
                    {"a": "isolation", "b": "compliance", "ratio": 1},
                    {"a": "compliance", "b": "cost", "ratio": 0.5},
                    {"a": "isolation", "b": "continuity", "ratio": 2},
                ],
            },
        },
    ),
    Example(
        "either_or",
        _("Either/or questions: one answered, the next one in the answer"),
        {
            "scenario": "devops",
            "detail": "full",
            "weighting": {
                "method": "trade_offs",
                "answers": [{"partly": "cost", "share": 0.5, "wholly": "isolation", "choice": "partly"}],
            },
        },
    ),
    Example(
        "placed_workloads",
        _("The workloads of one system, placed one by one"),
        {
            "scenario": "finance",
            "detail": "summary",
            "answers": {"lock_in": "critical"},
            "workloads": [
                {"name": "Trading core", "scenario_workload": "trading_core"},
                {"name": "Risk control", "scenario_workload": "risk_control", "answers": {"tenant_trust": "own_team"}},
                {"name": "Ledger", "answers": {"vendor_support": "vmware_only", "lock_in": None}},
            ],
        },
    ),
)

BATCH: dict[str, Any] = {
    "items": [
        {"scenario": "erp"},
        {"scenario": "ai_training", "answers": {"device_access": ["gpu_whole"]}},
        {"scenario": "dev_test", "answers": {"release_rate": "hourly"}},
    ]
}

QUESTION = "release_rate"  # where an address names one
ASSESSMENT, DIGEST = "the code of an assessment", "sha256:…"  # only the reader knows them

# What to send to the other calls, by operation. It works in the order of the page, with a fresh assessment.
BODIES: dict[str, dict[str, Any]] = {
    "create_own_scenario": {
        "key": "shop",
        "label": "Shop in two regions",
        "scenario": "ecommerce",
        "answers": {"release_rate": "daily", "regime": ["payment", "privacy"]},
        "weights": {"deployment_speed": 3, "cost": 2, "isolation": 1},
    },
    "change_own_scenario": {
        "label": "Shop in three regions",
        "answers": {"lock_in": None},
        "weights": {"isolation": 2},
    },
    "start_assessment": {"title": "Payroll", "scenario": "erp"},
    "change_assessment": {"title": "Payroll, from 2027"},
    "change_answers": {
        "release_rate": "monthly",
        "instance_count": {"value": 40, "certainty": "measured", "note": "Peak of last year"},
        "lock_in": None,
    },
    "put_weights": {"isolation": 3, "cost": 2, "operations": 2},
    "change_weights": {"compliance": 3, "cost": None},
    "put_weighting": {"method": "rank_order", "order": ["isolation", ["compliance", "cost"], "efficiency"]},
    "change_conditions": {"tenants_apart": "Separate clusters, ticket 4711"},
    "add_workload": {"name": "Reports", "answers": {"release_rate": "daily"}},
    "change_workload": {"name": "Nightly reports", "position": 0, "weights": {"cost": 1}},
    "freeze_assessment": {},
    "share_assessment": {"assessment": ASSESSMENT},
    "sign_off": {
        "name": "R. Viewer",
        "role": "Chief architect",
        "decision": "approved",
        "digest": DIGEST,
    },
    "change_checklist_item": {"owner": "A. Architect", "due": "2027-03-31"},
}
