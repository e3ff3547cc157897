"""Small decision models, as an author would write them and as the schema reads them."""

from typing import Any

from scenarios import schema


def both(en: str, zh: str = "中文") -> dict[str, str]:
    return {"en": en, "zh-hans": zh}


def entries(**changes: Any) -> dict[str, Any]:
    """Return a small decision model that has something of every part, as its files would give it."""
    return {
        "key": "small",
        "version": "2026.11.1",
        "label": both("Small decision model", "小型决策模型"),
        "summary": both("Two criteria, three platforms.", "两项指标，三种平台。"),
        "method": method(),
        "criteria": [
            {"key": key, "label": both(key), "meaning": both("More is better."), "kind": kind, "points": points}
            for key, kind, points in (("isolation", "core", 1), ("cost", "practical", 0.75))
        ],
        "facts": [
            {"key": "cold_start_ms", "label": both("Cold start"), "unit": "ms", "kind": "number"},
            {"key": "needs_own_kernel", "label": both("Own kernel"), "kind": "flag"},
            {"key": "boundary", "label": both("Boundary"), "kind": "text"},
        ],
        "platforms": [
            platform("vmware", role="core"),
            platform("docker", role="core"),
            platform("microvm", role="extended", like="docker"),
        ],
        "ratings": [
            rating(platform, criterion) for platform in ("vmware", "docker", "microvm") for criterion in CRITERIA
        ],
        "evidence": [evidence("paper"), evidence("survey", figure={"low": 1, "high": 2.5, "unit": both("ms", "ms")})],
        "sections": [{"key": "needs", "label": both("Needs"), "intro": both("What it needs.")}],
        "questions": [need(), fact(), gated(), timed()],
        "constraints": [
            {
                "key": "slow_start",
                "effect": "exclude",
                "fact": {"fact": "cold_start_ms", "above": 1000},
                "when": [{"question": "tenant_trust", "in": ["hostile"]}],
                "unless": {"question": "team", "in": ["kubernetes"]},
                "because": both("It starts too slowly."),
                "evidence": ["paper"],
            },
            {
                "key": "harden_first",
                "effect": "condition",
                "platforms": ["docker"],
                "when": [{"question": "tenant_trust", "in": ["hostile"]}],
                "because": both("Neighbours attack."),
                "confirm": both("Show the hardening."),
            },
        ],
        "contradictions": [
            {
                "key": "trust_and_team",
                "when": [
                    {"question": "tenant_trust", "in": ["hostile"]},
                    {"question": "team", "in": ["nothing"]},
                ],
                "severity": "unusual",
                "message": both("Hostile neighbours and nobody to run it."),
            }
        ],
        "measurements": [] if "questions" in changes else [measurement()],  # it takes the number of one of them
        "scenarios": [
            {
                "key": "erp",
                "label": both("ERP"),
                "summary": both("Years of steady running."),
                "origin": "article",
                "expected": "vmware",
                "importance": {"isolation": 3, "cost": 0},
                "answers": {"tenant_trust": "one_team", "team": ["vsphere"]},
                "workloads": [
                    {
                        "key": "reports",
                        "label": both("Reports"),
                        "summary": both("Nightly lists."),
                        "answers": {"tenant_trust": "hostile", "team": ["kubernetes"]},
                    }
                ],
            }
        ],
        "countermeasures": [
            {
                "key": "seccomp",
                "label": both("System call filter"),
                "description": both("Fewer system calls."),
                "tools": ["seccomp"],
                "origin": "berth",
                "platforms": ["docker"],
                "when": [{"question": "tenant_trust", "in": ["hostile"]}],
                "urgency": "required",
            }
        ],
        "layers": [
            {
                "key": "hosts",
                "order": 1,
                "label": both("Hosts"),
                "role": both("Pool of resources."),
                "gives": both("Fault domains."),
                "platforms": ["vmware", "docker"],
                "origin": "article",
            }
        ],
        "trends": [
            {
                "key": "microvms",
                "label": both("MicroVMs"),
                "claim": both("Starts in milliseconds."),
                "status": both("In use at large clouds."),
                "ring": "trial",
                "as_of": "2026-11-01",
                "platforms": ["microvm"],
                "origin": "article",
                "evidence": ["survey"],
            }
        ],
        "article_facts": [
            {
                "key": "boot_time",
                "section": 2,
                "paths": ["section_2.boot"],
                "statement": both("VMs start in minutes."),
                "use": both("Feeds the rating."),
                "criteria": ["isolation"],
                "corrections": [{"key": "boot_time_today", "severity": "outdated", "text": both("Seconds today.")}],
            }
        ],
        **changes,
    }


CRITERIA = ("isolation", "cost")


def method() -> dict[str, Any]:
    reason = both("Chosen for the test.")
    numbers = {
        "least_confidence": 0.6,
        "least_lead": 0.02,
        "most_open": 0.4,
        "most_unsettled": 0.05,
        "spread_exact": 0.1,
        "spread_direct": 0.3,
        "spread_scenario": 0.4,
    }
    return {"seed": 7, "cases": 1024} | {
        name: {"number": number, "because": reason} for name, number in numbers.items()
    }


def platform(key: str, **changes: Any) -> dict[str, Any]:
    return {
        "key": key,
        "label": both(key),
        "short": both(key),
        "summary": both("A way to run workloads."),
        "facts": {
            "cold_start_ms": {"text": both("half a second"), "number": 500, "evidence": ["paper"]},
            "needs_own_kernel": {"text": both("yes"), "flag": True},
            "boundary": {"text": both("a hypervisor")},
        },
        **changes,
    }


