"""Two people at one record at the same moment: nothing twice, nothing lost, and the second one is told."""

import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import shapely
import sqlalchemy as sa

from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.model.drafts import DraftState, DraftZone
from registry.model.duties import LetterKind
from registry.model.field.inspections import CampaignKind
from registry.model.people import Person, Role
from registry.model.requests.desk import RequestState, RowDecision
from registry.services.field.campaign_targets import assign, targets_of
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.data_requests import request_data
from registry.services.field.selection import Selection
from registry.services.field.settings import FieldSettings, field_settings, set_field_settings
from registry.services.obligations.followed_letters import Content, draft_letters, letters_of, present_head
from registry.services.obligations.followed_letters import record_sent as letter_sent
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import addressees, state
from registry.services.office.registry import Registry
from registry.services.office.sign_in import accounts
from registry.services.office.working_days import enter_day, working_days
from registry.services.open_data.decisions import Typed, open_on, open_set
from registry.services.outages.events import events
from registry.services.public.plate_settings import board, state_board
from registry.services.register.context import context_for
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.agreed.extensions import ask_extension, asks_of
from registry.services.requests.consulted.consultations import draft_consultations, feed_rows
from registry.services.requests.consulted.consulted_body import enter_names, entered_names
from registry.services.requests.consulted.meetings import Opinion, meetings_of, record_meeting
from registry.services.requests.consulted.sent import record_sent
from registry.services.requests.decisions import decide_row
from registry.services.requests.notes import consult, record_answer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import change_state
from registry.services.requests.sharing import ask_to_share
from registry.services.zones import draft_publication, plan_drafts
from registry.store import ledger
from registry.store.field.tables import data_requests
from registry.store.office.operators import load_settings
from registry.store.requests.tables import row_notes
from tests.services.outages.world import opened
from tests.services.requests import desk
from tests.services.requests.desk import at_once

OFFICER = Person("lan", frozenset({Role.APPRAISER}))


def test_a_draft_is_published_once_and_not_thrown_away_besides(either_office: Registry) -> None:
    draft = plan_drafts.create_draft(
        either_office, "Quy hoạch", decision="QĐ 5/2026", valid_from=today(), who="a"
    ).id
    area = shapely.box(106.18, 21.26, 106.22, 21.29)
    zone = DraftZone(id="", draft="", layer=Layer.PLANNING, name="Khu A", geometry=area, error_m=50.0)
    plan_drafts.add_zones(either_office, draft, [zone], who="a")
    seen = plan_drafts.get_draft(either_office, draft).stamp
    draft_publication.propose(either_office, draft, seen=seen, person=OFFICER)
    leaders = [Person(name, frozenset({Role.LEADER})) for name in "abc"]
    outcomes = at_once(
        either_office,
        *(
            lambda own, one=one: draft_publication.publish(own, draft, seen=seen, person=one)
            for one in leaders
        ),
        lambda own: plan_drafts.discard(own, draft, seen=seen, who="d"),
    )
    assert Counter(outcomes) == {"": 1, "DRAFT-CLOSED": 3}
    published = plan_drafts.get_draft(either_office, draft).draft.state is DraftState.PUBLISHED
    assert outcomes[3] == ("DRAFT-CLOSED" if published else "")
    known = context_for(either_office, today()).layer(Layer.PLANNING).zones
    assert [item.name for item in known] == ["Khu A"] * published
    assert desk.sound(either_office)


def test_what_was_added_meanwhile_is_not_discarded_or_taken_out_unseen(office: Registry) -> None:
    draft = plan_drafts.create_draft(office, "Quy hoạch", who="a").id
    seen = plan_drafts.get_draft(office, draft).stamp
    area = shapely.box(106.18, 21.26, 106.22, 21.29)
    zone = DraftZone(id="", draft="", layer=Layer.PLANNING, name="Khu A", geometry=area)
    plan_drafts.add_zones(office, draft, [zone], who="b")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        plan_drafts.discard(office, draft, seen=seen, who="a")
    (added,) = plan_drafts.get_draft(office, draft).zones
    plan_drafts.change_zone(office, draft, added.id, seen=added.version, who="b", name="Khu B")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        plan_drafts.remove_zone(office, draft, added.id, seen=added.version, who="a")
    assert [item.name for item in plan_drafts.get_draft(office, draft).zones] == ["Khu B"]


