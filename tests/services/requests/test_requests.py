"""A request from receipt to the issued reply: numbers, states, versions, and what stays when it is closed."""

import datetime as dt
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.findings import Outcome, Verdict
from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.model.sites import SiteState
from registry.services.office.attachments import file_path
from registry.services.office.batches import list_batches, undo_batch
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.time_limits import UNSET, Limit, limit_for, limits_on
from registry.services.register.context import context_for
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.lists import Revised, revised
from registry.services.requests.requests import (
    attach,
    choose_day,
    issue,
    load_request,
    preview_request,
    receive_request,
    replace_list,
)
from registry.store import ledger, past_states
from registry.store.office.operators import setting_change
from tests.owners import owner_row
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, issued, pdf, received, to, write_list
from tests.store.rows import created, mast, site, station


def test_a_list_becomes_a_numbered_request_with_its_rows_judged(
    either_office: Registry, tmp_path: Path
) -> None:
    request = received(either_office, tmp_path)
    assert request.number == f"1/{today().year}/HS-VT"
    file = load_request(either_office, request.number)
    assert file.request.id == request.id
    assert [row.proposal.site_code for row in file.rows] == ["V1", "V2", "V3", "V4", "V5"]
    spacing = next(finding for finding in file.rows[4].findings if finding.rule == "SPC-01")
    assert (spacing.outcome, spacing.article) == (Outcome.FAIL, "Điều 15(5)")
    assert [row.verdict for row in file.rows] == [Verdict.AGREE_WITH_CONDITIONS] * 4 + [Verdict.REFUSE]
    assert file.undecided == (0, 1, 2, 3, 4)
    assert file.clock.source == "unset"
    assert desk.sound(either_office)


def test_the_whole_way_agrees_four_and_refuses_the_fifth(either_office: Registry, tmp_path: Path) -> None:
    request = issued(either_office, tmp_path, received(either_office, tmp_path))
    assert (request.state, request.issued_number) == (RequestState.ISSUED, "321/SKHCN-VT")
    file = load_request(either_office, request.id)
    agreed, refused = RowDecision.AGREE_WITH_CONDITIONS, RowDecision.REFUSE
    assert [row.decision.decision for row in file.rows if row.decision] == [agreed] * 4 + [refused]
    assert [state.state for state in file.states] == [
        RequestState.RECEIVED, RequestState.APPRAISING, RequestState.DRAFT, RequestState.SUBMITTED,
        RequestState.ISSUED,
    ]  # fmt: skip
    masts = context_for(either_office, today()).masts
    approved = {str(masts.codes[at]) for at in range(len(masts)) if masts.approved_only[at]}
    assert approved == {"V1", "V2", "V3", "V4"}
    assert desk.sound(either_office)


def test_the_approved_sites_come_in_one_batch_that_can_be_undone(office: Registry, tmp_path: Path) -> None:
    issued(office, tmp_path, received(office, tmp_path))
    batch = next(item for item in list_batches(office) if item.kind == "approved")
    assert batch.summary == {"new": 4}
    undo_batch(office, batch.id, who="lan")
    assert len(context_for(office, today()).masts) == 1
    assert desk.sound(office)


def test_a_step_of_a_request_is_not_undone_as_an_import_is(office: Registry, tmp_path: Path) -> None:
    received(office, tmp_path)
    newest = list_batches(office, desk=True)[-1]
    assert newest.kind == "desk-received"
    assert newest not in list_batches(office)
    with pytest.raises(RefusalError, match="BATCH-OF-DESK"):
        undo_batch(office, newest.id, who="lan")


def test_an_issued_request_shows_what_it_was_decided_by_whatever_comes_later(
    office: Registry, tmp_path: Path
) -> None:
    """Its own approved sites stand in the register now; judged anew, each row would be too near to itself."""
    request = received(office, tmp_path)
    before = load_request(office, request.id)
    issued(office, tmp_path, request)
    after = load_request(office, request.id)
    assert [row.findings for row in after.rows] == [row.findings for row in before.rows]
    assert [row.verdict for row in after.rows] == [row.verdict for row in before.rows]
    assert after.request.due_on == before.request.due_on


