"""One recorded item as it is sent: read, or refused with its reason; and read again from the register.

What is wrong with a position or a value never keeps an item out: both are kept as they came and judged later.
"""

import contextlib
import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.model.field.inspections import FieldPosition, Item, ItemKind
from registry.model.field.minutes import SIDES
from registry.model.field.phone_clock import ahead_s, put_right, written
from registry.model.vietnam_time import VIETNAM
from registry.safety import checklists, photo_marks
from registry.safety.item_json import canonical, digest
from registry.safety.readings import number_of
from registry.store import images

LONGEST = 64 * 1024  # characters of one item
MOST_PHOTOS = 50
LONGEST_STROKES = 40_000
LONGEST_SIGNER = 300
_STROKES = re.compile(r"(?:[ML]\d{1,4} \d{1,4})*", re.ASCII)  # whole numbers on a glass of 900 x 300
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_TEXTS = (
    "entry", "unit", "instrument", "calibrated_on", "component", "defect", "severity", "note", "replaces",
    "checklist", "campaign", "raw",
)  # fmt: skip
CORRECTABLE = (
    "structure",
    "campaign",
    "checklist",
    "checklist_version",
    "entry",
    "inspection",
    "recorded_at",
)
"""What an officer may put right of an item that was set aside."""


class AsideError(Exception):
    """An item cannot be taken: a message code of the catalogue and its parameters."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Sent:
    """Something sent in the place of an item: its canonical JSON, that text's SHA-256, the id it claims."""

    content: str
    sha256: str
    id: str
    value: Any


def sent_of(value: Any) -> Sent:
    """Return what was sent in its one written form, whatever it is."""
    try:
        content = canonical(value)
        content.encode("utf-8")
    except (ValueError, RecursionError):  # nan, or nested beyond reason: kept as it can be written
        content = json.dumps(repr(value)[: 8 * LONGEST])
    claimed = value.get("id") if isinstance(value, Mapping) else None
    return Sent(content, digest(content), claimed if isinstance(claimed, str) else "", value)


def read_item(
    sent: Sent,
    corrections: Mapping[str, Any] | None = None,
    *,
    received: dt.datetime,
    sheets: checklists.Sheets,
    clock_off_s: float | None = None,
) -> dict[str, Any]:
    """Return the fields of an item, types made sure of; AsideError for what cannot be one.

    ``corrections`` take the place of single fields (an officer's); ``sheets`` are those that may be named.
    ``happened_at`` is when it was recorded by the server's clock, ``clock_off_s`` how far the phone's was off
    as far as that is known.
    """
    if not isinstance(sent.value, Mapping):
        raise AsideError("FIELD-NOT-ITEM")
    if len(sent.content) > LONGEST:
        raise AsideError("FIELD-TOO-LARGE", limit=LONGEST // 1024)
    item: dict[str, Any] = {**sent.value, **(corrections or {})}
    if not _UUID.fullmatch(sent.id):
        raise AsideError("FIELD-ID", id=str(item.get("id"))[:60])
    for name in _TEXTS:
        if item.get(name) is None:
            item[name] = ""
        if not isinstance(item[name], str):
            raise AsideError("FIELD-FORM", field=name)
    if item.get("kind") not in list(ItemKind):  # a list or an object is in no set
        raise AsideError("FIELD-KIND", kind=str(item.get("kind"))[:40])
    if not isinstance(item.get("inspection"), str) or not _UUID.fullmatch(item["inspection"]):
        raise AsideError("FIELD-FORM", field="inspection")
    if not isinstance(item.get("structure"), str) or not item["structure"]:
        raise AsideError("FIELD-FORM", field="structure")
    if item["replaces"] and not _UUID.fullmatch(item["replaces"]):
        raise AsideError("FIELD-FORM", field="replaces")
    if item["replaces"] == sent.id:  # else it would be gone with nothing in its place
        item["replaces"] = ""
    photos = item.get("photos") or []
    named = isinstance(photos, list) and len(photos) <= MOST_PHOTOS
    if not named or not all(isinstance(name, str) and _SHA256.fullmatch(name) for name in photos):
        raise AsideError("FIELD-FORM", field="photos")
    item["photos"] = list(dict.fromkeys(photos))
    if item["kind"] == ItemKind.SIGNATURE:
        _check_signature(item)
    # an empty drawing takes one back
    if item["kind"] == ItemKind.DRAWING and not (
        len(item["photos"]) == 1 and (item.get("value") == "" or photo_marks.are_marks(item.get("value")))
    ):
        raise AsideError("FIELD-FORM", field="value")
    moment = moment_of(item.get("recorded_at"))
    if moment is None:
        raise AsideError("FIELD-TIME", value=str(item.get("recorded_at"))[:40])
    item["clock_off_s"] = ahead_s(moment, clock_off_s, received)
    moment = put_right(moment, clock_off_s, received)
    item["happened_at"] = written(item["recorded_at"], moment)
    number = item.get("seq")
    item["seq"] = number if type(number) is int and 0 <= number < 2**31 else 0
    _check_checklist(item, moment, sheets)
    return item


def _check_signature(item: Mapping[str, Any]) -> None:
    strokes, signer = item.get("value"), item.get("signer")
    if item["entry"] not in SIDES or not _SHA256.fullmatch(item["raw"]):
        raise AsideError("FIELD-FORM", field="entry")
    if not isinstance(strokes, str) or len(strokes) > LONGEST_STROKES or not _STROKES.fullmatch(strokes):
        raise AsideError("FIELD-FORM", field="value")
    named = isinstance(signer, Mapping) and all(
        isinstance(text, str) and len(text) <= LONGEST_SIGNER for text in signer.values()
    )
    if not named:
        raise AsideError("FIELD-FORM", field="signer")


def _check_checklist(item: dict[str, Any], moment: dt.datetime, sheets: checklists.Sheets) -> None:
    if not item["checklist"]:
        if item["kind"] == ItemKind.READING:
            raise AsideError("FIELD-CHECKLIST-UNKNOWN", checklist="", version="")
        item["checklist_version"] = None
        return
    version = number_of(item.get("checklist_version"))
    whole = int(version) if version is not None and version == int(version) else None
    found = sheets.get(item["checklist"], whole)
    if found is None:
        raise AsideError(
            "FIELD-CHECKLIST-UNKNOWN",
            checklist=item["checklist"][:40],
            version=str(item.get("checklist_version"))[:10],
        )
    item["checklist_version"] = whole
    if found.retired_on is not None and moment.astimezone(VIETNAM).date() > found.retired_on:
        last = f"{found.retired_on:%d/%m/%Y}"  # kept as text beside what was set aside
        raise AsideError("FIELD-CHECKLIST-RETIRED", checklist=found.title_vi, day=last)
    if item["kind"] == ItemKind.READING and found.entry(item["entry"]) is None:
        raise AsideError("FIELD-ENTRY-UNKNOWN", entry=item["entry"][:40], checklist=found.title_vi)


def moment_of(text: Any) -> dt.datetime | None:
    """Return a moment as a phone writes it; one without an offset is Vietnam's. None where it is none."""
    if not isinstance(text, str) or len(text) > 40:
        return None
    with contextlib.suppress(ValueError, OverflowError):
        found = dt.datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=VIETNAM)
        found.astimezone(dt.UTC)  # the year 1 east of Greenwich is no moment that can be compared
        return found
    return None


