"""How many questions the shipped scenarios take until one may stop asking."""

import pytest

from decisions.documents.request import EvaluationRequest
from decisions.services.asking import questions_needed
from decisions.services.compile import compiled
from decisions.services.evaluate import evaluate

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    return questions_needed(compiled("standard"))


def test_it_works(found):
    assert [entry.scenario.key for entry in found.scenarios] == [
        "erp", "ecommerce", "finance", "ai_training", "devops", "microservices", "edge_iot", "dev_test",
    ]  # fmt: skip
    assert all(entry.settled for entry in found.scenarios)
    assert found.by_ask_next < found.in_order < found.shown


def test_no_answer_that_was_left_out_would_have_brought_another_leader(found):
    assert found.staying == len(found.scenarios)


@pytest.mark.parametrize("scenario", ["erp", "finance"])
def test_it_asks_what_the_evaluation_says_to_ask_next_until_it_says_settled(found, scenario):
    """The path of one scenario, walked by requests: a program that follows `ask_next` needs as many questions."""
    model = compiled("standard")
    profile = next(entry for entry in model.document.scenarios if entry.key == scenario)
    answers = {}
    evaluation = evaluate(EvaluationRequest(answers=answers, weights=None))
    while not evaluation.settled:
        asked = evaluation.ask_next[0].question
        answers[asked] = profile.answers[asked]
        evaluation = evaluate(EvaluationRequest(answers=answers))

    entry = next(entry for entry in found.scenarios if entry.scenario.key == scenario)
    assert entry.first == tuple(answers)
    assert entry.by_ask_next == len(answers)
    assert evaluation.ranking[0].platform == entry.leader.key


def test_it_is_worked_out_once_for_a_version_and_process(found):
    assert questions_needed(compiled("standard")) is found


def test_a_decision_model_without_questions_needs_none():
    found = questions_needed(compiled("article"))

    assert (found.by_ask_next, found.in_order, found.shown) == (0, 0, 0)
