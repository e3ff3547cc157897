"""Words that several files say of a record in the same way."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from decisions.reports.record import RecordReport
from decisions.reports.writing import in_brackets, plain


def moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def version_text(record: RecordReport) -> str:
    stated = record.provenance
    version = _("%(model)s, version %(version)s") % {"model": stated.model_label, "version": stated.version}
    return f"{version} {in_brackets(_('draft'))}" if stated.draft else version


def engine_text(record: RecordReport) -> str:
    stated = record.provenance
    words = {"engine": stated.engine, "seed": stated.seed, "cases": plain(stated.cases)}
    return _("engine %(engine)s, seed %(seed)s, %(cases)s cases") % words


def signed_text(record: RecordReport) -> str:
    """Say what the last reviewer decided, if one did."""
    if record.last_signoff is None:
        return _("not yet")
    words = {"decision": record.last_signoff.decision_text, "name": record.last_signoff.name}
    return _("%(decision)s by %(name)s") % words
