"""What a form meets that was opened before somebody else changed what it is about."""

import re

import pytest
from django.urls import reverse

from decisions.models import Answer, Assessment
from decisions.services import assessments as services
from decisions.services import patches
from decisions.services import workloads as workload_services
from tests.builders.assessments import question_path, send, send_answer, start, stored
from tests.builders.records import read_again

ORG = "Several teams of one organisation that are to be kept apart"
OWN_TEAM = "Only ours: one team, or teams that trust one another"

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client, title="Trading", scenario="finance")


def sides(response):
    """Return what stands side by side: each label with what is stored and what was entered."""
    assert response.status_code == 409
    table = re.search(r'conflict__sides">.*?<tbody>(.*?)</tbody>', response.content.decode(), re.DOTALL)[1]
    return re.findall(r"<tr><th[^>]*>(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>", table)


def button(page, keep):
    """Return the name and the value of the button, or None where it is a link."""
    found = re.search(rf'<button [^>]*data-keep="{keep}"(?: name="([^"]*)")?(?: value="([^"]*)")?', page)
    return {found[1]: found[2]} if found and found[1] else None


class TestAnAnswer:
    def test_it_works(self, client, assessment):
        send_answer(client, assessment, "tenant_trust", "org", certainty="measured")

        response = send_answer(client, assessment, "tenant_trust", "own_team", seen=0, note="Asked\nthem")

        assert sides(response) == [
            ("Answer", ORG, OWN_TEAM),
            ("What it rests on", "Measured", "–"),
            ("Note", "–", "Asked<br>them"),
        ]
        page = response.content.decode()
        assert re.search(r'value="own_team" checked', page)
        assert ">Asked\nthem</textarea>" in page
        assert stored(assessment, "tenant_trust").value == "org"

    def test_what_was_entered_can_be_kept(self, client, assessment):
        send_answer(client, assessment, "tenant_trust", "org")
        page = send_answer(client, assessment, "tenant_trust", "own_team", seen=0).content.decode()

        keep = button(page, "mine")
        response = send_answer(client, assessment, "tenant_trust", "own_team", seen=0, **keep)

        assert keep == {"keep": "1"}
        assert response.status_code == 303
        assert stored(assessment, "tenant_trust").value == "own_team"

    def test_what_is_stored_can_be_kept(self, client, assessment):
        send_answer(client, assessment, "tenant_trust", "org")

        page = send_answer(client, assessment, "tenant_trust", "own_team", seen=0, next="check").content.decode()

        assert f'href="{question_path(assessment, "tenant_trust")}?next=check" data-keep="stored"' in page

    def test_to_go_on_without_a_choice_asks_again(self, client, assessment):
        send_answer(client, assessment, "tenant_trust", "org")
        for _number in range(2):
            assert send_answer(client, assessment, "tenant_trust", "own_team", seen=0).status_code == 409

    def test_a_change_after_the_choice_was_shown_is_another_conflict(self, client, assessment):
        send_answer(client, assessment, "tenant_trust", "org")
        send_answer(client, assessment, "tenant_trust", "customers")

        response = send_answer(client, assessment, "tenant_trust", "own_team", seen=0, keep=1)

        assert sides(response)[0][1] == "Several customers: our code, their data"

    def test_other_questions_are_no_conflict(self, client, assessment):
        send_answer(client, assessment, "tenant_trust", "org")
        send_answer(client, assessment, "privilege_need", "plain")
        services.set_weights(assessment=assessment, weights={"cost": 1.0})

        assert send_answer(client, assessment, "tenant_trust", "own_team", seen=1).status_code == 303

    def test_the_same_answer_twice_is_no_conflict(self, client, assessment):
        send_answer(client, assessment, "tenant_trust", "org")

        assert send_answer(client, assessment, "tenant_trust", "org", seen=0).status_code == 303

    def test_what_the_api_wrote_counts_too(self, client, assessment):
        patches.write_answers(assessment=assessment, answers={"tenant_trust": "org"})

        assert send_answer(client, assessment, "tenant_trust", "own_team", seen=0).status_code == 409

    def test_the_answer_may_be_gone(self, client, assessment):
        send_answer(client, assessment, "lock_in", "not")
        services.forget_answer(assessment=assessment, question="lock_in")

        response = send_answer(client, assessment, "lock_in", "committed", seen=1)

        assert sides(response)[0][1] != sides(response)[0][2]
        assert not Answer.objects.exists()
        page = response.content.decode()
        assert button(page, "mine") == {"keep": "0"}

    @pytest.mark.parametrize("act", ["forget", "take_back"])
    def test_it_is_not_dropped_unseen(self, client, assessment, act):
        send_answer(client, assessment, "kernel_need", "linux_any", note="Audited")

        response = client.post(question_path(assessment, "kernel_need"), {"action": act, "seen": 0})

        intention = {"forget": "Remove my answer", "take_back": "Leave it open"}[act]
        assert sides(response)[0][2] == intention
        page = response.content.decode()
        assert f'<input type="hidden" name="action" value="{act}">' in page
        assert stored(assessment, "kernel_need").note == "Audited"
        again = client.post(
            question_path(assessment, "kernel_need"), {"action": act, "seen": 0, **button(page, "mine")}
        )
        assert again.status_code == 303
        assert not Answer.objects.filter(value__isnull=False, note="Audited").exists()

    def test_a_script_is_told_the_same(self, client, assessment):
        send_answer(client, assessment, "tenant_trust", "org")

        response = send_answer(client, assessment, "tenant_trust", "own_team", seen=0, part="live")

        assert sides(response)[0] == ("Answer", ORG, OWN_TEAM)
        assert "data-revision" not in response.content.decode()
        assert stored(assessment, "tenant_trust").value == "org"