def position_of(value: Any) -> FieldPosition | None:
    """Return a position as it was sent; not ``usable`` where it is no place on earth with an accuracy."""
    if not isinstance(value, Mapping):
        return None
    lon, lat = number_of(value.get("lon")), number_of(value.get("lat"))
    accuracy, fixes = number_of(value.get("accuracy_m")), number_of(value.get("fixes"))
    usable = (
        lon is not None and lat is not None and accuracy is not None
        and -180 <= lon <= 180 and -90 <= lat <= 90 and (lon, lat) != (0, 0) and 0 <= accuracy < 1e6
    )  # fmt: skip
    return FieldPosition(
        lon, lat, accuracy, max(1, min(10_000, int(fixes or 1))), str(value.get("at") or "")[:40], usable
    )


def item_of(row: Mapping[str, Any], replaced_by: str = "") -> Item:
    """Return the item of a row of ``field_items``, an officer's corrections applied."""
    content: dict[str, Any] = {**json.loads(row["content"]), **(row["corrected"] or {})}

    def text(name: str) -> str:
        value = content.get(name)
        return "" if value is None else images.clean(value)  # half a character can be written on no page

    value = content.get("value")
    return Item(
        id=row["id"],
        inspection=row["inspection"],
        structure=row["structure"],
        kind=ItemKind(row["kind"]),
        entry=row["entry"],
        value=images.clean(value) if isinstance(value, str) else value,
        raw=text("raw"),
        unit=text("unit"),
        instrument=text("instrument"),
        calibrated_on=text("calibrated_on"),
        component=text("component"),
        defect=text("defect"),
        severity=text("severity"),
        note=text("note"),
        photos=tuple(row["photos"] or ()),
        position=position_of(content.get("position")),
        recorded_at=row["recorded_at"],
        seq=row["seq"] or 0,
        replaces=row["replaces"],
        replaced_by=replaced_by,
        how=text("how"),
        signer=_signer(content.get("signer")) if row["kind"] == ItemKind.SIGNATURE else {},
        person=row["person"],
        device=row["device"],
        received_at=row["received_at"],
        clock_off_s=row["clock_off_s"],
        sha256=row["sha256"],
        content=row["content"],
        corrected=row["corrected"] or {},
        corrected_by=row["corrected_by"],
    )


def _signer(value: Any) -> dict[str, str]:
    return {name: images.clean(text) for name, text in value.items()} if isinstance(value, Mapping) else {}


def items_of(rows: Sequence[Mapping[str, Any]]) -> list[Item]:
    """Return items in the order of recording; each says which later one of the same visit replaces it.

    A visit's items are counted by the phone: its clock may be set anew between two of them.
    """
    later: dict[str, tuple[int, str, str]] = {}
    for row in rows:
        if row["replaces"]:
            this = (row["seq"] or 0, row["recorded_at"], row["id"])
            later[row["replaces"]] = max(this, later.get(row["replaces"], this))
    visits = {row["id"]: row["inspection"] for row in rows}
    replaced = {key: item for key, (_, _, item) in later.items() if visits.get(key) == visits[item]}
    found = [item_of(row, replaced.get(row["id"], "")) for row in rows]
    return sorted(found, key=lambda item: (item.inspection, item.seq, item.recorded_at, item.id))
