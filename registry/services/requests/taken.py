"""What is taken (đã có): letters, lists, places, codes and issued numbers that other requests hold.

Read from the register at one moment and kept until anything is written.
``registry.services.requests.matters``
compares a request with it, whether it is a preview, is being filed, decided or issued.
"""

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from registry.geo.crs import Floats, to_metric
from registry.geo.kept_tree import KeptTree
from registry.model.positions import DEFAULT_ACCURACY_M
from registry.model.requests.desk import Request, RequestKind, RequestState
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.model.requests.letter_numbers import LetterNumber, letter_number
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.site_codes import plain_code
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.database import Connection
from registry.store.requests.agreements import list_approvals
from registry.store.requests.decided_rows import agreed_requests
from registry.store.requests.handed_in import list_files, papers
from registry.store.requests.requests import load_requests, open_rows

ONE_PLACE_M = 3.0
"""Two positions so near are one place, however exact they are said to be."""
EXACT_M = 100.0
"""A position that may be farther off than this tells no place from another."""
PLACES_OF = {
    RequestKind.POSITION: "position",
    RequestKind.AMENDMENT: "position",
    RequestKind.ANNUAL_PLAN: "plan",
}
"""The kinds of requests that ask for places, and among which of them one place is asked for twice."""
_STANDS = frozenset({ApprovalState.APPROVED, ApprovalState.COMPLETED})
_HANGS = frozenset({ProposalKind.SHARE, ProposalKind.UPGRADE})
_PAPERS = ("package", "used")  # attachments that the program writes itself


def asks_for_place(kind: ProposalKind) -> bool:
    """Whether a row of this kind asks for a place of its own, as far as is known."""
    return kind not in _HANGS


@dataclass(frozen=True, slots=True)
class Letter:
    """Another request as it came and what became of it: ``lists`` are the SHA-256 of all its lists.

    ``in_force``: something that it was issued with still holds.
    """

    request: Request
    number: LetterNumber
    lists: frozenset[str]
    in_force: bool

    @property
    def issued(self) -> LetterNumber:
        """The number of the reply, nothing where none was issued."""
        return letter_number(self.request.issued_number)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a request asks for (``decision`` "") or was agreed to, EPSG:4326 degrees.

    ``held_by`` is the organisation whose request it is, ``sheet_row`` the row as Excel numbers it.
    """

    request: str
    number: str
    held_by: str
    operator: str
    code: str
    lon: float
    lat: float
    accuracy_m: float
    among: str
    sheet_row: int = 0
    decision: str = ""
    agreed_on: dt.date | None = None
    approval: str = ""


class Spots:
    """The exact enough positions of some rows of a list, in metres, by the rows' indices."""

    def __init__(self, proposals: Sequence[Proposal], rows: Iterable[int], epsg: int) -> None:
        self.rows = [
            at for at in rows if proposals[at].position.known and proposals[at].position.accuracy_m <= EXACT_M
        ]
        places = [proposals[at].position for at in self.rows]
        lon, lat = (np.array([getattr(one, axis) for one in places], dtype=float) for axis in ("lon", "lat"))
        self.accuracy_m = np.array([one.accuracy_m for one in places], dtype=float)
        self.xy: Floats = np.column_stack(to_metric(lon, lat, epsg)) if places else np.empty((0, 2))

    def near(
        self, xy: Floats, tree: shapely.STRtree | KeptTree, accuracy_m: Floats
    ) -> Iterator[tuple[int, int, float]]:
        """Yield (row, index in ``xy``, metres apart) for positions that cannot be told from each other.

        They are one place where they are no farther apart than both accuracies together (root of the sum of
        the squares), or ``ONE_PLACE_M``; one of ``xy`` that may be farther off than ``EXACT_M`` only
        within the latter.
        """
        if not self.rows:
            return
        points: Any = shapely.points(self.xy)
        first, second = tree.query(points, predicate="dwithin", distance=EXACT_M * math.sqrt(2.0))
        apart = np.hypot(*(self.xy[first] - xy[second]).T)
        one = apart <= np.maximum(ONE_PLACE_M, np.hypot(self.accuracy_m[first], accuracy_m[second]))
        one &= accuracy_m[second] <= EXACT_M
        one |= apart <= ONE_PLACE_M
        for here, there, metres in zip(first[one], second[one], apart[one], strict=True):
            yield self.rows[here], int(there), float(metres)


