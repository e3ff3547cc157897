"""Tokens in the browser: made, shown once, listed, revoked."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from decisions.models import AuditEntry, Token
from decisions.services.tokens import MOST_TOKENS
from tests.builders.accounts import sign_up
from tests.builders.callers import begun, with_token
from tests.builders.http import ASSESSMENTS, post
from tests.web.test_language import english_in

pytestmark = pytest.mark.django_db

SECRET = re.compile(r"berth_[0-9a-f]{64}")


@pytest.fixture
def account(client):
    return sign_up(client)


def make(client, **otherwise):
    return client.post(reverse("tokens"), {"name": "CI", "scope": "read", "days": "90", **otherwise})


def secret_in(response):
    return SECRET.search(response.content.decode())[0]


def test_it_works(client, account):
    response = make(client, scope="write", days="30")

    assert response.status_code == 201
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    secret = secret_in(response)
    assert f"export BERTH_TOKEN={secret}" in response.content.decode()
    assert "http://testserver/api/v1/assessments/" in response.content.decode()
    token = Token.objects.get()
    assert (token.user, token.name, token.scope) == (account, "CI", "write")
    assert token.expiry - token.created == pytest.approx(timedelta(days=30), abs=timedelta(seconds=5))
    assert post(with_token(secret), ASSESSMENTS, {"title": "Payroll"}).status_code == 201


def test_one_that_reads_does_not_write(client, account):
    program = with_token(secret_in(make(client)))

    assert program.get(ASSESSMENTS).status_code == 200
    assert post(program, ASSESSMENTS, {"title": "Payroll"}).json()["code"] == "token_only_reads"


def test_the_secret_is_shown_once_and_stored_nowhere(client, account):
    secret = secret_in(make(client))

    assert not SECRET.search(client.get(reverse("tokens")).content.decode())
    assert secret not in str(client.session.items())
    assert secret not in str(list(AuditEntry.objects.values()))


def test_a_form_that_is_sent_twice_makes_one(client, account):
    make(client)

    response = make(client)

    assert response.status_code == 422
    assert "You have a token of this name." in response.content.decode()
    assert Token.objects.count() == 1


def test_a_name_is_free_again_once_its_token_has_expired(client, account):
    make(client)
    Token.objects.update(expiry=timezone.now() - timedelta(days=1))

    assert make(client).status_code == 201


def test_an_account_has_no_more_than_fifty(client, account):
    for number in range(MOST_TOKENS):
        Token.objects.create(user=account, name=f"CI {number}", scope="read")

    response = make(client)

    assert response.status_code == 422
    assert "An account may have 50 tokens." in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Say what the token is for."),
        ({"name": "\u200b \u202e"}, "Say what the token is for."),
        ({"name": "W" * 101}, "The name may have 100 characters; it has 101."),
        ({"scope": ""}, "Choose what the token may do."),
        ({"scope": "admin"}, "Choose what the token may do."),
        ({"days": ""}, "Choose how long the token is to hold."),
        ({"days": "36500"}, "Choose how long the token is to hold."),
        ({"days": "-1"}, "Choose how long the token is to hold."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, account, fields, sentence):
    response = make(client, **fields)

    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert ('value="CI"' in page) is ("name" not in fields)
    assert not Token.objects.exists()


def test_the_list_says_what_each_may_and_when_it_was_used(client, account):
    secret = secret_in(make(client))
    make(client, name="<b>Old</b>", scope="write")
    Token.objects.filter(scope="write").update(expiry=timezone.now() - timedelta(days=1))
    with_token(secret).get(ASSESSMENTS)

    page = client.get(reverse("tokens")).content.decode()

    assert f"last used {timezone.now():%Y-%m-%d}" in page
    assert "never used" in page
    assert page.count("expired") == 1
    assert "&lt;b&gt;Old&lt;/b&gt;" in page


def test_the_list_takes_as_many_queries_for_many(client, account, django_assert_num_queries):
    for number in range(10):
        Token.objects.create(user=account, name=f"CI {number}", scope="read")

    with django_assert_num_queries(3):  # session, account, tokens
        client.get(reverse("tokens"))


def test_a_revoked_one_works_no_longer(client, account):
    secret = secret_in(make(client))
    begun(name=account.username)

    response = client.post(reverse("revoke-token", args=[Token.objects.get().token_key]), follow=True)

    assert "The token works no longer." in response.content.decode()
    assert with_token(secret).get(ASSESSMENTS).json()["code"] == "credential_refused"
    assert not Token.objects.exists()


def test_nobody_sees_or_revokes_those_of_others(client, account):
    stranger = Client()
    sign_up(stranger, email="stranger@company.example")
    make(client)

    stranger.post(reverse("revoke-token", args=[Token.objects.get().token_key]))

    assert Token.objects.count() == 1
    assert "CI" not in stranger.get(reverse("tokens")).content.decode()


@pytest.mark.parametrize("path", ["", "berth_0/revoke/"])
def test_they_are_for_whoever_is_signed_in(client, path):
    assert client.post(f"/account/tokens/{path}")["Location"] == f"/account/sign-in/?next=/account/tokens/{path}"


def test_it_is_written_down(client, account):
    make(client)
    key = Token.objects.get().token_key
    client.post(reverse("revoke-token", args=[key]))
    client.post(reverse("revoke-token", args=[key]))

    made, revoked = AuditEntry.objects.filter(action__startswith="token.").order_by("pk")
    assert (made.action, made.details) == ("token.made", {"token": key, "scope": "read", "days": 90})
    assert (revoked.action, revoked.details) == ("token.revoked", {"token": key})
    assert made.actor == made.subject == f"account:{account.pk}"


def test_a_new_one_is_shown_in_chinese(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    sign_up(client)

    assert english_in(make(client).content.decode()) == set()
