import re
from xml.etree import ElementTree

import pytest

from decisions.reports.drawings import COLOURS, Interval, Pictures, element, intervals, picture, shortened
from decisions.reports.report import Report
from tests.builders.reports import LABELS, said, small_evaluation, small_model

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> & \"quoted\" ]]>"


def drawn(leader="vmware", document=None, **changes):
    return Pictures.of(Report.of(small_evaluation(leader, **changes), document or small_model()))


def parsed(drawing):
    return ElementTree.fromstring(drawing)  # noqa: S314 we drew it ourselves


def shapes(drawing, name, platform=None):
    root = parsed(drawing)
    found = root.iter(SVG + name)
    return [shape for shape in found if platform is None or f"platform-{platform}" in shape.get("class", "")]


def width(shape):
    return float(shape.get("width").rstrip("%"))


def words(drawing):
    return [text.text for text in shapes(drawing, "text")]


def test_it_works():
    pictures = drawn()

    for name in ("ranking", "cases", "contributions", "acceptability", "tipping_points", "blueprint"):
        root = parsed(getattr(pictures, name))
        assert root.get("role") == "img"
        assert root.find(SVG + "title").text


def test_a_bar_is_as_long_as_the_score_in_the_table():
    report = Report.of(small_evaluation(), small_model())

    drawing = Pictures.of(report).ranking

    for row in report.ranking:
        (bar,) = shapes(drawing, "rect", row.platform.key)
        assert width(bar) == pytest.approx(row.score * 100, abs=0.01)
        assert f"{row.score * 100:.1f}" in words(drawing)


def test_what_every_case_excludes_is_drawn_faintly_and_without_a_spread():
    ranking = small_evaluation().model_dump()["ranking"]
    ranking[-1] |= {"eligible": False, "low": None, "high": None}

    drawing = drawn(ranking=ranking).ranking

    (bar,) = shapes(drawing, "rect", ranking[-1]["platform"])
    assert float(bar.get("fill-opacity")) < 0.5
    assert "excluded" in words(drawing)
    assert len(shapes(drawing, "line")) == 2 * len(shapes(drawn().ranking, "line")) / 3


def test_what_every_case_excludes_has_no_ranks_and_the_picture_says_why():
    ranking = small_evaluation().model_dump()["ranking"]
    ranking[-1] |= {"eligible": False, "rank_acceptability": [0.0, 0.0, 0.0]}

    assert "excluded" in words(drawn(ranking=ranking).acceptability)
    assert "excluded" not in words(drawn().acceptability)


def test_stacked_segments_are_the_cells_of_the_table_and_end_at_the_score():
    report = Report.of(small_evaluation(), small_model())

    drawing = Pictures.of(report).contributions

    for position, row in enumerate(report.ranking):
        segments = [width(shape) for shape in shapes(drawing, "rect", row.platform.key)]
        assert segments == pytest.approx([criterion.cells[position].points * 100 for criterion in report.criteria])
        assert round(sum(segments), 1) == round(row.score * 100, 1)


def test_one_mark_stands_for_each_case():
    report = Report.of(small_evaluation(), small_model())

    drawing = Pictures.of(report).cases

    marks = {
        platform: [len(group.findall(SVG + "circle")) for group in shapes(drawing, "g", platform)]
        for platform in ("vmware", "hybrid", "docker")
    }
    assert marks == {"vmware": [93], "hybrid": [5], "docker": [1, 1]}  # the third has a dot in its ring
    assert shapes(drawing, "path")[0].get("d").count("M") == 1  # the case that leaves nobody


def test_a_crossing_stands_where_the_table_says():
    drawing = drawn().tipping_points

    crossings = [shape.get("x1") for shape in shapes(drawing, "line") if shape.get("x1") == shape.get("x2")]
    now = [shape.get("cx") for shape in shapes(drawing, "circle")]
    assert crossings == ["50.00%", "50.00%"]
    assert now == ["75.00%", "25.00%"]


def test_a_criterion_that_never_tips_says_so():
    assert "75 %, never tips" in words(drawn(tipping_points=[]).tipping_points)


def test_layers_lie_one_inside_the_other():
    rects = shapes(drawn("hybrid").blueprint, "rect")

    assert [width(rect) for rect in rects] == sorted((width(rect) for rect in rects), reverse=True)
    assert len(rects) == 3


def test_a_model_without_layers_has_no_blueprint():
    assert drawn(document=small_model(layers=[])).blueprint == ""


def test_hostile_text_stays_text():
    platforms = list(small_model().model_dump(by_alias=True)["platforms"])
    platforms[0] |= {"label": said(HOSTILE), "short": said(HOSTILE)}

    pictures = drawn(document=small_model(platforms=platforms))

    for drawing in (pictures.ranking, pictures.contributions, pictures.acceptability):
        assert "<script" not in drawing
        assert HOSTILE in words(drawing)


def test_what_xml_cannot_hold_is_left_out():
    drawing = picture("a\x00\x0bb\ud800", 1, [element("text", "\x1bred", fill='"><script>')])

    root = parsed(drawing)
    assert root.find(SVG + "title").text == "ab"
    assert root.find(SVG + "text").get("fill") == '"><script>'


def test_a_platform_has_its_class_and_a_literal_fill():
    drawing = drawn().ranking

    for platform in LABELS:
        (bar,) = shapes(drawing, "rect", platform)
        assert bar.get("fill") == COLOURS[platform]


def test_colours_are_those_of_the_pages(settings):
    palette = (settings.BASE_DIR / "static/css/palette.css").read_text("utf-8")

    light = dict(re.findall(r"--([a-z0-9_]+): (#[0-9a-f]{6});", palette[: palette.index("@media")]))
    assert {platform: light[platform] for platform in COLOURS} == COLOURS


def test_a_platform_without_a_colour_of_its_own_is_grey():
    drawing = intervals([Interval("mainframe", "Mainframe", 1, 2, 3)], "Ratings")

    assert shapes(drawing, "line", "mainframe")[0].get("stroke") == "#6a7784"


def test_an_interval_runs_from_low_to_high():
    drawing = intervals([Interval("docker", "Containers", 2, 3, 5)], "Ratings")

    (line,) = shapes(drawing, "line", "docker")
    (dot,) = shapes(drawing, "circle")
    assert (line.get("x1"), line.get("x2"), dot.get("cx")) == ("25.00%", "100.00%", "50.00%")
    assert "3 (2–5)" in words(drawing)


def test_a_chinese_character_takes_two_places():
    assert shortened("资源池化资源", 8) == "资源池化…"
    assert shortened("resource", 8) == "resource"
    assert shortened("WWWWW", 8) == "WWWW…"


def test_nothing_in_a_picture_needs_a_style_or_script():
    pictures = drawn()

    for drawing in (pictures.ranking, pictures.cases, pictures.tipping_points, pictures.blueprint):
        assert "style=" not in drawing
        assert not re.search(r"\bon[a-z]+=", drawing)
