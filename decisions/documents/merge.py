"""JSON merge patches: a document that names only what is to be otherwise."""

from typing import Any


def merged(target: Any, patch: Any) -> Any:
    """Return the target as the patch wants it (RFC 7396): `None` removes a member, lists are replaced whole.

    >>> merged({"a": 1, "b": {"c": 2, "d": 3}}, {"b": {"c": None, "e": 4}})
    {'a': 1, 'b': {'d': 3, 'e': 4}}
    >>> merged("daily", {"note": "since 2024"})
    {'note': 'since 2024'}
    """
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, change in patch.items():
        if change is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), change)
    return result
