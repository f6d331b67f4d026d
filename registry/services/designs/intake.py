"""A dossier taken in: who handed it in, of which area, at which stage, with which papers; withdrawn."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.designs.design_papers import PaperState, design_papers
from registry.model.designs.desk import UNDER_WAY, DeskDossier, DossierState
from registry.model.designs.dossiers import ApplicantKind, AreaKind, DesignStage
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.designs.deeds import check_worker, dossier_deed, standing_as
from registry.services.designs.drawings import judge_restated
from registry.services.office.calendar import today
from registry.services.office.deeds import name_of
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.designs.dossiers import codes_of
from registry.store.designs.tables import design_dossiers
from registry.typed_text import line_within, within

_LINES = {"applicant": 300, "area_name": 300, "contact": 300, "letter_number": 120, "approval": 300}
_TEXTS = {"ducts_offered": 1000}
_DAYS = ("received_on", "letter_on", "approved_on")
FIELDS = (
    *_LINES, *_TEXTS, *_DAYS, "applicant_kind", "kinds", "stage", "communes", "underground",
    "fibres_per_home", "papers",
)  # fmt: skip
"""What is stated of a dossier, and may be stated otherwise while it is under way."""

_MISSING = {
    "applicant": Words("đơn vị gửi hồ sơ", "who hands it in"),
    "area_name": Words("tên khu", "the area's name"),
    "stage": Words("bước thiết kế", "the stage of the design"),
    "kinds": Words("loại khu", "the kind of area"),
    "received_on": Words("ngày nhận", "the day of receipt"),
}


@one_moment()
def take_in(registry: Registry, stated: Mapping[str, Any], *, person: Person) -> str:
    """Take a dossier in and return its id; ``stated`` are ``FIELDS``.

    Refused without an applicant, an area's name or a day (``DESIGN-STATED-MISSING``), or for a day ahead
    (``REQUEST-DAY``).
    """
    check_worker(person)
    row = _checked(stated)
    identity = new_id()
    with dossier_deed(registry, "received", person, dossier=identity) as made:
        row |= {
            "id": identity,
            "code": _next_code(codes_of(made.connection), row["received_on"].year),
            "state": DossierState.RECEIVED.value,
            "officer": name_of(person),
            "who": made.who,
            "at": made.at,
        }
        made.create(design_dossiers, row)
    return identity


@one_moment()
def restate(
    registry: Registry, dossier: str, stated: Mapping[str, Any], *, seen: int, person: Person
) -> None:
    """State a dossier otherwise while the office owes its answer; refusals as ``take_in``.

    Where that changes what its drawing was judged by, it is judged anew: findings never speak of papers or
    a stage that the dossier does not state any more.
    """
    check_worker(person)
    row = _checked(stated)
    with dossier_deed(registry, "restated", person, dossier=dossier) as made:
        before = standing_as(made, dossier, seen, DossierState.RECEIVED, DossierState.RETURNED, **row)
        made.amend(design_dossiers, dossier, **row)
    judge_restated(registry, before, person)


@one_moment()
def take_over(registry: Registry, dossier: str, *, seen: int, person: Person) -> None:
    """Become the officer of a dossier that is under way."""
    check_worker(person)
    with dossier_deed(registry, "officer", person, dossier=dossier) as made:
        standing_as(made, dossier, seen, *UNDER_WAY, DossierState.RETURNED, officer=made.who)
        made.amend(design_dossiers, dossier, officer=made.who)


@one_moment()
def withdraw(registry: Registry, dossier: str, *, reason: str, seen: int, person: Person) -> None:
    """Put away a dossier that its sender took back (``REQUEST-REASON`` without a reason)."""
    check_worker(person)
    why = within(reason, 1000)
    if not why:
        raise RefusalError("REQUEST-REASON")
    offered = {"state": DossierState.WITHDRAWN.value, "reason": why}
    with dossier_deed(registry, "withdrawn", person, dossier=dossier) as made:
        standing_as(made, dossier, seen, *UNDER_WAY, DossierState.RETURNED, **offered)
        made.amend(design_dossiers, dossier, **offered)


def _checked(stated: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {name: line_within(stated.get(name), most) for name, most in _LINES.items()}
    row |= {name: within(stated.get(name), most) for name, most in _TEXTS.items()}
    row |= {name: stated.get(name) for name in _DAYS}
    row["stage"] = DesignStage(stated["stage"]).value if stated.get("stage") else ""
    row["kinds"] = [kind.value for kind in AreaKind if kind.value in (stated.get("kinds") or ())]
    row["applicant_kind"] = ApplicantKind(stated.get("applicant_kind") or ApplicantKind.DEVELOPER).value
    row["communes"] = list(dict.fromkeys(stated.get("communes") or ()))
    row |= {name: stated.get(name) for name in ("underground", "fibres_per_home")}
    papers = stated.get("papers") or {}
    row["papers"] = {
        code: PaperState(papers[code]).value for code in design_papers() if papers.get(code) is not None
    }
    for name in ("applicant", "area_name", "stage", "kinds", "received_on"):
        if not row[name]:
            raise RefusalError("DESIGN-STATED-MISSING", what=_MISSING[name])
    for name in _DAYS:
        day = row[name]
        if isinstance(day, dt.date) and day > today():
            raise RefusalError("REQUEST-DAY", day=day, first=dt.date(2000, 1, 1), last=today())
    return row


def _next_code(codes: list[str], year: int) -> str:
    """Return the next code of a year ("TK-2026-003")."""
    head = f"TK-{year}-"
    numbers = [
        int(code[len(head) :]) for code in codes if code.startswith(head) and code[len(head) :].isdecimal()
    ]
    return f"{head}{max(numbers, default=0) + 1:03d}"


def may_change(dossier: DeskDossier) -> bool:
    """Whether what is stated of a dossier may be stated otherwise."""
    return dossier.state in (DossierState.RECEIVED, DossierState.RETURNED)
