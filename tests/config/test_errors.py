import pytest
from django.test import Client

from tests.builders.http import PROBLEM, problem

pytestmark = [pytest.mark.urls("tests.config.faulty_urls"), pytest.mark.django_db]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/api/faulty/", problem("server_error", 500, "Something went wrong here")),
        ("/api/forbidden/", problem("forbidden", 403, "This is not allowed")),
        ("/api/suspicious/", problem("bad_request", 400, "The request is not understood")),
        ("/api/nothing/", problem("not_found", 404, "There is nothing at this address")),
    ],
)
def test_under_api_whatever_goes_wrong_is_a_problem(client, path, expected):
    answer = client.get(path)

    assert (answer.status_code, answer["Content-Type"]) == (expected["status"], PROBLEM)
    assert answer["Cache-Control"] == "no-store"
    assert answer.json() == expected


def test_problems_are_said_in_the_reader_s_language(client):
    answer = client.get("/api/faulty/", headers={"Accept-Language": "zh-Hans"})

    assert answer["Content-Language"] == "zh-hans"
    assert answer.json() == problem("server_error", 500, "系统出错")


@pytest.mark.parametrize(
    ("path", "status"), [("/faulty/", 500), ("/forbidden/", 403), ("/suspicious/", 400), ("/x/", 404)]
)
def test_elsewhere_it_is_a_page(client, path, status):
    answer = client.get(path)

    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
    assert " would show" not in answer.content.decode()


def test_security_headers_stand_on_faults_too(client):
    for path in ("/api/faulty/", "/api/nothing/", "/faulty/", "/x/"):
        answer = client.get(path)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
