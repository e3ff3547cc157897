from io import BytesIO

import pytest
from pypdf import PdfReader

from decisions.reports.files import FORMS
from decisions.reports.files.pdf import pdf_of, set_in_type
from decisions.reports.record import RecordReport
from decisions.services.assessments import confirm_condition
from tests.builders.records import answered, begin, for_record, frozen

pytestmark = pytest.mark.django_db


def read(recommendation, language="en"):
    return PdfReader(BytesIO(FORMS["pdf"].render(RecordReport.of(recommendation, language))))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def test_it_works(published):
    recommendation = frozen(begin())

    reader = read(recommendation)

    text = text_of(reader)
    assert "Containers in VMs (hybrid)" in text
    assert "Trading" in text
    assert text.count(recommendation.digest) == len(reader.pages) + 1  # once more in the provenance


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-hans", "zh-CN")])
def test_it_is_tagged_and_says_its_title_and_language(published, language, tag):
    reader = read(frozen(begin(title="Trading 交易")), language)

    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == tag
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Trading 交易"
    assert "pdfuaid:part" in catalog["/Metadata"].get_data().decode()


def test_every_picture_has_a_text_in_its_place(published):
    figures = [entry for entry in structure(read(frozen(begin()))) if entry.get("/S") == "/Figure"]

    assert len(figures) >= 6
    assert all(figure["/Alt"] for figure in figures)


def structure(reader):
    """Walk the structure tree of a tagged PDF."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while waiting:
        entry = waiting.pop().get_object()
        if isinstance(entry, list):
            waiting += entry
        elif isinstance(entry, dict):
            yield entry
            if "/K" in entry:
                waiting.append(entry["/K"])


def test_the_same_record_gives_the_same_bytes(published):
    recommendation = frozen(begin())

    first = pdf_of(RecordReport.of(recommendation, "en"))
    set_in_type.cache_clear()
    second = pdf_of(RecordReport.of(for_record(recommendation), "en"))

    assert first == second


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_our_own_words_need_no_font_that_is_read_whole(published, language):
    assert {family.rsplit("-", 1)[0] for family in set_with(read(frozen(begin()), language))} == {
        "BerthSans",
        "BerthSansSC",
    }


def test_a_character_that_is_rare_in_names_comes_from_the_whole_font(published):
    reader = read(frozen(begin(title="李䶮")), "zh-hans")

    assert "李䶮" in reader.pages[0].extract_text()
    assert any(family.startswith("NotoSansSC") for family in set_with(reader))


def set_with(reader):
    """Return the names of the fonts in a PDF, without what marks them as cut down to some letters."""
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    return {font["/BaseFont"].split("+")[-1] for font in fonts}


def test_what_no_font_holds_is_a_box(published):
    assert "Trading □ □" in read(frozen(begin(title="Trading 😀 ไ"))).pages[0].extract_text()


def test_a_note_of_any_length_goes_on_over_the_page(published):
    assessment = answered(begin(scenario="ecommerce"), tenant_trust="org")
    note = "\n".join(f"line {number}" for number in range(150))
    confirm_condition(assessment=assessment, constraint="card_scope", note=note)

    pages = read(frozen(assessment)).pages
    set_on = [page for page in pages[:6] if "line 1" in page.extract_text()]

    assert len(set_on) > 1
    assert "line 149" in set_on[-1].extract_text()
    assert min(map(lowest_line, set_on)) > 20  # points above the edge of the page: the second line of the footer


def lowest_line(page):
    """Return how high above the edge of a page, in points, its lowest line stands."""
    heights = []

    def see(text, page_matrix, line_matrix, _font, _size):
        if text.strip():
            heights.append(line_matrix[4] * page_matrix[1] + line_matrix[5] * page_matrix[3] + page_matrix[5])

    page.extract_text(visitor_text=see)
    return min(heights)
