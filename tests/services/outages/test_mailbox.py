"""The mailbox folder: every file once, by the page's own intake; who is not known waits, halves wait."""

import datetime as dt
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from registry.errors import RefusalError
from registry.model.notices import NoticeKind
from registry.model.outages.outage_mail import MailFile, MailState
from registry.model.outages.outages import ReportState
from registry.model.people import Person, Role
from registry.services.office.calendar import now
from registry.services.office.notices import inbox, sentence
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.carrier_reports import reports_of
from registry.services.outages.events import close_event
from registry.services.outages.mailbox import fates, intake
from registry.services.outages.mailbox.arrivals import (
    DONE,
    QUIET,
    WORKING,
    being_written,
    inbox_folder,
    make_folders,
)
from registry.services.outages.mailbox.fates import (
    count_waiting,
    mail_content,
    mail_files,
    put_aside,
    waiting_files,
    why,
)
from registry.services.outages.mailbox.intake import assign, take_mail
from registry.services.outages.mailbox.senders import MOST, carrier_of, senders, set_senders
from registry.services.register.verify import verify
from tests.services.outages.world import built, opened, workbook

LATER = QUIET + dt.timedelta(seconds=5)


def taken(registry: Registry) -> list[MailFile]:
    return take_mail(registry, now() + LATER)


def mail(
    path: Path, sender: str, attached: Path, name: str = "báo cáo.xlsx", date: dt.datetime | None = None
) -> Path:
    message = EmailMessage()
    if date is not None:
        message["Date"] = date
    message["From"], message["To"], message["Subject"] = sender, "so@bn.vn", "Báo cáo mất liên lạc"
    message.set_content("Kính gửi Sở.")
    message.add_attachment(
        attached.read_bytes(), maintype="application", subtype="octet-stream", filename=name
    )
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="ảnh.pdf")
    path.write_bytes(message.as_bytes())
    return path


