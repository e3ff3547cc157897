"""Berth in a folder of its own, with the decision models published, for what is measured through Django."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from io import StringIO

import django
from django.core.management import call_command

from config.collector import settle


@cache
def set_up() -> None:
    folder = tempfile.mkdtemp(prefix="berth-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(BERTH_MODE="local", BERTH_VAR=folder, BERTH_PLAIN_STATIC="1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.makedirs(os.path.join(folder, "static"))
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("publish_model", all=True, verbosity=0, stdout=StringIO())
    settle()
