from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decisions.models import ChecklistItem
from decisions.services.recommendations import see_to
from tests.builders.assessments import send_answer, start
from tests.builders.records import freeze_in_browser
from tests.web.test_language import english_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    assessment = start(client, title="Trading", scenario="finance")
    send_answer(client, assessment, "tenant_trust", "customers")
    return assessment


@pytest.fixture
def recommendation(client, assessment):
    return freeze_in_browser(client, assessment)


def page_of(client, recommendation):
    return client.get(reverse("record-checklist", args=[recommendation.code])).content.decode()


def send_item(client, recommendation, position=0, revision=0, part="", **fields):
    sent = {f"item-{position}-{name}": value for name, value in fields.items()}
    path = reverse("record-item", args=[recommendation.code, position])
    return client.post(path, {**sent, "revision": revision, "part": part})


def stored(recommendation, position=0):
    return recommendation.checklist.get(position=position)


def test_it_works(client, recommendation):
    response = send_item(
        client, recommendation, owner="Platform team", due="2027-01-31", done="on", note="Change\r\n4711"
    )

    item = stored(recommendation)
    assert response["Location"] == reverse("record-checklist", args=[recommendation.code]) + "#item-0"
    assert (item.owner, item.due, item.note, item.revision) == ("Platform team", date(2027, 1, 31), "Change\n4711", 1)
    assert item.done_at is not None
    page = page_of(client, recommendation)
    assert 'value="2027-01-31"' in page
    assert f"1 of {recommendation.checklist.count()} done" in page


def test_conditions_come_first_and_say_what_is_to_be_shown(client, recommendation):
    page = page_of(client, recommendation)

    assert page.index("Every customer has a namespace of its own") < page.index("Hardening measures")
    assert page.count('<form class="item__form"') == recommendation.checklist.count()


def test_the_record_and_its_print_show_who_sees_to_what(client, recommendation):
    send_item(client, recommendation, owner="Platform team", due="2027-01-31", note="Change 4711")

    for name in ("record", "record-report"):
        page = client.get(reverse(name, args=[recommendation.code])).content.decode()
        assert "Platform team" in page
        assert "2027-01-31" in page
        assert "Change 4711" in page


@pytest.mark.parametrize("typed", ["31.1.2027", "2027-02-30", "tomorrow", "0000-00-00", "9" * 5000])
def test_what_is_no_date_is_refused_and_shown_again(client, recommendation, typed):
    response = send_item(client, recommendation, owner="Platform team", due=typed, note="Change 4711")

    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["errors"] == [("id_item-0-due", "Write the date as year-month-day, such as 2027-01-31.")]
    assert 'id="id_item-0-due"' in page
    assert 'value="Platform team"' in page
    assert "Change 4711</textarea>" in page
    assert stored(recommendation).owner == ""


def test_full_width_digits_are_digits(client, recommendation):
    send_item(client, recommendation, due="２０２７-０１-３１")

    assert stored(recommendation).due == date(2027, 1, 31)


def test_too_long_a_text_is_refused_and_not_lost(client, recommendation):
    response = send_item(client, recommendation, owner="W" * 101, note="W" * 2001)

    assert response.status_code == 422
    assert [field for field, _sentence in response.context["errors"]] == ["id_item-0-owner", "id_item-0-note"]
    assert "W" * 2001 in response.content.decode()


def test_what_somebody_else_wrote_is_shown_beside_what_was_typed(client, recommendation):
    see_to(item=stored(recommendation), owner="Security", due=None, done=False, note="Ours")

    response = send_item(client, recommendation, owner="Operations", due="2027-01-31", note="Ours")

    page = response.content.decode()
    conflict = next(item.conflict for item in response.context["items"] if item.conflict)
    assert response.status_code == 409
    assert [(row.label, row.stored, row.typed) for row in conflict.rows] == [
        ("Owner", "Security", "Operations"),
        ("Due", "", "2027-01-31"),
    ]
    assert 'value="Operations"' in page
    assert 'name="revision" value="1"' in page
    assert f'href="{reverse("record-checklist", args=[recommendation.code])}#item-0"' in page
    assert stored(recommendation).owner == "Security"


