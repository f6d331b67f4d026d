"""The contract's JSON says the same indented and in one line a row, which a long list is written in."""

import json
from pathlib import Path

import pytest

from registry.services.appraise.appraise_list import Appraisal, appraise_list, to_json, write_json
from registry.services.office.registry import Registry


@pytest.fixture(scope="module")
def messy(demo_registry: Registry) -> Appraisal:
    return appraise_list(
        demo_registry, demo_registry.settings.home / "samples" / "danh-sach-mau-lon-xon.xlsx"
    )


def test_an_ordinary_list_is_indented_for_people(messy: Appraisal, tmp_path: Path) -> None:
    write_json(messy, tmp_path / "f.json")
    text = (tmp_path / "f.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "file": {\n')
    assert json.loads(text) == json.loads(json.dumps(to_json(messy)))


def test_a_long_list_has_one_line_a_row_and_says_the_same(
    messy: Appraisal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.services.appraise.appraise_list.INDENTED_ROWS", 1)
    write_json(messy, tmp_path / "f.json", "en", viewer="VTL")
    text = (tmp_path / "f.json").read_text(encoding="utf-8")
    found, whole = json.loads(text), json.loads(json.dumps(to_json(messy, "en", "VTL")))
    assert found == whole
    assert list(found) == list(whole)
    lines = [line for line in text.splitlines() if line.startswith('{"sheet"')]
    assert len(lines) == len(messy.rows) + len(messy.issues)


def test_no_evidence_claims_more_than_a_centimetre(messy: Appraisal) -> None:
    drawn = [f.evidence for row in messy.rows for f in row.findings if f.evidence]
    assert {shape["type"] for shape in drawn} >= {"LineString", "Polygon"}

    def numbers(item: object) -> list[float]:
        return (
            [n for part in item for n in numbers(part)]
            if isinstance(item, list | tuple)
            else [float(str(item))]
        )

    assert all(n == round(n, 7) for shape in drawn for n in numbers(shape["coordinates"]))
