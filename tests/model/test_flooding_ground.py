"""Ground that floods by a river that has no code here: people write its name as they say it."""

import pytest

from registry.model.storm.hazards import GroundKind, HazardGround, RiverLevel


@pytest.mark.parametrize(
    ("typed", "warned", "floods"),
    [
        ("Mã", "sông Mã", True),
        ("Sông  Mã", "mã", True),
        ("sông Mã", "sông Chu", False),
        ("sông Công", "Công", True),
        ("sông", "sông", True),
        ("", "sông Mã", True),
        ("cau", "cau", True),
    ],
)
def test_a_river_is_itself_however_its_name_is_written(typed: str, warned: str, floods: bool) -> None:
    ground = HazardGround("g", GroundKind.LOW, "Bãi", typed, None, "", None, "", "lan", "")
    assert ground.floods(RiverLevel(warned)) is floods
