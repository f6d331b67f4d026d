"""What is said by a province's own text is said of that text: its articles, its months, its small masts."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.law import OwnLaw, law_in_force
from registry.messages import render
from registry.model.findings import Finding, Outcome
from registry.model.regulations import StatedMatter
from registry.regulations.composing import law_of
from tests.regulations.stated import MATTERS, content, number, published
from tests.world import proposal, world

DAY = dt.date(2026, 11, 24)


def own(other: dict[str, str] | None = None, **matters: StatedMatter) -> OwnLaw:
    """The own law of province 20: QĐ 72's matters, some of them others; ``other`` are choices of spacing."""
    spaced = MATTERS["spacing_other"]
    told = {**MATTERS, "spacing_other": replace(spaced, choices={"small_masts": "exempt", **(other or {})})}
    return law_of([published(content(matters={**told, **matters}))])


def said(law: OwnLaw, code: str, around: dict[str, Any], *rows: dict[str, Any]) -> list[Finding]:
    context = replace(world(around, DAY), province="20", own_law=law)
    checks = [check for check in CHECKS if check.code == code]
    found = run([proposal(**row) for row in rows], context, law_in_force("20", DAY, own=law), checks)
    return [item for row in found for item in row]


NEAR = {"masts": [{"code": "BGG00045", "distance_m": 60, "operators": ["VNPT"], "mast_height_m": 30.0}]}
TWO = ({"urban": True, "mast_height_m": 2.5}, {"urban": True, "mast_height_m": 2.5, "row": 3})


@pytest.mark.parametrize("rows", [TWO[:1], TWO])
def test_a_small_mast_in_a_town_is_exempt_where_no_other_article_says_otherwise(
    rows: tuple[dict[str, Any], ...],
) -> None:
    plain = said(own(), "SPC-01", NEAR, *rows)
    assert {(one.outcome, one.code) for one in plain} == {(Outcome.NA, "SPC-SMALL-EXEMPT")}
    other = said(own({"small_in_towns": "review", "small_article": "Điều 7(2)"}), "SPC-01", NEAR, *rows)
    assert {(one.outcome, one.article) for one in other} == {(Outcome.REVIEW, "Điều 7(2)")}
    assert "15(" not in render(other[0].code, other[0].params, "vi")


@pytest.mark.parametrize("rows", [({"urban": True, "mast_height_m": 42.0},) * count for count in (1, 2)])
def test_a_small_neighbour_in_a_town_keeps_nobody_away_where_it_is_exempt(
    rows: tuple[dict[str, Any], ...],
) -> None:
    small = {"masts": [{**NEAR["masts"][0], "mast_height_m": 2.0, "small": True}]}
    assert {one.outcome for one in said(own(), "SPC-01", small, *rows)} == {Outcome.PASS}
    asked = said(own({"small_in_towns": "review"}), "SPC-01", small, *rows)
    assert {one.outcome for one in asked} == {Outcome.REVIEW}


def test_an_upgrade_cites_the_own_text_s_article_and_no_other_s() -> None:
    plain = said(own(), "SPC-01", NEAR, {"kind": "upgrade"})[0]
    assert (plain.source, plain.article) == ("QĐ 15/2025/QĐ-UBND", "Điều 15(5)")
    stated = said(own({"upgrade_article": "Điều 22"}), "SPC-01", NEAR, {"kind": "upgrade"})[0]
    assert stated.article == "Điều 22"


@pytest.mark.parametrize(
    ("matter", "code", "words"),
    [
        (StatedMatter("Điều 30", numbers={"months": number(3)}), "SPC-LISTS-STALE", "Điều 30"),
        (StatedMatter("Điều 8", numbers={"months": number(2)}), "SPC-LISTS-OLDER", "quá 2 tháng (Điều 8)"),
        (None, "SPC-LISTS-OLD", "quá 3 tháng (quy ước của cơ quan)"),
    ],
)
def test_an_old_list_is_told_by_the_own_text_s_months(
    matter: StatedMatter | None, code: str, words: str
) -> None:
    law = own(**({} if matter is None else {"list_age": matter}))
    if matter is None:
        told = {name: item for name, item in MATTERS.items() if name != "list_age"}
        law = law_of([published(content(matters=told))])
    old = {"lists": dict.fromkeys(("VNPT", "VTL", "VMS", "VNM"), DAY - dt.timedelta(days=120))}
    found = said(law, "SPC-01", old, {"urban": True, "mast_height_m": 42.0})[0]
    notes = dict(found.notes)
    assert code in notes
    assert words in render(code, notes[code], "vi")


@pytest.mark.parametrize("sent", ["CV 1/A ngày 23/11/2026", "CV 1/A ngày 01/10/2026", "CV 1/A"])
def test_a_text_without_days_for_a_survey_is_not_said_to_give_none(sent: str) -> None:
    one = StatedMatter("Điều 7(4)", numbers={"reply_days": number(7)})
    row = {"sharing_sent": sent}
    plain = said(own(sharing_answer=one), "SHR-02", {}, row)[0]
    told = render(plain.code, plain.params, "vi")
    assert "7 ngày làm việc" in told
    assert "khảo sát" not in told
    assert "15 ngày khi phải khảo sát" in " ".join(
        render(item.code, item.params, "vi") for item in said(own(), "SHR-02", {}, row)
    )
