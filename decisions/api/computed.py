"""What an assessment comes to as it stands."""

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from config.http.validation import parameters_as
from decisions.api.assessments import own_assessment
from decisions.api.base import OwnView, tagged_answer
from decisions.api.documented import CODE_PARAMETER, OWN, TAGGED, documented
from decisions.api.evaluations import EvaluationAnswer
from decisions.documents.request import Detail, Document, Language
from decisions.models import Assessment
from decisions.services.evaluate import evaluate

DETAIL_PARAMETER = OpenApiParameter(
    "detail",
    {"type": "string", "enum": ["verdict", "summary", "full"], "default": "full"},
    description=gettext_lazy("How much to say."),
)
LANGUAGE_PARAMETER = OpenApiParameter(
    "language",
    {"type": "string", "enum": ["en", "zh-hans"], "default": "en"},
    description=gettext_lazy("Language of the sentences."),
)


class EvaluationParameters(Document):
    detail: Detail = "full"
    language: Language = "en"


class EvaluationView(OwnView):
    parameters = frozenset(EvaluationParameters.model_fields)

    @documented(
        "get_evaluation",
        gettext_lazy("Evaluate an assessment"),
        gettext_lazy(
            "Computed now, from the answers as they stand, with the version of the decision model that the assessment"
            " began with; nothing is stored."
        ),
        OWN,
        TAGGED,
        tag="assessments",
        answer=EvaluationAnswer,
        parameters=[CODE_PARAMETER, DETAIL_PARAMETER, LANGUAGE_PARAMETER],
        problems=("not_found", "not_understood"),
    )
    def get(self, request: Request, code: str) -> HttpResponseBase:
        return evaluation_answer(request, own_assessment(request, code))


def evaluation_answer(request: Request, assessment: Assessment) -> HttpResponseBase:
    """Answer with the evaluation in the detail and language that the address asks for."""
    asked = parameters_as(EvaluationParameters, request.query_params.dict())

    def write() -> str:
        wanted = assessment.request(asked.language, asked.detail)
        return evaluate(wanted, version=assessment.decision_model.version).model_dump_json()

    revision = f"{assessment.revision}/{asked.detail}/{asked.language}"
    return tagged_answer(request, revision, write, Content_Language=asked.language)
