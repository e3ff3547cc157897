import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

VENDORED = Path(settings.BASE_DIR) / "static" / "vendor" / "govuk"
OWN = Path(settings.BASE_DIR) / "static" / "css"


def test_it_is_the_file_that_was_built():
    digest, name = (VENDORED / "SHA256SUMS").read_text("ascii").split()

    assert hashlib.sha256((VENDORED / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("reserved", ["GDS Transport", "font-face", "crown", "crest", "#0f7a52", "#1d70b8", "#ffdd00"])
def test_it_brings_no_font_crest_or_colour_of_another_house(reserved):
    assert reserved.lower() not in (VENDORED / "govuk.css").read_text("utf-8").lower()


def test_it_states_its_version():
    built = re.search(r'--govuk-frontend-version: ?"([^"]+)"', (VENDORED / "govuk.css").read_text("utf-8"))[1]

    assert f"govuk-frontend {built}" in (VENDORED / "README.md").read_text("utf-8")
    assert f'"govuk-frontend": "{built}"' in (Path(settings.BASE_DIR) / "scripts/css/package.json").read_text("utf-8")


@pytest.mark.parametrize("sheet", [*sorted(OWN.glob("*.css")), VENDORED / "govuk.css"], ids=lambda path: path.name)
def test_no_style_sheet_asks_another_host(sheet):
    assert not re.search(r"url\(|@import", sheet.read_text("utf-8"))
