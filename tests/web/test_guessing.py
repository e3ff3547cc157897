"""Wrong passwords are counted by account and by client, before they are looked at."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions.models import AuditEntry
from tests.builders.accounts import ADDRESS, sign_in, sign_up, try_wrongly

pytestmark = pytest.mark.django_db

ELSEWHERE = {"REMOTE_ADDR": "192.0.2.7"}


class CountingHasher(MD5PasswordHasher):
    """Says how often a password was looked at."""

    runs = 0

    def encode(self, password, salt):
        type(self).runs += 1
        return super().encode(password, salt)


@pytest.fixture
def counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.runs = 0
    return CountingHasher


@pytest.fixture
def account(client):
    user = sign_up(client)
    client.post(reverse("sign-out"))
    return user


def let_pass(minutes):
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes))


def test_it_works(client, account):
    assert try_wrongly(client, times=10) == [422] * 10

    response = sign_in(client)

    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 15 * 60
    assert "Too many wrong passwords" in response.content.decode()
    assert "Try again in 15 minutes" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_account_is_open_again_after_a_quarter_of_an_hour(client, account):
    try_wrongly(client, times=11)
    let_pass(minutes=14)
    assert sign_in(client).status_code == 429

    let_pass(minutes=1)

    assert sign_in(client).status_code == 303


def test_whoever_goes_on_guessing_does_not_lock_the_owner_out_for_longer(client, account):
    try_wrongly(client, times=10)
    let_pass(minutes=14)
    try_wrongly(client, times=50)
    try_wrongly(Client(**ELSEWHERE), times=50)

    let_pass(minutes=1)

    assert sign_in(client).status_code == 303


def test_an_account_is_locked_wherever_it_is_tried_from(account):
    statuses = [sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), password="not this one").status_code for n in range(15)]

    assert statuses == [422] * 10 + [429] * 5
    assert sign_in(Client(**ELSEWHERE), email="another@company.example").status_code == 422


def test_a_client_is_locked_whatever_account_it_tries(client, account):
    statuses = [sign_in(client, email=f"a{n}@company.example", password="not this one").status_code for n in range(15)]

    assert statuses == [422] * 10 + [429] * 5
    assert sign_in(client).status_code == 429
    assert sign_in(Client(**ELSEWHERE)).status_code == 303


@pytest.mark.parametrize("behind_proxy", [False, True])
def test_a_thousand_forged_addresses_are_one_client(settings, rf, counted, behind_proxy):
    settings.BEHIND_PROXY = behind_proxy
    own = ", 198.51.100.9" if behind_proxy else ""  # what a proxy adds

    for n in range(1000):
        forged = {"x-forwarded-for": f"203.0.{n // 256}.{n % 256}{own}"}
        assert authenticate(rf.post("/", headers=forged), username=f"a{n % 200}", password="not this one") is None

    assert counted.runs == 10


def test_capitals_and_browsers_do_not_start_a_new_count(account):
    statuses = [
        sign_in(
            Client(),
            email=ADDRESS.upper() if n % 2 else ADDRESS,
            password="not this one",
            headers={"user-agent": f"Browser {n}"},
        ).status_code
        for n in range(12)
    ]

    assert statuses == [422] * 10 + [429] * 2


def test_the_right_password_takes_back_what_was_mistyped(client, account):
    for _ in range(5):
        try_wrongly(client, times=6)
        assert sign_in(client).status_code == 303
        client.post(reverse("sign-out"))


def test_an_account_of_ones_own_clears_nothing_that_was_tried_with_others(client, account):
    sign_up(Client(**ELSEWHERE), email="guesser@company.example")
    guesser = Client(**ELSEWHERE)

    statuses = []
    for _ in range(4):
        statuses += try_wrongly(guesser, times=4)
        statuses.append(sign_in(guesser, email="guesser@company.example").status_code)
        guesser.post(reverse("sign-out"))

    assert statuses == [422] * 4 + [303] + [422] * 4 + [303] + [422] * 2 + [429] * 8


def test_an_unknown_address_costs_as_much_as_a_known_one(client, counted):
    sign_up(Client(**ELSEWHERE))

    costs = []
    for email in (ADDRESS, "nobody@company.example"):
        counted.runs = 0
        with CaptureQueriesContext(connection) as asked:
            sign_in(client, email=email, password="not this one")
        costs.append((counted.runs, len(asked)))

    assert costs[0] == costs[1]
    assert costs[0][0] == 1


def test_the_admin_counts_them_too(client, account):
    form = {"username": ADDRESS, "password": "not this one"}

    statuses = [client.post("/admin/login/", form).status_code for _ in range(12)]

    assert statuses == [200] * 10 + [429] * 2
    assert sign_in(client).status_code == 429


def test_wrong_tries_and_locks_are_written_down_once(client, account):
    try_wrongly(client, times=20)

    kept = AuditEntry.objects.filter(action__startswith="sign_in.").order_by("pk")
    assert [entry.action for entry in kept] == ["sign_in.failed"] * 9 + ["sign_in.locked"]


def test_it_is_said_in_chinese(client, account):
    try_wrongly(client, times=10)

    page = sign_in(client, headers={"accept-language": "zh-CN"}).content.decode()

    assert "密码错误次数过多" in page


def test_nothing_typed_is_kept_with_the_count(client, account):
    sign_in(client, password="not this one", next="/secret-place/")

    kept = str(AccessAttempt.objects.values().get())
    assert "not this one" not in kept
    assert "secret-place" not in kept


@pytest.mark.django_db(transaction=True)
def test_of_fifty_tries_at_once_ten_are_looked_at():
    sign_up(Client(**ELSEWHERE))

    def one(_):
        try:
            return sign_in(Client(), password="not this one").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(one, range(50)))

    assert statuses.count(422) <= 10
    assert statuses.count(422) + statuses.count(429) == 50
    assert AuditEntry.objects.filter(action__in=["sign_in.failed", "sign_in.locked"]).count() == statuses.count(422)
