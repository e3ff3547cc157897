import json
import re
import shlex
from html import unescape
from pathlib import Path
from string import Template

import pytest
from django.utils.html import strip_tags

from config.http.problems import KINDS
from decisions.api import examples, words
from decisions.models import Recommendation
from tests.builders.callers import account, token

DOCS = "/api/v1/docs/"
README = Path(__file__).parents[2] / "README.md"
CJK = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def page(client):
    return client.get(DOCS).content.decode()


def test_it_explains_every_call(client, page):
    contract = client.get("/api/v1/openapi.json").json()

    for path, methods in contract["paths"].items():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
            assert path in page
    for name in contract["components"]["schemas"]:
        assert f'id="document-{name}"' in page
    for code in words.CODES:
        assert f"<code>{code}</code>" in page


def test_a_body_that_differs_by_decision_model_has_one_table(page):
    begin, end = page.index('id="document-NewAssessment"'), page.index('id="document-NewShare"')
    words = " ".join(strip_tags(unescape(page[begin:end])).split())

    assert 'model "standard" | "article" Key of a decision model.' in words
    assert '"edge_iot", "dev_test" | null Key of one of its scenarios' in words
    assert "own_scenario string (≤ 64) | null Key of a scenario of your own" in words


def test_the_type_of_every_problem_leads_to_its_explanation(page):
    for code in KINDS:
        assert f'id="problem-{code}"' in page


def test_every_link_within_the_page_arrives(page):
    ids = set(re.findall(r'id="([^"]+)"', page))

    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_it_has_no_script_of_its_own_and_no_inline_style(page):
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page)


def commands(text: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'<code class="command">(.*?)</code>', text, re.DOTALL)]


def readme_commands() -> list[str]:
    """Return the curl commands of the README's indented blocks, each until its quotes are closed."""
    found = []
    lines = iter(README.read_text("utf-8").splitlines())
    for line in lines:
        if line.startswith("    curl "):
            command = line.strip()
            while command.count("'") % 2:
                command += "\n" + next(lines)
            found.append(command)
    return found


def run(client, command: str, **variables: str):
    """Send what curl would send from a shell that has these variables."""
    program, *arguments = shlex.split(command)
    assert program == "curl"
    headers, body, url, method = {}, None, "", ""
    while arguments:
        match arguments.pop(0):
            case "-s":
                pass
            case "-X":
                method = arguments.pop(0)
            case "-H":
                name, _, value = Template(arguments.pop(0)).substitute(variables).partition(": ")
                headers[name] = value
            case "-d":
                body = body_of(arguments.pop(0), variables)
            case address:
                url = Template(address).substitute(variables)
    path = re.sub(r"^https?://[^/]+", "", url)
    content_type = headers.pop("Content-Type", "")
    method = method or ("POST" if body else "GET")
    return client.generic(method, path, body or b"", content_type=content_type, headers=headers)


def body_of(argument: str, variables: dict[str, str]) -> bytes:
    """Return what curl would send; a reader puts in what only he knows."""
    text = variables["FILE"] if argument.startswith("@") else argument.replace("\n", "")
    known = {examples.DIGEST: "DIGEST", examples.ASSESSMENT: "ASSESSMENT"}
    for stand_in, name in known.items():
        text = text.replace(stand_in, variables.get(name, stand_in))
    return text.encode()


class Reader:
    """Remembers of each kind of thing the code, the ETag and the numbers that came last."""

    def __init__(self) -> None:
        self.variables = {"TOKEN": token(account())}
        self.by_kind: dict[str, dict[str, str]] = {}

    def of(self, command: str) -> dict[str, str]:
        return {**self.variables, **self.by_kind.get(kind_of(command), {})}

    def note(self, command: str, answer) -> None:
        here = self.by_kind.setdefault(kind_of(answer.get("Location", command)), {})
        if answer.has_header("ETag") and "$TOKEN" in command and "/evaluation/" not in command:
            here["ETAG"] = answer["ETag"]
        if answer.status_code == 201 and (found := re.search(r"/([\w-]{22})/$", answer["Location"])):
            here["CODE"] = found[1]
            self.variables["ASSESSMENT"] = self.by_kind["assessments"]["CODE"]
        elif answer.status_code == 201 and (found := re.search(r"/(\d+)/$", answer["Location"])):
            here["NUMBER"] = found[1]
        if "/recommendations/" in answer.get("Location", "") and "digest" in answer.json():
            record = Recommendation.objects.latest("pk")
            self.variables |= {"DIGEST": record.digest, "FILE": record.document}
            here["ITEM"] = str(record.checklist.all()[0].pk)


def kind_of(address: str) -> str:
    return re.search(r"/api/v1/([a-z]*)", address)[1]


def test_every_command_on_the_page_works(client, page):
    """As a reader would: with the codes and the ETag that came last; what removes comes last, the innermost first."""
    found = commands(page)
    removing = [command for command in found if "-X DELETE" in command]
    reader = Reader()

    assert len(found) >= 9
    for command in [command for command in found if command not in removing] + removing[::-1]:
        answer = run(client, command, **reader.of(command))
        assert answer.status_code in {200, 201, 204}, (command, answer.content)
        reader.note(command, answer)


def test_every_command_in_the_readme_works(client):
    found = readme_commands()

    assert found
    for command in found:
        answer = run(client, command)
        assert answer.status_code == 200, command
        assert answer.json()["platform"] in {"vmware", "docker", "hybrid"}


def test_commands_name_the_address_where_the_reader_is(client):
    page = client.get(DOCS, headers={"Host": "127.0.0.1:8123"}).content.decode()

    assert all("http://127.0.0.1:8123/api/v1/" in command for command in commands(page))


def test_it_is_chinese_for_a_chinese_reader(client):
    page = client.get(DOCS, headers={"Accept-Language": "zh-CN"}).content.decode()

    prose = re.sub(r"<(code|pre|title)\b.*?</\1>|<header.*?</header>|<footer.*?</footer>", " ", page, flags=re.DOTALL)
    texts = [text.strip() for text in re.split(r"[\n]", unescape(strip_tags(re.sub(r"<(?=[a-z/])", "\n<", prose))))]
    left_over = [text for text in texts if re.search(r"[a-z]+ [a-z]+ [a-z]+", text) and not CJK.search(text)]
    assert left_over == []


def test_it_costs_one_query_once_the_models_were_read(client, django_assert_num_queries):
    client.get(DOCS)

    with django_assert_num_queries(1):
        answer = client.get(DOCS)

    assert answer["Content-Type"].startswith("text/html")


def test_answers_shown_are_json(page):
    for block in re.findall(r'<pre tabindex="0"(?: class="long")?><code>(.*?)</code>', page, re.DOTALL):
        json.loads(unescape(block))
