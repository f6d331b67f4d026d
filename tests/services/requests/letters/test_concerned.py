"""The annex of a letter to a body says how near a position is no surer than the position is."""

import pytest

from registry.model.findings import Finding, Outcome
from registry.services.requests.letters.consultation import _concerned


@pytest.mark.parametrize(
    ("measured", "accuracy_m", "said"),
    [
        (0.0, 10, "cao tốc A; vị trí nằm trong phạm vi này"),
        (0.04, 0.5, "cao tốc A; vị trí nằm trong phạm vi này"),
        (0.0, 519, "cao tốc A; vị trí nằm trong phạm vi này (tọa độ đã nêu có thể lệch tới 519 m)"),
        (12.34, 0.5, "cao tốc A; cách 12,3 m"),
        (12.34, 10, "cao tốc A; cách khoảng 12 m"),
        (380.3, 519, "cao tốc A; cách khoảng 380 m (tọa độ đã nêu có thể lệch tới 519 m)"),
    ],
)
def test_how_near_a_position_is_is_said_no_surer_than_the_position(
    measured: float, accuracy_m: float, said: str
) -> None:
    found = Finding(
        "COR-02", Outcome.CONSENT, "COR-ROAD", {"related": "cao tốc A"}, measured=measured, unit="m"
    )
    assert _concerned(found, accuracy_m, "vi") == said
