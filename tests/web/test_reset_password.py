"""A new password by mail: nobody learns who has an account, and a link works once."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from decisions.models import AuditEntry
from decisions.services.mail import wait_until_sent
from tests.builders.accounts import ADDRESS, sign_in, sign_up, try_wrongly
from tests.builders.assessments import start

pytestmark = pytest.mark.django_db

NEW = "twelve ships in the harbour"


@pytest.fixture
def account():
    return sign_up(Client())


def ask(browser, email=ADDRESS, **headers):
    response = browser.post(reverse("ask-for-reset"), {"email": email}, headers=headers)
    wait_until_sent()
    return response


def link_in(message):
    return re.search(r"http://testserver(\S+)", message.body)[1]


def open_link(browser, link):
    """Follow the link to the address that has no token in it."""
    response = browser.get(link)
    return response["Location"] if response.status_code == 302 else None


def test_it_works(client, account):
    assert ask(client)["Location"] == reverse("reset-asked")

    message = mail.outbox[0]
    assert message.to == [ADDRESS]
    assert message.subject == "Set a new password for Berth"
    page = open_link(client, link_in(message))
    assert client.get(page).status_code == 200
    response = client.post(page, {"password": NEW}, follow=True)

    assert "Your password is set, and you are signed in." in response.content.decode()
    assert sign_in(Client()).status_code == 422
    assert sign_in(Client(), password=NEW).status_code == 303


def test_an_unknown_address_is_answered_alike_and_costs_as_much(client, account):
    answers = []
    for email in (ADDRESS, "nobody@company.example"):
        with CaptureQueriesContext(connection) as asked:
            response = ask(Client(), email)
        answers.append((response.status_code, response["Location"], len(asked)))

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[ADDRESS]]


def test_a_link_works_once(client, account):
    ask(client)
    link = link_in(mail.outbox[0])
    client.post(open_link(client, link), {"password": NEW})

    response = Client().get(link)

    assert response.status_code == 404
    assert "This link does not work any more" in response.content.decode()


def test_an_older_link_ends_with_the_newer_ones_use(client, account):
    ask(client)
    ask(client)
    first, second = (link_in(message) for message in mail.outbox)
    client.post(open_link(client, second), {"password": NEW})

    assert open_link(Client(), first) is None


def test_a_link_ends_when_the_owner_signs_in(client, account):
    User.objects.update(last_login=timezone.now() - timedelta(minutes=1))
    ask(client)

    sign_in(Client())

    assert open_link(client, link_in(mail.outbox[0])) is None


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_a_link_holds_for_an_hour(client, account, monkeypatch, minutes, works):
    ask(client)
    later = timezone.now() + timedelta(minutes=minutes)
    generator = "django.contrib.auth.tokens.PasswordResetTokenGenerator._now"
    monkeypatch.setattr(generator, lambda self: later.replace(tzinfo=None))

    assert (open_link(client, link_in(mail.outbox[0])) is not None) is works


@pytest.mark.parametrize("path", ["MQ/abc-def/", "MQ/set-password/", "999999999999999999999999/abc-def/", "~/~/"])
def test_an_invented_link_shows_nothing(client, account, path):
    response = client.get(f"/account/reset/{path}")

    assert response.status_code == 404
    assert client.post(f"/account/reset/{path}", {"password": NEW}).status_code == 404
    assert sign_in(Client()).status_code == 303


def test_a_poor_password_is_refused_and_the_link_goes_on_working(client, account):
    ask(client)
    page = open_link(client, link_in(mail.outbox[0]))

    refused = client.post(page, {"password": "passwordpassword"})

    assert refused.status_code == 422
    assert "This password is only a pattern" in refused.content.decode()
    assert client.post(page, {"password": NEW}).status_code == 303


def test_it_ends_every_session_of_the_account(client, account):
    thief = Client()
    sign_in(thief)
    ask(client)

    client.post(open_link(client, link_in(mail.outbox[0])), {"password": NEW})

    assert thief.get(reverse("account")).status_code == 302
    assert account.signed_in.count() == 1


def test_it_opens_an_account_that_somebody_guesses_at(client, account):
    try_wrongly(Client(REMOTE_ADDR="192.0.2.7"), times=10)
    assert sign_in(client).status_code == 429

    ask(client)
    client.post(open_link(client, link_in(mail.outbox[0])), {"password": NEW})

    assert client.get(reverse("account")).status_code == 200
    assert sign_in(Client(), password=NEW).status_code == 303


def test_what_the_browser_has_made_comes_along(client, account):
    start(client)
    ask(client)

    response = client.post(open_link(client, link_in(mail.outbox[0])), {"password": NEW}, follow=True)

    assert "The assessment of this browser now belongs to your account." in response.content.decode()
    assert account.assessments.count() == 1


def test_five_mails_go_to_one_address_in_an_hour(client, account):
    for _ in range(8):
        assert ask(client).status_code == 303
    assert len(mail.outbox) == 5

    AuditEntry.objects.update(at=timezone.now() - timedelta(minutes=61))
    ask(client)

    assert len(mail.outbox) == 6


def test_the_mail_is_in_the_language_of_whoever_asked(client, account):
    ask(client, **{"accept-language": "zh-CN"})

    assert mail.outbox[0].subject == "为 Berth 设置新密码"
    assert "有人请求重设您在 Berth 的账号密码" in mail.outbox[0].body
    assert "Somebody" not in mail.outbox[0].body


def test_the_mail_is_plain_text(client, account):
    ask(client)

    assert "&" not in mail.outbox[0].body
    assert mail.outbox[0].content_subtype == "plain"


class ServerThatIsAway(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError(ADDRESS)


def test_a_mail_server_that_is_away_shows_on_no_page_and_names_nobody_in_the_log(settings, client, account, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.ServerThatIsAway"

    assert ask(client).status_code == 303

    assert "A mail could not be sent: ConnectionRefusedError" in caplog.text
    assert ADDRESS not in caplog.text


def test_where_mail_is_written_into_files_the_page_says_so(settings, client):
    settings.MAIL_FOLDER = "/srv/berth/mail"
    assert "<code>/srv/berth/mail</code>" in client.get(reverse("reset-asked")).content.decode()

    settings.MAIL_FOLDER, settings.SENDS_MAIL = None, True
    assert "written as a file" not in client.get(reverse("reset-asked")).content.decode()


def test_where_no_mail_can_be_sent_the_page_says_so(settings, client):
    settings.MAIL_FOLDER, settings.SENDS_MAIL = None, False

    page = client.get(reverse("ask-for-reset")).content.decode()

    assert "This Berth is not set up to send mail." in page
    assert 'name="email"' not in page
