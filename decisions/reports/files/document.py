"""The record itself: the JSON document that was digested when it was frozen, byte for byte, and its schema."""

from typing import Any

from decisions.documents.record import Record
from decisions.reports.record import RecordReport


def json_of(record: RecordReport) -> bytes:
    return record.document.encode()


def record_schema(address: str) -> dict[str, Any]:
    """Return the JSON Schema that every record meets; `address` is where it is served."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        **Record.model_json_schema(mode="serialization", by_alias=True),
    }
