import pytest
from django.utils import translation

from decisions.reports.files.fonts import printable
from decisions.reports.files.layout import bold, printed, quiet
from decisions.reports.files.pdf import tree_of
from decisions.reports.record import RecordReport
from tests.builders.records import begin, frozen

HEIGHTS = 59  # of a table's letters, 8.1 points, between the margins of a page
GUTTER = 2.5  # of them, between two halves
LEAST = 6  # that a column has whose texts wrap


def test_no_space_stands_beside_a_full_width_mark():
    runs = [bold("部署速度："), " 节点数秒内启动。", " ", quiet("（启动时间）"), " ", {"sources": ["3"]}]

    assert printed(runs) == [bold("部署速度："), "节点数秒内启动。", quiet("（启动时间）"), {"sources": ["3"]}]
    assert printed("支撑。 其中 9 条") == "支撑。其中 9 条"


def test_a_space_stays_where_there_is_no_full_width_mark():
    runs = [bold("Speed."), " Pods start in seconds.", " ", quiet("(10 s)"), ""]

    assert printed(runs) == runs


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("8 % of 4 ★", "8\xa0% of 4\xa0★"),
        ("0%～12%", "0%\u2060～12%"),
        ("crypto (密评)", "crypto (\u2060密\u2060评\u2060)"),
    ],
)
def test_what_belongs_together_stays_on_one_line(text, kept):
    assert printable(text) == kept


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_table_leaves_its_columns_room(published, language):
    with translation.override(language):
        tree = tree_of(RecordReport.of(frozen(begin()), language))

    tables = list(tables_in(tree["sections"], HEIGHTS))
    assert len(tables) > 10
    for table, room in tables:
        wrapping = [column for column in table["columns"] if column["part"]]
        widths = sum(column["width"] for column in table["columns"])
        assert widths + LEAST * len(wrapping) <= room, [column["label"] for column in table["columns"]]


def tables_in(tree, room):
    """Walk blocks; yield each table and the width that it has, in heights of its letters."""
    if isinstance(tree, list | tuple):
        for part in tree:
            yield from tables_in(part, room)
    elif isinstance(tree, dict):
        if tree.get("kind") == "table":
            yield tree, room
        elif tree.get("kind") == "pair":
            left, right = tree["parts"]
            each = (room - GUTTER) / (left + right)
            yield from tables_in(tree["left"], left * each)
            yield from tables_in(tree["right"], right * each)
        else:
            yield from tables_in(tree.get("blocks", ()), room)
