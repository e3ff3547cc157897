"""What was acknowledged stays, though the server is killed."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 30  # seconds; it takes about two, more on a busy machine

QUESTIONS = {
    "release_rate": ("daily", "weekly", "monthly", "yearly"),
    "load_shape": ("flat_high", "flat_low", "daily", "burst"),
    "blast_radius": ("only_this", "group", "host"),
}
KILLS = len(QUESTIONS)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def server(port: int, var: Path):
    """Serve as `make run` does, in a process group of its own."""
    environment = {**os.environ, "BERTH_MODE": "local", "BERTH_VAR": str(var), "BERTH_PLAIN_STATIC": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with (var / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            wait_until_ready(port, process)
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_ready(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended by itself"
        try:
            if requests.get(f"http://127.0.0.1:{port}/readyz", timeout=2).ok:
                return
        except requests.RequestException:
            time.sleep(0.1)
    pytest.fail(f"not ready within {READY_WITHIN} s")


def token(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def test_an_acknowledged_answer_is_there_after_the_server_was_killed(tmp_path):
    port, session = free_port(), requests.Session()
    base, address, acknowledged, found = f"http://127.0.0.1:{port}", "", {}, {}

    for turn in range(KILLS + 1):
        with server(port, tmp_path) as process:
            if not address:
                page = session.get(f"{base}/").text
                fields = {"csrfmiddlewaretoken": token(page), "title": "Payroll", "scenario": "", "model": "standard"}
                address = session.post(f"{base}/assessments/", fields).url
            for question, option in acknowledged.items():
                page = session.get(f"{address}questions/{question}/").text
                chosen = re.findall(r"<input[^>]*\bchecked\b[^>]*>", page)
                found[question] = option if any(f'value="{option}"' in box for box in chosen) else None
            if turn < KILLS:
                question, options = list(QUESTIONS.items())[turn]
                page = session.get(f"{address}questions/{question}/").text
                fields = {"csrfmiddlewaretoken": token(page), "answer": options[turn], "seen": "0", "action": "save"}
                answered = session.post(f"{address}questions/{question}/", fields, allow_redirects=False)
                os.killpg(process.pid, signal.SIGKILL)
                assert answered.status_code == 303
                acknowledged[question] = options[turn]

    assert len(acknowledged) == KILLS
    assert found == acknowledged


def test_a_taken_port_is_said_plainly(tmp_path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "BERTH_MODE": "local", "BERTH_VAR": str(tmp_path)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        ended = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    assert ended.returncode == 1
    assert f"Cannot serve at 127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_that_is_not_there_is_said_plainly(tmp_path):
    address = f"postgres://berth:opensesame@127.0.0.1:{free_port()}/berth"
    environment = {**os.environ, "BERTH_MODE": "local", "BERTH_VAR": str(tmp_path), "DATABASE_URL": address}
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    ended = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", str(free_port())],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert ended.returncode == 1
    assert "Cannot use the database: connection" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "opensesame" not in ended.stdout + ended.stderr
