import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from decisions.models import AuditEntry, SignOff
from tests.builders.assessments import send_answer, start
from tests.builders.records import freeze_in_browser
from tests.web.test_language import english_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client, title="Trading", scenario="finance")


@pytest.fixture
def recommendation(client, assessment):
    return freeze_in_browser(client, assessment)


def path_of(recommendation):
    return reverse("record-sign", args=[recommendation.code])


def send_signature(client, recommendation, **otherwise):
    said = {"name": "A. Reviewer", "role": "Chief architect", "decision": "approved", "digest": recommendation.digest}
    return client.post(path_of(recommendation), {**said, **otherwise})


def test_it_works(client, recommendation):
    response = send_signature(
        client, recommendation, decision="approved_with_conditions", comment="Once the keys\r\nare in an HSM."
    )

    signed = SignOff.objects.get()
    assert response["Location"] == reverse("record", args=[recommendation.code]) + "#signoffs"
    assert (signed.name, signed.role, signed.decision) == ("A. Reviewer", "Chief architect", "approved_with_conditions")
    assert (signed.comment, signed.digest) == ("Once the keys\nare in an HSM.", recommendation.digest)
    page = client.get(response["Location"]).content.decode()
    assert "Recommendation 1 is signed off: Approved with conditions." in page
    assert "Once the keys<br>are in an HSM." in page


def test_the_form_shows_what_is_signed(client, recommendation):
    page = client.get(path_of(recommendation)).content.decode()

    assert f'name="digest" value="{recommendation.digest}"' in page
    assert page.count(recommendation.digest) == 2
    assert "comes first in" in page


def test_an_empty_form_names_every_field(client, recommendation):
    response = client.post(path_of(recommendation), {"digest": recommendation.digest})

    page = response.content.decode()
    assert response.status_code == 422
    assert response.context["errors"] == [
        ("id_name", "Give the reviewer's name."),
        ("id_role", "Give the reviewer's role."),
        ("id_decision", "Choose a decision."),
    ]
    assert all(f'id="{field}"' in page for field, _sentence in response.context["errors"])
    assert page.index("Error:") < page.index("</title>")


def test_nothing_typed_is_lost(client, recommendation):
    response = send_signature(
        client, recommendation, name="", role="W" * 101, comment="Mostly\nfine", decision="returned"
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "This may have 100 characters; it has 101." in page
    assert "W" * 101 in page
    assert "Mostly\nfine</textarea>" in page
    assert 'value="returned" checked' in page
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", " \u200b"), ("role", "\u202e"), ("decision", "maybe"), ("decision", ""), ("comment", "W" * 2001)],
)
def test_what_cannot_be_signed_is_refused(client, recommendation, field, typed):
    response = send_signature(client, recommendation, **{field: typed})

    assert response.status_code == 422
    assert response.context["errors"][0][0] == f"id_{field}"
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("digest", ["", "sha256:0", "x" * 5000])
def test_another_digest_is_refused(client, recommendation, digest):
    response = send_signature(client, recommendation, digest=digest)

    assert response.status_code == 409
    assert "The digest is not that of this record." in response.content.decode()
    assert not SignOff.objects.exists()


def test_what_is_superseded_is_not_signed(client, assessment, recommendation):
    send_answer(client, assessment, "tenant_trust", "customers")
    newer = freeze_in_browser(client, assessment)

    response = send_signature(client, recommendation, comment="Fine by me")

    page = response.content.decode()
    assert response.status_code == 409
    assert "A newer recommendation supersedes this one." in page
    assert "Fine by me" in page
    assert reverse("record", args=[newer.code]) in page
    assert "<textarea" not in client.get(path_of(recommendation)).content.decode()
    assert "no longer signed" in client.get(reverse("record", args=[recommendation.code])).content.decode()
    assert not SignOff.objects.exists()


def test_the_last_word_holds_and_the_first_stays(client, recommendation):
    send_signature(client, recommendation, decision="returned")
    send_signature(client, recommendation, decision="approved")

    page = client.get(reverse("record", args=[recommendation.code])).content.decode()

    assert page.count("A. Reviewer") == 3  # the last in the title block, both in the list
    title_block = page[page.index('<dl class="title-block"') : page.index("</dl>")]
    assert "Approved" in title_block


def test_who_entered_it_is_kept_where_an_account_is_signed_in(client, assessment, recommendation):
    user = User.objects.create(username="somebody")
    assessment.user = user
    assessment.save()
    client.force_login(user)

    send_signature(client, recommendation)

    assert SignOff.objects.get().user == user
    assert AuditEntry.objects.filter(action="recommendation.signed").count() == 1


def test_others_do_not_sign(recommendation):
    assert Client().get(path_of(recommendation)).status_code == 404
    assert send_signature(Client(), recommendation).status_code == 404
    assert not SignOff.objects.exists()


def test_hostile_words_come_out_as_words(client, recommendation):
    send_signature(client, recommendation, name="<script>alert(1)</script>", comment="{{ 7|add:7 }} =1+1 \u202e<b>")

    page = client.get(reverse("record", args=[recommendation.code])).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7|add:7 }} =1+1 &lt;b&gt;" in page


def test_what_is_refused_is_refused_in_chinese(client):
    client.cookies["language"] = "zh-hans"
    recommendation = freeze_in_browser(client, start(client, title="交易", scenario="finance"))

    refused = [
        client.post(path_of(recommendation), {}),
        send_signature(client, recommendation, name="长" * 101, comment="长" * 2001, role="架构师"),
        send_signature(client, recommendation, name="评审人", role="架构师", digest="—"),
    ]

    assert [english_in(response.content.decode()) for response in refused] == [set()] * len(refused)
