from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from config.http.errors import no_such_address
from config.http.health import livez, readyz
from scenarios.services import something_is_published

urlpatterns: list[URLPattern | URLResolver] = [
    path("livez", livez, name="livez"),
    path("readyz", readyz((something_is_published,)), name="readyz"),
    path("api/v1/", include("decisions.api.urls")),
    re_path(r"^api(?:/|$)", no_such_address),  # so that nothing under /api/ redirects or answers with a page
    path("admin/", admin.site.urls),
    path("", include("decisions.web.urls")),
]

handler400 = "config.http.errors.bad_request"
handler403 = "config.http.errors.forbidden"
handler404 = "config.http.errors.not_found"
handler500 = "config.http.errors.server_error"