def test_keeping_what_was_typed_stores_it(client, recommendation):
    see_to(item=stored(recommendation), owner="Security", due=None, done=False)
    response = send_item(client, recommendation, owner="Operations")
    item = next(item for item in response.context["items"] if item.conflict)

    send_item(client, recommendation, revision=item.row.item.revision, owner="Operations")

    assert stored(recommendation).owner == "Operations"


def test_the_same_said_twice_is_no_conflict(client, recommendation):
    see_to(item=stored(recommendation), owner="Security", due=None, done=True)

    assert send_item(client, recommendation, owner="Security", done="on").status_code == 303
    assert stored(recommendation).revision == 1


def test_another_item_is_no_conflict(client, recommendation):
    see_to(item=stored(recommendation, 1), owner="Security", due=None, done=False)

    assert send_item(client, recommendation, owner="Operations").status_code == 303


@pytest.mark.parametrize("revision", ["", "-1", "nonsense", "9" * 40])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(client, recommendation, revision):
    see_to(item=stored(recommendation), owner="Security", due=None, done=False)

    assert send_item(client, recommendation, revision=revision, owner="Operations").status_code == 409
    assert stored(recommendation).owner == "Security"


def test_overdue_is_said_in_words(client, recommendation):
    yesterday = timezone.now().date() - timedelta(days=1)
    late, today, done = (recommendation.checklist.get(position=position) for position in range(3))
    see_to(item=late, owner="", due=yesterday, done=False)
    see_to(item=today, owner="", due=yesterday + timedelta(days=1), done=False)
    see_to(item=done, owner="", due=yesterday, done=True)

    page = page_of(client, recommendation)

    assert page.count("overdue</span>") == 1


def test_the_script_gets_the_page_with_the_item_saved(client, recommendation):
    response = send_item(client, recommendation, part="live", owner="Platform team")

    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("Saved.") == 1
    assert 'name="revision" value="1"' in page


def test_work_goes_on_in_the_record_that_supersedes(client, assessment, recommendation):
    send_item(client, recommendation, owner="Platform team", due="2027-01-31", done="on", note="Change 4711")
    send_answer(client, assessment, "release_rate", "daily")

    newer = freeze_in_browser(client, assessment)

    before, after = stored(recommendation), newer.checklist.get(key=stored(recommendation).key)
    assert (after.owner, after.due, after.done_at, after.note) == (
        before.owner,
        before.due,
        before.done_at,
        before.note,
    )
    page = page_of(client, recommendation)
    assert '<form class="item__form"' not in page
    assert reverse("record-checklist", args=[newer.code]) in page
    refused = send_item(client, recommendation, revision=1, owner="Operations")
    assert "Its checklist goes on there." in client.get(refused["Location"]).content.decode()
    assert stored(recommendation).owner == "Platform team"


def test_where_nothing_is_to_be_seen_to_it_says_so(client):
    recommendation = freeze_in_browser(client, start(client))

    assert "There is nothing to see to" in page_of(client, recommendation)


def test_others_see_to_nothing(client, recommendation):
    assert Client().get(reverse("record-checklist", args=[recommendation.code])).status_code == 404
    assert send_item(Client(), recommendation, owner="Operations").status_code == 404
    assert send_item(client, recommendation, position=999, owner="Operations").status_code == 404
    assert not ChecklistItem.objects.exclude(owner="").exists()


def test_what_is_refused_is_refused_in_chinese(client):
    client.cookies["language"] = "zh-hans"
    assessment = start(client, title="交易", scenario="finance")
    recommendation = freeze_in_browser(client, assessment)
    see_to(item=stored(recommendation), owner="安全组", due=None, done=False)

    refused = [
        send_item(client, recommendation, due="—"),
        send_item(client, recommendation, owner="运维组"),
    ]

    assert [response.status_code for response in refused] == [422, 409]
    assert [english_in(response.content.decode()) for response in refused] == [set(), set()]


def test_it_asks_few_questions_of_the_database(client, recommendation, django_assert_max_num_queries):
    page_of(client, recommendation)

    with django_assert_max_num_queries(5):  # session, record, sign-offs, checklist
        page_of(client, recommendation)
