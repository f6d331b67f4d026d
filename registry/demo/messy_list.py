"""Rows of the messy sample list: about one fault of real lists a row."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from registry.demo.masts import DemoMast, demo_masts
from registry.demo.places import METRIC_EPSG, Place, degrees, read_places
from registry.demo.proposals import Ground
from registry.geo.crs import to_metric, transformer

OTHER_MERIDIAN_EPSG = 9209  # VN-2000 / TM-3 105°30', the meridian of old Bắc Ninh
GEOGRAPHIC_EPSG = 4756  # VN-2000 in degrees


@dataclass(frozen=True, slots=True)
class MessyRow:
    """One row: its cells from "Tên trạm" on, whether it is hidden, and the fault that it shows."""

    cells: tuple[Any, ...]
    fault: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with a position in EPSG:4326."""

    place: Place
    lon: float
    lat: float


def messy_rows(day: dt.date) -> list[MessyRow]:
    """Return the rows of the messy list for ``day``."""
    spots = iter(_spots(day))
    standing = [m for m in demo_masts(day) if m.state == "in_service" and m.mast_class == "A2b"]
    known = [m for m in standing if m.operator == "VTL"]
    other = [m for m in standing if m.operator == "VNPT" and not m.shared_with]
    return [
        _row(1, next(spots), "Viettel", "decimal comma", _comma),
        _row(2, next(spots), "VNPT", "none", _numbers),
        _row(3, next(spots), "Viettel", "swapped axes", lambda s: (s.lat, s.lon)),
        _row(4, next(spots), "MobiFone", "VN-2000 metres, X is the northing", None, xy=METRIC_EPSG),
        _row(5, next(spots), "Vietnamobile", "VN-2000 metres, other meridian", None, xy=OTHER_MERIDIAN_EPSG),
        _registered(known[3], "datum shift left out", _vn2000_degrees, kind="nâng cấp"),
        _row(7, next(spots), "Vinaphone", "decimal point missing", _without_point),
        _row(8, next(spots), "Mobifone", "degrees, minutes, seconds with B and Đ", _dms_vietnamese),
        _row(9, next(spots), "VTL", "degrees, minutes, seconds typed loosely", _dms_loose),
        _row(10, next(spots), "Viettel", "nought for both", lambda _: (0, 0)),
        _row(11, next(spots), "VNM", "text that is no number", lambda _: ("chưa khảo sát", "chưa khảo sát")),
        _row(12, next(spots), "Viettel", "hidden row", _numbers, hidden=True),
        _row(13, next(spots), "VNPT", "old commune and district", _numbers, old_names=True),
        _row(14, next(spots), "MobiFone", "too few decimals", lambda s: (f"{s.lon:.2f}", f"{s.lat:.2f}")),
        _row(15, next(spots), "Viettel", "text that begins with =", _numbers, note="=1+1 (xem thư)"),
        _row(2, next(spots), "VNPT", "code used twice", _numbers),
        _row(17, next(spots), "Viettel", "numbers stored as text", _text),
        _row(18, next(spots), "Viettel", "height with its unit", _comma, height="42m"),
        _row(19, next(spots), "VNPT", "old class", _numbers, mast_class="loại 1"),
        _row(20, next(spots), "Mạng ảo ABC", "operator that is not known", _numbers),
        _registered(other[5], "none", _numbers_of, kind="dùng chung", operator="Viettel"),
        _near(other[9], "near another network's mast"),
        _row(23, next(spots), "MobiFone", "no position", lambda _: (None, None)),
        _row(24, Spot(read_places()[0], 105.8342, 21.0278), "Viettel", "outside the province", _numbers),
        _row(25, next(spots), "Viettel", "class that is not known", _numbers, mast_class="cột cao"),
    ]  # fmt: skip


def _spots(day: dt.date) -> list[Spot]:
    """Return spots in different communes that keep the distances, so that the faults decide."""
    found: list[Spot] = []
    seen: set[str] = set()
    for place, x, y in Ground.of(day).free_spots(town=False):
        if place.present_code in seen:
            continue
        seen.add(place.present_code)
        lon, lat = degrees(x, y)
        found.append(Spot(place, lon, lat))
    rest = [p for p in read_places() if p.present_code not in seen]
    for place in rest[::3]:
        lon, lat = degrees(place.x, place.y)
        found.append(Spot(place, lon, lat))
    return found


