"""After the decision: agreed positions until they are built, extended, revoked by a decision, or completed.

Nothing lapses by itself. What is not built when its months are over stands in the queue "xem xét thu hồi"
(QĐ 72/2025 Điều 4(4); for letters before 01/12/2025 the office's setting, if any).
"""

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from registry.errors import RefusalError
from registry.geo.distances import geodesic_m
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.model.sites import SiteState
from registry.model.vietnam_time import one_moment
from registry.services.appraise.spot import check_place
from registry.services.office.calendar import months_after
from registry.services.office.calendar import today as present_day
from registry.services.office.deeds import KIND, Deed, name_of, standing
from registry.services.office.registry import Registry
from registry.services.office.time_limits import UNSET, limit_code, limits_with, number_of_limit
from registry.services.requests.agreed.agreed_rows import agreed_as
from registry.services.requests.told import tell_revoked
from registry.store import ledger
from registry.store.changes import amend, create, new_id
from registry.store.database import Connection
from registry.store.office.operators import load_settings
from registry.store.register import sites
from registry.store.requests import agreements as store
from registry.store.requests.notes import notes_of_kind
from registry.store.requests.requests import get_request
from registry.store.requests.tables import approvals, row_notes
from registry.store.tables import sites as sites_table
from registry.store.tables import structures
from registry.typed_text import within

NOTE, MATCH, REVIEW = "note", "match", "review"
AS_BUILT = "as_built"  # kind of the note that a report of completion leaves at its row
LONGEST_NOTE = 2000
TALLEST_M = 1000.0  # as a column of heights takes it (data/codes/columns.toml)


def approvals_of(
    registry: Registry, *, request: str = "", operator: str = "", state: ApprovalState | None = None
) -> list[Approval]:
    """Return agreed positions with the day to build by, the oldest first; of a request, operator or state."""
    with registry.database.read() as connection:
        settings = load_settings(connection)
        found = store.list_approvals(connection, request=request, operator=operator, state=state)
    return [_with_term(registry, item, settings) for item in found]


@one_moment()
def extend(registry: Registry, approval: str, months: int, *, ground: str, who: str, seen: int) -> Approval:
    """Extend the time to build; needs its ground, and all extensions together keep to the law's months."""
    offered = {"extension_ground": ground.strip()}
    with changing(registry, approval, "extended", who=who, seen=seen, offered=offered) as (made, found):
        lengthen(registry, made, found, months, ground)
    return get_approval(registry, approval)


def lengthen(registry: Registry, made: "ApprovalChange", found: Approval, months: int, ground: str) -> None:
    """Add months to the time to build, inside an action on the approval."""
    check_extension(registry, load_settings(made.connection), found, months, ground)
    grounds = "; ".join(filter(None, (found.extension_ground, ground.strip())))
    made.set(extended_months=found.extended_months + months, extension_ground=grounds)


def check_extension(
    registry: Registry, settings: dict[str, Any], found: Approval, months: int, ground: str
) -> None:
    """Refuse an extension without its ground, of no month, or longer than all together may be."""
    if not ground.strip():
        raise RefusalError("REQUEST-REASON")
    if months < 1:
        raise RefusalError("REQUEST-VALUE", value=str(months))
    largest = _longest_extension(registry, settings, found.approved_on)
    if largest is not None and found.extended_months + months > largest:
        raise RefusalError("APPROVAL-EXTENSION", months=months, largest=largest)


def extension_left(registry: Registry, found: Approval) -> int | None:
    """Return by how many months an agreed position may still be extended; None where no number is known."""
    with registry.database.read() as connection:
        largest = _longest_extension(registry, load_settings(connection), found.approved_on)
    return None if largest is None else max(0, largest - found.extended_months)


@one_moment()
def revoke(registry: Registry, approval: str, *, reason: str, who: str, seen: int) -> Approval:
    """Record that the office took the agreement back; the approved mast no longer counts in the register."""
    if not reason.strip():
        raise RefusalError("REQUEST-REASON")
    offered = {"reason": reason.strip()}
    with changing(registry, approval, "revoked", who=who, seen=seen, offered=offered) as (made, found):
        made.set(state=ApprovalState.REVOKED.value, reason=reason.strip())
        mast = _approved_mast(made.connection, found.site_id)
        if mast is not None:
            gone = {"state": SiteState.DISMANTLED.value, "dismantled_on": present_day()}
            made.changes.append(amend(structures, mast, **gone))
        tell_revoked(made, found)
    return get_approval(registry, approval)


