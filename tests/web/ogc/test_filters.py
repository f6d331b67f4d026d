"""OGC API Features Part 3 (19-079r2) and CQL2 (21-065r2): what may be asked, and what is chosen."""

import datetime as dt

import numpy as np
import pytest
import shapely
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.frames.columns import Dtype, FrameColumn
from registry.frames.features import Features
from tests.web.ogc.world import EPSG, LAT, LON, codes, read
from web.ogc import filters
from web.ogc.systems import CRS84, systems
from web.ogc.table import Table

MASTS = "/collections/masts/items"
SYSTEM = systems("24")[CRS84]
BOX = f"POLYGON(({LON - 0.001} {LAT - 0.001},{LON + 0.001} {LAT - 0.001},{LON + 0.001} {LAT + 0.01},{LON - 0.001} {LAT + 0.01},{LON - 0.001} {LAT - 0.001}))"  # noqa: E501  # one text
CHOSEN = {
    "mast_height_m = 45": ["VTL2"],
    "45 = mast_height_m": ["VTL2"],
    "mast_height_m <> 45": ["BGG00045", "VMS1", "VTL1"],
    "mast_height_m > 42 AND mast_height_m <= 60": ["VMS1", "VTL2"],
    "mast_height_m < 42": ["VTL1"],
    "mast_height_m >= 42.0": ["BGG00045", "VMS1", "VTL2"],
    "mast_height_m = 4.5e1": ["VTL2"],
    "mast_class = 'A2c' OR mast_class = 'A2a'": ["VMS1", "VTL1"],
    # AND binds closer than OR, also where it stands behind it
    "mast_class = 'A2c' OR mast_class = 'A2b' AND operator = 'VNPT'": ["BGG00045", "VMS1"],
    "mast_class = 'A2b' AND operator = 'VNPT' OR mast_class = 'A2c'": ["BGG00045", "VMS1"],
    "(mast_class = 'A2c' OR mast_class = 'A2b') AND operator = 'VNPT'": ["BGG00045"],
    "NOT (mast_class = 'A2c' OR mast_class = 'A2b')": ["VTL1"],
    "NOT mast_class = 'A2c' AND NOT mast_class = 'A2b'": ["VTL1"],
    "not not site_code = 'VTL1'": ["VTL1"],
    "site_code LIKE 'VT%'": ["VTL1", "VTL2"],
    "site_code LIKE 'V__1'": ["VMS1", "VTL1"],
    "site_code NOT LIKE 'V%'": ["BGG00045"],
    "site_code LIKE 'vt%'": [],
    "site_code IN ('VTL1', 'VMS1', 'x')": ["VMS1", "VTL1"],
    "mast_height_m NOT IN (30, 45)": ["BGG00045", "VMS1"],
    "mast_height_m BETWEEN 30 AND 42": ["BGG00045", "VTL1"],
    "mast_height_m NOT BETWEEN 30 AND 42": ["VMS1", "VTL2"],
    "built_on IS NULL": ["BGG00045", "VTL2"],
    "built_on IS NOT NULL": ["VMS1", "VTL1"],
    "built_on < DATE('2016-01-01')": ["VTL1"],
    "built_on >= '2016-01-01'": ["VMS1"],
    "built_on > TIMESTAMP('2016-01-01T00:00:00Z')": ["VMS1"],
    "NOT built_on < DATE('2016-01-01')": ["VMS1"],  # of what is not known nothing is said
    "built_on < DATE('2016-01-01') OR site_code = 'VTL2'": ["VTL1", "VTL2"],
    "built_on < DATE('2016-01-01') AND site_code = 'VTL2'": [],
    "NOT (built_on < DATE('2016-01-01') AND site_code = 'VTL1')": ["BGG00045", "VMS1", "VTL2"],
    "built_year_only = FALSE": ["BGG00045", "VMS1", "VTL1", "VTL2"],
    "TRUE": ["BGG00045", "VMS1", "VTL1", "VTL2"],
    "site_code = 'VTL1' AND FALSE": [],
    "carrier = 'VNPT'": ["BGG00045"],
    "\"operator\" = 'VNPT'": ["BGG00045"],
    "operator = carrier": ["BGG00045", "VMS1", "VTL1", "VTL2"],
    f"S_INTERSECTS(geometry, {BOX})": ["BGG00045", "VTL1"],
    f"s_intersects({BOX}, geometry)": ["BGG00045", "VTL1"],
    f"S_INTERSECTS(geometry, BBOX({LON - 0.001},{LAT - 0.001},{LON + 0.001},{LAT + 0.01}))": [
        "BGG00045",
        "VTL1",
    ],
    f"S_INTERSECTS(geometry, POINT({LON} {LAT}))": ["BGG00045"],
    f"S_INTERSECTS(geometry, MULTIPOINT(({LON} {LAT}),(1 2)))": ["BGG00045"],
    f"S_WITHIN(geometry, {BOX}) AND operator = 'VTL'": ["VTL1"],
    f"S_CONTAINS({BOX}, geometry)": ["BGG00045", "VTL1"],
    f"S_DISJOINT(geometry, {BOX})": ["VMS1", "VTL2"],
}
REFUSED = {
    "mast_height_m = ": "OGC-FILTER",
    "mast_height_m == 3": "OGC-FILTER",
    "": "OGC-FILTER",
    "mast_height_m = 'cao'": "OGC-FILTER-KIND",
    "site_code = 3": "OGC-FILTER-KIND",
    "site_code IN ('a', 3)": "OGC-FILTER-KIND",
    "mast_height_m LIKE '4%'": "OGC-FILTER-KIND",
    "built_on = 'mai'": "OGC-FILTER-KIND",
    "built_on = DATE('2016-13-01')": "OGC-FILTER",
    "built_year_only = 'x'": "OGC-FILTER-KIND",
    "mast_height_m = site_code": "OGC-FILTER-KIND",
    "khong_co = 3": "OGC-FILTER-PROPERTY",
    "data_mark = 'x'": "OGC-FILTER-PROPERTY",
    "S_INTERSECTS(site_code, POINT(1 2))": "OGC-FILTER-PROPERTY",
    "S_INTERSECTS(geometry, POLYGON((1 2,3 4)))": "OGC-FILTER-PLACE",
    "S_TOUCHES(geometry, POINT(1 2))": "OGC-FILTER",
    "T_AFTER(built_on, DATE('2016-01-01'))": "OGC-FILTER",
    "CASEI(site_code) = 'vtl1'": "OGC-FILTER",
    "mast_height_m + 1 = 3": "OGC-FILTER",
    "site_code = 'x'; DROP TABLE sites": "OGC-FILTER",
    "(" * 70 + "TRUE" + ")" * 70: "",
    "NOT " * 70 + "TRUE": "OGC-FILTER-DEEP",
    " OR ".join(["site_code = 'x'"] * 130): "OGC-FILTER-LONG",
}  # fmt: skip


