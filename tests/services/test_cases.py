import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from decisions.documents.evaluation import Counts, Provenance, Ranked, SummaryEvaluation
from decisions.services.cases import (
    Case,
    CaseFault,
    Judgement,
    Tally,
    map_fields,
    map_reported,
    outcome_of,
    read_cases,
    read_mapping,
    read_reported,
    write_cases,
)
from scenarios import library

FOLDER = library.LIBRARY / "standard" / "cases"
TABLE = {
    "system": {"linux": {"kernel": "linux"}, "windows": {"kernel": "windows", "processor": "x86"}},
    "peak": [
        {"below": 3, "answers": {"load": "flat"}},
        {"answers": {"load": "burst"}},
    ],
    "hardware": {"": {"device": ["none"]}, "gpu": {"device": ["gpu"]}, "card": {"device": ["card"]}},
    "style": {"desktop": {"kernel": "desktop"}, "plain": {}},
}


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "mapping.yaml"
    path.write_text(json.dumps(TABLE), "utf-8")  # JSON is YAML
    return read_mapping(path)


def mapped(table, **changes):
    fields = {"system": "linux", "peak": 1.5, "hardware": [], "style": "plain"} | changes
    left_out = fields.pop("left_out", ())
    return map_fields(fields, table, {"device": "none"}, left_out=left_out)


def test_each_field_brings_its_answers(table):
    assert mapped(table) == {"kernel": "linux", "load": "flat", "device": ["none"]}


def test_a_later_field_overrides_an_earlier_one(table):
    assert mapped(table, system="windows", style="desktop") == {
        "kernel": "desktop",
        "processor": "x86",
        "load": "flat",
        "device": ["none"],
    }


@pytest.mark.parametrize(("peak", "load"), [(0, "flat"), (2.9, "flat"), (3, "burst"), (50, "burst")])
def test_a_number_falls_into_the_first_band_that_ends_above_it(table, peak, load):
    assert mapped(table, peak=peak)["load"] == load


def test_lists_are_joined_and_do_without_the_option_for_nothing(table):
    assert mapped(table, hardware=["gpu"])["device"] == ["gpu"]
    assert mapped(table, hardware=["", "card", "gpu", "card"])["device"] == ["card", "gpu"]


def test_fields_that_are_left_out_bring_nothing(table):
    assert mapped(table, left_out=["system", "peak"]) == {"device": ["none"]}


def test_a_value_that_the_table_does_not_know_is_refused(table):
    with pytest.raises(CaseFault, match="system: the table has no entry 'plan9'"):
        mapped(table, system="plan9")
    with pytest.raises(CaseFault, match="peak: no band holds many"):
        mapped(table, peak="many")


def evaluation(verdict="recommended", platform="docker", rivals=(), eligible=True):
    return SummaryEvaluation(
        verdict=verdict,
        platform=platform,
        close_rivals=list(rivals),
        confidence=0.9,
        provenance=Provenance(
            model="standard", model_version="1", model_digest="", engine="1", seed=1, cases=1024, input_digest=""
        ),
        summary="",
        ranking=[
            Ranked(platform=key, rank=rank, score=1 / rank, low=0.0, high=1.0, eligible=eligible, rank_acceptability=[])
            for rank, key in enumerate(("docker", "hybrid"), start=1)
        ],
        counts=Counts(own=0, assumed=0, open=0, does_not_apply=0, shown=0),
        none_left=0.0,
        weights={},
        excluded=[],
        conditions=[],
        warnings=[],
    )


def case(expected, **changes):
    return Case(**{"id": "c1", "answers": {}, "expected": expected} | changes)


def test_the_platform_that_comes_first_decides_whatever_the_verdict():
    unsure = evaluation(verdict="not_enough_known", platform=None)

    assert outcome_of(case("docker"), unsure) == "hit"
    assert outcome_of(case("hybrid", acceptable=["docker"]), unsure) == "partial"
    assert outcome_of(case("hybrid", acceptable=["vmware"]), unsure) == "miss"


def test_an_excluded_platform_is_never_a_hit():
    assert outcome_of(case("docker"), evaluation(verdict="no_option_fits", platform=None, eligible=False)) == "miss"


