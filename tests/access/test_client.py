import pytest

from decisions.access.client import client_address


@pytest.mark.parametrize(
    ("remote", "forwarded", "counted"),
    [
        ("192.0.2.7", "", "192.0.2.7"),
        ("192.0.2.7", "203.0.113.1", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "", "192.0.2.7"),
        ("", "", None),
    ],
)
def test_a_client_is_who_is_connected(rf, remote, forwarded, counted):
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR=remote)

    assert client_address(request) == counted


@pytest.mark.parametrize(
    ("forwarded", "counted"),
    [
        ("203.0.113.1", "203.0.113.1"),
        ("198.51.100.1, 10.0.0.1,203.0.113.1", "203.0.113.1"),
        ("203.0.113.1, 2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("", "192.0.2.7"),
        ("203.0.113.1, nonsense", None),
    ],
)
def test_behind_a_proxy_it_is_whom_the_proxy_names(settings, rf, forwarded, counted):
    settings.BEHIND_PROXY = True
    request = rf.get("/", headers={"x-forwarded-for": forwarded}, REMOTE_ADDR="192.0.2.7")

    assert client_address(request) == counted