def asked(client: FlaskClient, text: str, status: int = 200, **more: str) -> dict[str, object]:
    answer = client.get(f"/ogc{MASTS}", query_string={"filter": text, "filter-lang": "cql2-text", **more})
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    found: dict[str, object] = answer.get_json(force=True)
    return found


@pytest.mark.parametrize("text", list(CHOSEN))
def test_filter_chooses_what_the_standard_says(leader: FlaskClient, text: str) -> None:
    assert codes(asked(leader, text)) == CHOSEN[text]


@pytest.mark.parametrize("text", list(REFUSED))
def test_filter_what_cannot_be_judged_is_refused(leader: FlaskClient, text: str) -> None:
    if not REFUSED[text]:
        assert len(codes(asked(leader, text))) == 4  # brackets alone are no depth
    else:
        assert asked(leader, text, 400)["code"] == REFUSED[text]


def test_filter_crs_reads_a_shape_in_the_provinces_plane(leader: FlaskClient) -> None:
    plane = f"{EPSG}9214"
    area = systems("24")[plane].from_lon_lat(shapely.from_wkt(BOX))
    text = f"S_INTERSECTS(geometry, {area.wkt})"
    assert codes(asked(leader, text, **{"filter-crs": plane})) == ["BGG00045", "VTL1"]
    assert asked(leader, text, 400, **{"filter-crs": "x"})["code"] == "OGC-CRS"
    assert read(leader, f"{MASTS}?filter-crs={plane}", 400)["code"] == "OGC-WITHOUT"
    assert asked(leader, "TRUE", 400, **{"filter-lang": "cql-json"})["code"] == "OGC-FILTER-LANGUAGE"


def test_filter_stays_with_the_links_and_counts_with_everything_else(leader: FlaskClient) -> None:
    found = asked(leader, "mast_height_m > 40", limit="1", carrier="VMS")
    assert (found["numberMatched"], found["numberReturned"]) == (2, 1)
    (following,) = [link["href"] for link in found["links"] if link["rel"] == "next"]  # type: ignore[attr-defined]
    page = read(leader, following.removeprefix("http://localhost/ogc"))
    assert codes(found) + codes(page) == ["VMS1", "VTL2"]