def test_the_file_is_kept_by_its_hash_and_old_lists_stay(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    decide_as_recommended(office, request.id, who="lan")
    moved = [*FIVE[:4], ("V5", 700.0, 0.0)]
    path = write_list(tmp_path / "sửa.xlsx", [("V0", 9000.0, 0.0), *moved])
    request = replace_list(
        office, request.id, path, name="sửa.xlsx", who="lan", version=request.version, reason="V5 đã dời"
    )
    file = load_request(office, request.id)
    assert [item.ordinal for item in file.lists] == [1, 2]
    assert len({item.file_sha256 for item in file.lists}) == 2
    for item in file.lists:
        assert file_path(office, item.file_sha256, item.file_name).is_file()
    decided = {row.proposal.site_code: row.decision is not None for row in file.rows}
    # V1 to V4 are as they were and stay decided, though a row above them moved them down; V5 moved
    assert decided == {"V0": False, "V1": True, "V2": True, "V3": True, "V4": True, "V5": False}
    assert file.rows[5].verdict is Verdict.AGREE_WITH_CONDITIONS
    assert revised(office, file.request) == Revised(changed=(5,), added=(0,), gone=())
    assert desk.sound(office)


def test_preview_writes_nothing(office: Registry, tmp_path: Path) -> None:
    with office.database.read() as connection:
        before = ledger.head(connection)
    found = preview_request(
        office, write_list(tmp_path / "a.xlsx", FIVE), organisation="VTL", name="danh sách.xlsx"
    )
    assert (found.file_name, found.counts["rows"]) == ("danh sách.xlsx", 5)
    with office.database.read() as connection:
        assert ledger.head(connection) == before


def test_a_paper_file_without_a_list_is_received_too(office: Registry, tmp_path: Path) -> None:
    request = receive_request(
        office, None, kind=RequestKind.POSITION, organisation="VNPT", officer="lan", who="lan"
    )
    file = load_request(office, request.id)
    assert (file.rows, file.appraisal, file.request.list_version) == ((), None, 0)
    path = write_list(tmp_path / "sau.xlsx", FIVE[:2], "VNPT")
    request = replace_list(office, request.id, path, name="sau.xlsx", who="lan", version=request.version)
    assert len(load_request(office, request.id).rows) == 2


def test_what_is_no_list_is_refused_and_takes_no_number(office: Registry, tmp_path: Path) -> None:
    path = tmp_path / "thư.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(RefusalError, match="FILE-"):
        receive_request(office, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan")
    assert received(office, tmp_path).number.startswith("1/")


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"organisation": "XYZ"}, "REQUEST-ORGANISATION"),
        ({"received_on": dt.date(2100, 1, 1)}, "REQUEST-DAY"),
        (
            {"kind": RequestKind.COMMENCEMENT, "received_on": dt.date(2024, 6, 30)},
            "REQUEST-KIND-NOT-IN-FORCE",
        ),
        ({"amends": "77/2020/HS-VT"}, "REQUEST-UNKNOWN"),
    ],
)
def test_a_request_that_cannot_be_is_refused(office: Registry, own: dict[str, object], code: str) -> None:
    given = {"kind": RequestKind.POSITION, "organisation": "VTL", "officer": "lan", "who": "lan", **own}
    with pytest.raises(RefusalError, match=code):
        receive_request(office, None, **given)  # type: ignore[arg-type] # the cases differ in what they give


def test_the_telecom_agency_was_told_of_a_commencement_before_the_permit_fell_away(office: Registry) -> None:
    """Luật Viễn thông 2023 Điều 65(9) since 01/07/2024, QĐ 72/2025 Điều 8(1): construction law came later."""
    days = [dt.date(2024, 7, 1), dt.date(2025, 12, 1), dt.date(2025, 12, 31), dt.date(2026, 1, 1)]
    limits = [limit_for(limits_on(office, day), RequestKind.COMMENCEMENT, day) for day in days]
    assert limits == [Limit(None, UNSET)] * len(days)


def test_a_commencement_notice_exists_from_1_january_2026(office: Registry) -> None:
    request = receive_request(
        office, None, kind=RequestKind.COMMENCEMENT, organisation="VTL", officer="lan",
        received_on=dt.date(2026, 1, 1), who="lan",
    )  # fmt: skip
    assert (request.limit_days, request.limit_source) == (None, "unset")


