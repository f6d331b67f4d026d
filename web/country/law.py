"""The regulations of each province, and by name what is missing there; provinces without any come first."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from web.country import cells
from web.country.frame import VIEWERS, blueprint, held, over_a_lake, page
from web.country.province_lines import laws_of
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book


@blueprint.get("/law")
@guarded(*VIEWERS)
@over_a_lake
def law() -> Any:
    """Show what each province has laid down itself, and which rules of others it lacks."""
    parameters.known_only(request.args, ("day", *NAMES))
    country = held()
    rows = [
        (item.name(language()), told.own, told.missing)
        for item, told in laws_of(country, language())
        if told is not None and told.known
    ]
    rows.sort(key=lambda row: (bool(row[1]), -len(row[2])))
    found = listing(
        rows,
        [
            Column("name", _("Tỉnh, thành phố"), lambda row: row[0]),
            Column("own", _("Quy định riêng của tỉnh"), lambda row: "; ".join(row[1])),
            Column("count", _("Số nội dung chưa quy định"), lambda row: len(row[2]), number=True),
            Column("missing", _("Nội dung tỉnh khác có, tỉnh này chưa có"), lambda row: "; ".join(row[2])),
        ],
        kept=("day",),
        per_page=100,
    )
    title = _("Quy định của từng tỉnh và nội dung còn thiếu")
    if wants_book():
        return found.book(title)
    silent = [row[0] for row in rows if not row[1]]
    return page(
        "country/table.html",
        country,
        title=title,
        lead=_(
            "Quy định riêng là văn bản của tỉnh có hiệu lực vào ngày của dữ liệu, do tỉnh nhập vào sổ của "
            "mình hoặc có sẵn trong danh mục. Nơi chưa có quy định, vị trí đề nghị luôn được trả lời là cần "
            "xem xét, không lấy số của tỉnh khác."
        ),
        listed=found,
        hint=_("Tên tỉnh, số văn bản, nội dung"),
        lines=[
            [
                cells.words(name),
                cells.words("; ".join(own)) if own else cells.words(_("chưa có"), mark="review"),
                cells.counted(len(missing)),
                cells.words(", ".join(missing)),
            ]
            for name, own, missing in found.items
        ],
        notes=[_("Chưa có quy định riêng nào: %(names)s.", names=", ".join(silent))] if silent else [],
        gap=_("Kho này không cho biết quy định riêng của tỉnh.") if not country.whole else "",
    )