def rating(platform: str, criterion: str, **changes: Any) -> dict[str, Any]:
    return {
        "platform": platform,
        "criterion": criterion,
        "low": 2,
        "typical": 3.5,
        "high": 5,
        "basis": "judgement",
        "rationale": both("Seen often."),
        "evidence": ["paper"],
        **changes,
    }


def evidence(key: str, **changes: Any) -> dict[str, Any]:
    return {
        "key": key,
        "metric": "cold_start_ms",
        "label": both("Half a second on a warm host."),
        "conditions": both("Image already local."),
        "year": 2024,
        "source": {"title": "A study", "url": "https://example.org/study"},
        "confidence": "A",
        "verified": True,
        "basis": "seen",
        **changes,
    }


def need(**changes: Any) -> dict[str, Any]:
    return {
        "key": "tenant_trust",
        "section": "needs",
        "label": both("Trust"),
        "text": both("Whose code runs beside it?"),
        "why": both("Shared kernels leak."),
        "changes": both("Isolation counts more."),
        "nature": "need",
        "kind": "single",
        "options": [
            {"key": "one_team", "label": both("One team")},
            {
                "key": "hostile",
                "label": both("Strangers"),
                "importance": {"isolation": 2},
                "because": both("They may attack."),
            },
        ],
        **changes,
    }


def fact(**changes: Any) -> dict[str, Any]:
    return {
        "key": "team",
        "section": "needs",
        "label": both("Team"),
        "text": both("What can your team run?"),
        "why": both("Skills decide."),
        "changes": both("Cost."),
        "nature": "fact",
        "kind": "multiple",
        "criteria": ["cost"],
        "strictest": True,
        "options": [
            {
                "key": "vsphere",
                "label": both("vSphere"),
                "effects": {"cost": {"vmware": 0.5, "docker": -0.5}},
                "because": both("They know it."),
            },
            {"key": "kubernetes", "label": both("Kubernetes")},
            {"key": "nothing", "label": both("None of these"), "none": True},
        ],
        **changes,
    }


def gated(**changes: Any) -> dict[str, Any]:
    return {
        "key": "instances",
        "section": "needs",
        "label": both("Instances"),
        "text": both("How many instances?"),
        "hint": both("At the peak."),
        "why": both("Density counts."),
        "changes": both("Cost counts more."),
        "nature": "need",
        "kind": "single",
        "shown_if": {"question": "tenant_trust", "in": ["hostile"]},
        "default": "few",
        "measure": {"unit": both("instances"), "name": "instances"},
        "chances_because": both("Most systems are small."),
        "options": [
            {"key": "few", "label": both("Up to ten"), "chance": 0.75, "below": 10},
            {"key": "many", "label": both("More"), "chance": 0.25},
        ],
        **changes,
    }


def timed(**changes: Any) -> dict[str, Any]:
    return {
        "key": "start",
        "section": "needs",
        "label": both("Start"),
        "text": both("How long may a start take?"),
        "why": both("Some boot."),
        "changes": both("The rating, as a number."),
        "nature": "need",
        "kind": "single",
        "measure": {"unit": both("seconds"), "name": "seconds"},
        "options": [{"key": "soon", "label": both("Soon"), "below": 10}, {"key": "later", "label": both("Later")}],
        **changes,
    }


def measurement(**changes: Any) -> dict[str, Any]:
    return {
        "key": "start_time",
        "criterion": "isolation",
        "formula": "start_time",
        "label": both("Start"),
        "unit": both("%", "%"),
        "meaning": both("Of the time allowed."),
        "because": both("It is what counts."),
        "inputs": {"allowed": "start"},
        "anchors": [{"at": 10, "value": 1}, {"at": 110, "value": 0}],
        "anchors_because": both("By judgement."),
        "figures": [figure("vmware"), figure("docker", low=500, typical=1000, high=2000)],
        **changes,
    }


def figure(platform: str, **changes: Any) -> dict[str, Any]:
    return {
        "platform": platform,
        "quantity": "start",
        "low": 15_000,
        "typical": 30_000,
        "high": 60_000,
        "because": both("Seen often."),
        "evidence": ["paper"],
        **changes,
    }


def document(**changes: Any) -> schema.DecisionModel:
    return schema.DecisionModel.model_validate(entries(**changes))


def strong_vmware(document: schema.DecisionModel) -> schema.DecisionModel:
    """Return a newer version in which VMs are best at everything."""
    best = {"low": 5.0, "typical": 5.0, "high": 5.0}
    ratings = tuple(
        rating.model_copy(update=best) if rating.platform == "vmware" else rating for rating in document.ratings
    )
    return document.model_copy(update={"version": "2026.12.1", "ratings": ratings})


def renamed_option(document: schema.DecisionModel, question: str, option: str) -> schema.DecisionModel:
    """Return a newer version in which an option has another key, as of one that nothing else names."""
    questions = tuple(
        asked.model_copy(
            update={
                "options": tuple(
                    offered.model_copy(update={"key": "renamed"}) if offered.key == option else offered
                    for offered in asked.options
                )
            }
        )
        if asked.key == question
        else asked
        for asked in document.questions
    )
    return document.model_copy(update={"version": "2026.12.1", "questions": questions})
