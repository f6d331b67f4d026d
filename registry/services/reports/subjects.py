"""What a report counts: masts, stations, visits and defects as they stood on a day, one row each.

Three bases, always said beside the numbers: the register as it stands (a day that is not over), the ledger's
state at the end of an earlier day, and, for days before the register held its first mast, what stands today
and was built by then ("rebuilt"): masts dismantled since are missing from it, and masts without a year of
building are left out and counted apart.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from registry.checks.context import Context
from registry.model.areas import REFORM, AdminUnit
from registry.model.standing_days import NOT_STANDING, state_on
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.reports.units import ended_districts, units_of
from registry.store import ledger, past_states
from registry.store import tables as t
from registry.store.database import Connection
from registry.store.field.tables import campaigns, defects, inspections
from registry.store.reading import every_row

if TYPE_CHECKING:
    import pandas as pd

KEPT = 8
Row = Mapping[str, Any]


class Basis(StrEnum):
    """Where the numbers of a day come from."""

    PRESENT = "present"
    LEDGER = "ledger"
    REBUILT = "rebuilt"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that a report of the period ``first`` to ``day`` counts.

    ``masts``: one row a standing structure: site, code, lon, lat (EPSG:4326), commune (code of today),
    district (code of the former one), networks (tuple of operators), owner, class, form, state, robust,
    permit, built_on. ``stations``: one row a station with its mast's place. ``visits`` and ``defects``: of
    the period, whether or not their mast still stands. An unknown value is "" . ``undated`` masts are left
    out of a rebuilt day.
    """

    first: dt.date
    day: dt.date
    basis: Basis
    masts: "pd.DataFrame"
    stations: "pd.DataFrame"
    visits: "pd.DataFrame"
    defects: "pd.DataFrame"
    communes: tuple[AdminUnit, ...]
    districts: tuple[AdminUnit, ...]
    operators: tuple[tuple[str, str, str], ...]  # code, name, colour, in their fixed order
    undated: int = 0

    def frame(self, counts: str) -> "pd.DataFrame":
        """Return the rows of what a table counts."""
        frame: pd.DataFrame = getattr(self, counts)
        return frame


def facts_on(registry: Registry, day: dt.date, first: dt.date | None = None) -> ReportFacts:
    """Return what a report of the period to ``day`` counts (visits and defects from ``first``, by default the
    first of the year); kept until the register changes."""
    begin = first or dt.date(day.year, 1, 1)
    key = (begin, day, today())  # a day that is over is read from the ledger
    with registry.database.read() as connection:
        version = ledger.head(connection)
    held: dict[Any, ReportFacts]
    with registry.lock:
        stamp, held = registry.cache.get("report-facts", (None, {}))
        if stamp != version:
            held = {}
            registry.cache["report-facts"] = (version, held)
        known = held.get(key)
    if known is not None:
        return known
    made = _made(registry, begin, day)
    with registry.lock:
        while len(held) >= KEPT:
            held.pop(next(iter(held)))
        held[key] = made
    return made


def first_day(connection: Connection) -> dt.date | None:
    """Return the day on which the register's first mast was entered, None where there is none."""
    found = ledger.first_entry(connection, "structures")
    return None if found is None else in_vietnam(found).date()


def _made(registry: Registry, first: dt.date, day: dt.date) -> ReportFacts:
    now = context_for(registry, today())
    then = context_for(registry, REFORM - dt.timedelta(days=1))
    wanted = (t.sites, t.structures, t.stations, campaigns, inspections, defects)
    with registry.database.read() as connection:
        began = first_day(connection)
        basis = basis_of(day, began)
        if basis is Basis.LEDGER:
            state = past_states.state_on(connection, day, tables=[table.name for table in wanted])
            rows = {table.name: list(state.get(table.name, {}).values()) for table in wanted}
        else:
            rows = {table.name: every_row(connection, table) for table in wanted}
    standing, undated = masts_on(rows["sites"], rows["structures"], day, rebuilt=basis is Basis.REBUILT)
    masts = _masts(standing, rows["stations"], now, then)
    places = masts.set_index("structure")[["code", "site", "commune", "district", "lon", "lat"]]
    visits, found = _visits(rows, first, day), _defects(rows["defects"], first, day)
    gone = _gone(rows, {*visits["structure"], *found["structure"]} - set(masts["structure"]))
    looked_at = _masts([*standing, *gone], rows["stations"], now, then) if gone else masts
    places_then = looked_at.set_index("structure")[[*places.columns, "operator"]]
    return ReportFacts(
        first=first,
        day=day,
        basis=basis,
        masts=masts,
        stations=_stations(rows["stations"], places, day, rebuilt=basis is Basis.REBUILT),
        visits=_placed(visits, places_then),
        defects=_placed(found, places_then[[*places.columns]]),
        communes=now.units.communes,
        districts=ended_districts(then),
        operators=tuple((item.code, item.name, item.colour) for item in now.operators),
        undated=undated,
    )


def basis_of(day: dt.date, began: dt.date | None) -> Basis:
    """Return where a day's numbers come from; ``began`` is the day of the register's first mast."""
    if day >= today():
        return Basis.PRESENT
    return Basis.LEDGER if began is not None and began <= day else Basis.REBUILT


def _gone(rows: Mapping[str, Sequence[Row]], structures: set[str]) -> list[tuple[Row, Row]]:
    """Return masts that stand no longer, each with its site: what was found on them was found."""
    kept = {row["id"]: row for row in rows["sites"] if not row.get("merged_into")}
    return [
        (row, kept[row["site_id"]])
        for row in rows["structures"]
        if row["id"] in structures and row["site_id"] in kept
    ]


