"""A small world built by hand for tests of checks: masts, zones, lists and plans around one origin.

Everything is placed relative to ``ORIGIN`` (EPSG:4326), in metres: ``east_m``/``north_m``, or
``distance_m``/``bearing_deg`` along the ellipsoid, so that a case can say "87.3 m to the north".
"""

import datetime as dt
import math
import tomllib
from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import Geod

from registry.checks.context import Context, Coverage, Masts, OpenProposals, Plans, Units, ZoneSet
from registry.geo.crs import to_metric
from registry.model.areas import AdminLevel, AdminUnit, Layer, OperatorList, Zone
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.positions import Confidence, Position
from registry.model.requests.proposals import Proposal, ProposalKind, SharingSeen
from registry.model.sites import MastClass, MastForm, OldMastClass, Operator, Support
from registry.settings import DATA

ORIGIN = (106.30, 21.35)
EPSG = 9214
GEOD = Geod(ellps="WGS84")


def place(spec: dict[str, Any]) -> tuple[float, float]:
    """Return (lon, lat) of a spec: lon/lat, or distance_m/bearing_deg, or east_m/north_m from ORIGIN."""
    if "lon" in spec:
        return spec["lon"], spec["lat"]
    if "distance_m" in spec:
        lon, lat, _ = GEOD.fwd(*ORIGIN, spec.get("bearing_deg", 0.0), spec["distance_m"])
        return lon, lat
    east, north = spec.get("east_m", 0.0), spec.get("north_m", 0.0)
    distance = math.hypot(east, north)
    lon, lat, _ = GEOD.fwd(*ORIGIN, math.degrees(math.atan2(east, north)), distance)
    return lon, lat


def operators() -> tuple[Operator, ...]:
    """Return the operators known from the start, in the order of the code table."""
    table = tomllib.loads((DATA / "codes" / "operators.toml").read_text(encoding="utf-8"))
    return tuple(
        Operator(code, item["name"], tuple(item["old_names"]), item["awaited"], item["colour"])
        for code, item in table.items()
    )


def proposal(**spec: Any) -> Proposal:
    """Build one proposal; keys as in ``place``, ``accuracy_m``, ``repaired``, ``unreadable``, else fields."""
    fields = dict(spec)
    if fields.pop("unreadable", False):
        position = Position(None, None, reading="unreadable", confidence=Confidence.UNREADABLE)
    else:
        lon, lat = place(fields)
        position = Position(
            lon,
            lat,
            accuracy_m=fields.pop("accuracy_m", 0.0),
            confidence=Confidence.PROPOSED if fields.pop("repaired", False) else Confidence.STATED,
        )
    for key in ("lon", "lat", "east_m", "north_m", "distance_m", "bearing_deg"):
        fields.pop(key, None)
    for key, kind in (
        ("kind", ProposalKind),
        ("mast_class", MastClass),
        ("old_class", OldMastClass),
        ("form", MastForm),
        ("support", Support),
    ):
        if key in fields:
            fields[key] = kind(fields[key])
    if "shared_with" in fields:
        fields["shared_with"] = tuple(fields["shared_with"])
    fields["sharing"] = tuple(SharingSeen(**item) for item in fields.get("sharing", []))
    fields.setdefault("sheet", "DS")
    fields.setdefault("row", 2)
    fields.setdefault("operator", "VTL")
    return Proposal(position=position, **fields)


