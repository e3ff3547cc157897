import pytest
from django.db import transaction
from hypothesis import given, settings

from scenarios import library, services
from tests.builders.documents import document
from tests.builders.strategies import documents

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["article", "standard"])
def test_what_ships_comes_back_equal(published, key):
    exported = services.export(key)

    assert exported == published[key]
    assert library.digest(exported) == library.digest(published[key])


@settings(max_examples=60, deadline=None)
@given(documents())
def test_whatever_is_published_comes_back_equal(document):
    with transaction.atomic():
        row, _ = services.publish(document=document)
        exported = services.export(document.key, document.version)
        transaction.set_rollback(True)

    assert exported == document
    assert library.digest(exported) == row.digest


def test_the_order_of_lists_and_of_names_is_kept():
    small = document()
    services.publish(document=small)

    assert services.export("small").model_dump_json() == small.model_dump_json()


def test_an_old_version_is_exported_by_its_number():
    services.publish(document=document())
    services.publish(document=document(version="2026.11.2"))

    assert services.export("small", "2026.11.1") == document()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (None, "There is no decision model nothing."),
        ("2026.11.1", "There is no version 2026.11.1 of the decision model nothing."),
    ],
)
def test_what_is_not_there_is_said(version, sentence):
    with pytest.raises(services.NotPublished) as missing:
        services.export("nothing", version)

    assert str(missing.value) == sentence
