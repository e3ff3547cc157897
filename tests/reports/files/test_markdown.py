import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from decisions.reports.files import markdown
from decisions.services.assessments import visible

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKUP = "\\`*_[]<>&~|${}#+-=.:!()'\"@1 \n\tWw/ax中"  # from which texts are made that are markup by chance
words = st.text(st.sampled_from(MARKUP), max_size=40) | st.text(max_size=40)


def as_html(source):
    return MARKDOWN.render(source).strip()


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@given(words=words)
def test_whatever_is_written_is_text(words):
    seen = escaped(visible(words))

    assert as_html(f"before {markdown.text(words)}") == f"<p>{f'before {seen}'.strip()}</p>"
    if seen:
        assert as_html(markdown.text(words)) == f"<p>{seen}</p>"
        assert as_html(markdown.heading(2, words)) == f"<h2>{seen}</h2>"
        assert as_html(markdown.bullets([markdown.text(words)])) == f"<ul>\n<li>{seen}</li>\n</ul>"
        assert as_html(f"({markdown.bold(words)})") == f"<p>(<strong>{seen}</strong>)</p>"


@given(words=words)
def test_a_cell_of_a_table_stays_one(words):
    html = as_html(markdown.table(["a", "b"], [[words, "1"]]))

    cells = [unescape(cell) for cell in re.findall("<td[^>]*>(.*?)</td>", html)]
    assert cells == [visible(words), "1"]


@given(words=words)
def test_what_has_several_lines_stays_in_its_entry(words):
    html = as_html(markdown.bullets([f"x\\\n  {markdown.lines(words)}y"]))

    assert re.fullmatch("<ul>\n<li>[^<]*(<br />\n[^<]*)*</li>\n</ul>", html)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=SUM(A1)", r"\=SUM(A1)"),
        ("{{ 7*7 }} {% x %}", r"\{\{ 7\*7 \}\} \{% x %\}"),
        ("$x$", r"\$x\$"),
        ("ask @somebody about #12", r"ask \@somebody about \#12"),
        ("www.berth.example https://berth.example", r"www\.berth.example https\://berth.example"),
        (":smile: at 12:30", r"\:smile: at 12:30"),
        ("\u202etxt\u200b.exe", "txt.exe"),
    ],
)
def test_what_some_readers_take_for_more_is_escaped_too(text, expected):
    assert markdown.text(text) == expected


def test_an_address_is_a_link_and_nothing_else_is():
    assert markdown.address("https://berth.example/a_b") == "<https://berth.example/a_b>"
    assert markdown.address("javascript:alert(1)") == "javascript:alert(1)"
    assert markdown.address("https://berth.example/> <b>") == r"https\://berth.example/\> \<b\>"
