"""`berth report`: a frozen recommendation as a file."""

import argparse

from decisions.cli.base import DONE, STANDARD_INPUT, find_record, give, need_decision_models, say, written
from decisions.reports.files import FORMS
from decisions.reports.record import RecordReport


def run(asked: argparse.Namespace) -> int:
    """Write one form of a record, under its own name unless another is given."""
    need_decision_models()
    record, form = RecordReport.of(find_record(asked.code), asked.lang), FORMS[asked.form]
    content = form.render(record)
    if asked.out == STANDARD_INPUT:
        give(content)
        return DONE
    name = asked.out or form.file_name(record)
    with written(name) as draft:
        draft.write_bytes(content)
    say(name)
    return DONE
