"""A province that has no neighbour in the lake is answered as its own register answers, to the last byte."""

import contextlib
import dataclasses
import datetime as dt
import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from registry.checks.context import Context
from registry.checks.on_day.judging import judge
from registry.frames.lake.exporting import export_lake
from registry.lake.layout import LakeLayer
from registry.lake.reading import Lake
from registry.model.requests.kept_proposals import proposal_from_json
from registry.national.appraising import Rows, appraise_part
from registry.national.complying import compliance_part, comply_part
from registry.national.prepared import Prepared, prepared
from registry.national.storms import exposure_part, mast_facts, storm_part
from registry.services.obligations.compliance import compliance_run
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.storm.two_lists import lists_of
from registry.settings import read_settings
from registry.store.requests.requests import open_rows
from registry.storm.shipped import shipped_track
from tests.national.conftest import rows_of

PLACELESS = ("mask_secret", "terrain")
"""What of a context no lake holds: it judges no mast, or (the ground) is no province's to give away."""


@pytest.fixture(scope="module")
def register(lived_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A copy of the illustrative office after its work: with requests, inspections and agreed positions."""
    home = tmp_path_factory.mktemp("lived") / "home"
    shutil.copytree(lived_home, home)
    with contextlib.closing(open_registry(read_settings({"BTS_HOME": str(home)}))) as opened:
        yield opened


@pytest.fixture(scope="module")
def of(register: Registry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    """Return the illustrative province, read back out of a lake."""
    lake = tmp_path_factory.mktemp("lake") / "kho"
    done = export_lake(register, lake, today())
    yield prepared(lake, today(), done.manifest.province, "test")
    prepared.cache_clear()


def told(value: Any) -> Any:
    """Return a value as something that can be compared: arrays as lists, shapes as WKB, nan as itself."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {item.name: told(getattr(value, item.name)) for item in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return [told(one) for one in value.tolist()]
    if isinstance(value, shapely.Geometry):
        return value.wkb
    if isinstance(value, float) and math.isnan(value):
        return "nan"
    if isinstance(value, tuple | list):
        return [told(one) for one in value]
    if isinstance(value, dict):
        return {key: told(one) for key, one in sorted(value.items())}
    return dict(sorted(value.items())) if hasattr(value, "items") else value


def test_its_context_is_the_registers(register: Registry, of: Prepared) -> None:
    day = today()
    with_open = context_for(register, day)
    own, read = dataclasses.replace(with_open, open_proposals=of.context.open_proposals), of.context
    assert len(read.masts) > 1_000
    for item in dataclasses.fields(Context):
        if item.name not in PLACELESS:
            assert told(getattr(read, item.name)) == told(getattr(own, item.name)), item.name
    here, there = told(of.context_of("", wide=False).open_proposals), told(with_open.open_proposals)
    assert here == there


def test_its_open_requests_are_judged_as_at_its_desk(
    register: Registry, of: Prepared, tmp_path: Path
) -> None:
    part = appraise_part(of, Rows.PROPOSALS, 0, 1)
    place = tmp_path / "findings" / "part-0000.parquet"
    place.parent.mkdir()
    place.write_bytes(part.files["findings"])
    found: dict[tuple[str, str], str] = {
        (row["id"], row["rule"]): row["message_code"] for row in rows_of(tmp_path, "findings")
    }
    with register.database.read() as connection:
        rows = sorted(open_rows(connection), key=lambda row: (row["request"], row["row"]))
    assert len(rows) == part.counted["rows"] > 5
    for request in {row["request"] for row in rows}:
        own = [row for row in rows if row["request"] == request]
        proposals = [proposal_from_json(row["proposal"]) for row in own]
        table, law = judge(proposals, context_for(register, today(), leave_out=request))
        assert law.digest == part.counted["law"]
        for row, findings in zip(own, table, strict=True):
            for finding in findings:
                said = found.get((row["id"], finding.rule))
                assert said == (None if finding.outcome in ("pass", "na") else finding.code), finding


def test_its_compliance_run_is_the_registers(register: Registry, of: Prepared) -> None:
    run = compliance_run(register, today())
    own = compliance_part(of.held.province, run.masts, run.stations, run.judged, run.communes)
    read = comply_part(of)
    assert read.files == own.files
    assert read.counted == own.counted | {"law": of.law.digest}
    assert sum(own.counted["questions"]["emf"].values()) == len(run.stations)


def test_a_storm_finds_its_masts_as_in_its_register(register: Registry, of: Prepared) -> None:
    track = shipped_track()
    lists = lists_of(register, track, as_of=today())
    own = exposure_part(of.held.province, lists.may_fall.fall, lists.hurts_dark.dark)
    assert of.context.terrain is None
    assert lists.exposure.masts.hills is None
    facts, kept = mast_facts(of, lists.exposure.masts), lists.may_fall.fall.facts
    for item in dataclasses.fields(facts):
        if item.name != "place_names":  # names of critical places are in no lake
            assert told(getattr(facts, item.name)) == told(getattr(kept, item.name)), item.name
    read = storm_part(of, track)
    assert read.counted == own.counted
    assert read.files == own.files


def test_a_lake_of_another_day_is_read_by_its_latest_day_before(of: Prepared) -> None:
    lake = Lake(of.lake.folder)
    later = today() + dt.timedelta(days=40)
    assert lake.manifest(of.held.province, later).day == today()
    again = prepared(lake.folder, later, of.held.province, "later")
    assert again.context.as_of == later
    assert len(again.rows) == of.held.manifest.file(LakeLayer.PROPOSALS).rows
