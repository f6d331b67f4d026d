"""Whoever submits or issues is told on the sheet of cells that say otherwise than the list that was sent."""

from pathlib import Path

from flask import Flask

from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.services.requests.decisions import correct_row, decide_as_recommended
from registry.services.requests.opened import load_request
from registry.services.requests.requests import change_state
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of
from tests.web.requests.test_requests import account


def test_cells_corrected_by_the_office_are_counted_on_the_sheet_of_each_door(
    app: Flask, tmp_path: Path
) -> None:
    registry, leader = registry_of(app), account(app, "gd", Role.LEADER)
    request = desk.to(
        registry, desk.received(registry, tmp_path), RequestState.APPRAISING, RequestState.DRAFT
    )
    sheet = f"/requests/{request.id}/gate"

    def told(pages: Pages) -> str:
        page = pages.page(sheet)
        return " ".join(page.text) if any(e.get("id") == "corrected-cells" for e in page.all("p")) else ""

    def corrected(at: int, height_m: float) -> None:
        seen = load_request(registry, request.id).rows[at]
        correct_row(
            registry, request.id, at, {"mast_height_m": height_m}, who="lan", seen=seen.version,
            reason="theo bản vẽ",
        )  # fmt: skip

    assert not told(leader)
    corrected(0, 36.0)
    corrected(3, 40.0)
    corrected(3, 42.0)  # as the list says: nothing was corrected after all
    assert "Đã sửa 1 ô so với danh sách đã gửi: dòng" in told(account(app, "lan", Role.APPRAISER))
    decide_as_recommended(registry, request.id, who="lan")
    now = load_request(registry, request.id).request.version
    change_state(
        registry, request.id, RequestState.SUBMITTED, who="lan", version=now,
        reasons={"papers": "bản giấy", "gaps": desk.GAPS},
    )  # fmt: skip
    assert "Đã sửa 1 ô so với danh sách đã gửi: dòng" in told(leader)
    page = leader.page(sheet)
    links = [a["href"] for a in page.all("a") if "what=note" in a.get("href", "")]
    note = leader.page(links[0].partition("#")[0])
    assert note.one(id=links[0].partition("#")[2])
    assert "“42” → “36”" in " ".join(note.text)
