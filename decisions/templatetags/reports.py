"""How a report's numbers and sources are written."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decisions.models import SignOff
from decisions.reports import writing
from decisions.reports.catalogue import Catalogue
from decisions.reports.report import Provenance
from decisions.reports.sources import MINUS, EvidenceEntry, Reference
from decisions.services.assessments import visible
from decisions.services.wording import listed, paragraph_of, span_of

LONGEST_HEAD = 90  # characters of a title that stand on one line
PAGE_NUMBERS = re.compile("{pages?}")

register = template.Library()

for figure in (
    writing.signed,
    writing.points,
    writing.one_decimal,
    writing.added,
    writing.rated,
    writing.as_head,
    writing.in_brackets,
    writing.of_cases,
    writing.fine_weight,
    writing.three_decimals,
):
    register.filter(figure)


register.simple_tag(paragraph_of)
register.simple_tag(span_of)
register.simple_tag(writing.span)
register.simple_tag(writing.weight_span)


@register.simple_tag
def running_heads(title: str, kind: str, stated: Provenance, digest: str = "", code: str = "") -> SafeString:
    """Name on the root of a page what stands at the head and the foot of each sheet that is printed of it.

    A loose sheet is then known by it. The style sheet reads these attributes, since it has no other way to a text. The
    code of a record leads to it, so that only its owner's sheets have it.
    """
    version = _("%(model)s, version %(version)s") % {"model": stated.model_label, "version": stated.version}
    frozen = [part for part in (code, digest) if part]
    identity = " · ".join(frozen or [version, timezone.localdate().isoformat()])
    page, of, after = PAGE_NUMBERS.split(_("Page {page} of {pages}"))
    return format_html(
        ' data-title="{}" data-kind="{}" data-identity="{}" data-page="{}" data-of="{}" data-after="{}"',
        Truncator(visible(title)).chars(LONGEST_HEAD),
        kind,
        identity,
        page,
        of,
        after,
    )


@register.filter
def decision(key: str) -> str:
    """Say what a reviewer decided."""
    return str(SignOff.Decision(key).label)


@register.filter
def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


@register.filter
def together(names: Sequence[str]) -> str:
    """Join names as the language does."""
    return listed(names)


@register.filter
def signed_number(number: float) -> str:
    """Write points of importance, or a shift in stars, with its sign: -0.5 is −0.5."""
    return f"{MINUS if number < 0 else '+'}{abs(number):g}"


@register.filter
def severity(key: str) -> str:
    """Say what is the matter with a statement of the article."""
    return {
        "outdated": _("outdated"),
        "wrong": _("wrong"),
        "misleading": _("misleading"),
        "inconsistent": _("inconsistent"),
        "optimistic": _("optimistic"),
        "methodological": _("methodological"),
        "ambiguous": _("ambiguous"),
        "imprecise": _("imprecise"),
        "omission": _("omission"),
    }[key]


@register.filter
def sources(references: Sequence[Reference]) -> SafeString:
    """Lead to the entries of the list of evidence; what was not verified has a question mark."""
    if not references:
        return mark_safe("")
    language = get_language()
    links = " ".join(link(reference, language) for reference in references)
    return mark_safe(f'<span class="sources">[{links}]</span>')  # noqa: S308 made of escaped parts


@register.simple_tag
def cites(catalogue: Catalogue, keys: Sequence[str]) -> SafeString:
    """Lead to the pages of evidence that a decision model's page rests on, by their numbers in the model."""
    if not keys:
        return mark_safe("")
    links = " ".join(
        f'<a href="{reverse("evidence", args=[catalogue.document.key, key])}"'
        f' aria-label="{escape(_("Evidence %(number)s") % {"number": catalogue.numbers[key]})}">'
        f"{catalogue.numbers[key]}</a>"
        for key in keys
    )
    return mark_safe(f'<span class="sources">[{links}]</span>')  # noqa: S308 made of escaped parts


@register.simple_tag
def evidence_entry(entry: EvidenceEntry, is_open: bool | str) -> SafeString:
    """Write one entry of the list of evidence."""
    return written(entry, bool(is_open), get_language())


@lru_cache(maxsize=4096)
def written(entry: EvidenceEntry, is_open: bool, language: str | None) -> SafeString:
    """Keep entries as they were written: a published model never changes, and each result shows some eighty of them."""
    return render_to_string("decisions/_evidence_entry.html", {"entry": entry, "open": is_open})


@lru_cache(maxsize=4096)
def link(reference: Reference, language: str | None) -> str:
    words = {"number": reference.number}
    name = _("Evidence %(number)s") % words if reference.verified else _("Evidence %(number)s, not verified") % words
    mark = "" if reference.verified else "?"
    return f'<a href="#evidence-{escape(reference.key)}" aria-label="{escape(name)}">{reference.number}{mark}</a>'
