"""The evaluation as a document: what engine, catalogue and words make of one request together."""

import numpy as np
import pytest

from decisions import engine
from decisions.documents.evaluation import Evaluation, SummaryEvaluation, VerdictEvaluation
from decisions.documents.faults import NotUnderstood, UnknownModel, UnknownScenario
from decisions.documents.request import DetailedAnswer, EvaluationRequest
from decisions.services.evaluate import evaluate, evaluate_many

pytestmark = pytest.mark.django_db

ARTICLE_LEADERS = {"erp": "vmware", "ecommerce": "docker", "finance": "hybrid", "ai_training": "hybrid"}


def ask(**request):
    return evaluate(EvaluationRequest(**request))


def faults_of(**request):
    with pytest.raises(NotUnderstood) as refused:
        ask(**request)
    return [(fault.pointer, fault.code) for fault in refused.value.faults]


def test_it_works():
    evaluation = ask(scenario="erp", answers={"release_rate": "daily"})

    assert isinstance(evaluation, Evaluation)
    assert evaluation.platform == "vmware"
    assert evaluation.verdict == "recommended"
    assert evaluation.counts.own == 1
    assert evaluation.ranking[0].platform == "vmware"


@pytest.mark.parametrize("model", ["article", "standard"])
@pytest.mark.parametrize(("scenario", "leader"), ARTICLE_LEADERS.items())
def test_the_scenarios_of_the_article_have_their_leaders_in_both_decision_models(model, scenario, leader):
    assert ask(model=model, scenario=scenario, detail="verdict").platform == leader


@pytest.mark.parametrize("scenario", [*ARTICLE_LEADERS, "devops", "microservices", "edge_iot", "dev_test"])
def test_shown_parts_add_up_to_the_shown_score(scenario):
    evaluation = ask(scenario=scenario, answers={"lock_in": "unsure", "state_kind": None})

    for row in evaluation.ranking:
        parts = evaluation.parts[row.platform].values()
        assert round(sum(part.total for part in parts), 4) == row.score
        assert round(sum(evaluation.contributions[row.platform].values()), 4) == row.score
        for part in parts:
            assert round(part.base + sum(answer.points for answer in part.answers) + part.limit, 4) == part.total


def test_shown_weights_add_up_to_one():
    assert round(sum(ask(scenario="finance").weights.values()), 4) == 1


def test_first_places_and_cases_without_a_platform_add_up_to_all_cases():
    evaluation = ask(scenario="ecommerce", answers={"hosting": "unsure", "tenant_trust": "unsure"})

    firsts = sum(row.rank_acceptability[0] for row in evaluation.ranking)
    assert firsts + evaluation.none_left == pytest.approx(1, abs=2e-4)


def test_what_is_excluded_is_named_with_rule_answer_and_source():
    evaluation = ask(scenario="erp")

    excluded = next(row for row in evaluation.excluded if row.platform == "docker")
    assert (excluded.question, excluded.answer) == ("vendor_support", "vm_any")
    assert excluded.because
    assert not next(row for row in evaluation.ranking if row.platform == "docker").eligible


def test_what_every_case_excludes_has_a_score_to_compare_and_no_spread():
    evaluation = ask(scenario="erp")

    for row in evaluation.ranking:
        if row.eligible:
            assert row.low < row.score < row.high
        else:
            assert (row.low, row.high) == (None, None)
            assert not any(row.rank_acceptability)


def test_what_only_some_cases_exclude_has_the_spread_of_the_others():
    evaluation = ask(scenario="ecommerce", answers={"hosting": "unsure"})

    docker = next(row for row in evaluation.ranking if row.platform == "docker")
    assert 0 < sum(docker.rank_acceptability) < 1
    assert docker.low < docker.high


def test_no_weight_brings_an_excluded_platform_back():
    evaluation = ask(scenario="erp", weights={"efficiency": 1, "deployment_speed": 1})

    assert evaluation.platform == "vmware"
    assert [row.platform for row in evaluation.ranking if row.eligible] == ["vmware"]


def test_that_no_platform_is_left_is_a_verdict():
    evaluation = ask(answers={"vendor_support": "vmware_only", "hosting": "edge_sites", "edge_footprint": "lt2"})

    assert evaluation.verdict == "no_option_fits"
    assert evaluation.platform is None
    assert {row.platform for row in evaluation.excluded} == {"vmware", "docker", "hybrid"}


def test_nothing_known_is_not_enough_known():
    evaluation = ask()

    assert evaluation.verdict == "not_enough_known"
    assert evaluation.platform is None
    assert len(evaluation.ranking) == 3


def test_given_weights_replace_the_importance_of_scenario_and_answers():
    evaluation = ask(scenario="finance", weights={"isolation": 3, "cost": 1})

    assert evaluation.weights["isolation"] == 0.75
    assert evaluation.weights["compliance"] == 0
    assert [source.source for source in evaluation.importance["isolation"]] == ["own"]
    assert "criteria_left_out" in {warning.code for warning in evaluation.warnings}


