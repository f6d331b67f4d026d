"""The map in one file: complete, without an address elsewhere, and nothing in it runs but our scripts."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from registry.appraisal import Gap
from registry.model.findings import Verdict
from registry.services.appraise.appraise_list import Appraisal, appraise_list
from registry.services.office.registry import open_registry
from registry.settings import Settings
from tests.pages import Page
from tests.web.frame.test_languages import VIETNAMESE
from web.appraise import standalone_map
from web.appraise.standalone_map import SCRIPT, embedded, map_page, write_map
from web.frame.bundle import bundle, in_order

HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\u2028"


@pytest.fixture(scope="module")
def messy(demo_settings: Settings) -> Any:
    registry = open_registry(demo_settings)
    yield appraise_list(registry, demo_settings.home / "samples" / "danh-sach-mau-lon-xon.xlsx")
    registry.close()


def parts(html: str) -> list[tuple[str, str]]:
    """Attributes and content of every script element, as a browser parts them."""
    return re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL)


def data(html: str) -> Any:
    return json.loads(next(text for attributes, text in parts(html) if "application/json" in attributes))


def test_every_row_with_its_findings_is_inside(messy: Appraisal) -> None:
    inside = data(map_page(messy))
    assert len(inside["view"]["rows"]) == len(inside["findings"]["rows"]) == len(messy.rows)
    for row, found in zip(messy.rows, inside["findings"]["rows"], strict=True):
        assert [inside["findings"]["texts"][item[0]] for item in found] == [f.rule for f in row.findings]


def test_rows_that_what_is_lacking_leaves_open_are_counted(messy: Appraisal) -> None:
    lacking = replace(messy, gaps=[Gap("layer:urban_area", ("SPC-01",), rows=9, lowered=7)])
    assert "7 dòng chưa kết luận được vì thiếu điều này" in Page(map_page(lacking)).text
    english = Page(map_page(lacking, "en")).text
    assert not any("7 dòng" in said for said in english)
    assert any(said.startswith("7 rows") for said in english)


def test_of_a_very_long_list_the_rows_that_most_need_a_look_are_drawn_and_it_is_said(
    messy: Appraisal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack M6: the map of 49,000 rows took 2 GB to make, and 118 MB to open."""
    assert 'id="drawn-part"' not in map_page(messy)
    monkeypatch.setattr(standalone_map, "DRAWN_ROWS", 4)
    html = map_page(messy)
    inside = data(html)
    urgent = [row for row in messy.rows if row.verdict is Verdict.REFUSE]
    assert urgent
    verdicts = [row["verdict"] for row in inside["view"]["rows"]]
    assert len(verdicts) == len(inside["findings"]["rows"]) == 4
    assert verdicts.count("refuse") == min(4, len(urgent))
    assert "4 trong" in html
    assert f"{len(messy.rows)} dòng" in html


def test_it_asks_nobody_for_anything(messy: Appraisal) -> None:
    html = map_page(messy)
    page = Page(html)
    assert [values["href"] for values in page.all("link")] == ["data:,"]
    assert not [values for values in page.all("script") if "src" in values]
    assert "url(" not in "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert "@import" not in html


def test_the_policy_lets_only_these_scripts_and_this_style_be(messy: Appraisal) -> None:
    html = map_page(messy)
    policy = Page(html).one(**{"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    scripts = [text for attributes, text in parts(html) if "application/json" not in attributes]
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(scripts) == 2
    for text in (*scripts, *styles):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy


def test_hostile_texts_are_data(messy: Appraisal) -> None:
    rows = [replace(row, proposal=replace(row.proposal, site_code=HOSTILE)) for row in messy.rows]
    html = map_page(replace(messy, rows=rows, file_name=HOSTILE))
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert {row["code"] for row in data(html)["view"]["rows"]} == {HOSTILE}
    assert len(parts(html)) == 3


def test_embedded_json_says_the_same_and_holds_no_markup() -> None:
    value = {"a": [HOSTILE, "&amp;", 1.5, None, True]}
    text = str(embedded(value))
    assert json.loads(text) == value
    assert not set("<>&\u2028\u2029") & set(text)


def test_an_illustrative_registry_is_marked(messy: Appraisal) -> None:
    assert "Dữ liệu minh họa" in Page(map_page(messy)).text
    real = replace(messy, context=replace(messy.context, illustrative=False))
    assert "Dữ liệu minh họa" not in Page(map_page(real)).text


def test_english_has_no_vietnamese_but_data(messy: Appraisal) -> None:
    html = map_page(messy, "en")
    page = Page(html)
    assert page.all("html")[0]["lang"] == "en"
    assert [text for text in page.text if VIETNAMESE.search(text)] == []
    texts = data(html)["config"]["texts"]
    assert [text for text in texts.values() if VIETNAMESE.search(text)] == []


def test_masts_and_zones_near_the_rows_are_inside_and_far_ones_are_not(messy: Appraisal) -> None:
    around = data(map_page(messy))["around"]
    assert 0 < len(around["masts"]) < len(messy.context.masts)
    assert around["zones"]
    assert len(around["borders"]) > 50


def test_the_modules_become_one_without_imports() -> None:
    modules = in_order(SCRIPT)
    script = bundle(modules)
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    assert all(f"const {name.replace('/', '_')} = " in script for name in modules)


def test_the_file_is_written_in_utf_8(messy: Appraisal, tmp_path: Path) -> None:
    path = tmp_path / "bản đồ.html"
    write_map(messy, path)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert path.stat().st_size < 1_500_000
