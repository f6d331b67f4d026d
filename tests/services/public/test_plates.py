"""Tokens of plates: lasting, in no order, read as people type them; and which plates a person may print."""

import contextlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st

from registry.documents.qr_codes import qr_path
from registry.errors import RefusalError
from registry.model.people import OPEN_DESK, Person, Role
from registry.services.office.batches import list_batches, undo_batch
from registry.services.office.registry import Registry, open_registry
from registry.services.public import plate_settings, plate_tokens, plates
from registry.services.storm.ordered_masts import sides_of
from registry.settings import read_settings
from registry.store import batches, ledger
from tests.services.requests import desk
from tests.store.rows import created, mast, site

VNPT = Person("v", frozenset({Role.CARRIER}), "VNPT")
NAMES = {"VTL": "Viettel", "VNPT": "VNPT", "VMS": "MobiFone"}
VIETTEL = Person("t", frozenset({Role.CARRIER}), "VTL")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    home: Path = tmp_path_factory.mktemp("plates")
    with contextlib.closing(desk.make(read_settings({"BTS_HOME": str(home)}))) as made:
        yield made


@given(st.binary(min_size=32, max_size=32), st.text(min_size=1, max_size=40))
def test_a_token_survives_how_people_type_it(key: bytes, structure: str) -> None:
    token = plate_tokens.token_of(key, structure)
    assert len(token) == plate_tokens.LENGTH
    typed = plate_tokens.shown(token).replace("0", "O").replace("1", "l").replace("-", " – ")
    assert plate_tokens.read_token(typed) == token


def test_tokens_of_neighbours_have_nothing_in_common_and_do_not_repeat() -> None:
    tokens = [plate_tokens.token_of(b"k" * 32, f"mast-{n}") for n in range(20_000)]
    assert len(set(tokens)) == len(tokens)
    same = sum(a[:3] == b[:3] for a, b in itertools.pairwise(tokens))
    assert same < 10  # 32^3 beginnings: 0.6 by chance
    assert plate_tokens.token_of(b"k" * 32, "mast-1") != plate_tokens.token_of(b"l" * 32, "mast-1")


def test_a_token_leads_back_and_outlives_the_process(registry: Registry) -> None:
    (plate,) = plates.plates_of(registry, OPEN_DESK)
    assert plate.code == "BGG00045"
    assert plate.operators == ("VNPT",)
    assert plate_tokens.structure_of(registry, plate_tokens.shown(plate.token)) == plate.structure
    with contextlib.closing(open_registry(registry.settings)) as again:
        assert plate_tokens.token_of(plate_tokens.plate_key(again), plate.structure) == plate.token
    assert plate_tokens.structure_of(registry, "0000000000") == ""
    assert plate_tokens.structure_of(registry, "' OR 1=1 --") == ""


def test_a_mast_that_took_the_place_of_another_is_found_by_its_plate(tmp_path: Path) -> None:
    with contextlib.closing(desk.make(read_settings({"BTS_HOME": str(tmp_path)}))) as registry:
        (old,) = plates.plates_of(registry, OPEN_DESK)
        assert plate_tokens.structure_of(registry, old.token) == old.structure
        undo_batch(registry, list_batches(registry)[-1].id, who="lan")
        with registry.database.write() as connection:
            batch = batches.open_batch(connection, kind="sites", who="lan")
            rows = [
                *created("sites", site("BGG00046", desk.LON, desk.LAT)),
                *created("structures", mast("BGG00046")),
            ]
            ledger.record(connection, rows, who="lan", batch=batch.id)
        (new,) = plates.plates_of(registry, OPEN_DESK)
        assert plate_tokens.structure_of(registry, new.token) == new.structure != old.structure
        assert plates.structure_named(registry, OPEN_DESK, "bgg00046") == new.structure


def test_a_carrier_prints_its_own_masts_alone(registry: Registry) -> None:
    assert len(plates.plates_of(registry, VNPT)) == 1
    assert plates.plates_of(registry, VIETTEL) == []
    assert plates.plates_of(registry, VIETTEL, codes=["BGG00045"]) == []
    assert len(plates.plates_of(registry, OPEN_DESK, codes=["bgg00045"])) == 1
    assert plates.plates_of(registry, OPEN_DESK, codes=["BGG00046"]) == []
    assert plates.plates_of(registry, OPEN_DESK, chosen=[]) == []


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "bts",
        "bts.vn/a",
        "https://bts.vn/a",
        "https://bts.vn?x",
        "https://a@b.vn",
        "https://[bts.vn",
    ],
)
def test_an_address_that_no_phone_could_open_is_refused(registry: Registry, address: str) -> None:
    with pytest.raises(RefusalError, match="PLATE-ADDRESS"):
        plate_settings.state_board(registry, address=address, phones={}, who="lan")


