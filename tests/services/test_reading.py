import pytest

from decisions.documents.faults import Fault
from decisions.documents.request import DetailedAnswer
from decisions.services.reading import QuestionTable, ReadAnswer, read_answers


def table(key, index, options=("a", "b", "c"), **changes):
    plain = {
        "multiple": False,
        "none": None,
        "may_be_unsure": True,
        "bounds": (),
        "measured": False,
        "gate": None,
        "default": None,
    }
    return QuestionTable(key=key, index=index, options={o: i for i, o in enumerate(options)}, **(plain | changes))


QUESTIONS = {
    entry.key: entry
    for entry in (
        table("load", 0),
        table("regime", 1, ("none", "payment", "health"), multiple=True, none=0),
        table("start", 2, ("fast", "slow", "rare"), bounds=(1.0, 60.0), measured=True),
        table("packaging", 3, may_be_unsure=False),
        table("memory", 4, gate=(0, frozenset({2})), default=1),
    )
}


def read(brought=None, **given):
    return read_answers(QUESTIONS, brought or {}, given)


def test_it_works():
    reading = read(load="b", regime=["payment", "health"])

    assert reading.answers[0] == ReadAnswer("answered", (1,))
    assert reading.answers[1] == ReadAnswer("answered", (1, 2))
    assert reading.faults == []


def test_an_own_answer_lies_over_that_of_the_scenario():
    reading = read({0: ReadAnswer("answered", (2,), source="scenario")}, load="a")

    assert reading.answers[0] == ReadAnswer("answered", (0,), source="own")


def test_null_takes_back_what_the_scenario_brought():
    reading = read({0: ReadAnswer("answered", (2,), source="scenario")}, load=None)

    assert 0 not in reading.answers


@pytest.mark.parametrize(("seconds", "option"), [(0, 0), (0.99, 0), (1, 1), (59, 1), (60, 2), (1e9, 2)])
def test_a_number_falls_into_the_band_that_ends_above_it(seconds, option):
    assert read(start=seconds).answers[2].chosen == (option,)


def test_one_option_alone_is_enough_for_multiple_choice():
    assert read(regime="payment").answers[1].chosen == (1,)


def test_a_question_that_the_path_does_not_show_takes_its_default():
    reading = read(load="a", memory="c")

    assert reading.answers[4] == ReadAnswer("answered", (1,), source="default")
    assert reading.hidden == {4: ReadAnswer("answered", (2,))}


def test_a_question_stays_as_answered_while_it_may_still_be_shown():
    assert read(load="unsure", memory="c").answers[4].chosen == (2,)
    assert read(memory="c").answers[4].chosen == (2,)
    assert read(load="c", memory="c").answers[4].chosen == (2,)


def test_a_question_hides_when_the_one_it_hangs_on_does_not_apply():
    reading = read(load=DetailedAnswer(does_not_apply="business"), memory="c")

    assert reading.answers[4].source == "default"


def test_certainty_note_and_reason_are_kept():
    reading = read(
        load=DetailedAnswer(value="b", certainty="measured", note="from monitoring"),
        start=DetailedAnswer(does_not_apply="architecture", note="a library"),
    )

    assert reading.answers[0] == ReadAnswer("answered", (1,), certainty="measured", note="from monitoring")
    assert reading.answers[2] == ReadAnswer("does_not_apply", why_not="architecture", note="a library")


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"lode": "a"}, "/answers/lode", "unknown_question"),
        ({"load": "z"}, "/answers/load", "unknown_option"),
        ({"load": DetailedAnswer(value="z")}, "/answers/load/value", "unknown_option"),
        ({"load": ["a"]}, "/answers/load", "one_option_only"),
        ({"load": 3}, "/answers/load", "no_number_expected"),
        ({"start": -1}, "/answers/start", "number_below_zero"),
        ({"regime": []}, "/answers/regime", "no_option"),
        ({"regime": ["payment", "a"]}, "/answers/regime/1", "unknown_option"),
        ({"regime": ["payment", "payment"]}, "/answers/regime", "option_twice"),
        ({"regime": ["none", "payment"]}, "/answers/regime", "none_stands_alone"),
        ({"packaging": "unsure"}, "/answers/packaging", "unsure_not_offered"),
    ],
)
def test_what_is_not_understood_is_named(given, pointer, code):
    (fault,) = read(**given).faults

    assert (fault.pointer, fault.code) == (pointer, code)


def test_every_fault_is_named_not_only_the_first():
    assert [fault.code for fault in read(lode="a", load="z").faults] == ["unknown_question", "unknown_option"]


def test_a_fault_says_what_is_wrong_in_a_sentence():
    assert read(load="z").faults == [Fault("/answers/load", "unknown_option", "load has no option z.")]
