"""A new mast is never written where one of the same owner stands, and those that were are taken back."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from registry.__main__ import app as commands
from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.batches import undo_batch
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.import_sites import import_sites
from registry.services.register.phantoms import phantoms, take_back
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.conditions.proposals import proposed_texts
from registry.services.requests.decisions import RowChoice, decide_rows
from registry.services.requests.requests import issue, load_request
from registry.store import tables
from tests.services.requests import desk
from tests.services.requests.desk import north, received, to, write_list

OWN = ("BGG00068", 2000.0, 0.0)
BESIDE = ("V2", 4000.0, 0.0)


@pytest.fixture
def standing(office: Registry, tmp_path: Path) -> Registry:
    """An office with two masts of Viettel's in service."""
    path = write_list(tmp_path / "cột.xlsx", [OWN, ("BGG01511", *BESIDE[1:])])
    import_sites(office, path, yes=True, who="lan")
    return office


def submitted(registry: Registry, folder: Path, *rows: tuple[str, float, float], reason: str = "") -> Request:
    """A request of which every row is agreed to, by decisions with ``reason`` where one is needed anyway."""
    request = to(registry, received(registry, folder, rows), RequestState.APPRAISING, RequestState.DRAFT)
    choices = [
        RowChoice(
            row.index, RowDecision.AGREE_WITH_CONDITIONS, reason, (*proposed_texts(row.findings), "đo lại")
        )
        for row in load_request(registry, request.id).rows
    ]
    decide_rows(registry, request.id, choices, who="lan")
    return to(registry, request, RequestState.SUBMITTED)


def issued(registry: Registry, folder: Path, request: Request) -> Request:
    return issue(
        registry, request.id, number="7/SKHCN-VT", date=today(), signed_pdf=desk.pdf(folder),
        signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc", version=request.version,
    )  # fmt: skip


def states(registry: Registry) -> list[tuple[str, str]]:
    joined = tables.structures.join(tables.sites, tables.structures.c.site_id == tables.sites.c.id)
    query = sa.select(tables.sites.c.code, tables.structures.c.state).select_from(joined)
    with registry.database.read() as connection:
        return sorted((code, state) for code, state in connection.execute(query))


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is asked about rows before the service that writes is reached."""
    monkeypatch.setattr("registry.services.requests.opened._with_matters", lambda *given: given[-1])


@pytest.mark.usefixtures("unasked")
def test_a_new_mast_under_the_code_of_one_that_stands_is_not_written_without_a_word(
    standing: Registry, tmp_path: Path
) -> None:
    """B3: in-service masts carried a second structure "đã duyệt, chưa xây" after a letter."""
    before = states(standing)
    request = submitted(standing, tmp_path, OWN)
    with pytest.raises(RefusalError, match="REQUEST-STANDS-ALREADY"):
        issued(standing, tmp_path, request)
    assert states(standing) == before
    assert load_request(standing, request.id).request.state is RequestState.SUBMITTED
    assert approvals_of(standing) == []
    assert desk.sound(standing)


@pytest.mark.parametrize(("metres", "stands"), [(0.0, True), (2.5, True), (6.0, False)])
def test_within_three_metres_of_ones_own_mast_nothing_new_is_written(
    standing: Registry, tmp_path: Path, metres: float, stands: bool
) -> None:
    from registry.services.register.own_masts import own_mast

    lon, lat = north(2000.0 + metres)
    with standing.database.read() as connection:
        for operator, there in (("VTL", stands), ("VMS", False)):
            found = own_mast(connection, operator=operator, code="MỚI", lon=round(lon, 6), lat=round(lat, 6))
            assert (found is not None) is there
        owner = own_mast(connection, operator="", code="", lon=lon, lat=lat, owner="Viettel")
        assert owner is None  # the mast's owner is not stated


def test_it_is_asked_about_when_the_row_is_decided(standing: Registry, tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="REQUEST-MATTER-REASON"):
        submitted(standing, tmp_path, OWN)


def test_an_officers_reason_makes_it_a_second_mast_and_no_phantom(standing: Registry, tmp_path: Path) -> None:
    issued(standing, tmp_path, submitted(standing, tmp_path, OWN, reason="cột thứ hai cạnh cột cũ"))
    assert ("BGG00068", "approved") in states(standing)
    assert phantoms(standing) == []


@pytest.fixture
def haunted(standing: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry:
    """A register of an earlier version, which wrote such rows: one under the mast's code, one beside it."""
    with monkeypatch.context() as earlier:
        earlier.setattr("registry.services.requests.issuing.own_mast", lambda *_, **__: None)
        earlier.setattr("registry.services.requests.opened._with_matters", lambda *given: given[-1])
        earlier.setattr("registry.services.requests.decisions.FOLLOWS", _Anything())
        issued(standing, tmp_path, submitted(standing, tmp_path, OWN, BESIDE, ("V9", 9000.0, 0.0)))
    return standing


class _Anything(dict[object, RowDecision]):
    """What an earlier version recommended: every row may be agreed to without a reason."""

    def __missing__(self, key: object) -> RowDecision:
        return RowDecision.AGREE_WITH_CONDITIONS


def test_what_earlier_versions_wrote_is_named_taken_back_and_brought_back(haunted: Registry) -> None:
    stood = states(haunted)
    found = phantoms(haunted)
    assert [(item.code, item.standing, item.distance_m) for item in found] == [
        ("BGG00068", "BGG00068", 0.0), ("V2", "BGG01511", 0.0),
    ]  # fmt: skip
    assert {item.decision for item in found} == {"7/SKHCN-VT"}
    for chosen, reason, code in (
        ((), " ", "REQUEST-REASON"),
        (("V9",), "nhầm", "PHANTOM-UNKNOWN"),
        (("X",), "nhầm", "PHANTOM-UNKNOWN"),
    ):
        with pytest.raises(RefusalError, match=code):
            take_back(haunted, chosen, reason=reason, who="lan")
    batch, taken = take_back(haunted, ["v2"], reason="là nâng cấp 5G", who="lan")
    assert [item.code for item in taken] == ["V2"]
    assert [item.code for item in phantoms(haunted)] == ["BGG00068"]
    assert {item.code for item in approvals_of(haunted)} == {"BGG00068", "V9"}
    assert ("V2", "approved") not in states(haunted)
    take_back(haunted, reason="là nâng cấp 5G", who="lan")
    assert phantoms(haunted) == []
    assert {item.code for item in approvals_of(haunted)} == {"V9"}
    assert states(haunted) == [item for item in stood if item[0] == "V9" or item[1] == "in_service"]
    assert desk.sound(haunted)
    with pytest.raises(RefusalError, match="PHANTOM-NONE"):
        take_back(haunted, reason="lần nữa", who="lan")
    undo_batch(haunted, batch.id, who="lan")
    assert [item.code for item in phantoms(haunted)] == ["V2"]
    assert desk.sound(haunted)


def test_the_command_line_names_them_and_takes_them_back(
    haunted: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BTS_HOME", str(haunted.settings.home))
    run = CliRunner().invoke
    said = run(commands, ["verify"])
    assert (said.exit_code, said.output.count("PHANTOM-MAST")) == (0, 2)
    assert "2 cột cần xem lại" in run(commands, ["phantoms"]).output
    back = run(commands, ["phantoms", "take-back", "--reason", "nâng cấp"])
    assert (back.exit_code, "Đã gỡ 2 cột" in back.output) == (0, True)
    assert "PHANTOM-MAST" not in run(commands, ["verify"]).output
