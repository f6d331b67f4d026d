"""A register for zones from sentences: the communes of the province, a few straight roads, a mast, a zone."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.geo.crs import to_metric, to_wgs84
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from registry.services.zones.import_zones import import_zones
from tests.services.offices import mast, office, write_geojson, write_list

EPSG = 9214
DAY = dt.date(2026, 1, 1)
LAT, WEST, EAST, MIDDLE = 21.28, 106.15, 106.25, 106.20


def metric(points: list[tuple[float, float]]) -> Any:
    """Return (longitude, latitude) points in metres."""
    lon, lat = np.array(points, dtype=float).T
    return np.column_stack(to_metric(lon, lat, EPSG))


def degrees(shape: Any) -> dict[str, Any]:
    """Return a metric shape as GeoJSON of EPSG:4326."""
    made = shapely.transform(shape, lambda p: np.column_stack(to_wgs84(p[:, 0], p[:, 1], EPSG)))
    found: dict[str, Any] = shapely.geometry.mapping(made)
    return found


def band(points: list[tuple[float, float]], width: float) -> dict[str, Any]:
    """Return a road's land about a line."""
    return degrees(shapely.LineString(metric(points)).buffer(width / 2, cap_style="flat"))


def zone_world(home: Path) -> Registry:
    """Make the register that ``tests/cases/zone_rows.toml`` describes."""
    registry = office(home)
    folder = home.parent
    roads = [
        ("Đường Hùng Vương", [(WEST, LAT), (EAST, LAT)], 20),
        ("Đường Lê Lợi", [(MIDDLE, LAT - 0.03), (MIDDLE, LAT + 0.03)], 12),
        ("QL.31", [(WEST, LAT + 0.01), (EAST, LAT + 0.01)], 16),
        ("Đường Vòng", [(106.17, LAT + 0.005), (106.175, LAT - 0.005), (106.19, LAT + 0.005)], 10),
        ("Đường Xa", [(106.30, 21.35), (106.32, 21.36)], 8),
    ]
    path = write_geojson(
        folder / "roads.geojson",
        [(band(line, width), {"name": name, "error_m": 5}) for name, line, width in roads],
    )
    given: dict[str, Any] = {"decision": "QĐ 1/2026", "valid_from": DAY, "yes": True, "who": "lan"}
    import_zones(registry, path, layer="road", **given)
    (x, y) = metric([(106.23, 21.30)])[0]
    temple = degrees(shapely.box(x - 250, y - 250, x + 250, y + 250))
    shrine = write_geojson(
        folder / "shrine.geojson", [(temple, {"name": "Khu di tích Đền Thờ", "error_m": 20})]
    )
    import_zones(registry, shrine, layer="heritage_1", **given)
    listed = write_list(folder / "masts.xlsx", [mast("BGG00001", "VTL", 106.20, 21.30)])
    import_sites(registry, listed, operator="VTL", yes=True, who="lan")
    return registry
