import os
import stat
import subprocess
import sys
from pathlib import Path

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


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgres://berth@db.example/berth", {"USER": "berth", "HOST": "db.example", "NAME": "berth", "PORT": ""}),
        ("postgresql://db.example:5433/berth", {"HOST": "db.example", "PORT": "5433", "USER": "", "PASSWORD": ""}),
        ("postgres://b%40rth:p%2Fw%23%3A@[::1]/ber%20th", {"USER": "b@rth", "PASSWORD": "p/w#:", "NAME": "ber th"}),
        ("postgres://berth@/berth?host=/run/postgresql", {"HOST": "/run/postgresql", "USER": "berth"}),
        ("postgres://%2Frun%2Fpostgresql/berth", {"HOST": "/run/postgresql", "NAME": "berth"}),
    ],
)
def test_the_address_of_a_postgresql_is_read(address, expected):
    found = environment.database_at(address)

    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert {name: found[name] for name in expected} == expected


def test_options_of_an_address_reach_the_server():
    found = environment.database_at("postgres://db.example/berth?sslmode=verify-full&sslrootcert=/srv/ca.pem")

    assert found["OPTIONS"] == {"connect_timeout": "10", "sslmode": "verify-full", "sslrootcert": "/srv/ca.pem"}


@pytest.mark.parametrize(
    ("address", "file"),
    [("sqlite:///berth.sqlite3", "berth.sqlite3"), ("sqlite:////srv/be%20rth.sqlite3", "/srv/be rth.sqlite3")],
)
def test_the_address_of_a_file_is_read(address, file):
    assert environment.database_at(address) == environment.sqlite_file(Path(file))


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("mysql://db.example/secret", "must begin with postgres:// or sqlite:///"),
        ("/srv/secret.sqlite3", "must begin with"),
        ("secret", "must begin with"),
        ("postgres://db.example:54e2/secret", "its host or port cannot be read"),
        ("postgres://db.example:99999/secret", "its host or port cannot be read"),
        ("postgres://[::1/secret", "its host or port cannot be read"),
        ("postgres://secret@db.example", "must name one database"),
        ("postgres://secret@db.example/", "must name one database"),
        ("postgres://secret@db.example/a/b", "must name one database"),
        ("postgres://u:secret#1@db.example/berth", "has a # in it"),
        ("postgres://u:secret@db.example/berth?sslmod=require", "sslmod is no option"),
        ("postgres://u:secret@db.example/berth?sslmode=", "sslmode is no option, has no value"),
        ("postgres://u:secret@db.example/berth?sslmode=require&sslmode=allow", "stands twice"),
        ("postgres://u:secret@db.example/berth?host=/run", "names two hosts"),
        ("sqlite://", "must name one file"),
        ("sqlite:///", "must name one file"),
        ("sqlite:////srv/", "must name one file"),
        ("sqlite://secret/berth", "must name one file"),
        ("sqlite:///:memory:", "must name one file"),
        ("sqlite:///berth.sqlite3?mode=secret", "must name one file"),
    ],
)
def test_an_address_that_is_not_understood_is_refused_without_repeating_it(address, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database_at(address)

    assert sentence in str(refused.value)
    assert "secret" not in str(refused.value)


def start(**variables: str) -> subprocess.CompletedProcess[str]:
    return run("from config import settings; print(settings.MODE, settings.DEBUG)", **variables)


def run(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("BERTH_") and name != "DATABASE_URL"
    }
    command = [sys.executable, "-c", script]
    return subprocess.run(command, env=kept | variables, capture_output=True, text=True, check=False)


def test_production_starts_with_key_hosts_and_database():
    started = start(**PRODUCTION)

    assert started.stdout == "production False\n"


def test_production_starts_with_the_address_of_a_database_in_place_of_a_file():
    started = start(**PRODUCTION | {"BERTH_DATABASE": "", "DATABASE_URL": "postgres://berth:secret@db.example/berth"})

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
        ({"BERTH_DATABASE": ""}, "Set DATABASE_URL, or BERTH_DATABASE to the path of an SQLite file."),
        ({"DATABASE_URL": "postgres://db.example/berth"}, "Set either DATABASE_URL or BERTH_DATABASE, not both."),
        (
            {"BERTH_DATABASE": "", "DATABASE_URL": "db.example"},
            "DATABASE_URL must begin with postgres:// or sqlite:///",
        ),
        ({"BERTH_HTTPS_REDIRECT": "yes"}, "Set BERTH_HTTPS_REDIRECT to 0 or 1."),
    ],
)
def test_production_does_not_start_on_defaults(missing, sentence):
    started = start(**PRODUCTION | missing)

    assert started.returncode == 1
    assert sentence in started.stderr


@pytest.mark.parametrize(
    ("address", "host", "port", "user", "ssl", "starttls"),
    [
        ("smtp://berth:a%40b@mail.example", "mail.example", 587, "berth", False, True),
        ("smtps://mail.example:4650", "mail.example", 4650, "", True, False),
        ("smtp+plain://localhost", "localhost", 25, "", False, False),
    ],
)
def test_the_address_of_a_mail_server_says_how_to_speak_to_it(monkeypatch, address, host, port, user, ssl, starttls):
    monkeypatch.setenv("BERTH_TEST", address)

    server = environment.mail("BERTH_TEST")

    assert server == {
        "HOST": host,
        "PORT": port,
        "HOST_USER": user,
        "HOST_PASSWORD": "a@b" if user else "",
        "USE_SSL": ssl,
        "USE_TLS": starttls,
    }


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "https://u:secret@mail.example",
        "smtp://u:secret@",
        "smtp://u:secret@mail.example/x",
        "smtp://h:x",
    ],
)
def test_what_is_no_mail_server_is_refused_without_its_password(monkeypatch, address):
    monkeypatch.setenv("BERTH_TEST", address)

    with pytest.raises(ImproperlyConfigured, match="BERTH_TEST") as refusal:
        environment.mail("BERTH_TEST")

    assert "secret" not in str(refusal.value)


def test_without_a_mail_server_there_is_none(monkeypatch):
    monkeypatch.delenv("BERTH_TEST", raising=False)

    assert environment.mail("BERTH_TEST") is None


def test_a_mail_server_needs_a_sender():
    mailing = PRODUCTION | {"BERTH_MAIL_URL": "smtp://mail.example"}

    assert "Set BERTH_MAIL_FROM." in start(**mailing).stderr
    assert start(**mailing, BERTH_MAIL_FROM="berth@berth.example").returncode == 0


def test_in_production_cookies_are_for_this_host_alone():
    script = """
import django
django.setup()
from django.conf import settings
from django.test import Client
client = Client(headers={"host": "berth.example"})
client.get("/account/sign-in/", secure=True)
form = {"language": "en", "csrfmiddlewaretoken": client.cookies["__Host-csrf"].value}
client.post("/language/", form, secure=True)
for sent in client.cookies.values():
    print(sent.key, bool(sent["secure"]), bool(sent["httponly"]), sent["samesite"], sent["path"], sent["domain"])
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY)
print(settings.NOTICES_COOKIE_NAME)
"""
    variables = {"DJANGO_SETTINGS_MODULE": "config.settings", "BERTH_PLAIN_STATIC": "1", **PRODUCTION}

    found = run(script, **variables)

    assert found.stdout.splitlines() == [
        "__Host-csrf True True Lax / ",
        "__Host-language True True Lax / ",
        "__Host-session True True",
        "__Host-notices",
    ], found.stderr
