"""The rows behind a number of an event: the statements that stand, by carrier, commune and state."""

from dataclasses import dataclass

from registry.model.outages.outages import LineState, OutageLine
from registry.services.outages.board_view import Board
from registry.services.outages.stations import StationSite
from registry.storm.outage_fold import effective

STATES = ("down", "restored", "generator", "affected")


@dataclass(frozen=True, slots=True)
class ListedLine:
    """A statement that stands: of a station site, or a commune's count (``station`` None).

    ``down``: it counts as off the air; ``by_count``: it was named as down and a later count says that nothing
    is down in its commune any more. ``commune`` is the commune's name.
    """

    line: OutageLine
    station: StationSite | None
    down: bool
    by_count: bool
    commune: str

    @property
    def counted(self) -> bool:
        """Whether it is a count."""
        return self.line.state is LineState.COUNT


def listed_lines(board: Board, *, operator: str = "", commune: str = "", state: str = "") -> list[ListedLine]:
    """Return the statements that stand, by carrier, commune and code; counts before the stations they hold.

    ``state`` is one of ``STATES`` or "" for all; a count is listed wherever it bears on the number.
    """
    found = []
    for (code, site), standing in board.picture.stations.items():
        line = standing.line
        if _asked(line, operator, commune) and _matches(line, state, down=standing.down):
            station = board.book.sites.get((code, site))
            name = board.book.communes.get(line.commune, line.commune)
            found.append(ListedLine(line, station, standing.down, standing.by_count, name))
    counts: dict[tuple[str, str], OutageLine] = {}
    for line in effective(board.lines):
        if line.state is LineState.COUNT and line.as_of <= board.now:
            counts[line.operator, line.commune] = line
    for key, line in counts.items():
        standing_count = board.picture.communes.get(key)
        if standing_count is None or not _asked(line, operator, commune):
            continue
        numbers = {
            "down": standing_count.down, "restored": standing_count.restored,
            "generator": line.generators or 0, "affected": standing_count.affected, "": 1,
        }  # fmt: skip
        if numbers.get(state):
            name = board.book.communes.get(line.commune, line.commune)
            found.append(ListedLine(line, None, standing_count.down > 0, False, name))
    return sorted(found, key=lambda row: (row.line.operator, row.commune, not row.counted, row.line.code))


def _asked(line: OutageLine, operator: str, commune: str) -> bool:
    return operator in ("", line.operator) and commune in ("", line.commune)


def _matches(line: OutageLine, state: str, *, down: bool) -> bool:
    if state == "down":
        return down
    if state == "restored":
        return not down
    return state != "generator" or bool(line.generator)
