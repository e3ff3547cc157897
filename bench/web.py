"""How fast the pages with results are, against an empty page under the same middleware."""

from collections.abc import Callable, Iterator
from typing import Any

from bench.figure import Figure, race
from bench.site import set_up

MOST_SECONDS = {"result/": 0.040, "result/figures.json": 0.040, "what-if/": 0.100, "report/": 0.100}
TRIED = {"what-if/": {"part": "outcome", "weights": "own", "w.isolation": "40", "w.cost": "60"}}
ROUNDS = 25


def figures() -> Iterator[Figure]:
    set_up()
    from django.test import Client, override_settings

    with override_settings(ROOT_URLCONF="bench.web_urls"):
        client = Client(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
        home = client.post("/assessments/", {"title": "Pipelines", "scenario": "devops"})["Location"]
        for key, answer in (("tenant_trust", "customers"), ("release_rate", "unsure")):
            client.post(f"{home}questions/{key}/", {"answer": answer, "seen": 0})
        empty = getting(client, "/empty/")
        for page, most in MOST_SECONDS.items():
            ours = getting(client, home + page, TRIED.get(page))
            seconds, floor = race(ours, [empty], rounds=ROUNDS)
            yield Figure(f"GET {page}, at most {most * 1e3:.0f} ms", seconds, floor, most / floor)


def getting(client: Any, path: str, query: dict[str, str] | None = None) -> Callable[[], None]:
    """Return what asks for a page, after having asked once: a process keeps templates and models."""

    def get() -> None:
        answer = client.get(path, query)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    get()
    return get
