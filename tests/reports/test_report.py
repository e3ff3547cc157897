import pytest
from django.utils import translation

from decisions.reports.report import Report, adding_up
from tests.builders.reports import given, said, small_evaluation, small_model


def test_it_works():
    report = Report.of(small_evaluation(), small_model())

    assert (report.leader.label, report.verdict_text) == ("VMs (VMware)", "Recommended")
    assert [row.platform.key for row in report.ranking] == ["vmware", "hybrid", "docker"]
    assert report.known == "1 answer is your own, 1 assumed, 1 open."
    assert report.cases == "comes first in 93 of 100 cases that fit what you said"


@pytest.mark.parametrize("leader", ["vmware", "docker", "hybrid"])
def test_what_the_criteria_add_is_the_score_as_shown(leader):
    report = Report.of(small_evaluation(leader), small_model())

    for position, row in enumerate(report.ranking):
        shown = sum(round(criterion.cells[position].points * 1000) for criterion in report.criteria)
        assert f"{shown / 10:.1f}" == f"{row.score * 100:.1f}"


def test_what_base_answers_and_limit_add_is_the_cell_as_shown():
    report = Report.of(small_evaluation(), small_model())

    for criterion in report.criteria:
        for cell in criterion.cells:
            tenths = [cell.base, *(answer.points for answer in cell.answers), cell.limit]
            assert sum(round(tenth * 1000) for tenth in tenths) == round(cell.points * 1000)


def test_the_hundred_cases_are_a_hundred():
    report = Report.of(small_evaluation(), small_model())

    assert [row.cases for row in report.ranking] == [93, 5, 1]
    assert report.none_left_cases == 1


def test_a_leader_that_loses_one_case_in_a_thousand_does_not_come_first_in_all_hundred():
    ranking = small_evaluation().model_dump()["ranking"]
    for ranked, share in zip(ranking, (0.999, 0.001, 0.0), strict=True):
        ranked["rank_acceptability"] = [share, 1 - share, 0.0]
    evaluation = small_evaluation(ranking=ranking, confidence=0.999, none_left=0.0)

    report = Report.of(evaluation, small_model())

    assert [row.cases for row in report.ranking] == [99, 1, 0]


def test_evidence_is_numbered_as_it_is_first_named():
    report = Report.of(small_evaluation(), small_model())

    assert [(entry.number, entry.key) for entry in report.evidence] == [(1, "boot"), (2, "guess")]
    assert report.criteria[0].cells[0].evidence[0].number == 1
    assert report.unverified == 1
    assert (report.evidence[0].figure, report.evidence[0].article_figure) == ("45–90 s", "at least 60")


def test_the_hardening_plan_is_for_this_leader_and_these_answers():
    plans = {
        leader: [measure.label for measure in Report.of(small_evaluation(leader), small_model()).hardening]
        for leader in ("vmware", "docker")
    }

    assert plans == {"vmware": ["Patch hosts"], "docker": ["Scan images"]}


def test_a_measure_names_the_answer_that_calls_for_it():
    report = Report.of(small_evaluation(), small_model())

    assert report.hardening[0].called_for_by == ("Release rate: yearly",)


def test_of_several_options_a_measure_names_those_that_call_for_it():
    evaluation = small_evaluation(answers=[given("release_rate", "answered", ["daily", "yearly"], source="own")])

    plan = Report.of(evaluation, small_model()).hardening

    assert [(measure.label, measure.called_for_by) for measure in plan] == [
        ("Guard tenants", ("Release rate: daily",)),
        ("Patch hosts", ("Release rate: yearly",)),
    ]


def test_the_blueprint_holds_the_layers_of_the_leader_from_the_outside_in():
    report = Report.of(small_evaluation("hybrid"), small_model())

    assert [layer.label for layer in report.blueprint] == ["Servers", "ESXi", "Pods"]


def test_hybrid_says_what_its_second_layer_costs():
    parts = small_evaluation("hybrid").model_dump()["parts"]
    parts["hybrid"]["cost"]["stars"] = 3.4

    report = Report.of(small_evaluation("hybrid", parts=parts), small_model())

    assert [(price.criterion.key, price.before, price.stars, price.best_rival.key) for price in report.layer_price] == [
        ("cost", 3.0, 3.4, "docker")
    ]


def test_nobody_else_has_a_second_layer_to_pay_for():
    assert Report.of(small_evaluation("vmware"), small_model()).layer_price == ()


def test_the_nearest_tipping_points_and_questions_become_sentences():
    report = Report.of(small_evaluation(), small_model())

    assert report.would_change == (
        "Hybrid leads once “Isolation” weighs 50 % or less; it is 75 % now.",
        "Hybrid leads once “Cost” weighs 50 % or more; it is 25 % now.",
        "“Tenant trust” is open: 18 % of its possible answers would give another leader.",
    )


