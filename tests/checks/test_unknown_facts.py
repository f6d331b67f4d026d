"""A fact that would exempt and is not known is no ground to refuse: the outcome is then never a fail.

For every field of a proposal and every check: where some value of the field would make the finding anything
but a fail, the finding without that value is none either. Which network asks is a fact of both spacing rules
at once (what is "another network" to one is "the same" to the other), so for it the row is looked at.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.appraisal import verdict
from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.law import law_in_force
from registry.messages import render
from registry.model.findings import Finding, Outcome, Verdict
from registry.model.requests.proposals import ASKED_KINDS, Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, OldMastClass, Support
from tests.world import proposal, world

DAYS = [dt.date(2024, 6, 1), dt.date(2025, 12, 15), dt.date(2026, 11, 24)]
NETWORKS = ["VNPT", "VTL", "VMS"]
VALUES: dict[str, list[Any]] = {
    "kind": list(ASKED_KINDS),
    "mast_height_m": [2.0, 3.0, 30.0, 42.0, 120.0],
    "mast_class": list(MastClass),
    "old_class": list(OldMastClass),
    "support": list(Support),
    "form": list(MastForm),
    "land_type": ["public", "private"],
    "building_height_m": [5.0, 15.0, 60.0],
    "rod_m": [0.5, 6.0],
    "top_agl_m": [18.0, 44.0, 120.0],
    "ground_elevation_m": [5.0, 90.0],
    "designed_operators": [1, 2, 3],
    "guy_radius_m": [15.0],
    "design_wind_ms": [31.0, 40.0, 46.0, 52.0],
    "urban": [True, False],
    "permit": ["GPXD 12/2026"],
    "emf_expires_on": [dt.date(2020, 1, 1), dt.date(2030, 1, 1)],
}
UNKNOWN: dict[str, Any] = {"kind": ProposalKind.UNKNOWN, "land_type": "", "permit": ""}
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
near = st.integers(-500, 500)
a_mast = st.fixed_dictionaries(
    {
        "east_m": near,
        "north_m": near,
        "operators": st.lists(st.sampled_from(NETWORKS), max_size=2, unique=True),
        "small": st.sampled_from([False, False, False, True]),
        "state": st.sampled_from(["in_service", "in_service", "approved"]),
        "accuracy_m": st.sampled_from([0.0, 10.0, 400.0]),
    }
)
a_zone = st.one_of(
    st.fixed_dictionaries(
        {
            "layer": st.just("planning"),
            "east_m": near,
            "allowed_classes": st.sampled_from(
                [None, ["A1a", "A1b"], ["A2b"], [item.value for item in MastClass]]
            ),
            "max_height_m": st.sampled_from([None, 3.0, 40.0, "none"]),
        }
    ),
    st.fixed_dictionaries(
        {"layer": st.sampled_from(["railway", "dyke", "power_line"]), "east_m": st.integers(480, 560)}
    ),
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dt.date]:
    """Return the fields of a proposal, the world around it and the day."""
    fields = {
        name: draw(st.sampled_from([*values, *values, UNKNOWN.get(name)])) for name, values in VALUES.items()
    }
    fields["kind"] = draw(st.sampled_from([ProposalKind.NEW, *ASKED_KINDS]))
    fields["land_type"] = fields["land_type"] or ""
    fields["permit"] = fields["permit"] or ""
    fields |= {
        "operator": draw(st.sampled_from(NETWORKS)),
        "shared_with": draw(st.lists(st.sampled_from(NETWORKS), max_size=1)),
        "accuracy_m": draw(st.sampled_from([0.0, 10.0])),
        "north_m": draw(st.sampled_from([0.0, 0.0, 0.0, 30_000.0])),
    }
    around = {"masts": draw(st.lists(a_mast, max_size=3)), "zones": draw(st.lists(a_zone, max_size=2))}
    return fields, around, draw(st.sampled_from(DAYS))


def judged(row: Proposal, around: dict[str, Any], day: dt.date) -> list[Finding]:
    return run([row], world(around, day), law_in_force("24", day), CHECKS)[0]


@CALM
@given(asked())
def test_a_fact_that_would_exempt_and_is_not_known_never_refuses(
    case: tuple[dict[str, Any], dict[str, Any], dt.date],
) -> None:
    """Every field in turn, unknown and with each value; SPC-03, which looks among rows, never fails."""
    fields, around, day = case
    known = proposal(**{name: value for name, value in fields.items() if value is not None})
    tried = [(name, UNKNOWN.get(name)) for name in VALUES]
    tried += [(name, value) for name, values in VALUES.items() for value in values]
    rows = [replace(known, row=2 + at, **{name: value}) for at, (name, value) in enumerate(tried)]
    found = dict(zip(tried, run(rows, world(around, day), law_in_force("24", day), CHECKS), strict=True))
    for name, values in VALUES.items():
        for at, without in enumerate(found[name, UNKNOWN.get(name)]):
            if without.outcome is Outcome.FAIL:
                for value in values:
                    stated = found[name, value][at]
                    assert stated.outcome is Outcome.FAIL, (name, value, without.code, stated.code)


@CALM
@given(asked())
def test_a_row_without_its_network_is_refused_only_where_every_network_would_be(
    case: tuple[dict[str, Any], dict[str, Any], dt.date],
) -> None:
    fields, around, day = case
    known = proposal(**{name: value for name, value in fields.items() if value is not None})
    if verdict(judged(replace(known, operator=""), around, day)) is Verdict.REFUSE:
        for network in [*NETWORKS, "VNM"]:
            assert verdict(judged(replace(known, operator=network), around, day)) is Verdict.REFUSE


def test_a_mast_of_3_m_whose_class_and_height_were_not_read_is_not_refused() -> None:
    """A roof mast of 3 m beside one of its own network, before the list's columns were understood."""
    around = {"masts": [{"code": "BGG00068", "operators": ["VTL"], "distance_m": 83.0}]}
    unread = {f.rule: f for f in judged(proposal(urban=True), around, DAYS[2])}
    assert (unread["SPC-02"].outcome, unread["SPC-02"].missing) == (Outcome.UNKNOWN, "value:mast_height_m")
    assert unread["SPC-02"].measured == pytest.approx(83.0)
    assert verdict(unread.values()) is Verdict.CANNOT_ASSESS
    said = render(unread["SPC-02"].code, unread["SPC-02"].params)
    assert "chưa đủ căn cứ" in said
    read = {f.rule: f for f in judged(proposal(urban=True, mast_height_m=3.0), around, DAYS[2])}
    assert read["SPC-02"].outcome is Outcome.REVIEW
    high = {f.rule: f for f in judged(proposal(urban=True, mast_height_m=42.0), around, DAYS[2])}
    assert high["SPC-02"].outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "row",
    [{}, {"mast_class": "A2b"}, {"mast_class": "A2b", "east_m": 505.0, "accuracy_m": 20.0}],
    ids=["no class", "in it", "at its edge"],
)
def test_a_zone_that_allows_no_class_says_so(row: dict[str, Any]) -> None:
    zone = {"layer": "planning", "allowed_classes": [], "half_m": 500.0}
    (found,) = (one for one in judged(proposal(**row), {"zones": [zone]}, DAYS[2]) if one.rule == "PLN-02")
    assert found.outcome is not Outcome.PASS
    assert "không loại nào" in render(found.code, found.params)
    assert "none" in render(found.code, found.params, "en")


