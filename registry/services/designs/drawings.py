"""Versions of a drawing: taken in and read, its layers confirmed, held against the law of the day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from registry.errors import RefusalError
from registry.intake.drawings import read
from registry.intake.maps.map_file import Place
from registry.model.designs.contents import DesignContent, ThingKind
from registry.model.designs.desk import DeskDossier, DossierFile, DossierState, Purpose
from registry.model.designs.drawings import Drawing
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.provinces import planes_of
from registry.services.designs.answers import back_on_desk
from registry.services.designs.contents import content_at, joined_to, keep_content, keep_drawing
from registry.services.designs.deeds import check_worker, dossier_deed, standing_as
from registry.services.designs.judged import keep_judged, keyed
from registry.services.designs.surroundings import judge_content
from registry.services.office.attachments import file_copy, keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.services.register.position_hints import box_here
from registry.store.changes import new_id
from registry.store.designs.dossiers import files_of, get_dossier, layers_of_sender
from registry.store.designs.tables import design_dossiers, design_files
from registry.typed_text import within

_STATES = {
    Purpose.DESIGN: (DossierState.RECEIVED, DossierState.RETURNED),
    Purpose.BUILT: (DossierState.ANSWERED,),
}


@one_moment()
def add_file(
    registry: Registry,
    dossier: str,
    path: Path,
    name: str,
    *,
    purpose: Purpose = Purpose.DESIGN,
    plane: int | None = None,
    joins: bool = False,
    received_on: dt.date | None = None,
    note: str = "",
    seen: int,
    person: Person,
) -> str:
    """Take in a version of a dossier's drawing and read it; returns its id.

    What its layers are is proposed by what the same sender's were confirmed to be, then by their names. A
    file that cannot be read is refused by the reader's codes. One that comes after an answer that asked for
    completion puts the dossier back on the desk. ``joins``: see ``DossierFile``.
    """
    check_worker(person)
    day = received_on or today()
    with registry.database.read() as connection:
        known = layers_of_sender(connection, get_dossier(connection, dossier).applicant)
    drawing = read(path, name, plane, _kinds(known), place=_place(registry))
    kept = keep_file(registry, path, name)
    identity = new_id()
    with dossier_deed(registry, "drawing", person, dossier=dossier, file=name) as made:
        found = standing_as(made, dossier, seen, *_STATES[purpose])
        if not found.received_on <= day <= today():
            raise RefusalError("REQUEST-DAY", day=day, first=found.received_on, last=today())
        before = _before(made, dossier, purpose)
        if joins and before is None:
            raise RefusalError("DESIGN-NO-FILE", code=found.code)
        row = {
            "id": identity, "dossier": dossier, "number": 1 + (before.number if before else 0),
            "purpose": purpose.value, "joins": joins, "name": name, "sha256": kept.sha256, "plane": plane,
            "layers": {one.name: one.kind.value for one in drawing.layers}, "received_on": day,
            "note": within(note, 1000), "who": made.who, "at": made.at,
            **_read_as(registry, drawing, before if joins else None),
        }  # fmt: skip
        made.create(design_files, row)
        if found.state is DossierState.RETURNED:
            made.amend(design_dossiers, dossier, **back_on_desk(found))
    return identity


@one_moment()
def confirm_layers(
    registry: Registry,
    dossier: str,
    file: str,
    layers: Mapping[str, str],
    *,
    plane: int | None,
    seen: int,
    person: Person,
) -> None:
    """Say what the layers of a version are and in which plane it is drawn; it is read anew where
    that is otherwise than it was read, then judged.

    ``seen`` is the file's version. Only the newest version of its purpose may be read anew
    (``DESIGN-FILE-OLD``).
    """
    check_worker(person)
    with registry.database.read() as connection:
        found, held = get_dossier(connection, dossier), files_of(connection, dossier)
    this, before = _with_before(held, file)
    stated = {name: ThingKind(kind) for name, kind in layers.items() if name in this.layers}
    columns: dict[str, object] = {}
    content = content_at(registry, this)
    if content is None or plane != this.plane or stated != _kinds(this.layers):
        with file_copy(registry, this.sha256, this.name) as path:
            drawing = read(path, this.name, plane, stated, place=_place(registry))
        columns = _read_as(registry, drawing, before if this.joins else None)
        content = drawing.content
        if content is not None and this.joins:
            content = joined_to(registry, before, content)
        columns |= {
            "layers": {one.name: stated.get(one.name, one.kind).value for one in drawing.layers},
            "plane": plane,
        }
    judged = _judged(registry, found, this, content)
    with dossier_deed(registry, "layers", person, dossier=dossier) as made:
        standing_as(made, dossier, None, *_STATES[this.purpose])
        if judged:
            columns |= judged | {"judged_by": made.who, "judged_at": made.at}
        made.amend(
            design_files, file, seen, "DESIGN-FILE-UNKNOWN",
            **columns, confirmed_by=made.who if content is not None else "",
        )  # fmt: skip


@one_moment()
def judge_again(registry: Registry, dossier: str, file: str, *, seen: int, person: Person) -> None:
    """Judge a version anew, by what the register and the law say today; the office's words on it stay."""
    check_worker(person)
    with registry.database.read() as connection:
        found, held = get_dossier(connection, dossier), files_of(connection, dossier)
    this, _before_it = _with_before(held, file)
    judged = _judged(registry, found, this, content_at(registry, this) if this.confirmed_by else None)
    if not judged:
        raise RefusalError("DESIGN-NOT-CONFIRMED", name=this.name)
    with dossier_deed(registry, "judged", person, dossier=dossier) as made:
        standing_as(made, dossier, None, DossierState.RECEIVED)
        made.amend(
            design_files, file, seen, "DESIGN-FILE-UNKNOWN",
            **judged, judged_by=made.who, judged_at=made.at,
        )  # fmt: skip


