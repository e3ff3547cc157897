from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.http.health import livez, readyz
from scenarios.services import something_is_published

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", livez, name="livez"),
    path("readyz", readyz((something_is_published,)), name="readyz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("decisions.api.urls")),
    path("", include("decisions.web.urls")),
]