class TestAllQuestionsOnOnePage:
    def opened(self, client, assessment):
        """Return the page's address and its fields as they stand."""
        path = reverse("all-questions", args=[assessment.code])
        page = client.get(path).content.decode()
        fields = dict(re.findall(r'<input type="hidden" name="(\w+\.\w+)" value="(\w+)"', page))
        for name, value in re.findall(r'name="([\w.]+)" value="([^"]*)"(?= checked)', page):
            fields.setdefault(name, []).append(value)
        return path, fields

    def test_what_others_changed_and_one_has_not_touched_is_left_to_them(self, client, assessment):
        path, fields = self.opened(client, assessment)
        send_answer(client, assessment, "kernel_need", "linux_any")

        response = client.post(path, {**fields, "tenant_trust.answer": "own_team"})

        assert response.status_code == 303
        assert stored(assessment, "tenant_trust").value == "own_team"
        assert stored(assessment, "kernel_need").value == "linux_any"

    def test_what_both_changed_is_shown_and_the_rest_is_saved(self, client, assessment):
        path, fields = self.opened(client, assessment)
        send_answer(client, assessment, "tenant_trust", "org")
        send_answer(client, assessment, "lock_in", "not")
        typed = {
            **fields,
            "tenant_trust.answer": "own_team",
            "lock_in.answer": "committed",
            "load_shape.answer": "burst",
        }

        page = (answer := client.post(path, typed)).content.decode()

        assert answer.status_code == 409
        assert page.count("data-conflict") == 2
        assert "changed elsewhere meanwhile: choose what to keep." in page
        assert stored(assessment, "load_shape").value == "burst"
        assert re.search(r'name="tenant_trust.answer" value="own_team" checked', page)

        client.post(path, {**typed, "tenant_trust.keep": "1", "lock_in.leave": ""})

        assert stored(assessment, "tenant_trust").value == "own_team"
        assert stored(assessment, "lock_in").value == "not"

    def test_to_keep_one_does_not_decide_about_the_other(self, client, assessment):
        path, fields = self.opened(client, assessment)
        send_answer(client, assessment, "tenant_trust", "org")
        send_answer(client, assessment, "lock_in", "not")
        typed = {**fields, "tenant_trust.answer": "own_team", "lock_in.answer": "committed"}

        response = client.post(path, {**typed, "tenant_trust.keep": "1"})

        assert response.status_code == 409
        assert response.content.decode().count("data-conflict") == 1
        assert stored(assessment, "lock_in").value == "not"


