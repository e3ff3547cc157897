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

# What to send to the other calls, by operation; it works in the order of the page, with a fresh assessment.
BODIES: dict[str, dict[str, Any]] = {
    "start_assessment": {"title": "Payroll", "scenario": "erp"},
    "change_assessment": {"title": "Payroll, from 2027"},
}
