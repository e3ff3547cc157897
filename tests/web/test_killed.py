"""An answer is in the database as soon as its response came: the server may be killed right after."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django.conf import settings

PATIENCE = 60  # seconds


class Browser:
    """A client without script, which keeps cookies and sends forms with their token."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> str:
        with self.opener.open(self.home + path, timeout=PATIENCE) as response:
            return response.read().decode()

    def post(self, path: str, fields: dict[str, str], token: str) -> str:
        body = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        request = Request(self.home + path, data=body, headers={"Origin": self.home})  # noqa: S310 - it is our own
        with self.opener.open(request, timeout=PATIENCE) as response:
            return response.url.removeprefix(self.home)


def manage(environment, *command):
    subprocess.run([sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=environment, check=True)


@pytest.fixture
def environment(tmp_path):
    """The product's own settings and a database of its own."""
    environment = os.environ | {"BERTH_MODE": "local", "BERTH_VAR": str(tmp_path), "BERTH_PLAIN_STATIC": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    (tmp_path / "static").mkdir()
    manage(environment, "migrate", "--verbosity", "0")
    manage(environment, "publish_model", "standard")
    return environment


@pytest.fixture
def server(environment):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
    )
    browser = Browser(f"http://127.0.0.1:{port}")
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        try:
            browser.get("/livez")
            break
        except OSError:
            assert process.poll() is None, "The server did not start."
            time.sleep(0.2)
    yield browser, process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_it_works(server, tmp_path):
    browser, process = server
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.get("/"))[1]
    path = browser.post("/assessments/", {"title": "Payroll", "scenario": "erp"}, token)

    browser.post(f"{path}questions/tenant_trust/", {"answer": "org", "note": "Just typed", "seen": "0"}, token)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    with closing(sqlite3.connect(tmp_path / "berth.sqlite3")) as database:
        stored = database.execute("SELECT question, value, note FROM decisions_answer").fetchall()
    assert stored == [("tenant_trust", '"org"', "Just typed")]
