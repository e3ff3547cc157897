import pytest

from decisions.access.passwords import is_pattern


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "123456789012",
        "098765432109",
        "aaaaaaaaaaaa",
        "abababababab",
        "qwertyuiopas",
        "zyxwvutsrqpo",
    ],
)
def test_what_a_short_rule_makes_is_a_pattern(password):
    assert is_pattern(password)


@pytest.mark.parametrize("password", ["harbour ship", "correct horse battery", "密码密码 not the same", "qwertyuiop12"])
def test_a_sentence_is_none(password):
    assert not is_pattern(password)
