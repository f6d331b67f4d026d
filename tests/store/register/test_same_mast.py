"""Two records of one mast become one, or stay two, and an undo parts them again."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.store import batches, ledger
from registry.store.database import Database
from registry.store.office.operators import known_operators
from registry.store.register.same_mast import (
    apart_changes,
    asked_pairs,
    load_questions,
    merge_changes,
    question_row,
)
from registry.store.register.sites import alias_row, codes_of, load_masts
from registry.store.tables import stations
from registry.store.verification import verify
from tests.store.rows import created, mast, site, station

DAY = dt.date(2026, 11, 24)


@pytest.fixture
def asked(database: Database) -> Database:
    """Viettel's site A and VNPT's site B, 14 m apart, and the question about them."""
    changes = [
        *created("operators", *known_operators(), key="code"),
        *created("sites", site("A"), site("B")),
        *created("structures", mast("A"), mast("B")),
        *created("stations", station("A", "VTL"), station("B", "VNPT")),
        *created("site_aliases", alias_row("site-A", "VTL", "A"), alias_row("site-B", "VNPT", "B"),
                 alias_row("site-B", "VTL", "A")),
        *created("same_mast", question_row("site-B", "site-A", "near", distance_m=14, evidence={"code": 3})),
    ]  # fmt: skip
    with database.write() as connection:
        ledger.record(connection, changes, who="a", batch="B0")
    return database


def question(database: Database) -> str:
    with database.read() as connection:
        (found,) = load_questions(connection, "open")
        assert asked_pairs(connection) == {("site-A", "site-B")}
    return found.id


def decide(database: Database, maker: object, **options: object) -> str:
    asked_about = question(database)
    with database.write() as connection:
        batch = batches.open_batch(connection, kind="same_mast", who="lan").id
        changes = maker(connection, asked_about, who="lan", day=DAY, evidence="đã đến xem", **options)  # type: ignore[operator]
        ledger.record(connection, changes, who="lan", batch=batch)
    return batch


def test_merged_sites_are_one_mast_with_both_networks_and_all_codes(asked: Database) -> None:
    batch = decide(asked, merge_changes, keep="site-A")
    with asked.read() as connection:
        masts = load_masts(connection)
        assert list(masts.codes) == ["A"]
        assert bin(masts.networks[0]).count("1") == 2
        assert masts.alias_of == {("VTL", "A"): 0, ("VNPT", "B"): 0}
        assert codes_of(connection)["VNPT", "B"] == "site-A"
        (found,) = load_questions(connection)
        assert (found.state, found.decided_by, found.decided_on) == ("merged", "lan", DAY)
        assert found.evidence == {"code": 3, "decision": "đã đến xem"}
        assert not masts.in_question.any()
    with asked.write() as connection:
        batches.undo(connection, batch, who="lan")
        masts = load_masts(connection)
        assert list(masts.codes) == ["A", "B"]
        assert [bin(mask).count("1") for mask in masts.networks] == [1, 1]
        assert masts.in_question.all()
        assert verify(connection).sound


def test_a_station_that_both_lists_name_is_one_afterwards_and_an_undo_parts_it_again(asked: Database) -> None:
    """Viettel's list names MobiFone as sharing, MobiFone's own its technology; and so on."""
    more = [
        station("A", "VMS"), station("B", "VMS", technology="4G"),
        station("A", "VNM", technology="4G"), station("B", "VNM"),
        station("A", "GTEL", technology="2G"), station("B", "GTEL", technology="2G"),
        station("A", "VNPT"), station("B", "VTL", technology="5G", emf_certificate="12/KĐ"),
    ]  # fmt: skip
    with asked.write() as connection:
        ledger.record(connection, created("stations", *more), who="a", batch="more")
        before = _stations(connection)
    batch = decide(asked, merge_changes, keep="site-A")
    with asked.read() as connection:
        after = _stations(connection)
        assert sorted(after) == [
            ("mast-A", "GTEL", "2G"), ("mast-A", "VMS", "4G"), ("mast-A", "VNM", "4G"),
            ("mast-A", "VNPT", ""), ("mast-A", "VTL", "5G"),
        ]  # fmt: skip
    with asked.write() as connection:
        batches.undo(connection, batch, who="lan")
        assert _stations(connection) == before
        assert verify(connection).sound


def _stations(connection: Connection) -> list[tuple[str, str, str]]:
    columns = (stations.c.structure_id, stations.c.operator, stations.c.technology)
    rows = connection.execute(sa.select(*columns).order_by(*columns))
    return [(row.structure_id, row.operator, row.technology) for row in rows]


def test_a_station_that_holds_a_fact_of_its_own_stays(asked: Database) -> None:
    more = [station("A", "VMS", emf_certificate="12/KĐ"), station("B", "VMS", technology="4G")]
    with asked.write() as connection:
        ledger.record(connection, created("stations", *more), who="a", batch="more")
    decide(asked, merge_changes, keep="site-A")
    with asked.read() as connection:
        found = [row for row in _stations(connection) if row[1] == "VMS"]
    assert found == [("mast-A", "VMS", ""), ("mast-A", "VMS", "4G")]


def test_sites_kept_apart_are_no_longer_in_question(asked: Database) -> None:
    decide(asked, apart_changes)
    with asked.read() as connection:
        masts = load_masts(connection)
        assert list(masts.codes) == ["A", "B"]
        assert not masts.in_question.any()
        assert [found.state for found in load_questions(connection)] == ["apart"]
        assert load_questions(connection, "open") == []


def test_a_site_without_a_structure_takes_over_the_others(database: Database) -> None:
    with database.write() as connection:
        ledger.record(
            connection,
            [*created("sites", site("A"), site("B")), *created("structures", mast("B")),
             *created("same_mast", question_row("site-A", "site-B", "near"))],
            who="a", batch="B0",
        )  # fmt: skip
    decide(database, merge_changes, keep="site-A")
    with database.read() as connection:
        masts = load_masts(connection)
        assert codes_of(connection)["", "B"] == "site-A"
    assert (list(masts.codes), list(masts.structure_ids)) == (["A"], ["mast-B"])
    assert masts.aliases == {"A": 0, "B": 0}


def test_a_question_is_decided_once_and_about_its_own_pair(asked: Database) -> None:
    open_question = question(asked)
    with asked.read() as connection:
        with pytest.raises(RefusalError, match="SAME-MAST-NOT-OF-PAIR"):
            merge_changes(connection, open_question, keep="site-X", who="lan", day=DAY)
        with pytest.raises(RefusalError, match="SAME-MAST-UNKNOWN"):
            apart_changes(connection, "x", who="lan", day=DAY)
    decide(asked, apart_changes)
    with asked.read() as connection, pytest.raises(RefusalError, match="SAME-MAST-DECIDED"):
        apart_changes(connection, open_question, who="lan", day=DAY)
