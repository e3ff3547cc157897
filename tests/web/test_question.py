import re

import pytest
from django.urls import reverse

from decisions.models import Answer
from tests.builders.assessments import question_path, send_answer, start, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client)


def page_of(client, assessment, key, **query):
    return client.get(question_path(assessment, key), query).content.decode()


def checked(page):
    return re.findall(r'value="([^"]*)" checked', page)


def test_it_works(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", "own_team")

    assert response.status_code == 303
    assert stored(assessment, "tenant_trust").value == "own_team"


def test_it_asks_in_words_and_says_why(client, assessment, shipped):
    question = next(entry for entry in shipped["standard"].questions if entry.key == "kernel_need")

    page = page_of(client, assessment, "kernel_need")

    for text in (question.text.en, question.why.en, *(option.label.en for option in question.options)):
        assert text in page
    assert page.count("<h1") == 1


def test_continue_leads_to_the_next_question_that_is_shown(client, assessment):
    response = send_answer(client, assessment, "hosting", "own_hosts")

    assert response["Location"] == question_path(assessment, "kernel_need")  # cloud_instances is not asked then


def test_an_answer_may_open_a_question(client, assessment):
    response = send_answer(client, assessment, "hosting", "public_cloud")

    assert response["Location"] == question_path(assessment, "cloud_instances")


def test_the_last_question_leads_to_the_priorities(client, assessment, shipped):
    last = shipped["standard"].questions[-1].key

    response = send_answer(client, assessment, last, "unsure")

    assert response["Location"] == reverse("priorities", args=[assessment.code])


def test_a_change_that_began_on_the_check_page_returns_there(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", "own_team", next="check")

    assert response["Location"] == reverse("check-answers", args=[assessment.code])


@pytest.mark.parametrize("address", ["//evil.example", "https:\\\\evil.example", "https://evil.example/", "check/.."])
def test_no_other_host_can_be_returned_to(client, assessment, address):
    response = send_answer(client, assessment, "tenant_trust", "own_team", next=address)

    assert response["Location"].startswith(f"/assessments/{assessment.code}/questions/")


def test_several_answers_are_stored_in_the_order_of_the_model(client, assessment):
    send_answer(client, assessment, "device_access", ["usb_dongle", "gpu_whole"])

    assert stored(assessment, "device_access").value == ["gpu_whole", "usb_dongle"]


def test_a_number_is_stored_as_a_number(client, assessment):
    send_answer(client, assessment, "cold_start", ".number", number="1.5")

    assert stored(assessment, "cold_start").value == 1.5
    assert 'value="1.5"' in page_of(client, assessment, "cold_start")


def test_full_width_digits_are_digits(client, assessment):
    send_answer(client, assessment, "instance_count", ".number", number="１２")

    assert stored(assessment, "instance_count").value == 12


def test_a_number_within_the_chosen_band_refines_it(client, assessment):
    send_answer(client, assessment, "cold_start", "1_10s", number="5")

    assert stored(assessment, "cold_start").value == 5


def test_a_number_outside_the_chosen_band_is_refused(client, assessment):
    response = send_answer(client, assessment, "cold_start", "lt1s", number="5")

    assert response.status_code == 422
    assert "The number does not fit the answer that is chosen." in response.content.decode()


@pytest.mark.parametrize(
    "typed", ["-1", "1e15", "1.234,56", "€5", "NaN", "inf", "1e309", "five", "1 000", "-0.0", "0x10"]
)
def test_what_is_no_number_is_refused_and_shown_again(client, assessment, typed):
    response = send_answer(client, assessment, "instance_count", ".number", number=typed)

    assert response.status_code == 422
    assert "Write a number with digits" in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()
    assert not Answer.objects.exists()


@pytest.mark.parametrize("typed", ["1000000000", "9" * 5000, "１２.34567"])
def test_a_number_out_of_range_is_refused_with_the_range_and_shown_again(client, assessment, typed):
    response = send_answer(client, assessment, "instance_count", ".number", number=typed)

    assert response.status_code == 422
    assert "Write a number from 0 to 999,999,999, with at most 4 decimals." in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()
    assert not Answer.objects.exists()


def test_the_number_field_says_its_unit_and_range(client, assessment):
    page = page_of(client, assessment, "instance_size")

    assert "Number (MB)" in page
    assert "From 0 to 999,999,999, decimals allowed, without unit." in page


def test_choosing_number_without_one_is_refused(client, assessment):
    response = send_answer(client, assessment, "instance_count", ".number")

    assert "Write the number, or choose another answer." in response.content.decode()


def test_not_sure_is_an_answer(client, assessment):
    send_answer(client, assessment, "tenant_trust", "unsure")

    assert stored(assessment, "tenant_trust").is_unsure
    assert checked(page_of(client, assessment, "tenant_trust")) == ["unsure"]


def test_does_not_apply_needs_a_reason(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", ".does_not_apply")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Say why the question does not apply." in page
    assert '<a href="#why_not">' in page


def test_does_not_apply_is_stored_with_its_reason(client, assessment):
    send_answer(client, assessment, "tenant_trust", ".does_not_apply", why_not="architecture", note="One process")

    answer = stored(assessment, "tenant_trust")
    assert (answer.value, answer.does_not_apply, answer.note) == (None, "architecture", "One process")


def test_certainty_and_note_are_stored_with_the_answer(client, assessment):
    send_answer(client, assessment, "tenant_trust", "org", certainty="documented", note="Wiki\r\npage 4\x00")

    answer = stored(assessment, "tenant_trust")
    assert (answer.certainty, answer.note) == ("documented", "Wiki\npage 4")


def test_a_note_that_is_too_long_is_refused_and_not_lost(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", "org", note="x" * 2001)

    assert "The note may have 2000 characters; it has 2001." in response.content.decode()
    assert "x" * 2001 in response.content.decode()


def test_an_unknown_option_is_refused_with_a_sentence(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", "martians")

    page = response.content.decode()
    assert response.status_code == 422
    assert "“martians” is not an answer to this question." in page
    assert page.index("Error:") < page.index("</title>")
    assert '<a href="#answer">' in page
    assert 'id="answer"' in page


def test_an_option_of_another_question_is_refused(client, assessment):
    assert send_answer(client, assessment, "tenant_trust", "linux_any").status_code == 422
    assert not Answer.objects.exists()


def test_two_values_for_a_single_choice_are_refused(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", ["own_team", "org"])

    assert "Choose one answer only." in response.content.decode()


@pytest.mark.parametrize(
    ("answers", "lone"),
    [
        (["none", "gpu_whole"], "None"),
        (["unsure", "gpu_whole"], "Not sure"),
        (["gpu_whole", ".does_not_apply"], "Does not apply"),
    ],
)
def test_what_stands_alone_cannot_be_combined(client, assessment, answers, lone):
    response = send_answer(client, assessment, "device_access", answers)

    assert response.status_code == 422
    assert "cannot be combined with other answers." in response.content.decode()
    assert lone in response.context["form"].errors["answer"]


def test_an_empty_form_says_what_to_do(client, assessment):
    response = send_answer(client, assessment, "tenant_trust")

    assert response.status_code == 422
    assert "Choose an answer, or leave the question open and go on." in response.content.decode()


def test_not_sure_is_refused_where_it_is_not_offered(client, assessment, shipped):
    observable = next(question for question in shipped["standard"].questions if not question.may_be_unsure)

    response = send_answer(client, assessment, observable.key, "unsure")

    assert response.status_code == 422
    assert "is not an answer to this question." in response.content.decode()


def test_an_unknown_certainty_is_refused(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", "org", certainty="absolute")

    assert "Choose one of the three, or leave it out." in response.content.decode()


def test_an_unknown_question_does_not_exist(client, assessment):
    assert client.get(question_path(assessment, "shoe_size")).status_code == 404
    assert client.post(question_path(assessment, "shoe_size"), {"answer": "44"}).status_code == 404


def test_what_the_scenario_says_is_preselected_and_marked(client):
    assessment = start(client, scenario="erp")

    page = page_of(client, assessment, "kernel_need")

    assert checked(page) == ["mixed_os"]
    assert page.count("data-assumed") == 2  # the option, and the sentence above
    assert not Answer.objects.exists()


def test_continue_confirms_what_was_assumed(client):
    assessment = start(client, scenario="erp")

    send_answer(client, assessment, "kernel_need", "mixed_os")

    assert stored(assessment, "kernel_need").value == "mixed_os"
    assert "data-assumed" not in page_of(client, assessment, "kernel_need")


def test_what_was_assumed_can_be_taken_back(client):
    assessment = start(client, scenario="erp")

    response = client.post(question_path(assessment, "kernel_need"), {"action": "take_back", "seen": "0"})

    assert response.status_code == 303
    assert stored(assessment, "kernel_need").is_taken_back
    assert assessment.request("en").answers == {"kernel_need": None}
    assert checked(page_of(client, assessment, "kernel_need")) == []


def test_ones_own_answer_gives_way_to_the_scenarios_again(client):
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "kernel_need", "linux_any")

    client.post(question_path(assessment, "kernel_need"), {"action": "forget", "seen": "1"})

    assert not Answer.objects.exists()
    assert checked(page_of(client, assessment, "kernel_need")) == ["mixed_os"]


def test_an_own_answer_without_a_scenario_can_be_removed(client, assessment):
    send_answer(client, assessment, "tenant_trust", "org")
    assert "Remove my answer" in page_of(client, assessment, "tenant_trust")

    client.post(question_path(assessment, "tenant_trust"), {"action": "forget", "seen": "1"})

    assert not Answer.objects.exists()


def test_a_hidden_question_keeps_its_answer_and_says_that_it_does_not_count(client):
    assessment = start(client, scenario="erp")

    send_answer(client, assessment, "cloud_instances", "bare_metal_instances")

    assert stored(assessment, "cloud_instances").value == "bare_metal_instances"
    page = page_of(client, assessment, "cloud_instances")
    assert "This question is not asked at present" in page
    assert "What is answered here is kept and not counted." in page


def test_sending_twice_is_sending_once(client, assessment):
    send_answer(client, assessment, "tenant_trust", "org")
    before = stored(assessment, "tenant_trust")

    response = send_answer(client, assessment, "tenant_trust", "org", seen="0")

    assert response.status_code == 303
    after = stored(assessment, "tenant_trust")
    assert (after.pk, after.revision, after.updated) == (before.pk, before.revision, before.updated)
    assessment.refresh_from_db()
    assert assessment.revision == 1


@pytest.mark.parametrize("seen", ["", "-1", "1e3", "٣", "9" * 40, "null"])
def test_a_form_that_does_not_say_what_it_saw_is_still_saved(client, assessment, seen):
    response = send_answer(client, assessment, "tenant_trust", "org", seen=seen)

    assert response.status_code == 303
    assert stored(assessment, "tenant_trust").value == "org"


def test_the_script_gets_the_scores_as_they_stand_with_the_answer(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", "untrusted", part="live")

    page = response.content.decode()
    assert response.status_code == 200
    assert "Saved" in page
    assert 'data-revision="1"' in page
    assert "VMs (VMware)" in page
    assert "<html" not in page
    assert stored(assessment, "tenant_trust").value == "untrusted"


def test_the_script_is_told_why_something_is_not_saved(client, assessment):
    response = send_answer(client, assessment, "tenant_trust", ".does_not_apply", part="live")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Not saved yet:" in page
    assert "Say why the question does not apply." in page
    assert "data-revision" not in page


def test_the_script_is_told_which_questions_are_not_asked_now(client, assessment):
    response = send_answer(client, assessment, "hosting", "own_hosts", part="live")

    hidden = re.search(r'data-hidden="([^"]*)"', response.content.decode())[1].split()
    assert "cloud_instances" in hidden
    assert "host_count" not in hidden


def test_it_takes_few_queries(client, assessment, django_assert_max_num_queries):
    for key in ("tenant_trust", "privilege_need", "blast_radius"):
        send_answer(client, assessment, key, "unsure")

    with django_assert_max_num_queries(5):
        client.get(question_path(assessment, "kernel_need"))
