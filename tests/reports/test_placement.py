"""What pages, print and files show of a placement."""

import re

import pytest
from django.utils import translation

from decisions.documents.request import EvaluationRequest
from decisions.reports.drawings import Box, boxes
from decisions.reports.files.front import placed
from decisions.reports.placement import MOST_DRAWN, PlacementReport
from decisions.services.evaluate import evaluate

pytestmark = pytest.mark.django_db

CORE = {"name": "Trading core", "scenario_workload": "trading_core"}
RISK = {"name": "Risk control", "scenario_workload": "risk_control"}
NOWHERE = {
    "name": "Nowhere",
    "answers": {"vendor_support": "vmware_only", "hosting": "edge_sites", "edge_footprint": "lt2"},
}


@pytest.fixture
def placement(published):
    def place(*workloads, scenario="finance", **request):
        evaluation = evaluate(EvaluationRequest(scenario=scenario, workloads=list(workloads), **request))
        return PlacementReport.of(evaluation, published["standard"])

    return place


def words(picture):
    return re.findall(r"<text[^>]*>([^<]*)</text>", picture)


def test_it_works(placement):
    report = placement(CORE, RISK)

    assert [(row.name, row.platform.key, row.report.verdict) for row in report.rows] == [
        ("Trading core", "vmware", "recommended"),
        ("Risk control", "hybrid", "recommended"),
    ]
    assert report.summary == "“Trading core”: VMs (VMware); “Risk control”: Containers in VMs (hybrid)."
    assert [border.kind_text for border in report.borders] == ["virtual machine"]


def test_without_workloads_there_is_none(placement):
    assert placement() is None


def test_the_picture_nests_what_runs_on_what(placement):
    picture = placement(CORE, RISK).picture

    assert words(picture) == [
        "Physical servers", "Hypervisor cluster", "VMs (VMware)", "Trading core", "Containers in VMs (hybrid)",
        "Risk control",
    ]  # fmt: skip
    assert 'class="platform-vmware"' in picture
    assert 'class="platform-hybrid"' in picture
    assert "<title>Layout: “Trading core”" in picture


def test_containers_on_hosts_have_servers_of_their_own(placement):
    picture = placement(
        {"name": "Certified", "answers": {"vendor_support": "vmware_only"}}, {"name": "Shop"}, scenario="ecommerce"
    ).picture

    assert words(picture) == [
        "Physical servers", "Hypervisor cluster", "VMs (VMware)", "Certified", "Physical servers of their own",
        "Containers (Docker)", "Shop",
    ]  # fmt: skip


def test_what_is_undecided_stands_apart(placement):
    report = placement(CORE, NOWHERE)

    assert report.rows[1].platform is None
    assert words(report.picture)[-2:] == ["Still undecided", "Nowhere"]
    assert [name for name, _because in report.undecided] == ["Nowhere"]


def test_beyond_some_workloads_are_counted(placement):
    report = placement(*({"name": f"W{n}"} for n in range(MOST_DRAWN + 2)))

    assert words(report.picture)[-1] == "2 more"
    assert len(report.rows) == MOST_DRAWN + 2


def test_of_many_workloads_each_box_shows_some_and_counts_the_others(placement):
    cores = [{**CORE, "name": f"Core {n}"} for n in range(6)]
    nowhere = [{**NOWHERE, "name": f"Nowhere {n}"} for n in range(7)]

    report = placement(*cores, {**RISK, "name": "Risk"}, *nowhere)

    shown = words(report.picture)
    assert [name for name in shown if name.startswith("Core")] == ["Core 0", "Core 1", "Core 2", "Core 3"]
    assert [name for name in shown if name.startswith("Nowhere")] == [f"Nowhere {n}" for n in range(4)]
    assert "Risk" in shown
    assert [name for name in shown if name.endswith("more")] == ["2 more", "3 more"]


def test_the_first_page_of_a_file_names_few_workloads_and_counts_many(placement):
    few = placement(CORE, RISK)
    many = placement(*({**CORE, "name": f"Core {n}"} for n in range(5)), RISK, NOWHERE)

    assert placed(few) == few.summary
    assert placed(many) == "Of 7 workloads: 5 × VMs (VMware), 1 × Containers in VMs (hybrid) and 1 × undecided."


def test_the_slim_bars_show_the_scores_of_the_report(placement):
    row = placement(CORE).rows[0]

    shown = words(row.bars)
    for ranked in row.report.ranking:
        assert (f"{ranked.score * 100:.1f}" if ranked.eligible else "excluded") in shown


def test_it_speaks_chinese(placement):
    with translation.override("zh-hans"):
        report = placement(CORE, RISK, language="zh-hans")

        assert words(report.picture)[:2] == ["物理服务器", "Hypervisor 集群"]
        assert report.borders[0].kind_text == "以虚拟机为界"


def test_boxes_do_not_overlap_and_stay_inside():
    inner = Box("VMs", (Box("A"), Box("B")))
    picture = boxes("Layout", [Box("Servers", (inner,)), Box("More")])

    edges = [
        (float(top), float(top) + float(height))
        for top, height in re.findall(r'<rect[^>]* y="([\d.]+)" height="([\d.]+)"', picture)
    ]
    servers, vms, first, second, more = edges
    assert servers[0] < vms[0] < first[0] < first[1] < second[0] < second[1] < vms[1] < servers[1] < more[0]
