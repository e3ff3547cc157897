from io import BytesIO

import pytest
from django.test.client import RequestFactory

from config.wsgi import application


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "utf-16", "klingon", "utf-8"])
@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/nothing/"])
def test_a_strange_charset_never_reaches_the_address(charset, path):
    """The server itself is asked: Django's test client makes requests of another class."""
    environ = RequestFactory().get(f"{path}?a=%ff&b=1").environ
    environ |= {
        "CONTENT_TYPE": f"application/json; charset={charset}",
        "wsgi.input": BytesIO(),
        "HTTP_HOST": "localhost",
    }
    answered = []

    answer = application(environ, lambda status, headers: answered.append(status))
    answer.close()

    assert answered == ["404 Not Found"]