@dataclass(frozen=True, slots=True)
class AsBuilt:
    """As-built against approved: metres on the ellipsoid, and what the office's limits say of it.

    ``height_m`` as stated, ``agreed_m`` as agreed to, of the mast itself; None where not known.
    """

    off_m: float
    outcome: str
    note_m: float
    review_m: float
    height_m: float | None = None
    agreed_m: float | None = None

    @property
    def higher_m(self) -> float | None:
        """How much higher it was built than agreed (negative: lower); None where a height is not known."""
        if self.height_m is None or self.agreed_m is None:
            return None
        return round(self.height_m - self.agreed_m, 2)


def compare_built(
    registry: Registry, approval: Approval, lon: float, lat: float, height_m: float | None = None
) -> AsBuilt:
    """Compare as-built coordinates (EPSG:4326 degrees) and the mast's height (m) with what was agreed to.

    ``match`` to 10 m, ``note`` above, ``review`` above 30 m: settings of the office, unverified (no text that
    was read states a tolerance). Nor is one of the height: any difference is said as it is.
    """
    check_place(lon, lat)
    if height_m is not None and not 0 < height_m <= TALLEST_M:
        raise RefusalError("REQUEST-VALUE", value=f"{height_m:g}")
    with registry.database.read() as connection:
        law = limits_with(registry, load_settings(connection), present_day())
    rule = law.rules[limit_code("as-built")]
    note_m, review_m = (rule.threshold(name).value or 0.0 for name in ("note_m", "review_m"))
    off_m = float(geodesic_m(approval.lon, approval.lat, lon, lat))
    outcome = REVIEW if off_m > review_m else NOTE if off_m > note_m else MATCH
    agreed_m = None
    if height_m is not None:  # with that of the row as decided: a list may have said another since
        agreed = agreed_as(registry, {approval.request: [approval.id]}).get(approval.id)
        agreed_m = None if agreed is None else agreed.mast_height_m
    return AsBuilt(round(off_m, 2), outcome, note_m, review_m, height_m, agreed_m)


@one_moment()
def report_completion(
    registry: Registry,
    approval: str,
    *,
    lon: float,
    lat: float,
    completed_on: dt.date,
    who: str,
    seen: int,
    accuracy_m: float = 10.0,
    height_m: float | None = None,
    note: str = "",
) -> Approval:
    """Record the carrier's report: the mast stands, where it was measured, how far off the approved point.

    The register then holds the mast in service at its as-built position, and as high as the report states
    (``height_m``, of the mast itself; None: not stated, the agreed height stays). ``note`` is what the report
    says besides (why it stands apart from the approved point); it stands as a note of the agreed row.
    """
    standing = get_approval(registry, approval)
    if not standing.approved_on <= completed_on <= present_day():
        raise RefusalError("REQUEST-DAY", day=completed_on, first=standing.approved_on, last=present_day())
    built = compare_built(registry, standing, lon, lat, height_m)
    written = {
        "completed_on": completed_on,
        "built_lon": lon,
        "built_lat": lat,
        "built_off_m": built.off_m,
        "built_outcome": built.outcome,
        "built_height_m": built.height_m,
        "built_higher_m": built.higher_m,
    }
    with changing(registry, approval, "completed", who=who, seen=seen, offered=written) as (made, found):
        made.set(state=ApprovalState.COMPLETED.value, **written)
        mast = _approved_mast(made.connection, found.site_id)
        site = ledger.rows_by_key(made.connection, sites_table, [found.site_id]).get(found.site_id)
        if mast is not None and site is not None:
            stands = {"state": SiteState.IN_SERVICE.value, "built_on": completed_on}
            made.changes.append(amend(structures, mast, **stands, **_as_high(mast, built)))
            place = {"lon": lon, "lat": lat, "accuracy_m": accuracy_m, "position_reading": "as-built"}
            made.changes.append(amend(sites_table, site, **place))
        if note.strip():
            made.changes.append(create(row_notes, _built_note(made.connection, found, note, who)))
    return get_approval(registry, approval)


