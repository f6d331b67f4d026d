"""Conditions in the words of the letter: every finding that can be one has its sentence, and no other has."""

import dataclasses
import re
import tomllib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.messages import Words, catalogue
from registry.model.findings import Finding, Note, Outcome, Reservation, Stage
from registry.model.requests.conditions import Before
from registry.services.requests.conditions.proposals import (
    OFFICE,
    PREFIX,
    _entries,
    full_article,
    full_document,
    has_sentence,
    in_language,
    proposals,
    proposed_texts,
)
from registry.settings import DATA

LATER = ("EMF-", "PRM-", "WND-")
"""Rules of later stages: the letter announces them, they bind no agreement to a position."""
NEVER = """
AIR-01-BELOW AIR-02-OUTSIDE AIR-02-FAR AIR-02-BELOW AIR-03-OUTSIDE COR-CLEAR COR-FAR COR-SHARE
COR-RAIL-CLEAR RULE-NOT-IN-FORCE LOC-01-INSIDE LOC-02-INSIDE LOC-02-INSIDE-APPROXIMATE CLS-01-AGREES
CLS-01-AGREES-UNSTATED CLS-01-A1A CLS-01-SHARE PLN-NO-NEW-MAST PLN-01-CODE PLN-01-CODE-ONLY PLN-01-POSITION
PLN-01-ADDRESS PLN-01-PLAN PLN-01-SHARE PLN-02-EVERY-CLASS PLN-02-ALLOWED PLN-02-OUTSIDE PLN-03-WITHIN
PLN-03-NO-LIMIT
PLN-03-OUTSIDE PLN-04-NOT-NEW PLN-04-NOT-URBAN PLN-04-NOT-URBAN-APPROXIMATE PLN-04-ROOF PLN-04-PUBLIC
SHR-NO-NEW-MAST SHR-01-ENOUGH SHR-02-ASKED SHR-03-NOT-SHARED SHR-03-OWN SHR-03-AGREED SHR-03-SAID-AGREED
SPC-SHARE SPC-SMALL-EXEMPT SPC-OTHER-FAR SPC-SAME-FAR SPC-OTHER-FAR-NONE SPC-SAME-FAR-NONE SPC-03-NOT-NEW
SPC-03-NONE SPC-03-FAR
"""
"""Findings that leave nothing open."""
OFFICE_OWN = """
AIR-02-NO-LAYER AIR-02-NO-LAYER-FAR AIR-03-NO-ZONE COR-NO-LAYER RULE-GAP RULE-GAP-HERE LOC-01-NO-BOUNDARY
LOC-02-NO-BOUNDARY
PLN-01-NOT-ENTERED PLN-02-NO-ZONE-KNOWN PLN-03-NO-ZONE-KNOWN PLN-04-URBAN-UNKNOWN SPC-NO-LISTS
SPC-OTHER-COARSE SPC-SAME-COARSE SPC-OTHER-LISTS SPC-SAME-LISTS SPC-OTHER-LISTS-NONE SPC-SAME-LISTS-NONE
SPC-SAME-MAST SPC-SAME-MAST-EITHER
"""
"""What the office itself lacks: nothing that a carrier could meet."""
NOT_AGREED = "KIND-UNREAD SPC-BEYOND SHR-MASKED"
"""Nobody agrees to a row of which these stand, or they are the form that another carrier reads."""
BESIDE = """
AIR-ROD-NOT-STATED AIR-01-MARKING AIR-01-MARKED AIR-SAYS-DAYS AIR-02-PROVINCE AIR-02-TERRAIN
AIR-02-CLASS-UNVERIFIED AIR-02-EDGE
AIR-03-NUMBER-UNUSED COR-FALL-TOO COR-NOT-READ COR-SAYS-NO-CONSENT COR-SAYS-POWER-FALL COR-SAYS-DYKE-PERMIT
COR-APPROXIMATE COR-ZONE-LOST COR-ALSO COR-AXIS COR-RED-LINE COR-VIADUCT COR-WIDTH-UNVERIFIED COR-NO-VOLTAGE
COR-NO-INSULATION
COR-NO-ROAD-CLASS COR-NO-DYKE-CLASS COR-DYKE-SIDE COR-DYKE-PROVINCE THRESHOLD-UNVERIFIED LOC-02-DID-YOU-MEAN
LOC-02-FORMER CLS-01-SUGGESTED PLN-01-OTHER-CODE PLN-02-NEAR-EDGE PLN-02-APPROXIMATE PLN-ZONE-LOST
PLN-03-NEAR-EDGE PLN-03-APPROXIMATE PLN-04-LIKELY-URBAN PLN-04-LIKELY-NOT-URBAN SHR-03-FACTS SPC-OPERATOR-ANY
SPC-LISTS-MISSING SPC-LISTS-STALE SPC-LISTS-OLDER SPC-LISTS-OLD
SPC-URBAN-STATED-IN SPC-URBAN-STATED-OUT SPC-URBAN-DISPUTED-IN
SPC-URBAN-DISPUTED-OUT SPC-URBAN-LAYER-IN SPC-URBAN-LAYER-OUT SPC-URBAN-EDGE-IN SPC-URBAN-EDGE-OUT
SPC-URBAN-FORMER-UNITS-IN SPC-URBAN-FORMER-UNITS-OUT SPC-URBAN-NOT-KNOWN SPC-MEASURE-AGAIN
SPC-NETWORKS-NOT-KNOWN
"""
"""Notes that only explain a finding: what has to be done stands in the finding's own sentence."""
WITHOUT = frozenset(" ".join((NEVER, OFFICE_OWN, NOT_AGREED, BESIDE)).split())
ENGINE = re.compile(
    r"kiểm chứng|khung minh họa|đối chiếu điều|sai số|phần mềm|hệ thống|sổ đăng ký|danh mục|chưa đủ căn cứ"
    r"|tolerance|unverified|register\b|\b[A-Z]{3}-\d\d\b"
)


