"""Links by which somebody without an account reads the province now (đường dẫn xem tình hình)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NowLink:
    """A link that an officer made for ``given_to``, until ``until``; moments are ISO text in UTC.

    Its code is kept as a digest alone: nobody can read it back, not even from the ledger.
    """

    id: str
    given_to: str
    digest: str
    until: str
    who: str
    at: str
    ended_at: str = ""
    ended_by: str = ""
    version: int = 1

    def opens_at(self, moment: str) -> bool:
        """Whether it opens at a moment."""
        return not self.ended_at and moment <= self.until
