from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from decisions.web import landing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", landing.landing, name="landing"),
    path("language/", set_language, name="set_language"),
]