def test_a_body_s_question_is_asked_answered_and_put_to_the_rows_once(
    either_office: Registry, tmp_path: Path
) -> None:
    request = desk.to(either_office, desk.received(either_office, tmp_path), RequestState.APPRAISING).id
    load_request(either_office, request)
    at_once(either_office, *[lambda own: draft_consultations(own, request, who="lan")] * 3)
    (asked,) = load_request(either_office, request).consultations
    record_sent(
        either_office, request, asked.id, letter_number="5", sent_on=today(), answer_by=None, who="lan",
        seen=asked.version,
    )  # fmt: skip
    seen = asked.version + 1

    def answer(own: Registry, words: str) -> None:
        record_answer(
            own, request, asked.id, outcome="agree", answer=words, answered_on=today(), who=words, seen=seen
        )

    outcomes = at_once(either_office, *(lambda own, n=n: answer(own, f"lời {n}") for n in range(4)))
    assert Counter(outcomes) == {"": 1, "CHANGED-MEANWHILE": 3}
    (told,) = load_request(either_office, request).consultations
    assert told.answer == f"lời {outcomes.index('')}"
    at_once(either_office, *[lambda own: feed_rows(own, request, asked.id, who="lan")] * 3)
    with either_office.database.read() as connection:
        noted = connection.execute(row_notes.select()).mappings().all()
    assert sorted(row["row"] for row in noted) == [1, 2, 3]

    def meet(own: Registry) -> None:
        said = [Opinion("UBND xã", outcome="agree"), Opinion("Sở Xây dựng", outcome="object", text="vướng")]
        record_meeting(
            own, request, held_on=today(), place="Sở", chair="A", secretary="B", opinions=said,
            conclusions={}, who="lan",
        )  # fmt: skip

    assert Counter(at_once(either_office, *[meet] * 3)) == {"": 1, "MEETING-RECORDED": 2}
    ask = [lambda own: consult(own, request, body="Sở X", question="?", letter_number="7", who="lan")] * 2
    assert sorted(at_once(either_office, *ask)) == ["", "CONSULTATION-RECORDED"]
    letter = partial(ask_to_share, asker="VTL", owner="VNPT", mast="BGG00045", letter_number="8/VT")
    share = [lambda own: letter(own, sent_on=today(), who="lan")] * 2
    assert sorted(at_once(either_office, *share)) == ["", "SHARING-RECORDED-HERE"]
    assert at_once(either_office, partial(letter, sent_on=today(), who="lan", asker_named=True)) == [
        "SHARING-RECORDED"
    ]
    assert len(meetings_of(load_request(either_office, request))) == 1
    assert desk.sound(either_office)


def test_withdrawing_and_deciding_at_once_leave_one_order_of_things(
    either_office: Registry, tmp_path: Path
) -> None:
    request = desk.to(either_office, desk.received(either_office, tmp_path), RequestState.APPRAISING)
    load_request(either_office, request.id)
    outcomes = at_once(
        either_office,
        lambda own: change_state(
            own, request.id, RequestState.WITHDRAWN, who="nam", version=request.version, reason="xin rút"
        ),
        lambda own: decide_row(
            own, request.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason="trùng quy hoạch"
        ),
    )
    file = load_request(either_office, request.id)
    decided = file.rows[0].decision
    assert file.request.state is RequestState.WITHDRAWN
    assert outcomes == ["", "" if decided else "REQUEST-CLOSED"]
    assert desk.sound(either_office)


def test_an_extension_is_asked_for_once(office: Registry, tmp_path: Path) -> None:
    request = desk.issued(office, tmp_path, desk.received(office, tmp_path, [("V1", 2000.0, 0.0)]))
    (agreed,) = approvals_of(office, request=request.id)
    outcomes = at_once(
        office, *(lambda own, n=n: ask_extension(own, agreed.id, n, ground="lũ", who="v") for n in (1, 2, 3))
    )
    assert Counter(outcomes) == {"": 1, "EXTENSION-WAITS": 2}
    (ask,) = asks_of(office)[agreed.id]
    assert ask.months == outcomes.index("") + 1


