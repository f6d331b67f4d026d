"""Stations and the codes by which operators report them, the same from both backends."""

import datetime as dt

from registry.model.vietnam_time import today
from registry.store import ledger
from registry.store.database import Database
from registry.store.outages.stations import SiteCode, load_codes, load_stations
from registry.store.register.sites import alias_row
from tests.store.rows import created, mast, site, station


def test_stations_whose_mast_is_there(database: Database) -> None:
    tomorrow, yesterday = (today() + dt.timedelta(days=n) for n in (1, -1))
    changes = [
        *created("sites", *(site(code) for code in "ABCDEFG"), site("M", merged_into="site-A")),
        *created(
            "structures",
            mast("A"),
            mast("B", state="suspended", dismantled_on=tomorrow),
            mast("C", state="dismantled"),
            mast("D", state="approved"),
            mast("E", state="under_construction"),
            mast("F", dismantled_on=yesterday),
            mast("G", built_on=tomorrow),
            mast("M"),
        ),
        *created("stations", station("A", "VTL"), station("A", "MBF")),
        *created("stations", *(station(code, "VTL") for code in "BCDEFGM")),
        *created(
            "site_aliases",
            alias_row("site-A", "VTL", "VA-1", former=True),
            alias_row("site-A", "VTL", "VA-2"),
            alias_row("site-A", "MBF", "MA"),
        ),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="t", batch="t")
        found = load_stations(connection)
        assert [(row.site, row.operator) for row in found] == [
            ("site-A", "MBF"),
            ("site-A", "VTL"),
            ("site-B", "VTL"),
        ]
        assert found[2].state == "suspended"
        assert load_codes(connection) == [
            SiteCode("MBF", "MA", "site-A", former=False),
            SiteCode("VTL", "VA-2", "site-A", former=False),
            SiteCode("VTL", "VA-1", "site-A", former=True),
        ]