def test_a_confirmed_condition_is_no_longer_open():
    before = ask(scenario="ecommerce")
    still_open = [row.constraint for row in before.conditions if row.platform == "docker" and not row.confirmed]
    after = ask(scenario="ecommerce", confirmed_conditions=dict.fromkeys(still_open, "shown to the assessor"))

    assert before.verdict == "recommended_with_conditions"
    assert after.verdict == "recommended"
    assert all(row.note == "shown to the assessor" for row in after.conditions if row.platform == "docker")


def test_an_open_question_that_could_exclude_the_leader_is_an_open_condition():
    evaluation = ask(scenario="ecommerce", answers={"vendor_support": "unsure"})

    condition = next(row for row in evaluation.conditions if row.open_question)
    assert condition.platform == "docker"
    assert condition.question == "vendor_support"
    assert evaluation.verdict == "recommended_with_conditions"


def test_extended_platforms_stand_beside_unless_they_are_named():
    beside = ask(scenario="finance")
    named = ask(scenario="finance", platforms=["vmware", "microvm"])

    assert {row.platform for row in beside.beside} >= {"microvm", "gvisor", "hyper_v"}
    assert [row.platform for row in named.ranking if row.platform == "microvm"]
    assert {row.platform for row in named.ranking} == {"vmware", "microvm"}


def test_the_summary_never_says_your_while_no_answer_is_the_users_own():
    assert "our" not in ask(scenario="erp").summary.replace("are your own", "").split("Traditional")[0]
    assert ask(scenario="erp", answers={"release_rate": "weekly"}).summary.startswith("For your workload")


def test_the_language_of_the_request_is_the_language_of_the_sentences():
    evaluation = ask(scenario="erp", language="zh-hans")

    assert "推荐虚拟机（VMware）" in evaluation.summary
    assert all("a" <= letter <= "z" for letter in evaluation.verdict.replace("_", ""))


def test_the_same_request_gives_the_same_bytes():
    request = EvaluationRequest(scenario="devops", answers={"cold_start": 30, "regime": ["payment", "privacy"]})
    again = EvaluationRequest(scenario="devops", answers={"regime": ["payment", "privacy"], "cold_start": 30})

    assert evaluate(request).model_dump_json() == evaluate(again).model_dump_json()


def test_what_is_usual_may_be_said_or_left_out():
    said = ask(scenario="devops", model="standard", language="en", seed=ask(scenario="devops").provenance.seed)

    assert said == ask(scenario="devops")


def test_another_seed_draws_other_cases_and_another_answer_changes_the_input_digest():
    first, second = (ask(scenario="devops", seed=seed) for seed in (1, 2))
    changed = ask(scenario="devops", seed=1, answers={"release_rate": "yearly"})

    assert first.confidence != second.confidence
    assert len({each.provenance.input_digest for each in (first, second, changed)}) == 3


def test_detail_decides_how_much_is_said():
    verdict, summary = (ask(scenario="erp", detail=detail) for detail in ("verdict", "summary"))

    assert type(verdict) is VerdictEvaluation
    assert type(summary) is SummaryEvaluation
    assert ask(scenario="erp").ranking == summary.ranking


def test_a_batch_answers_each_request_as_if_it_stood_alone():
    requests = [
        EvaluationRequest(scenario=scenario, detail=detail, seed=seed, answers={"lock_in": "unsure"})
        for scenario in ("erp", "finance", "devops")
        for detail in ("verdict", "full")
        for seed in (None, 3)
    ]
    requests.insert(4, EvaluationRequest(answers={"nonsense": "yes"}))

    answers = evaluate_many(requests)

    assert isinstance(answers.pop(4), NotUnderstood)
    del requests[4]
    assert answers == [evaluate(request) for request in requests]


def test_a_batch_looks_its_decision_model_up_once(django_assert_num_queries):
    ask(scenario="erp", detail="verdict")

    with django_assert_num_queries(1):
        evaluate_many([EvaluationRequest(scenario="erp", detail="verdict")] * 20)


def test_reasons_are_differences_to_the_rival_and_name_their_answer():
    evaluation = ask(scenario="ecommerce")

    leader, rival = evaluation.contributions["docker"], evaluation.contributions[evaluation.rival]
    for reason in (*evaluation.reasons.in_favour, *evaluation.reasons.against):
        assert reason.points == pytest.approx(leader[reason.criterion] - rival[reason.criterion], abs=3e-4)
        assert reason.text
    assert evaluation.reasons.in_favour[0].question == "release_rate"


