"""What a list of masts brings is said alike to carrier and office, before it is taken and after.

The page's words and filters, the programs' counts, the workbook with marks, the batch, the changes of lists
and what the carrier owes all speak of the same rows and masts.
"""

import contextlib
import datetime as dt
import html
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.model.mast_lists import MastList, MastListKind
from registry.model.people import Role
from registry.services.lists import comparing, handing_in, looking_through, marked_workbook
from registry.services.lists.mast_lists import get_mast_list
from registry.services.office.calendar import today
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.register.import_sites import import_sites
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.offices import mast, office, write_list
from tests.web.people import PASSWORD, registry_of, running, visitor

LON, LAT, STEP = 106.19, 21.27, 0.01
KNOWN = 4
NUMBERS = itertools.count(1)
FATES = {
    "new": "Cột mới", "changed": "Có thay đổi", "unchanged": "Không thay đổi", "refused": "Không ghi được",
    "anothers": "Của doanh nghiệp khác", "left": "Cơ quan để lại",
}  # fmt: skip
TAKEN = {
    **FATES, "new": "Đã ghi cột mới", "changed": "Đã ghi thay đổi",
    "anothers": "Của doanh nghiệp khác, không ghi", "left": "Cơ quan để lại, chưa ghi",
}  # fmt: skip