def test_a_verdict_may_be_what_is_expected():
    close = evaluation(verdict="too_close_to_call", rivals=["hybrid"])

    assert outcome_of(case("too_close_to_call"), close) == "hit"
    assert outcome_of(case("too_close_to_call", rivals=["hybrid", "docker"]), close) == "hit"
    assert outcome_of(case("too_close_to_call", rivals=["vmware", "docker"]), close) == "miss"
    assert outcome_of(case("no_option_fits"), close) == "miss"


def test_a_partial_counts_half():
    judgements = [Judgement(case("docker"), outcome, evaluation()) for outcome in ("hit", "hit", "partial", "miss")]

    tally = Tally.of(judgements)

    assert (tally.hits, tally.partials, tally.misses) == (2, 1, 1)
    assert tally.share == (2 + 0.5) / 4


def test_cases_are_read_as_they_were_written(tmp_path):
    cases = [case("docker", answers={"a": "b", "c": ["d", "4_20"]}, acceptable=["hybrid"], title="数据库")]
    path = tmp_path / "cases.yaml"
    path.write_text(write_cases(cases), "utf-8")

    assert read_cases(path) == cases


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("cases: [", "this is not YAML"),
        ("cases: []", "at least 1 item"),
        ("cases: [{id: a, answers: {}, expected: docker, colour: red}]", "cases.0.colour"),
        ("cases: [{id: a, answers: {}}]", "cases.0.expected"),
    ],
)
def test_a_file_that_holds_no_cases_is_refused_with_the_place(tmp_path, text, sentence):
    path = tmp_path / "cases.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(CaseFault, match=sentence):
        read_cases(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CaseFault, match="No such file"):
        read_cases(tmp_path / "nowhere.yaml")


def test_the_mapped_cases_in_the_library_are_those_that_the_table_makes(shipped):
    """After a change of known.yaml or mapping.yaml: manage.py map_cases."""
    made = map_reported(
        read_reported(FOLDER / "known.yaml"), read_mapping(FOLDER / "mapping.yaml"), shipped["standard"]
    )

    assert read_cases(FOLDER / "known_mapped.yaml") == made


def test_the_command_maps_cases(tmp_path, shipped):
    call_command("map_cases", "--out", tmp_path / "all.yaml", stdout=StringIO())
    call_command("map_cases", "--without-inferred", "--out", tmp_path / "plain.yaml", stdout=StringIO())

    every, plain = read_cases(tmp_path / "all.yaml"), read_cases(tmp_path / "plain.yaml")
    assert every == read_cases(FOLDER / "known_mapped.yaml")
    assert [case.id for case in plain] == [case.id for case in every]
    assert all(set(less.answers) < set(more.answers) for less, more in zip(plain, every, strict=True))


def checked(path, *arguments):
    out = StringIO()
    call_command("check_cases", path, *arguments, stdout=out)
    return out.getvalue()


SMALL_FILE = """
cases:
  - {id: certified, expected: vmware, answers: {vendor_support: vmware_only}}
  - {id: wrong, expected: docker, acceptable: [vmware], answers: {vendor_support: vmware_only}}
"""


def test_the_command_says_what_became_of_each_case(published, tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(SMALL_FILE, "utf-8")

    first, second, total = checked(path).splitlines()

    assert first.startswith("hit     certified: vmware 0.")
    assert second.startswith("partial wrong: vmware 0.")
    assert second.endswith("expected docker")
    assert total == "2 cases: 1 hits, 1 partials, 0 misses; share 0.75"


def test_the_command_fails_below_the_share_that_is_asked_for(published, tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(SMALL_FILE, "utf-8")

    checked(path, "--at-least", "0.75")
    with pytest.raises(CommandError, match=r"the share is 0.75, below 0.80"):
        checked(path, "--at-least", "0.8")


def test_the_command_names_a_case_that_cannot_be_evaluated(published, tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text("cases: [{id: odd, expected: docker, answers: {nonsense: x}}]", "utf-8")

    with pytest.raises(CommandError, match=r"odd: .*nonsense"):
        checked(path)
