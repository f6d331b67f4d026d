"""The board, its workbook and the situation report write one number for one thing, and none where none is."""

import datetime as dt
import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.model.outages.outages import OutageEvent, ReportKind
from registry.model.people import Role
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.outages.carrier_reports import send_report, send_unchanged
from registry.services.outages.statements import Statement
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.outages.world import built, heading, opened
from tests.services.requests import desk
from tests.web.people import PASSWORD, registry_of, running, visitor

CODES = {"VTL": ["BGG00100", "BGG00101", "BGG00103"], "VNPT": ["BGG00104", "BGG00105"]}
COMMUNES = ["07228", "07681"]
NUMBERS = itertools.count()
TILES = ("Đang mất liên lạc", "Bị ảnh hưởng từ đầu", "Đã khôi phục", "Đang chạy máy nổ")

station = st.builds(
    lambda n, state, generator: {"n": n, "state": state, "generator": generator},
    st.integers(0, 4), st.sampled_from(["down", "restored", "power"]), st.sampled_from([None, True, False]),
)  # fmt: skip
count = st.builds(
    lambda commune, down, restored, generators: {
        "commune": commune, "down": down, "restored": restored, "generators": generators,
    },
    st.sampled_from(COMMUNES), st.integers(0, 3), st.none() | st.integers(0, 2),
    st.none() | st.integers(0, 2),
)  # fmt: skip
report = st.tuples(
    st.sampled_from(["VTL", "VNPT"]), st.sampled_from([*ReportKind]),
    st.lists(station | count, min_size=1, max_size=3),
)  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("figure") / "sổ")})
    registry = built(desk.make(home))
    add_account(registry, "truc", [Role.DUTY_OFFICER], password=PASSWORD, must_change=False, who="t")
    registry.close()
    with running(home) as made:
        yield made


@pytest.fixture(scope="module")
def office(app: Flask) -> Pages:
    return visitor(app, "truc")


@settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(reports=st.lists(report, max_size=4))
def test_board_workbook_and_report_say_the_same(app: Flask, office: Pages, reports: list[Any]) -> None:
    registry = registry_of(app)
    event = opened(registry, name=f"Đợt {next(NUMBERS)}")
    for n, told in enumerate(reports):
        _send(registry, event, *told, hours_ago=2 - n / 4)
    page = office.get(f"/outages/{event.id}").get_data(as_text=True)
    tiles = {name: _tile(page, name) for name in (*TILES, "Xã, phường không còn trạm")}
    paper = _paper(office.get(f"/outages/{event.id}/report.docx").data)
    if tiles["Đang mất liên lạc"] == "chưa rõ":
        assert "chưa rõ số vị trí trạm mất liên lạc" in paper
    else:
        sums = (
            f"mất liên lạc từ đầu sự kiện: {tiles[TILES[1]]}; đã khôi phục: {_bare(tiles[TILES[2]])}",
            f"còn mất liên lạc: {tiles[TILES[0]]}; đang chạy máy nổ: {tiles[TILES[3]]}.",
        )
        for fact in sums:
            assert fact in paper, (fact, paper[:1500])
    communes = tiles["Xã, phường không còn trạm"].replace(" chưa rõ:", "; chưa rõ:")
    assert f"2. Xã, phường không còn trạm hoạt động: {communes}" in paper
    book = openpyxl.load_workbook(io.BytesIO(office.get(f"/outages/{event.id}/book.xlsx").data))
    rows = {row[0]: row for row in book.worksheets[0].iter_rows(min_row=2, max_row=3, values_only=True)}
    cells = re.findall(r'data-label="(Mất liên lạc|Ảnh hưởng|Máy nổ)">(.*?)</td>', page, re.DOTALL)
    shown = [_words(value) for _label, value in cells[: 3 * len(rows)]]
    order = re.findall(r'<th scope="row" role="rowheader">(\w+)<span class="sub">', page)[: len(rows)]
    for number, name in enumerate(order):
        _name, _stations, affected, down, _restored, generators, *_rest = rows[name]
        assert [str(down), str(affected), str(generators)] == shown[3 * number : 3 * number + 3]


def _send(
    registry: Registry,
    event: OutageEvent,
    operator: str,
    kind: ReportKind,
    said: list[Any],
    *,
    hours_ago: float,
) -> None:
    head = heading(event, operator, hours_ago=hours_ago)
    if kind is ReportKind.UNCHANGED:
        send_unchanged(registry, head)
        return
    found = []
    for n, one in enumerate(said):
        given = dict(one)
        if "n" in given:
            given["code"] = CODES[operator][given.pop("n") % len(CODES[operator])]
        found.append(Statement(f"{n}", **given))
    send_report(registry, head, found, kind=kind)


def _tile(page: str, name: str) -> str:
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    assert found is not None, name
    return _words(found[1])


def _words(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).split())


def _bare(tile: str) -> str:
    """A tile with its share, as the paper writes it."""
    return re.sub(r" (\d+%)$", r" (\1)", tile)


def _paper(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return re.sub("<[^>]*>", "", archive.read("word/document.xml").decode())


def test_what_nobody_reported_is_not_known_anywhere(app: Flask, office: Pages) -> None:
    event = opened(registry_of(app), name="Chưa ai báo", hours_ago=8)
    page = office.get(f"/outages/{event.id}").get_data(as_text=True)
    assert {_tile(page, name) for name in (*TILES, "Xã, phường không còn trạm")} == {"chưa rõ"}
    assert "2. Xã, phường không còn trạm hoạt động: chưa rõ" in _paper(
        office.get(f"/outages/{event.id}/report.docx").data
    )
    assert event.started_at < event.first_due - dt.timedelta(hours=1)
