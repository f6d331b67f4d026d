"""What the ledger says of one mast: who entered or changed what of its site, and what stands there."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.ledger import LedgerEntry
from registry.model.vietnam_time import VIETNAM
from registry.store.requests.requests import entries_of
from web.frame import words

_FIELDS: dict[str, Any] = {
    "code": _l("mã"),
    "lon": _l("tọa độ"),
    "lat": _l("tọa độ"),
    "accuracy_m": _l("sai số tọa độ"),
    "address": _l("địa chỉ"),
    "commune_code": _l("xã, phường"),
    "land_type": _l("loại đất"),
    "note": _l("ghi chú"),
    "mast_class": _l("loại cột"),
    "old_class": _l("loại cột"),
    "form": _l("kiểu cột"),
    "support": _l("nơi đặt cột"),
    "mast_height_m": _l("chiều cao cột"),
    "rod_m": _l("kim thu sét"),
    "building_height_m": _l("chiều cao công trình đỡ"),
    "owner": _l("chủ sở hữu"),
    "built_on": _l("ngày xây dựng"),
    "dismantled_on": _l("ngày tháo dỡ"),
    "design_wind_ms": _l("gió thiết kế"),
    "permit": _l("giấy phép"),
    "robust": _l("trụ vững"),
}
_PARTS: dict[str, Any] = {"site_aliases": _l("mã khác"), "stations": _l("trạm BTS")}


def mast_history(connection: sa.Connection, site: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was done to a site of ``site_by_number``, a line a batch, the newest first."""
    structures = site["structures"]
    entries = entries_of(
        connection,
        {
            "sites": [site["id"]],
            "structures": [one["id"] for one in structures],
            "stations": [station["id"] for one in structures for station in one["stations"]],
            "site_aliases": [alias["id"] for alias in site["aliases"]],
        },
    )
    batches: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        batches.setdefault(entry.batch, []).append(entry)
    return [_line(batch, found) for batch, found in reversed(batches.items())]


def _line(batch: str, entries: list[LedgerEntry]) -> dict[str, Any]:
    new = any(entry.change.table == "sites" and entry.change.before is None for entry in entries)
    said = dict.fromkeys(text for entry in entries for text in _said(entry)) if not new else {}
    return {
        "at": dt.datetime.fromisoformat(entries[0].at).astimezone(VIETNAM),
        "who": entries[0].who,
        "batch": batch,
        "new": new,
        "said": list(said),
    }


def _said(entry: LedgerEntry) -> list[str]:
    """Return what one entry changed, in words."""
    change = entry.change
    if change.table in _PARTS:
        return [str(_PARTS[change.table])]
    before, after = change.before or {}, change.after or {}
    moved = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    found = [str(_FIELDS[name]) for name in moved if name in _FIELDS]
    if "state" in moved and change.before is not None and change.after is not None:
        was, now = (words.label(words.STATES, str(image["state"])) for image in (before, after))
        found.append(str(_("trạng thái: %(was)s → %(now)s", was=was, now=now)))
    return found
