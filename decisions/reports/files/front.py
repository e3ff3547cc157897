"""The first page of a printed record. It stands alone: verdict, scores, reasons, and what would change them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.reports.files.layout import (
    Argument,
    Block,
    Json,
    Runs,
    Tone,
    bold,
    bullets,
    code,
    column,
    drawn,
    heading,
    paragraph,
    platform,
    quiet,
    reasons,
    row,
    sources,
    table,
)
from decisions.reports.files.wording import moment, signed_text, version_text
from decisions.reports.placement import PlacementReport
from decisions.reports.record import RecordReport
from decisions.reports.report import Exclusion, LayerPrice, OpenQuestion, Reason, Report
from decisions.reports.writing import as_head, headed, in_brackets, one_decimal, points, signed, weight
from decisions.services.wording import listed

HALF = 345  # pixels across half a page, so that a picture's words are as high as the text around them
MOST_ASKED = 7
MOST_PLACED = 4  # workloads that are named on the first page
TONES: dict[str, Tone] = {
    "recommended": "good",
    "recommended_with_conditions": "caution",
    "too_close_to_call": "caution",
    "no_option_fits": "bad",
    "not_enough_known": "note",
}


def front_of(record: RecordReport) -> dict[str, Json]:
    report = record.report
    left, right = columns_of(record)
    return {
        "title": record.title,
        "kicker": _("Platform recommendation"),
        "facts": [
            [_("Recommendation %(n)s") % {"n": record.number}, [code(record.code)]],
            [_("Frozen"), moment(record.frozen_at)],
            [_("Decision model"), version_text(record)],
            [_("Signed off"), signed_text(record)],
        ],
        "notice": notice_of(record),
        "verdict": {
            "tag": report.verdict_text,
            "tone": TONES[report.verdict],
            "platforms": [[named.key, named.label] for named in (report.leader, *report.rivals) if named],
            "sentence": report.summary,
            "placed": placed(record.placement) if record.placement else "",
            "conditions": open_conditions(report),
            "cases": cases_of(record) if report.verdict != "no_option_fits" else None,
        },
        "left": list(left),
        "right": list(right),
        "or": _("or"),
        "contents": _("In this report"),
    }


def notice_of(record: RecordReport) -> Runs:
    if record.superseded_by is None:
        return ()
    newer = record.superseded_by
    sentence = _("A newer one supersedes this record: recommendation %(n)s.") % {"n": newer.number}
    return [sentence, " ", code(newer.code)]


def placed(placement: PlacementReport) -> str:
    """Say what goes where; of many workloads, only how many, so that the page stands alone."""
    if len(placement.rows) <= MOST_PLACED:
        return placement.summary
    counts = Counter(each.platform.label for each in placement.rows if each.platform)
    places = [f"{count} × {label}" for label, count in counts.most_common()]
    if placement.undecided:
        places.append(f"{len(placement.undecided)} × {_('undecided')}")
    return _("Of %(n)s workloads: %(places)s.") % {"n": len(placement.rows), "places": listed(places)}


def open_conditions(report: Report) -> str:
    count = len(report.open_conditions)
    if not (report.leader and count):
        return ""
    return ngettext("%(n)s condition is still open.", "%(n)s conditions are still open.", count) % {"n": count}


def cases_of(record: RecordReport) -> dict[str, Json]:
    report = record.report
    legend: list[Json] = [[row.platform.key, row.platform.short, row.cases] for row in report.ranking]
    if report.none_left_cases:
        legend.append(["", _("none left"), report.none_left_cases])
    drawing = drawn(record.pictures.cases, HALF)
    return {
        "svg": drawing["svg"],
        "alt": drawing["alt"],
        "count": str(report.ranking[0].cases) if report.leader else "",
        "caption": report.leader_cases or _("Of 100 cases that fit what is known so far, each comes first in so many:"),
        "legend": legend,
    }


def columns_of(record: RecordReport) -> tuple[Iterator[Block], Iterator[Block]]:
    report = record.report
    if report.verdict == "no_option_fits":
        return in_the_way(report), iter(())
    if report.verdict == "not_enough_known":
        return preliminary(record), to_answer(report)
    return scores(record), arguments(report)


def scores(record: RecordReport) -> Iterator[Block]:
    report = record.report
    yield heading(_("Scores"))
    yield drawn(record.pictures.ranking, HALF)
    yield paragraph(
        _("The bar is the score, the line across it the range in which nine of ten cases fall."), small=True
    )
    yield heading(_("What would change it"))
    if report.would_change:
        yield bullets(report.would_change)
    else:
        yield paragraph(_("No single weight and no open question gives another leader."))
    if report.settled and report.ask_next:
        yield paragraph(_("You may stop here: no answer that is still open changes the leader."))


def preliminary(record: RecordReport) -> Iterator[Block]:
    yield heading(_("Preliminary picture"))
    yield drawn(record.pictures.ranking, HALF)
    yield paragraph(
        _("The bar is the score, the line across it the range in which nine of ten cases fall."), small=True
    )


def arguments(report: Report) -> Iterator[Block]:
    leader, rival = report.ranking[0].platform, report.rival
    if report.in_favour and rival:
        words = {"leader": leader.short, "rival": rival.short}
        yield heading(_("For %(leader)s, against %(rival)s") % words)
        yield reasons(argued(reason) for reason in report.in_favour)
    if report.against:
        yield heading(_("Strongest against"))
        yield reasons(argued(reason) for reason in report.against[:1])
    elif report.in_favour and rival:
        yield paragraph(_("On no criterion is %(rival)s ahead.") % {"rival": rival.short})
    if report.layer_price:
        yield heading(_("What the second layer costs"))
        yield reasons(
            (
                f"{one_decimal(price.stars)} ★",
                "against",
                [
                    bold(as_head(price.criterion.label)),
                    f" {price.rationale}",
                    *sources(price.evidence),
                    " ",
                    quiet(price_text(price)),
                ],
            )
            for price in report.layer_price
        )


def price_text(price: LayerPrice) -> str:
    words = {
        "before": one_decimal(price.before),
        "after": one_decimal(price.stars),
        "platform": price.best_rival.short,
        "stars": one_decimal(price.rival_stars),
    }
    return _("%(before)s ★ before answers, %(after)s ★ with them; %(platform)s has %(stars)s ★ with them.") % words


def argued(reason: Reason, *, sourced: bool = True) -> Argument:
    stated: list[str | Block] = [bold(as_head(reason.criterion.label)), f" {reason.text}"]
    if reason.answer:
        stated += [" ", quiet(in_brackets(reason.answer))]
    if sourced:
        stated += sources(reason.evidence)
    return signed(reason.points), "for" if reason.points > 0 else "against", stated


def to_answer(report: Report) -> Iterator[Block]:
    yield heading(_("What to answer next"))
    words = ngettext(
        "%(n)s question is open. A recommendation now would rest on averages over answers that nobody gave.",
        "%(n)s questions are open. A recommendation now would rest on averages over answers that nobody gave.",
        report.counts.open,
    )
    yield paragraph(words % {"n": report.counts.open})
    yield questions(report.ask_next[:MOST_ASKED])


def questions(asked: Sequence[OpenQuestion]) -> Block:
    """List open questions, those first of which more answers give another leader."""
    if not asked:
        return paragraph(_("No question is open."))
    return bullets(([bold(question.text), " ", quiet(chance_text(question))] for question in asked), numbered=True)


def chance_text(question: OpenQuestion) -> str:
    if not question.chance:
        return _("No answer to it gives another leader.")
    return _("%(chance)s of its answers would give another leader.") % {"chance": weight(question.chance)}


def in_the_way(report: Report) -> Iterator[Block]:
    yield heading(_("What stands in the way"))
    yield excluded(report.excluded)
    yield table(
        _("Scores, were none excluded"),
        [column(_("Platform"), 1), column(_("Score"), figures=True)],
        (row([platform(each.platform)], points(each.score)) for each in report.ranking),
    )
    conflict = report.robustness.conflict
    if conflict:
        yield heading(_("Which answers are in conflict"))
        words = ngettext(
            "As long as this answer holds, nothing fits; were it open, a platform would be left:",
            "Together these %(n)s answers leave nothing; were they open, a platform would be left, and no fewer do it:",
            len(conflict),
        )
        yield paragraph(words % {"n": len(conflict)})
        yield bullets([bold(headed(each.question.label).strip()), f" {each.answer}"] for each in conflict)
    yield heading(_("What can be done"))
    yield bullets(ways_out(report))


def ways_out(report: Report) -> Iterator[str]:
    yield _(
        "Check the answers above: each platform comes back when the answer that excludes it is another one. No weight"
        " brings it back."
    )
    yield _("Split the workload: the part that needs one thing need not run where the part that needs the other runs.")
    if report.beside:
        yield _("Look at the other platforms, further down: one that is not excluded may fit.")


def excluded(exclusions: Iterable[Exclusion]) -> Block:
    return table(
        _("Excluded platforms"),
        [column(_("Platform"), 2), column(_("Rule"), 4), column(_("Answer"), 3)],
        (
            row(
                [platform(exclusion.platform)],
                [exclusion.because, *sources(exclusion.evidence)],
                headed(exclusion.question.label) + exclusion.answer,
            )
            for exclusion in exclusions
        ),
    )
