"""A record as a workbook for spreadsheets: a sheet for each table. Texts are texts and numbers are numbers.

Nothing in it is a formula, a link or a macro, and the same record gives the same bytes.
"""

from collections.abc import Mapping
from datetime import UTC
from io import BytesIO
from typing import Literal

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
BESIDE_A_TEXT, BESIDE_A_HEAD = 2, 5  # characters; a head is bold and has the button of its filter
A4 = 9  # by the format's list of papers
GROUND_OF_HEADS = "#e6eff7"
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
        for table in tables_of(record):
            sheet = workbook.add_worksheet(table.name)
            fill(sheet, table, formats)
            lay_out_for_paper(sheet, record)
    return written.getvalue()


def formats_of(workbook: Workbook) -> dict[Kind | Literal["head"], Format]:
    """Return a format for each kind of column and for heads. A quoted text stays one when somebody edits its cell."""
    text = {"text_wrap": True, "valign": "top", "quote_prefix": True}
    numbers = {kind: {"num_format": pattern, "valign": "top"} for kind, pattern in NUMBERS.items()}
    return {
        "head": workbook.add_format({**text, "bold": True, "bg_color": GROUND_OF_HEADS, "bottom": 1}),
        "text": workbook.add_format(text),
        "long": workbook.add_format(text),
        "whole": workbook.add_format(numbers["whole"]),
        "decimal": workbook.add_format(numbers["decimal"]),
    }


def fill(sheet: Worksheet, table: Table, formats: Mapping[Kind | Literal["head"], Format]) -> None:
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, width(table, position))
        sheet.write_string(0, position, column.label, formats["head"])
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


def lay_out_for_paper(sheet: Worksheet, record: RecordReport) -> None:
    """Let a printed sheet say which record and which table it is from."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{record.code}&C&A&R&P / &N")


def width(table: Table, position: int) -> float:
    column = table.columns[position]
    widest = max((places(text) for row in table.rows if isinstance(text := row[position], str)), default=0)
    widest = max(widest + BESIDE_A_TEXT, places(column.label) + BESIDE_A_HEAD)
    return min(widest, WIDE if column.kind == "long" else WIDEST)
