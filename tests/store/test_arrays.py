"""Columns as arrays: the values that plain queries give, from both backends."""

import datetime as dt

import numpy as np
import sqlalchemy as sa

from registry.store import arrays
from registry.store.arrays import arrays_of
from registry.store.database import Database
from registry.store.tables import site_aliases, sites, structures
from tests.store.rows import mast, site

NAMES = ("id", "permit", "mast_class", "robust", "built_on", "designed_operators")


def fill(database: Database) -> list[dict[str, object]]:
    rows = [
        mast(f"M{at:03d}", version=1, permit=f'{at}/GP "x"\\\u2028' if at % 3 else "",
             mast_class=("A2b", None)[at % 2], robust=(True, False, None)[at % 3],
             built_on=dt.date(1999, 12, 31) + dt.timedelta(days=at) if at % 4 else None,
             designed_operators=at if at % 5 else None, mast_height_m=at / 3 if at % 7 else None)
        for at in range(50)
    ]  # fmt: skip
    with database.write() as connection:
        connection.execute(
            sites.insert(), [site(f"M{at:03d}", version=1, position_raw=None) for at in range(50)]
        )
        connection.execute(structures.insert(), rows)
        connection.execute(structures.delete().where(structures.c.id == "mast-M007"))  # leaves a gap
    return [row for row in rows if row["id"] != "mast-M007"]


def test_the_values_are_those_of_the_rows(database: Database, monkeypatch: object) -> None:
    monkeypatch.setattr(arrays, "_PORTION", 8)  # type: ignore[attr-defined]
    rows = {str(row["id"]): row for row in fill(database)}
    with database.read() as connection:
        found = arrays_of(connection, structures, NAMES)
        heights = arrays_of(connection, structures, ("id", "mast_height_m"))
    assert sorted(found["id"]) == sorted(rows)
    for at, key in enumerate(found["id"]):
        row = rows[key]
        assert found["permit"][at] == row["permit"]
        assert found["mast_class"][at] == (row["mast_class"] or "")
        assert found["robust"][at] == {True: 1, False: 0, None: -1}[row["robust"]]  # type: ignore[index]
        assert found["built_on"][at].item() == row["built_on"]
        number = found["designed_operators"][at]
        assert number == row["designed_operators"] or (np.isnan(number) and not row["designed_operators"])
    for key, height in zip(heights["id"], heights["mast_height_m"], strict=True):  # to the last digit
        assert height == rows[key]["mast_height_m"] or (np.isnan(height) and not rows[key]["mast_height_m"])


def test_a_condition_chooses_and_an_empty_table_has_its_kinds(database: Database) -> None:
    fill(database)
    with database.read() as connection:
        chosen = arrays_of(connection, structures, ("id",), structures.c.mast_class == "A2b")
        nothing = arrays_of(connection, site_aliases, ("site_id", "former", "last_listed"), sa.true())
    assert len(chosen["id"]) == 25
    assert [nothing[name].dtype.kind for name in nothing] == ["O", "i", "M"]
    assert all(len(column) == 0 for column in nothing.values())
