"""A defect from the phone to its end: deadline by rule, answer, re-inspection; each carrier sees its own."""

import datetime as dt
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.field.defects import Defect, DefectState
from registry.model.notices import Recipient
from registry.model.vietnam_time import VIETNAM
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defect_penalties import possible_of
from registry.services.field.defects import (
    answer_defect,
    close_defect,
    get_defect,
    list_defects,
    mark_letter,
    reinspect_defect,
    reopen_defect,
    set_deadline,
    set_severity,
    withdraw_defect,
)
from registry.services.field.sends import take_items
from registry.services.field.settings import FieldSettings, set_field_settings
from registry.services.field.vocabulary import told_name
from registry.services.field.waiting import overdue_defects
from registry.services.office.calendar import now, today
from registry.services.office.notices import inbox, sentence
from registry.services.office.registry import Registry
from registry.services.office.sending.channels import Addresses, MailServer, set_addresses, set_mail
from registry.services.office.sending.outbox import outbox, queue_new
from registry.services.register.verify import verify
from registry.store import ledger
from tests.services.field.world import LAN, MAST, OFFICER, VIETTEL, VNPT, item, new_id


def found(registry: Registry, **fields: Any) -> Defect:
    """A defect that a phone recorded at the mast of VNPT."""
    made = item("defect", visit=new_id(), **{"defect": "rust_heavy", "severity": "serious", **fields})
    take_items(registry, [made], person=LAN, device="d1", by="lan")
    return next(one for one in list_defects(registry, person=OFFICER) if one.item == made["id"])


@pytest.mark.parametrize(
    ("defect", "severity", "at", "expected"),
    [
        ("rust_light", "minor", "2026-05-12", ("2026-08-10", "DEF-MINOR")),
        ("rust_heavy", "serious", "2026-05-12", ("2026-06-11", "DEF-SERIOUS")),
        ("leaning", "urgent", "2026-05-12", ("2026-05-15", "DEF-URGENT")),
        ("earthing_high", "minor", "2026-02-20", ("2026-03-31", "DEF-EARTHING")),
        ("earthing_high", "minor", "2026-05-12", ("2026-08-10", "DEF-MINOR")),  # the season is there already
        ("earthing_loose", "minor", "2026-02-20", ("2026-03-31", "DEF-EARTHING")),  # as a broken one
        ("fallen", "urgent", "2026-05-12", ("2026-05-12", "DEF-FALLEN")),
        ("pole_broken", "urgent", "2026-05-12", ("2026-05-13", "DEF-POLE")),
        ("fallen", "urgent", "2025-05-12", ("2025-05-15", "DEF-URGENT")),  # before QĐ 72/2025
    ],
)
def test_the_deadline_follows_from_severity_and_from_the_rules_in_force(
    office: Registry, defect: str, severity: str, at: str, expected: tuple[str, str]
) -> None:
    deadline, basis = expected
    when = f"{at}T09:30:00+07:00"
    made = found(office, defect=defect, severity=severity, recorded_at=when, organisation="VNPT")
    assert (made.deadline, made.deadline_basis) == (dt.date.fromisoformat(deadline), basis)
    assert made.found_on == dt.date.fromisoformat(at)
    assert (made.organisation, made.state) == ("VNPT", DefectState.OPEN)
    if basis in ("DEF-FALLEN", "DEF-POLE"):
        hours = dt.datetime.fromisoformat(made.deadline_at) - dt.datetime.fromisoformat(
            f"{at}T09:30:00+07:00"
        )
        assert hours == dt.timedelta(hours=6 if basis == "DEF-FALLEN" else 24)


@pytest.mark.parametrize("clock", ["09:30", "22:00"])
def test_another_severity_does_not_move_a_deadline_that_counts_hours(office: Registry, clock: str) -> None:
    made = found(office, defect="fallen", severity="serious", recorded_at=f"2026-05-12T{clock}:00+07:00")
    assert made.deadline_basis == "DEF-FALLEN"
    after = set_severity(
        office, made.id, severity="urgent", reason="đổ hẳn", person=OFFICER, seen=made.version
    )
    assert (after.deadline, dt.datetime.fromisoformat(after.deadline_at)) == (
        made.deadline, dt.datetime.fromisoformat(made.deadline_at),
    )  # fmt: skip


