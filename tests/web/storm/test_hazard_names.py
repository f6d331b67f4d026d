"""Warnings by what they say: those of one bulletin are told apart, and one without a headline has a name."""

import datetime as dt

from flask import Flask

from registry.model.storm.hazards import HazardDraft, HazardKind, RiverLevel
from registry.services.office.calendar import now
from registry.services.storm.hazards import deeds
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text
from web.storm.finds import hazards

RIVERS = (RiverLevel("cau", "Đáp Cầu", 6.35, 3, 0.05), RiverLevel("luc_nam", "Lục Nam", 6.8, 3, 0.5))


def test_the_floods_of_one_bulletin_are_named_by_river_and_one_without_headline_by_its_kind(
    app: Flask,
) -> None:
    at = now()
    span = {"from_at": at - dt.timedelta(hours=1), "to_at": at + dt.timedelta(hours=12), "source": "Đài tỉnh"}
    floods = [
        HazardDraft(HazardKind.FLOOD, headline="TIN LŨ TRÊN HAI SÔNG", level=one, **span)  # type: ignore[arg-type]
        for one in RIVERS
    ]
    typed = HazardDraft(HazardKind.RAIN, rain_mm=(50.0, 90.0), **span)  # type: ignore[arg-type]
    deeds.record_hazards(registry_of(app), [*floods, typed], who="lan")
    told = text(visitor(app, "leader").page("/now"))
    for name in ("sông Cầu tại Đáp Cầu: cao nhất 6,35 m", "sông Lục Nam tại Lục Nam: cao nhất 6,80 m"):
        assert name in told
    assert "TIN LŨ TRÊN HAI SÔNG" not in told
    assert "mưa lớn 50–90 mm" in told
    with app.test_request_context(headers={"Accept-Language": "vi"}):
        found = {one.name: one.words for one in hazards()}
    assert "mưa lớn 50–90 mm" in found
    assert sum(words == "TIN LŨ TRÊN HAI SÔNG" for words in found.values()) == len(RIVERS)


def test_what_is_not_on_the_map_is_the_ground_that_the_warning_asks_of(app: Flask) -> None:
    at, office = now(), registry_of(app)
    span = {"from_at": at - dt.timedelta(hours=1), "to_at": at + dt.timedelta(hours=12), "source": "Đài núi"}
    (slide,) = deeds.record_hazards(office, [HazardDraft(HazardKind.LANDSLIDE, **span)], who="lan")  # type: ignore[arg-type]
    told = text(visitor(app, "duty_officer").page(f"/hazards/{slide}"))
    assert "chưa có sườn dốc, ta luy nào trên bản đồ" in told
    assert "chưa có vùng trũng nào trên bản đồ" not in told
