"""What only its owner may know is in no log, no audit entry and no kept answer, whatever was sent where."""

import re
import socket
import time
from pathlib import Path

import pytest
import requests
from django.conf import settings
from django.urls import reverse

from decisions.management.commands.serve import server_command
from decisions.models import AuditEntry, IdempotencyKey, Share
from tests.access.estate import Estate, estate
from tests.access.table import TABLE
from tests.access.test_matrix import ADDRESSES
from tests.builders import databases
from tests.test_durability import Server, free_port, serving, token

pytestmark = pytest.mark.django_db(transaction=True)

EMAIL, PASSWORD, WRONG, NEW = (
    "architect@company.example", "eleven ships in the harbour", "twelve ships at anchor", "thirteen ships at sea",
)  # fmt: skip
LINK = re.compile(r'http://[\d.:]+(/open/[\w-]+/)"')
SECRET = re.compile(r"berth_[0-9a-f]{64}")
MAIL = re.compile(r"http://[\d.:]+(/account/reset/\S+)")

Secrets = dict[str, str]


class Browser(requests.Session):
    """Somebody's browser: it knows the page that a form is from."""

    def __init__(self, home: str) -> None:
        super().__init__()
        self.home = home

    def fill(self, page: str, to: str = "", **fields: str) -> requests.Response:
        csrf = token(self.get(self.home + page).text)
        return self.post(self.home + (to or page), {"csrfmiddlewaretoken": csrf, **fields})

    @property
    def session_id(self) -> str:
        return str(self.cookies["sessionid"])


@pytest.fixture
def server(monkeypatch):
    """A server of the same command and settings as anybody's, that writes an access log too."""
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--access-logfile=-")
    var, port = Path(settings.VAR_DIR), free_port()
    log = var / "server.log"
    log.unlink(missing_ok=True)
    with serving(databases.tests_own(), var, server_command("127.0.0.1", port, 1, 4)[1:], port) as started:
        yield started


def test_nothing_that_opens_anything_is_written_down(server, shipped):
    everything = estate()
    secrets = {
        "the owner's link": everything.link,
        "a share code": everything.share.code,
        "the code of an assessment": everything.assessment.code,
        "the code of a record": everything.recommendation.code,
        "a session": everything.clients["owner"].cookies["sessionid"].value,
        "a token": everything.clients["write_token"].defaults["HTTP_AUTHORIZATION"].partition(" ")[2],
    }
    secrets |= an_architects_round(server)
    ask_everywhere(server, everything)
    send_what_is_no_request(server, secrets)

    log = (server.var / "server.log").read_text()
    assert "Forbidden (CSRF token missing.): /open/<slug:token>/" in log
    assert "Invalid request from ip=127.0.0.1: Invalid HTTP request line: …" in log
    assert len(re.findall(r"^127\.0\.0\.1 .* GET 200 ", log, re.MULTILINE)) > 50
    assert found(secrets, log) == []
    # codes that are good for nothing without their owner's session or token say there what was done to which
    acts = "\n".join(map(str, AuditEntry.objects.values_list("actor", "action", "subject", "details")))
    assert set(found(secrets, acts)) <= {"the code of an assessment", "the code of a record"}
    kept = "\n".join(map(str, IdempotencyKey.objects.values_list("scope", "key", "request", "headers", "body")))
    assert IdempotencyKey.objects.count() == 1
    assert found(secrets, kept) == []


def found(secrets: Secrets, text: str) -> list[str]:
    return [name for name, secret in secrets.items() if secret in text]


def an_architects_round(server: Server) -> Secrets:
    """Sign up, work, share, go on elsewhere, make a token and use it, ask for a new password; return what is secret."""
    browser, elsewhere = Browser(server.home), Browser(server.home)
    elsewhere.fill("/account/sign-in/", email=EMAIL, password=WRONG)
    assert browser.fill("/account/sign-up/", email=EMAIL, password=PASSWORD).ok
    piece = browser.fill("/", "/assessments/", title="Payroll", scenario="erp").url.removeprefix(server.home)
    browser.fill(f"{piece}share/")
    share = Share.objects.latest("pk").code
    link = LINK.search(browser.fill(f"{piece}share/", f"{piece}share/link/").text)[1]
    elsewhere.fill(link)
    secret = SECRET.search(browser.fill("/account/tokens/", name="CI", scope="write", days="30").text)[0]
    through_the_api(server, secret, piece.split("/")[2])
    elsewhere.fill("/account/reset/", email=EMAIL)
    mail = mail_to(server, EMAIL)
    asked = elsewhere.get(server.home + mail)
    assert asked.ok
    elsewhere.fill(asked.url.removeprefix(server.home), password=NEW)
    return {
        "a password": PASSWORD,
        "a wrong password": WRONG,
        "a new password": NEW,
        "a share code by browser": share,
        "the link by browser": link.split("/")[2],
        "a token by browser": secret,
        "a session by browser": browser.session_id,
        "another session": elsewhere.session_id,
        "the link to a new password": mail.split("/")[4],
    }


def through_the_api(server: Server, secret: str, code: str) -> None:
    tool = requests.Session()
    tool.headers.update({"Authorization": f"Token {secret}", "Idempotency-Key": "share-1"})
    api = f"{server.home}/api/v1"
    made = tool.post(f"{api}/shares/", json={"assessment": code})
    assert made.status_code == 201
    assert tool.get(server.home + made.json()["link"]).ok
    assert requests.get(server.home + made.json()["evaluation"], timeout=60).ok
    assert tool.get(f"{api}/assessments/", params={"token": secret}).status_code == 400
    tool.headers["Authorization"] = f"Token {secret}x"
    assert tool.get(f"{api}/assessments/").status_code == 401


def mail_to(server: Server, address: str) -> str:
    """Return the link in the mail, which is written a moment after the page is answered."""
    for _moment in range(1_200):
        for message in (server.var / "mail").glob("*.log"):
            if address in (text := message.read_text()) and (link := MAIL.search(text.replace("=\n", ""))):
                return link[1]
        time.sleep(0.05)
    raise AssertionError("no mail")


def ask_everywhere(server: Server, everything: Estate) -> None:
    """Ask at every address for what the owner has; send what changes things without the form that it needs."""
    browser, tool = Browser(server.home), requests.Session()
    browser.cookies["sessionid"] = everything.clients["owner"].cookies["sessionid"].value
    tool.headers["Authorization"] = everything.clients["write_token"].defaults["HTTP_AUTHORIZATION"]
    for name, row in TABLE.items():
        route = ADDRESSES[name]
        path = server.home + reverse(name, kwargs=everything.named(route, "owner"))
        caller = tool if route.startswith("api/") else browser
        for method in sorted(row.methods):
            answer = caller.request(method, path, allow_redirects=False)
            assert answer.status_code < 500, f"{method} {path}"


def send_what_is_no_request(server: Server, secrets: Secrets) -> None:
    share, secret = secrets["a share code"], secrets["a token"]
    for sent in (
        f"GET /shared/{share}/ as a page HTTP/1.1",
        f"GET /shared/{share}/",
        f"get{share} / HTTP/1.1",
        f"GET /shared/{share}/ HTTP/1.1\r\nAuthorization Token {secret}",
        f"GET / HTTP/1.1\r\n Token: {secret}",
        f"GET / HTTP/1.1\r\nAuthorization{secret}\x00: x",
        f"GET / HTTP/1.1\r\nTransfer-Encoding: {secret}",
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
            line.sendall(f"{sent}\r\n\r\n".encode())
            assert line.recv(1_000).startswith(b"HTTP/1.1 ")
