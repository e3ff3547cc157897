"""The sentences of an evaluation, in the active language. Numbers come in ready; nothing is computed here."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.documents.evaluation import Counts
from scenarios.schema import Bilingual


def in_language(text: Bilingual, language: str) -> str:
    return text.zh_hans if language == "zh-hans" else text.en


def listed(names: Sequence[str]) -> str:
    """Join names as the language does: A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return _("%(all_but_last)s and %(last)s") % {"all_but_last": _(", ").join(names[:-1]), "last": names[-1]}


def span_of(low: str, high: str) -> str:
    """Join the ends of a range with the mark that the language has for it."""
    return _("%(low)s–%(high)s") % {"low": low, "high": high}


def paragraph_of(*sentences: str) -> str:
    """Set sentences one after the other as the language does; empty ones are left out."""
    first, *others = [sentence for sentence in sentences if sentence] or [""]
    for sentence in others:
        first = _("%(sentence)s %(next)s") % {"sentence": first, "next": sentence}
    return first


def with_unit(number: float, unit: str) -> str:
    """Write a number as short as it is exact, not parted from its unit: 4,000 MB."""
    return f"{number:,.10g}\N{NO-BREAK SPACE}{unit}"


def method_labels() -> dict[str, str]:
    """What the five methods of the agreement are called."""
    return {
        "weighted_sum": _("Weighted sum"),
        "topsis": "TOPSIS",
        "vikor": "VIKOR",
        "promethee_ii": "PROMETHEE II",
        "weighted_product": _("Weighted product"),
    }


def source_of_weights(method: str | None) -> str:
    """Say where weights come from, by the method with which they were given; none: nobody gave any."""
    return {
        "direct": _("points set by you"),
        "rank_order": _("your order of the criteria"),
        "swing": _("what each step is worth to you"),
        "pairwise": _("your comparisons in pairs"),
        "trade_offs": _("your either/or answers"),
    }.get(method or "", _("scenario and answers"))


def opening(scenario: str | None, weighed: bool, counts: Counts, workload: str = "") -> str:
    """Whose workload it is: never "your" while no answer is the user's own."""
    if workload:
        return _("For “%(workload)s”") % {"workload": workload}
    if counts.own:
        return _("For your workload")
    if scenario and weighed:
        return _("For a typical case of “%(scenario)s” with the weights given") % {"scenario": scenario}
    if scenario:
        return _("For a typical case of “%(scenario)s”") % {"scenario": scenario}
    return _("For the weights given") if weighed else _("With each criterion at its usual importance")


def basis(counts: Counts) -> str:
    """Say whose the answers are, where there is anything to answer."""
    if not counts.shown:
        return ""
    parts = [
        ngettext("%(n)s answer is your own", "%(n)s answers are your own", counts.own) % {"n": counts.own},
        _("%(n)s assumed") % {"n": counts.assumed},
        _("%(n)s open") % {"n": counts.open},
    ]
    return _(" %(known)s.") % {"known": _(", ").join(parts)}


def measured(label: str, unit: str, figures: Sequence[tuple[str, float]]) -> str:
    """Say what the workload's own numbers give, platform by platform."""
    each = [
        _("%(figure)s %(unit)s for %(platform)s") % {"figure": f"{figure:,.1f}", "unit": unit, "platform": platform}
        for platform, figure in figures
    ]
    return _("%(measure)s, by your numbers: %(figures)s.") % {"measure": label, "figures": listed(each)}


def ruled_out(excluded: Sequence[str]) -> str:
    """Name the platforms that rules exclude: then it is not points that decide against them."""
    if not excluded:
        return ""
    return ngettext(" A rule excludes %(platforms)s.", " Rules exclude %(platforms)s.", len(excluded)) % {
        "platforms": listed(excluded)
    }


def hundredths(share: float) -> int:
    """Say a share of cases as a count out of 100; never 100 or 0 unless it is exactly so."""
    rounded = round(share * 100)
    return 99 if rounded == 100 and share < 1 else 1 if rounded == 0 and share > 0 else rounded


def of_100_cases(share: float, counts: Counts) -> str:
    words = {"n": hundredths(share)}
    if counts.own:
        return _("comes first in %(n)s of 100 cases that fit what you said") % words
    if counts.assumed:
        return _("comes first in %(n)s of 100 cases that fit these assumptions") % words
    return _("comes first in %(n)s of 100 cases") % words


def summary(
    *, verdict: str, leader: str | None, rivals: Sequence[str], confidence: float, scenario: str | None, weighed: bool,
    counts: Counts, open_conditions: int, excluded: Sequence[str] = (), workload: str = "",
) -> str:  # fmt: skip
    """Say the verdict in one sentence and what it rests on in a second."""
    known = ruled_out(excluded) + basis(counts)
    words = {"opening": opening(scenario, weighed, counts, workload), "platform": leader or "", "known": known}
    if verdict == "no_option_fits":
        return _("%(opening)s no platform fits: a rule excludes each of them.%(known)s") % words
    if verdict == "not_enough_known":
        if not (counts.own or counts.assumed or weighed):
            return _("Not enough is known yet for a recommendation: nothing has been answered.")
        return _("Not enough is known yet for a recommendation: too many questions are open.%(known)s") % words
    words["cases"] = of_100_cases(confidence, counts)
    if verdict == "too_close_to_call":
        words["rivals"] = listed(rivals)
        if rivals:
            return _(
                "%(opening)s it is too close to call between %(platform)s and %(rivals)s: %(platform)s leads, and"
                " %(cases)s.%(known)s"
            ) % words  # fmt: skip
        return _("%(opening)s it is too close to call: %(platform)s leads, and %(cases)s.%(known)s") % words
    if verdict == "recommended_with_conditions":
        words["conditions"] = ngettext(
            "on %(n)s condition that is still open", "on %(n)s conditions that are still open", open_conditions
        ) % {"n": open_conditions}
        return _("%(opening)s: %(platform)s, %(conditions)s. It %(cases)s.%(known)s") % words
    return _("%(opening)s: %(platform)s. It %(cases)s.%(known)s") % words
