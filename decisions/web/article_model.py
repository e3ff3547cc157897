"""What the article's decision model says of an assessment, beside what its own says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from decisions.reports.against_article import ArticleReport
from decisions.services.against_article import against_article
from decisions.web.live import language_in_use
from decisions.web.owner import own_assessment


@never_cache
@require_safe
def article_model(request: HttpRequest, code: str) -> HttpResponse:
    assessment = own_assessment(request, code)
    asked = assessment.request(language_in_use(), with_workloads=False)
    report = ArticleReport(against_article(assessment=assessment, request=asked))
    return render(request, "decisions/article_model.html", {"assessment": assessment, "report": report})
