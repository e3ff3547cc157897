"""The tests' database is the product's in all but its place."""

from pathlib import Path

import pytest
from django.db import connection

from scenarios.models import DecisionModel


def pragma(name):
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.django_db
def test_it_is_a_file_with_the_product_s_settings():
    assert Path(connection.settings_dict["NAME"]).is_file()
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2  # FULL
    assert pragma("foreign_keys") == 1
    assert pragma("busy_timeout") == 20_000  # milliseconds
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "after the first was cleaned up"])
def test_what_ships_is_there_for_tests_that_commit(time):
    assert set(DecisionModel.objects.values_list("key", flat=True)) == {"article", "standard"}
