"""The product's settings, with a place of their own for what tests write.

Every process has its own folder, so that two runs, or two workers of one, do not meet in one file.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("BERTH_MODE", "local")
if not os.environ.get("BERTH_VAR") or os.environ.get("BERTH_VAR_OF", "") != os.environ.get("PYTEST_XDIST_WORKER", ""):
    os.environ["BERTH_VAR"] = tempfile.mkdtemp(prefix="berth-tests-")
    os.environ["BERTH_VAR_OF"] = os.environ.get("PYTEST_XDIST_WORKER", "")  # what it starts finds the same place
    atexit.register(shutil.rmtree, os.environ["BERTH_VAR"], ignore_errors=True)

from config.settings import *  # noqa: F403 the environment comes first; these are the product's settings
from config.settings import DATABASES, STORAGES, VAR_DIR

IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DATABASES["default"]["TEST"] = {
    "NAME": VAR_DIR / f"tests-{os.getpid()}.sqlite3" if IS_SQLITE else f"berth_tests_{os.getpid()}",
}
ANONYMOUS_REQUESTS = 1_000_000  # a minute; tests of the limit set their own
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a real hash takes half a second by design

# Templates find their files where they stand, without `collectstatic` before each run.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "config.http.static.PlainStaticFiles"}}
Path(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is missing
