"""The two lists of a storm from the register: who is on top and why, what is not known, when they change."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from registry.errors import RefusalError
from registry.messages import render
from registry.model.outages.outages import EventKind
from registry.model.people import OPEN_DESK
from registry.model.storm.factor_weights import RiskList
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defects import list_defects
from registry.services.office.calendar import now, today
from registry.services.office.registry import Registry, open_registry
from registry.services.outages.events import open_event
from registry.services.storm.factor_weights import decide_weight, decided_weights, weights_of
from registry.services.storm.rank_words import effect, why
from registry.services.storm.two_lists import kept_lists, lists_of
from registry.settings import Settings
from registry.storm.shipped import shipped_track
from tests.storm.tracks import straight
from web.storm.words import MISSING, PARTS


def test_a_chance_follows_from_its_factors_and_every_part_is_said(demo_registry: Registry) -> None:
    lists = kept_lists(demo_registry, shipped_track())
    fall, dark = lists.may_fall, lists.hurts_dark
    assert len(fall) == len(dark) == len(lists.exposure.reached)
    assert set(fall.rows.tolist()) == set(dark.rows.tolist()), "the same masts in two orders"
    for ranked in fall:
        assert (ranked.flagged, ranked.rank) == (ranked.structure_id in lists.flagged, ranked.rank)
    keys = [(not one.danger, -one.chance) for one in fall]
    assert keys == sorted(keys), "dangerous defects on top, then by the chance"
    assert list(dark.scores) == sorted(dark.scores, reverse=True)
    for which, ranking in ((RiskList.MAY_FALL, fall), (RiskList.HURTS_DARK, dark)):
        for ranked in ranking[::171]:
            assert set(ranked.missing) <= set(MISSING)
            for lang in ("vi", "en"):
                assert why(ranked, lang)
                for part in ranked.parts:
                    assert part.name in PARTS
                    assert render(part.code, part.params, lang)
                    assert effect(part, lang)
            for part in ranked.parts:
                assert part.value is not None or part.factor == 1.0 or part.name in ("wind",)
            if which is RiskList.MAY_FALL:
                ratio = np.prod([part.factor for part in ranked.parts])
                place = np.flatnonzero(fall.fall.rows == fall.rows[ranked.rank - 1])[0]
                assert ratio == pytest.approx(fall.fall.ratio[place])


def test_yagi_singles_out_few_masts_and_a_dangerous_defect_is_first(demo_registry: Registry) -> None:
    lists = kept_lists(demo_registry, shipped_track())
    dangers = {
        item.mast.structure
        for item in list_defects(demo_registry, person=OPEN_DESK)
        if item.severity == "urgent" and item.state in ("open", "notified")
    }
    first = lists.may_fall[: int(lists.may_fall.fall.danger.sum())]
    assert {one.structure_id for one in first} >= dangers & set(lists.may_fall.place_of)
    assert all(one.danger and one.flagged for one in first)
    assert "tồn tại nguy hiểm" in why(first[0], "vi") if first else True
    assert 0 < len(lists.flagged) <= 0.05 * len(lists.exposure), "89 % were warned of before"


def test_letters_read_reasons_of_flagged_masts_alone(demo_registry: Registry) -> None:
    ranking = kept_lists(demo_registry, shipped_track()).may_fall
    some = list(ranking.briefly())
    assert len(some) == len(ranking)
    for place in [0, 1, *range(5, len(some), 231)]:
        whole = ranking[place]
        assert some[place] == (whole if whole.flagged else replace(whole, parts=(), missing=()))


def test_lists_are_kept_until_what_they_rest_on_changes(
    copy_demo: Callable[[Path], Settings], tmp_path: Path
) -> None:
    registry = open_registry(copy_demo(tmp_path / "home"))
    track = shipped_track()
    first = kept_lists(registry, track)
    assert kept_lists(registry, replace(track)) is first
    open_event(
        registry, name="Bão số 3", kind=EventKind.STORM, started_at=now(), first_due=now(), hours=6,
        who="trực",
    )  # fmt: skip
    assert kept_lists(registry, track) is first  # an event of outages makes no mast weaker
    known = {item.mast.structure for item in list_defects(registry, person=OPEN_DESK)}
    sound = [item for item in first.may_fall[-40:] if item.structure_id not in known][-1]
    assert not sound.flagged
    enter_defect(registry, NewDefect(sound.structure_id, "rust_heavy", "urgent", today()), person=OPEN_DESK)
    second = kept_lists(registry, track)
    assert second is not first
    worse = second.may_fall[second.may_fall.place_of[sound.structure_id]]
    assert worse.chance > sound.chance
    assert worse.danger
    assert worse.rank <= int(second.may_fall.fall.danger.sum()), "the worst known mast is never below others"

    # a weight decided for later storms changes no storm that has begun
    decide_weight(
        registry, RiskList.MAY_FALL, "guyed", value="1,3", from_day=today(), reason="theo bão số 3, ba cột",
        who="lan", since=0,
    )  # fmt: skip
    assert kept_lists(registry, track) is second
    start = dt.datetime.combine(today() + dt.timedelta(days=2), dt.time(), dt.UTC)
    later = straight()
    shift = start - later.points[0].at
    later = replace(later, points=tuple(replace(one, at=one.at + shift) for one in later.points))
    assert weights_of(registry, later).fall("guyed") == 1.3
    assert weights_of(registry, track).fall("guyed") == 1.10
    for wrong, code in (
        ({"value": "9"}, "WEIGHT-VALUE"), ({"value": "x"}, "WEIGHT-VALUE"),
        ({"from_day": today() - dt.timedelta(days=1)}, "WEIGHT-DAY"), ({"from_day": None}, "WEIGHT-DAY"),
        ({"reason": "vì"}, "WEIGHT-REASON"), ({"name": "lạ"}, "WEIGHT-UNKNOWN"),
    ):  # fmt: skip
        given = {"name": "old", "value": "1,2", "from_day": today(), "reason": "một lý do đủ dài", **wrong}
        name = str(given.pop("name"))
        with pytest.raises(RefusalError, match=code):
            decide_weight(registry, RiskList.MAY_FALL, name, who="lan", since=0, **given)  # type: ignore[arg-type]
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        decide_weight(
            registry, RiskList.MAY_FALL, "guyed", value="1,2", from_day=today(), reason="một lý do đủ dài",
            who="hung", since=0,
        )  # fmt: skip
    assert [one.who for one in decided_weights(registry)] == ["lan"]
    registry.close()


def test_a_storm_that_stays_away_gives_empty_lists(demo_registry: Registry) -> None:
    far = lists_of(demo_registry, straight(lon=140.0, lat=30.0, step=(0.5, 0.5)))
    assert (len(far), list(far.may_fall), list(far.hurts_dark), far.flagged) == (0, [], [], frozenset())