def test_a_letter_of_a_kind_is_drafted_once_and_what_was_sent_meanwhile_is_not_written_again(
    either_office: Registry,
) -> None:
    content = Content([{"key": "x", "what_vi": "a", "what_en": "a"}], b"PK", {})
    contents = {"VTL": content, "VMS": content}

    def draft(own: Registry, since: ledger.Head) -> None:
        draft_letters(own, LetterKind.REMINDER, contents, who="lan", since=since)

    before = present_head(either_office)
    outcomes = at_once(either_office, *[lambda own: draft(own, before)] * 4)
    assert Counter(outcomes) == {"": 1, "DUTY-LETTERS-MEANWHILE": 3}
    drafts = letters_of(either_office)
    assert sorted(item.organisation for item in drafts) == ["VMS", "VTL"]
    looked_at = present_head(either_office)
    letter_sent(
        either_office, drafts[0].id, number="9/SKHCN", sent_on=today(), answer_by=None, who="nam",
        seen=drafts[0].version,
    )  # fmt: skip
    with pytest.raises(RefusalError, match="DUTY-LETTERS-MEANWHILE") as told:
        draft(either_office, looked_at)
    assert (told.value.params["by"], told.value.params["organisation"]) == ("nam", drafts[0].organisation)
    assert len(letters_of(either_office)) == 2
    draft(either_office, present_head(either_office))  # knowingly: beside the letter that was sent
    assert len(letters_of(either_office)) == 3
    assert desk.sound(either_office)


def test_the_office_s_own_words_are_never_written_over_unseen(either_office: Registry) -> None:
    """Days of the calendar, names of bodies, the letterhead: what others entered stays."""
    days = [dt.date(2026, 12, n) for n in range(7, 13)]
    outcomes = at_once(
        either_office,
        *(lambda own, day=day: enter_day(own, day, "rest", seen="none", who="a") for day in days),
    )
    assert outcomes == [""] * 6
    assert working_days(either_office).rest == frozenset(days)
    outcomes = at_once(
        either_office,
        lambda own: enter_day(own, days[0], "work", seen="rest", who="a"),
        lambda own: enter_day(own, days[0], "none", seen="rest", who="b"),
    )
    assert sorted(outcomes) == ["", "CHANGED-MEANWHILE"]
    assert working_days(either_office).entered(days[0]) == ("work", "none")[outcomes.index("")]

    for name in ("xa1", "xa2", "xa3"):
        accounts.add_account(either_office, name, [Role.CONSULTED], territory="urban_area", who="a")
    outcomes = at_once(
        either_office,
        *(
            lambda own, name=name: enter_names(own, name, [f"UBND {name}"], who="a", seen=[])
            for name in ("xa1", "xa2", "xa3")
        ),
        lambda own: enter_names(own, "xa3", ["UBND xã ba"], who="b", seen=[]),
    )
    assert outcomes[:2] == ["", ""]
    assert sorted(outcomes[2:]) == ["", "CHANGED-MEANWHILE"]
    last = ["UBND xa3", "UBND xã ba"][outcomes.index("", 2) - 2]
    assert entered_names(either_office) == {"xa1": ["UBND xa1"], "xa2": ["UBND xa2"], "xa3": [last]}

    outcomes = at_once(
        either_office,
        lambda own: state(own, {"signer": "A", "place": ""}, seen={}, who="a"),
        lambda own: state(own, {"signer": "", "place": "Bắc Giang"}, seen={}, who="b"),
        lambda own: state(own, {}, names={"Cục": "Cục A", "Sở": ""}, seen={}, seen_names={}, who="c"),
        lambda own: state(own, {}, names={"Cục": "", "Sở": "Sở B"}, seen={}, seen_names={}, who="d"),
    )
    assert outcomes == [""] * 4
    with either_office.database.read() as connection:
        settings = load_settings(connection)
    assert (settings["letter.signer"], settings["letter.place"]) == ("A", "Bắc Giang")
    assert addressees(settings) == {"Cục": "Cục A", "Sở": "Sở B"}
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE") as told:
        state(either_office, {"signer": "C"}, seen={"signer": ""}, who="e")
    first = told.value.params
    assert (first["by"], first["what"].vi, first["stands"].vi) == ("a", "phần đầu văn bản", "giá trị: A")

    since = present_head(either_office).seq
    administrator = Person("a", frozenset({Role.ADMINISTRATOR}))
    outcomes = at_once(
        either_office,
        lambda own: set_field_settings(own, FieldSettings(minor_days=61), person=administrator, since=since),
        lambda own: set_field_settings(own, FieldSettings(minor_days=62), person=administrator, since=since),
    )
    assert sorted(outcomes) == ["", "CHANGED-MEANWHILE"]
    assert field_settings(either_office).minor_days == (61, 62)[outcomes.index("")]
    outcomes = at_once(
        either_office,
        lambda own: state_board(own, address="", phones={"VTL": "1"}, who="a", since=since),
        lambda own: state_board(own, address="", phones={"VTL": "2"}, who="b", since=since),
    )
    assert sorted(outcomes) == ["", "CHANGED-MEANWHILE"]
    assert board(either_office).phones == {"VTL": ("1", "2")[outcomes.index("")]}
    opening = Typed("12/QĐ", today(), today(), None, "Ghi nguồn.", "Phòng A")
    outcomes = at_once(
        either_office,
        lambda own: open_set(own, "masts", opening, person=administrator, since=since),
        lambda own: open_set(own, "masts", replace(opening, contact="B"), person=administrator, since=since),
    )
    assert sorted(outcomes) == ["", "CHANGED-MEANWHILE"]
    decided = open_on(either_office, today())["masts"]
    assert decided.contact == ("Phòng A", "B")[outcomes.index("")]
    assert desk.sound(either_office)


