"""Two records of a pair side by side: the same fields, as text, and where they differ."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from registry.checks.context import Context
from registry.columns import fold
from registry.services.register.place_names import place_name
from web.frame import filters, words

Record = dict[str, Any]
APART, ONE_SIDED, ALIKE = "apart", "one_sided", "alike"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of both records. ``mark``: "apart" they differ, "one_sided" one says nothing, "alike", ""."""

    label: str
    a: str
    b: str
    mark: str


def compared(context: Context, records: list[Record]) -> list[Field]:
    """Return the fields that either record fills, in the order of the mast's sheet."""
    names = {operator.code: operator.name for operator in context.operators}
    one, other = (_texts(context, record, names) for record in records)
    fields = []
    for label in one:
        a, b = one[label], other[label]
        if a or b:
            fields.append(Field(label, a, b, "" if label == _("Tọa độ") else _mark(a, b)))
    return fields


def _mark(a: str, b: str) -> str:
    if not a or not b:
        return ONE_SIDED
    return ALIKE if fold(a) == fold(b) else APART


def _texts(context: Context, site: Record, names: dict[str, str]) -> dict[str, str]:
    masts: list[Record] = site["structures"]
    carried = [station for mast in masts for station in mast["stations"]]

    def each(make: Callable[[Record], str]) -> str:
        return _joined(make(mast) for mast in masts)

    def metres(name: str) -> str:
        return each(lambda mast: "" if mast[name] is None else f"{filters.number(mast[name], 1)} m")

    def day(mast: Record, name: str, *, year_only: bool = False) -> str:
        return "" if mast[name] is None else str(mast[name].year) if year_only else filters.day(mast[name])

    return {
        _("Mã khác"): _joined(
            f"{alias['code']} ({names.get(alias['operator'], alias['operator'])})"
            if alias["operator"]
            else str(alias["code"])
            for alias in site["aliases"]
            if alias["code"] != site["code"]
        ),
        _("Doanh nghiệp"): _joined(names.get(item["operator"], item["operator"]) for item in carried),
        _("Công nghệ"): _joined(item["technology"] for item in carried),
        _("Chủ sở hữu"): each(lambda mast: str(names.get(mast["owner"], mast["owner"]) or "")),
        _("Loại cột"): each(
            lambda mast: words.label(words.CLASSES, mast["mast_class"]) or str(mast["old_class"] or "")
        ),
        _("Trạng thái"): each(lambda mast: words.label(words.STATES, mast["state"])),
        _("Kiểu"): each(
            lambda mast: _joined(
                (words.label(words.FORMS, mast["form"]), words.label(words.SUPPORTS, mast["support"]))
            )
        ),
        _("Cột cao"): metres("mast_height_m"),
        _("Công trình đỡ"): metres("building_height_m"),
        _("Đỉnh trên mặt đất"): metres("top_agl_m"),
        _("Xây dựng"): each(lambda mast: day(mast, "built_on", year_only=bool(mast["built_year_only"]))),
        _("Tháo dỡ"): each(lambda mast: day(mast, "dismantled_on")),
        _("Giấy phép"): each(lambda mast: str(mast["permit"] or "")),
        _("Gió thiết kế"): each(
            lambda mast: (
                "" if mast["design_wind_ms"] is None else f"{filters.number(mast['design_wind_ms'], 0)} m/s"
            )
        ),
        _("Xã, phường"): str(place_name(context, site["lon"], site["lat"], site["commune_as_written"])),
        _("Địa chỉ"): site["address"] or "",
        _("Tọa độ"): f"{filters.degrees(site['lat'])}; {filters.degrees(site['lon'])}",
        _("Sai số"): f"± {filters.number(site['accuracy_m'], 0)} m",
        _("Ghi chú"): site["note"] or "",
    }


def _joined(parts: Iterable[Any]) -> str:
    return ", ".join(dict.fromkeys(str(part) for part in parts if part))