def test_what_the_office_sets_is_on_the_plates_and_in_the_ledger(registry: Registry) -> None:
    made = plate_settings.state_board(
        registry, address="bts.bacninh.gov.vn/", phones={"VNPT": " 1800  1166 ", "VTL": ""}, who="lan"
    )
    assert made == plate_settings.Board("https://bts.bacninh.gov.vn", {"VNPT": "1800 1166"})
    assert plates.plates_of(registry, OPEN_DESK)[0].phone == "1800 1166"
    assert desk.sound(registry)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789./:-", min_size=1, max_size=90))
def test_the_drawn_code_is_the_librarys_own(text: str) -> None:
    path, side = qr_path(text)
    drawn = [[False] * side for _ in range(side)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        for at in range(int(width)):
            drawn[int(y)][int(x) + at] = True
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4, mask_pattern=3)
    code.add_data(text)
    code.make(fit=True)
    assert drawn == [[bool(cell) for cell in line] for line in code.get_matrix()]


def test_whoever_gets_a_mast_s_letters_prints_its_plate(demo_registry: Registry) -> None:
    """Its masts are those with its network and those that a list writes as its branch's."""
    every = plates.plates_of(demo_registry, OPEN_DESK)
    sides = sides_of(demo_registry, ((one.structure, one.operators, one.owner) for one in every))
    networks = {code for one in every for code in one.operators}
    assert any(
        one.owner and set(one.operators).isdisjoint({"VTL"}) and "Viettel" in one.owner for one in every
    )
    for side in sides:
        own = side.code if side.code in networks else side.name
        person = Person("ai", frozenset({Role.CARRIER}), own)
        for found in (
            plates.plates_of(demo_registry, person),
            plates.plates_of(demo_registry, OPEN_DESK, organisation=own),
        ):
            assert {one.structure for one in found} == set(side.structures), side.name
        assert plates.count_plates(demo_registry, person) == len(side.structures)


def test_the_plates_that_are_a_carrier_s_to_hang_are_those_of_its_own_masts(demo_registry: Registry) -> None:
    carrier = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
    every = plates.plates_of(demo_registry, carrier)
    own = plates.plates_of(demo_registry, carrier, owned="VTL")
    assert {one.owner for one in own} == {
        one.owner for one in every if "Viettel" in one.owner or not one.owner
    }
    shared = [one for one in every if one.owner and "Viettel" not in one.owner]
    assert shared
    assert len(own) == len(every) - len(shared)
    assert plates.count_plates(demo_registry, carrier, owned="VTL") == len(own)


def test_a_shared_mast_s_plate_bears_its_owner_s_telephone(demo_registry: Registry) -> None:
    shared = [one for one in plates.plates_of(demo_registry, OPEN_DESK) if len(one.operators) > 1]
    phones = {code: f"1800 {at}" for at, code in enumerate(("VNPT", "VTL", "VMS"), 1000)}
    plate_settings.state_board(demo_registry, address="", phones=phones, who="lan")
    told = {one.structure: one for one in plates.plates_of(demo_registry, OPEN_DESK)}
    owned = [(one, code) for one in shared for code, name in NAMES.items() if one.owner.startswith(name)]
    assert {code for _, code in owned} == phones.keys()
    for one, code in owned:
        assert told[one.structure].phone == phones[code], one.owner
        if code in one.operators:
            assert one.operators[0] == code, "the owner stands first"


def test_a_window_reads_the_same_plates_a_page_at_a_time(demo_registry: Registry) -> None:
    carrier = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
    some: list[tuple[Person, dict[str, Any]]] = [
        (OPEN_DESK, {}), (carrier, {}), (OPEN_DESK, {"organisation": "VNPT"}),
        (OPEN_DESK, {"codes": ["BGG00045"]}),
    ]  # fmt: skip
    for person, more in some:
        every = plates.plates_of(demo_registry, person, **more)
        assert plates.count_plates(demo_registry, person, **more) == len(every)
        parts = [
            plate
            for start in range(0, len(every) + 1, 400)
            for plate in plates.plates_of(demo_registry, person, window=(start, 400), **more)
        ]
        assert parts == every
    assert plates.count_plates(demo_registry, Person("xã", frozenset({Role.CONSULTED}))) == 0
