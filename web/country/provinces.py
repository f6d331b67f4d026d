"""The table of provinces: masts, sharing, what the compliance run found, law, and what lies at borders."""

from operator import attrgetter
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from registry.model.numbers import rounded
from web.country import cells
from web.country.frame import VIEWERS, blueprint, held, kept, over_a_lake, page, runs
from web.country.province_lines import ProvinceLine, lines_of
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book


@blueprint.get("/provinces")
@guarded(*VIEWERS)
@over_a_lake
def provinces() -> Any:
    """Show the provinces as a table, sorted by any column, and send it as a workbook."""
    parameters.known_only(request.args, ("day", *NAMES))
    country = held()
    found = listing(lines_of(country, runs(), language()), _columns(), kept=("day",), per_page=100)
    title = _("Cột, trạm, dùng chung theo tỉnh")
    if wants_book():
        return found.book(title)
    return page(
        "country/table.html",
        country,
        title=title,
        lead=_(
            "Cột được tính là cột đang đứng hoặc đã được thống nhất vào ngày của dữ liệu. Tỷ lệ dùng chung "
            "tính trên các cột đã biết mạng nào đặt trạm. Dấu – là chưa biết hoặc chưa rà soát, không phải "
            "số không."
        ),
        listed=found,
        hint=_("Tên tỉnh"),
        lines=[_cells(line) for line in found.items],
        notes=[],
    )


def _columns() -> list[Column]:
    def col(name: str, label: Any) -> Column:
        return Column(name, label, attrgetter(name), number=True)

    return [
        Column("name", _("Tỉnh, thành phố"), attrgetter("name")),
        col("masts", _("Cột")),
        col("stations", _("Trạm")),
        col("carriers", _("Doanh nghiệp")),
        col("shared", _("Cột dùng chung")),
        Column("share", _("Tỷ lệ dùng chung"), _percent, number=True),
        col("breaches", _("Không đạt")),
        col("asked", _("Cần xem xét")),
        col("unknown", _("Chưa đủ căn cứ")),
        col("near_border", _("Cột gần ranh giới tỉnh")),
        col("changed", _("Đổi kết quả do tỉnh bên")),
        col("own_law", _("Quy định riêng")),
        col("missing", _("Nội dung chưa quy định")),
        Column("day", _("Ngày dữ liệu"), attrgetter("day")),
    ]


def _percent(line: ProvinceLine) -> float | None:
    return None if line.share is None else rounded(100.0 * line.share, 1)


def _cells(line: ProvinceLine) -> list[cells.Cell]:
    own = {"province": line.code, **kept()}
    if line.refused is not None:
        said = refusals.said(line.refused) or {}
        trouble = cells.words(f"{said.get('message', '')} ({line.refused.code})", mark="fail")
        return [cells.words(line.name), trouble]
    return [
        cells.words(line.name, href=url_for("country.show", **own)),
        cells.counted(line.masts),
        cells.counted(line.stations),
        cells.counted(line.carriers),
        cells.counted(line.shared),
        cells.part(line.share),
        cells.counted(line.breaches, mark="fail"),
        cells.counted(line.asked, mark="review"),
        cells.counted(line.unknown),
        cells.counted(line.near_border, href=url_for("country.across", **own) if line.near_border else ""),
        cells.counted(line.changed, mark="review"),
        _own_law(line),
        cells.counted(line.missing),
        cells.on_day(line.day),
    ]


def _own_law(line: ProvinceLine) -> cells.Cell:
    if line.own_law == 0:
        return cells.Cell(str(_("chưa có")), is_number=True, mark="review")
    return cells.counted(line.own_law)
