"""An appraisal as the scripts read it: small enough for thousands of rows, the same by URL and in one file.

Rows and their findings are apart: the list needs all rows at once, findings one row at a time. Texts that
many findings share (sentences, sources) and zones stand once, findings point to them by number.
"""

import math
from collections.abc import Sequence
from typing import Any

from registry.checks.registered import CHECKS
from registry.columns import column
from registry.geo.angles import parse_value
from registry.geo.areas import near_m
from registry.intake.meanings import is_ours
from registry.intake.parsed import SheetColumn, SheetReading
from registry.messages import Language, number
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.model.issues import Issue
from registry.model.positions import Confidence, Position
from registry.model.requests.proposals import Proposal
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow, gaps_said, issue_json
from registry.services.appraise.finding_texts import sentence, unit_said
from registry.services.office.sources import cited
from registry.services.requests.conditions.proposals import agreed_by_hand

NEARBY_M = 50_000.0  # what was written is drawn beside its repair only where one map can show both
STEP = 7  # decimals of a degree: 1 cm
_WEIGHT = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.CONSENT, Outcome.REVIEW, Outcome.PASS, Outcome.NA)
_RANK = {outcome: index for index, outcome in enumerate(_WEIGHT)}
_LETTER = {
    Outcome.FAIL: "f", Outcome.UNKNOWN: "u", Outcome.CONSENT: "c",
    Outcome.REVIEW: "r", Outcome.PASS: "p", Outcome.NA: "n",
}  # fmt: skip
_FAMILIES = tuple(
    dict.fromkeys(check.code.split("-")[0] for check in CHECKS if check.stage is Stage.POSITION)
)


def view(appraisal: Appraisal, lang: Language) -> dict[str, Any]:
    """Return everything of an appraisal but the findings."""
    at_row = {(row.proposal.sheet, row.proposal.row): index for index, row in enumerate(appraisal.rows)}
    issues = [_issue(issue, at_row, lang) for issue in appraisal.issues]
    counted = [0] * len(appraisal.rows)
    for issue in issues:
        if issue["at"] >= 0:
            counted[issue["at"]] += 1
    return {
        "file": appraisal.file_name,
        "sha256": appraisal.sha256,
        "day": appraisal.as_of.strftime("%d/%m/%Y"),
        "law": appraisal.law.digest,
        "counts": appraisal.counts,
        "gaps": gaps_with_names(appraisal, lang),
        "sheets": [_sheet(sheet, lang) for sheet in appraisal.sheets],
        "issues": issues,
        "rows": [row_view(row, counted[index]) for index, row in enumerate(appraisal.rows)],
    }


def row_view(row: AppraisedRow, issues: int = 0) -> dict[str, Any]:
    """Return one line of the table; empty values are left out. ``signs`` has a letter for each family."""
    proposal, position = row.proposal, row.proposal.position
    found: dict[str, Any] = {
        "sheet": proposal.sheet,
        "row": proposal.row,
        "code": proposal.site_code,
        "operator": proposal.operator,
        "kind": proposal.kind.value,
        "verdict": row.verdict.value,
        "signs": signs(row.findings),
        "class": proposal.mast_class.value if proposal.mast_class else (proposal.old_class or ""),
        "height": proposal.mast_height_m,
        "place": _place(proposal),
        "note": proposal.note,
        "also": [list(said) for said in proposal.also],
        "replaces": proposal.replaces,
        "hidden": proposal.hidden,
        "issues": issues,
        "raw": list(position.raw),
        "reading": position.reading,
    }
    if position.lon is not None and position.lat is not None:
        found["at"] = [round(position.lon, STEP), round(position.lat, STEP)]
        found["accuracy"] = position.accuracy_m
    if position.confidence is Confidence.PROPOSED:
        found["repaired"] = True
        found["before"] = written_place(position)
    return {key: value for key, value in found.items() if value not in ("", None, False, 0, [])}


