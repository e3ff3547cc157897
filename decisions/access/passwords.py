"""What no list of common passwords can hold: those that a pattern makes."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST = 5  # different characters
ROWS = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz" * 2, "qwertyuiopasdfghjklzxcvbnm" * 2)


class PatternValidator:
    """Refuses few characters over and over, the same piece over and over, and rows of the keyboard or the alphabet."""

    def validate(self, password: str, user: User | None = None) -> None:
        if is_pattern(password.casefold()):
            raise ValidationError(self.get_help_text(), code="password_is_a_pattern")

    def get_help_text(self) -> str:
        return _("This password is only a pattern, such as one piece repeated or a row of keys.")


def is_pattern(password: str) -> bool:
    """Whether a short rule makes all of it.

    A text that stands in its own double other than at its ends repeats a piece of itself.
    """
    if len(set(password)) < FEWEST or password in (password + password)[1:-1]:
        return True
    return any(password in row or password[::-1] in row for row in ROWS)
