"""The fold of reports: arrival plays no part, corrections stand where they belong, nothing is added twice."""

import datetime as dt
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.model.outages.outages import Cause, LineState, OutageLine
from registry.storm.outage_fold import causes, curve, fold

START = dt.datetime(2026, 9, 8, 0, 0, tzinfo=dt.UTC)
DOWN, RESTORED, COUNT, VOID = LineState.DOWN, LineState.RESTORED, LineState.COUNT, LineState.VOID


def at(hours: float) -> dt.datetime:
    return START + dt.timedelta(hours=hours)


def named(identity: str, hours: float, site: str, state: LineState = DOWN, **more: object) -> OutageLine:
    line = OutageLine(identity, "R", "VTL", at(hours), state, "07228", site=site)
    return replace(line, **more)  # type: ignore[arg-type]


def counted(identity: str, hours: float, down: int, restored: int = 0, **more: object) -> OutageLine:
    line = OutageLine(identity, "R", "VTL", at(hours), COUNT, "07228", down=down, restored=restored)
    return replace(line, **more)  # type: ignore[arg-type]


def of(*lines: OutageLine, until: float | None = None) -> tuple[int, int]:
    """(down, affected) of Viettel in the one commune."""
    picture = fold(lines, None if until is None else at(until))
    return picture.down, picture.affected


def test_the_latest_statement_about_a_station_holds() -> None:
    lines = named("1", 6, "A"), named("2", 6, "B"), named("3", 12, "A", RESTORED)
    assert of(*lines) == (1, 2)
    assert of(*lines, until=6) == (2, 2)
    assert not fold(lines).stations["VTL", "A"].down
    assert of(*lines, named("4", 18, "A")) == (2, 2)


def test_a_late_correction_of_an_early_report_does_not_overrule_a_later_report() -> None:
    wrong, later = named("1", 6, "A"), named("2", 12, "A", RESTORED)
    correction = named("3", 6, "A", cause=Cause.FIBRE, corrects="1", at="2026-09-09")
    assert of(wrong, later, correction) == (0, 1)
    assert fold([wrong, later, correction], at(6)).stations["VTL", "A"].line.cause is Cause.FIBRE


def test_a_line_taken_back_leaves_what_was_said_before_it() -> None:
    lines = named("1", 6, "A"), named("2", 6, "B"), named("3", 12, "C", VOID, corrects="2")
    assert of(*lines) == (1, 1)
    again = named("4", 6, "B", corrects="3")  # a correction is corrected like any other line
    assert of(*lines, again) == (2, 2)


def test_a_count_and_the_stations_named_in_it_are_the_same_stations() -> None:
    assert of(counted("1", 6, 5), named("2", 6, "A"), named("3", 6, "B")) == (5, 5)
    assert of(counted("1", 6, 5), named("2", 9, "A")) == (5, 5)
    assert of(counted("1", 6, 5), named("2", 9, "A", RESTORED)) == (4, 5)
    assert of(counted("1", 6, 1), named("2", 9, "A"), named("3", 9, "B"), named("4", 9, "C")) == (3, 3)
    assert of(counted("1", 6, 5), counted("2", 12, 2, 4)) == (2, 6)


def test_a_newer_count_of_none_clears_what_was_named_and_says_by_what() -> None:
    picture = fold([named("1", 6, "A"), counted("2", 12, 0, 1)])
    assert (picture.down, picture.affected) == (0, 1)
    assert picture.stations["VTL", "A"].by_count
    assert not picture.stations["VTL", "A"].down


def test_more_named_than_counted_at_one_moment_is_a_doubt_and_the_larger_number_holds() -> None:
    state = fold([counted("1", 6, 1), named("2", 6, "A"), named("3", 6, "B")]).communes["VTL", "07228"]
    assert (state.down, state.doubt) == (2, True)


def test_of_two_statements_of_one_moment_the_one_that_says_down_holds() -> None:
    assert of(named("1", 6, "A", RESTORED), named("2", 6, "A")) == (1, 1)
    assert of(named("2", 6, "A", RESTORED), named("1", 6, "A")) == (1, 1)


