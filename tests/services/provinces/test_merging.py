"""Two provinces become one: nothing overwritten, both ledgers whole, and old days still answered."""

import contextlib
import datetime as dt
import json
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from registry.__main__ import app
from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import list_accounts, reset_password, set_active
from registry.services.provinces import merging
from registry.services.provinces.earlier import held
from registry.services.provinces.merging import merge
from registry.services.provinces.report import Went, as_json, as_workbook
from registry.services.provinces.rules import How, rules
from registry.services.register.context import context_for
from registry.services.register.ledger_pages import mast_entries, page_of_record
from registry.services.register.site_records import entries_of_site, site_of_code
from registry.services.register.verify import verify
from registry.settings import Settings, read_settings
from registry.store import batches, copies, ledger, past_states, verification
from registry.store.database import Database
from registry.store.earlier import ledgers
from registry.store.earlier.standing import images_of
from registry.store.earlier.tables import earlier_ledger
from registry.store.office.operators import OWN_PROVINCE, meta_change
from registry.store.register.lists import latest_complete
from registry.store.server_link import place_in
from registry.store.tables import LEDGERED, metadata
from tests import postgres
from tests.services.provinces import two_offices
from tests.services.provinces.two_offices import FIRST, MERGED, MOVED, SHA, write

DAY = dt.timedelta(days=1)
OFFICER = Person("lan", frozenset({Role.APPRAISER}))


class Two(NamedTuple):
    """The office that receives, and the settings of the other."""

    own: Registry
    other: Settings


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both offices in files, made once; copied, never opened."""
    folder = tmp_path_factory.mktemp("offices")
    with pytest.MonkeyPatch.context() as patch:
        at = two_offices.clock(patch.setattr)
        two_offices.lang_son(folder / "lạng sơn", at)
        two_offices.bac_ninh(folder / "bắc ninh")
    return folder


@pytest.fixture
def homes(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of both offices, on the day on which the provinces become one."""
    two_offices.clock(monkeypatch.setattr)(MERGED)
    return Path(shutil.copytree(made, tmp_path / "offices"))


@pytest.fixture
def two(homes: Path) -> Iterator[Two]:
    """Both offices, in files."""
    other = read_settings({"BTS_HOME": str(homes / "lạng sơn"), "BTS_PROVINCE": "20"})
    own = read_settings({"BTS_HOME": str(homes / "bắc ninh")})
    with contextlib.closing(open_registry(own)) as opened:
        yield Two(opened, other)


@pytest.fixture(params=["sqlite", "postgresql"])
def two_anywhere(two: Two, request: pytest.FixtureRequest) -> Iterator[Two]:
    """Both offices in files, or moved into two schemas of one database of PostgreSQL."""
    if request.param == "sqlite":
        yield two
        return
    with request.getfixturevalue("server").fresh() as url, contextlib.ExitStack() as stack:
        moved = []
        for settings in (two.own.settings, two.other):
            there = replace(settings, database_url=f"{url}?schema=so_{settings.province}")
            path = Path(settings.database_url.removeprefix("sqlite:///"))
            with contextlib.closing(Database(there.database_url)) as database:
                copies.load(path, database)
            moved.append(there)
            assert head_of(there) == head_of(settings)
        moved[1] = replace(moved[1], database_url=_reader(stack, moved[1].database_url))
        yield Two(stack.enter_context(contextlib.closing(open_registry(moved[0]))), moved[1])


def _reader(stack: contextlib.ExitStack, url: str) -> str:
    """Return the address of a register for a user of the server who may read its schema and nothing else."""
    role = f"merger_{uuid.uuid4().hex[:8]}"
    place, schema = place_in(url)
    address = place.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = stack.enter_context(psycopg.connect(address, autocommit=True))
    connection.execute(f"CREATE ROLE {role} LOGIN")
    stack.callback(connection.execute, f"DROP OWNED BY {role}; DROP ROLE {role}")
    connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
    return url.replace(f"{postgres.SUPERUSER}@", f"{role}@")


def images(settings: Settings) -> dict[str, dict[str, Any]]:
    """Return every ledgered row of an office, by table and key."""
    with contextlib.closing(Database(settings.database_url)) as database, database.read() as connection:
        return {name: images_of(connection, table) for name, table in LEDGERED.items()}


