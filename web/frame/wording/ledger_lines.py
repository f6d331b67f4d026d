"""An entry of the ledger as pages show it, in the language of the request: see ``frame/ledger.html``."""

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from registry.messages import Words, say
from registry.services.office.ledger_words import Done, EntryInWords
from registry.services.office.record_words import EMPTY
from web.frame.guard import may_use
from web.frame.languages import language
from web.frame.wording.filters import moment


def shown(entry: EntryInWords) -> dict[str, Any]:
    """Return what a page says of an entry; links only to where the person may go."""
    return {
        "seq": entry.seq,
        "at": moment(entry.at),
        "who": entry.who,
        "batch": entry.batch,
        "batch_kind": _said(entry.batch_kind),
        "batch_url": _url("batches.show", batch=entry.batch) if _said(entry.batch_kind) else "",
        "place": place(entry),
        "what": _said(entry.what),
        "record_url": _url("ledger.record", table=entry.table, record=entry.record),
        "url": "" if entry.register else _url("ledger.entry", seq=entry.seq),
        "earlier": entry.register,  # the sign of the register in whose ledger it stands
        "done": done_word(entry),
        "new": entry.done is Done.MADE,
        "gone": entry.done is Done.REMOVED,
        "lines": lines(entry),
        "more": entry.more,
        "hash": entry.hash,
    }


def lines(entry: EntryInWords) -> list[tuple[str, str, str]]:
    """Return (what it is, before, after) of what an entry changed; "" for nothing."""
    return [(_said(line.name), _value(line.before), _value(line.after)) for line in entry.lines]


def done_word(entry: EntryInWords) -> str:
    """Return what an entry did to its record."""
    words = {Done.MADE: _("ghi mới"), Done.CHANGED: _("sửa"), Done.REMOVED: _("gỡ khỏi sổ")}
    return str(words[entry.done])


def place(entry: EntryInWords) -> str:
    """Return by which file, sheet and row an entry came in; "" where it came by none."""
    parts = [entry.file] if entry.file else []
    if entry.sheet:
        parts.append(str(_("trang tính %(sheet)s", sheet=entry.sheet)))
    if entry.row:
        parts.append(str(_("dòng %(row)s", row=entry.row)))
    return ", ".join(parts)


def _url(endpoint: str, **values: Any) -> str:
    return url_for(endpoint, **values) if may_use(current_app, endpoint) else ""


def _value(words: Words) -> str:
    return "" if words == EMPTY else _said(words)


def _said(words: Words) -> str:
    return say(words, language())
