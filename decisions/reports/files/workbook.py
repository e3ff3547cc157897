"""A record as a workbook for spreadsheets: a sheet for each table. Texts are texts and numbers are numbers.

Nothing in it is a formula, a link or a macro, and the same record gives the same bytes.
"""

from collections.abc import Mapping
from datetime import UTC
from io import BytesIO

from django.utils import translation
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from decisions.reports.files.layout import places
from decisions.reports.files.tables import Kind, Table, tables_of
from decisions.reports.record import RecordReport
from decisions.services.assessments import visible

AS_WRITTEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
NUMBERS: Mapping[Kind, str] = {"whole": "0", "decimal": "0.0#"}
LONGEST_CELL = 32_767  # characters, by the format's specification; longer ones would be dropped whole
WIDEST = 40  # characters of a column
WIDE = 80  # of one that holds sentences


def xlsx_of(record: RecordReport) -> bytes:
    written = BytesIO()
    with translation.override(record.language), Workbook(written, AS_WRITTEN) as workbook:
        workbook.set_properties(
            {
                "title": visible(record.title),
                "comments": record.digest,
                "created": record.frozen_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        formats = formats_of(workbook)
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "quote_prefix": True})
        for table in tables_of(record):
            fill(workbook.add_worksheet(table.name), table, formats, head)
    return written.getvalue()


def formats_of(workbook: Workbook) -> dict[Kind, Format]:
    """Return a format for each kind of column. A quoted text stays one when somebody edits its cell."""
    text = {"text_wrap": True, "valign": "top", "quote_prefix": True}
    numbers = {kind: {"num_format": pattern, "valign": "top"} for kind, pattern in NUMBERS.items()}
    return {
        "text": workbook.add_format(text),
        "long": workbook.add_format(text),
        "whole": workbook.add_format(numbers["whole"]),
        "decimal": workbook.add_format(numbers["decimal"]),
    }


def fill(sheet: Worksheet, table: Table, formats: Mapping[Kind, Format], head: Format) -> None:
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, width(table, position))
        sheet.write_string(0, position, column.label, head)
    for line, row in enumerate(table.rows, start=1):
        for position, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            if isinstance(value, str):
                text = visible(value, lines=True)[:LONGEST_CELL]
                sheet.write_string(line, position, text, formats["text"])
            elif value is not None:
                sheet.write_number(line, position, value, formats["whole" if isinstance(value, int) else column.kind])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # a text of digits is meant to be one
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def width(table: Table, position: int) -> float:
    column = table.columns[position]
    texts = [column.label, *(row[position] for row in table.rows if isinstance(row[position], str))]
    return min(max(places(str(text)) for text in texts) + 2, WIDE if column.kind == "long" else WIDEST)
