"""What may be stated fits what the checks really ask, and a fault of what is typed is told where it is."""

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.law import catalogue
from registry.messages import render
from registry.model.regulations import Example, RegulationHead, StatedMatter, StatedNumber
from registry.regulations.composing import law_of
from registry.regulations.faults import conflicts_of, faults_of
from registry.regulations.forms import FOLDERS, forms
from registry.regulations.written import (
    content_from_json,
    content_to_json,
    digest,
    published_from_json,
    published_to_json,
    regulation_from_json,
    regulation_to_json,
)
from registry.settings import DATA
from tests.regulations.stated import FIRST, MATTERS, QD_72, content, head, number, published, spacing


def whole_matter(code: str) -> StatedMatter:
    """A matter with everything stated: numbers in the middle of their bounds, choices the first or a day."""
    shape = forms().matters[code]
    return StatedMatter(
        "Điều 1",
        verified=True,
        numbers={
            one.name: number(math.floor((one.least + one.most) / 2) or one.least) for one in shape.numbers
        },
        choices={
            one.name: {"day": "06-15", "text": "Điều 2"}.get(one.kind) or next(iter(one.options))
            for one in shape.choices
        },
    )


MORE = {"small_in_towns", "small_article", "upgrade_article"}
"""What the checks ask of an own text only: of QĐ 72/2025 they know it."""
ONLY_OF_QD_72 = {"day_stated", "reallocates"}
"""What letters say of QĐ 72/2025 only: of an own text nobody enters it, and they keep silent."""
LATE = dt.date(2030, 1, 1)
EVERYTHING = {code: whole_matter(code) for code in forms().matters}


@pytest.mark.parametrize("code", list(forms().rules))
def test_a_rule_that_is_stated_has_all_that_the_catalogue_s_own_has(code: str) -> None:
    form = forms().rules[code]
    known = [rule for rule in catalogue(DATA / form.folder) if rule.code == code and not rule.gap]
    assert known, "no such rule in the catalogue"
    typed = next(rule for rule in law_of([published(content(matters=EVERYTHING))]).rules if rule.code == code)
    own = next((rule for rule in known if rule.document == QD_72), known[-1])
    assert not typed.gap
    assert set(typed.thresholds) == set(own.thresholds)
    assert set(typed.options) - MORE == set(own.options) - ONLY_OF_QD_72
    assert {name: item.unit for name, item in typed.thresholds.items()} == {
        name: item.unit.removesuffix(" from occurrence") for name, item in own.thresholds.items()
    }


def test_every_rule_of_a_province_s_own_may_be_stated_or_is_known_not_to_be() -> None:
    own = {rule.code for folder in FOLDERS for rule in catalogue(DATA / folder) if rule.document == QD_72}
    assert own - set(forms().rules) == {
        "PRM-01/province",  # a sentence beside the law of the country
        "CAB-01", "CAB-03", "CAB-07", "LIM-CABLE",  # cable lines: only the catalogue has them
        "DSG-04", "DSG-07", "DSG-08", "DSG-12",  # designs of new areas: the office states its numbers there
        "DUT-LIST",  # a quarter: the text of a duty without a number
        "LIM-ROBUST",  # one station in each commune: said of communes, of no carrier, by the catalogue only
    }  # fmt: skip


def test_everything_that_may_be_stated_keeps_its_form() -> None:
    assert faults_of(content(matters=EVERYTHING)) == ()
    assert faults_of(content()) == ()


def changed(code: str, name: str, value: float) -> dict[str, StatedMatter]:
    matter = MATTERS[code]
    return {**MATTERS, code: replace(matter, numbers={**matter.numbers, name: number(value)})}


