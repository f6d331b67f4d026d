"""Run in a copy with the column ``lease_ends_on``: a register made before it, brought up, lists and pages."""

import datetime as dt
import os
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

import registry
from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.list_columns import page
from registry.intake.reading import read_list
from registry.intake.template import write_template
from registry.messages import render
from registry.model.list_changes import ChangeKind, Explained
from registry.model.people import VISITOR, Person, Role
from registry.services.obligations.change_letters import details
from registry.services.obligations.list_changes import list_periods
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.exports.export import export_layer
from registry.services.register.exports.exported_layers import layer_rows
from registry.services.register.import_sites import import_sites
from registry.services.register.same_mast import open_questions
from registry.services.register.verify import verify
from registry.settings import Settings, read_settings
from registry.store.database import Database
from tests.pages import Pages
from tests.services.offices import HEADER, mast, write_list
from tests.web.people import running

NAME, LABEL, DAY = "lease_ends_on", "Ngày hết hạn thuê", today()
LON, LAT = 106.301234, 21.351234
OWNER = Person("viettel", frozenset({Role.CARRIER}), "VTL")
OTHER = Person("vnpt", frozenset({Role.CARRIER}), "VNPT")


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings({"BTS_HOME": os.environ["BTS_OLDER_HOME"]})


@pytest.fixture(scope="module")
def lease_office(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """The older register, upgraded, with two lists of one carrier and one of a mast that stands beside."""
    assert str(Path(registry.__file__)).startswith(str(Path.cwd())), "the copy, not the house"
    database = Database(settings.database_url)
    with pytest.raises(RefusalError) as refused, database.read():
        pass
    assert refused.value.code == "STORE-OLDER-SCHEMA"
    assert f"structures.{NAME}" in render(refused.value.code, refused.value.params)
    database.upgrade()
    database.close()
    made, folder = open_registry(settings), tmp_path_factory.mktemp("lists")
    header = (*HEADER, "Hết hạn thuê mặt bằng")
    for day, ends in ((DAY - dt.timedelta(days=1), "31/12/2027"), (DAY, "31/12/2029")):
        rows = [(*mast("BGG00001", "VTL", LON, LAT), ends), (*mast("BGG00002", "VTL", LON + 0.05, LAT), ends)]
        path = write_list(folder / "vtl.xlsx", rows, header)
        done = import_sites(made, path, operator="VTL", complete=True, list_date=day, yes=True, who="lan")
        assert done.batch is not None
    beside = [(*mast("BNH-7", "VNPT", LON + 0.00005, LAT), "30/06/2031")]
    import_sites(made, write_list(folder / "vnpt.xlsx", beside, header), yes=True, who="lan")
    yield made
    made.close()


def test_the_upgraded_register_is_sound(lease_office: Registry) -> None:
    assert verify(lease_office).sound


def test_a_lease_leaves_in_an_export_and_comes_in_again(lease_office: Registry, tmp_path: Path) -> None:
    export_layer(lease_office, "sites", tmp_path / "sites.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "sites.xlsx").worksheets[0]
    assert LABEL in [cell.value for cell in sheet[1]]
    again = {
        row.values["site_code"]: row.values[NAME]
        for row in read_list(tmp_path / "sites.xlsx", ListKind.SITES).rows
    }
    assert again == {
        "BGG00001": dt.date(2029, 12, 31),
        "BGG00002": dt.date(2029, 12, 31),
        "BNH-7": dt.date(2031, 6, 30),
    }


@pytest.mark.parametrize(("person", "codes"), [(OWNER, 2), (OTHER, 1), (VISITOR, 0)])
def test_a_lease_is_disclosed_to_whose_mast_it_is(
    lease_office: Registry, tmp_path: Path, person: Person, codes: int
) -> None:
    export_layer(lease_office, "sites", tmp_path / "sites.csv", viewer=person)
    text = (tmp_path / "sites.csv").read_text("utf-8-sig")
    assert len(re.findall(r"31/12/2029|30/06/2031", text)) == codes


def test_a_changed_lease_is_asked_about_in_words(lease_office: Registry) -> None:
    [period] = [item for item in list_periods(lease_office, DAY) if item.operator == "VTL"]
    assert {(change.code, change.kind) for change in period.changes} == {
        ("BGG00001", ChangeKind.CHANGED), ("BGG00002", ChangeKind.CHANGED)
    }  # fmt: skip
    for change in period.changes:
        assert details(change) == f"{LABEL}: 31/12/2027 → 31/12/2029"
        assert details(change, "en").startswith("Lease ends: ")
        assert change.explained is Explained.OPEN


def test_a_lease_stands_on_the_sheet_in_the_history_and_in_the_comparison(lease_office: Registry) -> None:
    [question] = open_questions(lease_office)
    with running(lease_office.settings) as app:
        pages = Pages(app)
        sheet = pages.get("/map/site?code=BGG00002").get_data(as_text=True)
        assert f"<dt>{LABEL}</dt><dd>31/12/2029</dd>" in sheet
        assert "sửa</b>: " not in sheet
        assert f"{LABEL}:" in sheet.split('class="site-history"')[1]
        compared = pages.get(f"/same-mast/{question.id}").get_data(as_text=True)
    assert "31/12/2029" in compared
    assert "30/06/2031" in compared


def test_a_lease_stands_in_the_template_and_on_the_page_of_columns(tmp_path: Path) -> None:
    write_template(ListKind.SITES, tmp_path / "template.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "template.xlsx").worksheets[0]
    assert LABEL in [cell.value for cell in sheet[1]]
    assert f"| {LABEL} | Lease ends | `{NAME}` |" in page()


def test_a_lease_is_a_day_of_the_register(lease_office: Registry) -> None:
    with lease_office.database.read() as connection:
        assert {type(row[NAME]) for row in layer_rows(connection, "sites")} == {dt.date}
