from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from scenarios import library
from tests.builders.documents import both, document, entries, evidence, need, rating
from tests.builders.strategies import documents


@pytest.fixture
def write(tmp_path):
    """Write files of a library, given as entries or as text, and return its root."""

    def write_files(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True))
        return tmp_path

    return write_files


def faults(root, key="small"):
    with pytest.raises(library.LibraryFault) as refused:
        library.read(key, root)
    return [str(fault) for fault in refused.value.faults]


def without(*keys):
    return {key: value for key, value in entries().items() if key not in keys}


def test_it_works(write):
    root = write({"small/model.yaml": entries()})

    assert library.read("small", root) == document()
    assert library.keys(root) == ["small"]


@pytest.mark.parametrize("key", ["article", "standard"])
def test_what_ships_is_read(key):
    assert library.read(key).key == key


def test_a_model_may_be_spread_over_files(write):
    split = entries()
    files = {f"small/{part}.yaml": {part: split.pop(part)} for part in ("ratings", "evidence", "sections")}
    files |= {f"small/questions/{n}.yaml": {"questions": [q]} for n, q in enumerate(split.pop("questions"))}
    root = write(files | {"small/model.yaml": split})

    assert library.read("small", root) == document()


def test_lists_are_joined_in_the_order_of_the_file_names(write):
    root = write(
        {
            "small/model.yaml": without("evidence"),
            "small/evidence_b.yaml": {"evidence": [evidence("survey")]},
            "small/evidence_a.yaml": {"evidence": [evidence("paper")]},
        }
    )

    assert [entry.key for entry in library.read("small", root).evidence] == ["paper", "survey"]


def test_sample_workloads_are_no_part_of_the_model(write):
    root = write({"small/model.yaml": entries(), "small/cases/samples.yaml": {"cases": []}})

    assert library.read("small", root) == document()


def test_a_fault_is_named_with_its_file_its_place_in_it_and_a_sentence(write):
    wrong = rating("vmware", "cost", low=4, typical=3)
    root = write({"small/model.yaml": without("ratings"), "small/ratings.yaml": {"ratings": [wrong]}})

    assert faults(root) == ["small/ratings.yaml: ratings.0: rating vmware/cost: low, typical, high must not fall"]


def test_the_place_is_counted_within_its_own_file(write):
    root = write(
        {
            "small/model.yaml": without("evidence"),
            "small/evidence_a.yaml": {"evidence": [evidence("paper"), evidence("survey")]},
            "small/evidence_b.yaml": {"evidence": [evidence("idle"), evidence("other", year="2024")]},
        }
    )

    assert faults(root) == [
        "small/evidence_b.yaml: evidence.1.year: input should be a valid integer (it is '2024')",
    ]


def test_parts_that_disagree_are_named_in_their_files(write):
    root = write(
        {
            "small/model.yaml": without("evidence", "ratings"),
            "small/evidence.yaml": {"evidence": [*entries()["evidence"], evidence("idle")]},
            "small/ratings.yaml": {"ratings": entries()["ratings"][1:]},
        }
    )

    assert faults(root) == [
        "small/ratings.yaml: ratings: rating vmware/isolation is missing",
        "small/evidence.yaml: evidence.2: evidence idle is never used",
    ]


def test_what_stands_nowhere_is_missed_in_the_model_file(write):
    root = write({"small/model.yaml": without("ratings", "label")})

    assert faults(root) == [
        "small/model.yaml: label: is missing",
        "small/model.yaml: ratings: is missing",
    ]


