"""`berth evaluate`: one workload, from a file of answers to a verdict with its reasons."""

import argparse
from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import ValidationError

from config.http.problems import Problem
from config.http.validation import refusal
from decisions.cli.base import DONE, Cannot, columns, give, need_decision_models, read_tree, say, sentences
from decisions.documents.evaluation import AnyEvaluation, Evaluation
from decisions.documents.faults import DecisionError
from decisions.documents.request import EvaluationRequest
from decisions.reports.report import Report
from decisions.reports.writing import points, signed, span
from decisions.services.compile import compiled
from decisions.services.evaluate import evaluate

BAR = 20  # places of a bar at a score of 100


def run(asked: argparse.Namespace) -> int:
    need_decision_models()
    tree = {"language": asked.lang, **read_tree(asked.file)}
    if asked.lang_given:
        tree["language"] = asked.lang
    request = understood(tree, asked.file)
    evaluation = evaluated(request if asked.json else request.model_copy(update={"detail": "full"}))
    if asked.json:
        give(evaluation.model_dump_json(indent=2).encode() + b"\n")
    elif isinstance(evaluation, Evaluation):
        say(*report_lines(Report.of(evaluation, compiled(request.model).document)))
    return DONE


def understood(tree: dict[str, object], name: str) -> EvaluationRequest:
    try:
        return EvaluationRequest.model_validate(tree, strict=True)
    except ValidationError as refused:
        problem: Problem = refusal(refused.errors(include_url=False, include_input=False), tree)
        raise Cannot("\n".join(f"{name}: {entry.pointer}: {entry.message}" for entry in problem.errors)) from refused


def evaluated(request: EvaluationRequest) -> AnyEvaluation:
    try:
        return evaluate(request)
    except DecisionError as fault:
        raise Cannot("\n".join(sentences(fault))) from fault


def report_lines(report: Report) -> Iterator[str]:
    """Say what the first screen of the result says."""
    colon = _(": ")
    yield f"{report.verdict_text}{colon}{report.leader.label}" if report.leader else report.verdict_text
    yield report.summary
    yield ""
    heads = [_("Platform"), _("Score"), _("Low–high"), _("First in 100 cases"), ""]
    rows = [
        [
            row.platform.short if row.eligible else _("%(platform)s (excluded)") % {"platform": row.platform.short},
            points(row.score),
            span(row.low, row.high),
            str(row.cases),
            "█" * round(row.score * BAR),
        ]
        for row in report.ranking
    ]
    yield from columns([heads, *rows], frozenset({1, 2, 3}))
    for title, reasons in ((_("In favour"), report.in_favour), (_("Strongest against"), report.against[:1])):
        if reasons:
            yield from ["", title]
            for reason in reasons:
                yield f"  {signed(reason.points)}  {reason.criterion.label}{colon}{reason.text}"
    for title, lines in (
        (_("Excluded"), [f"{entry.platform.label}{colon}{entry.because}" for entry in report.excluded]),
        (_("Open conditions"), [entry.confirm for entry in report.open_conditions]),
        (_("What would change it"), report.would_change),
        (_("Warnings"), report.warnings),
    ):
        if lines:
            yield from ["", title]
            yield from (f"  {line}" for line in lines)
    seen = report.provenance
    yield ""
    yield f"{seen.model} {seen.version} · {seen.engine} · {_('seed')} {seen.seed} · {seen.input_digest}"