def _as_high(mast: dict[str, Any], built: AsBuilt) -> dict[str, Any]:
    """Return what the stated height changes of the mast; its top rises as much: its foot has not moved."""
    if built.height_m is None:
        return {}
    changed, held = {"mast_height_m": built.height_m}, mast.get("mast_height_m")
    if held is not None and mast.get("top_agl_m") is not None:
        changed["top_agl_m"] = round(mast["top_agl_m"] + built.height_m - held, 2)
    return changed


def _built_note(connection: Connection, found: Approval, note: str, who: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "request": found.request,
        "list_version": get_request(connection, found.request).list_version,
        "row": found.row,
        "kind": AS_BUILT,
        "text": within(note, LONGEST_NOTE),
        "files": [],
        "details": {"approval": found.id},
        "who": who,
        "at": ledger.present(),
        "withdrawn": False,
    }


def built_notes(registry: Registry) -> dict[str, str]:
    """Return what the reports of completion say besides, by approval; those that say nothing are left out."""
    with registry.database.read() as connection:
        notes = notes_of_kind(connection, AS_BUILT)
    return {str(note.details["approval"]): note.text for note in notes}


def get_approval(registry: Registry, approval: str) -> Approval:
    """Return one agreed position; ``APPROVAL-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        found = store.get_approval(connection, approval)
        settings = load_settings(connection)
    return _with_term(registry, found, settings)


def _longest_extension(registry: Registry, settings: dict[str, Any], approved_on: dt.date) -> int | None:
    """Return the months that extensions may add up to: by the law of the letter's day, else by today's."""
    for day in (approved_on, present_day()):
        limits = limits_with(registry, settings, day)
        months, _source = number_of_limit(limits, "unbuilt", "extension_months")
        if months is not None:
            return months
    return None


def _with_term(registry: Registry, found: Approval, settings: dict[str, Any]) -> Approval:
    """Return the approval with the day to build by; a number that the office set since then holds."""
    months, source = found.limit_months, found.limit_source
    if months is None:
        limits = limits_with(registry, settings, found.approved_on)
        months, source = number_of_limit(limits, "unbuilt", "months")
    if months is None:
        return replace(found, limit_source=UNSET)
    by = months_after(found.approved_on, months + found.extended_months)
    return replace(found, limit_months=months, limit_source=source, build_by=by)


def _approved_mast(connection: Connection, site: str) -> dict[str, Any] | None:
    """Return the image of the structure on a site that is approved and not built, or None."""
    keys = [sites.structure_id(site), sites.structure_id(site, 2)]
    found = ledger.rows_by_key(connection, structures, keys)
    waiting = [row for row in found.values() if row["state"] == SiteState.APPROVED]
    return waiting[0] if waiting else None


@dataclass
class ApprovalChange(Deed):
    """What one action changes: the approval, and what of the register follows."""

    approval: str = field(kw_only=True)

    def set(self, **columns: Any) -> None:
        """Set columns of the approval."""
        self.amend(approvals, self.approval, **columns)


@contextlib.contextmanager
def changing(
    registry: Registry, approval: str, kind: str, *, who: str, seen: int, offered: dict[str, Any]
) -> Iterator[tuple[ApprovalChange, Approval]]:
    """Open an action on an agreed position that is neither built nor taken back."""
    with one_moment(), registry.database.write() as connection:
        standing(connection, approvals, approval, unknown="APPROVAL-UNKNOWN", seen=seen, offered=offered)
        found = store.get_approval(connection, approval)
        if found.state is not ApprovalState.APPROVED:
            raise RefusalError("APPROVAL-CLOSED", code=found.code)
        about = {"options": {"approval": approval, "code": found.code}}
        made = ApprovalChange(
            connection, f"{KIND}{kind}", name_of(who), ledger.present(), about, approval=approval
        )
        yield made, found
        made.write()
