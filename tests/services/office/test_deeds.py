"""Of two people who saw the same version the second is refused, and told who, when, what stands, what not.

``DEEDS``, kept in ``second_persons/``, names every service that takes a version; a test keeps it complete.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from registry import services
from registry.errors import RefusalError, WrongCallError
from registry.messages import render
from registry.model.people import Role
from registry.services.obligations import list_changes, obligations
from registry.services.office import both_versions, deeds, working_days
from registry.services.office.registry import Registry
from registry.services.office.sending import channels
from registry.services.office.sign_in import accounts
from registry.services.outages import carrier_reports
from registry.services.outages.mailbox import senders
from registry.services.requests import decisions, issuing, requests
from registry.services.requests.consulted import consulted_body
from registry.services.zones import plan_drafts
from registry.settings import read_settings
from registry.store import ledger
from registry.store.office.operators import load_settings, setting_change
from registry.store.storm.tables import storms as storms_table
from tests.services.office.one_of_each import DAY, fill, touch, version_of
from tests.services.office.second_persons import briefing as of_briefing
from tests.services.office.second_persons import designs as of_designs
from tests.services.office.second_persons import field as of_field
from tests.services.office.second_persons import inspections as of_inspections
from tests.services.office.second_persons import law as of_law
from tests.services.office.second_persons import network as of_network
from tests.services.office.second_persons import office as of_office
from tests.services.office.second_persons import requests as of_requests
from tests.services.office.second_persons import storm as of_storm
from tests.services.office.second_persons.second import Second
from tests.services.requests.desk import make

ROOM = Path(services.__file__).parent


DEEDS: dict[str, Second] = {
    **of_field.DEEDS,
    **of_requests.DEEDS,
    **of_storm.DEEDS,
    **of_law.DEEDS,
    **of_designs.DEEDS,
    **of_inspections.DEEDS,
    **of_network.DEEDS,
    **of_office.DEEDS,
    **of_briefing.DEEDS,
}

APART = {
    "storm.after_action.report.make_final", "storm.after_action.report.open_again",  # of a whole storm
    "field.doubts.answers.answer_doubt",  # of what stands out now: tests/services/field/test_doubts
    "designs.drawings.add_file", "designs.drawings.confirm_layers", "designs.drawings.judge_again",
    "designs.opinions.say", "designs.answers.issue", "designs.hand_over.hand_over",  # of files that are
    # read before: tests/services/designs/test_second_persons
    "designs.deeds.standing_as",
    "storm.vocabulary.hill_words", "storm.order_rows.winds_of",  # ``seen``: an exposure
    "office.backups.backup.write_archive",  # ``version``: of the schema
    "lists.handing_in.send", "lists.handing_in.explain", "lists.handing_in.replace_file",
    "lists.looking_through.accept",  # of a file that was compared: tests/services/lists
    "requests.letters.edits.edit_sentence",  # of a letter with a list: its own tests
    "field.visit_defects.state_same",  # of an answer of a visit: tests/services/field/test_same_defects
    "field.minutes.stating.state_minutes",  # of what was inspected: tests/services/field/test_minutes
    "field.data_requests.request_data",  # asks twice: DATA-REQUEST-MEANWHILE, of a question that was new
    "obligations.followed_letters.draft_letters",  # drafts twice: DUTY-LETTERS-MEANWHILE, likewise
    "public.returns.give_back",  # a workbook of the next number: tests/services/public/test_import_cases.py
    "requests.lists.list_changes", "requests.lists.revised", "requests.lists.decision_id",
    "register.mast_days.build_days",
    "requests.requests.with_answers", "field.inspections.list_inspections",
    "field.campaign_targets.refuse_visited",  # which call a list, a day or an appraisal by these names
    "zones.plan_drafts.seen_whole",
    "public.report_visits.came",  # ``since``: a moment
    "requests.actions.action", "field.defect_steps.deed_of", "requests.agreed.approvals.changing",
    "storm.orders.check_order", "office.settings.write_settings",
}  # fmt: skip
"""Services that are parts of the deeds above, or whose second person has done nothing to a record."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    office = make(read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("deeds") / "nhà")}))
    fill(office)
    accounts.add_account(office, "nam", [Role.APPRAISER], who="ai đó")
    accounts.add_account(office, "xa1", [Role.CONSULTED], territory="urban_area", who="ai đó")
    yield office
    office.close()


