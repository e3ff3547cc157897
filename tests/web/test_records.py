import re

import pytest
from django.test import Client
from django.urls import reverse

from decisions.services.recommendations import freeze, sign_off
from decisions.web.recommendations_list import PER_CHUNK, PER_PAGE
from scenarios import services as catalogue
from tests.builders.assessments import send_answer, start
from tests.builders.documents import renamed_option, strong_vmware
from tests.builders.records import freeze_in_browser, overwrite

pytestmark = pytest.mark.django_db


def sign(recommendation, decision="approved"):
    sign_off(recommendation=recommendation, name="A", role="B", decision=decision, digest=recommendation.digest)


def rows(client, **query):
    return client.get("/recommendations/", query).context["rows"]


def drift_page(client, **query):
    return client.get("/recommendations/drift/", query)


def test_it_works(client):
    recommendation = freeze_in_browser(client, start(client, title="Trading", scenario="finance"))
    sign(recommendation, "approved_with_conditions")

    page = client.get("/recommendations/").content.decode()

    assert f'<a href="{reverse("record", args=[recommendation.code])}">Trading</a>' in page
    for words in ("recommendation 1", "Containers in VMs (hybrid)", "97", "Approved with conditions"):
        assert words in page
    assert "With the newest version" not in page
    assert '<a href="/assessments/" aria-current="true">My assessments</a>' in page


def test_the_latest_comes_first_and_what_is_superseded_is_left_out(client):
    first = start(client, title="Trading", scenario="finance")
    freeze_in_browser(client, first)
    freeze_in_browser(client, start(client, title="Payroll", scenario="erp"))
    send_answer(client, first, "tenant_trust", "customers")
    freeze_in_browser(client, first)

    assert [(row.recommendation.title, row.recommendation.number) for row in rows(client)] == [
        ("Trading", 2),
        ("Payroll", 1),
    ]
    assert [(row.recommendation.title, row.recommendation.number) for row in rows(client, show="all")] == [
        ("Trading", 2),
        ("Payroll", 1),
        ("Trading", 1),
    ]
    assert "superseded by" in client.get("/recommendations/?show=all").content.decode()


def test_others_are_not_listed(client):
    freeze_in_browser(client, start(client))

    assert rows(Client()) == []
    assert "Nothing has been frozen yet." in Client().get("/recommendations/").content.decode()


def test_what_drifts_is_marked(client, shipped):
    for title, scenario in (("Trading", "finance"), ("Shop", "ecommerce"), ("Payroll", "erp")):
        freeze_in_browser(client, start(client, title=title, scenario=scenario))
    catalogue.publish(document=strong_vmware(shipped["standard"]))

    page = client.get("/recommendations/").content.decode()

    marks = {row.recommendation.title: row.drift.is_drift for row in rows(client)}
    assert marks == {"Trading": True, "Shop": True, "Payroll": False}
    assert (page.count("≠ differs"), page.count("= the same")) == (2, 1)


def test_what_decides_alike_is_marked_too(client, shipped):
    freeze_in_browser(client, start(client, title="Trading", scenario="finance"))
    catalogue.publish(document=shipped["standard"].model_copy(update={"version": "2026.12.1"}))

    assert "= the same" in client.get("/recommendations/").content.decode()


@pytest.mark.parametrize("page", ["2", "0", "-1", "999", "nonsense", "9" * 40])
def test_any_page_can_be_asked_for(client, page):
    freeze_in_browser(client, start(client))

    assert len(rows(client, page=page)) == 1


def test_a_long_list_has_pages(client):
    assessment = start(client)
    for _number in range(PER_PAGE + 1):
        freeze_in_browser(client, start(client))
    freeze_in_browser(client, assessment)

    page = client.get("/recommendations/?show=all").content.decode()

    assert "Page 1 of 2" in page
    assert "?page=2&amp;show=all" in page
    assert len(rows(client, page=2)) == 2


def test_as_many_queries_for_many_as_for_one(client, shipped, django_assert_num_queries):
    for _number in range(5):
        sign(freeze_in_browser(client, start(client, scenario="erp")))
    client.get("/recommendations/")

    with django_assert_num_queries(5):  # session, count, records, older ones, newest versions
        client.get("/recommendations/")