def codes() -> list[str]:
    """Return the codes of all checks, without the gaps of lists."""
    found: list[str] = []
    for path in sorted((DATA / "messages" / "checks").glob("*.toml")):
        found += tomllib.loads(path.read_text(encoding="utf-8"))
    return [code for code in found if not code.startswith("GAP-")]


def named(text: str) -> set[str]:
    return {name.replace("_en", "_vi") for name in re.findall(r"\{(\w+)", text)}


def sentences() -> dict[str, tuple[str, str]]:
    return {
        code.removeprefix(PREFIX): (told.vi, told.en)
        for code, told in catalogue().items()
        if code.startswith(PREFIX)
    }


@pytest.mark.parametrize("code", [code for code in codes() if not code.startswith(LATER)])
def test_a_code_has_a_sentence_as_a_condition_or_a_reason_why_it_never_is_one(code: str) -> None:
    assert has_sentence(code) != (code in WITHOUT)


def test_whatever_is_classified_as_a_condition_has_its_sentence() -> None:
    kinds = tomllib.loads((DATA / "codes" / "reservations.toml").read_text(encoding="utf-8"))
    lacking = {code for code in kinds["condition"] if not has_sentence(code)}
    assert lacking == {"KIND-UNREAD"}  # nobody agrees to a row of which it stands


@pytest.mark.parametrize("code", ["COR-EDGE", "COR-EDGE-LAND", "COR-MAY"])
def test_where_the_base_may_stand_in_a_corridor_its_guys_are_asked_about_too(code: str) -> None:
    """Measured again the base may prove to stand outside, and an anchor of its guys within."""
    for told in (catalogue()[code], catalogue()[PREFIX + code]):
        assert "móng co" in told.vi
        assert "guy anchor" in told.en


def test_land_that_has_a_border_is_given_no_corridor_and_no_width() -> None:
    """A forest's edge read *rộng 0,0 m*."""
    for told in (catalogue()["COR-EDGE-LAND"], catalogue()[PREFIX + "COR-EDGE-LAND"]):
        assert "ranh giới" in told.vi
        assert "hành lang" not in told.vi
        assert "{width" not in told.vi + told.en


def test_no_sentence_says_what_its_finding_does_not_know_or_a_word_of_the_engine() -> None:
    told = catalogue()
    for code, texts in sentences().items():
        finding = code if code in told else code.removesuffix("-REVIEW").removesuffix("-UNREAD")
        asked = {"body_vi", "body_en"} if code.endswith("-UNREAD") else set()  # of whom ``asked`` speaks
        of = _entries()[PREFIX + code].get("of", ())  # a note speaks of what the finding under it measured
        known = named(told[finding].vi).union(*(named(told[one].vi) for one in of))
        for text in texts:
            assert named(text) <= known | {"places", "other"} | asked, code
            assert not ENGINE.search(text), (code, text)
            assert re.fullmatch(r"[^A-ZĐ].*[^.]", text), (code, text)  # it goes on after its step
            assert ("{host}" not in text and "{related}" not in text) or not code.startswith(("SPC", "SHR"))


