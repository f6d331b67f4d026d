"""How many masts stand, of whom and where, is one number on every page and in every file of the office."""

import csv
import datetime as dt
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

from registry.model.people import Role
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import add_account
from registry.services.register.import_sites import import_sites
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.offices import HEADER, office, write_list
from tests.web.open_data.world import open_
from tests.web.people import PASSWORD, registry_of, running, visitor

NUMBERS = itertools.count()
HEAD = (*HEADER, "Dùng chung với", "Ngày xây dựng", "Ngày tháo dỡ", "Trụ vững")
GONE, PLANNED = "Đã tháo dỡ", "Đã duyệt, chưa xây"
NETWORKS = {"VNPT": "VNPT", "VTL": "Viettel", "VMS": "MobiFone"}
WORDS = {
    "Đang hoạt động": "Đang hoạt động", "Đang xây dựng": "Đang xây dựng", "Tạm ngừng": "Tạm ngừng",
    PLANNED: PLANNED, GONE: GONE,
}  # fmt: skip

days = st.sampled_from([None, None, None, -400, -1, 0])
mast = st.tuples(
    st.sampled_from(list(NETWORKS)),
    st.sampled_from([(106.19, 21.27), (106.19, 21.27), (106.08, 21.18), (105.0, 20.5)]),  # at last in none
    st.sampled_from(["A2b", "A1a", "", "loại 1"]),
    st.sampled_from(["", "đang hoạt động", "đang xây dựng", "đã duyệt", "tạm ngừng", "đã tháo dỡ"]),
    st.sampled_from(["4G", "2G, 4G", ""]),
    st.sampled_from(["", "", "Viettel", "MobiFone, VNPT"]),
    days,
    st.sampled_from(["có", "không", ""]),
    st.sampled_from(["", "", "đang hoạt động", "đã tháo dỡ"]),  # what the next list says of it, if anything
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("counted") / "sổ"
    registry = office(home)
    add_account(registry, "an", [Role.APPRAISER], password=PASSWORD, must_change=False, who="t")
    open_(registry, "masts", "counts")
    registry.close()
    with running(read_settings({"BTS_HOME": str(home)})) as made:
        yield made


@pytest.fixture(scope="module")
def an(app: Flask) -> Pages:
    return visitor(app, "an")


def test_no_mast_at_all_is_none_everywhere(an: Pages) -> None:
    assert _table(an) == []
    assert "0 cột, 0 trạm hiện có" in _text(an, "/compliance") or "hiện có" not in _text(an, "/compliance")
    assert _last(an, "cot-theo-xa")[-1] == 0


@settings(
    max_examples=4, deadline=None, derandomize=True, phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(masts=st.lists(mast, min_size=1, max_size=12))
def test_masts_that_stand_are_as_many_everywhere(
    app: Flask, an: Pages, tmp_path: Path, masts: list[Any]
) -> None:
    registry, number = registry_of(app), next(NUMBERS)
    first = [_row(f"{number}-{n}", n, *one[:-1]) for n, one in enumerate(masts)]
    then = [
        _row(f"{number}-{n}", n, *one[:3], one[-1], *one[4:6], None, "")
        for n, one in enumerate(masts)
        if one[-1]
    ]
    for lines in filter(None, (first, then)):
        import_sites(registry, write_list(tmp_path / "l.xlsx", lines, HEAD), yes=True, who="lan")
    table = _table(an)
    stand = [one for one in table if one["state"] not in {GONE, PLANNED}]
    overview = _overview(an)
    assert {name: int(overview[name]) for name in WORDS} == _states(table)
    said = re.search(r"([\d.]+) cột, ([\d.]+) trạm hiện có", _text(an, "/compliance"))
    plates = re.search(r"(\d+) biển Mở bản in", _text(an, "/plates"))
    counts = {
        "overview": int(overview["Cột đang đứng"]),
        "report": _last(an, "cot-theo-xa")[-1],
        "classes": _last(an, "loai-cot")[-1],
        "compliance": int(said[1]) if said else 0,
        "plates": int(plates[1]) if plates else 0,
    }
    assert set(counts.values()) == {len(stand)}, counts
    assert an.get("/api/v1/masts?limit=1").json["total"] == len(table)  # type: ignore[index]
    assert int(overview["Trạm"]) == _last(an, "cong-nghe")[-1] == (int(said[2]) if said else 0)
    carried = [one["operators"].split(", ") for one in stand]
    assert _last(an, "cot-theo-xa")[1:4] == [
        sum(word in own for own in carried) for word in NETWORKS.values()
    ]
    assert int(overview["Cột dùng chung"]) == sum(len(own) > 1 for own in carried)
    communes = {row[0].partition(" ")[2]: row[-1] for row in _rows(an, "cot-theo-xa")[1:-1] if row[-1]}
    there = Counter(one["commune"] for one in stand)
    outside = there.pop("", 0)
    assert {name: count for name, count in communes.items() if name in there} == there
    assert sum(communes.values()) == sum(there.values()) + outside
    assert int(overview["Cột trụ vững"]) == _last(an, "tru-vung")[1]
    _same_in_public(Pages(app), [one for one in table if one["state"] != PLANNED])


def _same_in_public(nobody: Pages, seen: list[dict[str, str]]) -> None:
    """What everybody may take is as many masts, by state, and its page says how many rows lack what."""
    masts, counts = (_csv(nobody, f"/open-data/{name}.csv") for name in ("masts", "counts"))
    assert Counter(row["Trạng thái"] for row in masts) == Counter(one["state"].lower() for one in seen)
    by_state: Counter[str] = Counter()
    for row in counts:
        by_state[row["Trạng thái"]] += int(row["Số cột"])
    assert by_state == Counter(row["Trạng thái"] for row in masts)
    page = _text(nobody, "/open-data")
    for rows, at in ((masts, 0), (counts, 1)):
        said = page.split("Số dòng ")[at + 1]
        assert said.startswith(f"{len(rows)} ")
        for column, lacks in (("Mã xã, phường", "xã, phường"), ("Loại cột", "loại cột")):
            told = re.search(rf"(\d+) dòng chưa rõ {lacks}", said)
            assert (int(told[1]) if told else 0) == sum(not row[column] for row in rows)


def _row(code: str, at: int, *said: Any) -> tuple[Any, ...]:
    operator, (lon, lat), kind, state, technologies, shared, gone, robust = said
    day = "" if gone is None else f"{today() + dt.timedelta(days=gone):%d/%m/%Y}"
    place = (f"{lon + at * 0.003:.6f}", f"{lat:.6f}")
    return (code, operator, *place, kind, 42, state, technologies, shared, "01/02/2015", day, robust)


def _table(pages: Pages) -> list[dict[str, str]]:
    answer: Any = pages.get("/map/table.json?count=500").json
    assert answer["total"] == len(answer["rows"])
    return [one["cells"] for one in answer["rows"]]


def _states(table: list[dict[str, str]]) -> dict[str, int]:
    found = Counter(one["state"] for one in table)
    return {name: found[word] for name, word in WORDS.items()}


def _overview(pages: Pages) -> dict[str, str]:
    """Return the totals of the overview's file, by their headings."""
    content = pages.get("/overview/overview.csv").get_data(as_text=True).lstrip("\ufeff")
    lines = list(csv.reader(io.StringIO(content)))
    return dict(zip(lines[0], lines[-1], strict=True))


def _csv(pages: Pages, path: str) -> list[dict[str, str]]:
    content = pages.client.get(path).get_data(as_text=True).lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(content)))


def _rows(pages: Pages, table: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(pages.get("/reports/report.xlsx").get_data()), read_only=True)
    (sheet,) = [one for one in book.worksheets if one.title.endswith(f". {table}")]
    return list(sheet.iter_rows(values_only=True))


def _last(pages: Pages, table: str) -> list[Any]:
    return list(_rows(pages, table)[-1])


def _text(pages: Pages, path: str) -> str:
    page = pages.get(path).get_data(as_text=True)
    inside = re.search(r"(?s)<main.*?</main>", page)
    return " ".join(re.sub(r"<[^>]+>", " ", inside[0] if inside else page).split())
