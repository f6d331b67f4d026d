"""Hand-over (bàn giao): what was built enters the register, beside what was designed, as one batch.

Ducts, chambers, poles and cabinets become outside plant of who built them; places for stations become
approved sites, with only what is known of them. The batch can be taken back as an import can.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.geo.lines import metric_of
from registry.messages import Words
from registry.model.cables import Mount, PlantState
from registry.model.designs.contents import BtsKind, BtsPlace, DesignContent, Spot
from registry.model.designs.desk import DeskDossier, DossierState
from registry.model.ledger import Change
from registry.model.people import Person
from registry.model.sites import SiteState
from registry.model.vietnam_time import one_moment
from registry.services.cables.records import PlantList, add_node, add_segment, measure
from registry.services.designs.contents import content_at
from registry.services.designs.deeds import check_worker, dossier_deed, standing_as
from registry.services.designs.opened import OpenedDossier, open_dossier
from registry.services.office.calendar import today
from registry.services.office.deeds import write
from registry.services.office.registry import Registry
from registry.services.office.time_limits import limits_on, number_of_limit
from registry.services.register.context import context_for
from registry.services.register.place_names import commune_at
from registry.store.cables.cables import node_row, segment_row
from registry.store.cables.tables import cable_nodes, cable_routes, cable_segments
from registry.store.changes import difference
from registry.store.designs.tables import design_dossiers
from registry.store.office.owners import OwnerNames
from registry.store.register.sites import site_id, structure_id
from registry.store.tables import Table, sites, structures

KIND = "hand-over"
"""The kind of the batch by which built works come in."""
_NODES = {"chambers": "chamber", "poles": "pole_own", "cabinets": "cabinet"}
_WORDS = {
    "ducts": Words("cống bể", "ducts"),
    "chambers": Words("bể cáp, hố ga", "chambers"),
    "poles": Words("cột treo cáp", "poles"),
    "cabinets": Words("tủ cáp", "cabinets"),
    "bts_places": Words("vị trí trạm BTS", "places for stations"),
}


@dataclass(frozen=True, slots=True)
class BuiltKind:
    """Things of one kind as designed and as built: how many each, how many of them are the same, and which
    are not. Ducts are counted in metres.

    ``lacking`` were designed and not built there, ``other`` were built where nothing was designed, both by
    their names with a place to show.
    """

    name: str
    words: Words
    designed: float
    built: float
    matched: float
    lacking: tuple[tuple[str, Any], ...]
    other: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class BuiltBeside:
    """What was built beside what was designed; ``within_m``: what lies as near is the same thing."""

    kinds: tuple[BuiltKind, ...]
    within_m: float

    @property
    def differs(self) -> bool:
        """Whether anything was built otherwise."""
        return any(one.lacking or one.other for one in self.kinds)


def beside_design(registry: Registry, opened: OpenedDossier) -> BuiltBeside | None:
    """Return what was built beside the design that was answered; None where either was not read."""
    designed, built = content_at(registry, opened.file), content_at(registry, opened.built)
    if designed is None or built is None:
        return None
    stated, _source = number_of_limit(limits_on(registry, today()), "as-built", "note_m")
    within = max(float(stated or 0), designed.accuracy_m + built.accuracy_m)
    epsg = registry.settings.metric_epsg
    kinds = [_ducts(designed, built, within, epsg)]
    kinds += [_spots(name, designed, built, within, epsg) for name in (*_NODES, "bts_places")]
    return BuiltBeside(tuple(one for one in kinds if one.designed or one.built), within)


@one_moment()
def hand_over(registry: Registry, dossier: str, *, owner: str = "", seen: int, person: Person) -> str:
    """Write what the confirmed as-built drawing shows into the register; returns the batch.

    ``owner`` is whose the plant is, the applicant where nobody is named. Refused without a confirmed as-built
    drawing (``DESIGN-NOT-BUILT``), where it came in already (``DESIGN-HANDED``), and where the drawing shows
    nothing that the register keeps (``DESIGN-NOTHING-BUILT``).
    """
    check_worker(person)
    opened = open_dossier(registry, dossier, person=person)
    built = opened.built
    content = content_at(registry, built) if built is not None and built.confirmed_by else None
    if built is None or content is None:
        raise RefusalError("DESIGN-NOT-BUILT", code=opened.dossier.code)
    if opened.handed:
        raise RefusalError("DESIGN-HANDED", code=opened.dossier.code, batch=opened.dossier.handed_batch)
    whose = owner or opened.dossier.applicant
    with registry.database.read() as connection:
        whose = OwnerNames(connection).named(whose) or whose
    plant = _plant(content, opened.dossier, whose)
    rows = _site_rows(registry, content, opened.dossier, whose)
    with dossier_deed(registry, "handed-over", person, dossier=dossier) as made:
        standing_as(made, dossier, seen, DossierState.ANSWERED)
        changes: list[Change] = []
        tables: tuple[tuple[Table, list[dict[str, Any]]], ...] = (
            (cable_routes, [{"id": one.id, "code": one.code, "name": one.name, "owner": one.owner}
                            for one in plant.routes.values()]),
            (cable_nodes, [node_row(one) for one in plant.nodes.values()]),
            (cable_segments, [segment_row(one) for one in plant.segments.values()]),
            (sites, rows[0]),
            (structures, rows[1]),
        )  # fmt: skip
        for table, wanted in tables:
            changes += difference(made.connection, table, wanted).changes
        if not changes:
            raise RefusalError("DESIGN-NOTHING-BUILT", code=opened.dossier.code)
        batch = write(
            made.connection, changes, KIND, person, file_name=built.name, file_sha256=built.sha256,
            options={"dossier": dossier, "code": opened.dossier.code}, summary={"new": len(changes)},
        )  # fmt: skip
        made.amend(design_dossiers, dossier, handed_batch=batch)
    return batch


def _plant(content: DesignContent, dossier: DeskDossier, owner: str) -> PlantList:
    """Return the outside plant of an as-built drawing under one route of the dossier's code."""
    found = PlantList(dossier.code, "")

    def silent(_column: str, _code: str, _params: dict[str, Any]) -> None:
        """Take no issue: what is left out of the register stays in the drawing."""

    common = {
        "cable_route": dossier.code,
        "cable_route_name": dossier.area_name,
        "cable_decision": dossier.issued_number,
    }
    once = _Names()
    for at, duct in enumerate(content.ducts, 1):
        for part in _lines(duct.geometry):
            values = {
                **common, "cable_code": once(duct.name), "cable_mount": Mount.DUCT.value,
                "cable_state": PlantState.IN_SERVICE.value, "cable_capacity": duct.ways,
                "cable_spare": duct.spare_ways, "cable_unit": "bores" if duct.ways else "",
            }  # fmt: skip
            add_segment(
                found, values, part, owner=owner, at=("", at), say=silent, accuracy_m=content.accuracy_m
            )
    for at, line in enumerate(content.aerial_lines, 1):
        for part in _lines(line.geometry):
            values = {**common, "cable_code": once(line.name), "cable_mount": Mount.AERIAL.value}
            add_segment(
                found, values, part, owner=owner, at=("", at), say=silent, accuracy_m=content.accuracy_m
            )
    for name, kind in _NODES.items():
        for at, spot in enumerate(getattr(content, name), 1):
            point = shapely.centroid(spot.geometry)
            code = f"{dossier.code}-{once(spot.name)}"  # a node's code is its owner's, not its route's
            values = {"node_kind": kind, "node_code": code}
            add_node(
                found, values, float(point.x), float(point.y), owner=owner, at=("", at), say=silent,
                accuracy_m=content.accuracy_m,
            )  # fmt: skip
    measure(found)
    return found


