"""What was acknowledged stays, though the server is killed."""

import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest
import requests
from django.conf import settings

from scenarios import library
from tests.builders import databases

READY_WITHIN = 30  # seconds, on a busy machine; on an idle one it takes about two
KILLS = 200  # of the workers while they work; one in `WHOLE` is of the whole server
WHOLE = 50
CLIENTS = 3


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def address(db: None, tmp_path: Path) -> Iterator[str]:
    """A database of the server's own."""
    with databases.new_database(tmp_path) as made:
        yield made


class Server:
    """A server of ours in a process group of its own."""

    def __init__(self, address: str, var: Path, command: list[str], port: int) -> None:
        self.address, self.var, self.command, self.port = address, var, command, port
        self.home = f"http://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.var / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command], cwd=settings.BASE_DIR, start_new_session=True, stdout=log, stderr=log,
                env=databases.environment(self.address, self.var),
            )  # fmt: skip

    def wait(self) -> float:
        """Wait until it can answer; return how long that took."""
        began = time.monotonic()
        while time.monotonic() < began + READY_WITHIN:
            assert self.process.poll() is None, (self.var / "server.log").read_text()
            try:
                if requests.get(f"{self.home}/readyz", timeout=5).ok:
                    return time.monotonic() - began
            except requests.RequestException:
                time.sleep(0.02)
        pytest.fail(f"not ready within {READY_WITHIN} s: {(self.var / 'server.log').read_text()}")

    def kill(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def kill_workers(self) -> int:
        """Kill what does the work; the master, which only watches, puts others in its place."""
        listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        pairs = (map(int, line.split()) for line in listed.splitlines())
        workers, killed = [pid for pid, parent in pairs if parent == self.process.pid], 0
        for pid in workers:
            with suppress(ProcessLookupError):  # killed the time before, and only now put away
                os.kill(pid, signal.SIGKILL)
                killed += 1
        return killed


@contextmanager
def serving(address: str, var: Path, command: list[str], port: int) -> Iterator[Server]:
    server = Server(address, var, command, port)
    try:
        server.start()
        server.wait()
        yield server
    finally:
        server.kill()


def as_make_run_serves(port: int) -> list[str]:
    return ["manage.py", "serve", "--port", str(port)]


def token(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def test_an_acknowledged_answer_is_there_after_make_run_was_killed(address, tmp_path):
    port, session = free_port(), requests.Session()

    with serving(address, tmp_path, as_make_run_serves(port), port) as server:
        fields = {"csrfmiddlewaretoken": token(session.get(server.home).text), "title": "Payroll", "scenario": "erp"}
        piece = session.post(f"{server.home}/assessments/", fields).url
        answer = {**fields, "answer": "org", "note": "Just typed", "seen": "0"}
        answered = session.post(f"{piece}questions/tenant_trust/", answer, allow_redirects=False)
        server.kill()
        server.start()
        server.wait()
        page = session.get(f"{piece}questions/tenant_trust/").text

    assert answered.status_code == 303
    assert "Just typed" in page


class Client(Thread):
    """Someone who answers one question after the other, and freezes what it comes to; and notes what was acknowledged.

    No question is answered twice in one assessment, so that whatever was acknowledged must be there in the end.
    """

    def __init__(self, name: str, server: Server, questions: dict[str, str], enough: Event) -> None:
        super().__init__(name=name)
        self.server, self.questions, self.enough = server, questions, enough
        self.session = requests.Session()
        self.answers: dict[str, dict[str, str]] = {}
        self.records: list[str] = []
        self.acknowledged = 0
        self.cut = 0  # requests that were begun and got no answer

    def run(self) -> None:
        self.token = token(self.send("GET", "/").text)
        while not self.enough.is_set():
            self.one_assessment()

    def send(self, method: str, path: str, fields: dict[str, str] | None = None) -> requests.Response | None:
        """Send until it is answered, as often as it takes; None: it is enough."""
        while not self.enough.is_set():
            sent = {"csrfmiddlewaretoken": self.token, **fields} if fields is not None else None
            try:
                return self.session.request(
                    method, self.server.home + path, data=sent, allow_redirects=False, timeout=READY_WITHIN
                )
            except requests.RequestException as fault:
                self.cut += "refused" not in str(fault)  # at the door: nobody had begun
                time.sleep(0.01)
        return None

    def one_assessment(self) -> None:
        started = self.send("POST", "/assessments/", {"title": self.name, "scenario": ""})
        if started is None:
            return
        assert started.status_code == 303, started.text
        path = started.headers["Location"]
        acknowledged = self.answers.setdefault(path.split("/")[2], {})
        for position, (question, option) in enumerate(self.questions.items(), start=1):
            fields = {"answer": option, "note": f"{self.name}, {question}", "seen": "0"}
            answered = self.send("POST", f"{path}questions/{question}/", fields)
            if answered is None:
                return
            assert answered.status_code == 303, answered.text
            acknowledged[question] = fields["note"]
            self.acknowledged += 1
            if position % 10 == 0 and not self.freeze(path, position):
                return

    def freeze(self, path: str, revision: int) -> bool:
        frozen = self.send("POST", f"{path}freeze/", {"revision": str(revision)})
        if frozen is None:
            return False
        assert frozen.status_code == 303, frozen.text
        self.records.append(frozen.headers["Location"].split("/")[2])
        return True


def kill_over_and_over(server: Server, clients: list[Client]) -> tuple[list[float], list[float]]:
    """Kill the server at random moments; return how long it took to be ready again, workers and whole server.

    Every other time an answer is acknowledged first, so that a slow machine gets some work done between the kills too.
    """
    chance = random.Random(7)  # noqa: S311 moments, no secrets
    workers, whole = [], []
    for kill in range(1, KILLS + 1):
        if kill % 2:
            wait_for_an_answer(clients)
        time.sleep(chance.uniform(0.01, 0.2))
        if kill % WHOLE:
            assert server.kill_workers() > 0
            workers.append(server.wait())
        else:
            server.kill()
            server.start()
            whole.append(server.wait())
    return workers, whole


def wait_for_an_answer(clients: list[Client]) -> None:
    before, until = sum(client.acknowledged for client in clients), time.monotonic() + READY_WITHIN
    while sum(client.acknowledged for client in clients) == before:
        assert time.monotonic() < until, "No answer was acknowledged."
        time.sleep(0.005)


def test_two_hundred_kills_lose_nothing_and_leave_nothing_half(address, tmp_path):
    for command in (["migrate", "--verbosity=0"], ["publish_model", "standard"]):
        ended = databases.run(["manage.py", *command], address=address, var=tmp_path)
        assert ended.returncode == 0, ended.stderr
    questions = {
        entry.key: next(option.key for option in entry.options if not option.none)
        for entry in library.read("standard").questions
    }
    port, enough = free_port(), Event()
    command = ["-m", "gunicorn", "tests.warm:application()", "--preload", f"--bind=127.0.0.1:{port}"]
    command += ["--workers=2", "--threads=4", "--log-level=critical"]

    with serving(address, tmp_path, command, port) as server:
        clients = [Client(f"client {number}", server, questions, enough) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        try:
            workers, whole = kill_over_and_over(server, clients)
        finally:
            enough.set()
            for client in clients:
                client.join()
    ended = databases.run(["-m", "tests.kept"], address=address, var=tmp_path)
    assert ended.returncode == 0, ended.stderr
    kept = json.loads(ended.stdout)

    for client in clients:
        for code, answers in client.answers.items():
            assert answers.items() <= kept["assessments"][code]["answers"].items()
        assert kept["records"].keys() >= set(client.records)
    assert kept["faults"] == []
    for found in kept["assessments"].values():
        assert found["starts"] == 1
        assert found["revision"] == found["changes"] == len(found["answers"])
    for found in kept["records"].values():
        assert found == {"digest_holds": True, "columns_agree": True, "checklist_is_whole": True, "written_down": 1}
    assert kept["same_bytes"]
    answered = sum(len(answers) for client in clients for answers in client.answers.values())
    cut, frozen = sum(client.cut for client in clients), sum(len(client.records) for client in clients)
    print(
        f"{KILLS} kills cut {cut} requests; acknowledged: {answered} answers, {frozen} records. Ready again within "
        f"{statistics.median(workers):.2f} s (workers), {statistics.median(whole):.2f} s (whole server)."
    )
    # and the kills did hit somebody at work
    assert cut > KILLS / 4
    assert answered > KILLS / 4
    assert frozen > 0


def test_a_taken_port_is_said_plainly(address, tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = databases.run(as_make_run_serves(port), address=address, var=tmp_path)

    assert ended.returncode == 1
    assert f"Cannot serve at 127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_is_not_there_is_said_plainly(tmp_path):
    address = f"postgres://berth:opensesame@127.0.0.1:{free_port()}/berth"

    ended = databases.run(as_make_run_serves(free_port()), address=address, var=tmp_path)

    assert ended.returncode == 1
    assert "Cannot use the database: connection" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "opensesame" not in ended.stdout + ended.stderr
