"""How far a campaign has come is the same on its page, in lists, workbooks, the briefing and the phone."""

import datetime as dt
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask

from registry.errors import RefusalError
from registry.model.field.inspections import Campaign, CampaignKind
from registry.model.people import OPEN_DESK, Role
from registry.services.field import campaign_targets as targets
from registry.services.field import campaigns as service
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.selection import Selection
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.field import world
from tests.services.field.world import OFFICER, item, new_id, send
from tests.services.requests import desk
from tests.web.field.test_one_state_elsewhere import _main, _number, _rows
from tests.web.people import PASSWORD, registry_of, running, visitor

MASTS = {f"BGG0010{n}": {"operators": ("VTL",), "lon": 106.2 + n / 100, "lat": 21.3} for n in range(4)}
INSPECTORS = ("lan", "hoa")
SEEDS = (0, 1, 4, 10)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("progress") / "sổ")})
    registry = desk.make(home)
    world.add_masts(registry, MASTS)
    asked: dict[str, Any] = {"password": PASSWORD, "must_change": False, "who": "t"}
    add_account(registry, "minh", [Role.APPRAISER, Role.ADMINISTRATOR], **asked)
    for name in INSPECTORS:
        add_account(registry, name, [Role.INSPECTOR], **asked)
    registry.close()
    with running(home) as made:
        yield made


@pytest.fixture(scope="module")
def people(app: Flask) -> dict[str, Pages]:
    return {name: visitor(app, name) for name in ("minh", *INSPECTORS)}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_page_says_the_same_of_a_campaign(app: Flask, people: dict[str, Pages], seed: int) -> None:
    registry = registry_of(app)
    chance = random.Random(seed)
    own = tuple(f"mast-{code}" for code in chance.sample(sorted(MASTS), chance.choice((1, 3, 4))))
    plan = CampaignPlan(
        chance.choice((CampaignKind.SEASON, CampaignKind.SPOT_CHECK)), f"Đợt {seed}", _day(-3), _day(3),
        selection=Selection(structures=own), due_on=_day(chance.choice((-1, 0, 1))),
    )  # fmt: skip
    made = make_campaign(registry, plan, person=OFFICER)
    for _ in range(seed * 3):
        with suppress(RefusalError):  # a deed that there is no more
            _deed(registry, made.id, chance)
    minh = people["minh"]
    for one in service.list_campaigns(registry, person=OPEN_DESK):
        book = _rows(minh, f"/campaigns/{one.id}/export.xlsx")
        _same_page(minh, one, book)
        _same_list(minh, one, book)
        _same_brief(minh, one, book)
    _same_day(people, service.list_campaigns(registry, person=OPEN_DESK))
    _same_visits(minh, service.list_campaigns(registry, person=OPEN_DESK))


def _day(count: int) -> dt.date:
    return today() + dt.timedelta(days=count)


def _deed(registry: Registry, campaign: str, chance: random.Random) -> None:
    held = service.get_campaign(registry, campaign, person=OPEN_DESK)
    one = chance.choice(targets.targets_of(registry, campaign, person=OPEN_DESK))
    deed = chance.choice(("give", "give", "due", "out", "back", "visit", "visit", "visit", "end"))
    if deed == "give":
        who = chance.choice((*INSPECTORS, ""))
        targets.assign(registry, campaign, [one.id], person=OFFICER, assignee=who)
    elif deed == "due":
        targets.assign(registry, campaign, [one.id], person=OFFICER, due_on=_day(chance.choice((-1, 0, 9))))
    elif deed == "out":
        targets.leave_out(registry, one.id, reason="Đã tháo", person=OFFICER, seen=one.version)
    elif deed == "back":
        targets.take_back(registry, one.id, person=OFFICER, seen=one.version)
    elif deed == "end":
        state = "closed" if held.state == "open" else "open"
        service.amend_campaign(registry, campaign, person=OFFICER, seen=held.version, state=state)
    else:
        _visit(registry, campaign, one.mast.structure, chance)


def _visit(registry: Registry, campaign: str, structure: str, chance: random.Random) -> None:
    at = chance.choice((f"{_day(-1)}T23:30:00.000+07:00", f"{today()}T00:10:00.000+07:00"))
    own = {"visit": new_id(), "campaign": campaign, "structure": structure, "recorded_at": at}
    sent = [item("start", **own), item(**own, entry="rust", value="none", raw="none")]
    end = chance.choice(("finish", "finish", "drop", ""))
    send(registry, *sent, *([item(end, **own)] if end else []))


def _shown(pages: Pages, path: str) -> int:
    return pages.get(path).get_data(as_text=True).count('<tr id="mast-')


def _of(book: Sequence[dict[str, Any]], *words: str) -> list[dict[str, Any]]:
    return [row for row in book if row["Tiến độ"] in words]


