"""What a storm asks of the masts beyond what the checks know, the same from both backends."""

from registry.store import ledger
from registry.store.database import Database
from registry.store.storm.masts import (
    JUDGED_BY,
    NOT_MET,
    LetterFacts,
    StationPower,
    Strength,
    load_facts,
    load_power,
    load_strengths,
    load_written_communes,
)
from registry.store.tables import LEDGERED
from tests.store.rows import created, mast, site


def test_strengths_and_written_communes(database: Database) -> None:
    changes = [
        *created(
            "sites",
            site("A", 106.1, 21.1, commune_as_written="Long Sơn, Sơn Động"),
            site("B", 106.2, 21.2),
            site("C", 106.3, 21.3),
        ),
        *created(
            "structures",
            mast("A", design_wind_ms=50.0, form="guyed", generator=False, power_feeder="371 E7.1"),
            mast("B", robust=False),
            {**mast("B", design_wind_ms=44.0, robust=True), "id": "mast-B-2"},
            mast("C"),
        ),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
    with database.read() as connection:
        assert load_strengths(connection) == {
            "mast-A": Strength(50.0, None),
            "mast-B": Strength(None, False),
            "mast-B-2": Strength(44.0, True),
        }
        assert load_power(connection) == {"mast-A": StationPower(None, False, None, "371 E7.1", None)}
        assert load_written_communes(connection) == {"site-A": "Long Sơn, Sơn Động"}
        assert load_facts(connection, ["mast-A", "mast-B", "none"]) == {
            "mast-A": LetterFacts(106.1, 21.1, "guyed", None),
            "mast-B": LetterFacts(106.2, 21.2, "", robust=False),
        }


def test_what_a_storm_is_judged_by_are_tables_of_the_ledger() -> None:
    assert set(LEDGERED) >= JUDGED_BY
    assert NOT_MET.isdisjoint(JUDGED_BY)
    assert {"sites", "structures", "admin_units"} <= JUDGED_BY
