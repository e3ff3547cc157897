import gzip

import pytest
from django.http import HttpResponse

from config.http.compression import PageGZipMiddleware
from config.http.csp import policy

PAGE = b"<p>a paragraph</p>" * 100


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br"])
def test_a_page_is_compressed(rf, accepted):
    answer = PageGZipMiddleware(lambda request: HttpResponse(PAGE))(rf.get("/", headers={"Accept-Encoding": accepted}))

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == PAGE


def test_the_size_of_a_page_tells_nothing_of_what_it_repeats(rf):
    page = PageGZipMiddleware(lambda request: HttpResponse(PAGE))

    sizes = {len(page(rf.get("/", headers={"Accept-Encoding": "gzip"})).content) for _ in range(30)}

    assert len(sizes) > 5


@pytest.mark.parametrize(
    ("answer", "accepted"),
    [
        (HttpResponse(PAGE), "br"),
        (HttpResponse(b"short"), "gzip"),
        (HttpResponse(PAGE, headers={"Content-Encoding": "br"}), "gzip, br"),
    ],
    ids=["not understood", "short", "compressed already"],
)
def test_what_need_not_be_compressed_is_not(rf, answer, accepted):
    before = answer.content

    after = PageGZipMiddleware(lambda request: answer)(rf.get("/", headers={"Accept-Encoding": accepted}))

    assert after.content == before
    assert after.get("Content-Encoding") != "gzip"


def test_what_has_a_tag_stays_as_it_is(rf):
    tagged = HttpResponse(PAGE, headers={"ETag": '"sha256:abc"'})

    answer = PageGZipMiddleware(lambda request: tagged)(rf.get("/", headers={"Accept-Encoding": "gzip"}))

    assert (answer["ETag"], answer.content) == ('"sha256:abc"', PAGE)
    assert not answer.has_header("Content-Encoding")


@pytest.mark.django_db
def test_no_page_allows_what_it_does_not_need(client, settings):
    allowed = policy(settings.SECURE_CSP)

    assert client.get("/")["Content-Security-Policy"] == allowed
    assert client.get("/livez")["Content-Security-Policy"] == allowed
    assert allowed.startswith("default-src 'none'; ")
    assert "unsafe" not in allowed
    assert "*" not in allowed
