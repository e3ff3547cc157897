"""Everything that comes in is read as UTF-8, whatever charset its Content-Type claims."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Utf8Request(WSGIRequest):
    """A request that takes no encoding from outside.

    Django decodes the address, too, by the charset of the body, and fails outside any view when that names a codec
    which makes no text, such as `hex`.
    """

    @property
    def encoding(self) -> None:
        return None  # Django's default, UTF-8

    @encoding.setter
    def encoding(self, claimed: str) -> None:
        pass


class Utf8Handler(WSGIHandler):
    request_class = Utf8Request
