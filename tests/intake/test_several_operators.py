"""An operator's cell that names two: the first asks, the others share its mast, and that is said."""

from pathlib import Path

import pytest

from registry.columns import ListKind
from registry.intake import read_list
from registry.messages import render
from registry.model.issues import Severity
from registry.services.appraise.proposals import proposal_of
from tests.intake.books import HEAD, save


@pytest.mark.parametrize("kind", [ListKind.PROPOSALS, ListKind.SITES])
@pytest.mark.parametrize("cell", ["Viettel, VNPT", "Viettel/VNPT", "VTL và VNPT"])
def test_the_first_is_the_operator_and_the_others_share_its_mast(
    kind: ListKind, cell: str, tmp_path: Path
) -> None:
    rows = [(1, "BGG00001", cell, 106.1946, 21.27341), (2, "BGG00002", "VNPT", 106.20111, 21.28222)]
    found = read_list(save(tmp_path / "a.xlsx", ("DS", (HEAD, *rows))), kind)
    first, second = found.rows
    assert first.values["operator"] == "VTL"
    assert first.values["shared_with"] == ("VNPT",)
    assert proposal_of(first).shared_with == ("VNPT",)
    assert "shared_with" not in second.values
    (issue,) = [item for item in found.issues if item.code == "CELL-SEVERAL-OPERATORS"]
    assert (issue.row, issue.severity, issue.value) == (2, Severity.INFO, cell)
    assert "lấy Viettel" in render(issue.code, issue.params, "vi")


def test_those_of_the_column_shared_with_come_first_and_none_twice(tmp_path: Path) -> None:
    head, row = (*HEAD, "Dùng chung với"), (1, "A1", "Viettel, VNPT, MobiFone", 106.19, 21.27, "VNPT")
    (found,) = read_list(save(tmp_path / "a.xlsx", ("DS", (head, row))), ListKind.PROPOSALS).rows
    assert found.values["shared_with"] == ("VNPT", "VMS")
    long = (1, "A1", "Viettel, " * 60 + "VNPT, MobiFone", 106.19, 21.27, "")  # the last ones count too
    (found,) = read_list(save(tmp_path / "b.xlsx", ("DS", (head, long))), ListKind.PROPOSALS).rows
    assert found.values["shared_with"] == ("VNPT", "VMS")


def test_one_known_and_one_unknown_name_are_no_choice_as_before(tmp_path: Path) -> None:
    row = (1, "A1", "Viettel, Không Biết Telecom", 106.19, 21.27)
    read = read_list(save(tmp_path / "a.xlsx", ("DS", (HEAD, row))), ListKind.PROPOSALS)
    assert "operator" not in read.rows[0].values
    assert "CELL-NOT-A-CHOICE" in {issue.code for issue in read.issues}
