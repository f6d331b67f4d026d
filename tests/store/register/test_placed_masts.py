"""Masts as other rooms name them, the same from both backends."""

from registry.store import ledger
from registry.store.changes import stable_id
from registry.store.database import Database
from registry.store.register.placed_masts import (
    carried_by,
    code_givers,
    own_codes,
    placed_masts,
    structures_by_site,
)
from registry.store.register.sites import alias_row
from tests.store.rows import created, mast, site, station


def test_a_mast_is_placed_by_the_site_that_stays(database: Database) -> None:
    gone = {**mast("B", state="dismantled"), "id": "mast-B-1"}
    changes = [
        *created("sites", site("A", 106.1, 21.1), site("B", 106.2, 21.2), site("M", merged_into="site-A")),
        *created("structures", mast("A"), mast("B"), gone, mast("M")),
        *created("stations", station("A", "VTL"), station("A", "VNPT")),
        *created(
            "site_aliases",
            alias_row("site-A", "VTL", "A", former=True),
            alias_row("site-A", "VNPT", "A"),
            alias_row("site-A", "MBF", "A"),
            alias_row("site-B", "VTL", "B-OLD", former=True),
            alias_row("site-B", "VTL", "B-NEW"),
        ),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
        placed = {row["id"]: row for row in placed_masts(connection, ["mast-M", "mast-B", "none"])}
        assert set(placed) == {"mast-M", "mast-B"}
        assert (placed["mast-M"]["site"], placed["mast-M"]["code"]) == ("site-A", "A")
        assert (placed["mast-M"]["lon"], placed["mast-M"]["lat"]) == (106.1, 21.1)
        assert placed["mast-B"]["site"] == "site-B"
        assert sorted(carried_by(connection, ["mast-A", "mast-B"])["mast-A"]) == ["VNPT", "VTL"]
        assert code_givers(connection, ["site-A"]) == {("site-A", "A"): "MBF"}
        assert own_codes(connection, "VTL") == {"site-B": "B-NEW"}
        assert structures_by_site(connection)["site-B"] == "mast-B"


def test_masts_are_asked_for_in_portions(database: Database) -> None:
    many = [stable_id("none", str(n)) for n in range(1200)]
    with database.read() as connection:
        assert placed_masts(connection, many) == []
        assert carried_by(connection, many) == {}
        assert code_givers(connection, many) == {}
