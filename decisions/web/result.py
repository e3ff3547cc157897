"""What an architect leaves with: the result, what-if, the printable report; of an assessment or of an example."""

from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.documents.evaluation import Evaluation, SummaryEvaluation
from decisions.documents.faults import DecisionError
from decisions.documents.request import DEFAULT_MODEL, EvaluationRequest, Workload
from decisions.models import Assessment, Recommendation
from decisions.reports import charts
from decisions.reports.drawings import Pictures, comparison
from decisions.reports.outcome import Outcome
from decisions.reports.placement import PlacementReport
from decisions.reports.report import Named, Report
from decisions.reports.standing import Standing
from decisions.services.assessments import compiled_for
from decisions.services.evaluate import evaluate
from decisions.services.wording import in_language, paragraph_of
from decisions.web.live import full, language_in_use
from decisions.web.owner import original_of, own_assessment
from decisions.web.what_if import Trial, WeightField, rows
from scenarios.models import DecisionModel
from scenarios.schema import DecisionModel as Document
from scenarios.services import find

EXAMPLE = "finance"  # the scenario in which two layers meet: it shows the most
STORED_KEPT = 32  # results of what is stored, while something is tried on it


@dataclass(frozen=True, slots=True)
class Subject:
    """What a result is of: an assessment, or an example that is nobody's."""

    title: str
    request: EvaluationRequest
    row: DecisionModel
    assessment: Assessment | None  # only where it may be changed: its pages link to its questions
    result_url: str
    what_if_url: str
    report_url: str
    figures_url: str
    back_url: str = ""
    back_label: str = ""
    notice: str = ""
    what_if_fields: tuple[tuple[str, str], ...] = ()  # what a form with GET would lose from its address
    choices: tuple[Named, ...] = ()  # other examples
    chosen: str = ""
    original: Assessment | None = None  # of which the assessment is a what-if
    frozen: Recommendation | None = None  # the last of what is shared, and where it is read
    record_url: str = ""

    @property
    def document(self) -> Document:
        return compiled_for(self.row).document

    @property
    def questions_url(self) -> str:
        """What the addresses of all questions begin with; empty where none can be answered."""
        if self.assessment is None:
            return ""
        return reverse("question", args=[self.assessment.code, "key"]).removesuffix("key/")

    def evaluate(self) -> Evaluation:
        return full(evaluate(self.request, version=self.row.version))

    def summarise(self, request: EvaluationRequest) -> SummaryEvaluation:
        """Evaluate a request that asks for no more than a summary."""
        evaluation = evaluate(request, version=self.row.version)
        if not isinstance(evaluation, SummaryEvaluation):
            raise TypeError("The request asked for less than a summary.")
        return evaluation

    def report(self) -> Report:
        return Report.of(self.evaluate(), self.document)

    def standing(self) -> Standing | None:
        """Return how it stands to the last record, where one can be frozen of it."""
        return Standing.of(self.assessment, language_in_use()) if self.assessment is not None else None

    def as_a_whole(self) -> "Subject":
        """Return the same without its workloads, where only the whole is looked at."""
        return replace(self, request=self.request.model_copy(update={"workloads": []}))


def kept(request: HttpRequest) -> dict[str, str]:
    """Return what of the address holds for the pages that lead on from here: the language asked for."""
    return {"lang": request.GET["lang"]} if "lang" in request.GET else {}


def with_query(address: str, fields: dict[str, str]) -> str:
    return f"{address}?{urlencode(fields)}" if fields else address


def of_assessment(request: HttpRequest, code: str) -> Subject:
    assessment = own_assessment(request, code)
    fields = kept(request)
    return Subject(
        title=assessment.title,
        request=assessment.request(language_in_use()),
        row=assessment.decision_model,
        assessment=assessment,
        result_url=with_query(reverse("result", args=[code]), fields),
        what_if_url=with_query(reverse("what-if", args=[code]), fields),
        report_url=with_query(reverse("report", args=[code]), fields),
        figures_url=with_query(reverse("figures", args=[code]), fields),
        back_url=reverse("assessment", args=[code]),
        back_label=_("Back to the task list"),
        what_if_fields=tuple(fields.items()),
        original=original_of(request, assessment),
    )


def of_example(request: HttpRequest) -> Subject:
    """Return one of the scenarios as it stands, without an assessment."""
    row = find(DEFAULT_MODEL)
    scenarios = {scenario.key: scenario for scenario in compiled_for(row).document.scenarios}
    key = request.GET.get("scenario", EXAMPLE)
    if key not in scenarios:
        raise Http404(_("There is no such example."))
    language = language_in_use()
    fields = {"scenario": key, **kept(request)}
    return Subject(
        title=_("Example: %(scenario)s") % {"scenario": in_language(scenarios[key].label, language)},
        request=EvaluationRequest(
            model=row.key,
            scenario=key,
            language=language,
            workloads=[
                Workload(name=in_language(part.label, language), scenario_workload=part.key)
                for part in scenarios[key].workloads
            ],
        ),
        row=row,
        assessment=None,
        result_url=with_query(reverse("example"), fields),
        what_if_url=with_query(reverse("example-what-if"), fields),
        report_url=with_query(reverse("example-report"), fields),
        figures_url=with_query(reverse("example-figures"), fields),
        notice=paragraph_of(
            _("This is what the scenario alone gives: every answer is assumed. Your own answers may differ."),
            in_language(scenarios[key].summary, language),
        ),
        what_if_fields=tuple(fields.items()),
        choices=tuple(
            Named(scenario.key, in_language(scenario.label, language), in_language(scenario.label, language))
            for scenario in scenarios.values()
        ),
        chosen=key,
    )


