"""What stands in the log of a request; `tests/test_logs.py` reads that of a whole server."""

import logging
from io import StringIO

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    """Return what the product's own handler writes."""
    handler = next(each for each in logging.getLogger("django").handlers if each.filters)  # pytest adds its own
    written = StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


@pytest.mark.urls("tests.config.faulty_urls")
def test_a_fault_names_the_kind_of_address(log):
    Client(raise_request_exception=False).get("/faulty/Sesame/?code=Sesame")

    first, *trace = log.getvalue().splitlines()
    assert first.endswith("ERROR django.request Internal Server Error: /faulty/<slug:code>/")
    assert trace[-1] == "ZeroDivisionError"
    assert "Sesame" not in log.getvalue()


def test_a_form_from_elsewhere_names_no_address(log):
    elsewhere = {"referer": "https://berth.example/shared/Sesame/"}

    Client(enforce_csrf_checks=True).post("/open/Sesame/", secure=True, headers=elsewhere)

    assert "Referer checking failed - https://berth.example/… does not match" in log.getvalue()
    assert "/open/<slug:token>/" in log.getvalue()
    assert "Sesame" not in log.getvalue()


def test_what_is_not_there_or_not_here_is_not_worth_a_line(log):
    Client().get("/shared/Sesame/")
    Client().get("/", headers={"host": "sesame.example"})

    assert log.getvalue() == ""


def test_the_server_does_not_repeat_what_it_could_not_read(log):
    server = logging.getLogger("gunicorn.error")

    server.warning("Invalid request from ip=192.0.2.7: Invalid HTTP Header: 'Authorization Token Sesame'")
    server.error("Error handling request %s %s", "GET", "/shared/Sesame/")

    assert [line.partition("gunicorn.error ")[2] for line in log.getvalue().splitlines()] == [
        "Invalid request from ip=192.0.2.7: Invalid HTTP Header: …",
        "Error handling request GET …",
    ]
