"""What `berth batch` costs, of a hundred thousand workloads: in processor time, of the whole command with its start."""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench.api import OWN_ANSWERS
from bench.figure import Figure
from bench.site import set_up

ROWS, FEW_ROWS, ROUNDS = 100_000, 20_000, 3
AT_A_TIME = 10_000  # problems that the engine alone is given
MOST_MEMORY = 250 * 1024**2  # bytes
FLAT = 1.1  # times the memory of a fifth of the workloads

# What the system counts for a child begins with the memory of its parent; the process itself knows its own.
PROGRAM = """\
import sys
from decisions.cli import main
code = main()
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
sys.exit(code)
"""


def figures() -> Iterator[Figure]:
    set_up()
    with tempfile.TemporaryDirectory(prefix="berth-bench-") as folder:
        table, few, results = (Path(folder, name) for name in ("table.csv", "few.csv", "results.csv"))
        write_table(table, ROWS)
        write_table(few, FEW_ROWS)
        _seconds, memory_of_few = batch(few, results)
        ours = floor = float("inf")
        memory = 0.0
        for _round in range(ROUNDS):
            seconds, peak = batch(table, results)
            ours, memory = min(ours, seconds), max(memory, peak)
            floor = min(floor, engine_alone(table) + read_and_write(table, results))
        yield Figure(f"berth batch, {ROWS} workloads; floor: engine and CSV alone", ours, floor, 1.5)
        yield Figure("its memory at most; floor: what it may take", memory, MOST_MEMORY, 1.0, "MB")
        yield Figure(f"its memory at most; floor: that of {FEW_ROWS} workloads", memory, memory_of_few, FLAT, "MB")


def write_table(path: Path, rows: int) -> None:
    """Write workloads that differ: scenarios in turn, each with answers of its own to some of the questions."""
    from scenarios import services

    chance, document = random.Random(7), services.document("standard")  # noqa: S311 - no secret
    keys = [question.key for question in document.questions]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "scenario", *keys])
        for row in range(rows):
            own = {q.key: chance.choice(q.options).key for q in chance.sample(document.questions, OWN_ANSWERS)}
            scenario = document.scenarios[row % len(document.scenarios)].key
            writer.writerow([f"Workload {row}", scenario, *(own.get(key, "") for key in keys)])


def batch(table: Path, results: Path) -> tuple[float, float]:
    """Run the command; return its processor seconds and the most memory that it had, in bytes."""
    command = [sys.executable, "-c", PROGRAM, "batch", str(table), "--out", str(results)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
    with process:
        said = process.stdout.read() if process.stdout else ""
        _process, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"berth batch ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, int(said) * 1024


def engine_alone(table: Path) -> float:
    """Return the processor seconds that the engine takes for the same problems: gather into arrays, evaluate."""
    from decisions import engine
    from decisions.services.compile import compiled
    from decisions.services.table import Table

    model, taken = compiled("standard"), 0.0
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        bound = Table.of(next(reader), model, kept=["name"])
        while rows := list(islice(reader, AT_A_TIME)):
            problems = [row for row in map(bound.read, rows) if isinstance(row, engine.Problem)]
            start = time.process_time()
            engine.evaluate(model.arrays, engine.Problems.of(model.arrays, problems), detail=engine.Detail.VERDICT)
            taken += time.process_time() - start
    return taken


def read_and_write(table: Path, results: Path) -> float:
    """Return the processor seconds that reading the table and writing results takes with the standard library."""
    with results.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    start = time.process_time()
    with table.open(encoding="utf-8", newline="") as file:
        for _row in csv.reader(file):
            pass
    with results.with_name("copy.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return time.process_time() - start
