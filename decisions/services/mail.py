"""Mail, written and sent after the page is answered.

How long a mail server takes to accept a message must tell nobody whether there was one to send, and one that is away
must not look like a fault of the page.
"""

import logging
import smtplib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.core.mail import EmailMessage
from django.utils import translation

Compose = Callable[[], EmailMessage]

log = logging.getLogger(__name__)
_postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def send_later(compose: Compose) -> None:
    """Send what `compose` writes, in the language that is spoken now."""
    _postman.submit(send, compose, translation.get_language() or "en")


def send(compose: Compose, language: str) -> None:
    with translation.override(language):
        message = compose()
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as fault:
        log.error("A mail could not be sent: %s", type(fault).__name__)  # the fault itself names the reader


def wait_until_sent() -> None:
    """Wait for all that was to be sent so far."""
    _postman.submit(lambda: None).result()
