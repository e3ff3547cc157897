"""Workloads of a whole: each evaluated as if it stood alone, and laid out together."""

import pytest

from decisions.documents.evaluation import PlacedEvaluation, PlacedSummary, PlacedVerdict
from decisions.documents.faults import NotUnderstood
from decisions.documents.request import DetailedAnswer, EvaluationRequest
from decisions.services.evaluate import evaluate, evaluate_many

pytestmark = pytest.mark.django_db

CORE = {"name": "Trading core", "scenario_workload": "trading_core"}
RISK = {"name": "Risk control", "scenario_workload": "risk_control"}
CERTIFIED = {"name": "Certified", "answers": {"vendor_support": "vmware_only"}}
IMAGES_ONLY = {"name": "Images only", "answers": {"vendor_support": "container_only"}}
NOWHERE = {
    "name": "Nowhere",
    "answers": {"vendor_support": "vmware_only", "hosting": "edge_sites", "edge_footprint": "lt2"},
}


def ask(*workloads, scenario="finance", **request):
    return evaluate(EvaluationRequest(scenario=scenario, workloads=list(workloads), **request))


def alone(**request):
    return evaluate(EvaluationRequest(**request))


def faults_of(*workloads, **request):
    with pytest.raises(NotUnderstood) as refused:
        ask(*workloads, **request)
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def places(evaluation):
    return {placement.workload: placement.evaluation.platform for placement in evaluation.placements}


def test_it_works():
    evaluation = ask(CORE, RISK)

    assert isinstance(evaluation, PlacedEvaluation)
    assert evaluation.platform == "hybrid"
    assert places(evaluation) == {"Trading core": "vmware", "Risk control": "hybrid"}
    assert evaluation.layout.summary == ("“Trading core”: VMs (VMware); “Risk control”: Containers in VMs (hybrid).")


def test_without_workloads_nothing_is_placed():
    written = ask().model_dump()

    assert "placements" not in written
    assert "layout" not in written


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        # VMware isolates the core, containers on those hosts run the risk-control microservices
        ("finance", {"trading_core": "vmware", "risk_control": "hybrid"}),
        # GPUs are passed through to VMs, frameworks run in containers inside them
        ("ai_training", {"gpu_training": "hybrid", "experiment_services": "hybrid"}),
    ],
)
def test_the_workloads_of_the_scenarios_come_out_as_the_article_says(scenario, expected, published):
    profile = next(entry for entry in published["standard"].scenarios if entry.key == scenario)
    workloads = [{"name": part.label.en, "scenario_workload": part.key} for part in profile.workloads]

    evaluation = ask(*workloads, scenario=scenario)

    found = [placement.evaluation for placement in evaluation.placements]
    assert dict(zip((part.key for part in profile.workloads), (each.platform for each in found), strict=True)) == (
        expected
    )
    assert {each.verdict for each in found} == {"recommended"}


def test_answers_that_a_scenario_brings_for_a_workload_are_assumed():
    core = ask(CORE).placements[0].evaluation

    assert core.counts.own == 0
    given = next(answer for answer in core.answers if answer.question == "live_migration")
    assert (given.value, given.state, given.source) == (["must"], "assumed", "scenario")
    assert core.summary.startswith("For “Trading core”: ")


def test_a_workload_is_evaluated_as_if_it_stood_alone():
    answers = {"release_rate": "daily", "state_kind": "outside"}
    part = {"name": "Shop", "answers": {"release_rate": "yearly", "regime": ["payment"]}, "weights": {"cost": 1}}

    placed = ask(part, scenario="erp", answers=answers, seed=3).placements[0].evaluation

    same = alone(scenario="erp", answers={**answers, **part["answers"]}, weights=part["weights"], seed=3)
    assert placed.model_dump(exclude={"summary"}) == same.model_dump(exclude={"summary"})


def test_what_a_workload_does_not_answer_it_inherits():
    weights = {"isolation": 1, "cost": 1}

    part = ask({"name": "A"}, answers={"lock_in": "critical"}, weights=weights)

    inherited = part.placements[0].evaluation
    assert inherited.weights["isolation"] == 0.5
    assert next(row for row in inherited.answers if row.question == "lock_in").value == ["critical"]
    assert inherited.platform == part.platform


def test_a_condition_that_is_met_for_the_whole_is_met_for_its_workloads():
    still_open = [row.constraint for row in ask(scenario="ecommerce").conditions if row.platform == "docker"]

    part = ask({"name": "A"}, scenario="ecommerce", confirmed_conditions=dict.fromkeys(still_open, "shown"))

    assert still_open
    assert {row.confirmed for row in part.layout.conditions} == {True}


def test_null_takes_back_what_would_be_inherited():
    part = ask({"name": "A", "answers": {"lock_in": None, "state_kind": None}}, answers={"lock_in": "critical"})

    states = {row.question: row.state for row in part.placements[0].evaluation.answers}
    assert (states["lock_in"], states["state_kind"]) == ("missing", "missing")