def _first(office: Registry, second: Second, turn: int) -> int:
    """Let the first person change the record; return the version (the ledger's number) seen before."""
    if second.table == "settings":
        since = _head(office)
        value: Any = {"work": [], "rest": []} if second.key == working_days.SETTING else f"lần {turn}"
        value = {"xa1": [f"lần {turn}"]} if second.key == consulted_body.SETTING else value
        value = {"VTL": [f"lần{turn}@vtl.vn"]} if second.key == senders.SETTING else value
        if second.key.startswith(channels.PREFIX):  # a setting of several parts
            part = {channels.MAIL: "host", channels.WEBHOOK: "url"}.get(second.key, "mail")
            value = {part: f"lần {turn}"}
        with deeds.deed(office, "desk-world", "một") as made:
            held = load_settings(made.connection)
            if held.get(second.key) == value:
                value = {**value, "rest": [f"2026-12-{1 + turn % 28:02d}"]}
            made.add([setting_change(made.connection, second.key, value)])
        return since
    if second.table == "accounts":
        account = accounts.find_account(office, name=second.key)
        assert account is not None
        since = _head(office)
        touch(office, "accounts", account.id, "một", turn)
        return since
    if second in (DEEDS["field.campaign_targets.assign"], DEEDS["field.defects.mark_letter"]):
        since = _head(office)
        touch(office, second.table, second.key, "một", turn)
        return since
    seen = version_of(office, second.table, second.key)
    if second.table == "plan_drafts":  # as a whole it is told by its own deeds
        plan_drafts.change_draft(office, "draft", seen=seen, who="một", note=f"lần {turn}")
        return seen
    touch(office, second.table, second.key, "một", turn)
    return seen


@pytest.mark.parametrize("name", DEEDS)
def test_the_second_of_two_is_refused_and_told_all_of_it(
    world: Registry, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _stand_ins(monkeypatch)
    second = DEEDS[name]
    seen = _first(world, second, list(DEEDS).index(name))
    before = _head(world)
    with pytest.raises(RefusalError) as refused:
        second.act(world, seen)
    told = refused.value
    assert told.code == deeds.CHANGED, str(told)
    assert told.params["by"] == "một"
    assert told.params["at"]
    assert told.params["offered"]
    assert told.params["standing"]
    assert told.params["what"].vi != told.params["table"]
    for line in both_versions.lines(told.params["table"], told.params["standing"], told.params["offered"]):
        assert line.name.vi != line.name.en or line.name.vi == "VTL", (
            "a column without words in data/codes/records.toml"
        )
    for lang in ("vi", "en"):
        sentence = render(told.code, told.params, lang)  # type: ignore[arg-type] # the two languages
        for fact in ("by", "at", "what", "stands", "wanted"):
            value = told.params[fact]
            assert (value if isinstance(value, str) else getattr(value, lang)) in sentence
        assert told.params["stands"].vi not in ("", "–")
        assert told.params["wanted"].vi not in ("", "–")
    assert _head(world) == before


def test_every_deed_that_takes_a_version_is_in_the_list() -> None:
    found = set()
    for path in ROOM.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            names = {arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)}
            if names & {"seen", "since", "version"}:
                found.add(".".join((*path.relative_to(ROOM).with_suffix("").parts, node.name)))
    found = {name for name in found if not name.startswith("office.deeds.")}
    assert found - DEEDS.keys() - APART == set()
    assert (DEEDS.keys() | APART) - found == set()


def test_a_deed_without_an_actor_is_a_wrong_call(world: Registry) -> None:
    with pytest.raises(WrongCallError), deeds.deed(world, "desk-world", ""):
        pass


def test_what_fails_in_a_deed_is_not_written_and_nothing_makes_no_batch(world: Registry) -> None:
    before = _head(world)

    def broken() -> None:
        with deeds.deed(world, "desk-world", "một") as made:
            made.amend(storms_table, "storm", name="khác")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    with deeds.deed(world, "desk-world", "một"):
        pass
    assert _head(world) == before


def _head(office: Registry) -> int:
    with office.database.read() as connection:
        return ledger.head(connection).seq


def _stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for what deeds read of the register before they open, and what is no matter of versions."""
    duty = SimpleNamespace(key="nghĩa vụ", code="DUT-YEAR", due_on=DAY)
    change = SimpleNamespace(key="VTL:thay đổi", operator="VTL")
    content = SimpleNamespace(lines=[object()], waiting=[], unread_columns=[])
    listed = SimpleNamespace(name="ds.xlsx", sha256="0" * 64, proposals=[])
    monkeypatch.setattr(carrier_reports, "draft_content", lambda *_: content)
    monkeypatch.setattr(carrier_reports, "_settled", lambda *_: ([object()], []))
    monkeypatch.setattr(requests, "read_request_list", lambda *_, **__: listed)
    file = SimpleNamespace(rows=[SimpleNamespace(index=0, decision=None)], undecided=[], attachments=[])
    for room in (decisions, issuing):
        monkeypatch.setattr(room, "load_request", lambda *_, **__: file)
    monkeypatch.setattr(issuing, "reply_letter", lambda *_, **__: b"")
    monkeypatch.setattr(obligations, "duty_of", lambda *_, **__: duty)
    monkeypatch.setattr(list_changes, "_find", lambda *_: change)
