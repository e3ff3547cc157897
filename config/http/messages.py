"""Messages for the next page; the API has no page to show them on, and does without the cost of looking for them."""

from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponse

from config.http.errors import is_page


class PageMessageMiddleware(MessageMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if is_page(request):
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        return super().process_response(request, response) if is_page(request) else response
