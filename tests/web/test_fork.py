import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Assessment
from decisions.services.assessments import set_weights
from tests.builders.assessments import fork, send, send_answer, start

pytestmark = pytest.mark.django_db


def listed(client):
    """Return the titles on *my assessments*, each family a list that begins with the original."""
    families = client.get("/assessments/").context["families"]
    return [[family.assessment.title, *(part.assessment.title for part in family.forks)] for family in families]


def test_it_works(client):
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "tenant_trust", "own_team", note="Ours alone")
    set_weights(assessment=assessment, weights={"isolation": 2.0, "cost": 1.0})

    response = client.post(reverse("fork", args=[assessment.code]), follow=True)

    made = Assessment.objects.get(forked_from=assessment)
    assert response.redirect_chain == [(f"/assessments/{made.code}/", 303)]
    assert (made.title, made.scenario, made.weights) == ("What if: Payroll", "erp", {"isolation": 2.0, "cost": 1.0})
    assert [(answer.question, answer.value) for answer in made.answers.all()] == [("tenant_trust", "own_team")]
    assert "This is a what-if of" in response.content.decode()


def test_its_result_leads_back_to_the_original(client):
    assessment = start(client, scenario="erp")
    made = fork(client, assessment)

    page = client.get(reverse("result", args=[made.code])).content.decode()

    assert f'This is a what-if of <a href="/assessments/{assessment.code}/result/">Payroll</a>.' in page
    assert f'href="/compare/?with={assessment.code}&amp;with={made.code}"' in page


def test_changing_it_leaves_the_original_alone(client):
    assessment = start(client, scenario="finance")
    made = fork(client, assessment)

    send_answer(client, made, "tenant_trust", "own_team")
    client.post(reverse("remove-workload", args=[made.code, made.workloads.get(position=0).pk]))

    assert not assessment.answers.exists()
    assert assessment.workloads.count() == 2
    assert made.workloads.count() == 1


def test_both_pages_offer_it(client):
    assessment = start(client, scenario="erp")

    for name in ("assessment", "result"):
        page = client.get(reverse(name, args=[assessment.code])).content.decode()

        assert f'action="/assessments/{assessment.code}/fork/"' in page


def test_what_ifs_stand_under_their_original(client):
    first = start(client, title="First")
    made = fork(client, first)
    start(client, title="Second")
    fork(client, made)

    assert listed(client) == [["First", "What if: What if: First", "What if: First"], ["Second"]]


def test_it_leads_to_the_comparison_with_what_it_was_made_of(client):
    assessment = start(client)
    made = fork(client, assessment)
    again = fork(client, made)

    for original, what_if in ((assessment, made), (made, again)):
        address = f"/compare/?with={original.code}&amp;with={what_if.code}"
        for path in ("/assessments/", f"/assessments/{what_if.code}/"):
            assert address in client.get(path).content.decode()
    assert "Compare with the original" not in client.get(f"/assessments/{assessment.code}/").content.decode()


def test_once_its_original_is_deleted_it_stands_alone(client):
    assessment = start(client)
    made = fork(client, assessment)

    send(client, "delete", assessment)

    assert listed(client) == [["What if: Payroll"]]
    assert "Compare with the original" not in client.get(f"/assessments/{made.code}/").content.decode()


def test_handed_to_another_browser_alone_it_does_not_name_its_original(client):
    made = fork(client, start(client))
    client.post(reverse("make-link", args=[made.code]))
    link = reverse("open-link", args=[client.session[f"fresh_link:{made.code}"]])
    other = Client()
    other.post(link)

    for path in ("/assessments/", f"/assessments/{made.code}/", f"/assessments/{made.code}/result/"):
        response = other.get(path)

        assert response.status_code == 200
        assert "Compare with the original" not in response.content.decode()


def test_another_browser_cannot_make_one(client):
    assessment = start(client)

    assert Client().post(reverse("fork", args=[assessment.code])).status_code == 404
    assert Assessment.objects.count() == 1


def test_opening_the_address_makes_none(client):
    assessment = start(client)

    assert client.get(reverse("fork", args=[assessment.code])).status_code == 405
    assert Assessment.objects.count() == 1


def test_a_title_that_grows_too_long_is_cut(client):
    made = fork(client, start(client, title="W" * 200))

    assert made.title == "What if: " + "W" * 191


def test_the_list_takes_as_many_queries_with_what_ifs(client, django_assert_num_queries):
    assessment = start(client)
    for _ in range(3):
        fork(client, assessment)

    with django_assert_num_queries(4):  # session, assessments, shares, records
        client.get("/assessments/")
