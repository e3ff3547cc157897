"""What Berth knows, to be looked up: decision models with their parts and sources, the article, the method."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decisions.documents.request import DEFAULT_MODEL
from decisions.reports.catalogue import Catalogue
from decisions.services.asking import questions_needed
from decisions.services.assessments import compiled_for
from decisions.web.landing import typical
from decisions.web.live import language_in_use
from scenarios.models import DecisionModel
from scenarios.services import NotPublished, find

ARTICLE_MODEL = "article"
SECTIONS = range(1, 7)  # of the article


def published(request: HttpRequest, key: str) -> DecisionModel:
    """Return the current version of a decision model, or the one that the address names."""
    try:
        return find(key, request.GET.get("version"))
    except NotPublished as missing:
        raise Http404(str(missing)) from missing


def catalogue_of(row: DecisionModel) -> Catalogue:
    return Catalogue(compiled_for(row).document, language_in_use())


def show(request: HttpRequest, template: str, row: DecisionModel, **context: Any) -> HttpResponse:
    version = request.GET.get("version", "")
    context |= {"row": row, "kept": f"?version={row.version}" if version else ""}
    return render(request, f"catalogue/{template}", context)


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    rows = DecisionModel.objects.for_catalogue()
    entries = [(row, compiled_for(row).document) for row in sorted(rows, key=lambda row: row.key != DEFAULT_MODEL)]
    return render(request, "catalogue/models.html", {"entries": entries, "default": DEFAULT_MODEL})


@require_safe
def model(request: HttpRequest, key: str) -> HttpResponse:
    row = published(request, key)
    catalogue = catalogue_of(row)
    scenarios = typical(row.key, row.version, row.digest, catalogue.language)
    return show(
        request, "model.html", row, catalogue=catalogue, document=catalogue.document, scenarios=scenarios,
        criteria=catalogue.ratings(), measurements=catalogue.measurements(),
    )  # fmt: skip


@require_safe
def platform(request: HttpRequest, key: str, platform: str) -> HttpResponse:
    row = published(request, key)
    catalogue = catalogue_of(row)
    document = catalogue.document
    part = next((entry for entry in document.platforms if entry.key == platform), None)
    if part is None:
        raise Http404(_("There is no such platform."))
    labels = {criterion.key: criterion for criterion in document.criteria}
    return show(
        request,
        "platform.html",
        row,
        catalogue=catalogue,
        document=document,
        platform=part,
        like=next((entry for entry in document.platforms if entry.key == part.like), None),
        facts=[(kind, part.facts[kind.key]) for kind in document.facts if kind.key in part.facts],
        ratings=[(labels[rating.criterion], rating) for rating in document.ratings if rating.platform == platform],
        layers=sorted(
            (layer for layer in document.layers if platform in layer.platforms), key=lambda layer: layer.order
        ),
        measures=[measure for measure in document.countermeasures if platform in measure.platforms],
    )


@require_safe
def evidence_list(request: HttpRequest, key: str) -> HttpResponse:
    row = published(request, key)
    catalogue = catalogue_of(row)
    chosen = {name: request.GET.get(name, "") for name in ("platform", "confidence", "verified", "words")}
    entries = catalogue.evidence(**chosen)
    return show(
        request, "evidence_list.html", row, catalogue=catalogue, document=catalogue.document, chosen=chosen,
        entries=entries, verified=sum(entry.verified for entry in entries),
    )  # fmt: skip


@require_safe
def evidence(request: HttpRequest, key: str, evidence: str) -> HttpResponse:
    row = published(request, key)
    catalogue = catalogue_of(row)
    entry = catalogue.entry(evidence)
    if entry is None:
        raise Http404(_("There is no such piece of evidence."))
    uses = catalogue.uses()[evidence]
    return show(
        request, "evidence.html", row, catalogue=catalogue, document=catalogue.document, entry=entry, uses=uses
    )  # fmt: skip


@require_safe
def questions(request: HttpRequest, key: str) -> HttpResponse:
    row = published(request, key)
    catalogue = catalogue_of(row)
    document = catalogue.document
    sections = [
        (section, [question for question in document.questions if question.section == section.key])
        for section in document.sections
    ]
    return show(
        request,
        "questions.html",
        row,
        catalogue=catalogue,
        document=document,
        sections=sections,
        criteria={criterion.key: catalogue.say(criterion.label) for criterion in document.criteria},
    )


@require_safe
def rules(request: HttpRequest, key: str) -> HttpResponse:
    row = published(request, key)
    catalogue = catalogue_of(row)
    contradictions = [
        (contradiction, [catalogue.test(answer) for answer in contradiction.when])
        for contradiction in catalogue.document.contradictions
    ]
    measures = [
        (measure, [catalogue.test(answer) for answer in measure.when]) for measure in catalogue.document.countermeasures
    ]
    return show(
        request, "rules.html", row, catalogue=catalogue, document=catalogue.document, rules=catalogue.rules(),
        contradictions=contradictions, measures=measures,
    )  # fmt: skip


@require_safe
def article(request: HttpRequest) -> HttpResponse:
    """Show the article section by section: what it says, what it became here, where evidence differs."""
    row = published(request, DEFAULT_MODEL)
    catalogue = catalogue_of(row)
    document = catalogue.document
    facts = {section: [fact for fact in document.article_facts if fact.section == section] for section in SECTIONS}
    about = [fact for fact in document.article_facts if fact.section == 0]
    stars = catalogue_of(published(request, ARTICLE_MODEL))
    return render(
        request,
        "catalogue/article.html",
        {
            "row": row,
            "catalogue": catalogue,
            "document": document,
            "about": about,
            "sections": facts.items(),
            "corrections": sum(len(fact.corrections) for fact in document.article_facts),
            "stars": stars,
            "matrix": stars.ratings(),
            "compared": catalogue.compared(),
            "names": Names(catalogue),
        },
    )


class Names:
    """Labels of what article facts are linked to."""

    def __init__(self, catalogue: Catalogue) -> None:
        document, say = catalogue.document, catalogue.say
        self.criteria = {part.key: say(part.label) for part in document.criteria}
        self.platforms = catalogue.platforms
        self.scenarios = {part.key: say(part.label) for part in document.scenarios}
        self.layers = {part.key: say(part.label) for part in document.layers}
        self.countermeasures = {part.key: say(part.label) for part in document.countermeasures}
        self.trends = {part.key: say(part.label) for part in document.trends}


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    row = published(request, DEFAULT_MODEL)
    document = compiled_for(row).document
    return render(request, "catalogue/methods.html", {"row": row, "document": document, "method": document.method})


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say how many questions the scenarios take; the methods page fetches the table alone."""
    found = questions_needed(compiled_for(published(request, DEFAULT_MODEL)))
    alone = request.GET.get("part") == "table"
    template = "catalogue/_questions_needed.html" if alone else "catalogue/questions_needed.html"
    return render(request, template, {"found": found})


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/limits.html")


model_urls = [
    path("", model, name="model"),
    path("platforms/<slug:platform>/", platform, name="platform"),
    path("evidence/", evidence_list, name="model-evidence"),
    path("evidence/<slug:evidence>/", evidence, name="evidence"),
    path("questions/", questions, name="model-questions"),
    path("rules/", rules, name="model-rules"),
]

catalogue_urls: list[URLPattern | URLResolver] = [
    path("models/", models, name="models"),
    path("models/<slug:key>/", include(model_urls)),
    path("article/", article, name="article"),
    path("methods/", methods, name="methods"),
    path("methods/questions/", asked, name="questions-needed"),
    path("limits/", limits, name="limits"),
]