@pytest.mark.parametrize(("hours", "over"), [(5, False), (7, True)])
def test_a_deadline_of_hours_is_over_at_its_hour_not_at_the_end_of_its_day(
    either_office: Registry, hours: int, over: bool
) -> None:
    office, at = either_office, now() - dt.timedelta(hours=hours)
    made = found(office, defect="fallen", severity="urgent", recorded_at=at.astimezone(VIETNAM).isoformat())
    assert made.deadline_basis == "DEF-FALLEN"  # six hours
    late = [one.id for one in list_defects(office, person=OFFICER, overdue=True)]
    assert late == ([made.id] if over else [])
    assert overdue_defects(office, person=OFFICER) == len(late)
    ends = dt.datetime.fromisoformat(made.deadline_at)
    day = ends.date()
    assert not made.overdue(day)
    assert not made.overdue(day, ends)
    assert made.overdue(day, ends + dt.timedelta(seconds=1))


def test_without_a_severity_there_is_no_deadline_until_an_officer_states_one(office: Registry) -> None:
    made = found(office, severity="", defect="a word of another app", recorded_at="2026-05-12T09:30:00+07:00")
    assert (made.defect, made.deadline) == ("other", None)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        set_severity(office, made.id, severity="urgent", reason=" ", person=OFFICER, seen=made.version)
    stated = set_severity(
        office, made.id, severity="urgent", reason="xem ảnh", person=OFFICER, seen=made.version
    )
    assert (stated.severity, stated.deadline) == ("urgent", dt.date(2026, 5, 15))
    assert [step.kind for step in get_defect(office, made.id, person=OFFICER)[1]] == ["severity"]


def test_the_office_sets_its_own_days(office: Registry) -> None:
    set_field_settings(office, FieldSettings(serious_days=20), person=OFFICER)
    assert found(office, recorded_at="2026-05-12T09:30:00+07:00").deadline == dt.date(2026, 6, 1)
    for wrong in (FieldSettings(minor_days=10), FieldSettings(thunder_from=(2, 30)), FieldSettings(fixes=0)):
        with pytest.raises(RefusalError, match="FIELD-SETTING"):
            set_field_settings(office, wrong, person=OFFICER)


def test_a_carrier_sees_and_answers_its_own_and_no_others(office: Registry, tmp_path: Path) -> None:
    made = found(office)
    assert list_defects(office, person=VIETTEL) == []
    for act in (
        lambda: get_defect(office, made.id, person=VIETTEL),
        lambda: answer_defect(office, made.id, words="xong", person=VIETTEL, seen=made.version),
    ):
        with pytest.raises(RefusalError, match="DEFECT-UNKNOWN"):
            act()
    own = list_defects(office, person=VNPT)
    assert [one.id for one in own] == [made.id]
    assert own[0].who == own[0].campaign == ""
    for forbidden in (
        lambda: possible_of(office, made.id, person=VNPT),
        lambda: close_defect(office, made.id, reason="xong", person=VNPT, seen=made.version),
        lambda: set_deadline(office, made.id, deadline=today(), reason="x", person=VNPT, seen=made.version),
        lambda: enter_defect(office, NewDefect(MAST, "bent", "minor", today()), person=VNPT),
        lambda: mark_letter(office, [made.id], number="1", on_day=today(), person=VNPT),
    ):
        with pytest.raises(RefusalError, match="FIELD-NOT-ALLOWED"):
            forbidden()
    picture = tmp_path / "sau.jpg"
    picture.write_bytes(b"\xff\xd8\xffafter")
    no_picture = tmp_path / "bản vẽ.jpg"
    no_picture.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(RefusalError, match="FIELD-PHOTO-KIND"):
        answer_defect(
            office,
            made.id,
            words="Đã thay",
            photos=[(no_picture, "bản vẽ.jpg")],
            person=VNPT,
            seen=made.version,
        )
    begun = answer_defect(
        office, made.id, words="Đang chờ vật tư", finished=False, person=VNPT, seen=made.version
    )
    assert begun.state is DefectState.OPEN  # told, and still to be done
    answered = answer_defect(
        office, made.id, words="Đã thay", photos=[(picture, "sau.jpg")], person=VNPT, seen=made.version
    )
    assert answered.state is DefectState.ANSWERED
    steps = get_defect(office, made.id, person=VNPT)[1]
    assert [(step.kind, step.organisation, [photo["name"] for photo in step.photos]) for step in steps] == [
        ("answer", "VNPT", []),
        ("answer", "VNPT", ["sau.jpg"]),
    ]


