"""Check the answers: what disagrees and what is missing first, then everything, each with a way to change it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.services.questionnaire import questionnaire
from decisions.web.live import report_of
from decisions.web.owner import own_assessment


@never_cache
@require_safe
def check_answers(request: HttpRequest, code: str) -> HttpResponse:
    assessment = own_assessment(request, code)
    context = {
        "assessment": assessment,
        "questionnaire": questionnaire(assessment),
        "report": report_of(assessment),
    }
    return render(request, "decisions/check_answers.html", context)