def masts(specs: list[dict[str, Any]], known: tuple[Operator, ...]) -> Masts:
    """Build masts; keys: code, operators, state ("approved": approved_only), small, heights, owner, what it
    can bear (``designed_operators``, ``load_used_pct``, ``robust``), and in_question with the codes of the
    masts that it may be (``twins``)."""
    bits = {operator.code: index for index, operator in enumerate(known)}
    places = [place(spec) for spec in specs]
    lon = np.array([p[0] for p in places], dtype=float)
    lat = np.array([p[1] for p in places], dtype=float)
    x, y = to_metric(lon, lat, EPSG) if specs else (np.empty(0), np.empty(0))
    codes = [spec.get("code", f"BGG{index:05d}") for index, spec in enumerate(specs)]
    nan = float("nan")
    return Masts(
        codes=np.array(codes, dtype=object),
        lon=lon,
        lat=lat,
        x=x,
        y=y,
        accuracy_m=np.array([spec.get("accuracy_m", 0.0) for spec in specs], dtype=float),
        networks=np.array(
            [sum(1 << bits[code] for code in spec.get("operators", ["VNPT"])) for spec in specs],
            dtype=np.int64,
        ),
        approved_only=np.array([spec.get("state") == "approved" for spec in specs], dtype=bool),
        small=np.array([spec.get("small", False) for spec in specs], dtype=bool),
        in_question=np.array([spec.get("in_question", False) for spec in specs], dtype=bool),
        top_agl_m=np.array([spec.get("top_agl_m", nan) for spec in specs], dtype=float),
        mast_height_m=np.array([spec.get("mast_height_m", nan) for spec in specs], dtype=float),
        designed_operators=np.array([spec.get("designed_operators", nan) for spec in specs], dtype=float),
        load_used_pct=np.array([spec.get("load_used_pct", nan) for spec in specs], dtype=float),
        robust=np.array([spec.get("robust", False) for spec in specs], dtype=bool),
        mast_classes=np.array([spec.get("mast_class", "") for spec in specs], dtype=object),
        owners=np.array([spec.get("owner", "") for spec in specs], dtype=object),
        twins={
            index: tuple(codes.index(code) for code in spec["twins"])
            for index, spec in enumerate(specs)
            if spec.get("twins")
        },
        aliases={
            alias: index
            for index, spec in enumerate(specs)
            for alias in [codes[index], *spec.get("aliases", [])]
        },
    )


def square(spec: dict[str, Any]) -> Any:
    """Return an EPSG:4326 square of ``half_m`` metres around the spec's place (default 500 m)."""
    lon, lat = place(spec)
    x, y = to_metric(np.array([lon]), np.array([lat]), EPSG)
    half = spec.get("half_m", 500.0)
    from registry.geo.crs import to_wgs84

    corners_x = np.array([x[0] - half, x[0] + half, x[0] + half, x[0] - half])
    corners_y = np.array([y[0] - half, y[0] - half, y[0] + half, y[0] + half])
    lons, lats = to_wgs84(corners_x, corners_y, EPSG)
    return shapely.Polygon(np.column_stack([lons, lats]))


def metric(geometry: Any) -> Any:
    """Transform one EPSG:4326 geometry to the metric CRS."""
    return shapely.transform(geometry, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], EPSG)))


def zones(specs: list[dict[str, Any]], covered: dict[str, Any]) -> dict[Layer, ZoneSet]:
    """Build zone sets; each spec: layer, place, half_m, allowed_classes, max_height_m, error_m, attributes.

    ``covered``: layer -> "everywhere", or a square's spec.
    """
    found: dict[Layer, ZoneSet] = {}
    for layer in Layer:
        of_layer = [spec for spec in specs if spec["layer"] == layer.value]
        cover = covered.get(layer.value)
        if not of_layer and cover is None:
            continue
        built = []
        for index, spec in enumerate(of_layer):
            allowed, limit = spec.get("allowed_classes"), spec.get("max_height_m")
            built.append(
                Zone(
                    id=f"{layer.value}-{index}",
                    layer=layer,
                    name=spec.get("name", f"Vùng {index + 1}"),
                    decision=spec.get("decision", "QĐ 01/2026/QĐ-UBND"),
                    article=spec.get("article", "Điều 1"),
                    valid_from=dt.date(2020, 1, 1),
                    valid_to=None,
                    geometry=square(spec),
                    allowed_classes=None if allowed is None else frozenset(allowed),
                    max_height_m=math.inf if limit == "none" else limit,
                    error_m=spec.get("error_m", 0.0),
                    attributes=spec.get("attributes"),
                )
            )
        geometries = np.empty(len(built), dtype=object)
        for index, zone in enumerate(built):
            geometries[index] = metric(zone.geometry)
        if cover is None:
            coverage = Coverage()
        elif cover == "everywhere":
            coverage = Coverage(everywhere=True)
        else:
            coverage = Coverage(area=metric(square(cover)))
        found[layer] = ZoneSet(tuple(built), geometries, coverage)
    return found


