"""How a warning of rain, flood or landslide comes in: pasted or typed, looked at, recorded, corrected."""

import datetime as dt
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import remedy, render, say
from registry.model.issues import Issue
from registry.model.numbers import plain_number, two_readings
from registry.model.storm.hazards import Hazard, HazardDraft, HazardKind, RiverLevel
from registry.model.vietnam_time import VIETNAM
from registry.services.storm.hazards import deeds
from registry.services.storm.hazards.exposure import all_hazards, get_hazard
from registry.services.storm.hazards.newer import communes_before
from registry.services.storm.hazards.texts import (
    Piece,
    communes_written,
    left_out,
    marked_text,
    read_warning_text,
)
from registry.services.storm.hazards.words import KINDS
from registry.services.storm.track_files import file_text
from registry.storm.rivers import river_code, river_name, rivers_in
from registry.storm.warnings.reading import HazardReading
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.people import who
from web.storm.frame import WRITE, now
from web.storm.hazard_map import area_map
from web.storm.hazards import blueprint

MOST_KB = 512
ROWS = 100
"""More than a bulletin has: none that was read is left out without a word."""
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
"""The end of all together where one has none: every other has its own in its row."""
_RAIN = ("rain_least", "rain_most", "rain_over")
_CELLS = ("river", "station", "metres", "alarm", "above", *_RAIN, "to_at", "risk", "elsewhere", "own")
_LEVELS = frozenset("12345")
EXAMPLE = "TIN CẢNH BÁO LŨ QUÉT, SẠT LỞ ĐẤT, SỤT LÚN ĐẤT…"


@blueprint.get("/new")
@guarded(*WRITE)
def new() -> str:
    """Show the form: a bulletin to paste, or the warning to type."""
    parameters.known_only(request.args, ("typed",))
    return _page([_row(HazardDraft(HazardKind.RAIN))] if request.args.get("typed") else [])


@blueprint.post("/new")
@guarded(*WRITE)
def enter() -> Any:
    """Read what was pasted and show it to be looked at; or record what was looked at."""
    if request.form.get("deed") == "row":
        rows = [*_typed_rows(), _row(HazardDraft(HazardKind.RAIN))]
        return _page(rows, form=request.form, **_beside_again())
    if request.form.get("deed") == "save":
        try:
            drafts = _drafts()
            made = deeds.record_hazards(
                registry(), drafts, who=who(), text=_text(),
                file_name=request.form.get("file_name", ""),
            )  # fmt: skip
        except RefusalError as refusal:
            return refusals.refused(
                refusal,
                lambda why: _page(_typed_rows(), refusal=why, form=request.form, **_beside_again()),
            )
        flash(_("Đã ghi %(count)s cảnh báo. Sửa hoặc rút được ở trang của từng cảnh báo.", count=len(made)))
        return redirect(url_for("hazards.listed"), 303)
    try:
        text, name = _pasted()
        reading = read_warning_text(registry(), text, now(), name=name)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page([], refusal=why, form=request.form))
    placed = next((one for one in reading.drafts if _has_place(one)), None)
    form = _common(reading.drafts[0]) if reading.drafts else {}
    if placed is not None:
        form |= _place(placed)
    ends = [draft.to_at for draft in reading.drafts]
    last = None if None in ends else max((one for one in ends if one), default=None)
    highest = max((draft.disaster_level or 0 for draft in reading.drafts), default=0)
    form |= {"text": text, "file_name": name, "disaster_level": str(highest or ""), "to_at": last or ""}
    rows = [_row(draft, highest, last or _NEVER) | _apart(draft, placed) for draft in reading.drafts]
    marked = marked_text(registry(), text, reading)
    before = _before(reading)
    return _page(rows, form=form, issues=reading.issues, marked=marked, read=True, before=before)


