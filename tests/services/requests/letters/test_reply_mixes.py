"""Letters of every mix of kinds and decisions say of each row what was decided, in annexes by kind."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.checks.set_aside import TAKES_DOWN
from registry.model.requests.desk import NoteKind, RowDecision, RowNote
from registry.model.requests.proposals import ProposalKind
from registry.services.office.registry import Registry
from registry.services.requests.letters.reply import Writer
from registry.services.requests.letters.reply_annexes import index_rows
from registry.services.requests.letters.reply_words import AGREED, TITLES, Part, part_of
from registry.services.requests.opened import RequestFile, load_request
from tests.services.requests import desk
from tests.services.requests.letters.replied import DOUBTS, Choice, annexes, decided, text

ROWS = 9
TITLE_OF = {part: title.vi for part, title in TITLES.items()}
DECISION_SAID = {
    RowDecision.AGREE: "Thống nhất",
    RowDecision.AGREE_WITH_CONDITIONS: "Thống nhất có điều kiện",
}
TEXTS = (
    "Có văn bản chấp thuận độ cao công trình của Cục Tác chiến - Bộ Tổng Tham mưu trước khi khởi công",
    "Khảo sát lại tọa độ và gửi kết quả về Sở",
    "Có thỏa thuận của đơn vị quản lý đường dây (khoản 2 Điều 4 Nghị định số 62/2025/NĐ-CP)",
)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    kind = draw(st.sampled_from(ProposalKind))
    decision = draw(st.sampled_from(RowDecision))
    bound = decision is RowDecision.AGREE_WITH_CONDITIONS
    conditions = draw(st.lists(st.sampled_from(TEXTS), min_size=1, unique=True)) if bound else []
    return kind, decision, tuple(conditions)


@pytest.fixture
def nine(office: Registry, tmp_path: Path) -> RequestFile:
    request = desk.received(office, tmp_path, [(f"M{at}", 2000.0 + 700 * at, 0.0) for at in range(ROWS)])
    return load_request(office, request.id)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mix=st.lists(choices(), min_size=ROWS, max_size=ROWS))
def test_each_row_stands_once_with_what_was_decided_of_it(
    office: Registry, nine: RequestFile, mix: list[Choice]
) -> None:
    file = decided(nine, mix)
    content = Writer(office, file, "vi").document(maps=False)
    listed = annexes(content)
    found = [row["Mã vị trí"] for _common, rows in listed.values() for row in rows]
    assert sorted(found) == sorted(row.proposal.site_code for row in file.rows)
    for row, (kind, decision, conditions) in zip(file.rows, mix, strict=True):
        part = part_of(kind, decision)
        common, rows = listed[TITLE_OF[part]]
        (own,) = [one for one in rows if one["Mã vị trí"] == row.proposal.site_code]
        assert own["TT"] == str(row.index + 1)
        assert own["Loại cột, chiều cao đề nghị"] == "A2b; cột 42,0 m; kim 2,0 m; đỉnh 44,0 m"
        if part in AGREED:
            assert own["Ý kiến"] == DECISION_SAID[decision]
            assert asked_of(own["Điều kiện, nội dung phải thực hiện"], common) == set(conditions)
            assert own.get("Cột dùng chung, cột hiện có", "") == BESIDE.get(kind, "")
        elif part is Part.REFUSED:
            assert own["Lý do, căn cứ"].startswith(f"Lý do của dòng {row.index + 1}")
            assert own["Nội dung đề nghị thực hiện"]
        else:
            assert own["Nội dung đề nghị bổ sung"].startswith(f"Lý do của dòng {row.index + 1}")
    said = text(content)
    body = said.split("Kính gửi")[1].split("Nơi nhận")[0]
    for head, some in (
        ("Thống nhất {n}/9", sum(decision.agrees for _kind, decision, _texts in mix)),
        ("Chưa thống nhất {n} vị trí", sum(decision is RowDecision.REFUSE for _k, decision, _t in mix)),
        ("Đề nghị bổ sung hồ sơ {n} ", sum(decision is RowDecision.SUPPLEMENT for _k, decision, _t in mix)),
    ):
        assert (head.format(n=some) in body) == bool(some)
    gone = sum(kind in TAKES_DOWN and decision.agrees for kind, decision, _texts in mix)
    assert ("Tháo dỡ cột hiện có" in body) == bool(gone)
    assert not gone or f"khi đưa cột mới vào sử dụng đối với {gone} vị trí" in body
    for word in DOUBTS:
        assert word not in said, word


def test_nobody_is_asked_to_take_down_a_mast_that_others_alone_use(
    office: Registry, nine: RequestFile
) -> None:
    """It was judged as standing, which the letter would deny; its condition asks for their agreement."""
    file = decided(nine, [(ProposalKind.REPLACE, RowDecision.AGREE, ())] * ROWS)
    first = file.rows[0]
    found = replace(first.findings[0], notes=(("SPC-REPLACED-OTHERS", {}),))
    others = replace(first, findings=[found, *first.findings[1:]])
    for rows, count in (([others, *file.rows[1:]], ROWS - 1), ([others] * 1, 0)):
        chosen = decided(
            replace(file, rows=rows), [(ProposalKind.REPLACE, RowDecision.AGREE, ())] * len(rows)
        )
        said = text(Writer(office, chosen, "vi").document(maps=False))
        assert ("Tháo dỡ cột hiện có" in said) == bool(count)
        assert not count or f"khi đưa cột mới vào sử dụng đối với {count} vị trí" in said


BESIDE = {
    ProposalKind.SHARE: "Cột HOST 12; chủ sở hữu: VNPT",
    ProposalKind.UPGRADE: "Cột hiện có CU 34",
    ProposalKind.REPLACE: "Cột hiện có tại vị trí",
    ProposalKind.RELOCATE: "Cột hiện có CU 34",
}


def asked_of(cell: str, common: dict[str, str]) -> set[str]:
    """The conditions that a reader of the last column and the list above the table knows of."""
    if cell == "Không kèm điều kiện":
        return set()
    parts = cell.split("; ")
    named = parts.pop(0).removeprefix("Điều kiện ") if parts[0].startswith("Điều kiện ") else ""
    return {common[label] for label in named.split(", ") if label} | set(parts)


@cache
def every_mix(rows: int) -> list[Choice]:
    """Every kind with every decision in turn, conditions too."""
    made: list[Choice] = []
    for at in range(rows):
        kind = list(ProposalKind)[at % len(ProposalKind)]
        decision = list(RowDecision)[(at // len(ProposalKind)) % len(RowDecision)]
        bound = decision is RowDecision.AGREE_WITH_CONDITIONS
        made.append((kind, decision, TEXTS[: 1 + at % len(TEXTS)] if bound else ()))
    return made


def test_undecided_rows_carry_no_word_of_the_engine(office: Registry, nine: RequestFile) -> None:
    """As recommended: what the office lacks is no condition, and no rule's code stands in the letter."""
    said = text(Writer(office, nine, "vi").document(maps=False))
    assert "DỰ THẢO" in said
    for word in DOUBTS:
        assert word not in said, word


