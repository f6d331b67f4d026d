"""Before a supplemented request goes back its sheet names the rows that the new list leaves out."""

from pathlib import Path

from flask import Flask

from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.services.requests.opened import load_request
from registry.services.requests.requests import replace_list
from tests.services.requests import desk
from tests.web.people import registry_of
from tests.web.requests.test_requests import account


def test_rows_that_a_new_list_leaves_out_are_named_before_it_is_sent_again(
    app: Flask, tmp_path: Path
) -> None:
    registry, viettel = registry_of(app), account(app, "viettel", Role.CARRIER, "VTL")
    request = desk.to(
        registry, desk.received(registry, tmp_path), RequestState.APPRAISING, RequestState.SUPPLEMENT,
        reason="Bổ sung hợp đồng thuê đất",
    )  # fmt: skip

    def told() -> str:
        page = viettel.page(f"/requests/{request.id}/gate")
        return " ".join(page.text) if any(e.get("id") == "dropped-rows" for e in page.all("p")) else ""

    def replaced(*codes: str) -> None:
        rows = [row for row in desk.FIVE if row[0] in codes]
        path = desk.write_list(tmp_path / f"{'-'.join(codes)}.xlsx", rows)
        now = load_request(registry, request.id).request.version
        replace_list(registry, request.id, path, name=path.name, who="viettel", version=now)

    assert not told()  # nothing was left out yet
    replaced("V1", "V2", "V4", "V5")
    assert "Danh sách này bỏ 1 dòng của danh sách đã nộp: V3." in told()
    replaced("V1", "V2", "V5")  # once more in the same round: both are gone from what was filed
    assert "Danh sách này bỏ 2 dòng của danh sách đã nộp: V3, V4." in told()
    replaced("V1", "V2", "V3", "V4", "V5")
    assert not told()
