"""A record as the page that is printed: what a browser shows of it, for whoever fetches it as a file."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from decisions.reports.record import RecordReport

TEMPLATE = "decisions/record_report.html"


def html_of(record: RecordReport) -> str:
    """Render the record without a reader: it says nothing of who is signed in, and nothing on it can be changed."""
    with translation.override(record.language):
        return render_to_string(
            TEMPLATE,
            {
                "subject": {"title": record.title, "result_url": reverse("record", args=[record.code])},
                "record": record,
                "report": record.report,
                "placement": record.placement,
                "pictures": record.pictures,
                "print": True,
                "open": True,
            },
        )
