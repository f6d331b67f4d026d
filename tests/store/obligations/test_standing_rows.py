"""What stands, read as columns: the same as asked row by row, over random worlds, on both backends."""

import datetime as dt
import random
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa

from registry.model.standing import Fact
from registry.model.vietnam_time import today
from registry.store.database import Connection, Database
from registry.store.field.tables import inspections, mast_safety
from registry.store.obligations.standing_rows import load_facts, load_inspected, load_standing
from registry.store.obligations.tables import mast_facts
from registry.store.office.operators import known_operators
from registry.store.register.sites import load_masts
from registry.store.tables import operators, site_aliases, sites, stations, structures
from tests.store.rows import site

STANDS = ("in_service", "suspended", "under_construction")
OWNERS = ("VTL", "VNPT", "VNM")


def fill(connection: Connection, rng: random.Random) -> None:
    """Write sites, masts, stations and aliases: merged, former, listed by others, by nobody, twice."""
    day = dt.date(2026, 1, 1)
    codes = [f"S{at}" for at in range(25)]
    places = [
        {**site(name, rng.uniform(106, 107), rng.uniform(21, 22), version=1),
         "code": rng.choice((name, "S0")), "commune_code": rng.choice(("", "07210")),
         "merged_into": "site-S0" if name != "S0" and rng.random() < 0.1 else None}
        for name in codes
    ]  # fmt: skip
    masts, carried, names = [], [], []
    for place in places:
        for number in range(rng.choice((0, 1, 1, 1, 2))):
            key = f"m{number}-{place['id']}"
            masts.append({
                "id": key, "version": 1, "site_id": place["id"], "built_year_only": rng.random() < 0.3,
                "state": rng.choice((*STANDS, *STANDS, "dismantled", "approved")),
                "permit": rng.choice(("", "không", "12/GPXD")), "robust": rng.choice((None, True, False)),
                "building_height_m": rng.choice((None, rng.uniform(3, 40))),
                "mast_height_m": rng.choice((None, rng.uniform(3, 40))),
                "mast_class": rng.choice((None, "A1a", "A2b")), "owner": rng.choice(("", "VTL")),
                "built_on": rng.choice((None, day - dt.timedelta(days=rng.randrange(5000)))),
                "designed_operators": rng.choice((None, 1, 2)),
            })  # fmt: skip
            for owner in rng.sample(OWNERS, rng.randrange(3)):
                for technology in rng.sample(("", "4G", "5G"), rng.randrange(3)):
                    carried.append({
                        "id": f"{key}{owner}{technology}", "version": 1, "structure_id": key,
                        "operator": owner, "technology": technology,
                        "emf_certificate": rng.choice(("", "KĐ-1")),
                        "emf_expires_on": rng.choice((None, day + dt.timedelta(days=rng.randrange(900)))),
                    })  # fmt: skip
        for owner in rng.sample(("", *OWNERS), rng.randrange(4)):
            for code in rng.sample((place["code"], "X1", "X2"), rng.randrange(1, 3)):
                names.append({
                    "id": f"{place['id']}{owner}{code}", "version": 1, "site_id": place["id"],
                    "operator": owner, "code": code, "former": rng.random() < 0.4,
                    "last_listed": rng.choice((None, day - dt.timedelta(days=rng.randrange(300)))),
                })  # fmt: skip
    known = [{"version": 1, **row} for row in known_operators()]
    for table, rows in (
        (operators, known), (sites, places), (structures, masts), (stations, carried), (site_aliases, names),
    ):  # fmt: skip
        for row in rows:
            connection.execute(table.insert(), row)
    for row in masts:
        if rng.random() < 0.5:
            fact = {
                "id": f"f-{row['id']}",
                "version": 1,
                "structure": row["id"],
                "fact": rng.choice(list(Fact)).value,
            }
            connection.execute(mast_facts.insert(), {**fact, "value": rng.choice(("yes", "no", ""))})


