import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("zh-Hans", "zh-hans"),
        ("fr, zh;q=0.5", "zh-hans"),
        ("fr", "en"),
        ("", "en"),
        ("en-GB,zh;q=0.5", "en"),
        ("x" * 8_000, "en"),
        ("en," * 3_000, "en"),
    ],
)
def test_accept_language_chooses(client, accepted, spoken):
    answer = client.get("/api/v1/nothing/", headers={"Accept-Language": accepted})

    assert answer["Content-Language"] == spoken


@pytest.mark.parametrize("cookie", ["zh-hans", "ZH-HANS", "zh"])
def test_the_cookie_comes_first(client, cookie):
    client.cookies["language"] = cookie

    assert client.get("/api/v1/nothing/", headers={"Accept-Language": "en"})["Content-Language"] == "zh-hans"


@pytest.mark.parametrize("cookie", ["xx", "x-" * 300, "../../etc", "%00"])
def test_a_strange_cookie_is_as_good_as_none(client, cookie):
    client.cookies["language"] = cookie

    assert client.get("/api/v1/nothing/")["Content-Language"] == "en"


def test_a_page_may_be_asked_for_in_a_language_once(client):
    assert client.get("/?lang=zh-hans")["Content-Language"] == "zh-hans"
    assert client.get("/?lang=xx")["Content-Language"] == "en"
    assert client.get("/")["Content-Language"] == "en"


def test_what_depends_on_the_reader_s_language_says_so(client):
    assert {"Accept-Language", "Cookie"} <= set(client.get("/")["Vary"].split(", "))
    assert {"Accept-Language", "Cookie"} <= set(client.get("/api/v1/nothing/")["Vary"].split(", "))
