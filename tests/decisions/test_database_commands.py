from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from scenarios.management.base import NO_TABLES, NOTHING_PUBLISHED
from tests.builders import databases

READING = [
    ["check_cases", "cases.yaml"],
    ["drift"],
    ["replay", "code"],
    ["questions_needed"],
    ["export_model", "standard"],
]


def refusal(words):
    with pytest.raises(CommandError) as refused:
        call_command(*words, stdout=StringIO(), stderr=StringIO())
    return str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize("words", [*READING, ["publish_model", "article"]], ids=lambda words: words[0])
def test_where_tables_are_missing_a_command_says_what_to_run(words):
    MigrationRecorder(connection).flush()

    assert refusal(words) == NO_TABLES


def test_where_nothing_is_published_a_command_that_reads_says_what_to_run(transactional_db):
    call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)

    assert {refusal(words) for words in READING} == {NOTHING_PUBLISHED}


@pytest.mark.django_db
def test_at_a_prompt_that_is_one_line_and_no_traceback(tmp_path):
    with databases.new_database(tmp_path) as address:
        ended = databases.run(["manage.py", "drift"], address=address, var=tmp_path)

    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"CommandError: {NO_TABLES}\n")


def test_a_database_that_cannot_be_used_is_said_in_one_line_too(tmp_path):
    address = f"sqlite:///{tmp_path}"

    ended = databases.run(["manage.py", "drift"], address=address, var=tmp_path)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "CommandError: The database cannot be used: unable to open database file\n"