class TestAWorkload:
    def test_its_answers_are_not_overwritten_unseen(self, client, assessment):
        part = assessment.workloads.first()
        path = reverse("workload-question", args=[assessment.code, part.pk, "release_rate"])
        client.post(path, {"answer": "yearly", "seen": 0})

        response = client.post(path, {"answer": "daily", "seen": 0})

        assert sides(response)[0][0] == "Answer"
        part.refresh_from_db()
        assert part.answers["release_rate"]["value"] == "yearly"
        keep = button(response.content.decode(), "mine")
        assert client.post(path, {"answer": "daily", "seen": 0, **keep}).status_code == 303
        part.refresh_from_db()
        assert part.answers["release_rate"]["value"] == "daily"

    @pytest.mark.parametrize("act", ["inherit", "leave_open"])
    def test_they_are_not_dropped_unseen(self, client, assessment, act):
        part = assessment.workloads.first()
        path = reverse("workload-question", args=[assessment.code, part.pk, "release_rate"])
        client.post(path, {"answer": "yearly", "seen": 0})

        assert client.post(path, {"action": act, "seen": 0}).status_code == 409
        part.refresh_from_db()
        assert part.answers["release_rate"]["value"] == "yearly"

    def test_it_is_not_renamed_unseen(self, client, assessment):
        part = assessment.workloads.first()
        before = read_again(assessment).revision
        workload_services.rename(workload=part, name="Order book")
        path = reverse("workload", args=[assessment.code, part.pk])

        response = client.post(path, {"name": "Matching engine", "revision": before})

        assert sides(response) == [("Name", "Order book", "Matching engine")]
        assert 'value="Matching engine"' in response.content.decode()
        assert send(client, "workload", assessment, part.pk, name="Matching engine").status_code == 303
        part.refresh_from_db()
        assert part.name == "Matching engine"

    def test_it_is_not_removed_with_what_nobody_saw(self, client, assessment):
        part = assessment.workloads.first()
        before = read_again(assessment).revision
        path = reverse("workload-question", args=[assessment.code, part.pk, "release_rate"])
        client.post(path, {"answer": "yearly", "seen": 0})

        response = send(client, "remove-workload", assessment, part.pk, revision=before)

        assert response.status_code == 409
        assert response.context["acts"] == [f"{part.name}: Releases was answered."]
        assert send(client, "remove-workload", assessment, part.pk).status_code == 303

    def test_others_may_change_meanwhile(self, client, assessment):
        first, second = assessment.workloads.all()
        before = read_again(assessment).revision
        workload_services.rename(workload=second, name="Risk")

        response = send(client, "workload", assessment, first.pk, name="Matching engine", revision=before)

        assert response.status_code == 303

    def test_nothing_is_moved_in_a_list_that_is_another(self, client, assessment):
        first, second = assessment.workloads.all()
        before = read_again(assessment).revision
        workload_services.move(workload=first, up=False)

        response = send(client, "workload", assessment, first.pk, action="down", revision=before)

        assert response.status_code == 409
        assert "Nothing was moved" in response.content.decode()
        assert list(assessment.workloads.all()) == [second, first]


def test_a_name_is_not_replaced_unseen(client, assessment):
    services.rename(assessment=assessment, title="Settlement")

    response = send(client, "rename", assessment, title="Clearing", revision=0)

    assert sides(response) == [("Name", "Settlement", "Clearing")]
    assert 'value="Clearing"' in response.content.decode()
    assert read_again(assessment).title == "Settlement"
    assert send(client, "rename", assessment, title="Clearing").status_code == 303
    assert read_again(assessment).title == "Clearing"


def test_a_name_that_the_api_changed_is_not_replaced_unseen(client, assessment):
    patches.edit(assessment=assessment, title="Settlement")

    assert send(client, "rename", assessment, title="Clearing", revision=0).status_code == 409


def test_answers_take_nothing_from_a_name(client, assessment):
    send_answer(client, assessment, "tenant_trust", "org")

    assert send(client, "rename", assessment, title="Clearing", revision=0).status_code == 303


@pytest.mark.parametrize(
    ("fields", "typed"), [({"note": "Mine"}, "Mine"), ({"action": "withdraw"}, "Take the confirmation back")]
)
def test_a_condition_is_not_judged_unseen(client, assessment, fields, typed):
    services.confirm_condition(assessment=assessment, constraint="tenants_apart", note="Theirs")

    response = send(client, "condition", assessment, "tenants_apart", **fields, revision=0)

    assert sides(response) == [("How it is known", "Theirs", typed)]
    assert read_again(assessment).confirmed_conditions == {"tenants_apart": "Theirs"}
    assert send(client, "condition", assessment, "tenants_apart", **fields).status_code == 303
    assert read_again(assessment).confirmed_conditions == ({"tenants_apart": "Mine"} if "note" in fields else {})


def test_a_condition_that_the_api_withdrew_is_not_confirmed_unseen(client, assessment):
    services.confirm_condition(assessment=assessment, constraint="tenants_apart", note="Theirs")
    seen = read_again(assessment).revision
    patches.write_conditions(assessment=assessment, conditions={})

    response = send(client, "condition", assessment, "tenants_apart", note="Mine", revision=seen)

    assert sides(response) == [("How it is known", "Not confirmed", "Mine")]


def test_other_conditions_are_no_conflict(client, assessment, shipped):
    keys = [rule.key for rule in shipped["standard"].constraints if rule.effect == "condition"][:2]
    services.confirm_condition(assessment=assessment, constraint=keys[0], note="Theirs")

    assert send(client, "condition", assessment, keys[1], note="Mine", revision=0).status_code == 303


def test_nothing_is_deleted_that_nobody_saw(client, assessment):
    send_answer(client, assessment, "tenant_trust", "org")

    response = send(client, "delete", assessment, revision=0)

    assert response.status_code == 409
    assert "Not deleted: it was changed meanwhile" in response.content.decode()
    assert Assessment.objects.filter(pk=assessment.pk).exists()
    assert send(client, "delete", assessment).status_code == 303
    assert not Assessment.objects.filter(pk=assessment.pk).exists()
