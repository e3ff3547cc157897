"""Criteria that the user's own numbers rate: from the request to the document."""

import pytest
from django.utils import translation

from decisions.documents.request import EvaluationRequest, Workload
from decisions.services.evaluate import evaluate, evaluate_many
from decisions.services.measures import measures_for
from scenarios import schema

pytestmark = pytest.mark.django_db

NUMBERS = {"instance_count": 60.0, "instance_size": 512.0}
BANDS = {"instance_count": "21_200", "instance_size": "256m_2g"}


def ask(answers, **request):
    return evaluate(EvaluationRequest(scenario="finance", answers=answers, **request))


def measured(evaluation, measurement):
    return next(entry for entry in evaluation.measurements if entry.measurement == measurement)


def test_it_works():
    """60 VMs of 512 MB take 600 MB and 2 % each beside: 45.6 % of it is useful, which is worth 2.3 stars."""
    found = measured(ask(NUMBERS), "useful_memory")

    assert found.criterion == "efficiency"
    assert [(each.question, each.number) for each in found.numbers] == [("instance_size", 512), ("instance_count", 60)]
    vmware = found.platforms["vmware"]
    assert vmware.typical == pytest.approx(100 * 512 / (512 * 1.02 + 600), abs=1e-4)
    assert vmware.low == pytest.approx(100 * 512 / (512 * 1.03 + 900), abs=1e-4)
    assert vmware.high == pytest.approx(100 * 512 / (512 * 1.01 + 400), abs=1e-4)
    assert vmware.stars == pytest.approx(1 + 4 * (0.25 + 0.25 * (vmware.typical - 40) / 20), abs=1e-3)
    assert vmware.stars_low < vmware.stars < vmware.stars_high
    assert vmware.instead_of == 3
    assert "vm_guest_os_mem" in found.evidence


def test_on_hosts_and_nodes_instances_share_operating_systems():
    platforms = measured(ask(NUMBERS), "useful_memory").platforms

    assert platforms["docker"].typical == pytest.approx(100 * 30_720 / (30_720 * 1.03 + 600), abs=1e-4)
    assert platforms["hybrid"].typical == pytest.approx(100 * 30_720 / (30_720 * 1.05 + 2 * 600), abs=1e-4)


def test_numbers_that_measure_a_criterion_add_no_importance_to_it_and_shift_nothing():
    by_number, by_band = ask(NUMBERS), ask(BANDS)

    def questions(evaluation):
        sources = {source.question for source in evaluation.importance["efficiency"]}
        moved = {part.question for part in evaluation.parts["vmware"]["efficiency"].answers}
        return (sources | moved) & set(NUMBERS)

    assert questions(by_band) == set(NUMBERS)
    assert questions(by_number) == set()
    assert by_number.weights["efficiency"] < by_band.weights["efficiency"]


def test_what_they_add_to_other_criteria_stays():
    """A thousand instances and more make cost matter."""
    many = ask({**NUMBERS, "instance_count": 5000.0})

    assert "instance_count" in [source.question for source in many.importance["cost"]]
    assert "instance_count" not in [source.question for source in many.importance["efficiency"]]


@pytest.mark.parametrize(
    "answers",
    [{}, BANDS, {"instance_count": 60.0}, {"instance_size": 512.0}, {**NUMBERS, "instance_size": 0.0},
     {**NUMBERS, "instance_count": "unsure"}, {**NUMBERS, "host_count": 3.0, "instance_size": "lt256m"}],
)  # fmt: skip
def test_without_both_numbers_the_stars_stand(answers):
    found = ask(answers)

    assert found.measurements == []
    assert not any(part.measured for parts in found.parts.values() for part in parts.values())


def test_a_part_says_that_it_is_measured_and_all_parts_add_up():
    found = ask(NUMBERS)

    for platform, parts in found.parts.items():
        assert {key for key, part in parts.items() if part.measured} == {"efficiency"}
        part = parts["efficiency"]
        assert part.low <= part.stars <= part.high
        score = next(row.score for row in found.ranking if row.platform == platform)
        assert sum(part.total for part in parts.values()) == pytest.approx(score, abs=1e-9)


