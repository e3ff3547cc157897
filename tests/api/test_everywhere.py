"""What holds at every address of the API."""

import pytest
from django.test import RequestFactory
from rest_framework.exceptions import Throttled

from decisions.api.base import ApiView
from tests.builders.http import EVALUATIONS, PROBLEM, problem

READING = [
    "/api/v1/",
    "/api/v1/models/",
    "/api/v1/models/article/",
    "/api/v1/scenarios/",
    "/api/v1/scenarios/erp/",
    "/api/v1/openapi.json",
    "/api/v1/docs/",
    "/api/v1/schemas/recommendation-1.json",
]
POSTING = ["/api/v1/evaluations/", "/api/v1/evaluations/batch/"]


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/v1", "/api/v2/models/", "/api/v1/models", "/api/v1/nope/", "/api/v1/models/NOPE/",
     "/api/v1/models/article/ratings/", "/api/v1/docs", "/api/v1//models/", "/api/v1/evaluations",
     "/api/v1/openapi.json/"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_address_is_a_problem_and_never_a_redirect(client, method, path):
    answer = client.generic(method, path)

    slash = "" if path.endswith("/") else "Addresses end with a slash, except those of files."
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json() == problem("not_found", 404, "There is nothing at this address", slash)


@pytest.mark.parametrize("path", READING)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_reading_addresses_offer_reading(client, method, path):
    answer = client.generic(method, path)

    assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert answer["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json() == problem("method_not_allowed", 405, "This method is not offered here")


@pytest.mark.parametrize("path", POSTING)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "TRACE"])
def test_posting_addresses_offer_posting(client, method, path):
    answer = client.generic(method, path)

    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")


@pytest.mark.parametrize("path", READING)
def test_head_says_what_get_says_without_the_body(client, path):
    head, get = client.head(path), client.get(path)

    assert head.status_code == 200
    assert head.content == b""
    assert {name: value for name, value in head.items() if name not in ("Content-Length", "Vary")} == {
        name: value for name, value in get.items() if name not in ("Content-Length", "Vary")
    }


@pytest.mark.parametrize("path", READING + POSTING)
def test_options_says_what_is_offered(client, path):
    answer = client.options(path)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Allow"] == ("GET, HEAD, OPTIONS" if path in READING else "POST, OPTIONS")


@pytest.mark.parametrize("path", READING + POSTING)
@pytest.mark.parametrize("query", ["page=1", "format=json", "lang=en", "_=", "%FF=x"])
def test_an_unknown_parameter_is_refused(client, path, query):
    answer = client.generic("GET" if path in READING else "POST", f"{path}?{query}")

    name = query.partition("=")[0].replace("%FF", "\ufffd")
    error = {"parameter": name, "code": "unknown_parameter", "message": f"There is no parameter {name} here."}
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json() == problem("unknown_parameter", 400, "The address has an unknown parameter", errors=(error,))


def test_a_parameter_that_is_given_twice_is_refused(client):
    answer = client.get("/api/v1/scenarios/?model=article&model=standard")

    error = {
        "parameter": "model",
        "code": "repeated_parameter",
        "message": "The parameter model is given more than once.",
    }
    assert answer.status_code == 400
    assert answer.json() == problem("repeated_parameter", 400, "The address gives a parameter twice", errors=(error,))


@pytest.mark.parametrize("path", READING + POSTING)
def test_who_accepts_nothing_that_is_offered_is_told(client, path):
    answer = client.generic("GET" if path in READING else "POST", path, headers={"Accept": "application/xml"})

    assert (answer.status_code, answer["Content-Type"]) == (406, PROBLEM)
    assert answer.json() == problem("not_acceptable", 406, "None of the accepted media types is offered")


def test_no_other_site_may_read_and_no_cookie_is_set(client):
    for path in READING:
        answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
        assert not answer.has_header("Access-Control-Allow-Origin")
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert path == "/api/v1/docs/" or not answer.cookies  # the page has the language form in its header


def test_a_form_of_another_site_gets_nowhere(client):
    answer = client.post(EVALUATIONS, data=b'{"scenario": "erp"}', content_type="text/plain")

    assert answer.status_code == 415


def test_an_unknown_host_is_a_problem(client):
    answer = client.get("/api/v1/models/article/", headers={"Host": "elsewhere.example"})

    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json() == problem("bad_request", 400, "The request is not understood")


class Overrun(ApiView):
    def get(self, request):
        raise Throttled(wait=2.2)


def test_too_many_requests_are_told_when_to_come_back():
    answer = Overrun.as_view()(RequestFactory().get("/api/v1/"))

    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (429, PROBLEM, "3")
