"""Sharing requests and their replies: clocks, and reasons that are kept."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.model.people import Person
from registry.model.working_days import WorkingDays
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.letters.sharing import sharing_letter
from registry.services.requests.requests import load_request
from registry.services.requests.sharing import (
    ask_to_share,
    record_reply,
    sharing_of,
    state_receipt,
    withdraw_sharing,
)
from registry.services.requests.sharing_drafts import OF_ROW, own_hosts, sharing_draft
from registry.services.requests.sharing_list import as_read_by, owner_of
from registry.store import batches, ledger
from registry.store.reading import rows_of
from registry.store.requests.requests import sharing_of as stored
from registry.store.requests.tables import sharing_requests
from tests.services.requests import desk
from tests.services.requests.desk import received
from tests.services.requests.letters.replied import text
from tests.store.rows import created, mast, site, station

SENT = dt.date(2026, 11, 2)


def test_a_refusal_keeps_its_reason_beside_the_row(either_office: Registry, tmp_path: Path) -> None:
    request = received(either_office, tmp_path)
    asked = ask_to_share(
        either_office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=SENT, who="lan",
        request=request.number, row=4, letter_number="12/VT",
    )  # fmt: skip
    assert (asked.due_on, asked.overdue) == (
        WorkingDays().after(SENT, 7),
        today() > WorkingDays().after(SENT, 7),
    )
    replied = record_reply(
        either_office, asked.id, answer="refuse", replied_on=SENT + dt.timedelta(days=3), who="lan",
        seen=asked.version, reason="cột đã hết tải trọng",
    )  # fmt: skip
    assert not replied.overdue
    file = load_request(either_office, request.id)
    assert file.rows[4].sharing == (replied,)
    assert file.rows[3].sharing == ()
    assert file.rows[4].sharing[0].reason == "cột đã hết tải trọng"
    assert desk.sound(either_office)


def test_a_survey_gives_fifteen_days(office: Registry) -> None:
    asked = ask_to_share(
        office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=SENT, who="lan", survey=True
    )
    assert asked.due_on == SENT + dt.timedelta(days=15)
    assert "QĐ 72/2025" in asked.limit_source
    (late,) = sharing_of(office, mast="BGG00045", today=SENT + dt.timedelta(days=16))
    assert late.overdue
    assert sharing_of(office, mast="BGG00046") == []


def test_the_day_of_receipt_lies_between_the_sending_and_the_reply(either_office: Registry) -> None:
    office = either_office
    asked = ask_to_share(office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=SENT, who="lan")
    third, fourth = SENT + dt.timedelta(days=3), SENT + dt.timedelta(days=4)
    for day in (SENT - dt.timedelta(days=1), today() + dt.timedelta(days=1)):
        with pytest.raises(RefusalError, match="REQUEST-DAY"):
            state_receipt(office, asked.id, received_on=day, who="lan", seen=asked.version)
    known = state_receipt(office, asked.id, received_on=fourth, who="lan", seen=asked.version)
    assert known.due_on == WorkingDays().after(fourth, 7)
    reply = {"answer": "agree", "who": "lan", "seen": known.version}
    with pytest.raises(RefusalError, match="REQUEST-DAY"):
        record_reply(office, asked.id, replied_on=third, **reply)
    with pytest.raises(RefusalError, match="REQUEST-DAY"):  # received after it was answered
        record_reply(office, asked.id, replied_on=third, received_on=fourth, **reply)
    replied = record_reply(office, asked.id, replied_on=third, received_on=third, **reply)
    assert (replied.received_on, replied.replied_on) == (third, third)
    with pytest.raises(RefusalError, match="REQUEST-DAY"):
        state_receipt(office, asked.id, received_on=fourth, who="lan", seen=replied.version)


def test_nobody_states_a_receipt_of_what_was_taken_back(office: Registry) -> None:
    asked = ask_to_share(office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=SENT, who="lan")
    gone = withdraw_sharing(office, asked.id, reason="tìm được chỗ khác", who="lan", seen=asked.version)
    with pytest.raises(RefusalError, match="SHARING-WITHDRAWN"):
        state_receipt(office, asked.id, received_on=SENT, who="lan", seen=gone.version)


def test_refusing_and_conditions_need_a_reason_and_the_second_writer_is_told(office: Registry) -> None:
    asked = ask_to_share(office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=SENT, who="lan")
    for answer in ("refuse", "conditions"):
        with pytest.raises(RefusalError, match="REQUEST-REASON"):
            record_reply(office, asked.id, answer=answer, replied_on=SENT, who="lan", seen=asked.version)
    record_reply(office, asked.id, answer="agree", replied_on=SENT, who="lan", seen=asked.version)
    with pytest.raises(RefusalError) as refused:
        record_reply(
            office,
            asked.id,
            answer="refuse",
            replied_on=SENT,
            who="minh",
            seen=asked.version,
            reason="quá tải",
        )
    assert refused.value.code == "CHANGED-MEANWHILE"
    assert refused.value.params["standing"]["answer"] == "agree"
    assert refused.value.params["offered"]["reason"] == "quá tải"


def test_what_cannot_be_is_refused(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    given = {"asker": "VTL", "owner": "VNPT", "mast": "BGG00045", "sent_on": SENT, "who": "lan"}
    for own, code in (
        ({"sent_on": today() + dt.timedelta(days=1)}, "REQUEST-DAY"),
        ({"mast": " "}, "REQUEST-VALUE"),
        ({"request": request.id, "row": 9}, "REQUEST-ROW"),
        ({"request": "?"}, "REQUEST-UNKNOWN"),
        ({"files": ["0" * 64]}, "ATTACHMENT-UNKNOWN"),
    ):
        with pytest.raises(RefusalError, match=code):
            ask_to_share(office, **{**given, **own})  # type: ignore[arg-type] # the cases differ
    with pytest.raises(RefusalError, match="SHARING-UNKNOWN"):
        record_reply(office, "x", answer="agree", replied_on=SENT, who="lan", seen=1)
    asked = ask_to_share(office, **given)  # type: ignore[arg-type] # as above
    with pytest.raises(RefusalError, match="REQUEST-DAY"):
        record_reply(office, asked.id, answer="agree", replied_on=SENT - dt.timedelta(1), who="lan", seen=1)
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        record_reply(office, asked.id, answer="maybe", replied_on=SENT, who="lan", seen=1)


def test_what_was_asked_and_answered_about_a_row_is_what_its_check_goes_by(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path)
    asked = ask_to_share(
        office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=SENT, who="lan", request=request.id, row=4
    )

    def found() -> str:
        row = load_request(office, request.id).rows[4]
        return next(finding.code for finding in row.findings if finding.rule == "SHR-02")

    assert found() in {"SHR-02-OWNER-LATE", "SHR-02-OWNER-AWAITED"}
    record_reply(
        office, asked.id, answer="refuse", replied_on=SENT, who="lan", seen=asked.version, reason="hết tải"
    )
    assert found() == "SHR-02-ASKED"
    other = load_request(office, request.id).rows[0]
    assert "SHR-02-ASKED" not in {finding.code for finding in other.findings}


def test_what_is_taken_back_before_its_answer_was_never_asked(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    given = {"asker": "VTL", "owner": "VNPT", "mast": "BGG00045", "sent_on": SENT, "who": "lan"}
    first = ask_to_share(office, **given, request=request.id, row=4)  # type: ignore[arg-type] # as above
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        withdraw_sharing(office, first.id, reason=" ", who="lan", seen=first.version)
    back = withdraw_sharing(office, first.id, reason="hỏi nhầm cột", who="lan", seen=first.version)
    assert (back.answer, back.reason, back.replied_on) == ("withdrawn", "hỏi nhầm cột", today())
    row = load_request(office, request.id).rows[4]
    assert row.sharing == ()
    assert "SHR-02-NOT-STATED" in {finding.code for finding in row.findings}
    with pytest.raises(RefusalError, match="SHARING-WITHDRAWN"):
        record_reply(office, first.id, answer="agree", replied_on=SENT, who="lan", seen=back.version)
    again = ask_to_share(office, **given)  # type: ignore[arg-type] # as above
    said = record_reply(office, again.id, answer="agree", replied_on=SENT, who="lan", seen=again.version)
    with pytest.raises(RefusalError, match="SHARING-ANSWERED"):
        withdraw_sharing(office, again.id, reason="thôi", who="lan", seen=said.version)


@pytest.mark.parametrize(
    ("owner", "asked"),
    [
        ("VNPT", "VNPT"),
        ("Viettel Bắc Giang", "VTL"),
        ("viettel bắc ninh", "VTL"),
        ("Viettel Yên Dũng", "VTL"),
        ("VNPT thuê của Viettel", ""),
        ("Thuê VNPT", ""),
        ("Hộ ông Nguyễn Văn A", ""),
        ("", ""),
    ],
)
def test_one_asks_the_operator_that_a_list_names_as_the_owner_and_no_tenant_in_its_place(
    office: Registry, owner: str, asked: str
) -> None:
    with office.database.write() as connection:
        rows = [
            *created("sites", site("GTL009", *desk.north(3000.0))),
            *created("structures", mast("GTL009", owner=owner)),
            *created("stations", station("GTL009", "VMS"), station("GTL009", "VTL")),
        ]
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)
    assert owner_of(office, "GTL009") == asked


def test_whom_the_register_has_as_the_owner_reads_which_mast_is_asked_for(office: Registry) -> None:
    with office.database.write() as connection:
        rows = [
            *created("sites", site("GTL009", *desk.north(3000.0))),
            *created("structures", mast("GTL009", owner="VNPT")),
            *created("stations", station("GTL009", "VMS")),
        ]
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)
    found = ask_to_share(office, asker="VTL", owner="VNPT", mast="GTL009", sent_on=today(), who="v")
    read = {viewer: as_read_by(office, found, viewer).mast for viewer in ("VNPT", "VTL")}
    assert read == {"VNPT": "GTL009", "VTL": "(mã không công bố)"}  # what the register found for a row
    wrote = ask_to_share(
        office, asker="VTL", owner="VNPT", mast="gtl009", sent_on=today(), who="v", asker_named=True
    )
    assert as_read_by(office, wrote, "VTL").mast == "gtl009"  # what it named itself
    stranger = ask_to_share(office, asker="VTL", owner="VNM", mast="GTL009", sent_on=today(), who="v")
    assert as_read_by(office, stranger, "VNM").mast == "(mã không công bố)"  # no owner of that mast


@pytest.mark.parametrize(
    ("mast", "named"), [("BGG00045", "cột mã BGG00045."), ("Cột cạnh chợ Mới", "chung: Cột cạnh chợ Mới.")]
)
def test_who_writes_which_mast_it_means_reads_it_in_its_letter(
    office: Registry, mast: str, named: str
) -> None:
    """A code that it typed, or a description: without either the owner is asked for no mast."""
    asked = ask_to_share(
        office, asker="VTL", owner="VNPT", mast=mast, sent_on=today(), who="v", asker_named=True
    )
    assert as_read_by(office, asked, "VTL").mast == mast
    assert named in text(sharing_letter(office, asked.id, viewer="VTL"))


def test_of_what_was_recorded_before_nobody_knows_who_named_the_mast(office: Registry) -> None:
    """What the register found for a list not yet sent was kept alike: no code is told (decision 0150)."""
    asked = ask_to_share(office, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="v")
    with office.database.read() as connection:
        row = next(iter(rows_of(connection, sa.select(sharing_requests))))
    before = [stored({**row, "asker_named": None}), stored({k: row[k] for k in row if k != "asker_named"})]
    assert [as_read_by(office, one, "VTL").mast for one in before] == ["(mã không công bố)"] * 2
    assert before == [dataclasses.replace(asked, due_on=None, limit_source="", limit_days=None)] * 2


@pytest.mark.parametrize(("operator", "own"), [("VNPT", [0]), ("VTL", [])])
def test_nobody_is_asked_for_a_mast_of_the_row_s_own_operator(
    office: Registry, tmp_path: Path, operator: str, own: list[int]
) -> None:
    lon, lat = desk.north(0.0)
    book = Workbook()
    assert book.active is not None
    book.active.append((*desk.HEADER, "Hình thức", "Cột dùng chung"))
    for code, kind, host in (("V1", "dùng chung", "SAI0001"), ("V2", "cột mới", None)):
        book.active.append((code, operator, lon, lat, "A2b", "dưới đất", 60, 2, kind, host))
    book.save(tmp_path / "ds.xlsx")
    facts = {"kind": "position", "organisation": operator, "received_on": today().isoformat()}
    drafts = Drafts(office)
    draft = drafts.make(facts, who="vt", own=operator, source=(tmp_path / "ds.xlsx", "ds.xlsx"))
    appraisal = drafts.appraisal(draft)
    assert appraisal is not None
    assert own_hosts(appraisal) == own
    person = Person("vt", organisation=operator)
    if own:  # the mast is lower than asked and its code another: still its owner has nobody to ask
        with pytest.raises(RefusalError, match="SHARING-OWN"):
            sharing_draft(office, person, appraisal, 0, OF_ROW)
    else:
        assert sharing_draft(office, person, appraisal, 0, OF_ROW).owner == "VNPT"
