"""What stands on a day is the same for whoever counts: masts of every state, built and dismantled on days.

Nothing is written when such a day comes: every reader asks the state and the days anew.
"""

import datetime as dt
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from flask import Flask
from werkzeug.test import TestResponse

from registry.frames.features import features
from registry.frames.masts import structures
from registry.model import vietnam_time
from registry.model.people import Person, Role
from registry.model.sites import SiteState
from registry.model.standing_days import NOT_STANDING, state_on
from registry.services.field.risk_base import risk_base
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.outages.stations import station_book
from registry.services.register.context import context_for
from registry.services.register.exports.exported_layers import layer_rows
from registry.services.storm.exposure import storm_masts
from registry.settings import read_settings
from registry.store import ledger
from registry.store.critical.stations import load_on_masts
from registry.store.register.operator_masts import listed_before, own_masts
from registry.store.register.sites import alias_row
from registry.store.register.standing_masts import masts_of_sites
from tests.pages import Pages
from tests.services.offices import office
from tests.store.rows import created, mast, site, station
from tests.web.open_data.world import open_
from tests.web.overview.test_masts_counted_alike import _csv, _last, _overview, _table, _text
from tests.web.people import PASSWORD, registry_of, running, visitor

D = today()
DAYS = (None, *(D + dt.timedelta(days=n) for n in (-400, 0, 1)))
EVERY = {
    f"BGG9{n:04}": one
    for n, one in enumerate(itertools.product([one.value for one in SiteState], DAYS, DAYS))
}
WORDS = {
    "in_service": "Đang hoạt động", "under_construction": "Đang xây dựng", "suspended": "Tạm ngừng",
    "approved": "Đã duyệt, chưa xây", "dismantled": "Đã tháo dỡ",
}  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("days") / "sổ"
    registry = office(home)
    add_account(registry, "an", [Role.APPRAISER], password=PASSWORD, must_change=False, who="t")
    open_(registry, "masts", "counts")
    _fill(registry)
    registry.close()
    with running(read_settings({"BTS_HOME": str(home)})) as made:
        yield made