@pytest.mark.parametrize(
    "layer",
    ["planning", "aerodrome_vicinity", "navigation_aid", "power_line", "railway", "heritage_1", "forest"],
)
@pytest.mark.parametrize("decision", ["QĐ 12/2026/QĐ-UBND", ""])
def test_a_zone_without_a_name_leaves_no_hole_in_a_sentence(layer: str, decision: str) -> None:
    zone = {
        "layer": layer, "name": "", "decision": decision, "allowed_classes": ["A1a"], "max_height_m": 10.0,
        "attributes": {"elevation_m": 5.0, "limit_m": 45.0, "verified": True},
    }  # fmt: skip
    rows = [
        {"mast_class": "A2b", "mast_height_m": 60.0, "ground_elevation_m": 8.0},
        {"mast_class": "A1a", "mast_height_m": 3.0, "ground_elevation_m": 8.0},
        {"accuracy_m": 200.0},
        {"mast_class": "A2b", "mast_height_m": 60.0, "east_m": 505.0, "accuracy_m": 20.0},
    ]
    for row in rows:
        for finding in judged(proposal(**row), {"zones": [zone, zone | {"error_m": 40.0}]}, DAYS[2]):
            for code, params in [(finding.code, finding.params), *finding.notes]:
                for said in (render(code, params, "vi"), render(code, params, "en")):
                    holes = ["  ", "“”", "()", " ,", " ;", " .", "( "]
                    assert said == said.strip(), said
                    assert not [hole for hole in holes if hole in said], said
