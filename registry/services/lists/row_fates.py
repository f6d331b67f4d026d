"""What becomes of each row of a list, from how the list differs from the register."""

from collections import defaultdict
from collections.abc import Iterator

from registry.intake.parsed import ParsedList, ParsedRow
from registry.intake.raw import cell_text, letter
from registry.model.issues import Issue
from registry.model.ledger import Change
from registry.model.mast_lists import Doubt, Fate, ListedRow, RowChange
from registry.services.office.preview import field_changes
from registry.services.register.import_sites import Compared, ListTask
from registry.services.register.listed_masts import Place, Rows, Standing

NOT_OWN = "SITE-NOT-OWN"


def fates_of(task: ListTask, rows: Rows, compared: Compared, issues: list[Issue]) -> Iterator[ListedRow]:
    """Yield every row of a list that was compared with what becomes of it, in the list's order."""
    parsed, left = task.parsed, frozenset(task.left)
    said: dict[Place, list[Issue]] = defaultdict(list)
    for issue in issues:
        if issue.row:
            said[issue.sheet, issue.row].append(issue)
    doubts = _doubts(rows, compared, task.standing)
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
                RowChange(change.table, item.field, item.before, item.after)
                for change in changes
                for item in field_changes([change])
            ),
            issues=tuple(said.get(place, ())),
            doubts=tuple(doubts.get(site, ())),
            cells=tuple(_cells(row, first.get(row.sheet, 0))),
        )


def _fate(place: Place, site: str, rows: Rows, compared: Compared, left: frozenset[Place]) -> Fate:
    if place in left:
        return Fate.LEFT
    if place in rows.refused:
        return Fate.ANOTHERS if rows.refused[place] == NOT_OWN else Fate.REFUSED
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
