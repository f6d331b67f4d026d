"""A table of population of the illustrative province: round numbers by area, invented."""

import datetime as dt
from pathlib import Path

from openpyxl import Workbook

from registry.demo.lists import header, save_workbook
from registry.model.areas import full_name
from registry.services.office.registry import Registry
from registry.services.overview.import_population import Given, import_population
from registry.services.register.context import context_for

FILE = "bang-dan-so.xlsx"
SOURCE = "Số liệu minh họa, không phải số thống kê"
COLUMNS = ("ordinal", "pop_code", "commune", "pop_people", "pop_households", "pop_year")
_WARD, _COMMUNE = 26_000, 17_000
_A_HOUSEHOLD = 3.6
_LEFT_OUT = 12
"""One commune in so many has no figure, so that what is not known can be seen."""


def add_demo_population(registry: Registry, sources: Path, day: dt.date, who: str) -> None:
    """Write the illustrative table into ``sources`` and bring it in."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Dân số"
    sheet.append([header(name) for name in COLUMNS])
    year = day.year - 1
    for at, unit in enumerate(context_for(registry, day).units.communes):
        if at % _LEFT_OUT == _LEFT_OUT - 1:
            continue
        usual = _WARD if unit.kind.casefold() == "phường" else _COMMUNE
        people = usual + (at * 37 % 11 - 5) * 900
        sheet.append([at + 1, unit.code, full_name(unit), people, round(people / _A_HOUSEHOLD), year])
    path = sources / FILE
    save_workbook(book, path)
    given = Given(source=SOURCE, document="Bảng minh họa", licence="Tạo ra để minh họa")
    import_population(registry, path, given=given, yes=True, who=who)
