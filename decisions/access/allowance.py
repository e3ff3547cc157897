"""How often whoever is not known may ask: so often a minute, whichever process answers.

What was used stands in a file of its own: it is written for each request, and must hold up nobody who saves an answer.
Losing it when the power goes costs nothing, so it is not forced to the disk. Other machines count for themselves.
"""

import sqlite3
import time
from math import ceil
from threading import local

from django.conf import settings

MINUTE = 60_000_000  # microseconds
FORGET_EVERY = 1_000  # requests, as chance has it: whose allowance is full again needs no row
WAIT_FOR_OTHERS = 5  # seconds; each is done in some microseconds
SET_UP = """
PRAGMA journal_mode=WAL;
PRAGMA synchronous=OFF;
CREATE TABLE IF NOT EXISTS allowance (caller TEXT PRIMARY KEY, used_until INTEGER NOT NULL) WITHOUT ROWID;
"""
# One row a caller: until when what flows evenly is used up. A minute's worth may be used at once. What lies further
# ahead was written before the clock was set back, and does not count.
USED = "CASE WHEN used_until BETWEEN :now AND :now + :most THEN used_until ELSE :now END"
TAKE = f"""
INSERT INTO allowance (caller, used_until) VALUES (:caller, :now + :cost)
ON CONFLICT (caller) DO UPDATE SET used_until = {USED} + :cost WHERE {USED} + :cost <= :now + :most
RETURNING used_until
"""  # noqa: S608 - made of our own words
LOOK = f"SELECT {USED} FROM allowance WHERE caller = :caller"  # noqa: S608 - the same
FORGET = "DELETE FROM allowance WHERE used_until < :now"

_here = local()


def seconds_to_wait(caller: str, requests: int = 1, *, now: int | None = None) -> int:
    """Take so many requests out of a caller's allowance; return 0, or in how many seconds they can be had.

    One statement looks and takes: of all that come at once, in any process, no more are let through than may be. `now`
    is in microseconds.
    """
    cost = min(requests * MINUTE // settings.ANONYMOUS_REQUESTS, MINUTE)
    moment = time.time_ns() // 1000 if now is None else now
    asked = {
        "caller": caller,
        "now": moment,
        "cost": cost,
        "most": MINUTE,
    }
    store = opened()
    if moment % FORGET_EVERY == 0:
        store.execute(FORGET, asked)
    if store.execute(TAKE, asked).fetchall():  # all, or the statement would stay open, and with it the file locked
        return 0
    rows: list[tuple[int]] = store.execute(LOOK, asked).fetchall()
    return max(1, ceil((rows[0][0] + cost - moment - MINUTE) / 1e6))


def opened() -> sqlite3.Connection:
    """Return this thread's connection."""
    store: sqlite3.Connection | None = getattr(_here, "store", None)
    if store is None:
        file = settings.VAR_DIR / "allowance.sqlite3"
        store = _here.store = sqlite3.connect(file, timeout=WAIT_FOR_OTHERS, isolation_level=None)
        store.executescript(SET_UP)
    return store
