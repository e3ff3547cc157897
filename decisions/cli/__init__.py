"""`berth`: the command line. What it says goes to standard output, what went wrong to standard error.

Exit codes: 0 done · 1 done, and the answer is no (rows refused, faults found, drift, a record that differs) · 2 called
wrongly · 3 cannot be done (a file, a code, the database) · 130 stopped by the user.
"""

import io
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Set Django up and run a command; on a machine where nobody said otherwise, in the mode `local`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("BERTH_MODE", "local")
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # a second thread only gets in the engine's way
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Chinese, or without bars, gets question marks
    import django
    from django.core.exceptions import ImproperlyConfigured

    from config.collector import settle

    try:
        django.setup(set_prefix=False)
        from decisions.cli.commands import run
    except ImproperlyConfigured as fault:
        print(f"berth: {fault}", file=sys.stderr)
        return 3
    settle()
    return run(sys.argv[1:] if arguments is None else arguments)
