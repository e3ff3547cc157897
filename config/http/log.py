"""What the log says of a request: the kind of address and never the address, for there may be a code in it."""

import logging
import re

from django.http import HttpRequest

SERVER = "gunicorn.error"
SENT = re.compile(r"""['"].*|/\S*""", re.DOTALL)  # the server quotes what it could not read, and writes out addresses
ELSEWHERE = re.compile(r"(https?://[^/\s]+)/\S*")  # the page from which a form came, as the CSRF check names it


class WithoutAddresses(logging.Filter):
    """Takes addresses and whatever else a client sent out of what Django and the server have to say."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(plain(argument, request) for argument in record.args)
        if record.name == SERVER:
            record.msg, record.args = SENT.sub("…", record.getMessage()), ()
        return True


def plain(argument: object, request: HttpRequest) -> object:
    if argument == request.path:
        return kind_of_address(request)
    return ELSEWHERE.sub(r"\1/…", argument) if isinstance(argument, str) else argument


def kind_of_address(request: HttpRequest) -> str:
    return f"/{request.resolver_match.route}" if request.resolver_match is not None else "an address of nothing"
