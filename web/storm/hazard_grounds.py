"""Ground that floods or slides, and roads that are cut: drawn on the map, by commune, or from a map file."""

import tempfile
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.intake.maps.map_file import read_map_file
from registry.messages import say
from registry.model.storm.hazards import GroundKind
from registry.services.storm.hazards import deeds
from registry.services.storm.hazards.exposure import hazard_grounds
from registry.services.storm.hazards.words import GROUNDS, ground_said
from registry.storm.rivers import river_code, rivers_in
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.storm.frame import WRITE, now
from web.storm.hazard_map import area_map
from web.storm.hazards import blueprint, cause_words

MOST_MB = 20
_SUFFIXES = (".geojson", ".json", ".kml", ".kmz", ".gpkg", ".zip")


@blueprint.get("/grounds/new")
@guarded(*WRITE)
def ground_form() -> str:
    """Show the form of low ground or a slope."""
    return _ground_page()


@blueprint.post("/grounds/new")
@guarded(*WRITE)
def ground() -> Any:
    """Record what was drawn, chosen or brought as a file."""
    form = request.form
    try:
        alarm = form.get("alarm", "")
        made = deeds.add_ground(
            registry(),
            _kind(form.get("kind", "")),
            name=form.get("name", ""),
            area=form.get("area", ""),
            shapes=_shapes(),
            river=river_code(form.get("river", "").strip()),
            alarm=int(alarm) if alarm in {"1", "2", "3"} else None,
            source=form.get("source", ""),
            who=who(),
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, _ground_page)
    flash(_("Đã ghi %(count)s vùng. Bỏ được ở danh sách.", count=len(made)))
    return redirect(url_for("hazards.listed") + "#grounds", 303)


@blueprint.get("/roads/new")
@guarded(*WRITE)
def road_form() -> str:
    """Show the form of a road that is cut."""
    return _road_page()


@blueprint.post("/roads/new")
@guarded(*WRITE)
def road_cut() -> Any:
    """Record a road that is cut; without a spot it is only named."""
    form = request.form
    try:
        deeds.cut_road(
            registry(),
            name=form.get("name", ""),
            place=form.get("place", ""),
            from_at=parameters.written_moment(form.get("from_at", "")),
            cause=form.get("cause", ""),
            area=form.get("area", ""),
            told_by=form.get("told_by", ""),
            note=form.get("note", ""),
            who=who(),
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, _road_page)
    flash(_("Đã ghi đường bị cắt. Thông đường thì bấm “Đi lại được”."))
    return redirect(url_for("hazards.listed") + "#roads", 303)


def _kind(text: str) -> GroundKind:
    if text not in set(GroundKind):
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    return GroundKind(text)


def _shapes() -> list[tuple[str, Any]]:
    """Return the areas of a map file with their names, nothing where none was chosen."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return []
    name = Path(file.filename.replace("\\", "/")).name
    suffix = next((one for one in _SUFFIXES if name.lower().endswith(one)), "")
    if not suffix:
        raise RefusalError("HAZARD-NO-AREA")
    content = file.stream.read(MOST_MB * 1024 * 1024 + 1)
    if len(content) > MOST_MB * 1024 * 1024:
        raise RefusalError("STORM-TEXT-LONG", most=MOST_MB * 1024)
    with tempfile.TemporaryDirectory(prefix="bts-ground-") as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        found = read_map_file(path)
    return [(str(one.get(("name", "ten")) or "")[:200], one.geometry) for one in found.features]


def _ground_page(refusal: RefusalError | None = None) -> str:
    lang = language()
    return render_template(
        "storm/hazards/area.html",
        what="ground",
        refusal=refusals.said(refusal),
        form=request.form,
        kinds={kind.value: say(words, lang) for kind, words in GROUNDS.items()},
        rivers=[(river.code, river.name[lang]) for river in rivers_in(registry().settings.province)],
        map=area_map(
            [(one.geometry, f"{one.name}: {ground_said(one, lang)}") for one in hazard_grounds(registry())]
        ),
        suffixes=_SUFFIXES,
    )


def _road_page(refusal: RefusalError | None = None) -> str:
    return render_template(
        "storm/hazards/area.html",
        what="road",
        refusal=refusals.said(refusal),
        form=request.form if request.method == "POST" else {"from_at": now()},
        causes=cause_words(),
        map=area_map(),
    )
