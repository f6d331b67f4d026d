"""Minutes of an inspection (biên bản kiểm tra): of one unit inspected, with who was present and who signed.

Moments are ISO text in UTC, days are days in Vietnam.
"""

from collections.abc import Mapping
from dataclasses import dataclass

TEAM, UNIT = "team", "unit"
SIDES = (UNIT, TEAM)
"""Who signs at the left and at the right: the unit inspected, the team."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody present: his side, name and post; ``account`` is whose entries on a phone he stands for.

    ``refused`` is why he did not sign.
    """

    side: str
    name: str
    post: str
    account: str = ""
    refused: str = ""

    @property
    def key(self) -> str:
        """Return what a signature is kept under: whoever is renamed has not signed."""
        return f"{self.side}:{self.name}:{self.post}"


@dataclass(frozen=True, slots=True)
class MinutesRecord:
    """What is stated of minutes besides what was recorded under the masts.

    ``about`` is a campaign's id, or the day of visits outside any; ``delegation`` the document by which the
    chair of the provincial people's committee lets the office inspect (NĐ 217/2025: the chair's power).
    """

    id: str
    about: str
    organisation: str
    delegation: str = ""
    place: str = ""
    people: tuple[Mapping[str, str], ...] = ()
    opinion: str = ""
    who: str = ""
    at: str = ""
    version: int = 0

    @property
    def present(self) -> tuple[Present, ...]:
        """Return who was present, the unit's people first."""
        found = [
            Present(one["side"], one["name"], one["post"], one.get("account", ""), one.get("refused", ""))
            for one in self.people
        ]
        return tuple(sorted(found, key=lambda one: SIDES.index(one.side)))


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature drawn on the glass: whose (``Present.key``), and of which text (SHA-256, UTF-8)."""

    id: str
    minutes: str
    signer: str
    picture_sha256: str
    text_digest: str
    who: str = ""
    at: str = ""
    version: int = 1
