"""Minutes (biên bản kiểm tra) of one unit as .docx, and the text that its signatures are tied to."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.documents.filling import Picture, fill
from registry.documents.templates import template
from registry.geo.formats import format_dms_pair
from registry.messages import Language, Words, number, say
from registry.model.field.defects import DefectState
from registry.model.field.inspections import Campaign, Judged, MastLabel, Reading
from registry.model.field.minutes import TEAM, UNIT
from registry.safety import checklists
from registry.services.field.checklists.absent import Absence, absence_of
from registry.services.field.checklists.answers import left_out
from registry.services.field.checklists.tables import RowTable, beyond_words, folded, values_line
from registry.services.field.differences import difference_words, differences
from registry.services.field.inspections import InspectionView
from registry.services.field.measured_place import measured_words
from registry.services.field.minutes.asked import conclusion, defect_cells
from registry.services.field.minutes.at_the_mast import mast_signatures
from registry.services.field.minutes.at_the_mast import said as said_signature
from registry.services.field.minutes.counting import (
    aside_defects,
    by_mast,
    cable_only,
    counting_of,
    fallen_defects,
    told_otherwise,
)
from registry.services.field.minutes.pictures import marks_of, pictures_of, shown_of
from registry.services.field.minutes.signed import Later, as_signed, concluded, later_of
from registry.services.field.minutes.units import MinutesFile, Unit, day_of, days_of
from registry.services.field.visit_defects import declined
from registry.services.field.vocabulary import (
    judged_words,
    limit_words,
    place_words,
    value_words,
)
from registry.services.office.attachments import file_path
from registry.services.office.letters.letterhead import DEMO, DRAFT, dated, letterhead, open_number
from registry.services.office.registry import Registry
from registry.store.office.operators import is_demo, load_settings

SIGNATURE_MM = 40
_NOT_SIGNED = ("letterhead", "marks", "signed_marks", "dated", "number")
_ABOUT = Words("Kiểm tra cột ăng ten ngày {day}", "Inspection of masts on {day}")
_BLANK = "…………………………………"
_LINES = re.compile(r"[;\n]\s*")
_LEFT_OUT = Words("không kiểm tra", "not inspected")
_BY = Words("Ngày kiểm tra: {days}.", "Inspected on {days}.")
_CABLE_ONLY = Words(
    "Chỉ có phiếu cáp ngoại vi, chưa kiểm tra cột.",
    "Only the sheet of the outside cable; the mast was not inspected.",
)

_ABSENT = {
    Absence.GONE: Words("Không còn cột tại đây khi kiểm tra.", "The mast was no longer there."),
    Absence.UNREACHABLE: Words("Không vào được tới cột.", "The mast could not be reached."),
}


@dataclass(frozen=True, slots=True)
class _Form:
    """What minutes say; those signed when they said it otherwise stay as signed."""

    reasons: bool = True  # why an answer is no defect, and a defect in the inspector's own words
    chosen: bool = True  # no defect of an answer in whose place another was chosen
    found: bool = True  # a defect that was remedied since was found all the same
    cable: bool = True  # that of a mast only the cable round it was looked at
    otherwise: bool = True  # that answers of a visit signed at the mast are those of another visit here
    ended: bool = True  # no such defect of an answer not chosen that was remedied since, either
    remedied: bool = True  # which defects were remedied before the minutes were signed
    every: bool = True  # whose each defect is, not of outside cable alone
    height: bool = True  # what the register has otherwise, and judged by the height found at the mast
    whole: bool = True  # both days of a visit across midnight, and the grounds without doubled marks


_FORMS = tuple(
    _Form(reasons, chosen, found, cable, otherwise, ended, remedied, every, height, whole)
    for whole in (True, False)
    for height in (True, False)
    for every in (True, False)
    for reasons, chosen in ((True, True), (True, False), (False, False))
    for found in (True, False)
    for cable in (True, False)
    for otherwise in (True, False)
    for ended in ((True, False) if chosen and found else (True,))
    for remedied in ((True, False) if found else (True,))
)


def unit_minutes(registry: Registry, file: MinutesFile, unit: Unit, lang: Language = "vi") -> bytes:
    """Return the minutes of a unit, with the signatures that were drawn under this very text."""
    unit, form = _text(registry, file, unit)
    values = _values(registry, file, unit, lang, form)
    for mast, views in zip(values["masts"], by_mast(unit), strict=True):
        mast["pictures"] = pictures_of(registry, shown_of(views, lang), lang, marks_of(views))
    digest = _digest(_values(registry, file, unit, "vi", form))
    drawn = {one.signer: one.picture_sha256 for one in unit.signatures if one.text_digest == digest}
    refused = {one.key: one.refused for one in unit.standing.present}
    signers = [*values["team_signs"], *values["unit_signs"]]
    for one in signers:
        png = drawn.get(one["key"])
        content = file_path(registry, png, "chu-ky.png").read_bytes() if png else b""
        one["drawn"] = Picture(content, SIGNATURE_MM) if content else ""
        one["refused"] = "" if content else refused.get(one["key"], "")
    values["refusals"] = "; ".join(f"{one['name']} ({one['refused']})" for one in signers if one["refused"])
    if signers and all(one["drawn"] or one["refused"] for one in signers):  # no draft any more
        values["marks"] = values["signed_marks"]
    return fill(template(registry.settings.home / "templates", "inspection", lang), values)


def text_digest(registry: Registry, file: MinutesFile, unit: Unit) -> str:
    """Return the SHA-256 of what minutes say in Vietnamese: that is signed, whatever language it is read in.

    How the office's letterhead looks is no part of it.
    """
    unit, form = _text(registry, file, unit)
    return _digest(_values(registry, file, unit, "vi", form))


def later_changes(registry: Registry, file: MinutesFile, unit: Unit) -> list[Later]:
    """Return what became of the defects after everybody signed: it stands beside the minutes, not in them."""
    then, _form_of = _text(registry, file, unit)
    return list(later_of(then, unit)) if then is not unit else []


def _text(registry: Registry, file: MinutesFile, unit: Unit) -> tuple[Unit, _Form]:
    """Return of which unit minutes are, in which form: as it is, or as it was when everybody signed."""
    for signature in concluded(unit):
        then = as_signed(registry, unit, signature)
        form = _form(registry, file, then, {signature.text_digest})
        if form is not None:
            return then, form
    signed = {one.text_digest for one in unit.signatures}
    return unit, _form(registry, file, unit, signed) or _FORMS[0]


def _form(registry: Registry, file: MinutesFile, unit: Unit, signed: Collection[str]) -> _Form | None:
    """Return the form in which minutes say what was signed, None where they do in none."""
    other = any(differences(view, "vi") for view in unit.views)
    held = [one for view in unit.views for one in (*view.defects, *(same for same, _step in view.same))]
    theirs = any(one.organisation != unit.organisation for one in held)
    doubled = any(len(days_of(view)) > 1 for view in unit.views) or (
        _basis(file.campaign, "vi", whole=True) != _basis(file.campaign, "vi", whole=False)
    )
    for form in _FORMS if signed else ():
        if (
            (form.height or other)
            and (form.every or theirs)
            and (form.whole or doubled)
            and _digest(_values(registry, file, unit, "vi", form)) in signed
        ):
            return form
    return None


def _digest(values: Mapping[str, Any]) -> str:
    said = {name: value for name, value in values.items() if name not in _NOT_SIGNED}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _values(registry: Registry, file: MinutesFile, unit: Unit, lang: Language, form: _Form) -> dict[str, Any]:
    with registry.database.read() as connection:
        settings, demo = load_settings(connection), is_demo(connection)
    head, record = letterhead(settings, lang, registry.settings.province), unit.standing
    put_aside = aside_defects if form.ended else fallen_defects
    fallen = {one.id for one in put_aside(registry, file, unit)} if form.chosen else set()
    standing = [
        defect
        for view in unit.views
        for defect in view.defects
        if (defect.standing or (form.found and defect.state is DefectState.CLOSED))
        and defect.id not in fallen
    ]
    ended = _in_order(day for view in unit.views if (day := day_of(view)))
    days = _in_order(day for view in unit.views for day in days_of(view)) if form.whole else ended
    masts = _masts(registry, file, unit, lang, form)
    people = {
        side: [
            {"key": one.key, "name": one.name, "post": one.post, "drawn": ""}
            for one in record.present
            if one.side == side
        ]
        for side in (TEAM, UNIT)
    }
    about = file.name if file.campaign else say(_ABOUT, lang).format(day=ended[0] if ended else _BLANK)
    return {
        "letterhead": head,
        "number": open_number(head, "inspection"),
        "dated": dated(None, lang),
        "marks": " · ".join(say(mark, lang) for mark in (DRAFT, *([DEMO] if demo else []))),
        "signed_marks": say(DEMO, lang) if demo else "",
        "subject": about,
        "about": about,
        "held_on": (days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}") if days else _BLANK,
        "place": record.place or _places(unit.views),
        "delegation": record.delegation or _BLANK,
        "basis": _basis(file.campaign, lang, whole=form.whole),
        "team": [f"{one['name']}, {one['post']}" for one in people[TEAM]],
        "organisation": unit.name or _BLANK,
        "representative": "; ".join(f"{one['name']}, {one['post']}" for one in people[UNIT]) or _BLANK,
        "masts": masts,
        "unverified": any("(*)" in str(item["limit"]) for mast in masts for item in mast["readings"]),
        "defects": defect_cells(
            registry, unit, standing, lang, own=form.reasons, remedied=form.remedied, every=form.every
        ),
        "opinion": record.opinion,
        "conclusions": [say(conclusion(unit, standing, remedied=form.remedied, every=form.every), lang)],
        "team_signs": people[TEAM],
        "unit_signs": people[UNIT],
    }


def _in_order(days: Iterable[str]) -> list[str]:
    """Return days as people write them, each once, the first first."""
    return sorted(set(days), key=lambda day: day.split("/")[::-1])


def _masts(
    registry: Registry, file: MinutesFile, unit: Unit, lang: Language, form: _Form
) -> list[dict[str, Any]]:
    return [_mast(registry, file, at, views, lang, form=form) for at, views in enumerate(by_mast(unit), 1)]


def _mast(
    registry: Registry,
    file: MinutesFile,
    at: int,
    views: Sequence[InspectionView],
    lang: Language,
    *,
    form: _Form,
) -> dict[str, Any]:
    """Return what minutes say of a mast: once, as an officer decided where its visits differ."""
    last = views[-1]
    counting = counting_of(registry, file, views, found=form.height)
    sheets = {reading.item.id: view.sheet for view, reading in counting}
    given = {view.inspection.id: declined(view, lang) for view in views} if form.reasons else {}
    reasons = {
        (reading.item.id, reading.entry): given.get(view.inspection.id, {}).get(reading.entry, "")
        for view, reading in counting
    }
    rows = [_row(one, sheets, reasons, lang) for one in folded([reading for _view, reading in counting])]
    said = {row["entry"] for row in rows}
    missed = dict.fromkeys(
        say(entry, lang) for view in views for entry in left_out(view.sheet, view.items, view.mast)
    )
    rows += [
        {"entry": entry, "value": say(_LEFT_OUT, lang), "limit": "", "judged": ""}
        for entry in missed
        if entry not in said
    ]
    days = dict.fromkeys(
        day for view in views for day in ((days_of(view) if form.whole else [day_of(view)]) or [""])
    )
    when = say(_BY, lang).format(days=", ".join(day or "?" for day in days))
    if form.cable and cable_only(file, views):
        when = f"{when} {say(_CABLE_ONLY, lang)}"
    absent = absence_of(last.items)
    if absent is not None:
        when = " ".join(filter(None, (when, say(_ABSENT[absent[0]], lang), _sentence(absent[1].raw))))
    if form.height:
        items = [reading.item for _view, reading in counting if not reading.computed]
        when = " ".join(filter(None, (when, difference_words(views, items, lang))))
    return {
        "row": at,
        "code": last.mast.code,
        "facts": facts_of(last.mast, lang),
        "measured": next((text for view in reversed(views) if (text := measured_words(view, lang))), ""),
        "when": when,
        "readings": rows,
        "photos": len(shown := shown_of(views, lang)),
        "pictured": sorted(sha256 for sha256, _said in shown),
        "pictures": {"images": [], "captions": ""},
        "signed": [
            said_signature(one, lang, otherwise=told_otherwise(counting, view) if form.otherwise else 0)
            for view in views
            for one in mast_signatures(view.items)
        ],
    }


def _sentence(typed: str) -> str:
    """Return what was typed, ended as a sentence; "" for nothing."""
    said = typed.strip().rstrip(".")
    return f"{said}." if said else ""


def _row(
    one: Reading | RowTable,
    sheets: Mapping[str, checklists.Checklist | None],
    reasons: Mapping[tuple[str, str], str],
    lang: Language,
) -> dict[str, str]:
    """Return a row of the table of readings: of a reading, or of an entry with all its rows."""

    def value(reading: Reading) -> str:
        return value_words(reading, sheets[reading.item.id], lang)

    def reason(reading: Reading) -> str:
        return reasons.get((reading.item.id, reading.entry), "")

    words = one.words_vi if lang == "vi" else one.words_en
    if isinstance(one, RowTable):
        limits = dict.fromkeys(limit_words(reading.judgement, lang) for reading in one.readings)
        judged = dict.fromkeys(_judged(reading, lang) for reading in one.readings)
        return {
            "entry": words,
            "value": ". ".join((values_line(one, value), *filter(None, map(reason, one.readings)))),
            "limit": "; ".join(filter(None, limits)),
            "judged": beyond_words(one, lang) or "; ".join(filter(None, judged)),
        }
    return {
        "entry": words,
        "value": with_reason(words, value(one), reason(one)),
        "limit": limit_words(one.judgement, lang),
        "judged": _judged(one, lang),
    }


def with_reason(words: str, value: str, reason: str) -> str:
    """Return a value with why it is no defect; what the row says already is not said twice."""
    said = reason.strip().removeprefix(f"{words}: {value}. ")
    return f"{value}. {said}" if said else value


def _judged(reading: Reading, lang: Language) -> str:
    judged = reading.judgement.judged is not Judged.NOT_JUDGED or reading.judgement.relation
    return judged_words(reading.judgement, lang) if judged else ""


def facts_of(mast: MastLabel, lang: Language) -> str:
    """Return class, height, place and position of a mast in a line."""
    height = mast.mast_height_m
    metres = "" if height is None else f"{number(height, 1, lang)} m"
    return ", ".join(
        filter(None, (mast.mast_class, metres, place_words(mast), format_dms_pair(mast.lon, mast.lat, lang)))
    )


def _places(views: Sequence[InspectionView]) -> str:
    communes = dict.fromkeys(view.mast.commune for view in views if view.mast.commune)
    return ", ".join(communes) or _BLANK


def _basis(campaign: Campaign | None, lang: Language, *, whole: bool) -> str:
    """Return the grounds in a line; ``whole``: each without the mark that ends it where it was typed."""
    if campaign is None:
        return ""
    grounds = [campaign.legal_basis]
    if whole:
        grounds = [line.strip().rstrip(";.") for line in _LINES.split(campaign.legal_basis)]
    decision = ""
    if campaign.decision:
        on = f" ngày {campaign.decided_on:%d/%m/%Y}" if campaign.decided_on and lang == "vi" else ""
        on = f" of {campaign.decided_on:%d/%m/%Y}" if campaign.decided_on and lang == "en" else on
        decision = f"{'Quyết định số' if lang == 'vi' else 'Decision'} {campaign.decision}{on}"
    return "; ".join(filter(None, (*grounds, decision)))
