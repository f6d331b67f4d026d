"""A defect's state, deadline and count are the same on its own page, in every list and on whatever counts it.

A register of defects of every age, grade and fate is read as people read it: the office's lists, workbook and
letters, the leader's overview, the carriers' own pages, the phone, the year's report.
"""

import datetime as dt
import io
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import docx
import openpyxl
import pytest
from flask import Flask

from registry.errors import RefusalError
from registry.model.field.defects import Defect
from registry.model.field.inspections import CampaignKind
from registry.model.people import OPEN_DESK, Role
from registry.services.field import defects as service
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.selection import Selection
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.field import world
from tests.services.field.world import OFFICER, item, new_id, send
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running, visitor
from web.frame.wording import board_words

MASTS = {
    "BGG00077": {"operators": ("VTL",), "lon": 106.2, "lat": 21.3},
    "BGG00078": {"operators": ("VTL", "VMS"), "owner": "Viettel", "lon": 106.21, "lat": 21.3},
    "BGG00099": {"operators": (), "lon": 106.22, "lat": 21.3},  # nobody is known to answer for it
}
CODES = ("BGG00045", *MASTS)
CARRIERS = {"VTL": "vt", "VNPT": "vn"}
DAYS = {"urgent": 3, "serious": 30, "minor": 90, "": 0}
LISTS = ("overdue", "open", "answered", "standing", "closed", "none", "all")
SHOWN_A_DAY = 5
SEEDS = range(4)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("alike") / "sổ")})
    registry = desk.make(home)
    world.add_masts(registry, MASTS)
    asked: dict[str, Any] = {"password": PASSWORD, "must_change": False, "who": "t"}
    add_account(registry, "minh", [Role.APPRAISER, Role.ADMINISTRATOR, Role.DUTY_OFFICER], **asked)
    add_account(registry, "sep", [Role.LEADER], **asked)
    for operator, name in CARRIERS.items():
        add_account(registry, name, [Role.CARRIER], organisation=operator, **asked)
    plan = CampaignPlan(CampaignKind.SEASON, "Mùa bão", today(), today(), selection=Selection())
    make_campaign(registry, plan, person=OFFICER)
    registry.close()
    with running(home) as made:
        yield made


@pytest.fixture(scope="module")
def people(app: Flask) -> dict[str, Pages]:
    return {name: visitor(app, name) for name in ("minh", "sep", *CARRIERS.values())}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_page_says_the_same_of_the_defects(app: Flask, people: dict[str, Pages], seed: int) -> None:
    registry = registry_of(app)
    chance = random.Random(seed)
    for _ in range(chance.choice((0, 1, 5)) if seed else 0):
        _one(registry, chance)
    if seed == 1:
        _late_ones(registry)
    rows = _rows(people["minh"], "/defects/export.xlsx?show=all")
    rows += _rows(people["minh"], "/defects/export.xlsx?show=none")
    _same_lists(people, rows)
    _same_pages(registry, people, rows)
    _same_counts(people, rows)
    _same_duties(people)
    _same_on_the_phone(people["minh"], rows)
    _same_letters(people["minh"], rows)
    _same_report(people["minh"], rows)


def _late_ones(registry: Registry) -> None:
    """One past its deadline of each state: only what nobody says to be remedied is overdue."""
    visit, own_campaign = new_id(), _campaign(registry)
    send(registry, item("start", visit=visit, structure="mast-BGG00077", campaign=own_campaign))
    made = [
        enter_defect(
            registry,
            NewDefect(
                "mast-BGG00077",
                "bent",
                "serious",
                _days(-40),
                note=name,
                campaign=own_campaign,
                inspection=visit,
            ),
            person=OFFICER,
        )
        for name in ("open", "answered", "reinspected", "withdrawn")
    ]
    own: dict[str, Any] = {"person": OFFICER, "seen": 1}
    service.answer_defect(registry, made[1].id, words="Đã thay", **own)
    service.reinspect_defect(registry, made[2].id, remedied=False, on_day=today(), words="Chưa thay", **own)
    service.withdraw_defect(registry, made[3].id, reason="Ghi nhầm", **own)


