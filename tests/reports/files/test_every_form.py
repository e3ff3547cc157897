"""What holds for a record in whatever form it is read."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import pytest
import yaml
from django.utils import translation
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pypdf import PdfReader

from decisions.documents.request import DetailedAnswer
from decisions.models import ChecklistItem, SignOff
from decisions.reports.files import FORMS
from decisions.reports.record import RecordReport
from decisions.reports.report import Named, verdict_text
from decisions.reports.writing import points
from decisions.services import assessments, workloads
from decisions.services.assessments import visible
from tests.builders.records import answered, begin, for_record, frozen, read_again

pytestmark = pytest.mark.django_db

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
VERDICTS = {
    "recommended": ("finance", {}),
    "recommended_with_conditions": ("ecommerce", {}),
    "too_close_to_call": ("devops", {"tenant_trust": "unsure"}),
    "no_option_fits": ("erp", {"vendor_support": "container_only", "kernel_need": "windows_gui"}),
    "not_enough_known": ("", {}),
}
Facts = dict[str, Any]


def stated(record: RecordReport) -> Facts:
    """Return what every form has to say."""
    return {
        "verdict": record.report.verdict_text,
        "scores": [points(row.score) for row in record.report.ranking],
        "model_version": record.provenance.version,
        "model_digest": record.provenance.digest,
        "engine": record.provenance.engine,
        "digest": record.digest,
    }


def from_json(file: bytes, record: RecordReport) -> Facts:
    document = json.loads(file)
    evaluation, versions = document["evaluations"][record.language], document["versions"]
    return {
        "verdict": verdict_text(evaluation["verdict"]),
        "scores": [points(ranked["score"]) for ranked in evaluation["ranking"]],
        "digest": document["digest"],
        **{name: versions[name] for name in ("model_version", "model_digest", "engine")},
    }


def from_markdown(file: bytes, record: RecordReport) -> Facts:
    matter, text = file.decode().split("---\n", 2)[1:]
    berth = yaml.safe_load(matter)["berth"]
    assert f"**{record.report.verdict_text}" in text
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) \| [^|]+ \| \d+ \|$", text, re.MULTILINE)
    return {
        "verdict": verdict_text(berth["verdict"]),
        "scores": [score for _platform, score in rows],
        **{name: berth[name] for name in ("model_version", "model_digest", "engine", "digest")},
    }


def from_csv(file: bytes, record: RecordReport) -> Facts:
    return from_tables(list(csv.reader(StringIO(file.decode("utf-8-sig"), newline=""))))


def from_workbook(file: bytes, record: RecordReport) -> Facts:
    sheets = load_workbook(BytesIO(file), read_only=True).worksheets[:2]
    rows = zip(("record", "scores"), sheets, strict=True)
    return from_tables([[key, *row] for key, sheet in rows for row in sheet.iter_rows(values_only=True)])


def from_tables(rows: list[list[Any]]) -> Facts:
    about = {row[1]: row[3] for row in rows if row[0] == "record"}
    assert verdict_text(about["verdict"]) == about["verdict_text"]
    scores = [row for row in rows if row[0] == "scores"][1:]
    return {
        "verdict": about["verdict_text"],
        "scores": [points(round(float(row[4]) / 100, 4)) for row in scores],
        **{name: about[name] for name in ("model_version", "model_digest", "engine", "digest")},
    }


def from_pdf(file: bytes, record: RecordReport) -> Facts:
    pages = list(pages_until_provenance(PdfReader(BytesIO(file)), record))
    text = "\n".join(pages)
    return {
        "verdict": found(rf"^({re.escape(record.report.verdict_text)})$", pages[0]),
        "scores": [score_in(pages[0], row.platform) for row in record.report.ranking],
        "model_version": found(r"(?:version|版本) (\S+)", text),
        "model_digest": found(r"(?:Digest of the decision model|决策模型摘要值) (sha256:\w+)", text),
        "engine": found(r"(?:engine|引擎) ([\d.]+)", text),
        "digest": found(r"(sha256:\w+)", pages[0]),
    }


def pages_until_provenance(pdf: PdfReader, record: RecordReport) -> Iterator[str]:
    """Read the pages on which a record's own texts stand; reading those of the catalogue takes longer than these."""
    for page in pdf.pages:
        text = page.extract_text()
        yield text
        if record.provenance.input_digest in text:  # below the others, perhaps on the page after theirs
            return
    raise AssertionError("no page says where the record comes from")


def score_in(page: str, platform: Named) -> str:
    return found(rf"^\s*(?:{re.escape(platform.label)}|{re.escape(platform.short)}) (\d+\.\d)\b", page)


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.MULTILINE)
    assert match, f"{pattern} is not in {text[:2000]}"
    return match[1]


