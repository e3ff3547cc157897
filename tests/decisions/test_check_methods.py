import copy
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

GOLDEN = Path(__file__).parents[1] / "engine" / "methods" / "data" / "mcda_golden_cases.json"


def a_case(**changes):
    return {
        "id": "two_by_two",
        "method": "wsm",
        "source": "worked by hand",
        "url": None,
        "criteria": [{"name": "c1", "direction": "max"}, {"name": "c2", "direction": "max"}],
        "alternatives": ["a1", "a2"],
        "matrix": [[4, 0], [0, 8]],
        "weights": [1, 1],
        "params": {"normalisation": "none"},
        "expected": {"scores": [2, 4], "ranks": [2, 1]},
        "tolerance": {"default": 1e-9},
        "provenance": "derived",
        "notes": "",
    } | changes


@pytest.fixture
def check(tmp_path):
    def check(*cases, content=None):
        path, said = tmp_path / "cases.json", StringIO()
        path.write_text(json.dumps({"about": "…", "cases": list(cases)}) if content is None else content, "utf-8")
        try:
            call_command("check_methods", path, stdout=said)
        except CommandError as refused:
            return said.getvalue().splitlines(), str(refused).replace(f"{path}: ", "")
        return said.getvalue().splitlines(), None

    return check


def test_it_works(check):
    lines, refused = check(a_case())

    assert lines == ["pass                two_by_two", "1 case: 1 pass, 0 fail, 0 method not offered"]
    assert refused is None


def test_all_published_cases_that_ship_pass():
    said = StringIO()

    call_command("check_methods", GOLDEN, stdout=said)

    *lines, totals = said.getvalue().splitlines()
    assert totals == "18 cases: 18 pass, 0 fail, 0 method not offered"
    names = [case["id"] for case in json.loads(GOLDEN.read_text("utf-8"))["cases"]]
    assert lines == [f"pass                {name}" for name in names]


def test_each_case_that_ships_fails_when_a_figure_is_changed(check):
    for case in json.loads(GOLDEN.read_text("utf-8"))["cases"]:
        wrong = copy.deepcopy(case)
        key, figures = next(iter(wrong["expected"].items()))
        while isinstance(figures, list) and isinstance(figures[0], list):
            figures = figures[0]
        figures[0] += 1

        lines, refused = check(wrong)

        assert lines[0].startswith(f"fail                {case['id']}: {key}")
        assert refused == "1 case fails"


def test_a_failure_names_the_largest_difference(check):
    wrong = a_case(expected={"scores": [2, 4.25], "ranks": [2, 1]}, tolerance={"scores": 0.125, "ranks": 0})

    lines, refused = check(wrong, a_case(id="right"))

    assert lines == [
        "fail                two_by_two: scores: off by 0.25, allowed 0.125",
        "pass                right",
        "2 cases: 1 pass, 1 fail, 0 method not offered",
    ]
    assert refused == "1 case fails"


def test_figures_of_another_shape_fail(check):
    lines, _ = check(a_case(expected={"ranks": [2, 1, 3]}))

    assert lines[0] == "fail                two_by_two: ranks: [2, 1], not [2, 1, 3]"


def test_what_the_engine_refuses_fails_with_its_reason(check):
    lines, _ = check(a_case(method="wpm", matrix=[[-1, 2], [3, 4]]))

    assert lines[0].startswith("fail                two_by_two: a measure is negative")


def test_what_was_published_as_undefined_is_not_compared(check):
    lines, refused = check(a_case(expected={"scores": [None, 4]}))

    assert lines[0] == "pass                two_by_two"
    assert refused is None


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"method": "electre_tri"}, "electre_tri"),
        ({"params": {"normalisation": "logarithmic"}}, "wsm with normalisation logarithmic"),
        ({"expected": {"scores": [2, 4], "entropy": 1}}, "entropy of wsm"),
        ({"method": "promethee2", "params": {}}, "promethee2 without preference_functions"),
        (
            {"method": "promethee2", "params": {"preference_functions": [{"type": "wave"}]}},
            "a preference function wave",
        ),
        (
            {"method": "promethee2", "params": {"preference_functions": ["u-shape"]}},
            "a preference function u-shape without q",
        ),
        ({"method": "rank_weights"}, "rank_weights without rank_order"),
        ({"method": "topsis", "weights": None}, "topsis without weights"),
        ({"method": "ahp", "params": {"priority": "least squares"}}, "ahp with priority least squares"),
        ({"method": "vikor", "params": {"v": "half"}}, "vikor with v of this kind"),
        ({"method": "smaa2", "params": {"measurements": "triangular"}}, "smaa2 with measurements triangular"),
        ({"method": "rank_reversal"}, "rank_reversal without removed_index0 or added"),
        (
            {"method": "value_function", "matrix": [[1], [2]], "criteria": [], "weights": [1]},
            "a value function of this kind",
        ),
    ],
)
def test_what_is_not_offered_is_neither_right_nor_wrong(check, changes, because):
    lines, refused = check(a_case(**changes))

    assert lines == [
        f"method not offered  two_by_two: {because}",
        "1 case: 0 pass, 0 fail, 1 method not offered",
    ]
    assert refused is None


