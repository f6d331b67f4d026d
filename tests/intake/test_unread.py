"""What a cell says and nobody understood is never taken for what an empty one stands for."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.columns import ListKind, column
from registry.intake import read_list
from registry.intake.cells import blank
from registry.intake.choices import choice_table
from registry.intake.column_values import read_column
from registry.intake.parsed import ParsedRow
from registry.intake.raw import cell_text
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.services.appraise.proposals import proposal_of
from tests.intake.books import HEAD, ROWS, save


def proposals(folder: Path, *kinds: Any) -> list[Proposal]:
    rows = [(*ROWS[0][:1], f"V{at}", *ROWS[0][2:], kind) for at, kind in enumerate(kinds)]
    path = save(folder / "a.xlsx", ("DS", ((*HEAD, "Hình thức"), *rows)))
    found = read_list(path, ListKind.PROPOSALS)
    told = [issue.row for issue in found.issues if issue.column == "Hình thức"]
    assert told == [row.row for row in found.rows if "kind" in row.unread]
    return [proposal_of(row) for row in found.rows]


@pytest.mark.parametrize(
    "said",
    [
        "Lắp mới 5G",
        "không nâng cấp",
        "Cho VNPT thuê",
        "Thuê cột VNPT xây mới",
        "không rõ",
        "chưa rõ",
        "?",
        "Cột mới, dùng chung",
        "Lắp thêm",
        "#REF!",
        "=A1&B1",
        1,
        True,
        "n/a",
        "0",
    ],
)
def test_a_kind_that_was_not_understood_is_unknown(tmp_path: Path, said: Any) -> None:
    assert [item.kind for item in proposals(tmp_path, said)] == [ProposalKind.UNKNOWN]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Nâng cấp 5G", ProposalKind.UPGRADE),
        ("nâng cấp lên 4G/5G", ProposalKind.UPGRADE),
        ("Thuê cột VNPT", ProposalKind.SHARE),
        ("Dùng chung với MobiFone", ProposalKind.SHARE),
        ("Xây mới cột dây co", ProposalKind.NEW),
        ("Di dời trạm", ProposalKind.RELOCATE),
    ],
)
def test_a_kind_is_read_in_a_carriers_own_words(tmp_path: Path, said: str, kind: ProposalKind) -> None:
    assert [item.kind for item in proposals(tmp_path, said)] == [kind]


def test_only_an_empty_kind_is_a_new_mast(tmp_path: Path) -> None:
    kinds = [item.kind for item in proposals(tmp_path, None, "-", "—", " ", "cột mới", "Nâng cấp")]
    assert kinds == [ProposalKind.NEW] * 5 + [ProposalKind.UPGRADE]


CELLS = st.one_of(
    st.text(max_size=20), st.sampled_from(["-", "–", " . ", "n/a", "?"]), st.floats(), st.booleans()
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(CELLS)
def test_a_kind_is_new_only_by_an_empty_cell_or_by_its_word(cell: Any) -> None:
    """Whatever stands in the cell: taken by its word, empty, or an issue and unread."""
    [value], problems = read_column(column("kind"), [cell])
    unread = frozenset({"kind"} if 0 in problems and value is None else ())
    row = ParsedRow(
        "DS", 2, False, {} if value is None else {"kind": value}, Position(None, None), unread=unread
    )
    kind = proposal_of(row).kind
    word = choice_table("kinds").code(cell_text(cell))
    if word is None and not blank(cell):
        assert (kind, problems[0].code) == (ProposalKind.UNKNOWN, "CELL-NOT-A-CHOICE")
    else:
        assert kind == (word or "new")


@pytest.mark.parametrize(
    ("header", "kinds", "read"),
    [
        ("Việc xin phép", ("nâng cấp", "cột mới", "Nâng cấp 5G"), ["upgrade", "new", "upgrade"]),
        ("", ("nâng cấp", None), ["upgrade", "new"]),
        ("Đất", ("thuê", "thuê lại"), ["new", "new"]),  # land is rented, too
        ("Tình trạng", ("mới", "mới"), ["new", "new"]),
        ("Ghi thêm", ("nâng cấp", "gần chợ", "đầu thôn"), ["new", "new", "new"]),
    ],
)
def test_a_kind_under_a_header_that_is_not_understood_is_no_empty_one(
    tmp_path: Path, header: str, kinds: tuple[Any, ...], read: list[str]
) -> None:
    rows = [(1, f"V{at}", *ROWS[0][2:], kind) for at, kind in enumerate(kinds)]
    path = save(tmp_path / "a.xlsx", ("DS", ((*HEAD, header), *rows)))
    found = read_list(path, ListKind.PROPOSALS)
    assert [proposal_of(row).kind for row in found.rows] == read
    codes = {issue.code for issue in found.issues if issue.row == 1}
    assert ("COLUMN-READ-AS" in codes) is (read != ["new"] * len(read))
    assert not ({"COLUMN-READ-AS"} < codes & {"HEADER-UNKNOWN", "HEADER-EMPTY", "COLUMN-READ-AS"})
