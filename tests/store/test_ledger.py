"""Rows and their history are written together, and the history cannot be rewritten."""

import datetime as dt
import hashlib

import pytest
import shapely
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from registry.errors import RefusalError, WrongCallError
from registry.model import vietnam_time
from registry.model.ledger import Change, Origin
from registry.model.sites import MastClass
from registry.store import images, ledger, past_states
from registry.store.database import Database
from registry.store.ledger import GENESIS
from registry.store.tables import canonical_json, sites, structures, zones
from registry.store.tables import ledger as ledger_table
from tests.store.rows import created, mast, site

SQUARE = shapely.box(106.1, 21.2, 106.2, 21.3)


def test_a_row_and_its_entry_are_written_together(database: Database) -> None:
    row = site("BGG00123", address="Thôn Đồng Nội, xã Lạng Giang")
    with database.write() as connection:
        newest = ledger.record(connection, created("sites", row), who="lan", batch="B7")
    with database.read() as connection:
        (entry,) = ledger.entries(connection)
        stored = connection.execute(sa.select(sites)).mappings().one()
    assert (stored["code"], stored["address"], stored["lon"]) == ("BGG00123", row["address"], 106.1946)
    assert (entry.seq, entry.who, entry.batch, entry.previous_hash) == (1, "lan", "B7", GENESIS)
    assert entry.change == Change("sites", "site-BGG00123", None, {**row, "version": 1})
    assert (newest.seq, newest.hash, newest.at) == (1, entry.hash, entry.at)


def test_the_hash_is_that_of_the_canonical_json_and_links_to_the_entry_before(database: Database) -> None:
    with database.write() as connection:
        ledger.record(
            connection, created("sites", site("A", address='"Đ"\n'), site("B")), who="a", batch="B1"
        )
    with database.read() as connection:
        first, second = ledger.entries(connection)
    assert second.previous_hash == first.hash
    for entry in (first, second):
        content = {
            "seq": entry.seq,
            "at": entry.at,
            "who": entry.who,
            "batch": entry.batch,
            "table": entry.change.table,
            "record": entry.change.record,
            "before": entry.change.before,
            "after": entry.change.after,
            "previous": entry.previous_hash,
        }
        assert hashlib.sha256(canonical_json(content).encode()).hexdigest() == entry.hash


def test_an_entry_that_was_read_from_a_file_keeps_sheet_and_row_under_its_hash(database: Database) -> None:
    read = Change("sites", "site-A", None, site("A"), Origin("Danh sách \x00", 12))
    with database.write() as connection:
        ledger.record(connection, [read, *created("sites", site("B"))], who="a", batch="B1")
    with database.read() as connection:
        rows = [dict(row) for row in connection.execute(sa.select(ledger_table)).mappings()]
        first, second = ledger.entries(connection)
    assert (first.change.origin, second.change.origin) == (Origin("Danh sách ", 12), None)
    assert rows[1]["origin"] is None
    assert ledger.hash_of(rows[0]) == rows[0]["hash"] != ledger.hash_of({**rows[0], "origin": None})
    whole = {
        "seq": 1, "at": first.at, "who": "a", "batch": "B1", "table": "sites", "record": "site-A",
        "before": None, "after": first.change.after, "previous": GENESIS,
        "origin": {"sheet": "Danh sách ", "row": 12},
    }  # fmt: skip
    assert hashlib.sha256(canonical_json(whole).encode()).hexdigest() == first.hash


def test_canonical_json_sorts_keeps_letters_and_writes_floats_in_full() -> None:
    assert (
        canonical_json({"b": 0.1, "a": "Đường", "c": [1e22, None]})
        == '{"a":"Đường","b":0.1,"c":[1e+22,null]}'
    )


