"""The files of open sets are made ready by a job, so that nobody who asks for one waits."""

import dataclasses
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.services.office.calendar import now
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.open_data import files, making
from registry.services.open_data.decisions import open_set
from registry.services.open_data.sets import dataset
from tests.services.open_data.test_sets import A_DAY, LEADER, WANTED


def kept(registry: Registry) -> list[Path]:
    return sorted((registry.settings.home / "cache" / "open-data").glob("*-*.*"))


def test_nothing_is_made_while_nothing_is_open(office: Registry) -> None:
    assert making.make_open_files(office, now().date()) is None
    assert kept(office) == []


def test_the_files_of_an_open_set_are_made_and_nobody_waits_for_them(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = now().date()
    wanted = dataclasses.replace(WANTED, decided_on=day - A_DAY, opens=day, closes=None)
    open_set(office, "counts", wanted, person=LEADER)
    made = making.make_open_files(office, day, who="lan")
    assert made is not None
    assert jobs.finish(office)
    done = jobs.get_job(office, made.id)
    every = files.forms_of(dataset("counts"))
    assert (done.code, done.result) == ("", {"files": len(every), "left_out": []})
    assert {path.suffix for path in kept(office)} >= {".xlsx"}

    def never(*_: object) -> bytes:
        raise AssertionError("made again")

    office.cache.clear()  # as another process finds it
    monkeypatch.setitem(files._FORMS, "xlsx", never)
    assert files.open_file(office, dataset("counts"), "xlsx", now()).content == next(
        path.read_bytes() for path in kept(office) if path.suffix == ".xlsx"
    )


def test_a_refusal_that_is_no_lack_ends_the_job(office: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise RefusalError("OPEN-DATA-UNKNOWN", name="x")

    monkeypatch.setattr(making, "open_on", lambda *_: {"counts": None})
    monkeypatch.setattr(making, "open_file", refuse)
    made = making.make_open_files(office, now().date(), who="lan")
    assert made is not None
    assert jobs.finish(office)
    assert jobs.get_job(office, made.id).code == "OPEN-DATA-UNKNOWN"
