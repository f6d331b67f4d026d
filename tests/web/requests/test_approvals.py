"""Agreed positions by their pages: whose they are, how long there is to build, what was built where."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from flask import Flask

from registry.model.people import Role
from registry.model.requests.desk import RequestKind, RowDecision
from registry.model.requests.desk_records import ApprovalState
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.services.register.verify import verify
from registry.services.requests import place_matters
from registry.services.requests.agreed.approvals import approvals_of, get_approval
from registry.services.requests.agreed.extensions import asks_of
from registry.services.requests.decisions import decide_row
from registry.settings import Settings, read_settings
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running, visitor

ROWS = [("V1", 2000.0, 0.0), ("V2", 3000.0, 0.0), ("V2", 3002.0, 0.0)]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office with one issued request of Viettel's that agreed two positions, one of them listed twice."""
    return issued(tmp_path, once=True)


def issued(tmp_path: Path, *, once: bool) -> Settings:
    """Make the office; the position that is listed twice is agreed to in one row, or in both."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    request = desk.received(registry, tmp_path, ROWS)
    agreed, said = RowDecision.AGREE_WITH_CONDITIONS, ["Sơn cột báo hiệu", "Xa BGG00045"]
    decide_row(registry, request.id, 0, agreed, who="lan", seen=0, reason="Gần đường", conditions=said)
    if once:
        refused = "Ghi hai lần trong danh sách"
        decide_row(registry, request.id, 2, RowDecision.REFUSE, who="lan", seen=0, reason=refused)
        decide_row(registry, request.id, 1, RowDecision.AGREE, who="lan", seen=0, reason="Ghi một lần")
    desk.issued(registry, tmp_path, request)
    for name, role, organisation in (
        ("lan", Role.APPRAISER, ""),
        ("viettel", Role.CARRIER, "VTL"),
        ("vnpt", Role.CARRIER, "VNPT"),
        ("xem", Role.VIEWER, ""),
    ):
        add_account(
            registry, name, [role], organisation=organisation, password=PASSWORD, must_change=False, who="t"
        )
    registry.close()
    return settings


def test_rows_that_an_older_program_agreed_to_twice_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_matters, "_twice", lambda *_: ())  # it did not ask
    with running(issued(tmp_path, once=False)) as app:
        pages = visitor(app, "lan")
        request = approvals_of(registry_of(app))[0].request
        number = f"1/{today().year}/HS-VT"
        for way in (f"/requests/{request}", f"/approvals?show=all&q={number}"):
            text = " ".join(pages.page(way).text)
            assert "3 dòng được thống nhất, 2 vị trí vào sổ" in text, way
            assert "Dòng 4 · V2 : cùng mã với dòng 3, là một vị trí" in text, way


def first(app: Flask) -> str:
    return approvals_of(registry_of(app))[0].id


def form(app: Flask, approval: str, **own: str) -> dict[str, str]:
    return {"version": str(get_approval(registry_of(app), approval).version), **own}


def test_the_list_says_how_long_there_is_and_by_what_law(app: Flask) -> None:
    pages = visitor(app, "lan")
    page = pages.page("/approvals")
    assert {"V1", "V2"} <= set(page.text)
    assert any("còn 36" in text for text in page.text)
    shown = pages.page(f"/approvals/{first(app)}")
    assert any("12 tháng" in text and "Điều 4(4)" in text for text in shown.text)
    assert {"A2b: cột dưới đất · 42,0 m", "Sơn cột báo hiệu", "Xa BGG00045"} <= set(shown.text)
    assert "vị trí vào sổ" not in " ".join(pages.page("/approvals").text)
    assert "V1" not in pages.page("/approvals?show=over").text
    assert "V1" not in pages.page("/approvals?show=all&q=V2").text
    pages.get("/approvals?khong=1", 400)


def test_a_carrier_sees_and_acts_on_its_own_only(app: Flask) -> None:
    approval = first(app)
    own, other, reader = visitor(app, "viettel"), visitor(app, "vnpt"), visitor(app, "xem")
    conditions = set(own.page(f"/approvals/{approval}").text)  # another's mast is not named to it
    assert {"Sơn cột báo hiệu", "Xa (mã không công bố)"} <= conditions
    other.get(f"/approvals/{approval}", 404)
    assert "V1" not in other.page("/approvals").text
    where = {"position": "21.2914, 106.1946", "completed_on": today().isoformat()}
    other.post(f"/approvals/{approval}/complete", form(app, approval, **where), 404)
    reader.post(f"/approvals/{approval}/complete", form(app, approval, **where), 403)
    own.post(f"/approvals/{approval}/revoke", form(app, approval, reason="thử"), 403)
    assert get_approval(registry_of(app), approval).state is ApprovalState.APPROVED


def test_a_position_leads_to_its_notice_of_commencement_and_then_names_it(app: Flask, tmp_path: Path) -> None:
    asker, address = visitor(app, "viettel"), f"/approvals/{first(app)}"
    links = [one.get("href", "") for one in asker.page(address).all("a")]
    (link,) = (one for one in links if one.startswith("/requests/new"))
    chosen = [one["value"] for one in asker.page(link).all("option") if "selected" in one]
    assert "commencement" in chosen
    notice = desk.received(registry_of(app), tmp_path, ROWS[:1], kind=RequestKind.COMMENCEMENT)
    for pages in (asker, visitor(app, "lan")):
        page = pages.page(address)
        assert notice.number in page.text
        assert not any(one.get("href", "").startswith("/requests/new") for one in page.all("a"))
    asker.get(f"/requests/{notice.id}")


def test_as_built_coordinates_are_compared_before_anything_is_written(app: Flask) -> None:
    approval = first(app)
    pages, found = visitor(app, "viettel"), get_approval(registry_of(app), approval)
    off = found.lat + 25 / 110_700  # 25 m north: a note, not a review
    typed = f"{found.lon:.7f} {off:.7f}".replace(".", ",")
    note = "Chuyển 25 m tránh mương; biên bản 12/BBNT"
    pages.post(f"/approvals/{approval}/ask-extension", form(app, approval, months="3", ground="lũ"), 303)
    assert "Chờ trả lời" in pages.page(f"/approvals/{approval}").text
    sent = form(app, approval, position=typed, completed_on=today().isoformat(), note=note)
    bad = pages.post(f"/approvals/{approval}/complete", {**sent, "position": "?"}, 400).get_data(as_text=True)
    assert f">{note}</textarea>" in bad
    asked = pages.post(f"/approvals/{approval}/complete", sent, 200).get_data(as_text=True)
    assert f'name="note" value="{note}"' in asked
    assert "Lệch so với vị trí đã thống nhất" in asked
    assert "do cơ quan tự đặt" in asked
    assert get_approval(registry_of(app), approval).state is ApprovalState.APPROVED
    confirmed = f"{found.lon:.7f} {off:.7f}"
    pages.post(f"/approvals/{approval}/complete", {**sent, "confirmed": confirmed}, 303)
    built = get_approval(registry_of(app), approval)
    assert built.state is ApprovalState.COMPLETED
    assert built.built_outcome == "note"
    assert built.built_off_m is not None
    assert 24 < built.built_off_m < 26
    shown = pages.page(f"/approvals/{approval}").text
    assert note in shown
    assert "Không còn phải trả lời" in shown, "nobody owes an answer about a mast that stands"
    completed = pages.page("/approvals?show=completed").text
    assert "Lệch so với vị trí đã thống nhất" in completed
    assert "Xin gia hạn 3 tháng" not in completed
    assert not any(text in {"lan", "giám đốc"} for text in shown), "an officer's name"
    book = openpyxl.load_workbook(io.BytesIO(pages.client.get("/approvals/export.xlsx?show=all").get_data()))
    assert note in {cell for row in book.active.iter_rows(values_only=True) for cell in row}
    assert verify(registry_of(app)).problems == ()


def test_a_mast_built_higher_than_agreed_is_said_before_and_after_it_is_recorded(app: Flask) -> None:
    approval, pages = first(app), visitor(app, "viettel")
    found = get_approval(registry_of(app), approval)
    at = f"{found.lat:.7f} {found.lon:.7f}"
    sent = form(app, approval, position=at, completed_on=today().isoformat(), height="48,5 m")
    path = f"/approvals/{approval}/complete"
    bad = pages.post(path, {**sent, "height": "cao lắm"}, 400).get_data(as_text=True)
    assert "REQUEST-VALUE" in bad
    assert 'value="cao lắm"' in bad
    unsaid = pages.post(path, {**sent, "height": ""}, 200).get_data(as_text=True)
    assert "báo cáo không nêu chiều cao cột hoàn công" in unsaid
    higher = "cột cao 48,5 m, cao hơn đã thống nhất 6,5 m, cần xem xét"
    asked = pages.post(path, sent, 200).get_data(as_text=True)
    assert higher in asked
    assert 'name="height" value="48,5 m"' in asked
    pages.post(path, {**sent, "confirmed": f"{found.lon:.7f} {found.lat:.7f}"}, 303)
    officer = visitor(app, "lan")
    assert any(higher in text for text in officer.page(f"/approvals/{approval}").text)
    assert "Cao hơn đã thống nhất, cần xem xét" in officer.page("/approvals?show=completed").text
    book = openpyxl.load_workbook(
        io.BytesIO(officer.client.get("/approvals/export.xlsx?show=all").get_data())
    )
    assert {48.5, 6.5} <= {cell for row in book.active.iter_rows(values_only=True) for cell in row}


@pytest.mark.parametrize(
    ("position", "code"),
    [("ở đồng", "BUILT-POSITION"), ("", "BUILT-POSITION"), ("48.8566, 2.3522", "BUILT-POSITION")],
)
def test_coordinates_that_cannot_be_the_mast_are_refused_on_the_form(
    app: Flask, position: str, code: str
) -> None:
    approval = first(app)
    sent = form(app, approval, position=position, completed_on=today().isoformat())
    answer = visitor(app, "viettel").post(f"/approvals/{approval}/complete", sent, 400)
    text = answer.get_data(as_text=True)
    assert code in text
    assert f'value="{position}"' in text


def test_a_carrier_asks_for_more_time_and_an_officer_answers(app: Flask) -> None:
    approval = first(app)
    own, office = visitor(app, "viettel"), visitor(app, "lan")
    own.post(f"/approvals/{approval}/ask-extension", form(app, approval, months="3", ground=" "), 400)
    own.post(f"/approvals/{approval}/ask-extension", form(app, approval, months="9", ground="lũ"), 400)
    own.post(f"/approvals/{approval}/ask-extension", form(app, approval, months="3", ground="lũ"), 303)
    again = own.post(f"/approvals/{approval}/ask-extension", form(app, approval, months="1", ground="x"), 409)
    assert "EXTENSION-WAITS" in again.get_data(as_text=True)
    page = office.get("/approvals").get_data(as_text=True)
    assert "Xin gia hạn 3 tháng" in page
    assert f'<a href="/approvals/{approval}#ask-title">' in page  # whichever group is looked at
    assert re.search(
        r'href="/approvals"[^>]*>[^<]*<span class="waits">1', page
    )  # the bar of every page says so
    ask = asks_of(registry_of(app))[approval][0]
    asked = " ".join(
        office.page(f"/approvals/{approval}").text
    )  # on what the law lets it be granted, and how long
    assert "Lý do bất khả kháng: lũ" in asked
    assert re.search(r"xin gia hạn 3 tháng\s+\(tối đa 6\)", asked)
    way = f"/approvals/{approval}/asks/{ask.id}"
    own.post(way, {"version": "1", "answer": "granted"}, 403)
    office.post(way, {"version": "1", "answer": "declined", "reason": ""}, 400)
    office.post(way, {"version": "1", "answer": "granted"}, 303)
    page = office.get("/approvals").get_data(as_text=True)
    assert not re.search(r'href="/approvals"[^>]*>[^<]*<span class="waits">', page)
    office.post(way, {"version": "1", "answer": "declined", "reason": "muộn"}, 409)
    assert get_approval(registry_of(app), approval).extended_months == 3
    assert "Đã gia hạn" in own.page(f"/approvals/{approval}").text
    assert desk.sound(registry_of(app))


def test_a_declined_extension_keeps_its_reason_and_moves_no_day(app: Flask) -> None:
    approval = first(app)
    visitor(app, "viettel").post(
        f"/approvals/{approval}/ask-extension", form(app, approval, months="3", ground="lũ"), 303
    )
    before = get_approval(registry_of(app), approval)
    ask = asks_of(registry_of(app))[approval][0]
    office = visitor(app, "lan")
    office.post(
        f"/approvals/{approval}/asks/{ask.id}",
        {"version": "1", "answer": "declined", "reason": "không phải bất khả kháng"},
        303,
    )
    assert get_approval(registry_of(app), approval).build_by == before.build_by
    assert any("không phải bất khả kháng" in text for text in office.page(f"/approvals/{approval}").text)


def test_the_answer_about_more_time_is_to_what_was_answered_last(app: Flask) -> None:
    """A further request that waits is not agreed to by the letter; each answer names its own ground."""
    approval = first(app)
    own, office = visitor(app, "viettel"), visitor(app, "lan")

    def asked(ground: str) -> str:
        own.post(f"/approvals/{approval}/ask-extension", form(app, approval, months="1", ground=ground), 303)
        return asks_of(registry_of(app))[approval][-1].id

    def letter() -> str:
        content = office.get(f"/approvals/{approval}/extension.docx").data
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)

    way = f"/approvals/{approval}/asks/"
    office.post(way + asked("lũ lụt"), {"version": "1", "answer": "granted"}, 303)
    assert "với lý do: lũ lụt" in letter()
    refused = {"version": "1", "answer": "declined", "reason": "không phải bất khả kháng"}
    office.post(way + asked("chưa có vốn"), refused, 303)
    answered = letter()
    assert "với lý do: chưa có vốn." in answered
    assert "không gia hạn" in answered
    assert "Lý do: không phải bất khả kháng." in answered
    asked("lũ lụt lần hai")
    assert letter() == answered


def test_the_answer_about_more_time_is_the_offices_own_where_that_came_last(app: Flask) -> None:
    """The office may extend of its own accord after it declined, as before it declines again."""
    approval = first(app)
    own, office = visitor(app, "viettel"), visitor(app, "lan")

    def letter() -> str:
        content = office.get(f"/approvals/{approval}/extension.docx").data
        return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)

    def decline(ground: str) -> None:
        sent = form(app, approval, months="1", ground=ground)
        own.post(f"/approvals/{approval}/ask-extension", sent, 303)
        (ask,) = [one for one in asks_of(registry_of(app))[approval] if not one.answer]
        refused = {"version": "1", "answer": "declined", "reason": "thiếu minh chứng"}
        office.post(f"/approvals/{approval}/asks/{ask.id}", refused, 303)

    def lengthen(ground: str) -> None:
        office.post(f"/approvals/{approval}/extend", form(app, approval, months="1", ground=ground), 303)

    decline("bão số 3")
    for ground in ("mưa lũ kéo dài", "sạt lở"):
        lengthen(ground)
        said = letter()
        assert f"với lý do: {ground}." in said
        assert "đồng ý gia hạn" in said
        assert "thiếu minh chứng" not in said
    decline("chưa có vốn")
    assert "với lý do: chưa có vốn." in letter()
    assert "không gia hạn" in letter()


def test_the_letter_before_a_revocation_is_refused_while_the_time_runs(app: Flask) -> None:
    approval = first(app)
    page = visitor(app, "lan").get(f"/approvals/{approval}/revocation.docx", 409).get_data(as_text=True)
    assert "Vị trí V1 chưa quá thời hạn triển khai" in page


def test_a_revocation_needs_its_reason_and_shows_it(app: Flask) -> None:
    approval = first(app)
    pages = visitor(app, "lan")
    pages.post(f"/approvals/{approval}/revoke", form(app, approval, reason=""), 400)
    pages.post(f"/approvals/{approval}/revoke", form(app, approval, reason="QĐ 12/QĐ-SKHCN"), 303)
    assert get_approval(registry_of(app), approval).state is ApprovalState.REVOKED
    shown = pages.page(f"/approvals/{approval}").text
    assert "QĐ 12/QĐ-SKHCN" in shown
    assert "Không còn tính" in shown  # nothing is to be built there any more
    assert not any("12 tháng" in text for text in shown)
    assert "V1" in pages.page("/approvals?show=revoked").text
    book = openpyxl.load_workbook(
        io.BytesIO(pages.client.get("/approvals/export.xlsx?show=revoked").get_data())
    )
    header, row = book.active.iter_rows(values_only=True)
    told = dict(zip(header, row, strict=True))
    assert [told[name] or "" for name in ("Hạn xây dựng", "Số ngày còn lại", "Căn cứ thời hạn")] == [""] * 3


def test_a_search_counts_in_every_group_and_says_in_which_one_it_finds(app: Flask) -> None:
    approval = first(app)
    pages = visitor(app, "lan")
    pages.post(f"/approvals/{approval}/revoke", form(app, approval, reason="QĐ 12/QĐ-SKHCN"), 303)
    assert "V1" in pages.page("/approvals?q=V1").text  # the group that holds it is opened
    empty = pages.get("/approvals?q=V1&show=to_build").get_data(as_text=True)
    assert "Có ở nhóm khác:" in empty
    assert re.search(r'href="[^"]*show=revoked[^"]*q=V1[^"]*">Đã thu hồi \(1\)', empty)
    assert re.search(r"<b>0</b> Chờ xây", empty)
    assert re.search(r"<b>1</b> Tất cả", empty)


def test_the_workbook_holds_the_rows_of_the_list_and_no_formula(app: Flask) -> None:
    pages = visitor(app, "viettel")
    answer = pages.client.get("/approvals/export.xlsx?show=all&sort=code")
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    answer.close()
    rows = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[0][0] == "Mã vị trí"
    assert [row[0] for row in rows[1:]] == ["V1", "V2"]
    other = visitor(app, "vnpt").client.get("/approvals/export.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(other.get_data()))
    other.close()
    assert len(list(book.active.iter_rows())) == 1  # type: ignore[union-attr]
