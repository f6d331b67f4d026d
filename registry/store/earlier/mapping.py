"""Keys of an earlier register, and the keys that they have here: another only where the key was taken."""

from collections.abc import Mapping
from typing import Any


def with_own_keys(value: Any, renamed: Mapping[str, str]) -> Any:
    """Return a value of a row (a text, a list, a dict) with each key that was renamed as it is here."""
    if isinstance(value, str):
        return renamed.get(value, value)
    if isinstance(value, list | tuple):
        return [with_own_keys(item, renamed) for item in value]
    if isinstance(value, Mapping):
        return {with_own_keys(name, renamed): with_own_keys(item, renamed) for name, item in value.items()}
    return value