def test_an_edited_sentence_takes_the_place_of_its_own(office: Registry, nine: RequestFile) -> None:
    writer = Writer(office, decided(nine, every_mix(ROWS)), "vi")
    writer.edited = {"months": "- Triển khai trong năm 2027.", "no-such": "Không đâu cả"}
    said = text(writer.document(maps=False))
    assert "- Triển khai trong năm 2027." in said
    assert "thời hạn 12 tháng" not in said
    assert "Không đâu cả" not in said
    assert "thời hạn 12 tháng" in writer.base["months"]
    assert {"opening", "agreed", "agreed-new", "closing"} <= set(writer.base)


def test_what_the_office_lacks_is_one_sentence_where_the_officer_left_it_to_the_investor(
    office: Registry, nine: RequestFile
) -> None:
    asked = "Tự đối chiếu và chịu trách nhiệm bảo đảm khoảng cách, hành lang an toàn"
    file = decided(nine, every_mix(ROWS))
    assert asked not in text(Writer(office, file, "vi").document(maps=False))
    answer = RowNote(
        "n1", file.request.id, -1, NoteKind.MATTER, "chủ đầu tư tự chứng minh", "lan", "2026-11-29",
        details={"keys": ["MATTER-GAP:layer:power_line"], "said": ["Chưa có lớp đường điện"]},
    )  # fmt: skip
    said = text(Writer(office, replace(file, notes=(answer,)), "vi").document(maps=False))
    assert said.count(asked) == 1
    assert "lớp đường điện" not in said


def test_the_index_names_for_each_code_its_annex_and_number() -> None:
    rows = [{"code": f"M{at:02d}", "row": at + 1} for at in range(13)]
    annexed = [{"number": "Phụ lục I", "rows": rows[1::2]}, {"number": "Phụ lục II", "rows": rows[::2]}]
    found = [entry for line in index_rows(annexed, "vi") for entry in line.values() if entry["code"]]
    assert [entry["code"] for entry in found] == [row["code"] for row in rows]
    assert found[12]["at"] == "Phụ lục II, TT 13"
    assert index_rows(annexed[:1], "vi") == []  # one annex finds itself