def _site_rows(
    registry: Registry, content: DesignContent, dossier: DeskDossier, owner: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return places for stations as rows of sites and structures, each with only what is known."""
    context = context_for(registry, today())
    once = _Names()
    site_rows, mast_rows = [], []
    for at, place in enumerate(content.bts_places, 1):
        point = shapely.centroid(place.geometry)
        lon, lat = round(float(point.x), 8), round(float(point.y), 8)
        code = f"{dossier.code}-{once(_short(place, at))}"
        identity = site_id("", code)
        unit = commune_at(context, lon, lat)
        site_rows.append(
            {
                "id": identity, "code": code, "lon": lon, "lat": lat, "accuracy_m": content.accuracy_m,
                "position_crs": "EPSG:4326", "position_confidence": "stated", "address": dossier.area_name,
                "commune_code": unit.code if unit else "", "note": dossier.code,
            }
        )  # fmt: skip
        mast_rows.append(
            {
                "id": structure_id(identity), "site_id": identity, "state": SiteState.APPROVED.value,
                "built_year_only": False, "owner": owner, "mast_height_m": place.height_m,
                "building_height_m": place.building_m,
                "support": "roof" if place.kind is BtsKind.ROOF else "ground",
            }
        )  # fmt: skip
    return site_rows, mast_rows


class _Names:
    """Names that each stand once in a drawing: what comes again is numbered ("bể 1", "bể 1 #2")."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, name: str) -> str:
        """Return a name that no other thing was given; "" stays as it is, for a thing without a name."""
        numbered = (f"{name} #{at}" for at in count(2))
        free = next(one for one in chain([name], numbered) if not one or one not in self._taken)
        self._taken.add(free)
        return free


def _short(place: BtsPlace, at: int) -> str:
    return " ".join(place.name.split()) or f"{at:02d}"


def _lines(geometry: Any) -> Iterable[Any]:
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "LineString"]


