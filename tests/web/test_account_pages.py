"""What one does with an account: where it is signed in, its password, its end."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from decisions.access.sessions import SEEN
from decisions.models import Assessment, AuditEntry, IdempotencyKey, Recommendation, SignedIn, SignOff, Token
from decisions.services.assessments import share
from decisions.services.recommendations import freeze, sign_off
from tests.builders.accounts import ADDRESS, PASSWORD, sign_in, sign_up, try_wrongly
from tests.builders.assessments import start

pytestmark = pytest.mark.django_db

NEW = "twelve ships in the harbour"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"


@pytest.fixture
def account(client):
    return sign_up(client)


@pytest.fixture
def elsewhere(account):
    """A second browser, in which the account is signed in too."""
    browser = Client(headers={"user-agent": FIREFOX})
    sign_in(browser)
    return browser


def is_signed_in(browser):
    return browser.get(reverse("account")).status_code == 200


def test_it_works(client, account, elsewhere):
    page = client.get(reverse("browsers")).content.decode()

    assert page.count("this browser") == 1
    assert "Firefox on Linux" in page
    assert "Unknown browser" in page


@pytest.mark.parametrize(
    "path", ["", "browsers/", "password/", "delete/", "browsers/sign-out/", "browsers/1/sign-out/"]
)
def test_it_is_for_whoever_is_signed_in(client, path):
    for ask in (client.get, client.post):
        response = ask(f"/account/{path}")
        assert response.status_code in {302, 405}
        if response.status_code == 302:
            assert response["Location"] == f"/account/sign-in/?next=/account/{path}"


def test_one_browser_is_signed_out_from_another(client, account, elsewhere):
    row = account.signed_in.latest("pk")

    response = client.post(reverse("end-browser", args=[row.pk]), follow=True)

    assert "That browser is signed out." in response.content.decode()
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert AuditEntry.objects.filter(action="session.ended").count() == 1


def test_this_browser_may_be_the_one(client, account):
    client.post(reverse("end-browser", args=[account.signed_in.get().pk]))

    assert not is_signed_in(client)
    assert client.get("/").status_code == 200


def test_all_of_them_are_signed_out_at_once(client, account, elsewhere):
    response = client.post(reverse("sign-out-everywhere"), follow=True)

    assert "You are signed out everywhere." in response.content.decode()
    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert not SignedIn.objects.exists()
    assert AuditEntry.objects.get(action="sessions.ended").details == {"count": 2}


def test_nobody_signs_others_out(client, account):
    stranger = Client()
    sign_up(stranger, email="stranger@company.example")

    stranger.post(reverse("end-browser", args=[account.signed_in.get().pk]))
    stranger.post(reverse("sign-out-everywhere"))

    assert is_signed_in(client)


def test_what_has_ended_by_itself_is_not_listed(client, account, elsewhere):
    session = elsewhere.session
    session[SEEN] -= 3 * 3600
    session.save()

    assert "Firefox" not in client.get(reverse("browsers")).content.decode()


def test_the_list_takes_as_many_queries_for_many(client, account, django_assert_num_queries):
    for _ in range(3):
        sign_in(Client(headers={"user-agent": EDGE}))

    with django_assert_num_queries(4):  # session, account, browsers, their sessions
        page = client.get(reverse("browsers")).content.decode()

    assert page.count("Edge on Windows") == 6  # each said again to whoever only hears the button


def test_the_password_is_changed_and_other_browsers_are_signed_out(client, account, elsewhere):
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    response = client.post(reverse("change-password"), {"current": PASSWORD, "password": NEW}, follow=True)

    assert "Your password is changed." in response.content.decode()
    assert is_signed_in(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert not is_signed_in(elsewhere)
    assert account.signed_in.get().session == client.cookies[settings.SESSION_COOKIE_NAME].value
    assert sign_in(Client()).status_code == 422
    assert sign_in(Client(), password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": "not this one"}, "This is not the password of your account."),
        ({"current": ""}, "Type your password."),
        ({"password": ""}, "Choose a password."),
        ({"password": "short"}, "A password must have at least 12 characters; it has 5."),
        ({"password": ADDRESS}, "The password is too similar to the username."),
    ],
)
def test_what_is_wrong_with_the_passwords_is_said(client, account, fields, sentence):
    response = client.post(reverse("change-password"), {"current": PASSWORD, "password": NEW, **fields})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert sign_in(Client()).status_code == 303


def test_whoever_found_an_open_browser_cannot_guess_the_password_there(client, account):
    form = {"current": "not this one", "password": NEW}

    statuses = [client.post(reverse("change-password"), form).status_code for _ in range(12)]

    assert statuses == [422] * 10 + [429] * 2
    assert client.post(reverse("delete-account"), {"password": PASSWORD}).status_code == 429


def test_the_right_password_here_does_not_use_up_tries(client, account):
    for n in range(12):
        form = {"current": PASSWORD if n == 0 else f"{NEW} {n - 1}", "password": f"{NEW} {n}"}
        assert client.post(reverse("change-password"), form).status_code == 303


def test_the_name_is_changed(client, account):
    client.post(reverse("account"), {"name": "  Ada of the harbour\u202e "})

    account.refresh_from_db()
    assert account.first_name == "Ada of the harbour"
    assert "Ada of the harbour" in client.get("/").content.decode()


def test_before_an_account_is_deleted_it_is_said_what_goes(client, account):
    shared = start(client, scenario="erp")
    start(client)
    share(assessment=shared)
    freeze(assessment=shared)
    Token.objects.create(user=account, name="CI", scope="read")

    page = client.get(reverse("delete-account")).content.decode()

    for sentence in ("2 assessments", "1 frozen recommendation", "1 address for readers", "1 token", "0 own scenarios"):
        assert sentence in page


def test_a_deleted_account_leaves_nothing_but_that_it_was(client, account, elsewhere):
    record = freeze(assessment=start(client, scenario="erp")).recommendation
    freeze(assessment=record.assessment)
    sign_off(recommendation=record, name="Li", role="CISO", decision="approved", digest=record.digest, user=account)
    Token.objects.create(user=account, name="CI", scope="read")
    IdempotencyKey.objects.create(scope=f"account:{account.pk}", key="k", request="r")

    response = client.post(reverse("delete-account"), {"password": PASSWORD}, follow=True)

    assert "Your account is deleted" in response.content.decode()
    for table in (User, Assessment, Recommendation, SignOff, Token, SignedIn, IdempotencyKey):
        assert not table.objects.exists(), table
    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert sign_in(Client()).status_code == 422
    kept = AuditEntry.objects.get(action="account.deleted")
    assert kept.details == {"assessments": 1, "recommendations": 1, "shares": 0, "tokens": 1, "scenarios": 0}
    assert ADDRESS not in str(list(AuditEntry.objects.values()))


def test_what_it_signed_for_others_stays_without_its_name(client, account):
    other = Client()
    sign_up(other, email="other@company.example")
    record = freeze(assessment=start(other, scenario="erp")).recommendation
    sign_off(recommendation=record, name="Li", role="CISO", decision="approved", digest=record.digest, user=account)

    client.post(reverse("delete-account"), {"password": PASSWORD})

    kept = SignOff.objects.get()
    assert (kept.name, kept.user) == ("Li", None)


def test_the_wrong_password_deletes_nothing(client, account):
    response = client.post(reverse("delete-account"), {"password": "not this one"})

    assert response.status_code == 422
    assert "This is not the password of your account." in response.content.decode()
    assert User.objects.exists()


def test_tries_at_a_deleted_account_are_forgotten(client, account):
    try_wrongly(Client(REMOTE_ADDR="192.0.2.7"), times=5)

    client.post(reverse("delete-account"), {"password": PASSWORD})

    assert not AccessAttempt.objects.exists()
