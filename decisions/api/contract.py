"""The API's contract as an OpenAPI 3.1 document.

drf-spectacular collects the views, pydantic the shapes; what is added here is what neither knows: the words in the
reader's language, which keys the published decision models have, and examples that were really evaluated.
"""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any, get_args

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.generators import SchemaGenerator
from pydantic import BaseModel

from config.http.problems import KINDS
from decisions.api import examples, words
from decisions.api.documented import KEY, Json
from decisions.api.evaluations import BATCH_WEIGHT
from decisions.documents.request import (
    DEFAULT_MODEL,
    LEAST_RATIO,
    LEAST_SHARE,
    MOST_CHOICES,
    MOST_COMPARISONS,
    MOST_RATIO,
    NOTE,
    UNSURE,
    Certainty,
    Pairwise,
    RankOrder,
    TradeOffAnswer,
    WhyNot,
)
from scenarios import schema, services
from scenarios.models import DecisionModel

Versions = tuple[tuple[str, str, str], ...]  # key, version, digest

NOTE_SHAPE = {"type": "string", "pattern": NOTE, "maxLength": 2000}
NOT_BLANK = r"^[^\x00]*[^\x00\s][^\x00]*$"
POSTED = ("/api/v1/evaluations/", "/api/v1/evaluations/batch/")
OWN_SCENARIOS = "/api/v1/scenarios/own/"
OF_THE_CATALOGUE = ("/api/v1/models/", "/api/v1/scenarios/")
CONTRACTS_KEPT = 8  # two languages of what is published; older ones when something new was

TAGS: dict[str, Promise] = {
    "catalogue": gettext_lazy("What there is to decide with: decision models and scenarios."),
    "assessments": gettext_lazy("Your pieces of work: what was answered, and what it comes to."),
    "own scenarios": gettext_lazy("What you keep to begin with again, beside the scenarios of the catalogue."),
    "recommendations": gettext_lazy("What was frozen: signed off, seen to, recomputed, compared with today."),
    "workloads": gettext_lazy("The parts of an assessment that are placed one by one."),
    "shares": gettext_lazy("Codes under which others may read what an assessment comes to."),
    "evaluations": gettext_lazy("Answers in, evaluation out. Nothing is stored."),
    "description": gettext_lazy("This description."),
}


def published() -> tuple[DecisionModel, ...]:
    return tuple(DecisionModel.objects.for_catalogue())


def contract(rows: Sequence[DecisionModel]) -> Json:
    """Return the document in the active language; it costs nothing once these versions were described."""
    return _contract(*described_by(rows))


def contract_as_json(rows: Sequence[DecisionModel]) -> str:
    """Return the same as it is sent; writing it out costs as much as ten evaluations."""
    return _contract_as_json(*described_by(rows))


def described_by(rows: Sequence[DecisionModel]) -> tuple[str, Versions]:
    """Return all that the document depends on."""
    return translation.get_language() or "en", tuple((row.key, row.version, row.digest) for row in rows)


@lru_cache(maxsize=CONTRACTS_KEPT)
def _contract_as_json(language: str, versions: Versions) -> str:
    return json.dumps(_contract(language, versions), ensure_ascii=False)


@lru_cache(maxsize=CONTRACTS_KEPT)
def _contract(language: str, versions: Versions) -> Json:
    documents = {
        key: services.document_of(DecisionModel(key=key, version=version, digest=digest))
        for key, version, digest in versions
    }
    with translation.override(language):
        described: Json = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
        complete(described, documents)
    return described


def complete(described: Json, documents: dict[str, schema.DecisionModel]) -> None:
    described["info"]["description"] = introduction()
    described["tags"] = [{"name": name, "description": str(sentence)} for name, sentence in TAGS.items()]
    described["servers"] = [{"url": "/"}]
    shapes: Json = described["components"]["schemas"]
    without_titles(shapes)
    say_what_things_are(shapes)
    list_codes(shapes)
    for _path, operation in operations_of(described):
        if "requestBody" in operation:
            operation["requestBody"]["required"] = True
    described["components"]["securitySchemes"] = security_schemes()
    if documents:
        name_requests(shapes, documents)
        name_parameters(described, documents)
    if DEFAULT_MODEL in documents:
        show_examples(described)


