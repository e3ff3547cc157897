from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        from decisions.access import sessions  # noqa: F401 it listens to who signs in, once models are there