@blueprint.get("/<hazard>/correct")
@guarded(*WRITE)
def correction(hazard: str) -> str:
    """Show the form with what stands."""
    found = get_hazard(registry(), hazard)
    before = communes_before([found], all_hazards(registry()))
    return _page([_row(found)], form=_common(found), hazard=found, before=before)


@blueprint.post("/<hazard>/correct")
@guarded(*WRITE)
def correct(hazard: str) -> Any:
    """Set what was typed of a warning, with the reason."""
    found, seen = get_hazard(registry(), hazard), parameters.seen(request.form.get("version", ""))
    try:
        reason = request.form.get("reason", "")
        deeds.correct_hazard(registry(), hazard, _the_one(found), seen=seen, reason=reason, who=who())
    except RefusalError as refusal:
        return refusals.refused(
            refusal, lambda why: _page(_typed_rows(), refusal=why, form=request.form, hazard=found)
        )
    flash(_("Đã đính chính; bản trước còn trong sổ cái."))
    return redirect(url_for("hazards.show", hazard=hazard), 303)


def _the_one(standing: Hazard) -> HazardDraft:
    """Return the one warning of the form of a correction."""
    drafts = _drafts(standing)
    if len(drafts) != 1:
        raise RefusalError("HAZARD-NONE")
    return drafts[0]


def _text() -> str:
    """Return the text of the form with the breaks it was pasted with: a browser sends two signs for each."""
    return request.form.get("text", "").replace("\r\n", "\n")


def _pasted() -> tuple[str, str]:
    """Return the text of the form, a file going before it, and the file's name."""
    file = request.files.get("file")
    if file is not None and file.filename:
        content = file.stream.read(MOST_KB * 1024 + 1)
        if len(content) > MOST_KB * 1024:
            raise RefusalError("STORM-TEXT-LONG", most=MOST_KB)
        name = file.filename.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
        return file_text(content, name), name
    text = _text()
    if not text.strip():
        raise RefusalError("HAZARD-NONE")
    if len(text) > MOST_KB * 1024:
        raise RefusalError("STORM-TEXT-LONG", most=MOST_KB)
    return text, request.form.get("file_name", "")


def _drafts(standing: Hazard | None = None) -> list[HazardDraft]:
    """Return the warnings of the form: what all have in common, and a row for each kind or river."""
    form = request.form
    chosen, drawn = deeds.place_of(registry(), form.get("area", ""))
    known = {unit.code for unit in context().units.communes}
    communes = dict.fromkeys([code for code in form.getlist("commune") if code in known])
    communes |= dict.fromkeys(chosen)
    if drawn is None and form.get("keep_shape"):
        drawn = standing.geometry if standing else _stated_shape()
    level = form.get("disaster_level", "")
    base = HazardDraft(
        kind=HazardKind.OTHER,
        from_at=parameters.written_moment(form.get("from_at", "")),
        to_at=parameters.written_moment(form.get("to_at", "")),
        headline=form.get("headline", ""),
        source=form.get("source", ""),
        number=form.get("number", ""),
        communes=tuple(communes),
        unplaced=tuple(form.getlist("unplaced"))[:200],
        geometry=drawn,
        disaster_level=int(level) if level in _LEVELS else None,
        issued_at=parameters.written_moment(form.get("issued_at", "")),
    )
    return [_draft(base, row, at) for at, row in enumerate(_typed_rows(), 1) if row["kind"]]


