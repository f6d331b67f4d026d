"""The report on record: its words stated, made final with its figures frozen, opened again.

While it is a draft its figures follow the register. Once final they are those of the moment: both languages
lie among the kept files beside the .docx, and the row names the last entry of the ledger that they rest on.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import orjson

from registry.errors import RefusalError
from registry.messages import Language
from registry.model.storm.after_action import SECTIONS, AfterAction, AfterActionState, Section
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.calendar import now, today
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import Actor, deed
from registry.services.office.registry import Registry
from registry.services.storm.after_action.drafting import draft
from registry.services.storm.storms import get_storm
from registry.store import ledger
from registry.store.changes import stable_id
from registry.store.records import record_of
from registry.store.storm import after_action as store
from registry.store.storm.tables import after_action_reports as table
from registry.typed_text import line_within, within

LONGEST = 4000
_FIGURES, _LETTER = "so-lieu.json", "bao-cao-sau-bao.docx"

Letter = Callable[[AfterAction, tuple[Section, ...]], bytes]
"""Makes the document of a report."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A report with its sections, as of ``at``: frozen once it is final, else as the register stands."""

    report: AfterAction
    sections: tuple[Section, ...]
    at: dt.datetime


def the_report(registry: Registry, storm: str, lang: Language = "vi") -> Shown:
    """Return the report of a storm (``STORM-UNKNOWN``): a draft that nobody has touched has version 0."""
    found = _standing(registry, storm)
    if found.state is AfterActionState.FINAL:
        kept = orjson.loads(file_path(registry, found.figures_sha256, _FIGURES).read_bytes())
        sections = tuple(record_of(Section, item) for item in kept[lang])
        return Shown(found, sections, dt.datetime.fromisoformat(kept["at"]))
    at = now()
    return Shown(found, draft(registry, storm, lang, at), at)


@one_moment()
def state_texts(
    registry: Registry, storm: str, texts: Mapping[str, str], *, seen: int, who: Actor
) -> AfterAction:
    """Set the officer's words, by section; refused once it is final (``AFTER-ACTION-FINAL``)."""
    before = _standing(registry, storm)
    said = {code: within(texts[code], LONGEST) for code in SECTIONS if texts.get(code, "").strip()}
    _put(registry, before, "texts", AfterActionState.DRAFT, {"texts": said}, seen=seen, who=who)
    return _standing(registry, storm)


@one_moment()
def make_final(
    registry: Registry, storm: str, *, number: str, letter: Letter, seen: int, who: Actor
) -> AfterAction:
    """Freeze the figures of this moment under a number (``AFTER-ACTION-NUMBER``), with the .docx."""
    number = line_within(number, 60)
    if not number:
        raise RefusalError("AFTER-ACTION-NUMBER")
    before, at = _standing(registry, storm), now()
    with registry.database.read() as connection:
        head = ledger.head(connection)
    sections = {lang: draft(registry, storm, lang, at) for lang in ("vi", "en")}
    kept = orjson.dumps({**sections, "at": at.isoformat()}, option=orjson.OPT_SORT_KEYS)
    numbered: dict[str, Any] = {"number": number, "dated": today()}
    made = replace(
        before, state=AfterActionState.FINAL, number=number, dated=numbered["dated"], ledger_seq=head.seq
    )
    document = letter(made, sections["vi"])
    final = {
        **numbered,
        "state": AfterActionState.FINAL.value,
        "figures_sha256": keep_bytes(registry, kept, _FIGURES).sha256,
        "letter_sha256": keep_bytes(registry, document, _LETTER).sha256,
        "ledger_seq": head.seq,
        "ledger_hash": head.hash,
        "reason": "",
    }
    _put(registry, before, "final", AfterActionState.DRAFT, final, seen=seen, who=who, marks=True)
    return _standing(registry, storm)


@one_moment()
def open_again(registry: Registry, storm: str, *, reason: str, seen: int, who: Actor) -> AfterAction:
    """Make a final report a draft again, with the reason; what was final stays in ledger and files."""
    if not reason.strip():
        raise RefusalError("AFTER-ACTION-REASON")
    again = {"state": AfterActionState.DRAFT.value, "reason": within(reason, 500)}
    before = _standing(registry, storm)
    _put(registry, before, "opened", AfterActionState.FINAL, again, seen=seen, who=who)
    return _standing(registry, storm)


def letter_of(registry: Registry, report: AfterAction) -> bytes:
    """Return the .docx of a final report as it was when it was made final."""
    return file_path(registry, report.letter_sha256, _LETTER).read_bytes()


def _standing(registry: Registry, storm: str) -> AfterAction:
    file = get_storm(registry, storm)
    with registry.database.read() as connection:
        found = store.report_of(connection, file.storm.id)
    return found or AfterAction(stable_id("after-action", storm), storm, AfterActionState.DRAFT)


def _put(
    registry: Registry,
    report: AfterAction,
    name: str,
    state: AfterActionState,
    columns: dict[str, Any],
    *,
    seen: int,
    who: Actor,
    marks: bool = False,
) -> None:
    """Write columns of a report that must be in ``state``, in the version that was seen."""
    with deed(registry, f"{DESK}after-action-{name}", who, options={"storm": report.storm}) as made:
        row = made.check(table, report.id, seen, columns)
        held = AfterActionState((row or {}).get("state") or AfterActionState.DRAFT)
        if held is not state:
            if held is AfterActionState.FINAL:
                raise RefusalError("AFTER-ACTION-FINAL", number=(row or {}).get("number", ""))
            raise RefusalError("AFTER-ACTION-NOT-FINAL")
        own = {"id": report.id, "storm": report.storm, "state": state.value, "ledger_seq": 0}
        stamped = {"final_by": made.who, "final_at": made.at} if marks else {}
        made.put(table, report.id, own, **{**columns, **stamped}, who=made.who, at=made.at)