def test_every_kind_of_value_comes_back_as_it_was_written(database: Database) -> None:
    zone = {
        "id": "z1",
        "layer": "planning",
        "name": "Khu trung tâm",
        "decision": "QĐ 1/QĐ-UBND",
        "valid_from": dt.date(2024, 2, 29),
        "geometry": SQUARE,
        "allowed_classes": frozenset({"A2a", "A1a"}),
        "max_height_m": 45,
        "height_unlimited": False,
        "error_m": -0.0,
        "attributes": {"Ghi chú": ["một", 2, 2.5, None, True], "ngày": dt.date(2024, 1, 1)},
    }
    rows = [site("A", position_raw=("21,2", "106,1")), mast("A", mast_class=MastClass.A2B, robust=True)]
    with database.write() as connection:
        ledger.record(
            connection,
            [*created("zones", zone), *created("sites", rows[0]), *created("structures", rows[1])],
            who="a",
            batch="B1",
        )
    with database.read() as connection:
        stored = connection.execute(sa.select(zones)).mappings().one()
        kept = connection.execute(sa.select(structures)).mappings().one()
    assert stored["geometry"].equals_exact(SQUARE, 0)
    assert (stored["west"], stored["south"], stored["east"], stored["north"]) == SQUARE.bounds
    assert stored["valid_from"] == dt.date(2024, 2, 29)
    assert stored["valid_to"] is None
    assert stored["allowed_classes"] == ["A1a", "A2a"]
    assert (stored["max_height_m"], type(stored["max_height_m"])) == (45.0, float)
    assert stored["attributes"] == {"Ghi chú": ["một", 2, 2.5, None, True], "ngày": "2024-01-01"}
    assert (kept["mast_class"], kept["robust"], kept["built_year_only"]) == ("A2b", True, False)


def test_both_backends_write_the_same_history(database: Database) -> None:
    """The hash of the content (time aside) is a constant: it may never change, or old registers break."""
    zone = {"id": "z", "layer": "road", "valid_from": dt.date(2026, 1, 1), "geometry": SQUARE,
            "height_unlimited": True, "error_m": 0.1}  # fmt: skip
    with database.write() as connection:
        ledger.record(connection, created("zones", zone), who="a", batch="B1")
    with database.read() as connection:
        row = dict(connection.execute(sa.select(ledger_table)).mappings().one())
    row["at"] = "2026-11-24T00:00:00.000000Z"
    assert ledger.hash_of(row) == "f84a0ddb5839a7195801ec101a5bbb5a37f7b5eb4ea810cd86ba36793bb0067d"


def test_text_that_no_database_can_hold_is_cleaned_not_refused(database: Database) -> None:
    with database.write() as connection:
        ledger.record(
            connection,
            created("sites", site("A", address="Xã\x00 Đồng\ud800", note="\x00")),
            who="a",
            batch="B1",
        )
    with database.read() as connection:
        assert connection.execute(sa.select(sites.c.address, sites.c.note)).one() == ("Xã Đồng?", "")


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_a_wrong_call(database: Database, number: float) -> None:
    with pytest.raises(WrongCallError), database.write() as connection:
        ledger.record(connection, created("sites", site("A", lon=number)), who="a", batch="B1")


def test_a_column_or_table_that_does_not_exist_is_a_wrong_call(database: Database) -> None:
    for change in (*created("sites", site("A", height=3)), *created("ledger", {"id": "x"})):
        with pytest.raises(WrongCallError), database.write() as connection:
            ledger.record(connection, [change], who="a", batch="B1")


def test_a_record_twice_in_one_call_is_a_wrong_call(database: Database) -> None:
    with pytest.raises(WrongCallError), database.write() as connection:
        ledger.record(connection, created("sites", site("A"), site("A")), who="a", batch="B1")


def test_a_change_that_changes_nothing_leaves_no_entry(database: Database) -> None:
    with database.write() as connection:
        first = ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
        again = ledger.record(
            connection, [Change("sites", "site-A", site("A"), site("A"))], who="a", batch="B2"
        )
    assert again == first


def test_every_change_raises_the_version(database: Database) -> None:
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
        for note in ("một", "hai"):
            now = ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]
            ledger.record(
                connection, [Change("sites", "site-A", now, {**now, "note": note})], who="a", batch="B2"
            )
        assert ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]["version"] == 3


