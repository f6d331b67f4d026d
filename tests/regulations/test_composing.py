"""The law that published regulations make together: by day, in the place of what they replaced."""

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.law import NO_OWN_LAW, OwnLaw, catalogue, law_in_force
from registry.model.regulations import Regulation, RegulationState, StatedMatter, StatedNumber
from registry.regulations.composing import law_of, law_with
from registry.regulations.faults import conflicts_of
from registry.regulations.versions import span_of
from registry.settings import DATA
from tests.overlapping_rules import overlaps
from tests.regulations.stated import FIRST, MATTERS, QD_72, content, head, number, published, spacing

LIMITS, DUTIES, DEADLINES = (catalogue(DATA / name) for name in ("limits", "duties", "deadlines"))
LATER = dt.date(2027, 3, 1)


def urban_m(own: OwnLaw, day: dt.date, province: str = "20") -> float | None:
    rule = law_in_force(province, day, own=own).get("SPC-01")
    return None if rule is None or rule.gap else rule.threshold("urban_m").value


def test_a_province_without_its_own_text_has_gaps_and_one_with_it_has_rules_from_its_first_day() -> None:
    own = law_of([published(content())])
    before, after = (law_in_force("20", day, own=own) for day in (FIRST - dt.timedelta(days=1), FIRST))
    assert "SPC-01" in before.gaps
    assert before.get("SPC-01") is None
    assert after.get("SPC-01") == law_in_force("20", LATER, own=own).get("SPC-01")
    assert "SPC-01" not in after.gaps
    assert "COR-06" in after.gaps  # defence land was not entered
    assert law_in_force("24", LATER, own=own) == law_in_force("24", LATER)


def test_the_rule_of_the_country_holds_again_where_the_province_s_own_text_ended() -> None:
    told = published(content(head=head(valid_to=dt.date(2026, 12, 31))))
    own = law_of([told])
    documents = [
        law_in_force("20", day, own=own).rules["PLN-01"].document
        for day in (dt.date(2026, 12, 31), dt.date(2027, 1, 1))
    ]
    assert documents == [told.content.head.name, "Luật Viễn thông 24/2023/QH15"]
    ended = law_of([replace(told, ended_on=dt.date(2026, 6, 30))])
    assert "SPC-01" in law_in_force("20", dt.date(2026, 7, 1), own=ended).gaps


def test_a_matter_that_lays_nothing_down_is_no_gap_and_one_that_was_not_entered_is() -> None:
    own = law_of([published(content(matters={"urban_siting": StatedMatter(none=True)}))])
    found = law_in_force("20", LATER, own=own)
    assert "PLN-04" not in found.gaps
    assert found.get("PLN-04") is None
    assert "SPC-02" in found.gaps


def test_a_rule_whose_number_is_not_stated_stays_a_gap_that_names_it() -> None:
    half = StatedMatter("Điều 15(5)", numbers={"urban_m": number(120), "outside_m": StatedNumber()})
    own = law_of([published(content(matters={"spacing_other": half}))])
    rule = law_in_force("20", LATER, own=own).rules["SPC-01"]
    assert rule.gap
    assert "ngoài đô thị" in rule.note_vi
    assert "outside urban areas" in rule.note_en
    assert rule.document in rule.note_vi


def test_a_number_that_nobody_compared_is_not_verified() -> None:
    told = {"spacing_other": spacing(120, 250, "exempt", verified=False)}
    rule = law_in_force("20", LATER, own=law_of([published(content(matters=told))])).rules["SPC-01"]
    assert not rule.threshold("urban_m").verified


def test_a_new_version_takes_the_place_of_the_old_from_its_day() -> None:
    old = published(content())
    other = {**MATTERS, "spacing_other": spacing(200, 400, "exempt")}
    new = published(
        content(head=head(first=LATER), matters=other), id="new", number=2, supersedes=old.id,
        published_at="2027-01-01",
    )  # fmt: skip
    own = law_of([new, old])
    assert [urban_m(own, day) for day in (LATER - dt.timedelta(days=1), LATER)] == [120.0, 200.0]
    same_day = replace(new, content=replace(new.content, head=head()))
    assert urban_m(law_of([old, same_day]), FIRST) == 200.0


