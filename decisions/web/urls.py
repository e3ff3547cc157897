from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from decisions.web import article_model, assessments, check, compare, landing, own_scenarios, questions, recommendations
from decisions.web.accounts import account_urls
from decisions.web.catalogue import catalogue_urls
from decisions.web.recommendations import record_urls
from decisions.web.recommendations_list import list_urls
from decisions.web.recommendations_review import review_urls
from decisions.web.result import example_urls, result_urls
from decisions.web.shared import shared_urls
from decisions.web.weighting.views import ways_urls
from decisions.web.workloads import workload_urls

# /assessments/<code>/
assessment_urls: list[URLPattern | URLResolver] = [
    path("", assessments.task_list, name="assessment"),
    path("questions/<slug:key>/", questions.question, name="question"),
    path("all/", questions.all_questions, name="all-questions"),
    path("priorities/", include(ways_urls())),
    path("check/", check.check_answers, name="check-answers"),
    path("workloads/", include(workload_urls)),
    path("rename/", assessments.rename, name="rename"),
    path("copy/", assessments.copy, name="copy"),
    path("fork/", assessments.fork, name="fork"),
    path("delete/", assessments.delete, name="delete"),
    path("share/", assessments.share, name="share"),
    path("share/link/", assessments.make_link, name="make-link"),
    path("share/<slug:share_code>/revoke/", assessments.revoke, name="revoke"),
    path("conditions/<slug:constraint>/", assessments.condition, name="condition"),
    path("article-model/", article_model.article_model, name="article-model"),
    path("keep/", own_scenarios.keep, name="keep-scenario"),
    path("freeze/", recommendations.freeze, name="freeze"),
    *result_urls,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", landing.landing, name="landing"),
    path("assessments/", assessments.assessments, name="assessments"),
    path("assessments/<slug:code>/", include(assessment_urls)),
    path("recommendations/", include(list_urls)),
    path("recommendations/<slug:code>/", include([*record_urls, *review_urls])),
    path("compare/", compare.compare, name="compare"),
    path("shared/<slug:share_code>/", include(shared_urls)),
    path("example/", include(example_urls)),
    path("open/<slug:token>/", assessments.open_link, name="open-link"),
    path("account/", include(account_urls)),
    path("language/", set_language, name="set_language"),
    *catalogue_urls,
]
