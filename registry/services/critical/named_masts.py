"""The masts that somebody names by their codes as serving a place."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from registry.columns import fold
from registry.services.office.calendar import today
from registry.store.critical.stations import load_on_masts
from registry.store.database import Connection
from registry.store.outages.stations import load_codes

_BETWEEN = re.compile(r"[,;\n]|\s\+\s|\s/\s")


@dataclass(frozen=True)
class MastCodes:
    """Structures in service by the codes of their sites, folded; and the code that each is shown by."""

    structures: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]

    def named(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the structures that a text names, and the codes in it that no mast in service has."""
        found: dict[str, None] = {}
        unknown = []
        for code in dict.fromkeys(part.strip() for part in _BETWEEN.split(text)):
            there = self.structures.get(fold(code), ())
            if code and not there:
                unknown.append(code)
            found.update(dict.fromkeys(there))
        return tuple(found), tuple(unknown)

    def text_of(self, structures: Iterable[str]) -> str:
        """Return the codes of structures as somebody would type them; one that stands no more is left out."""
        return ", ".join(dict.fromkeys(self.codes[one] for one in structures if one in self.codes))


def mast_codes(connection: Connection) -> MastCodes:
    """Return the masts in service by their codes, the carriers' own codes of them too."""
    of_site: dict[str, dict[str, None]] = defaultdict(dict)
    by_code: dict[str, dict[str, None]] = defaultdict(dict)
    codes = {}
    for row in load_on_masts(connection, today()):
        of_site[row.site][row.structure] = None
        by_code[fold(row.code)][row.structure] = None
        codes[row.structure] = row.code
    for alias in load_codes(connection):
        if fold(alias.code) not in by_code and alias.site in of_site:
            by_code[fold(alias.code)] = of_site[alias.site]
    return MastCodes({code: tuple(held) for code, held in by_code.items()}, codes)
