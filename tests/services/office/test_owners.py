"""Owners of masts who are no operators: entered once, known by whole names, given what is theirs alone."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defect_letters import defect_letter
from registry.services.field.defects import list_defects
from registry.services.obligations.obligations import duties_of
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.organisations import organisations, responsible
from registry.services.office.owners import change_owner, enter_owner, owners_page
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account, list_accounts
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.import_sites import import_sites
from registry.services.requests.sharing_list import owner_of
from registry.services.storm.ordered_masts import recipients_of
from registry.store.office.organisations import Organisations
from registry.store.tables import structures
from tests.services.field.world import OFFICER, add_masts
from tests.services.offices import HEADER, mast, write_list
from tests.services.requests import desk
from tests.services.storm.letters import ranked, words

NAME = "Công ty CP Hạ tầng Sông Cầu"
OTHER = f"{NAME} Bắc Ninh"


@pytest.fixture
def masts(office: Registry) -> None:
    """Masts of the company as three lists write it, one of a company whose name begins alike, one of VNPT."""
    written = {"A1": NAME, "A2": f" {NAME.upper()}", "A3": "HTSC", "A4": OTHER, "A5": "VNPT Bắc Giang"}
    add_masts(office, {
        code: {"owner": owner, "lon": 106.2 + at / 100, "lat": 21.3, "operators": ("VTL", "VMS")}
        for at, (code, owner) in enumerate(written.items())
    })  # fmt: skip


def owners_in(office: Registry) -> dict[str, str]:
    with office.database.read() as connection:
        query = sa.select(structures.c.id, structures.c.owner).where(structures.c.owner != "")
        return {str(key).removeprefix("mast-"): owner for key, owner in connection.execute(query)}


@pytest.mark.usefixtures("masts")
def test_masts_that_bear_a_whole_name_of_an_owner_are_written_under_it_and_no_other(office: Registry) -> None:
    assert dict(owners_page(office).strangers)[OTHER] == 1
    assert enter_owner(office, f"  {NAME} ", "tower_company", ["HTSC", "", "htsc", NAME], who="lan") == 3
    assert owners_in(office) == {"A1": NAME, "A2": NAME, "A3": NAME, "A4": OTHER, "A5": "VNPT Bắc Giang"}
    page = owners_page(office)
    assert [(one.name, one.aliases, one.masts) for one in page.known] == [(NAME, ("HTSC",), 3)]
    assert page.strangers == ((OTHER, 1),)
    assert desk.sound(office)


@pytest.mark.usefixtures("masts")
def test_an_owner_sees_its_own_masts_and_a_company_whose_name_begins_alike_stays_another(
    office: Registry,
) -> None:
    enter_owner(office, NAME, "tower_company", ["HTSC"], who="lan")
    add_account(office, "songcau", [Role.CARRIER], organisation=NAME.lower(), who="lan")
    (account,) = [one for one in list_accounts(office) if one.name == "songcau"]
    assert account.organisation == NAME
    seen = masts_for(office, Person("songcau", frozenset({Role.CARRIER}), account.organisation))
    assert sorted(seen.codes) == ["A1", "A2", "A3"]
    with office.database.read() as connection:
        named = Organisations(connection)
        assert named.of("htsc", ("VTL",), "") == NAME
        assert named.of(OTHER, ("VTL",), "") == OTHER
    assert recipients_of(office, [ranked(1, "A4", ["VTL"], 45.0, owner=OTHER)])[0].code == "VTL"


@pytest.mark.usefixtures("masts")
def test_what_is_asked_of_a_mast_goes_to_its_owner_under_one_name(office: Registry) -> None:
    enter_owner(office, NAME, "tower_company", ["HTSC"], who="lan")
    assert owner_of(office, "A3") == NAME
    found = {one.code: one for one in recipients_of(office, [ranked(1, "A1", ["VTL"], 45.0, owner=NAME)])}
    assert found[NAME].name == NAME
    assert found[NAME].answers == {"mast-A1"}
    assert not found["VTL"].answers
    assert NAME in [one.code for one in organisations(office)]
    assert [one.code for one in responsible(office)][-1] == NAME, "one name for masts, requests and accounts"
    change_owner(office, NAME, "building", ["HTSC"], seen=1, who="lan")
    (only,) = recipients_of(office, [ranked(1, "A1", ["VTL"], 45.0, owner=NAME)])
    assert only.code == "VTL", "a house gets no letter of a storm"
    assert only.answers == {"mast-A1"}


def test_a_list_that_writes_another_name_of_an_owner_means_the_owner(
    office: Registry, tmp_path: Path
) -> None:
    enter_owner(office, NAME, "tower_company", ["HTSC"], who="lan")
    header = (*HEADER, "Chủ sở hữu")
    rows = [(*mast("B1", "VTL", 106.25, 21.3), "htsc"), (*mast("B2", "VTL", 106.26, 21.3), OTHER)]
    path = write_list(tmp_path / "l.xlsx", rows, header)
    import_sites(office, path, list_date=dt.date(2026, 1, 2), yes=True, who="lan")
    with office.database.read() as connection:
        written = set(connection.scalars(sa.select(structures.c.owner)))
    assert {NAME, OTHER} <= written
    assert "htsc" not in written
    again = import_sites(office, path, list_date=dt.date(2026, 1, 2), yes=True, who="lan")
    assert (again.batch, again.counts["changed"]) == (None, 0)
    assert desk.sound(office)


@pytest.mark.usefixtures("masts")
def test_another_name_is_taken_up_later_and_masts_keep_the_owner_when_it_goes(office: Registry) -> None:
    assert enter_owner(office, NAME, "tower_company", who="lan") == 2
    assert change_owner(office, NAME, "tower_company", ["HTSC"], seen=1, who="lan") == 3
    assert change_owner(office, NAME, "tower_company", [], seen=2, who="lan") == 3
    assert owners_in(office)["A3"] == NAME
    with pytest.raises(RefusalError) as refused:
        change_owner(office, NAME, "building", [], seen=2, who="hoa")
    assert refused.value.code == "CHANGED-MEANWHILE"


@pytest.mark.usefixtures("masts")
def test_a_defect_that_was_found_before_goes_over_to_the_owner_of_its_mast_and_to_no_other(
    office: Registry,
) -> None:
    for code in ("A1", "A3", "A4"):
        enter_defect(office, NewDefect(f"mast-{code}", "leaning", "urgent", today()), person=OFFICER)
    before = {one.organisation for one in list_defects(office, person=OFFICER)}
    assert before == {NAME, "HTSC", OTHER}
    enter_owner(office, NAME, "tower_company", ["HTSC"], who="lan")
    owner = Person("songcau", frozenset({Role.CARRIER}), NAME)
    assert {one.mast.structure for one in list_defects(office, person=owner)} == {"mast-A1", "mast-A3"}
    state(office, {}, legal={NAME: "Công ty Cổ phần Hạ tầng viễn thông Sông Cầu"}, who="lan")
    assert "Công ty Cổ phần Hạ tầng viễn thông Sông Cầu" in words(defect_letter(office, NAME, person=OFFICER))
    owed = [one for one in duties_of(office, organisation=NAME) if one.code == "DUT-DEFECT"]
    assert len(owed) == 2
    assert desk.sound(office)


@pytest.mark.usefixtures("masts")
def test_a_name_that_was_typed_wrongly_is_mended_until_somebody_else_bears_it(office: Registry) -> None:
    wrong = "Công ty CP Hạ tầng Sông Câu"
    enter_owner(office, wrong, "tower_company", [NAME, "HTSC"], who="lan")
    enter_defect(office, NewDefect("mast-A1", "leaning", "urgent", today()), person=OFFICER)
    assert change_owner(office, wrong, "tower_company", ["HTSC"], name=NAME, seen=1, who="lan") == 3
    assert {owners_in(office)[code] for code in ("A1", "A2", "A3")} == {NAME}
    assert {one.organisation for one in list_defects(office, person=OFFICER)} == {NAME}
    assert [(one.name, one.aliases) for one in owners_page(office).known] == [(NAME, ("HTSC", wrong))]
    with pytest.raises(RefusalError) as taken:
        change_owner(office, NAME, "tower_company", [], name="Viettel", seen=1, who="lan")
    assert taken.value.code == "OWNER-NAME-TAKEN"
    add_account(office, "songcau", [Role.CARRIER], organisation=NAME, who="lan")
    with pytest.raises(RefusalError) as borne:
        change_owner(office, NAME, "tower_company", [], name="Sông Cầu", seen=1, who="lan")
    assert borne.value.code == "OWNER-NAME-BORNE"
    assert change_owner(office, NAME, "tower_company", [wrong], name=NAME, seen=1, who="lan") == 3
    assert desk.sound(office)


@pytest.mark.usefixtures("masts")
def test_a_name_that_letters_bear_is_not_changed(office: Registry) -> None:
    enter_owner(office, NAME, "tower_company", who="lan")
    state(office, {}, legal={NAME: "Công ty Cổ phần Hạ tầng viễn thông Sông Cầu"}, who="lan")
    with pytest.raises(RefusalError) as borne:
        change_owner(office, NAME, "tower_company", [], name="Sông Cầu", seen=1, who="lan")
    assert borne.value.code == "OWNER-NAME-BORNE"


@pytest.mark.parametrize(
    ("name", "kind", "aliases", "code"),
    [
        (" ", "tower_company", [], "OWNER-NAME-LACKING"),
        ("Công ty Mới", "operator", [], "OWNER-KIND"),
        ("viettel", "tower_company", [], "OWNER-NAME-TAKEN"),
        ("Công ty Mới", "tower_company", ["VNPT Bắc Giang"], "OWNER-NAME-TAKEN"),
        ("htsc", "tower_company", [], "OWNER-NAME-TAKEN"),
        ("Công ty Mới", "tower_company", [NAME.upper()], "OWNER-NAME-TAKEN"),
        ("Công ty Mới", "tower_company", [f"tên {n}" for n in range(21)], "OWNER-NAMES-MANY"),
        ("C" * 121, "tower_company", [], "TEXT-LONG"),
    ],
)
def test_a_name_is_refused_that_means_somebody_else(
    office: Registry, name: str, kind: str, aliases: list[str], code: str
) -> None:
    enter_owner(office, NAME, "tower_company", ["HTSC"], who="lan")
    with pytest.raises(RefusalError) as refused:
        enter_owner(office, name, kind, aliases, who="lan")
    assert refused.value.code == code
    with pytest.raises(RefusalError) as unknown:
        change_owner(office, "Công ty Mới", "tower_company", [], seen=None, who="lan")
    assert unknown.value.code == "OWNER-UNKNOWN"
    assert [one.name for one in owners_page(office).known] == [NAME]