def head_of(settings: Settings) -> tuple[int, str]:
    with contextlib.closing(Database(settings.database_url)) as database, database.read() as connection:
        return ledger.head(connection)[:2]


def test_two_registers_become_one_and_nothing_of_either_is_lost(two_anywhere: Two) -> None:
    own, other = two_anywhere
    before, theirs, their_head = images(own.settings), images(other), head_of(other)
    with own.database.read() as connection:
        their_plan_is_ours = before["plan_versions"].keys() & theirs["plan_versions"].keys()
    assert not their_plan_is_ours
    report = merge(own, other, who="quản trị", name="Sở KHCN Lạng Sơn", day=MERGED)
    after = images(own.settings)

    # The chain: ours goes on, theirs lies beside it with its own head, both are sound.
    found = verify(own)
    assert ([problem.code for problem in found.problems], found.head) == ([], report.new_head)
    with own.database.read() as connection:
        (one,) = ledgers.registers(connection)
        kept = [dict(row) for row in ledgers.raw_rows(connection, one.id)]
        batch = batches.get_batch(connection, report.batch)
    assert (one.entries, one.head, one.sign, one.name) == (*their_head, "20", "Sở KHCN Lạng Sơn")
    assert (len(kept), kept[-1]["hash"]) == their_head
    assert (batch.kind, batch.options or {}) == (
        merging.KIND, {"register": "20", "province": "20", "entries": their_head[0], "head": their_head[1],
                       "day": MERGED.isoformat()},
    )  # fmt: skip
    assert head_of(other) == their_head

    # Every record of theirs is told of, and what entered is there; ours stand but where the report says so.
    told = {(item.table, item.record): item for item in report.items if item.went is not Went.CHANGED}
    assert {(table, key) for table, rows in theirs.items() for key in rows} <= told.keys()
    for item in report.items:
        assert (item.to in after[item.table]) == (item.went is not Went.KEPT), item
    changed = {(item.table, item.record) for item in report.items if item.went is Went.CHANGED}
    for table, rows in before.items():
        for key, image in rows.items():
            assert after[table][key] == image or (table, key) in changed or table == "meta", (table, key)
    assert report.counts == {went.value: sum(i.went is went for i in report.items) for went in Went}

    # Told apart: a mast of a code and key that are ours, an account of a name, a request of a number.
    site = told["sites", "site-BGG00045"]
    assert (site.went, site.was, site.now, bool(site.waits)) == (
        Went.TOLD_APART,
        "BGG00045",
        "BGG00045-20",
        True,
    )
    assert after["structures"][told["structures", "mast-BGG00045"].to]["site_id"] == site.to
    question = [
        row
        for row in after["same_mast"].values()
        if {row["site_a"], row["site_b"]} == {"site-BGG00045", site.to}
    ]
    assert [(row["state"], row["reason"]) for row in question] == [("open", "near")]
    request = told["requests", "request"]
    assert (request.was, request.now) == ("1/2026", "1/2026-20")
    assert {row["request"] for row in after["request_rows"].values()} == {"request"}
    names = {account.name: account.active for account in list_accounts(own)}
    assert (names["lan"], names["lan-20"], names["hoa"]) == (True, False, False)
    assert after["sites"]["site-LSN00001"]["code"] == "LSN00001"

    # Files went along, each under its SHA-256.
    assert (own.settings.files / f"{SHA}.pdf").read_bytes() == two_offices.PAPER


