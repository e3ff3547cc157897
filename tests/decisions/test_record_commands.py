import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from decisions.documents.record import digest_of_tree
from scenarios import services as catalogue
from tests.builders.documents import renamed_option, strong_vmware
from tests.builders.records import answered, begin, frozen

pytestmark = pytest.mark.django_db


def said(command, *args):
    """Return what a command says, and what it complains of."""
    out = StringIO()
    try:
        call_command(command, *args, stdout=out, stderr=StringIO())
    except CommandError as fault:
        return out.getvalue(), f"{fault.returncode}: {fault}"
    return out.getvalue(), ""


def test_a_record_is_replayed_by_its_code(published):
    record = frozen(begin())

    assert said("replay", "--", record.code) == ("Same bytes: the record comes out exactly as it was frozen.\n", "")


def test_a_record_is_replayed_from_a_file(published, tmp_path):
    file = tmp_path / "record.json"
    file.write_text(json.dumps(json.loads(frozen(begin()).document), indent=2), "utf-8")

    assert said("replay", str(file))[0].startswith("Same bytes")


def test_a_replay_says_what_differs_and_fails(published, tmp_path):
    tree = json.loads(frozen(begin()).document)
    tree["evaluations"]["en"]["confidence"] = 0.1234
    file = tmp_path / "record.json"
    file.write_text(json.dumps({**tree, "digest": digest_of_tree(tree)}), "utf-8")

    out, fault = said("replay", str(file))

    assert "/evaluations/en/confidence: 0.1234 -> 0.9" in out
    assert fault == "1: The record does not come out as it was frozen."


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_no_record_is_said_to_be_none(published, tmp_path, content):
    file = tmp_path / "record.json"
    file.write_bytes(content)

    out, fault = said("replay", str(file))

    assert (out, fault[:3]) == ("", "2: ")


def test_a_code_that_nothing_has_is_said(published):
    assert said("replay", "nonsense") == ("", "2: There is no recommendation and no file nonsense.")


def test_nothing_drifts_while_the_version_is_the_newest(published):
    frozen(begin())

    assert said("drift", "--fail") == ("0 frozen with an older version, 0 would come out differently\n", "")


def test_a_line_is_written_for_each(published, shipped):
    record = frozen(begin())
    catalogue.publish(document=strong_vmware(shipped["standard"]))

    out, fault = said("drift")

    line, tally = out.splitlines()
    assert line.startswith(f"differs  {record.code}  Trading (1): recommended hybrid 0.9")
    assert " -> recommended vmware " in line
    assert line.endswith(f"({shipped['standard'].version} -> 2026.12.1)")
    assert tally == "1 frozen with an older version, 1 would come out differently"
    assert fault == ""


def test_a_build_can_fail_on_it(published, shipped):
    frozen(begin())
    catalogue.publish(document=strong_vmware(shipped["standard"]))

    assert said("drift", "--fail")[1] == "1: 1 would come out differently"


def test_what_decides_alike_does_not_fail(published, shipped):
    frozen(begin())
    catalogue.publish(document=shipped["standard"].model_copy(update={"version": "2026.12.1"}))

    out, fault = said("drift", "--fail")

    assert out.startswith("same     ")
    assert fault == ""


def test_what_cannot_be_evaluated_is_drift(published, shipped):
    frozen(answered(begin(scenario=""), lock_in="committed"))
    catalogue.publish(document=renamed_option(shipped["standard"], "lock_in", "committed"))

    out, fault = said("drift", "--fail")

    assert "-> cannot be evaluated: lock_in has no option committed." in out
    assert fault == "1: 1 would come out differently"


def test_superseded_ones_are_looked_at_when_asked_for(published, shipped):
    first = frozen(begin()).assessment
    frozen(answered(first, tenant_trust="org"))
    catalogue.publish(document=strong_vmware(shipped["standard"]))

    assert len(said("drift")[0].splitlines()) == 2
    assert len(said("drift", "--all")[0].splitlines()) == 3
