"""Where a request comes from, as far as that can be known."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

HOUSEHOLD = 64  # bits: whoever has one IPv6 address has all those that begin with them


def client_address(request: HttpRequest) -> str | None:
    """Return the address by which a client is counted; of an IPv6 address its network.

    Behind our proxy it is what the proxy itself has added to X-Forwarded-For, the last entry: those before it are the
    client's own words.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or said
    return counted(said)


@lru_cache(maxsize=1024)  # a program sends its requests one after the other
def counted(said: str) -> str | None:
    try:
        address = ip_address(said)
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), HOUSEHOLD), strict=False).network_address)
