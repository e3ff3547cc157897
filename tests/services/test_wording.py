"""How sentences are set together, in both languages."""

from django.utils import translation

from decisions.reports.writing import headed, of_cases, one_by_one, three_decimals
from decisions.services.wording import paragraph_of


def test_sentences_are_parted_by_a_space_in_english_alone():
    with translation.override("en"):
        assert paragraph_of("One.", "Two.", "Three.") == "One. Two. Three."
    with translation.override("zh-hans"):
        assert paragraph_of("其一。", "其二。") == "其一。其二。"


def test_a_sentence_that_is_empty_leaves_no_gap():
    assert paragraph_of("", "One.", "") == "One."
    assert paragraph_of("", "") == ""


def test_labels_and_lists_are_punctuated_as_the_language_does():
    with translation.override("zh-hans"):
        assert headed("工具") + one_by_one(["甲", "乙"]) == "工具：甲；乙"


def test_what_rounds_to_nothing_has_no_minus():
    assert [three_decimals(number) for number in (-0.3012, -0.0004, 0.7616)] == ["−0.301", "0.000", "0.762"]


def test_nothing_and_all_of_the_cases_are_said_only_where_they_are_exact():
    with translation.override("zh-hans"):
        shares = [of_cases(share) for share in (0, 0.0029, 0.9717, 0.9961, 1)]

    assert shares == ["0%", "<1%", "97%", ">99%", "100%"]
