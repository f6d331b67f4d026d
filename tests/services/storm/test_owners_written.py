"""Whose a mast is in a storm's letters and calls: the owner as lists write it, as it is for its defects."""

import pytest

from registry.services.field.responsible import Organisations
from registry.services.office.registry import Registry
from registry.services.storm.ordered_masts import recipients_of
from tests.services.storm.letters import ranked


@pytest.mark.parametrize("owner", ["VNPT", "VNPT Bắc Giang", "vnpt bắc giang", "Vinaphone"])
def test_an_owner_with_the_place_of_its_branch_looks_after_its_mast(office: Registry, owner: str) -> None:
    with office.database.read() as connection:
        assert Organisations(connection).of(owner, ("VTL",), "") == "VNPT"
    found = {one.code: one for one in recipients_of(office, [ranked(1, "A1", ["VTL"], 45.0, owner=owner)])}
    assert found.keys() == {"VNPT", "VTL"}
    assert found["VNPT"].answers == {"mast-A1"}
    assert not found["VTL"].answers, "the network on it keeps its station, the owner keeps the mast"


@pytest.mark.parametrize("owner", ["", "Hộ ông Nguyễn Văn A", "VNPTX"])
def test_the_network_looks_after_a_mast_whose_owner_gets_no_letter(office: Registry, owner: str) -> None:
    (only,) = recipients_of(office, [ranked(1, "A1", ["VTL"], 45.0, owner=owner)])
    assert (only.code, only.answers) == ("VTL", {"mast-A1"})