def consent(code: str = "AIR-01-CONSENT", **own: object) -> Finding:
    params = {
        "measured": 52.0,
        "limit": 45.0,
        "body_vi": "Cục Tác chiến",
        "body_en": "the Operations Department",
    }
    found = Finding("AIR-01", Outcome.CONSENT, code, params, source="NĐ 32/2016/NĐ-CP", article="Điều 9(3)b")
    for name, value in own.items():
        setattr(found, name, value)
    return found


@pytest.mark.parametrize("code", ["COR-RAIL-NEAR", "COR-RAIL-EDGE", "COR-RAIL-TOP"])
@pytest.mark.parametrize("notes", [(), (("COR-APPROXIMATE", {"error": 20.0}),)])
def test_a_distance_to_a_railway_by_a_text_that_nobody_has_read_demands_no_agreement(
    code: str, notes: tuple[Note, ...]
) -> None:
    """NĐ 16/2026: the body is asked; by NĐ 56/2018, which was read, the Minister had to agree."""
    params = {
        "related": "đường sắt A", "measured": 30.0, "limit": 52.0, "times": 1.3, "least": 5.0, "error": 1.0,
        "body_vi": "Bộ trưởng Bộ Xây dựng", "body_en": "the Minister of Construction",
    }  # fmt: skip
    found = Finding("COR-03", Outcome.REVIEW, code, params, source="NĐ 16/2026/NĐ-CP", notes=notes)
    found.kind, found.stage, found.verified = Reservation.CONDITION, Stage.POSITION, False
    (text,) = proposed_texts([found])
    assert "lấy ý kiến của Bộ trưởng Bộ Xây dựng" in text
    assert "chấp thuận" not in text
    found.verified = True
    assert "chấp thuận của Bộ trưởng Bộ Xây dựng" in proposed_texts([found])[0]


def test_on_a_notice_of_commencement_nothing_is_asked_for_before_that_notice() -> None:
    notice = Finding("PRM-01", Outcome.PASS, "PRM-01-COMMENCING", {})
    (found,) = proposals([notice, consent()])
    assert found.text.vi.startswith("Trước khi khởi công, có văn bản chấp thuận độ cao")
    assert found.text.en.startswith("Before work begins, ")
    assert found.step is Before.COMMENCEMENT


def test_equipment_on_a_standing_mast_is_asked_before_works_and_for_no_notice() -> None:
    (found,) = proposals([consent(), Finding("PRM-01", Outcome.NA, "PRM-01-SHARE", {})])
    assert found.text.vi.startswith("Trước khi thi công, lắp đặt, có văn bản chấp thuận độ cao")
    assert found.text.en.startswith("Before works begin, ")
    assert found.step is Before.WORKS


def test_a_consent_says_by_when_who_decides_and_on_what_ground_in_full_words() -> None:
    (found,) = proposals([consent()])
    assert found.text.vi == (
        "Trước khi thông báo khởi công, có văn bản chấp thuận độ cao công trình của Cục Tác chiến; công "
        "trình cao 52,0 m so với mặt đất (điểm b khoản 3 Điều 9 Nghị định số 32/2016/NĐ-CP)"
    )
    assert (found.key, found.body.vi) == ("AIR-01:AIR-01-CONSENT", "Cục Tác chiến")
    assert found.step is Before.COMMENCEMENT
    review = proposals([consent(outcome=Outcome.REVIEW)])[0]
    assert "lấy ý kiến của Cục Tác chiến" in review.text.vi  # what is not certain is asked, not demanded


