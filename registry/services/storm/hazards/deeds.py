"""What people record of hazards: warnings, ground that floods or slides, roads cut; corrected, taken back.

Every deed is a batch of the ledger with its person and the version seen (``CHANGED-MEANWHILE``).
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import shapely

from registry.errors import RefusalError
from registry.model.areas import AdminLevel
from registry.model.notices import NoticeKind, Subject
from registry.model.notices import Recipient as Told
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import (
    CAUSES,
    GroundKind,
    Hazard,
    HazardDraft,
    HazardGround,
    HazardKind,
    HazardState,
    RoadCut,
)
from registry.model.storm.storm_records import OrderState
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import Deed, deed
from registry.services.office.notices import tell
from registry.services.office.registry import Registry
from registry.services.register.chosen_areas import area_there
from registry.services.register.context import context_for
from registry.store.changes import new_id
from registry.store.ledger import stamp
from registry.store.records import row_of
from registry.store.storm.hazard_tables import hazard_grounds, hazard_letters, hazards, road_cuts
from registry.store.storm.hazards import load_letters
from registry.typed_text import line_within, within

KIND = f"{DESK}hazard"
HAZARD_LETTER = "hazard_letter"
"""The kind of document that a notice of a warning's letter leads to."""
LONGEST_WARNING = dt.timedelta(days=15)
"""A warning that is said to be longer in force is a wrong day or year."""
METRES = (-5.0, 60.0)
"""Of water at a station of the province's rivers."""


@one_moment()
def record_hazards(
    registry: Registry, drafts: Sequence[HazardDraft], *, who: str, text: str = "", file_name: str = ""
) -> tuple[str, ...]:
    """Record the warnings of one bulletin as one batch and return their ids; its ``text`` is kept.

    Refused: none (``HAZARD-NONE``), no source (``HAZARD-NO-SOURCE``), no beginning or end
    (``HAZARD-NO-TIME``), an end before the beginning or after 15 days (``HAZARD-TIME``), a flood without a
    river or area (``HAZARD-NO-PLACE``), water, rain or a level out of reason (``HAZARD-NUMBER``).
    """
    if not drafts:
        raise RefusalError("HAZARD-NONE")
    name = file_name or "ban-tin.txt"
    sha256 = keep_bytes(registry, text.encode(), name).sha256 if text.strip() else ""
    made_ids = []
    with deed(registry, KIND, who) as made:
        for draft in drafts:
            checked = _checked(draft)
            identity = new_id()
            made.create(
                hazards,
                row_of(
                    hazards,
                    Hazard(
                        **checked,
                        id=identity,
                        state=HazardState.STANDING,
                        reason="",
                        sha256=sha256,
                        file_name=name if sha256 else "",
                        who=made.who,
                        at=made.at,
                    ),
                ),
            )
            made_ids.append(identity)
    return tuple(made_ids)


@one_moment()
def correct_hazard(
    registry: Registry, hazard: str, draft: HazardDraft, *, seen: int, reason: str, who: str
) -> None:
    """Correct a warning (đính chính); the ledger keeps what it said. A reason is needed
    (``HAZARD-REASON``)."""
    columns = _columns(draft)
    columns["reason"] = _reason(reason)
    with deed(registry, KIND, who) as made:
        _standing(made, hazard)
        made.amend(hazards, hazard, seen, "HAZARD-UNKNOWN", **columns)
        _tell_written_to(made, hazard, NoticeKind.WARNING_CORRECTED)


@one_moment()
def withdraw_hazard(registry: Registry, hazard: str, *, seen: int, reason: str, who: str) -> None:
    """Withdraw a warning (rút): it stays readable and counts no more. A reason is needed."""
    told = _reason(reason)
    with deed(registry, KIND, who) as made:
        _standing(made, hazard)
        made.amend(hazards, hazard, seen, "HAZARD-UNKNOWN", state=HazardState.WITHDRAWN.value, reason=told)
        _tell_written_to(made, hazard, NoticeKind.WARNING_WITHDRAWN)


def _tell_written_to(made: Deed, hazard: str, kind: NoticeKind) -> None:
    """Tell whoever was sent a letter of a warning that it is another one now, by the last letter of each."""
    last: dict[str, HazardLetter] = {}
    for letter in sorted(load_letters(made.connection), key=lambda one: one.sent_at):
        if letter.state is OrderState.SENT and hazard in letter.warnings:
            last[letter.recipient] = letter
    for recipient, letter in last.items():
        to = [Told(organisation=recipient)]
        tell(made, kind, to, Subject(HAZARD_LETTER, letter.id), number=letter.number)


