"""The page of the day counts what is owed on its first opening too, before anything was made ready."""

import re

import pytest
from flask import Flask

from registry.model.duties import DutyState
from registry.services.obligations.obligations import duties_of
from tests.web.people import registry_of, visitor


@pytest.mark.parametrize("role", ["leader", "carrier"])
def test_the_first_opening_after_a_start_leaves_out_nothing_owed(app: Flask, role: str) -> None:
    registry = registry_of(app)
    late = [duty.organisation for duty in duties_of(registry) if duty.state is DutyState.OVERDUE]
    assert late.count("VTL")
    for kept in ("compliance", "overdue_duties"):
        registry.cache.pop(kept, None)
    html = visitor(app, role).get("/today").get_data(as_text=True)
    if role == "leader":
        assert re.search(rf'href="/obligations"><b>{len(late)}</b> Việc phải làm', html)
    else:
        assert "Nghĩa vụ đến hạn" in html
        assert f'<span class="waits">{late.count("VTL")}' in html


def test_the_day_of_a_carrier_says_that_its_report_came_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = registry_of(app)
    owed = next(
        duty
        for duty in duties_of(registry, organisation="VTL")
        if duty.state is DutyState.OVERDUE and duty.link[0] not in {"sharing", "defect"}
    )
    assert "báo cáo bị trả lại" not in visitor(app, "carrier").get("/today").get_data(as_text=True)
    monkeypatch.setattr("web.obligations.today.returned_of", lambda *_: frozenset({owed.key}))
    assert "báo cáo bị trả lại · hạn" in visitor(app, "carrier").get("/today").get_data(as_text=True)
