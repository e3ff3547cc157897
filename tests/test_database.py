"""The tests' database is the product's in all but its place."""

from pathlib import Path

import pytest
from django.db import connection

from scenarios.models import DecisionModel

SETTINGS = {
    "sqlite": {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "busy_timeout": 20_000,  # milliseconds
    },
    "postgresql": {
        "synchronous_commit": "on",
        "server_encoding": "UTF8",
        "transaction_isolation": "read committed",
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SETTINGS[connection.vendor])
def test_it_has_the_settings_by_which_no_acknowledged_answer_is_lost(name):
    ask = "PRAGMA" if connection.vendor == "sqlite" else "SHOW"

    with connection.cursor() as cursor:
        found = cursor.execute(f"{ask} {name}").fetchone()[0]

    assert found == SETTINGS[connection.vendor][name]


@pytest.mark.django_db
def test_it_is_a_file_whose_writers_wait_or_a_server_that_may_be_restarted():
    if connection.vendor == "sqlite":
        assert Path(connection.settings_dict["NAME"]).is_file()
        assert connection.transaction_mode == "IMMEDIATE"
    else:
        assert connection.settings_dict["CONN_HEALTH_CHECKS"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after the first was cleaned up"])
def test_what_ships_is_there_for_tests_that_commit(time):
    assert set(DecisionModel.objects.values_list("key", flat=True)) == {"article", "standard"}
