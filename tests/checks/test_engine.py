"""The engine: one finding per check and proposal, softened where number or position is not certain."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.appraisal import verdict, verdicts
from registry.checks.context import Context
from registry.checks.engine import Check, run
from registry.checks.on_day import judging
from registry.checks.proposals import Proposals
from registry.checks.registered import CHECKS
from registry.errors import WrongCallError
from registry.law import Law, Rule, law_in_force
from registry.messages import Language, render
from registry.model.finding_columns import Column, Each, FindingColumns
from registry.model.findings import Finding, Outcome, Reservation, Stage, Verdict
from registry.model.requests.proposals import Proposal, ProposalKind
from tests.scale import scale_context, scale_proposals
from tests.world import proposal, world

DAY = dt.date(2026, 11, 24)
RULE = Rule("LOC-01", "QĐ 1", "Điều 1", None, None)


def law_of(*rules: Rule) -> Law:
    return law_in_force("24", DAY, rules)


def check_that_says(*, count: int = 1, blocking: bool = True, **answer: object) -> Check:
    def function(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
        return FindingColumns.of([Finding(rule.code, **answer) for _ in range(count)])  # type: ignore[arg-type]  # built from keywords

    return Check("LOC-01", "Địa bàn", "Territory", Stage.POSITION, blocking, function)


LOCATION = Check("LOC-01", "Địa bàn", "Territory", Stage.POSITION, True, lambda *_: FindingColumns(0))
EMPTY = world(as_of=DAY)


def judge(check: Check, rule: Rule = RULE, row: Proposal | None = None) -> Finding:
    return run([row or proposal()], world(as_of=DAY), law_of(rule), [check])[0][0]


FAIL = {"outcome": Outcome.FAIL, "code": "LOC-01-OUTSIDE"}


def test_the_engine_names_source_article_stage_and_blocking() -> None:
    found = judge(check_that_says(outcome=Outcome.PASS, code="LOC-01-INSIDE"))
    assert (found.source, found.article) == ("QĐ 1", "Điều 1")
    assert (found.stage, found.blocking) == (Stage.POSITION, True)


def test_a_finding_may_name_its_own_source_and_is_not_given_the_rule_s_article() -> None:
    found = judge(check_that_says(outcome=Outcome.PASS, code="LOC-01-INSIDE", source="QĐ 7"))
    assert (found.source, found.article) == ("QĐ 7", "")


def test_a_finding_may_say_itself_whether_it_blocks() -> None:
    found = judge(check_that_says(outcome=Outcome.UNKNOWN, code="LOC-01-NO-BOUNDARY", blocking=True))
    assert found.blocking is True
    check = check_that_says(blocking=True, outcome=Outcome.NA, code="PLN-02-OUTSIDE")
    assert judge(dataclasses.replace(check, blocking=False)).blocking is False


def test_a_fail_by_a_verified_rule_at_a_stated_position_stays_a_fail() -> None:
    assert judge(check_that_says(**FAIL)).outcome is Outcome.FAIL


def test_a_fail_by_an_unverified_number_becomes_a_review_and_says_so() -> None:
    found = judge(check_that_says(**FAIL, verified=False))
    assert found.outcome is Outcome.REVIEW
    assert [code for code, _ in found.notes] == ["THRESHOLD-UNVERIFIED"]


def test_a_fail_by_an_unverified_rule_becomes_a_review() -> None:
    found = judge(check_that_says(**FAIL), dataclasses.replace(RULE, verified=False))
    assert (found.outcome, found.verified) == (Outcome.REVIEW, False)


def test_a_pass_by_an_unverified_number_stays_a_pass_and_is_marked() -> None:
    found = judge(check_that_says(outcome=Outcome.PASS, code="LOC-01-INSIDE", verified=False))
    assert (found.outcome, found.verified) == (Outcome.PASS, False)


def test_a_repaired_position_never_fails() -> None:
    found = judge(check_that_says(**FAIL), row=proposal(repaired=True))
    assert (found.outcome, found.flips) == (Outcome.REVIEW, True)
    assert [code for code, _ in found.notes] == ["POSITION-REPAIRED"]


SAID: dict[str, st.SearchStrategy[object]] = {
    "measured": st.sampled_from([1.5, 20.0]), "verified": st.booleans(), "flips": st.booleans(),
    "could_refuse": st.booleans(), "missing": st.sampled_from([None, "layer:urban", "list:VTL;list:VMS"]),
    "source": st.sampled_from(["", "QĐ 7"]), "article": st.sampled_from(["", "Điều 9"]),
    "notes": st.sampled_from([(), (("RULE-GAP", {}),)]),
}  # fmt: skip
"""Parts of a finding that may differ within a group."""


@st.composite
def group_and_rows(draw: st.DrawFn) -> tuple[list[Finding], set[str]]:
    """Return findings that are alike but in the parts named."""
    differing = draw(st.sets(st.sampled_from(sorted(SAID))))
    common = Finding(
        "LOC-01", draw(st.sampled_from(Outcome)), "LOC-01-OUTSIDE",
        kind=draw(st.sampled_from([None, *Reservation])),
        **{name: draw(value) for name, value in SAID.items()},  # type: ignore[arg-type]  # built from keywords
    )  # fmt: skip
    count = draw(st.integers(1, 4))
    return [
        dataclasses.replace(common, **{name: draw(SAID[name]) for name in sorted(differing)})  # type: ignore[arg-type]
        for _ in range(count)
    ], differing


@settings(deadline=None, max_examples=60)
@given(
    parts=st.lists(group_and_rows(), min_size=1, max_size=3),
    repaired=st.lists(st.booleans(), min_size=12, max_size=12),
    verified=st.booleans(),
    refuses=st.booleans(),
)
def test_a_group_is_completed_as_its_rows_would_be_one_by_one(
    parts: list[tuple[list[Finding], set[str]]], repaired: list[bool], verified: bool, refuses: bool
) -> None:
    single = [finding for findings, _ in parts for finding in findings]
    rows = [proposal(repaired=repaired[at]) for at in range(len(single))]

    def in_columns(proposals: Proposals, _context: Context, _rule: Rule) -> FindingColumns:
        found, start = FindingColumns(len(proposals)), 0
        for findings, differing in parts:
            columns: dict[str, Column] = {}
            for name in differing:
                values = [getattr(item, name) for item in findings]
                plain = name in ("measured", "verified", "flips", "could_refuse")
                columns[name] = np.array(values) if plain else Each(values.__getitem__)
            found.put(np.arange(start, start + len(findings)), findings[0], **columns)
            start += len(findings)
        return found

    def one_by_one(proposals: Proposals, _context: Context, _rule: Rule) -> FindingColumns:
        return FindingColumns.of([finding.copied() for finding in single])

    law = law_of(dataclasses.replace(RULE, verified=verified))
    told = [
        run(rows, EMPTY, law, [dataclasses.replace(LOCATION, function=function, refuses=refuses)])
        for function in (in_columns, one_by_one)
    ]
    assert told[0] == told[1]
    assert verdicts(told[0]) == [verdict(row) for row in told[1]]


def test_rows_of_a_group_at_doubted_positions_keep_what_each_said_of_refusing() -> None:
    """Hypothesis found it: the second row of a group was given what the first said."""

    def said(proposals: Proposals, _context: Context, _rule: Rule) -> FindingColumns:
        found = FindingColumns(len(proposals))
        fails = Finding("LOC-01", Outcome.FAIL, "LOC-01-OUTSIDE")
        found.put(np.arange(2), fails, could_refuse=np.array([True, False]))
        return found

    check = dataclasses.replace(LOCATION, function=said)
    told = run([proposal(repaired=True)] * 2, EMPTY, law_of(RULE), [check])
    assert [row[0].could_refuse for row in told] == [True, False]


def test_a_gap_of_the_catalogue_is_a_review_with_its_note_and_no_number() -> None:
    gap = dataclasses.replace(RULE, gap=True, note_vi="chưa có", note_en="not there")
    found = judge(check_that_says(**FAIL), gap)
    assert (found.outcome, found.measured, found.limit) == (Outcome.REVIEW, None, None)
    assert render(found.code, found.params, "en") == "not there"


def test_a_rule_that_is_not_in_force_does_not_apply() -> None:
    found = judge(check_that_says(**FAIL), dataclasses.replace(RULE, valid_to=dt.date(2026, 11, 23)))
    assert (found.outcome, found.code) == (Outcome.NA, "RULE-NOT-IN-FORCE")


def test_a_rule_that_only_other_provinces_have_is_a_gap_that_is_named() -> None:
    elsewhere = dataclasses.replace(RULE, territory=("20",))
    found = judge(check_that_says(**FAIL), elsewhere)
    assert (found.outcome, found.source, found.missing) == (Outcome.REVIEW, "", "law:tỉnh 24")
    said = render(found.code, found.params, "en")
    assert said.startswith("Territory: ")
    assert "tỉnh 24" in said
    assert "QĐ 1" not in said  # another province's text is no news to this one


@pytest.mark.parametrize("place", ["20", "24"])
@pytest.mark.parametrize("day", [dt.date(2024, 1, 1), dt.date(2025, 11, 30), dt.date(2026, 11, 24)])
def test_a_row_that_shares_keeps_no_distance_whatever_law_was_read(place: str, day: dt.date) -> None:
    """What the kind rules out is ``na`` on every day and everywhere, before a gap of the law is looked at."""
    context = world({"masts": [{"code": "BGG00045", "operators": ["VNPT"]}]}, day)
    rows = [proposal(kind="share", site_code="BGG00045"), proposal(kind="share", distance_m=5_000.0)]
    law = law_in_force(place, day)
    known, unknown = ({f.rule: f for f in row} for row in run(rows, context, law, CHECKS))
    for rule in ("SPC-01", "SPC-02", "SPC-03", "SHR-02", "PLN-04", "CLS-01"):
        assert known[rule].outcome is Outcome.NA, rule
        assert known[rule].code not in {"RULE-NOT-IN-FORCE", "RULE-GAP"}, rule
    assert known["SHR-01"].outcome is Outcome.NA
    in_force = place == "24" and day > dt.date(2025, 12, 1)  # sharing frees it, so the mast must be there
    assert unknown["SHR-03"].outcome is (Outcome.UNKNOWN if in_force else Outcome.REVIEW)


def test_a_check_that_leaves_out_a_proposal_is_a_wrong_call() -> None:
    with pytest.raises(WrongCallError, match="LOC-01 gave 2 findings for 1 proposals"):
        judge(check_that_says(count=2, **FAIL))


def test_no_proposals_give_no_findings() -> None:
    assert run([], world(as_of=DAY), law_in_force("24", DAY), CHECKS) == []


@pytest.fixture(scope="module")
def crowded() -> Context:
    return scale_context(masts=2_000, zones=220, as_of=DAY)


# SPC-03 compares the rows of a list with each other, so its answers are those of the list.
ROW_BY_ROW = [check for check in CHECKS if check.code != "SPC-03"]


def told(findings: list[Finding]) -> list[tuple[object, ...]]:
    return [
        (f.rule, f.outcome, f.code, f.limit, f.related, f.flips, f.missing, f"{f.measured or 0.0:.3f}")
        for f in findings
    ]


def test_a_list_is_judged_as_its_rows_are_one_by_one(crowded: Context) -> None:
    rows = [
        *scale_proposals(40),
        proposal(unreadable=True),
        proposal(lon=2.0, lat=48.0),
        proposal(operator=""),
    ]
    law = law_in_force("24", DAY)
    together = run(rows, crowded, law, ROW_BY_ROW)
    alone = [run([row], crowded, law, ROW_BY_ROW)[0] for row in rows]
    assert [told(row) for row in together] == [told(row) for row in alone]


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 2**31))
def test_the_order_of_a_list_does_not_matter(crowded: Context, seed: int) -> None:
    rows = scale_proposals(25)
    order = np.random.default_rng(seed).permutation(len(rows)).tolist()
    law = law_in_force("24", DAY)
    straight = run(rows, crowded, law, ROW_BY_ROW)
    shuffled = run([rows[i] for i in order], crowded, law, ROW_BY_ROW)
    assert [told(shuffled[place]) for place in range(len(order))] == [told(straight[i]) for i in order]


@pytest.mark.parametrize("day", [dt.date(2010, 1, 1), dt.date(2023, 5, 15), dt.date(2026, 11, 24)])
def test_every_finding_of_every_day_can_be_said_in_both_languages(crowded: Context, day: dt.date) -> None:
    languages: tuple[Language, ...] = ("vi", "en")
    rows = [
        *scale_proposals(30),
        proposal(unreadable=True),
        proposal(lon=2.0, lat=48.0),
        proposal(kind="share"),
    ]
    context = dataclasses.replace(crowded, as_of=day)
    for row in run(rows, context, law_in_force("24", day), CHECKS):
        assert [found.rule for found in row] == [check.code for check in CHECKS]
        for found in row:
            for lang in languages:
                assert render(found.code, found.params, lang)
                assert all(render(code, params, lang) for code, params in found.notes)


def test_a_world_without_anything_in_it_judges_without_a_fault() -> None:
    empty = world({"lists": {}, "units": {"none": True}}, DAY)
    rows = [
        proposal(),
        proposal(unreadable=True),
        proposal(operator="", commune="Tân Dĩnh", address="Thôn 1"),
    ]
    found = run(rows, empty, law_in_force("24", DAY), CHECKS)
    assert all(item.outcome is not Outcome.FAIL for row in found for item in row)


KINDS = [kind for kind in ProposalKind if kind is not ProposalKind.UNKNOWN]


def at_random(draw: st.DrawFn) -> tuple[Proposal, Context]:
    """Return a row somewhere among a few masts, and what it is judged in, on one of three days of law."""
    masts = [
        {"east_m": draw(st.integers(-600, 600)), "north_m": draw(st.integers(-600, 600)), "operators": [who]}
        for who in draw(st.lists(st.sampled_from(["VNPT", "VTL"]), max_size=3))
    ]
    row = proposal(
        north_m=draw(st.sampled_from([0, 30_000])),  # in the territory, and out of it
        mast_class=draw(st.sampled_from(["A1a", "A2b", "A2c"])),
        support=draw(st.sampled_from(["roof", "ground"])),
        mast_height_m=draw(st.sampled_from([3.0, 42.0, 120.0])),
        designed_operators=draw(st.sampled_from([None, 1, 3])),
        accuracy_m=draw(st.sampled_from([0.0, 300.0])),
    )
    day = draw(st.sampled_from([dt.date(2024, 6, 1), dt.date(2025, 12, 15), DAY]))
    return row, world({"masts": masts}, as_of=day)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_row_whose_kind_was_not_understood_is_never_agreed_and_refused_only_whatever_it_asks(
    data: st.DataObject,
) -> None:
    row, context = at_random(data.draw)

    def found(kind: ProposalKind) -> list[Finding]:
        return judging.judge([dataclasses.replace(row, kind=kind)], context)[0][0]

    known = [found(kind) for kind in KINDS]
    open_ = found(ProposalKind.UNKNOWN)
    assert verdict(open_) in {Verdict.CANNOT_ASSESS, Verdict.REFUSE}
    for at, finding in enumerate(open_):
        if finding.outcome is Outcome.FAIL:
            assert Outcome.FAIL in {each[at].outcome for each in known}
            shared = known[KINDS.index(ProposalKind.SHARE)][at]
            assert shared.outcome is Outcome.FAIL, finding.rule
    if verdict(open_) is Verdict.REFUSE:
        assert all(verdict(each) is Verdict.REFUSE for each in known)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_check_says_that_it_hangs_on_the_kind_where_what_kind_it_is_turns_a_fail(
    data: st.DataObject,
) -> None:
    """Each rule that a known kind can fail is open for an unknown one, or fails for sharing too."""
    row, context = at_random(data.draw)
    rows = [dataclasses.replace(row, kind=kind) for kind in ProposalKind]
    alone = {kind: judging.judge([one], context)[0][0] for kind, one in zip(ProposalKind, rows, strict=True)}
    for at, check in enumerate(CHECKS):
        if check.by_kind:
            assert alone[ProposalKind.UNKNOWN][at].code == "KIND-UNREAD"
            assert alone[ProposalKind.UNKNOWN][at].outcome is Outcome.UNKNOWN


def test_a_row_of_an_unknown_kind_is_still_a_neighbour_for_the_others() -> None:
    first = proposal(row=2, site_code="V1")
    other = proposal(row=3, site_code="V2", operator="VMS", east_m=60, kind="unknown")
    said = judging.judge([first, other], world())[0]
    clash = next(item for item in said[0] if item.rule == "SPC-03")
    assert clash.outcome is Outcome.REVIEW
    assert clash.measured is not None
