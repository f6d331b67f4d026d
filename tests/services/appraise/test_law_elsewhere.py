"""A province whose own texts nobody has read: what they may ask is a named gap, never "does not apply"."""

import tomllib
from dataclasses import replace
from pathlib import Path

from registry.appraisal import common_gaps, conditions, gaps, left_open, verdict
from registry.checks.context import Context, Territory
from registry.checks.on_day.judging import judge
from registry.messages import render
from registry.model.findings import Finding, Outcome
from registry.services.requests.conditions.proposals import proposed_texts
from registry.services.requests.letters.reply_rows import reasons
from registry.services.requests.letters.sentences import with_basis
from tests.world import proposal, world

CASE = tomllib.loads(
    (Path(__file__).parent.parent.parent / "cases" / "lang_son.toml").read_text(encoding="utf-8")
)
PROPOSED = CASE["proposed"]


def lang_son() -> Context:
    context = world({"masts": [PROPOSED["neighbour"]]}, PROPOSED["as_of"])
    code = CASE["territory"]
    return replace(context, province=code, territories=(Territory(code, "Tỉnh Lạng Sơn"),))


def judged() -> list[Finding]:
    row = proposal(**{name: PROPOSED[name] for name in ("operator", "mast_class", "mast_height_m")})
    return judge([row], lang_son())[0][0]


def test_a_mast_20_6_m_from_another_network_in_lang_son_is_not_agreed_in_silence() -> None:
    findings = {finding.rule: finding for finding in judged()}
    for code in PROPOSED["gaps"]:
        assert (findings[code].outcome, findings[code].code) == (Outcome.REVIEW, "RULE-GAP-HERE"), code
    assert verdict(findings.values()).value == PROPOSED["verdict"]
    assert set(PROPOSED["gaps"]) <= {finding.rule for finding in gaps(findings.values())}
    assert {"SPC-01", "SPC-02"} <= {finding.rule for finding in left_open(findings.values())}
    assert not set(PROPOSED["gaps"]) & {finding.rule for finding in conditions(findings.values())}
    spacing = with_basis(findings["SPC-01"], "vi")
    assert "tỉnh Lạng Sơn" in spacing
    assert "(QĐ 72/2025/QĐ-UBND" not in spacing.split("(")[-1]  # Bắc Ninh's decision is no ground here
    assert reasons([findings["SPC-01"]], "vi") == []  # nor is it the carrier's fault
    said = proposed_texts(findings.values(), "vi")
    assert not any("Lạng Sơn" in text for text in said)  # no condition of a row


def test_what_the_province_s_texts_leave_open_is_said_once_above_the_list() -> None:
    gap = next(item for item in common_gaps([judged(), judged()]) if item.missing.startswith("law:"))
    assert (gap.kind, gap.name, gap.rows) == ("LAW", "tỉnh Lạng Sơn", 2)
    assert set(gap.rules) == set(PROPOSED["gaps"])
    assert "tỉnh Lạng Sơn" in render("GAP-LAW", {"what": gap.name, "rules": "SPC-01"})


def test_the_country_s_law_holds_there_and_the_wind_table_is_a_gap() -> None:
    findings = {finding.rule: finding for finding in judged()}
    assert findings["PLN-01"].source == "Luật Viễn thông 24/2023/QH15"
    assert findings["AIR-01"].outcome is Outcome.PASS
    assert (findings["WND-01"].outcome, findings["WND-01"].code) == (Outcome.REVIEW, "RULE-GAP")