def test_the_old_day_still_answers_what_the_other_register_answered_then(two_anywhere: Two) -> None:
    own, other = two_anywhere
    days = [FIRST - DAY, FIRST, MOVED - DAY, MOVED]
    wanted = ["sites", "structures", "stations", "requests", "row_decisions", "attachments", "approvals"]
    with contextlib.closing(Database(other.database_url)) as database, database.read() as connection:
        then = past_states.states_on(connection, days, tables=wanted)
        batches_then = past_states.state_on(connection, MOVED, tables=["import_batches"])
        site = {"sites": ["site-LSN00001"]}
        their_history = [
            entry.hash for entry in ledger.entries(connection) if entry.change.record in site["sites"]
        ]
    with own.database.read() as connection:
        ours = past_states.states_on(connection, days, tables=wanted)
    merge(own, other, who="quản trị", day=MERGED)

    # As of a day before, both registers answer together; the mast of a key that was ours has another.
    with own.database.read() as connection:
        (one,) = ledgers.registers(connection)
        now = past_states.states_on(connection, [*days, MERGED], tables=wanted)
    for day, was_theirs, was_ours, found in zip(days, then, ours, now, strict=False):
        translated = ledgers.translated(was_theirs, one)
        for table in wanted:
            expected = {**translated.get(table, {}), **was_ours.get(table, {})}
            assert found.get(table, {}) == expected, (day, table)
    assert [state.get("sites", {}).get("site-LSN00001", {}).get("lat") for state in now] == [
        None, two_offices.LAT, two_offices.LAT, two_offices.LAT + 0.001, two_offices.LAT + 0.001,
    ]  # fmt: skip
    assert now[1]["sites"][one.renamed["site-BGG00045"]]["code"] == "BGG00045"  # as it was called then
    assert now[4]["sites"][one.renamed["site-BGG00045"]]["code"] == "BGG00045-20"

    # A mast's history begins with what its own register said of it.
    found = site_of_code(own, "LSN00001")
    assert found is not None
    history = [entry for entry in entries_of_site(own, found) if entry.change.record == "site-LSN00001"]
    assert [entry.hash for entry in history[:-1]] == their_history
    assert [entry.register for entry in history] == ["20", "20", ""]
    told = [one for one in mast_entries(own, found, OFFICER) if one.record == "site-LSN00001"]
    assert [(one.register, one.file, one.batch_kind.vi) for one in told[1:]] == [("20", "", "")] * 2
    assert (told[0].register, told[0].batch_kind.vi) == ("", "nhập sổ của tỉnh khác")
    page = page_of_record(own, "sites", "site-LSN00001", OFFICER)
    assert [one.register for one in page.entries if one.table == "sites"] == ["", "20", "20"]
    assert (history[1].who, history[2].who) == ("hoa", "quản trị")

    # A decision and its paper, and what stays in the earlier ledger alone.
    for table, key in (("row_decisions", two_offices.one_of_each.DECISION), ("attachments", "paper")):
        assert now[1][table][key] == now[4][table][key] | {"version": now[1][table][key]["version"]}
    assert held(own, "20", "import_batches", MOVED).keys() == batches_then["import_batches"].keys()
    assert held(own, "20", "sites", FIRST)["site-BGG00045"]["code"] == "BGG00045"
    with pytest.raises(RefusalError, match="PROVINCE-NO-EARLIER"):
        held(own, "99", "sites", FIRST)


def test_territory_lists_layers_and_plans_say_what_is_known_of_the_larger_province(two: Two) -> None:
    own, other = two
    alone = context_for(own, MERGED - DAY).units
    merge(own, other, who="quản trị", day=MERGED)
    after = images(own.settings)
    then, now = context_for(own, MERGED - DAY), context_for(own, MERGED)
    units = images(other)["admin_units"].values()
    theirs = {row["code"] for row in units if row.get("parent") == "20" and row.get("valid_to") is None}
    assert theirs
    # Of the old day the territory is that of both provinces, each itself; of the new day it is one.
    assert {unit.code for unit in then.territories} == {"24", "20"}
    assert [unit.code for unit in now.territories] == ["24"]
    assert {unit.code for unit in now.units.communes} == {unit.code for unit in alone.communes} | theirs
    assert {unit.parent for unit in now.units.communes} == {"24"}
    # Only ours had complete lists: of the whole none is complete. Where ours said "everywhere" it says where.
    with own.database.read() as connection:
        assert latest_complete(connection) == {}
    assert all(row.get("geometry") for row in after["layer_coverages"].values())
    # A carrier has one plan in force, with the positions of both.
    in_force = [key for key, row in after["plan_versions"].items()
                if row["operator"] == "VTL" and row.get("valid_to", "9") >= MERGED.isoformat()]  # fmt: skip
    assert len(in_force) == 1
    assert [item.code for item in now.plans.positions] == ["P20"]
    assert [item.code for item in then.plans.positions] == ["P20"]