def _one(registry: Registry, chance: random.Random) -> None:
    """Find one defect, by a phone or at the desk, and do this and that about it."""
    code, grade = chance.choice(CODES), chance.choice(list(DAYS))
    kind = chance.choice(("rust_heavy", "rust_light", "bent", "mast_fallen", "other"))
    ago = max(0, DAYS[grade] + chance.choice((-8, -7, -1, 0, 1, 2, 30)))
    at = dt.datetime.combine(today() - dt.timedelta(days=ago), dt.time(7, 5)) if ago else None
    moment = f"{at.isoformat()}.000+07:00" if at else f"{today()}T00:05:00.000+07:00"
    fault = item(
        "defect", visit=new_id(), structure=f"mast-{code}", campaign=_campaign(registry), defect=kind,
        severity=grade, component="guy", note="Bu lông M2", recorded_at=moment,
    )  # fmt: skip
    send(registry, item("start", visit=fault["inspection"], structure=fault["structure"],
                        campaign=fault["campaign"], recorded_at=moment), fault)  # fmt: skip
    found = next(one for one in service.list_defects(registry, person=OPEN_DESK) if one.item == fault["id"])
    for deed in chance.choices(_DEEDS, k=chance.choice((0, 1, 2, 4))):
        with suppress(RefusalError):  # a deed that it has no more: it has ended, or has not
            deed(registry, service.get_defect(registry, found.id, person=OPEN_DESK)[0], chance)


def _campaign(registry: Registry) -> str:
    from registry.services.field.campaigns import list_campaigns

    return list_campaigns(registry, person=OPEN_DESK)[0].id


def _days(count: int) -> dt.date:
    return today() + dt.timedelta(days=count)


def _answer(registry: Registry, one: Defect, chance: random.Random) -> None:
    done = chance.choice((True, False))
    service.answer_defect(
        registry, one.id, words="Đã siết" if done else "Chờ vật tư", person=OFFICER, finished=done,
        remedied_on=chance.choice((None, today())), seen=one.version,
    )  # fmt: skip


def _reinspect(registry: Registry, one: Defect, chance: random.Random) -> None:
    remedied = chance.choice((True, False, False))
    until = None if remedied else chance.choice((None, today(), _days(9)))
    service.reinspect_defect(
        registry, one.id, remedied=remedied, on_day=today(), words="Đã xem", new_deadline=until,
        person=OFFICER, seen=one.version,
    )  # fmt: skip


def _close(registry: Registry, one: Defect, chance: random.Random) -> None:
    end = chance.choice((service.close_defect, service.withdraw_defect))
    end(registry, one.id, reason="Theo biên bản", person=OFFICER, seen=one.version)


def _reopen(registry: Registry, one: Defect, _chance: random.Random) -> None:
    service.reopen_defect(registry, one.id, reason="Nhầm", person=OFFICER, seen=one.version)


def _grade(registry: Registry, one: Defect, chance: random.Random) -> None:
    grade = chance.choice([name for name in DAYS if name])
    service.set_severity(
        registry, one.id, severity=grade, reason="Xem ảnh", person=OFFICER, seen=one.version,
        deadline=chance.choice((None, max(one.found_on, _days(-1)))),
    )  # fmt: skip


def _put_off(registry: Registry, one: Defect, chance: random.Random) -> None:
    until = max(one.found_on, _days(chance.choice((-1, 0, 1, 60))))
    service.set_deadline(registry, one.id, deadline=until, reason="Đề nghị", person=OFFICER, seen=one.version)


def _letter(registry: Registry, one: Defect, _chance: random.Random) -> None:
    service.mark_letter(registry, [one.id], number="12/SKHCN", on_day=today(), person=OFFICER)


_DEEDS: Sequence[Callable[[Registry, Defect, random.Random], None]] = (
    _answer, _answer, _reinspect, _reinspect, _close, _reopen, _grade, _put_off, _letter,
)  # fmt: skip


def _rows(pages: Pages, path: str) -> list[dict[str, Any]]:
    """Return the lines of a workbook by their heads."""
    content = pages.client.get(path).get_data()
    head, *rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def _main(pages: Pages, path: str) -> str:
    page = pages.get(path).get_data(as_text=True)
    found = re.search(r"(?s)(<main.*?</main>)", page)
    assert found is not None, path
    inside = re.sub(r"(?s)<(script|style|select).*?</\1>", "", found[1])
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def _number(pattern: str, text: str, missing: int | None = None) -> int:
    found = re.search(pattern, text)
    if found is None and missing is not None:
        return missing
    assert found is not None, (pattern, text[:1500])
    return int(found[1])


def _tabs(text: str) -> dict[str, int]:
    return {name: _number(rf"(\d+) {board_words.DEFECT_LISTS[name]}(?: |$)", text, 0) for name in LISTS}