def units(spec: dict[str, Any]) -> Units:
    """One commune ``Tân Dĩnh`` (20 km square) that is the territory too; ``Thái Đào`` is a former one in it.

    Keys: ``none``, ``half_m``, ``error_m``, ``territory_name``, ``former_urban`` (places), ``communes``
    (further ones, each name, kind, place, half_m, error_m, ``undrawn``) and ``legacy`` (further former ones:
    name, kind, district and ``now``, the names of the communes that succeeded it).
    """
    if spec.get("none"):
        return Units()
    boundary = square({"half_m": spec.get("half_m", 20_000.0)})
    first_day, last_day = dt.date(2025, 7, 1), dt.date(2025, 6, 30)
    communes = [
        AdminUnit(
            id="07444-2025", code="07444", level=AdminLevel.COMMUNE, name="Tân Dĩnh", kind="Xã", parent="24",
            valid_from=first_day, valid_to=None, predecessors=("07447",), boundary=boundary,
            boundary_error_m=spec.get("error_m", 0.0),
        )
    ]  # fmt: skip
    for index, item in enumerate(spec.get("communes", [])):
        communes.append(
            AdminUnit(
                id=f"0800{index}-2025", code=f"0800{index}", level=AdminLevel.COMMUNE, name=item["name"],
                kind=item.get("kind", "Xã"), parent="24", valid_from=first_day, valid_to=None,
                boundary=None if item.get("undrawn") else square(item),
                boundary_error_m=item.get("error_m", 0.0),
            )
        )  # fmt: skip
    ids = {unit.name: unit.id for unit in communes}
    districts = {"Lạng Giang": "217"}
    for item in spec.get("legacy", []):
        districts.setdefault(item.get("district", "Lạng Giang"), f"9{len(districts):02d}")
    former = [
        AdminUnit(
            id="07447-1999", code="07447", level=AdminLevel.COMMUNE, name="Thái Đào", kind="Xã", parent="217",
            valid_from=None, valid_to=last_day,
        )
    ]  # fmt: skip
    current_of = {"07447-1999": (communes[0].id,)}
    for index, item in enumerate(spec.get("legacy", [])):
        unit = AdminUnit(
            id=f"0700{index}-1999", code=f"0700{index}", level=AdminLevel.COMMUNE, name=item["name"],
            kind=item.get("kind", "Xã"), parent=districts[item.get("district", "Lạng Giang")],
            valid_from=None, valid_to=last_day,
        )  # fmt: skip
        former.append(unit)
        current_of[unit.id] = tuple(ids[name] for name in item.get("now", ["Tân Dĩnh"]))
    geometries = np.empty(len(communes), dtype=object)
    for index, unit in enumerate(communes):
        geometries[index] = None if unit.boundary is None else metric(unit.boundary)
    former_urban = np.empty(len(spec.get("former_urban", [])), dtype=object)
    for index, item in enumerate(spec.get("former_urban", [])):
        former_urban[index] = metric(square(item))
    return Units(
        communes=tuple(communes),
        geometries=geometries,
        territory=geometries[0],
        error_m=spec.get("error_m", 0.0),
        territory_name=spec.get("territory_name", "tỉnh Bắc Ninh"),
        legacy=tuple(former),
        current_of=current_of,
        former_urban=former_urban,
        former_urban_error_m=spec.get("former_urban_error_m", 500.0),
        districts=tuple(
            AdminUnit(f"{code}-1999", code, AdminLevel.DISTRICT, name, "Huyện", "24", None, last_day)
            for name, code in districts.items()
        ),
    )


