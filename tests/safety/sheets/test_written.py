"""A sheet written down and read again is the same sheet."""

import json
from dataclasses import replace

import pytest

from registry.safety.checklists import Checklist, catalogue
from registry.safety.sheets.grammar import read
from registry.safety.sheets.written import written


@pytest.mark.parametrize("sheet", catalogue().values(), ids=lambda one: f"{one.code}-v{one.version}")
def test_every_sheet_comes_back_from_its_written_form(sheet: Checklist) -> None:
    kept = json.dumps(written(sheet), ensure_ascii=False)
    assert read(json.loads(kept)) == replace(sheet, valid_from=None, retired_on=None)
