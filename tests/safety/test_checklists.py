"""Checklists as data: what each asks, how readings are judged, and that an old version stays readable."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import WrongCallError
from registry.messages import catalogue as messages
from registry.model.field.inspections import Judged
from registry.safety import checklists
from registry.safety.penalties import catalogue as penalties
from registry.safety.readings import judge, number_of

DAY = dt.date(2026, 5, 12)
GUYED = checklists.get("guyed", 1)
OFFICE = checklists.get("office", 1)
assert GUYED is not None
assert OFFICE is not None


def entry(sheet: checklists.Checklist, code: str) -> checklists.Entry:
    found = sheet.entry(code)
    assert found is not None
    return found


def test_the_sheets_have_the_items_of_the_paper_ones() -> None:
    """Guyed masts 10 items, self-supporting 8: without the tension of guys and the torque of clamps."""
    items = {
        code: {one.item for one in sheet.entries} - {0}
        for code in ("guyed", "self_supporting")
        if (sheet := checklists.current(code, DAY)) is not None
    }
    assert items == {"guyed": set(range(1, 11)), "self_supporting": set(range(1, 9))}
    both = [{one.code for one in checklists.get(code, 1).entries if one.item} for code in items]  # type: ignore[union-attr]
    assert both[0] - both[1] == {"guy_tension", "clamp_torque"}
    assert both[1] - both[0] == set()


def test_the_offices_check_asks_what_a_storm_season_asks() -> None:
    codes = {one.code for one in OFFICE.entries}
    assert codes >= {
        "papers",
        "signs_fence",
        "lean",
        "guys_anchors",
        "rust",
        "foundation",
        "earthing_lead",
        "backup",
        "flood",
        "houses",
        "overview",
    }
    assert OFFICE.minutes == 10
    assert "guys_anchors" not in {one.code for one in OFFICE.entries_for("monopole", "ground")}
    assert "building_used" not in {one.code for one in OFFICE.entries_for("guyed", "ground")}
    assert {"guys_anchors", "building_used"} <= {
        one.code for one in OFFICE.entries_for("", "")
    }  # not known: asked


def test_every_word_is_there_in_both_languages_and_every_code_leads_somewhere() -> None:
    words = checklists.vocabulary()
    acts = {one.act for one in penalties()}
    for sheet in checklists.catalogue().values():
        assert sheet.title_vi
        assert sheet.title_en
        for one in sheet.entries:
            assert all((one.vi, one.en, one.group_vi, one.group_en)), one.code
            assert set(one.defects) <= set(words.defects), one.code
    for word in words.defects.values():
        assert word.vi
        assert word.en
        assert word.material in words.materials
        assert set(word.acts) <= acts
        assert bool(word.remedy_vi) == bool(word.severity)


@pytest.mark.parametrize(
    ("code", "value", "height", "judged", "limit"),
    [
        ("joint_gap", "2,9", None, Judged.WITHIN, 3),
        ("joint_gap", "3", None, Judged.BEYOND, 3),
        ("earthing", "10", None, Judged.WITHIN, 10),
        ("earthing", "10,1", None, Judged.BEYOND, 10),
        ("verticality", "105", 42.0, Judged.WITHIN, 105),
        ("verticality", "106", 42.0, Judged.BEYOND, 105),
        ("verticality", "106", None, Judged.NOT_JUDGED, None),
        ("clamp_torque", "599", None, Judged.BEYOND, 700),
        ("clamp_torque", "650", None, Judged.WITHIN, 700),
        ("clamp_torque", "701", None, Judged.BEYOND, 700),
        ("guy_tension", "40", None, Judged.NOT_JUDGED, None),
        ("earthing", "không đo", None, Judged.NOT_JUDGED, 10),
        ("earthing", "-3", None, Judged.NOT_JUDGED, 10),
        ("earthing", None, None, Judged.NOT_JUDGED, 10),
        ("climb_base", "good", None, Judged.WITHIN, None),
        ("climb_base", "faulty", None, Judged.BEYOND, None),
        ("climb_base", "not_seen", None, Judged.NOT_JUDGED, None),
        ("climb_base", "a word of another version", None, Judged.NOT_JUDGED, None),
    ],
)
def test_a_reading_is_judged_or_says_why_not(
    code: str, value: Any, height: float | None, judged: Judged, limit: float | None
) -> None:
    found = judge(entry(GUYED, code), value, mast_height_m=height)
    assert (found.judged, found.limit) == (judged, limit)
    assert (found.reason in messages()) == (judged is Judged.NOT_JUDGED)


def test_a_working_number_is_said_to_be_one() -> None:
    assert judge(entry(GUYED, "earthing"), "12").verified is False
    assert judge(entry(GUYED, "clamp_torque"), "500").verified is False
    assert judge(entry(GUYED, "joint_gap"), "4").verified is True


def test_another_unit_is_not_judged() -> None:
    found = judge(entry(GUYED, "earthing"), "0,008", unit="kΩ")
    assert (found.judged, found.reason) == (Judged.NOT_JUDGED, "READING-OTHER-UNIT")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8,4", 8.4),
        ("8.4", 8.4),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567.0),
        ("−3", -3.0),
        (" 12 ", 12.0),
        (7, 7.0),
        (True, None),
        ("1,2,3", None),
        ("<10", None),
        ("8,4Ω", None),
        ("", None),
        ("1.2.3,4", None),
        ("٣", None),
        ("9" * 400, None),
        (float("inf"), None),
    ],
)
def test_numbers_are_read_as_people_type_them(text: Any, number: float | None) -> None:
    assert number_of(text) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-99999, max_value=99999))
def test_a_number_written_with_either_sign_is_read_back(value: Any) -> None:
    plain = f"{value:f}"
    assert number_of(plain) == number_of(plain.replace(".", ",")) == float(plain)


def test_an_old_version_stays_readable_and_the_newest_usable_one_is_current(tmp_path: Path) -> None:
    first = (checklists.FOLDER / "cable-v1.toml").read_text(encoding="utf-8")
    first = first.replace("valid_from = 2026-01-01", "valid_from = 2026-01-01\nretired_on = 2026-06-30")
    second = (
        first.replace("version = 1", "version = 2")
        .replace("retired_on = 2026-06-30", "")
        .replace("valid_from = 2026-01-01", "valid_from = 2026-07-01")
        .replace('code = "poles"', 'code = "posts"')
    )
    (tmp_path / "cable-v1.toml").write_text(first, encoding="utf-8")
    (tmp_path / "cable-v2.toml").write_text(second, encoding="utf-8")
    versions = [
        found.version
        for day in (dt.date(2026, 3, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1))
        if (found := checklists.current("cable", day, tmp_path)) is not None
    ]
    assert versions == [1, 1, 2]
    old = checklists.get("cable", 1, tmp_path)
    assert old is not None
    assert old.entry("poles") is not None
    assert old.entry("posts") is None
    assert checklists.current("cable", dt.date(2025, 1, 1), tmp_path) is None


@pytest.mark.parametrize(
    "change",
    [
        ('answer = "number"', 'answer = "guess"'),
        ('relation = "<="', 'relation = "about"'),
        ("version = 1", "version = 3"),
        ('code = "covers"', 'code = "tags"'),
        ("value = 10", "value = 10\nheight_over = 400"),
    ],
)
def test_a_file_that_does_not_keep_its_form_is_a_fault_of_the_catalogue(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    text = (checklists.FOLDER / "cable-v1.toml").read_text(encoding="utf-8")
    assert change[0] in text
    path = tmp_path / "cable-v1.toml"
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(WrongCallError, match="cable-v1"):
        checklists.read_checklist(path)


def test_the_part_that_an_entry_asks_about_is_known_beforehand() -> None:
    words = checklists.vocabulary()
    asked = {
        name
        for sheet in checklists.catalogue().values()
        for one in sheet.entries
        for name in (one.code, f"{sheet.code}/{one.code}")
    }
    assert {name.split("[")[0] for name in words.parts} <= asked
    assert words.parts["guyed/concrete[M0]"] == "mast_foundation"
    assert words.parts["guyed/concrete"] == "guy_foundation"
    assert "concrete" not in words.parts  # of a tower's foot there is no such part
    assert set(words.parts.values()) <= set(words.components)
    assert words.parts["clamp_torque"] == "cable_clamp"
    for version in (1, 2):
        sheet = checklists.get("guyed", version)
        assert sheet is not None
        assert entry(sheet, "clamp_torque").defects[0] == "nut_loose"  # what a low torque is
    assert words.defects["nut_loose"].vi == "Siết chưa đủ"


def test_no_entry_is_called_like_another_screen_of_a_visit() -> None:
    """On the phone both follow the visit in the address: the entry could not be opened."""
    script = Path(__file__).parents[2] / "web/static/js/field/visit.js"
    screens = set(re.findall(r'\bat === "(\w+)"', script.read_text(encoding="utf-8")))
    assert screens >= {"list", "defects", "absent", "otherwise", "end"}
    for sheet in checklists.catalogue().values():
        named = {one.code for one in sheet.entries} | {one.code for one in sheet.groups}
        assert not named & screens, (sheet.code, sheet.version)