def _draft(base: HazardDraft, row: dict[str, Any], at: int) -> HazardDraft:
    if row["kind"] not in set(HazardKind):
        raise RefusalError("REQUEST-VALUE", value=row["kind"][:40])
    kind = HazardKind(row["kind"])
    alarm = row["alarm"] if row["alarm"] in {"0", "1", "2", "3"} else ""
    level = RiverLevel()
    if kind is HazardKind.FLOOD:
        level = RiverLevel(
            river=river_code(row["river"][:80]),
            station=row["station"][:80],
            metres=_number(row["metres"], "m"),
            alarm=int(alarm) if alarm else None,
            above_m=_number(row["above"], "m"),
        )
    draft = replace(base, kind=kind, level=level, rain_mm=_rain(row))
    if row["to_at"]:
        draft = replace(draft, to_at=parameters.written_moment(row["to_at"]))
    if row["risk"] in _LEVELS:
        draft = replace(draft, disaster_level=int(row["risk"]))
    if row["elsewhere"] and row["own"]:
        raise RefusalError("HAZARD-TWO-PLACES", row=at, names=row["own"][:80])
    if row["elsewhere"]:  # along its river, or the whole province
        return replace(draft, communes=(), unplaced=(), geometry=None)
    own = [code for code in row["only"] if code in {unit.code for unit in context().units.communes}]
    if own := [*own, *communes_written(registry(), row["own"])]:
        return replace(draft, communes=tuple(dict.fromkeys(own)), unplaced=(), geometry=None)
    return draft


def _rain(row: dict[str, str]) -> tuple[float, ...]:
    """Return the rain that a row says as ``Hazard.rain_mm`` has it: 0 and the most where that is alone."""
    least, most, over = (_number(row[name], "mm") for name in _RAIN)
    if over is not None:
        return least or 0.0, (least or 0.0) if most is None else most, over
    if most is None:
        return () if least is None else (least,)
    return least or 0.0, most


def _number(text: str, unit: str) -> float | None:
    if not text.strip():
        return None
    if unit == "mm" and (readings := two_readings(text)):  # no rain is told in parts of a millimetre
        raise RefusalError("NUMBER-TWO-WAYS", value=text[:20], **readings)
    found = plain_number(text)
    if found is None:
        raise RefusalError("HAZARD-NUMBER", value=text[:20], unit=unit, least=0, most=3000)
    return float(found)


def _read_again() -> HazardReading | None:
    """Return the reading of what was pasted, as the form that was sent brings it; None for a typed one."""
    text, name = _text(), request.form.get("file_name", "")
    return read_warning_text(registry(), text, now(), name=name) if text.strip() else None


def _beside_again() -> dict[str, Any]:
    """Return what stands beside a reading once more, for a form that was refused."""
    try:
        reading = _read_again()
    except RefusalError:  # the page has a refusal to say already
        return {}
    if reading is None:
        return {}
    return {"marked": marked_text(registry(), _text(), reading), "before": _before(reading)}


def _before(reading: HazardReading) -> tuple[str, ...]:
    """Return the communes of the last warning of a river, for a flood that was read without any place."""
    return communes_before(reading.drafts, all_hazards(registry()))


def _stated_shape() -> Any:
    """Return the shape that the pasted alert draws, where one was pasted."""
    reading = _read_again()
    drafts = () if reading is None else reading.drafts
    return next((draft.geometry for draft in drafts if draft.geometry is not None), None)


def _typed_rows() -> list[dict[str, Any]]:
    rows = []
    for at in range(ROWS):
        if f"row-{at}-kind" in request.form:
            row = {name: request.form.get(f"row-{at}-{name}", "").strip() for name in ("kind", *_CELLS)}
            rows.append({**row, "only": request.form.getlist(f"row-{at}-only")})
    return rows


def _has_place(draft: HazardDraft) -> bool:
    return bool(draft.communes or draft.unplaced or draft.geometry)


def _apart(draft: HazardDraft, placed: HazardDraft | None) -> dict[str, Any]:
    """Return what a row says of its place where that is not the one of all (``placed``): the whole province,
    or communes of its own."""
    if placed is None or _place(draft) == _place(placed):
        return {}
    return {"only": list(draft.communes)} if draft.communes else {"elsewhere": "1"}


