import csv
import re
from datetime import date
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from decisions.documents.request import DetailedAnswer
from decisions.reports.files import FORMS
from decisions.reports.record import RecordReport
from decisions.services.recommendations import see_to, sign_off
from tests.builders.records import answered, begin, for_record, frozen

pytestmark = pytest.mark.django_db

BYTE_ORDER_MARK = "\ufeff".encode()


def shown(recommendation, language="en"):
    return RecordReport.of(for_record(recommendation), language)


def workbook(record):
    return load_workbook(BytesIO(FORMS["xlsx"].render(record)))


def sheet(record, name):
    """Return a sheet's rows, each as heads and what stands below them."""
    heads, *rows = workbook(record)[name].iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def csv_rows(record):
    return list(csv.reader(StringIO(FORMS["csv"].render(record).decode("utf-8-sig"), newline="")))


def csv_table(record, key):
    heads, *rows = (row[1:] for row in csv_rows(record) if row[0] == key)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_a_workbook_has_a_sheet_for_each_table(published):
    record = shown(frozen(begin()))

    assert workbook(record).sheetnames == [
        "Record",
        "Scores",
        "Weights",
        "Ratings",
        "Answers",
        "Workloads",
        "Checklist",
        "Evidence",
    ]
    assert workbook(shown(frozen(begin()), "zh-hans")).sheetnames[1:5] == ["得分", "权重", "评分", "回答"]


def test_numbers_are_numbers(published):
    record = shown(frozen(begin()))

    scores, weights, ratings = (sheet(record, name) for name in ("Scores", "Weights", "Ratings"))

    report = record.report
    assert [row["Score"] / 100 for row in scores] == pytest.approx([row.score for row in report.ranking])
    assert sum(row["Weight"] for row in weights) == pytest.approx(100, abs=0.05)
    assert [row["Stars"] for row in ratings] == [cell.stars for row in report.criteria for cell in row.cells]
    assert all(type(row["Rank"]) is int for row in scores)


def test_what_a_rating_adds_makes_up_the_score(published):
    record = shown(frozen(begin()))

    added = {row["Key"]: row["Score"] for row in sheet(record, "Scores")}
    for row in sheet(record, "Ratings"):
        added[row["Platform, as a key"]] -= row["Adds to the score"]
    assert list(added.values()) == pytest.approx([0, 0, 0], abs=0.1)


def test_answers_signatures_and_the_checklist_are_in_it(published):
    recommendation = frozen(answered(begin(), tenant_trust=DetailedAnswer(value="org", note="Two\nteams.")))
    digest = recommendation.digest
    sign_off(recommendation=recommendation, name="A. Reviewer", role="Architect", decision="approved", digest=digest)
    item = recommendation.checklist.first()
    see_to(item=item, owner="Platform team", due=date(2027, 1, 31), done=False, note="Soon.")

    record = shown(recommendation)

    answer = next(row for row in sheet(record, "Answers") if row["Key"] == "tenant_trust")
    assert (answer["Whose"], answer["Note"]) == ("your answer", "Two\nteams.")
    assert [row["Reviewer"] for row in sheet(record, "Sign-offs")] == ["A. Reviewer"]
    seen_to = next(row for row in sheet(record, "Checklist") if row["Key"] == item.key)
    assert (seen_to["Owner"], seen_to["Due"], seen_to["Done"]) == ("Platform team", "2027-01-31", None)


def test_the_same_record_gives_the_same_workbook(published):
    recommendation = frozen(begin())

    assert FORMS["xlsx"].render(shown(recommendation)) == FORMS["xlsx"].render(shown(recommendation))


def test_a_workbook_holds_no_formula_no_link_and_no_macro(published):
    written = FORMS["xlsx"].render(shown(frozen(begin(title="=1+1"))))

    parts = ZipFile(BytesIO(written))
    sheets = [parts.read(name) for name in parts.namelist() if "/sheet" in name]
    assert len(sheets) == 8
    assert not any(b"<f>" in part or b"<hyperlink" in part for part in sheets)
    assert not [name for name in parts.namelist() if "vba" in name or "external" in name]


def test_csv_has_the_same_tables_as_the_workbook(published):
    record = shown(frozen(begin()))

    rows = csv_rows(record)

    assert len({len(row) for row in rows}) == 1
    assert list(dict.fromkeys(row[0] for row in rows)) == [
        "record",
        "scores",
        "weights",
        "ratings",
        "answers",
        "workloads",
        "checklist",
        "evidence",
    ]
    assert [{head: as_written(value) for head, value in row.items()} for row in sheet(record, "Scores")] == [
        {head: as_written(value) for head, value in row.items() if head} for row in csv_table(record, "scores")
    ]


def as_written(value):
    """A cell as it reads in either: a workbook gives 63 where the other table has 63.0."""
    return re.sub(r"\.0$", "", str(value))


def test_csv_says_that_it_is_utf_8(published):
    written = FORMS["csv"].render(shown(frozen(begin(title="交易核心")), "zh-hans"))

    assert written.startswith(BYTE_ORDER_MARK)
    assert "虚拟机内容器（混合）" in written.decode()
    assert "交易核心" in written.decode()


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'=1"),
        ("＝1", "'＝1"),
        ("a; =1+1", "a; '=1+1"),
        ("a = 1", "a = 1"),
    ],
)
def test_csv_keeps_a_text_from_being_computed(published, title, cell):
    rows = csv_table(shown(frozen(begin(title=title))), "record")

    assert [row["Value"] for row in rows if row["Key"] == "title"] == [cell]


def test_a_printed_sheet_says_its_heads_and_its_record_on_every_page(published):
    recommendation = frozen(begin())

    for sheet in workbook(shown(recommendation)):
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.oddFooter.left.text == recommendation.code
        assert sheet.oddFooter.right.text == "&P / &N"


def test_no_head_is_hidden_by_the_button_of_its_filter(published):
    for sheet in workbook(shown(frozen(begin()))):
        for column in sheet.column_dimensions.values():  # equal neighbours share one
            head = sheet.cell(1, column.min).value
            assert column.width >= min(len(head) + 4, 40), head


def test_a_row_is_as_high_as_its_longest_text(published):
    weights = next(sheet for sheet in workbook(shown(frozen(begin()))) if sheet.title == "Weights")
    meanings = {row: len(weights.cell(row, weights.max_column).value) for row in range(2, weights.max_row + 1)}

    assert max(meanings.values()) > 80  # more than a line
    for row, letters in meanings.items():
        assert weights.row_dimensions[row].height >= 15 * letters / 80
