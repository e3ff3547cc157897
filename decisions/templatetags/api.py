"""How the words of the API's contract are written on its page."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def code(text: str) -> SafeString:
    """Set as code what stands between backticks, as CommonMark does: the contract's descriptions are CommonMark.

    >>> code("`null` & nothing else")
    '<code>null</code> &amp; nothing else'
    """
    parts = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if position % 2 else part,) for position, part in parts)
    )
