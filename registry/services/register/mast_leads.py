"""Who leads a mast: whose list decides its place and what stands there.

That is the operator that owns it and lists it too, else the one whose list first named it. Being named beside
it, by an alias of its own, gives nothing: a list of one operator never changes what another one leads.

Nothing of this is stored. A site's id is made from the operator and the code that first named it; where that
is not known (a row without an operator, a site of the office's own), the first operator's alias that the
ledger knows of counts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from registry.intake.choices import choice_table
from registry.store.database import Connection
from registry.store.register.sites import first_entered, site_id

NOBODY = ""
_LONGEST_NAME = 6  # words of an operator's name


class Leads:
    """The leaders of the register's sites; ``owners`` are the texts of their masts' owners, by site."""

    def __init__(self, connection: Connection, owners: Mapping[str, str]) -> None:
        self._connection, self.owners = connection, owners
        self._aliases: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        self._entered: dict[str, int] | None = None

    def add(self, site: str, operator: str, code: str, alias: str) -> None:
        """Take in one alias (its id) of a site."""
        self._aliases[site].append((operator, code, alias))

    def of(self, site: str) -> str:
        """Return the operator that leads a site; ``NOBODY`` where none is known to have listed it."""
        listed = {operator for operator, _, _ in self._aliases[site]} - {NOBODY}
        owner = owner_of(self.owners.get(site, ""))
        if owner in listed:
            return owner
        made = self._made(site)
        if made:
            return made
        entered = self._first_entries()
        known = [(entered.get(alias, 0), operator) for operator, _, alias in self._aliases[site] if operator]
        return min(known)[1] if known else NOBODY

    def _made(self, site: str) -> str:
        return next(
            (own for own, code, _ in self._aliases[site] if own and site_id(own, code) == site), NOBODY
        )

    def _first_entries(self) -> dict[str, int]:
        if self._entered is None:
            unknown: Iterable[str] = (
                alias
                for site, aliases in self._aliases.items()
                if len(aliases) > 1 and not self._made(site)
                for _, _, alias in aliases
            )
            self._entered = first_entered(self._connection, list(unknown))
        return self._entered


def owner_of(text: str) -> str:
    """Return the operator that an owner's text names ("MobiFone Bắc Giang"); "" for none, or several."""
    table = choice_table("operators")
    whole = table.code(text)
    if whole is not None:
        return whole
    words = re.findall(r"\w+", text)
    named = {
        table.code(" ".join(words[at : at + count]))
        for count in range(1, _LONGEST_NAME + 1)
        for at in range(len(words) - count + 1)
    } - {None}
    return str(named.pop()) if len(named) == 1 else NOBODY
