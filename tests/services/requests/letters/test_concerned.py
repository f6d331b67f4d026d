"""The annex of a letter to a body says of a position within what it may touch that it is within it."""

import pytest

from registry.model.findings import Finding, Outcome
from registry.services.requests.letters.consultation import _concerned


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (0.0, "cao tốc A; vị trí nằm trong phạm vi này"),
        (0.04, "cao tốc A; vị trí nằm trong phạm vi này"),
        (12.34, "cao tốc A; cách 12,3 m"),
    ],
)
def test_no_distance_is_stated_of_what_lies_within(measured: float, said: str) -> None:
    found = Finding(
        "COR-02", Outcome.CONSENT, "COR-ROAD", {"related": "cao tốc A"}, measured=measured, unit="m"
    )
    assert _concerned(found, "vi") == said