def _row(draft: HazardDraft | Hazard, common: int = 0, last: dt.datetime | None = None) -> dict[str, Any]:
    """Return a draft as a row of the form, with its disaster level where that is not the ``common`` one, and
    its end where all together last longer (to ``last``)."""
    level, rain = draft.level, (*draft.rain_mm, None, None, None)
    if rain[2] is not None and rain[0] == rain[1]:  # the least alone, or none, and what it rains above
        rain = (rain[0] or None, None, rain[2])

    own = draft.disaster_level if draft.disaster_level != common else None

    def shown(value: float | None) -> str:
        return "" if value is None else f"{value:g}".replace(".", "," if language() == "vi" else ".")

    return {
        "kind": draft.kind.value, "river": river_name(level.river, language()), "station": level.station,
        "metres": shown(level.metres), "alarm": "" if level.alarm is None else str(level.alarm),
        "above": shown(level.above_m), "rain_least": shown(rain[0]), "rain_most": shown(rain[1]),
        "rain_over": shown(rain[2]), "elsewhere": "", "own": "", "only": [],
        "to_at": draft.to_at if last and draft.to_at and draft.to_at < last else "",
        "risk": str(own) if own and common else "",
    }  # fmt: skip


def _common(draft: HazardDraft | Hazard) -> dict[str, Any]:
    return {
        "headline": draft.headline, "source": draft.source, "number": draft.number,
        "from_at": draft.from_at or "", "to_at": draft.to_at or "",
        "issued_at": _written(draft.issued_at),
        "disaster_level": str(draft.disaster_level or ""), **_place(draft),
    }  # fmt: skip


def _place(draft: HazardDraft | Hazard) -> dict[str, Any]:
    return {
        "communes": list(draft.communes), "unplaced": list(draft.unplaced),
        "shape": draft.geometry is not None,
    }  # fmt: skip


def _also_named(marked: tuple[Piece, ...], chosen: list[str]) -> list[str]:
    """Return the communes that a bulletin names and its reading does not have, to be ticked."""
    named = dict.fromkeys(code for piece in marked if not piece.used for code in piece.codes)
    return [code for code in named if code not in chosen]


def _written(at: dt.datetime | None) -> str:
    """Return a moment as the fields of forms write it."""
    return "" if at is None else f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _page(
    rows: list[dict[str, Any]],
    *,
    refusal: RefusalError | None = None,
    form: Any = None,
    issues: tuple[Issue, ...] = (),
    hazard: Hazard | None = None,
    marked: tuple[Piece, ...] = (),
    read: bool = False,
    before: tuple[str, ...] = (),
) -> str:
    form = form or {}
    typed = request.form if request.method == "POST" and not read else None
    names = {unit.code: unit.name for unit in context().units.communes}
    rows = [{**row, "only": [(one, names[one]) for one in row["only"] if one in names]} for row in rows]
    chosen = typed.getlist("commune") if typed is not None else form.get("communes", [])
    also = _also_named(marked, chosen)
    lang = language()
    return render_template(
        "storm/hazards/entry.html",
        refusal=refusals.said(refusal),
        rows=rows,
        form=form,
        hazard=hazard,
        read=read,
        chosen=[(code, names[code]) for code in chosen if code in names],
        unplaced=typed.getlist("unplaced") if typed is not None else form.get("unplaced", []),
        shape=form.get("shape") if typed is None else typed.get("keep_shape"),
        issues=[
            (one, render(one.code, one.params, lang), remedy(one.code, one.params, lang)) for one in issues
        ],
        marked=marked,
        left_out=left_out(marked),
        also=[(code, names[code]) for code in also if code in names],
        before=[(code, names[code]) for code in before if code in names and code not in {*also, *chosen}],
        kinds={kind.value: say(words, lang) for kind, words in KINDS.items()},
        rivers=[
            (river.code, river.name[lang], [one.station for one in river.stations])
            for river in rivers_in(registry().settings.province)
        ],
        map=area_map() if rows else None,
        example=EXAMPLE,
        most_kb=MOST_KB,
    )
