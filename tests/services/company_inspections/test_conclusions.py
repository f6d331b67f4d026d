"""A violation is concluded by law that was read and in force, with evidence; a penalty by the right "
"decree."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import Verdict
from registry.model.company_inspections.inspection import Matter
from registry.model.company_inspections.steps import Stage
from registry.model.people import Person, Role
from registry.services.company_inspections import concluding
from registry.services.company_inspections.citable import rule_on, rules_on, suggested_basis
from registry.services.company_inspections.conclusions import (
    ItemWish,
    add_item,
    draft_from_file,
    remove_item,
    save_item,
    wish_of,
)
from registry.services.company_inspections.file.gathering import file_of
from registry.services.company_inspections.penalties import possible, propose_penalty, withdraw_penalty
from registry.services.company_inspections.recommendations import recommend
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.settings import read_settings
from tests.services.company_inspections.world import (
    AN,
    MINH,
    RULE,
    VIEWER,
    facts,
    masts,
    parts,
    seen,
    taken_to,
    violation,
)
from tests.services.requests.desk import make

RANKS = ("Luật", "Nghị định", "Thông tư", "Quy chuẩn", "Quyết định")
AN_AS_LEADER = Person("an", frozenset({Role.LEADER}))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Registry, str]]:
    """An office whose inspection is under way, for what changes nothing."""
    folder = tmp_path_factory.mktemp("kept")
    with contextlib.closing(make(read_settings({"BTS_HOME": str(folder / "sổ")}))) as office:
        masts(office, 2)
        yield office, taken_to(office, Stage.UNDER_WAY, folder)


@pytest.fixture
def under_way(office: Registry, tmp_path: Path) -> str:
    masts(office, 3)
    facts(office)
    return taken_to(office, Stage.UNDER_WAY, tmp_path)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (violation(rule="", facts_on=today()), "NO-RULE"),
        (violation(evidence=()), "NO-EVIDENCE"),
        (violation(facts_on=None), "PERIOD"),
        (violation(facts_on=today() + dt.timedelta(days=1)), "PERIOD"),
        (violation(rule="NO-99"), "COMPANY-INSPECTION-RULE"),
        (violation(rule="SPC-01", facts_on=dt.date(2025, 11, 30)), "COMPANY-INSPECTION-RULE"),
        (violation(rule="COR-01"), "UNVERIFIED"),
        (violation(fact=""), "FACT"),
        (violation(verdict=Verdict.OPEN), "WHY"),
    ],
)
def test_what_lacks_ground_is_no_violation(kept: tuple[Registry, str], wish: ItemWish, code: str) -> None:
    office, under_way = kept
    with pytest.raises(RefusalError, match=code):
        add_item(office, under_way, wish, person=AN)
    assert parts(office, under_way).items == ()


def test_an_item_bears_the_article_that_was_in_force_on_the_day_of_the_facts(
    office: Registry, under_way: str
) -> None:
    identity = add_item(office, under_way, violation(), person=AN)
    (item,) = parts(office, under_way).items
    known = {one.code: one for one in rules_on(office, today())}[RULE]
    assert (item.id, item.document, item.article, item.verified) == (
        identity, known.document, known.article, True,
    )  # fmt: skip
    open_item = violation(rule="COR-01", verdict=Verdict.OPEN, why="chưa đối chiếu văn bản")
    save_item(office, under_way, identity, open_item, seen=item.version, person=AN)
    (item,) = parts(office, under_way).items
    assert (item.verdict, item.verified) == (Verdict.OPEN, False)


def test_drafts_come_from_the_file_once_and_never_conclude_by_themselves(
    office: Registry, under_way: str
) -> None:
    lines = [line for line in file_of(office, under_way, person=AN).lines if line.drafts]
    assert lines, "the office's masts of Viettel owe something"
    keys = [line.key for line in lines[:2]]
    made = draft_from_file(office, under_way, keys, person=AN)
    assert draft_from_file(office, under_way, keys, person=AN) == ()
    items = parts(office, under_way).items
    assert [item.id for item in items] == list(made)
    assert [item.number for item in items] == list(range(1, len(items) + 1))
    for item, line in zip(items, lines, strict=False):
        assert (item.verdict, item.fact, item.source) == (None, line.text_vi, line.key)
        assert item.evidence == (line.evidence,)
    with pytest.raises(RefusalError, match="LINE"):
        draft_from_file(office, under_way, ["duty:none"], person=AN)


def test_a_drafted_item_whose_text_was_not_read_is_not_made_a_violation(
    office: Registry, under_way: str
) -> None:
    (line,) = [
        line
        for line in file_of(office, under_way, person=AN).lines
        if line.drafts and line.document and line.verified
    ][:1]
    draft_from_file(office, under_way, [line.key], person=AN)
    (item,) = parts(office, under_way).items
    assert item.verified
    other_day = ItemWish(item.matter, item.fact, "", dt.date(2001, 1, 1), item.evidence, Verdict.VIOLATED)
    with pytest.raises(RefusalError, match="NO-RULE"):
        save_item(office, under_way, item.id, other_day, seen=item.version, person=AN)


def test_nothing_is_concluded_while_a_verdict_lacks(office: Registry, tmp_path: Path) -> None:
    masts(office, 3)
    identity = taken_to(office, Stage.EXPLAINED, tmp_path)
    add_item(office, identity, violation(verdict=None), person=AN)
    with pytest.raises(RefusalError, match="ITEMS"):
        concluding.submit_conclusion(office, identity, summary="", seen=seen(office, identity), person=AN)
    item = parts(office, identity).items[-1]
    recommend(office, identity, "làm lại", item=item.id, person=AN)
    with pytest.raises(RefusalError, match="RESTS"):
        remove_item(office, identity, item.id, person=AN)
    said = wish_of(item)
    save_item(
        office, identity, item.id, replace(said, verdict=Verdict.COMPLIED, evidence=()), seen=item.version,
        person=AN,
    )  # fmt: skip
    concluding.submit_conclusion(office, identity, summary="", seen=seen(office, identity), person=AN)
    with pytest.raises(RefusalError, match="SAME-PERSON"):
        concluding.conclude(
            office, identity, number="1", on=today(), seen=seen(office, identity), person=AN_AS_LEADER
        )
    with pytest.raises(RefusalError, match="DAY-EARLY"):  # before the inspection began
        concluding.conclude(
            office, identity, number="1", on=today() - dt.timedelta(days=1), seen=seen(office, identity),
            person=MINH,
        )  # fmt: skip
    concluding.return_conclusion(
        office, identity, reason="viết rõ hơn", seen=seen(office, identity), person=MINH
    )
    assert parts(office, identity).inspection.note == "viết rõ hơn"


def test_a_penalty_goes_by_the_decree_of_the_act_or_of_the_finding(office: Registry, tmp_path: Path) -> None:
    masts(office, 3)
    identity = taken_to(office, Stage.EXPLAINED, tmp_path)
    item = parts(office, identity).items[0].id
    before, found = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    lasting = possible("not_shareable", ended=False, acted_on=before, found_on=found)
    assert [(one.document, one.article) for one in lasting] == [("NĐ 174/2026/NĐ-CP", "Điều 41(1)(g)")]
    assert possible("not_shareable", ended=True, acted_on=before, found_on=found) == [], (
        "an act that ended before 1/7/2026 goes by NĐ 15/2020, of which this act was not read"
    )
    with pytest.raises(RefusalError, match="NO-PENALTY"):
        propose_penalty(
            office, identity, item, "not_shareable", ended=True, acted_on=before, found_on=found, person=AN
        )
    wanted = propose_penalty(
        office, identity, item, "not_shareable", ended=False, acted_on=before, found_on=found, person=AN
    )
    (proposal,) = parts(office, identity).penalties
    assert (proposal.least_m, proposal.most_m, proposal.limit_on) == (20, 30, dt.date(2027, 7, 1))
    assert proposal.limited(dt.date(2027, 7, 2))
    for person in (VIEWER,):
        with pytest.raises(RefusalError, match="NOT-ALLOWED"):
            propose_penalty(
                office, identity, item, "not_shareable", ended=False, acted_on=found, found_on=found,
                person=person,
            )  # fmt: skip
    withdraw_penalty(office, identity, wanted, reason="đã khắc phục", seen=1, person=AN)
    assert parts(office, identity).penalties[0].withdrawn == "đã khắc phục"
    other = add_item(
        office,
        identity,
        violation(rule="", evidence=(), verdict=Verdict.COMPLIED),
        person=AN,
    )
    with pytest.raises(RefusalError, match="NO-VIOLATION"):
        propose_penalty(
            office, identity, other, "emf_expired", ended=False, acted_on=found, found_on=found, person=AN
        )


def test_the_basis_that_is_suggested_is_in_force_of_the_matters_and_by_rank(
    kept: tuple[Registry, str],
) -> None:
    office, _identity = kept
    lines = suggested_basis(office, [Matter.SHARING, Matter.REPORTING], today())
    assert all(line.startswith("Căn cứ ") and line.endswith(";") for line in lines)
    ranks = [next(at for at, kind in enumerate(RANKS) if kind in line) for line in lines]
    assert ranks == sorted(ranks)
    assert any("217/2025/NĐ-CP" in line for line in lines)
    assert any("72/2025/QĐ-UBND" in line for line in lines)
    before = suggested_basis(office, [Matter.SHARING], dt.date(2025, 11, 30))
    assert not any("72/2025/QĐ-UBND" in line for line in before), "not in force before 01/12/2025"


def test_a_number_by_which_the_register_guesses_a_start_makes_no_text_unread(office: Registry) -> None:
    for code, day in (("PRM-01", dt.date(2026, 3, 1)), ("SHR-01", dt.date(2026, 1, 5))):
        assert rule_on(office, code, day).verified, code
