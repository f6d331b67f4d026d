"""Minutes say of masts, answers and defects what the visits, the defects and the campaign say of them."""

import datetime as dt
import html
import io
import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import docx
import pytest
from flask import Flask

from registry.errors import RefusalError
from registry.model.field.inspections import CampaignKind
from registry.model.people import OPEN_DESK
from registry.services.field import comparison
from registry.services.field import defects as service
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.inspections import get_inspection
from registry.services.field.selection import Selection
from registry.services.field.visit_defects import decide_none, make_defect, said_of, untold
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from tests.pages import Pages
from tests.services.field.minutes_office import stated
from tests.services.field.world import HOA, LAN, OFFICER, item, new_id, photo, send
from tests.web.field.one_officer import one_officer
from tests.web.field.test_one_state_elsewhere import _DEEDS, CODES, _main, _rows
from tests.web.people import registry_of, visitor

SEEDS = (1, 6)
"""More of them find more; of 40 and 12 that were run, the sixth found what the minutes had wrong."""
UNITS = {"VTL": ("VTL", "Viettel"), "VNPT": ("VNPT", "VNPT"), "": ("", "Chưa rõ đơn vị")}
UNIT_OF = {"BGG00045": "VNPT", "BGG00077": "VTL", "BGG00078": "VTL", "BGG00099": ""}

Table = list[list[str]]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with one_officer(tmp_path_factory.mktemp("minutes")) as made:
        yield made


@pytest.mark.parametrize("seed", SEEDS)
def test_minutes_say_what_the_pages_say(app: Flask, seed: int) -> None:
    registry, minh, chance = registry_of(app), visitor(app, "minh"), random.Random(seed)
    plan = CampaignPlan(CampaignKind.SEASON, f"Đợt {seed}", today(), today(), selection=Selection())
    campaign = make_campaign(registry, plan, person=OFFICER).id
    visits: dict[str, list[str]] = {}
    for code in CODES:
        for _ in range(chance.choice((0, 1, 1, 2))):
            visits.setdefault(code, []).append(_visit(registry, campaign, code, chance))
    for code in visits:
        _choose(registry, campaign, code, chance)
    for own in visits.values():
        for one in own:
            _decide(registry, one, chance)
    for found in service.list_defects(registry, person=OPEN_DESK):
        if found.campaign == campaign:
            for deed in chance.choices(_DEEDS, k=chance.choice((0, 0, 1, 3))):
                with suppress(RefusalError):
                    deed(registry, service.get_defect(registry, found.id, person=OPEN_DESK)[0], chance)
    rows = _rows(minh, f"/defects/export.xlsx?campaign={campaign}&show=all")
    book = _rows(minh, f"/campaigns/{campaign}/export.xlsx")
    sections = _sections(minh, campaign)
    told: dict[str, list[list[str]]] = {}
    for code, (organisation, name) in UNITS.items():
        there = [row for row in book if UNIT_OF[row["Mã cột"]] == code and row["Số lượt"]]
        assert (name in sections) == bool(there), name
        if not there or "Chưa lập được" in sections[name]:
            continue
        text = sections[name]
        stated(registry, campaign, organisation)
        masts, told[code], said = _minutes(minh, campaign, organisation)
        assert sorted(masts) == sorted(row["Mã cột"] for row in there)
        assert f"{len(masts)} cột: " in text
        _same_defects(told[code], [row for row in rows if UNIT_OF[row["Mã cột"]] == code], text, said)
        _same_answers(minh, masts, {code: visits[code] for code in masts}, text)
        _same_photos(minh, [one for code in masts for one in visits[code]], said)
    for found in service.list_defects(registry, person=OPEN_DESK):
        if found.campaign == campaign and found.standing:
            service.close_defect(registry, found.id, reason="Đã sửa", person=OFFICER, seen=found.version)
    for code, before in told.items():  # what was found stays what was found, and nothing is asked any more
        _masts, after, said = _minutes(minh, campaign, UNITS[code][0])
        assert [row[:5] for row in after] == [row[:5] for row in before]
        assert all(row[5].startswith("đã khắc phục") for row in after)
        assert "báo cáo kết quả kèm ảnh" not in said


def _minutes(
    pages: Pages, campaign: str, unit: str
) -> tuple[dict[str, list[list[str]]], list[list[str]], str]:
    return _read(pages.client.get(f"/minutes/{campaign}/minutes.docx?unit={unit}").get_data())


def _same_photos(minh: Pages, visits: list[str], said: str) -> None:
    """None of these photos can be drawn: all of them are told of as kept."""
    kept = sum(map(int, re.findall(r"còn (\d+) ảnh trong hồ sơ", said)))
    pages = [_main(minh, f"/visits/{one}") for one in visits]
    assert kept == sum(int(count) for page in pages for count in re.findall(r" Ảnh \((\d+)\)", page))


