"""What the commands share that work on the database: they say what to run first where it is not set up."""

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from scenarios.services import something_is_published

NO_TABLES = (
    "The tables of the database are missing or out of date. Run manage.py migrate, then manage.py publish_model --all."
)
NOTHING_PUBLISHED = "No decision model is published. Run manage.py publish_model --all."


class DatabaseCommand(BaseCommand):
    """A command that needs the tables, and as a rule something that is published in them."""

    requires_migrations_checks = True
    reads_what_is_published = True

    def check_migrations(self) -> None:
        """Refuse where Django's own check only warns, and a traceback about a missing table follows."""
        try:
            executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        except OperationalError as fault:
            raise CommandError(f"The database cannot be used: {str(fault).strip()}") from fault
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(NO_TABLES)
        if self.reads_what_is_published and not something_is_published():
            raise CommandError(NOTHING_PUBLISHED)
