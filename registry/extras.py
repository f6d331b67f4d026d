"""Libraries that not every office needs: they are installed as extras (``pip install ".[postgres]"``)."""

from importlib.util import find_spec

from registry.errors import RefusalError

_PACKAGES = {"dask": "distributed", "parquet": "pyarrow", "postgres": "psycopg"}  # as in pyproject.toml


def has_extra(extra: str) -> bool:
    """Whether an extra is installed."""
    return find_spec(_PACKAGES[extra]) is not None


def need_extra(extra: str) -> None:
    """Refuse (``EXTRA-MISSING``) what cannot be done without an extra that is not installed."""
    if not has_extra(extra):
        raise RefusalError("EXTRA-MISSING", package=_PACKAGES[extra], extra=extra)


def need_pages() -> None:
    """Refuse (``PAGES-MISSING``) what only a clone of the project can do: a wheel holds the core alone."""
    if find_spec("web") is None or find_spec("web.app") is None:
        raise RefusalError("PAGES-MISSING")
