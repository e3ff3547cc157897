"""The command line, called as a terminal calls it."""

import csv
import io
import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

import config
from decisions.cli import commands
from decisions.documents.request import EvaluationRequest
from decisions.models import Recommendation
from decisions.reports.files import FORMS
from decisions.reports.record import RecordReport
from decisions.reports.report import verdict_text
from decisions.services import assessments
from decisions.services.evaluate import evaluate
from decisions.services.recommendations import freeze
from scenarios import library, schema, services
from tests.builders import databases

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_a_desk(tmp_path, monkeypatch):
    """In a folder of its own, in a terminal that speaks English."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def berth(published, capfd):
    """Call a command; return its exit code, what it said and what it complained of."""

    def call(*arguments: object) -> tuple[int, str, str]:
        try:
            code = commands.run([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse's own
            code = ended.code
        said = capfd.readouterr()
        return code, said.out, said.err

    return call


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.write_text(text, "utf-8")
    return path


ANSWERS = """\
scenario: erp
answers:
  release_rate: daily
  regime: [payment]
"""


class TestEvaluate:
    def test_it_works(self, berth):
        code, said, complaint = berth("evaluate", write("answers.yaml", ANSWERS))

        found = evaluate(EvaluationRequest(scenario="erp", answers={"release_rate": "daily", "regime": ["payment"]}))
        lines = said.splitlines()
        assert (code, complaint) == (0, "")
        assert lines[1] == found.summary
        assert lines[3].split() == ["Platform", "Score", "Low–high", "First", "in", "100", "cases"]
        assert f"{100 * found.ranking[0].score:.1f}" in lines[4]
        assert "In favour" in lines
        assert found.provenance.input_digest in lines[-1]

    def test_json_is_what_the_api_answers(self, berth):
        code, said, _complaint = berth("evaluate", write("answers.yaml", ANSWERS), "--json")

        request = EvaluationRequest(scenario="erp", answers={"release_rate": "daily", "regime": ["payment"]})
        assert (code, json.loads(said)) == (0, json.loads(evaluate(request).model_dump_json()))

    def test_a_json_file_is_read_as_well(self, berth):
        body = {"scenario": "erp", "detail": "verdict"}

        code, said, _complaint = berth("evaluate", write("answers.json", json.dumps(body)), "--json")

        assert (code, json.loads(said)["verdict"]) == (0, evaluate(EvaluationRequest(**body)).verdict)

    def test_it_speaks_chinese(self, berth):
        code, said, _complaint = berth("evaluate", write("answers.yaml", ANSWERS), "--lang=zh-hans")

        with translation.override("zh-hans"):
            found = evaluate(EvaluationRequest(**{**ANSWERED, "language": "zh-hans"}))
        assert (code, said.splitlines()[1]) == (0, found.summary)

    @pytest.mark.parametrize(
        ("name", "text", "sentence"),
        [
            ("a.yaml", "answers: {release_rate: hourly}", "/answers/release_rate: release_rate has no option hourly."),
            ("a.yaml", "answers: {nope: daily}", "/answers/nope: There is no question nope."),
            ("a.yaml", "answer: {}", "a.yaml: /answer: There is no field answer."),
            ("a.yaml", "answers: {release_rate: yes}", "a.yaml: /answers/release_rate: release_rate must be"),
            ("a.yaml", "model: nope", "There is no decision model nope."),
            ("a.yaml", "a: 1\na: 2", "a.yaml, line 2: a stands there twice"),
            ("a.yaml", "answers: [", "a.yaml, line 2:"),
            ("a.yaml", "- daily", "a.yaml must hold a mapping"),
            ("a.yaml", "", "a.yaml must hold a mapping"),
            ("a.json", '{"seed": 1, "seed": 2}', "a.json: seed stands there twice"),
            ("a.json", "{", "a.json: Expecting property name"),
            ("a.json", "[" * 100_000, "a.json:"),
        ],
    )
    def test_what_is_not_understood_is_named(self, berth, name, text, sentence):
        code, said, complaint = berth("evaluate", write(name, text))

        assert (code, said) == (3, "")
        assert complaint.startswith("berth: ")
        assert sentence in complaint

    def test_a_file_that_is_not_there_is_named(self, berth):
        assert berth("evaluate", "nothing.yaml") == (3, "", "berth: nothing.yaml: No such file or directory\n")

    def test_what_is_no_text_is_said(self, berth):
        Path("answers.yaml").write_bytes(b"scenario: \xff")

        code, _said, complaint = berth("evaluate", "answers.yaml")

        assert (code, complaint) == (3, "berth: answers.yaml: byte 11 is not UTF-8.\n")


ANSWERED = {"scenario": "erp", "answers": {"release_rate": "daily", "regime": ["payment"]}}


def table(*rows: str) -> str:
    return "\n".join(["name,scenario,release_rate,regime,instance_count,weights.isolation", *rows, ""])


def results(name: str = "results.csv") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(Path(name).read_text("utf-8"))))


class TestBatch:
    def test_it_works(self, berth):
        write(
            "workloads.csv",
            table("Payroll,erp,daily,payment|health,,", "Shop,ecommerce,,,12,", "Core,finance,-,n/a,,3"),
        )

        code, said, complaint = berth("batch", "workloads.csv", "--out=results.csv")

        asked = [
            {"scenario": "erp", "answers": {"release_rate": "daily", "regime": ["payment", "health"]}},
            {"scenario": "ecommerce", "answers": {"instance_count": 12.0}},
            {
                "scenario": "finance",
                "answers": {"release_rate": None, "regime": {"does_not_apply": "other"}},
                "weights": {"isolation": 3.0},
            },
        ]
        found = [evaluate(EvaluationRequest(**request)) for request in asked]
        assert (code, said, complaint) == (0, "", "3 rows, 0 refused.\n")
        assert [(row["line"], row["name"]) for row in results()] == [("2", "Payroll"), ("3", "Shop"), ("4", "Core")]
        assert [as_row(evaluation) for evaluation in found] == [
            {name: row[name] for name in as_row(found[0])} for row in results()
        ]

    @pytest.mark.parametrize(
        ("scenario", "answered", "count"), [("ai_training", 1.0, 2_100), ("", 0.1, 200), ("", 0.5, 200)]
    )
    def test_every_row_gets_what_its_request_would_get(self, berth, shipped, scenario, answered, count):
        """Of every kind, and more than are evaluated at a time."""
        chance, document = random.Random(11), shipped["standard"]  # noqa: S311 no secret
        questions = [question.key for question in document.questions]
        rows = [
            [some_cell(question, chance) if chance.random() < answered else "" for question in document.questions]
            for _row in range(count)
        ]
        with Path("workloads.csv").open("w", newline="") as file:
            csv.writer(file).writerows([questions, *rows])

        code, _said, _complaint = berth("batch", "workloads.csv", "--out=results.csv", f"--scenario={scenario}")

        found = results()
        assert (code, len(found)) == (0, len(rows))
        for place in chance.sample(range(len(rows)), 50):
            answers = dict(request_answers(document, rows[place]))
            evaluation = evaluate(EvaluationRequest(scenario=scenario or None, answers=answers, detail="summary"))
            assert {name: found[place][name] for name in as_row(evaluation)} == as_row(evaluation)

    def test_a_faulty_row_is_named_with_its_line_and_the_others_are_evaluated(self, berth):
        write(
            "workloads.csv",
            table(
                '"Two\nlines",erp,,,,', "Short,erp", "Wrong,erp,hourly,nope,-3,", "", "Good,erp,,,,", "Odd,nope,,,,x"
            ),
        )

        code, _said, complaint = berth("batch", "workloads.csv", "--out=results.csv")

        found = results()
        assert code == 1
        assert [(row["line"], bool(row["refused"])) for row in found] == [
            ("2", False), ("4", True), ("5", True), ("7", False), ("8", True),
        ]  # fmt: skip
        assert found[1]["refused"] == "The row has 2 cells, the table has 6 columns."
        assert found[2]["refused"].startswith("release_rate has no option hourly. regime has no option nope.")
        assert found[4]["refused"] == "The decision model has no scenario nope."
        assert complaint.splitlines()[0] == "Line 4: The row has 2 cells, the table has 6 columns."
        assert complaint.splitlines()[-1] == "5 rows, 3 refused."

    @pytest.mark.parametrize(
        ("cell", "sentence"),
        [
            ("x", "The weight of isolation is no number."),
            ("-1", "The weight of isolation is no number."),
            ("0", "At least one weight must be above zero."),
            ("10000000", "A weight may be at most 1000000."),
        ],
    )
    def test_a_weight_that_is_none_is_named(self, berth, cell, sentence):
        write("workloads.csv", table(f"Payroll,erp,,,,{cell}"))

        assert berth("batch", "workloads.csv", "--out=results.csv")[0] == 1
        assert results()[0]["refused"] == sentence

    def test_a_reason_that_is_none_is_named(self, berth):
        write("workloads.csv", "tenant_trust\nn/a:business\nn/a:because\n")

        assert berth("batch", "workloads.csv", "--out=results.csv", "--scenario=erp")[0] == 1
        assert [row["refused"] for row in results()] == [
            "", "tenant_trust: after n/a: stands one of out_of_scope, business, architecture, other.",
        ]  # fmt: skip

    def test_other_columns_are_carried_along_when_they_are_named(self, berth):
        write("workloads.csv", "id,name,owner,scenario\n=1+1,@Payroll,A. Person,erp\n")

        code, _said, _complaint = berth("batch", "workloads.csv", "--out=results.csv", "--keep", "id", "owner")

        assert code == 0
        assert list(results()[0].values())[:4] == ["2", "'@Payroll", "'=1+1", "A. Person"]

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("name,relase_rate\nPayroll,daily\n", "No question or other column is called “relase_rate”."),
            ("name,name\n,\n", "Two columns are called name."),
            ("", "workloads.csv is empty: its first line must name the columns."),
            ("name,\nPayroll,\n", "No question or other column is called “”."),
            ('name\n"Payroll\n', "workloads.csv, line 2: unexpected end of data"),
            ("name\n" + "W" * 200_000 + "\n", "workloads.csv, line 2: field larger than field limit"),
        ],
    )
    def test_a_table_that_cannot_be_read_leaves_no_half_results(self, berth, text, sentence):
        write("workloads.csv", text)

        code, _said, complaint = berth("batch", "workloads.csv", "--out=results.csv")

        assert code == 3
        assert sentence in complaint
        assert [path.name for path in Path().iterdir()] == ["workloads.csv"]

    def test_what_is_not_utf_8_is_said(self, berth):
        Path("workloads.csv").write_bytes("name\nLohnbüro\n".encode("latin-1"))

        code, _said, complaint = berth("batch", "workloads.csv", "--out=results.csv", "--scenario=erp")

        assert (code, complaint) == (3, "berth: workloads.csv, after line 0: not UTF-8.\n")

    def test_a_file_from_a_spreadsheet_begins_with_a_mark(self, berth):
        Path("workloads.csv").write_text(table("工资系统,erp,,,,").replace("\n", "\r\n"), "utf-8-sig")

        assert berth("batch", "workloads.csv", "--out=results.csv")[0] == 0
        assert results()[0]["name"] == "工资系统"

    def test_a_column_to_keep_must_be_there(self, berth):
        write("workloads.csv", table())

        code, _said, complaint = berth("batch", "workloads.csv", "--out=results.csv", "--keep", "owner")

        assert (code, complaint) == (3, "berth: workloads.csv: There is no column “owner” to keep.\n")

    def test_the_results_never_take_the_place_of_the_table(self, berth):
        write("workloads.csv", table("Payroll,erp,,,,"))

        code, _said, complaint = berth("batch", "workloads.csv", "--out", "workloads.csv")

        assert (code, complaint) == (3, "berth: workloads.csv: the results must go to another file.\n")
        assert "Payroll" in Path("workloads.csv").read_text()

    @pytest.mark.parametrize(
        ("option", "sentence"),
        [
            ("--model=nope", "There is no decision model nope."),
            ("--scenario=nope", "The decision model has no scenario nope."),
            ("--out=no/where.csv", "no/where.csv: No such file or directory"),
        ],
    )
    def test_what_is_not_there_is_named(self, berth, option, sentence):
        write("workloads.csv", table("Payroll,erp,,,,"))

        code, _said, complaint = berth("batch", "workloads.csv", "--out=results.csv", option)

        assert (code, complaint) == (3, f"berth: {sentence}\n")

    def test_results_may_go_on_to_another_program(self, berth):
        write("workloads.csv", table("Payroll,erp,,,,"))

        code, said, _complaint = berth("batch", "workloads.csv", "--out=-")

        assert code == 0
        assert said.splitlines()[0].startswith("line,name,verdict,platform,close_rivals,confidence,score.vmware")
        assert said.splitlines()[1].startswith("2,Payroll,")

    def test_a_seed_of_one_s_own_counts(self, berth):
        write("workloads.csv", table("Payroll,erp,,,,"))
        berth("batch", "workloads.csv", "--out=results.csv", "--seed=99")

        assert results()[0]["confidence"] == str(evaluate(EvaluationRequest(scenario="erp", seed=99)).confidence)


def as_row(evaluation) -> dict[str, str]:
    scores = {f"score.{ranked.platform}": str(ranked.score) for ranked in evaluation.ranking}
    return {
        "verdict": evaluation.verdict,
        "platform": evaluation.platform or "",
        "close_rivals": "|".join(evaluation.close_rivals),
        "confidence": str(evaluation.confidence),
        **scores,
        "refused": "",
    }


NUMBERS = ["0", "17", "2.5"]


def some_cell(question: schema.Question, chance: random.Random) -> str:
    keys = [option.key for option in question.options if not option.none]
    kinds = ["", "", "-", "n/a", "n/a:architecture", chance.choice(keys), f" {chance.choice(keys)} "]
    kinds += ["unsure"] if question.may_be_unsure else []
    kinds += NUMBERS if question.measure is not None else []
    kinds += ["|".join(chance.sample(keys, 2))] if question.kind == "multiple" and len(keys) > 1 else []
    return chance.choice(kinds)


def request_answers(document: schema.DecisionModel, row: list[str]):
    """Say of each cell what a request would say, by the words of the documentation."""
    for question, cell in zip(document.questions, (text.strip() for text in row), strict=True):
        if cell == "-":
            yield question.key, None
        elif cell.startswith("n/a"):
            yield question.key, {"does_not_apply": cell[4:] or "other"}
        elif cell in NUMBERS:
            yield question.key, float(cell)
        elif cell:
            yield question.key, cell.split("|") if question.kind == "multiple" and cell != "unsure" else cell


class TestCheck:
    @pytest.mark.parametrize("key", ["article", "standard"])
    def test_it_works(self, berth, shipped, key):
        code, said, complaint = berth("check", library.LIBRARY / key)

        document = shipped[key]
        assert (code, complaint) == (0, "")
        assert said.startswith(f"{key} {document.version}: {len(document.criteria)} criteria, ")
        assert said.splitlines()[1] == library.digest(document)

    def test_one_file_with_all_of_it_is_read_too(self, berth, shipped):
        code, said, _complaint = berth("check", write("mine.yaml", library.write(shipped["article"])))

        assert (code, said.splitlines()[1]) == (0, library.digest(shipped["article"]))

    def test_every_fault_is_said_with_its_place(self, berth):
        folder = Path("mine")
        folder.mkdir()
        (folder / "model.yaml").write_text("key: mine\nversion: 1\n")

        code, said, complaint = berth("check", "mine/")

        assert (code, said) == (1, "")
        assert "mine/model.yaml: version: " in complaint
        assert complaint.splitlines()[-1].endswith(" faults")

    def test_a_folder_without_a_model_is_said(self, berth):
        code, _said, complaint = berth("check", ".")

        assert code == 3
        assert complaint.endswith("holds no decision model: there is no model.yaml.\n")


@pytest.fixture
def recommendation(published) -> Recommendation:
    started = assessments.start(owner="somebody", title="Trading", model="standard", scenario="finance")
    return freeze(assessment=started).recommendation


class TestReplay:
    def test_it_works(self, berth, recommendation):
        code, said, complaint = berth("replay", recommendation.code)

        assert (code, said, complaint) == (
            0, "Same bytes: the record comes out exactly as it was frozen.\n", "",
        )  # fmt: skip

    def test_a_record_in_a_file_is_recomputed_too(self, berth, recommendation):
        assert berth("replay", write("record.json", recommendation.document))[0] == 0

    def test_what_was_changed_is_said(self, berth, recommendation):
        changed = recommendation.document.replace('"title":"Trading"', '"title":"Settlement"')

        code, said, _complaint = berth("replay", write("record.json", changed))

        assert (code, said) == (1, "The record was changed after it was frozen: its digest does not hold.\n")

    def test_what_is_no_record_is_said(self, berth):
        code, _said, complaint = berth("replay", write("record.json", "{}"))

        assert code == 3
        assert complaint.startswith("berth: record.json: This is not the JSON of a frozen recommendation")

    @pytest.mark.parametrize("code", ["nothing", "\x00"])
    def test_a_code_that_is_not_there_is_said(self, berth, code):
        assert berth("replay", code) == (3, "", f"berth: There is no recommendation {code}.\n")


class TestReport:
    @pytest.mark.parametrize("key", FORMS)
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_it_works(self, berth, recommendation, key, language):
        record = RecordReport.of(Recommendation.objects.for_record().get(), language)
        name = FORMS[key].file_name(record)

        assert berth("report", recommendation.code, f"--{key}", f"--lang={language}") == (0, f"{name}\n", "")
        assert Path(name).read_bytes() == FORMS[key].render(record)

    def test_the_file_may_have_another_name(self, berth, recommendation):
        assert berth("report", recommendation.code, "--json", "--out=record.json") == (0, "record.json\n", "")
        assert berth("replay", "record.json")[0] == 0

    def test_it_is_written_out_for_another_program(self, berth, recommendation):
        code, said, complaint = berth("report", recommendation.code, "--json", "--out=-")

        assert (code, json.loads(said)["title"], complaint) == (0, "Trading", "")
        assert list(Path().iterdir()) == []

    def test_where_nothing_can_be_written_is_said(self, berth, recommendation):
        write("file", "")

        assert berth("report", recommendation.code, "--json", "--out=file/record.json") == (
            3, "", "berth: file/record.json: Not a directory\n",
        )  # fmt: skip

    def test_what_is_no_file_is_written_into_and_keeps_its_place(self, berth, recommendation):
        os.mkfifo("pipe")
        end = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)

        assert berth("report", recommendation.code, "--md", "--out=pipe") == (0, "pipe\n", "")
        assert Path("pipe").is_fifo()
        assert os.read(end, 64).startswith(b"---\n")
        assert berth("report", recommendation.code, "--md", f"--out={os.devnull}")[0] == 0
        assert Path(os.devnull).is_char_device()

    def test_a_folder_is_no_file(self, berth, recommendation):
        Path("records").mkdir()

        assert berth("report", recommendation.code, "--json", "--out=records") == (
            3, "", "berth: records is a folder: name a file in it.\n",
        )  # fmt: skip

    def test_what_a_link_leads_to_is_replaced_and_not_the_link(self, berth, recommendation):
        Path("latest.json").symlink_to(write("record.json", ""))

        assert berth("report", recommendation.code, "--json", "--out=latest.json")[0] == 0
        assert Path("latest.json").is_symlink()
        assert json.loads(Path("record.json").read_bytes())["title"] == "Trading"

    def test_a_code_that_is_not_there_is_said(self, berth):
        assert berth("report", "nothing", "--json") == (3, "", "berth: There is no recommendation nothing.\n")


class TestDrift:
    @pytest.fixture
    def newer(self, recommendation, shipped):
        """The next version excludes what leads."""
        document = shipped["standard"]
        ratings = [
            rating.model_copy(update={"low": 1.0, "typical": 1.0, "high": 1.0})
            if rating.platform == recommendation.platform
            else rating
            for rating in document.ratings
        ]
        services.publish(document=document.model_copy(update={"version": "2027.1.1", "ratings": tuple(ratings)}))

    def test_without_a_newer_decision_model_there_is_none(self, berth, recommendation):
        assert berth("drift", "--fail") == (0, "No recommendation would come out otherwise.\n", "")

    def test_it_says_what_would_come_out_otherwise(self, berth, recommendation, newer):
        code, said, _complaint = berth("drift")

        assert code == 0
        assert recommendation.code in said
        assert f"{recommendation.decision_model.version}: {verdict_text(recommendation.verdict)}, " in said
        assert "2027.1.1: " in said

    def test_a_ci_job_can_fail_for_it(self, berth, recommendation, newer):
        assert berth("drift", "--fail")[0] == 1
        assert berth("drift", recommendation.code, "--fail")[0] == 1

    def test_a_code_that_is_not_there_is_said(self, berth, recommendation, newer):
        assert berth("drift", "nothing") == (3, "", "berth: There is no recommendation nothing.\n")


COMMANDS = ["evaluate", "batch", "report", "check", "replay", "drift"]


def english(text: str) -> list[str]:
    """Return pairs of words that stand there in English; the name of a command is none."""
    return [pair for pair in re.findall(r"\b[A-Za-z]+ [a-z]+\b", text) if not pair.startswith("berth ")]


class TestTheCommandItself:
    @pytest.mark.parametrize("arguments", [["report", "--json"], ["replay"], ["drift", "--fail"]])
    @pytest.mark.parametrize("dashes", [1, 2])
    def test_a_code_may_begin_with_a_dash(self, berth, recommendation, arguments, dashes):
        code = "-" * dashes + "A" * (22 - dashes)

        assert berth(*arguments, code) == (3, "", f"berth: There is no recommendation {code}.\n")

    @pytest.mark.parametrize(
        "arguments", [[], ["nothing"], ["evaluate"], ["batch", "x.csv"], ["report", "code"], ["drift", "--lang=fr"]]
    )
    def test_called_wrongly_it_says_how(self, berth, arguments):
        code, said, complaint = berth(*arguments)

        assert (code, said) == (2, "")
        assert complaint.startswith("usage: berth")

    def test_help_says_what_there_is(self, berth):
        code, said, _complaint = berth("--help")

        assert code == 0
        for command in COMMANDS:
            assert command in said

    @pytest.mark.parametrize("command", COMMANDS)
    def test_help_speaks_chinese(self, berth, command):
        code, said, _complaint = berth(command, "--help", "--lang=zh-hans")

        assert (code, english(said)) == (0, [])

    def test_it_speaks_as_the_terminal_does(self, berth, monkeypatch):
        monkeypatch.setenv("LANG", "zh_CN.UTF-8")

        code, said, _complaint = berth("--help")

        assert (code, english(said)) == (0, [])

    def test_called_wrongly_it_says_so_in_chinese(self, berth):
        code, _said, complaint = berth("report", "--lang=zh-hans")

        assert code == 2
        assert english(complaint) == []

    def test_without_a_database_it_makes_one(self, tmp_path, shipped):
        with databases.new_database(tmp_path) as address:
            ended = databases.run(
                ["-m", "decisions.cli", "evaluate", str(write("a.yaml", ANSWERS).resolve())],
                address=address,
                var=tmp_path,
            )

        assert ended.returncode == 0, ended.stderr
        assert "Setting up the database" in ended.stderr
        assert f"standard {shipped['standard'].version}" in ended.stdout

    def test_what_is_wrong_with_the_settings_is_said_plainly(self, tmp_path):
        command = [sys.executable, "-m", "decisions.cli", "drift"]
        environment = databases.environment("nowhere", tmp_path)

        ended = subprocess.run(
            command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
        )

        assert (ended.returncode, ended.stdout) == (3, "")
        assert ended.stderr == "berth: DATABASE_URL must begin with postgres:// or sqlite:///.\n"

    def test_it_runs_from_any_folder_beside_whatever_lies_there(self):
        Path("decisions.py").write_text("raise SystemExit('the wrong one')")
        link = Path("berth")
        link.symlink_to(settings.BASE_DIR / "scripts" / "berth")

        ended = subprocess.run([link.resolve(), "--version"], capture_output=True, text=True, check=False)

        assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"berth {config.__version__}\n", "")

    def test_a_terminal_without_bars_gets_question_marks(self, tmp_path):
        command = ["-m", "decisions.cli", "batch", "--help", "--lang=zh-hans"]
        environment = {**databases.environment("", tmp_path), "PYTHONIOENCODING": "latin-1"}

        ended = subprocess.run(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, check=False
        )

        assert (ended.returncode, ended.stderr) == (0, b"")
        assert b"???" in ended.stdout

    def test_a_reader_that_has_read_enough_ends_it_quietly(self, tmp_path):
        command = f"{sys.executable} -m decisions.cli --help | true; exit ${{PIPESTATUS[0]}}"

        ended = subprocess.run(
            ["bash", "-c", command], cwd=settings.BASE_DIR, env=databases.environment("", tmp_path),
            capture_output=True, text=True, check=False,
        )  # fmt: skip

        assert (ended.returncode in (0, 3), ended.stderr) == (True, "")


def test_a_database_without_decision_models_is_said(published, capfd, settings, transactional_db):
    settings.LOCAL = False
    call_command("flush", interactive=False, inhibit_post_migrate=True)
    capfd.readouterr()

    assert commands.run(["drift"]) == 3
    assert capfd.readouterr().err == (
        "berth: No decision model is published. Run manage.py migrate and manage.py publish_model --all.\n"
    )
