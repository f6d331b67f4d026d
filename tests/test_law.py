"""The catalogue of dated law: what is in force where and when, and where its numbers come from."""

import datetime as dt
import operator
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.registered import CHECKS
from registry.errors import WrongCallError
from registry.law import (
    Law,
    Rule,
    catalogue,
    law_in_force,
    read_document,
    read_office_numbers,
)
from tests.overlapping_rules import overlaps

MAY_2023, TODAY = dt.date(2023, 5, 15), dt.date(2026, 11, 24)
DOCUMENT = '[document]\nname = "QĐ 1/2026"\nbasis = "read in full"\nvalid_from = 2026-01-01\n'
THRESHOLD = '[rule.thresholds.far_m]\nvalue = 120\nunit = "m"\nverified = true\nbasis = "read in full"\n'


def law(day: dt.date, province: str = "24") -> Law:
    return law_in_force(province, day)


def numbers(rule: Rule | None) -> dict[str, float | None]:
    assert rule is not None
    return {name: item.value for name, item in rule.thresholds.items()}


def test_no_two_rules_of_a_code_are_in_force_at_one_place_on_one_day() -> None:
    assert overlaps(catalogue()) == []


@given(st.dates(dt.date(2005, 1, 1), dt.date(2035, 1, 1)), st.sampled_from(["24", "27", "01"]))
def test_the_law_of_any_day_and_place_can_be_told(day: dt.date, province: str) -> None:
    found = law_in_force(province, day)
    assert all(rule.in_force(province, day) for rule in found.rules.values())


def test_every_check_has_a_rule_on_some_day_and_every_rule_its_check() -> None:
    """A code with a stroke ("PRM-01/rural") is a part of the rule before it."""
    assert {rule.code.partition("/")[0] for rule in catalogue()} == {check.code for check in CHECKS}


def test_every_number_has_a_unit_and_says_where_it_comes_from() -> None:
    for rule in catalogue():
        for name, threshold in rule.thresholds.items():
            assert threshold.unit, (rule.code, name)
            assert threshold.basis, (rule.code, name)
            assert threshold.value is not None or not threshold.verified, (rule.code, name)


def test_numbers_that_the_office_set_itself_are_not_verified() -> None:
    for rule in catalogue():
        for threshold in rule.thresholds.values():
            if (
                "setting" in threshold.basis
                or "second-hand" in threshold.basis
                or "memory" in threshold.basis
            ):
                assert not threshold.verified, (rule.code, threshold)


NOT_READ = ("not read", "not found", "second-hand", "memory", "setting", "inference", "office")


