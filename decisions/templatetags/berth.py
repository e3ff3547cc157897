"""How numbers and texts are written on pages: one filter for each kind, so that none is formatted by hand."""

from typing import Protocol
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template import Context
from django.urls import reverse
from django.utils.translation import get_language

from config import __version__
from decisions.reports.writing import NO_BREAK, plain, weight
from decisions.services.questionnaire import Entry, answer_text, standing_text

register = template.Library()
register.filter(weight)

TYPED = frozenset({"title", "name", "role", "comment", "note", "number"})  # fields, or the last part of their names
STANDING_UNDER = {"assessments": ("records", "compare")}  # pages of the main navigation, and what else they lead to
POINTS = ("weight.", "low.", "high.")  # what the names of fields with points begin with


class Speaks(Protocol):
    """A text in both languages, such as `scenarios.schema.Bilingual`."""

    @property
    def en(self) -> str: ...
    @property
    def zh_hans(self) -> str: ...


@register.filter
def t(text: Speaks | str | None) -> str:
    """Say a bilingual text in the active language; what is text already stays as it is."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.zh_hans if get_language() == "zh-hans" else text.en


@register.filter
def score(share: float, decimals: int = 0) -> str:
    """Write a score from 0..1 as 0 to 100: 0.8712 is 87, or 87.1 with one decimal."""
    return f"{share * 100:.{decimals}f}"


@register.filter
def coordinate(share: float) -> str:
    """Write a score for a drawing that is 100 units wide."""
    return f"{share * 100:.2f}"


@register.filter
def stars(rating: float) -> str:
    """Write a rating in stars: 4, or 3.25."""
    return plain(rating)


@register.filter
def measure(number: float, unit: Speaks | str = "") -> str:
    """Write a number with its unit, which does not part from it: 4,000 ms."""
    said = t(unit)
    return f"{plain(number)}{NO_BREAK}{said}" if said else plain(number)


@register.filter
def standing(entry: Entry) -> str:
    """Say what holds for a question now, own or assumed."""
    return standing_text(entry)


@register.filter
def own_answer(entry: Entry) -> str:
    """Say what the user answered, whether or not it counts."""
    return answer_text(entry.question, entry.answer)


@register.filter
def typed(posted: QueryDict) -> list[str]:
    """Return what somebody typed into a form, without what was only chosen."""
    return [
        text
        for name, texts in posted.lists()
        if name.rpartition(".")[2] in TYPED or name.startswith(POINTS)
        for text in texts
        if text.strip()
    ]


@register.filter
def language_tag(code: str) -> str:
    """Return what HTML's `lang` takes."""
    return "zh-Hans" if code == "zh-hans" else code


@register.filter
def entry(mapping: dict[str, object], key: str) -> object:
    """Look a key up in a mapping; a template cannot."""
    return mapping[key]


@register.simple_tag
def berth_version() -> str:
    return __version__


@register.inclusion_tag("_nav_link.html", takes_context=True)
def nav_link(context: Context, name: str, label: str) -> dict[str, object]:
    """Link to a page of the main navigation; the one that is open says so, and the one under which it stands."""
    href = reverse(name)
    request = context.get("request")
    path = request.path if request else ""
    around = tuple(reverse(part) for part in (name, *STANDING_UNDER.get(name, ())))
    current = "page" if path == href else "true" if href != "/" and path.startswith(around) else ""
    return {"href": href, "label": label, "current": current}


@register.simple_tag(takes_context=True)
def sign_in_url(context: Context) -> str:
    """Return where to sign in, and how to come back here; who begins there goes on to their assessments."""
    request = context["request"]
    if request.path == reverse("landing") or request.path.startswith(reverse("account")):
        return reverse("sign-in")
    return f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}"


@register.inclusion_tag("_step_link.html")
def step_link(name: str, code: str, step: str, label: str) -> dict[str, object]:
    """Link to a step of an assessment; the one that is open says so."""
    return {"href": reverse(name, args=[code]), "label": label, "current": name == step}
