"""Python's collector of cycles, as a process of Berth needs it."""

import gc

LEAST_NEW = 50_000  # objects made and not yet gone, before the collector looks through them


def settle() -> None:
    """Leave alone what start-up made, since it stays as long as the process, and look for cycles less often.

    A page makes tens of thousands of objects and a batch hundreds of thousands, hardly one of them in a cycle. Looking
    after every 700 took 6 % of the time of a page and a quarter of that of a batch.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(LEAST_NEW)
