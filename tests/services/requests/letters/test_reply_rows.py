"""What the reply says of the standing mast that a row is about, where the row names none."""

import pytest

from registry.model.positions import Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.services.requests.letters.reply_rows import beside


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
