"""A merge that must not be, or is broken off, leaves the register as it was; what was changed is told."""

import contextlib
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest

from registry.errors import RefusalError
from registry.services.office.registry import open_registry
from registry.services.provinces import merging
from registry.services.provinces.merging import merge
from registry.services.register.verify import verify
from registry.store import ledger
from registry.store.earlier.tables import earlier_ledger
from registry.store.office.operators import OWN_PROVINCE, meta_change
from tests.services.provinces.two_offices import MERGED, Two, head_of, images, write


def test_what_fails_midway_changes_nothing(two_anywhere: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = two_anywhere
    before, head = images(own.settings), head_of(own.settings)

    def killed(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, "copy_plain", killed)  # when all records and the whole ledger are written
    with pytest.raises(KeyboardInterrupt):
        merge(own, other, who="quản trị", day=MERGED)
    assert (images(own.settings), head_of(own.settings)) == (before, head)
    assert [problem.code for problem in verify(own).problems] == []


def test_a_second_time_a_copy_and_another_s_part_are_refused(two: Two) -> None:
    own, other = two
    with pytest.raises(RefusalError, match="PROVINCE-SIGN"):
        merge(own, other, who="quản trị", sign="Lạng Sơn")
    with pytest.raises(RefusalError, match="PROVINCE-SAME-REGISTER"):
        merge(own, own.settings, who="quản trị", sign="x")
    merge(own, other, who="quản trị", day=MERGED)
    head = head_of(own.settings)
    for sign in ("20", "LS"):
        with pytest.raises(RefusalError, match="PROVINCE-MERGED-ALREADY"):
            merge(own, other, who="quản trị", sign=sign)
    with (
        contextlib.closing(open_registry(other)) as theirs,
        pytest.raises(RefusalError, match="PROVINCE-NESTED"),
    ):
        merge(theirs, own.settings, who="quản trị")
    assert head_of(own.settings) == head


def test_verification_tells_a_change_of_an_earlier_ledger(two: Two) -> None:
    own, other = two
    merge(own, other, who="quản trị", day=MERGED)
    with pytest.raises(Exception, match="append-only"), own.database.write() as connection:
        connection.execute(earlier_ledger.update().values(who="ai khác"))
    from registry.store import ledger_guards

    with own.database.write() as connection:
        ledger_guards.drop_guards(connection)
        connection.execute(earlier_ledger.update().where(earlier_ledger.c.seq == 5).values(who="ai khác"))
        connection.execute(earlier_ledger.insert().values(
            register="lạ", seq=1, previous_hash="", hash="",
            **dict.fromkeys(("at", "who", "batch", "table_name", "record"), ""),
        ))  # fmt: skip
        ledger_guards.make_guards(connection)
    assert [(p.code, p.params.get("seq")) for p in verify(own).problems] == [
        ("LEDGER-EARLIER-CHANGED", 5), ("LEDGER-EARLIER-UNKNOWN", None),
    ]  # fmt: skip
    with own.database.write() as connection:
        ledger_guards.drop_guards(connection)
        connection.execute(earlier_ledger.delete().where(earlier_ledger.c.register == "lạ"))
        connection.execute(earlier_ledger.delete().where(earlier_ledger.c.seq >= 5))
        ledger_guards.make_guards(connection)
    assert [p.code for p in verify(own).problems if p.code.startswith("LEDGER")] == ["LEDGER-EARLIER-CUT"]


def test_an_older_or_unsound_register_is_refused_before_anything_is_written(two: Two) -> None:
    own, other = two
    head = head_of(own.settings)
    with pytest.raises(RefusalError, match="STORE-MISSING"):
        merge(own, replace(other, home=other.home / "nơi khác"), who="quản trị")
    path = other.database_url.removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE sites SET note = 'x' WHERE id = 'site-LSN00001'")
        connection.commit()
    with pytest.raises(RefusalError, match="PROVINCE-NOT-SOUND"):
        merge(own, other, who="quản trị")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0040'")
        connection.commit()
    with pytest.raises(RefusalError) as refused:
        merge(own, other, who="quản trị")
    assert refused.value.code == "STORE-OLDER-SCHEMA"
    assert head_of(own.settings) == head


_KILLED = """
import os, sys
from registry.services.office.registry import open_registry
from registry.services.provinces import merging
from registry.settings import read_settings

merging.copy_plain = lambda *_: os._exit(9)  # when every record and the whole ledger are written
own, other = (read_settings({"BTS_HOME": home}) for home in sys.argv[1:])
merging.merge(open_registry(own), other, who="quản trị", sign="20")
"""


def test_a_process_that_is_killed_midway_leaves_the_register_as_it_was(two: Two) -> None:
    own, other = two
    before, head = images(own.settings), head_of(own.settings)
    words = [sys.executable, "-c", _KILLED, str(own.settings.home), str(other.home)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 9, done.stderr
    assert (images(own.settings), head_of(own.settings)) == (before, head)
    assert [problem.code for problem in verify(own).problems] == []
    merge(own, other, who="quản trị", day=MERGED)


def test_a_register_that_does_not_say_its_province_is_asked_for_it(two: Two) -> None:
    own, other = two
    write(other, lambda connection, batch: ledger.record(
        connection, [meta_change(connection, OWN_PROVINCE, None)], who="lan", batch=batch
    ))  # fmt: skip
    with pytest.raises(RefusalError, match="PROVINCE-UNSAID"):
        merge(own, other, who="quản trị", day=MERGED)
    assert merge(own, other, who="quản trị", province="20", day=MERGED, dry=True).sign == "20"
