"""Which site a code names, and whether it is another site's."""

from registry.store import ledger
from registry.store.database import Database
from registry.store.register.site_codes import code_taken, site_named
from registry.store.register.sites import alias_row
from tests.store.rows import created, site


def test_a_present_code_names_its_site_and_a_former_one_none(database: Database) -> None:
    changes = [
        *created("sites", site("A"), site("B")),
        *created(
            "site_aliases",
            alias_row("site-A", "VTL", "X1"),
            alias_row("site-B", "VNPT", "X1"),
            alias_row("site-B", "VTL", "X2", former=True),
        ),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
        assert site_named(connection, "VTL", "X1") == "site-A"
        assert site_named(connection, "VNPT", "X1") == "site-B"
        assert site_named(connection, "VTL", "X2") is None
        assert not code_taken(connection, "A", but="site-A")
        assert code_taken(connection, "A", but="site-B")
        assert not code_taken(connection, "X1", but="site-B")  # codes that are shown, not aliases
