"""What argparse says of its own accord, in the language of the rest.

argparse asks the standard library's gettext, which reads the catalogue and language that the process has; without
being told it has none.
"""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext_noop, to_locale

CATALOGUE = "django"  # that of our own texts
SAID = (
    gettext_noop("usage: "),
    gettext_noop("options"),
    gettext_noop("positional arguments"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("one of the arguments %s is required"),
    gettext_noop("not allowed with argument %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("ignored explicit argument %r"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("expected one argument"),
    gettext_noop("expected at least one argument"),
)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Let argparse find its sentences among ours; it falls back to its own."""
    domain, before = gettext.textdomain(), os.environ.get("LANGUAGE")
    gettext.bindtextdomain(CATALOGUE, str(settings.LOCALE_PATHS[0]))
    gettext.textdomain(CATALOGUE)
    os.environ["LANGUAGE"] = to_locale(language)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if before is not None:
            os.environ["LANGUAGE"] = before
