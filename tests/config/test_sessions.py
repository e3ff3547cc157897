"""What a session cookie may bring."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "cookie", ['"abcdefghijk\\000"', '"abcdefghijk\\015\\012"', "/" * 12, "x", '"\\351tranger-etranger"']
)
def test_what_can_be_no_key_is_a_new_visitor(client, cookie):
    answer = client.get("/assessments/", headers={"Cookie": f"sessionid={cookie}"})

    assert answer.status_code == 200


def test_what_could_be_one_but_is_not_is_a_new_visitor(client):
    client.cookies["sessionid"] = "a" * 32

    assert client.get("/assessments/").status_code == 200
