"""A record as CSV: its tables one below the other, each row beginning with the key of its table.

All rows are equally long, so that whatever reads CSV reads this.

References
----------
.. [1] RFC 4180, "Common Format and MIME Type for Comma-Separated Values (CSV) Files".
.. [2] OWASP, "CSV Injection", https://owasp.org/www-community/attacks/CSV_Injection.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from django.utils import translation

from decisions.reports.files.tables import Table, Value, tables_of
from decisions.reports.record import RecordReport
from decisions.services.assessments import visible

FORMULA = re.compile(r"(^|[;\n])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")  # …; some read a semicolon as a new cell
GUARD = "'"  # what spreadsheets take for "a text follows"


def csv_of(record: RecordReport) -> bytes:
    with translation.override(record.language):
        tables = list(tables_of(record))
    width = max(len(table.columns) for table in tables)
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for table in tables:
        for cells in rows(table):
            writer.writerow([table.key, *cells, *[""] * (width - len(cells))])
    return written.getvalue().encode("utf-8-sig")  # without the mark, Excel reads Chinese in the machine's own encoding


def rows(table: Table) -> Iterator[list[str | float | int]]:
    yield [guarded(column.label) for column in table.columns]
    for row in table.rows:
        yield [cell(value) for value in row]


def cell(value: Value) -> str | float | int:
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """Return a text that no spreadsheet computes.

    >>> print(guarded('=HYPERLINK("x")'), guarded("one; -2"), guarded("a = b"), sep=" | ")
    '=HYPERLINK("x") | one; '-2 | a = b
    """
    return FORMULA.sub(rf"\1\2{GUARD}", visible(text, lines=True))
