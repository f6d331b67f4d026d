"""The workbook that a carrier fills in: the template of the list with its own stations already in it."""

from pathlib import Path
from typing import Any

from registry.columns import ListKind, columns_for
from registry.services.office.registry import Registry
from registry.services.outages.stations import station_book


def outage_template(registry: Registry, operator: str, path: Path) -> None:
    """Write the template (.xlsx) with a row for every station site of an operator.

    A row in which nothing more is filled in says nothing: it is left as it is where nothing changed.
    """
    import openpyxl

    from registry.intake.template import write_template

    write_template(ListKind.OUTAGES, path, registry.settings.province)
    book = station_book(registry)
    workbook = openpyxl.load_workbook(path)  # a file of ours, written just now
    sheet: Any = workbook.worksheets[0]
    at = {column.name: number for number, column in enumerate(columns_for(ListKind.OUTAGES), 1)}
    stations = sorted(
        (item for item in book.of_operator.get(operator, ()) if item.expected),
        key=lambda item: (book.communes.get(item.commune, ""), item.code),
    )
    for row, station in enumerate(stations, 3):
        for name, text in (
            ("site_code", station.code), ("commune", book.communes.get(station.commune, "")),
        ):  # fmt: skip
            cell = sheet.cell(row, at[name])
            cell.value = text
            cell.data_type = "s"
    workbook.save(path)
