"""Many rows at once are the rows that SQLAlchemy writes and reads one by one, to the byte."""

import datetime as dt
import json
from typing import Any

import shapely
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from registry.store import driver_rows, images
from registry.store.database import Connection, Database
from registry.store.ledger import rows_by_key
from registry.store.table_parts import canonical_json
from registry.store.tables import Table, sites, structures, zones
from tests.store.rows import mast, site

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    PLAIN | st.text() | st.sampled_from(["\ud800", "\x00\x1f\x7f\u2028", 1e16, 9.999e15, 1e-4, 9e-5, 2**70]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_the_fast_way_of_canonical_json_is_the_plain_one_to_the_byte(value: Any) -> None:
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    assert canonical_json(value) == plain


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_has_the_digits_of_repr(value: float) -> None:
    assert canonical_json(value) == repr(value)


SQUARE = shapely.box(106.1, 21.1, 106.2, 21.2)
ZONES: list[dict[str, Any]] = [
    {"id": "z1", "layer": "urban_area",
     "name": "Đô thị “A”", "error_m": 1e-05, "valid_from": dt.date(2020, 1, 1),
     "height_unlimited": False, "geometry": SQUARE, "attributes": {"b": [1, 2.5e16], "a": None}},
    {"id": "z2", "layer": "urban_area", "valid_from": "2021-12-31", "valid_to": dt.date(2022, 1, 1),
     "error_m": 3, "height_unlimited": True, "geometry": shapely.Point(106.5, 21.5, 9.0),
     "allowed_classes": []},
    {"id": "z3", "layer": "planning", "valid_from": dt.date(1999, 1, 1), "error_m": -0.0,
     "height_unlimited": False, "geometry": shapely.MultiPolygon([SQUARE]), "max_height_m": 45.1234567890123},
]  # fmt: skip
MASTS = [
    mast("A", permit="12/GPXD", robust=True, built_on=dt.date(2011, 2, 3), designed_operators=2),
    mast("B", mast_class="A2b", robust=False, mast_height_m=0.1 + 0.2),
    mast("C", state="suspended"),
]
ROWS = (
    (zones, ZONES),
    (sites, [site("A"), site("B", position_raw={"lon": "106°"}), site("C", merged_into="site-A")]),
    (structures, MASTS),
)


def alone(connection: Connection, table: Table) -> dict[str, images.Image]:
    return {
        row["id"]: images.encode(table, dict(row)) for row in connection.execute(sa.select(table)).mappings()
    }


def test_rows_come_out_as_they_went_in_and_as_one_by_one(database: Database) -> None:
    with database.write() as connection:
        for table, rows in ROWS:
            made = [{**image, "version": 1} for image in images.encode_rows(table, rows)]
            assert made == [{**images.encode(table, row), "version": 1} for row in rows]
            driver_rows.insert(connection, table, made)
            expected = {image["id"]: image for image in made}
            assert alone(connection, table) == expected
            assert rows_by_key(connection, table, [*expected, "none"]) == expected
            written = [images.decode(table, image) for image in made]
            for row in written:
                found = connection.execute(sa.select(table).where(table.c.id == row["id"])).mappings().one()
                assert {name: found[name] for name in row if name != "geometry"} == {
                    name: value for name, value in row.items() if name != "geometry"
                }


def test_rows_are_changed_and_taken_away_by_their_keys(database: Database) -> None:
    with database.write() as connection:
        for table, rows in ROWS:
            made = [{**image, "version": 1} for image in images.encode_rows(table, rows)]
            driver_rows.insert(connection, table, made)
            other = [{**made[0], "id": made[1]["id"], "version": 2}, {**made[1], "id": made[2]["id"]}]
            driver_rows.update(connection, table, other)
            assert rows_by_key(connection, table, [image["id"] for image in made]) == {
                made[0]["id"]: made[0], **{image["id"]: image for image in other},
            }  # fmt: skip
        for table, rows in reversed(ROWS):
            driver_rows.delete(connection, table, [row["id"] for row in rows[1:]])
            assert list(alone(connection, table)) == [rows[0]["id"]]
