"""Plates of masts: the sheets to print, their settings, and the page that a plate's QR code opens."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from registry.documents.qr_codes import qr_path
from registry.errors import RefusalError
from registry.model.people import STAFF, Role
from registry.services.field.campaign_targets import targets_of
from registry.services.office.table_book import table_book
from registry.services.public import plate_settings, plate_tokens, plates
from registry.services.public.plate_settings import OFFICE
from registry.services.public.plates import MOST, Plate, count_plates, plates_of
from registry.services.register.disclosed_masts import site_for
from registry.services.register.place_names import place_name
from web.frame import parameters, refusals
from web.frame.communes import communes
from web.frame.downloads import download
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import Column, Listing, listing
from web.frame.office import context, present_number, registry, since_of
from web.frame.people import who
from web.frame.responsible import own_organisation, responsible
from web.frame.wording import words
from web.frame.wording.defect_lines import defects_of
from web.map.mast_facts import places_served, position_lines, sheet_facts
from web.map.mast_history import mast_history

blueprint = Blueprint("plates", __name__)

PRINTERS = (*WORKERS, Role.CARRIER)
"""Who prints plates: the office, and a carrier those of its own masts."""

ASKED = ("organisation", "commune", "codes", "campaign", "whose", "size", "sort", "page")
SIZES = ("large", "small")
SHARED = "shared"
"""A carrier asks for the plates of the masts of others, too, that it is on."""
SHOWN = 25
LOOK_UPS = "60 per minute; 1000 per day"
"""Plates that one address may open without an account: a token is never found by trying."""


@blueprint.get("/plates")
@guarded(*PRINTERS)
def chosen() -> str:
    """Show which plates would be printed, and what they say."""
    parameters.known_only(request.args, ASKED)
    return _page()


@blueprint.get("/plates/print")
@guarded(*PRINTERS)
def printed() -> str:
    """Show the plates asked for, laid out for A4; always in Vietnamese, as a sign on a mast has to be."""
    parameters.known_only(request.args, ASKED)
    at = parameters.whole(request.args, "page") or 0
    total = _count()
    if not at and total > MOST:
        raise RefusalError("PLATES-MANY", count=total, most=MOST)
    first = max(at - 1, 0) * MOST
    shown = _asked((first, MOST)) if 0 <= first < total else []
    if not shown:
        raise RefusalError("PLATES-NONE")
    base = _address()
    with force_locale("vi"):
        return render_template(
            "public/plates/print.html",
            items=[(plate, *qr_path(_link(base, plate.token))) for plate in shown],
            size=_size(),
            names=plates.organisation_names(registry()),
            words=words,
            token=plate_tokens.shown,
            office_phone=plate_settings.board(registry()).phones.get(OFFICE, ""),
            back=url_for("plates.chosen", **_kept()),
        )


@blueprint.get("/plates/list.xlsx")
@guarded(*PRINTERS)
def listed() -> Response:
    """Send what the plates say as a workbook, for whoever makes signs."""
    parameters.known_only(request.args, ASKED)
    base, names = _address(), plates.organisation_names(registry())
    header = [
        _("Mã cột"), _("Đơn vị quản lý"), _("Mạng trên cột"), _("Loại cột"), _("Chiều cao (m)"),
        _("Năm xây dựng"), _("Xã, phường"), _("Địa chỉ"), _("Điện thoại"), _("Mã trên biển"),
        _("Nội dung mã QR"),
    ]  # fmt: skip
    rows = [
        [
            plate.code, names.get(plate.owner, plate.owner),
            ", ".join(names.get(code, code) for code in plate.operators), plate.mast_class, plate.height_m,
            plate.built, plate.commune, plate.address, plate.phone, plate_tokens.shown(plate.token),
            _link(base, plate.token),
        ]
        for plate in _asked()
    ]  # fmt: skip
    book = table_book(registry(), _("Biển nhận diện cột"), header, rows)
    return download(book, "bien-nhan-dien-cot.xlsx")


@blueprint.post("/plates")
@guarded("administrator")
def settle() -> ResponseReturnValue:
    """Set the public address and the telephones that plates carry."""
    form = request.form
    phones = {name[6:]: form[name] for name in form if name.startswith("phone-")}
    address, since = form.get("address", ""), since_of(form)
    plate_settings.state_board(registry(), address=address, phones=phones, who=who(), since=since)
    flash(_("Đã lưu."))
    return redirect(url_for("plates.chosen") + "#settings", 303)


@blueprint.get("/m/<token>")
@guarded(public=True)
def mast(token: str) -> ResponseReturnValue:
    """Show the mast whose plate was read: to the inspector his form, to others what they may see of it."""
    parameters.known_only(request.args, ("sheet",))
    structure = plate_tokens.structure_of(registry(), token)
    site = plates.site_of(registry(), structure) if structure else None
    if site is None:
        raise RefusalError("PLATE-UNKNOWN")
    person = current_person()
    if person.name and person.roles & STAFF == {Role.INSPECTOR} and "sheet" not in request.args:
        return redirect(field_address(structure), 303)
    known = context()
    standing = next((item for item in site["structures"] if item["id"] == structure), site["structures"][0])
    full = site_for(site, person) if person.name or person.sees_all else None
    board = plate_settings.board(registry())
    owner = str(standing["owner"])
    operators = list(dict.fromkeys(station["operator"] for station in standing["stations"]))
    return render_template(
        "public/plates/mast.html",
        token=plate_tokens.read_token(token),
        shown=plate_tokens.shown(plate_tokens.read_token(token)),
        mast=standing,
        operators=operators,
        site=full,
        position=position_lines(full) if full else [],
        history=mast_history(registry(), site, person) if person.sees_all else [],
        structure=structure,
        places=places_served(full["structures"], person) if full else [],
        place=place_name(known, site["lon"], site["lat"], site["commune_as_written"]),
        names=plates.organisation_names(registry()),
        colours={operator.code: operator.colour for operator in known.operators},
        epsg=known.metric_epsg,
        words=words,
        facts=sheet_facts,
        defects=defects_of(full["structures"]) if full else [],
        phone=next((board.phones[code] for code in (owner, *operators) if board.phones.get(code)), ""),
        office_phone=board.phones.get(OFFICE, ""),
        apple=any(word in request.user_agent.string for word in ("iPhone", "iPad", "Macintosh")),
        inspects=field_address(structure) if person.is_one_of(Role.INSPECTOR) else "",
    )


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal: on the form of the settings, else as every page does."""
    return _page(error) if request.endpoint == "plates.settle" else None


