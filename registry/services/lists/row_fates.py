"""What becomes of each row of a list, from how the list differs from the register."""

from collections import defaultdict
from collections.abc import Iterator

from registry.geo.areas import near_m
from registry.intake.parsed import ParsedList, ParsedRow
from registry.intake.raw import cell_text, letter
from registry.model.issues import Issue
from registry.model.ledger import Change
from registry.model.mast_lists import KEPT, MOVED, Doubt, Fate, ListedRow, RowChange
from registry.services.office.preview import field_changes
from registry.services.register.import_sites import Compared, ListTask
from registry.services.register.listed_against import Standing
from registry.services.register.listed_masts import Place, Rows

NOT_OWN = "SITE-NOT-OWN"


def fates_of(task: ListTask, rows: Rows, compared: Compared, issues: list[Issue]) -> Iterator[ListedRow]:
    """Yield every row of a list that was compared with what becomes of it, in the list's order."""
    parsed, left = task.parsed, frozenset(task.left)
    said: dict[Place, list[Issue]] = defaultdict(list)
    for issue in issues:
        if issue.row:
            said[issue.sheet, issue.row].append(issue)
    doubts = _doubts(rows, compared, task.standing)
    kept = _kept(task.standing, rows)
    shown: set[str] = set()  # a mast that two rows name changes once
    first = {sheet.name: _first_letter(parsed, sheet.name) for sheet in parsed.sheets}
    for row in parsed.rows:
        place = (row.sheet, row.row)
        site = rows.site_at.get(place, "")
        changes: list[Change] = [] if site in shown else compared.by_site.get(site, [])
        if site:
            shown.add(site)
        yield ListedRow(
            sheet=row.sheet,
            row=row.row,
            code=str(row.values.get("site_code", "")).strip() or rows.code_of.get(site, ""),
            fate=_fate(place, site, rows, compared, left),
            shared=place in rows.led_by_others,
            changes=tuple(
                RowChange(change.table, item.field, item.before, item.after, _joins(change, task.standing))
                for change in changes
                for item in field_changes([change])
            )
            + tuple(_moves(changes))
            + kept.pop(site, ()),
            issues=tuple(said.get(place, ())),
            doubts=tuple(doubts.get(site, ())),
            cells=tuple(_cells(row, first.get(row.sheet, 0))),
            mast=site,
        )


def _kept(standing: Standing, rows: Rows) -> dict[str, tuple[RowChange, ...]]:
    """Return by site the technologies that its mast has in the register and its operator's rows leave out.

    They stay in the register, so nobody is to read "no change" as if the list said that they are there.
    """
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for identity, station in rows.stations.items():
        said[rows.site_of[identity], station["operator"]].add(station["technology"])
    found: dict[str, tuple[RowChange, ...]] = {}
    for operator, sites in rows.listed.items():
        for site in sites:
            mast = standing.structures.get(site, ("", ""))[0]
            left = set(standing.stations.get((mast, operator), {})) - said.get((site, operator), set()) - {""}
            if left and said.get((site, operator)):
                found[site] = (RowChange("stations", KEPT, None, ", ".join(sorted(left))),)
    return found


def _joins(change: Change, standing: Standing) -> str:
    """Return the technology of a new station where its operator has others on the mast; else ``""``."""
    if change.table != "stations" or change.before is not None or change.after is None:
        return ""
    others = standing.stations.get((change.after["structure_id"], change.after["operator"]))
    return str(change.after["technology"]) if others else ""


def _moves(changes: list[Change]) -> Iterator[RowChange]:
    """Yield how far a mast of the register would move, in metres: a degree says that to nobody."""
    for change in changes:
        places = [(side.get("lon"), side.get("lat")) for side in (change.before or {}, change.after or {})]
        (lon, lat), (new_lon, new_lat) = places
        if lon is None or lat is None or new_lon is None or new_lat is None or places[0] == places[1]:
            continue
        yield RowChange(change.table, MOVED, None, round(near_m(lon, lat, new_lon, new_lat), 1))


def _fate(place: Place, site: str, rows: Rows, compared: Compared, left: frozenset[Place]) -> Fate:
    if place in left:
        return Fate.LEFT
    if place in rows.refused:
        return Fate.ANOTHERS if rows.refused[place] == NOT_OWN else Fate.REFUSED
    if place in rows.repeated:
        return Fate.UNCHANGED
    if site in compared.new:
        return Fate.NEW
    return Fate.CHANGED if site in compared.by_site else Fate.UNCHANGED


def _doubts(rows: Rows, compared: Compared, standing: Standing) -> dict[str, list[Doubt]]:
    """Return the questions *same mast?* that the list raises, at both of their masts."""
    found: dict[str, list[Doubt]] = defaultdict(list)
    for question in compared.questions:
        pair = (question["site_a"], question["site_b"])
        for site, other in (pair, pair[::-1]):
            listed = {operator for operator, sites in rows.listed.items() if other in sites}
            found[site].append(
                Doubt(
                    rows.code_of.get(other) or standing.code_of(other),
                    tuple(sorted(standing.operators_of.get(other, set()) | listed)),
                    float(question["distance_m"] or 0.0),
                    str(question["reason"]),
                )
            )
    return found


def _first_letter(parsed: ParsedList, sheet: str) -> int:
    """Return the index of the column in which the cells of a sheet's rows begin."""
    reading = next(item for item in parsed.sheets if item.name == sheet)
    row = next((row for row in parsed.rows if row.sheet == sheet), None)
    named = next((item.letter for item in reading.columns if item.header or item.name), "")
    if row is None or not named:
        return 0
    at = next((at for at, key in enumerate(row.keys) if key), 0)
    return max(0, next(column for column in range(10_000_000) if letter(column) == named) - at)


def _cells(row: ParsedRow, first: int) -> Iterator[tuple[str, str]]:
    for at, cell in enumerate(row.cells):
        if cell != "":
            yield letter(first + at), cell_text(cell)
