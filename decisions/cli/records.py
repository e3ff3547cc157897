"""`berth replay` and `berth drift`: what became of frozen recommendations."""

import argparse
import json
from pathlib import Path
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions.cli.base import (
    DONE,
    NO,
    STANDARD_INPUT,
    Cannot,
    columns,
    find_record,
    need_decision_models,
    read_text,
    say,
)
from decisions.documents.evaluation import Verdict
from decisions.models import Recommendation
from decisions.reports.report import verdict_text
from decisions.services.replay import Drift, NotARecord, drift, replay


def run_replay(asked: argparse.Namespace) -> int:
    """Recompute a record, by its code or from its JSON."""
    need_decision_models()
    is_file = asked.record == STANDARD_INPUT or Path(asked.record).is_file()
    document = read_text(asked.record) if is_file else find_record(asked.record).document
    try:
        found = replay(document)
    except NotARecord as fault:
        raise Cannot(f"{asked.record}: {fault}") from fault
    say(found.sentence)
    for difference in found.differences:
        frozen, replayed = (json.dumps(value, ensure_ascii=False) for value in (difference.frozen, difference.replayed))
        say(f"  {difference.pointer}: {frozen} → {replayed}")
    if found.more:
        say("  " + ngettext("… and %(n)s more", "… and %(n)s more", found.more) % {"n": found.more})
    return DONE if found.same_bytes else NO


def run_drift(asked: argparse.Namespace) -> int:
    """List what the newest decision models would decide otherwise; nothing stored is touched."""
    need_decision_models()
    records = Recommendation.objects.current().select_related("decision_model").order_by("pk")
    if asked.codes:
        records = records.filter(code__in=[find_record(code).code for code in asked.codes])
    drifted = [entry for entry in drift(list(records)) if entry.is_drift]
    if not drifted:
        say(_("No recommendation would come out otherwise."))
        return DONE
    heads = [_("Recommendation"), _("Title"), _("Frozen"), _("Now")]
    say(*columns([heads, *map(drift_row, drifted)], frozenset()))
    return NO if asked.fail else DONE


def drift_row(entry: Drift) -> list[str]:
    row = entry.recommendation
    if entry.evaluation is None:
        now = entry.because
    else:
        now = outcome(entry.evaluation.verdict, entry.evaluation.platform or "", entry.evaluation.confidence)
    frozen = outcome(row.verdict, row.platform, row.confidence)
    colon = _(": ")
    return [row.code, row.title, f"{row.decision_model.version}{colon}{frozen}", f"{entry.version}{colon}{now}"]


def outcome(verdict: str, platform: str, confidence: float) -> str:
    words = verdict_text(cast(Verdict, verdict))
    return _(", ").join([words, platform, f"{confidence:.2f}"]) if platform else words
