"""Conditions of issued answers: followed, met with what evidence or not met, until the works are accepted."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from registry.errors import RefusalError
from registry.model.designs.desk import ConditionState, DesignCondition, DeskDossier, DossierState
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.designs.deeds import check_reader, check_worker, dossier_deed, standing_as
from registry.services.office.attachments import file_path, keep_file
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.designs.dossiers import all_conditions, conditions_of, get_dossier, list_dossiers
from registry.store.designs.tables import design_conditions, design_dossiers
from registry.typed_text import within

SETTLED = frozenset({ConditionState.MET, ConditionState.NOT_MET})


@dataclass(frozen=True, slots=True)
class FollowedDesignCondition:
    """A condition that is followed, with the dossier whose answer set it."""

    condition: DesignCondition
    dossier: DeskDossier

    def late(self, day: dt.date) -> bool:
        """Whether it is open after its day."""
        return self.condition.late(day)


@one_moment()
def settle(
    registry: Registry,
    dossier: str,
    condition: str,
    state: ConditionState,
    *,
    evidence: str,
    on: dt.date,
    seen: int,
    person: Person,
    file: Path | None = None,
    file_name: str = "",
) -> None:
    """Record that a condition is met, or was not, by which evidence and on which day; or open it again.

    Met or not met needs words or a file (``DESIGN-NO-EVIDENCE``); the day lies between the issue and today.
    """
    check_worker(person)
    said = within(evidence, 2000)
    if state not in (*SETTLED, ConditionState.OPEN):
        raise RefusalError("REQUEST-VALUE", value=state.value)
    kept = None if file is None else keep_file(registry, file, file_name)
    if state in SETTLED and not said and kept is None:
        raise RefusalError("DESIGN-NO-EVIDENCE")
    with dossier_deed(registry, "condition-settled", person, dossier=dossier) as made:
        found = standing_as(made, dossier, None, DossierState.ANSWERED)
        row = made.standing(
            design_conditions, condition, unknown="DESIGN-CONDITION-UNKNOWN", seen=seen,
            offered={"state": state.value, "evidence": said},
        )  # fmt: skip
        if row["dossier"] != dossier or row["state"] == ConditionState.PROPOSED.value:
            raise RefusalError("DESIGN-CONDITION-UNKNOWN", id=condition[:40])
        first = found.issued_on or found.received_on
        if not first <= on <= today():
            raise RefusalError("REQUEST-DAY", day=on, first=first, last=today())
        settled = state in SETTLED
        columns = {"file_name": file_name, "file_sha256": kept.sha256} if kept else {}
        made.amend(
            design_conditions, condition, state=state.value, evidence=said,
            settled_on=on if settled else None, settled_by=made.who if settled else "", **columns,
        )  # fmt: skip


@one_moment()
def accept(registry: Registry, dossier: str, *, seen: int, person: Person) -> None:
    """Close a dossier whose conditions are all settled (``DESIGN-CONDITIONS-OPEN`` while one is open)."""
    check_worker(person)
    with dossier_deed(registry, "accepted", person, dossier=dossier) as made:
        accepted = DossierState.ACCEPTED.value
        found = standing_as(made, dossier, seen, DossierState.ANSWERED, state=accepted)
        left = [one for one in conditions_of(made.connection, dossier) if one.state is ConditionState.OPEN]
        if left:
            raise RefusalError("DESIGN-CONDITIONS-OPEN", code=found.code, count=len(left))
        made.amend(design_dossiers, dossier, state=accepted)


def followed(registry: Registry, *, open_only: bool = True) -> list[FollowedDesignCondition]:
    """Return the conditions of answered dossiers, the earliest day first; all of them, or the open ones."""
    with registry.database.read() as connection:
        own = {one.id: one for one in list_dossiers(connection, states=[DossierState.ANSWERED])}
        found = all_conditions(connection)
    return [
        FollowedDesignCondition(one, own[one.dossier])
        for one in found
        if one.dossier in own and (one.state is ConditionState.OPEN or not open_only)
    ]


def evidence_file(registry: Registry, dossier: str, condition: str, *, person: Person) -> tuple[Path, str]:
    """Return the file of evidence of a condition and its name (``ATTACHMENT-UNKNOWN`` for none)."""
    check_reader(person)
    with registry.database.read() as connection:
        get_dossier(connection, dossier)
        found = next((one for one in conditions_of(connection, dossier) if one.id == condition), None)
    if found is None or not found.file_sha256:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=condition[:12])
    return file_path(registry, found.file_sha256, found.file_name), found.file_name
