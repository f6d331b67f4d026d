"""What the bar says waits is what waits: kept between pages, it is the number that counting anew gives."""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, g

from registry.model.field.field_reports import CitizenReportKind
from registry.model.people import OPEN_DESK, Person, Role
from registry.model.requests.desk import RequestKind
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.public.citizen_reports import take_report
from registry.services.register.same_mast import keep_apart, open_questions
from registry.services.requests.requests import receive_request
from registry.settings import read_settings
from registry.store.database import Database
from tests.copied import copy_home
from tests.web.people import ORGANISATIONS, TERRITORIES, registry_of, running
from web.frame import navigation
from web.frame.packages import bar_pages

PEOPLE = [
    Person(role.value, frozenset({role}), ORGANISATIONS.get(role, ""), TERRITORIES.get(role, ""))
    for role in Role
] + [OPEN_DESK, Person("rival", frozenset({Role.CARRIER}), "VNPT")]


@pytest.fixture
def app(lived_home: Path, tmp_path: Path) -> Iterator[Flask]:
    """An office that is lived in."""
    copy_home(lived_home, tmp_path / "home")
    with running(read_settings({"BTS_HOME": str(tmp_path / "home")})) as made:
        yield made


def bar(app: Flask, person: Person) -> dict[str, int]:
    with app.test_request_context("/about"):
        g.person = person
        return {place.endpoint: place.waits for group in navigation.groups(app) for place in group.places}


def bars(app: Flask) -> list[dict[str, int]]:
    return [bar(app, person) for person in PEOPLE]


def counted_anew(app: Flask) -> list[dict[str, int]]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Database, "stamp", lambda _self: None)
        return bars(app)


def _receive(registry: Registry) -> None:
    receive_request(
        registry, None, kind=RequestKind.POSITION, organisation="VTL", officer="", who="lan",
        letter_number="9/VT", received_on=today(),
    )  # fmt: skip


def _part(registry: Registry) -> None:
    keep_apart(registry, open_questions(registry)[0].id, who="lan", evidence="hai móng cột")


def _report(registry: Registry) -> None:
    take_report(registry, kind=CitizenReportKind.OTHER, words="Cột nghiêng", place="đầu thôn")


DEEDS: tuple[Callable[[Registry], None], ...] = (_receive, _part, _report)


def test_after_every_deed_of_this_process_or_another_each_person_is_told_what_counting_anew_gives(
    app: Flask,
) -> None:
    before = bars(app)
    assert before == counted_anew(app)
    assert any(sum(one.values()) for one in before)
    other = open_registry(registry_of(app).settings)
    with contextlib.closing(other):
        for deed, who in zip(DEEDS, (registry_of(app), other, registry_of(app)), strict=True):
            deed(who)
            after = bars(app)
            assert after != before, deed
            assert after == bars(app) == counted_anew(app)
            before = after


def test_a_number_that_is_kept_is_the_same_all_day_and_another_day_it_is_that_days(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = {page.endpoint for page in bar_pages(app) if page.kept}
    assert len(kept) > 10
    begun = today()
    for ahead in (0, 1, 45):
        day = begun + dt.timedelta(days=ahead)
        of_the_day = []
        for time in (dt.time(0, 1), dt.time(11, 30), dt.time(23, 58)):
            moment = dt.datetime.combine(day, time, VIETNAM)
            monkeypatch.setattr("registry.model.vietnam_time.read_clock", lambda moment=moment: moment)
            assert bars(app) == counted_anew(app)
            of_the_day.append([{name: one[name] for name in kept & one.keys()} for one in counted_anew(app)])
        assert of_the_day[0] == of_the_day[1] == of_the_day[2]


def test_nothing_is_asked_of_the_register_again_for_what_is_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bars(app)
    asked: list[str] = []
    real = Registry.until_written

    def watched(registry: Registry, key: tuple[str, ...], make: Callable[[], int]) -> int:
        def told() -> int:
            asked.append(key[0])
            return make()

        return real(registry, key, told)

    monkeypatch.setattr(Registry, "until_written", watched)
    bars(app)
    assert asked == []
    _receive(registry_of(app))
    bars(app)
    assert "requests.start" in asked
