"""Two records of a pair side by side: the same fields, as text, and where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from registry.checks.context import Context
from registry.columns import Level, Shown, fold
from registry.services.register.place_names import place_name
from web.frame.wording import filters
from web.map.mast_facts import facts_of

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

    def listed(rows: list[Record], level: Level) -> dict[str, str]:
        """Every fact that the comparison shows, once for all masts or stations of the record."""
        found = [facts_of(row, level, Shown.MERGE, names) for row in ({}, *rows)]
        return {lines[0].label: _joined(line.text for line in lines) for lines in zip(*found, strict=True)}

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
        **listed(masts, Level.STRUCTURE),
        **listed(carried, Level.STATION),
        _("Xã, phường"): str(place_name(context, site["lon"], site["lat"], site["commune_as_written"])),
        _("Tọa độ"): f"{filters.degrees(site['lat'])}; {filters.degrees(site['lon'])}",
        _("Sai số"): f"± {filters.number(site['accuracy_m'], 0)} m",
        **listed([site], Level.SITE),
    }


def _joined(parts: Iterable[Any]) -> str:
    return ", ".join(dict.fromkeys(str(part) for part in parts if part))
