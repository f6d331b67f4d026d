"""What an operator's lists changed: the net of its batches, mast by mast, and what explains itself."""

import datetime as dt
from typing import Any

import pytest

from registry.model.areas import OperatorList
from registry.model.list_changes import ChangeKind, Explained, ListChange
from registry.model.requests.desk_records import Approval
from registry.services.obligations.change_letters import details
from registry.services.obligations.list_differences import ROUNDING_M, differences
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import batches, ledger
from registry.store.changes import amend
from registry.store.tables import site_aliases, sites, stations, structures
from tests.services.obligations.test_compliance import stands
from tests.services.requests.desk import NORTH_M
from tests.store.rows import created, mast, site, station

TABLES = {"sites": sites, "structures": structures, "stations": stations, "site_aliases": site_aliases}


def write(registry: Registry, *changes: tuple[str, str, dict[str, Any]]) -> str:
    """Change columns of rows (table, key, columns) in one batch, as a list does; return the batch."""
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        found = []
        for table, key, columns in changes:
            standing = ledger.rows_by_key(connection, TABLES[table], [key])[key]
            found.append(amend(TABLES[table], standing, **columns))
        ledger.record(connection, found, who="lan", batch=batch.id)
    return batch.id


def north_by(registry: Registry, metres: float, code: str = "A") -> tuple[str, str, dict[str, Any]]:
    """A site moved north of where it stands."""
    with registry.database.read() as connection:
        lat = ledger.rows_by_key(connection, sites, [f"site-{code}"])[f"site-{code}"]["lat"]
    return "sites", f"site-{code}", {"lat": float(lat) + metres / NORTH_M}


def changes(
    registry: Registry, *wanted: str, complete: bool = False, agreed: dict[str, Approval] | None = None
) -> list[ListChange]:
    """Return what batches of Viettel's did, as lists of today."""
    lists = [OperatorList("VTL", today(), complete, batch) for batch in wanted]
    with registry.database.read() as connection:
        return differences(connection, "VTL", lists, agreed or {})


@pytest.mark.parametrize(
    ("metres", "explained"), [(ROUNDING_M - 1.0, Explained.ITSELF), (ROUNDING_M + 1.0, Explained.OPEN)]
)
def test_a_position_written_more_exactly_explains_itself(
    office: Registry, metres: float, explained: Explained
) -> None:
    stands(office, "A")
    (found,) = changes(office, write(office, north_by(office, metres)))
    assert (found.kind, found.code, found.explained) == (ChangeKind.MOVED, "A", explained)
    assert found.metres == pytest.approx(metres, abs=0.2)
    assert found.list_date == today()


def test_what_one_list_did_and_the_next_took_back_is_no_change(office: Registry) -> None:
    stands(office, "A", mast_height_m=42.0)
    there = write(office, north_by(office, 300.0), ("structures", "mast-A", {"mast_height_m": 50.0}))
    back = write(office, north_by(office, -300.0), ("structures", "mast-A", {"mast_height_m": 42.0}))
    assert [one.kind for one in changes(office, there)] == [ChangeKind.MOVED, ChangeKind.CHANGED]
    assert changes(office, there, back) == []


def test_two_lists_of_a_quarter_are_one_change_from_the_first_to_the_last(office: Registry) -> None:
    stands(office, "A", mast_height_m=42.0)
    wanted = [write(office, ("structures", "mast-A", {"mast_height_m": high})) for high in (45.0, 55.0)]
    (found,) = changes(office, *wanted)
    assert found.fields == (("mast_height_m", 42.0, 55.0),)
    assert (found.batch, found.explained) == (wanted[1], Explained.OPEN)


@pytest.mark.parametrize(
    ("column", "before", "after", "explained"),
    [
        ("mast_height_m", 42.0, 55.0, Explained.OPEN),
        ("mast_height_m", None, 55.0, Explained.OPEN),
        ("permit", "GP 1", "GP 2", Explained.OPEN),
        ("permit", None, "GP 2", Explained.ITSELF),  # filled in: new knowledge
        ("design_wind_ms", 40.0, 45.0, Explained.ITSELF),  # lists bring it up to date
    ],
)
def test_a_change_is_asked_about_as_the_column_dictionary_says(
    office: Registry, column: str, before: object, after: object, explained: Explained
) -> None:
    stands(office, "A", **{column: before})
    (found,) = changes(office, write(office, ("structures", "mast-A", {column: after})))
    assert (found.kind, found.explained) == (ChangeKind.CHANGED, explained)
    assert found.fields == ((column, before, after),)


def test_how_exact_a_position_is_said_to_be_is_no_change_of_the_mast(office: Registry) -> None:
    stands(office, "A")
    assert changes(office, write(office, ("sites", "site-A", {"accuracy_m": 3.0}))) == []
    assert changes(office) == []


def test_a_mast_that_a_list_made_is_new_and_an_agreed_position_explains_it(office: Registry) -> None:
    stands(office, "A")
    (new,) = changes(office, *_all_batches(office))
    assert (new.kind, new.code, new.explained) == (ChangeKind.NEW, "A", Explained.OPEN)
    letter = Approval("a", "r", 0, "site-A", "A", "VTL", 106.0, 21.0, "321/SKHCN", dt.date(2026, 3, 2))
    (known,) = changes(office, *_all_batches(office), agreed={"site-A": letter})
    assert (known.explained, known.reason) == (Explained.ITSELF, "LIST-CHANGE-AGREED")
    assert dict(known.params) == {"number": "321/SKHCN", "day": dt.date(2026, 3, 2)}


def _all_batches(registry: Registry) -> list[str]:
    with registry.database.read() as connection:
        return [batch.id for batch in batches.list_batches(connection)]


def test_a_station_that_a_list_adds_is_named_by_its_technology(office: Registry) -> None:
    stands(office, "A")
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        row = station("A", "VTL", technology="5G") | {"id": "station-A-5G"}
        ledger.record(connection, created("stations", row), who="lan", batch=batch.id)
    (found,) = changes(office, batch.id)
    assert (found.kind, found.fields) == (ChangeKind.CHANGED, (("technology", None, "5G"),))
    assert details(found) == "Công nghệ: thêm 5G"  # beside those that it has: never "from none"
    assert details(found, "en").endswith(": 5G added")


def test_a_mast_of_another_operator_is_no_change_of_this_one_s_list(office: Registry) -> None:
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = [*created("sites", site("B")), *created("structures", mast("B"))]
        ledger.record(connection, rows, who="lan", batch=batch.id)
    assert changes(office, batch.id, write(office, north_by(office, 300.0, "BGG00045"))) == []


@pytest.mark.parametrize(("complete", "missing"), [(True, ["A"]), (False, [])])
def test_only_a_complete_list_lets_masts_vanish(
    office: Registry, *, complete: bool, missing: list[str]
) -> None:
    for code in ("B", "A"):
        stands(office, code)
    day = today() - dt.timedelta(days=90)
    batch = write(
        office, ("site_aliases", "alias-A", {"first_listed": day, "last_listed": day}), north_by(office, 50.0)
    )
    found = changes(office, batch, complete=complete)
    assert [one.code for one in found if one.kind is ChangeKind.VANISHED] == missing
    assert found[0].kind is ChangeKind.MOVED, "what vanished comes last"
    assert all(one.fields[0] == ("last_listed", day.isoformat(), None) for one in found[1:])