@one_moment()
def restore_hazard(registry: Registry, hazard: str, *, seen: int, who: str) -> None:
    """Let a withdrawn warning count again, as it was: letters that said it so say it so still."""
    with deed(registry, KIND, who) as made:
        made.amend(hazards, hazard, seen, "HAZARD-UNKNOWN", state=HazardState.STANDING.value, reason="")
        for letter in load_letters(made.connection):
            if letter.state is not OrderState.REPLACED and letter.warnings.get(hazard) == seen - 1:
                made.amend(hazard_letters, letter.id, warnings={**letter.warnings, hazard: seen + 1})
        _tell_written_to(made, hazard, NoticeKind.WARNING_CORRECTED)


@one_moment()
def add_ground(
    registry: Registry,
    kind: GroundKind,
    *,
    name: str,
    who: str,
    area: str = "",
    shapes: Sequence[tuple[str, Any]] = (),
    river: str = "",
    alarm: int | None = None,
    source: str = "",
) -> tuple[str, ...]:
    """Record ground that floods or slides: a chosen ``area`` by its text, or ``shapes`` of a file with names.

    Refused: no name (``HAZARD-NO-NAME``), nothing drawn (``HAZARD-NO-AREA``), an alarm level without a
    river, or none of 1 to 3 (``HAZARD-ALARM``), and what ``area_there`` refuses.
    """
    if alarm is not None and (alarm not in (1, 2, 3) or not river):
        raise RefusalError("HAZARD-ALARM", alarm=alarm)
    if kind is GroundKind.SLOPE and river:
        river, alarm = "", None
    drawn = shape_of(registry, area)
    pieces = list(shapes) if drawn is None else [("", drawn)]
    pieces = [(own or name, shape) for own, shape in pieces]
    if not pieces or any(shapely.get_dimensions(shape) != 2 for _own, shape in pieces):
        raise RefusalError("HAZARD-NO-AREA")
    if not all(own.strip() for own, _shape in pieces):
        raise RefusalError("HAZARD-NO-NAME")
    made_ids = []
    with deed(registry, KIND, who) as made:
        for own, shape in pieces:
            ground = HazardGround(
                new_id(), kind, line_within(own, 200), line_within(river, 80), alarm, area,
                shape, line_within(source, 300), made.who, made.at,
            )  # fmt: skip
            made.create(hazard_grounds, row_of(hazard_grounds, ground))
            made_ids.append(ground.id)
    return tuple(made_ids)


@one_moment()
def remove_ground(registry: Registry, ground: str, *, seen: int, who: str) -> None:
    """Take ground off the record; the ledger keeps what it was."""
    with deed(registry, KIND, who) as made:
        gone = {"state": "withdrawn"}
        made.standing(hazard_grounds, ground, unknown="HAZARD-UNKNOWN", seen=seen, offered=gone)
        made.remove(hazard_grounds, ground)


@one_moment()
def cut_road(
    registry: Registry,
    *,
    name: str,
    from_at: dt.datetime | None,
    who: str,
    place: str = "",
    commune: str = "",
    cause: str = "flood",
    area: str = "",
    told_by: str = "",
    note: str = "",
) -> str:
    """Record a road that crews cannot take; its spot is a chosen area's text, "" where it is only named.

    Refused: no name (``HAZARD-NO-NAME``), no moment (``HAZARD-NO-TIME``), nobody's word
    (``HAZARD-NO-SOURCE``).
    """
    if not name.strip():
        raise RefusalError("HAZARD-NO-NAME")
    if from_at is None:
        raise RefusalError("HAZARD-NO-TIME")
    if not told_by.strip():
        raise RefusalError("HAZARD-NO-SOURCE")
    shape = shape_of(registry, area)
    with deed(registry, KIND, who) as made:
        road = RoadCut(
            new_id(), line_within(name, 200), line_within(place, 300), commune,
            cause if cause in CAUSES else "other", area, shape, from_at, None,
            line_within(told_by, 200), within(note, 1000), made.who, made.at,
        )  # fmt: skip
        made.create(road_cuts, row_of(road_cuts, road))
    return road.id