def test_what_someone_else_changed_meanwhile_is_refused(database: Database) -> None:
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
    with database.read() as connection:
        seen = ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]
    with database.write() as connection:
        ledger.record(
            connection, [Change("sites", "site-A", seen, {**seen, "note": "lan"})], who="lan", batch="B2"
        )
    stale = Change("sites", "site-A", seen, {**seen, "note": "minh"})
    new = created("sites", site("A"))[0]
    gone = Change("sites", "site-B", site("B"), None)
    for change in (stale, new, gone):
        with pytest.raises(RefusalError) as refused, database.write() as connection:
            ledger.record(connection, [change], who="minh", batch="B3")
        assert refused.value.code == "STORE-CHANGED-MEANWHILE"
        assert refused.value.params["records"] == f"sites {change.record}"


def test_parents_and_children_may_come_in_any_order(database: Database) -> None:
    with database.write() as connection:
        changes = [*created("structures", mast("A")), *created("sites", site("A"))]
        assert ledger.record(connection, changes, who="a", batch="B1").seq == 2


@pytest.mark.parametrize("statement", ["UPDATE ledger SET who = 'x'", "DELETE FROM ledger"])
def test_the_database_itself_forbids_changing_an_entry(database: Database, statement: str) -> None:
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
    with pytest.raises(DBAPIError, match="append-only"), database.write() as connection:
        connection.exec_driver_sql(statement)
    with database.read() as connection:
        assert [entry.who for entry in ledger.entries(connection)] == ["a"]


def test_the_register_as_it_stood_on_a_day(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day ends at midnight in Vietnam, seven hours before it does in UTC."""

    def write(at: dt.datetime, change: Change) -> None:
        with monkeypatch.context() as patched, database.write() as connection:
            patched.setattr(vietnam_time, "read_clock", lambda: at.astimezone(vietnam_time.VIETNAM))
            ledger.record(connection, [change], who="a", batch="B1")

    write(dt.datetime(2026, 3, 1, 16, 59, tzinfo=dt.UTC), created("sites", site("A"))[0])
    write(
        dt.datetime(2026, 3, 1, 17, 0, tzinfo=dt.UTC),
        Change("sites", "site-A", site("A"), site("A", note="sửa")),
    )
    write(dt.datetime(2026, 3, 5, tzinfo=dt.UTC), Change("sites", "site-A", site("A", note="sửa"), None))
    with database.read() as connection:
        days = [(2, 28), (3, 1), (3, 2), (3, 5)]
        on = {day: past_states.state_on(connection, dt.date(2026, *day)) for day in days}
        together = past_states.states_on(connection, [dt.date(2026, *day) for day in days])
    assert together == list(on.values())
    assert on[2, 28] == {}
    assert on[3, 1]["sites"]["site-A"]["note"] == ""
    assert on[3, 2]["sites"]["site-A"]["note"] == "sửa"
    assert on[3, 2]["sites"]["site-A"]["lon"] == 106.1946
    assert on[3, 5] == {}


def test_a_clock_set_back_does_not_turn_time_back(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as connection:
        first = ledger.record(connection, created("sites", site("A")), who="a", batch="B1")
        monkeypatch.setattr(ledger, "stamp", lambda _: "2001-01-01T00:00:00.000000Z")
        second = ledger.record(connection, created("sites", site("B")), who="a", batch="B1")
    assert second.at == first.at


def test_entries_of_one_batch_or_since_a_number(database: Database) -> None:
    with database.write() as connection:
        for batch, code in [("B1", "A"), ("B2", "B"), ("B1", "C")]:
            ledger.record(connection, created("sites", site(code)), who="a", batch=batch)
        assert [entry.seq for entry in ledger.entries(connection, batch="B1")] == [1, 3]
        assert [entry.seq for entry in ledger.entries(connection, since=1)] == [2, 3]
        assert ledger.head(connection).seq == 3


def test_an_image_and_its_row_are_two_forms_of_one_thing() -> None:
    image = images.encode(sites, site("A", note="", merged_into=None))
    assert image == {"id": "site-A", "code": "A", "lon": 106.1946, "lat": 21.2734, "accuracy_m": 10.0}
    assert images.encode(sites, images.decode(sites, image)) == image
