"""What stands under /api/v1/."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from decisions.api import (
    assessments,
    catalogue,
    checklist,
    computed,
    contents,
    description,
    evaluations,
    own_scenarios,
    recommendations,
    replays,
    reports,
    shares,
    workloads,
)


class KeyConverter:
    """A key; whatever else stands in its place is no address of ours."""

    regex = r"[a-z0-9][a-z0-9_]{0,63}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CodeConverter(KeyConverter):
    """A code as `new_code` makes them."""

    regex = r"[A-Za-z0-9_-]{22}"


class NumberConverter(KeyConverter):
    """A number as it is written without leading zeros."""

    regex = r"[1-9][0-9]{0,17}"


class FormConverter(KeyConverter):
    """A form of a report."""

    regex = "|".join(reports.MEDIA_TYPES)


class WrittenConverter(KeyConverter):
    """A form of a scenario."""

    regex = "|".join(own_scenarios.MEDIA_TYPES)


register_converter(WrittenConverter, "written")
register_converter(FormConverter, "form")
register_converter(KeyConverter, "key")
register_converter(CodeConverter, "code")
register_converter(NumberConverter, "number")

# /api/v1/assessments/<code>/
assessment_urls = [
    path("", assessments.AssessmentView.as_view(), name="assessment"),
    path("answers/", contents.AnswersView.as_view(), name="answers"),
    path("answers/<key:question>/", contents.AnswerView.as_view(), name="answer"),
    path("weights/", contents.WeightsView.as_view(), name="weights"),
    path("weighting/", contents.WeightingView.as_view(), name="weighting"),
    path("confirmed_conditions/", contents.ConditionsView.as_view(), name="conditions"),
    path("workloads/", workloads.WorkloadsView.as_view(), name="workloads"),
    path("workloads/<number:number>/", workloads.WorkloadView.as_view(), name="workload"),
    path("workloads/<number:number>/answers/<key:question>/", workloads.OverrideView.as_view(), name="override"),
    path("evaluation/", computed.EvaluationView.as_view(), name="evaluation"),
    path("recommendations/", recommendations.OfAssessmentView.as_view(), name="frozen"),
]

# /api/v1/recommendations/<code>/
recommendation_urls = [
    path("", recommendations.RecommendationView.as_view(), name="recommendation"),
    path("signoffs/", recommendations.SignOffsView.as_view(), name="signoffs"),
    path("checklist/", checklist.ChecklistView.as_view(), name="checklist"),
    path("checklist/<number:item>/", checklist.ItemView.as_view(), name="checklist-item"),
    path("report.<form:form>", reports.ReportView.as_view(), name="report"),
    path("replay/", replays.ReplayView.as_view(), name="replay"),
    path("drift/", replays.DriftView.as_view(), name="drift"),
]

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", catalogue.RootView.as_view(), name="root"),
    path("models/", catalogue.ModelsView.as_view(), name="models"),
    path("models/<key:key>/", catalogue.ModelView.as_view(), name="model"),
    path("scenarios/own/", own_scenarios.OwnScenariosView.as_view(), name="own_scenarios"),
    path("scenarios/own/<key:key>/", own_scenarios.OwnScenarioView.as_view(), name="own_scenario"),
    path("scenarios/own/<key:key>.<written:form>", own_scenarios.FileView.as_view(), name="own_scenario_file"),
    path("scenarios/", catalogue.ScenariosView.as_view(), name="scenarios"),
    path("scenarios/<key:key>/", catalogue.ScenarioView.as_view(), name="scenario"),
    path("evaluations/", evaluations.EvaluationsView.as_view(), name="evaluations"),
    path("evaluations/batch/", evaluations.BatchView.as_view(), name="batch"),
    path("assessments/", assessments.AssessmentsView.as_view(), name="assessments"),
    path("assessments/<code:code>/", include(assessment_urls)),
    path("recommendations/", recommendations.RecommendationsView.as_view(), name="recommendations"),
    path("recommendations/replay/", replays.ReplayDocumentView.as_view(), name="replay-document"),
    path("recommendations/drift/", replays.DriftsView.as_view(), name="drifts"),
    path("recommendations/<code:code>/", include(recommendation_urls)),
    path("shares/", shares.SharesView.as_view(), name="shares"),
    path("shares/<code:code>/", shares.ShareView.as_view(), name="share"),
    path("shares/<code:code>/evaluation/", shares.SharedEvaluationView.as_view(), name="shared-evaluation"),
    path("schemas/recommendation-1.json", reports.SchemaView.as_view(), name="record-schema"),
    path("openapi.json", description.OpenApiView.as_view(), name="openapi"),
    path("docs/", description.DocsView.as_view(), name="docs"),
]
