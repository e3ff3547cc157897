import pytest
from django.test import Client

from decisions.services.assessments import rename
from scenarios import services as catalogue
from tests.builders.assessments import send, send_answer, start
from tests.builders.pages import record as one_of_everything
from tests.builders.records import freeze_in_browser

pytestmark = pytest.mark.django_db

MOST_QUERIES = 9


@pytest.fixture
def assessment(client):
    return start(client, title="Trading", scenario="finance")


@pytest.fixture
def recommendation(client, assessment):
    return freeze_in_browser(client, assessment)


def page_of(client, recommendation, page="", **query):
    return client.get(f"/recommendations/{recommendation.code}/{page}", query).content.decode()


def test_it_works(client, recommendation):
    page = page_of(client, recommendation)

    assert "<h1>Trading</h1>" in page
    assert "Containers in VMs (hybrid)" in page
    assert recommendation.digest in page
    assert recommendation.frozen_at.strftime("%Y-%m-%d %H:%M UTC") in page


def test_it_shows_what_was_frozen_whatever_was_changed_since(client, assessment, recommendation):
    before = page_of(client, recommendation)
    send_answer(client, assessment, "vendor_support", "vmware_only")
    rename(assessment=assessment, title="Settlement")

    assert page_of(client, recommendation).count("VMs (VMware)") == before.count("VMs (VMware)")
    assert "Settlement" not in page_of(client, recommendation)


def test_it_keeps_its_version_of_the_decision_model(client, recommendation, shipped):
    catalogue.publish(document=shipped["standard"].model_copy(update={"version": "2026.12.1"}))

    assert f"version {shipped['standard'].version}" in page_of(client, recommendation)
    assert "2026.12.1" not in page_of(client, recommendation)


def test_nothing_on_it_can_be_answered_or_tried(client, recommendation):
    page = page_of(client, recommendation)

    assert "/questions/" not in page
    assert "/what-if/" not in page
    assert "/conditions/" not in page


def test_it_speaks_the_readers_language(client, recommendation):
    page = page_of(client, recommendation, lang="zh-hans")

    assert '<html lang="zh-Hans"' in page
    assert "虚拟机内容器" in page
    assert f"/recommendations/{recommendation.code}/report/?lang=zh-hans" in page


def test_the_printable_report_is_of_the_record(client, assessment, recommendation):
    send_answer(client, assessment, "vendor_support", "vmware_only")

    page = page_of(client, recommendation, "report/")

    assert "Platform recommendation 1" in page
    assert recommendation.digest in page
    assert "Freeze" not in page


@pytest.mark.parametrize("page", ["", "report/"])
def test_what_is_printed_of_it_says_on_each_sheet_whose_it_is(client, assessment, page):
    rename(assessment=assessment, title='Trading <b> "core"')
    recommendation = freeze_in_browser(client, assessment)

    root = page_of(client, recommendation, page, lang="zh-hans").partition("<head>")[0]

    assert 'data-title="Trading &lt;b&gt; &quot;core&quot;"' in root
    assert 'data-kind="平台推荐 1"' in root
    assert f'data-identity="{recommendation.code} · {recommendation.digest}"' in root
    assert 'data-page="第 " data-of=" 页，共 " data-after=" 页"' in root


def test_its_figures_are_those_of_the_record(client, assessment, recommendation):
    before = client.get(f"/recommendations/{recommendation.code}/figures.json").json()
    send_answer(client, assessment, "vendor_support", "vmware_only")

    assert client.get(f"/recommendations/{recommendation.code}/figures.json").json() == before


def test_for_others_it_does_not_exist(client, recommendation):
    for page in ("", "report/", "figures.json"):
        assert Client().get(f"/recommendations/{recommendation.code}/{page}").status_code == 404
    assert client.get("/recommendations/nonsense/").status_code == 404


def test_it_goes_with_its_assessment(client, assessment, recommendation):
    send(client, "delete", assessment)

    assert client.get(f"/recommendations/{recommendation.code}/").status_code == 404


def test_it_asks_few_questions_of_the_database(client, django_assert_max_num_queries):
    path = one_of_everything(client)
    client.get(path)

    with django_assert_max_num_queries(MOST_QUERIES):
        client.get(path)
