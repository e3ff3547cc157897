"""Sign up, sign in, sign out; what a browser had before comes along."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decisions.access.sessions import SEEN, UNTIL
from decisions.models import OWNER, Assessment, AuditEntry, SignedIn
from tests.builders.accounts import ADDRESS, PASSWORD, sign_in, sign_up
from tests.builders.assessments import send_answer, start

pytestmark = pytest.mark.django_db

ACCOUNT = "/account/"


def acts(*actions):
    return list(AuditEntry.objects.filter(action__in=actions).order_by("pk").values_list("actor", "action"))


def set_back(client, **keys):
    """Let time pass for a browser's session."""
    session = client.session
    for name, seconds in keys.items():
        session[name] = session[name] - seconds
    session.save()


def test_it_works(client):
    user = sign_up(client, name="Ada of the harbour")

    assert (user.username, user.email, user.first_name) == (ADDRESS, ADDRESS, "Ada of the harbour")
    assert "Ada of the harbour" in client.get("/").content.decode()
    client.post(reverse("sign-out"))
    assert "Ada of the harbour" not in client.get("/").content.decode()
    assert sign_in(client)["Location"] == reverse("assessments")
    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "Give your e-mail address."),
        ({"email": "architect"}, "This is no e-mail address. One looks like name@company.example."),
        ({"email": f"{'a' * 140}@company.example"}, "The address may have 150 characters; it has 156."),
        ({"password": ""}, "Choose a password."),
        ({"password": "elevenships"}, "A password must have at least 12 characters; it has 11."),
        ({"password": "1qaz2wsx3edc"}, "This password is too common."),
        ({"password": "passwordpassword"}, "This password is only a pattern"),
        ({"password": "architect@company"}, "The password is too similar to the username."),
        ({"password": "a" * 129}, "A password may have 128 characters; it has 129."),
        ({"name": "L" * 101}, "The name may have 100 characters; it has 101."),
    ],
)
def test_what_is_wrong_with_a_sign_up_is_said_at_the_field(client, fields, sentence):
    response = client.post(reverse("sign-up"), {"email": ADDRESS, "password": PASSWORD, **fields})

    assert response.status_code == 422
    assert response.content.decode().count(sentence) == 2  # in the summary and at the field
    assert not User.objects.exists()


def test_a_password_is_taken_as_it_is_typed(client):
    odd = "  Ünïcode 密码 and spaces  "
    sign_up(client, password=odd)
    client.post(reverse("sign-out"))

    assert sign_in(client, password=odd.strip()).status_code == 422
    assert sign_in(client, password=odd).status_code == 303


def test_a_long_sentence_is_a_password(client):
    sign_up(client, password=" ".join(str(n) for n in range(46)))


def test_a_password_is_never_sent_back(client):
    response = client.post(reverse("sign-up"), {"email": "", "password": PASSWORD})

    assert PASSWORD not in response.content.decode()


def test_an_address_has_one_account_however_it_is_written(client):
    sign_up(client)
    other = Client()

    response = other.post(reverse("sign-up"), {"email": ADDRESS.upper(), "password": PASSWORD})

    assert response.status_code == 422
    assert "There is an account with this address already." in response.content.decode()
    assert sign_in(other, email=ADDRESS.title()).status_code == 303


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client):
    sign_up(Client())

    def answer(email):
        page = sign_in(client, email=email, password="not this one").content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "")

    assert answer(ADDRESS) == answer("nobody@company.example")
    assert "Address and password do not go together." in answer(ADDRESS)


def test_the_assessments_of_the_browser_come_along(client):
    payroll = start(client, scenario="erp")
    start(client, title="Shop")
    others = start(Client())

    user = sign_up(client)

    assert set(user.assessments.values_list("title", "owner")) == {("Payroll", ""), ("Shop", "")}
    assert OWNER not in client.session
    assert send_answer(client, payroll, "tenant_trust", "org").status_code == 303
    page = client.get("/assessments/").content.decode()
    assert "The 2 assessments of this browser now belong to your account." in page
    others.refresh_from_db()
    assert others.user is None


def test_they_come_along_at_every_sign_in(client):
    user = sign_up(client)
    elsewhere = Client()
    start(elsewhere)

    response = sign_in(elsewhere)

    page = elsewhere.get(response["Location"]).content.decode()
    assert "The assessment of this browser now belongs to your account." in page
    assert user.assessments.count() == 1


def test_what_a_link_has_opened_stays_a_link(client):
    shared = start(Client())
    owner = Client()
    theirs = start(owner)
    owner.post(reverse("make-link", args=[theirs.code]))
    client.post(reverse("open-link", args=[owner.session[f"fresh_link:{theirs.code}"]]))

    user = sign_up(client)

    assert client.get(reverse("assessment", args=[theirs.code])).status_code == 200
    assert owner.get(reverse("assessment", args=[theirs.code])).status_code == 200
    assert client.get(reverse("assessment", args=[shared.code])).status_code == 404
    assert not user.assessments.exists()


def test_what_is_started_with_an_account_is_found_in_any_browser(client):
    sign_up(client)
    assessment = start(client)
    elsewhere = Client()
    assert elsewhere.get(reverse("assessment", args=[assessment.code])).status_code == 404

    sign_in(elsewhere)

    assert elsewhere.get(reverse("assessment", args=[assessment.code])).status_code == 200
    assert Assessment.objects.get().owner == ""


def test_after_sign_out_nothing_of_it_is_left_in_the_browser(client):
    sign_up(client)
    assessment = start(client)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post(reverse("sign-out"))

    assert client.get(reverse("assessment", args=[assessment.code])).status_code == 404
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert client.get(reverse("assessment", args=[assessment.code])).status_code == 404
    assert not SignedIn.objects.exists()