def test_the_names_of_a_unions_branches_are_no_place(write):
    scenario = entries()["scenarios"][0] | {"answers": {"team": ["NO"]}}
    root = write({"small/model.yaml": entries(scenarios=[scenario])})

    assert {fault.rpartition(": ")[0] for fault in faults(root)} == {
        "small/model.yaml: scenarios.0.answers.team",
        "small/model.yaml: scenarios.0.answers.team.0",
    }


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"colour": "blue"}, "colour: is not known here"),
        ({"label": "Small"}, "label: must be given in both languages, as {en: …, zh-hans: …}"),
        ({"label": {"en": "Small"}}, "label.zh-hans: is missing"),
        ({"label": both("Small", "Small, said again")}, "label: the Chinese text is not Chinese: Small, said again"),
        ({"version": 2026.11}, "version: input should be a valid string (it is 2026.11)"),
        ({"key": "tiny"}, "key: is tiny, but its folder is called small"),
        ({"questions": "none"}, "questions: must be a list"),
        (
            {"questions": [need(may_be_unsure="yes")]},
            "questions.0.may_be_unsure: input should be a valid boolean (it is 'yes')",
        ),
    ],
)
def test_a_fault_in_the_model_file(write, changes, fault):
    root = write({"small/model.yaml": entries(**changes)})

    assert faults(root) == [f"small/model.yaml: {fault}"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("key: small\nkey: other\n", "line 2: key stands there twice"),
        ("label: {en: a, en: b}\n", "line 1: en stands there twice"),
        ("criteria:\n  - on: 1\n", "line 2: a name must be text; put it in quotes"),
        ("key: [small\n", "line 2: did not find expected ',' or ']'"),
        ("key: !!python/name:os.system\n", "line 1: could not determine a constructor"),
        ("- a list\n", "must be a mapping from names to entries"),
        ("", "must be a mapping from names to entries"),
    ],
)
def test_a_file_that_is_not_what_yaml_says_is_refused(write, text, fault):
    (said,) = faults(write({"small/model.yaml": text}))

    assert said.startswith(f"small/model.yaml: {fault}")


def test_a_file_that_is_not_utf_8_is_refused(write):
    root = write({"small/model.yaml": ""})
    (root / "small/model.yaml").write_bytes("key: café".encode("latin-1"))

    (said,) = faults(root)

    assert said.startswith("small/model.yaml: 'utf-8' codec can't decode byte 0xe9")


def test_one_thing_is_said_in_one_file(write):
    root = write({"small/model.yaml": entries(), "small/other.yaml": {"label": both("Other")}})

    assert faults(root) == ["small/other.yaml: label: stands already in small/model.yaml"]


@pytest.mark.parametrize("name", ["ratings.yml", "ratings.json", "question/one.yaml"])
def test_what_would_be_passed_over_is_refused(write, name):
    root = write({"small/model.yaml": entries(), f"small/{name}": {}})

    assert faults(root) == [f"small/{Path(name).parts[0]}: nothing here is read; move or rename it"]


@pytest.mark.parametrize("key", ["big", "../small", ""])
def test_a_model_that_is_not_there_is_refused(write, key):
    root = write({"small/model.yaml": entries()})

    assert faults(root, key) == [
        ": ".join(part for part in (key, "there is no such decision model; there are: small") if part)
    ]


@settings(max_examples=40)
@given(documents())
def test_a_written_model_reads_the_same(tmp_path_factory, document):
    path = tmp_path_factory.getbasetemp() / "model.yaml"
    path.write_text(library.write(document), "utf-8")

    assert library.read_file(path) == document


def test_a_written_model_is_readable():
    first_lines = library.write(document()).splitlines()[:5]

    assert first_lines == [
        "key: small",
        "version: 2026.11.1",
        "label:",
        "  en: Small decision model",
        "  zh-hans: 小型决策模型",
    ]


def test_the_digest_is_that_of_the_content():
    assert library.digest(document()) == library.digest(document())
    assert library.digest(document()).startswith("sha256:")
    assert library.digest(document()) != library.digest(document(label=both("Other")))


def test_the_order_of_names_does_not_change_the_digest():
    backwards = dict(reversed(entries().items()))
    backwards["scenarios"][0]["importance"] = {"cost": 0, "isolation": 3}

    assert library.digest(document(**backwards)) == library.digest(document())


def test_what_stands_at_its_default_does_not_change_the_digest():
    spelled_out = entries()
    spelled_out["questions"][0] |= {"share": 1.0, "strictest": False, "hint": None}

    assert library.digest(document(**spelled_out)) == library.digest(document())


@settings(max_examples=40)
@given(documents(), documents())
def test_equal_content_and_equal_digest_go_together(one, other):
    assert (one == other) == (library.digest(one) == library.digest(other))


def test_every_criterion_of_the_standard_model_is_fed_by_at_least_two_questions():
    standard = library.read("standard")

    feeders = {criterion.key: set() for criterion in standard.criteria}
    for question in standard.questions:
        for criterion in {*question.criteria, *(key for option in question.options for key in option.importance)}:
            feeders[criterion].add(question.key)

    assert [key for key, questions in feeders.items() if len(questions) < 2] == []
