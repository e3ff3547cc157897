"""A frozen recommendation as a file: one form for each use, all of the same record.

`FORMS["pdf"].render(record)` gives the bytes, and `.disposition(record)` the header that names the file.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Literal, TypeAlias
from urllib.parse import quote

from django.utils.text import slugify

from decisions.reports.record import RecordReport
from decisions.services.assessments import visible

FormKey: TypeAlias = Literal["pdf", "md", "json", "csv", "xlsx"]

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 60  # characters of the title in the name of a file
OF_CODE = 8  # characters that tell files of the same title apart
NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|%\s]+')  # what some file system, or a header, takes for something else


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a record."""

    key: FormKey
    media_type: str
    renderer: str  # module:function, imported on first use: what some forms need takes long to load
    in_one_language: bool = True

    def render(self, record: RecordReport) -> bytes:
        module, function = self.renderer.split(":")
        rendered: Callable[[RecordReport], bytes] = getattr(import_module(module), function)
        return rendered(record)

    def file_name(self, record: RecordReport) -> str:
        """Name the file in ASCII: what the record is called, and which it is."""
        return self.named(slugify(record.title), record)

    def disposition(self, record: RecordReport) -> str:
        """Return the value of `Content-Disposition`: a name in ASCII, and for whoever understands it the title's own.

        References
        ----------
        .. [1] RFC 6266, "Use of the Content-Disposition Header Field in HTTP", section 4.3.
        """
        own = self.named(NOT_IN_NAMES.sub("-", visible(record.title)), record)
        return f"attachment; filename=\"{self.file_name(record)}\"; filename*=UTF-8''{quote(own, safe='')}"

    def named(self, title: str, record: RecordReport) -> str:
        parts = [title[:LONGEST_NAME].strip("-. ") or "recommendation", record.code[:OF_CODE]]
        if self.in_one_language:
            parts.append(record.language)
        return f"{'-'.join(parts)}.{self.key}"


FORMS: dict[FormKey, Form] = {
    form.key: form
    for form in (
        Form("pdf", "application/pdf", "decisions.reports.files.pdf:pdf_of"),
        Form("md", "text/markdown; charset=utf-8", "decisions.reports.files.adr:adr_of"),
        Form("json", "application/json", "decisions.reports.files.document:json_of", in_one_language=False),
        Form("csv", "text/csv; charset=utf-8", "decisions.reports.files.comma_separated:csv_of"),
        Form("xlsx", WORKBOOK, "decisions.reports.files.workbook:xlsx_of"),
    )
}
