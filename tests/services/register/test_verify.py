"""The register's own word on whether it can be trusted."""

import contextlib
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.messages import render
from registry.model.jobs import Job, JobState
from registry.model.ledger import Checkpoint
from registry.services.office.heads import Noted, noted_in
from registry.services.office.registry import Registry, open_registry
from registry.services.register.verify import JOB, as_options, do_verify, verified, verify, verify_as
from registry.settings import read_settings
from registry.store import ledger
from registry.store.database import Database
from tests.store.rows import created, site


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    settings = read_settings({"BTS_HOME": str(tmp_path)})
    database = Database(settings.database_url)
    database.upgrade()
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A"), site("B")), who="lan", batch="B1")
    database.close()
    with contextlib.closing(open_registry(settings)) as opened:
        yield opened


def test_a_sound_register_gives_its_head_to_note(registry: Registry) -> None:
    found = verify(registry)
    assert (found.sound, found.entries, found.problems, found.expected) == (True, 2, (), None)
    assert verify(registry, expect=found.head).expected == "head"


def test_a_row_changed_with_another_program_is_named_in_words(registry: Registry) -> None:
    with registry.database.write() as connection:
        connection.exec_driver_sql("UPDATE sites SET lon = 106.5 WHERE code = 'B'")
    (problem,) = verify(registry).problems
    assert render(problem.code, problem.params) == "Bản ghi site-B của bảng sites khác với sổ cái ở cột lon"


@pytest.mark.parametrize("given", ["", "abc", "g" * 64, "0" * 63])
def test_what_is_no_head_is_refused(registry: Registry, given: str) -> None:
    with pytest.raises(RefusalError, match="LEDGER-NO-HEAD"):
        verify(registry, expect=given)


def test_who_verified_when_and_what_came_out_is_kept_and_changes_no_head(registry: Registry) -> None:
    first = verify_as(registry, "lan")
    assert first.checkpoints == 0  # the day's head is noted after a sound verification
    second = verify_as(registry, "minh", noted=Noted((Checkpoint(dt.date(2026, 1, 2), 1, "a" * 64),)))
    assert second.head == first.head
    newest, before = verified(registry)
    assert (newest.who, newest.head, newest.problems, newest.first_problem) == (
        "minh", first.head, 1, "LEDGER-CHECKPOINT",
    )  # fmt: skip
    assert (newest.checkpoints, newest.differs_from) == (2, "2026-01-02")
    assert (before.who, before.entries, before.problems, before.first_problem) == ("lan", 2, 0, "")


def test_a_page_s_job_says_what_was_found_in_both_languages(registry: Registry) -> None:
    noted = noted_in(f"2026-01-02 1 {'a' * 64}\n")
    job = Job("j", JOB, "", JobState.RUNNING, "lan", dt.datetime.now(dt.UTC), options=as_options(noted))
    told: list[tuple[int, int]] = []
    result = do_verify(registry, job, lambda done, total: told.append((done, total)))
    (problem,) = result["problems"]
    assert (problem["code"], result["differs_from"], result["count"]) == (
        "LEDGER-CHECKPOINT",
        "2026-01-02",
        1,
    )
    assert "02/01/2026" in problem["vi"]
    assert problem["vi"] != problem["en"]
    assert json.loads(json.dumps(result)) == result
