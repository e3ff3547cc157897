"""What stands under /api/v1/."""

from django.urls import URLPattern, URLResolver, path, register_converter

from decisions.api import assessments, catalogue, description, evaluations


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


register_converter(KeyConverter, "key")
register_converter(CodeConverter, "code")

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", catalogue.RootView.as_view(), name="root"),
    path("models/", catalogue.ModelsView.as_view(), name="models"),
    path("models/<key:key>/", catalogue.ModelView.as_view(), name="model"),
    path("scenarios/", catalogue.ScenariosView.as_view(), name="scenarios"),
    path("scenarios/<key:key>/", catalogue.ScenarioView.as_view(), name="scenario"),
    path("evaluations/", evaluations.EvaluationsView.as_view(), name="evaluations"),
    path("evaluations/batch/", evaluations.BatchView.as_view(), name="batch"),
    path("assessments/", assessments.AssessmentsView.as_view(), name="assessments"),
    path("assessments/<code:code>/", assessments.AssessmentView.as_view(), name="assessment"),
    path("openapi.json", description.OpenApiView.as_view(), name="openapi"),
    path("docs/", description.DocsView.as_view(), name="docs"),
]
