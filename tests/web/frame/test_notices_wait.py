"""A notice asks for what still is to be done: its page says the same, its number is that of the rows.

What was done, moved or taken back meanwhile is not asked for any more, though nobody opened the notice.
"""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.model.field.inspections import CampaignKind
from registry.model.outages.outage_reminders import ReminderWay
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.selection import Selection
from registry.services.obligations.near_deadlines import tell_near
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.outages.carrier_reports import send_unchanged
from registry.services.outages.events import close_event, event_of
from registry.services.outages.reminders import remind
from registry.services.requests.sharing import ask_to_share, record_reply, withdraw_sharing
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.field import world as field
from tests.services.field.world import OFFICER
from tests.services.outages.world import built, heading, opened
from tests.services.requests import desk
from tests.web.field import test_one_state_elsewhere as defects
from tests.web.people import running, visitor
from tests.web.requests.outcomes import ENDS, PEOPLE, Story, main, one, peopled, tabs_of, words

SEEDS = (4,)
"""More of them find more; a register of one is read in some seconds."""
ASKS = {
    r": đề nghị bổ sung$": r"^.{,60}Chờ doanh nghiệp bổ sung",
    r" trình lãnh đạo$": r"^.{,60}Đã trình lãnh đạo",
    r"^Cơ quan lấy ý kiến": r"Gửi ý kiến",
    r"^Viettel đề nghị dùng chung cột": r"Gửi trả lời",
}
"""What a notice asks for, and what the page to which it leads says as long as it does, and then alone."""
BY = {
    r"^Hồ sơ \S+ đến hạn trả lời ngày (.*)$": r"(còn .* ngày làm việc|hạn hôm nay).* {day}",
    r"(?:khắc phục xong|Mở lại tồn tại|hạn khắc phục).*(?:hạn|nay là) ([\d:/ ]+)$": r"Hạn khắc phục {day}",
    r"^Cơ quan lấy ý kiến.*hạn trả lời ngày (.*)$": r"{day}",
}
"""By when it is to be done, and what the page says of that."""

MARK = "● chưa mở: "


@pytest.fixture(scope="module", params=SEEDS)
def app(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("told")
    home = read_settings({"BTS_HOME": str(folder / "sổ")})
    draw, registry = random.Random(request.param), built(peopled(desk.make(home)))
    field.add_masts(registry, defects.MASTS)
    plan = CampaignPlan(CampaignKind.SEASON, "Mùa bão", today(), today(), selection=Selection())
    make_campaign(registry, plan, person=OFFICER)
    for n, end in enumerate(ENDS, 1):
        Story(registry, folder, n, end, draw)
    for _ in range(14):
        defects._one(registry, draw)
    _outages(registry, draw)
    _sharing(registry, draw)
    tell_near(registry, today())
    registry.close()
    with running(home) as made:
        yield made


def _outages(registry: Registry, draw: random.Random) -> None:
    for n in range(3):
        event = opened(registry, name=f"Đợt {n}")
        remind(registry, event.id, ["VTL", "VNPT"], ReminderWay.NOTICE, who="truc")
        for operator in draw.choice(([], ["VTL"], ["VTL", "VNPT"])):
            send_unchanged(registry, heading(event, operator))
        if draw.random() < 0.3:
            close_event(registry, event.id, seen=event_of(registry, event.id).version, who="truc")


def _sharing(registry: Registry, draw: random.Random) -> None:
    for n in range(4):
        asked = ask_to_share(
            registry, asker="VTL", owner="VNPT", mast="BGG00045", sent_on=today(), who="vt",
            letter_number=f"{n}/VT",
        )  # fmt: skip
        what = draw.choice(("", "agree", "withdrawn"))
        own: dict[str, Any] = {"who": "vn", "seen": asked.version or 1}
        if what == "agree":
            record_reply(registry, asked.id, answer=what, replied_on=today(), **own)
        elif what:
            withdraw_sharing(registry, asked.id, reason="Không cần nữa", **own)


def _lines(pages: Pages, show: str) -> list[tuple[str, str, str]]:
    """Return the notices of a tab: address, sentence, and whether somebody opened it."""
    page = main(pages, f"/notices?show={show}")
    table = re.search(r'(?s)<table class="queue inbox".*?<tbody>(.*?)</tbody>', page)
    found = []
    for row in re.findall(r"(?s)<tr.*?</tr>", table[1] if table else ""):
        told, _at, state = re.findall(r"(?s)<td.*?</td>", row)
        found.append((one(r'href="([^"]+)"', told, ""), words(told), words(state)))
    return found


@pytest.mark.parametrize("name", PEOPLE)
def test_a_notice_asks_for_what_its_page_still_asks_for(app: Flask, name: str) -> None:
    pages = visitor(app, name)
    lines, every = _lines(pages, "unopened"), _lines(pages, "all")
    _same_count(pages, name, lines, every)
    assert every
    for address, marked, state in every:
        waits, text = state == "chưa mở", marked.removeprefix(MARK)
        assert waits == (text != marked), state
        said = words(main(pages, address))
        for asked, page in ASKS.items():
            if re.search(asked, text):
                assert bool(re.search(page, said)) == waits, (text, said[:900])
        for asked, page in BY.items():
            found = re.search(asked, text)
            if found and waits:
                assert re.search(page.format(day=re.escape(found[1])), said), (text, said[:900])
        if waits and "khắc phục" in text:
            assert not re.search(r"Đã (báo cáo )?khắc phục|Không phải tồn tại", said), (text, said[:900])


def _same_count(pages: Pages, name: str, lines: list[Any], every: list[Any]) -> None:
    """The tabs, the bell, the day and programs count the rows that wait."""
    tabs = {word: count for _url, count, word in tabs_of(main(pages, "/notices"))}
    assert (tabs["Chưa mở"], tabs["Tất cả"]) == (len(lines), len(every))
    assert lines == [line for line in every if line[2] == "chưa mở"]
    day = pages.get("/today").get_data(as_text=True)
    bell = re.search(r'class="bell"[^>]*>.*?Thông báo</span>(?:<span class="waits">(\d+))?', day)
    assert bell is not None
    assert int(bell[1] or 0) == len(lines), name
    part = re.search(r"Thông báo chưa mở (\d+)", words(day))
    assert int(part[1] if part else 0) == len(lines), name
    told = json.loads(pages.get("/api/v1/notices?unopened=true").get_data())["notices"]
    assert [f"{MARK}{one['text']}" for one in told] == [text for _address, text, _state in lines]