def _same_page(minh: Pages, one: Campaign, book: Sequence[dict[str, Any]]) -> None:
    """The page's tiles are its rows, and lead to as many."""
    at = f"/campaigns/{one.id}"
    page, text = minh.get(at).get_data(as_text=True), _main(minh, at)
    there = [row for row in book if row["Tiến độ"] != "Bỏ khỏi đợt"]
    done, late = _of(book, "Đã kiểm tra"), [row for row in book if row["Trễ hạn"]]
    assert f"Đã kiểm tra {len(done)} /{len(there)} " in text
    assert _shown(minh, at) == len(book)
    assert all(row["Ngày kiểm tra"] for row in done)
    assert not any(row["Ngày kiểm tra"] for row in book if row not in done)
    assert not [row for row in late if row in done or one.state == "closed"]
    assert text.count("· trễ") == len(late)
    free = [row for row in _of(book, "Chưa đi") if not row["Người đi"]]
    for word, of in (("Đang kiểm tra", _of(book, "Đang kiểm tra")), ("Trễ hạn", late), ("Chưa giao", free)):
        assert _number(rf"{word} (\d+) ", text) == len(of), word
        link = re.search(rf'<dt>{word}</dt><dd><a href="([^"]+)"', page)
        assert (link is not None) == bool(of), word
        if link is not None:
            assert _shown(minh, link[1].replace("&amp;", "&")) == len(of), word
    asked = _number(r"Giao (\d+) cột chưa có người đi", text, 0)
    assert asked == (len(free) if one.state == "open" else 0)
    groups = Counter(mark[3] for mark in minh.client.get(f"{at}/masts.json").get_json())
    assert groups["late"] == len(late)
    assert groups["visited"] == len(done)


def _same_list(minh: Pages, one: Campaign, book: Sequence[dict[str, Any]]) -> None:
    text = _main(minh, f"/campaigns?state={one.state}")
    row = re.search(rf"{one.name} (?:(?!Đợt \d).)*", text)
    assert row is not None
    there = [line for line in book if line["Tiến độ"] != "Bỏ khỏi đợt"]
    assert f" {len(_of(book, 'Đã kiểm tra'))}/{len(there)} cột" in row[0]
    assert _number(r"(\d+) cột trễ hạn", row[0], 0) == sum(bool(line["Trễ hạn"]) for line in book)
    (line,) = (it for it in _rows(minh, f"/campaigns?state={one.state}&file=xlsx") if it["Đợt"] == one.name)
    assert line["Số cột"] == len(there)


def _same_brief(minh: Pages, one: Campaign, book: Sequence[dict[str, Any]]) -> None:
    text = _main(minh, "/briefing")
    there = [row for row in book if row["Tiến độ"] != "Bỏ khỏi đợt"]
    done = len(_of(book, "Đã kiểm tra"))
    said = re.search(rf"{one.name} (?:(?!Đợt \d).)*?đã kiểm tra (\d+)/(\d+) cột", text)
    assert (said is not None) == (one.state == "open")
    if said is not None:
        assert (int(said[1]), int(said[2])) == (done, len(there))


def _same_day(people: dict[str, Pages], campaigns: Sequence[Campaign]) -> None:
    """An inspector's day and phone have what the office gave, and what nobody has, of what still runs."""
    running_ones = [one for one in campaigns if one.state == "open"]
    for name in INSPECTORS:
        books = {one.id: _rows(people["minh"], f"/campaigns/{one.id}/export.xlsx") for one in running_ones}
        own = [
            row for book in books.values() for row in _of(book, "Chưa đi", "Đang kiểm tra")
            if row["Người đi"] == name
        ]  # fmt: skip
        assert _number(r"Cột phải đi kiểm tra (\d+)", _main(people[name], "/today"), 0) == len(own), name
        packs = people[name].client.get("/field/packs.json").get_json()["campaigns"]
        told = {one["id"]: one for one in packs}
        for key, book in books.items():
            mine = [
                row for row in book if row["Người đi"] in ("", None, name) and row["Tiến độ"] != "Bỏ khỏi đợt"
            ]
            assert (key in told) == bool(mine)
            if mine:
                done = len(_of(mine, "Đã kiểm tra"))
                late = sum(bool(row["Trễ hạn"]) for row in mine)
                said = told[key]
                assert (said["masts"], said["visited"], said["late"]) == (len(mine), done, late)


def _same_visits(minh: Pages, campaigns: Sequence[Campaign]) -> None:
    """The visits that have come are those of the campaigns, without what was begun by mistake."""
    books = [_rows(minh, f"/campaigns/{one.id}/export.xlsx") for one in campaigns]
    came = sum(row["Số lượt"] for book in books for row in book)
    assert _number(r"(\d+) Về gần đây", _main(minh, "/visits"), 0) == came
    assert len(_rows(minh, "/visits?show=recent&file=xlsx")) == came
