"""The slider of a storm says the same winds as the exposure, and the bands order masts as they should."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.geo.distances import geodesic_m
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.storm.actions import BANDS, actions_for, actions_of, band_of, bands_of
from registry.services.storm.moments import MOST_TIMES, StormTimes, times_of
from registry.storm.moments import vortices
from registry.storm.scales import levels_of
from registry.storm.shipped import shipped_track
from registry.storm.sweep import sweep

KNOWN = actions_of(Path("/nowhere"))
YAGI_OVER = dt.datetime(2024, 9, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def times(demo_registry: Registry) -> StormTimes:
    return times_of(demo_registry, shipped_track(), context_for(demo_registry, today()), YAGI_OVER)


def test_the_strongest_moment_of_a_commune_is_what_a_mast_there_meets(
    demo_registry: Registry, times: StormTimes
) -> None:
    units = [u for u in context_for(demo_registry, today()).units.communes if u.boundary is not None]
    places = [unit.boundary.representative_point() for unit in units]
    winds = sweep(vortices(shipped_track(), 60), [p.x for p in places], [p.y for p in places])
    strongest = np.max([moment.levels for moment in times.moments], axis=0)
    assert len(times.moments) <= MOST_TIMES
    assert strongest.tolist() == levels_of(winds.gust_ms).tolist()
    assert [full for _kind, _name, full in times.communes][:1] == [f"{units[0].kind} {units[0].name}"]


def test_rings_of_stronger_gusts_lie_inside_those_of_weaker_ones(times: StormTimes) -> None:
    seen = 0
    for moment in times.moments:
        reach = {
            level: max(float(geodesic_m(moment.lon, moment.lat, lon, lat)) for lat, lon in ring)
            for level, ring in moment.rings.items()
        }
        assert list(reach.values()) == sorted(reach.values(), reverse=True)
        seen += len(reach)
    assert seen > len(times.moments)


def test_the_slider_begins_now_or_where_it_blows_hardest(demo_registry: Registry, times: StormTimes) -> None:
    worst = times.moments[times.start]
    assert sum(worst.levels) == max(sum(moment.levels) for moment in times.moments)
    now = dt.datetime(2024, 9, 7, 1, 20, tzinfo=dt.UTC)
    ahead = replace(
        shipped_track(), points=tuple(replace(point, forecast=True) for point in shipped_track().points)
    )
    demo_registry.cache.pop("storm-times")
    seen = times_of(demo_registry, ahead, context_for(demo_registry, today()), now)
    assert all(moment.forecast for moment in seen.moments), "what nobody has seen yet is never past"
    demo_registry.cache.pop("storm-times")
    coming = times_of(demo_registry, shipped_track(), context_for(demo_registry, today()), now)
    assert abs(coming.moments[coming.start].at - now) <= dt.timedelta(minutes=30)
    later = now + dt.timedelta(hours=5)
    moved = times_of(demo_registry, shipped_track(), context_for(demo_registry, today()), later)
    assert moved.moments is coming.moments, "kept"
    assert abs(moved.moments[moved.start].at - later) <= dt.timedelta(minutes=30)


@given(st.integers(0, 17), st.floats(0.0, 1.0), st.floats(0.0, 0.5), st.booleans())
def test_a_stronger_gust_never_makes_a_mast_less_urgent(
    level: int, chance: float, more: float, flagged: bool
) -> None:
    weaker, stronger = (
        BANDS.index(band_of(lvl, share, KNOWN, flagged=flagged))
        for lvl, share in ((level, chance), (min(17, level + round(more * 4)), min(1.0, chance + more)))
    )
    assert stronger <= weaker


@given(st.integers(0, 17), st.floats(0.0, 1.0), st.booleans())
def test_one_mast_gets_the_band_that_it_has_among_many(level: int, chance: float, flagged: bool) -> None:
    among = BANDS[int(bands_of(np.array([level]), np.array([chance]), np.array([flagged]), KNOWN)[0])]
    assert band_of(level, chance, KNOWN, flagged=flagged) == among


def test_bands_rest_on_the_chance_and_on_what_the_warning_singles_out() -> None:
    levels, chances = np.array([12, 12, 12, 12, 7, 3]), np.array([0.6, 0.4, 0.1, 0.0, 0.9, 0.1])
    flagged = np.array([True, False, False, True, True, False])
    found = [BANDS[at] for at in bands_of(levels, chances, flagged, KNOWN)]
    assert found == ["over", "near", "strong", "over", "mild", "calm"], "no strong gust, no warning"


def test_actions_follow_band_form_and_who_answers_for_what() -> None:
    start = dt.datetime(2026, 9, 7, 12, tzinfo=dt.UTC)
    whole = {
        item.code: item.by
        for item in actions_for(KNOWN, "near", "guyed", owner=True, network=True, start=start)
    }
    assert {"guys", "generator", "battery", "flood"} <= set(whole)
    assert "fall_circle" not in whole, "people are moved where a mast is singled out, not everywhere"
    singled = actions_for(KNOWN, "over", "guyed", owner=True, network=True, start=start)
    assert "fall_circle" in {item.code for item in singled}
    assert list(whole.values()) == sorted(whole.values())
    assert whole["generator"] == "2026-09-07T06:00:00+00:00"
    network = {
        item.code for item in actions_for(KNOWN, "near", "guyed", owner=False, network=True, start=None)
    }
    assert "guys" not in network
    assert "no_climbing" in network, "the crew of a network climbs another's mast too"
    assert "generator" in network
    assert actions_for(KNOWN, "calm", "guyed", owner=True, network=True, start=start) == ()
