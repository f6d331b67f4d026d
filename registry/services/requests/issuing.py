"""A request is issued: number, day and signed PDF are recorded, and agreed positions enter the register."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestKind, RequestState
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import SiteState
from registry.model.standing_days import NOT_STANDING
from registry.model.vietnam_time import one_moment
from registry.services.appraise.proposal_json import finding_to_json
from registry.services.office.attachments import attachment_row, is_pdf, keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import write
from registry.services.office.registry import Registry
from registry.services.office.time_limits import limits_with, number_of_limit
from registry.services.register.own_masts import meant, own_mast
from registry.services.requests.actions import Action, action
from registry.services.requests.agreed.altered import amended_by, named_of
from registry.services.requests.conditions.frozen import follow_conditions
from registry.services.requests.decisions import AGREED
from registry.services.requests.frozen_evidence import USED, USED_NAME
from registry.services.requests.gates.besides import points_beside
from registry.services.requests.gates.doors import Reasons, check_seen, check_sheet, keep_passed
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.points import kind_of
from registry.services.requests.gates.sheet import Door, Kind, Point
from registry.services.requests.issued_numbers import check_number, number_matters, signed_matters
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.services.requests.sealing import keep_used
from registry.services.requests.signed_papers import check_paper, signature_matters
from registry.services.requests.state_history import check_day, enter
from registry.services.requests.states import (
    again,
    check_next,
    check_ready,
    check_reasons,
)
from registry.services.requests.taken import taken_now
from registry.services.requests.told import tell_issued
from registry.store import ledger
from registry.store.changes import difference, new_id
from registry.store.office.operators import load_settings
from registry.store.office.owners import OwnerNames
from registry.store.register import sites
from registry.store.register.site_codes import code_taken, site_named
from registry.store.register.states_now import state_of
from registry.store.requests.tables import approvals, attachments, request_rows, requests
from registry.store.tables import site_aliases, stations, structures
from registry.store.tables import sites as sites_table

ENTERS = frozenset({RequestKind.POSITION, RequestKind.AMENDMENT})
"""Kinds of requests whose agreed rows enter the register."""
STANDS_NEW = frozenset({ProposalKind.NEW, ProposalKind.REPLACE, ProposalKind.RELOCATE})
"""Proposals of a mast that stands anew: each is a position of its own."""


@one_moment()
def issue(
    registry: Registry,
    request: str,
    *,
    number: str,
    date: dt.date,
    signed_pdf: Path,
    signed_name: str,
    who: str,
    version: int,
    reason: str = "",
    reasons: Reasons | None = None,
    sheet: str | None = None,
) -> Request:
    """Record that the reply was issued with its number, day and signed PDF.

    Refused until every row is decided and everything answered that the request leaves open; what may be meant
    (a place agreed to meanwhile, a signed file used elsewhere) ``reasons`` answer at the latest here, each a
    kind of the sheet, ``reason`` whatever of them is left; ``sheet`` is the token of the one that was looked
    at (``CHANGED-MEANWHILE`` where it is another by now). A number that the year has used with this sign is
    refused (``REQUEST-NUMBER-TAKEN``). What the PDF's signatures say is kept with it: an unsigned one, or one
    that is not this letter, wants a reason (kind ``signature``), an altered one is not taken.

    What it was decided by stays with the rows. Agreed positions of the kinds that ask for one enter the
    register as approved sites, in a batch of their own (``approved``) that can be undone as an import can.
    The masts and zones that it was decided by are kept with it; the package itself
    (``sealing.seal_request``) draws a map for each row and is made afterwards, apart from the issue.
    """
    if not number.strip():
        raise RefusalError("REQUEST-NUMBER")
    kept = keep_file(registry, signed_pdf, signed_name)
    if not is_pdf(kept.path):
        raise RefusalError("REQUEST-NOT-PDF", name=signed_name)
    offered = {"issued_number": number.strip(), "issued_on": date}
    reply_letter(registry, request, maps=False)  # a template that cannot be filled refuses before, not after
    given = {"": reason, **(reasons or {})}
    judged = load_request(registry, request, on_day=date)  # kept before the writer's lock is taken
    paper = check_paper(registry, kept.path, signed_name, judged, number=number, day=date)
    signatures = signature_matters(registry, paper, signed_name, kept.sha256)
    with action(
        registry, request, "issued", who=who, version=version, offered=offered, closed=True, submitted=True
    ) as made:
        check_next(made.request, RequestState.ISSUED)
        check_day(date, made.request.received_on, today())
        # Only this action writes now, so what is read here is what stands.
        file = load_request(registry, made.request.id, on_day=date)
        check_ready(file)
        seen = file if date == today() else load_request(registry, made.request.id)
        check_seen(
            filed_sheet(seen, Door.ISSUE, points_beside(registry, seen)),
            sheet,
            seen.history,
            made.request.number,
        )
        taken = taken_now(registry)
        asked = number_matters(made.connection, made.request, number, date, taken)
        check_number(asked)
        asked += [*signed_matters(made.request, kept.sha256, taken), *signatures]
        check_reasons(file.rows)
        found = filed_sheet(file, Door.ISSUE, points_beside(registry, file))
        found = replace(found, points=(*found.points, *(Point(kind_of(m), m, m.weight) for m in asked)))
        check_sheet(file, found, given)
        keep_passed(made, found, given)
        enter(made, RequestState.ISSUED, date, number.strip())
        for row in file.rows:
            _keep_judged(made, row)
        follow_conditions(made, file)
        used = keep_used(registry, file)
        if used is not None:
            made.create(
                attachments, attachment_row(made.request.id, used, kind=USED, name=USED_NAME, who=who)
            )
        stored = attachment_row(made.request.id, kept, kind="signed", name=signed_name, who=who)
        stored["signature"] = paper.kept()
        if stored["id"] not in {item["id"] for item in made.rows(attachments)}:
            made.create(attachments, stored)
        made.amend(
            requests, made.request.id, state=RequestState.ISSUED.value, issued_number=number.strip(),
            issued_on=date, signed_name=signed_name, signed_sha256=kept.sha256,
            limit_days=file.request.limit_days, limit_date=file.request.limit_date,
            limit_source=file.request.limit_source,
        )  # fmt: skip
        tell_issued(made, number.strip(), date)
        if made.request.kind in ENTERS:
            _enter_register(
                registry, made, file, number.strip(), date, reason=reason or given.get(Kind.PLACES, "")
            )
        made.about["options"] |= {"issued_number": number.strip()}
    return again(registry, request)


def _keep_judged(made: Action, row: FileRow) -> None:
    kept = {
        "verdict": row.verdict.value,
        "findings": [finding_to_json(item) for item in row.findings],
        "computed": [finding_to_json(item) for item in row.computed],
        "filing": [finding_to_json(item) for item in row.at_filing],
    }
    made.amend(request_rows, made.list_row_id(row.index), judged=kept)


def _enter_register(
    registry: Registry, made: Action, file: RequestFile, number: str, day: dt.date, *, reason: str
) -> None:
    """Write the agreed new positions as approved sites, and what each has to be built by.

    ``reason`` is the leader's word at the issue on what was still open ("" where nothing was).
    """
    limits = limits_with(registry, load_settings(made.connection), day)
    months, source = number_of_limit(limits, "unbuilt", "months")
    rows: dict[str, list[dict[str, Any]]] = {"sites": [], "structures": [], "stations": [], "aliases": []}
    entered: set[str] = set()
    amended = amended_by(made.connection, file.request) if file.request.amends else {}
    for row in file.rows:
        proposal = row.proposal
        agreed = row.decision is not None and row.decision.decision in AGREED
        if not agreed or proposal.kind not in STANDS_NEW or not proposal.position.known:
            continue
        held = amended.get(named_of(proposal)) if proposal.site_code else None
        # written otherwise it is the same code: the register keeps the writing that was agreed to first
        code = held.code if held else proposal.site_code
        code = code or f"{proposal.operator or 'X'}@{number}:{row.index + 1}"
        site = _site_of(made, proposal.operator, code)
        if site in entered:
            continue
        entered.add(site)
        _check_new(made, row, code, reason)
        _register_rows(rows, site, code, proposal, row.commune_code, day=day, made=made)
        _supersede(made, held)
        made.create(
            approvals,
            {
                "id": new_id(),
                "request": made.request.id,
                "row": row.index,
                "site_id": site,
                "code": code,
                "operator": proposal.operator,
                "lon": proposal.position.lon,
                "lat": proposal.position.lat,
                "decision": number,
                "approved_on": day,
                "state": ApprovalState.APPROVED.value,
                "limit_months": months,
                "limit_source": source,
                "extended_months": 0,
            },
        )
    changes = [
        change
        for table, found in (
            (sites_table, rows["sites"]),
            (structures, rows["structures"]),
            (stations, rows["stations"]),
            (site_aliases, rows["aliases"]),
        )
        for change in difference(made.connection, table, found).changes
    ]
    write(
        made.connection,
        changes,
        "approved",
        made.who,
        options={"request": made.request.id, "number": made.request.number, "decision": number},
        summary={"new": len(entered)},
    )


def _check_new(made: Action, row: FileRow, code: str, word: str) -> None:
    """Refuse a new mast where one of the same owner stands, or under its code, without an officer's word.

    His word is the reason of the decision, the answer to what was asked about the row, or ``word``, the
    leader's at the issue (``REQUEST-STANDS-ALREADY``).
    """
    proposal = row.proposal
    said = word.strip() or (row.decision is not None and row.decision.reason.strip())
    answered = meant((note.kind, note.details, note.withdrawn) for note in row.notes)
    if proposal.kind is not ProposalKind.NEW or said or answered:
        return
    found = own_mast(
        made.connection,
        operator=proposal.operator,
        code=code,
        lon=proposal.position.lon or 0.0,
        lat=proposal.position.lat or 0.0,
        owner=proposal.owner,
    )
    if found is not None:
        raise RefusalError(
            "REQUEST-STANDS-ALREADY", row=proposal.row, code=found.mast.code, distance=found.distance_m
        )


def _site_of(made: Action, operator: str, code: str) -> str:
    """Return the id of the site that the operator's code names: the one that stands, else a new one."""
    return site_named(made.connection, operator, code) or sites.site_id(operator, code)


