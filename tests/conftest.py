"""What every test may rely on: the shipped decision models are published."""

import fcntl
import os
from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from django.utils import translation
from hypothesis import HealthCheck, settings

from scenarios import library, schema, services

# A property holds or it does not; how long one example takes says more of the machine than of us. The examples are the
# same in every run, so that a run fails of what was changed; `make search` looks for new ones, SEARCH times as many.
SEARCH = int(os.environ.get("SEARCH", "0"))
settings.register_profile(
    "berth",
    deadline=None,
    derandomize=not SEARCH,
    max_examples=100 * max(SEARCH, 1),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("berth")


@cache
def shipped_documents() -> dict[str, schema.DecisionModel]:
    return {key: library.read(key) for key in sorted(library.keys())}


def publish_what_ships(**signal: object) -> None:
    for document in shipped_documents().values():
        services.publish(document=document)


# Django sends this signal when it has made the test database, and each time that it has emptied it after a test that
# commits (transactional and browser tests): so the models are there for every test, and nobody has to ask for them.
post_migrate.connect(publish_what_ships, sender=apps.get_app_config("scenarios"))


@pytest.fixture(scope="session")
def shipped() -> dict[str, schema.DecisionModel]:
    """The decision models as the library has them, by key."""
    return shipped_documents()


@pytest.fixture
def published(db: None, shipped: dict[str, schema.DecisionModel]) -> dict[str, schema.DecisionModel]:
    """The same, in the database."""
    return shipped


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that are marked `alone`, so that they need not wait for long ones of other workers."""
    items.sort(key=lambda item: item.get_closest_marker("alone") is None)


@pytest.fixture(autouse=True)
def a_machine_of_its_own(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let a test that is marked `alone` wait until the tests of other workers have ended, and those until it has."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    run = tmp_path_factory.getbasetemp().parent  # of all workers
    with (run / "door").open("w") as door, (run / "room").open("w") as room:
        fcntl.flock(door, fcntl.LOCK_EX)  # whoever waits for the room lets nobody else pass
        fcntl.flock(room, fcntl.LOCK_EX if request.node.get_closest_marker("alone") else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """Let no test speak the language of a page that another asked for: Django leaves it active in the thread."""
    yield
    translation.deactivate()