@pytest.mark.parametrize(
    ("changes", "figures"),
    [
        ({"method": "wpm", "matrix": [[4, 4], [16, 1]]}, {"scores": [4, 4]}),
        ({"method": "wpm", "matrix": [[10, 10], [100, 100]], "params": {"scores": "log10"}}, {"scores": [1, 2]}),
        ({"method": "entropy_weights", "matrix": [[1, 5], [0, 5]]}, {"weights": [1, 0]}),
        (
            {"method": "electre3_concordance", "matrix": [[4, 0], [0, 8]], "params": {"q": [1, 1], "p": [5, 2]}},
            {"concordance": [[1, 0.5], [0.625, 1]]},
        ),
        (
            {"method": "promethee2", "params": {"preference_functions": [{"type": "t5", "q": 0, "p": 8}]}},
            {"positive_flow": [0.25, 0.5], "net_flow": [-0.25, 0.25], "preference_indices": [[0, 0.25], [0.5, 0]]},
        ),
        (
            {
                "method": "ahp",
                "matrix": [[1, 2, None], [0.5, 1, 2], [None, 0.5, 1]],
                "weights": None,
                "criteria": [],
                "alternatives": [],
            },
            {"priorities": [4 / 7, 2 / 7, 1 / 7], "consistency_ratio": 0, "lambda_max": 3},
        ),
        (
            {
                "method": "smaa2",
                "matrix": [[1, 0], [0, 1]],
                "weights": None,
                "tolerance": {"default": 0.01},
                "params": {"weights": "ordinal", "rank_order": [2, 1]},
            },
            {"first_rank_acceptability": [0, 1], "central_weights": [[None, None], [0.25, 0.75]]},
        ),
        (
            {
                "method": "smaa2",
                "matrix": [[1, 0], [0, 1]],
                "tolerance": {"default": 0.01},
                "params": {"weights": "fixed", "measurements": "normal(mean, sd)", "sd": [[1, 1], [1, 1]]},
            },
            {"first_rank_acceptability": [0.5, 0.5], "confidence_factors": [0.5, 0.5]},
        ),
        (
            {"method": "weight_stability_interval", "matrix": [[1, 0], [0, 1]], "weights": [0.75, 0.25]},
            {"top_interval": [[0.5, 1], [0, 0.5]]},
        ),
        (
            {
                "method": "weight_stability_interval",
                "matrix": [[4, 0], [0, 8]],
                "weights": [0.75, 0.25],
                "params": {"aggregation": "promethee2", "preference_functions": ["usual"]},
            },
            {"top_interval": [[0.5, 1], [0, 0.5]]},
        ),
        (
            {
                "method": "rank_reversal",
                "matrix": [[9, 4], [8, 5], [0, 4.5]],
                "alternatives": [],
                "weights": [0.6, 0.4],
                "params": {"normalisation": "minmax", "removed_index0": 2},
            },
            {"ranks_before": [2, 1, 3], "ranks_after": [1, 2]},
        ),
        (
            {
                "method": "rank_reversal",
                "matrix": [[9, 4], [8, 5]],
                "weights": [0.6, 0.4],
                "params": {"normalisation": "minmax", "added": [0, 4.5]},
            },
            {"ranks_before": [1, 2], "ranks_after": [2, 1, 3]},
        ),
    ],
)
def test_further_methods_and_variants_can_be_checked(check, changes, figures):
    lines, refused = check(a_case(**changes, expected=figures))

    assert (lines[0], refused) == ("pass                two_by_two", None)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "it is not JSON: Expecting property name"),
        ('{"cases": [NaN]}', "it is not JSON: NaN is no number"),
        ("[1, 2]", "file: Input should be a valid dictionary"),
        ("{}", "cases: Field required"),
        ('{"cases": []}', "cases: List should have at least 1 item"),
        ('{"cases": [7]}', "cases, 0: Input should be a valid dictionary"),
    ],
)
def test_a_file_that_is_none_is_refused(check, content, sentence):
    lines, refused = check(content=content)

    assert lines == []
    assert refused.startswith(sentence)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"matrix": [[1, 2], [3]]}, "case two_by_two: Value error, the rows of the matrix differ in length"),
        ({"matrix": [[1, "2"], [3, 4]]}, "case two_by_two, matrix, 0, 1: Input should be a valid number"),
        ({"matrix": [[1, 2]]}, "case two_by_two: Value error, the matrix has 1 rows for 2 alternatives"),
        ({"weights": [1]}, "case two_by_two: Value error, there is a weight for each of 2 criteria, not 1"),
        ({"matrix": [[1], [2]]}, "case two_by_two: Value error, there is a column for each of 2 criteria, not 1"),
        ({"expected": {}}, "case two_by_two, expected: Dictionary should have at least 1 item"),
        ({"tolerance": {"default": -1}}, "case two_by_two, tolerance, default: Input should be greater"),
        ({"criteria": [{"name": "c1", "direction": "up"}]}, "case two_by_two, criteria, 0, direction: Input should be"),
    ],
)
def test_a_malformed_case_is_named_with_the_place_and_the_reason(check, changes, sentence):
    lines, refused = check(a_case(), a_case(**changes))

    assert lines == []
    assert refused.startswith(sentence)


def test_a_case_that_stands_there_twice_is_refused(check):
    assert check(a_case(), a_case())[1] == "file: Value error, the case two_by_two stands there twice"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("check_methods", tmp_path / "none.json")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "cases.json"
    path.write_bytes(b'{"cases": "\xff"}')

    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("check_methods", path)