@pytest.mark.parametrize("code", ["COR-INSIDE", "COR-WITHIN"])
def test_what_surely_stands_inside_is_asked_about_and_not_looked_for_on_site(code: str) -> None:
    told = {
        "related": "Đền Đô",
        "asked": "văn bản đồng ý của Sở",
        "body_vi": "Sở",
        "body_en": "the department",
    }
    inside = Finding("COR-05", Outcome.REVIEW, code, told)
    (found,) = proposals([inside])
    assert "lấy ý kiến của Sở đối với công trình" in found.text.vi
    assert "Đền Đô" in found.text.vi
    assert "thực địa" not in found.text.vi
    assert found.key == f"COR-05:{code}-REVIEW"  # what was decided under this key is known again
    for note in ("COR-APPROXIMATE", "COR-ZONE-LOST"):  # drawn so that it may stand outside
        inside.notes = ((note, {"error": 200.0, "related": "Đền Đô"}),)
        (found,) = proposals([inside])
        assert "xác định vị trí chân cột tại thực địa" in found.text.vi
        assert found.key == f"COR-05:{code}-REVIEW"


def test_what_the_office_lacks_what_is_refused_and_later_stages_are_no_conditions() -> None:
    gap = consent(outcome=Outcome.REVIEW, kind=Reservation.OFFICE)
    later = consent(stage=Stage.OPERATION)
    assert proposals([gap, later, consent(outcome=Outcome.FAIL), consent(outcome=Outcome.PASS)]) == []


def test_what_two_rules_ask_in_the_same_words_is_one_condition_with_both_grounds() -> None:
    one, two = (
        Finding(rule, Outcome.UNKNOWN, code, {}, source="QĐ 72/2025/QĐ-UBND", article=article,
                missing="value:position")
        for rule, code, article in (("SPC-01", "SPC-NO-POSITION", "Điều 15(5)"),
                                    ("AIR-02", "AIR-02-NO-POSITION", "Điều 12"))
    )  # fmt: skip
    (found,) = proposals([one, two])
    assert found.text.vi.endswith(
        "(khoản 5 Điều 15 Quyết định số 72/2025/QĐ-UBND; Điều 12 Quyết định số 72/2025/QĐ-UBND)"
    )


def test_a_corridor_names_every_zone_that_it_is_about_with_how_far_it_is() -> None:
    road, dyke = Words("đường bộ QL.31", "road QL.31"), Words("Đê tả sông Thương", "the dyke")
    asked = Words("văn bản đồng ý của Sở Xây dựng", "the written consent of the Department of Construction")
    found = Finding(
        "COR-02", Outcome.CONSENT, "COR-WITHIN",
        {"related": road, "measured": 4.0, "limit": 9.0, "asked": asked, "body_vi": "Sở Xây dựng",
         "body_en": "the Department of Construction"},
        notes=(("COR-ALSO", {"related": dyke, "measured": 30.0}),),
    )  # fmt: skip
    (text,) = proposed_texts([found])
    assert "đường bộ QL.31 (cách chân cột 4,0 m), Đê tả sông Thương (cách chân cột 30,0 m)" in text


def test_a_base_stands_within_what_holds_it_and_only_near_what_is_some_way_off() -> None:
    told = {"related": "Đền Đô - khu vực bảo vệ I", "asked": Words("ý kiến của Sở", "the word"),
            "measured": 0.0, "body_vi": "Sở", "body_en": "the department"}  # fmt: skip
    beside = (("COR-ALSO", {"related": "Đền Đô - khu vực bảo vệ II", "measured": 116.6}),)
    for outcome in (Outcome.CONSENT, Outcome.REVIEW):
        (text,) = proposed_texts([Finding("COR-05", outcome, "COR-INSIDE", told, notes=beside)])
        assert text.endswith(
            "nằm trong Đền Đô - khu vực bảo vệ I, gần Đền Đô - khu vực bảo vệ II (cách chân cột 116,6 m)"
        )


def test_a_condition_between_two_rows_of_one_list_names_the_other_and_one_of_another_list_does_not() -> None:
    said = {"related": "V2", "code": "5", "operators": "Viettel", "measured": 60.0, "limit": 250.0}

    def texts(**own: object) -> tuple[str, str]:
        (found,) = proposals([Finding("SPC-03", Outcome.REVIEW, "SPC-03-SAME", {**said, **own})])
        return found.text.vi, found.text.en

    vi, en = texts(own_list=True)
    assert "cùng mạng (vị trí kia: V2, dòng 5 của danh sách) không nhỏ hơn 250 m" in vi
    assert "one network (the other: V2, row 5 of the list) are no nearer" in en
    assert "(vị trí kia: dòng 5 của danh sách)" in texts(own_list=True, related="DS:5")[0]
    for text in texts():
        assert "V2" not in text
        assert "  " not in text


