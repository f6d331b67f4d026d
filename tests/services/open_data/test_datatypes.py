"""What the catalogue states of a column holds for every cell: a program that trusts it loses nothing."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import pandas as pd
import pytest

from registry.services.office.registry import Registry
from registry.services.open_data.files import open_file
from registry.services.open_data.sets import dataset, datasets

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))
READ: Mapping[str, Callable[[str], Any]] = {
    "integer": int, "double": float, "date": dt.date.fromisoformat, "string": str,
}  # fmt: skip


def content_of(registry: Registry, name: str, form: str) -> bytes:
    return open_file(registry, dataset(name), form, NOON).content


@pytest.mark.parametrize("name", ["masts", "counts", "zones"])
def test_every_cell_is_what_is_stated_of_its_column(demo_registry: Registry, name: str) -> None:
    lines = list(csv.reader(io.StringIO(content_of(demo_registry, name, "csv").decode("utf-8-sig"))))
    fields = dataset(name).fields_of(illustrative=True)
    assert len(lines) > 2
    for at, field in enumerate(fields):
        for line in lines[1:]:
            if line[at]:
                READ[field.datatype](line[at])  # raises where it is none


def test_a_code_is_never_stated_as_a_number() -> None:
    fields = [field for one in datasets().values() for field in one.fields_of(illustrative=True)]
    assert {field.datatype for field in fields} == set(READ)
    assert {field.datatype for field in fields if "code" in field.name or "Mã" in field.label.vi} == {
        "string"
    }


@pytest.mark.parametrize("name", ["masts", "counts"])
def test_codes_keep_their_0_as_the_page_says(demo_registry: Registry, name: str) -> None:
    content = content_of(demo_registry, name, "csv")
    column = dataset(name).fields[0].label.vi
    read = pd.read_csv(io.BytesIO(content), dtype={"Mã xã, phường": str})[column].dropna()
    assert read.str.startswith("0").any()
    assert set(read.str.len()) == {5}
    sheet = openpyxl.load_workbook(io.BytesIO(content_of(demo_registry, name, "xlsx"))).worksheets[0]
    codes = {row[0] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0]}
    assert codes == set(read)