def test_one_account_is_changed_by_one_at_a_time(office: Registry) -> None:
    accounts.add_account(office, "viettel", [Role.CARRIER], organisation="VTL", who="a")
    since = present_head(office).seq
    given: dict[str, str] = {}

    def reset(own: Registry, who: str) -> None:
        given[who] = accounts.reset_password(own, "viettel", who=who, since=since)

    outcomes = at_once(
        office,
        lambda own: reset(own, "a"),
        lambda own: reset(own, "b"),
        lambda own: accounts.set_active(own, "viettel", active=False, who="c", since=since),
    )
    assert Counter(outcomes) == {"": 1, "CHANGED-MEANWHILE": 2}
    account = accounts.find_account(office, name="viettel")
    assert account is not None
    assert account.active is (outcomes[2] != "")
    assert len(given) == account.active  # a password that is handed out is the one that works

    stale = account.session_key
    accounts.reset_password(office, "viettel", who="a")
    account.password, account.must_change = "của chủ", False
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):  # its owner was changing it at that moment
        accounts.keep_secrets(office, account, seen=stale)
    kept = accounts.find_account(office, name="viettel")
    assert kept is not None
    assert kept.must_change


def test_an_event_is_opened_once(office: Registry) -> None:
    start = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(hours=7)
    due = start + dt.timedelta(hours=6)
    outcomes = at_once(
        office,
        *(lambda own, who=who: opened(own, who=who, started_at=start, first_due=due) for who in "abc"),
    )
    assert Counter(outcomes) == {"": 1, "OUTAGE-OPENED": 2}
    assert len(events(office)) == 1


def test_masts_given_to_one_inspector_are_not_given_to_another_unseen(office: Registry) -> None:
    plan = CampaignPlan(
        kind=CampaignKind.SEASON, name="Đợt 1", period_from=today(), period_to=today(),
        selection=Selection(codes=("BGG00045",)),
    )  # fmt: skip
    campaign = make_campaign(office, plan, person=OFFICER).id
    (target,) = targets_of(office, campaign, person=OFFICER, day=today())
    since = present_head(office).seq

    def give(own: Registry, to: str) -> None:
        assign(own, campaign, [target.id], person=OFFICER, assignee=to, since=since)

    outcomes = at_once(office, lambda own: give(own, "hoa"), lambda own: give(own, "minh"))
    assert sorted(outcomes) == ["", "CHANGED-MEANWHILE"]
    (target,) = targets_of(office, campaign, person=OFFICER, day=today())
    assert target.assignee == ("hoa", "minh")[outcomes.index("")]

    since = present_head(office).seq
    asked = [lambda own: request_data(own, "VNPT", due_on=today(), person=OFFICER, since=since)] * 2
    assert sorted(at_once(office, *asked)) == ["", "DATA-REQUEST-MEANWHILE"]
    with office.database.read() as connection:
        assert len(connection.execute(sa.select(data_requests.c.id)).all()) == 1
