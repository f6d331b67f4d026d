"""Whose a mast is in a storm's letters and calls: the owner as lists write it, as it is for its defects."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from registry.services.office.registry import Registry
from registry.services.storm.fallen import fallen_beside
from registry.services.storm.ordered_masts import held_by, recipients_of
from registry.services.storm.storms import record_storm
from registry.store import batches, ledger
from registry.store.changes import amend
from registry.store.office.organisations import Organisations
from registry.store.tables import structures
from tests.services.field.test_responsible import add
from tests.services.storm.letters import drafted, of, ranked, standing_masts
from tests.services.storm.test_fallen import fallen
from tests.services.storm.test_storms import text, track


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


def test_a_fallen_mast_stands_beside_the_letter_of_whoever_owns_it_by_its_branch(office: Registry) -> None:
    standing_masts(office)
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        (row,) = ledger.rows_by_key(connection, structures, ["mast-A1"]).values()
        changed = amend(structures, row, owner="VNPT Bắc Giang")
        ledger.record(connection, [changed], who="lan", batch=batch.id)
    storm = record_storm(office, track(), text(), who="trực")
    letters = drafted(office, storm)
    fallen(office, "A1")
    for code in ("VTL", "VNPT"):
        beside = fallen_beside(office, of(letters, code), [])
        assert [one.mast.code for one in beside.left_out] == ["A1"], code
    assert fallen_beside(office, replace(of(letters, "VTL"), recipient="VMS"), []).left_out == ()


def test_a_company_s_clock_is_of_the_masts_that_its_letter_is_of(office: Registry) -> None:
    """An owner's account bears its name; nobody's account is of the masts without an owner."""
    add(office, "owners", {"id": "ow-1", "name": "OCK", "aliases": [], "kind": "tower_company"})
    owners = np.array(["VNPT Bắc Giang", "OCK", "", "VTL"], dtype=object)
    masts = SimpleNamespace(operators=("VNPT", "VTL"), networks=np.array([2, 2, 2, 1]), owners=owners)
    for code, rows in (("VNPT", [0, 3]), ("VTL", [0, 1, 2, 3]), ("OCK", [1]), ("ow-1", [1]), ("", [])):
        class_ = type("Held", (SimpleNamespace,), {"__len__": lambda self: len(self.owners)})
        held = held_by(office, class_(**vars(masts)), code)
        assert np.flatnonzero(held).tolist() == rows, code