def test_my_assessments_and_the_task_list_lead_to_the_record(client):
    assessment = start(client)
    path = reverse("record", args=[freeze_in_browser(client, assessment).code])

    assert path in client.get("/assessments/").content.decode()
    assert path in client.get(reverse("assessment", args=[assessment.code])).content.decode()
    assert reverse("records") in client.get("/assessments/").content.decode()


# drift


def test_while_the_version_is_the_newest_nothing_can_drift(client):
    freeze_in_browser(client, start(client))

    assert "Nothing can come out differently" in drift_page(client).content.decode()


def test_both_results_are_shown_and_nothing_stored_is_touched(client, shipped):
    recommendation = freeze_in_browser(client, start(client, title="Trading", scenario="finance"))
    catalogue.publish(document=strong_vmware(shipped["standard"]))

    response = drift_page(client)

    (row,) = response.context["rows"]
    assert (row.before.platform.key, row.after.platform.key, row.version) == ("hybrid", "vmware", "2026.12.1")
    assert "1 of 1 would come out differently." in response.content.decode()
    recommendation.refresh_from_db()
    assert recommendation.platform == "hybrid"


def test_a_version_that_does_not_understand_the_answers_is_drift(client, shipped):
    assessment = start(client, title="Trading")
    send_answer(client, assessment, "lock_in", "committed")
    freeze_in_browser(client, assessment)
    catalogue.publish(document=renamed_option(shipped["standard"], "lock_in", "committed"))

    page = drift_page(client).content.decode()

    assert "cannot be evaluated" in page
    assert "lock_in has no option committed." in page


def test_hundreds_are_checked_in_chunks(client, shipped):
    assessment = start(client, title="Trading", scenario="erp")
    for number in range(PER_CHUNK + 2):
        send_answer(client, assessment, "tenant_trust", ("org", "customers")[number % 2])
        assessment.refresh_from_db()
        freeze(assessment=assessment)
    catalogue.publish(document=strong_vmware(shipped["standard"]))

    first, second = drift_page(client, show="all"), drift_page(client, show="all", page=2)

    assert [response.context["checked"] for response in (first, second)] == [PER_CHUNK, 2]
    assert 'data-pages-in-all="2"' in first.content.decode()
    assert re.search(rf'<progress value="{PER_CHUNK}" max="{PER_CHUNK + 2}"', first.content.decode())


def test_a_chunk_takes_few_queries(client, shipped, django_assert_num_queries):
    for _number in range(3):
        freeze_in_browser(client, start(client, scenario="finance"))
    catalogue.publish(document=strong_vmware(shipped["standard"]))
    drift_page(client)

    with django_assert_num_queries(5):  # session, count, records, newest versions, the newest of this model
        drift_page(client)


# replay


def test_a_replay_says_that_the_same_bytes_come_out(client):
    recommendation = freeze_in_browser(client, start(client, title="Trading", scenario="finance"))

    page = client.get(reverse("record-replay", args=[recommendation.code])).content.decode()

    assert "Same bytes: the record comes out exactly as it was frozen." in page
    assert recommendation.digest in page


def test_a_replay_notices_what_was_changed(client):
    recommendation = freeze_in_browser(client, start(client, title="Trading", scenario="finance"))
    overwrite(recommendation, '"title":"Trading"', '"title":"Settlement"')

    page = client.get(reverse("record-replay", args=[recommendation.code])).content.decode()

    assert "The record was changed after it was frozen" in page
    assert "does not hold" in page


def test_a_replay_lists_what_differs(client):
    recommendation = freeze_in_browser(client, start(client, title="Trading", scenario="finance"))
    overwrite(recommendation, '"settled":true', '"settled":false')

    page = client.get(reverse("record-replay", args=[recommendation.code])).content.decode()

    assert "<code>/evaluations/en/settled</code>" in page
    assert "<code>false</code>" in page


def test_others_replay_nothing(client):
    recommendation = freeze_in_browser(client, start(client))

    assert Client().get(reverse("record-replay", args=[recommendation.code])).status_code == 404
