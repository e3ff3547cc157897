"""Where numbers come from: references numbered in the order in which a page first names them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from decisions.services.compile import MODELS_KEPT
from decisions.services.wording import in_language, span_of
from scenarios.schema import CHINESE, DecisionModel, Interval

MINUS = "\N{MINUS SIGN}"
ENTRIES_KEPT = 4096  # an entry for each number that it had in a report; a result shows some eighty


@dataclass(frozen=True, slots=True)
class Reference:
    """A number in brackets that leads to the entry in the list of evidence."""

    number: int
    key: str
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
    note: str
    title: str  # in its own language
    title_language: str  # as HTML's `lang` takes it
    comma: str  # as that language writes it, with its space
    published: str  # by whom, where, when
    url: str
    year: str
    confidence: str  # A, B or C
    confidence_text: str
    basis: str
    verified: bool
    platforms: str


def figure_text(figure: Interval | None, language: str) -> str:
    """Say a figure with its unit; an open end becomes "at least" or "at most".

    >>> figure_text(Interval(low=45, high=90, unit={"en": "s", "zh-hans": "s"}), "en")
    '45–90 s'
    """
    if figure is None:
        return ""
    named = in_language(figure.unit, language) if figure.unit else ""
    unit = named if named.startswith("（") else f" {named}".rstrip()
    low, typical, high = (number_text(number) for number in (figure.low, figure.typical, figure.high))
    if low and high and low != high:
        is_negative = low.startswith(MINUS)
        span = _("%(low)s to %(high)s") % {"low": low, "high": high} if is_negative else span_of(low, high)
        return with_typical(typical, span, unit) if typical else span + unit
    if low and high:
        return f"{low}{unit}"
    if typical:
        return _("about %(number)s") % {"number": f"{typical}{unit}"}
    if low:
        return _("at least %(number)s") % {"number": f"{low}{unit}"}
    return _("at most %(number)s") % {"number": f"{high}{unit}"}


def with_typical(typical: str, span: str, unit: str) -> str:
    """Put the range in brackets, with the unit unless it has brackets of its own.

    >>> with_typical("600", "400–900", " MB"), with_typical("600", "400–900", " MB (each)")
    ('600 (400–900 MB)', '600 (400–900) MB (each)')
    """
    if "(" not in unit and "（" not in unit:
        return _("%(typical)s (%(span)s)") % {"typical": typical, "span": span + unit}
    bracketed = _("%(typical)s (%(span)s)") % {"typical": typical, "span": span}
    return bracketed + (unit.lstrip() if bracketed.endswith("）") else unit)


def number_text(number: float | None) -> str:
    """Write a number as short as it is exact, with thousands set apart.

    >>> number_text(100000), number_text(-9.80), number_text(None)
    ('100,000', '−9.8', '')
    """
    if number is None:
        return ""
    return f"{number:,.6f}".rstrip("0").rstrip(".").replace("-", MINUS)


class EvidenceWords:
    """Says in one language what an entry of the evidence holds; the words that recur are looked up once."""

    def __init__(self, document: DecisionModel, language: str) -> None:
        self.language = language
        self.platforms = {platform.key: in_language(platform.short, language) for platform in document.platforms}
        self.confidence = {
            "A": _("A: measured, peer-reviewed or preprint"),
            "B": _("B: vendor or authority"),
            "C": _("C: practitioner"),
        }
        self.basis = {
            "seen": _("seen in the source"),
            "computed": _("computed from the source"),
            "interpreted": _("read out of the source"),
            "memory": _("from memory, source not opened"),
            "no_number": _("a statement without a number"),
        }
        self.evidence = {entry.key: entry for entry in document.evidence}
        self.entry = lru_cache(maxsize=ENTRIES_KEPT)(self._entry)

    def _entry(self, key: str, number: int) -> EvidenceEntry:
        evidence = self.evidence[key]
        source, is_chinese = evidence.source, CHINESE.search(evidence.source.title) is not None
        comma = "，" if is_chinese else ", "
        return EvidenceEntry(
            number=number,
            key=evidence.key,
            label=in_language(evidence.label, self.language),
            figure=figure_text(evidence.figure, self.language),
            article_figure=figure_text(evidence.article_figure, self.language),
            conditions=in_language(evidence.conditions, self.language),
            note=in_language(evidence.note, self.language) if evidence.note else "",
            title=source.title,
            title_language="zh-Hans" if is_chinese else "en",
            comma=comma,
            published=comma.join(part for part in (source.authors, source.venue, str(evidence.year)) if part),
            url=source.url or "",
            year=str(evidence.year),
            confidence=evidence.confidence,
            confidence_text=self.confidence[evidence.confidence],
            basis=self.basis[evidence.basis],
            verified=evidence.verified,
            platforms=_(", ").join(self.platforms[key] for key in evidence.platforms),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Itself:
    """A decision model to look up by. To compare what two hold would take longer than to put them into words."""

    document: DecisionModel

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self.document is other.document


def evidence_words(document: DecisionModel, language: str) -> EvidenceWords:
    """Return the words for the evidence of a decision model in a language, which is the active one; they are kept."""
    return _words(Itself(document), language)


@lru_cache(maxsize=2 * MODELS_KEPT)  # each in two languages
def _words(of: Itself, language: str) -> EvidenceWords:
    return EvidenceWords(of.document, language)


class References:
    """Hands out numbers while a report is put together; its entries are the report's list of evidence."""

    def __init__(self, document: DecisionModel, language: str) -> None:
        self.words = evidence_words(document, language)
        self.evidence = self.words.evidence
        self.cited: dict[str, Reference] = {}  # in the order of first use

    def cite(self, keys: Iterable[str]) -> tuple[Reference, ...]:
        return tuple(self._reference(key) for key in keys)

    def _reference(self, key: str) -> Reference:
        known = self.cited.get(key)
        if known is None:
            known = self.cited[key] = Reference(len(self.cited) + 1, key, self.evidence[key].verified)
        return known

    def entries(self) -> tuple[EvidenceEntry, ...]:
        return tuple(self.words.entry(cited.key, cited.number) for cited in self.cited.values())
