"""Print every performance figure as a ratio to a floor that was measured in the same run.

make bench                 # all of them
python -m bench engine     # one group
"""

import importlib
import os
import sys

GROUPS = ("engine", "explain", "methods", "api", "cli", "files", "web", "browser")


def main() -> int:
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")  # one thread: a floor on two would not be a floor
    missed = 0
    print(f"{'figure':<72} {'ours':>10} {'floor':>10} {'ratio':>7} {'bar':>7}")
    for group in sys.argv[1:] or GROUPS:
        for figure in importlib.import_module(f"bench.{group}").figures():
            met = figure.ratio <= figure.bar
            missed += not met
            print(
                f"{figure.name:<72} {figure.written(figure.ours):>10} {figure.written(figure.floor):>10}"
                f" {figure.ratio:>7.2f} {figure.bar:>7.2f}{'' if met else '  missed'}",
                flush=True,
            )
    print(f"{missed} missed" if missed else "all met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
