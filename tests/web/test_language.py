"""Every page speaks the language that was asked for, whole."""

import re
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from decisions.services import workloads
from decisions.services.assessments import confirm_condition, rename, set_weights
from tests.builders.accounts import ADDRESS
from tests.builders.assessments import question_path, send, send_answer, start
from tests.builders.pages import PAGES

SPOKEN = (
    "alt",
    "aria-label",
    "title",
    "placeholder",
    "data-saving",
    "data-failed",
    "data-elsewhere",
    "data-label",
    "data-said",
    "data-working",
)
WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
NO_WORD = re.compile(r"\{[a-z]+\}|\b[a-z0-9]+(?:_[a-z0-9]+)+\b")  # what a script fills in; keys, which have no language
INLINE = {
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "label",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "time",
    "tspan",
}
HAN = r"[\u3400-\u9fff]"
# Chinese has its own: ，：；（）？！. A question mark after a number marks what is not verified.
HALF_WIDTH = re.compile(rf".{{0,12}}(?:{HAN}(?:[,:;()?!]|\.(?: |$))|(?:[,:;()!]|(?<!\d)\?) ?{HAN}).{{0,12}}")
OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what is not read
GAP = re.compile("[^ ]{0,9}(?:[。，、；：！？）》] +[^ ]| +（).{0,9}")  # such a mark brings its own room
DASHED_RANGE = re.compile(r".{0,9}\d ?[%★]?–\d.{0,9}")  # Chinese joins the ends of a range with ～
FORMULA = re.compile(r"\b\w\(\w\)")  # L(o)
# Names, units and terms of the trade that Chinese texts leave as they are, and what a test typed in.
LEFT_AS_THEY_ARE = frozenset(
    (Path(__file__).parent / "data" / "left_as_they_are.txt").read_text("utf-8").lower().split()
)


