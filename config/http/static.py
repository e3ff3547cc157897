"""Where static files are, worked out once for each: every page leads to a dozen of them, and none moves."""

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PlainStaticFiles(StaticFilesStorage):
    """Files under their own names, as tests and work on pages read them."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: dict[str | None, str] = {}

    def url(self, name: str | None) -> str:
        if name not in self.addresses:
            self.addresses[name] = super().url(name)
        return self.addresses[name]


class HashedStaticFiles(PlainStaticFiles, CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    """Files under names that hold a digest of what is in them, so that browsers keep them for good."""