def test_a_limit_that_the_office_sets_later_holds_for_open_requests(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    with office.database.write() as connection:
        change = setting_change(connection, "LIM-POSITION.days", 15)
        ledger.record(connection, [change], who="quản trị", batch="B9")
    clock = load_request(office, request.id).clock
    assert (clock.limit_days, clock.office_setting) == (15, True)
    assert clock.due_on is not None


def test_the_filing_day_s_law_is_shown_where_it_says_otherwise_and_may_be_chosen(
    office: Registry, tmp_path: Path
) -> None:
    """Filed on 30/11/2025 no provincial rule is in the catalogue; decided today it refuses the fifth row."""
    request = received(office, tmp_path, received_on=dt.date(2025, 11, 30))
    file = load_request(office, request.id)
    assert "SPC-01" in file.rows[4].differs
    assert file.rows[4].computed_verdict is Verdict.REFUSE
    assert file.rows[4].filing_verdict is not Verdict.REFUSE
    assert file.rows[4].verdict is Verdict.REFUSE
    with pytest.raises(RefusalError, match="REQUEST-TRANSITION"):
        choose_day(office, request.id, "filing", transition=" ", who="lan", version=request.version)
    choose_day(
        office, request.id, "filing", transition="Điều 31 QĐ 72/2025", who="lan", version=request.version
    )
    chosen = load_request(office, request.id)
    assert chosen.rows[4].verdict is chosen.rows[4].filing_verdict
    assert chosen.request.as_of == dt.date(2025, 11, 30)
    assert chosen.request.transition == "Điều 31 QĐ 72/2025"


def test_an_attachment_is_kept_once_by_its_hash(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    path = pdf(tmp_path)
    one = attach(office, request.id, path, name="công văn.pdf", kind="letter", who="lan")
    assert attach(office, request.id, path, name="công văn.pdf", kind="letter", who="lan") == one
    (found,) = load_request(office, request.id).attachments
    assert file_path(office, found.sha256, found.name).read_bytes() == path.read_bytes()
    with pytest.raises(RefusalError, match="ATTACHMENT-KIND"):
        attach(office, request.id, path, name="công văn.pdf", kind="khác", who="lan")
    with pytest.raises(RefusalError, match="ATTACHMENT-UNKNOWN"):
        file_path(office, "../../etc", "passwd")


def test_every_step_is_in_the_history_with_who_and_its_batch(office: Registry, tmp_path: Path) -> None:
    request = issued(office, tmp_path, received(office, tmp_path))
    file = load_request(office, request.id)
    kinds = {batch.id: batch.kind for batch in list_batches(office, desk=True)}
    steps = list(dict.fromkeys(kinds[entry.batch] for entry in file.history))
    assert steps == ["desk-received", "desk-state", "desk-decided", "desk-issued"]
    assert {entry.who for entry in file.history} == {"lan", "giám đốc"}


def test_agreed_sites_are_those_of_the_register_by_operator_and_code(
    office: Registry, tmp_path: Path
) -> None:
    issued(office, tmp_path, received(office, tmp_path))
    with office.database.read() as connection:
        state = past_states.state_on(connection, today())
    (made,) = [row for row in state["sites"].values() if row["code"] == "V1"]
    (mast,) = [row for row in state["structures"].values() if row["site_id"] == made["id"]]
    assert (mast["state"], mast["mast_height_m"]) == (SiteState.APPROVED.value, 42.0)
    assert made["commune_code"]
    (station,) = [row for row in state["stations"].values() if row["structure_id"] == mast["id"]]
    assert station["operator"] == "VTL"


def test_a_tower_company_files_for_the_operators_that_its_rows_name(office: Registry, tmp_path: Path) -> None:
    owner = owner_row("Công ty hạ tầng Kinh Bắc", kind="tower_company")
    with office.database.write() as connection:
        ledger.record(connection, created("owners", owner), who="lan", batch="B9")
    path = write_list(tmp_path / "hạ tầng.xlsx", FIVE[:2], "VMS")
    request = receive_request(
        office,
        path,
        kind=RequestKind.POSITION,
        organisation=owner["id"],
        officer="lan",
        name=path.name,
        who="lan",
    )
    assert request.organisation == owner["id"]
    assert {row.proposal.operator for row in load_request(office, request.id).rows} == {"VMS"}


@pytest.mark.parametrize("reason", ["", "Đã khảo sát thực địa"])
def test_a_decision_that_what_came_later_contradicts_is_not_issued_unseen(
    office: Registry, tmp_path: Path, reason: str
) -> None:
    """A mast is registered 50 m from V1 after V1 was agreed to: the officer has to look again."""
    request = to(office, received(office, tmp_path), RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(office, request.id, who="lan")
    if reason:  # a word of the place, none against a refusal
        standing = load_request(office, request.id).rows[0].decision
        assert standing is not None
        decide_row(office, request.id, 0, RowDecision.AGREE, reason=reason, who="lan", seen=standing.version)
    request = to(office, request, RequestState.SUBMITTED)
    lon, lat = desk.north(2050.0)
    with office.database.write() as connection:
        rows = [
            *created("sites", site("NEW", lon, lat)),
            *created("structures", mast("NEW", mast_height_m=42.0)),
            *created("stations", station("NEW", "VMS")),
        ]
        ledger.record(connection, rows, who="lan", batch="B9")
    given = {"number": "1/SKHCN", "date": today(), "signed_name": "ký.pdf", "who": "giám đốc"}
    with pytest.raises(RefusalError) as refused:
        issue(office, request.id, signed_pdf=pdf(tmp_path), version=request.version, **given)  # type: ignore[arg-type] # as named
    assert (refused.value.code, refused.value.params["rows"]) == ("REQUEST-DECISION-OUTDATED", "2")
    request = to(office, request, RequestState.DRAFT, reason="xem lại V1")
    with pytest.raises(RefusalError, match="REQUEST-DECISION-OUTDATED"):
        to(office, request, RequestState.SUBMITTED)
    decided = load_request(office, request.id).rows[0].decision
    assert decided is not None
    if reason:  # who agrees all the same says so anew
        decide_row(office, request.id, 0, RowDecision.AGREE, reason=reason, who="lan", seen=decided.version)
    else:
        decide_row(office, request.id, 0, RowDecision.REFUSE, who="lan", seen=decided.version)
    assert to(office, request, RequestState.SUBMITTED).state is RequestState.SUBMITTED


def test_a_withdrawn_request_is_shown_as_of_that_day(office: Registry, tmp_path: Path) -> None:
    request = to(office, received(office, tmp_path), RequestState.WITHDRAWN, reason="rút")
    later = load_request(office, request.id, on_day=today() + dt.timedelta(days=300))
    assert later.decision_day == today()
    assert not later.clock.running