def _masts(
    standing: Iterable[tuple[Row, Row]], stations: Iterable[Row], now: Context, then: Context
) -> "pd.DataFrame":
    import pandas as pd

    order = {item.code: at for at, item in enumerate(now.operators)}
    carried = networks_on(stations)
    made: list[dict[str, Any]] = []
    for row, site in standing:
        networks = tuple(sorted(carried.get(row["id"], ()), key=lambda code: (order.get(code, 99), code)))
        robust = row["robust"]
        made.append(
            {
                "structure": row["id"],
                "site": site["id"],
                "code": site["code"],
                "lon": site["lon"],
                "lat": site["lat"],
                "as_written": site["commune_code"],
                "operator": networks,
                "owner": row["owner"],
                "class": row["mast_class"] or row["old_class"] or "",
                "form": row["form"] or "",
                "state": row["state"],
                "sharing": _sharing(len(networks)),
                "robust": "" if robust is None else "yes" if robust else "no",
                "permit": "stated" if row["permit"] else "",
                "built_on": row["built_on"],
            }
        )
    columns = ["structure", "site", "code", "lon", "lat", "as_written", "operator", "owner", "class", "form",
               "state", "sharing", "robust", "permit", "built_on"]  # fmt: skip
    frame = pd.DataFrame(made, columns=columns).sort_values("code", kind="stable", ignore_index=True)
    frame["commune"], frame["district"] = units_of(frame, now, then)
    return frame


def networks_on(stations: Iterable[Row]) -> dict[str, set[str]]:
    """Return the operators on each structure."""
    carried: dict[str, set[str]] = {}
    for station in stations:
        carried.setdefault(station["structure_id"], set()).add(station["operator"])
    return carried


def masts_on(
    sites: Iterable[Row], structures: Iterable[Row], day: dt.date, *, rebuilt: bool
) -> tuple[list[tuple[Row, Row]], int]:
    """Return the structures that stand on a day, each with its site, and how many of unknown age are not."""
    kept = {row["id"]: row for row in sites if not row.get("merged_into")}
    found: list[tuple[Row, Row]] = []
    undated = 0
    for row in structures:
        site = kept.get(row["site_id"])
        if site is None or row["state"] == "approved":
            continue
        built, gone = row["built_on"], row["dismantled_on"]
        if rebuilt:
            if gone is not None and gone <= day:
                continue
            if row["state"] == "dismantled" and gone is None:
                continue
            if built is None:
                undated += 1
                continue
            if built > day:
                continue
        else:
            state = state_on(row["state"], built, gone, day)
            if state in NOT_STANDING:
                continue
            if state != row["state"]:
                found.append(({**row, "state": state}, site))
                continue
        found.append((row, site))
    return found, undated


def _sharing(networks: int) -> str:
    return str(networks) if networks < 3 else "3+"


def _stations(
    rows: list[dict[str, Any]], places: "pd.DataFrame", day: dt.date, *, rebuilt: bool
) -> "pd.DataFrame":
    import pandas as pd

    made = [
        {
            "station": row["id"],
            "structure": row["structure_id"],
            "operator": row["operator"],
            "technology": row["technology"],
            "emf": _emf(row["emf_certificate"], row["emf_expires_on"], day),
            "on_air_on": row["on_air_on"],
        }
        for row in rows
        if not (rebuilt and row["on_air_on"] is not None and row["on_air_on"] > day)
    ]
    columns = ["station", "structure", "operator", "technology", "emf", "on_air_on"]
    return _placed(pd.DataFrame(made, columns=columns), places)


def _emf(certificate: str, expires: dt.date | None, day: dt.date) -> str:
    """Class a certificate on a day: it is good through its last day."""
    if expires is None:
        return "undated" if certificate else ""
    if expires < day:
        return "expired"
    return "soon" if expires <= day + dt.timedelta(days=180) else "valid"


def _visits(rows: Mapping[str, Sequence[Row]], first: dt.date, day: dt.date) -> "pd.DataFrame":
    import pandas as pd

    kinds = {row["id"]: row["kind"] for row in rows["campaigns"]}
    made = []
    for row in rows["inspections"]:
        if row["dropped_at"]:
            continue
        at = row["finished_at"] or row["started_at"] or row["received_at"]
        on = in_vietnam(at).date() if at else None
        if on is not None and first <= on <= day:
            made.append(
                {
                    "visit": row["id"],
                    "structure": row["structure"],
                    "campaign_kind": kinds.get(row["campaign"], ""),
                    "on": on,
                }
            )
    return pd.DataFrame(made, columns=["visit", "structure", "campaign_kind", "on"])


def _defects(rows: Sequence[Row], first: dt.date, day: dt.date) -> "pd.DataFrame":
    import pandas as pd

    made = [
        {
            "defect": row["id"],
            "structure": row["structure"],
            "organisation": row["organisation"],
            "severity": row["severity"],
            "defect_state": row["state"],
            "on": row["found_on"],
        }
        for row in rows
        if row["state"] not in ("withdrawn", "replaced") and first <= row["found_on"] <= day
    ]
    columns = ["defect", "structure", "organisation", "severity", "defect_state", "on"]
    return pd.DataFrame(made, columns=columns)


def _placed(frame: "pd.DataFrame", places: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows whose mast has a place, with it."""
    return frame.join(places, on="structure", how="inner").reset_index(drop=True)
