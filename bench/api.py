"""How fast the API is, in processor time of the server: against a bare DRF view, and against the engine alone."""

import http.client
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from bench.figure import Figure
from bench.site import set_up

ROUNDS, REQUESTS = 5, 200  # rounds in turn; requests in each
NEW_SEEDS = 20  # in each of three rounds
MOST_FOR_A_SEED = 0.006  # seconds
ITEMS = 10_000
OWN_ANSWERS = 12  # of 37 questions, over a scenario: what an inventory and its owner can say
ECHO_SHARE = 0.3  # of the echo's requests in a second of processor time, at least


def figures() -> Iterator[Figure]:
    set_up()
    bodies = [json.dumps({**body, "detail": "verdict"}).encode() for body in some_requests(REQUESTS)]
    with serving("bench.echo:application") as echo, serving("config.wsgi:application") as berth:
        ours, floor = in_turn(
            lambda: berth.cost("/api/v1/evaluations/", bodies), lambda: echo.cost("/echo/", bodies), ROUNDS
        )
        yield Figure("POST evaluations/, verdict, one request", ours / REQUESTS, floor / REQUESTS, 1 / ECHO_SHARE)
        seeds = count(1_000_000)  # none of them the model's own
        more = min(berth.cost("/api/v1/evaluations/", seeded(seeds)) for _ in range(3)) / NEW_SEEDS - ours / REQUESTS
        most = MOST_FOR_A_SEED * 1e3
        yield Figure(
            f"the same with a seed not seen before: at most {most:.0f} ms more",
            more,
            floor / REQUESTS,
            MOST_FOR_A_SEED / (floor / REQUESTS),
        )
        batch = some_requests(ITEMS)
        body = json.dumps({"items": batch}).encode()
        ours, floor = in_turn(lambda: berth.cost("/api/v1/evaluations/batch/", [body]), engine_alone(batch), 3)
        yield Figure(f"POST evaluations/batch/, {ITEMS} verdicts, {OWN_ANSWERS} own answers each", ours, floor, 2.5)


def seeded(seeds: Iterator[int]) -> list[bytes]:
    """Return requests each of which brings a seed of its own."""
    return [
        json.dumps({**body, "detail": "verdict", "seed": next(seeds)}).encode() for body in some_requests(NEW_SEEDS)
    ]


def some_requests(number: int) -> list[dict[str, Any]]:
    """Return requests that differ: scenarios in turn, each with answers of its own to some of the questions."""
    from scenarios import services

    chance = random.Random(7)  # noqa: S311 - no secret
    document = services.document("standard")
    requests = []
    for position in range(number):
        answers = {}
        for question in chance.sample(document.questions, OWN_ANSWERS):
            option = chance.choice(question.options).key
            answers[question.key] = [option] if question.kind == "multiple" else option
        requests.append({"scenario": document.scenarios[position % len(document.scenarios)].key, "answers": answers})
    return requests


def engine_alone(batch: Sequence[dict[str, Any]]) -> Callable[[], float]:
    """Return what times the engine on the same problems: gather them into arrays, evaluate them."""
    from decisions import engine
    from decisions.documents.request import EvaluationRequest
    from decisions.services.compile import compiled
    from decisions.services.evaluate import problem
    from decisions.services.understand import understand

    model = compiled("standard")
    problems = [problem(understand(EvaluationRequest.model_validate(body), model)) for body in batch]

    def cost() -> float:
        start = time.process_time()
        engine.evaluate(model.arrays, engine.Problems.of(model.arrays, problems), detail=engine.Detail.VERDICT)
        return time.process_time() - start

    cost()  # lays the points, as the server's first request does
    return cost


def in_turn(ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> tuple[float, float]:
    """Return the best of both, measured in turn: see `race`."""
    ours(), floor()
    pairs = [(ours(), floor()) for _ in range(rounds)]
    return min(first for first, _ in pairs), min(second for _, second in pairs)


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    worker: int  # process id

    def cost(self, path: str, bodies: Sequence[bytes]) -> float:
        """Return the processor seconds that the worker takes to answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        before = processor_seconds(self.worker)
        for body in bodies:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
        connection.close()
        return processor_seconds(self.worker) - before


def processor_seconds(process: int) -> float:
    """Return the processor time that the threads of a process have used, to the nanosecond.

    The process's own clock ticks a hundred times a second, which is too coarse for a few hundred requests. The threads
    of a worker live as long as it does, so none of their time is lost.
    """
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9


@contextmanager
def serving(application: str) -> Iterator[Server]:
    """Serve as `make run` does, but with one worker, whose processor time can be read."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", application,
        "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4", "--log-level", "warning",
    ]  # fmt: skip
    unlimited = {**os.environ, "BERTH_ANONYMOUS_REQUESTS": "1000000"}  # counted as ever, and none refused
    master = subprocess.Popen(command, env=unlimited)  # noqa: S603 - our own server
    try:
        wait_for(port, master)
        children = Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
        yield Server(port, int(children[0]))
    finally:
        master.terminate()
        master.wait(30)


def wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the worker answers, whatever it answers."""
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/livez")
            connection.getresponse().read()
            return
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within 30 s")