def _place(proposal: Proposal) -> str:
    """Return address, commune and district as written; a name that the address already ends with once."""
    said = proposal.address
    for part in (proposal.commune, proposal.district):
        if part and not said.casefold().endswith(part.casefold()):
            said = f"{said}, {part}" if said else part
    return said


def signs(findings: Sequence[Finding]) -> str:
    """Return the weightiest outcome of each family of the position stage, one letter each.

    What only the office lacks is said once above the list: in a row it shows where it lowers the row, by the
    sign that stands at the finding itself.
    """
    worst: dict[str, Outcome] = {}
    for finding in findings:
        if finding.stage is not Stage.POSITION:
            continue
        family = finding.rule.split("-")[0]
        known = worst.get(family)
        outcome = finding.outcome
        if finding.reservation is Reservation.OFFICE:
            if not finding.lowers:
                outcome = Outcome.NA
            elif outcome is Outcome.NA:  # it does not apply as far as the office knows
                outcome = Outcome.UNKNOWN
        if known is None or _RANK[outcome] < _RANK[known]:
            worst[family] = outcome
    return "".join(_LETTER[worst.get(family, Outcome.NA)] for family in _FAMILIES)


def written_place(position: Position) -> list[float] | None:
    """Return [lon, lat] of the text as it stands, where it is two angles near the repaired position."""
    if position.lon is None or position.lat is None or len(position.raw) != 2:
        return None
    angles = [parse_value(text) for text in position.raw]
    values = [angle.degrees for angle in angles if angle.degrees is not None]
    if len(values) != 2:
        return None
    lon, lat = values if values[0] > values[1] else reversed(values)
    far = not 0.0 < near_m(lon, lat, position.lon, position.lat) < NEARBY_M
    return None if far else [round(lon, STEP), round(lat, STEP)]


_DECIMALS = 5
"""So many that the page, which shows one, does not round a second time and contradict the sentence."""


def _rounded_alike(value: float) -> float:
    """Return a number so that the browser, which shows one decimal, writes what the sentence writes.

    A little less than a half that becomes one here goes out a little smaller: else the browser takes it up.
    """
    kept = round(value, _DECIMALS)
    if number(kept) == number(value):
        return kept
    return round(kept - math.copysign(10.0**-_DECIMALS, kept), _DECIMALS)


class FindingsPack:
    """Findings of many rows with shared texts and shapes standing once.

    ``rows`` holds a list per row; a finding is [rule, outcome, stage, message, measured, limit, unit,
    source, article, related, operator, flags, evidence] with numbers into ``texts`` (0 is "") and
    ``shapes`` (-1: none); flags are 1 flips, 2 unverified, 4 blocking, 8 a condition, 16 a gap of the office,
    32 what leaves the row open, 64 a body's agreement on conditions.
    """

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.texts: list[str] = [""]
        self.shapes: list[dict[str, Any]] = []
        self.rows: list[list[list[Any]]] = []
        self._text_at: dict[str, int] = {"": 0}
        self._shape_at: dict[int, tuple[int, dict[str, Any]]] = {}
        self._said: dict[str, str] = {}

    def add(self, findings: Sequence[Finding]) -> None:
        """Add the findings of the next row."""
        self.rows.append([self._finding(finding) for finding in findings])

    def data(self) -> dict[str, Any]:
        """Return the pack as plain JSON values."""
        return {"texts": self.texts, "shapes": self.shapes, "rows": self.rows}

    def _finding(self, finding: Finding) -> list[Any]:
        flags = finding.flips | (not finding.verified) << 1 | (finding.blocking is True) << 2
        kind = finding.reservation
        flags |= (kind is Reservation.CONDITION) << 3 | (kind is Reservation.OFFICE) << 4
        flags |= finding.lowers << 5 | (agreed_by_hand(finding) != "") << 6
        return [
            self._text(finding.rule),
            _RANK[finding.outcome],
            self._text(finding.stage.value),
            self._text(self._sentence(finding)),
            None if finding.measured is None else _rounded_alike(float(finding.measured)),
            None if finding.limit is None else float(finding.limit),
            self._text(unit_said(finding, self.lang)),
            self._text(cited(finding.source, self.lang)),
            self._text(cited(finding.article, self.lang)),
            self._text(finding.related or ""),
            self._text(finding.related_operator or ""),
            int(flags),
            -1 if finding.evidence is None else self._shape(finding.evidence),
        ]

    def _sentence(self, finding: Finding) -> str:
        # Most findings say the same of many rows; making a sentence costs more than looking it up.
        if finding.notes:
            return sentence(finding, self.lang)
        key = f"{finding.code}{finding.params}"
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = sentence(finding, self.lang)
        return said

    def _text(self, text: str) -> int:
        at = self._text_at.get(text)
        if at is None:
            at = self._text_at[text] = len(self.texts)
            self.texts.append(text)
        return at

    def _shape(self, shape: dict[str, Any]) -> int:
        # A zone's polygon is one object for every row it holds; it is kept, so that its id stays its own.
        kept = self._shape_at.get(id(shape))
        if kept is None:
            kept = self._shape_at[id(shape)] = (len(self.shapes), shape)
            self.shapes.append(rounded(shape))
        return kept[0]


