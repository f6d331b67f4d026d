"""Requests of exercises: filed for a learner or by one, found again by the codes of their rows, withdrawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.course.lesson import COACH, Look, Start
from registry.demo.corridor_list import COLUMNS
from registry.demo.proposals import DemoProposal
from registry.errors import RefusalError
from registry.model.requests.desk import NEXT_STATES, Request, RequestKind, RequestState
from registry.model.requests.desk_records import ApprovalState
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, revoke
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.services.requests.requests import receive_request
from registry.services.requests.states import change_state
from registry.store.requests.requests import get_request, of_request
from registry.store.requests.tables import request_rows

CLEARED = "Dọn hồ sơ bài tập"


@dataclass(frozen=True, slots=True)
class Filed:
    """A request that was filed for a try, and the workbook of its list."""

    request: Request
    path: Path


def write_list(start: Start, rows: Sequence[DemoProposal], columns: Sequence[str] = COLUMNS) -> Path:
    """Write the workbook of a try's rows, as their carrier would send it, and return its path."""
    from registry.demo.samples import write_proposals

    path = start.folder / f"danh-sach-bai-tap-{start.tag.lower()}.xlsx"
    write_proposals(path, start.day, start.letter, rows, columns)
    return path


def file_for(start: Start, rows: Sequence[DemoProposal], columns: Sequence[str] = COLUMNS) -> Filed:
    """File a request for the learner to work on, marked as practice."""
    path = write_list(start, rows, columns)
    made = receive_request(
        start.registry, path, kind=RequestKind.POSITION, organisation=rows[0].operator, officer=start.learner,
        letter_number=start.letter, letter_date=start.day, received_on=start.day, note=start.note,
        again=start.note,
        who=COACH,
    )  # fmt: skip
    return Filed(made, path)


def appraising(registry: Registry, request: Request) -> Request:
    """Let the appraisal of a practice request begin."""
    return change_state(registry, request.id, RequestState.APPRAISING, who=COACH, version=request.version)


def known(start: Start, filed: Filed, plans: Sequence[str]) -> dict[str, Any]:
    """Return what the texts and the check of a try know of its request."""
    return {
        "request": filed.request.id,
        "number": filed.request.number,
        "letter": start.letter,
        "plans": list(plans),
    }


def own_request(look: Look) -> Request | None:
    """Return the request that the learner filed with a row of the try's list; None where there is none."""
    codes = set(look.material["codes"])
    made = [one.change.record for one in look.entered("requests") if one.change.before is None]
    with look.registry.database.read() as connection:
        for identity in reversed(made):
            rows = of_request(connection, request_rows, identity)
            if any(_code(row) in codes for row in rows):
                return get_request(connection, identity)
    return None


def file_of(look: Look) -> RequestFile:
    """Return the request that was filed for the try, judged as it stands now."""
    return load_request(look.registry, look.material["request"])


def by_code(file: RequestFile) -> Mapping[str, FileRow]:
    """Return the rows of a request by the codes of their masts."""
    return {row.proposal.site_code: row for row in file.rows}


def withdraw(registry: Registry, requests: Iterable[str]) -> None:
    """Withdraw practice requests; what one that was issued agreed to is revoked."""
    for identity in requests:
        try:
            with registry.database.read() as connection:
                found = get_request(connection, identity)
        except RefusalError:  # taken back with its batch meanwhile
            continue
        if RequestState.WITHDRAWN in NEXT_STATES[found.state]:
            change_state(
                registry, found.id, RequestState.WITHDRAWN, who=COACH, version=found.version, reason=CLEARED
            )
        for agreed in approvals_of(registry, request=found.id, state=ApprovalState.APPROVED):
            revoke(registry, agreed.id, reason=CLEARED, who=COACH, seen=agreed.version)


def _code(row: Mapping[str, Any]) -> str:
    return str(row["site_code"])
