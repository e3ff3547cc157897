import re
from typing import get_args

import jsonschema
import pytest
from django.urls import URLResolver
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from config.http import validation
from config.http.problems import KINDS
from decisions.api import examples, words
from decisions.api.contract import contract as contract_of
from decisions.api.contract import field_words
from decisions.api.urls import urlpatterns
from decisions.documents import evaluation, request
from decisions.documents.faults import FaultCode
from tests.builders.http import EVALUATIONS, post, post_batch


@pytest.fixture
def contract(client):
    return client.get("/api/v1/openapi.json").json()


def test_it_is_an_openapi_document(client):
    answer = client.get("/api/v1/openapi.json")

    said = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert said["openapi"] == "3.1.0"
    assert said["info"]["title"] == "Berth API"
    assert "10,000 items" in said["info"]["description"]


def test_it_is_made_without_a_warning(published):
    SchemaGenerator().get_schema(request=None, public=True)

    assert not GENERATOR_STATS


def test_every_address_is_in_it(contract):
    assert contract["paths"].keys() == set(addresses(urlpatterns))


def addresses(patterns, before="/api/v1/"):
    for each in patterns:
        path = before + re.sub(r"<\w+:(\w+)>", r"{\1}", str(each.pattern))
        yield from addresses(each.url_patterns, path) if isinstance(each, URLResolver) else [path]


def test_operations_have_names_words_and_errors(contract):
    operations = [each for methods in contract["paths"].values() for each in methods.values()]

    assert len({each["operationId"] for each in operations}) == len(operations)
    for each in operations:
        assert each["summary"]
        assert each["description"]
        assert each["tags"][0] in {tag["name"] for tag in contract["tags"]}
        errors = {status: answer for status, answer in each["responses"].items() if status >= "400"}
        assert {"400", "406"} <= errors.keys()
        assert all(answer["content"].keys() == {"application/problem+json"} for answer in errors.values())


def test_its_schemas_are_sound_and_lead_nowhere_else(contract):
    shapes = contract["components"]["schemas"]
    for shape in shapes.values():
        jsonschema.Draft202012Validator.check_schema(shape)
    references = set(find(contract, "$ref"))
    assert references <= {f"#/components/schemas/{name}" for name in shapes}
    assert shapes.keys() - {"StandardRequest", "ArticleRequest"} <= words.DOCUMENTS.keys()


def find(node, key):
    if isinstance(node, dict):
        yield from (value for name, value in node.items() if name == key and isinstance(value, str))
        for inner in node.values():
            yield from find(inner, key)
    elif isinstance(node, list):
        for inner in node:
            yield from find(inner, key)


def plain_shapes():
    return SchemaGenerator().get_schema(request=None, public=True)["components"]["schemas"]


def test_every_document_has_words_and_no_words_are_left_over(published):
    assert words.DOCUMENTS.keys() == plain_shapes().keys()


def test_every_field_of_requests_evaluations_and_problems_has_words(published):
    shapes = plain_shapes()
    ours = {name for module in (request, evaluation) for name in vars(module)} | {"ProblemDocument", "ErrorEntry"}

    for name in ours & shapes.keys():
        for field in shapes[name].get("properties", {}):
            assert field_words(name, field) is not None, f"{name}.{field}"
    for name, fields in words.FIELDS.items():
        assert fields.keys() <= shapes[name]["properties"].keys(), name


def test_every_code_that_a_problem_may_have_is_listed(contract):
    at_the_door = {code for code, kind in KINDS.items() if kind.status == 400} & words.CODES.keys()
    ours = {
        "one_beginning", "other_digest", "points_or_order", "superseded", "too_many_full", "too_many_weightings",
        "unknown_assessment", "value_or_reason",
    }  # fmt: skip
    shapes = contract["components"]["schemas"]

    assert words.CODES.keys() == {*get_args(FaultCode), *validation.CODES, *at_the_door, *ours}
    assert shapes["ErrorEntry"]["properties"]["code"]["enum"] == list(words.CODES)
    assert shapes["ProblemDocument"]["properties"]["code"]["enum"] == list(KINDS)


