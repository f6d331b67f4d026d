"""The communes that a list of masts names, beside those in which its positions lie: said, never refused."""

from collections.abc import Iterator

from registry.checks.communes import CommuneNames, names_of, one_name, stated_today
from registry.checks.context import Context
from registry.checks.location import LOCATION_CHECKS
from registry.checks.on_day.judging import judge
from registry.intake.parsed import ParsedList, ParsedRow
from registry.messages import issue_of
from registry.model.issues import Issue, Severity
from registry.model.requests.proposals import Proposal
from registry.store.register.compared import SitePlace

_SAID = frozenset(
    {
        "LOC-02-OUTSIDE",
        "LOC-02-OUTSIDE-ALL",
        "LOC-02-NAME-UNKNOWN",
        "LOC-02-NAME-UNKNOWN-NEAR",
        "LOC-02-NAME-UNKNOWN-OUTSIDE",
    }
)
"""What is worth a carrier's eye: a name that there is not, a position beyond the error of the border."""
_UNSURE = frozenset({"LOC-02-NAME-UNKNOWN-NEAR"})  # nobody proposes what the border cannot tell
_CHECK = [check for check in LOCATION_CHECKS if check.code == "LOC-02"]
_TERRITORY = [check for check in LOCATION_CHECKS if check.code == "LOC-01"]
_BEYOND = frozenset({"LOC-01-OUTSIDE", "LOC-01-FAR"})
_OUTSIDE = "COORD-OUTSIDE"


def commune_issues(parsed: ParsedList, context: Context) -> Iterator[Issue]:
    """Yield a warning for each row whose commune is unknown, or is not the one in which its position lies.

    Positions within the error of a border are not spoken of, and no row is kept out for its commune.
    """
    if not context.units.communes:
        return
    letters = {sheet.name: sheet.letter_of("commune") for sheet in parsed.sheets}
    stated = [row for row in parsed.rows if row.values.get("commune")]
    placed = [row for row in stated if row.position.known]
    found, _law = judge([_proposal(row) for row in placed], context, _CHECK)
    for row, (finding,) in zip(placed, found, strict=True):
        if finding.code in _SAID:
            told = "" if finding.code in _UNSURE else finding.params.get("here")
            here = str(told or finding.params.get("alike") or "")
            unknown = "UNKNOWN" in finding.code
            proposed = f"{here[:1].upper()}{here[1:]}" if unknown and here else None
            yield _issue(
                finding.code,
                row,
                letters,
                proposed,
                **finding.params | {"stated": stated_today(str(row.values["commune"]), finding)},
            )
    names = names_of(context.units)
    for row in stated:
        written, district = str(row.values["commune"]), str(row.values.get("district", ""))
        meant = names.find(written, district)
        if not row.position.known and not meant.rows and meant.former is None:
            yield _issue("SITE-COMMUNE-UNKNOWN", row, letters, names.nearest_name(written), stated=written)


def outside_issues(parsed: ParsedList, context: Context) -> Iterator[Issue]:
    """Yield a warning for each row without a commune whose position lies surely outside the territory.

    Of a row that names a commune ``commune_issues`` says it; of one far away, whoever read its cells.
    """
    if context.units.territory is None:
        return
    told = {(issue.sheet, issue.row) for issue in parsed.issues if issue.code == _OUTSIDE}
    rows = [
        row
        for row in parsed.rows
        if row.position.known and not row.values.get("commune") and (row.sheet, row.row) not in told
    ]
    found, _law = judge([Proposal(row.sheet, row.row, row.position) for row in rows], context, _TERRITORY)
    for row, (finding,) in zip(rows, found, strict=True):
        if finding.code in _BEYOND:
            lat, lon = row.position.lat, row.position.lon
            yield issue_of(_OUTSIDE, sheet=row.sheet, row=row.row, params={"lat": lat, "lon": lon})


def is_that_commune(site: SitePlace | None, written: str, names: CommuneNames | None) -> bool:
    """Whether a list writes a commune otherwise that it wrote before, or names the one that was found.

    "Phường Đa Mai" and "Đa Mai" are one; a former name and today's are two, which the list says.
    """
    if site is None or not written:
        return False
    if site.commune_as_written:
        return site.commune_as_written != written and one_name(site.commune_as_written, written)
    if not site.commune_code or names is None:
        return False
    meant = names.find(written)
    return meant.former is None and [names.units.communes[at].code for at in meant.rows] == [
        site.commune_code
    ]


def _proposal(row: ParsedRow) -> Proposal:
    values = row.values
    return Proposal(
        row.sheet, row.row, row.position,
        commune=str(values["commune"]), district=str(values.get("district", "")),
    )  # fmt: skip


def _issue(
    code: str, row: ParsedRow, letters: dict[str, str], proposed: str | None, **params: object
) -> Issue:
    return issue_of(
        code, severity=Severity.WARNING, sheet=row.sheet, row=row.row, letter=letters.get(row.sheet, ""),
        value=str(row.values["commune"]), proposed=proposed, params=params,
    )  # fmt: skip
