"""Close pages in Chinese up: beside a full-width mark, which brings its own room, no space stands.

Sentences that follow each other, and what stands in a tag of its own, are parted by a space in a template. English
needs it. Fields hold what somebody has typed, and are left as they are.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

CHINESE = "zh-hans"
TYPED = re.compile(r"(<input\b[^>]*>|<textarea\b.*?</textarea>|<pre\b.*?</pre>)", re.DOTALL)
TAG = r"</?(?:a|b|cite|code|del|em|i|small|span|strong)\b[^>]*>"  # what a line goes on through
AFTER_A_MARK = re.compile(rf"([。，、；：！？）》])((?:[ \n]|{TAG})+)(?=[^\s<])")
BEFORE_A_BRACKET = re.compile(r" (<(?:a|span|strong)\b[^>]*>)?（")


class GapsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponse) and response.headers.get("Content-Type", "").startswith("text/html"):
            page = response.content.decode()
            if language_of(page) == CHINESE:
                response.content = closed_up(page).encode()
        return response


def language_of(page: str) -> str | None:
    """Return the language that a page says it has; a part of one has that of its reader."""
    said = re.search(r'<html lang="([^"]+)"', page[:200])
    return said[1].lower() if said else get_language()


def closed_up(page: str) -> str:
    parts = TYPED.split(page)
    parts[::2] = [BEFORE_A_BRACKET.sub(r"\1（", AFTER_A_MARK.sub(without_spaces, part)) for part in parts[::2]]
    return "".join(parts)


def without_spaces(found: re.Match[str]) -> str:
    return found[1] + "".join(re.findall("<[^>]*>", found[2]))