def test_a_note_that_says_what_to_do_stands_in_the_place_of_the_finding() -> None:
    near = Finding(
        "SPC-01", Outcome.REVIEW, "SPC-OTHER-REVIEW", {"limit": 250.0},
        notes=(("SPC-REPLACED-NOT-NAMED", {}),),
    )  # fmt: skip
    assert [one.key for one in proposals([near])] == ["SPC-01:SPC-REPLACED-NOT-NAMED"]
    assert proposals([near])[0].body == OFFICE
    for rule, code in (("SPC-01", "SPC-OTHER-REVIEW"), ("SPC-02", "SPC-SAME-REVIEW")):
        planned = Finding(
            rule, Outcome.REVIEW, code, {"limit": 250.0}, notes=(("SPC-NOT-BUILT", {}),)
        )  # measuring again moves no mast that was agreed to a moment ago
        assert [one.key for one in proposals([planned])] == [f"{rule}:SPC-NOT-BUILT"]
        assert "đo lại" not in proposals([planned])[0].text.vi


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        ("SPC-SMALL-SAME", "giải trình"),
        ("SPC-SMALL-SAME-NEIGHBOUR", "giải trình"),
        ("SPC-SMALL-NEIGHBOUR", "giải trình"),
        ("SPC-NEIGHBOUR-BY-CLASS", "xác nhận chiều cao"),
        ("SPC-SMALL-BY-CLASS", "bổ sung chiều cao"),
    ],
)
def test_a_position_is_measured_again_only_where_its_error_leaves_the_distance_open(
    note: str, asked: str
) -> None:
    small = Finding("SPC-02", Outcome.REVIEW, "SPC-SAME-REVIEW", {"limit": 300.0}, notes=((note, {}),))
    (said,) = proposals([small])
    assert asked in said.text.vi
    assert "300 m" in said.text.vi
    assert "đo lại" not in said.text.vi
    again = ("SPC-MEASURE-AGAIN", {"accuracy": 14.0})
    (said,) = proposals([dataclasses.replace(small, notes=((note, {}), again))])
    assert "đo lại" in said.text.vi
    of_the_list = dataclasses.replace(small, rule="SPC-03", code="SPC-03-SAME")
    (said,) = proposals([of_the_list])
    assert said.text.vi.endswith("không nhỏ hơn 300 m"), "one of two positions is moved or left out"


def test_a_kept_proposal_is_said_in_the_letters_language_and_own_words_as_they_are() -> None:
    vi, en = proposed_texts([consent()])[0], proposed_texts([consent()], "en")[0]
    assert in_language(vi, [consent()], "en") == en
    assert in_language("Sơn cột", [consent()], "en") == "Sơn cột"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Điều 15(7)a, 7(4), 28(2)", "điểm a khoản 7 Điều 15, khoản 4 Điều 7, khoản 2 Điều 28"),
        ("Điều 43(2)đ; Điều 94(2)", "điểm đ khoản 2 Điều 43, khoản 2 Điều 94"),
        ("Điều 3 (ăng ten), Điều 4(2)", "Điều 3, khoản 2 Điều 4"),
        ("chưa đối chiếu điều, khoản", ""),
        ("Bảng 5.1", ""),
    ],
)
def test_an_article_is_cited_as_letters_do(short: str, full: str) -> None:
    assert full_article(short) == full


def test_a_document_is_cited_by_kind_and_number_and_what_is_none_is_not() -> None:
    assert full_document("TTLT 12/2007/TTLT-BXD-BTTTT") == "Thông tư liên tịch số 12/2007/TTLT-BXD-BTTTT"
    assert full_document("Luật Đê điều 79/2006/QH11") == "Luật Đê điều số 79/2006/QH11"
    assert full_document("Cách hiểu của cơ quan quản lý") == ""


SOME = (
    consent(), consent("AIR-01-MEASURE"), consent(outcome=Outcome.REVIEW),
    consent(outcome=Outcome.REVIEW, kind=Reservation.OFFICE),
)  # fmt: skip


@given(st.lists(st.sampled_from(SOME), max_size=8))
def test_however_often_a_finding_stands_its_condition_is_proposed_once(findings: list[Finding]) -> None:
    assert max(Counter(proposed_texts(findings)).values(), default=1) == 1
    assert len(proposed_texts(findings)) == len(proposed_texts(findings, "en"))