@pytest.mark.parametrize(
    ("own", "code", "key"),
    [
        ({"head": head("ngày mai")}, "REGULATION-NAME", "head.name"),
        ({"head": replace(head(), title=" ")}, "REGULATION-NOT-STATED", "head.title"),
        ({"head": replace(head(), valid_from=None)}, "REGULATION-NOT-STATED", "head.valid_from"),
        ({"head": head(valid_to=dt.date(2020, 1, 1))}, "REGULATION-DAYS", "head.valid_to"),
        (
            {"head": replace(head(), signed_on=dt.date(2030, 1, 1))},
            "REGULATION-SIGNED-AFTER",
            "head.signed_on",
        ),
        ({"head": head(replaces="QĐ 15/2025/QĐ-UBND")}, "REGULATION-REPLACES-ITSELF", "head.replaces"),
        ({"head": head(replaces_whole=True)}, "REGULATION-NOT-STATED", "head.replaces"),
        ({"matters": {}}, "REGULATION-EMPTY", ""),
        ({"matters": {"luna": StatedMatter("Điều 1")}}, "REGULATION-MATTER", "luna"),
        ({"matters": changed("spacing_other", "urban_m", -1)}, "REGULATION-BOUNDS", "spacing_other.urban_m"),
        ({"matters": changed("spacing_other", "urban_m", 1e9)}, "REGULATION-BOUNDS", "spacing_other.urban_m"),
        (
            {"matters": changed("spacing_other", "urban_m", math.nan)},
            "REGULATION-BOUNDS",
            "spacing_other.urban_m",
        ),
        (
            {"matters": changed("sharing_least", "operators", 2.5)},
            "REGULATION-WHOLE",
            "sharing_least.operators",
        ),
        (
            {"matters": {"sharing_least": replace(MATTERS["sharing_least"], article="")}},
            "REGULATION-ARTICLE",
            "sharing_least.@article",
        ),
        (
            {"matters": {"year_report": StatedMatter("Điều 3", choices={"before": "02-30"})}},
            "REGULATION-CHOICE",
            "year_report.before",
        ),
    ],
)
def test_a_fault_is_told_where_it_is(own: dict[str, Any], code: str, key: str) -> None:
    found = faults_of(content(**own))
    assert [(fault.code, fault.key) for fault in found] == [(code, key)]
    assert render(found[0].code, dict(found[0].params), "vi") != render(
        found[0].code, dict(found[0].params), "en"
    )


def test_two_texts_that_state_the_same_and_do_not_name_each_other_stand_in_each_other_s_way() -> None:
    draft = published(content(head=head("QĐ 3/2027/QĐ-UBND", dt.date(2027, 3, 1))), "24", id="draft")
    found = conflicts_of(draft, [])
    assert {fault.params["document"] for fault in found} == {QD_72}
    named = replace(draft, content=content(head=replace(draft.content.head, replaces=QD_72)))
    assert conflicts_of(named, []) == ()
    other = published(content(matters={"sharing_host": MATTERS["sharing_host"]}), "24", id="other")
    assert [fault.params["rule"] for fault in conflicts_of(named, [other])] == ["SHR-03"]
    assert conflicts_of(replace(named, supersedes="other"), [other]) == ()
    assert conflicts_of(replace(named, province="20"), [other]) == ()
    past = replace(other, ended_on=dt.date(2027, 2, 28))
    assert conflicts_of(named, [past]) == ()


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
NUMBERS = st.builds(StatedNumber, st.none() | st.floats(-1e6, 1e6, allow_nan=False), TEXTS, st.booleans())
CONTENTS = st.builds(
    lambda name, day, matters, examples, reasons: content(
        head=RegulationHead(name, valid_from=day), matters=matters, examples=tuple(examples), reasons=reasons
    ),
    TEXTS,
    st.none() | st.dates(),
    st.dictionaries(
        st.sampled_from(list(MATTERS)),
        st.builds(
            StatedMatter, TEXTS, st.booleans(), st.booleans(), st.dictionaries(TEXTS, NUMBERS, max_size=3),
            st.dictionaries(TEXTS, TEXTS, max_size=2),
        ),
        max_size=3,
    ),
    st.lists(
        st.builds(
            Example, title=TEXTS, urban=st.none() | st.booleans(),
            other_network_m=st.none() | st.floats(0, 1e5), expected=st.dictionaries(TEXTS, TEXTS, max_size=2),
        ),
        max_size=3,
    ),
    st.dictionaries(TEXTS, TEXTS, max_size=2),
)  # fmt: skip


@given(CONTENTS)
def test_what_is_typed_comes_back_from_json_as_it_was(told: Any) -> None:
    assert content_from_json(content_to_json(told)) == told
    whole = published(told, id="r")
    assert regulation_from_json(regulation_to_json(whole)) == whole


def test_the_law_of_an_office_goes_as_json_to_others_who_judge_alike_by_it() -> None:
    held = [published(content(examples=(Example(),), reasons={"a": "b"}), drafted_by="Thu")]
    told = published_to_json(held)
    assert "Thu" not in str(told)
    assert law_of(published_from_json(told)) == law_of(held)
    assert told == published_to_json(published_from_json(told))


@pytest.mark.parametrize(
    "told", [{}, {"head": {"valid_from": "mai"}}, {"head": {"name": "x", "luna": 1}}, {"head": 3}]
)
def test_what_is_no_regulation_is_refused_with_a_code(told: dict[str, Any]) -> None:
    with pytest.raises(RefusalError, match="REGULATION-FORM"):
        content_from_json(told)


def test_the_digest_is_of_what_judges_and_not_of_the_examples() -> None:
    told = content()
    assert digest(replace(told, examples=(Example(),), reasons={"a": "b"})) == digest(told)
    assert digest(replace(told, matters={"spacing_other": spacing(121, 250, "exempt")})) != digest(told)
    assert digest(replace(told, head=head(first=FIRST + dt.timedelta(days=1)))) != digest(told)
