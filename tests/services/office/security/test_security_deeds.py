"""Security events of services and of the ledger, each made by its real deed in a small office."""

import contextlib
import datetime as dt
import os
import socket
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shapely

from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.model.drafts import DraftZone
from registry.model.people import Person, Role
from registry.services.office import publications
from registry.services.office.backups.backup import backup, restore
from registry.services.office.backups.scheduled_backups import back_up_by_clock
from registry.services.office.calendar import today
from registry.services.office.events import webhooks
from registry.services.office.registry import Registry
from registry.services.office.security.security_events import KINDS, Event
from registry.services.office.security.security_ledger import follow
from registry.services.office.security.security_log import SecurityLog
from registry.services.office.security.security_sinks import log_of, note_event, send_on, ways
from registry.services.office.sending.channels import Gateway, set_gateway
from registry.services.office.sign_in import accounts, phones, tokens
from registry.services.register.restore_drill import Asked, drill
from registry.services.register.verify import verify_as
from registry.services.zones import draft_publication, plan_drafts
from registry.settings import read_settings
from registry.store.office.sign_ins import FILE, SignIns
from tests.services.requests.desk import make

ROOT = Path(__file__).parents[4]
OFFICER = Person("lan", frozenset({Role.APPRAISER}))
LEADER = Person("hoa", frozenset({Role.LEADER}))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    with contextlib.closing(make(read_settings({"BTS_HOME": str(tmp_path / "home")}))) as made:
        yield made


def with_settings(office: Registry, **more: Any) -> Registry:
    return Registry(replace(office.settings, **more), office.database)


def said(office: Registry, kind: str) -> list[dict[str, Any]]:
    """Return the events of a kind, the oldest first."""
    found = [one for one in log_of(office).newest(500) if one["metadata"]["event_code"] == kind]
    return found[::-1]


def tamper(office: Registry) -> None:
    """Move a mast behind the register's back."""
    assert office.database.path is not None
    with contextlib.closing(sqlite3.connect(office.database.path, isolation_level=None)) as raw:
        raw.execute("UPDATE sites SET lon = lon + 0.01")


def test_the_table_of_the_guide_has_every_kind_and_no_other() -> None:
    guide = (ROOT / "docs/operate/security-events.md").read_text(encoding="utf-8")
    rows = guide.partition("| kinds | from |")[2].partition("\n\n")[0].splitlines()[2:]
    told = [kind.strip(" `") for row in rows for kind in row.split("|")[1].split(",")]
    assert sorted(told) == sorted(KINDS)


def test_a_backup_a_copy_and_a_drill_that_fail_are_noted_by_their_codes(
    office: Registry, tmp_path: Path
) -> None:
    assert not drill(office.settings, Asked()).sound
    away = with_settings(office, offsite=tmp_path / "away")
    assert not back_up_by_clock(away).sound
    assert len(said(office, "backup")) == 1, "the backup itself was made"
    tamper(office)
    with pytest.raises(RefusalError):
        backup(office, tmp_path / "b.zip")
    assert not back_up_by_clock(office).sound
    failed = said(office, "backup-failed")
    assert [(one["resources"][0]["type"], one["unmapped"]["code"]) for one in failed] == [
        ("drill", "DRILL-NO-BACKUP"), ("offsite", "BACKUP-OFFSITE-AWAY"), ("backup", "BACKUP-NOT-SOUND"),
        ("backup", "BACKUP-NOT-SOUND"),
    ]  # fmt: skip
    assert {(one["status"], one["severity_id"]) for one in failed} == {("Failure", 3)}


def test_a_restore_is_noted_where_it_was_done_and_a_drill_is_none(office: Registry, tmp_path: Path) -> None:
    made = backup(office, tmp_path / "b.zip", passphrase="một cụm mật khẩu đủ dài")
    assert drill(office.settings, Asked(path=made.path)).sound
    assert said(office, "restore") == []
    there = read_settings({"BTS_HOME": str(tmp_path / "new machine")})
    restore(made.path, there, passphrase="một cụm mật khẩu đủ dài")
    (done,) = (one for one in SecurityLog(there.home).newest(9) if one["metadata"]["event_code"] == "restore")
    assert (done["severity_id"], done["status"]) == (4, "Success")


def test_a_register_that_was_changed_behind_its_back_is_noted_as_that(office: Registry) -> None:
    assert verify_as(office, "lan").sound
    tamper(office)
    found = verify_as(office, "lan")
    assert len(said(office, "verified")) == 1
    (failed,) = said(office, "verification-failed")
    assert failed["unmapped"]["first"] == found.problems[0].code
    assert (failed["unmapped"]["problems"], failed["severity_id"]) == (found.count, 4)


