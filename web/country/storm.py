"""What a storm does to the masts of each province, and the 20 masts of a province to be held first."""

from functools import partial
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import number
from registry.model.numbers import rounded
from registry.services.country.held import CountryHeld
from registry.services.country.masts import carrier_names, places_of
from registry.services.country.runs import RunHeld, RunKind, RunsHeld, chosen
from web.country import cells
from web.country.frame import VIEWERS, blueprint, held, kept, no_run, over_a_lake, page, runs
from web.country.run_notes import notes_of
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, Listing, listing, wants_book
from web.frame.office import settings
from web.frame.security.csp import nonce
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around, positions_config

_NUMBERS = ("masts", "reached", "strongest_level", "strongest_gust_ms", "over_design", "flagged")


@blueprint.get("/storm")
@guarded(*VIEWERS)
@over_a_lake
def storm() -> Any:
    """Show a storm (``run``) by province, or with ``province`` that province's 20 masts on a map."""
    parameters.known_only(request.args, ("day", "run", "province", *NAMES))
    country, every = held(), runs()
    run = chosen(every.of(RunKind.STORM), request.args.get("run", ""))
    if run is None:
        title = _("Bão và cột theo tỉnh")
        return page("country/no_run.html", country, title=title, kind="storm", **no_run(every))
    wanted = request.args.get("province", "")
    return _province(country, every, run, wanted) if wanted else _by_province(country, every, run)


def _by_province(country: CountryHeld, every: RunsHeld, run: RunHeld) -> Any:
    rows = [
        (item.code, item.name(language()), {name: run.number(item.code, name) for name in _NUMBERS})
        for item in country.provinces
        if item.code in run.provinces
    ]
    rows.sort(key=lambda row: (-(row[2]["flagged"] or 0), -(row[2]["strongest_gust_ms"] or 0), row[1]))
    labels = {
        "masts": _("Cột"),
        "reached": _("Cột gặp gió mạnh"),
        "strongest_level": _("Gió giật mạnh nhất (cấp)"),
        "strongest_gust_ms": _("Gió giật mạnh nhất (m/s)"),
        "over_design": _("Vượt gió thiết kế"),
        "flagged": _("Cần giữ trước"),
    }
    found = listing(
        rows,
        [
            Column("name", _("Tỉnh, thành phố"), lambda row: row[1]),
            *(Column(name, label, partial(_number, name), number=True) for name, label in labels.items()),
        ],
        kept=("day", "run"),
        per_page=100,
    )
    title = _("Bão %(storm)s: cột theo tỉnh", storm=run.storm or run.name)
    if wants_book():
        return found.book(title)
    return page(
        "country/table.html",
        country,
        title=title,
        lead=_(
            "Gió tại từng cột được ước tính từ đường đi của tâm bão. Chọn một tỉnh để xem 20 cột cần giữ "
            "trước và nơi các cột ấy đứng."
        ),
        chooser=_storms(every),
        chosen=run.name,
        chooser_name="run",
        listed=found,
        hint=_("Tên tỉnh"),
        lines=[_cells(code, name, told, run) for code, name, told in found.items],
        notes=notes_of(run, country, every),
    )


def _province(country: CountryHeld, every: RunsHeld, run: RunHeld, code: str) -> Any:
    item = country.province(code)
    if item is None or code not in run.provinces:
        raise RefusalError("COUNTRY-NO-PROVINCE", province=code[:10])
    places, names = places_of(country, code), carrier_names(country)
    rows = [(at, one, places.get(one.site_code)) for at, one in enumerate(run.guarded(code), 1)]
    found: Listing = listing(
        rows,
        [
            Column("at", _("Thứ tự"), lambda row: row[0], number=True),
            Column("code", _("Cột"), lambda row: row[1].site_code),
            Column("owner", _("Chủ cột"), lambda row: names.get(row[1].owner, row[1].owner)),
            Column(
                "chance", _("Khả năng đổ (%)"), lambda row: rounded(100.0 * row[1].chance, 1), number=True
            ),
        ],
        kept=("day", "run", "province"),
        per_page=100,
    )
    title = _("Bão %(storm)s: %(province)s", storm=run.storm or run.name, province=item.name(language()))
    if wants_book():
        return found.book(title)
    points = [
        {"at": list(place), "label": f"{at} · {one.site_code}", "group": "review", "number": str(at)}
        for at, one, place in rows
        if place is not None
    ]
    made = folium_page(desk_map(settings(), box_around(points), _config(points)), nonce()) if points else None
    return page(
        "country/storm.html",
        country,
        title=title,
        back=url_for("country.storm", **_of(run)),
        listed=found,
        hint=_("Mã cột, chủ cột"),
        map=made,
        lines=[
            [
                cells.counted(at),
                cells.words(one.site_code),
                cells.words(names.get(one.owner, one.owner)),
                cells.Cell(f"{number(100.0 * one.chance, 1, language())} %", is_number=True),
            ]
            for at, one, _place in found.items
        ],
        notes=notes_of(run, country, every),
    )


def _config(points: list[dict[str, Any]]) -> dict[str, Any]:
    found = positions_config(points)
    return {**found, "urls": {**found["urls"], "borders": url_for("country.borders", **kept())}}


def _storms(every: RunsHeld) -> list[tuple[str, str]]:
    return [(run.name, f"{run.storm} ({run.name})".strip()) for run in every.of(RunKind.STORM)]


def _number(name: str, row: tuple[str, str, dict[str, Any]]) -> Any:
    return row[2][name]


def _of(run: RunHeld) -> dict[str, Any]:
    return {"run": run.name, **kept()}


def _cells(code: str, name: str, told: dict[str, Any], run: RunHeld) -> list[cells.Cell]:
    gust = told["strongest_gust_ms"]
    return [
        cells.words(name, href=url_for("country.storm", province=code, **_of(run))),
        cells.counted(told["masts"]),
        cells.counted(told["reached"]),
        cells.counted(told["strongest_level"]),
        cells.Cell(cells.NOTHING if gust is None else number(gust, 1, language()), is_number=True),
        cells.counted(told["over_design"], mark="review"),
        cells.counted(told["flagged"], mark="fail"),
    ]