def test_circumstances_of_an_answer_come_back():
    evaluation = ask(
        answers={
            "release_rate": DetailedAnswer(value="daily", certainty="measured", note="from the pipeline"),
            "live_migration": DetailedAnswer(does_not_apply="architecture", note="stateless"),
        }
    )
    given = {answer.question: answer for answer in evaluation.answers}

    assert given["release_rate"].certainty == "measured"
    assert given["release_rate"].note == "from the pipeline"
    assert given["live_migration"].state == "does_not_apply"
    assert given["live_migration"].does_not_apply == "architecture"


def test_an_answer_that_others_make_void_is_told():
    evaluation = ask(scenario="erp", answers={"workload_kind": "packaged", "edge_footprint": "lt2"})

    assert "answer_not_counted" in {warning.code for warning in evaluation.warnings}


def test_contradictions_are_warned_of():
    evaluation = ask(scenario="erp", answers={"cold_start": "lt1s"})

    assert "fast_start_without_containers" in {warning.code for warning in evaluation.warnings}


def test_tipping_points_are_where_the_leader_changes():
    evaluation = ask(scenario="finance")
    point = next(point for point in evaluation.tipping_points if point.at > point.weight)

    def leader_at(weight):
        others = {key: share for key, share in evaluation.weights.items() if key != point.criterion}
        scale = (1 - weight) / sum(others.values())
        weights = {key: share * scale for key, share in others.items()} | {point.criterion: weight}
        return ask(scenario="finance", weights=weights, detail="summary").ranking[0].platform

    assert leader_at(point.at - 0.005) == evaluation.platform
    assert leader_at(point.at + 0.005) == point.platform


def test_no_number_is_missing_or_infinite():
    def numbers(part):
        if isinstance(part, dict):
            for entry in part.values():
                yield from numbers(entry)
        elif isinstance(part, list):
            for entry in part:
                yield from numbers(entry)
        elif isinstance(part, float):
            yield part

    for request in ({}, {"scenario": "erp"}, {"platforms": ["docker"], "scenario": "erp"}, {"model": "article"}):
        assert np.isfinite(list(numbers(ask(**request).model_dump()))).all()


def test_an_unknown_decision_model_is_refused():
    with pytest.raises(UnknownModel) as refused:
        ask(model="nonsense")

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/model", "unknown_model")]


def test_an_unknown_scenario_is_refused():
    with pytest.raises(UnknownScenario) as refused:
        ask(scenario="nonsense")

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("/scenario", "unknown_scenario")]


def test_every_fault_of_a_request_is_named_at_once():
    assert faults_of(
        answers={"release_rate": "hourly", "nonsense": "yes"},
        weights={"beauty": 0},
        platforms=["docker", "docker", "kvm"],
        confirmed_conditions={"nonsense": ""},
    ) == [
        ("/answers/release_rate", "unknown_option"),
        ("/answers/nonsense", "unknown_question"),
        ("/weights/beauty", "unknown_criterion"),
        ("/weights", "weights_all_zero"),
        ("/platforms/1", "platform_twice"),
        ("/platforms/2", "unknown_platform"),
        ("/confirmed_conditions/nonsense", "unknown_condition"),
    ]


def test_a_rule_that_excludes_cannot_be_confirmed_away(published):
    rule = next(entry for entry in published["standard"].constraints if entry.effect == "exclude")

    assert faults_of(scenario="erp", confirmed_conditions={rule.key: "we know"}) == [
        (f"/confirmed_conditions/{rule.key}", "unknown_condition")
    ]


def test_standard_errors_are_those_of_independent_cases():
    found = ask(scenario="finance")

    for row in found.ranking:
        for share, error in zip(row.rank_acceptability, found.standard_errors[row.platform], strict=True):
            assert error == pytest.approx((share * (1 - share) / found.provenance.cases) ** 0.5, abs=1e-4)


def test_who_never_comes_first_has_no_confidence_factor():
    found = ask(scenario="erp")

    factors = {row.platform: found.confidence_factors[row.platform] for row in found.ranking}
    assert factors == {"vmware": 1, "docker": 0, "hybrid": 0}


def test_the_shares_of_all_weights_are_those_that_drawn_weights_approach(published):
    found = ask(scenario="finance")

    values = np.array([[part.total for part in parts.values()] for parts in found.parts.values()])
    values /= np.array(list(found.weights.values()))
    drawn = engine.smaa(values, engine.uniform_weights(4_096, len(found.weights), seed=1))
    shares = [found.robustness.any_weights[platform] for platform in found.parts]
    assert shares == pytest.approx(drawn.ranks[:, 0], abs=4 * (0.25 / 4_096) ** 0.5)
    assert sum(shares) == pytest.approx(1, abs=2e-4)


def test_more_than_three_platforms_have_no_exact_shares():
    found = ask(scenario="finance", platforms=["vmware", "docker", "hybrid", "hyper_v"])

    assert found.robustness.any_weights == {}
