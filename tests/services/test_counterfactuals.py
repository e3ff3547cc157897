"""What would change a recommendation: sent back as a request, it does."""

import json

import numpy as np
import pytest

from decisions.documents.request import EvaluationRequest
from decisions.services.compile import compiled
from decisions.services.evaluate import evaluate, evaluate_many

pytestmark = pytest.mark.django_db

SCENARIOS = ("erp", "ecommerce", "finance", "ai_training", "devops", "microservices", "edge_iot", "dev_test")
NOTHING_FITS = {"kernel_need": "windows_gui", "vendor_support": "container_only"}


def ask(**request):
    return evaluate(EvaluationRequest(**request))


def by_score(evaluation):
    return evaluation.ranking[0].platform if evaluation.ranking[0].eligible else None


def answered_otherwise(evaluation, request):
    """The same request with the answers that would change it."""
    multiple = {entry.key for entry in compiled("standard").document.questions if entry.kind == "multiple"}
    changed = {
        change.question: change.to if change.question in multiple else change.to[0]
        for change in evaluation.counterfactuals.answers
    }
    return request | {"answers": {**request.get("answers", {}), **changed}}


def some_answers(seed):
    """Answers to most questions, by chance."""
    random = np.random.default_rng(seed)
    answers = {}
    for entry in compiled("standard").document.questions:
        options = [option.key for option in entry.options if not option.none]
        if random.random() < 0.15 or not options:
            continue
        chosen = [str(option) for option in random.choice(options, size=1 + (random.random() < 0.3), replace=False)]
        answers[entry.key] = chosen if entry.kind == "multiple" else chosen[0]
    return answers


def test_it_works():
    found = ask(scenario="finance").counterfactuals

    assert found.weights is not None
    assert found.weights.platform == found.answers[0].platform == "vmware"
    assert found.conflict == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_weights_sent_back_give_the_other_leader(scenario):
    evaluation = ask(scenario=scenario)
    change = evaluation.counterfactuals.weights
    if change is None:
        assert sum(row.eligible for row in evaluation.ranking) == 1
        return

    other = ask(scenario=scenario, weights=change.to)

    assert by_score(other) == change.platform != by_score(evaluation)
    assert round(sum(change.to.values()), 4) == 1
    moved = sum(abs(change.to[criterion] - weight) for criterion, weight in evaluation.weights.items())
    assert change.distance == pytest.approx(moved, abs=1e-9)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_little_less_of_that_change_leaves_the_leader(scenario):
    evaluation = ask(scenario=scenario)
    change = evaluation.counterfactuals.weights
    if change is None:
        assert sum(row.eligible for row in evaluation.ranking) == 1
        return

    way = {criterion: change.to[criterion] - weight for criterion, weight in evaluation.weights.items()}
    less = {criterion: weight + 0.98 * way[criterion] for criterion, weight in evaluation.weights.items()}

    assert by_score(ask(scenario=scenario, weights=less)) == by_score(evaluation)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_answers_sent_back_give_the_other_leader(scenario):
    request = {"scenario": scenario}
    evaluation = ask(**request)

    other = ask(**answered_otherwise(evaluation, request))

    assert evaluation.counterfactuals.answers
    assert {change.platform for change in evaluation.counterfactuals.answers} == {by_score(other)}
    assert by_score(other) != by_score(evaluation)


def test_whatever_is_answered_the_change_does_what_it_says():
    requests = [{"answers": some_answers(seed)} for seed in range(40)]
    evaluations = evaluate_many([EvaluationRequest(**request) for request in requests])
    changed = [
        (evaluation, answered_otherwise(evaluation, request))
        for evaluation, request in zip(evaluations, requests, strict=True)
        if evaluation.counterfactuals.answers
    ]

    others = evaluate_many([EvaluationRequest(**request) for _, request in changed])

    assert len(changed) > 20
    for (evaluation, _), other in zip(changed, others, strict=True):
        assert by_score(other) == evaluation.counterfactuals.answers[0].platform != by_score(evaluation)


def test_each_of_several_answers_is_needed():
    evaluations = evaluate_many([EvaluationRequest(answers=some_answers(seed)) for seed in range(40)])
    several = [
        (seed, evaluation) for seed, evaluation in enumerate(evaluations) if len(evaluation.counterfactuals.answers) > 1
    ]

    for seed, evaluation in several:
        request = answered_otherwise(evaluation, {"answers": some_answers(seed)})
        for change in evaluation.counterfactuals.answers:
            fewer = dict(request["answers"])
            fewer[change.question] = some_answers(seed)[change.question]
            assert by_score(ask(answers=fewer)) in (by_score(evaluation), None)  # none: no other leader either
    assert several


def test_what_holds_now_is_what_was_answered():
    change = ask(scenario="finance").counterfactuals.answers[0]
    given = {answer.question: answer for answer in ask(scenario="finance").answers}

    assert change.before == given[change.question].value
    assert change.to != change.before


def test_own_answers_go_before_assumed_ones():
    assumed = ask(scenario="devops").counterfactuals.answers
    own = ask(scenario="devops", answers={"kernel_need": "linux_any"}).counterfactuals.answers

    assert [change.question for change in assumed] != ["kernel_need"]
    assert [change.question for change in own] == ["kernel_need"]


def test_in_json_the_options_that_hold_now_are_called_from():
    document = json.loads(ask(scenario="finance").model_dump_json())

    change = document["counterfactuals"]["answers"][0]
    assert set(change) == {"question", "from", "to", "platform"}


def test_only_full_detail_says_so():
    assert not hasattr(ask(scenario="finance", detail="summary"), "counterfactuals")
    assert not hasattr(ask(scenario="finance", detail="verdict"), "counterfactuals")


def test_where_nothing_fits_it_names_the_answers_in_conflict():
    evaluation = ask(scenario="finance", answers=NOTHING_FITS)
    found = evaluation.counterfactuals

    freed = ask(scenario="finance", answers=NOTHING_FITS | {each.question: None for each in found.conflict})

    assert evaluation.verdict == "no_option_fits"
    assert found.weights is None
    assert found.conflict
    assert {each.question for each in found.conflict} <= set(NOTHING_FITS)
    assert freed.verdict != "no_option_fits"
    assert found.answers[0].platform == by_score(
        ask(**answered_otherwise(evaluation, {"scenario": "finance", "answers": NOTHING_FITS}))
    )


def test_an_evaluation_is_the_same_alone_and_in_a_batch():
    requests = [EvaluationRequest(scenario=scenario) for scenario in SCENARIOS]

    together = evaluate_many(requests)

    assert [evaluate(request).counterfactuals for request in requests] == [each.counterfactuals for each in together]
