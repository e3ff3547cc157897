import hashlib
import json

from decisions.reports.files.fonts import TYPEFACES, characters, files

MOST_BYTES = 6 * 1024**2  # of a file that the repository holds


def about():
    return json.loads((TYPEFACES / "vendor.json").read_text("utf-8"))


def digests(paths):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def test_our_fonts_are_those_that_were_made():
    assert digests(TYPEFACES.glob("*.ttf")) == about()["sha256"]
    assert max(font.stat().st_size for font in TYPEFACES.glob("*.ttf")) < MOST_BYTES


def test_the_chinese_one_was_made_from_the_pinned_package():
    made_from = about()["made_from"]

    (chinese,) = (font for font in files() if font.name in made_from)

    assert digests([chinese])[chinese.name] == made_from[chinese.name]["sha256"]


def test_their_licence_lies_beside_them():
    for licence in TYPEFACES.glob("OFL-*.txt"):
        assert "SIL Open Font License, Version 1.1" in licence.read_text("utf-8")
    assert about()["license"] == "OFL-1.1"


def test_it_reads_which_characters_a_font_has():
    found = {code for first, last in characters(files()[0]) for code in range(first, last + 1)}

    assert {ord(letter) for letter in "Aé£Ωя\N{WORD JOINER}"} <= found
    assert ord("中") not in found
