"""The pages of batches: each batch with what it brought, and taking one back by whom it is for."""

import datetime as dt
import re
from pathlib import Path

import pytest
from flask import Flask

from registry.services.office.batches import list_batches
from registry.services.register.import_plan import import_plan
from tests.pages import Page, Pages
from tests.services.offices import write_list
from tests.web.people import registry_of, visitor

HEADER = ("Mã quy hoạch", "Kinh độ", "Vĩ độ")


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture(scope="module")
def leader(app: Flask) -> Pages:
    return visitor(app, "leader")


@pytest.fixture(scope="module")
def appraiser(app: Flask) -> Pages:
    return visitor(app, "appraiser")


def plan(app: Flask, folder: Path, decision: str, day: dt.date) -> str:
    """Bring in a version of a plan of two positions and return its batch."""
    rows = [(f"{decision}-1", "106,30", "21,35"), (f"{decision}-2", "106,31", "21,36")]
    path = write_list(folder / "kế hoạch.xlsx", rows, HEADER)
    made = import_plan(
        registry_of(app), path, operator="VTL", decision=decision, valid_from=day, yes=True, who="lan"
    )
    assert made.batch is not None
    return made.batch


def test_a_batch_is_listed_with_its_file_decision_and_counts(
    app: Flask, appraiser: Pages, tmp_path: Path
) -> None:
    batch = plan(app, tmp_path, "QĐ 71", dt.date(2030, 1, 1))
    said = text_of(appraiser.page("/batches?q=kế+hoạch"))
    assert f"{batch} Kế hoạch của doanh nghiệp kế hoạch.xlsx Doanh nghiệp: Viettel Quyết định: QĐ 71" in said
    assert "2 mới đang trong sổ" in said
    assert f"{batch} " not in text_of(appraiser.page("/batches?kind=sites"))
    assert f"{batch} " not in text_of(appraiser.page("/batches?state=undone"))
    nothing = text_of(appraiser.page("/batches?state=undone&q=kế+hoạch"))
    assert re.search(r"Không có lô nào khớp với bộ lọc\. Có ở nhóm khác: Tất cả \(\d+\)", nothing), nothing
    assert "Có ở nhóm khác" not in text_of(appraiser.page("/batches?q=không+có+đâu"))
    own = text_of(appraiser.page(f"/batches/{batch}"))
    assert "Hiệu lực từ 01/01/2030" in own
    assert "Người rút được lô này: Lãnh đạo." in own, "a plan is law: who entered it does not take it back"
    appraiser.get("/batches?state=x", 400)
    appraiser.get("/batches/B999999", 400)
    assert appraiser.get("/batches?kind=all&file=xlsx").mimetype.endswith("sheet")


def test_a_plan_is_taken_back_whole_by_the_leader_with_a_reason_and_put_back(
    app: Flask, leader: Pages, appraiser: Pages, tmp_path: Path
) -> None:
    batch = plan(app, tmp_path, "QĐ 72", dt.date(2031, 1, 1))
    address = f"/batches/{batch}/take-back"
    assert "2 vị trí quy hoạch" in text_of(leader.page(address))
    assert "BATCH-UNDO-NOT-YOURS" in appraiser.post(address, {"reason": "sai"}, 403).get_data(as_text=True)
    appraiser.get(address, 403)
    assert "phải ghi lý do" in leader.post(address, {"reason": " "}, 400).get_data(as_text=True)
    done = leader.page(leader.post(address, {"reason": "nhầm tệp"}).headers["Location"])
    assert f"Đã rút lô {batch} bằng lô B" in text_of(done)
    made = list_batches(registry_of(app))[-1]
    assert (made.undoes, made.options, made.who) == (batch, {"reason": "nhầm tệp"}, "leader")
    assert "Lý do nhầm tệp" in text_of(leader.page(f"/batches/{made.id}"))
    leader.get(address, 409)
    leader.post(f"/batches/{made.id}/take-back", {"reason": "không nhầm"})
    assert "đang trong sổ" in text_of(leader.page(f"/batches/{batch}"))


def test_what_rests_on_a_batch_is_said_before_and_nothing_is_taken_back(
    app: Flask, leader: Pages, tmp_path: Path
) -> None:
    first = plan(app, tmp_path, "QĐ 73", dt.date(2032, 1, 1))
    second = plan(app, tmp_path, "QĐ 74", dt.date(2033, 1, 1))  # ends the first the day before
    said = text_of(leader.page(f"/batches/{first}/take-back"))
    assert "Chưa rút được: 1 bản ghi đang dựa vào lô này" in said
    assert f"Rút các lô về sau trước, từ mới đến cũ: {second}" in said
    refused = leader.post(f"/batches/{first}/take-back", {"reason": "sai"}, 409).get_data(as_text=True)
    assert "BATCH-UNDO-CONFLICT" in refused
    assert "đang trong sổ" in text_of(leader.page(f"/batches/{first}"))


def test_an_account_is_not_undone_on_a_page(app: Flask) -> None:
    admin = visitor(app, "administrator")
    batch = next(one.id for one in list_batches(registry_of(app)) if one.kind == "accounts")
    assert "không rút ở đây" in text_of(admin.page(f"/batches/{batch}"))
    admin.post(f"/batches/{batch}/take-back", {"reason": "x"}, 403)
