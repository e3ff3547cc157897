import pytest

from decisions.reports.report import Report
from decisions.reports.weighting import times_as_important
from tests.builders.reports import small_evaluation, small_model


def weighing(**changes):
    """Report how the weights of the small evaluation came about, if that was otherwise."""
    found = small_evaluation().weighting.model_dump() | changes
    return Report.of(small_evaluation(weighting=found), small_model()).weighing


def test_it_works():
    found = weighing()

    assert (found.source, found.text) == ("scenario and answers", "The weights are those of the scenario.")
    assert not found.is_own
    assert [(row.criterion.key, row.weight, row.low, row.high) for row in found.rows] == [
        ("isolation", 0.75, 0.6, 0.87),
        ("cost", 0.25, 0.13, 0.4),
    ]


def test_weights_that_are_the_user_s_say_in_which_way():
    found = weighing(method="rank_order", variant="ordinal", spread=None)

    assert (found.source, found.is_own, found.is_within) == ("your order of the criteria", True, True)


def test_a_comparison_that_contradicts_the_others_is_put_into_words():
    inconsistent = [
        {"a": "isolation", "b": "cost", "ratio": 0.25, "implied": 2.9, "suggested": 3.0, "consistency_ratio": 0.02}
    ]

    found = weighing(method="pairwise", variant="eigenvector", consistency_ratio=0.3, inconsistent=inconsistent)

    clash = found.clashes[0]
    assert clash.given == "“Cost” is 4 times as important as “Isolation”"
    assert clash.instead == "“Isolation” is 3 times as important as “Cost”"
    assert (clash.ratio, clash.suggested) == (0.25, 3.0)


@pytest.mark.parametrize(
    ("ratio", "said"),
    [
        (1, "“A” is as important as “B”"),
        (9, "“A” is 9 times as important as “B”"),
        (1 / 9, "“B” is 9 times as important as “A”"),
        (0.1111, "“B” is 9 times as important as “A”"),
        (2.5, "“A” is 2.5 times as important as “B”"),
    ],
)
def test_the_more_important_one_is_named_first(ratio, said):
    assert times_as_important("A", "B", ratio) == said


def test_what_either_or_questions_come_to_is_named_in_platforms():
    question = {"partly": "cost", "share": 0.5, "wholly": "isolation", "text": "Which?"}

    found = weighing(
        method="trade_offs", spread=None, settled=False, possible=["vmware", "hybrid"], next=question, reason="Go on."
    )

    assert [platform.key for platform in found.possible] == ["vmware", "hybrid"]
    assert (found.question.text, found.settled, found.reason) == ("Which?", False, "Go on.")
