"""What belongs to an account: tokens for programs, and where it is signed in."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from decisions.models.columns import NAME_LENGTH


class Token(AbstractAuthToken):  # type: ignore[misc]  # knox ships no types
    """A personal token: what a program shows instead of a password. Only its digest is stored."""

    class Scope(models.TextChoices):
        READ = "read", _("Read")
        WRITE = "write", _("Read and write")

    name = models.CharField(_("name"), max_length=NAME_LENGTH)  # what it is for
    scope = models.CharField(_("scope"), max_length=8, choices=Scope)
    last_used = models.DateField(_("last used"), null=True, blank=True)  # a day: no write for each request

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name


class SignedIn(models.Model):
    """A browser in which an account is signed in, so that it can be signed out from elsewhere."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signed_in", verbose_name=_("account")
    )
    session = models.CharField(_("session"), max_length=40, unique=True)  # key of Django's session
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("signed-in browser")
        verbose_name_plural = _("signed-in browsers")

    def __str__(self) -> str:
        return self.since.isoformat()
