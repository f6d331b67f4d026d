"""Where a lake's files lie, and what a manifest says: the contract of whoever writes and reads one."""

import datetime as dt
import json
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.lake.columns import lake_layers
from registry.lake.layout import LakeLayer, days, held, latest, manifest_path, partition, provinces, staged
from registry.lake.manifest import LakeFile, Manifest, OfficePart, as_text, read_manifest
from registry.messages import render

DAY = dt.date(2026, 11, 29)
FILE = LakeFile(
    "sites", "layer=sites/province=24/day=2026-11-29/part-0.parquet", 3, 9, "ab" * 32, (1, 2, 3, 4)
)
MANIFEST = Manifest(
    "24", "Tỉnh Bắc Ninh", DAY, "office", 12, "ee" * 32, "law", 9214, True, (FILE,),
    OfficePart({"SPC-01.other": 120.0}, ("2026-12-05",), (), ({"code": "SPC-01"},)),
)  # fmt: skip


def written(lake: Path, day: dt.date, manifest: Manifest = MANIFEST) -> Path:
    path = manifest_path(lake, manifest.province, day)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_text(manifest), encoding="utf-8")
    return path


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    written(tmp_path, DAY)
    assert read_manifest(tmp_path, "24", DAY) == MANIFEST
    assert read_manifest(tmp_path, "24", DAY).file("sites") == FILE
    with pytest.raises(RefusalError, match="LAKE-LAYER-MISSING"):
        MANIFEST.file("zones")


def test_a_manifest_that_is_not_there_or_not_ours_is_refused_by_code(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="LAKE-DAY-MISSING") as missing:
        read_manifest(tmp_path, "24", DAY)
    said = render(missing.value.code, missing.value.params, "vi")
    assert said.endswith("của tỉnh Bắc Ninh"), "nobody reads a province by its code"
    path = written(tmp_path, DAY)
    whole = json.loads(path.read_text(encoding="utf-8"))
    for broken in ("{", "[]", "{}", json.dumps(whole | {"files": [{}]}), json.dumps(whole | {"more": 1})):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(RefusalError, match="LAKE-MANIFEST"):
            read_manifest(tmp_path, "24", DAY)
    (file,) = whole["files"]
    away = [
        {"path": path} for path in ("../../etc/passwd", "/etc/passwd", "", file["path"].replace("24", "20"))
    ]
    for changed in (*away, {"layer": "letters"}, {"bbox": [1, 2]}):
        path.write_text(json.dumps(whole | {"files": [file | changed]}), encoding="utf-8")
        with pytest.raises(RefusalError, match="LAKE-MANIFEST"):
            read_manifest(tmp_path, "24", DAY)
    path.write_text(json.dumps(whole | {"files": [file, file]}), encoding="utf-8")
    with pytest.raises(RefusalError, match="LAKE-MANIFEST"):
        read_manifest(tmp_path, "24", DAY)
    path.write_text(json.dumps(whole | {"version": 2}), encoding="utf-8")
    with pytest.raises(RefusalError, match="LAKE-VERSION"):
        read_manifest(tmp_path, "24", DAY)


def test_a_province_has_its_latest_day_that_is_not_after_the_day_asked(tmp_path: Path) -> None:
    assert provinces(tmp_path) == []
    for day in (DAY, DAY - dt.timedelta(days=3)):
        written(tmp_path, day)
    for name in ("notes.json", "2026-02-30.json"):  # what somebody else left there
        (tmp_path / "_manifests" / "24" / name).write_text("{}")
    assert provinces(tmp_path) == ["24"]
    assert days(tmp_path, "24") == [DAY - dt.timedelta(days=3), DAY]
    assert latest(tmp_path, "24", DAY - dt.timedelta(days=1)) == DAY - dt.timedelta(days=3)
    assert latest(tmp_path, "24", DAY - dt.timedelta(days=4)) is None
    assert latest(tmp_path, "01", DAY) is None


def test_a_file_that_waits_goes_before_the_one_in_its_place(tmp_path: Path) -> None:
    folder = tmp_path / partition("sites", "24", DAY)
    folder.mkdir(parents=True)
    assert held(tmp_path, FILE.place, FILE.sha256) == tmp_path / FILE.path
    waiting = tmp_path / staged(FILE.place, FILE.sha256)
    waiting.touch()
    assert held(tmp_path, FILE.place, FILE.sha256) == waiting
    assert not list(folder.glob("*.parquet"))  # no tool reads what waits


def test_every_layer_has_its_columns_each_once_with_words_and_a_key() -> None:
    assert set(lake_layers()) == set(LakeLayer)
    for facts in lake_layers().values():
        names = [item.name for item in facts.columns]
        assert len(set(names)) == len(names)
        assert set(facts.key) <= set(names)
        assert all(item.label_vi and item.label_en for item in facts.columns)
        # names of folders, which tools read as columns, and what every layer with a place has besides
        assert not {"layer", "province", "day", "geometry", "bbox", "data_mark"} & set(names)
