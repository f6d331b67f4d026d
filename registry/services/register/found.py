"""What a search answers, and how well a name fits what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

GROUPS = ("position", "site", "commune", "former", "operator", "street", "place", "water", "poi")
"""The groups of answers, in the order in which equally good ones stand."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. ``kind``: position, site, commune, district (a unit above communes that ended), operator,
    or street, place, water, poi of the background; ``box`` is west, south, east, north.

    ``code`` is a site's or an operator's code; ``former`` a name or code by which it was found and that is
    no longer its own; ``said`` what has to be said of a coordinate that was read with a doubt; ``within``
    where a name of the background lies; ``became`` the units of today that a former one became.
    """

    kind: str
    label: str
    lon: float | None = None
    lat: float | None = None
    code: str = ""
    former: str = ""
    operators: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    said: tuple[str, ...] = ()
    within: str = ""
    became: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The group of ``GROUPS`` that it stands in: former communes and districts are one."""
        return "former" if self.kind == "district" or (self.kind == "commune" and self.former) else self.kind


def rank_of(wanted: str, names: Iterable[str]) -> int:
    """Return 1 for the same, 2 for the beginning, 3 for a part (from three letters), 0 for none."""
    found = 0
    for name in names:
        if wanted == name:
            return 1
        if name.startswith(wanted):
            found = 2
        elif not found and len(wanted) >= 3 and wanted in name:
            found = 3
    return found