def test_nobody_can_put_a_browser_into_a_session_of_theirs(client):
    sign_up(Client())
    start(client)
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value

    sign_in(client)

    attacker = Client()
    attacker.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert attacker.get(ACCOUNT).status_code == 302
    assert "Payroll" not in attacker.get("/assessments/").content.decode()


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/models/?x=1", "/models/?x=1"),
        ("//other.example/", "/assessments/"),
        ("https://other.example/", "/assessments/"),
        ("https:\\\\other.example", "/assessments/"),
        ("/\\other.example", "/assessments/"),
        ("http://testserver/models/", "/assessments/"),
        ("javascript:alert(1)", "/assessments/"),
        ("", "/assessments/"),
    ],
)
def test_it_goes_on_at_an_address_of_ours_only(client, wanted, goes_to):
    sign_up(Client())

    assert sign_in(client, next=wanted)["Location"] == goes_to
    assert client.get(reverse("sign-in"), {"next": wanted})["Location"] == goes_to


def test_a_page_for_accounts_sends_to_the_sign_in_and_back(client):
    sign_up(Client())

    response = client.get(ACCOUNT, follow=True)

    assert response.redirect_chain == [("/account/sign-in/?next=/account/", 302)]
    assert 'name="next" value="/account/"' in response.content.decode()


def test_the_header_leads_to_the_sign_in_and_back_to_this_page(client):
    assert 'href="/account/sign-in/?next=%2Fmodels%2F"' in client.get("/models/").content.decode()
    assert 'href="/account/sign-in/"' in client.get("/").content.decode()


def test_whoever_is_signed_in_is_not_asked_again(client):
    sign_up(client)

    assert client.get(reverse("sign-in"))["Location"] == "/assessments/"
    assert client.get(reverse("sign-up"))["Location"] == ACCOUNT


def test_signing_out_takes_a_form(client):
    sign_up(client)

    assert client.get(reverse("sign-out")).status_code == 405
    assert client.get(ACCOUNT).status_code == 200


def test_a_form_from_elsewhere_is_refused(client):
    sign_up(Client())
    strict = Client(enforce_csrf_checks=True)

    for name in ("sign-up", "sign-in", "sign-out"):
        assert strict.post(reverse(name), {"email": ADDRESS, "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize(("stay", "longest"), [("", timedelta(hours=12)), ("on", timedelta(days=30))])
def test_a_sign_in_ends_by_itself(client, stay, longest):
    sign_up(Client())
    sign_in(client, stay=stay)
    seconds = int(longest.total_seconds())
    assert client.session.get_expiry_age() == pytest.approx(seconds, abs=5)

    set_back(client, **{UNTIL: seconds - 60})
    assert client.get(ACCOUNT).status_code == 200
    set_back(client, **{UNTIL: 60})

    assert client.get(ACCOUNT).status_code == 302
    assert SignedIn.objects.count() == 1  # the one where the account was made


def test_three_hours_without_a_visit_end_it_too(client):
    sign_up(client)

    set_back(client, **{SEEN: 3 * 3600 - 60})
    assert client.get(ACCOUNT).status_code == 200
    assert client.session[SEEN] == pytest.approx(timezone.now().timestamp(), abs=5)
    set_back(client, **{SEEN: 3 * 3600})

    assert client.get(ACCOUNT).status_code == 302


def test_whoever_stays_signed_in_may_be_away_for_days(client):
    sign_up(Client())
    sign_in(client, stay="on")

    set_back(client, **{SEEN: 29 * 24 * 3600})

    assert client.get(ACCOUNT).status_code == 200


def test_who_did_what_is_written_down(client):
    start(client)
    browser = AuditEntry.objects.get().actor

    user = sign_up(client)
    client.post(reverse("sign-out"))
    sign_in(client)

    me = f"account:{user.pk}"
    assert browser.startswith("browser:")
    assert acts("account.made", "signed_in", "assessments.claimed", "signed_out") == [
        (browser, "account.made"),
        (me, "signed_in"),
        (me, "assessments.claimed"),
        (me, "signed_out"),
        (me, "signed_in"),
    ]


def test_what_an_account_does_is_its_own_act(client):
    user = sign_up(client)

    assessment = start(client)
    send_answer(client, assessment, "tenant_trust", "org")

    assert acts("assessment.started", "answer.saved") == [
        (f"account:{user.pk}", "assessment.started"),
        (f"account:{user.pk}", "answer.saved"),
    ]


def test_no_entry_holds_a_password_or_an_address(client):
    sign_up(client)
    client.post(reverse("sign-out"))
    sign_in(client, password="not this one")
    sign_in(client)

    kept = str(list(AuditEntry.objects.values()))
    assert PASSWORD not in kept
    assert "not this one" not in kept
    assert ADDRESS not in kept


def test_what_an_account_sees_is_kept_nowhere(client):
    assert "no-store" not in client.get("/models/").get("Cache-Control", "")
    sign_up(client)

    for path in ("/", "/models/", "/example/", "/assessments/", ACCOUNT):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_the_front_page_costs_a_visitor_one_query_and_an_account_three_more(client, django_assert_num_queries):
    client.get("/")
    with django_assert_num_queries(1):  # version of the model
        client.get("/")
    sign_up(client)

    with django_assert_num_queries(4):  # and the session, the account, its own scenarios
        client.get("/")


def test_a_page_that_was_posted_to_is_not_lost_when_the_sign_in_has_ended(client):
    sign_up(client)
    assessment = start(client)
    set_back(client, **{SEEN: 3 * 3600})

    response = send_answer(client, assessment, "tenant_trust", "org", note="An hour of typing")

    page = response.content.decode()
    assert response.status_code == 404
    assert "An hour of typing" in page
    assert "/account/sign-in/?next=" in page