def _standing(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    ended = {str(board_words.DEFECT_STATES[name]) for name in ("closed", "withdrawn")}
    return [row for row in rows if row["Trạng thái"] not in ended]


def _late(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if str(row["Tình hình"]).startswith("quá hạn")]


def _same_lists(people: dict[str, Pages], rows: Sequence[dict[str, Any]]) -> None:
    """The number on each tab is that of its rows, in the page and the workbook; the carriers' are parts."""
    own: Counter[str] = Counter()
    tabs: dict[str, int] = {}
    for name, path in (("minh", "/defects"), *((one, "/defects/own") for one in CARRIERS.values())):
        tabs = _tabs(_main(people[name], path))
        for show, count in tabs.items():
            page = people[name].get(f"{path}?show={show}").get_data(as_text=True)
            assert page.count('class="request-number"') == count, (name, show)
            assert len(_rows(people[name], f"/defects/export.xlsx?show={show}")) == count, (name, show)
        if name != "minh":
            own.update(tabs)
            text = _main(people[name], "/today")
            assert _number(r"Tồn tại phải khắc phục (\d+)", text, 0) == tabs["open"], name
            if tabs["open"] <= SHOWN_A_DAY:
                assert text.count("! hạn ") == tabs["overdue"], name
    office = _tabs(_main(people["minh"], "/defects"))
    known = [row for row in rows if row["Đơn vị quản lý"]]
    for show, of in (("overdue", _late), ("standing", _standing)):
        assert office[show] == len(of(rows)), show
        assert own[show] == len(of(known)), show
    assert office["standing"] == office["open"] + office["answered"]
    assert office["all"] == office["standing"] + office["closed"]
    assert office["all"] + office["none"] == len(rows)


def _same_pages(registry: Registry, people: dict[str, Pages], rows: Sequence[dict[str, Any]]) -> None:
    """A defect's own page says its line's state and clock, its steps what they set."""
    told = {
        (row["Mã cột"], row["Trạng thái"], row["Hạn khắc phục"] and row["Hạn khắc phục"].date()): row
        for row in rows
    }
    for one in service.list_defects(registry, person=OPEN_DESK)[-SHOWN_A_DAY:]:
        state = str(board_words.DEFECT_STATES[one.state.value])
        assert (one.mast.code, state, one.deadline) in told
        text = _main(people["minh"], f"/defects/{one.id}")
        assert f" {state} " in text
        for grade in re.findall(r"Đổi mức độ ?: (.*?) Xem ảnh", text):
            assert grade in {str(word) for word, _sign in board_words.SEVERITIES.values()}
        assert set(re.findall(r"Đơn vị báo cáo (\w+ \w+) Chờ vật tư", text)) <= {"tiến độ"}
        assert text.count("Chờ vật tư") == text.count("Đơn vị báo cáo tiến độ")
        if not one.standing:
            assert not re.search(r"quá hạn|hạn hôm nay|còn \d+ ngày|chờ phúc tra", text)
        for company, name in CARRIERS.items():
            people[name].get(f"/defects/{one.id}", 200 if one.organisation == company else 404)


def _same_counts(people: dict[str, Pages], rows: Sequence[dict[str, Any]]) -> None:
    """What counts defects elsewhere counts those of the list."""
    minh, late, standing = people["minh"], len(_late(rows)), _standing(rows)
    urgent = [row for row in standing if row["Mức độ"] == "Nguy hiểm"]
    for name in ("minh", "sep"):
        now = _main(people[name], "/now")
        assert _number(r"[✕✓] (\d+) hư hỏng nguy hiểm trên cột", now) == len(urgent)
        assert _number(r"(\d+) tồn tại quá hạn", now, 0) == late
    assert _number(r"(\d+) tồn tại quá hạn", _main(minh, "/shift"), 0) == late
    assert _number(r"Hiện trường: (\d+) tồn tại quá hạn", _main(minh, "/today"), 0) == late
    brief = _main(minh, "/briefing")
    assert _number(r"(\d+) tồn tại chưa xong", brief, 0) == len(standing)
    assert _number(r"(\d+) tồn tại quá hạn khắc phục", brief, 0) == late
    table = minh.client.get("/overview/overview.csv").get_data(as_text=True).splitlines()
    at = table[0].split(",").index("Tồn tại quá hạn") - len(table[0].split(","))
    assert sum(int(line.split(",")[at] or 0) for line in table[1:]) == late
    assert sum(one[2] for one in minh.client.get("/defects/overdue.json").get_json()) == late
    masts = minh.client.get("/api/v1/masts").get_json()["masts"]
    held = Counter(row["Mã cột"] for row in standing)
    assert {one["code"]: one["defects"] for one in masts} == {code: held[code] for code in CODES}
    for code in CODES:
        text = minh.get(f"/map/site?code={code}").get_data(as_text=True)
        assert text.count('<span class="severity') == held[code], code


def _same_duties(people: dict[str, Pages]) -> None:
    """A carrier's obligations are the defects that it has to remedy, with the same days."""
    for name in CARRIERS.values():
        lines = _rows(people[name], "/defects/export.xlsx?show=open")
        dated = Counter(row["Hạn khắc phục"] for row in lines if row["Hạn khắc phục"])
        path = "/obligations/export.xlsx?kind=DUT-DEFECT&show=all"
        assert Counter(row["Hạn"] for row in _rows(people[name], path)) == dated, name


def _same_on_the_phone(office: Pages, rows: Sequence[dict[str, Any]]) -> None:
    (held,) = office.client.get("/field/packs.json").get_json()["campaigns"]
    pack = office.client.get(f"/field/packs/{held['id']}.json").get_json()
    told = [(mast["code"], one) for mast in pack["masts"] for one in mast["defects"]]
    assert Counter(code for code, _one in told) == Counter(row["Mã cột"] for row in _standing(rows))
    assert Counter(code for code, one in told if one["late"]) == Counter(row["Mã cột"] for row in _late(rows))
    page = _main(office, f"/campaigns/{held['id']}")
    noted = len([row for row in rows if row["Trạng thái"] != "Không phải tồn tại"])
    assert _number(r"Tồn tại (\d+)", page) == noted
    assert _number(r"(\d+) tồn tại", _main(office, "/campaigns"), 0) == noted
    linked = office.get(f"/defects?campaign={held['id']}&show=all").get_data(as_text=True)
    assert linked.count('class="request-number"') == noted
    book = _rows(office, f"/campaigns/{held['id']}/export.xlsx")
    assert sum(row["Số tồn tại"] for row in book) == noted
    assert sum(row["Chưa kết thúc"] for row in book) == len(_standing(rows))
    visits = _main(office, "/visits?show=new")
    assert sum(map(int, re.findall(r"(\d+) tồn tại", visits))) == noted


def _same_letters(office: Pages, rows: Sequence[dict[str, Any]]) -> None:
    """Who has defects is told how many; each letter has those of its list."""
    page = _main(office, "/defects/letters")
    standing = _standing(rows)
    for company, of in (("Viettel", "VTL"), ("VNPT", "VNPT")):
        own = [row for row in standing if row["Đơn vị quản lý"] == company]
        line = re.search(rf"{company} Tồn tại: (\d+) Số cột: (\d+) Nguy hiểm: (\d+) Quá hạn: (\d+)", page)
        urgent = [row for row in own if row["Mức độ"] == "Nguy hiểm"]
        said = (len(own), len({row["Mã cột"] for row in own}), len(urgent), len(_late(own)))
        assert (tuple(map(int, line.groups())) if line else (0, 0, 0, 0)) == said
        if own:
            made = office.post("/defects/letters/one.docx", {"to": of}, 200)
            letter = docx.Document(io.BytesIO(made.get_data()))
            deadlines = [row.cells[-1].text for table in letter.tables for row in table.rows]
            days = [f"{row['Hạn khắc phục']:%d/%m/%Y}" for row in own if row["Hạn khắc phục"]]
            assert not Counter(days) - Counter(text[:10] for text in deadlines), company
            assert sum("; đã quá hạn" in text for text in deadlines) == len(_late(own)), company
    untold = [row for row in standing if not row["Số công văn"]]
    waits = [row for row in untold if row["Trạng thái"] != "Đã báo cáo khắc phục"]
    assert _number(r"\((\d+) chưa gửi\)", _main(office, "/defects"), 0) == len(waits)


def _same_report(office: Pages, rows: Sequence[dict[str, Any]]) -> None:
    """The year's report counts what was found in the year, in the states of the list, by the same words."""
    found = [
        row
        for row in rows
        if row["Trạng thái"] != "Không phải tồn tại" and row["Ngày phát hiện"].year == today().year
    ]
    book = openpyxl.load_workbook(io.BytesIO(office.client.get("/reports/report.xlsx").get_data()))
    sheet = next(one for one in book.worksheets if "ton-tai" in one.title)
    head, *_rows_of, total = sheet.iter_rows(values_only=True)
    said = dict(zip(head[1:-1], total[1:-1], strict=True))
    assert {word: count for word, count in said.items() if count} == Counter(
        row["Trạng thái"] for row in found
    )
    made = docx.Document(io.BytesIO(office.client.get("/reports/report.docx").get_data()))
    text = " ".join(one.text for one in made.paragraphs)
    assert _number(r"phát hiện (\d+) tồn tại", text) == len(found)