def test_a_station_that_is_given_another_commune_is_counted_in_one() -> None:
    lines = named("1", 6, "A"), named("2", 12, "A", commune="07681")
    assert of(*lines) == (1, 1)
    assert [key for key, state in fold(lines).communes.items() if state.down] == [("VTL", "07681")]


def test_causes_of_what_is_down_with_those_that_are_only_counted() -> None:
    lines = counted("1", 6, 4), named("2", 6, "A", cause=Cause.GRID), named("3", 6, "B", cause=None)
    assert causes(fold(lines)) == {Cause.GRID: 1, Cause.OTHER: 1, None: 2}
    assert causes(fold(lines), "VNPT") == {}


def test_generators_are_counted_where_the_service_is_back_on_one_too() -> None:
    lines = named("1", 6, "A", generator=True), named("2", 7, "B", RESTORED, generator=True)
    assert fold(lines).generators == 2
    assert fold([*lines, counted("3", 8, 1, generators=7)]).generators == 7
    assert fold([*lines, named("4", 9, "B", RESTORED, generator=False)]).generators == 1


LINES = st.lists(
    st.tuples(
        st.sampled_from(["VTL", "VNPT"]),
        st.sampled_from(["c1", "c2"]),
        st.sampled_from(["", "A", "B", "C"]),
        st.integers(0, 5),  # hours
        st.sampled_from([DOWN, RESTORED]),
        st.integers(0, 4),
        st.integers(0, 4),
        st.integers(-1, 20),  # which line it corrects
        st.booleans(),  # taken back
    ),
    max_size=24,
)


def lines_of(drawn: list[tuple[str, str, str, int, LineState, int, int, int, bool]]) -> list[OutageLine]:
    found: list[OutageLine] = []
    for number, (operator, commune, site, hours, state, down, restored, corrects, back) in enumerate(drawn):
        line = OutageLine(
            f"L{number:02d}", "R", operator, at(hours), state if site else COUNT, commune,
            site=site and f"{site}-{commune}", down=0 if site else down, restored=0 if site else restored,
        )  # fmt: skip
        if 0 <= corrects < len(found):
            old = found[corrects]
            line = replace(line, corrects=old.id, operator=old.operator, as_of=old.as_of)
            line = replace(line, state=VOID) if back else line
        found.append(line)
    return found


@given(LINES, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_neither_the_order_nor_the_time_of_arrival_plays_a_part(
    drawn: list[tuple[str, str, str, int, LineState, int, int, int, bool]], chance: random.Random
) -> None:
    lines = lines_of(drawn)
    shuffled = [replace(line, at=str(chance.random())) for line in lines]
    chance.shuffle(shuffled)
    one, other = fold(lines), fold(shuffled)
    assert one.communes == other.communes
    assert {key: (s.down, s.by_count) for key, s in one.stations.items()} == {
        key: (s.down, s.by_count) for key, s in other.stations.items()
    }


@given(LINES)
@settings(max_examples=150, deadline=None)
def test_nothing_is_added_twice_and_what_was_affected_never_shrinks(
    drawn: list[tuple[str, str, str, int, LineState, int, int, int, bool]],
) -> None:
    lines = lines_of(drawn)
    moments = [at(hours) for hours in range(-1, 7)]
    points = curve(lines, moments)
    before = 0
    for moment, point in zip(moments, points, strict=True):
        picture = fold(lines, moment)
        assert (point.affected, point.down) == (picture.affected, picture.down)
        assert point.down <= point.affected
        before = max(before, point.affected) if point.affected >= before else 10**9
        assert before < 10**9
        for key, state in picture.communes.items():
            down = sum(
                s.down for (o, _), s in picture.stations.items() if o == key[0] and s.line.commune == key[1]
            )
            counts = [x.down for x in lines if x.state is COUNT and (x.operator, x.commune) == key]
            assert state.down <= max([down, *counts])