def test_an_open_condition_on_the_leader_comes_before_others():
    conditions = [
        {"platform": platform, "constraint": "certified", "because": "It is certified.", "confirm": "Show it.",
         "confirmed": confirmed, "note": "", "question": "packaging", "evidence": [], "open_question": False}
        for platform, confirmed in (("hybrid", False), ("vmware", True), ("vmware", False))
    ]  # fmt: skip

    report = Report.of(small_evaluation(conditions=conditions), small_model())

    assert [(entry.platform.key, entry.confirmed) for entry in report.conditions] == [
        ("vmware", False),
        ("vmware", True),
        ("hybrid", False),
    ]
    assert len(report.open_conditions) == 1


def test_an_exclusion_names_rule_answer_and_source():
    excluded = [
        {"platform": "docker", "constraint": "own_kernel", "question": "tenant_trust", "answer": "strangers",
         "because": "It needs a kernel.", "evidence": ["boot"]}
    ]  # fmt: skip
    answers = [given("tenant_trust", "answered", ["strangers"], source="own")]

    report = Report.of(small_evaluation(excluded=excluded, answers=answers), small_model())

    exclusion = report.excluded[0]
    assert (exclusion.because, exclusion.question.label, exclusion.answer) == (
        "It needs a kernel.",
        "Tenant trust",
        "strangers",
    )
    assert exclusion.evidence[0].key == "boot"


def test_each_answer_says_whose_it_is():
    report = Report.of(small_evaluation(), small_model())

    assert [(row.question.label, row.answer, row.state_text) for row in report.answers] == [
        ("Release rate", "yearly", "assumed by the scenario"),
        ("Packaging", "installer", "your answer"),
        ("Tenant trust", "not answered", "open"),
    ]


@pytest.mark.parametrize("verdict", ["no_option_fits", "not_enough_known"])
def test_a_verdict_that_names_nobody_has_no_leader(verdict):
    report = Report.of(small_evaluation(verdict=verdict, platform=None), small_model())

    assert report.leader is None
    assert report.layer_price == ()


def test_it_speaks_the_active_language():
    with translation.override("zh-hans"):
        report = Report.of(small_evaluation(), small_model())

    assert report.leader.label == "虚拟机"
    assert report.verdict_text == "推荐"
    assert report.criteria[0].criterion.label == "隔离强度"


def test_a_model_without_layers_and_measures_has_a_report_too():
    bare = small_model(layers=[], countermeasures=[], trends=[])

    report = Report.of(small_evaluation(), bare)

    assert (report.blueprint, report.hardening, report.watch_list) == ((), (), ())


def test_parts_are_rounded_so_that_they_add_up():
    assert adding_up([0.0345, 0.0345, 0.0310], 100) == [35, 34, 31]
    assert adding_up([0.5, -0.02, 0.12], 600) == [500, -20, 120]
    assert adding_up([], 0) == []


def test_labels_come_from_the_decision_model():
    renamed = small_model(sections=[{"key": "all", "label": said("Everything"), "intro": said("All.")}])

    assert Report.of(small_evaluation(), renamed).answers[0].section == "Everything"


def test_differences_to_the_rival_add_up_to_the_lead_as_shown():
    report = Report.of(small_evaluation(), small_model())

    lead = sum(difference.points for difference in report.differences)
    leader, rival = (float(f"{row.score * 100:.1f}") for row in report.ranking[:2])
    assert round(lead * 100, 1) == round(leader - rival, 1)
    assert [difference.criterion.key for difference in report.differences] == ["isolation", "cost"]


def test_without_a_leader_there_is_no_plan():
    report = Report.of(small_evaluation(verdict="no_option_fits", platform=None), small_model())

    assert (report.hardening, report.blueprint) == ((), ())


def test_the_methods_stand_with_their_figures():
    robust = Report.of(small_evaluation(), small_model()).robustness

    assert [row.platform.key for row in robust.figures] == ["vmware", "hybrid", "docker"]
    first = robust.figures[0]
    assert (first.closeness, first.group, first.worst, first.index) == (0.75, 0, 0, 0)
    assert (first.positive, first.negative, first.net, first.product) == (0.5, 0, 0.5, 4)
    assert [row.in_compromise for row in robust.figures] == [True, False, False]
    assert "settles on" in robust.settles_on
    assert "PROMETHEE I cannot compare" in robust.settles_on


def test_a_record_from_before_there_were_figures_shows_none():
    found = small_evaluation()
    checks = found.cross_checks.model_copy(update={"figures": None})

    robust = Report.of(found.model_copy(update={"cross_checks": checks}), small_model()).robustness

    assert (robust.figures, robust.settles_on) == ((), "")
    assert robust.methods
