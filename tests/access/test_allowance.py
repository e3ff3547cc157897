"""How often somebody who is not known may ask."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from uuid import uuid4

import pytest
from django.conf import settings as django_settings

from decisions.access import allowance
from decisions.access.allowance import MINUTE, seconds_to_wait

LIMIT = 120  # a minute: two a second
NOW = 1_800_000_000 * 1_000_000
SECOND = 1_000_000


@pytest.fixture
def caller(settings):
    settings.ANONYMOUS_REQUESTS = LIMIT
    return uuid4().hex


def let_through(caller, count, now=NOW, requests=1):
    return sum(seconds_to_wait(caller, requests, now=now) == 0 for _ in range(count))


def test_a_minute_s_worth_may_be_used_at_once_and_no_more(caller):
    assert let_through(caller, LIMIT + 50) == LIMIT


def test_it_flows_back_evenly(caller):
    let_through(caller, LIMIT)

    assert let_through(caller, 50, NOW + SECOND // 2 - 1) == 0
    assert let_through(caller, 50, NOW + SECOND // 2) == 1
    assert let_through(caller, 50, NOW + 10 * SECOND) == 19
    assert let_through(caller, LIMIT + 50, NOW + 10 * MINUTE) == LIMIT


def test_it_says_when_to_come_back_and_then_it_holds(caller):
    let_through(caller, LIMIT)

    wait = seconds_to_wait(caller, 30, now=NOW)

    assert wait == 15
    assert seconds_to_wait(caller, 30, now=NOW + wait * SECOND - 1) == 1
    assert seconds_to_wait(caller, 30, now=NOW + wait * SECOND) == 0


def test_who_is_refused_is_not_put_off_by_asking_again(caller):
    let_through(caller, LIMIT)
    let_through(caller, 1_000)

    assert seconds_to_wait(caller, now=NOW + SECOND) == 0


def test_what_weighs_more_uses_more(caller):
    assert let_through(caller, 10, requests=30) == 4


def test_what_weighs_more_than_a_minute_holds_can_be_had_after_a_minute(caller):
    assert let_through(caller, 2, requests=LIMIT * 5) == 1
    assert let_through(caller, 2, NOW + MINUTE, requests=LIMIT * 5) == 1


def test_callers_do_not_use_up_each_other_s(caller):
    let_through(caller, LIMIT + 1)

    assert let_through(f"another {caller}", LIMIT + 1) == LIMIT


def test_a_clock_that_was_set_back_locks_nobody_out(caller):
    let_through(caller, LIMIT)

    assert let_through(caller, LIMIT + 1, NOW - 3_600 * SECOND) == LIMIT


def test_what_is_full_again_is_forgotten(caller):
    now = NOW - NOW % allowance.FORGET_EVERY
    let_through(caller, 1, now)

    let_through(f"another {caller}", 1, now + MINUTE)

    rows = allowance.opened().execute("SELECT caller FROM allowance WHERE caller LIKE ?", [f"%{caller}"]).fetchall()
    assert rows == [(f"another {caller}",)]


def ask(caller):
    """Ask in a process of its own."""
    django_settings.ANONYMOUS_REQUESTS = LIMIT
    return let_through(caller, LIMIT)


def test_of_all_that_come_at_once_in_any_process_exactly_so_many_are_let_through(caller):
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as processes:
        found = list(processes.map(ask, [caller] * 8))

    assert sum(found) == LIMIT
