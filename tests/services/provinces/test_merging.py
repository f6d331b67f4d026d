"""Two provinces become one: nothing overwritten, both ledgers whole, and old days still answered."""

import contextlib
import datetime as dt
import json
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from registry.__main__ import app
from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.services.office.events.event_deliveries import queue_events
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import list_accounts, reset_password, set_active
from registry.services.provinces import merging
from registry.services.provinces.earlier import held
from registry.services.provinces.merging import merge
from registry.services.provinces.report import Went, as_json, as_workbook
from registry.services.provinces.rules import How, rules
from registry.services.public import cases, citizen_reports
from registry.services.public.cases import SentCase
from registry.services.register.context import context_for
from registry.services.register.ledger_pages import mast_entries, page_of_record
from registry.services.register.site_records import entries_of_site, site_of_code
from registry.services.register.verify import verify
from registry.store import batches, copies, ledger, past_states, verification
from registry.store.database import Database
from registry.store.earlier import ledgers
from registry.store.earlier.tables import earlier_ledger
from registry.store.register.lists import latest_complete
from registry.store.tables import LEDGERED, metadata
from tests import postgres
from tests.services.office.events.hearing import hears
from tests.services.provinces import two_offices
from tests.services.provinces.two_offices import FIRST, MERGED, MOVED, SHA, Two, head_of, images
from tests.services.requests import desk

DAY = dt.timedelta(days=1)
OFFICER = Person("lan", frozenset({Role.APPRAISER}))


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
    # What was judged by their law and is not decided yet is judged by ours: a person is told so.
    assert request.waits is not None
    assert (request.waits.code, request.waits.params) == ("PROVINCE-WAITS-REQUEST", {"number": "1/2026-20"})
    laws = {item.record: item.waits for item in report.items if item.table == "regulations"}
    assert {key: waits and waits.code for key, waits in laws.items()} == {
        "draft rule": None, "proposed rule": None, "published rule": "PROVINCE-WAITS-REGULATION",
    }  # fmt: skip
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


def test_what_entered_is_no_news_for_other_programs(two: Two, tmp_path: Path) -> None:
    own, other = two
    hears(own, 9)
    report = merge(own, other, who="quản trị", day=MERGED)
    assert {"requests", "defects"} <= {item.table for item in report.items if item.to}
    assert queue_events(own) == 0
    desk.received(own, tmp_path)
    assert queue_events(own) == 1


def test_a_case_number_that_both_provinces_systems_gave_stays_ours_and_theirs_is_told_apart(two: Two) -> None:
    own, other = two
    sent = SentCase("PA-118", words="Cột nghiêng")
    ours, _ = cases.take_case(own, sent, who="tỉnh")
    with contextlib.closing(open_registry(other)) as theirs:
        cases.take_case(theirs, sent, who="tỉnh 20")
        cases.take_case(theirs, SentCase("PA-119", words="Cáp võng"), who="tỉnh 20")
    merge(own, other, who="quản trị", day=MERGED)
    assert cases.case(own, "pa-118").report.id == ours.id
    assert cases.case(own, "PA-119").report.words == "Cáp võng"
    numbers = [one.case_number for one in citizen_reports.reports(own) if one.case_number]
    assert sorted(numbers) == ["PA-118", "PA-118", "PA-119"]
    assert verify(own).problems == ()


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


def test_a_person_of_the_other_office_is_let_in_by_the_administrator(two: Two) -> None:
    own, other = two
    merge(own, other, who="quản trị", day=MERGED)
    first = reset_password(own, "hoa", who="quản trị")
    set_active(own, "hoa", active=True, who="quản trị")
    account = next(one for one in list_accounts(own) if one.name == "hoa")
    assert (bool(first), account.active) == (True, True)
    assert [problem.code for problem in verify(own).problems] == []


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
