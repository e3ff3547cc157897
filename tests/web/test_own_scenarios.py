"""Scenarios of one's own in the browser: kept, begun from, renamed, taken out, brought in, deleted."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from decisions.models import Assessment, AuditEntry, OwnScenario
from decisions.services.own_scenarios import MOST_BYTES
from tests.builders.accounts import sign_in, sign_up
from tests.builders.assessments import send_answer, start

pytestmark = pytest.mark.django_db

YAML = "key: shop\nlabel: Shop\nmodel: standard\nscenario: ecommerce\nanswers:\n  release_rate: daily\n"


@pytest.fixture
def account(client):
    return sign_up(client)


@pytest.fixture
def kept(client, account):
    """One that was kept from an assessment."""
    assessment = start(client, scenario="erp")
    send_answer(client, assessment, "kernel_need", "linux_any", certainty="measured", note="Datasheet, page 4")
    assert keep(client, assessment, "Payroll").status_code == 303
    return OwnScenario.objects.get()


def keep(client, assessment, label):
    return client.post(reverse("keep-scenario", args=[assessment.code]), {"label": label})


def bring_in(client, content, name="shop.yaml"):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(reverse("bring-in-scenario"), {"file": SimpleUploadedFile(name, content)})


def test_it_works(client, kept):
    page = client.get("/").content.decode()
    assert 'value="own:payroll"' in page

    response = client.post(reverse("assessments"), {"title": "North", "scenario": "own:payroll"}, follow=True)

    begun = Assessment.objects.get(title="North")
    assert "North" in response.content.decode()
    assert begun.scenario == "erp"
    assert [(answer.question, answer.value, answer.note) for answer in begun.answers.all()] == [
        ("kernel_need", "linux_any", "")
    ]


def test_the_list_leads_to_where_one_begins_with_it(client, kept):
    page = client.get(reverse("own-scenarios")).content.decode()
    assert "Payroll" in page
    assert "/?scenario=own:payroll#start" in page

    assert 'value="own:payroll" checked' in client.get("/?scenario=own:payroll").content.decode()


def test_the_name_is_that_of_the_assessment_at_first(client, account):
    page = client.get(reverse("keep-scenario", args=[start(client, title="Payroll").code])).content.decode()

    assert 'value="Payroll"' in page


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("", "Give the scenario a name."),
        ("\u200b", "Give the scenario a name."),
        ("Payroll", "You have a scenario of this name already."),
        ("W" * 101, "The name may have 100 characters; it has 101."),
    ],
)
def test_what_is_wrong_with_a_name_is_said(client, kept, label, sentence):
    response = keep(client, Assessment.objects.get(), label)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert OwnScenario.objects.count() == 1


def test_whoever_has_no_account_signs_in_and_goes_on(client):
    assessment = start(client)
    path = reverse("keep-scenario", args=[assessment.code])
    sign_up(Client())

    response = client.get(path)
    assert response["Location"] == f"/account/sign-in/?next={path}"
    assert "Scenarios of your own are kept in an account." in client.get(response["Location"]).content.decode()
    sign_in(client, next=path)

    assert client.get(path).status_code == 200


def test_it_is_renamed(client, kept):
    path = reverse("rename-scenario", args=["payroll"])
    assert client.post(path, {"label": ""}).status_code == 422

    assert client.post(path, {"label": "Payroll <b>2027</b>"})["Location"] == reverse("own-scenarios")

    assert "Payroll &lt;b&gt;2027&lt;/b&gt;" in client.get(reverse("own-scenarios")).content.decode()
    assert "Payroll &lt;b&gt;2027&lt;/b&gt;" in client.get("/").content.decode()


def test_it_is_asked_before_it_is_deleted(client, kept):
    path = reverse("delete-scenario", args=["payroll"])
    assert "Delete “Payroll”?" in client.get(path).content.decode()
    assert OwnScenario.objects.exists()

    response = client.post(path, follow=True)

    assert "“Payroll” is deleted." in response.content.decode()
    assert "You have no scenario of your own yet." in response.content.decode()


@pytest.mark.parametrize(("form", "media_type"), [("yaml", "application/yaml"), ("json", "application/json")])
def test_what_is_taken_out_can_be_brought_in_again(client, kept, form, media_type):
    file = client.get(reverse(f"scenario-{form}", args=["payroll"]))
    assert (file["Content-Type"], file["Content-Disposition"]) == (
        media_type,
        f'attachment; filename="payroll.{form}"',
    )

    assert bring_in(client, file.content, f"payroll.{form}").status_code == 303

    first, second = OwnScenario.objects.order_by("pk")
    assert (second.key, second.label, second.document) == ("payroll_2", first.label, first.document)


def test_yaml_is_what_one_would_write(client, account):
    bring_in(client, YAML)

    assert client.get(reverse("scenario-yaml", args=["shop"])).content.decode() == YAML


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"a: [", "It stops being one YAML document"),
        (b"\xff\xfe", "Byte 1 of the body is not UTF-8."),
        (YAML + "owner: 1\n", "There is no field owner."),
        (YAML.replace("shop", "Shop!"), "key must match"),
        (YAML.replace("daily", "hourly"), "release_rate has no option hourly."),
        (YAML.replace("daily", "no"), "release_rate has no option no."),
        (YAML.replace("standard", "nope"), "There is no decision model nope."),
        ("a: &a [*a]", "Aliases are not read here."),
        ("- 1", "The body must be an object."),
        ("x" * (MOST_BYTES + 1), f"The file may have {MOST_BYTES} bytes."),
    ],
)
def test_a_file_that_is_no_scenario_is_refused_with_a_sentence(client, account, content, sentence):
    response = bring_in(client, content)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not OwnScenario.objects.exists()


def test_json_goes_through_the_strict_door(client, account):
    response = bring_in(client, b'{"key": "a", "key": "b"}', "a.json")

    assert "The key key stands twice in this object." in response.content.decode()


def test_without_a_file_one_is_asked_for(client, account):
    response = client.post(reverse("bring-in-scenario"), {"file": "no file"})

    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_others_do_not_find_it(client, kept):
    stranger = Client()
    sign_up(stranger, email="stranger@company.example")

    for name in ("rename-scenario", "delete-scenario", "scenario-yaml", "scenario-json"):
        assert stranger.get(reverse(name, args=["payroll"])).status_code == 404
    stranger.post(reverse("delete-scenario", args=["payroll"]))
    assert stranger.post(reverse("assessments"), {"scenario": "own:payroll"}).status_code == 422
    assert stranger.get(reverse("keep-scenario", args=[Assessment.objects.get().code])).status_code == 404
    assert "Payroll" not in stranger.get("/").content.decode()
    assert OwnScenario.objects.exists()


def test_without_an_account_there_is_none_to_begin_with(client):
    response = client.post(reverse("assessments"), {"scenario": "own:payroll"})

    assert response.status_code == 422
    assert "There is no such scenario." in response.content.decode()


def test_what_a_later_version_does_not_know_is_said(client, kept):
    kept.document = {**kept.document, "answers": {"gone": "x"}}
    kept.save()

    response = client.post(reverse("assessments"), {"title": "North", "scenario": "own:payroll"})

    assert response.status_code == 422
    assert "There is no question gone." in response.content.decode()
    assert 'value="North"' in response.content.decode()


@pytest.mark.parametrize("path", ["", "import/", "a.yaml", "a.json", "a/rename/", "a/delete/"])
def test_they_are_for_whoever_is_signed_in(client, path):
    for ask in (client.get, client.post):
        response = ask(f"/account/scenarios/{path}")
        assert response.status_code == 405 or response["Location"].startswith("/account/sign-in/?next=")


def test_the_pages_ask_the_database_once_for_many(client, kept, django_assert_num_queries):
    for number in range(5):
        OwnScenario.objects.create(
            user=kept.user, key=f"k{number}", model="standard", label=f"k{number}", document=kept.document
        )

    with django_assert_num_queries(3):  # session, account, scenarios
        client.get(reverse("own-scenarios"))
    with django_assert_num_queries(4):  # and the decision model
        client.get("/")


def test_what_goes_with_an_account_is_counted(client, kept):
    assert "1 own scenario" in client.get(reverse("delete-account")).content.decode()


def test_its_contents_are_in_no_audit_entry(client, kept):
    assert "Payroll" not in json.dumps(list(AuditEntry.objects.filter(action="scenario.made").values("details")))
