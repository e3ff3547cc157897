import json

import pytest

from decisions.documents.evaluation import Evaluation
from decisions.documents.request import EvaluationRequest
from decisions.services.evaluate import evaluate
from scenarios import library
from tests.builders.http import EVALUATIONS, at, not_understood, post, post_evaluation

VERDICT = {"verdict", "platform", "close_rivals", "confidence", "provenance"}
SUMMARY = VERDICT | {"summary", "ranking", "weights", "excluded", "conditions", "warnings", "counts", "none_left"}


def test_it_evaluates_a_typical_erp(client, shipped):
    answer = post_evaluation(client, scenario="erp", detail="verdict", seed=7)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    said = answer.json()
    assert said.keys() == VERDICT
    assert said["platform"] == "vmware"
    assert said["provenance"]["model"] == "standard"
    assert said["provenance"]["model_digest"] == library.digest(shipped["standard"])
    assert said["provenance"]["seed"] == 7


def test_it_says_what_the_service_says(client):
    request = {"scenario": "finance", "answers": {"release_rate": "daily"}, "language": "zh-hans"}

    answer = post_evaluation(client, **request)

    assert answer.json() == evaluate(EvaluationRequest(**request)).model_dump(mode="json")


def test_the_same_request_gets_the_same_bytes_in_whatever_order_it_is_written(client):
    first = post(client, EVALUATIONS, b'{"scenario":"erp","answers":{"release_rate":"daily","regime":["payment"]}}')

    second = post(client, EVALUATIONS, b'{"answers":{"regime":["payment"],"release_rate":"daily"},"scenario":"erp"}')

    assert second.content == first.content


def test_everything_is_said_unless_less_is_asked_for(client):
    assert post_evaluation(client, scenario="erp").json().keys() == Evaluation.model_fields.keys()
    assert post_evaluation(client, scenario="erp", detail="summary").json().keys() == SUMMARY


@pytest.mark.parametrize(
    ("scenario", "platform"),
    [("erp", "vmware"), ("ecommerce", "docker"), ("finance", "hybrid"), ("ai_training", "hybrid")],
)
@pytest.mark.parametrize("model", ["article", "standard"])
def test_the_scenarios_of_the_article_have_its_leaders(client, model, scenario, platform):
    answer = post_evaluation(client, model=model, scenario=scenario, detail="summary")

    assert answer.json()["ranking"][0]["platform"] == platform


def test_nothing_known_is_a_verdict(client):
    answer = post_evaluation(client)

    assert answer.status_code == 200
    assert (answer.json()["verdict"], answer.json()["platform"]) == ("not_enough_known", None)


def test_workloads_are_placed_one_by_one(client):
    answer = post_evaluation(
        client,
        scenario="finance",
        detail="summary",
        workloads=[{"name": "Trading core", "scenario_workload": "trading_core"}, {"name": "Risk control"}],
    )

    assert answer.status_code == 200
    assert [placement["workload"] for placement in answer.json()["placements"]] == ["Trading core", "Risk control"]


def test_sentences_are_in_the_language_that_the_request_names(client):
    answer = post(client, EVALUATIONS, {"scenario": "erp", "language": "zh-hans"}, **{"Accept-Language": "en"})

    assert answer["Content-Language"] == "zh-hans"
    assert "虚拟机" in answer.json()["summary"]


def test_an_evaluation_is_not_kept_by_caches_and_depends_on_no_cookie(client):
    answer = post_evaluation(client, scenario="erp", detail="verdict")

    assert answer["Cache-Control"] == "no-store"
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_it_costs_one_query_once_the_model_was_read(client, django_assert_num_queries):
    post_evaluation(client, scenario="erp")

    with django_assert_num_queries(1):
        post_evaluation(client, scenario="erp", answers={"release_rate": "daily"})


def test_it_names_an_option_that_the_question_does_not_have(client):
    answer = post_evaluation(client, answers={"release_rate": "hourly"})

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == not_understood(
        at("/answers/release_rate", "unknown_option", "release_rate has no option hourly.")
    )


