import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Share, digest_of
from tests.builders.assessments import send_answer, start
from tests.builders.records import freeze_in_browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(client):
    return start(client, scenario="erp")


def shared(client, assessment):
    client.post(reverse("share", args=[assessment.code]))
    return Share.objects.latest("pk")


def owners_link(client, assessment):
    client.post(reverse("make-link", args=[assessment.code]))
    token = client.session[f"fresh_link:{assessment.code}"]
    return reverse("open-link", args=[token])


def test_it_works(client, assessment):
    share = shared(client, assessment)

    response = Client().get(f"/shared/{share.code}/")

    assert response.status_code == 200
    assert "Payroll" in response.content.decode()
    assert share.code != assessment.code


def test_a_reader_sees_the_answers_as_they_stand(client, assessment):
    path = f"/shared/{shared(client, assessment).code}/"
    send_answer(client, assessment, "kernel_need", "linux_any", note="Rebuilt for Linux")

    assert "Rebuilt for Linux" in Client().get(f"{path}report/").content.decode()


def test_a_reader_learns_nothing_that_would_let_them_write(client, assessment):
    share = shared(client, assessment)
    reader = Client()

    pages = [reader.get(f"/shared/{share.code}/{page}") for page in ("", "report/", "what-if/", "figures.json")]

    assert [page.status_code for page in pages] == [200] * 4
    assert all(assessment.code not in page.content.decode() for page in pages)
    assert reader.post(f"/shared/{share.code}/", {"answer": "x"}).status_code == 405
    assert reader.get(f"/assessments/{share.code}/").status_code == 404


def test_a_revoked_address_shows_nothing(client, assessment):
    share = shared(client, assessment)

    response = client.post(reverse("revoke", args=[assessment.code, share.code]), follow=True)

    assert "That address no longer shows anything." in response.content.decode()
    assert share.code not in response.content.decode()
    for page in ("", "report/", "what-if/", "figures.json"):
        assert Client().get(f"/shared/{share.code}/{page}").status_code == 404


def test_revoking_one_address_leaves_the_other(client, assessment):
    first, second = shared(client, assessment), shared(client, assessment)

    client.post(reverse("revoke", args=[assessment.code, first.code]))

    assert Client().get(f"/shared/{second.code}/").status_code == 200


def test_only_the_owner_may_revoke(client, assessment):
    share = shared(client, assessment)
    other = start(Client())

    assert Client().post(reverse("revoke", args=[assessment.code, share.code])).status_code == 404
    assert client.post(reverse("revoke", args=[assessment.code, "nonsense"])).status_code == 404
    assert client.post(reverse("revoke", args=[other.code, share.code])).status_code == 404
    assert Client().get(f"/shared/{share.code}/").status_code == 200


def test_the_address_may_name_the_language(client, assessment):
    share = shared(client, assessment)

    page = Client().get(f"/shared/{share.code}/", {"lang": "zh-hans"}).content.decode()

    assert '<html lang="zh-Hans"' in page


def test_the_owners_link_is_shown_once(client, assessment):
    path = owners_link(client, assessment)

    assert path in client.get(reverse("share", args=[assessment.code])).content.decode()
    assert path not in client.get(reverse("share", args=[assessment.code])).content.decode()


def test_only_a_digest_of_the_owners_link_is_stored(client, assessment):
    token = owners_link(client, assessment).split("/")[2]

    assessment.refresh_from_db()
    assert assessment.link == digest_of(token)


def test_the_owners_link_opens_it_elsewhere_once_its_owner_says_so(client, assessment):
    path = owners_link(client, assessment)
    elsewhere = Client()
    assert "Go on with “Payroll” in this browser?" in elsewhere.get(path).content.decode()
    assert elsewhere.get(reverse("assessment", args=[assessment.code])).status_code == 404

    response = elsewhere.post(path)

    assert response["Location"] == reverse("assessment", args=[assessment.code])
    assert send_answer(elsewhere, assessment, "tenant_trust", "own_team").status_code == 303
    assert "Payroll" in elsewhere.get("/assessments/").content.decode()
    assert client.get(reverse("assessment", args=[assessment.code])).status_code == 200


def test_a_new_owners_link_makes_the_old_one_useless(client, assessment):
    old = owners_link(client, assessment)
    elsewhere = Client()
    elsewhere.post(old)

    owners_link(client, assessment)

    assert Client().get(old).status_code == 404
    assert elsewhere.get(reverse("assessment", args=[assessment.code])).status_code == 404


def test_no_other_host_is_told_an_address(client, assessment):
    response = client.get(reverse("share", args=[assessment.code]))

    assert response["Referrer-Policy"] == "same-origin"


def test_the_latest_record_is_shared_too_and_nothing_can_be_done_with_it(client, assessment):
    share = shared(client, assessment)
    first = freeze_in_browser(client, assessment)
    send_answer(client, assessment, "kernel_need", "linux_any")
    second = freeze_in_browser(client, assessment)
    reader = Client()

    page = reader.get(f"/shared/{share.code}/").content.decode()
    record = reader.get(f"/shared/{share.code}/record/")

    assert f'href="/shared/{share.code}/record/"' in page
    assert "Recommendation 2 was frozen" in page
    assert second.digest in record.content.decode()
    assert "<form" not in record.content.decode().partition("<main")[2]
    for address in ("", "report/", "figures.json"):
        response = reader.get(f"/shared/{share.code}/record/{address}")
        assert response.status_code == 200
        assert all(code not in response.content.decode() for code in (assessment.code, first.code, second.code))


def test_before_anything_is_frozen_no_record_is_shared(client, assessment):
    share = shared(client, assessment)

    assert "record/" not in Client().get(f"/shared/{share.code}/").content.decode()
    assert Client().get(f"/shared/{share.code}/record/").status_code == 404


def test_a_revoked_address_shows_no_record(client, assessment):
    share = shared(client, assessment)
    freeze_in_browser(client, assessment)

    client.post(reverse("revoke", args=[assessment.code, share.code]))

    for page in ("", "report/", "figures.json"):
        assert Client().get(f"/shared/{share.code}/record/{page}").status_code == 404