Write = Callable[[Spot], tuple[Any, Any]]


def _row(
    number: int,
    spot: Spot,
    operator: str,
    fault: str,
    write: Write | None,
    *,
    xy: int | None = None,
    hidden: bool = False,
    old_names: bool = False,
    note: str = "",
    mast_class: str = "A2b",
    height: Any = 42,
) -> MessyRow:
    lon, lat = write(spot) if write else (None, None)
    northing = easting = None
    if xy is not None:
        x, y = to_metric(np.array([spot.lon]), np.array([spot.lat]), xy)
        northing, easting = round(float(y[0]), 2), round(float(x[0]), 2)
    place = spot.place
    commune, district = (place.written, place.district) if old_names else (place.present, None)
    cells = (
        f"BGG0{9200 + number}", operator, "cột mới", lon, lat, northing, easting,
        f"Gần UBND {place.written}", commune, district, mast_class, height, None, 2, None,
        f"CV {300 + number}", f"VB {400 + number}: không có cột dùng chung được", note or None,
    )  # fmt: skip
    return MessyRow(cells, fault, hidden)


def _registered(
    mast: DemoMast, fault: str, write: Callable[[DemoMast], tuple[Any, Any]], *, kind: str, operator: str = ""
) -> MessyRow:
    """A row about a mast that the registry knows by its code."""
    lon, lat = write(mast)
    cells = (
        mast.code, operator or mast.operator, kind, lon, lat, None, None, mast.address, mast.place.present,
        None,
        mast.mast_class, mast.mast_height_m, mast.building_height_m, mast.designed_operators, None, None,
        None, None,
    )  # fmt: skip
    return MessyRow(cells, fault)


def _near(mast: DemoMast, fault: str) -> MessyRow:
    """A new mast about sixty metres from another network's."""
    spot = Spot(mast.place, round(mast.lon + 0.00045, 6), round(mast.lat + 0.0004, 6))
    return _row(22, spot, "Viettel", fault, _numbers)


def _numbers(spot: Spot) -> tuple[float, float]:
    return spot.lon, spot.lat


def _numbers_of(mast: DemoMast) -> tuple[float, float]:
    return mast.lon, mast.lat


def _text(spot: Spot) -> tuple[str, str]:
    return f" {spot.lon:.6f} ", f"\u00a0{spot.lat:.6f}"


def _comma(spot: Spot) -> tuple[str, str]:
    return f"{spot.lon:.6f}".replace(".", ","), f"{spot.lat:.6f}".replace(".", ",")


def _without_point(spot: Spot) -> tuple[int, int]:
    return int(f"{spot.lon:.6f}".replace(".", "")), int(f"{spot.lat:.6f}".replace(".", ""))


def _vn2000_degrees(mast: DemoMast) -> tuple[float, float]:
    """Degrees on the datum VN-2000, as a programme that leaves the shift out would write them."""
    lon, lat = transformer(4326, GEOGRAPHIC_EPSG).transform(mast.lon, mast.lat)
    return round(lon, 6), round(lat, 6)


def _dms(degrees: float) -> tuple[int, int, float]:
    whole, rest = divmod(degrees * 3600, 3600)
    return int(whole), int(rest // 60), round(rest % 60, 2)


def _dms_vietnamese(spot: Spot) -> tuple[str, str]:
    (d, m, s), (e, n, t) = _dms(spot.lon), _dms(spot.lat)
    return f"{d}°{m:02d}'{s:05.2f}\"Đ".replace(".", ","), f"{e}°{n:02d}'{t:05.2f}\"B".replace(".", ",")


def _dms_loose(spot: Spot) -> tuple[str, str]:
    (d, m, s), (e, n, t) = _dms(spot.lon), _dms(spot.lat)
    return f"{d}° {m}'{s}\"E", f"{e} {n} {t}"
