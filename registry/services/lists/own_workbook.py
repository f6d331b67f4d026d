"""The template of a list of masts with a carrier's own masts in it: its next list begins here."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from registry.columns import CellType, Column, Level, ListKind, columns_for
from registry.intake.choices import choice_table
from registry.services.office.registry import Registry
from registry.services.register.listed_against import Standing
from registry.store.register.operator_masts import OwnMast, codes_of, own_masts, stations_of

Row = Mapping[str, Any]
_FIRST = 3  # under the header and the example


def names_masts(registry: Registry, operator: str) -> bool:
    """Return whether the register holds a mast under a code of an operator's."""
    with registry.database.read() as connection:
        return bool(codes_of(connection, operator))


def own_workbook(registry: Registry, operator: str, path: Path) -> None:
    """Write the template (.xlsx) with a row for every standing mast that an operator names.

    Handed in as it is it changes nothing. Of a mast that another one leads it says only that this operator
    is there: what the other one stated of it is not this operator's to hand in, nor to read.
    """
    import openpyxl

    from registry.intake.template import write_template

    with registry.database.read() as connection:
        masts = own_masts(connection, operator)
        leads = Standing(connection).leads
        stations: dict[str, list[Row]] = {}
        for (structure, _), row in stations_of(connection, operator).items():
            stations.setdefault(structure, []).append(row)
    write_template(ListKind.SITES, path, registry.settings.province)
    workbook = openpyxl.load_workbook(path)  # a file of ours, written just now
    sheet: Any = workbook.worksheets[0]
    for number, mast in enumerate(masts):
        led = leads.of(mast.site["id"]) in (operator, "")
        for at, column in enumerate(columns_for(ListKind.SITES), 1):
            value = _value(column, mast, stations.get(mast.structure["id"], []), led=led)
            if column.name == "ordinal":
                value = number + 1
            elif column.name == "operator":
                value = choice_table(column.choices).labels.get(operator, operator)
            if value is None or value == "":
                continue
            cell = sheet.cell(_FIRST + number, at)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    workbook.save(path)


def _value(column: Column, mast: OwnMast, stations: list[Row], *, led: bool) -> Any:
    """Return what a cell says, as the list is read again."""
    if column.name == "site_code":
        return mast.code
    if column.name in ("lon", "lat"):
        return mast.site[column.name]
    if column.name == "technology":
        return ", ".join(sorted({row["technology"] for row in stations} - {""}))
    if column.level is Level.STATION:
        said = {row[column.stored] for row in stations}
        return _said(column, said.pop()) if len(said) == 1 else None
    if not led:
        return None
    if column.name == "accuracy_m":
        return mast.site["accuracy_m"]
    if column.name == "mast_class":
        return _said(column, mast.structure["mast_class"] or mast.structure["old_class"])
    if column.name == "built_on" and mast.structure["built_on"] and mast.structure["built_year_only"]:
        return str(mast.structure["built_on"].year)
    if column.level is Level.SITE:
        return _said(column, mast.site[column.stored])
    return _said(column, mast.structure[column.stored]) if column.level is Level.STRUCTURE else None


def _said(column: Column, value: Any) -> Any:
    if value is None or value == "":
        return None
    if column.type is CellType.CHOICE:
        return choice_table(column.choices).labels.get(value, value)
    if column.type is CellType.YESNO:
        return "có" if value else "không"
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value