def test_a_carriers_file_is_taken_once_and_answered(either_office: Registry, tmp_path: Path) -> None:
    registry = built(either_office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL", "VNPT"])
    path = workbook(folder / "VTL" / "kỳ 1.xlsx", [("BGG00100", "", "mất liên lạc"), ("BGG00l01", "", "mất")])
    assert take_mail(registry, now()) == [], "it may be half written: nobody has left it alone for a while"
    assert being_written(registry.settings, ["VTL"], now()) == 1
    assert being_written(registry.settings, ["VTL"], now() + LATER) == 0
    assert path.exists()
    (folder / "VTL" / "nửa.xlsx.part").write_bytes(b"PK")
    (folder / "VTL" / "~$kỳ 1.xlsx").write_bytes(b"x")
    (found,) = taken(registry)
    assert (found.state, found.operator, found.event) == (MailState.LOOK, "VTL", event.id)
    (report,) = reports_of(registry, event.id)
    assert (report.id, report.state, len(report.rest)) == (found.report, ReportState.SENT, 1)
    assert report.source_note == "hộp thư: VTL"
    assert board_of(registry, event.id).down == 1
    assert not path.exists()
    done = [item for item in (inbox_folder(registry.settings) / DONE).rglob("*") if item.is_file()]
    assert len(done) == 1
    carrier = Person("vtl", frozenset({Role.CARRIER}), "VTL")
    (told,) = inbox(registry, carrier, "VTL")
    assert told.kind is NoticeKind.OUTAGE_FILE
    assert "còn dòng chưa hiểu" in sentence(told)

    workbook(folder / "VTL" / "kỳ 2.xlsx", [("BGG00100", "", "mất liên lạc")]).write_bytes(
        mail_content(registry, found).read_bytes()
    )
    (again,) = taken(registry)
    assert again == found
    assert len(reports_of(registry, event.id)) == 1
    assert "không nhận lần nữa" in sentence(inbox(registry, carrier, "VTL")[0])
    verify(registry)
    assert tmp_path.is_dir()


def test_a_mail_is_its_senders_and_an_unknown_sender_waits(office: Registry, tmp_path: Path) -> None:
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    set_senders(registry, "VNPT", ["Truc@vnpt.vn", " "], who="trực")
    assert carrier_of(registry, "truc@VNPT.vn") == "VNPT"
    with pytest.raises(RefusalError, match="OUTAGE-SENDER"):
        set_senders(registry, "VTL", ["truc@vnpt.vn"], who="trực")
    with pytest.raises(RefusalError, match="CHANNEL-MAIL-ADDRESS"):
        set_senders(registry, "VTL", ["không phải địa chỉ"], who="trực")
    one = workbook(tmp_path / "a.xlsx", [("BGG00104", "", "mất liên lạc")])
    two = workbook(tmp_path / "b.xlsx", [("BGG00100", "", "mất liên lạc")])
    mail(folder / "1.eml", "Trực ca <truc@vnpt.vn>", one)
    mail(folder / "2.eml", "la@nguoi.vn", two)
    (folder / "3.eml").write_bytes(b"From: truc@vnpt.vn\n\nkhong co tep")
    ours, unknown, empty = taken(registry)
    assert (ours.state, ours.operator, ours.name) == (MailState.TAKEN, "VNPT", "báo cáo.xlsx")
    assert (unknown.state, unknown.code, unknown.sender) == (
        MailState.WAITS, "OUTAGE-MAIL-SENDER", "la@nguoi.vn",
    )  # fmt: skip
    assert (empty.state, empty.code) == (MailState.REFUSED, "OUTAGE-MAIL-NO-WORKBOOK")
    assert "la@nguoi.vn" in why(unknown)
    assert {item.id for item in waiting_files(registry)} == {unknown.id, empty.id}
    made = assign(registry, unknown.id, operator="VTL", event=event.id, seen=unknown.version, who="trực")
    assert (made.state, made.operator) == (MailState.TAKEN, "VTL")
    with pytest.raises(RefusalError, match="OUTAGE-SENT-ALREADY"):
        assign(registry, unknown.id, operator="VTL", event=event.id, seen=made.version, who="trực")
    aside = put_aside(registry, empty.id, seen=empty.version, who="trực", reason="thư hỏi")
    assert (aside.state, waiting_files(registry)) == (MailState.ASIDE, [])


def test_a_mail_that_an_officer_assigns_is_of_its_own_date_as_a_known_senders_is(
    office: Registry, tmp_path: Path
) -> None:
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    sent = (now() - dt.timedelta(hours=3)).replace(microsecond=0)
    one = workbook(tmp_path / "a.xlsx", [("BGG00100", "", "mất liên lạc")])
    mail(folder / "1.eml", "la@nguoi.vn", one, date=sent)
    (waits,) = taken(registry)
    assert waits.code == "OUTAGE-MAIL-SENDER"
    made = assign(registry, waits.id, operator="VTL", event=event.id, seen=waits.version, who="trực")
    (report,) = reports_of(registry, event.id)
    assert (made.report, report.as_of) == (report.id, sent)
    ahead = workbook(tmp_path / "b.xlsx", [("BGG00101", "", "mất liên lạc")])
    mail(folder / "2.eml", "la@nguoi.vn", ahead, date=now() + dt.timedelta(days=2))
    (later,) = taken(registry)
    assert later.stated_at == later.received_at, "a date to come is none"


def test_a_column_that_is_not_understood_is_told_though_nobody_saw_a_preview(
    office: Registry, tmp_path: Path
) -> None:
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    book = openpyxl.Workbook()
    for row in (
        ["Mã trạm", "Tình trạng", "T.gian mất LL", "Ký hiệu nội bộ"],
        ["BGG00100", "mất liên lạc", "00:10", "K7"],
    ):
        book.worksheets[0].append(row)
    book.save(folder / "VTL" / "a.xlsx")
    taken(registry)
    (report,) = reports_of(registry, event.id)
    assert report.note == "Cột chưa hiểu, chưa dùng: Ký hiệu nội bộ"


def test_what_cannot_be_read_is_refused_by_code_and_no_event_waits(office: Registry) -> None:
    registry = built(office)
    folder = make_folders(registry.settings, ["VTL"])
    (folder / "VTL" / "hỏng.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    workbook(folder / "VTL" / "sớm.xlsx", [("BGG00100", "", "mất liên lạc")])
    found = {item.name: item for item in taken(registry)}
    assert found["sớm.xlsx"].code == "OUTAGE-MAIL-EVENT"
    assert found["hỏng.xlsx"].code == "OUTAGE-MAIL-EVENT"
    opened(registry)
    (folder / "VTL" / "hỏng 2.xlsx").write_bytes(b"PK\x03\x04 not a workbook either")
    workbook(folder / "VTL" / "im.xlsx", [("BGG00100", "", "")])
    found = {item.name: item for item in taken(registry)}
    assert found["hỏng 2.xlsx"].state is MailState.REFUSED
    assert found["hỏng 2.xlsx"].code.startswith("FILE-")
    assert (found["im.xlsx"].state, found["im.xlsx"].code) == (MailState.REFUSED, "OUTAGE-FILE-SILENT")


def test_what_a_process_left_half_done_is_taken_up_and_not_twice(office: Registry) -> None:
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    path = workbook(folder / "VTL" / "kỳ.xlsx", [("BGG00100", "", "mất liên lạc")])
    content = path.read_bytes()
    (found,) = taken(registry)
    left = folder / WORKING / "0a1b~VTL~kỳ.xlsx"
    left.write_bytes(content)  # it had become a report, and was not moved any more
    assert taken(registry) == [], "another process may be at it"
    (again,) = take_mail(registry, now() + dt.timedelta(minutes=11))
    assert again == found
    assert len(reports_of(registry, event.id)) == 1
    assert not left.exists()
    assert len(inbox(registry, Person("vtl", frozenset({Role.CARRIER}), "VTL"), "VTL")) == 1


def test_a_link_out_of_the_folder_is_left_alone(office: Registry, tmp_path: Path) -> None:
    registry = built(office)
    opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    outside = workbook(tmp_path / "ngoài.xlsx", [("BGG00100", "", "mất liên lạc")])
    (folder / "VTL" / "trong.xlsx").symlink_to(outside)
    assert taken(registry) == []
    assert outside.exists()


def test_what_became_no_report_is_tried_again_when_it_comes_again(office: Registry) -> None:
    """A file that came before its event was opened, or was put aside, is one when it is sent again."""
    registry = built(office)
    folder = make_folders(registry.settings, ["VTL"])
    path = workbook(folder / "VTL" / "kỳ.xlsx", [("BGG00100", "", "mất liên lạc")])
    content = path.read_bytes()
    (early,) = taken(registry)
    assert early.code == "OUTAGE-MAIL-EVENT"
    put_aside(registry, early.id, seen=early.version, who="trực", reason="chưa mở sự kiện")
    event = opened(registry)
    path.write_bytes(content)
    (found,) = taken(registry)
    assert (found.id, found.state, found.event, found.code) == (early.id, MailState.TAKEN, event.id, "")
    assert found.version > early.version
    assert [report.id for report in reports_of(registry, event.id)] == [found.report]
    assert waiting_files(registry) == []
    verify(registry)


def test_a_list_that_says_the_same_in_another_event_is_a_report_of_that_one(office: Registry) -> None:
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    path = workbook(folder / "VTL" / "kỳ.xlsx", [("BGG00100", "", "mất liên lạc")])
    content = path.read_bytes()
    (first,) = taken(registry)
    close_event(registry, event.id, seen=event.version, who="trực")
    path.write_bytes(content)
    assert taken(registry) == [first], "a copy that comes late is of the event that it was of"
    other = opened(registry, 6.5, name="Bão số 4")
    for _sent in range(2):
        path.write_bytes(content)
        (found,) = taken(registry)
        assert (found.state, found.event) == (MailState.TAKEN, other.id)
    assert [report.id for report in reports_of(registry, other.id)] == [found.report]
    assert board_of(registry, other.id).down == 1


def test_what_waits_is_listed_however_much_came_after_it(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    (folder / "VTL" / "hỏng.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (broken,) = taken(registry)
    for number in (100, 101, 102):
        workbook(folder / "VTL" / f"{number}.xlsx", [(f"BGG00{number}", "", "mất liên lạc")])
        taken(registry)
    monkeypatch.setattr(fates, "SHOWN", 2)
    assert [item.name for item in mail_files(registry)] == ["102.xlsx", "101.xlsx", "hỏng.xlsx"]
    assert [item.id for item in waiting_files(registry)] == [broken.id]
    assert count_waiting(registry) == 1
    monkeypatch.setattr(fates, "SHOWN", 9)
    assert len(mail_files(registry)) == 4, "each once"
    assert len(reports_of(registry, event.id)) == 3


def test_addresses_of_a_carrier_are_all_written_down_or_none(office: Registry) -> None:
    registry = built(office)
    most = [f"truc{number:02d}@vtl.vn" for number in range(MOST)]
    set_senders(registry, "VTL", [*most, most[0]], who="trực")
    with pytest.raises(RefusalError, match="OUTAGE-SENDERS-MANY"):
        set_senders(registry, "VTL", [*most, "them@vtl.vn"], who="trực")
    assert senders(registry) == {"VTL": tuple(most)}


def test_of_two_officers_with_one_file_the_second_is_told(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the first one's report is made, the other says that it is another carrier's: one report."""
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    mail(folder / "1.eml", "la@nguoi.vn", workbook(folder / "x.xlsx", [("BGG00104", "", "mất liên lạc")]))
    (found,) = taken(registry)
    making = intake.draft_report

    def meanwhile(*told: Any, **own: Any) -> Any:
        monkeypatch.setattr(intake, "draft_report", making)
        assign(registry, found.id, operator="VNPT", event=event.id, seen=found.version, who="ca hai")
        return making(*told, **own)

    monkeypatch.setattr(intake, "draft_report", meanwhile)
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        assign(registry, found.id, operator="VTL", event=event.id, seen=found.version, who="ca một")
    (report,) = reports_of(registry, event.id)
    assert (report.operator, report.state) == ("VNPT", ReportState.SENT)
