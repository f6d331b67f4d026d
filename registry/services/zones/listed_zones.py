"""Zones from the rows of a workbook: what each row of a decision's list stands for.

A row is one zone. What cannot be made out becomes an issue at its cell and no zone; nothing is guessed.
"""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.limits import check_file
from registry.intake.parsed import ParsedRow, SheetReading
from registry.intake.reading import read_list
from registry.messages import issue_of
from registry.model.areas import Layer, Zone
from registry.model.issues import Issue
from registry.model.sites import MastClass
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.zones.features import GROUPS, height_limit
from registry.services.zones.matching import Extent, Matcher
from registry.services.zones.sentences import parse
from registry.services.zones.unclear import UnclearError
from registry.store.zones.zones import zone_id
from registry.typed_text import beginning

MOST_ROWS = 5000
SENTENCE, MADE_BY, OF = "source_sentence", "made_by", "made_of"
_GROUPS = {
    **GROUPS,
    "all": tuple(MastClass),
    "nothing": (),
}


@dataclass(frozen=True, slots=True)
class RowDefaults:
    """What holds for rows that do not state it themselves."""

    layer: str = ""
    decision: str = ""
    article: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    day_stands_in: bool = False  # ``valid_from`` is nobody's word: it lets rows without a day be read


@dataclass
class ZoneList:
    """What a list of zones gives: the zones that are understood with their rows, and all issues.

    ``undated`` are the ids of zones whose first day nobody stated (``RowDefaults.day_stands_in``).
    """

    name: str
    sha256: str
    zones: list[Zone] = field(default_factory=list)
    rows: list[tuple[str, int]] = field(default_factory=list)  # (sheet, row) of each zone
    issues: list[Issue] = field(default_factory=list)
    left_out: int = 0
    sheets: tuple[SheetReading, ...] = ()
    undated: set[str] = field(default_factory=set)


def read_zone_rows(
    registry: Registry, path: Path, *, defaults: RowDefaults | None = None, name: str | None = None
) -> ZoneList:
    """Read a list of zones (.xlsx, .xls, .ods, .csv) and match its sentences with the register of today.

    Raises RefusalError for a file that cannot be read as a list, that has no column of extents, or more than
    ``MOST_ROWS`` rows.
    """
    given = defaults or RowDefaults()
    check_file(path)
    parsed = read_list(path, ListKind.ZONES, name=name or "")
    if not any(sheet.letter_of("zone_extent") for sheet in parsed.sheets):
        raise RefusalError("ZONE-LIST-NO-EXTENT", name=parsed.name)
    if len(parsed.rows) > MOST_ROWS:
        raise RefusalError("FILE-TOO-MANY-ROWS", name=parsed.name, rows=len(parsed.rows), limit=MOST_ROWS)
    found = ZoneList(parsed.name, parsed.sha256, issues=list(parsed.issues), sheets=parsed.sheets)
    reader = _Rows(registry, given, found)
    for row in parsed.rows:
        reader.add(row)
    return found


class _Terms(NamedTuple):
    """What a row says of its zone besides where it lies."""

    layer: Layer
    decision: str
    first: dt.date
    last: dt.date | None
    classes: frozenset[str] | None
    height: float | None


