"""The workloads of an assessment, page by page."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from decisions.models import Assessment, Workload
from decisions.services.assessments import share
from tests.builders.assessments import send, send_answer, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(client):
    return start(client, scenario="finance")


def listing(assessment):
    return reverse("workloads", args=[assessment.code])


def page_of(workload, name="workload", *more):
    return reverse(name, args=[workload.assessment.code, workload.pk, *more])


def add(client, assessment, name):
    response = client.post(listing(assessment), {"name": name})
    assert response.status_code == 303, response.content.decode()
    return assessment.workloads.get(name=name.strip())


def override(client, workload, key, answer, **fields):
    return client.post(page_of(workload, "workload-question", key), {"answer": answer, "seen": 0, **fields})


def names(assessment):
    return list(assessment.workloads.values_list("name", flat=True))


def test_it_works(client, finance):
    page = client.get(listing(finance)).content.decode()

    assert names(finance) == ["Trading core", "Risk-control services"]
    assert "“Trading core”: VMs (VMware); “Risk-control services”: Containers in VMs (hybrid)." in page
    assert "from the scenario" in page


def test_a_scenario_brings_its_workloads_in_the_language_of_whoever_starts(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"

    assert names(start(client, scenario="ai_training")) == ["GPU 训练", "实验服务"]


def test_other_scenarios_bring_none(client):
    assert names(start(client, scenario="erp")) == []


def test_one_is_added_at_the_end_and_inherits_everything(client, finance):
    added = add(client, finance, "  Back office ")

    assert names(finance) == ["Trading core", "Risk-control services", "Back office"]
    assert (added.answers, added.scenario_workload) == ({}, "")
    assert "Inherits every answer" in client.get(listing(finance)).content.decode()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "Give the workload a name."),
        ("Trading core", "There is already a workload called “Trading core”."),
        ("x" * 101, "The name may have 100 characters; it has 101."),
    ],
)
def test_a_name_that_does_not_do_is_refused_and_kept(client, finance, name, sentence):
    response = client.post(listing(finance), {"name": name})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert f'value="{name}"' in response.content.decode()
    assert finance.workloads.count() == 2


def test_there_may_be_fifty(client, finance):
    Workload.objects.bulk_create(Workload(assessment=finance, name=str(n), position=n) for n in range(2, 50))

    response = client.post(listing(finance), {"name": "One more"})

    assert response.status_code == 422
    assert "An assessment may have 50 workloads." in response.content.decode()


def test_it_is_renamed(client, finance):
    core = finance.workloads.first()

    assert client.post(page_of(core), {"name": "Matching engine"}).status_code == 303
    assert client.post(page_of(core), {"name": "Risk-control services"}).status_code == 422
    assert names(finance) == ["Matching engine", "Risk-control services"]


def test_the_order_can_be_changed(client, finance):
    core, risk = finance.workloads.all()

    send(client, "workload", finance, core.pk, action="down")
    assert names(finance) == ["Risk-control services", "Trading core"]
    send(client, "workload", finance, risk.pk, action="up")  # it is the first already
    assert names(finance) == ["Risk-control services", "Trading core"]


def test_it_is_removed_only_after_asking(client, finance):
    core = finance.workloads.first()

    assert "Remove “Trading core”?" in client.get(page_of(core, "remove-workload")).content.decode()
    assert finance.workloads.count() == 2
    assert client.post(page_of(core, "remove-workload")).status_code == 303
    assert names(finance) == ["Risk-control services"]


def test_nobody_else_sees_it(client, finance):
    core, stranger = finance.workloads.first(), Client()
    other = start(client, scenario="ai_training")

    for address in (listing(finance), page_of(core), page_of(core, "remove-workload")):
        assert stranger.get(address).status_code == 404
    assert stranger.post(page_of(core), {"name": "Mine"}).status_code == 404
    assert client.get(reverse("workload", args=[other.code, core.pk])).status_code == 404
    assert client.get(page_of(core, "workload-question", "mood")).status_code == 404


class TestAnswers:
    def test_a_question_says_what_it_inherits(self, client, finance):
        send_answer(client, finance, "lock_in", "critical")
        added = add(client, finance, "Back office")

        own = client.get(page_of(added, "workload-question", "lock_in")).content.decode()
        assumed = client.get(page_of(added, "workload-question", "release_rate")).content.decode()

        assert 'value="critical" checked' in " ".join(own.split())
        assert "Inherits: Weekly" in assumed

    def test_what_is_answered_otherwise_stands_on_its_page_with_what_it_replaces(self, client, finance):
        added = add(client, finance, "Back office")

        assert override(client, added, "release_rate", "yearly", note="Audited").status_code == 303

        page = client.get(page_of(added)).content.decode()
        assert "Instead of: Weekly" in page
        added.refresh_from_db()
        assert added.answers["release_rate"]["value"] == "yearly"
        assert finance.answers.count() == 0

    def test_sent_as_it_stood_it_goes_on_inheriting(self, client, finance):
        added = add(client, finance, "Back office")

        assert override(client, added, "release_rate", "weekly").status_code == 303

        added.refresh_from_db()
        assert added.answers == {}

    def test_an_override_is_taken_back(self, client, finance):
        added = add(client, finance, "Back office")
        override(client, added, "release_rate", "yearly")
        added.refresh_from_db()

        fields = {"action": "inherit", "seen": added.answers["release_rate"]["revision"]}
        client.post(page_of(added, "workload-question", "release_rate"), fields)

        added.refresh_from_db()
        assert added.answers == {}

    def test_what_is_inherited_can_be_left_open(self, client, finance):
        added = add(client, finance, "Back office")

        client.post(page_of(added, "workload-question", "release_rate"), {"action": "leave_open", "seen": 0})

        added.refresh_from_db()
        assert added.given().answers == {"release_rate": None}
        assert (
            "Otherwise it would inherit: Weekly"
            in client.get(page_of(added, "workload-question", "release_rate")).content.decode()
        )

    def test_a_faulty_answer_is_shown_again(self, client, finance):
        core = finance.workloads.first()

        response = override(client, core, "release_rate", "hourly")

        assert response.status_code == 422
        assert "“hourly” is not an answer to this question." in response.content.decode()

    def test_the_scenarios_answers_for_it_are_marked_as_assumed(self, client, finance):
        page = client.get(page_of(finance.workloads.first())).content.decode()

        assert "Answers that the scenario brings for it" in page
        assert "Yes, it must never stop for the maintenance of a host" in page

    def test_each_change_counts_as_one_of_the_assessment(self, client, finance):
        before = finance.revision
        added = add(client, finance, "Back office")
        override(client, added, "release_rate", "yearly")
        override(client, added, "release_rate", "yearly", seen=before + 2)

        assert Assessment.objects.get(pk=finance.pk).revision == before + 2


class TestElsewhere:
    def test_the_task_list_leads_to_them(self, client, finance):
        page = client.get(reverse("assessment", args=[finance.code])).content.decode()

        assert listing(finance) in page
        assert "2 workloads" in page

    def test_a_copy_has_them_too(self, client, finance):
        override(client, finance.workloads.first(), "release_rate", "yearly")

        client.post(reverse("copy", args=[finance.code]))

        twin = Assessment.objects.exclude(pk=finance.pk).get()
        assert [w.given() for w in twin.workloads.all()] == [w.given() for w in finance.workloads.all()]
        assert finance.workloads.count() == 2

    def test_they_go_with_the_assessment(self, client, finance):
        send(client, "delete", finance)

        assert not Workload.objects.exists()

    def test_the_result_places_them(self, client, finance):
        page = client.get(reverse("result", args=[finance.code])).content.decode()

        assert "Placement of the workloads" in page
        assert "The hypervisor separates “Trading core” from “Risk-control services”" in page

    def test_whoever_it_is_shared_with_sees_the_placement(self, client, finance):
        code = share(assessment=finance).code

        assert "Placement of the workloads" in Client().get(reverse("shared", args=[code])).content.decode()

    def test_the_report_and_the_example_place_them(self, client, finance):
        assert "Placement of the workloads" in client.get(reverse("report", args=[finance.code])).content.decode()
        assert "Placement of the workloads" in client.get(reverse("example")).content.decode()

    def test_without_workloads_there_is_no_placement(self, client):
        erp = start(client, scenario="erp")

        assert "Placement" not in client.get(reverse("result", args=[erp.code])).content.decode()
        assert "There are none yet" in client.get(listing(erp)).content.decode()

    def test_what_if_looks_at_the_whole_alone(self, client, finance):
        assert client.get(reverse("what-if", args=[finance.code])).status_code == 200
        assert client.get(reverse("figures", args=[finance.code])).status_code == 200