def _sections(minh: Pages, campaign: str) -> dict[str, str]:
    page = minh.get(f"/minutes/{campaign}").get_data(as_text=True)
    parts = re.findall(r'(?s)<section class="card minutes".*?</section>', page)
    words = [" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts]
    return {next(name for _code, name in UNITS.values() if one.startswith(name)): one for one in words}


def _read(content: bytes) -> tuple[dict[str, Table], Table, str]:
    """Return what minutes say: the answers of each mast, the defects, and all that stands in no table."""
    made = docx.Document(io.BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
    text = "\n".join(one.text for one in made.paragraphs)
    codes = re.findall(r"(?m)^\d+\. Cột (\S+):", text)
    answers = [rows[1:] for rows in tables if rows[0][0] == "Nội dung kiểm tra"]
    found = next((rows[1:] for rows in tables if rows[0][:2] == ["TT", "Mã cột"]), [])
    return dict(zip(codes, answers, strict=True)), found, text


def _same_defects(found: list[list[str]], own: list[dict[str, Any]], text: str, said: str) -> None:
    """The defects of minutes are those of the list, but for those that the page names as left out."""
    left_out = Counter(re.findall(r"Xem tồn tại của (\S+)", text))
    told = Counter(
        (row[1], row[4], row[5] if row[5].startswith("đã khắc phục") else row[5][-10:]) for row in found
    )
    listed: Counter[tuple[str, ...]] = Counter()
    for row in own:
        due, end = row["Hạn khắc phục"], row["Ngày kết thúc"]
        key = (row["Mã cột"], row["Mức độ"].lower(), f"{due:%d/%m/%Y}" if due else "–")
        remedied = (*key[:2], f"đã khắc phục {end:%d/%m/%Y}") if row["Trạng thái"] == "Đã khắc phục" else key
        listed[remedied if listed[remedied] < told[remedied] else key] += 1  # signed before, it had its day
    assert not told - listed
    assert Counter(key[0] for key in (listed - told).elements()) == left_out, (told, listed)
    assert [row[0] for row in found] == [str(at) for at in range(1, len(found) + 1)]
    assert ("Không có yêu cầu khắc phục." in said) == (not found)
    left = [row for row in found if not row[5].startswith("đã khắc phục")]
    assert ("đều đã được khắc phục" in said) == (bool(found) and not left)
    ungraded = [row for row in found if row[4] == "chưa xếp mức"]
    assert text.count("Xếp mức tồn tại của") <= len(ungraded)


def _same_answers(minh: Pages, masts: Any, visits: dict[str, list[str]], text: str) -> None:
    """What a mast was found to be stands on the page of one of its visits."""
    waiting = Counter(
        {code: int(n) for code, n in re.findall(r"Xem lượt kiểm tra của (\S+) (\d+) mục", text)}
    )
    for code, rows in masts.items():
        pages = [html.unescape(_main(minh, f"/visits/{one}")) for one in visits[code]]
        for entry, value, _limit, judged in rows:
            if value == "không kiểm tra":
                assert all(entry in page.partition("Để trống")[2] for page in pages), entry
                continue
            first = value.partition(". ")[0]
            assert any(f"{entry} {first}" in page for page in pages), (entry, value)
            assert any(judged[1:] in page for page in pages)
        beyond = [row for row in rows if row[3] == "có vấn đề"]
        reasons = [row for row in beyond if "Không ghi tồn tại" in row[1]]
        assert waiting[code] <= len(beyond) - len(reasons)


def _visit(registry: Registry, campaign: str, code: str, chance: random.Random) -> str:
    visit = new_id()
    ago = chance.choice((0, 1, 3, 31))
    at = dt.datetime.combine(today() - dt.timedelta(days=ago), dt.time(chance.choice((0, 6, 23)), 5))
    moment = f"{at.isoformat()}.000+07:00" if ago else f"{today()}T00:05:00.000+07:00"
    own: dict[str, Any] = {
        "visit": visit, "structure": f"mast-{code}", "campaign": campaign, "recorded_at": moment,
    }  # fmt: skip
    person = chance.choice((LAN, HOA))
    sent = [item("start", **own, seq=1)]
    for n, rust in enumerate(chance.sample(["none", "light", "heavy"], chance.choice((0, 1, 2))), 2):
        pictures = [
            photo(registry, f"{visit}{n}{at}".encode(), person) for at in range(chance.choice((0, 1, 2)))
        ]
        sent.append(item(**own, entry="rust", value=rust, raw=rust, seq=n, photos=pictures))
    for n in range(chance.choice((0, 1, 2))):
        sent.append(
            item(
                "defect",
                **own,
                defect=chance.choice(("rust_heavy", "bent", "other")),
                seq=7 + n,
                severity=chance.choice(("urgent", "serious", "minor", "")),
                component="guy",
                note=f"Bu lông M{n}",
            )
        )
    if chance.random() < 0.8:
        sent.append(item("finish", **own, seq=20))
    send(registry, *sent, person=person, by=person.name)
    return visit


def _choose(registry: Registry, campaign: str, code: str, chance: random.Random) -> None:
    compared = comparison.compare(registry, f"mast-{code}", person=OFFICER, campaign=campaign)
    for entry in compared.fields:
        among = [one.item.id for one in entry.readings if one is not None]
        if len(among) > 1:
            with suppress(RefusalError):
                comparison.choose_item(
                    registry, f"mast-{code}", entry=entry.entry, item=chance.choice(among), among=among,
                    reason="ảnh rõ", person=OFFICER,
                )  # fmt: skip


def _decide(registry: Registry, visit: str, chance: random.Random) -> None:
    view = get_inspection(registry, visit, person=OFFICER)
    for entry, reading in untold(view).items():
        what = chance.choice(("", "make", "none"))
        if what == "make":
            make_defect(registry, visit, entry, "rust_heavy", "serious", person=OFFICER)
        elif what:
            decide_none(
                registry, visit, entry, answer=said_of(view, reading), reason="Đã sơn", person=OFFICER
            )
