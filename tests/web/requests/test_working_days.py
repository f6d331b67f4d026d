"""The office's calendar by its page: what is off, who may change it, and what a change moves."""

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask

from registry.model.people import Role
from registry.model.requests.desk import RequestKind
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.services.office.working_days import announced_until, enter_day, known_days, working_days
from registry.services.requests.queue import queue
from registry.services.requests.sharing import ask_to_share, sharing_of
from registry.settings import Settings, read_settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, sign_in
from web.requests import working_days as calendar_pages


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An office with a request that is due in ten working days, and a sharing request."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    registry = desk.make(settings)
    desk.received(registry, tmp_path, kind=RequestKind.SHARING)
    ask_to_share(registry, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="lan")
    for role in (Role.ADMINISTRATOR, Role.APPRAISER, Role.VIEWER):
        add_account(registry, role.value, [role], password=PASSWORD, must_change=False, who="t")
    registry.close()
    return settings


def visitor(app: Flask, role: Role) -> Pages:
    pages = Pages(app)
    sign_in(pages.client, role.value)
    return pages


def next_working_day(app: Flask) -> dt.date:
    return working_days(registry_of(app)).after(today(), 1)


def test_the_year_shows_its_holidays_and_only_an_administrator_a_form(app: Flask) -> None:
    page = visitor(app, Role.APPRAISER).page("/office/calendar?year=2026")
    assert {"02/09/2026", "Quốc khánh", "22/08/2026", "Ngày làm bù"} <= set(page.text)
    assert [form for form, _names in page.forms if form.get("action") == "/office/calendar"] == []
    page = visitor(app, Role.ADMINISTRATOR).page("/office/calendar?year=2026")
    assert page.one(id="day")["type"] == "text"
    visitor(app, Role.VIEWER).get("/office/calendar", 403)
    visitor(app, Role.APPRAISER).post("/office/calendar", {"day": "2026-12-24", "kind": "rest"}, 403)
    visitor(app, Role.APPRAISER).get("/office/calendar?year=1", 400)


def test_days_of_a_year_whose_notice_is_not_known_are_said_to_be_reckoned(app: Flask) -> None:
    pages, last = visitor(app, Role.APPRAISER), announced_until()
    assert last >= 2026
    known = pages.get(f"/office/calendar?year={last}").get_data(as_text=True)
    reckoned = pages.get(f"/office/calendar?year={last + 1}").get_data(as_text=True)
    for words, there in (("Lịch nhà nước", known), ("Tính sẵn", reckoned), ("Thủ tướng Chính phủ", reckoned)):
        assert words in there
        assert words not in (reckoned if there is known else known)


@pytest.mark.parametrize(
    ("on", "told"), [("1-11-30", ()), ("1-12-01", (2,)), ("2-01-04", (2,)), ("2-12-31", (2, 3))]
)
def test_a_year_without_its_notice_is_on_the_administrators_day_from_december_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch, on: str, told: tuple[int, ...]
) -> None:
    """Time limits run into it: until the office has entered the days of the notice somebody has to look."""
    known = announced_until() - 1  # what the package knows last is year 1 of the test
    ahead, month, day_ = map(int, on.split("-"))
    monkeypatch.setattr(calendar_pages, "today", lambda: dt.date(known + ahead, month, day_))
    admin = visitor(app, Role.ADMINISTRATOR)
    links = [f"/office/calendar?year={known + n}" for n in (1, 2, 3)]
    assert reminded(admin) & set(links) == {links[n - 1] for n in told}
    assert not reminded(visitor(app, Role.APPRAISER)) & set(links)
    if not told:
        return
    year = known + told[0]
    enter_day(registry_of(app), dt.date(year, 6, 1), "rest", seen="none", who="t")  # the office's own
    assert links[told[0] - 1] in reminded(admin)
    assert "trang Hôm nay thôi nhắc" in admin.get(links[told[0] - 1]).get_data(as_text=True)
    tet = next(item.day for item in known_days(year) if item.name == "Tết Nguyên Đán")
    enter_day(registry_of(app), tet, "rest", seen="none", who="t")
    assert links[told[0] - 1] not in reminded(admin)
    assert "Thủ tướng Chính phủ" not in admin.get(links[told[0] - 1]).get_data(as_text=True)


def reminded(person: Pages) -> set[str | None]:
    return {link.get("href") for link in person.page("/today").all("a")}


def test_a_change_says_which_days_it_moves_before_it_is_written(app: Flask) -> None:
    pages, day = visitor(app, Role.ADMINISTRATOR), next_working_day(app)
    due = queue(registry_of(app)).all[0].clock.due_on
    reply = sharing_of(registry_of(app))[0].due_on
    assert due is not None
    assert reply is not None
    form = {"day": day.isoformat(), "kind": "rest"}
    asked = pages.post("/office/calendar", form, 200).get_data(as_text=True)
    moved = working_days(registry_of(app)).after(due, 1)
    assert f"{due:%d/%m/%Y}" in asked
    assert f"{moved:%d/%m/%Y}" in asked
    assert "BGG00045" in asked
    assert queue(registry_of(app)).all[0].clock.due_on == due
    confirmed = {**form, "confirmed": f"{day.isoformat()} rest", "seen": "none"}
    pages.post("/office/calendar", confirmed, 303)
    said = pages.page(f"/office/calendar?year={day.year}").text
    assert f"Đã ghi vào lịch. {day:%d/%m/%Y}: Nghỉ." in said
    late = pages.post("/office/calendar", confirmed, 409).get_data(as_text=True)
    assert "CHANGED-MEANWHILE" in late
    assert f"Lịch làm việc {day.year}" in late
    assert queue(registry_of(app)).all[0].clock.due_on == moved
    assert sharing_of(registry_of(app))[0].due_on != reply
    assert "Cơ quan ghi" in pages.page(f"/office/calendar?year={day.year}").text
    cleared = {"day": day.isoformat(), "kind": "none", "confirmed": f"{day.isoformat()} none", "seen": "rest"}
    pages.post("/office/calendar", cleared, 303)
    assert queue(registry_of(app)).all[0].clock.due_on == due
    assert desk.sound(registry_of(app))


@pytest.mark.parametrize("form", [{"day": "", "kind": "rest"}, {"day": "2026-12-24", "kind": "half"}, {}])
def test_what_is_no_day_is_refused_on_the_page(app: Flask, form: dict[str, str]) -> None:
    visitor(app, Role.ADMINISTRATOR).post("/office/calendar", form, 400)
    assert working_days(registry_of(app)).rest == frozenset()