def test_tokens_and_phones_are_noted_by_whose_they_are(office: Registry) -> None:
    accounts.add_account(office, "ba", [Role.INSPECTOR], who="t")
    owner = accounts.find_account(office, name="ba")
    assert owner is not None
    log, sign_ins = log_of(office), SignIns(office.settings.home / FILE)
    follow(office, log)
    token, _ = tokens.make_token(office, owner.person, name="QGIS", scopes=["register:read"], days=1)
    phone, _ = phones.let_stay(office, sign_ins, owner, device="máy 1", name="điện thoại")
    phones.let_stay(office, sign_ins, owner, device="máy 1", name="điện thoại mới")
    tokens.end_token(office, token.id, person=owner.person)
    phones.end_phone(office, sign_ins, phone.id, person=owner.person)
    follow(office, log)
    for kind, times in (("token-made", 1), ("token-revoked", 1), ("phone-kept", 2), ("phone-stopped", 1)):
        found = said(office, kind)
        assert [(one["actor"]["user"]["uid"], one["user"]["uid"]) for one in found] == [
            (owner.id, owner.id)
        ] * times, kind
    assert said(office, "token-revoked")[0]["resources"] == [{"type": "api_tokens", "uid": token.id}]


def test_an_address_that_hears_of_events_is_noted_each_time_it_becomes_another(office: Registry) -> None:
    set_gateway(
        office, Gateway(inside=("127.0.0.1:9",)), on=False, base="https://bts.example.vn", key=None, who="t"
    )
    log, about = log_of(office), {"name": "Hệ thống", "events": ["request.filed"]}
    follow(office, log)
    made, _ = webhooks.allow(office, **about, url="http://127.0.0.1:9/a", who="t")
    webhooks.change(office, made.id, **about, url="http://127.0.0.1:9/b", seen=made.version, who="t")
    webhooks.pause(office, made.id, seen=made.version + 1, who="t")
    follow(office, log)
    assert [one["resources"][0]["uid"] for one in said(office, "webhook-allowed")] == [made.id] * 2
    assert said(office, "settings-changed")[-1]["unmapped"]["setting"] == "webhook"


def test_a_publication_is_noted_as_proposed_published_and_taken_back(office: Registry) -> None:
    log, shape = log_of(office), shapely.box(106.18, 21.26, 106.22, 21.29)
    zone = DraftZone(id="", draft="", layer=Layer.PLANNING, name="Khu A", geometry=shape, error_m=50.0)
    drafts = [
        plan_drafts.create_draft(office, name, decision="QĐ 5/2026", valid_from=today(), who="lan").id
        for name in ("Một", "Hai")
    ]
    for draft in drafts:
        plan_drafts.add_zones(office, draft, [zone], who="lan")
    follow(office, log)
    seen = [plan_drafts.get_draft(office, draft).stamp for draft in drafts]
    for draft, stamp in zip(drafts, seen, strict=True):
        waits = draft_publication.propose(office, draft, seen=stamp, person=OFFICER)
    draft_publication.publish(office, drafts[0], seen=seen[0], person=LEADER)
    publications.withdraw(office, waits.id, person=OFFICER)
    follow(office, log)
    assert [len(said(office, kind)) for kind in ("publication-proposed", "published")] == [2, 1]
    (ended,) = said(office, "publication-ended")
    assert ended["unmapped"]["state"] == "withdrawn"
    assert ended["resources"] == [{"type": "publications", "uid": waits.id}]


def test_files_that_went_before_they_were_sent_are_noted_as_lost(office: Registry) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        sending = with_settings(
            office,
            security=replace(
                office.settings.security, syslog=f"tcp://127.0.0.1:{there.getsockname()[1]}", days=1
            ),
        )
        note_event(sending, Event("sign-in", dt.datetime.now(dt.UTC)))
        assert send_on(sending) == 1
        full = SecurityLog(office.settings.home, days=1, file_bytes=400)  # a file for every few events
        for _ in range(6):
            full.append([Event("sign-out", dt.datetime.now(dt.UTC))])
        past = dt.datetime.now(dt.UTC).timestamp() - 3 * 24 * 3600
        old = full.files()[:3]
        for path in old:
            os.utime(path, (past, past))
        full.append([Event("sign-out", dt.datetime.now(dt.UTC))])
        assert not any(path.exists() for path in old), "kept for a day, they went unsent"
        send_on(sending)
        (way,) = ways(sending)
    (lost,) = said(office, "events-lost")
    assert way.lost == lost["unmapped"]["files"] > 0
    assert (lost["resources"][0]["type"], lost["severity_id"]) == ("syslog", 4)