def test_the_time_allowed_measures_the_start():
    """A typical VM starts in 30 s: half of a minute, which is worth three stars."""
    found = ask({"cold_start": 60.0})

    start = measured(found, "start_time")
    assert start.criterion == "deployment_speed"
    assert (start.platforms["vmware"].typical, start.platforms["vmware"].stars) == (50, 3)
    assert (start.platforms["vmware"].low, start.platforms["vmware"].high) == (25, 100)
    assert start.platforms["vmware"].stars_low < 3 < start.platforms["vmware"].stars_high
    assert "cold_start" not in [source.question for source in found.importance["deployment_speed"]]


def test_a_number_still_falls_under_the_rules_of_its_band():
    found = ask({"cold_start": 0.7, "warm_pool": "no_pool"})

    assert "vmware" in [excluded.platform for excluded in found.excluded]
    assert found.measurements


DISK = {"disk_iops": 136_000.0}


def test_what_an_instance_needs_of_a_drive_is_measured_by_what_each_platform_passes():
    """Of 340,000 operations a VM gets half, typically: 136,000 are 80 % of that, and worth three stars."""
    found = measured(ask(DISK), "disk_use")

    assert [(each.question, each.number) for each in found.numbers] == [("disk_iops", 136_000)]
    vmware, docker = found.platforms["vmware"], found.platforms["docker"]
    assert (vmware.typical, vmware.stars) == (80, 3)
    assert vmware.low == pytest.approx(100 * 136 / (340 * 0.85), abs=1e-4)
    assert vmware.high == pytest.approx(100 * 136 / (340 * 0.45), abs=1e-4)
    assert (docker.typical, docker.stars) == (40, 5)
    assert "kvm_iops_half" in found.evidence


def test_what_an_instance_needs_of_the_network_is_measured_by_what_gets_through():
    """Of the 9.3 Gbit/s that a line carries 99 % reach a VM, and 85 % a container on an overlay."""
    platforms = measured(ask({"network_need": 7_000.0}), "network_use").platforms

    assert platforms["vmware"].typical == pytest.approx(100 * 7_000 / (9_300 * 0.99), abs=1e-4)
    assert platforms["docker"].typical == pytest.approx(100 * 7_000 / (9_300 * 0.85), abs=1e-4)
    assert platforms["hybrid"].stars < platforms["docker"].stars < platforms["vmware"].stars


def parts_of(evaluation):
    return {platform: parts["efficiency"] for platform, parts in evaluation.parts.items()}


def bases(evaluation):
    """Stars of the base on resource efficiency: what rates it, before other answers shift it."""
    return {
        platform: 1 + 4 * part.base / evaluation.weights["efficiency"]
        for platform, part in parts_of(evaluation).items()
    }


def test_enough_of_one_resource_raises_nothing():
    """A need of next to nothing is worth five stars by itself, and leaves VMs at their three."""
    little = ask({"network_need": 1.0, "disk_iops": 1.0})

    assert measured(little, "network_use").platforms["vmware"].stars == 5
    assert bases(little) == pytest.approx({"vmware": 3, "docker": 5, "hybrid": 4}, abs=1e-2)
    assert not any(part.measured for part in parts_of(little).values())


def test_the_scarcest_resource_decides():
    """Large VMs waste no memory, and yet half of the drive is lost on them."""
    large = {"instance_count": 10.0, "instance_size": 65_536.0}
    roomy, scarce = ask(large), ask({**large, "disk_iops": 170_000.0, "network_need": 100.0})

    assert bases(roomy)["vmware"] == pytest.approx(5, abs=0.02)
    assert bases(scarce) == pytest.approx({"vmware": 2, "docker": 5, "hybrid": 2}, abs=0.05)
    assert all(part.measured for part in parts_of(scarce).values())
    assert [entry.measurement for entry in scarce.measurements] == ["useful_memory", "network_use", "disk_use"]


def test_what_limits_is_named_where_it_decides():
    found = ask({**NUMBERS, "disk_iops": 250_000.0}, platforms=["vmware", "docker"])

    reasons = [each for each in (*found.reasons.in_favour, *found.reasons.against) if each.criterion == "efficiency"]
    assert "Disk operations used, of what an instance gets, by your numbers: " in reasons[0].text
    assert "147.1 % for VMs (VMware)" in reasons[0].text


def test_a_range_of_what_is_needed_changes_no_score():
    plain, answered = ask({}), ask({"network_need": "gt5g", "disk_iops": "gt100k"})

    assert answered.ranking == plain.ranking
    assert answered.measurements == []


