"""The published lines of outages: no number of fewer than three carriers.

A number that the lake leaves out is not known here either; it is never worked out from the others.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.lake.layout import LakeLayer
from registry.messages import province_in_words
from registry.services.country.held import CountryHeld, ProvinceHeld

_COLUMNS = (
    "event", "started", "line", "area", "communes", "stations", "affected", "down", "restored", "reports",
)  # fmt: skip
NUMBERS = ("communes", "stations", "affected", "down", "restored")


@dataclass(frozen=True, slots=True)
class OutageLine:
    """A line of a published summary. A number is None where it would be of fewer than three carriers.

    ``line`` is which (commune, pooled, quiet, waited, total), ``reports`` complete or waiting: they may grow.
    """

    province: ProvinceHeld
    event: str
    started: dt.date | None
    line: str
    area: str
    communes: float | None
    stations: float | None
    affected: float | None
    down: float | None
    restored: float | None
    reports: str


def outage_lines(country: CountryHeld) -> tuple[list[OutageLine], list[ProvinceHeld]]:
    """Return the lines of every province, the newest events first, and the provinces whose file is not as it
    was written."""
    found: list[OutageLine] = []
    refused: list[ProvinceHeld] = []
    for item, _, _ in country.read():
        try:
            found += _lines(country, item)
        except RefusalError as refusal:
            refused.append(ProvinceHeld(item.code, item.manifest, None, refusal))
        except (ValueError, KeyError, TypeError):
            unread = RefusalError("COUNTRY-NOT-READ", province=province_in_words(item.code))
            refused.append(ProvinceHeld(item.code, item.manifest, None, unread))
    found.sort(key=lambda one: (-(one.started or dt.date.min).toordinal(), one.province.code, one.event))
    return found, refused


def _lines(country: CountryHeld, item: ProvinceHeld) -> Iterator[OutageLine]:
    if item.manifest is None:
        return
    table = country.lake.table(item.manifest, LakeLayer.OUTAGES, _COLUMNS, held_only=True)
    for row in table.to_pylist():
        started = row.get("started")
        yield OutageLine(
            province=item,
            event=row.get("event") or "",
            started=started.date() if isinstance(started, dt.datetime) else _day(started),
            line=row.get("line") or "",
            area=row.get("area") or "",
            reports=row.get("reports") or "",
            **{name: row.get(name) for name in NUMBERS},
        )


def _day(value: object) -> dt.date | None:
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(value[:10]) if isinstance(value, str) and value else None