def operations_of(described: Json) -> Iterator[tuple[str, Json]]:
    for path, methods in described["paths"].items():
        for operation in methods.values():
            yield path, operation


def security_schemes() -> Json:
    return {
        "token": {
            "type": "http",
            "scheme": "Token",
            "description": _("A personal token: `Authorization: Token berth_…`. Make one on the page of your account."),
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": _("The session of a browser that is signed in; writing needs the header `X-CSRFToken` too."),
        },
    }


def introduction() -> str:
    return " ".join(
        [
            _("Berth finds each workload its place: VMs (VMware), containers (Docker), or containers in VMs (hybrid)."),
            _(
                "JSON in UTF-8, in and out. Bodies are strict: unknown fields, twin keys and infinite numbers are"
                " refused."
            ),
            _("One evaluation may have 2 MB, a batch 10 MB and 10,000 items, of which 100 with `detail` `full`."),
            _("Without a credential you may send %(n)s requests a minute; a batch counts as %(batch)s.")
            % {"n": settings.ANONYMOUS_REQUESTS, "batch": BATCH_WEIGHT},
            _("Sentences in problems follow `Accept-Language`; codes are never translated."),
        ]
    )


def without_titles(node: Any) -> None:
    """Drop the titles that pydantic makes up from names."""
    if isinstance(node, dict):
        if isinstance(node.get("title"), str):
            del node["title"]
        for inner in node.values():
            without_titles(inner)
    elif isinstance(node, list):
        for inner in node:
            without_titles(inner)


def say_what_things_are(shapes: Json) -> None:
    for name, shape in shapes.items():
        shape["description"] = str(words.DOCUMENTS.get(name, shape.get("description", name)))
        for field, described in shape.get("properties", {}).items():
            if sentence := field_words(name, field):
                described["description"] = str(sentence)


# An evaluation with more detail has the fields of those with less.
LESS_DETAIL = {
    "Evaluation": "SummaryEvaluation",
    "SummaryEvaluation": "VerdictEvaluation",
    "PlacedEvaluation": "Evaluation",
    "PlacedSummary": "SummaryEvaluation",
    "PlacedVerdict": "VerdictEvaluation",
}


def field_words(name: str, field: str) -> Promise | None:
    found = words.FIELDS.get(name, {}).get(field)
    return found if found is not None or name not in LESS_DETAIL else field_words(LESS_DETAIL[name], field)


def list_codes(shapes: Json) -> None:
    shapes["ProblemDocument"]["properties"]["code"]["enum"] = list(KINDS)
    shapes["ErrorEntry"]["properties"]["code"]["enum"] = list(words.CODES)


def name_parameters(described: Json, documents: dict[str, schema.DecisionModel]) -> None:
    """Say which keys there are, where an address holds one."""
    scenarios = dict.fromkeys(scenario.key for document in documents.values() for scenario in document.scenarios)
    questions = dict.fromkeys(question.key for document in documents.values() for question in document.questions)
    for path, operation in operations_of(described):
        keys = {"question": list(questions)}
        if path.startswith(OF_THE_CATALOGUE) and not path.startswith(OWN_SCENARIOS):
            keys |= {"model": list(documents), "key": list(documents) if "/models/" in path else list(scenarios)}
        for parameter in operation.get("parameters", []):
            if parameter["name"] in keys:
                parameter["schema"] = {**parameter["schema"], "enum": keys[parameter["name"]]}
            if parameter["name"] == "question":
                parameter["example"] = examples.QUESTION
            if parameter["name"] == "key" and path.startswith(OWN_SCENARIOS):
                parameter["example"] = examples.BODIES["create_own_scenario"]["key"]


