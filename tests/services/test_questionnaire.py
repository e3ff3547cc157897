from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.documents.request import UNSURE, EvaluationRequest
from decisions.models import Answer
from decisions.services.compile import compiled
from decisions.services.evaluate import evaluate
from decisions.services.questionnaire import answer_text, compose
from scenarios import library

pytestmark = pytest.mark.django_db

STANDARD = library.read("standard")


def answers_to(question):
    """Return all ways to answer a question, as they are stored."""
    keys = [option.key for option in question.options]
    values = st.sampled_from(keys)
    if question.kind == "multiple":
        alone = [option.key for option in question.options if option.none]
        others = [key for key in keys if key not in alone]
        values = st.one_of(st.just(alone), st.lists(st.sampled_from(others), min_size=1, unique=True))
    ways = [
        values.map(lambda value: Answer(question=question.key, value=value)),
        st.just(Answer(question=question.key)),
        st.just(Answer(question=question.key, does_not_apply="business")),
    ]
    if question.may_be_unsure:
        ways.append(st.just(Answer(question=question.key, value=UNSURE)))
    if question.measure:
        numbers = st.floats(0, 1e6).map(lambda number: round(number, 4))
        ways.append(numbers.map(lambda number: Answer(question=question.key, value=number)))
    return st.one_of(ways)


stored_answers = st.fixed_dictionaries({}, optional={entry.key: answers_to(entry) for entry in STANDARD.questions})
scenario_keys = st.sampled_from(["", *(scenario.key for scenario in STANDARD.scenarios)])


def found_with(own, scenario=""):
    model = compiled("standard")
    brought = model.scenario_answers[scenario] if scenario else {}
    return compose(model, scenario, brought, own, {})


def test_it_works(published):
    found = found_with({"hosting": Answer(question="hosting", value="public_cloud")}, scenario="erp")

    entry = found.find("hosting")
    assert (entry.state, [option.key for option in entry.holds]) == ("answered", ["public_cloud"])
    assert [option.key for option in entry.assumed] == ["own_hosts"]
    assert found.find("cloud_instances").shown


@given(own=stored_answers, scenario=scenario_keys)
def test_pages_and_evaluation_count_alike(own, scenario):
    found = found_with(own, scenario)

    request = EvaluationRequest(scenario=scenario or None, answers={key: row.given() for key, row in own.items()})
    counts = evaluate(request).counts
    states = [entry.state for entry in found.shown]
    assert counts.shown == len(states)
    assert counts.own == states.count("answered")
    assert counts.assumed == states.count("assumed")
    assert counts.open == len(found.open)
    assert counts.does_not_apply == states.count("does_not_apply")
    assert found.answered + found.assumed + len(found.open) == counts.shown


@given(own=stored_answers, scenario=scenario_keys)
def test_no_answer_is_ever_dropped(own, scenario):
    """It stands on the check page: as what counts, or struck."""
    found = found_with(own, scenario)

    said = {entry.question.key for part in found.sections for entry in (*part.entries, *part.stale)}
    assert {key for key, row in own.items() if not row.is_taken_back} <= said


@given(own=stored_answers, scenario=scenario_keys)
def test_what_follows_is_what_comes_next(own, scenario):
    shown = found_with(own, scenario).shown
    found = found_with(own, scenario)

    for entry, following in pairwise(shown):
        assert found.after(entry.question.key).question.key == following.question.key
        assert found.before(following.question.key).question.key == entry.question.key
    assert found.after(shown[-1].question.key) is None


@given(own=stored_answers)
def test_every_stored_answer_has_words(own):
    by_key = {question.key: question for question in STANDARD.questions}

    assert all(answer_text(by_key[key], row) for key, row in own.items())


def test_a_contradiction_needs_every_one_of_its_answers(published):
    half = {"device_access": Answer(question="device_access", value=["gpu_whole"])}
    whole = half | {"live_migration": Answer(question="live_migration", value="must")}

    assert not found_with(half).clashes
    assert [clash.contradiction.key for clash in found_with(whole).clashes] == ["passthrough_and_live_migration"]


def test_an_answer_that_is_not_asked_for_contradicts_nothing(published):
    clashing = {
        "vendor_support": Answer(question="vendor_support", value="vmware_only"),
        "edge_footprint": Answer(question="edge_footprint", value="lt2"),
    }
    at_the_edge = clashing | {"hosting": Answer(question="hosting", value="edge_sites")}
    elsewhere = clashing | {"hosting": Answer(question="hosting", value="own_hosts")}

    assert "certified_but_too_small" in {clash.contradiction.key for clash in found_with(at_the_edge).clashes}
    assert "certified_but_too_small" not in {clash.contradiction.key for clash in found_with(elsewhere).clashes}