def rounded(shape: dict[str, Any], decimals: int = STEP) -> dict[str, Any]:
    """Return a GeoJSON geometry with its coordinates rounded."""
    if "geometries" in shape:
        return {
            "type": shape["type"],
            "geometries": [rounded(part, decimals) for part in shape["geometries"]],
        }
    return {"type": shape["type"], "coordinates": _round(shape["coordinates"], decimals)}


def _round(value: Any, decimals: int) -> Any:
    if isinstance(value, list | tuple):
        return [_round(part, decimals) for part in value]
    return round(float(value), decimals)


def gaps_with_names(appraisal: Appraisal, lang: Language) -> list[dict[str, Any]]:
    """Return what rows lack in common with its sentence and its rules' titles, most rows first."""
    titles = {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS}
    of = number(len(appraisal.rows), 0, lang)
    return [
        {key: gap[key] for key in ("message", "rules", "rows", "lowered")}
        | {
            "titles": [(code, titles[code]) for code in gap["rules"]],
            "placed": gap["missing"].partition(":")[0] in ("layer", "list", "plan"),
            "share": f"{number(gap['rows'], 0, lang)}/{of}",
            "office": gap["reservation"] == Reservation.OFFICE,
        }
        for gap in gaps_said(appraisal, lang)
    ]


def _issue(issue: Issue, at_row: dict[tuple[str, int], int], lang: Language) -> dict[str, Any]:
    return {**issue_json(issue, lang), "at": at_row.get((issue.sheet, issue.row), -1)}


def _sheet(sheet: SheetReading, lang: Language) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "read": sheet.read,
        "header_row": sheet.header_row,
        "rows": sheet.rows,
        "hidden": sheet.hidden,
        "hidden_rows": sheet.hidden_rows,
        "columns": [_column(item, lang) for item in sheet.columns],
    }


def _column(item: SheetColumn, lang: Language) -> dict[str, Any]:
    """Return a column as it was read; ``stated`` where that rests on a person's word, with its request."""
    found: dict[str, Any] = {
        "letter": item.letter,
        "header": item.header,
        "means": label(item.name, lang),
        "hidden": item.hidden,
    }
    if is_ours(item.header):
        found["ours"] = True
    if item.stated is not None:
        found["stated"] = {"unit": item.stated.unit, "source": item.stated.source}
        if not item.stated.field:
            found["unused"] = True
    return found


def label(name: str, lang: Language) -> str:
    """Return what a column of the dictionary, or a part of one, is called; "" for none."""
    if not name:
        return ""
    found = column(name.partition(":")[0])  # "lat:degrees": a part of a position over several columns
    return found.label_en if lang == "en" else found.label_vi
