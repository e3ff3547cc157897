import gzip
import hashlib
import json

import pytest

MOST_BYTES = 400_000  # of Plotly's script, compressed


@pytest.fixture
def vendored(settings):
    return settings.BASE_DIR / "static/vendor/plotly"


def test_it_is_what_was_published(vendored):
    about = json.loads((vendored / "vendor.json").read_text("utf-8"))

    found = {name: hashlib.sha256((vendored / name).read_bytes()).hexdigest() for name in about["sha256"]}
    assert found == about["sha256"]
    assert about["license"] == "MIT"
    assert (vendored / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_plotly_stays_within_its_bytes(vendored):
    assert len(gzip.compress((vendored / "plotly-basic.min.js").read_bytes(), 6)) <= MOST_BYTES


def test_the_style_sheet_has_every_rule_that_plotly_would_write(vendored):
    bundle = (vendored / "plotly-basic.min.js").read_text("utf-8")
    rules = bundle[bundle.index('{"X,X div":') : bundle.index("};for(", bundle.index('{"X,X div":'))]

    sheet = (vendored / "plotly.css").read_text("utf-8")

    assert sheet.count("}\n") == rules.count('":') - rules.count('"":')
    assert "X" not in sheet
    assert ".js-plotly-plot .plotly .main-svg{position:absolute;" in sheet