def one_by_one(connection: Connection) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return masts and stations by asking for each what the columns say of it."""
    place = {
        row["id"]: row
        for row in connection.execute(sa.select(sites).where(sites.c.merged_into.is_(None))).mappings()
    }
    aliases = sorted(
        (dict(row) for row in connection.execute(sa.select(site_aliases)).mappings() if row["operator"]),
        key=lambda row: (row["former"], row["operator"], row["code"]),
    )
    carried = [dict(row) for row in connection.execute(sa.select(stations)).mappings()]

    def newest(site_id: str, operator: str) -> Any:
        days = [
            row["last_listed"] for row in aliases if (row["site_id"], row["operator"]) == (site_id, operator)
        ]
        return max((day for day in days if day is not None), default=None)

    masts = []
    standing = [
        dict(row)
        for row in connection.execute(sa.select(structures)).mappings()
        if row["state"] in STANDS and row["site_id"] in place
    ]
    for row in sorted(standing, key=lambda row: (place[row["site_id"]]["code"], row["id"])):
        here = place[row["site_id"]]
        own = [item for item in aliases if item["site_id"] == here["id"] and item["code"] == here["code"]]
        other = [item for item in aliases if item["site_id"] == here["id"]]
        leading = (own or other or [{"operator": ""}])[0]["operator"]
        masts.append({
            "structure_ids": row["id"], "site_ids": here["id"], "codes": here["code"], "operators": leading,
            "owners": row["owner"], "communes": here["commune_code"], "lon": here["lon"], "lat": here["lat"],
            "accuracy_m": here["accuracy_m"], "mast_classes": row["mast_class"] or "",
            "old_classes": row["old_class"] or "", "forms": row["form"] or "",
            "supports": row["support"] or "",
            "mast_height_m": row["mast_height_m"], "building_height_m": row["building_height_m"],
            "states": row["state"], "built_on": row["built_on"], "built_year_only": row["built_year_only"],
            "permits": row["permit"], "designed_operators": row["designed_operators"],
            "robust": -1 if row["robust"] is None else int(row["robust"]),
            "networks": len({item["operator"] for item in carried if item["structure_id"] == row["id"]}),
            "listed_on": newest(here["id"], leading),
        })  # fmt: skip
    order = {row["structure_ids"]: at for at, row in enumerate(masts)}
    return masts, [
        {"mast": order[row["structure_id"]], "operators": row["operator"], "technologies": row["technology"],
         "certificates": row["emf_certificate"], "expires_on": row["emf_expires_on"],
         "listed_on": newest(masts[order[row["structure_id"]]]["site_ids"], row["operator"])}
        for row in carried if row["structure_id"] in order
    ]  # fmt: skip


def plain(columns: Any) -> list[dict[str, Any]]:
    """Return the rows of columns; what is not stated is None in numbers and days."""
    names = [item.name for item in fields(columns)]
    values = [getattr(columns, name).tolist() for name in names]
    return [
        {name: None if value != value else value for name, value in zip(names, row, strict=True)}  # noqa: PLR0124 - nan
        for row in zip(*values, strict=True)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_columns_say_what_the_rows_say(database: Database, seed: int) -> None:
    with database.write() as connection:
        fill(connection, random.Random(seed))
    with database.read() as connection:
        masts, carried = load_standing(connection, load_masts(connection), today())
        expected, expected_stations = one_by_one(connection)
        facts = load_facts(connection, masts.structure_ids)
        stated = {
            (r.structure, r.fact): r.value for r in connection.execute(sa.select(mast_facts)) if r.value
        }
    assert len(expected) > 5
    assert plain(masts) == expected
    key = lambda row: (row["mast"], row["operators"], row["technologies"])  # noqa: E731 - used twice
    assert sorted(plain(carried), key=key) == sorted(expected_stations, key=key)
    said = {
        (masts.structure_ids[row], fact.value): ("no", "yes")[values[row]]
        for fact, values in facts.items() for row in np.flatnonzero(values >= 0)
    }  # fmt: skip
    assert said == {key: value for key, value in stated.items() if key[0] in set(masts.structure_ids)}


def test_a_mast_that_is_gone_since_is_left_out(database: Database) -> None:
    with database.write() as connection:
        fill(connection, random.Random(7))
        rows = load_masts(connection)
        gone = next(
            key for key, state in zip(rows.structure_ids, rows.states, strict=True) if state in STANDS
        )
        connection.execute(stations.delete().where(stations.c.structure_id == gone))
        connection.execute(mast_facts.delete().where(mast_facts.c.structure == gone))
        connection.execute(structures.delete().where(structures.c.id == gone))
        masts, carried = load_standing(connection, rows, today())
        expected, _ = one_by_one(connection)
    assert plain(masts) == expected
    assert carried.mast.max() < len(masts)


def test_the_last_look_is_the_latest_of_all_kinds(database: Database) -> None:
    day = dt.date(2025, 3, 1)
    with database.write() as connection:
        fill(connection, random.Random(1))
        keys = list(connection.execute(sa.select(structures.c.id).order_by(structures.c.id)).scalars())[:3]
        connection.execute(
            mast_safety.insert(),
            [{"structure": keys[0], "version": 1, "inspected_on": day, "inspection_result": "failed"},
             {"structure": keys[1], "version": 1, "inspected_on": None, "inspection_result": ""}],
        )  # fmt: skip
        later = {"id": "i1", "version": 1, "structure": keys[0], "finished_at": "2025-03-09T18:00:00Z"}
        connection.execute(inspections.insert(), later)  # the tenth in Vietnam
        names = np.array([*keys, "nobody"], dtype=object)
        inspected, results, looked = load_inspected(connection, names)
    assert inspected.tolist() == [day, None, None, None]
    assert results.tolist() == ["failed", "", "", ""]
    assert looked.tolist() == [day + dt.timedelta(days=9), None, None, None]
