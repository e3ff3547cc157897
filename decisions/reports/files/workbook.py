"""A record as a workbook for spreadsheets: a sheet for each table. Texts are texts and numbers are numbers.

Nothing in it is a formula, a link or a macro, and the same record gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC
from io import BytesIO
from math import ceil
from typing import Literal

from django.utils import translation
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from decisions.reports.files.layout import places
from decisions.reports.files.tables import Kind, Table, Value, tables_of
from decisions.reports.record import RecordReport
from decisions.services.assessments import visible

AS_WRITTEN = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Head = Literal["head", "head of numbers"]

NUMBERS: Mapping[Kind, str] = {"whole": "0", "decimal": "0.0#"}
LONGEST_CELL = 32_767  # characters, by the format's specification; longer ones would be dropped whole
BESIDE_A_TEXT, BESIDE_A_HEAD = 3, 6  # characters: its indent and air; a head is bold and has the button of its filter
A4 = 9  # by the format's list of papers
GROUND_OF_HEADS = "#e6eff7"
LINE_HEIGHT, HIGHEST_ROW = 15.0, 409.0  # points; the format allows no more
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


def formats_of(workbook: Workbook) -> dict[Kind | Head, Format]:
    """Return a format for each kind of column and for heads. A quoted text stays one when somebody edits its cell."""
    text = {"text_wrap": True, "valign": "top", "quote_prefix": True, "align": "left", "indent": 1}
    head = {**text, "bold": True, "bg_color": GROUND_OF_HEADS, "bottom": 1}
    numbers = {kind: {"num_format": pattern, "valign": "top"} for kind, pattern in NUMBERS.items()}
    return {
        "head": workbook.add_format(head),
        "head of numbers": workbook.add_format({**head, "align": "right", "indent": 2}),
        "text": workbook.add_format(text),
        "long": workbook.add_format(text),
        "whole": workbook.add_format(numbers["whole"]),
        "decimal": workbook.add_format(numbers["decimal"]),
    }


def fill(sheet: Worksheet, table: Table, formats: Mapping[Kind | Head, Format]) -> None:
    widths = [width(table, position) for position in range(len(table.columns))]
    for position, column in enumerate(table.columns):
        sheet.set_column(position, position, widths[position])
        head: Head = "head of numbers" if column.kind in NUMBERS else "head"
        sheet.write_string(0, position, column.label, formats[head])
    for line, row in enumerate(table.rows, start=1):
        sheet.set_row(line, height(row, widths))
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


def height(row: Sequence[Value], widths: Sequence[float]) -> float:
    """Estimate how high a row is. Not every program finds that out for itself, and lines would lie on one another."""
    lines = (
        sum(max(ceil(places(line) / (width - BESIDE_A_TEXT)), 1) for line in text.split("\n"))
        for text, width in zip(row, widths, strict=True)
        if isinstance(text, str)
    )
    return min(max(lines, default=1) * LINE_HEIGHT, HIGHEST_ROW)
