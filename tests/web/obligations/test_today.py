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
