"""What of the register a list of masts is compared with: its sites, codes, masts and stations."""

import datetime as dt
from collections import defaultdict
from typing import Any

from registry.model.positions import Position
from registry.model.sites import SiteState
from registry.services.register.mast_leads import Leads
from registry.store.database import Connection
from registry.store.office.owners import OwnerNames
from registry.store.register import compared

Row = dict[str, Any]
_LAST: dict[str, int] = {SiteState.APPROVED: 1, SiteState.DISMANTLED: 2}  # where one stands, it comes first


class Standing:
    """What of the register a list is compared with."""

    def __init__(self, connection: Connection) -> None:
        self.sites = compared.site_places(connection)
        self.owner_names = OwnerNames(connection)
        self.aliases: dict[tuple[str, str], Row] = {}
        self.operators_of: dict[str, set[str]] = defaultdict(set)
        owners: dict[str, str] = {}
        self.leads = Leads(connection, owners)
        self._spelled: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in compared.aliases(connection):
            self._spelled[row["operator"], row["code"].casefold()].add(row["code"])
            self.aliases[row["operator"], row["code"]] = row
            self.operators_of[row["site_id"]].add(row["operator"])
            self.leads.add(row["site_id"], row["operator"], row["code"], row["id"])
        self.structures: dict[str, tuple[str, str]] = {}
        self.built_on: dict[str, dt.date] = {}
        """The day on which a mast was built, by mast; a mast of which only the year is known is not here."""
        self.robust: set[str] = set()
        self.ended: dict[str, dt.date] = {}
        """The day of dismantling, by mast, where it is known."""
        masts = sorted(compared.mast_states(connection), key=lambda mast: (_LAST.get(mast.state, 0), mast.id))
        for mast in reversed(masts):
            self.structures[mast.site] = (mast.id, mast.state)
            owners[mast.site] = mast.owner
            if mast.built_on is not None:
                self.built_on[mast.id] = mast.built_on
            if mast.robust:
                self.robust.add(mast.id)
            if mast.ended is not None:
                self.ended[mast.id] = mast.ended
        self.stations = compared.station_ids(connection)
        self.codes: dict[str, str] = {
            row.code: identity for identity, row in self.sites.items() if row.merged_into is None
        }

    def spelled(self, operator: str, code: str) -> str:
        """Return an operator's code as the register writes it: small letters name no other mast."""
        known = self._spelled.get((operator, code.casefold()), set())
        return next(iter(known)) if code not in known and len(known) == 1 else code

    def carries(self, site: str, operator: str) -> bool:
        """Whether an operator has a station on a site's mast."""
        return (self.structures.get(site, ("", ""))[0], operator) in self.stations

    def code_of(self, site: str) -> str:
        """Return the code of a site that stands; "" for another."""
        found = self.sites.get(site)
        return found.code if found is not None else ""

    def stands_there(self, site: str, position: Position, stated_m: float | None) -> bool:
        """Whether the register has the very same point, so that another way of writing it changes nothing."""
        row = self.sites.get(site)
        if row is None or position.lon is None or position.lat is None:
            return False
        return row.stands_at(position.lon, position.lat, stated_m)