def test_requests_name_the_keys_of_each_model(contract, shipped):
    shapes = contract["components"]["schemas"]

    assert shapes["EvaluationRequest"]["anyOf"] == [
        {"$ref": "#/components/schemas/StandardRequest"},
        {"$ref": "#/components/schemas/ArticleRequest"},
    ]
    fields = shapes["StandardRequest"]["properties"]
    assert fields["answers"]["properties"].keys() == {question.key for question in shipped["standard"].questions}
    assert "required" not in shapes["StandardRequest"]
    assert shapes["ArticleRequest"]["required"] == ["model"]


def test_what_an_assessment_begins_with_is_named_too(contract, shipped):
    shapes = contract["components"]["schemas"]
    scenarios = {key: [scenario.key for scenario in document.scenarios] for key, document in shipped.items()}

    standard, article, own = shapes["NewAssessment"]["anyOf"]
    assert standard["properties"]["scenario"]["enum"] == [*scenarios["standard"], None]
    assert article["properties"]["model"]["const"] == "article"
    assert article["required"] == ["model"]
    assert own["required"] == ["own_scenario"]
    assert "model" not in own["properties"]
    patches = shapes["AssessmentPatch"]["anyOf"]
    assert [patch["properties"]["scenario"]["enum"] for patch in patches] == [
        [*scenarios["standard"], None],
        [*scenarios["article"], None],
    ]


def example_bodies(contract):
    content = contract["paths"][EVALUATIONS]["post"]["requestBody"]["content"]["application/json"]
    return {name: example["value"] for name, example in content["examples"].items()}


def test_every_example_gets_the_answer_that_stands_beside_it(client, contract):
    answers = contract["paths"][EVALUATIONS]["post"]["responses"]["200"]["content"]["application/json"]["examples"]

    for name, body in example_bodies(contract).items():
        answer = post(client, EVALUATIONS, body)
        assert answer.status_code == 200
        assert answer.json() == answers[name]["value"]
    assert example_bodies(contract).keys() == answers.keys() == {each.name for each in examples.ONE}


def test_the_example_of_a_batch_shows_one_of_each(client):
    statuses = [item["status"] for item in post_batch(client, *examples.BATCH["items"]).json()["items"]]

    assert statuses == [200, 200, 422]


def test_examples_and_answers_are_as_the_schemas_say(contract):
    def valid(instance, name):
        shape = {"$ref": f"#/components/schemas/{name}", "components": contract["components"]}
        jsonschema.validate(instance, shape, jsonschema.Draft202012Validator)

    answers = contract["paths"][EVALUATIONS]["post"]["responses"]["200"]["content"]["application/json"]["examples"]
    for name, body in example_bodies(contract).items():
        valid(body, "EvaluationRequest")
        valid(answers[name]["value"], "EvaluationAnswer")
    valid(examples.BATCH, "BatchRequest")


def test_a_whole_decision_model_is_as_its_schema_says(client, contract):
    shape = {"$ref": "#/components/schemas/ModelDocument", "components": contract["components"]}

    jsonschema.validate(client.get("/api/v1/models/standard/").json(), shape, jsonschema.Draft202012Validator)


def test_it_speaks_the_reader_s_language_and_names_stay_the_same(client, contract):
    answer = client.get("/api/v1/openapi.json", headers={"Accept-Language": "zh-CN"})

    chinese = answer.json()
    assert chinese["paths"][EVALUATIONS]["post"]["summary"] == "评价一个工作负载"
    assert chinese["paths"].keys() == contract["paths"].keys()
    assert chinese["components"]["schemas"].keys() == contract["components"]["schemas"].keys()
    assert answer["ETag"] != client.get("/api/v1/openapi.json")["ETag"]


def test_whoever_has_it_gets_304_and_it_costs_one_query(client, django_assert_num_queries):
    tag = client.get("/api/v1/openapi.json")["ETag"]

    with django_assert_num_queries(1):
        again = client.get("/api/v1/openapi.json", headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_before_anything_is_published_it_names_no_keys(published):
    shapes = contract_of(())["components"]["schemas"]

    assert shapes["EvaluationRequest"]["properties"].keys() == request.EvaluationRequest.model_fields.keys()
    for shape in shapes.values():
        jsonschema.Draft202012Validator.check_schema(shape)
