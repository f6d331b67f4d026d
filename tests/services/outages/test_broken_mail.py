"""Mail that keeps no rule, breaks a reader or holds no workbook: it is read or told, and stops nobody."""

import base64
import datetime as dt
import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from registry.model.outages.outage_mail import MailState
from registry.model.people import Person, Role
from registry.services.office.calendar import now
from registry.services.office.notices import inbox, sentence
from registry.services.office.registry import Registry
from registry.services.outages.carrier_reports import reports_of
from registry.services.outages.mailbox import intake
from registry.services.outages.mailbox.arrivals import (
    MOST_ATTACHMENTS,
    WORKING,
    Arrival,
    TakenUp,
    make_folders,
    words_alone,
)
from registry.services.outages.mailbox.fates import (
    is_kept,
    mail_files,
    waiting_files,
)
from registry.services.outages.mailbox.intake import take_mail
from registry.services.outages.mailbox.senders import set_senders
from tests.services.outages.test_mailbox import mail, taken
from tests.services.outages.world import built, opened, workbook


def test_a_mail_that_keeps_no_rule_stops_nobody(office: Registry, tmp_path: Path) -> None:
    """Its workbook is found where a person would find it; what stands in its headers is kept as text."""
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL", "VNPT"])
    set_senders(registry, "VNPT", ["truc@vnpt.vn"], who="trực")
    content = workbook(tmp_path / "a.xlsx", [("BGG00104", "", "mất liên lạc")]).read_bytes()
    head = b"From: truc@vnpt.vn\r\nSubject: a\x00\xff b\r\nContent-Transfer-Encoding: base64\r\n"
    told = base64.encodebytes(content)
    for at, name in enumerate((b"filename=bao cao 1.xlsx", b'filename="', b"filename*0*=x'", b"name=\x00")):
        disposition = b"Content-Disposition: attachment; " + name + b"\r\n\r\n"
        (folder / f"{at}.eml").write_bytes(b"X-At: %d\r\n" % at + head + disposition + told)
    odd = os.fsencode(folder / "VTL") + b"/b\xb8o.xlsx"
    Path(os.fsdecode(odd)).write_bytes(workbook(tmp_path / "b.xlsx", [("BGG00100", "", "mất")]).read_bytes())
    found = taken(registry)
    assert len(found) == 5
    assert [item.name for item in found if item.state is MailState.TAKEN] == ["bao cao 1.xlsx", "b?o.xlsx"]
    assert all(item.subject.isprintable() for item in found)
    assert len(reports_of(registry, event.id)) == 2
    assert list((folder / WORKING).iterdir()) == []


def test_a_mail_over_which_the_reader_of_headers_breaks_is_read_all_the_same(
    office: Registry, tmp_path: Path
) -> None:
    registry = built(office)
    event = opened(registry)
    folder = make_folders(registry.settings, ["VTL", "VNPT"])
    set_senders(registry, "VNPT", ["truc@vnpt.vn"], who="trực")
    content = workbook(tmp_path / "a.xlsx", [("BGG00104", "", "mất liên lạc")]).read_bytes()
    (folder / "0.eml").write_bytes(
        b"From: Truc <truc@vnpt.vn>\r\nContent-Type: application/x; x*\r\n"
        b"Content-Disposition: attachment; filename=a.xlsx\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(content)
    )
    (found,) = taken(registry)
    assert (found.state, found.operator, found.name) == (MailState.TAKEN, "VNPT", "a.xlsx")
    assert len(reports_of(registry, event.id)) == 1


