"""What the ledger says of one mast: who entered or changed what of its site, and what stands there."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.columns import Level, stored_columns
from registry.model.ledger import LedgerEntry
from registry.model.vietnam_time import VIETNAM
from registry.services.office.registry import Registry
from registry.services.register.site_records import entries_of_site
from web.frame import words
from web.frame.languages import language
from web.map.mast_facts import lowered

_FOUND: dict[str, Any] = {
    "code": _l("mã"),
    "lon": _l("tọa độ"),
    "lat": _l("tọa độ"),
    "accuracy_m": _l("sai số tọa độ"),
    "commune_code": _l("xã, phường"),
    "old_class": _l("loại cột"),
}
"""What the register finds out by itself, or keeps apart; what lists say is called as in the dictionary."""
_LISTED = {item.stored: item for level in (Level.SITE, Level.STRUCTURE) for item in stored_columns(level)}
_PARTS: dict[str, Any] = {"site_aliases": _l("mã khác"), "stations": _l("trạm BTS")}


def mast_history(registry: Registry, site: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was done to a site of ``site_of_number``, a line a batch, the newest first."""
    entries = entries_of_site(registry, site)
    batches: dict[str, list[LedgerEntry]] = {}
    for entry in entries:
        batches.setdefault(entry.batch, []).append(entry)
    return [_line(batch, found) for batch, found in reversed(batches.items())]


def _line(batch: str, entries: list[LedgerEntry]) -> dict[str, Any]:
    new = any(entry.change.table == "sites" and entry.change.before is None for entry in entries)
    said = dict.fromkeys(text for entry in entries for text in said_of(entry)) if not new else {}
    return {
        "at": dt.datetime.fromisoformat(entries[0].at).astimezone(VIETNAM),
        "who": entries[0].who,
        "batch": batch,
        "new": new,
        "said": list(said),
    }


def said_of(entry: LedgerEntry) -> list[str]:
    """Return what one entry changed, in words."""
    change = entry.change
    if change.table in _PARTS:
        return [str(_PARTS[change.table])]
    before, after = change.before or {}, change.after or {}
    moved = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    found = list(filter(None, map(_called, moved)))
    if "state" in moved and change.before is not None and change.after is not None:
        was, now = (words.label(words.STATES, str(image["state"])) for image in (before, after))
        found.append(str(_("trạng thái: %(was)s → %(now)s", was=was, now=now)))
    return found


def _called(name: str) -> str:
    """Return what a column is called inside a sentence, "" for one that says nothing to a reader."""
    if name in _LISTED:
        return "" if name == "state" else lowered(_LISTED[name].label(language()))
    return str(_FOUND.get(name, ""))
