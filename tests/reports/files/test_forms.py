import re

import pytest
from django.http import HttpResponse

from decisions.reports.files import FORMS
from decisions.reports.record import RecordReport
from tests.builders.records import begin, frozen

pytestmark = pytest.mark.django_db


def shown(title="Trading", language="en"):
    return RecordReport.of(frozen(begin(title=title)), language)


def test_a_file_is_named_by_title_code_and_language(published):
    record = shown("Trading core", "zh-hans")

    assert FORMS["pdf"].file_name(record) == f"trading-core-{record.code[:8]}-zh-hans.pdf"
    assert FORMS["json"].file_name(record) == f"trading-core-{record.code[:8]}.json"  # the same in every language


def test_a_name_in_another_script_is_kept_beside_one_in_ascii(published):
    record = shown("交易核心")

    assert FORMS["pdf"].disposition(record) == (
        f'attachment; filename="recommendation-{record.code[:8]}-en.pdf"; '
        f"filename*=UTF-8''%E4%BA%A4%E6%98%93%E6%A0%B8%E5%BF%83-{record.code[:8]}-en.pdf"
    )


@pytest.mark.parametrize(
    "title", ['a"; filename=b.exe', "../../etc/passwd", "C:\\con", "\u202etxt.exe", "W" * 120, "..."]
)
def test_no_title_leaves_its_place_in_the_header(published, title):
    response = HttpResponse()

    response["Content-Disposition"] = FORMS["pdf"].disposition(shown(title))

    assert re.fullmatch(
        r"attachment; filename=\"[\w-]{1,120}\.pdf\"; filename\*=UTF-8''[\w%~-]+(\.[\w-]+)*\.pdf",
        response["Content-Disposition"],
        re.ASCII,
    )
