"""Each row is judged by the law of the province that held its position on that day."""

import datetime as dt

import pytest

from registry.law import Rule
from registry.services import judging
from registry.services.context import context_for
from registry.services.registry import Registry
from tests.world import proposal

BEFORE = dt.date(2025, 6, 30)
BAC_GIANG, BAC_NINH = (106.20, 21.28), (106.07, 21.18)


def rules_of(code: str) -> Rule:
    return Rule("SHR-01", f"law of {code}", "Điều 1", None, None, territory=(code,), gap=True)


def test_two_provinces_two_laws(demo_registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    context = context_for(demo_registry, BEFORE)
    rows = [proposal(lon=lon, lat=lat, row=row) for row, (lon, lat) in enumerate((BAC_GIANG, BAC_NINH))]
    laws = {code: (rules_of(code),) for code in ("24", "27")}
    real = judging.law_in_force
    monkeypatch.setattr(
        judging, "law_in_force", lambda code, day, office: real(code, day, laws[code], office=office)
    )
    found, law = judging.judge(rows, context)
    sources = [next(item.source for item in row if item.rule == "SHR-01") for row in found]
    assert sources == ["law of 24", "law of 27"]
    assert law.territory == "24"


def test_since_the_merger_there_is_one_law(demo_registry: Registry) -> None:
    context = context_for(demo_registry, dt.date(2026, 11, 24))
    rows = [proposal(lon=lon, lat=lat, row=row) for row, (lon, lat) in enumerate((BAC_GIANG, BAC_NINH))]
    found, _law = judging.judge(rows, context)
    assert {item.source for row in found for item in row if item.rule == "SPC-01"} == {"QĐ 72/2025/QĐ-UBND"}