def test_what_nobody_said_of_network_and_disk_keeps_nothing_open():
    known = {"regime": ["payment"], "release_rate": "daily"}
    silent, unsure = (
        evaluate(EvaluationRequest(answers={**known, **answers}))
        for answers in ({}, {"network_need": "unsure", "disk_iops": "unsure"})
    )

    assert unsure.ranking == silent.ranking
    assert {"network_need", "disk_iops"} & {entry.question for entry in unsure.ask_next} == set()


def test_much_of_network_or_disk_adds_to_the_plan(shipped):
    def plan(answers):
        return {
            measure.countermeasure.key
            for measure in measures_for(ask(answers, platforms=["hybrid"]), shipped["standard"])
        }

    new = {"routed_pod_network", "data_in_volumes", "measured_disk_path"}
    assert plan({"network_need": "lt100m", "disk_iops": "lt1k"}) & new == set()
    assert plan({"network_need": 2_000.0, "disk_iops": "10k_100k"}) & new == new


def test_a_platform_without_published_figures_keeps_its_stars():
    found = ask(NUMBERS, platforms=["vmware", "gvisor"])

    assert set(measured(found, "useful_memory").platforms) == {"vmware"}
    assert not found.parts["gvisor"]["efficiency"].measured
    assert found.parts["gvisor"]["efficiency"].stars == 3


def test_answers_show_number_and_band():
    given = {each.question: each for each in ask(NUMBERS).answers}

    assert (given["instance_size"].number, given["instance_size"].value) == (512, ["256m_2g"])
    assert given["load_shape"].number is None


def test_a_reason_names_the_figures():
    found = ask({**NUMBERS, "instance_size": 64.0}, platforms=["vmware", "docker"])

    reasons = [each for each in (*found.reasons.in_favour, *found.reasons.against) if each.criterion == "efficiency"]
    assert "Useful memory, by your numbers: " in reasons[0].text
    assert " % for Containers (Docker)" in reasons[0].text


def test_a_reason_speaks_chinese():
    with translation.override("zh-hans"):
        found = ask(NUMBERS, language="zh-hans")

    reasons = [each.text for each in (*found.reasons.in_favour, *found.reasons.against)]
    assert any("按您给出的数字，有效内存占比：" in text for text in reasons)


def test_a_workload_is_measured_by_what_it_says_otherwise():
    found = ask(NUMBERS, workloads=[Workload(name="core"), Workload(name="big", answers={"instance_size": 65_536.0})])

    core, big = (measured(each.evaluation, "useful_memory").platforms["vmware"] for each in found.placements)
    assert core.typical == measured(found, "useful_memory").platforms["vmware"].typical
    assert big.typical > 95


def test_thousands_together_come_out_as_each_alone():
    requests = [
        EvaluationRequest(scenario="erp", answers={"instance_count": float(count), "instance_size": size})
        for count in (1, 7, 300)
        for size in (64.0, "2_16g", 9000.0)
    ]
    requests += [
        EvaluationRequest(scenario="erp", answers={"instance_count": 7.0, "instance_size": 9000.0, **needs})
        for needs in ({"disk_iops": 1e5}, {"disk_iops": 3e5, "network_need": 8e3}, {"network_need": 1e3})
    ]

    together = evaluate_many(requests)

    assert [each.model_dump_json() for each in together] == [evaluate(each).model_dump_json() for each in requests]


def test_what_the_library_says_of_its_anchors_is_so(shipped):
    """A VM of 1 GB comes out at the three stars of its rating, and one of 256 MB at 1.5."""
    measurement = next(entry for entry in shipped["standard"].measurements if entry.key == "useful_memory")
    one_gb, quarter = (
        measured(ask({"instance_count": 20.0, "instance_size": size}), "useful_memory").platforms["vmware"]
        for size in (1024.0, 256.0)
    )

    assert "62 %" in measurement.anchors_because.en
    assert round(one_gb.typical) == 62
    assert round(one_gb.stars, 1) == 3.1
    assert one_gb.instead_of == 3
    assert round(quarter.stars, 1) == 1.5


def test_every_core_platform_is_measured_alike(shipped):
    for measurement in shipped["standard"].measurements:
        core = {platform.key for platform in shipped["standard"].platforms if platform.role == "core"}
        assert core <= set(measurement.platforms)
        assert isinstance(measurement, schema.Measurement)
