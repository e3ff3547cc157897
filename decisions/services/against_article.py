"""Ask the article's decision model what it says of an assessment, beside what the assessment's own model says."""

from dataclasses import dataclass
from typing import Literal

from decisions.documents.evaluation import AnyEvaluation, Evaluation
from decisions.documents.faults import DecisionError
from decisions.documents.request import DEFAULT_MODEL, EvaluationRequest
from decisions.models import Assessment
from decisions.services.assessments import compiled_for
from decisions.services.compile import CompiledModel
from decisions.services.evaluate import evaluate_many
from decisions.services.weighting import stated, statement_of
from scenarios.services import find

ARTICLE_MODEL = "article"

# Where the article's weights come from: set by the user, those of the article's scenario, those that the other model's
# scenario gives to the article's criteria, or equal ones because nothing says otherwise.
WeightSource = Literal["own", "article_scenario", "scenario", "equal"]


@dataclass(frozen=True, slots=True)
class AgainstArticle:
    """Two decision models on the same assessment."""

    weight_source: WeightSource
    article: Evaluation
    ratings: Evaluation  # the other model with the article's weights and no answers: what its ratings alone change
    standard: Evaluation
    article_model: CompiledModel
    standard_model: CompiledModel


def against_article(*, assessment: Assessment, request: EvaluationRequest) -> AgainstArticle:
    """Evaluate an assessment as it stands with both decision models, all in one run.

    An assessment that uses the article's model itself is set beside the current version of the default one.
    """
    article_row, standard_row = find(ARTICLE_MODEL), assessment.decision_model
    if standard_row.key == ARTICLE_MODEL:
        article_row, standard_row = standard_row, find(DEFAULT_MODEL)
    article, standard = compiled_for(article_row), compiled_for(standard_row)
    own = own_weights(request, compiled_for(assessment.decision_model))
    source, weights = article_weights(own, request.scenario, article, standard)
    known = request.scenario if request.scenario in standard.scenario_answers else None
    article_request = EvaluationRequest(
        model=article_row.key,
        scenario=request.scenario if source == "article_scenario" else None,
        language=request.language,
        weights=None if source == "article_scenario" else weights,
    )
    ratings_request = EvaluationRequest(model=standard_row.key, language=request.language, weights=weights)
    standard_request = request.model_copy(update={"model": standard_row.key, "scenario": known})
    evaluations = evaluate_many(
        [article_request, ratings_request, standard_request],
        versions=[article_row.version, standard_row.version, standard_row.version],
    )
    said, rated, stands = (whole(evaluation) for evaluation in evaluations)
    return AgainstArticle(source, said, rated, stands, article, standard)


def own_weights(request: EvaluationRequest, model: CompiledModel) -> dict[str, float] | None:
    """Return the weights that the user's statement comes to, in whichever way it was made; none: there is none."""
    said = stated(statement_of(request), model)
    return dict(zip(model.criteria, said.weights.tolist(), strict=True)) if said is not None else None


def article_weights(
    own: dict[str, float] | None, scenario: str | None, article: CompiledModel, standard: CompiledModel
) -> tuple[WeightSource, dict[str, float]]:
    """Return the importance of the article's criteria, and who says so."""
    importance = {entry.key: entry.importance for entry in standard.document.scenarios}
    of_article = {entry.key: entry.importance for entry in article.document.scenarios}
    candidates: list[tuple[WeightSource, dict[str, float] | None]] = [("own", own)]
    if own is None and scenario is not None:
        candidates = [("article_scenario", of_article.get(scenario)), ("scenario", importance.get(scenario))]
    for source, given in candidates:
        weights = {criterion: (given or {}).get(criterion, 0.0) for criterion in article.criteria}
        if any(weights.values()):
            return source, weights
    return "equal", dict.fromkeys(article.criteria, 1.0)


def whole(evaluation: AnyEvaluation | DecisionError) -> Evaluation:
    if isinstance(evaluation, DecisionError):
        raise evaluation
    if not isinstance(evaluation, Evaluation):
        raise TypeError("The request did not ask for everything.")
    return evaluation
