"""Which release of the program this is: what it promises stands in docs/promises.md."""

from importlib.metadata import version

NAME = "bts-registry"


def released() -> str:
    """Return the version of the installed program, as 1.0.0."""
    return version(NAME)
