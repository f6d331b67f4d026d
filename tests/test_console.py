"""What the command line says of an import, beyond the counts."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from registry.console import SHOWN_ISSUES, opened, place_of, print_outcome, print_refusal
from registry.errors import RefusalError
from registry.messages import issue_of
from registry.services.office import registry as office
from registry.services.office.preview import ImportOutcome
from registry.settings import Settings


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


def test_a_layer_of_another_province_is_named_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    far = {"count": 14, "numbers": "1, 2 …", "name": "Tỉnh Bắc Ninh"}
    print_outcome(ImportOutcome({"new": 14}, (issue_of("FEATURES-ALL-OUTSIDE", params=far),)))
    said = capsys.readouterr().err
    assert said.startswith("CHÚ Ý: Cả 14 đối tượng của tệp nằm ngoài Tỉnh Bắc Ninh")
    assert "khai lớp là đầy đủ" in said


def test_a_refusal_is_printed_as_the_office_speaks_whose_register_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its register is closed by then."""
    haiphong = Settings(tmp_path, "sqlite://", province="31")
    register = SimpleNamespace(settings=haiphong, close=lambda: None)
    monkeypatch.setattr(office, "open_registry", lambda: register)
    with pytest.raises(RefusalError) as refused, opened():
        raise RefusalError("CRITICAL-OUTSIDE")
    print_refusal(refused.value)
    assert "phường nào của thành phố" in capsys.readouterr().err
    print_refusal(RefusalError("CRITICAL-OUTSIDE"))  # of no register
    assert "phường nào của tỉnh" in capsys.readouterr().err


def test_a_register_in_a_database_is_named_with_it_and_without_its_password() -> None:
    url = "postgresql+psycopg://bts:kin@127.0.0.1/so"
    assert place_of(Settings(Path("/srv/bts"), url)) == (
        "postgresql+psycopg://bts:***@127.0.0.1/so, tệp kèm theo ở /srv/bts"
    )
    assert place_of(Settings(Path("/srv/bts"), "sqlite:////srv/bts/registry.sqlite")) == "/srv/bts"
