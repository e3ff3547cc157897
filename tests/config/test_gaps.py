import pytest
from django.http import HttpResponse
from django.utils import translation

from config.http.gaps import GapsMiddleware


def sent(rf, content, **options):
    return GapsMiddleware(lambda request: HttpResponse(content, **options))(rf.get("/")).content.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("推荐容器。 其余被排除。", "推荐容器。其余被排除。"),
        ("<strong>成本：</strong> 两层都要许可", "<strong>成本：</strong>两层都要许可"),
        ("共 3 条依据。\n    其中 1 条未核实", "共 3 条依据。其中 1 条未核实"),
        ("4.5 （4～5）", "4.5（4～5）"),
        ("每天 <span class=\"quiet\">（发布频率）</span> [3]", "每天<span class=\"quiet\">（发布频率）</span>[3]"),
        ("有哪些规定？ <span class=\"tag\">假定</span>", "有哪些规定？<span class=\"tag\">假定</span>"),
    ],
)  # fmt: skip
def test_nothing_stands_beside_a_mark_that_brings_its_own_room(rf, before, after):
    page = '<html lang="zh-Hans"><p>{}</p>'

    assert sent(rf, page.format(before)) == page.format(after)


def test_what_somebody_has_typed_stays_as_it_is(rf):
    page = '<html lang="zh-Hans"><input value="甲： 乙"><textarea>甲： 乙</textarea><pre>甲： 乙</pre>'

    assert sent(rf, page) == page


def test_blocks_and_fields_stay_apart(rf):
    page = '<html lang="zh-Hans"><p>甲。</p>\n<p>乙</p><label>甲：</label> <select><option>乙</option></select>'

    assert sent(rf, page) == page


def test_a_part_of_a_page_has_the_language_of_its_reader(rf):
    with translation.override("zh-hans"):
        assert sent(rf, "<p>甲。 乙</p>") == "<p>甲。乙</p>"
    with translation.override("en"):
        assert sent(rf, "<p>甲。 乙</p>") == "<p>甲。 乙</p>"


@pytest.mark.parametrize("options", [{"content_type": "application/json"}, {"content_type": "text/plain"}])
def test_only_pages_are_closed_up(rf, options):
    with translation.override("zh-hans"):
        assert sent(rf, "甲。 乙", **options) == "甲。 乙"


def test_a_page_in_english_stays_as_it_is(rf):
    page = '<html lang="en"><p>The article says 自研。 It is quoted.</p>'

    with translation.override("zh-hans"):
        assert sent(rf, page) == page
