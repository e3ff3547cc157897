"""Where numbers come from: references numbered in the order in which a page first names them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decisions.services.wording import in_language
from scenarios.schema import DecisionModel, Evidence, Interval


@dataclass(frozen=True, slots=True)
class Reference:
    """A number in brackets that leads to the entry in the list of evidence."""

    number: int
    key: str
    label: str
    verified: bool


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """One line of the list of evidence."""

    number: int
    key: str
    label: str
    figure: str
    article_figure: str
    conditions: str
    year: int
    title: str
    authors: str
    venue: str
    url: str
    confidence: str  # A, B or C
    confidence_text: str
    verified: bool
    basis: str
    note: str
    platforms: tuple[str, ...]  # labels
    used_for: tuple[str, ...]  # what on this page rests on it


def figure_text(figure: Interval | None, language: str) -> str:
    """Say a figure with its unit; an open end becomes "at least" or "at most".

    >>> figure_text(Interval(low=45, high=90, unit={"en": "s", "zh-hans": "s"}), "en")
    '45–90 s'
    """
    if figure is None:
        return ""
    unit = f" {in_language(figure.unit, language)}" if figure.unit else ""
    low, typical, high = (number_text(number) for number in (figure.low, figure.typical, figure.high))
    if low and high and low != high:
        span = f"{low}–{high}{unit}"
        return _("%(typical)s (%(span)s)") % {"typical": typical, "span": span} if typical else span
    if low and high:
        return f"{low}{unit}"
    if typical:
        return _("about %(number)s") % {"number": f"{typical}{unit}"}
    if low:
        return _("at least %(number)s") % {"number": f"{low}{unit}"}
    return _("at most %(number)s") % {"number": f"{high}{unit}"}


def number_text(number: float | None) -> str:
    """Write a number as short as it is exact, with thousands set apart.

    >>> number_text(100000), number_text(9.80), number_text(None)
    ('100,000', '9.8', '')
    """
    if number is None:
        return ""
    return f"{number:,.6f}".rstrip("0").rstrip(".")


def confidence_text(confidence: str) -> str:
    """Say what the class of a piece of evidence stands for."""
    return {
        "A": _("A: measured, peer-reviewed or preprint"),
        "B": _("B: vendor or authority"),
        "C": _("C: practitioner"),
    }[confidence]


def basis_text(basis: str) -> str:
    """Say how the figure was come by."""
    return {
        "seen": _("seen in the source"),
        "computed": _("computed from the source"),
        "interpreted": _("read out of the source"),
        "memory": _("from memory, source not opened"),
        "no_number": _("a statement without a number"),
    }[basis]


def evidence_entry(
    evidence: Evidence, language: str, platforms: dict[str, str], number: int = 0, used_for: tuple[str, ...] = ()
) -> EvidenceEntry:
    source = evidence.source
    return EvidenceEntry(
        number=number,
        key=evidence.key,
        label=in_language(evidence.label, language),
        figure=figure_text(evidence.figure, language),
        article_figure=figure_text(evidence.article_figure, language),
        conditions=in_language(evidence.conditions, language),
        year=evidence.year,
        title=source.title,
        authors=source.authors or "",
        venue=source.venue or "",
        url=source.url or "",
        confidence=evidence.confidence,
        confidence_text=confidence_text(evidence.confidence),
        verified=evidence.verified,
        basis=basis_text(evidence.basis),
        note=in_language(evidence.note, language) if evidence.note else "",
        platforms=tuple(platforms[key] for key in evidence.platforms),
        used_for=used_for,
    )


class References:
    """Hands out numbers while a report is put together, and knows in the end what was used for what."""

    def __init__(self, document: DecisionModel, language: str) -> None:
        self.language = language
        self.evidence = {entry.key: entry for entry in document.evidence}
        self.platforms = {platform.key: in_language(platform.short, language) for platform in document.platforms}
        self.uses: dict[str, list[str]] = {}  # in the order of first use
        self.numbers: dict[str, int] = {}

    def cite(self, keys: Iterable[str], use: str) -> tuple[Reference, ...]:
        return tuple(self._reference(key, use) for key in keys)

    def _reference(self, key: str, use: str) -> Reference:
        uses = self.uses.setdefault(key, [])
        if use not in uses:
            uses.append(use)
        evidence = self.evidence[key]
        number = self.numbers.setdefault(key, len(self.uses))
        return Reference(number, key, in_language(evidence.label, self.language), evidence.verified)

    def entries(self) -> tuple[EvidenceEntry, ...]:
        return tuple(
            evidence_entry(self.evidence[key], self.language, self.platforms, number, tuple(uses))
            for number, (key, uses) in enumerate(self.uses.items(), start=1)
        )
