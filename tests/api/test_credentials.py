"""Who may call: a token, a browser that is signed in, or nobody in particular."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from decisions.models import Assessment, AuditEntry, Token
from decisions.services import assessments as services
from tests.builders.callers import account, expired, owner, signed_in, token, with_token
from tests.builders.http import ASSESSMENTS, PROBLEM, post, problem

MODELS = "/api/v1/models/"


@pytest.fixture(autouse=True)
def catalogue(published):
    """Something is published."""


def refused(answer, code):
    return (answer.status_code, answer["Content-Type"], answer["WWW-Authenticate"]) == (
        401,
        PROBLEM,
        "Token",
    ) and answer.json()["code"] == code


def test_it_works():
    assert owner().get(ASSESSMENTS).status_code == 200


def test_who_says_nothing_is_asked_who_he_is(client):
    answer = client.get(ASSESSMENTS)

    assert refused(answer, "credential_missing")
    assert answer.json() == problem(
        "credential_missing",
        401,
        "Say who you are",
        "Send a personal token in the header Authorization, or sign in in the browser.",
    )


def test_a_browser_that_is_not_signed_in_has_no_way_to_its_assessments(client):
    client.post("/assessments/", {"title": "Payroll", "scenario": "", "model": "standard"})
    code = Assessment.objects.get().code

    assert refused(client.get(ASSESSMENTS), "credential_missing")
    assert refused(client.get(f"{ASSESSMENTS}{code}/"), "credential_missing")


def test_a_token_is_recognised_and_only_its_digest_is_kept():
    secret = token(account())

    kept = Token.objects.get()
    assert secret.startswith("berth_")
    assert len(secret) == len("berth_") + 64
    assert secret not in str([getattr(kept, field.attname) for field in Token._meta.fields])
    assert kept.expiry - kept.created == pytest.approx(timedelta(days=90), abs=timedelta(seconds=5))


def cut(secret):
    return secret[:-1]


def swapped(secret):
    return secret[:-2] + secret[-1] + secret[-2]


@pytest.mark.parametrize(
    "change",
    [cut, swapped, str.upper, lambda secret: secret[6:], lambda secret: secret + "0", lambda _secret: "",
     lambda secret: secret.replace("berth", "b\u00ebrth"), lambda _secret: "\u00ff",
     lambda secret: f"{secret} {secret}", lambda _secret: "W" * 5_000],
)  # fmt: skip
def test_a_token_that_is_not_one_is_refused_everywhere(change):
    secret = token(account())
    while swapped(secret) == secret:
        secret = token(account())
    caller = with_token(change(secret).encode().decode("latin-1"))

    assert refused(caller.get(ASSESSMENTS), "credential_refused")
    assert refused(caller.get(MODELS), "credential_refused")


def test_an_expired_token_says_so_and_stays_in_the_list():
    answer = expired().get(ASSESSMENTS)

    assert refused(answer, "token_expired")
    assert Token.objects.exists()


def test_the_token_of_an_account_that_was_closed_is_refused():
    caller = owner()
    account_closed = account()
    account_closed.is_active = False
    account_closed.save()

    assert refused(caller.get(ASSESSMENTS), "credential_refused")


def test_another_scheme_is_no_token(client):
    assert refused(client.get(ASSESSMENTS, headers={"Authorization": "Basic YTpi"}), "credential_missing")
    assert client.get(MODELS, headers={"Authorization": "Bearer x"}).status_code == 200


def test_a_token_that_only_reads_writes_nothing():
    reader = owner(scope="read")

    answer = post(reader, ASSESSMENTS, {"title": "Payroll"})

    assert reader.get(ASSESSMENTS).status_code == 200
    assert (answer.status_code, answer["Content-Type"], answer.json()["code"]) == (403, PROBLEM, "token_only_reads")
    assert not Assessment.objects.exists()


def test_the_day_of_its_last_use_is_written_once_a_day(django_assert_num_queries):
    caller = owner()
    caller.get(ASSESSMENTS)
    assert Token.objects.get().last_used == timezone.now().date()

    with django_assert_num_queries(2):  # token, list
        caller.get(ASSESSMENTS)

    Token.objects.update(last_used=timezone.now().date() - timedelta(days=1))
    caller.get(ASSESSMENTS)
    assert Token.objects.get().last_used == timezone.now().date()


def test_a_browser_that_is_signed_in_reads():
    services.start(owner=account(), title="Payroll", model="standard")

    assert len(signed_in().get(ASSESSMENTS).json()["items"]) == 1


def test_it_writes_with_the_token_of_our_pages():
    browser = signed_in(enforce_csrf_checks=True)
    browser.get("/")
    secret = browser.cookies["csrftoken"].value

    without = post(browser, ASSESSMENTS, {})
    wrong = post(browser, ASSESSMENTS, {}, X_CSRFToken="W" * 32)
    right = post(browser, ASSESSMENTS, {}, X_CSRFToken=secret)

    assert (without.status_code, without["Content-Type"], without.json()["code"]) == (403, PROBLEM, "csrf_failed")
    assert (wrong.status_code, right.status_code) == (403, 201)
    begun = AuditEntry.objects.get(subject=right.json()["code"])
    assert begun.actor == f"account:{account().pk}"


def test_a_token_comes_before_the_session():
    browser = signed_in("somebody", enforce_csrf_checks=True)

    answer = post(browser, ASSESSMENTS, {}, Authorization=f"Token {token(account())}")

    assert answer.status_code == 201
    assert Assessment.objects.get().user == account()


def test_no_secret_is_logged(caplog):
    secret = token(account())
    caller = with_token(secret)

    caller.get(ASSESSMENTS)
    post(caller, ASSESSMENTS, {"model": "nope"})
    with_token(cut(secret)).get(ASSESSMENTS)

    assert secret[:-1] not in caplog.text


def test_what_is_offered_may_be_asked_by_anybody():
    answer = Client().options(ASSESSMENTS)

    assert (answer.status_code, answer["Allow"]) == (204, "GET, POST, HEAD, OPTIONS")