def test_a_file_over_which_the_program_fails_keeps_no_other_out(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it is taken up once more, before all that came later."""
    registry = built(office)
    opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    known = intake.arrivals

    def failing(one: TakenUp) -> list[Arrival]:
        if one.name == "a.xlsx":
            raise PermissionError(one.name)
        return known(one)

    monkeypatch.setattr(intake, "arrivals", failing)
    workbook(folder / "VTL" / "a.xlsx", [("BGG00101", "", "mất liên lạc")])
    workbook(folder / "VTL" / "b.xlsx", [("BGG00100", "", "mất liên lạc")])
    assert [item.name for item in taken(registry)] == ["b.xlsx"]
    (waits,) = waiting_files(registry)
    assert (waits.name, waits.operator, waits.code) == ("a.xlsx", "VTL", "OUTAGE-MAIL-FAILED")
    assert not is_kept(registry, waits)
    officer = Person("trực", frozenset({Role.DUTY_OFFICER}))
    assert ["a.xlsx" in sentence(one) for one in inbox(registry, officer, None)] == [True]
    workbook(folder / "VTL" / "c.xlsx", [("BGG00102", "", "mất liên lạc")])
    assert [item.name for item in take_mail(registry, now() + dt.timedelta(minutes=11))] == ["c.xlsx"]
    assert [item.id for item in waiting_files(registry)] == [waits.id], "said once"
    assert len(inbox(registry, officer, None)) == 1
    monkeypatch.setattr(intake, "arrivals", known)
    assert [item.name for item in take_mail(registry, now() + dt.timedelta(minutes=11))] == ["a.xlsx"]
    assert waiting_files(registry) == []
    assert sorted((item.name, item.code) for item in mail_files(registry))[:2] == [
        ("a.xlsx", ""), ("a.xlsx", "OUTAGE-MAIL-LATER"),
    ]  # fmt: skip


def test_a_name_as_long_as_a_name_can_be_is_taken_up(office: Registry) -> None:
    registry = built(office)
    opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    workbook(folder / "VTL" / f"{'ộ' * 83}.xlsx", [("BGG00100", "", "mất liên lạc")])
    (found,) = taken(registry)
    assert (found.state, found.name) == (MailState.TAKEN, f"{'ộ' * 83}.xlsx")


def test_what_a_mail_brings_beyond_what_is_read_is_said(office: Registry, tmp_path: Path) -> None:
    registry = built(office)
    opened(registry)
    folder = make_folders(registry.settings, ["VTL"])
    message = EmailMessage()
    message["From"], message["Subject"] = "ai@vtl.vn", "Nhiều tệp"
    message.set_content("Kính gửi Sở.")
    for at in range(MOST_ATTACHMENTS + 3):
        name, plain = f"{at}.csv", f"mã trạm\nX{at}\n".encode()
        message.add_attachment(plain, maintype="text", subtype="csv", filename=name)
    (folder / "VTL" / "nhiều.eml").write_bytes(message.as_bytes())
    found = taken(registry)
    assert len(found) == MOST_ATTACHMENTS + 1
    (said,) = [one for one in found if one.code == "OUTAGE-MAIL-MANY"]
    assert (said.name, said.params) == ("nhiều.eml", {"count": 3, "most": MOST_ATTACHMENTS})
    assert said in waiting_files(registry), "an officer sees it too"


def test_a_mail_without_a_workbook_is_read_by_a_person(tmp_path: Path) -> None:
    head = "From: sms@vms.vn\nContent-Type: text/plain; charset=utf-8\n\n"
    passed_on = f"{head}Mất LL 3 trạm:\n\nBGG00100\x07, BGG00101\n"
    assert words_alone("1.eml", passed_on.encode()) == ("Mất LL 3 trạm:", "BGG00100 , BGG00101")
    assert words_alone("1.xlsx", passed_on.encode()) == ()
    assert words_alone("1.eml", b"") == ()
    assert words_alone("1.eml", b"Content-Type: text/plain; charset=no-such\n\nab") == ()
    mail(tmp_path / "2.eml", "la@nguoi.vn", workbook(tmp_path / "x.xlsx", [("BGG00104", "", "mất liên lạc")]))
    assert words_alone("2.eml", (tmp_path / "2.eml").read_bytes()) == ()
