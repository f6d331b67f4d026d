"""Standing masts of which a check meets a mast of another province: what no register alone can know."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from registry.checks.registered import CHECKS
from registry.errors import RefusalError
from registry.messages import number
from registry.services.country.crossing import Crossing, crossings
from registry.services.country.held import province_name
from registry.services.country.masts import carrier_names
from web.country import cells
from web.country.frame import VIEWERS, blueprint, held, no_run, over_a_lake, page, runs
from web.country.run_notes import notes_of
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.wording import words

_MARKS = {"fail": "fail", "review": "review", "consent": "review"}


@blueprint.get("/across")
@guarded(*VIEWERS)
@over_a_lake
def across() -> Any:
    """Show the findings that masts of neighbours give; ``province`` only those of one province."""
    parameters.known_only(request.args, ("day", "province", *NAMES))
    country, every, lang = held(), runs(), language()
    run = every.standing()
    if run is None:
        return page("country/no_run.html", country, title=_title(), kind="appraise", **no_run(every))
    wanted = request.args.get("province", "")
    if wanted and wanted not in run.provinces:
        raise RefusalError("COUNTRY-NO-PROVINCE", province=wanted[:10])
    titles = {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS}
    names = carrier_names(country)
    rows = [one for one in crossings(country.lake.folder, run) if wanted in {"", one.province}]
    found = listing(
        rows,
        [
            Column("province", _("Tỉnh của cột"), lambda one: province_name(one.province, lang)),
            Column("code", _("Cột"), lambda one: one.site_code),
            Column("operator", _("Doanh nghiệp"), lambda one: names.get(one.operator, one.operator)),
            Column("rule", _("Quy tắc"), lambda one: titles.get(one.rule, one.rule)),
            Column("outcome", _("Kết quả"), lambda one: str(words.OUTCOMES[one.outcome][0])),
            Column("measured", _("Đo được"), lambda one: one.measured, number=True),
            Column("limit", _("Giới hạn"), lambda one: one.limit, number=True),
            Column("other", _("Cột của tỉnh bên"), lambda one: one.other_code),
            Column("basis", _("Căn cứ"), lambda one: one.basis),
        ],
        kept=("day", "province"),
        per_page=100,
    )
    if wants_book():
        return found.book(_title())
    near = sum(int(run.number(code, "near_border") or 0) for code in run.provinces if wanted in {"", code})
    changed = sum(
        int(run.number(code, "changed_by_neighbours") or 0) for code in run.provinces if wanted in {"", code}
    )
    return page(
        "country/table.html",
        country,
        title=_title() if not wanted else f"{_title()}: {province_name(wanted, lang)}",
        lead=_(
            "%(near)s cột đang đứng ở gần ranh giới tỉnh đến mức phải xét cả cột bên kia; %(changed)s cột "
            "đổi kết quả vì thế. Mỗi cột được xét theo quy định của chính tỉnh có cột.",
            near=number(near, 0, lang),
            changed=number(changed, 0, lang),
        ),
        listed=found,
        hint=_("Tên tỉnh, mã cột, doanh nghiệp"),
        lines=[_cells(one, titles, names) for one in found.items],
        notes=notes_of(run, country, every),
    )


def _title() -> str:
    return str(_("Cột gần ranh giới tỉnh"))


def _cells(one: Crossing, titles: dict[str, str], names: dict[str, str]) -> list[cells.Cell]:
    lang = language()
    word, sign = words.OUTCOMES[one.outcome]
    return [
        cells.words(province_name(one.province, lang)),
        cells.words(one.site_code),
        cells.words(names.get(one.operator, one.operator)),
        cells.words(titles.get(one.rule, one.rule)),
        cells.words(f"{sign} {word}", mark=_MARKS.get(one.outcome, "")),
        _length(one.measured, one.unit),
        _length(one.limit, one.unit),
        cells.words(one.other_code or province_name(one.other, lang)),
        cells.words(one.basis),
    ]


def _length(value: float | None, unit: str) -> cells.Cell:
    text = cells.NOTHING if value is None else f"{number(value, 1, language())} {unit}".strip()
    return cells.Cell(text, is_number=True)