def show_examples(described: Json) -> None:
    one, many = (described["paths"][path]["post"] for path in POSTED)
    body_of(one)["examples"] = {each.name: {"summary": str(each.title), "value": each.body} for each in examples.ONE}
    answer_of(one)["examples"] = {
        each.name: {"summary": str(each.title), "value": each.answer()} for each in examples.ONE
    }
    body_of(many)["examples"] = {
        "three_workloads": {"summary": _("Three workloads, one of them faulty"), "value": examples.BATCH}
    }

    for _path, operation in operations_of(described):
        if operation["operationId"] in examples.BODIES:
            sample = {"summary": _("Example"), "value": examples.BODIES[operation["operationId"]]}
            for content in operation["requestBody"]["content"].values():
                content["examples"] = {"example": sample}


def body_of(operation: Json) -> Json:
    content: Json = operation["requestBody"]["content"]["application/json"]
    return content


def answer_of(operation: Json) -> Json:
    content: Json = operation["responses"]["200"]["content"]["application/json"]
    return content


def name_requests(shapes: Json, documents: dict[str, schema.DecisionModel]) -> None:
    """Write one request for each decision model, with its own questions, options, criteria and platforms.

    An item of a batch may be anything, because a faulty one is answered in its place.
    """
    plain = shapes["EvaluationRequest"]
    in_order = sorted(documents, key=lambda key: key != DEFAULT_MODEL)
    named = {request_name(key): request_of(plain, shapes["Workload"], documents[key]) for key in in_order}
    shapes.update(named)
    shapes["EvaluationRequest"] = {
        "description": plain["description"],
        "anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in named],
    }
    name_contents(shapes, list(named.values()))
    del shapes["BatchItem"], shapes["Workload"]
    shapes["BatchRequest"]["properties"]["items"]["items"] = {
        "anyOf": [
            {"$ref": "#/components/schemas/EvaluationRequest"},
            {"description": _("Whatever is no evaluation request gets a problem in its place.")},
        ]
    }


def name_contents(shapes: Json, requests: Sequence[Json]) -> None:
    """Write what an assessment takes as the requests have it, since it is evaluated by them."""
    weights = [nullable_of(request, "weights") for request in requests]
    conditions = [request["properties"]["confirmed_conditions"] for request in requests]
    workloads = [request["properties"]["workloads"]["items"] for request in requests]
    beginnings = [beginning_of(each, shapes["NewAssessment"]) for each in requests]
    either(shapes["NewAssessment"], [*beginnings, own_beginning(shapes["NewAssessment"])])
    either(shapes["AssessmentPatch"], [assessment_patch_of(each, shapes["AssessmentPatch"]) for each in requests])
    either(shapes["AnswersPatch"], [request["properties"]["answers"] for request in requests])
    either(shapes["NewWeights"], weights)
    either(shapes["WeightsPatch"], [removable(each) for each in weights])
    either(shapes["NewWeighting"], [nullable_of(request, "weighting") for request in requests])
    either(shapes["ConditionsPatch"], [removable(each) for each in conditions])
    either(shapes["NewWorkload"], workloads)
    either(shapes["WorkloadPatch"], [patch_of(each, shapes["WorkloadPatch"]) for each in workloads])
    either(shapes["OwnScenario"], [scenario_of(each, shapes["OwnScenario"]) for each in requests])
    either(shapes["OwnScenarioPatch"], [scenario_patch_of(each, shapes["OwnScenarioPatch"]) for each in requests])


def nullable_of(request: Json, field: str) -> Json:
    """Return what a field may hold beside `null`."""
    shape: Json = request["properties"][field]["anyOf"][0]
    return shape


def either(shape: Json, branches: Sequence[Json]) -> None:
    """Let a document be one of several, one for each decision model; what it is called and said to be stays."""
    description = shape["description"]
    shape.clear()
    shape |= {"description": description, "anyOf": [{**branch, "description": description} for branch in branches]}


def removable(shape: Json) -> Json:
    """Let every member be taken away, as a merge patch does."""
    return closed({name: or_null(inner) for name, inner in shape["properties"].items()})


def beginning_of(request: Json, plain: Json) -> Json:
    """Describe how an assessment begins with a decision model."""
    fields = fields_named(request, plain, "model", "scenario")
    fields["own_scenario"] = {"type": "null", **said_of(plain, "own_scenario")}
    return closed(fields) | {"required": request.get("required", [])}