class Taken:
    """Letters, lists and places of all requests at one moment of the register."""

    def __init__(self, connection: Connection, epsg: int) -> None:
        self._epsg = epsg
        requests = load_requests(connection)
        lists, agreed = list_files(connection), agreed_requests(connection)
        positions = list_approvals(connection)
        held = _held(positions)
        self.letters = [
            Letter(
                one,
                letter_number(one.letter_number),
                frozenset(lists.get(one.id, ())),
                one.state is RequestState.ISSUED and one.id in agreed and held.get(one.id, True),
            )
            for one in requests
        ]
        by_id = {one.id: one for one in requests}
        self.places = [*_agreed_places(positions, by_id), *_asked_places(connection, by_id)]
        self._files: dict[str, list[tuple[str, str]]] = {}
        for paper in papers(connection, but=_PAPERS):
            self._files.setdefault(paper.sha256, []).append((paper.request, paper.name))
        self._number = {one.id: one.number for one in requests}
        self._amends = {one.id: one.amends for one in requests if one.amends}

    def first_of(self, request: str) -> str:
        """Return the request which an amendment changes in the end; that of any other is itself."""
        seen: set[str] = set()
        while request in self._amends and request not in seen:
            seen.add(request)
            request = self._amends[request]
        return request

    def coded(self, operator: str, code: str) -> list[Place]:
        """Return the places of an operator's code."""
        return self._by_code.get((operator, plain_code(code)), []) if code else []

    def near(self, spots: Spots) -> dict[int, list[Place]]:
        """Return by the index of a row the places that cannot be told from its own."""
        if not self.places:
            return {}
        found: dict[int, list[Place]] = {}
        for row, at, _apart in spots.near(self._xy, self._tree, self._accuracy_m):
            found.setdefault(row, []).append(self.places[at])
        return found

    def files(self, sha256: str, but: str) -> list[tuple[str, str]]:
        """Return where else a file lies: (number of the request, its name there); ``but`` is left out."""
        return [
            (self._number[request], name) for request, name in self._files.get(sha256, []) if request != but
        ]

    @cached_property
    def _by_code(self) -> dict[tuple[str, str], list[Place]]:
        found: dict[tuple[str, str], list[Place]] = {}
        for place in self.places:
            if place.code:
                found.setdefault((place.operator, plain_code(place.code)), []).append(place)
        return found

    @cached_property
    def _xy(self) -> Floats:
        lon = np.array([place.lon for place in self.places], dtype=float)
        lat = np.array([place.lat for place in self.places], dtype=float)
        return np.column_stack(to_metric(lon, lat, self._epsg))

    @cached_property
    def _accuracy_m(self) -> Floats:
        return np.array([place.accuracy_m for place in self.places], dtype=float)

    @cached_property
    def _tree(self) -> shapely.STRtree:
        points: Any = shapely.points(self._xy)
        return shapely.STRtree(points)


def taken_now(registry: Registry) -> Taken:
    """Return what is taken as the register stands; the same object until something is written."""
    with registry.database.read() as connection:
        version = ledger.head(connection)
        with registry.lock:
            kept: tuple[ledger.Head, Taken] | None = registry.cache.get("taken")
        if kept is not None and kept[0] == version:
            return kept[1]
        found = Taken(connection, registry.settings.metric_epsg)
    with registry.lock:
        registry.cache["taken"] = (version, found)
    return found


def _held(agreed: Iterable[Approval]) -> dict[str, bool]:
    """Return, for requests that agreed positions came of, whether any of these still holds."""
    found: dict[str, bool] = {}
    for one in agreed:
        found[one.request] = found.get(one.request, False) or one.state in _STANDS
    return found


def _agreed_places(agreed: Iterable[Approval], requests: dict[str, Request]) -> list[Place]:
    return [
        Place(
            request=one.request,
            number=requests[one.request].number,
            held_by=requests[one.request].organisation,
            operator=one.operator,
            code=one.code,
            lon=one.lon,
            lat=one.lat,
            accuracy_m=DEFAULT_ACCURACY_M,
            among=PLACES_OF[RequestKind.POSITION],
            decision=one.decision,
            agreed_on=one.approved_on,
            approval=one.id,
        )
        for one in agreed
        if one.state in _STANDS
    ]


def _asked_places(connection: Connection, requests: dict[str, Request]) -> list[Place]:
    return [
        Place(
            request=row["request"],
            number=row["number"],
            held_by=requests[row["request"]].organisation,
            operator=row["operator"],
            code=row["site_code"],
            lon=row["lon"],
            lat=row["lat"],
            accuracy_m=row["accuracy_m"],
            among=PLACES_OF[RequestKind(row["request_kind"])],
            sheet_row=row["sheet_row"],
        )
        for row in open_rows(connection)
        if row["lon"] is not None
        and row["lat"] is not None
        and RequestKind(row["request_kind"]) in PLACES_OF
        and asks_for_place(ProposalKind(row["kind"]))
    ]
