"""What the reply says of the standing mast that a row is about, where the row names none."""

import pytest

from registry.model.positions import Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.services.requests.letters.reply_rows import beside, with_moved
from tests.world import proposal, world


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
