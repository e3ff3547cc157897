import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

PRODUCTION = {
    "BERTH_MODE": "production",
    "BERTH_SECRET_KEY": "k" * 50,
    "BERTH_HOSTS": "berth.example",
    "BERTH_DATABASE": "/var/lib/berth/berth.sqlite3",
}


@pytest.mark.parametrize("value", ["yes", "True", "on", "2", "-1"])
def test_a_switch_is_0_or_1_and_nothing_else(monkeypatch, value):
    monkeypatch.setenv("BERTH_TEST", value)

    with pytest.raises(ImproperlyConfigured, match="Set BERTH_TEST to 0 or 1"):
        environment.switch("BERTH_TEST", False)


def test_what_is_set_is_read(monkeypatch):
    monkeypatch.setenv("BERTH_TEST", " 1 ")
    assert environment.switch("BERTH_TEST", False) is True
    assert environment.number("BERTH_TEST", 5) == 1
    assert environment.text("BERTH_TEST") == "1"
    assert environment.names("BERTH_TEST") == ["1"]

    monkeypatch.setenv("BERTH_TEST", "a.example, b.example ,")
    assert environment.names("BERTH_TEST") == ["a.example", "b.example"]


def test_what_is_not_set_takes_its_default_or_is_asked_for(monkeypatch):
    monkeypatch.delenv("BERTH_TEST", raising=False)
    assert environment.switch("BERTH_TEST", True) is True
    assert environment.number("BERTH_TEST", 5) == 5
    assert environment.names("BERTH_TEST", []) == []
    for read in (environment.text, environment.names):
        with pytest.raises(ImproperlyConfigured, match="Set BERTH_TEST"):
            read("BERTH_TEST")
    with pytest.raises(ImproperlyConfigured, match="Set BERTH_TEST to one of: a, b"):
        environment.one_of("BERTH_TEST", ("a", "b"))


@pytest.mark.parametrize("value", ["ten", "1.5", "-3"])
def test_a_number_is_a_whole_one(monkeypatch, value):
    monkeypatch.setenv("BERTH_TEST", value)

    with pytest.raises(ImproperlyConfigured, match="whole number"):
        environment.number("BERTH_TEST", 5)


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret_key"

    key = environment.key_kept_in(path)

    assert len(key) >= 50
    assert environment.key_kept_in(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(path.parent) == ["secret_key"]


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BERTH_")}
    command = [sys.executable, "-c", "from config import settings; print(settings.MODE, settings.DEBUG)"]
    return subprocess.run(command, env=kept | variables, capture_output=True, text=True, check=False)


def test_production_starts_with_key_hosts_and_database():
    started = start(**PRODUCTION)

    assert started.stdout == "production False\n"


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"BERTH_MODE": ""}, "Set BERTH_MODE to one of: local, production."),
        ({"BERTH_MODE": "debug"}, "Set BERTH_MODE to one of: local, production."),
        ({"BERTH_SECRET_KEY": ""}, "Set BERTH_SECRET_KEY."),
        ({"BERTH_SECRET_KEY": "short"}, "BERTH_SECRET_KEY must have at least 50 characters."),
        ({"BERTH_HOSTS": ""}, "Set BERTH_HOSTS"),
        ({"BERTH_HOSTS": "*"}, "BERTH_HOSTS must name the hosts"),
        ({"BERTH_DATABASE": ""}, "Set BERTH_DATABASE."),
        ({"BERTH_HTTPS_REDIRECT": "yes"}, "Set BERTH_HTTPS_REDIRECT to 0 or 1."),
    ],
)
def test_production_does_not_start_on_defaults(missing, sentence):
    started = start(**PRODUCTION | missing)

    assert started.returncode == 1
    assert sentence in started.stderr