@one_moment()
def open_road(registry: Registry, road: str, *, to_at: dt.datetime, seen: int, who: str) -> None:
    """Record that a road is passable again from a moment on; not before it was cut (``HAZARD-TIME``)."""
    with deed(registry, KIND, who) as made:
        row = made.standing(
            road_cuts, road, unknown="HAZARD-UNKNOWN", seen=seen, offered={"to_at": stamp(to_at)}
        )
        if stamp(to_at) < str(row["from_at"]):
            raise RefusalError("HAZARD-TIME")
        made.amend(road_cuts, road, to_at=stamp(to_at))


@one_moment()
def cut_again(registry: Registry, road: str, *, seen: int, who: str) -> None:
    """Take back that a road is passable: it is cut as before."""
    with deed(registry, KIND, who) as made:
        made.amend(road_cuts, road, seen, "HAZARD-UNKNOWN", to_at="")


def place_of(registry: Registry, area: str) -> tuple[tuple[str, ...], Any]:
    """Return what a chosen area's text names: codes of today's communes, and the shape of all that is drawn
    besides (EPSG:4326; None where nothing is)."""
    found = area_there(registry, context_for(registry, today()), area) if area.strip() else None
    if found is None:
        return (), None
    communes: dict[str, None] = {}
    drawn = []
    for part in found.parts:
        unit = None if part.place is None or part.place.former else part.place.unit
        if part.part.taken:
            return (), found.shape
        if unit is not None and unit.level is AdminLevel.COMMUNE:
            communes.setdefault(unit.code)
        else:
            drawn.append(part.shape)
    return tuple(communes), shapely.union_all(drawn) if drawn else None


def text_of(registry: Registry, hazard: Hazard) -> str:
    """Return the text of a warning as it came, "" where it was typed."""
    if not hazard.sha256:
        return ""
    return file_path(registry, hazard.sha256, hazard.file_name).read_text(encoding="utf-8", errors="replace")


def shape_of(registry: Registry, area: str) -> Any:
    """Return the shape of a chosen area's text in EPSG:4326; None for ""."""
    if not area.strip():
        return None
    found = area_there(registry, context_for(registry, today()), area)
    return None if found is None else found.shape


def _standing(made: Deed, hazard: str) -> None:
    row = made.standing(hazards, hazard, unknown="HAZARD-UNKNOWN")
    if row["state"] != HazardState.STANDING.value:
        raise RefusalError("HAZARD-WITHDRAWN")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise RefusalError("HAZARD-REASON")
    return within(reason, 500)


def _columns(draft: HazardDraft) -> dict[str, Any]:
    """Return a draft as columns, checked."""
    names = {field.name for field in dataclasses.fields(draft)}
    blank = Hazard(
        **_checked(draft), id="", state=HazardState.STANDING, reason="", sha256="", file_name="", who="",
        at="",
    )  # fmt: skip
    return {name: value for name, value in row_of(hazards, blank).items() if name in names}


def _checked(draft: HazardDraft) -> dict[str, Any]:
    if not draft.source.strip():
        raise RefusalError("HAZARD-NO-SOURCE")
    if draft.from_at is None or draft.to_at is None:
        raise RefusalError("HAZARD-NO-TIME")
    if not draft.from_at < draft.to_at <= draft.from_at + LONGEST_WARNING:
        raise RefusalError("HAZARD-TIME")
    level = draft.level
    if draft.kind is HazardKind.FLOOD and not (level.river or draft.communes or draft.geometry is not None):
        raise RefusalError("HAZARD-NO-PLACE")
    _within("m", level.metres, *METRES)
    _within("m", level.above_m, -10.0, 20.0)
    _within("báo động", level.alarm, 0, 3)
    _within("cấp độ", draft.disaster_level, 1, 5)
    for amount in draft.rain_mm:
        _within("mm", amount, 0, 3000)
    own = {field.name: getattr(draft, field.name) for field in dataclasses.fields(draft)}
    return own | {
        "headline": line_within(draft.headline, 300),
        "source": line_within(draft.source, 300),
        "number": line_within(draft.number, 80),
    }


def _within(unit: str, value: float | None, least: float, most: float) -> None:
    if value is not None and not least <= value <= most:
        raise RefusalError("HAZARD-NUMBER", value=value, unit=unit, least=least, most=most)