def test_queryables_say_what_the_filter_takes(leader: FlaskClient) -> None:
    found = read(leader, "/collections/masts/queryables")
    assert found["$schema"]
    assert found["$id"] == "http://localhost/ogc/collections/masts/queryables"
    assert found["additionalProperties"] is False
    assert found["type"] == "object"
    properties = found["properties"]
    assert properties["mast_height_m"]["type"] == "number"
    assert properties["built_on"] == {"title": "Năm xây dựng", "type": "string", "format": "date"}
    assert "A2b" in properties["mast_class"]["enum"]
    assert properties["geometry"]["x-ogc-role"] == "primary-geometry"
    for name in properties.keys() - {"geometry"}:
        assert "numberMatched" in asked(leader, f'"{name}" IS NULL')
    schema = read(leader, "/collections/masts/schema")["properties"]
    assert properties.keys() - {"carrier"} <= schema.keys()


TEXTS = st.text(alphabet="ab%_\\", max_size=8)


@given(text=st.text(alphabet="ab%", max_size=8), pattern=TEXTS)
def test_like_is_what_a_plain_search_finds(text: str, pattern: str) -> None:
    def fits(text: str, marks: list[str]) -> bool:
        if not marks:
            return not text
        if marks[0] == "any":
            return any(fits(text[at:], marks[1:]) for at in range(len(text) + 1))
        return bool(text) and (marks[0] == "one" or marks[0] == text[0]) and fits(text[1:], marks[1:])

    marks, letters = [], iter(pattern)
    for letter in letters:
        if letter == "\\":
            marks.append(next(letters, "\\"))
        else:
            marks.append({"%": "any", "_": "one"}.get(letter, letter))
    assert filters.like(text, pattern) == fits(text, marks)


def test_like_takes_no_long_time_of_any_pattern() -> None:
    assert not filters.like("a" * 2000, "%a" * 500 + "b")


def table(numbers: list[float | None], days: list[dt.date | None]) -> Table:
    columns = (FrameColumn("n", Dtype.NUMBER, "", ""), FrameColumn("d", Dtype.DAY, "", ""))
    ever = np.full(len(numbers), "NaT", dtype="datetime64[D]")
    none = np.full(len(numbers), None, dtype=object)
    values = {"n": np.array(numbers, dtype=object), "d": np.array(days, dtype=object)}
    ids = np.array([str(at) for at in range(len(numbers))], dtype=object)
    return Table(Features(columns, values, none, ids, ever, ever))


NUMBERS = st.one_of(st.none(), st.integers(-3, 3).map(float))
COMPARED = st.tuples(st.sampled_from(("<", "<=", ">", ">=", "=", "<>")), st.integers(-3, 3))


def joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    both = st.tuples(inner, st.sampled_from(("AND", "OR")), inner)
    return st.one_of(
        inner.map(lambda one: f"NOT ({one})"), both.map(lambda one: f"({one[0]}) {one[1]} ({one[2]})")
    )


CONDITIONS = st.recursive(COMPARED.map(lambda one: f"n {one[0]} {one[1]}"), joined, max_leaves=6)


@given(numbers=st.lists(NUMBERS, min_size=1, max_size=6), text=CONDITIONS)
def test_conditions_are_judged_with_three_answers_as_sql_does(numbers: list[float | None], text: str) -> None:
    import sqlite3

    base = sqlite3.connect(":memory:")
    base.execute("create table t (at integer, n real)")
    base.executemany("insert into t values (?, ?)", enumerate(numbers))
    expected = [at for (at,) in base.execute(f"select at from t where {text} order by at")]
    base.close()
    made = table(numbers, [None] * len(numbers))
    found = filters.chosen(filters.parsed(text), made, {"n": "n"}, SYSTEM)
    assert np.flatnonzero(found).tolist() == expected


@given(text=st.text(max_size=60))
def test_any_text_is_a_filter_or_refused(text: str) -> None:
    try:
        found = filters.chosen(filters.parsed(text), table([1.0], [None]), {"n": "n"}, SYSTEM)
    except RefusalError as error:
        found = np.array([error.code.startswith("OGC-FILTER")])
        refused = True
    else:
        refused = False
    assert found.shape == (1,)
    assert found.all() or not refused