def test_an_answer_is_looked_at_again_and_what_is_not_remedied_waits_again(either_office: Registry) -> None:
    office = either_office
    made = found(office, recorded_at="2026-05-12T09:30:00+07:00")
    late = dt.date(2026, 6, 12)
    assert made.overdue(late)
    assert [one.id for one in list_defects(office, person=OFFICER, overdue=True, day=late)] == [made.id]
    assert list_defects(office, person=OFFICER, overdue=True, day=dt.date(2026, 6, 11)) == []
    answered = answer_defect(office, made.id, words="Đã thay", person=VNPT, seen=made.version)
    assert not answered.overdue(late)  # it is the office's turn
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        close_defect(office, made.id, reason="xong", person=OFFICER, seen=made.version)
    with pytest.raises(RefusalError, match="REQUEST-DAY"):  # a new deadline that is over before it begins
        reinspect_defect(
            office, made.id, remedied=False, on_day=today(), words="Chưa thay", person=OFFICER,
            seen=answered.version, new_deadline=today() - dt.timedelta(days=1),
        )  # fmt: skip
    again = reinspect_defect(
        office,
        made.id,
        remedied=False,
        on_day=today(),
        words="Chưa thay đốt 4",
        person=OFFICER,
        seen=answered.version,
        new_deadline=today() + dt.timedelta(days=10),
    )
    assert (again.state, again.deadline_basis) == (DefectState.REINSPECTED, "DEF-OFFICER")
    assert again.overdue(today() + dt.timedelta(days=11))
    done = reinspect_defect(
        office, made.id, remedied=True, on_day=today(), words="Đã thay", person=OFFICER, seen=again.version
    )
    assert (done.state, done.closed_on, done.standing) == (DefectState.CLOSED, today(), False)
    with pytest.raises(RefusalError, match="DEFECT-STATE"):
        answer_defect(office, made.id, words="nữa", person=VNPT, seen=done.version)
    opened = reopen_defect(office, made.id, reason="nhầm cột", person=OFFICER, seen=done.version)
    assert (opened.state, opened.closed_on) == (DefectState.OPEN, None)
    kinds = [step.kind for step in get_defect(office, made.id, person=OFFICER)[1]]
    assert sorted(kinds) == ["answer", "deadline", "reinspection", "reinspection", "reopened"]
    assert verify(office).sound


@pytest.mark.parametrize(
    ("found_as", "new_deadline", "until"),
    [
        ({"defect": "rust_heavy"}, None, "11/06/2026"),
        ({"defect": "rust_heavy"}, dt.date(2099, 1, 5), "05/01/2099"),  # the one stated with the result
        ({"defect": "fallen", "severity": "urgent"}, None, "15:30 12/05/2026"),  # hours
        ({"defect": "other", "severity": ""}, None, ""),
    ],
)
def test_a_failed_re_inspection_tells_the_owner_alone_and_once(
    office: Registry, found_as: dict[str, Any], new_deadline: dt.date | None, until: str
) -> None:
    made = found(office, recorded_at="2026-05-12T09:30:00+07:00", component="", **found_as)
    named = {"rust_heavy": ("Han rỉ nặng", "Heavy rust")}
    again = reinspect_defect(
        office, made.id, remedied=False, on_day=today(), words="Chưa thay đốt 4", person=OFFICER,
        seen=made.version, new_deadline=new_deadline,
    )  # fmt: skip
    assert inbox(office, VIETTEL, "VTL") == []
    (notice,) = inbox(office, VNPT, "VNPT")
    assert (notice.subject, notice.record) == ("defect", made.id)
    vi, en = sentence(notice), sentence(notice, "en")
    assert vi.startswith(f"Phúc tra cột {made.mast.code}: “")
    for said, language in ((vi, 0), (en, 1)):
        assert named.get(made.defect, ("", ""))[language].casefold() in said.casefold()
        assert said.endswith(until)
    assert (", hạn " in vi, ", due " in en) == (bool(until), bool(until))
    reinspect_defect(
        office, made.id, remedied=True, on_day=today(), words="Đã thay", person=OFFICER, seen=again.version
    )
    assert len(inbox(office, VNPT, "VNPT")) == 1  # what is remedied asks for nothing


