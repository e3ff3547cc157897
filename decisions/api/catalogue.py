"""What there is to decide with: decision models and their scenarios."""

import hashlib
from functools import lru_cache

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

import config
from config.http.problems import ErrorEntry, Problem
from config.http.validation import not_understood
from decisions.api.base import ApiView, json_answer, lasting_answer
from decisions.api.documented import KEY_PARAMETER, MODEL_PARAMETER, OPEN, TAGGED, documented
from decisions.documents.request import DEFAULT_MODEL, Document
from scenarios import schema, services
from scenarios.models import DecisionModel

MODELS_KEPT = 8  # whole documents per process; the standard one has half a megabyte


class Links(Document):
    models: str
    scenarios: str
    own_scenarios: str
    evaluations: str
    batch: str
    assessments: str
    recommendations: str
    shares: str
    openapi: str
    docs: str


class Root(Document):
    name: str
    version: str
    links: Links


class ModelEntry(Document):
    key: str
    version: str
    digest: str
    label: schema.Bilingual
    summary: schema.Bilingual
    link: str


class ModelList(Document):
    items: list[ModelEntry]
    next: None = None


class ModelDocument(schema.DecisionModel):
    digest: str


class ScenarioList(Document):
    items: list[schema.ScenarioProfile]
    next: None = None


class RootView(ApiView):
    @documented(
        "root",
        gettext_lazy("Find your way"),
        gettext_lazy("Name, version, and where everything is."),
        OPEN,
        tag="catalogue",
        answer=Root,
    )
    def get(self, request: Request) -> HttpResponseBase:
        links = Links(**{name: reverse(f"api:{name}") for name in Links.model_fields})
        return json_answer(Root(name="Berth", version=config.__version__, links=links).model_dump_json())


class ModelsView(ApiView):
    @documented(
        "list_models",
        gettext_lazy("List the decision models"),
        gettext_lazy("Every decision model that is published, in its latest version."),
        OPEN,
        TAGGED,
        tag="catalogue",
        answer=ModelList,
    )
    def get(self, request: Request) -> HttpResponseBase:
        rows = list(DecisionModel.objects.for_catalogue())
        content = ModelList(items=[entry(row) for row in rows]).model_dump_json(by_alias=True)
        revision = hashlib.sha256(" ".join(row.digest for row in rows).encode()).hexdigest()
        return lasting_answer(request, content, f"sha256:{revision}")


class ModelView(ApiView):
    @documented(
        "get_model",
        gettext_lazy("Get a whole decision model"),
        gettext_lazy(
            "All that an evaluation rests on: criteria, platforms, ratings, evidence, questions, rules and scenarios,"
            " in both languages. Its ETag holds the digest that evaluations name."
        ),
        OPEN,
        TAGGED,
        tag="catalogue",
        answer=ModelDocument,
        parameters=[KEY_PARAMETER],
        problems=("not_found",),
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        row = found(key)
        return lasting_answer(request, whole(row.key, row.version, row.digest), row.digest)


class ScenariosView(ApiView):
    parameters = frozenset({"model"})

    @documented(
        "list_scenarios",
        gettext_lazy("List the scenarios of a decision model"),
        gettext_lazy("Typical situations, with the answers and the importance that they bring."),
        OPEN,
        TAGGED,
        tag="catalogue",
        answer=ScenarioList,
        parameters=[MODEL_PARAMETER],
        problems=("not_understood",),
    )
    def get(self, request: Request) -> HttpResponseBase:
        row = asked_for(request)
        content = ScenarioList(items=list(services.document_of(row).scenarios))
        return lasting_answer(request, content.model_dump_json(by_alias=True), row.digest)


class ScenarioView(ApiView):
    parameters = frozenset({"model"})

    @documented(
        "get_scenario",
        gettext_lazy("Get one scenario"),
        gettext_lazy("One typical situation of a decision model."),
        OPEN,
        TAGGED,
        tag="catalogue",
        answer=schema.ScenarioProfile,
        parameters=[KEY_PARAMETER, MODEL_PARAMETER],
        problems=("not_found", "not_understood"),
    )
    def get(self, request: Request, key: str) -> HttpResponseBase:
        row = asked_for(request)
        for scenario in services.document_of(row).scenarios:
            if scenario.key == key:
                return lasting_answer(request, scenario.model_dump_json(by_alias=True), row.digest)
        words = {"model": row.key, "scenario": key}
        raise Problem("not_found", _("The decision model %(model)s has no scenario %(scenario)s.") % words)


def found(key: str) -> DecisionModel:
    try:
        return services.find(key)
    except services.NotPublished as missing:
        raise Problem("not_found", str(missing)) from missing


def asked_for(request: Request) -> DecisionModel:
    """Return the decision model that `?model=` names, the standard one where it is not there."""
    try:
        return services.find(request.query_params.get("model", DEFAULT_MODEL))
    except services.NotPublished as missing:
        raise not_understood([ErrorEntry(parameter="model", code=missing.code, message=str(missing))]) from missing


def entry(row: DecisionModel) -> ModelEntry:
    document = services.document_of(row)
    return ModelEntry(
        key=row.key,
        version=row.version,
        digest=row.digest,
        label=document.label,
        summary=document.summary,
        link=reverse("api:model", kwargs={"key": row.key}),
    )


@lru_cache(maxsize=MODELS_KEPT)
def whole(key: str, version: str, digest: str) -> str:
    document = services.document_of(DecisionModel(key=key, version=version, digest=digest))
    return ModelDocument.model_construct(**dict(document), digest=digest).model_dump_json(by_alias=True)