def plans(spec: dict[str, Any]) -> Plans:
    """Plans; keys: versions {operator: {decision, valid_from}}, announced [..], positions [..]."""
    versions = {
        operator: PlanVersion(
            f"{operator}-1",
            operator,
            item.get("decision", "QĐ 10/2026"),
            item.get("valid_from", dt.date(2026, 1, 1)),
        )
        for operator, item in spec.get("versions", {}).items()
    }
    positions, xs, ys = [], [], []
    for index, item in enumerate(spec.get("positions", [])):
        operator = item.get("operator", "VTL")
        placed = not item.get("unplaced", False)
        lon, lat = place(item) if placed else (None, None)
        positions.append(
            PlannedPosition(
                f"p{index}",
                f"{operator}-1",
                operator,
                item.get("code", f"QH{index}"),
                lon,
                lat,
                item.get("accuracy_m", 0.0),
                item.get("commune_code", ""),
                item.get("commune", ""),
                item.get("address", ""),
                item.get("mast_class", ""),
                item.get("max_height_m"),
            )
        )
        x, y = to_metric(np.array([lon]), np.array([lat]), EPSG) if placed else ([math.nan], [math.nan])
        xs.append(float(x[0]))
        ys.append(float(y[0]))
    return Plans(
        versions=versions,
        announced=frozenset(spec.get("announced", versions)),
        positions=tuple(positions),
        x=np.array(xs, dtype=float),
        y=np.array(ys, dtype=float),
        by_code={(item.operator, item.code): index for index, item in enumerate(positions) if item.code},
    )


def open_proposals(specs: list[dict[str, Any]], known: tuple[Operator, ...]) -> OpenProposals:
    """Build the open proposals of other requests; keys: place, code, label, operators, accuracy_m."""
    bits = {operator.code: index for index, operator in enumerate(known)}
    places = [place(spec) for spec in specs]
    return OpenProposals(
        codes=np.array([spec.get("code", "") for spec in specs], dtype=object),
        labels=np.array(
            [spec.get("label", f"HS{index}:2") for index, spec in enumerate(specs)], dtype=object
        ),
        lon=np.array([p[0] for p in places], dtype=float),
        lat=np.array([p[1] for p in places], dtype=float),
        accuracy_m=np.array([spec.get("accuracy_m", 0.0) for spec in specs], dtype=float),
        networks=np.array(
            [sum(1 << bits[code] for code in spec.get("operators", ["VNPT"])) for spec in specs],
            dtype=np.int64,
        ),
    )


class FlatTerrain(NamedTuple):
    """A terrain of one elevation everywhere, with one error (metres)."""

    elevation_m: float
    error_m: float
    source: str = "DEM của cơ quan"

    def grounds(self, lon: Any, lat: Any, accuracy_m: Any) -> tuple[Any, Any]:  # noqa: ARG002 - the same everywhere
        return np.full(len(lon), self.elevation_m), np.full(len(lon), self.error_m)


def world(spec: dict[str, Any] | None = None, as_of: dt.date = dt.date(2026, 11, 24)) -> Context:
    """Build a context. Keys: masts, zones, coverage, lists, plans, units, open_proposals, office_numbers,
    terrain (elevation_m, error_m).

    ``lists`` maps an operator to its complete list's date; without the key, every awaited operator's
    list is complete and thirty days old. Without ``coverage``, no layer proves anything by absence.
    """
    spec = spec or {}
    known = operators()
    lists = spec.get("lists")
    if lists is None:
        lists = {operator.code: as_of - dt.timedelta(days=30) for operator in known if operator.awaited}
    return Context(
        as_of=as_of,
        province="24",
        metric_epsg=EPSG,
        operators=known,
        masts=masts(spec.get("masts", []), known),
        zones=zones(spec.get("zones", []), spec.get("coverage", {})),
        lists={code: OperatorList(code, day, complete=True) for code, day in lists.items()},
        units=units(spec.get("units", {})),
        plans=plans(spec.get("plans", {})),
        open_proposals=open_proposals(spec.get("open_proposals", []), known),
        office_numbers=spec.get("office_numbers", {}),
        terrain=FlatTerrain(**spec["terrain"]) if "terrain" in spec else None,
    )