class _Rows:
    """Makes zones of rows; one matcher for each day that decisions begin on."""

    def __init__(self, registry: Registry, given: RowDefaults, found: ZoneList) -> None:
        self.registry, self.given, self.found = registry, given, found
        self.now = context_for(registry, today())
        self._matchers: dict[dt.date, Matcher] = {}
        self._ids: dict[str, int] = {}
        self._letters = {
            sheet.name: {column.name: column for column in sheet.columns} for sheet in found.sheets
        }

    def add(self, row: ParsedRow) -> None:
        """Take one row in, or leave it out with its issues."""
        values = row.values
        layer = values.get("zone_layer") or self.given.layer
        decision = str(values.get("zone_decision") or self.given.decision).strip()
        first = values.get("zone_from") or self.given.valid_from
        last = values.get("zone_to") or self.given.valid_to
        sentence = str(values.get("zone_extent") or "").strip()
        for missing, code, column in (
            (not sentence, "ZONE-ROW-NO-EXTENT", "zone_extent"),
            (not layer, "ZONE-ROW-NO-LAYER", "zone_layer"),
            (not decision, "ZONE-ROW-NO-DECISION", "zone_decision"),
            (first is None, "ZONE-ROW-NO-DAY", "zone_from"),
        ):
            if missing:
                self._leave(row, column, code, {})
                return
        assert first is not None
        if last is not None and last < first:
            self._leave(row, "zone_to", "ZONE-ROW-DAYS", {"first": first, "last": last})
            return
        height, read = self._height(row)
        classes, known = self._classes(row)
        if not read or not known:
            return
        try:
            extent = self._matcher(first).extent(parse(sentence))
        except UnclearError as unclear:
            self._leave(row, "zone_extent", unclear.code, unclear.params)
            return
        terms = _Terms(Layer(layer), decision, first, last, classes, height)
        self._keep(row, terms, sentence, extent)

    def _keep(self, row: ParsedRow, terms: "_Terms", sentence: str, extent: Extent) -> None:
        for code, params in dict.fromkeys((c, tuple(p.items())) for c, p in extent.notes):
            self._say(row, "zone_extent", code, dict(params))
        named = str(row.values.get("zone_name") or "").strip()
        name = named or beginning(sentence, 120)
        shape = self._matcher(terms.first).degrees(extent.shape)
        identity = zone_id(terms.layer, terms.decision, shape, named or sentence[:120])
        if identity in self._ids:
            self._leave(row, "zone_extent", "ZONE-ROW-TWICE", {"first": self._ids[identity]})
            return
        self._ids[identity] = row.row
        self.found.zones.append(
            Zone(
                id=identity,
                layer=terms.layer,
                name=name,
                decision=terms.decision,
                article=str(row.values.get("zone_article") or self.given.article),
                valid_from=terms.first,
                valid_to=terms.last,
                geometry=shape,
                allowed_classes=terms.classes,
                max_height_m=terms.height,
                error_m=round(extent.error_m, 1),
                attributes={
                    SENTENCE: sentence,
                    MADE_BY: "rows",
                    OF: list(extent.of),
                    "list": self.found.name,
                    "row": f"{row.sheet} {row.row}",
                },
            )
        )
        self.found.rows.append((row.sheet, row.row))
        if self.given.day_stands_in and not row.values.get("zone_from"):
            self.found.undated.add(identity)

    def _matcher(self, day: dt.date) -> Matcher:
        day = min(day, today())
        if day not in self._matchers:
            self._matchers[day] = Matcher(self.now, context_for(self.registry, day))
        return self._matchers[day]

    def _height(self, row: ParsedRow) -> tuple[float | None, bool]:
        value = row.values.get("zone_max_height")
        if value is None:
            return None, True
        limit = height_limit(value)
        if limit is None:
            self._leave(row, "zone_max_height", "ZONE-ROW-HEIGHT", {"value": str(value)})
        return limit, limit is not None

    def _classes(self, row: ParsedRow) -> tuple[frozenset[str] | None, bool]:
        """Return the classes and whether they were read; an unknown word leaves the row out."""
        written = row.raw.get("zone_classes", "")
        codes = row.values.get("zone_classes")
        if codes is None and not written.strip(" -–"):
            return None, True
        at = self._letters.get(row.sheet, {}).get("zone_classes")
        unread = any(
            issue.code == "CELL-NOT-A-CHOICE" and issue.row == row.row and issue.sheet == row.sheet
            and at is not None and issue.letter == at.letter
            for issue in self.found.issues
        )  # fmt: skip
        if unread or codes is None:  # said at its cell already
            if not unread:
                self._say(row, "zone_classes", "ZONE-ROW-CLASSES", {"value": written})
            self.found.left_out += 1
            return None, False
        return frozenset(str(c) for code in codes for c in _GROUPS.get(code, (code,))), True

    def _leave(self, row: ParsedRow, column: str, code: str, params: dict[str, Any]) -> None:
        self.found.left_out += 1
        self._say(row, column, code, params)

    def _say(self, row: ParsedRow, column: str, code: str, params: dict[str, Any]) -> None:
        at = self._letters.get(row.sheet, {}).get(column)
        self.found.issues.append(
            issue_of(
                code,
                sheet=row.sheet,
                row=row.row,
                column=at.header if at else "",
                letter=at.letter if at else "",
                value=row.raw.get(column, "")[:300],
                params=params,
            )
        )
