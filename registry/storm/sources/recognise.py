"""The forms that are read, in the order in which a text is tried; the first that knows it reads it.

To add one: a module beside this with ``looks_like_…`` and ``read_…``, and a line of ``FORMS``.
"""

from collections.abc import Callable
from typing import NamedTuple

from registry.storm.asking import TrackReading
from registry.storm.sources.atcf import looks_like_atcf, read_atcf
from registry.storm.sources.bulletin import LONGEST, looks_like_bulletin, read_vietnamese
from registry.storm.sources.given import Given
from registry.storm.sources.ibtracs import looks_like_ibtracs, read_ibtracs
from registry.storm.sources.jtwc import looks_like_jtwc, read_jtwc
from registry.storm.sources.kml import looks_like_kml, read_kml
from registry.storm.sources.points_json import looks_like_json, read_json
from registry.storm.sources.rsmc import looks_like_rsmc, read_rsmc
from registry.storm.sources.table import looks_like_table, read_delimited


class Form(NamedTuple):
    """A form: its ``kind``, how it is known by its text, and its reader."""

    kind: str
    knows: Callable[[str], bool]
    read: Callable[[Given], TrackReading]


FORMS: tuple[Form, ...] = (
    Form("json", looks_like_json, read_json),
    Form("kml", looks_like_kml, read_kml),
    Form("atcf", looks_like_atcf, read_atcf),
    Form("ibtracs", looks_like_ibtracs, read_ibtracs),
    Form("table", looks_like_table, read_delimited),
    Form("jtwc", looks_like_jtwc, read_jtwc),
    Form("rsmc", looks_like_rsmc, read_rsmc),
    Form("bulletin", lambda text: looks_like_bulletin(text[:LONGEST]), read_vietnamese),
)


def recognise(text: str) -> Form | None:
    """Return the form of a text; None where none of them knows it."""
    return next((form for form in FORMS if form.knows(text)), None)