def test_what_a_scenario_says_of_a_workload_goes_before_an_answer_for_the_whole():
    evaluation = ask(CORE, answers={"live_migration": DetailedAnswer(value="copies")})

    whole = next(row for row in evaluation.answers if row.question == "live_migration")
    part = next(row for row in evaluation.placements[0].evaluation.answers if row.question == "live_migration")
    assert (whole.value, part.value) == (["copies"], ["must"])


@pytest.mark.parametrize(
    ("detail", "shape"), [("verdict", PlacedVerdict), ("summary", PlacedSummary), ("full", PlacedEvaluation)]
)
def test_workloads_have_the_detail_of_the_request(detail, shape):
    evaluation = ask(CORE, RISK, detail=detail)

    assert type(evaluation) is shape
    inner = {type(placement.evaluation) for placement in evaluation.placements}
    assert inner == {shape.__mro__[1]}
    assert hasattr(evaluation, "layout") == (detail != "verdict")


def test_the_layout_is_the_same_in_summary_and_in_full():
    assert ask(CORE, RISK, CERTIFIED, detail="summary").layout == ask(CORE, RISK, CERTIFIED).layout


def test_a_batch_places_each_whole_as_if_it_stood_alone():
    requests = [
        EvaluationRequest(scenario="finance", workloads=[CORE, RISK], detail="summary"),
        EvaluationRequest(scenario="erp", detail="summary"),
        EvaluationRequest(scenario="ai_training", workloads=[CERTIFIED], detail="summary", language="zh-hans"),
    ]

    assert evaluate_many(requests) == [evaluate(request) for request in requests]


class TestFaults:
    def test_all_are_named_at_once_with_their_place(self):
        assert faults_of(
            {"name": "A", "answers": {"release_rate": "hourly", "mood": "good"}, "weights": {"beauty": 1}},
            {"name": "A", "scenario_workload": "back_office", "weights": {"cost": 0}},
            answers={"cpu_arch": "vax"},
        ) == [
            ("/answers/cpu_arch", "unknown_option"),
            ("/workloads/0/answers/release_rate", "unknown_option"),
            ("/workloads/0/answers/mood", "unknown_question"),
            ("/workloads/0/weights/beauty", "unknown_criterion"),
            ("/workloads/1/name", "workload_twice"),
            ("/workloads/1/scenario_workload", "unknown_workload"),
            ("/workloads/1/weights", "weights_all_zero"),
        ]

    def test_a_scenario_knows_its_own_workloads_only(self):
        assert faults_of(CORE, scenario="ai_training") == [("/workloads/0/scenario_workload", "unknown_workload")]
        assert faults_of(CORE, scenario=None) == [("/workloads/0/scenario_workload", "unknown_workload")]

    @pytest.mark.parametrize("name", ["", " ", " A", "A ", "A\nB", "x" * 101])
    def test_a_name_is_one_line_without_space_around_it(self, name):
        with pytest.raises(ValueError, match="name"):
            EvaluationRequest(workloads=[{"name": name}])

    def test_fifty_may_be_asked_for(self):
        with pytest.raises(ValueError, match="workloads"):
            EvaluationRequest(workloads=[{"name": str(n)} for n in range(51)])


class TestDigest:
    def digests(self, *workloads, **request):
        evaluation = ask(*workloads, detail="verdict", **request)
        return [
            evaluation.provenance.input_digest,
            *(p.evaluation.provenance.input_digest for p in evaluation.placements),
        ]

    def test_a_workload_has_that_of_the_same_question_asked_alone(self):
        digest = self.digests({"name": "A", "answers": {"lock_in": "not"}})[1]

        assert digest == alone(scenario="finance", answers={"lock_in": "not"}).provenance.input_digest

    def test_the_workloads_are_part_of_what_was_asked(self):
        whole, core, plain = self.digests(CORE, {"name": "Plain"})

        assert len({whole, core, plain, self.digests(CORE)[0]}) == 4
        assert plain == ask().provenance.input_digest