class Text(HTMLParser):
    """The words of a page, with those that only a screen reader says; not its code, nor what says it is English."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.prose = ""  # what is read in one go, a line for each; what is silent is a gap in it
        self.aside: list[str] = []  # what only a screen reader says
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.prose += "" if tag in INLINE else "\n"
        if self.silent or tag in {"script", "style", "code"} or (named.get("lang") or "zh-Hans") != "zh-Hans":
            if tag not in {"link", "meta", "input", "br", "hr", "img", "path", "rect", "col"}:
                self.prose += "" if self.silent else OBJECT
                self.silent.append(tag)
            return
        for name in SPOKEN:
            self.take(named.get(name) or "")
            self.aside.append(named.get(name) or "")

    def handle_endtag(self, tag: str) -> None:
        self.prose += "" if tag in INLINE else "\n"
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.take(data)
            self.prose += data

    def take(self, text: str) -> None:
        self.words += WORD.findall(NO_WORD.sub("", text))


def english_in(page: str) -> set[str]:
    text = Text()
    text.feed(page)
    return {word for word in text.words if word.lower() not in LEFT_AS_THEY_ARE}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_in_chinese_has_no_english_left(client, kind):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"

    page = client.get(PAGES[kind](client)).content.decode()

    assert '<html lang="zh-Hans"' in page
    assert english_in(page) == set()


def found_in(page: str, fault: re.Pattern[str]) -> list[str]:
    text = Text()
    text.feed(page)
    lines = [re.sub(r"\s+", " ", FORMULA.sub(OBJECT, line)) for line in [*text.prose.splitlines(), *text.aside]]
    return sorted({found for line in lines for found in fault.findall(line)})


@pytest.mark.django_db
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_in_chinese_has_chinese_punctuation(client, kind):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"

    page = client.get(PAGES[kind](client)).content.decode()

    assert found_in(page, HALF_WIDTH) == []
    assert found_in(page, GAP) == []
    assert found_in(page, DASHED_RANGE) == []


@pytest.mark.django_db
def test_what_is_refused_is_refused_in_chinese(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assessment = start(client)

    refused = [
        send_answer(client, assessment, "tenant_trust"),
        send_answer(client, assessment, "tenant_trust", ["own_team", "org"]),
        send_answer(client, assessment, "tenant_trust", ".does_not_apply", note="字" * 2001),
        send_answer(client, assessment, "instance_count", ".number", number="—"),
        send_answer(client, assessment, "device_access", ["none", "gpu_whole"]),
        client.post(f"/assessments/{assessment.code}/priorities/points/", {"weight.cost": "—"}),
        client.post(f"/assessments/{assessment.code}/priorities/order/", {"rank.cost": "—"}),
        client.post(f"/assessments/{assessment.code}/priorities/swings/", {"low.cost": "5", "high.cost": "3"}),
        client.post(f"/assessments/{assessment.code}/priorities/pairs/", {"pair.isolation.cost": "—"}),
        client.post(f"/assessments/{assessment.code}/priorities/pairs/", {}),
        client.post("/assessments/", {"title": "长" * 201}),
        client.post("/assessments/", {"scenario": "—"}),
        client.post("/account/sign-in/", {"email": "—", "password": "—"}),
        client.post("/account/reset/", {"email": ""}),
        client.post("/account/sign-in/", {"email": ADDRESS, "password": "—"}),
        client.post("/account/sign-up/", {"email": "", "password": "123456789012"}),
        client.post("/account/sign-up/", {"email": ADDRESS, "password": "1qaz", "name": "长" * 101}),
        client.post("/account/sign-up/", {"email": ADDRESS, "password": ADDRESS}),
        client.post("/account/sign-up/", {"email": f"{'a' * 140}@{ADDRESS}", "password": ""}),
    ]

    assert [response.status_code for response in refused] == [422] * len(refused)
    assert [english_in(response.content.decode()) for response in refused] == [set()] * len(refused)


@pytest.mark.django_db
def test_what_was_changed_elsewhere_is_said_in_chinese(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assessment = start(client)
    set_weights(assessment=assessment, weights={"cost": 1})
    path = f"/assessments/{assessment.code}/priorities/"

    answers = [
        client.post(f"{path}points/", {"weight.isolation": "1"}),
        client.post(path, {"action": "reset"}, follow=True),
    ]

    assert [response.status_code for response in answers] == [409, 200]
    assert [english_in(response.content.decode()) for response in answers] == [set(), set()]


@pytest.mark.django_db
def test_what_one_may_keep_is_said_in_chinese(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    assessment = start(client, title="薪资", scenario="finance")
    part = assessment.workloads.first()
    send_answer(client, assessment, "tenant_trust", "org")
    part_path = reverse("workload-question", args=[assessment.code, part.pk, "release_rate"])
    client.post(part_path, {"answer": "yearly"})
    workloads.move(workload=part, up=False)
    workloads.rename(workload=part, name="订单")
    rename(assessment=assessment, title="结算")
    confirm_condition(assessment=assessment, constraint="tenants_apart", note="工单")

    answers = [
        send_answer(client, assessment, "tenant_trust", "own_team", seen=0),
        send_answer(client, assessment, "tenant_trust", "own_team", seen=0, part="live"),
        client.post(question_path(assessment, "tenant_trust"), {"action": "forget"}),
        client.post(reverse("all-questions", args=[assessment.code]), {"tenant_trust.answer": "own_team"}),
        client.post(part_path, {"answer": "daily"}),
        client.post(part_path, {"action": "inherit"}),
        send(client, "workload", assessment, part.pk, revision=0, name="账目"),
        send(client, "workload", assessment, part.pk, revision=0, action="up"),
        send(client, "remove-workload", assessment, part.pk, revision=0),
        send(client, "rename", assessment, revision=0, title="账目"),
        send(client, "condition", assessment, "tenants_apart", revision=0, note="凭证"),
        send(client, "condition", assessment, "tenants_apart", revision=0, action="withdraw"),
        send(client, "delete", assessment, revision=0),
    ]

    assert [response.status_code for response in answers] == [409] * len(answers)
    assert [english_in(response.content.decode()) for response in answers] == [set()] * len(answers)


@pytest.mark.django_db
def test_what_is_said_without_cookies_is_said_in_chinese():
    reader = Client(enforce_csrf_checks=True, headers={"accept-language": "zh-CN"})

    response = reader.post("/assessments/", {"title": "工资"})

    assert response.status_code == 403
    assert english_in(response.content.decode()) == set()


def test_the_page_in_english_is_not_what_the_test_sees():
    assert english_in('<p>Where <b aria-label="Not sure">it</b> runs</p>') == {"Where", "it", "runs", "Not", "sure"}
    assert english_in('<p>运行在 <span lang="en">Where it runs</span> VMware <code>tenant_trust</code></p>') == set()


def test_half_width_punctuation_is_what_the_test_sees():
    assert found_in("<p>问题: 回答</p><p>VMware（虚拟机）：强, <b>弱</b>(见下)</p>", HALF_WIDTH) == [
        "VMware（虚拟机）：强, 弱(见下)",
        "问题: 回答",
    ]
    assert found_in('<b>工具</b>: <span lang="en">Falco, Trivy</span><i aria-label="够吗?"></i>', HALF_WIDTH) == [
        "够吗?",
        f"工具: {OBJECT}",
    ]
    assert found_in("<p>问题：回答</p><p>10:30 (UTC), v1.2</p><td>问题</td><td>: 回</td>", HALF_WIDTH) == [": 回"]


def catalogue() -> polib.POFile:
    return polib.pofile(str(Path(settings.BASE_DIR) / "locale/zh_Hans/LC_MESSAGES/django.po"))


def test_every_message_is_translated():
    entries = catalogue()

    assert [entry.msgid for entry in entries if not (entry.msgstr or all(entry.msgstr_plural.values() or [""]))] == []
    assert [entry.msgid for entry in entries if entry.fuzzy] == []
    assert [entry.msgid for entry in entries if entry.obsolete] == []


def test_a_translation_names_what_its_message_names():
    name = re.compile(r"%\((\w+)\)[sd]")

    wrong = [
        entry.msgid
        for entry in catalogue()
        for text in (entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr])
        if set(name.findall(text)) - set(name.findall(entry.msgid_plural or entry.msgid))
    ]

    assert wrong == []