def judge_restated(registry: Registry, before: DeskDossier, person: Person) -> None:
    """Judge the version in hand anew where its dossier is stated otherwise than ``before``."""
    with registry.database.read() as connection:
        now = get_dossier(connection, before.id)
        held = [one for one in files_of(connection, before.id) if one.purpose is Purpose.DESIGN]
    same = replace(before.design, version=0) == replace(now.design, version=0)
    if same or now.state is not DossierState.RECEIVED or not held or not held[-1].judged_sha256:
        return
    judge_again(registry, now.id, held[-1].id, seen=held[-1].version, person=person)


def _judged(
    registry: Registry, dossier: DeskDossier, file: DossierFile, content: DesignContent | None
) -> dict[str, object]:
    if content is None or file.purpose is not Purpose.DESIGN:
        return {}
    found = keyed(judge_content(registry, content, dossier.design, today()))
    sha256, counts = keep_judged(registry, found)
    return {"judged_sha256": sha256, "counts": counts}


def _read_as(registry: Registry, drawing: Drawing, before: DossierFile | None) -> dict[str, object]:
    content = drawing.content
    if content is not None:
        content = joined_to(registry, before, content)
    return {
        "read_sha256": keep_drawing(registry, drawing),
        "content_sha256": "" if content is None else keep_content(registry, content),
    }


def _before(made: Deed, dossier: str, purpose: Purpose) -> DossierFile | None:
    held = [one for one in files_of(made.connection, dossier) if one.purpose is purpose]
    return held[-1] if held else None


def _with_before(held: list[DossierFile], file: str) -> tuple[DossierFile, DossierFile | None]:
    """Return the newest version of its purpose and the one before it."""
    this = next((one for one in held if one.id == file), None)
    if this is None:
        raise RefusalError("DESIGN-FILE-UNKNOWN", id=file[:40])
    own = [one for one in held if one.purpose is this.purpose]
    if own[-1].id != file:
        raise RefusalError("DESIGN-FILE-OLD", name=this.name)
    return this, own[-2] if len(own) > 1 else None


def _kinds(known: Mapping[str, str]) -> dict[str, ThingKind]:
    return {name: ThingKind(kind) for name, kind in known.items()}


def _place(registry: Registry) -> Place:
    """Return where the office's drawings most likely lie, and in which planes they are drawn."""
    return Place(planes_of(registry.settings.province), box_here(registry))