def _fill(registry: Registry) -> None:
    places = [
        site(code, 106.15 + n % 10 * 0.003, 21.25 + n // 10 * 0.003, commune_code="")
        for n, code in enumerate(EVERY)
    ]
    masts = [
        mast(code, state=state, built_on=built, dismantled_on=gone, owner="VTL", mast_class="A2b")
        for code, (state, built, gone) in EVERY.items()
    ]
    named = [alias_row(f"site-{code}", "VTL", code, listed=D - dt.timedelta(days=500)) for code in EVERY]
    changes = [
        *created("sites", *places),
        *created("structures", *masts),
        *created("stations", *(station(code, "VTL", technology="4G") for code in EVERY)),
        *created("site_aliases", *named),
    ]
    with registry.database.write() as connection:
        ledger.record(connection, changes, who="t", batch="B0")


@pytest.mark.parametrize("ahead", [0, 1, 2], ids=["the day", "the day after", "and the next"])
def test_all_who_count_masts_count_the_same_on_a_day(
    app: Flask, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    day = _set_clock(monkeypatch, ahead)
    states = {code: state_on(*one, day) for code, one in EVERY.items()}
    stand = {code for code, state in states.items() if state not in NOT_STANDING}
    on_air = {code for code in stand if states[code] != "under_construction"}
    serve = {code for code in stand if states[code] == "in_service"}
    registry = registry_of(app)
    for name, count in _standing(registry, day).items():
        assert (name, count()) == (name, stand)
    book = station_book(registry)
    assert {key[1].removeprefix("site-") for key in book.sites} == on_air
    assert {key[1].removeprefix("site-") for key, one in book.sites.items() if one.expected} == serve
    for code, state in states.items():
        assert book.taken_down("VTL", code) is (state == "dismantled")
        assert book.not_yet("VTL", code) is (state in ("approved", "under_construction"))
    with registry.database.read() as connection:
        assert {one.code for one in load_on_masts(connection, day)} == serve
        there = {code for code, state in states.items() if state != "dismantled"}
        assert {one.code for one in own_masts(connection, "VTL")} == there
        assert {one.code for one in listed_before(connection, "VTL", D)} == there
        rows = layer_rows(connection, "sites")
    assert {row["site_code"]: row["state"] for row in rows} == states


@pytest.mark.parametrize("ahead", [0, 1], ids=["the day", "the day after"])
def test_all_pages_say_the_same_of_a_day(app: Flask, monkeypatch: pytest.MonkeyPatch, ahead: int) -> None:
    day = _set_clock(monkeypatch, ahead)
    states = {code: state_on(*one, day) for code, one in EVERY.items()}
    stand = {code for code, state in states.items() if state not in NOT_STANDING}
    an = visitor(app, "an")
    assert {one["code"]: one["state"] for one in _table(an)} == {
        code: WORDS[state] for code, state in states.items()
    }
    overview = _overview(an)
    of_words = Counter(WORDS[state] for state in states.values())
    assert {word: int(overview[word]) for word in WORDS.values()} == of_words
    said = re.search(r"([\d.]+) cột, ([\d.]+) trạm hiện có", _text(an, "/compliance"))
    plates = re.search(r"(\d+) biển Mở bản in", _text(an, "/plates"))
    assert said
    assert plates
    counts = {
        "overview": int(overview["Cột đang đứng"]),
        "report": _last(an, "cot-theo-xa")[-1],
        "compliance": int(said[1]),
        "stations": int(said[2]),
        "plates": int(plates[1]),
    }
    assert set(counts.values()) == {len(stand)}, counts
    seen = Counter(WORDS[state].lower() for state in states.values() if state != "approved")
    nobody = Pages(app)
    assert Counter(row["Trạng thái"] for row in _csv(nobody, "/open-data/masts.csv")) == seen
    for code, state in list(states.items())[::7]:
        said_there = _plain(an.get(f"/map/site?code={code}"))
        assert WORDS[state] in said_there, code
        assert ("Kiểm tra, ghi tồn tại cột này" in said_there) is (code in stand), code
        groups: Any = an.get(f"/find/hits?q={code}").json["groups"]
        assert [WORDS[state] in one["note"] for one in groups[0]["hits"] if one["kind"] == "mast"] == [True]


def _plain(answer: TestResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def _set_clock(monkeypatch: pytest.MonkeyPatch, ahead: int) -> dt.date:
    real = vietnam_time.read_clock
    monkeypatch.setattr(vietnam_time, "read_clock", lambda: real() + dt.timedelta(days=ahead))
    assert today() >= D + dt.timedelta(days=ahead)
    return today()


def _standing(registry: Registry, day: dt.date) -> dict[str, Callable[[], set[str]]]:
    """Return the readers that tell which masts stand, by the codes of the masts."""
    code_of = {f"mast-{code}": code for code in EVERY}

    def checks() -> set[str]:
        masts = context_for(registry, day).masts
        return set(masts.codes[~masts.approved_only].tolist())

    def frame() -> set[str]:
        found = structures(day, register=registry)
        return set(found.loc[found["state"] != "approved", "site_code"])

    def collection() -> set[str]:
        rows: Any = features(registry, "structures", Person("an", frozenset({Role.APPRAISER})))
        moment = np.datetime64(day, "D")
        held = ~(rows.first > moment) & ~(rows.last < moment)
        states = rows.values["state"]
        return {
            code_of[key]
            for key, there, state in zip(rows.ids, held, states, strict=True)
            if there and state != "approved"
        }

    def at_the_spot() -> set[str]:
        with registry.database.read() as connection:
            return {one.code for one in masts_of_sites(connection, [f"site-{code}" for code in EVERY])}

    return {
        "checks": checks,
        "frame": frame,
        "collection": collection,
        "at the spot": at_the_spot,
        "storm": lambda: set(storm_masts(registry).codes.tolist()),
        "risk": lambda: {code_of[key] for key in risk_base(registry, day).structures.tolist()},
    }
