"""One step of one defect: who may, on which version, what it sets and what it says, in one batch."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from registry.errors import RefusalError
from registry.model.field.defects import STANDING_DEFECTS, Defect, DefectState, Severity
from registry.model.ledger import Change
from registry.model.notices import NoticeKind, Recipient, Subject
from registry.model.people import Person
from registry.model.vietnam_time import VIETNAM
from registry.safety.checklists import vocabulary
from registry.safety.deadlines import Deadline, deadline_of
from registry.services.field.deeds import check_officer, field_deed, stamp
from registry.services.field.responsible import labels_of
from registry.services.field.settings import office_days
from registry.services.field.vocabulary import deadline_words, told_name
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed as OfficeDeed
from registry.services.office.deeds import name_of
from registry.services.office.notices import tell
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.store.changes import create, new_id
from registry.store.database import Connection
from registry.store.field.tables import defect_steps, defects
from registry.store.field.views import Row, rows_by
from registry.store.office.operators import load_settings
from registry.store.records import record_of

UNKNOWN = "DEFECT-UNKNOWN"
DEFECT = "defect"
"""The kind of document that a notice of one defect leads to."""


@dataclass
class Deed:
    """One step of one defect: what it sets and says, written together."""

    registry: Registry
    connection: Connection
    row: dict[str, Any]
    kind: str
    person: Person
    columns: dict[str, Any] = field(default_factory=dict)
    steps: list[Change] = field(default_factory=list)
    again: bool = False
    """Whether its organisation is told that it waits to be remedied, and until when."""

    @property
    def found_on(self) -> dt.date:
        """The day of the finding."""
        return dt.date.fromisoformat(self.row["found_on"])

    def set(self, **columns: Any) -> None:
        """Set columns of the defect."""
        self.columns |= columns

    def set_deadline(self, deadline: dt.date, reason: str) -> None:
        """Set a deadline of an officer's own."""
        self.set(deadline=deadline, deadline_at="", deadline_basis="DEF-OFFICER")
        said = f"{deadline:%d/%m/%Y}: {reason}"
        self.steps.append(
            create(defect_steps, step_row(self.row, "deadline", self.person, words=said, on_day=today()))
        )

    @property
    def moves_deadline(self) -> bool:
        """Whether it sets another deadline than it had."""
        return any(
            str(self.columns.get(name, before) or "") != str(before or "")
            for name in ("deadline", "deadline_at")
            for before in (self.row.get(name),)
        )

    def step(self, **said: Any) -> None:
        """Say what was done."""
        self.steps.append(create(defect_steps, step_row(self.row, self.kind, self.person, **said)))


@contextmanager
def deed_of(
    registry: Registry,
    defect: str,
    kind: str,
    person: Person,
    seen: int,
    *,
    offered: Mapping[str, Any],
    open_to_owner: bool = False,
    ended: bool = False,
) -> Iterator[Deed]:
    """Open one step of a defect; what it gathers is written at the end.

    ``open_to_owner``: the organisation itself may do it, with its own. ``ended``: only of one that has ended.
    """
    if not open_to_owner or not person.organisation:
        check_officer(person)
    with field_deed(registry, f"defect-{kind}", person, defect=defect) as made:
        own_defect(made.check(defects, defect, None), person, defect)
        row = made.standing(defects, defect, unknown=UNKNOWN, seen=seen, offered=offered)
        stands = row["state"] in STANDING_DEFECTS
        if stands == ended or row["state"] == DefectState.REPLACED:
            raise RefusalError("DEFECT-STATE", state=row["state"])
        step = Deed(registry, made.connection, row, kind, person)
        yield step
        if step.columns:
            made.amend(defects, row["id"], **step.columns)
        made.add(step.steps)
        if step.again:
            _tell_again(made, kind, row["id"], step.columns)


def step_row(row: Mapping[str, Any], kind: str, person: Person, **said: Any) -> dict[str, Any]:
    """Return the row of a step."""
    return {
        "id": new_id(),
        "defect": row["id"],
        "kind": kind,
        "organisation": person.organisation,
        "who": name_of(person),
        "at": stamp(),
        **said,
    }


_TOLD: Mapping[str, tuple[NoticeKind | None, NoticeKind]] = {
    "reinspection": (NoticeKind.NOT_REMEDIED, NoticeKind.NOT_REMEDIED_BY),
    "reopened": (NoticeKind.REOPENED, NoticeKind.REOPENED_BY),
    "deadline": (None, NoticeKind.NEW_DEADLINE),
    "severity": (None, NoticeKind.NEW_DEADLINE),
}
"""What a step tells the organisation of a defect without a deadline (None: nothing), and with one."""


def _tell_again(made: OfficeDeed, step: str, defect: str, changed: Mapping[str, Any]) -> None:
    """Tell the organisation of a defect, and nobody else, that it waits, and its deadline."""
    row = {**rows_by(made.connection, defects, [defect])[defect], **changed}
    mast = labels_of(made.connection, [row["structure"]]).get(row["structure"])
    if mast is None:
        return
    found = record_of(Defect, row, mast=mast)
    words: dict[str, Any] = {
        "code": mast.code,
        "title_vi": told_name(found, "vi"),
        "title_en": told_name(found, "en"),
    }
    kind, with_deadline = _TOLD[step]
    if found.deadline is not None:
        kind, words["due"] = with_deadline, deadline_words(found)
    if kind is not None:
        tell(made, kind, [Recipient(organisation=found.organisation)], Subject(DEFECT, found.id), **words)


def own_defect(row: Row | None, person: Person, defect: str) -> Row:
    """Return a row that the person may know of; a stranger's defect is not known to exist."""
    mine = row is not None and person.organisation != "" and row.get("organisation") == person.organisation
    if row is None or not (person.sees_all or mine):
        raise RefusalError(UNKNOWN, id=defect[:40])
    return row


def defects_of(connection: Connection, rows: Sequence[Row], person: Person) -> list[Defect]:
    """Return the defects of rows as a person may see them."""
    labels = labels_of(connection, [row["structure"] for row in rows])
    hidden = {} if person.sees_all else {"who": "", "campaign": ""}
    return [
        record_of(Defect, row, mast=labels[row["structure"]], **hidden)
        for row in rows
        if row["structure"] in labels
    ]


def check_words(defect: str, severity: str, component: str) -> None:
    """Refuse codes that the vocabulary has not (``REQUEST-VALUE``); ``component`` "" is none."""
    known = vocabulary()
    if defect not in known.defects or severity not in set(Severity):
        raise RefusalError("REQUEST-VALUE", value=f"{defect} {severity}"[:60])
    if component and component not in known.components:
        raise RefusalError("REQUEST-VALUE", value=component[:60])


def deadline_columns(
    registry: Registry,
    connection: Connection,
    defect: str,
    severity: str,
    found_on: dt.date,
    *,
    found_at: dt.datetime | None = None,
) -> dict[str, Any]:
    """Return the columns of a deadline by rule, counted from ``found_at``, else from noon of the day."""
    found = found_at or dt.datetime.combine(found_on, dt.time(12), VIETNAM)
    days = office_days(load_settings(connection))
    return deadline_row(
        deadline_of(
            defect, severity, found, province=registry.settings.province, office=days, own=own_law(registry)
        )
    )


def deadline_row(deadline: Deadline | None) -> dict[str, Any]:
    """Return the columns of a deadline: its day, its moment where hours count, on what it rests."""
    return {
        "deadline": deadline.day if deadline else None,
        "deadline_at": deadline.at.isoformat() if deadline and deadline.at else "",
        "deadline_basis": deadline.rule if deadline else "",
    }
