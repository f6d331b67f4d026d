"""What people know a record by, and a name that nobody has."""

from collections.abc import Mapping
from typing import Any

from registry.store.record_names import OWN


def name_of(key: str, image: Mapping[str, Any]) -> str:
    """Return what people know a record by, its key where that is nothing."""
    return next((str(image[name]) for name in OWN if image.get(name)), key)


def free(wanted: str, taken: set[Any]) -> str:
    """Return a name that is not taken: the wanted one, else with a number behind it."""
    name, count = wanted, 1
    while name in taken:
        count += 1
        name = f"{wanted}-{count}"
    return name
