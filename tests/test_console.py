"""What the command line says of an import, beyond the counts."""

import pytest

from registry.console import SHOWN_ISSUES, print_outcome
from registry.messages import issue_of
from registry.services.preview import ImportOutcome


def outcome(outside: int, masts: int) -> ImportOutcome:
    issues = [
        issue_of("COORD-OUTSIDE", params={"lat": 10.0, "lon": 106.0}, sheet="S", row=row)
        for row in range(2, outside + 2)
    ]
    return ImportOutcome({"new": masts, "changed": 0, "not_imported": 0}, tuple(issues))


def test_a_list_of_another_province_is_named_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    print_outcome(outcome(122, 122))
    said = capsys.readouterr()
    assert "nằm ngoài tỉnh 122" in " ".join(said.out.split())
    assert "Cả 122 cột nằm ngoài tỉnh" in said.err
    assert f"… và {122 - SHOWN_ISSUES} lưu ý nữa; tất cả theo mã: COORD-OUTSIDE 122" in said.err


def test_a_few_outside_are_counted_and_none_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_outcome(outcome(3, 122))
    said = capsys.readouterr()
    assert "nằm ngoài tỉnh 3" in " ".join(said.out.split())
    assert "CHÚ Ý" not in said.err
    print_outcome(outcome(0, 122))
    assert "ngoài tỉnh" not in capsys.readouterr().out
