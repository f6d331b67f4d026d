"""Many masked answers together must not place another operator's mast: the attack, tried and measured."""

import datetime as dt
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.geo.areas import near_m
from registry.geo.distances import destination
from registry.model.findings import Finding, Outcome, Verdict
from registry.model.people import Person, Role
from registry.model.positions import Position
from registry.services.appraise import asked_spots
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow, appraise_proposals
from registry.services.appraise.asked_spots import Spot, raised, seen_rows, spot_of, withheld
from registry.services.appraise.finding_texts import finding_json
from registry.services.appraise.spot_settings import DEFAULT_BUDGET, set_spots
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.register.mask_secret import mask_secret, shifted
from registry.services.register.masking import class_of, masked
from registry.settings import Settings
from tests.world import proposal

VTL = Person("c", frozenset({Role.CARRIER}), "VTL")
LEADER = Person("l", frozenset({Role.LEADER}))
SECRET = b"of a register"
LIMIT_M = 250.0


@pytest.fixture
def office(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[Registry]:
    """A copy of the illustrative register in which nobody has asked anything."""
    registry = open_registry(copy_demo(tmp_path / "home"))
    yield registry
    registry.close()


def near_finding(metres: float, code: str = "M1") -> Finding:
    """What SPC-01 says in full of a mast too near."""
    return Finding(
        "SPC-01", Outcome.FAIL, "SPC-OTHER-NEAR",
        {"limit": LIMIT_M, "measured": metres, "related": code, "operators": "VNPT"},
        measured=metres, limit=LIMIT_M, unit="m", related=code, related_operator="VNPT",
        evidence={"type": "LineString", "coordinates": [[106.0, 21.0], [106.0, 21.001]]},
        notes=(("SPC-MEASURE-AGAIN", {"accuracy": metres / 7}),),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.floats(0, 249.9), st.floats(0, 249.9),
    st.sampled_from(
        ["SPC-OTHER-NEAR", "SPC-SAME-NO-HEIGHT", "SPC-SMALL-URBAN", "SPC-OTHER-REVIEW", "SPC-OTHER-LIMITS",
         "SPC-SAME-OPERATOR", "SPC-OTHER-FAR", "SPC-SAME-LISTS", "SPC-03-SAME", "SPC-03-DUPLICATE",
         "PLN-01-NEAR", "PLN-01-MOVED", "PLN-01-NOT-FOUND-NEAREST", "A-SENTENCE-OF-TOMORROW"]
    ),
    st.booleans(),
)  # fmt: skip
def test_what_is_shown_hangs_on_the_class_alone(one: float, other: float, code: str, doubt: bool) -> None:
    def shown(metres: float) -> str:
        params = {
            "limit": LIMIT_M, "measured": metres, "related": "M1", "code": "M1", "operators": "VNPT",
            "operator": "VNPT", "decision": "1/QĐ", "small": 3.0, "near": metres, "same": 50.0,
        }  # fmt: skip
        rule = "PLN-01" if code.startswith("PLN") else "SPC-03" if "03" in code else "SPC-01"
        made = replace(near_finding(metres), code=code, params=params, rule=rule, flips=doubt)
        return json.dumps([finding_json(item, "vi") for item in masked([made], "VTL", secret=SECRET)])

    if class_of(shifted(one, "M1", SECRET, LIMIT_M)) == class_of(shifted(other, "M1", SECRET, LIMIT_M)):
        assert shown(one) == shown(other)
    assert "M1" not in shown(one)


@settings(deadline=None)
@given(st.floats(0, 5000), st.text(min_size=1, max_size=8))
def test_a_shift_is_small_fixed_and_never_across_the_limit(metres: float, code: str) -> None:
    moved = shifted(metres, code, SECRET, LIMIT_M)
    assert moved == shifted(metres, code, SECRET, LIMIT_M)
    assert moved >= 0.0
    assert abs(moved - metres) <= 30.0 + 1e-6
    assert (moved < LIMIT_M) or metres >= LIMIT_M


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first = mask_secret(tmp_path)
    assert mask_secret(tmp_path) == first
    assert len(first) >= 32
    assert (tmp_path / "mask_secret").stat().st_mode & 0o077 == 0


def at(metres: float, azimuth: float, hit: bool) -> Spot:
    lon, lat = destination(106.2, 21.3, azimuth, metres)
    return Spot(lon, lat, (("M1", 106.2, 21.3),) if hit else ())


def test_closing_in_on_a_mast_costs_a_days_budget_for_three_answers(office: Registry) -> None:
    answered, low, high = 0, 0.0, 600.0
    while True:
        middle = (low + high) / 2
        hit = middle < LIMIT_M
        if withheld(office, VTL, [at(middle, 30.0, hit)])[0]:
            break
        answered += 1
        low, high = (middle, high) if hit else (low, middle)
    assert answered <= DEFAULT_BUDGET
    assert high - low >= 600.0 / 2**DEFAULT_BUDGET


def test_once_the_budget_is_gone_near_and_far_are_withheld_alike(office: Registry) -> None:
    spots = [at(20.0 + 15.0 * k, 0.0, True) for k in range(8)]
    assert withheld(office, VTL, spots)[-1] is True
    far = Spot(106.5, 21.5, ())
    assert withheld(office, VTL, [far]) == [True]
    assert withheld(office, VTL, spots[:1]) == [False]  # a place once answered is answered again
    assert [(item.asker, item.day) for item in raised(office)] == [("VTL", today())]
    office.close()
    again = open_registry(office.settings)
    assert withheld(again, VTL, [far]) == [True]  # a restart gives no new day
    again.close()


def test_a_page_read_again_asks_about_no_more_places(office: Registry) -> None:
    near = [at(100.0, 45.0 * k, True) for k in range(8)]
    for _ in range(3):
        assert sum(withheld(office, VTL, near, "danh sách")) == 5
    assert [(item.places, item.source) for item in raised(office)] == [(8, "danh sách")]
    withheld(office, VTL, [at(5000.0, 10.0, False)], "danh sách khác")
    assert [(item.places, item.source) for item in raised(office)] == [(9, "danh sách khác")]


def test_a_budget_of_nothing_tells_nothing(office: Registry) -> None:
    set_spots(office, "0", "", None, person=LEADER)
    assert withheld(office, VTL, [Spot(106.5, 21.5, ())]) == [True]


def test_a_mast_whose_owner_agreed_to_share_it_costs_nothing() -> None:
    def about(code: str, outcome: Outcome = Outcome.REVIEW) -> Finding:
        notes = ((code, {"day": "1/9/2026"}),)
        return replace(near_finding(20.0), rule="SHR-03", code="SHR-03-FULL", outcome=outcome, notes=notes)

    place, near = Position(106.0, 21.0), near_finding(20.0)
    assert spot_of([near, about("SHR-03-AGREED")], place, "VTL").hits == ()
    assert spot_of([near, about("SHR-03-CONDITIONS")], place, "VTL").hits == ()
    assert spot_of([near_finding(20.0, "M2"), about("SHR-03-AGREED")], place, "VTL").hits[0][0] == "M2"
    for word in ("SHR-03-SAID-AGREED", "SHR-03-ASKED", "SHR-03-REFUSED"):  # said by the asker, or no consent
        assert [code for code, *_at in spot_of([near, about(word)], place, "VTL").hits] == ["M1"]


def test_an_honest_list_is_answered_whole_and_twice_the_same(office: Registry) -> None:
    appraisal = _grid(office, 6, 5, 2_000.0)
    rows = appraisal.rows
    near = [index for index, row in enumerate(rows) if _hits(row)]
    far = [index for index in range(len(rows)) if index not in near]
    chosen = [rows[index] for index in (far + near[:3])]
    first = seen_rows(office, VTL, chosen, appraisal.context)
    assert not any(item.code == "SPC-WITHHELD" for row in first for item in row.findings)
    assert seen_rows(office, VTL, chosen, appraisal.context) == first


def test_a_withheld_row_does_not_say_by_its_verdict_what_is_withheld(office: Registry) -> None:
    set_spots(office, "0", "", None, person=LEADER)
    appraisal = _grid(office, 12, 12, 500.0)
    refused = [row for row in appraisal.rows if row.verdict is Verdict.REFUSE and _hits(row)]
    assert refused
    shown = seen_rows(office, VTL, refused, appraisal.context)
    for row in shown:
        told = {item.code for item in row.findings if item.rule.startswith("SPC")}
        assert "SPC-WITHHELD" in told
        others = [item for item in row.findings if item.outcome is Outcome.FAIL]
        assert (row.verdict is Verdict.REFUSE) == bool(others)


def test_a_carrier_is_told_of_its_own_network_when_nothing_is_left(office: Registry) -> None:
    set_spots(office, "0", "", None, person=LEADER)
    appraisal = _grid(office, 12, 12, 500.0)

    def of_network(rows: list[AppraisedRow]) -> list[tuple[str, Outcome]]:
        return [(one.code, one.outcome) for row in rows for one in row.findings if one.rule == "SPC-02"]

    whole = of_network(list(appraisal.rows))
    assert any(outcome is Outcome.FAIL for _, outcome in whole)
    assert of_network(seen_rows(office, VTL, appraisal.rows, appraisal.context)) == whole
    another = Person("m", frozenset({Role.CARRIER}), "VMS")  # asks for a position of Viettel
    told = {code for code, _ in of_network(seen_rows(office, another, appraisal.rows, appraisal.context))}
    assert told == {"SPC-WITHHELD"}
    both = _grid(
        office, 12, 12, 500.0, shared_with=("VNPT",)
    )  # of two networks: told here, withheld there, tells
    told = {code for code, _ in of_network(seen_rows(office, VTL, both.rows, both.context))}
    assert told == {"SPC-WITHHELD"}


def test_a_grid_asked_for_thirty_days_places_few_masts(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The attack: 200 m apart over a box of masts, every day as far as the budget goes.

    Each day begins elsewhere, so that no day is lost on a mast he knows of already. He is given more than he
    gets: which mast each answer is about. Of the places that agree with all answers he takes the middle.
    """
    appraisal = _grid(office, SIDE, SIDE, 200.0)
    spots = [spot_of(row.findings, row.proposal.position, "VTL") for row in appraisal.rows]
    start, told, order = dt.date(2026, 11, 1), {}, np.random.default_rng(12)
    for day in range(30):
        monkeypatch.setattr(asked_spots, "today", lambda day=day: start + dt.timedelta(days=day))
        left = [spots[at] for at in order.permutation(len(spots)) if spots[at].place not in told]
        for spot, back in zip(left, withheld(office, VTL, left), strict=True):
            if not back:
                told[spot.place] = spot
    masts = {code: (lon, lat) for spot in spots for code, lon, lat in spot.hits}
    placed = sum(_error(place, [*told.values()], code) < 100.0 for code, place in masts.items())
    every = _others(appraisal)
    figures = f"{len(spots)} spots, {len(told)} told, {len(masts)} masts, {placed} placed, {every} others"
    (office.settings.home / "figures").write_text(figures)
    assert len(masts) >= 20
    assert placed * 50 < every


SIDE = 36


def _grid(office: Registry, across: int, up: int, step_m: float, **own: Any) -> Appraisal:
    context = context_for(office, dt.date(2026, 11, 24))
    masts = context.masts
    lon, lat = float(np.quantile(masts.lon, 0.4)), float(np.quantile(masts.lat, 0.4))  # where masts are many
    rows = []
    for north in range(up):
        for east in range(across):
            _, y = destination(lon, lat, 0.0, north * step_m)
            x, _ = destination(lon, lat, 90.0, east * step_m)
            row = proposal(operator="VTL", mast_height_m=42.0, **own)
            rows.append(replace(row, position=Position(x, y), sheet="DS", row=len(rows) + 2, site_code=""))
    found, law = appraise_proposals(rows, context)
    return Appraisal("l.xlsx", "", Path("l.xlsx"), context.as_of, law, context, found, [], (), [])


def _hits(row: AppraisedRow) -> bool:
    return bool(spot_of(row.findings, row.proposal.position, "VTL").hits)


def _others(appraisal: Appraisal) -> int:
    context = appraisal.context
    own = 1 << context.operator_index("VTL")
    return int(((context.masts.networks & own) == 0).sum())


def _error(place: tuple[float, float], told: list[Spot], code: str) -> float:
    """Return how far the attacker's guess of a mast is from where it stands, in metres."""
    hits = [spot for spot in told if any(hit[0] == code for hit in spot.hits)]
    if not hits:
        return math.inf
    lon, lat = (float(np.mean([getattr(spot, name) for spot in hits])) for name in ("lon", "lat"))
    scale = 111_195.0 * np.array([math.cos(math.radians(lat)), 1.0])
    steps = np.arange(-500.0, 501.0, 10.0)
    at = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    open_to = np.ones(len(at), dtype=bool)
    for spot in told:
        away = at - (np.array([spot.lon, spot.lat]) - [lon, lat]) * scale
        if np.abs(away).max() > 3_000:
            continue
        metres = np.hypot(away[:, 0], away[:, 1])
        if spot not in hits:
            open_to &= metres >= LIMIT_M
            continue
        true = near_m(spot.lon, spot.lat, *place)
        low, high = next((a, b) for a, b in ((0, 50), (50, 100), (100, 200), (200, 2_000)) if true < b)
        open_to &= (metres >= low - 30.0) & (metres < high + 30.0)
    guess = at[open_to].mean(axis=0) if open_to.any() else np.zeros(2)
    return float(np.hypot(*(guess - (np.array(place) - [lon, lat]) * scale)))
