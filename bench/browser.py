"""How long it takes in a real browser from a slider that moves to the new picture."""

import shutil
from collections.abc import Iterator
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING

from bench.api import serving
from bench.figure import Figure
from bench.site import set_up

if TYPE_CHECKING:  # Playwright is there for tests and for this alone
    from playwright.sync_api import Page

MOST_SECONDS = 0.100  # median
MOVES, ROUNDS = 40, 3
OUTCOME = "**/what-if/?*part=outcome*"  # what the script asks for
PLACES = {"result": "result/", "what-if": "what-if/"}  # where the sliders are
SLIDER = '[data-what-if] input[type="range"]'
WATCH = """() => {
  window.taken = [];
  let moved = 0;
  addEventListener("input", (event) => { if (event.isTrusted) moved = event.timeStamp; }, true);
  const painted = () => window.taken.push(performance.now() - moved);
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(painted)))
    .observe(document.querySelector("[data-outcome]"), { childList: true });
}"""


def figures() -> Iterator[Figure]:
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("The figures of the browser need chromium (on Debian and Ubuntu: sudo apt install chromium).")
    set_up()
    from playwright.sync_api import sync_playwright

    with serving("config.wsgi:application") as berth, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=f"http://127.0.0.1:{berth.port}")
        home = assessment(page)
        for name, place in PLACES.items():
            page.goto(home + place)
            page.evaluate(WATCH)
            ours, floor = in_turn(page)
            title = f"slider to new picture in a browser, {name} page, at most {MOST_SECONDS * 1e3:.0f} ms"
            yield Figure(title, ours, floor, MOST_SECONDS / floor)
        browser.close()


def assessment(page: "Page") -> str:
    """Begin one as a reader does, and return its address."""
    page.goto("/")
    page.locator('input[name="scenario"][value="finance"]').check()
    page.locator('form[action="/assessments/"] button').click()
    page.wait_for_url("**/assessments/*/")
    return page.url


def in_turn(page: "Page") -> tuple[float, float]:
    """Return the median seconds of a move, and of one that is answered at once with what was answered before."""
    moved(page, 4)  # script and server are warm from here on
    with page.expect_response(OUTCOME) as asked:
        moved(page, 1)
    before = asked.value.text()
    ours: list[float] = []
    floor: list[float] = []
    for _ in range(ROUNDS):
        ours += moved(page, MOVES)
        page.route(OUTCOME, lambda route: route.fulfill(body=before, content_type="text/html"))
        floor += moved(page, MOVES)
        page.unroute(OUTCOME)
    return median(ours), median(floor)


def moved(page: "Page", times: int) -> list[float]:
    """Move one slider after the other by the keyboard, and return the seconds to each new picture.

    Nothing is evaluated twice: each move gives other weights.
    """
    page.evaluate("window.taken = []")
    for slider in islice(cycle(page.locator(SLIDER).all()), times):
        before = page.evaluate("window.taken.length")
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("(before) => window.taken.length > before", arg=before)
    return [milliseconds / 1e3 for milliseconds in page.evaluate("window.taken")]