code = st.sampled_from([*(f"V{n}" for n in range(KNOWN)), "A", "B", "C", ""])
line = st.tuples(
    code,
    st.sampled_from(["VTL"] * 6 + ["VNPT"]),
    st.sampled_from([0, 0, 0, 0, 0, 5, None]),  # steps away from where the code stands, or no position
    st.sampled_from([42, 45, "cao lắm"]),
    st.sampled_from(["đang hoạt động", "đang hoạt động", "đã tháo dỡ", "kỳ lạ"]),
    st.sampled_from(["4G", "2G", "2G, 5G"]),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("lists") / "sổ"
    registry = office(home)
    for name, role, operator in (("vt", Role.CARRIER, "VTL"), ("an", Role.APPRAISER, "")):
        add_account(
            registry, name, [role], organisation=operator, password=PASSWORD, must_change=False, who="t"
        )
    registry.close()
    with running(read_settings({"BTS_HOME": str(home)})) as made:
        yield made


@pytest.fixture(scope="module")
def people(app: Flask) -> tuple[Pages, Pages]:
    return visitor(app, "vt"), visitor(app, "an")


@settings(
    max_examples=6, deadline=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    brought=st.tuples(
        st.lists(line, min_size=1, max_size=9), st.sets(st.integers(0, 8), max_size=2),
        st.sampled_from(MastListKind),
    )
)  # fmt: skip
def test_pages_files_and_programs_say_what_a_list_brings(
    app: Flask, people: tuple[Pages, Pages], tmp_path: Path, brought: tuple[list[Any], set[int], MastListKind]
) -> None:
    registry, (lines, left, kind) = registry_of(app), brought
    number = next(NUMBERS)
    day = today() - dt.timedelta(days=60 - number % 60)  # each list tells of a later day than the one before
    # what earlier examples wrote is of the places of their own number
    base = [mast(f"{number}-V{n}", "VTL", LON + n * STEP, _lat(number)) for n in range(KNOWN)]
    before = write_list(tmp_path / f"{number}.xlsx", base)
    import_sites(registry, before, yes=True, who="lan", list_date=day - dt.timedelta(days=1))
    item = _sent(registry, tmp_path, [_row(number, one) for one in lines], kind, day)
    if item is None:
        return
    said = _said_alike(registry, people, item)
    for at in left & set(range(len(lines))):
        looking_through.leave(registry, _now(registry, item), [("Sheet", at + 2)], "chưa rõ", who="an")
    if left & set(range(len(lines))):
        said = _said_alike(registry, people, item)
    now = _now(registry, item)
    with contextlib.suppress(RefusalError):  # all its rows are left, or none can be taken
        looking_through.accept(registry, now, seen=now.version, who="an")
    if jobs.newest_job(registry, looking_through.ACCEPT, item.id) is None:
        looking_through.return_list(registry, now, "không có gì", seen=now.version, who="an")
        return
    masts = people[1].get("/map/table.json?count=1").json["total"]  # type: ignore[index]
    assert jobs.finish(registry)
    item = _now(registry, item)
    _said_alike(registry, people, item)
    new = people[1].get("/map/table.json?count=1").json["total"] - masts  # type: ignore[index]
    assert new == said["new"]
    if item.batch:
        assert _batch(people[1], item.batch) == (new, said["changed"])
    _same_gone(people[1], day, said["asked"])
    _same_changes(people[1], day)
    _same_state(people, item)


def _row(number: int, one: tuple[Any, ...]) -> tuple[Any, ...]:
    name, operator, away, height, state, technologies = one
    at = ("V0", "V1", "V2", "V3", "A", "B", "C", "").index(name)
    lon, lat = LON + at * STEP, _lat(number) + (away or 0) * STEP
    row = mast(f"{number}-{name}" if name else "", operator, lon, lat, "A2b", height, state, technologies)
    return (*row[:2], "", "", *row[4:]) if away is None else row


def _lat(number: int) -> float:
    return LAT - 0.15 + number % 60 * 0.005


def _sent(
    registry: Registry, folder: Path, rows: list[Any], kind: MastListKind, day: dt.date
) -> MastList | None:
    """Return a list that was handed in and sent; None where no row of it can be taken."""
    path = write_list(folder / "ds.xlsx", rows)
    item = handing_in.begin(
        registry, path, name="ds.xlsx", operator="VTL", kind=kind, list_date=day, who="vt"
    )
    assert jobs.finish(registry)
    fates = comparing.required(registry, _now(registry, item)).fates
    if {"new", "changed", "unchanged"}.isdisjoint(fates):
        return None
    return handing_in.send(registry, item, seen=_now(registry, item).version, who="vt")


def _now(registry: Registry, item: MastList) -> MastList:
    return get_mast_list(registry, item.id, "VTL")


def _said_alike(registry: Registry, people: tuple[Pages, Pages], item: MastList) -> dict[str, Any]:
    """Assert that every surface counts alike; return what the form of taking says that it writes."""
    item = _now(registry, item)
    comparing.under_way(registry, item, who="an", begin=not item.batch)
    assert jobs.finish(registry)
    marked_workbook.make(registry, item, who="an")
    assert jobs.finish(registry)
    told: list[Any] = []
    for pages in people:
        page = pages.get(f"/mast-lists/{item.id}").get_data(as_text=True)
        tabs = {
            name: int(count) for name, count in re.findall(r'what=(\w+)"[^>]*><b>(\d+)</b>', page)
        }  # fmt: skip
        words = TAKEN if item.batch or item.state in ("accepted", "partly") else FATES
        for name, count in tabs.items():
            shown = pages.get(f"/mast-lists/{item.id}?what={name}").get_data(as_text=True)
            assert shown.count('<tr id="row-') == count, name
            if name in words:
                bears = Counter(
                    re.findall(r'<span class="state[^"]*">([^<]+)</span>', shown.partition("<tbody")[2])
                )
                assert bears[words[name]] == count, (name, bears)
        fates = {name: tabs.get(name, 0) for name in FATES}
        answer: Any = pages.get(f"/api/v1/mast-lists/{item.id}").json
        assert {name: answer["counts"][name] for name in FATES} == fates
        assert sum(fates.values()) == answer["counts"]["rows"]
        told.append(fates)
        marked = pages.get(f"/mast-lists/{item.id}/marked.xlsx").get_data()
        assert sorted(_summary(marked)) == sorted([*fates.values(), answer["counts"]["gone"]])
    assert told[0] == told[1]
    found = re.search(r"Ghi vào sổ đăng ký: (\d+) cột mới, (\d+) cột thay đổi", page)
    gone = re.search(r"(\d+) cột không còn trong danh sách vẫn giữ trong sổ và được hỏi", page)
    if found is None:
        return {}
    return {"new": int(found[1]), "changed": int(found[2]), "asked": int(gone[1]) if gone else 0}


def _summary(book: bytes) -> list[int]:
    """Return the counts that the workbook's sheet of its own says."""
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[-1]
    return [row[1] for row in sheet.iter_rows(values_only=True) if row[0] and isinstance(row[1], int)]


def _batch(pages: Pages, batch: str) -> tuple[int, int]:
    page = pages.get(f"/batches/{batch}").get_data(as_text=True)
    new, changed = (re.search(rf"(\d+) {word}", page) for word in ("mới", "thay đổi"))
    return int(new[1]) if new else 0, int(changed[1]) if changed else 0


def _same_gone(pages: Pages, day: dt.date, asked: int) -> None:
    """What the form says is asked about under changes of lists is what that page then asks about."""
    if asked:
        page = pages.get(f"/list-changes?quarter={day.year}Q{(day.month + 2) // 3}").get_data(as_text=True)
        told = re.findall(r"Không còn trong danh sách\W+(\d+)", re.sub(r"<[^>]+>|\s+", " ", page))
        assert str(asked) in told, (asked, told)


def _same_changes(pages: Pages, day: dt.date) -> None:
    """The workbook of the changes of lists says each in the words of its page."""
    quarter = f"{day.year}Q{(day.month + 2) // 3}"
    page = html.unescape(pages.get(f"/list-changes?quarter={quarter}").get_data(as_text=True))
    book = pages.get(f"/list-changes/export.xlsx?quarter={quarter}").get_data()
    rows = list(openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True))[1:]
    told = re.search(r"Từng thay đổi \((\d+)\)", page)
    assert len(rows) == (int(told[1]) if told else 0)
    states = {str(row[5]) for row in rows}
    assert states <= {"Chưa giải trình", "Đang hỏi", "Đã giải trình", "Tự rõ"}
    assert all(word in page for word in states | {str(row[0]) for row in rows})


def _same_state(people: tuple[Pages, Pages], item: MastList) -> None:
    """A list with a row that is not in the register is nowhere said to be taken whole."""
    carrier, _officer = people
    page = carrier.get(f"/mast-lists/{item.id}").get_data(as_text=True)
    kept_out = re.search(
        r"dòng (cơ quan để lại|không ghi được|ghi là của doanh nghiệp khác)[^.]* chưa vào sổ", page
    )
    assert ("Đã nhận cả danh sách" in page) == (kept_out is None)