def test_it_lists_every_fault_of_the_answers(client):
    answer = post_evaluation(
        client,
        scenario="erp",
        answers={
            "release_rate": ["daily", "weekly"],
            "regime": ["none", "payment"],
            "workload_kind": "unsure",
            "hosting": 3,
            "host_count": -1,
            "no_such_question": "x",
            "device_access": {"value": ["gpu_whole", "gpu_whole"]},
            "target_sites": [],
        },
        weights={"isolation": 0, "beauty": 0},
        platforms=["vmware", "os2", "vmware"],
        confirmed_conditions={"no_such_condition": "done"},
    )

    assert answer.json() == not_understood(
        at("/answers/release_rate", "one_option_only", "release_rate takes one option, not a list."),
        at("/answers/regime", "none_stands_alone", "regime: none cannot be combined with others."),
        at("/answers/workload_kind", "unsure_not_offered", "workload_kind can be seen today; unsure is no answer."),
        at("/answers/hosting", "no_number_expected", "hosting takes an option, not a number."),
        at("/answers/host_count", "number_below_zero", "host_count cannot be below zero."),
        at("/answers/no_such_question", "unknown_question", "There is no question no_such_question."),
        at("/answers/device_access/value", "option_twice", "device_access names an option twice."),
        at("/answers/target_sites", "no_option", "target_sites needs at least one option."),
        at("/weights/beauty", "unknown_criterion", "There is no criterion beauty."),
        at("/weights", "weights_all_zero", "At least one weight must be above zero."),
        at("/platforms/1", "unknown_platform", "There is no platform os2."),
        at("/platforms/2", "platform_twice", "vmware is named twice."),
        at(
            "/confirmed_conditions/no_such_condition",
            "unknown_condition",
            "no_such_condition is no condition of this decision model.",
        ),
    )


def test_an_unknown_model_or_scenario_in_a_body_is_a_fault_of_the_body(client):
    assert post_evaluation(client, model="nope").json() == not_understood(
        at("/model", "unknown_model", "There is no decision model nope.")
    )
    assert post_evaluation(client, scenario="nope").json() == not_understood(
        at("/scenario", "unknown_scenario", "The decision model has no scenario nope.")
    )


def test_it_lists_every_fault_of_the_shape(client):
    answer = post_evaluation(
        client,
        model=None,
        seed=3.7,
        language="fr",
        answers={"release_rate": True, "regime": {"value": "payment", "does_not_apply": "other"}, "a/b~c": "x"},
        weights={"isolation": "12", "cost": -1, "efficiency": 2e6},
        platforms=[],
        is_staff=True,
        confirmed_conditions={"vendor_waiver": "x" * 2001},
    )

    assert answer.status_code == 422
    assert answer.json() == not_understood(
        at("/model", "wrong_type", "model must be a text."),
        at("/language", "unknown_choice", "language must be one of: en, zh-hans."),
        at("/seed", "wrong_type", "seed must be a whole number."),
        at("/answers/release_rate", "wrong_type", "release_rate must be a text, a list, a number or an object."),
        at("/answers/regime", "value_or_reason", "Give either value or does_not_apply."),
        at("/answers/a~1b~0c", "wrong_format", "a/b~c must match ^[a-z0-9][a-z0-9_]*$."),
        at("/weights/isolation", "wrong_type", "isolation must be a number."),
        at("/weights/cost", "out_of_range", "cost must be at least 0."),
        at("/weights/efficiency", "out_of_range", "efficiency may be at most 1000000."),
        at("/platforms", "too_few", "platforms must have an entry."),
        at("/confirmed_conditions/vendor_waiver", "too_long", "vendor_waiver may have 2000 characters."),
        at("/is_staff", "unknown_field", "There is no field is_staff."),
    )


def test_faults_are_said_in_the_reader_s_language_and_codes_are_not(client):
    answer = post(
        client, EVALUATIONS, {"answers": {"release_rate": "hourly"}, "x": 1}, **{"Accept-Language": "zh-CN,zh;q=0.9"}
    )
    english = post(client, EVALUATIONS, {"answers": {"release_rate": "hourly"}, "x": 1})

    assert answer["Content-Language"] == "zh-hans"
    assert {"Accept-Language", "Cookie"} <= set(answer["Vary"].split(", "))
    assert answer.json()["title"] == "请求格式正确，但无法处理"
    assert [error["message"] for error in answer.json()["errors"]] == ["没有字段 x。"]
    assert [error["code"] for error in answer.json()["errors"]] == [error["code"] for error in english.json()["errors"]]


def test_a_flood_of_faults_is_cut_short(client):
    answer = post_evaluation(client, **{f"field_{number}": 1 for number in range(5_000)})

    said = answer.json()
    assert len(said["errors"]) == 100
    assert said["detail"] == "5000 faults were found; see errors. The first 100 are listed."


def test_a_full_evaluation_is_finite_json(client):
    answer = post_evaluation(client, scenario="edge_iot")

    def refuse(constant):
        raise AssertionError(constant)

    json.loads(answer.content, parse_constant=refuse)