READERS: dict[str, Callable[[bytes, RecordReport], Facts]] = {
    "json": from_json,
    "md": from_markdown,
    "csv": from_csv,
    "xlsx": from_workbook,
    "pdf": from_pdf,
}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_all_forms_say_the_same_in_both_languages(published, verdict):
    scenario, answers = VERDICTS[verdict]
    recommendation = frozen(answered(begin(scenario=scenario), **answers))
    assert recommendation.verdict == verdict
    assert READERS.keys() == FORMS.keys()

    for language in ("en", "zh-hans"):
        record = RecordReport.of(recommendation, language)
        with translation.override(language):
            told = {key: read(FORMS[key].render(record), record) for key, read in READERS.items()}

        assert told == dict.fromkeys(FORMS, stated(record))


# hostile texts

LONG = "W" * 5000
HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example","x")+cmd|\' /C calc\'!A0',
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;",
    "markdown": "# *a* _b_ `c` [d](javascript:alert(1)) ![e](http://evil.example) | f | <http://evil.example>",
    "typst": '#eval("1+1") #read("/etc/passwd") $x^2$ *b* _i_ @ref <label> \\u{41} // c',
    "template": "{{ 7*7 }} {% include 'x' %} ${7*7} <%= 7*7 %> #{7*7}",
    "direction": "abc\u202egpj.exe\u2066 \u200fdef",
    "zero_width": "a\u200bb\u200dc\ufeffd\u00ade",
    "long": LONG,
}
LONGEST_TITLE, LONGEST_NAME, LONGEST_NOTE = 200, 100, 2000


def told_everywhere(words: str) -> RecordReport:
    """Return a record in which whatever somebody may write is `words`, as far as it may be as long as that.

    Signatures and checklist are written past the services, which would clean them.
    """
    assessment = begin(scenario="ecommerce", title=words[:LONGEST_TITLE])
    note = words[:LONGEST_NOTE]
    answered(assessment, tenant_trust=DetailedAnswer(value="org", note=visible(note)))
    assessments.confirm_condition(assessment=read_again(assessment), constraint="card_scope", note=note)
    for number in (1, 2):
        workloads.add(assessment=read_again(assessment), name=f"{words[: LONGEST_NAME - 2]} {number}")
    recommendation = frozen(assessment)
    SignOff.objects.create(
        recommendation=recommendation,
        name=words[:LONGEST_NAME],
        role=words[:LONGEST_NAME],
        decision="approved",
        comment=f"{note[:-20]}\n{note[:9]}",
        digest=recommendation.digest,
    )
    ChecklistItem.objects.filter(recommendation=recommendation).update(
        owner=words[:LONGEST_NAME], due=date(2027, 1, 31), note=note
    )
    return RecordReport.of(for_record(recommendation), "en")


def plain(text: str) -> str:
    """Return a text without what breaks its lines, which differs between forms."""
    return re.sub(r"[\s\u200b]+", "", text)


def text_of_markdown(file: bytes) -> str:
    return MARKDOWN.render(file.decode().split("---\n", 2)[2])


@pytest.mark.parametrize("kind", HOSTILE)
def test_whatever_somebody_wrote_comes_out_as_text(published, kind):
    record = told_everywhere(HOSTILE[kind])
    shortest = plain(visible(HOSTILE[kind])[: LONGEST_NAME - 2])
    known = {entry.url for entry in record.evidence}

    files = {key: form.render(record) for key, form in FORMS.items()}

    html = text_of_markdown(files["md"])
    pdf = PdfReader(BytesIO(files["pdf"]))
    cells = [cell for row in csv.reader(StringIO(files["csv"].decode("utf-8-sig"), newline="")) for cell in row]
    sheets = load_workbook(BytesIO(files["xlsx"])).worksheets
    sheet_cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = {
        "json": json.dumps(json.loads(files["json"]), ensure_ascii=False).replace('\\"', '"').replace("\\\\", "\\"),
        "md": unescape(re.sub("<[^>]+>", "", html)),
        "csv": "\n".join(cells).replace("'=", "="),
        "xlsx": "\n".join(str(cell.value) for cell in sheet_cells),
        "pdf": "".join(pages_until_provenance(pdf, record)),
    }
    assert {key: shortest in plain(text) for key, text in texts.items()} == dict.fromkeys(FORMS, True)
    assert set(re.findall(r"<(\w+)", html)) <= {
        "h1", "h2", "h3", "p", "ul", "li", "strong", "br", "code", "a", "table", "thead", "tbody", "tr", "th", "td"
    }  # fmt: skip
    assert {unescape(link) for link in re.findall('href="([^"]*)"', html)} <= known | {
        link.replace(" ", "%20") for link in known
    }
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@]", cell)]
    assert not [cell for cell in sheet_cells if cell.data_type == "f" or cell.hyperlink]
    assert links_of(pdf) <= known
    assert b"/JavaScript" not in files["pdf"]
    for text in texts.values():
        assert not re.search("[\u202e\u2066\u200f\u200d\ufeff]", text)


def links_of(pdf: PdfReader) -> set[str]:
    notes = (note.get_object() for page in pdf.pages for note in page.get("/Annots", ()))
    return {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}
