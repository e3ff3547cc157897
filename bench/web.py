"""How fast the pages with results are, against an empty page under the same middleware."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, product
from typing import Any

from bench.figure import Figure, race
from bench.site import set_up

MOST_SECONDS = {"result/": 0.040, "result/figures.json": 0.040, "what-if/": 0.100, "report/": 0.100}
TRIED = {"what-if/": {"part": "outcome", "weights": "own", "w.isolation": "40", "w.cost": "60"}}
MOST_WORKLOADS = 50  # of an assessment
UNNOTICED = 1.0  # seconds: what takes longer says that it is being worked on
ANSWERS = {  # of which every assessment has another set: what was evaluated before is no help
    "tenant_trust": ("own_team", "customers"),
    "release_rate": ("yearly", "daily", "unsure"),
    "load_shape": ("daily", "burst"),
    "instance_size": ("256m_2g", "unsure"),
}


def figures() -> Iterator[Figure]:
    set_up()
    from django.test import Client, override_settings

    # Files on disk are found once, as where Berth is run, not looked for anew at each request.
    with override_settings(ROOT_URLCONF="bench.web_urls", WHITENOISE_AUTOREFRESH=False):
        client = Client(headers={"host": "127.0.0.1", "accept-encoding": "gzip"})
        homes = [assessment(client, answers) for answers in product(*ANSWERS.values())]
        empty = getting(client, ["/empty/"])
        for page, most in MOST_SECONDS.items():
            ours = getting(client, [home + page for home in homes], TRIED.get(page))
            seconds, floor = race(ours, [empty], rounds=len(homes) - 1)
            yield Figure(f"GET {page}, at most {most * 1e3:.0f} ms", seconds, floor, most / floor)
        whole = with_workloads(assessment(client, [answers[0] for answers in ANSWERS.values()]))
        seconds, floor = race(getting(client, [f"{whole}result/"]), [empty])
        title = f"GET result/ with {MOST_WORKLOADS} workloads, at most {UNNOTICED * 1e3:.0f} ms"
        yield Figure(title, seconds, floor, UNNOTICED / floor)


def assessment(client: Any, answers: Sequence[str]) -> str:
    """Return the address of an assessment with these answers to the questions of `ANSWERS`."""
    home: str = client.post("/assessments/", {"title": "Pipelines", "scenario": "devops"})["Location"]
    for key, answer in zip(ANSWERS, answers, strict=True):
        client.post(f"{home}questions/{key}/", {"answer": answer, "seen": 0})
    return home


def with_workloads(home: str) -> str:
    """Give an assessment as many workloads as it may have, each with another answer to one of the questions."""
    from decisions.documents.request import Workload as GivenWorkload
    from decisions.models import Assessment
    from decisions.services.workloads import add

    subject = Assessment.objects.get(code=home.rstrip("/").rpartition("/")[2])
    question, options = next(iter(ANSWERS.items()))
    for number in range(MOST_WORKLOADS):
        name = f"Pipeline {number}"
        given = GivenWorkload(name=name, answers={question: options[number % len(options)]})
        add(assessment=subject, name=name, given=given)
    return home


def getting(client: Any, paths: Sequence[str], query: dict[str, str] | None = None) -> Callable[[], None]:
    """Return what asks for one page after the other, after the first: a process keeps templates and models."""
    following = cycle(paths)

    def get() -> None:
        path = next(following)
        answer = client.get(path, query)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")

    get()
    return get