def test_a_text_that_replaces_another_whole_leaves_gaps_where_it_was_not_entered() -> None:
    told = content(
        head=head("QĐ 3/2027/QĐ-UBND", LATER, replaces=QD_72, replaces_whole=True),
        matters={"spacing_other": spacing(200, 400, "exempt")},
    )
    own = law_of([published(told, "24")])
    before, after = (law_in_force("24", day, own=own) for day in (LATER - dt.timedelta(days=1), LATER))
    assert before == law_in_force("24", LATER - dt.timedelta(days=1))
    assert after.rules["SPC-01"].threshold("urban_m").value == 200.0
    for code in ("SPC-02", "SHR-01", "PLN-04"):
        assert after.rules[code].gap
        assert QD_72 in after.rules[code].note_vi
    assert after.rules["PLN-01"].document == "Luật Viễn thông 24/2023/QH15"
    assert {rule.document for rule in after.rules.values() if not rule.gap} >= {"QĐ 3/2027/QĐ-UBND"}
    assert QD_72 not in {rule.document for rule in after.rules.values()}
    limits = law_in_force("24", LATER, rules=LIMITS, own=own)
    assert limits.get("LIM-UNBUILT") is None  # whoever asks for days knows no gap, but knows of none
    assert limits.gaps["LIM-UNBUILT"] == (QD_72,)
    assert QD_72 not in {rule.document for rule in limits.rules.values()}


def test_a_text_that_replaces_only_what_it_states_leaves_the_rest_in_force() -> None:
    told = content(
        head=head("QĐ 3/2027/QĐ-UBND", LATER, replaces=QD_72),
        matters={"spacing_other": spacing(200, 400, "exempt")},
    )
    after = law_in_force("24", LATER, own=law_of([published(told, "24")]))
    assert after.rules["SPC-01"].document == "QĐ 3/2027/QĐ-UBND"
    assert after.rules["SPC-02"].document == QD_72
    both = after.rules["SPC-03"]  # among rows of one list, of other networks and of the same
    numbers = {name: item.value for name, item in both.thresholds.items()}
    assert numbers["other_urban_m"] == 200
    assert numbers["same_urban_m"] == 300
    assert both.article == f"Điều 15(5); Điều 15(5) {QD_72}"
    assert after.rules["SPC-01"].options["list_age_article"] == "Điều 30"


def test_days_and_hours_come_from_the_own_text_too() -> None:
    told = {
        "unbuilt": StatedMatter("Điều 9", numbers={"months": number(9)}),
        "annual_plan": StatedMatter("Điều 4", choices={"in_by": "10-31", "up_before": "12-15"}),
        "outage_mast": StatedMatter("Điều 10", numbers={"hours": number(4)}),
    }
    own = law_of([published(content(matters=told))])
    limits = law_in_force("20", LATER, rules=LIMITS, own=own)
    assert limits.rules["LIM-UNBUILT"].threshold("months").value == 9
    assert limits.rules["LIM-ANNUAL-PLAN"].options == {"in_by": "10-31", "up_before": "12-15"}
    assert limits.rules["LIM-OUTAGE-MAST"].threshold("hours").value == 4
    assert law_in_force("20", LATER, rules=DUTIES, own=own).rules["DUT-PLAN"].options == {"by": "10-31"}
    fallen = law_in_force("20", LATER, rules=DEADLINES, own=own).rules["DEF-FALLEN"]
    assert fallen.threshold("hours").value == 4


def test_an_office_without_its_own_text_is_judged_as_before() -> None:
    for day, province in itertools.product((FIRST, LATER, dt.date(2024, 5, 1)), ("20", "24", "27")):
        assert law_in_force(province, day, own=law_of([])) == law_in_force(province, day)
    assert law_of([]) == NO_OWN_LAW
    draft = replace(published(content()), state=RegulationState.DRAFT)
    assert law_of([draft]) == NO_OWN_LAW


def test_a_draft_is_tried_as_if_it_had_always_been_in_force() -> None:
    old = published(content(), "24")
    told = content(
        head=head("QĐ 3/2027/QĐ-UBND", LATER), matters={"spacing_other": spacing(200, 400, "exempt")}
    )
    draft = replace(published(told, "24", id="draft"), state=RegulationState.DRAFT)
    assert urban_m(law_with([old], draft), FIRST, "24") == 120.0
    always = law_with([old], draft, from_always=True)
    assert urban_m(always, FIRST, "24") == 200.0
    assert law_in_force("24", FIRST, own=always).rules["SPC-02"].document == old.content.head.name


@pytest.mark.parametrize("earlier", [0, 60])
def test_a_newer_version_of_the_same_or_an_earlier_day_leaves_nothing_of_the_older_one(earlier: int) -> None:
    """A number that was typed wrongly is put right from the day on which the text really began."""
    wrong = published(content(matters={"spacing_other": spacing(200, 400, "exempt")}), id="wrong")
    first = FIRST - dt.timedelta(days=earlier)
    right = published(content(head=head(first=first)), id="right", supersedes="wrong", published_at="2026")
    own = law_of([wrong, right])
    assert [urban_m(own, day) for day in (first, FIRST, LATER)] == [120.0] * 3