def raw(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


FILES = sorted((Path(__file__).parent.parent / "data" / "law").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_rule_is_longer_than_its_document(path: Path) -> None:
    """As it is written: the reader clips what is too long, and so would hide it."""
    content = raw(path)
    document = content["document"]
    for rule in content["rule"]:
        for name, beyond in (("valid_from", operator.lt), ("valid_to", operator.gt)):
            if name in rule and name in document:
                assert not beyond(rule[name], document[name]), (rule["code"], name)
        if "valid_to" in document and "valid_from" in rule:
            assert rule["valid_from"] <= document["valid_to"], rule["code"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_what_somebody_read_is_verified(path: Path) -> None:
    """A verified number says no word of hearsay, and stands in a document of which something was read."""
    content = raw(path)
    basis = content["document"]["basis"]
    opened = "read" in basis and not basis.startswith(NOT_READ)
    for rule in content["rule"]:
        numbers = rule.get("thresholds", {})
        for name, number in numbers.items():
            if number["verified"]:
                assert opened, (rule["code"], name, basis)
                assert not any(word in number["basis"] for word in NOT_READ), (rule["code"], name)
        claims = rule.get("verified", True) and not rule.get("gap", False)
        if claims and path.stem != "office":  # the office's own reading cites no text
            assert opened, (rule["code"], basis)


DAYS = tomllib.loads((Path(__file__).parent / "cases" / "law_days.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("answer", DAYS["answers"], ids=lambda item: f"{item['code']} on {item['day']}")
def test_what_the_catalogue_answers_on_a_day(answer: dict[str, Any]) -> None:
    rule = law(answer["day"]).get(answer["code"])
    if not answer["document"]:
        assert rule is None
        return
    assert rule is not None
    assert rule.document == answer["document"]
    assert rule.gap == answer.get("gap", False)
    assert rule.verified == answer.get("verified", rule.verified)
    for wanted, verified in (("number", True), ("doubtful", False)):
        for name, value in answer.get(wanted, {}).items():
            found = rule.threshold(name)
            assert (found.value, found.verified) == (value, verified), name
    if "body" in answer:
        assert rule.options["body_vi"] == answer["body"]


def test_every_gap_says_in_both_languages_what_is_not_in_the_catalogue() -> None:
    gaps = [rule for rule in catalogue() if rule.gap]
    assert gaps
    for rule in gaps:
        assert rule.note_vi
        assert rule.note_en
        assert not rule.thresholds


def test_every_rule_names_its_document_and_its_article_or_claims_no_number() -> None:
    for rule in catalogue():
        assert rule.document
        assert rule.document_title
        claims = any(threshold.verified for threshold in rule.thresholds.values())
        assert rule.article or not claims, rule.code


def test_in_may_2023_no_provincial_number_is_known_and_airspace_counts_from_45_m() -> None:
    then = law(MAY_2023)
    for code in ("SPC-01", "SPC-02", "PLN-01", "PLN-04"):
        rule = then.get(code)
        assert rule is not None
        assert rule.gap
    airspace = then.get("AIR-01")
    assert airspace is not None
    assert airspace.document == "NĐ 32/2016/NĐ-CP"
    assert 45.0 in numbers(airspace).values()


def test_today_spacing_is_120_250_and_300_450_m_and_airspace_counts_from_100_m() -> None:
    now = law(TODAY)
    assert {120.0, 250.0} <= set(numbers(now.get("SPC-01")).values())
    assert {300.0, 450.0} <= set(numbers(now.get("SPC-02")).values())
    assert 100.0 in numbers(now.get("AIR-01")).values()
    spacing, airspace = now.get("SPC-01"), now.get("AIR-01")
    assert spacing is not None
    assert airspace is not None
    assert (spacing.document, spacing.article) == ("QĐ 72/2025/QĐ-UBND", "Điều 15(5)")
    assert airspace.document == "NĐ 222/2026/NĐ-CP"


@pytest.mark.parametrize(
    ("code", "last", "first"),
    [
        ("SPC-01", dt.date(2025, 11, 30), dt.date(2025, 12, 1)),
        ("AIR-01", dt.date(2026, 6, 30), dt.date(2026, 7, 1)),
        ("AIR-03", dt.date(2025, 6, 30), dt.date(2025, 7, 1)),
        ("AIR-03", dt.date(2025, 8, 21), dt.date(2025, 8, 22)),
        ("PRM-01", dt.date(2025, 12, 31), dt.date(2026, 1, 1)),
        ("PRM-01/dossier", dt.date(2026, 6, 30), dt.date(2026, 7, 1)),
        ("WND-01", dt.date(2023, 3, 25), dt.date(2023, 3, 26)),
        ("EMF-01", dt.date(2020, 5, 31), dt.date(2020, 6, 1)),
        ("COR-02", dt.date(2026, 6, 30), dt.date(2026, 7, 1)),
        ("EMF-01", dt.date(2023, 6, 30), dt.date(2023, 7, 1)),
        ("COR-01", dt.date(2025, 3, 3), dt.date(2025, 3, 4)),
        ("COR-02", dt.date(2024, 12, 31), dt.date(2025, 1, 1)),
        ("COR-03", dt.date(2025, 12, 31), dt.date(2026, 1, 1)),
        ("COR-03", dt.date(2026, 1, 13), dt.date(2026, 1, 14)),
        ("COR-05", dt.date(2025, 6, 30), dt.date(2025, 7, 1)),
        ("COR-05", dt.date(2025, 8, 31), dt.date(2025, 9, 1)),
    ],
)
def test_a_rule_changes_overnight(code: str, last: dt.date, first: dt.date) -> None:
    before, after = law(last).get(code), law(first).get(code)
    assert before is not None
    assert after is not None
    assert before != after
    assert before.valid_to == last
    assert after.valid_from == first


@pytest.mark.parametrize(
    ("day", "verified"),
    [
        (dt.date(2018, 7, 1), {"COR-03"}),
        (dt.date(2025, 12, 31), {"COR-03"}),
        (dt.date(2026, 1, 1), set()),  # the Railway Law of 2017 has ended
        (dt.date(2026, 1, 14), set()),  # NĐ 16/2026 has not been read
        (TODAY, set()),
    ],
)
def test_of_all_falls_only_the_railway_s_was_ever_a_number_of_a_law_that_was_read(
    day: dt.date, verified: set[str]
) -> None:
    falls = {
        code: rule.threshold("fall_heights")
        for code, rule in law(day).rules.items()
        if "fall_heights" in rule.thresholds
    }
    assert {code for code, fall in falls.items() if fall.verified} == verified
    assert falls["COR-03"].value == 1.3


def test_the_province_s_own_numbers_hold_in_no_other_province_where_they_are_a_gap() -> None:
    there = law(TODAY, "01")
    assert there.get("SPC-01") is None
    assert there.gaps["SPC-01"] == ("QĐ 72/2025/QĐ-UBND",)
    assert there.get("AIR-01") is not None
    assert law(TODAY).gaps == {}


@given(st.dates(dt.date(2005, 1, 1), dt.date(2035, 1, 1)), st.sampled_from(["01", "20", "24", "27"]))
def test_what_some_province_lays_down_is_never_nothing_in_another(day: dt.date, province: str) -> None:
    """A code has no rule and is no gap only on a day on which nobody in the country has one."""
    found = law(day, province)
    asked = {rule.code for rule in catalogue() if rule.on(day)}
    assert asked == set(found.rules) | set(found.gaps)
    assert not set(found.rules) & set(found.gaps)


@given(st.dates(dt.date(2024, 7, 1), dt.date(2035, 1, 1)))
def test_a_rule_of_the_country_holds_until_a_province_s_takes_its_place_there(day: dt.date) -> None:
    here, there = law(day).get("PLN-01"), law(day, "20").get("PLN-01")
    assert here is not None
    assert there is not None
    assert there.document == "Luật Viễn thông 24/2023/QH15"
    assert (here.document == "QĐ 72/2025/QĐ-UBND") == (day >= dt.date(2025, 12, 1))


def test_the_wind_table_is_read_for_two_provinces_and_a_gap_in_the_others() -> None:
    for province in ("24", "27"):
        assert numbers(law(dt.date(2024, 6, 1), province).get("WND-01"))["gust_zone_2_ms"] == 44.0
    there = law(TODAY, "20").get("WND-01")
    assert there is not None
    assert there.gap


def test_a_province_goes_before_the_country_whichever_is_read_first(tmp_path: Path) -> None:
    text = '[[rule]]\ncode = "SPC-01"\narticle = "Điều 1"\n'
    rules = read_document(written(tmp_path, text + text.replace("Điều 1", "Điều 2") + 'territory = ["24"]\n'))
    assert overlaps(rules) == []
    for order in (rules, rules[::-1]):
        assert [law_in_force(place, TODAY, order).rules["SPC-01"].article for place in ("24", "20")] == [
            "Điều 2",
            "Điều 1",
        ]


def test_the_digest_is_the_same_on_two_readings() -> None:
    folder = Path(__file__).parent.parent / "data" / "law"
    again = [rule for path in sorted(folder.glob("*.toml")) for rule in read_document(path)]
    assert law_in_force("24", TODAY, again).digest == law(TODAY).digest


def test_the_digest_does_not_depend_on_the_order_of_files() -> None:
    assert law_in_force("24", TODAY, reversed(catalogue())).digest == law(TODAY).digest


def test_the_digest_differs_between_two_days_of_different_law() -> None:
    assert law(MAY_2023).digest != law(TODAY).digest


def written(tmp_path: Path, rules: str, document: str = DOCUMENT) -> Path:
    path = tmp_path / "doc.toml"
    path.write_text(document + rules, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("before", "after"),
    [("value = 120", "value = 121"), ("verified = true", "verified = false"), ('unit = "m"', 'unit = "km"')],
)
def test_the_digest_changes_with_any_part_of_a_number(tmp_path: Path, before: str, after: str) -> None:
    text = '[[rule]]\ncode = "SPC-01"\narticle = "Điều 1"\n' + THRESHOLD
    one = law_in_force("24", TODAY, read_document(written(tmp_path, text)))
    other = law_in_force("24", TODAY, read_document(written(tmp_path, text.replace(before, after))))
    assert one.digest != other.digest


@pytest.mark.parametrize(
    "rules",
    [
        '[[rule]]\ncode = "SPC-01"\nartcle = "Điều 1"\n',
        '[[rule]]\narticle = "Điều 1"\n',
        '[[rule]]\ncode = "SPC-01"\n[rule.thresholds.far_m]\nvalue = 120\nverified = true\nbasis = "read"\n',
        '[[rule]]\ncode = "SPC-01"\n[rule.thresholds.far_m]\nvalue = 120\nunit = "m"\nverified = true\n',
        '[[rule]]\ncode = "SPC-01"\n[rule.thresholds.far_m]\nunit = "m"\nverified = true\nbasis = "read"\n',
        '[[rule]]\ncode = "SPC-01"\ngap = true\n',
        '[[rule]]\ncode = "SPC-01"\nvalid_to = 2025-12-31\n',
        '[[rules]]\ncode = "SPC-01"\n',
        "not toml",
    ],
    ids=[
        "an unknown key",
        "no code",
        "a number without a unit",
        "a number without a basis",
        "a verified number that is not known",
        "a gap without its notes",
        "a last day before the first",
        "a table of another name",
        "no TOML",
    ],
)
def test_a_law_file_that_does_not_keep_its_form_is_refused_by_name(tmp_path: Path, rules: str) -> None:
    with pytest.raises(WrongCallError, match=r"doc\.toml"):
        read_document(written(tmp_path, rules))


def test_a_rule_inherits_its_document_s_days_and_place_and_cannot_exceed_them(tmp_path: Path) -> None:
    document = DOCUMENT + 'valid_to = 2027-12-31\nterritory = ["24"]\n'
    path = written(tmp_path, '[[rule]]\ncode = "SPC-01"\nvalid_from = 2025-01-01\n', document)
    (rule,) = read_document(path)
    assert (rule.valid_from, rule.valid_to) == (dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    assert rule.territory == ("24",)


def test_two_rules_of_a_code_on_one_day_are_a_fault_that_is_found(tmp_path: Path) -> None:
    rules = read_document(written(tmp_path, '[[rule]]\ncode = "SPC-01"\n' * 2))
    assert len(overlaps(rules)) == 1
    with pytest.raises(WrongCallError, match="SPC-01 stands twice"):
        law_in_force("24", TODAY, rules)


def test_asking_for_a_number_that_a_rule_does_not_have_is_a_wrong_call() -> None:
    rule = law(TODAY).get("SPC-01")
    assert rule is not None
    with pytest.raises(WrongCallError, match="no threshold"):
        rule.threshold("no_such_number")


def test_the_office_fills_a_number_the_catalogue_does_not_know_and_it_stays_unverified(
    tmp_path: Path,
) -> None:
    text = '[[rule]]\ncode = "AIR-03"\n' + THRESHOLD.replace("value = 120\n", "").replace("true", "false")
    text = text.replace("far_m", "from_m")
    rules = read_document(written(tmp_path, text))
    gone = {"AIR-99.from_m": 1.0}  # filled in for a rule that is no more: changes and breaks nothing
    assert law_in_force("24", TODAY, rules, gone).digest == law_in_force("24", TODAY, rules).digest
    filled = law_in_force("24", TODAY, rules, {"AIR-03.from_m": 45.0, **gone})
    rule = filled.get("AIR-03")
    assert rule is not None
    assert (rule.threshold("from_m").value, rule.threshold("from_m").verified) == (45.0, False)
    assert filled.digest != law_in_force("24", TODAY, rules).digest


def test_the_office_cannot_replace_a_number_of_the_law(tmp_path: Path) -> None:
    rules = read_document(written(tmp_path, '[[rule]]\ncode = "SPC-01"\n' + THRESHOLD))
    rule = law_in_force("24", TODAY, rules, {"SPC-01.far_m": 5.0}).get("SPC-01")
    assert rule is not None
    assert rule.threshold("far_m").value == 120.0


def test_the_office_s_numbers_are_read_from_its_file_or_there_are_none(tmp_path: Path) -> None:
    assert read_office_numbers(tmp_path / "none.toml") == {}
    path = tmp_path / "office.toml"
    path.write_text('[thresholds]\n"AIR-03.from_m" = 45\n', encoding="utf-8")
    assert read_office_numbers(path) == {"AIR-03.from_m": 45.0}