def limit(app: Flask) -> None:
    """Limit how often whoever has no account may look masts up by their plates."""
    limiter: Limiter = app.extensions["bts-limiter"]
    view: Callable[..., Any] = app.view_functions["plates.mast"]
    app.view_functions["plates.mast"] = limiter.limit(
        LOOK_UPS, key_func=get_remote_address, exempt_when=lambda: current_person().sees_all
    )(view)


def field_address(structure: str) -> str:
    """Return where the inspection of a structure begins in the field app."""
    return f"/field#/mast/{structure}"


def _page(refusal: RefusalError | None = None) -> str:
    since = present_number()  # before what it covers is read
    found, total = _asked((0, SHOWN)), _count()
    own = own_organisation(current_person())
    board = plate_settings.board(registry())
    filled = request.form if request.method == "POST" else {}
    base = _address()
    return render_template(
        "public/plates/chosen.html",
        refusal=refusals.said(refusal),
        items=found[:SHOWN],
        listed=_listed(found),
        total=total,
        most=MOST,
        pages=-(-total // MOST),
        asked={name: request.args.get(name, "") for name in ASKED},
        size=_size(),
        kept=_kept(),
        organisations=responsible() if own is None else [],
        carrier=own is not None,
        communes=communes(),
        names=plates.organisation_names(registry()),
        board=board,
        since=since,
        address=filled.get("address", board.address),
        phones=[
            (code, name, filled.get(f"phone-{code}", board.phones.get(code, "")))
            for code, name in ((OFFICE, _("Cơ quan quản lý (tiếp nhận phản ánh)")), *responsible())
        ],
        base=base,
        secure=base.startswith("https://"),
        token=plate_tokens.shown,
        words=words,
        lang=language(),
    )


def _listed(found: list[Plate]) -> Listing:
    names = plates.organisation_names(registry())
    columns = [
        Column("code", _("Cột"), lambda plate: plate.code),
        Column("owner", _("Đơn vị quản lý"), lambda plate: names.get(plate.owner, plate.owner)),
        Column("commune", _("Nơi đặt"), lambda plate: plate.commune),
        Column("token", _("Mã trên biển"), lambda plate: plate.token),
    ]
    kept = ("organisation", "commune", "codes", "campaign", "whose", "size")
    return listing(found, columns, kept=kept, searched=True, endpoint="plates.chosen")


def _asked(window: tuple[int, int] | None = None) -> list[Plate]:
    """Return the plates that are asked for, in the order that is asked for: so they are printed, too.

    ``window`` (how many to leave out, how many to return) reads only these; a campaign, or another order
    than that of the codes, needs all of them first.
    """
    values, person = request.args, current_person()
    if values.get("sort") or values.get("campaign"):
        found = plates_of(registry(), person, chosen=_of_campaign(values.get("campaign", "")), **_filters())
        found = list(_listed(found).rows) if values.get("sort") else found
        return found if window is None else found[window[0] : sum(window)]
    return plates_of(registry(), person, window=window, **_filters())


def _count() -> int:
    """Return how many plates are asked for."""
    if request.args.get("campaign"):
        return len(_asked())
    return count_plates(registry(), current_person(), **_filters())


def _filters() -> dict[str, Any]:
    values, own = request.args, own_organisation(current_person())
    return {
        "codes": values.get("codes", "").replace(",", " ").replace(";", " ").split(),
        "organisation": "" if own is not None else values.get("organisation", ""),
        "commune": values.get("commune", ""),
        # of a mast that it only shares, its owner hangs the plate
        "owned": "" if own is None or values.get("whose") == SHARED else current_person().organisation,
    }


def _of_campaign(campaign: str) -> set[str] | None:
    """Return the structures of a campaign that the person may see; None where none is named."""
    if not campaign:
        return None
    found = targets_of(registry(), campaign, person=current_person())
    return {one.mast.structure for one in found}


def _kept() -> dict[str, Any]:
    return {name: request.args[name] for name in ASKED if request.args.get(name) and name != "page"}


def _size() -> str:
    asked = request.args.get("size", SIZES[0])
    return asked if asked in SIZES else SIZES[0]


def _address() -> str:
    """Return the beginning of the links on plates: what the office set, else the address of this page."""
    return plate_settings.board(registry()).address or request.url_root.rstrip("/")


def _link(base: str, token: str) -> str:
    return f"{base}/m/{token}"