def test_a_version_that_corrects_another_ends_the_one_before_it_too() -> None:
    """Of the first version nothing holds any more, though the second never held."""
    first = published(content(), id="v1")
    only = {"spacing_other": spacing(200, 400, "exempt")}
    at = {"head": head(first=LATER), "matters": only}
    wrong = published(content(**at), id="v2", supersedes="v1", published_at="2027-01-01")
    for day in (LATER, LATER - dt.timedelta(days=20)):
        told = content(head=head(first=day), matters={"spacing_other": spacing(210, 400, "exempt")})
        right = published(told, id="v3", supersedes="v2", published_at="2027-01-02")
        found = law_in_force("20", LATER, own=law_of([first, wrong, right]))
        assert found.rules["SPC-01"].threshold("urban_m").value == 210.0
        assert "SHR-01" in found.gaps
        assert span_of(first, [wrong, right]).last == day - dt.timedelta(days=1)
        assert conflicts_of(replace(right, state=RegulationState.DRAFT), [first, wrong]) == ()
        tried = law_with([first, wrong], replace(right, state=RegulationState.DRAFT), from_always=True)
        assert "SHR-01" in law_in_force("20", FIRST, own=tried).gaps


def test_what_a_text_took_the_place_of_stands_in_no_other_s_way() -> None:
    """A second amendment takes the place of the first: the amended text says nothing of it any more."""
    only = {"spacing_other": spacing(200, 400, "exempt")}
    first = published(content(head=head("QĐ 3/2027/QĐ-UBND", LATER, replaces=QD_72), matters=only), "24")
    after = dt.date(2028, 1, 1)
    second = published(
        content(head=head("QĐ 5/2028/QĐ-UBND", after, replaces="QĐ 3/2027/QĐ-UBND"), matters=only), "24"
    )
    draft = replace(second, state=RegulationState.DRAFT)
    assert conflicts_of(draft, [first]) == ()
    assert urban_m(law_with([first], draft), after, "24") == 200.0


def test_a_text_that_will_be_replaced_still_stands_in_the_way_before() -> None:
    whole = head("QĐ 5/2028/QĐ-UBND", dt.date(2028, 1, 1), replaces=QD_72, replaces_whole=True)
    other = published(content(head=whole), "24")
    early = published(content(head=head("QĐ 3/2027/QĐ-UBND", LATER)), "24")
    found = conflicts_of(replace(early, state=RegulationState.DRAFT), [other])
    assert QD_72 in {fault.params["document"] for fault in found}


DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2029, 12, 31))


@st.composite
def sets(draw: st.DrawFn) -> list[Regulation]:
    """Some regulations of one province, of whatever days, some of which say that they replace others."""
    found: list[Regulation] = []
    for at in range(draw(st.integers(1, 5))):
        names = ["", QD_72, *(one.content.head.name for one in found)]
        matters = draw(st.lists(st.sampled_from(list(MATTERS)), min_size=1, unique=True))
        first = draw(DAYS)
        last = draw(st.none() | st.integers(0, 900).map(lambda days, first=first: first + dt.timedelta(days)))
        told = content(
            head=head(
                f"QĐ {at}/2027/QĐ-UBND", first, valid_to=last, replaces=draw(st.sampled_from(names)),
                replaces_whole=draw(st.booleans()),
            ),
            matters={code: MATTERS[code] for code in matters},
        )  # fmt: skip
        supersedes = draw(st.sampled_from(["", *(one.id for one in found)]))
        found.append(published(told, "24", id=f"r{at}", supersedes=supersedes, published_at=f"{at}"))
    return found


@settings(deadline=None)
@given(sets(), DAYS, st.permutations(range(5)))
def test_no_two_own_rules_hold_on_one_day_whatever_was_published_and_nothing_ever_crashes(
    regulations: list[Regulation], day: dt.date, order: list[int]
) -> None:
    own = law_of(regulations)
    assert overlaps([rule for rule in own.rules if not rule.gap]) == []
    again = law_of([regulations[at] for at in order if at < len(regulations)])
    for folder in ("law", "limits", "duties", "deadlines"):
        rules = catalogue(DATA / folder)
        found = law_in_force("24", day, rules=rules, own=own)
        assert found == law_in_force("24", day, rules=rules, own=again)
        asked = {rule.code for rule in rules if rule.on(day)}
        silent = {code for code in asked if own.is_silent(code, "24", day)}
        assert asked - silent <= set(found.rules) | set(found.gaps)
        if folder != "law":
            assert not any(rule.gap for rule in own.rules if rule.code in asked)


@pytest.mark.parametrize("folder", ["law", "limits", "duties", "deadlines"])
def test_the_catalogue_s_own_rules_are_cut_where_a_text_takes_their_place(folder: str) -> None:
    told = content(head=head("QĐ 3/2027/QĐ-UBND", LATER, replaces=QD_72, replaces_whole=True))
    own = law_of([published(told, "24")])
    for rule in catalogue(DATA / folder):
        cut = own.shortened(rule, "24")
        if rule.document == QD_72:
            assert cut.valid_to == LATER - dt.timedelta(days=1)
        else:
            assert cut == rule