def own_beginning(plain: Json) -> Json:
    """Describe how it begins with a scenario of one's own, which names its decision model itself."""
    fields = {name: inner for name, inner in plain["properties"].items() if name != "model"}
    fields["scenario"] = {"type": "null", **said_of(plain, "scenario")}
    fields["own_scenario"] = {**KEY, **said_of(plain, "own_scenario")}
    return closed(fields) | {"required": ["own_scenario"]}


def assessment_patch_of(request: Json, plain: Json) -> Json:
    return closed(fields_named(request, plain, "scenario"))


def fields_named(request: Json, plain: Json, *names: str) -> Json:
    """Return the fields of a document, with the keys that a request has in those named."""
    return {
        name: {**request["properties"][name], **said_of(plain, name)} if name in names else inner
        for name, inner in plain["properties"].items()
    }


def patch_of(workload: Json, plain: Json) -> Json:
    weights: Json = workload["properties"]["weights"]["anyOf"][0]
    fields = {name: workload["properties"].get(name, inner) for name, inner in plain["properties"].items()}
    return closed({**fields, "weights": or_null(removable(weights))})


def scenario_of(request: Json, plain: Json) -> Json:
    """Describe a scenario of one's own: what a request says, under a name; workloads may be those of the base."""
    fields = fields_of(request, plain)
    return closed(fields) | {"required": [*plain["required"], *request.get("required", [])]}


def scenario_patch_of(request: Json, plain: Json) -> Json:
    fields = fields_of(request, plain)
    fields["weights"] = or_null(removable(nullable_of(request, "weights"))) | said_of(plain, "weights")
    return closed(
        {name: {key: part for key, part in inner.items() if key != "default"} for name, inner in fields.items()}
    )


def fields_of(request: Json, plain: Json) -> Json:
    known = {**request["properties"], "workloads": or_null(request["properties"]["workloads"])}
    return {name: {**known.get(name, inner), **said_of(plain, name)} for name, inner in plain["properties"].items()}


def said_of(plain: Json, field: str) -> Json:
    return {"description": plain["properties"][field]["description"]}


def request_name(key: str) -> str:
    return "".join(part.capitalize() for part in key.split("_")) + "Request"


def request_of(plain: Json, plain_workload: Json, document: schema.DecisionModel) -> Json:
    shape = deepcopy(plain)
    fields = shape["properties"]
    shape["description"] = _("An evaluation request for the decision model `%(model)s`.") % {"model": document.key}
    fields["model"] |= {"const": document.key}
    if document.key != DEFAULT_MODEL:
        fields["model"].pop("default", None)
        shape["required"] = ["model"]
    conditions = [entry.key for entry in document.constraints if entry.effect == "condition"]
    keep_description(fields, "scenario", one_of([entry.key for entry in document.scenarios], nullable=True))
    name_answers_and_weights(fields, document)
    workload = deepcopy(plain_workload)
    name_answers_and_weights(workload["properties"], document)
    parts = sorted({part.key for entry in document.scenarios for part in entry.workloads})
    keep_description(workload["properties"], "scenario_workload", one_of(parts, nullable=True))
    fields["workloads"]["items"] = workload
    keep_description(
        fields,
        "platforms",
        or_null(
            {
                "type": "array",
                "items": one_of([entry.key for entry in document.platforms]),
                "minItems": 1,
                "uniqueItems": True,
            }
        ),
    )
    keep_description(
        fields, "confirmed_conditions", closed({key: {**NOTE_SHAPE, "pattern": NOT_BLANK} for key in conditions})
    )
    return shape


def name_answers_and_weights(fields: Json, document: schema.DecisionModel) -> None:
    importance = {"type": "number", "minimum": 0, "maximum": 1e6}
    weights = closed({entry.key: importance for entry in document.criteria}) | {"minProperties": 1}
    keep_description(fields, "answers", closed({entry.key: answer_to(entry) for entry in document.questions}))
    keep_description(fields, "weights", or_null(weights))
    keep_description(fields, "weighting", or_null({"oneOf": list(ways_of_weighing(document))}))


