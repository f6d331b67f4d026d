"""The office's settings for the field by their page: kept, or refused with what was typed."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from registry.model.people import Role
from registry.services.field.settings import FieldSettings, field_settings
from tests.web.people import small_office, visitor
from web.frame.office import registry

TYPED = {
    "accuracy_gate_m": "12,5",
    "fixes": "8",
    "photo_longest_px": "2400",
    "urgent_days": "2",
    "serious_days": "20",
    "minor_days": "60",
    "thunder_from": "15/3",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_office(tmp_path_factory.mktemp("sổ"), Role.ADMINISTRATOR, Role.INSPECTOR) as made:
        yield made


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("fixes", "0"),
        ("fixes", "2,5"),
        ("accuracy_gate_m", "nhiều"),
        ("thunder_from", "30/2"),
        ("thunder_from", "tháng ba"),
        ("minor_days", "5"),
        ("serious_days", ""),
    ],
)
def test_what_makes_no_sense_is_said_with_what_was_typed(app: Flask, name: str, text: str) -> None:
    pages = visitor(app, Role.ADMINISTRATOR)
    answer = pages.post("/office/field", {**TYPED, name: text}, 400).get_data(as_text=True)
    assert f'value="{text}"' in answer
    assert "FIELD-SETTING" in answer or 'role="alert"' in answer
    told = re.findall(r'class="refusal-message">([^<]*)', answer)
    assert told
    assert name not in told[0], "the page's words, no inner name"
    with app.app_context():
        assert field_settings(registry()) == FieldSettings()


def test_an_administrator_sets_them_and_an_inspector_reads_them(app: Flask) -> None:
    pages = visitor(app, Role.ADMINISTRATOR)
    pages.post("/office/field", TYPED, 303)
    with app.app_context():
        assert field_settings(registry()) == FieldSettings(12.5, 8, 2400, 2, 20, 60, (3, 15))
    shown = pages.get("/office/field").get_data(as_text=True)
    assert 'value="12,5"' in shown
    assert 'value="15/3"' in shown
    assert 'name="telephone.VTL"' in shown
    pages.post("/office/field", {**TYPED, "telephone.VTL": "gọi anh Ba"}, 400)
    pages.post("/office/field", {**TYPED, "telephone.VTL": " 0204 3.854 123 "}, 303)
    with app.app_context():
        assert field_settings(registry()).telephones == {"VTL": "0204 3.854 123"}
    inspector = visitor(app, Role.INSPECTOR)
    assert "readonly" in inspector.get("/office/field").get_data(as_text=True)
    inspector.post("/office/field", TYPED, 403)
