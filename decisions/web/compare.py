"""Up to four of one's own assessments side by side."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.models import Assessment
from decisions.reports.comparison import MOST_COMPARED, Comparison
from decisions.services.assessments import compiled_for
from decisions.services.evaluate import evaluate_many
from decisions.web.live import full, language_in_use


@never_cache
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    codes = list(dict.fromkeys(request.GET.getlist("with")))
    if not 2 <= len(codes) <= MOST_COMPARED:
        context = {"sentence": wrong_number(len(codes))}
        return render(request, "decisions/compare.html", context, status=422 if codes else 200)
    comparison = comparison_of(own_assessments(request, codes))
    return render(request, "decisions/compare.html", {"comparison": comparison})


def wrong_number(count: int) -> str:
    if count > MOST_COMPARED:
        return _("At most %(most)s assessments can be compared; %(n)s were chosen.") % {
            "most": MOST_COMPARED,
            "n": count,
        }
    return _("Choose at least two assessments to compare.")


def own_assessments(request: HttpRequest, codes: list[str]) -> list[Assessment]:
    """Return them in the order of their codes; for others they do not exist."""
    found = Assessment.objects.owned_by(request).with_answers().prefetch_related("workloads").filter(code__in=codes)
    by_code = {assessment.code: assessment for assessment in found}
    try:
        return [by_code[code] for code in codes]
    except KeyError as missing:
        raise Http404(_("There is no such assessment.")) from missing


def comparison_of(assessments: list[Assessment]) -> Comparison:
    language = language_in_use()
    evaluations = evaluate_many(
        [assessment.request(language, with_workloads=False) for assessment in assessments],
        versions=[assessment.decision_model.version for assessment in assessments],
    )
    return Comparison.of(
        (assessment, full(evaluation), compiled_for(assessment.decision_model).document)
        for assessment, evaluation in zip(assessments, evaluations, strict=True)
    )