def test_a_new_deadline_and_an_opening_again_tell_the_owner_alone_and_once(office: Registry) -> None:
    made = found(office, recorded_at="2026-05-12T09:30:00+07:00", component="")
    code = made.mast.code

    def told() -> list[str]:
        assert inbox(office, VIETTEL, "VTL") == []
        return [sentence(one) for one in inbox(office, VNPT, "VNPT")]

    later = dt.date(2099, 1, 5)
    due = {"reason": "chờ vật tư", "person": OFFICER}
    one = set_deadline(office, made.id, deadline=later, seen=made.version, **due)
    new = f"Tồn tại “Han rỉ nặng” của cột {code}: hạn khắc phục và báo cáo kết quả nay là 05/01/2099"
    assert told() == [new]
    one = set_deadline(office, made.id, deadline=later, seen=one.version, **due)
    one = set_severity(office, made.id, severity="urgent", deadline=later, seen=one.version, **due)
    assert told() == [new]  # the day is the same
    one = set_severity(office, made.id, severity="minor", seen=one.version, **due)
    assert told()[0].endswith(f"nay là {one.deadline:%d/%m/%Y}")
    assert len(told()) == 2
    done = close_defect(office, made.id, reason="ảnh", person=OFFICER, seen=one.version)
    assert len(told()) == 2
    reopen_defect(office, made.id, reason="nhầm cột", person=OFFICER, seen=done.version)
    assert told()[0] == (
        f"Mở lại tồn tại “Han rỉ nặng” của cột {code}; đề nghị khắc phục và báo cáo kết quả, "
        f"hạn {one.deadline:%d/%m/%Y}"
    )
    assert len(told()) == 3
    first = inbox(office, VNPT, "VNPT")[0]
    assert (first.subject, first.record) == ("defect", made.id)
    assert "is open again; remedy it and report, due" in sentence(first, "en")


def test_one_opened_again_that_has_no_deadline_names_none(office: Registry) -> None:
    made = found(office, defect="other", severity="", component="")
    done = withdraw_defect(office, made.id, reason="nhầm", person=OFFICER, seen=made.version)
    opened = reopen_defect(office, made.id, reason="đúng là có", person=OFFICER, seen=done.version)
    (said,) = [sentence(one) for one in inbox(office, VNPT, "VNPT")]
    assert said.endswith("đề nghị khắc phục và báo cáo kết quả")
    set_severity(office, made.id, severity="serious", reason="rõ", person=OFFICER, seen=opened.version)
    assert len(inbox(office, VNPT, "VNPT")) == 2  # its first deadline is one


def test_a_failed_re_inspection_goes_by_mail_where_the_owner_has_an_address(office: Registry) -> None:
    made = found(office)
    reinspect_defect(
        office, made.id, remedied=False, on_day=today(), words="Chưa", person=OFFICER, seen=made.version
    )
    server = MailServer("127.0.0.1", 9, "none", "", "bts@example.vn")
    set_mail(office, server, on=True, base="https://bts.example.vn", password=None, who="quản trị")
    for code in ("VNPT", "VTL"):
        set_addresses(office, Recipient(organisation=code), Addresses(mail=f"{code}@example.vn"), who="lan")
    reinspect_defect(
        office, made.id, remedied=False, on_day=today(), words="Vẫn chưa", person=OFFICER, seen=2
    )
    queue_new(office)
    assert [line.delivery.address for line in outbox(office)] == ["VNPT@example.vn"]


