"""What the reply says of the standing mast that a row is about, where the row names none."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from registry.messages import Words
from registry.model.findings import Finding, Outcome, Reservation
from registry.model.positions import Position
from registry.model.requests.desk_records import SharingRequest
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.services.appraise.finding_texts import sentence
from registry.services.requests.letters.reply_rows import (
    beside,
    host_owner,
    host_told,
    lacking,
    missing_fields,
    with_moved,
)
from tests.world import proposal, world

NAMED = {"asker_named": True}  # the code is the asker's own


@pytest.mark.parametrize(
    ("kind", "owner", "said"),
    [
        (ProposalKind.UPGRADE, "", "Cột hiện có tại vị trí"),
        (ProposalKind.RELOCATE, "", "Chưa nêu mã cột di dời"),  # it stands where it is moved from
        (ProposalKind.SHARE, "VNPT", "Cột tại vị trí đề nghị; chủ sở hữu: VNPT"),
        (ProposalKind.SHARE, "", "Chưa nêu mã cột dùng chung"),
    ],
)
def test_a_mast_stands_at_the_position_only_where_one_is_known(
    kind: ProposalKind, owner: str, said: str
) -> None:
    row = Proposal(
        sheet="S", row=1, site_code="V1", operator="VTL", kind=kind, position=Position(106.2, 21.3)
    )
    assert beside(row, owner, "vi") == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"site_code": "BGG00045"}, "Cột hiện có BGG00045"),  # its own mast, by its own code
        ({"site_code": "BGG00045", "replaces": "BGG00046"}, "Cột hiện có BGG00046"),
        ({"site_code": "BGG00045", "operator": "VMS"}, "Chưa nêu mã cột di dời"),  # another's: not told
        ({"site_code": "BGG00099"}, "Chưa nêu mã cột di dời"),
        ({"site_code": ""}, "Chưa nêu mã cột di dời"),
    ],
)
def test_a_row_that_moves_its_own_mast_names_it_by_its_own_code(row: dict[str, str], said: str) -> None:
    context = world({"masts": [{"code": "BGG00045"}]})  # VNPT's
    asked = proposal(**{"kind": "relocate", "operator": "VNPT", "distance_m": 300, **row})
    assert beside(with_moved(asked, context), "", "vi") == said


@pytest.mark.parametrize(
    ("apart_m", "operator", "said"),
    [
        (120, "VNPT", "Cột hiện có BGG00045"),
        (120, "VMS", "Cột hiện có tại vị trí"),  # another's: not told
        (0, "VNPT", "Cột hiện có tại vị trí"),
    ],
)
def test_a_mast_that_is_replaced_from_elsewhere_is_named_and_not_said_to_stand_at_the_position(
    apart_m: float, operator: str, said: str
) -> None:
    context = world({"masts": [{"code": "BGG00045"}]})
    asked = proposal(kind="replace", operator=operator, distance_m=apart_m, site_code="BGG00045")
    assert beside(with_moved(asked, context), "", "vi") == said


def test_a_mast_of_its_code_at_the_place_itself_is_what_was_agreed_to_and_moves_nothing() -> None:
    context = world({"masts": [{"code": "BGG00045"}]})
    agreed = proposal(kind="relocate", operator="VNPT", distance_m=0, site_code="BGG00045")
    assert beside(with_moved(agreed, context), "", "vi") == "Chưa nêu mã cột di dời"


@pytest.mark.parametrize(
    ("codes", "owner"),
    [
        (("SHR-03-NOT-ASKED", "SHR-03-FACTS"), "Viettel"),
        (("SHR-03-OTHER-CODE", "SHR-03-OWN", "SHR-03-FACTS"), ""),
        (("SHR-03-REFUSED", "SHR-03-OTHER-CODE"), ""),
    ],
)
def test_of_a_code_that_the_register_has_not_no_owner_is_said(codes: tuple[str, ...], owner: str) -> None:
    first, *more = codes
    found = Finding(
        "SHR-03", Outcome.REVIEW, first, {}, notes=tuple((code, {}) for code in more),
        related="BGG00698", related_operator="VTL",
    )  # fmt: skip
    row = Proposal(
        sheet="S", row=1, site_code="V1", operator="VTL", kind=ProposalKind.SHARE, host="BGG00002",
        position=Position(106.2, 21.3),
    )  # fmt: skip
    assert host_owner(row, [found], {"VTL": "Viettel"}) == owner
    assert beside(row, owner, "vi") == "Cột BGG00002" + (f"; chủ sở hữu: {owner}" if owner else "")


@pytest.mark.parametrize(
    ("stated", "on_it", "owner"),
    [
        ({"owner": "VNPT"}, "VNPT+VMS", "VNPT"),
        ({"owner": "Công ty CP Hạ tầng Sông Thương"}, "VTL", "Công ty CP Hạ tầng Sông Thương"),
        ({"owner": Words("chưa rõ", "not known")}, "VNPT+VMS", ""),
        ({}, "VNPT+VMS", ""),
        ({}, "VNPT", "VNPT"),
    ],
)
def test_who_only_shares_a_mast_does_not_own_it(stated: dict[str, Any], on_it: str, owner: str) -> None:
    found = Finding(
        "SHR-03", Outcome.PASS, "SHR-03-SAID-AGREED", {}, notes=(("SHR-03-FACTS", stated),),
        related="BGG00698", related_operator=on_it,
    )  # fmt: skip
    row = proposal(kind="share", operator="VTL", host="BGG00698", distance_m=0)
    assert host_owner(row, [found], {"VMS": "MobiFone"}) == owner


@pytest.mark.parametrize(
    ("own", "issued", "told"),
    [
        (NAMED, dt.date(2026, 11, 10), "BGG00045"),
        ({**NAMED, "answer": "refuse", "replied_on": dt.date(2026, 11, 20)}, dt.date(2026, 11, 10),
         "BGG00045"),
        ({**NAMED, "answer": "agree", "replied_on": dt.date(2026, 11, 20)}, dt.date(2026, 11, 10),
         "BGG00045"),
        (NAMED, dt.date(2026, 11, 1), ""),  # asked after the issue
        ({}, dt.date(2026, 11, 10), ""),  # nobody knows who named it
        ({}, None, ""),
        ({"request": "r", "row": 0}, dt.date(2026, 11, 10), ""),
        ({"request": "r", "row": 0, "answer": "agree", "replied_on": dt.date(2026, 11, 5)},
         dt.date(2026, 11, 10), "BGG00045"),
        ({"request": "r", "row": 0, "answer": "agree", "replied_on": dt.date(2026, 11, 20)},
         dt.date(2026, 11, 10), ""),
        ({"request": "r", "row": 0, "answer": "agree", "replied_on": dt.date(2026, 11, 20)},
         None, "BGG00045"),
    ],
)  # fmt: skip
def test_an_answer_after_the_issue_changes_no_code_that_the_letter_named(
    own: dict[str, Any], issued: dt.date | None, told: str
) -> None:
    asked = SharingRequest("s", "VTL", "VNPT", "BGG00045", dt.date(2026, 11, 2), **own)
    row: Any = SimpleNamespace(sharing=(asked,))
    assert host_told(row, issued) == told


def test_what_a_reason_asks_for_in_the_findings_own_words_is_not_asked_for_again() -> None:
    lacks = [
        Finding("PLN-04", Outcome.UNKNOWN, "PLN-04-NO-LAND", missing="value:land_type"),
        Finding(
            "AIR-02",
            Outcome.UNKNOWN,
            "AIR-02-NO-ELEVATION",
            {"related": "Kép"},
            missing="value:ground_elevation_m",
        ),
    ]
    both = "Bổ sung loại đất đặt cột; cao độ mặt đất tại vị trí"
    assert lacking(lacks, "vi") == lacking(lacks, "vi", "Bổ sung bản vẽ móng") == both
    said = sentence(lacks[0], "vi").rstrip(".")
    assert lacking(lacks, "vi", f"Không có tọa độ; {said}") == "Bổ sung cao độ mặt đất tại vị trí"


@pytest.mark.parametrize(
    ("accuracy_m", "flips", "kind", "asked"),
    [
        (760, True, Reservation.CONDITION, True),
        (760, True, Reservation.OFFICE, False),  # the border itself is off by more: no survey settles it
        (760, False, Reservation.CONDITION, False),
        (10, True, Reservation.CONDITION, False),  # as sure as any position that is written in full
    ],
)
def test_a_position_too_rough_for_what_was_found_is_asked_to_be_measured_again(
    accuracy_m: float, flips: bool, kind: Reservation, asked: bool
) -> None:
    edge = {"name": "tỉnh Bắc Ninh", "distance": 30, "error": 760}
    found = [
        Finding("LOC-01", Outcome.REVIEW, "LOC-01-EDGE-INSIDE", edge, flips=flips, kind=kind),
        Finding("PLN-04", Outcome.UNKNOWN, "PLN-04-NO-LAND", missing="value:land_type"),
    ]
    position = Position(106.2, 21.3, accuracy_m=accuracy_m)
    anew = "tọa độ đo lại tại vị trí (tọa độ đã nêu có thể lệch tới 760 m)"
    told = lacking(found, "vi", position=position)
    assert (anew in told) is asked
    assert "loại đất đặt cột" in told
    assert ("position" in missing_fields(found, "vi", position=position)) is asked
    assert anew not in lacking(found, "vi", f"Bổ sung {anew}", position=position)  # asked for once
    nowhere = Position(None, None, accuracy_m=760)
    assert anew not in lacking(found, "vi", position=nowhere)
