import json

import plotly.graph_objects as go
import pytest
from plotly.offline import get_plotlyjs_version

from decisions.reports import charts
from decisions.reports.report import Report
from tests.builders.reports import said, small_evaluation, small_model


@pytest.fixture
def report():
    return Report.of(small_evaluation(), small_model())


def test_it_works(report):
    figures = charts.figures(report)

    assert sorted(figures) == ["acceptability", "contributions", "ranking", "tipping_points"]
    for figure in figures.values():
        checked = go.Figure(figure).to_plotly_json()  # refuses what Plotly does not know
        assert checked["data"] == figure["data"]
        assert {name: checked["layout"][name] for name in figure["layout"]} == figure["layout"]


def test_they_show_the_numbers_of_the_table(report):
    figures = charts.figures(report)

    assert figures["ranking"]["data"][0]["x"] == pytest.approx([row.score * 100 for row in report.ranking])
    for criterion, trace in zip(report.criteria, figures["contributions"]["data"], strict=True):
        assert trace["x"] == pytest.approx([cell.points * 100 for cell in criterion.cells])
    for rank, trace in enumerate(figures["acceptability"]["data"]):
        assert trace["x"] == pytest.approx([row.acceptability[rank] * 100 for row in report.ranking])


def test_what_every_case_excludes_has_no_spread_and_says_so():
    ranking = small_evaluation().model_dump()["ranking"]
    ranking[-1] |= {"eligible": False, "low": None, "high": None}

    figure = charts.figures(Report.of(small_evaluation(ranking=ranking), small_model()))["ranking"]

    scores, halo, spread = figure["data"]
    assert "a rule excludes it" in scores["hovertext"][-1]
    assert scores["marker"]["opacity"] == [1, 1, 0.35]
    assert figure["layout"]["annotations"][-1]["text"] == "excluded"
    assert halo["y"] == spread["y"] == [0, 0, 0, 1, 1, 1]


def test_the_lines_of_a_criterion_meet_at_its_tipping_point(report):
    lines = [trace for trace in charts.figures(report)["tipping_points"]["data"] if trace["mode"] == "lines"]

    assert [(line["meta"]["platforms"], line["x"], line["y"]) for line in lines] == [
        (["vmware"], [50.0, 100.0, None, 0.0, 50.0, None], [0, 0, 0, 1, 1, 1]),
        (["hybrid"], [0.0, 50.0, None, 50.0, 100.0, None], [0, 0, 0, 1, 1, 1]),
    ]


def test_they_are_small(report):
    assert len(json.dumps(charts.figures(report))) < 16_000  # bytes; Plotly's own template alone is 28,000


def test_markup_in_a_label_stays_text():
    platforms = list(small_model().model_dump(by_alias=True)["platforms"])
    platforms[0] |= {"label": said("<a href='x'>VMs</a>"), "short": said("VMs")}

    figures = charts.figures(Report.of(small_evaluation(), small_model(platforms=platforms)))

    assert "<a" not in json.dumps(figures)


def test_the_vendored_script_is_the_one_that_plotly_carries(settings):
    vendored = settings.BASE_DIR / "static/vendor/plotly"

    about = json.loads((vendored / "vendor.json").read_text("utf-8"))
    assert about["version"] == get_plotlyjs_version()
    assert f"v{get_plotlyjs_version()}" in (vendored / "plotly-basic.min.js").read_text("utf-8")[:100]
