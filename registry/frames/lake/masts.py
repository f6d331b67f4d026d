"""Masts, structures and stations as layers: what checks, compliance and storms ask, and what lists state."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.on_day.contexts import counted
from registry.columns import Level, stored_columns
from registry.frames.disclosed_columns import own_rows
from registry.frames.lake.masking import Rows
from registry.frames.lake.snapshot import PUBLIC, Snapshot
from registry.frames.masts import Masts
from registry.lake.columns import lake_layers
from registry.lake.layout import LakeLayer
from registry.lake.tables import objects
from registry.model.sites import SiteState
from registry.model.standing import Fact
from registry.store.register.frame_columns import listed, site_columns, station_columns

Objects = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
_OF_SITE = (
    "accuracy_m", "commune_code", "position_raw", "position_reading", "position_crs", "position_confidence",
    *(item.stored for item in stored_columns(Level.SITE)),
)  # fmt: skip
_OF_MAST = (
    "old_class", "built_year_only", "robust_basis",
    *(item.stored for item in stored_columns(Level.STRUCTURE)),
)  # fmt: skip
_MEASURED = {
    "load_pct": "load", "defects": "defects", "disused_building": "disused_building",
    "owner_inactive": "owner_inactive", "fall_circle": "fall_circle",
}  # fmt: skip
"""Columns of the layer that are parts of the risk of a mast, by what the risk calls them."""


class MastLayers:
    """The masts of a snapshot, read once for the three layers, in the order of ``MastRows``.

    Whoever sees everything gets the structures of all days; others those that count on the day, and the
    public none that is only agreed to.
    """

    def __init__(self, seen: Snapshot) -> None:
        self.seen = seen
        rows = seen.loaded.masts
        place = site_columns(seen.connection, _OF_SITE)
        read = Masts(seen.connection, place, None, _OF_MAST)
        at = {identity: row for row, identity in enumerate(read.columns["id"].tolist())}
        there = np.array([at[identity] for identity in rows.structure_ids.tolist()], dtype=np.int64)
        self.counts = counted(rows, slice(None), seen.day)
        shown = np.ones(len(rows), dtype=bool) if seen.person.sees_all else self.counts
        if seen.disclosure == PUBLIC:
            shown = shown & (rows.states != SiteState.APPROVED.value)
        self.chosen: Ints = np.flatnonzero(shown)
        self.row_of = {identity: row for row, identity in enumerate(rows.structure_ids.tolist())}
        self._read = {name: held[there] for name, held in read.columns.items()}
        self._read |= {name: held[read.site[there]] for name, held in read.place.items() if name in _OF_SITE}
        carried = read.carriers(seen.connection)
        self._read |= {name: held[there] for name, held in carried.items()}
        self.own = read.own(seen.connection, seen.person)[there]
        self.points: Any = shapely.points(rows.lon, rows.lat)

    def sites(self) -> Rows:
        """Return one row a structure with everything that is asked of a mast."""
        rows, read = self.seen.loaded.masts, self._read
        operators = [operator.code for operator in self.seen.context.operators]
        carried = {
            mask: [code for bit, code in enumerate(operators) if mask >> bit & 1]
            for mask in set(rows.networks.tolist())
        }
        ids = rows.structure_ids
        asked = rows.asked_with
        values: dict[str, Any] = {
            "structure_id": ids,
            "site_id": rows.site_ids,
            "site_code": rows.codes,
            "operator": read["operator"],
            "aliases": self._aliases(),
            "lon": rows.lon,
            "lat": rows.lat,
            "accuracy_m": rows.accuracy_m,
            "networks": objects(carried[mask] for mask in rows.networks.tolist()),
            "counts": self.counts,
            "in_question": rows.in_question,
            "asked_with": objects(
                [ids[other] for other in asked[row]] if row in asked else None for row in range(len(rows))
            ),
            "commune": read["commune_as_written"],
            "dismantled_on": rows.dismantled_on,
            **{
                name: read[name]
                for name in (
                    "state", "mast_class", "old_class", "form", "support", "mast_height_m", "top_agl_m",
                    "building_height_m", "designed_operators", "load_used_pct", "robust", "owner",
                    "commune_code", "address", "built_on", "built_year_only", "permit", "design_wind_ms",
                    "transmission_hub", "generator", "battery_hours", "power_feeder", "flood_prone",
                )
            },
            **self._standing(),
            **self._storm(),
        }  # fmt: skip
        return self._rows(values)

    def structures(self) -> Rows:
        """Return one row a structure with everything that lists state of it."""
        rows, read = self.seen.loaded.masts, self._read
        wanted = {
            item.name: item.stored
            for item in lake_layers()[LakeLayer.STRUCTURES].columns
            if item.stored in read
        }
        values: dict[str, Any] = {name: read[stored] for name, stored in wanted.items()}
        values |= {
            "structure_id": rows.structure_ids,
            "site_code": rows.codes,
            "shared_with": objects(text.split(",") if text else [] for text in read["shared_with"]),
            "position_raw": objects("; ".join(map(str, listed(raw))) for raw in read["position_raw"]),
        }
        return self._rows(values)

    def stations(self) -> Rows:
        """Return one row a technology of an operator on a structure of ``sites``."""
        seen, rows = self.seen, self.seen.loaded.masts
        mine = [item.stored for item in stored_columns(Level.STATION)]
        every = station_columns(seen.connection, ("on_air_on", *mine))
        shown = np.zeros(len(rows), dtype=bool)
        shown[self.chosen] = True
        mast = np.array([self.row_of.get(one, -1) for one in every["structure_id"].tolist()], dtype=np.int64)
        kept = np.flatnonzero((mast >= 0) & shown[mast]) if len(rows) else np.empty(0, dtype=np.int64)
        on = mast[kept]
        values = {item.name: every[item.stored][kept] for item in stored_columns(Level.STATION)}
        values |= {
            "station_id": every["id"][kept],
            "structure_id": rows.structure_ids[on],
            "site_id": rows.site_ids[on],
            "site_code": rows.codes[on],
            **{name: every[name][kept] for name in ("operator", "technology", "on_air_on")},
            "listed_on": self._listed(every["structure_id"][kept], every["operator"][kept]),
        }
        own = own_rows(seen.person, rows.commune_codes[on], operator=values["operator"])
        return Rows(values, self.points[on], own)

    def _rows(self, values: Mapping[str, Any]) -> Rows:
        chosen = self.chosen
        return Rows(
            {name: held[chosen] for name, held in values.items()}, self.points[chosen], self.own[chosen]
        )

    def _aliases(self) -> Objects:
        """Return, by row, every code that leads to it, in the order of letters."""
        found: dict[int, list[str]] = {}
        for code, row in self.seen.loaded.masts.aliases.items():
            found.setdefault(row, []).append(code)
        return objects(sorted(found.get(row, ())) for row in range(len(self.seen.loaded.masts)))

    def _standing(self) -> dict[str, Any]:
        """Return what the compliance run knows of masts that stand, missing for the others."""
        masts, known = self.seen.masts, self.seen.known
        at = self._places(masts.structure_ids)
        signs = {fact.value: self._signs(known.yes_no.get(fact), at) for fact in Fact}
        agreed = self._filled(objects(known.approved.tolist()), at)
        return signs | {
            "listed_by": self._filled(masts.operators, at),
            "listed_on": self._days(masts.listed_on, at),
            "urban_then": self._filled(objects(known.urban_then.tolist()), at),
            "inspected_on": self._days(known.inspected_on, at),
            "inspection_result": self._filled(known.inspection_results, at),
            "looked_at_on": self._days(known.looked_at_on, at),
            "approved": agreed,
            "approved_lon": self._numbers(known.approved_lon, at),
            "approved_lat": self._numbers(known.approved_lat, at),
        }

    def _storm(self) -> dict[str, Any]:
        """Return what a storm's two lists ask of a mast, missing where nobody says."""
        risk, low, serving = self.seen.risk, self.seen.low_ground, self.seen.serving
        ids = self.seen.loaded.masts.structure_ids
        nothing = np.full(len(ids), None, dtype=object)
        found: dict[str, Any] = dict.fromkeys(
            (*_MEASURED, "seen_inspected_on", "low_ground", "critical_places"), nothing
        )
        if risk is not None:
            at = self._places(risk.structures)
            for name, part in _MEASURED.items():
                held = np.asarray(risk.scores.measured[part])
                numbers = held.dtype.kind == "f"
                found[name] = self._numbers(held, at) if numbers else self._filled(objects(held), at)
            inspected = [risk.facts.get(one, {}).get("inspected_on") for one in risk.structures.tolist()]
            found["seen_inspected_on"] = self._filled(objects(inspected), at)
        if low is not None:
            found["low_ground"] = objects(one in low for one in ids.tolist())
        if serving is not None and serving.known:
            served = serving.by_structure
            found["critical_places"] = objects(len(served.get(one, ())) for one in ids.tolist())
        return found

    def _listed(self, structures: Objects, operators: Objects) -> Any:
        """Return the day of each station's operator's newest list that names its mast."""
        stands = self.seen.stations
        ids = self.seen.masts.structure_ids[stands.mast]
        days = {
            (structure, operator): day
            for structure, operator, day in zip(
                ids.tolist(), stands.operators.tolist(), stands.listed_on.astype(object), strict=True
            )
        }
        keys = zip(structures.tolist(), operators.tolist(), strict=True)
        return objects(days.get(key) for key in keys)

    def _places(self, structures: Objects) -> Ints:
        return np.array([self.row_of.get(one, -1) for one in structures.tolist()], dtype=np.int64)

    def _filled(self, values: Objects, at: Ints) -> Objects:
        found = np.full(len(self.seen.loaded.masts), None, dtype=object)
        found[at[at >= 0]] = values[at >= 0]
        return found

    def _signs(self, values: Any, at: Ints) -> Objects:
        """Return -1, 0 and 1 as not known, no and yes."""
        if values is None:
            return np.full(len(self.seen.loaded.masts), None, dtype=object)
        return self._filled(objects(None if value < 0 else value == 1 for value in values.tolist()), at)

    def _numbers(self, values: Any, at: Ints) -> Any:
        found = np.full(len(self.seen.loaded.masts), np.nan)
        found[at[at >= 0]] = values[at >= 0]
        return found

    def _days(self, values: Any, at: Ints) -> Any:
        found = np.full(len(self.seen.loaded.masts), np.datetime64("NaT", "D"))
        found[at[at >= 0]] = values[at >= 0]
        return found