def _register_rows(
    rows: dict[str, list[dict[str, Any]]],
    site: str,
    code: str,
    proposal: Proposal,
    commune_code: str,
    *,
    day: dt.date,
    made: Action,
) -> None:
    known = ledger.rows_by_key(made.connection, sites_table, [site]).get(site)
    mast = sites.structure_id(site)
    standing = ledger.rows_by_key(made.connection, structures, [mast]).get(mast)
    if standing is not None and state_of(standing, day) not in NOT_STANDING:
        # A mast stands there under this code: what was agreed is a second one, and the first stays as it is.
        mast = sites.structure_id(site, 2)
    elif known is None or standing is not None:
        rows["sites"].append(
            _place(site, _shown(made, site, proposal.operator, code), proposal, commune_code)
        )
    rows["structures"].append(
        OwnerNames(made.connection).written(
            {
                "id": mast,
                "site_id": site,
                "mast_class": proposal.mast_class,
                "old_class": proposal.old_class,
                "form": proposal.form,
                "support": proposal.support,
                "mast_height_m": proposal.mast_height_m,
                "rod_m": proposal.rod_m,
                "building_height_m": proposal.building_height_m,
                "top_agl_m": proposal.top_agl_m,
                "ground_elevation_m": proposal.ground_elevation_m,
                "owner": proposal.owner,
                "state": SiteState.APPROVED.value,
                "built_on": None,
                "built_year_only": False,
                "dismantled_on": None,
                "designed_operators": proposal.designed_operators,
                "design_wind_ms": proposal.design_wind_ms,
            }
        )
    )
    for network in dict.fromkeys((proposal.operator, *proposal.shared_with)):
        if network:
            key = sites.station_id(mast, network)
            rows["stations"].append({"id": key, "structure_id": mast, "operator": network})
    rows["aliases"].append(sites.alias_row(site, proposal.operator, code, listed=day))


def _place(site: str, code: str, proposal: Proposal, commune_code: str) -> dict[str, Any]:
    position = proposal.position
    return {
        "id": site,
        "code": code,
        "lon": position.lon,
        "lat": position.lat,
        "accuracy_m": position.accuracy_m,
        "position_raw": list(position.raw),
        "position_reading": position.reading,
        "position_crs": position.crs,
        "position_confidence": position.confidence.value,
        "address": proposal.address,
        "commune_as_written": proposal.commune,
        "commune_code": commune_code,
        "land_type": proposal.land_type,
        "note": proposal.note,
    }


def _shown(made: Action, site: str, operator: str, code: str) -> str:
    """Return the code under which a site is shown: the operator's own, unless another site has it."""
    return f"{operator}-{code}" if code_taken(made.connection, code, but=site) else code


def _supersede(made: Action, held: Approval | None) -> None:
    """Close what was agreed to earlier, where an amendment takes its place."""
    if held is not None and held.state is ApprovalState.APPROVED:
        made.amend(approvals, held.id, state=ApprovalState.REPLACED.value, reason=made.request.number)
