"""What the board counts is what the pages beside it count: now, the shift, its handover, rows, power, public.

Each page has its own sentence for a figure; whoever reads two of them at night reads one number.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from registry.model.people import Role
from registry.services.office.sign_in.accounts import add_account
from registry.services.outages.events import close_event, event_of
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.outages.world import built, opened
from tests.services.requests import desk
from tests.web.outages.test_one_figure import _send, _tile, _words, report
from tests.web.people import PASSWORD, registry_of, running, visitor

NUMBERS = itertools.count()
UNKNOWN = "chưa rõ"
CARRIERS = {"VTL": "vt", "VNPT": "vn"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("elsewhere") / "sổ")})
    registry = built(desk.make(home))
    asked = {"password": PASSWORD, "must_change": False, "who": "t"}
    add_account(registry, "truc", [Role.DUTY_OFFICER], **asked)
    for operator, name in CARRIERS.items():
        add_account(registry, name, [Role.CARRIER], organisation=operator, **asked)
    registry.close()
    with running(home) as made:
        yield made


@pytest.fixture(scope="module")
def office(app: Flask) -> Pages:
    return visitor(app, "truc")


@pytest.fixture(scope="module")
def carriers(app: Flask) -> dict[str, Pages]:
    return {operator: visitor(app, name) for operator, name in CARRIERS.items()}


@settings(
    max_examples=10, deadline=None, derandomize=True, phases=(Phase.generate,),  # an example is eight pages
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(reports=st.lists(report, max_size=4))
def test_pages_beside_the_board_say_its_numbers(
    app: Flask, office: Pages, carriers: dict[str, Pages], reports: list[Any]
) -> None:
    registry = registry_of(app)
    event = opened(registry, name=f"Đợt {next(NUMBERS)}")
    try:
        for n, told in enumerate(reports):
            _send(registry, event, *told, hours_ago=2 - n / 4)
        page = office.get(f"/outages/{event.id}").get_data(as_text=True)
        down = _tile(page, "Đang mất liên lạc")
        heard = _one(r"Theo báo cáo của (\d+/\d+) doanh nghiệp", _words(page))
        now, shift = _main(office, "/now"), _main(office, "/shift")
        handed = _main(office, "/shift/handover")
        _same_down(down, heard, now, shift, handed)
        _same_communes(_tile(page, "Xã, phường không còn trạm"), now)
        _same_rows(office, event.id, page)
        _same_power(_main(office, f"/outages/{event.id}/power"), _words(page), now)
        own = [_down_now(_main(pages, "/now")) for pages in carriers.values()]
        if down != UNKNOWN:
            assert sum(one for one in own if one is not None) == int(down.removeprefix("≥ "))
    finally:
        close_event(registry, event.id, seen=event_of(registry, event.id).version, who="truc")


def _same_down(down: str, heard: str, now: str, shift: str, handed: str) -> None:
    if down == UNKNOWN:
        assert heard == "0/2"
        for text in (now, shift, handed):
            assert "hưa doanh nghiệp nào báo cáo" in text
            assert not re.search(r"\d+ vị trí trạm (đang )?mất liên lạc", text)
        return
    told = f"theo {heard} doanh nghiệp" if heard != "0/2" else "chưa doanh nghiệp nào báo cáo"
    assert f" {down} vị trí trạm mất liên lạc {told}" in now
    said = f"{down.replace('≥', 'ít nhất')} vị trí trạm đang mất liên lạc"
    assert (said if down != "0" else "chưa có vị trí trạm nào được báo mất liên lạc") in now
    n, of = heard.split("/")
    assert (f"theo {n} trên {of} doanh nghiệp" if n != "0" else "theo tin lẻ") in now
    by = f", theo báo cáo của {heard} doanh nghiệp" if n != "0" else " theo tin lẻ"
    for text in (shift, handed):
        assert f"Đang mất liên lạc {down} vị trí trạm{by}" in text


def _same_communes(without: str, now: str) -> None:
    if without == UNKNOWN:  # nobody has answered a cycle
        assert "? ? xã, phường không còn trạm" in now
    else:
        assert _one(r"(\d+) xã, phường không còn trạm", now) == re.match(r"\d+", without)[0]  # type: ignore[index]


def _same_rows(office: Pages, event: str, page: str) -> None:
    """The head of the rows says the board's tiles, those of each filter what they are of."""
    rows = _main(office, f"/outages/{event}/rows")
    for word, tile in (
        ("Đang mất liên lạc", "Đang mất liên lạc"), ("bị ảnh hưởng", "Bị ảnh hưởng từ đầu"),
        ("máy nổ", "Đang chạy máy nổ"),
    ):  # fmt: skip
        assert f"{word}: {_tile(page, tile)}" in rows


def _same_power(power: str, board: str, now: str) -> None:
    found = re.search(r"(\d+) vị trí trạm đang chạy không có điện lưới", board)
    unsure = re.search(r"(\d+) vị trí chưa rõ còn chạy hay đã tắt", board)
    everything = re.search(r"(\d+) Tất cả", power)
    told = int(found[1]) + int(unsure[1] if unsure else 0) if found else None
    assert told == (int(everything[1]) if everything else None)
    on_batteries = re.search(r"(\d+) Chưa báo chạy máy nổ", power)
    at_risk = re.findall(r"(\d+) vị trí trạm (?:đang )?mất điện lưới", now)
    assert set(at_risk) == ({on_batteries[1]} if on_batteries and on_batteries[1] != "0" else set())


def _down_now(text: str) -> int | None:
    found = re.search(r"(\d+) vị trí trạm mất liên lạc", text)
    return int(found[1]) if found else None


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found is not None, (pattern, text[:1500])
    return found[1]


def _main(pages: Pages, path: str) -> str:
    page = pages.get(path).get_data(as_text=True)
    inside = _one(r"(?s)(<main.*?</main>)", page)
    return _words(re.sub(r"(?s)<(script|style).*?</\1>", "", inside))
