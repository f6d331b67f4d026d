"""Storms are recorded with their bulletin; a correction is a new version, and the ledger tells it all."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.demo.initialise import init_registry
from registry.errors import RefusalError
from registry.model.storm.storm_records import StormState
from registry.model.storm.storms import StormTrack, TrackPoint, WindRadii
from registry.services.office.registry import Registry, open_registry
from registry.services.register.verify import verify
from registry.services.storm.file import counted
from registry.services.storm.storms import (
    BulletinText,
    add_bulletin,
    close_storm,
    get_storm,
    list_storms,
    record_storm,
    reopen_storm,
    text_of,
    use_bulletin,
    withdraw_bulletin,
)
from registry.services.storm.vocabulary import storm_name
from registry.settings import read_settings
from registry.store.storm.storms import track_json, track_of
from tests.postgres import Server

NOON = dt.datetime(2024, 9, 7, 5, tzinfo=dt.UTC)


def track(**own: object) -> StormTrack:
    points = tuple(
        TrackPoint(
            at=NOON + dt.timedelta(hours=6 * step),
            lon=107.5 - step,
            lat=20.9 + step / 4,
            wind_ms=40.0 - 5 * step,
            level=13 - step,
            gust_level=16 - step,
            radii=(WindRadii(17.2, 200e3, 150e3, 100e3, 180e3),),
            disaster_level=4 if step == 0 else None,
            forecast=step > 0,
            where=f"dòng {step + 1}",
            wind_range_ms=(38.0, 42.0) if step == 0 else None,
        )
        for step in range(3)
    )
    given = {"name": "YAGI", "year": 2024, "averaging_s": 120, "points": points, "number": 3, **own}
    return StormTrack(**given)  # type: ignore[arg-type]  # fmt: skip


def text(content: str = "bản tin 13 giờ") -> BulletinText:
    return BulletinText(content, "ban-tin.txt", "Trung tâm Dự báo", "bulletin", {"time_zone": "+07:00"})


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def registry(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """A register on each backend, shared by the tests of this file."""
    env = {"BTS_HOME": str(tmp_path_factory.mktemp("bão"))}
    with ExitStack() as stack:
        if request.param == "postgresql":
            server: Server = request.getfixturevalue("server")
            env["BTS_DATABASE_URL"] = stack.enter_context(server.fresh())
        settings = read_settings(env)
        init_registry(settings)
        yield stack.enter_context(closing(open_registry(settings)))


@given(
    st.lists(
        st.builds(
            TrackPoint,
            at=st.datetimes(timezones=st.just(dt.UTC)),
            lon=st.floats(90, 160),
            lat=st.floats(0, 50),
            wind_ms=st.none() | st.floats(0, 90),
            pressure_hpa=st.none() | st.floats(850, 1020),
            radii=st.lists(
                st.builds(WindRadii, st.floats(10, 40), ne_m=st.none() | st.floats(0, 6e5)), max_size=3
            ).map(tuple),
            level=st.none() | st.integers(0, 17),
            forecast=st.booleans(),
            where=st.text(max_size=8),
            wind_range_ms=st.none() | st.tuples(st.floats(0, 90), st.floats(0, 90)),
        ),
        max_size=4,
    ),
    st.none() | st.datetimes(timezones=st.just(dt.UTC)),
)
def test_a_track_comes_back_from_the_store_as_it_was(
    points: list[TrackPoint], issued: dt.datetime | None
) -> None:
    whole = StormTrack("BÃO", 2026, 600, tuple(points), None, "nguồn", issued, "ghi chú")
    assert track_of(track_json(whole)) == whole


def test_a_storm_is_kept_with_its_text_its_answers_and_its_levels(registry: Registry) -> None:
    made = record_storm(registry, track(), text(), who="lan")
    found = get_storm(registry, made.storm.id)
    assert found == made
    assert (found.storm.name, found.storm.number, found.storm.state) == ("YAGI", 3, StormState.OPEN)
    assert found.current.track == track()
    assert found.current.disaster_level == 4  # the highest that its points state
    assert found.current.answers == {"time_zone": "+07:00"}
    assert text_of(registry, found.current) == "bản tin 13 giờ"
    assert found.storm in list_storms(registry)
    with pytest.raises(RefusalError, match="STORM-RECORDED") as twice:  # another has the same bulletin
        record_storm(registry, track(), text(), who="nam")
    assert twice.value.params["by"] == "lan"


def test_a_correction_is_a_new_version_and_the_old_one_stays(registry: Registry) -> None:
    made = record_storm(registry, track(name="WIPHA"), text(), who="lan")
    newer = track(name="WIPHA", points=track().points[:2])
    changed = add_bulletin(
        registry, made.storm.id, newer, text("bản tin 19 giờ"), seen=made.storm.version, who="nam",
        reason="bản tin mới",
    )  # fmt: skip
    assert [item.ordinal for item in changed.bulletins] == [1, 2]
    assert changed.current.track == newer
    assert text_of(registry, changed.bulletins[0]) == "bản tin 13 giờ"
    with pytest.raises(RefusalError, match="STORM-SAME-BULLETIN"):
        add_bulletin(
            registry, made.storm.id, newer, text("bản tin 19 giờ"), seen=changed.storm.version, who="lan"
        )
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        use_bulletin(registry, made.storm.id, changed.bulletins[0].id, seen=made.storm.version, who="lan")
    back = use_bulletin(
        registry, made.storm.id, changed.bulletins[0].id, seen=changed.storm.version, who="lan"
    )
    assert back.current.ordinal == 1
    other = record_storm(registry, track(name="BEBINCA"), text(), who="lan")
    with pytest.raises(RefusalError, match="STORM-BULLETIN-UNKNOWN"):
        use_bulletin(registry, made.storm.id, other.current.id, seen=back.storm.version, who="lan")


def moved(hours: int, name: str) -> StormTrack:
    """The track of a bulletin so many hours later."""
    later = dt.timedelta(hours=hours)
    points = tuple(replace(point, at=point.at + later) for point in track().points)
    return track(name=name, points=points)


def test_all_bulletins_make_the_storm_until_one_is_withdrawn(registry: Registry) -> None:
    name = "KAJIKI"
    file = record_storm(registry, moved(0, name), text(), who="lan")
    first = file.track
    for hours in (12, 6):  # the second one comes late
        seen = file.storm.version
        file = add_bulletin(
            registry, file.storm.id, moved(hours, name), text(f"{hours}"), seen=seen, who="lan"
        )
    assert [item.ordinal for item in file.in_use] == [1, 3, 2]
    assert file.current.ordinal == 2
    seen_at = [point.at for point in file.track.points if not point.forecast]
    assert seen_at == [NOON, NOON + dt.timedelta(hours=6), NOON + dt.timedelta(hours=12)]
    assert file.before is not None
    assert file.before.ordinal == 3
    storm, late = file.storm.id, file.bulletins[2]
    with pytest.raises(RefusalError, match="STORM-WITHDRAW-REASON"):
        withdraw_bulletin(registry, storm, late.id, seen=file.storm.version, reason=" ", who="lan")
    less = withdraw_bulletin(
        registry, storm, late.id, seen=file.storm.version, reason="của bão khác", who="lan"
    )
    assert [item.ordinal for item in less.in_use] == [1, 2]
    assert len(less.bulletins) == 3
    assert not less.counts(late)
    more = use_bulletin(registry, storm, late.id, seen=less.storm.version, who="lan")
    assert more.track == file.track
    with pytest.raises(RefusalError, match="STORM-SAME-BULLETIN"):
        add_bulletin(registry, storm, moved(0, name), text(), seen=more.storm.version, who="lan")
    alone = use_bulletin(
        registry, storm, file.bulletins[0].id, seen=more.storm.version, who="lan"
    )  # back to the first
    assert alone.track == first
    with pytest.raises(RefusalError, match="STORM-LAST-BULLETIN"):
        withdraw_bulletin(
            registry, storm, alone.current.id, seen=alone.storm.version, reason="nhầm", who="lan"
        )
    again = add_bulletin(registry, storm, moved(18, name), text("18"), seen=alone.storm.version, who="lan")
    assert [item.ordinal for item in again.in_use] == [
        1,
        4,
    ]  # what was set aside does not come back by itself
    mended = add_bulletin(
        registry,
        storm,
        moved(17, name),
        text("17"),
        seen=again.storm.version,
        instead=again.current.id,
        who="lan",
    )
    assert [item.ordinal for item in mended.in_use] == [1, 5]


def test_the_first_bulletin_is_corrected_and_withdrawn_like_any_other(registry: Registry) -> None:
    made = record_storm(registry, track(name="DAU"), text("10"), who="lan")
    storm = made.storm.id
    mended = add_bulletin(
        registry,
        storm,
        moved(17, "DAU"),
        text("11"),
        seen=made.storm.version,
        instead=made.current.id,
        who="lan",
    )
    assert [item.ordinal for item in mended.in_use] == [2]
    more = add_bulletin(registry, storm, moved(18, "DAU"), text("12"), seen=mended.storm.version, who="lan")
    left = withdraw_bulletin(
        registry, storm, mended.current.id, seen=more.storm.version, reason="nhầm", who="lan"
    )
    assert [item.ordinal for item in left.in_use] == [3]


@given(st.lists(st.sampled_from(["", "a", "b", "c", "d"]), max_size=12))
def test_what_counts_follows_from_what_was_in_use(used: list[str]) -> None:
    found = counted(used)
    assert len(found) == len(set(found))
    assert set(found) <= set(used) - {""}
    if used and used[-1]:
        assert found[-1] == used[-1]


def test_a_closed_storm_takes_no_bulletin_until_it_is_watched_again(registry: Registry) -> None:
    made = record_storm(registry, track(name="RAGASA"), text(), who="lan")
    with pytest.raises(RefusalError, match="STORM-CLOSE-REASON"):
        close_storm(registry, made.storm.id, seen=made.storm.version, reason=" ", who="lan")
    closed = close_storm(registry, made.storm.id, seen=made.storm.version, reason="tin cuối cùng", who="lan")
    assert (closed.state, closed.closed_by) == (StormState.CLOSED, "lan")
    with pytest.raises(RefusalError, match="STORM-CLOSED"):
        add_bulletin(registry, made.storm.id, track(), text("mới"), seen=closed.version, who="lan")
    again = reopen_storm(registry, made.storm.id, seen=closed.version, who="nam")
    assert (again.state, again.close_reason) == (StormState.OPEN, "")


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"name": " ", "number": None}, "STORM-NO-NAME"),
        ({"year": 24}, "STORM-YEAR"),
        ({"points": ()}, "TRACK-NO-POINTS"),
        ({"points": (TrackPoint(NOON, 107.0, 21.0),)}, "TRACK-NO-WIND"),
    ],
)
def test_what_is_no_storm_is_refused(registry: Registry, own: dict[str, object], code: str) -> None:
    before = len(list_storms(registry))
    with pytest.raises(RefusalError, match=code):
        record_storm(registry, track(**own), text(), who="lan")
    assert len(list_storms(registry)) == before


def depression(level: int = 7, **own: object) -> StormTrack:
    points = (
        TrackPoint(at=NOON, lon=110.8, lat=19.2, wind_ms=15.4, level=level, gust_level=9),
        TrackPoint(NOON + dt.timedelta(hours=12), 109.0, 20.0, wind_ms=22.6, level=9, forecast=True),
    )
    return track(**{"name": "", "number": None, "points": points, **own})


def test_a_depression_has_no_name_until_a_bulletin_says_which_storm_it_became(registry: Registry) -> None:
    made = record_storm(registry, depression(), text("tin áp thấp"), who="lan")
    assert (made.storm.name, made.storm.number) == ("Áp thấp nhiệt đới ngày 07/09", None)
    assert storm_name(made.storm, "vi") == "áp thấp nhiệt đới ngày 07/09 năm 2024"
    assert storm_name(made.storm, "vi", year=False) == "áp thấp nhiệt đới ngày 07/09"
    assert storm_name(made.storm, "en") == "tropical depression of 07/09, 2024"
    weak = add_bulletin(
        registry, made.storm.id, depression(6), text("tin áp thấp 2"), seen=made.storm.version, who="lan"
    )
    assert (weak.storm.name, weak.storm.number) == (made.storm.name, None)
    seen = weak.storm.version
    grown = add_bulletin(
        registry, made.storm.id, track(name="", number=12), text("tin bão"), seen=seen, who="lan"
    )
    assert storm_name(grown.storm, "vi") == "bão số 12 năm 2024"
    named = add_bulletin(
        registry, made.storm.id, track(name="KOTO", number=12), text("KOTO"), seen=grown.storm.version,
        who="lan",
    )  # fmt: skip
    assert storm_name(named.storm, "vi") == "bão số 12 (KOTO) năm 2024"
    seen = named.storm.version
    other = add_bulletin(registry, made.storm.id, track(name="WIPHA"), text("khác"), seen=seen, who="lan")
    assert (other.storm.name, other.storm.number) == ("KOTO", 12)  # what it is called is not changed again


def test_a_storm_without_a_name_is_no_depression(registry: Registry) -> None:
    with pytest.raises(RefusalError, match="STORM-NO-NAME"):
        record_storm(registry, depression(8), text("tin bão không tên"), who="lan")
    typed = record_storm(registry, depression(name="ATNĐ tháng 9"), text("gõ tên"), who="lan")
    assert storm_name(typed.storm, "vi") == "áp thấp nhiệt đới tháng 9 năm 2024"


def test_the_ledger_holds_every_deed(registry: Registry) -> None:
    assert verify(registry).problems == ()
