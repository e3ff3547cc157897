"""What comes through the YAML door, and what does not: all that makes YAML dangerous or surprising."""

import json
from contextlib import suppress

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from config.http import door, yaml_door
from config.http.problems import Problem

LIMITS = door.Limits(bytes=100_000, values=1_000)


def read(text):
    return yaml_door.parse(text.encode(), LIMITS)


def refused(text):
    with pytest.raises(Problem) as caught:
        yaml_door.parse(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"), LIMITS)
    return caught.value


def test_it_works():
    text = "# ours\nkey: shop\nanswers:\n  regime: [payment, privacy]\n  cold_start: unsure\nweights: {cost: 2.5}\n"

    assert read(text) == {
        "key": "shop",
        "answers": {"regime": ["payment", "privacy"], "cold_start": "unsure"},
        "weights": {"cost": 2.5},
    }


def test_what_json_can_write_is_read_alike():
    tree = {"a": [1, -2.5, 1e3, "x", None, True, False, {}, []], "b": {"c": "1", "": "null"}}

    assert read(json.dumps(tree)) == tree


@pytest.mark.parametrize(
    "text", ["no", "yes", "on", "Off", "2026-11-01", "12:30", "0x1F", "0o17", "1_000", "+1", "01", ".5", ".inf", ".nan",
             "True", "NULL", "=", "<<"]
)  # fmt: skip
def test_what_older_yaml_takes_for_something_else_is_a_text(text):
    assert read(f"a: {text}") == {"a": text}


def test_quotes_make_a_text():
    assert read("a: '1'\nb: \"true\"\nc: ''") == {"a": "1", "b": "true", "c": ""}


def test_a_key_is_a_text():
    assert read("1: a\nnull: b\ntrue: c") == {"1": "a", "null": "b", "true": "c"}


LAUGHS = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ("", "not_yaml", "The body is empty."),
        ("# nothing", "not_yaml", "The body is empty."),
        ("a: 1\n---\na: 2", "not_yaml", "It holds more than one document."),
        ("a: ]", "not_yaml", "It stops being one YAML document at line 1, column 4."),
        ("a: b: c", "not_yaml", "It stops being one YAML document at line 1, column 5."),
        ("a:\n\t- b", "not_yaml", "It stops being one YAML document at line 2, column 1."),
        (LAUGHS, "not_yaml", "Aliases are not read here. Write it out."),
        ("a: &a {b: *a}", "not_yaml", "Aliases are not read here. Write it out."),
        ("a: *nothing", "not_yaml", "Aliases are not read here. Write it out."),
        ("a: !!python/object/apply:os.system [ls]", "not_yaml", "Tags are not read here."),
        ("a: !!str 1", "not_yaml", "Tags are not read here."),
        ("a: !!binary aGVsbG8=", "not_yaml", "Tags are not read here."),
        ("? [a, b]\n: c", "not_yaml", "A key must be a text."),
        ("a: \x01", "not_yaml", "It holds a character that YAML does not take."),
        (b"a: \xff", "not_utf8", "Byte 4 of the body is not UTF-8."),
        ("a: 1\nb: 2\na: 3", "duplicate_key", "The key a stands twice in this object."),
        ('a: "\\0"', "not_text", "This text holds NUL or half of a surrogate pair."),
        ("a: 1e999", "not_a_finite_number", "This number is not finite."),
        ("[" * 33 + "]" * 33, "too_deep", "Arrays and objects may be nested 32 levels deep."),
        ("[" * 50_000, "too_deep", "Arrays and objects may be nested 32 levels deep."),
        ("- 1\n" * 1_001, "too_many_values", "The document may hold 1000 values."),
    ],
)
def test_what_is_refused(text, code, detail):
    problem = refused(text)

    assert (problem.code, problem.detail) == (code, detail)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(tree=trees)
def test_what_is_written_is_read_again(tree):
    assert read(yaml_door.write(tree)) == tree


@given(tree=st.dictionaries(texts, texts | st.booleans() | st.none(), max_size=4))
def test_others_read_what_is_written(tree):
    assert yaml.safe_load(yaml_door.write(tree)) == tree


def test_the_same_thing_twice_is_written_out():
    shared = ["payment"]

    assert yaml_door.write({"a": shared, "b": shared}) == "a:\n- payment\nb:\n- payment\n"


def test_chinese_is_written_as_it_is():
    assert yaml_door.write({"label": "支付核心"}) == "label: 支付核心\n"


@given(text=st.text(max_size=200))
def test_nothing_else_than_a_problem_is_ever_raised(text):
    with suppress(Problem):
        read(text.encode("utf-8", "replace").decode())
