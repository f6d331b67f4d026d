"""Real lists from four countries: every position is read, or the reason why not is true."""

import csv
import json
import math
from collections import Counter
from itertools import starmap
from typing import Any

import pytest
import python_calamine

from registry.geo.coordinates import PositionHints, Reading, read_pair, read_text
from registry.geo.distances import geodesic_m
from registry.model.positions import Confidence
from tests.real import SHARED

pytestmark = pytest.mark.real

REAL = SHARED / "data" / "real"
PROVINCE = PositionHints(105.8, 20.95, 107.1, 21.65, (9214, 9209))


def codes(reading: Reading) -> set[str]:
    return {problem.code for problem in reading.problems}


def sheet(name: str) -> list[list[Any]]:
    return python_calamine.load_workbook(str(REAL / "workbooks" / name)).get_sheet_by_index(0).to_python()


def point(reading: Reading) -> tuple[float, float]:
    assert reading.position.lon is not None
    assert reading.position.lat is not None
    return reading.position.lon, reading.position.lat


def test_anfr_decimal_and_dms_columns_agree() -> None:
    header, *rows = sheet("ANFR_MTP_Supports.xls")
    columns = [header.index(name) for name in ("Longitude", "Latitude", "Position")]
    assert len(rows) == 206
    for row in rows:
        lon, lat, position = (str(row[column]) for column in columns)
        decimal, dms = read_pair(lon, lat, PROVINCE), read_text(position, PROVINCE)
        assert point(dms) == pytest.approx(point(decimal), abs=5.01e-6)
        for reading in (decimal, dms):
            assert codes(reading) - {"COORD-COARSE"} == {"COORD-OUTSIDE"}
            assert reading.position.confidence in {Confidence.STATED, Confidence.COARSE}


def test_hydropower_texts_agree_with_their_geometry_but_for_three() -> None:
    features = json.loads((REAL / "vietnam" / "hydropower_vietnam_dms.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
    notations: Counter[str] = Counter()
    apart: dict[str, float] = {}
    for feature in features:
        properties = feature["properties"]
        reading = read_pair(str(properties["Long"]), str(properties["Lat"]))
        assert codes(reading) <= {"COORD-COARSE"}
        notations[reading.position.reading] += 1
        metres = float(geodesic_m(*point(reading), *feature["geometry"]["coordinates"][0][:2]))
        if metres > 250.0:
            apart[properties["Name"]] = metres
    assert notations == {"dms": 195, "decimal": 2}
    assert {name: round(metres, -1) for name, metres in apart.items()} == {
        "Sông Bung 4": 3350,
        "Sử Pán 2": 2390,
        "Nậm Lúc": 650,
    }


def test_bandung_strings_are_read_or_honestly_refused() -> None:
    text = (REAL / "towers" / "bandung_menara_detail.json").read_text(encoding="utf-8")
    found: Counter[str] = Counter()
    for feature in json.loads(text)["features"]:
        lon, lat = feature["geometry"]["coordinates"]
        reading = read_pair(lon, lat, PROVINCE)
        if (lon, lat) == ("0.000000", "0.000000"):
            assert codes(reading) == {"COORD-ZERO"}
            assert not reading.position.known
        elif "," in lon:
            assert codes(reading) == {"COORD-NO-POINT", "COORD-OUTSIDE"}
            assert reading.problems[0].proposed == "107.58096"
            assert reading.position.confidence is Confidence.PROPOSED
        else:
            assert point(reading) == (float(lon), float(lat))
            assert codes(reading) == {"COORD-OUTSIDE"}
            assert reading.position.confidence is Confidence.STATED
        found[reading.position.confidence.value] += 1
    assert found == {"stated": 753, "unreadable": 9, "proposed": 1}


def test_sijunjung_holds_both_in_one_cell() -> None:
    header, *rows = sheet("sijunjung_bts.xlsx")
    column = header.index("titik_koordinat")
    assert len(rows) == 122
    for row in rows:
        reading = read_text(row[column], PROVINCE)
        lat, lon = (float(part) for part in row[column].split(","))
        assert point(reading) == (lon, lat)
        assert codes(reading) - {"COORD-COARSE"} == {"COORD-OUTSIDE"}


def test_fcc_degrees_minutes_seconds_and_direction_from_eight_columns() -> None:
    with (REAL / "workbooks" / "fcc_fss_earth_stations_export.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        next(file)
        rows = list(csv.DictReader(file))
    assert len(rows) == 108
    for row in rows:
        parts = {
            name: [row[f"{name} {part}"] for part in ("Degrees", "Minutes", "Seconds", "Direction")]
            for name in ("Longitude", "Latitude")
        }
        reading = read_pair(" ".join(parts["Longitude"]), " ".join(parts["Latitude"]), PROVINCE)
        expected = [
            math.copysign(float(d) + float(m) / 60 + float(s) / 3600, -1 if half in "SW" else 1)
            for d, m, s, half in (parts["Longitude"], parts["Latitude"])
        ]
        assert point(reading) == pytest.approx(expected, abs=1e-9)
        assert codes(reading) - {"COORD-COARSE"} == {"COORD-OUTSIDE"}


def test_israeli_points_as_well_known_text() -> None:
    with (REAL / "towers" / "israel_cell_towers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    column = next(name for name, value in rows[0].items() if value.startswith("Point"))
    read = [read_text(row[column], PROVINCE) for row in rows]
    assert len(read) == 7781
    assert all(codes(reading) - {"COORD-COARSE"} == {"COORD-OUTSIDE"} for reading in read)
    assert all(34 < lon < 36.5 and 29 < lat < 34 for lon, lat in map(point, read))


def test_communes_of_the_province_are_read_without_a_word() -> None:
    path = REAL / "boundaries" / "bac_giang_communes_legacy_points.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {name.casefold(): name for name in rows[0]}
    lon = next(names[key] for key in names if key.endswith(("lon", "lng", "longitude")))
    lat = next(names[key] for key in names if key.endswith(("lat", "latitude")))
    read = list(starmap(read_pair, ((row[lon], row[lat], PROVINCE) for row in rows)))
    assert len(read) == 192
    outside = [reading for reading in read if "COORD-OUTSIDE" in codes(reading)]
    assert all(reading.position.confidence is not Confidence.PROPOSED for reading in read)
    assert len(outside) <= 2
