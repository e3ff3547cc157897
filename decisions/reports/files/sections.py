"""The sections of a printed record, after its first page: each answers a question that a review board asks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.reports.changes import Changes, Outcome
from decisions.reports.files.front import HALF, argued, excluded, questions
from decisions.reports.files.layout import (
    BREAK,
    Block,
    Json,
    Runs,
    bold,
    bullets,
    code,
    column,
    drawn,
    facts,
    group,
    heading,
    joined,
    kept,
    lines,
    numbered,
    pair,
    paragraph,
    platform,
    quiet,
    reasons,
    row,
    sources,
    table,
    tag,
    tick,
    total,
)
from decisions.reports.files.wording import engine_text, moment, version_text
from decisions.reports.placement import PlacementReport, WorkloadRow
from decisions.reports.record import ChecklistRow, RecordReport
from decisions.reports.report import AnswerRow, Cell, CriterionRow, Hardening, Report
from decisions.reports.sources import EvidenceEntry
from decisions.reports.writing import (
    NO_BREAK,
    added,
    closed_up,
    fine_weight,
    headed,
    in_brackets,
    of_cases,
    one_by_one,
    plain,
    points,
    rated,
    signed,
    span,
    three_decimals,
    weight,
)
from decisions.services.wording import listed, paragraph_of

SMALLER = 400  # pixels across half a page, for a picture that is high
MOST_ASKED = 5
MOST_ARGUED = 4  # workloads without a place, beside the picture
LINES_TO_SIGN = 3


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: Iterable[Block]
    apart: bool = False  # it begins a page


def sections_of(record: RecordReport) -> Iterator[Section]:
    report, placement = record.report, record.placement
    fits = report.verdict != "no_option_fits"
    if record.changes is not None and record.supersedes is not None:
        since = _("What changed since recommendation %(n)s") % {"n": record.supersedes.number}
        yield Section(since, changes(record.changes))
    if report.verdict == "too_close_to_call" and report.leader and report.rival:
        words = {"leader": report.leader.short, "rival": report.rival.short}
        yield Section(_("What separates %(leader)s and %(rival)s") % words, close(report))
    if placement is not None:
        yield Section(_("Placement of the workloads"), placed(record, placement))
    yield Section(_("Conditions and sign-offs"), conditions(record))
    if fits:
        yield Section(_("Why: what each criterion adds"), why(record))
        yield Section(_("How sure"), sure(record))
        yield Section(_("How robust it is"), robust(report))
    if report.blueprint and report.leader:
        words = {"platform": report.leader.short}
        yield Section(_("Blueprint: the layers of %(platform)s") % words, blueprint(record))
    if report.hardening and report.leader:
        yield Section(_("Hardening plan"), hardening(record))
    if report.answers:
        yield Section(_("What it rests on: the answers"), answers(report))
    if report.beside:
        yield Section(_("Other platforms, for comparison"), beside(report))
    yield Section(_("Provenance"), provenance(record))
    if fits:
        yield Section(_("Criterion by criterion, answer by answer"), map(parts, report.criteria))
    yield Section(_("Evidence"), evidence(record), apart=True)


# what changed


def changes(changed: Changes) -> Iterator[Block]:
    yield table(
        _("Result then and now"),
        [column("", 3), column(_("Before"), 3), column(_("Now"), 3)],
        [
            row(_("Verdict"), changed.before.verdict_text, changed.after.verdict_text),
            row(_("Platform"), leader_of(changed.before), leader_of(changed.after)),
            row(_("First in 100 cases"), str(changed.before.cases), str(changed.after.cases)),
            *(
                row([_("Score"), " ", platform(change.platform)], score_text(change.before), score_text(change.after))
                for change in changed.scores
            ),
        ],
    )
    if not changed.said:
        yield paragraph(_("Nothing that was said differs."))
        return
    yield table(
        _("What was said otherwise"),
        [column("", 3), column(_("Before"), 3), column(_("Now"), 3)],
        said_otherwise(changed),
    )


def said_otherwise(changed: Changes) -> Iterator[Block]:
    others = [said for said in changed.said if not said.is_weight]
    weights = [said for said in changed.said if said.is_weight]
    for said in (*others, *weights):
        if weights and others and said is weights[0]:
            yield group(_("Weights"))
        yield row(said.label, lines(said.before) or "–", lines(said.after) or "–")


def leader_of(outcome: Outcome) -> Runs:
    return [platform(outcome.platform)] if outcome.platform else "–"


def score_text(score: float | None) -> str:
    return "–" if score is None else points(score)


# too close to call


def close(report: Report) -> Iterator[Block]:
    leader, rival = report.ranking[0].platform, report.rival
    if rival is None:
        return
    separating = table(
        _("Difference by criterion"),
        [
            column(_("Criterion"), 1),
            column(leader.short, even=True),
            column(rival.short, even=True),
            column(_("Difference"), figures=True),
        ],
        (
            row(each.criterion.label, points(each.leader), points(each.rival), [bold(signed(each.points))])
            for each in report.differences
        ),
    )
    settling = [
        heading(_("What would settle it")),
        questions(report.ask_next[:MOST_ASKED]),
        paragraph(
            _(
                "Where nothing is open, both are defensible: decide by the differences that matter most to you, and"
                " record that this was the reason."
            )
        ),
    ]
    yield pair([separating], settling)


# placement


def placed(record: RecordReport, placement: PlacementReport) -> Iterator[Block]:
    yield paragraph(placement.summary)
    grounds = [paragraph([platform(ground.platform, ground.label)]) for ground in placement.grounds]
    grounds += undecided(placement)
    yield pair([drawn(record.picture_of_layout, HALF)], grounds)
    yield table(
        _("Where each workload goes"),
        [
            column(_("Workload"), 3),
            column(_("Platform"), 3),
            column(_("Verdict"), 3),
            column(_("Score"), figures=True),
            column(_("First in 100 cases"), figures=True),
        ],
        (
            row(
                [bold(each.name)],
                [platform(each.platform, each.platform.label)] if each.platform else [quiet(_("undecided"))],
                each.report.verdict_text,
                points(each.report.ranking[0].score),
                str(each.report.ranking[0].cases),
            )
            for each in placement.rows
        ),
    )
    if placement.borders:
        yield heading(_("Boundaries"))
        for border in placement.borders:
            sides = joined(([platform(side, side.label)] for side, _names in border.sides), " │ ")
            yield paragraph([*sides, "  ", tag(border.kind_text)])
            yield paragraph([border.label, " ", border.because])
    yield heading(_("Why each goes where it goes"))
    for each in placement.rows:
        yield from reasons_for_place(each)


def undecided(placement: PlacementReport) -> Iterator[Block]:
    """Say why some workloads have no place; of many, only which, since what is said of each follows."""
    marked = tag(_("undecided"), "caution")
    if len(placement.undecided) > MOST_ARGUED:
        yield paragraph([marked, " ", listed([name for name, _because in placement.undecided])])
        return
    for _name, because in placement.undecided:
        yield paragraph([marked, " ", because])


def reasons_for_place(placed_row: WorkloadRow) -> Iterator[Block]:
    report = placed_row.report
    blocks = [paragraph([bold(placed_row.name), "  ", report.summary])]
    for exclusion in report.excluded:
        because = headed("") + f"{exclusion.because} "
        answer = in_brackets(headed(exclusion.question.label) + exclusion.answer)
        blocks.append(paragraph([tag(_("excluded"), "bad"), " ", platform(exclusion.platform), because, quiet(answer)]))
    if report.in_favour:
        blocks.append(reasons(argued(reason, sourced=False) for reason in (*report.in_favour, *report.against[:1])))
    yield kept(blocks)


# conditions and sign-off


def conditions(record: RecordReport) -> Iterator[Block]:
    report = record.report
    if record.conditions_to_see_to:
        yield table(
            _("Conditions"),
            [
                column("", 0),
                column(_("What has to be shown or done"), 6),
                column(_("Owner"), 2),
                column(_("Due"), 1.2),
                column(_("Done"), 1.2),
            ],
            (to_see_to(item, condition_runs(item)) for item in record.conditions_to_see_to),
        )
    met = [condition for condition in report.conditions if condition.confirmed]
    if met:
        yield table(
            _("Confirmed conditions"),
            [column(_("Platform"), 2), column(_("Condition"), 4), column(_("How that is known"), 4)],
            (row([platform(each.platform)], each.confirm, lines(each.note)) for each in met),
        )
    others = [condition for condition in report.conditions if not (condition.confirmed or condition.on_leader)]
    if others:
        yield table(
            _("Conditions on other platforms") if report.leader else _("Conditions"),
            [column(_("Platform"), 2), column(_("What has to be shown or done"), 4), column(_("Why"), 4)],
            (row([platform(each.platform)], each.confirm, [each.because, *sources(each.evidence)]) for each in others),
        )
    if report.excluded and report.verdict != "no_option_fits":
        yield excluded(report.excluded)
    if not (record.conditions_to_see_to or report.conditions or report.excluded):
        yield paragraph(_("No rule excludes a platform or puts a condition on one."))
    yield heading(_("Sign-offs"))
    yield from signoffs(record)


def condition_runs(item: ChecklistRow) -> Runs:
    runs: list[str | Block] = [bold(item.label), BREAK, quiet(item.description), *sources(item.evidence)]
    if item.workloads:
        runs += [BREAK, quiet(_("for %(names)s") % {"names": listed(item.workloads)})]
    return runs


def to_see_to(item: ChecklistRow, runs: Runs) -> Block:
    """Write one line of a checklist: a box to tick, what to do, and who does it until when."""
    return row(
        [tick(item.done)],
        runs,
        item.owner,
        item.due.isoformat() if item.due else "",
        item.done_at.date().isoformat() if item.done_at else "",
        below=[quiet(headed(_("Note"))), *lines(item.note)] if item.note else (),
    )


def signoffs(record: RecordReport) -> Iterator[Block]:
    if record.signoffs:
        yield table(
            "",
            [column(_("Reviewer"), 3), column(_("Role"), 3), column(_("Decision"), 3), column(_("Time"), 0)],
            (
                row([bold(each.name)], each.role, each.decision_text, moment(each.signed_at), below=lines(each.comment))
                for each in record.signoffs
            ),
        )
        yield paragraph(_("Each sign-off is bound to the digest of this record."), small=True)
        return
    yield paragraph(_("Nobody has signed it off yet."))
    yield {
        "kind": "signatures",
        "columns": [_("Reviewer"), _("Role"), _("Decision"), _("Date"), _("Signature")],
        "rows": LINES_TO_SIGN,
    }


# why, how sure, how robust


def why(record: RecordReport) -> Iterator[Block]:
    report = record.report
    yield paragraph(
        _(
            "A score is the sum of what its criteria add: weight times rating. The numbers in the picture are those of"
            " the table."
        )
    )
    contributions = table(
        _("Contributions to the score"),
        [
            column(_("Criterion"), 1),
            column(_("Weight"), figures=True),
            *(column(each.short, even=True) for each in report.platforms),
        ],
        [
            *(
                row(
                    [quiet(f"{each.number}"), f" {each.criterion.label}"],
                    weight(each.weight),
                    *(points(cell.points) for cell in each.cells),
                )
                for each in report.criteria
            ),
            total(_("Score"), "", *(points(each.score) for each in report.ranking)),
        ],
    )
    yield pair([drawn(record.pictures.contributions, HALF)], [contributions], parts=(8, 12))
    yield heading(_("How the weights came about"))
    ranges = table(
        _("Weights and their ranges"),
        [
            column(_("Criterion"), 1),
            column(_("Weight"), even=True),
            column(_("from"), even=True),
            column(_("to"), even=True),
        ],
        (
            row(each.criterion.label, weight(each.weight), weight(each.low), weight(each.high))
            for each in report.weighing.rows
        ),
    )
    yield pair(weighing(report), [ranges], parts=(9, 11))


def weighing(report: Report) -> Iterator[Block]:
    stated = report.weighing
    yield paragraph(paragraph_of(stated.text, stated.reason))
    if stated.clashes:
        yield paragraph(_("These comparisons contradict the others most:"))
        yield bullets(
            _("%(given)s. The others agree better if %(instead)s.") % {"given": clash.given, "instead": clash.instead}
            for clash in stated.clashes
        )
    if stated.is_within:
        yield paragraph(
            _(
                "Every case has other weights, drawn evenly from all that agree with what was said. Nine cases in ten"
                " lie within the range."
            )
        )
    else:
        yield paragraph(
            _("Every case has other weights, drawn around those shown. Nine cases in ten lie within the range.")
        )


def sure(record: RecordReport) -> Iterator[Block]:
    report = record.report
    yield paragraph(
        _(
            "The same scores were computed %(cases)s times, with ratings and weights within their ranges and every open"
            " question answered by chance. This is how often each platform took which rank."
        )
        % {"cases": plain(report.provenance.cases)}
    )
    ranks = range(1, len(report.ranking[0].acceptability) + 1)
    shares = table(
        _("Share of the cases by rank (rank acceptability)"),
        [
            column(_("Platform"), 1),
            *(column(_("rank %(rank)s") % {"rank": rank}, even=True) for rank in ranks),
            column(_("Low–high"), figures=True),
        ],
        (
            row(
                [platform(each.platform)],
                *(of_cases(share) for share in each.acceptability),
                span(each.low, each.high),
            )
            for each in report.ranking
        ),
    )
    beside = [shares]
    if report.standard_error:
        words = {"cases": plain(report.provenance.cases), "error": points(report.standard_error)}
        sentence = _("Shares of %(cases)s cases have a standard error of at most %(error)s percentage points.")
        beside.append(paragraph(sentence % words, small=True))
    yield pair([drawn(record.pictures.acceptability, HALF)], beside)
    if report.none_left:
        words = {"share": weight(report.none_left)}
        yield paragraph(
            _("In %(share)s of the cases an open question, answered one way, excludes every platform.") % words
        )
    yield heading(_("Where it tips"))
    yield paragraph(
        _(
            "Each line is the weight of one criterion from 0 to 100 %%, the others rescaled. The ring is its weight"
            " now, the bar across the point at which another platform takes the lead."
        )
        % {}
    )
    yield pair([drawn(record.pictures.tipping_points, SMALLER)], [tipping_points(report)])
    yield pair([duels(report)], [central_weights(report)])
    if report.verdict in ("recommended", "recommended_with_conditions"):
        yield heading(_("What to ask next"))
        yield questions(report.ask_next[:MOST_ASKED])
        if report.hanging:
            words = {"points": points(report.hanging)}
            sentence = _("Open questions can move the leader's score by %(points)s points at most.")
            yield paragraph(sentence % words, small=True)


def tipping_points(report: Report) -> Block:
    return table(
        _("Tipping points"),
        [column(_("Criterion"), 5), column(_("Now"), figures=True), column(_("Below"), 4), column(_("Above"), 4)],
        (
            row(
                each.criterion.label,
                fine_weight(each.weight),
                f"{fine_weight(each.below.at)} {each.below.platform.short}" if each.below else "–",
                f"{fine_weight(each.above.at)} {each.above.platform.short}" if each.above else "–",
            )
            for each in report.tipping_points
        ),
    )


def duels(report: Report) -> Block:
    return table(
        _("Share of the cases in which the platform of the line beats that of the column"),
        [column(_("Platform"), 1), *(column(each.short, even=True) for each in report.platforms)],
        (
            row([platform(each.platform)], *("–" if share is None else of_cases(share) for share in each.pairwise))
            for each in report.ranking
        ),
    )


def central_weights(report: Report) -> Block:
    return table(
        _("Mean weights of the cases that each platform wins (central weights)"),
        [column(_("Criterion"), 1), *(column(each.platform.short, even=True) for each in report.ranking)],
        [
            *(
                row(each.criterion.label, *(weight(share) if share else "–" for share in each.central_weights))
                for each in report.criteria
            ),
            *(
                [row(_("First in how many cases with these weights (confidence factor)"), *map(of_cases, factors))]
                if (factors := report.confidence_factors)
                else []
            ),
        ],
    )


def method_figures(report: Report) -> Block:
    heads = (
        _("TOPSIS: closeness"),
        _("VIKOR: S"),
        "R",
        "Q",
        _("PROMETHEE: φ+"),
        "φ\N{MINUS SIGN}",
        "φ",
        _("Product, in stars"),
    )
    return table(
        _("Each method in its own unit; of the three figures of VIKOR less is better"),
        [column(_("Platform"), 1), *(column(head, figures=True) for head in heads)],
        (
            row(
                [platform(each.platform)],
                *map(
                    three_decimals,
                    (
                        each.closeness,
                        each.group,
                        each.worst,
                        each.index,
                        each.positive,
                        each.negative,
                        each.net,
                        each.product,
                    ),
                ),
            )
            for each in report.robustness.figures
        ),
    )


def robust(report: Report) -> Iterator[Block]:
    yield pair(nearest_answers(report), nearest_weights(report))
    yield heading(_("Five methods side by side"))
    yield paragraph(report.robustness.agreement)
    if not report.robustness.methods:
        return
    if report.robustness.settles_on:
        yield paragraph(report.robustness.settles_on)
    yield table(
        _("Order of the platforms that fit, by each method"),
        [
            column(_("Method"), 2),
            column(_("What it looks at"), 4),
            column(_("Order"), 5),
            column(_("Against the recommendation"), 2),
        ],
        (
            row(
                [bold(each.label)],
                each.looks_at,
                joined(([platform(one)] for one in each.order), " › "),
                "–" if not place else _("same order") if each.agrees else [bold(_("another order"))],
            )
            for place, each in enumerate(report.robustness.methods)
        ),
    )
    if report.robustness.figures:
        yield method_figures(report)
    if report.robustness.reversals:
        yield paragraph(_("A platform more or less turns the order of the others:"))
        yield bullets(report.robustness.reversals)
    else:
        yield paragraph(_("By none of the five methods does a platform more or less turn the order of the others."))
    if report.robustness.any_weights:
        yield heading(_("Whatever the weights"))
        yield paragraph(
            _(
                "If nothing at all were known of weights, each platform that fits would lead for this share of all"
                " possible weights, at typical ratings. These shares are exact volumes, not counts of cases."
            )
        )
        yield bullets(headed(each.platform.label) + weight(each.share) for each in report.robustness.any_weights)
    yield table(
        _("Within which weights leader and order stay: one weight changes, the others keep their proportions"),
        [
            column(_("Criterion"), 1),
            column(_("Now"), figures=True),
            column(_("The leader stays"), even=True),
            column(_("The whole order stays"), even=True),
        ],
        (
            row(
                each.criterion.label,
                points(each.weight),
                span(*each.leader),
                span(*each.order),
            )
            for each in report.robustness.stability
        ),
    )


def nearest_answers(report: Report) -> Iterator[Block]:
    yield heading(_("Smallest change of answers"))
    found = report.robustness.answers
    if found is None:
        yield paragraph(_("No change of up to three answers gives another leader."))
        return
    words = ngettext(
        "%(platform)s leads as soon as one answer is another one:",
        "%(platform)s leads as soon as %(n)s answers are others; fewer do not suffice:",
        len(found.moves),
    )
    yield paragraph(words % {"platform": found.platform.label, "n": len(found.moves)})
    yield bullets(
        [
            _("“%(question)s”: “%(then)s” instead of “%(now)s”")
            % {"question": move.question.label, "then": move.then, "now": move.now},
            " ",
            quiet(_("(assumed, not your own answer)")),
        ]
        if move.assumed
        else _("“%(question)s”: “%(then)s” instead of “%(now)s”")
        % {"question": move.question.label, "then": move.then, "now": move.now}
        for move in found.moves
    )


def nearest_weights(report: Report) -> Iterator[Block]:
    yield heading(_("Smallest change of weights"))
    found = report.robustness.weights
    if found is None:
        yield paragraph(
            _(
                "No weights at all give another leader: no other platform that fits is better on any criterion, or none"
                " fits."
            )
        )
        return
    words = {"platform": found.platform.label, "moved": points(found.moved)}
    sentence = _("%(platform)s leads once %(moved)s %% of the weight has moved like this; no smaller move does it.")
    yield paragraph(sentence % words)
    yield table(
        _("Weights in per cent; the others stay"),
        [column(_("Criterion"), 1), column(_("Now"), figures=True), column(_("After the change"), figures=True)],
        (row(move.criterion.label, points(move.now), points(move.then)) for move in found.moves),
    )


# what to do


def blueprint(record: RecordReport) -> Iterator[Block]:
    layers = table(
        _("What each layer gives"),
        [column(_("Layer"), 4), column(_("What it gives"), 6)],
        (
            row(
                [quiet(f"{layer.number}"), " ", bold(layer.label), BREAK, quiet(layer.role)],
                [layer.gives, *sources(layer.evidence)],
            )
            for layer in record.report.blueprint
        ),
    )
    yield pair([drawn(record.pictures.blueprint, HALF)], [layers], parts=(9, 11))


def hardening(record: RecordReport) -> Iterator[Block]:
    report = record.report
    if report.leader:
        words = {"platform": report.leader.short}
        yield paragraph(_("Measures that %(platform)s and these answers call for.") % words)
    measures = {measure.key: measure for measure in report.hardening}
    for urgency, items in (
        (_("Required measures"), [item for item in record.measures_to_see_to if item.required]),
        (_("Advised measures"), [item for item in record.measures_to_see_to if not item.required]),
    ):
        if items:
            yield table(
                urgency,
                [
                    column("", 0),
                    column(_("Measure"), 9),
                    column(_("Owner"), 2.4),
                    column(_("Due"), 1.5),
                    column(_("Done"), 1.5),
                ],
                (to_see_to(item, measure_runs(measures[item.key])) for item in items),
            )


def measure_runs(measure: Hardening) -> Runs:
    called_for = one_by_one(measure.called_for_by) or _("the platform itself")
    tools = [quiet(headed(_("Tools")) + measure.tools), BREAK] if measure.tools else []
    return [
        bold(measure.label),
        BREAK,
        measure.description,
        *sources(measure.evidence),
        BREAK,
        *tools,
        quiet(headed(_("Called for by")) + called_for),
    ]


# what it rests on


def answers(report: Report) -> Iterator[Block]:
    yield paragraph(report.known)
    if report.warnings:
        yield bullets(report.warnings)
    rows: list[Block] = []
    section = ""
    for answer in report.answers:
        if answer.section != section:
            section = answer.section
            rows.append(group(section))
        rows.append(answer_row(answer))
    yield table(_("All answers"), [column(_("Question"), 4), column(_("Answer"), 6), column(_("Whose"), 3)], rows)


def answer_row(answer: AnswerRow) -> Block:
    whose = closed_up(f"{answer.state_text} {in_brackets(answer.certainty)}".strip())
    return row(
        answer.question.label,
        answer.answer,
        whose if answer.asked else _("not asked, by default"),
        below=[quiet(headed(_("Note"))), *lines(answer.note)] if answer.note else (),
        faint=not answer.asked,
    )


def beside(report: Report) -> Iterator[Block]:
    yield paragraph(
        _(
            "Scored with the same answers and weights, but outside verdict and confidence: each resembles one of the"
            " compared platforms and would split its first places."
        )
    )
    yield table(
        "",
        [
            column(_("Platform"), 3),
            column(_("Score"), figures=True),
            column(_("Like"), 2),
            column(_("What it is"), 6),
        ],
        (
            row(
                [platform(each.platform, each.platform.label)],
                points(each.score) if each.eligible else [tag(_("excluded"), "bad")],
                each.like,
                each.summary,
            )
            for each in report.beside
        ),
    )


def parts(criterion: CriterionRow) -> Block:
    """Take one criterion apart: what each answer adds to each platform, and why the platform is rated so."""
    shares = " · ".join(f"{share.source} {added(share.points)}" for share in criterion.importance)
    return {
        "kind": "parts",
        "number": criterion.number,
        "label": criterion.criterion.label,
        "weight": f"{_('Weight')} {weight(criterion.weight)}",
        "meaning": criterion.meaning,
        "importance": headed(_("Importance")) + shares if shares else "",
        "cells": [part(cell) for cell in criterion.cells],
    }


def part(cell: Cell) -> Block:
    rows: list[Json] = [[_("Rating before answers"), points(cell.base)]]
    for share in cell.answers:
        named: Runs = [share.text, " ", quiet(in_brackets(_("open: mean")))] if share.open else share.text
        rows.append([named, signed(share.points)])
    if cell.limit:
        rows.append([_("Limit of the scale"), signed(cell.limit)])
    return {
        "platform": cell.platform.key,
        "label": cell.platform.short,
        "rows": rows,
        "rating": rated(cell),
        "points": points(cell.points),
        "why": [cell.rationale, " ", quiet(paragraph_of(cell.basis, cell.article)), *sources(cell.evidence)],
    }


def evidence(record: RecordReport) -> Iterator[Block]:
    count, unseen = len(record.evidence), sum(not entry.verified for entry in record.evidence)
    stand = ngettext(
        "%(n)s source stands behind the numbers in this report.",
        "%(n)s sources stand behind the numbers in this report.",
        count,
    )
    marked = ngettext(
        "%(n)s of them, marked with a question mark, was not seen in the source itself.",
        "%(n)s of them, marked with a question mark, were not seen in the source itself.",
        unseen,
    )
    yield paragraph(paragraph_of(stand % {"n": count}, marked % {"n": unseen} if unseen else ""))
    yield {"kind": "evidence", "entries": [source(entry) for entry in record.evidence]}


def source(entry: EvidenceEntry) -> Block:
    figures: list[str | Block] = []
    if entry.figure:
        figures += [headed(_("Figure")), bold(entry.figure)]
    if entry.article_figure:
        figures += [" · " if figures else "", headed(_("the article")), bold(entry.article_figure)]
    title: Block = {"link": entry.title, "url": entry.url} if entry.url else bold(entry.title)
    seen = _("verified") if entry.verified else _("not verified")
    return {
        "number": numbered(entry.number, entry.verified),
        "label": entry.label,
        "class": f"{entry.confidence},{NO_BREAK}{entry.year}",
        "figures": figures,
        "conditions": paragraph_of(entry.conditions, entry.note),
        "source": [
            title,
            f"{entry.comma}{entry.published}. ",
            quiet(one_by_one((entry.confidence_text, entry.basis, seen))),
        ],
    }


def provenance(record: RecordReport) -> Iterator[Block]:
    stated = record.provenance
    yield facts(
        [
            (_("Recommendation"), [f"{record.number}  ", code(record.code)]),
            (_("Digest of the record"), [code(record.digest)]),
            (_("Frozen"), moment(record.frozen_at)),
            (_("Decision model"), version_text(record)),
            (_("Digest of the decision model"), [code(stated.digest)]),
            (_("Computed with"), engine_text(record)),
            (_("Digest of the input"), [code(stated.input_digest)]),
        ]
    )
    yield paragraph(
        _(
            "The record holds its own inputs: replayed with the same version of the decision model, it gives the same"
            " bytes. The digest is over all of it."
        ),
        small=True,
    )
