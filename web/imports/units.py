"""Administrative boundaries (địa giới): the units of each level, and boundaries from a map file."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import province_in_words
from registry.model.alphabet import in_alphabet
from registry.model.areas import AdminLevel, AdminUnit
from registry.model.people import INSIDE
from registry.services.office.attachments import file_copy, keep_file
from registry.services.office.batches import list_batches
from registry.services.office.calendar import today
from registry.services.office.preview import ImportOutcome
from registry.services.register.units.import_admin_units import (
    all_units,
    import_admin_units,
    standing_on,
)
from registry.services.register.units.rough_borders import POINTS_ERROR_M
from registry.services.register.units.take_borders import (
    WHOLE,
    Offer,
    better_borders,
    offer_from,
    own_offer,
    take_borders,
)
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.frame.people import who
from web.frame.uploads import uploaded
from web.frame.wording.issues import preview
from web.imports import words
from web.imports.frame import WRITERS, may_write, needed_day, terms_of

blueprint = Blueprint("units", __name__, url_prefix="/units")

TERMS = ("level", "valid_from", "valid_to", "crs")
EXTENSIONS = (".geojson", ".json", ".gpkg", ".kml", ".gml", ".zip")
BATCHES_SHOWN = 20


@blueprint.get("")
@guarded(*INSIDE)
def listed() -> str | Response:
    """List the units of a level with their validity and how their boundary is known, and the imports."""
    parameters.known_only(request.args, ("level", *NAMES))
    level = request.args.get("level", AdminLevel.COMMUNE.value)
    if level not in set(AdminLevel):
        raise RefusalError("LEVEL-UNKNOWN", level=level[:40], known=", ".join(AdminLevel))
    every = all_units(registry())
    found = sorted(
        (one for one in every if one.level == level),
        key=lambda one: (not _stands(one), in_alphabet(one.name), one.code),
    )
    columns = [
        Column("name", _("Tên"), lambda one: one.name),
        Column("code", _("Mã"), lambda one: one.code),
        Column("kind", _("Loại"), lambda one: one.kind),
        Column("from", _("Hiệu lực"), lambda one: one.valid_from),
        Column("to", _("Hết hiệu lực"), lambda one: one.valid_to, heading=False),
        Column("boundary", _("Ranh giới"), _error),
        Column("source", _("Nguồn"), lambda one: one.source),
    ]
    shown = listing(found, columns, filters=("level",))
    if wants_book():
        return shown.book(_("Địa giới hành chính"))
    now = [one for one in every if _stands(one)]
    return render_template(
        "imports/units.html",
        items=shown.items,
        listed=shown,
        level=level,
        levels=words.LEVELS,
        former=sum(not _stands(one) for one in found),
        standing={code: [one for one in now if one.level == code] for code in words.LEVELS},
        surveyed=lambda units: sum(_error(one) == 0 for one in units),
        mapped=lambda units: sum(_mapped(one) for one in units),
        batches=[one for one in reversed(list_batches(registry())) if one.kind == "admin_units"][
            :BATCHES_SHOWN
        ],
        told=words.told,
        counted=words.counted,
        may_write=may_write(),
        better=better_borders(registry()) if may_write() else 0,
    )


@blueprint.get("/borders")
@guarded(*WRITERS)
def offered() -> str:
    """Show what the borders that come with the project would change, before anything is written."""
    offer = _own()
    return render_template(
        "imports/borders.html",
        offer=offer,
        source=offer.file.source,
        **preview(take_borders(registry(), offer, who=who()), "admin_units"),
    )


@blueprint.post("/borders")
@guarded(*WRITERS)
def offer_taken() -> Any:
    """Write the borders that come with the project as one batch."""
    return _written(take_borders(registry(), _own(), yes=True, who=who()))


@blueprint.get("/file")
@guarded(*WRITERS)
def file_start() -> str:
    """Show where a file of boundaries is handed in."""
    return _start_page({})


@blueprint.post("/file")
@guarded(*WRITERS)
def file_upload() -> Any:
    """Keep the file and go to its preview; a file that cannot be read is refused on this page."""
    form = {name: request.form.get(name, "").strip() for name in TERMS}
    try:
        given = terms_of(request.form, TERMS)
        with uploaded("list") as (path, name):
            _import(path, name, given)
            held = keep_file(registry(), path, name)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _start_page(form, why))
    kept: dict[str, Any] = {key: value for key, value in form.items() if value}
    return redirect(url_for("units.file_preview", sha256=held.sha256, name=name, **kept), 303)


@blueprint.get("/file/<sha256>")
@guarded(*WRITERS)
def file_preview(sha256: str) -> str:
    """Show what a kept file would change, before anything is written."""
    name = request.args.get("name", "")
    terms = terms_of(request.args, TERMS)
    with file_copy(registry(), sha256, name) as path:
        outcome = _import(path, name, terms)
    return render_template(
        "imports/unit_preview.html",
        name=name,
        sha256=sha256,
        terms=terms,
        levels=words.LEVELS | words.WHOLE_PROVINCE,
        **preview(outcome, "admin_units"),
    )


@blueprint.post("/file/<sha256>")
@guarded(*WRITERS)
def file_commit(sha256: str) -> Any:
    """Write the boundaries of a kept file as one batch."""
    name = request.form.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        outcome = _import(path, name, terms_of(request.form, TERMS), yes=True)
    return _written(outcome)


def _own() -> Offer:
    offer = own_offer(registry())
    if offer is None:
        raise RefusalError("BORDERS-NONE-OF-OURS", province=province_in_words(registry().settings.province))
    return offer


def _written(outcome: ImportOutcome) -> Any:
    if outcome.batch is None:
        flash(_("Dữ liệu này đã có trong sổ; không có gì thay đổi."))
        return redirect(url_for("units.listed"), 303)
    flash(
        _("Đã ghi %(new)s đơn vị mới, %(changed)s đơn vị thay đổi (lô %(batch)s).",
          new=outcome.counts["new"], changed=outcome.counts["changed"], batch=outcome.batch)
    )  # fmt: skip
    return redirect(url_for("batches.show", batch=outcome.batch), 303)


def _import(path: Any, name: str, terms: dict[str, str], *, yes: bool = False) -> ImportOutcome:
    if not name.lower().endswith(EXTENSIONS):
        raise RefusalError("UNIT-FILE-KIND", name=name, known=", ".join(EXTENSIONS))
    if terms["level"] == WHOLE:
        return take_borders(registry(), offer_from(path, name), yes=yes, who=who())
    return import_admin_units(
        registry(), path, level=terms["level"],
        valid_from=needed_day(terms["valid_from"], "UNIT-NO-DAY"),
        valid_to=parameters.written_day(terms["valid_to"]), crs=terms["crs"] or None, yes=yes, who=who(),
        name=name,
    )  # fmt: skip


def _start_page(form: dict[str, str], refusal: RefusalError | None = None) -> str:
    return render_template(
        "imports/unit_file.html",
        form=form,
        levels=words.LEVELS | words.WHOLE_PROVINCE,
        extensions=EXTENSIONS,
        refusal=refusals.said(refusal),
    )


def _stands(unit: AdminUnit) -> bool:
    return standing_on(unit, today())


def _mapped(unit: AdminUnit) -> bool:
    """Whether a border is drawn from a map, which errs by metres, and not made from points."""
    return unit.boundary is not None and 0 < unit.boundary_error_m < POINTS_ERROR_M


def _error(unit: AdminUnit) -> float | None:
    """Return how far a boundary may be off in metres, None where there is none."""
    return None if unit.boundary is None else unit.boundary_error_m