def _ducts(designed: DesignContent, built: DesignContent, within: float, epsg: int) -> BuiltKind:
    """Compare ducts by metres: what of one lies within reach of the other."""
    first, second = _metric(designed.ducts, epsg), _metric(built.ducts, epsg)
    around_first, around_second = (shapely.union_all(shapely.buffer(one, within)) for one in (first, second))
    lacking = [
        (duct.name, duct.geometry)
        for duct, line in zip(designed.ducts, first, strict=True)
        if _outside(line, around_second) > max(within, 0.1 * line.length)
    ]
    other = [
        (duct.name, duct.geometry)
        for duct, line in zip(built.ducts, second, strict=True)
        if _outside(line, around_first) > max(within, 0.1 * line.length)
    ]
    matched = sum(line.length - _outside(line, around_first) for line in second)
    return BuiltKind(
        "ducts", _WORDS["ducts"], float(shapely.length(first).sum()), float(shapely.length(second).sum()),
        float(matched), tuple(lacking), tuple(other),
    )  # fmt: skip


def _outside(line: Any, around: Any) -> float:
    return float(shapely.length(shapely.difference(line, around)))


def _spots(name: str, designed: DesignContent, built: DesignContent, within: float, epsg: int) -> BuiltKind:
    """Match points one to one, the nearest pairs first, as far apart as is still the same thing."""
    first: tuple[Spot | BtsPlace, ...] = getattr(designed, name)
    second: tuple[Spot | BtsPlace, ...] = getattr(built, name)
    one, other = (shapely.centroid(_metric(things, epsg)) for things in (first, second))
    pairs: list[tuple[float, int, int]] = []
    if len(first) and len(second):
        at_second, at_first = shapely.STRtree(one).query(other, predicate="dwithin", distance=within)
        far = shapely.distance(other[at_second], one[at_first])
        pairs = sorted(zip(far.tolist(), at_first.tolist(), at_second.tolist(), strict=True))
    taken_first: set[int] = set()
    taken_second: set[int] = set()
    for _distance, here, there in pairs:
        if here not in taken_first and there not in taken_second:
            taken_first.add(here)
            taken_second.add(there)
    return BuiltKind(
        name, _WORDS[name], len(first), len(second), len(taken_first),
        tuple((thing.name, thing.geometry) for at, thing in enumerate(first) if at not in taken_first),
        tuple((thing.name, thing.geometry) for at, thing in enumerate(second) if at not in taken_second),
    )  # fmt: skip


def _metric(things: Iterable[Any], epsg: int) -> Any:
    shapes = np.array([*(thing.geometry for thing in things), None], dtype=object)[:-1]
    return metric_of(shapes, epsg) if len(shapes) else shapes