def test_a_dry_run_tells_the_same_and_writes_nothing(two: Two) -> None:
    own, other = two
    before, head = images(own.settings), head_of(own.settings)
    dry = merge(own, other, who="quản trị", day=MERGED, dry=True)
    assert (images(own.settings), head_of(own.settings)) == (before, head)
    assert not (own.settings.files / f"{SHA}.pdf").exists()
    with own.database.read() as connection:
        assert ledgers.registers(connection) == []
        assert connection.execute(sa.select(sa.func.count()).select_from(earlier_ledger)).scalar() == 0
    real = merge(own, other, who="quản trị", day=MERGED)
    assert (dry.items, dry.dry, real.dry) == (real.items, True, False)
    told = json.loads(as_json(real))
    assert len(told["records"]) == len(real.items)
    assert told["kept_only"]["settings"]["vi"]
    assert as_workbook(own, real)[:2] == b"PK"


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


def test_a_person_of_the_other_office_is_let_in_by_the_administrator(two: Two) -> None:
    own, other = two
    merge(own, other, who="quản trị", day=MERGED)
    first = reset_password(own, "hoa", who="quản trị")
    set_active(own, "hoa", active=True, who="quản trị")
    account = next(one for one in list_accounts(own) if one.name == "hoa")
    assert (bool(first), account.active) == (True, True)
    assert [problem.code for problem in verify(own).problems] == []


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


def test_the_commands_merge_and_read_the_earlier_ledger(two: Two, tmp_path: Path) -> None:
    own, other = two
    run = partial(CliRunner(env={"BTS_HOME": str(own.settings.home), "COLUMNS": "200"}).invoke, app)
    words = ["province", "merge", "--from", str(other.home), "--day", MERGED.isoformat()]
    dry = run([*words, "--dry-run", "--report", str(tmp_path / "thử.xlsx")])
    assert (dry.exit_code, "Làm thử, không ghi gì" in dry.output) == (0, True), dry.output
    assert (tmp_path / "thử.xlsx").read_bytes()[:2] == b"PK"
    done = run([*words, "--name", "Sở KHCN Lạng Sơn", "--report", str(tmp_path / "báo cáo.json")])
    assert done.exit_code == 0, done.output
    told = json.loads((tmp_path / "báo cáo.json").read_text(encoding="utf-8"))
    assert (told["sign"], told["new_head"]) == ("20", head_of(own.settings)[1])
    assert head_of(other)[1] in run(["province", "earlier"]).output
    sites = json.loads(run(["province", "earlier", "20", "--table", "sites", "--day", f"{FIRST}"]).output)
    assert sites["site-BGG00045"]["code"] == "BGG00045"


def test_a_register_that_does_not_say_its_province_is_asked_for_it(two: Two) -> None:
    own, other = two
    write(other, lambda connection, batch: ledger.record(
        connection, [meta_change(connection, OWN_PROVINCE, None)], who="lan", batch=batch
    ))  # fmt: skip
    with pytest.raises(RefusalError, match="PROVINCE-UNSAID"):
        merge(own, other, who="quản trị", day=MERGED)
    assert merge(own, other, who="quản trị", province="20", day=MERGED, dry=True).sign == "20"


def test_a_merged_register_moves_to_a_server_and_back_with_both_ledgers(
    two: Two, server: postgres.Server, tmp_path: Path
) -> None:
    own, other = two
    merge(own, other, who="quản trị", day=MERGED)
    heads = []
    with server.fresh() as url, contextlib.closing(Database(f"{url}?schema=so_24")) as there:
        for copy, database in (("a", own.database), ("b", there)):
            copies.snapshot(database, path := tmp_path / f"{copy}.sqlite")
            if database is own.database:
                copies.load(path, there)
            with contextlib.closing(Database(f"sqlite:///{path}")) as moved, moved.read() as connection:
                found = verification.verify(connection)
                heads.append(
                    (found.problems, found.head, [one.head for one in ledgers.registers(connection)])
                )
    assert heads == [((), head_of(own.settings)[1], [head_of(other)[1]])] * 2


def test_every_table_is_merged_or_named_with_its_reason() -> None:
    assert set(rules()) == set(metadata.tables)
    for table, rule in rules().items():
        assert (rule.how is How.KEPT) == bool(rule.why.vi and rule.why.en), table
        if table not in LEDGERED and table != "report_contacts":
            assert rule.how is How.KEPT, f"{table} stands in no ledger: nothing copies it"
    entering = {name for name, rule in rules().items() if rule.how is not How.KEPT}
    for name in entering & LEDGERED.keys():
        for key in LEDGERED[name].foreign_keys:
            assert key.column.table.name in entering, f"{name} names a record that stays behind"
