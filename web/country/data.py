"""Of which day, register and eyes each province's data are; what is wrong with one, and which have no day."""

from functools import partial
from typing import Any

from flask import request
from flask_babel import gettext as _

from registry.services.country.held import ProvinceHeld, province_name
from web.country import cells
from web.country.frame import VIEWERS, blueprint, eyes, held, over_a_lake, page
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book

_SHOWN = 12  # characters of a hash, enough to compare by eye


@blueprint.get("/data")
@guarded(*VIEWERS)
@over_a_lake
def data() -> Any:
    """Show what the lake says of each province's data, and name those that it lacks."""
    parameters.known_only(request.args, ("day", *NAMES))
    country, lang = held(), language()
    rows: list[tuple[str, ProvinceHeld | None]] = [(item.name(lang), item) for item in country.provinces]
    rows += [(province_name(code, lang), None) for code in country.lacking]
    found = listing(
        rows,
        [
            Column("name", _("Tỉnh, thành phố"), lambda row: row[0]),
            Column("state", _("Tình trạng"), lambda row: _state(row[1])),
            Column("day", _("Ngày dữ liệu"), partial(_of, "day")),
            Column("eyes", _("Dành cho"), lambda row: _eyes(row[1])),
            Column("entries", _("Số bút toán của sổ"), partial(_of, "ledger_entries"), number=True),
            Column("head", _("Bút toán cuối (mã băm)"), partial(_of, "ledger_head")),
            Column("law", _("Quy định áp dụng (mã băm)"), partial(_of, "law")),
        ],
        kept=("day",),
        per_page=100,
    )
    title = _("Nguồn dữ liệu của từng tỉnh")
    if wants_book():
        return found.book(title)
    return page(
        "country/table.html",
        country,
        title=title,
        lead=_(
            "Với mỗi tỉnh, trang này lấy ngày mới nhất trong kho không sau ngày đang xem. Mọi tệp được đối "
            "chiếu với mã băm trong bản kê trước khi đọc; tệp đã đổi thì không dùng."
        ),
        listed=found,
        hint=_("Tên tỉnh"),
        lines=[
            [
                cells.words(name),
                cells.words(_state(item), mark=_mark(item)),
                cells.on_day(_told(item, "day")),
                cells.words(_eyes(item)),
                cells.counted(_told(item, "ledger_entries")),
                cells.words(str(_told(item, "ledger_head") or "")[:_SHOWN]),
                cells.words(str(_told(item, "law") or "")[:_SHOWN]),
            ]
            for name, item in found.items
        ],
        notes=[],
    )


def _state(item: ProvinceHeld | None) -> str:
    if item is None:
        return str(_("không có ngày nào"))
    if item.refused is None:
        return str(_("đọc được"))
    said = refusals.said(item.refused) or {}
    return f"{said.get('message', '')} ({item.refused.code})"


def _mark(item: ProvinceHeld | None) -> str:
    if item is None:
        return "review"
    return "" if item.refused is None else "fail"


def _of(name: str, row: tuple[str, ProvinceHeld | None]) -> Any:
    return _told(row[1], name)


def _told(item: ProvinceHeld | None, name: str) -> Any:
    return None if item is None or item.manifest is None else getattr(item.manifest, name)


def _eyes(item: ProvinceHeld | None) -> str:
    return "" if item is None or item.manifest is None else eyes(item.manifest.disclosure)