# pages


def show_result(request: HttpRequest, subject: Subject) -> HttpResponse:
    evaluation = subject.evaluate()
    report = Report.of(evaluation, subject.document)
    context = {
        "subject": subject,
        "report": report,
        "placement": PlacementReport.of(evaluation, subject.document),
        "pictures": Pictures.of(report),
        "standing": subject.standing(),
        "weights": [
            WeightField(row.criterion.key, row.criterion.label, round(row.weight * 100, 1)) for row in report.criteria
        ],
    }
    return render(request, "decisions/result.html", context)


def show_report(request: HttpRequest, subject: Subject) -> HttpResponse:
    evaluation = subject.evaluate()
    report = Report.of(evaluation, subject.document)
    context = {
        "subject": subject,
        "report": report,
        "placement": PlacementReport.of(evaluation, subject.document),
        "pictures": Pictures.of(report),
        "standing": subject.standing(),
        "print": True,
        "open": True,
    }
    return render(request, "decisions/report.html", context)


def show_figures(subject: Subject) -> JsonResponse:
    return JsonResponse(charts.figures(subject.as_a_whole().report()))


def show_what_if(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Evaluate what is stored and what is tried; a script asks for the outcome alone."""
    subject = subject.as_a_whole()
    row = subject.row
    base, before = as_stored(subject.request.model_dump_json(), row.key, row.version, row.digest)
    trial = Trial(request.GET, subject.document, subject.request, base, language_in_use())
    faults: list[str] = []
    tried: SummaryEvaluation = base
    try:
        tried = subject.summarise(trial.request())
    except DecisionError as error:
        faults = [fault.message for fault in error.faults]
    outcome = Outcome.of(tried, subject.document)
    compared = rows(before, outcome)
    context = {
        "subject": subject,
        "faults": faults,
        "before": before,
        "outcome": outcome,
        "same_leader": bool(outcome.leader) and outcome.leader == before.leader,
        "rows": compared,
        "bars": comparison([(row.platform.key, row.platform.label, row.before, row.after) for row in compared]),
        "changes": list(trial.changes(tried)) if not faults else [],
        "own_weights": trial.own_weights,
    }
    status = 422 if faults else 200
    if request.GET.get("part") == "outcome":
        return render(request, "decisions/_what_if_outcome.html", {**context, "fragment": True}, status=status)
    context |= {"weights": trial.weight_fields(tried), "sections": trial.sections()}
    return render(request, "decisions/what_if.html", context, status=status)


@lru_cache(maxsize=STORED_KEPT)
def as_stored(request: str, key: str, version: str, digest: str) -> tuple[Evaluation, Outcome]:
    """Evaluate what is stored in the language of the request, once: while a slider moves, only what it tries is new."""
    evaluation = full(evaluate(EvaluationRequest.model_validate_json(request), version=version))
    return evaluation, Outcome.of(
        evaluation, compiled_for(DecisionModel(key=key, version=version, digest=digest)).document
    )


# /assessments/<code>/


@never_cache
@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    return show_result(request, of_assessment(request, code))


@never_cache
@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    return show_figures(of_assessment(request, code))


@never_cache
@require_safe
def what_if(request: HttpRequest, code: str) -> HttpResponse:
    return show_what_if(request, of_assessment(request, code))


@never_cache
@require_safe
def report(request: HttpRequest, code: str) -> HttpResponse:
    return show_report(request, of_assessment(request, code))


# /example/


@require_safe
def example(request: HttpRequest) -> HttpResponse:
    return show_result(request, of_example(request))


@require_safe
def example_figures(request: HttpRequest) -> HttpResponse:
    return show_figures(of_example(request))


@require_safe
def example_what_if(request: HttpRequest) -> HttpResponse:
    return show_what_if(request, of_example(request))


@require_safe
def example_report(request: HttpRequest) -> HttpResponse:
    return show_report(request, of_example(request))


result_urls = [
    path("result/", result, name="result"),
    path("result/figures.json", figures, name="figures"),
    path("what-if/", what_if, name="what-if"),
    path("report/", report, name="report"),
]

example_urls = [
    path("", example, name="example"),
    path("figures.json", example_figures, name="example-figures"),
    path("what-if/", example_what_if, name="example-what-if"),
    path("report/", example_report, name="example-report"),
]