def ways_of_weighing(document: schema.DecisionModel) -> Iterator[Json]:
    """Describe every way of saying what the criteria of a decision model weigh."""
    criteria = [entry.key for entry in document.criteria]
    criterion, points = one_of(criteria), {"type": "number", "minimum": 0, "maximum": 1e6}
    span = {"type": "array", "items": points, "minItems": 2, "maxItems": 2}
    order = {"type": "array", "items": {"anyOf": [criterion, listing(criterion)]}, "minItems": 1}
    comparison = {
        "a": criterion,
        "b": criterion,
        "ratio": {"type": "number", "minimum": LEAST_RATIO, "maximum": MOST_RATIO},
    }
    answer = {
        "partly": criterion,
        "share": {"type": "number", "minimum": LEAST_SHARE, "maximum": 1},
        "wholly": criterion,
        "choice": one_of(choices_of(TradeOffAnswer, "choice")),
    }
    swings = closed({key: {"anyOf": [points, span]} for key in criteria}) | {"minProperties": 1}
    yield way("direct", needed={"points": closed(dict.fromkeys(criteria, points)) | {"minProperties": 1}})
    yield way("rank_order", needed={"order": order}, scheme=one_of(choices_of(RankOrder, "scheme")))
    yield way("swing", needed={"points": swings}, order={"type": "null"})
    yield way("swing", needed={"order": order}, points={"type": "null"})
    yield way(
        "pairwise",
        needed={"comparisons": listing(whole(comparison), most=MOST_COMPARISONS)},
        variant=one_of(choices_of(Pairwise, "variant")),
        random_index=one_of(choices_of(Pairwise, "random_index")),
    )
    yield way("trade_offs", answers=listing(whole(answer), least=0, most=MOST_CHOICES))


def way(method: str, *, needed: Json | None = None, **more: Json) -> Json:
    needed = {"method": {"type": "string", "const": method}, **(needed or {})}
    return closed({**needed, **more}) | {"required": list(needed)}


def choices_of(document: type[BaseModel], field: str) -> Sequence[str]:
    return get_args(document.model_fields[field].annotation)


def whole(fields: Json) -> Json:
    """Describe an object that has all of its fields."""
    return closed(fields) | {"required": list(fields)}


def listing(items: Json, *, least: int = 1, most: int | None = None) -> Json:
    limits = {"minItems": least} if most is None else {"minItems": least, "maxItems": most}
    return {"type": "array", "items": items, **limits}


def keep_description(fields: Json, name: str, shape: Json) -> None:
    fields[name] = {"description": fields[name]["description"], **shape}


def answer_to(question: schema.Question) -> Json:
    """Describe every answer that a question takes, and no other."""
    value = {"anyOf": list(values_of(question))}
    circumstances = {
        "certainty": one_of(get_args(Certainty), nullable=True),
        "note": NOTE_SHAPE,
    }
    reason = one_of(get_args(WhyNot))
    answered = closed({"value": value, "does_not_apply": {"type": "null"}, **circumstances})
    void = closed({"value": {"type": "null"}, "does_not_apply": reason, **circumstances})
    return {
        "description": question.label.zh_hans if translation.get_language() == "zh-hans" else question.label.en,
        "anyOf": [
            *values_of(question),
            answered | {"required": ["value"]},
            void | {"required": ["does_not_apply"]},
            {"type": "null"},
        ],
    }


def values_of(question: schema.Question) -> Iterator[Json]:
    keys = [option.key for option in question.options]
    yield one_of([*keys, UNSURE] if question.may_be_unsure else keys)
    if question.kind == "multiple":
        alone = [option.key for option in question.options if option.none]
        together = [key for key in keys if key not in alone]
        yield {"type": "array", "items": one_of(together), "minItems": 1, "uniqueItems": True}
        yield {"type": "array", "items": one_of(alone), "minItems": 1, "maxItems": 1}
    if question.measure is not None:
        yield {"type": "number", "minimum": 0}


def one_of(keys: Sequence[str], *, nullable: bool = False) -> Json:
    return {"enum": [*keys, None]} if nullable else {"type": "string", "enum": list(keys)}


def closed(fields: Json) -> Json:
    return {"type": "object", "properties": fields, "additionalProperties": False}


def or_null(shape: Json) -> Json:
    return {"anyOf": [shape, {"type": "null"}]}
