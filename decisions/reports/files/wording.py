"""Words that several files say of a record in the same way."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from decisions.reports.record import RecordReport
from decisions.reports.writing import plain


def moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def version_text(record: RecordReport) -> str:
    stated = record.provenance
    return _("%(model)s, version %(version)s") % {"model": stated.model_label, "version": stated.version}


def engine_text(record: RecordReport) -> str:
    stated = record.provenance
    words = {"engine": stated.engine, "seed": stated.seed, "cases": plain(stated.cases)}
    return _("engine %(engine)s, seed %(seed)s, %(cases)s cases") % words


def number_text(record: RecordReport) -> str:
    return _("Record %(number)s") % {"number": record.number}


def status_text(record: RecordReport) -> str:
    """Say where a record stands: superseded, signed off, or neither."""
    if record.superseded_by is not None:
        return _("Superseded by record %(number)s") % {"number": record.superseded_by.number}
    if record.last_signoff is None:
        return _("Not signed off")
    words = {"decision": record.last_signoff.decision_text, "name": record.last_signoff.name}
    return _("%(decision)s by %(name)s") % words