def test_a_correction_on_the_phone_takes_the_place_of_what_it_corrects(office: Registry) -> None:
    visit = new_id()
    first = item("defect", visit=visit, defect="rust_heavy", severity="serious")
    second = item("defect", visit=visit, defect="rust_light", severity="minor", replaces=first["id"])
    take_items(office, [first], person=LAN, device="d1", by="lan")
    take_items(office, [second], person=LAN, device="d1", by="lan")
    assert [one.defect for one in list_defects(office, person=OFFICER)] == ["rust_light"]
    assert {one.state for one in list_defects(office, person=OFFICER, states=["replaced"])} == {
        DefectState.REPLACED
    }


def test_what_an_officer_decided_stands_whatever_a_phone_sends_later(office: Registry) -> None:
    made = found(office)
    withdrawn = withdraw_defect(office, made.id, reason="sơn cũ", person=OFFICER, seen=made.version)
    later = item("defect", visit=made.inspection, defect="rust_light", severity="minor", replaces=made.item)
    take_items(office, [later], person=LAN, device="d1", by="lan")
    assert get_defect(office, made.id, person=OFFICER)[0].state is withdrawn.state is DefectState.WITHDRAWN


def test_a_letter_names_many_defects_at_once(office: Registry) -> None:
    made = [found(office) for _ in range(3)]
    assert (
        mark_letter(office, [one.id for one in made], number="12/SKHCN", on_day=today(), person=OFFICER) == 3
    )
    assert {one.letter_number for one in list_defects(office, person=VNPT)} == {"12/SKHCN"}
    told = [one.id for one in made]
    with office.database.read() as connection:
        since = ledger.head(connection).seq
    another = partial(mark_letter, office, number="13/SKHCN", on_day=today(), person=OFFICER)
    assert another(told[:1], since=since) == 1
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):  # a colleague recorded one meanwhile
        another(told, since=since)
    close_defect(office, told[0], reason="đã sửa", person=OFFICER, seen=3)
    with pytest.raises(RefusalError, match="DEFECT-STATE"):
        another(told)
    assert sorted(one.letter_number for one in list_defects(office, person=VNPT)) == [
        "12/SKHCN", "12/SKHCN", "13/SKHCN",
    ]  # fmt: skip


def test_a_defect_is_entered_at_the_desk(office: Registry) -> None:
    made = enter_defect(
        office, NewDefect(MAST, "earthing_broken", "serious", dt.date(2026, 3, 20)), person=OFFICER
    )
    assert (made.organisation, made.deadline) == ("VNPT", dt.date(2026, 3, 31))
    made = set_severity(
        office, made.id, severity="minor", reason="Xem lại", person=OFFICER, seen=made.version
    )  # no phone recorded it
    assert (made.severity, made.deadline) == ("minor", dt.date(2026, 3, 31))  # earthing: before the storms
    for wrong, code in (
        (NewDefect("nowhere", "bent", "minor", today()), "FIELD-STRUCTURE-UNKNOWN"),
        (NewDefect(MAST, "no word", "minor", today()), "REQUEST-VALUE"),
        (NewDefect(MAST, "bent", "", today()), "REQUEST-VALUE"),
        (NewDefect(MAST, "bent", "minor", today() + dt.timedelta(days=1)), "REQUEST-DAY"),
    ):
        with pytest.raises(RefusalError, match=code):
            enter_defect(office, wrong, person=OFFICER)


def test_a_notice_of_what_has_no_word_names_it_as_its_inspector_did(office: Registry) -> None:
    said = "độ lệch đỉnh cột: 125,3 mm, ngoài giới hạn ≤ 105 mm (H/400)"
    made = found(office, defect="other", severity="", component="", note=said)
    due = dt.date(2099, 1, 5)
    set_deadline(office, made.id, deadline=due, reason="đã xem", person=OFFICER, seen=made.version)
    (notice,) = inbox(office, VNPT, "VNPT")
    for language, before in (("vi", "Tồn tại “"), ("en", "")):
        assert f"{before}{said[:1].upper()}{said[1:]}" in sentence(notice, language)
    assert told_name(replace(made, note="Nứt " + "dài " * 40), "vi").endswith("dài…")  # one line
    assert len(told_name(replace(made, note="n" * 500), "vi")) == 90
    assert told_name(replace(made, note=" "), "vi") == "Khác"
    assert told_name(replace(made, defect="rust_heavy"), "en") == "Heavy rust"
