"""What a letter or page cites is a text of its own province: the times of Bắc Ninh bind nobody elsewhere."""

import contextlib
import datetime as dt
from collections.abc import Iterator

import pytest

from registry.demo.initialise import init_registry
from registry.services.office.letters.letterhead import letterhead
from registry.services.office.registry import Registry, open_registry
from registry.services.office.rules_here import incident_hours, rule_here
from registry.settings import read_settings
from tests.services.offices import office

DAY = dt.date(2026, 11, 29)


@pytest.fixture(scope="module")
def bac_ninh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    with contextlib.closing(office(tmp_path_factory.mktemp("bac-ninh"))) as made:
        yield made


@pytest.fixture(scope="module")
def lang_son(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("lang-son")), "BTS_PROVINCE": "20"})
    init_registry(settings)
    with contextlib.closing(open_registry(settings)) as made:
        yield made


def test_the_times_of_incidents_are_those_of_the_province_s_own_text(bac_ninh: Registry) -> None:
    assert incident_hours(bac_ninh, DAY, "vi") == {
        "clock_ground": "Điều 10 Quyết định số 72/2025/QĐ-UBND",
        "clock_hours": {"mast": 6, "pole": 24, "cable": 12, "equipment": 24},
    }
    assert incident_hours(bac_ninh, dt.date(2025, 11, 30), "vi")["clock_ground"] == ""


@pytest.mark.parametrize("code", ["LIM-OUTAGE-MAST", "LIM-CABLE", "LIM-ROBUST", "CAB-03", "CAB-07"])
def test_a_province_without_a_text_cites_none_of_another(
    bac_ninh: Registry, lang_son: Registry, code: str
) -> None:
    assert rule_here(bac_ninh, code, DAY) is not None
    assert rule_here(lang_son, code, DAY) is None


def test_letters_of_another_province_name_neither_bac_ninh_nor_its_regulation(lang_son: Registry) -> None:
    assert incident_hours(lang_son, DAY, "vi") == {"clock_ground": "", "clock_hours": {}}
    for lang in ("vi", "en"):
        head = letterhead({}, lang, lang_son.settings.province)
        assert not [text for text in head.values() if "Bắc Ninh".casefold() in text.casefold()]
