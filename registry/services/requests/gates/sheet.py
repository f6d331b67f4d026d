"""The sheet itself: its doors, sides and items, and the token by which it is known again."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.model.requests.desk import RowNote
from registry.model.requests.matters import Matter, Weight

WHOLE = -1
"""The row of a point that is about the request as a whole."""


class Door(StrEnum):
    """Where a request goes through."""

    SEND = "send"  # gửi, gửi lại: by its sender
    SUBMIT = "submit"  # trình lãnh đạo: by the appraiser
    ISSUE = "issue"  # ban hành: by the leader


class Side(StrEnum):
    """Whose it is to mend what is open."""

    CARRIER = "carrier"
    APPRAISER = "appraiser"
    BODY = "body"
    LEADER = "leader"


class Kind(StrEnum):
    """What an item of the sheet is about; a reason is typed for a kind."""

    UNDECIDED = "undecided"
    UNREAD = "unread"  # cells
    NOTICES = "notices"  # said when the list was read
    RECEIVED = "received"  # letter or list known from another request
    PLACES = "places"  # positions and codes twice
    OWED = "owed"  # conditions of a position agreed to, not met before its notice of commencement
    OTHERWISE = "otherwise"  # a notice of commencement states otherwise than was agreed to
    BEHALF = "behalf"
    MAST = "mast"  # rows without class or height
    PAPERS = "papers"
    SUPPLEMENTS = "supplements"
    UNASKED = "unasked"  # bodies that findings name and nobody asks
    UNSENT = "unsent"
    UNANSWERED = "unanswered"
    VISITS = "visits"  # positions to which somebody is on his way
    OBJECTED = "objected"
    CONDITIONS = "conditions"
    CONTENT = "content"  # rows to be supplemented, and nothing says with what
    GAPS = "gaps"  # what the office itself lacks: checked by hand, or the investor's to prove
    DIFFERS = "differs"  # decisions that are not the recommendation
    NUMBER = "number"  # of the letter, or its signed file
    EDITS = "edits"  # sentences of the letter that somebody wrote
    SIGNATURE = "signature"  # what the signatures of that file say


SIDES: Mapping[Kind, Side] = {
    Kind.UNDECIDED: Side.APPRAISER,
    Kind.UNREAD: Side.APPRAISER,
    Kind.NOTICES: Side.APPRAISER,
    Kind.RECEIVED: Side.APPRAISER,
    Kind.PLACES: Side.APPRAISER,
    Kind.OWED: Side.CARRIER,
    Kind.OTHERWISE: Side.CARRIER,
    Kind.BEHALF: Side.CARRIER,
    Kind.MAST: Side.CARRIER,
    Kind.PAPERS: Side.CARRIER,
    Kind.SUPPLEMENTS: Side.CARRIER,
    Kind.UNASKED: Side.APPRAISER,
    Kind.UNSENT: Side.APPRAISER,
    Kind.UNANSWERED: Side.BODY,
    Kind.VISITS: Side.APPRAISER,
    Kind.OBJECTED: Side.APPRAISER,
    Kind.CONDITIONS: Side.APPRAISER,
    Kind.CONTENT: Side.APPRAISER,
    Kind.GAPS: Side.APPRAISER,
    Kind.DIFFERS: Side.APPRAISER,
    Kind.NUMBER: Side.LEADER,
    Kind.EDITS: Side.APPRAISER,
    Kind.SIGNATURE: Side.LEADER,
}
"""Whose a kind is in the office; at the sender's door everything is the sender's."""


@dataclass(frozen=True, slots=True)
class Point:
    """One matter at a door, of a row (its index) or of the whole (``WHOLE``).

    ``weight`` is what it asks for here; ``answer`` the note that answers it, ``reason`` a decision's own word
    on it, at the sender's door what the sender answered to an item of the supplement ("" none).
    """

    kind: Kind
    matter: Matter
    weight: Weight
    row: int = WHOLE
    answer: RowNote | None = None
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it stops here, or wants a reason that nobody gave."""
        return self.weight is Weight.BARS or (self.weight is Weight.ASKS and self.answer is None)

    @property
    def sign(self) -> tuple[str, int, str, bool]:
        """Return what of it is compared with what somebody looked at."""
        return self.matter.key, self.row, self.weight.value, self.open


@dataclass(frozen=True, slots=True)
class Item:
    """The points of a kind that ask for the same, in the order of their rows."""

    kind: Kind
    side: Side
    weight: Weight
    points: tuple[Point, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """Return the indices of the rows that it is about, each once."""
        return tuple(dict.fromkeys(point.row for point in self.points if point.row != WHOLE))


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is open at a door: ``stops`` has to be mended, ``asks`` wants a reason, ``says`` is to be known.

    ``answered`` has its reasons. ``counts`` say how many rows there are, and how many are decided how.
    ``seq`` is the number of the ledger's newest entry about the request when it was made.
    """

    door: Door
    points: tuple[Point, ...]
    counts: Mapping[str, int]
    about: str = ""  # what else it stands for: the version of the list, the decisions
    seq: int = 0

    @property
    def stops(self) -> list[Item]:
        """Return what has to be mended before the door opens."""
        return self._items(point for point in self.points if point.weight is Weight.BARS)

    @property
    def asks(self) -> list[Item]:
        """Return what wants a reason, or to be mended."""
        return self._items(
            point for point in self.points if point.weight is Weight.ASKS and point.answer is None
        )

    @property
    def says(self) -> list[Item]:
        """Return what is only to be known."""
        return self._items(point for point in self.points if point.weight is Weight.SAYS)

    @property
    def answered(self) -> list[Item]:
        """Return what was answered with a reason."""
        return self._items(
            point for point in self.points if point.weight is Weight.ASKS and point.answer is not None
        )

    @property
    def token(self) -> str:
        """Return by what the sheet is known again: another one where a point came, went or was answered."""
        signs = sorted(point.sign for point in self.points)
        text = repr((self.door.value, self.about, signs))
        return f"{self.seq}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    def is_seen(self, token: str) -> bool:
        """Whether a token is that of this sheet, whenever it was looked at."""
        return token.partition("-")[2] == self.token.partition("-")[2]

    def count(self, *kinds: Kind) -> int:
        """Return how many points of these kinds are on the sheet, answered or not."""
        return sum(point.kind in kinds for point in self.points)

    def count_unanswered(self, kind: Kind) -> int:
        """Return how many points of a kind nobody has answered."""
        return sum(point.kind is kind and point.answer is None and not point.reason for point in self.points)

    def _items(self, points: Iterable[Point]) -> list[Item]:
        found: dict[Kind, list[Point]] = {}
        for point in points:
            found.setdefault(point.kind, []).append(point)
        return [
            Item(kind, self._side(kind), found[kind][0].weight, tuple(found[kind]))
            for kind in Kind
            if kind in found
        ]

    def _side(self, kind: Kind) -> Side:
        return Side.CARRIER if self.door is Door.SEND else SIDES[kind]