class TestLayout:
    def test_containers_in_vms_share_the_hypervisor_with_other_vms(self):
        layout = ask(CORE, RISK).layout

        assert [(each.platform, each.kind, each.beside, each.workloads) for each in layout.substrates] == [
            ("vmware", "virtual_machines", ["hybrid"], ["Trading core"]),
            ("hybrid", "containers_in_virtual_machines", ["vmware"], ["Risk control"]),
        ]

    def test_a_boundary_names_the_criterion_that_tells_two_sides_apart_and_the_answers_behind_it(self):
        boundary = ask(CORE, RISK).layout.boundaries[0]

        assert boundary.workloads == [["Trading core"], ["Risk control"]]
        assert (boundary.kind, boundary.criterion, boundary.question) == (
            "virtual_machine", "deployment_speed", "release_rate",
        )  # fmt: skip
        assert boundary.because == (
            "“Deployment speed” tells them apart: it favours Containers in VMs (hybrid) over VMs (VMware) by 14.8"
            " points for “Risk control”, by only 5.4 for “Trading core”. Releases: “Monthly” against “Daily or more"
            " often”. Daily releases reward a platform that rolls out and rolls back in seconds."
        )

    def test_the_points_of_a_boundary_are_those_of_the_contributions(self):
        evaluation = ask(CORE, RISK)
        core, risk = (placement.evaluation.contributions for placement in evaluation.placements)

        gaps = {
            key: (risk["hybrid"][key] - risk["vmware"][key]) - (core["hybrid"][key] - core["vmware"][key])
            for key in core["vmware"]
        }

        assert max(gaps, key=lambda key: gaps[key]) == evaluation.layout.boundaries[0].criterion

    def test_a_rule_goes_before_every_criterion(self):
        boundary = ask(CERTIFIED, RISK).layout.boundaries[0]

        assert (boundary.criterion, boundary.constraint, boundary.question) == (
            None, "vendor_certified_vm", "vendor_support",
        )  # fmt: skip
        assert boundary.because.startswith("A rule keeps “Certified” off Containers in VMs (hybrid). ")

    def test_whom_the_rule_does_not_concern_has_a_reason_too(self):
        boundary = ask(CORE, CERTIFIED, RISK).layout.boundaries[0]

        assert boundary.because.startswith("A rule keeps “Certified” off Containers in VMs (hybrid). ")
        assert "“Deployment speed” tells them apart" in boundary.because
        assert boundary.because.count("“Certified”") == 1

    def test_containers_on_hosts_and_vms_are_kept_apart_by_the_hosts(self):
        layout = ask(CERTIFIED, {"name": "Shop"}, scenario="ecommerce").layout

        assert [(each.platform, each.beside) for each in layout.substrates] == [("vmware", []), ("docker", [])]
        assert [boundary.kind for boundary in layout.boundaries] == ["physical_host"]

    def test_workloads_on_one_platform_have_no_boundary(self):
        layout = ask({"name": "A"}, {"name": "B"}).layout

        assert layout.boundaries == []
        assert layout.summary == "All 2 workloads go to one platform, Containers in VMs (hybrid)."

    def test_a_condition_stands_once_with_all_its_workloads(self):
        layout = ask({"name": "A"}, {"name": "B"}, CERTIFIED, scenario="ecommerce").layout

        keys = [condition.constraint for condition in layout.conditions]
        assert keys
        assert len(keys) == len(set(keys))
        assert {tuple(condition.workloads) for condition in layout.conditions} == {("A", "B")}

    def test_a_workload_without_a_place_is_said_to_be_undecided(self):
        layout = ask(CORE, NOWHERE).layout

        assert [(each.workload, each.verdict, each.platforms) for each in layout.undecided] == [
            ("Nowhere", "no_option_fits", [])
        ]
        assert layout.summary == "“Trading core”: VMs (VMware); still undecided: “Nowhere”."

    def test_no_place_at_all_is_said_too(self):
        layout = ask(NOWHERE).layout

        assert (layout.substrates, layout.boundaries) == ([], [])
        assert layout.summary == "No workload has a place yet: “Nowhere”."

    def test_what_is_too_close_to_call_names_its_platforms(self):
        close = {
            "name": "Close", "scenario_workload": "risk_control",
            "answers": {
                "tenant_trust": "own_team", "team_platform": "container", "boundary_view": "no_view",
                "blast_radius": "host",
            },
        }  # fmt: skip

        undecided = ask(close).layout.undecided[0]

        assert (undecided.verdict, undecided.platforms) == ("too_close_to_call", ["docker", "hybrid"])

    def test_many_names_are_counted(self):
        layout = ask(*({"name": f"W{n}"} for n in range(7)), CERTIFIED).layout

        assert "“W0”, “W1”, “W2”, “W3”, “W4” and 2 more: Containers in VMs (hybrid)" in layout.summary

    def test_it_speaks_chinese(self):
        layout = ask(CORE, RISK, language="zh-hans").layout

        assert layout.summary == "“Trading core”放在虚拟机（VMware）；“Risk control”放在虚拟机内容器（混合）。"
        assert layout.boundaries[0].because.startswith("二者的分界在于“部署速度”")

    def test_a_platform_that_is_like_a_core_one_is_laid_out_like_it(self):
        layout = ask({"name": "A"}, scenario="erp", platforms=["hyper_v", "docker"]).layout

        assert [(each.platform, each.kind, each.workloads) for each in layout.substrates] == [
            ("hyper_v", "virtual_machines", ["A"])
        ]
