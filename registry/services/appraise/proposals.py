"""Rows of a list become proposals."""

from typing import Any

from registry.columns import column
from registry.intake.parsed import ParsedRow
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, OldMastClass, Support
from registry.typed_text import beginning

_FIELDS = (
    "site_code",
    "commune",
    "district",
    "province",
    "address",
    "land_type",
    "mast_height_m",
    "rod_m",
    "building_height_m",
    "top_agl_m",
    "ground_elevation_m",
    "designed_operators",
    "host",
    "sharing_sent",
    "sharing_replied",
    "plan_code",
    "replaces",
    "design_wind_ms",
    "guy_radius_m",
    "urban",
    "owner",
    "permit",
    "commencement_notice",
    "emf_certificate",
    "emf_expires_on",
    "note",
)
_READ_ONLY = (
    "owner",
    "urban",
    "technology",
)  # no fields of the form: read as written
_MOST_COLUMNS, _LONGEST = 40, 1000


def proposal_of(row: ParsedRow, operator: str = "") -> Proposal:
    """Build the proposal of one row; ``operator`` is used where the row names none."""
    values = row.values
    own: dict[str, Any] = {name: values[name] for name in _FIELDS if name in values}
    mast_class, old_class = _classes(values.get("mast_class"))
    return Proposal(
        sheet=row.sheet,
        row=row.row,
        position=row.position,
        operator=values.get("operator") or ("" if "operator" in row.unread else operator),
        kind=_kind(row),
        mast_class=mast_class,
        old_class=old_class,
        form=MastForm(values["form"]) if "form" in values else None,
        support=Support(values["support"]) if "support" in values else None,
        shared_with=tuple(values.get("shared_with", ())),
        also=_also(row),
        hidden=row.hidden,
        **own,
    )


def _also(row: ParsedRow) -> tuple[tuple[str, str], ...]:
    """Return what the row says that no field of its form shows, by the header that stands over it."""
    raw = row.raw
    known = [(column(name).label("vi"), raw[name].strip()) for name in _READ_ONLY if name in raw]
    said = [one for one in (*known, *row.besides) if one[1]]
    return tuple((beginning(name, 120), beginning(text, _LONGEST)) for name, text in said[:_MOST_COLUMNS])


def _kind(row: ParsedRow) -> ProposalKind:
    """Return what is asked for: an empty cell asks for a new mast, one not understood for nothing known."""
    if "kind" in row.unread:
        return ProposalKind.UNKNOWN
    return ProposalKind(row.values.get("kind", ProposalKind.NEW))


def _classes(code: str | None) -> tuple[MastClass | None, OldMastClass | None]:
    """Split the column "Loại cột" into a class of today and one of 2007; never one from the other."""
    if not code:
        return None, None
    if code in set(OldMastClass):
        return None, OldMastClass(code)
    return MastClass(code), None
