"""Set up what is missing and serve: what `make run` ends in."""

import hashlib
import json
import os
import socket
import sys
from contextlib import closing
from io import StringIO
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError

# for whoever switches the access log on: client, moment, method, status, size, seconds; the address may hold a code
ACCESS_LINE = "%(h)s %(t)s %(m)s %(s)s %(B)s %(L)s"


class Command(BaseCommand):
    help = "Migrate, publish the decision models, collect static files, then serve with gunicorn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--threads", type=int, default=4)

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        refuse_a_taken_port(host, port)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Database: bringing the tables up to date")
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except OperationalError as fault:
            raise CommandError(f"Cannot use the database: {str(fault).strip()}") from fault
        self.stdout.write("Decision models: publishing what is new")
        call_command("publish_model", all=True, stdout=self.stdout)
        self.collect_static_files()
        self.stdout.write(self.style.SUCCESS(f"Berth is at http://{host}:{port}  (stop it with Ctrl+C)"))
        self.stdout.flush()
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # the workers are the parallelism
        command = server_command(host, port, workers, threads)
        os.execv(command[0], command)  # noqa: S606 - no shell; the server takes this process over

    def collect_static_files(self) -> None:
        """Collect, hash and compress; only when something changed, since compressing takes seconds."""
        stamp, wanted = settings.VAR_DIR / "static.stamp", fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self.stdout.write("Static files: collecting and compressing")
        said = StringIO()
        call_command("collectstatic", interactive=False, verbosity=1, stdout=said)
        self.stdout.write(said.getvalue().strip())
        stamp.write_text(wanted)


def server_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "config.wsgi:application",
        "--bind", f"{host}:{port}", "--workers", str(workers), "--threads", str(threads),
        "--log-level", "warning", "--access-logformat", ACCESS_LINE, "--name", "berth", "--timeout", "60",
    ]  # fmt: skip


def fingerprint_of_static_files() -> str:
    """Digest name, size and time of every static file, wherever an app keeps it."""
    found = sorted(
        (name, storage.size(name), storage.get_modified_time(name).timestamp())
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    return hashlib.sha256(json.dumps([str(settings.STATIC_ROOT), found]).encode()).hexdigest()


def refuse_a_taken_port(host: str, port: int) -> None:
    """Say plainly that somebody else listens there, before anything is set up."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, OverflowError) as fault:
        raise CommandError(f"{host}:{port} is no address to serve at: {fault}") from fault
    with closing(socket.socket(family, kind, protocol)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as fault:
            raise CommandError(
                f"Cannot serve at {host}:{port}: {fault.strerror}. Choose another port: make run PORT=8001"
            ) from fault
