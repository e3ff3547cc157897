from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from decisions.services.asking import questions_needed
from decisions.services.compile import compiled

pytestmark = pytest.mark.django_db


def run(*arguments):
    said = StringIO()
    call_command("questions_needed", *arguments, stdout=said)
    return said.getvalue().splitlines()


def test_it_works():
    found = questions_needed(compiled("standard"))

    *lines, totals = run()

    assert len(lines) == len(found.scenarios)
    erp = found.scenarios[0]
    assert lines[0] == f"erp: {erp.by_ask_next} by ask next, {erp.in_order} in order, of {erp.shown}; vmware"
    assert totals == (
        f"on average {found.by_ask_next:.1f} by ask next, {found.in_order:.1f} in the order of the questionnaire, "
        f"of {found.shown:.1f}; {found.staying} of {len(found.scenarios)} with the leader of all answers"
    )


def test_it_takes_the_key_of_a_decision_model():
    assert run("article")[0] == "erp: 0 by ask next, 0 in order, of 0; hybrid"


def test_a_decision_model_that_is_not_there_is_refused():
    with pytest.raises(CommandError, match=r"There is no decision model xen\."):
        run("xen")
