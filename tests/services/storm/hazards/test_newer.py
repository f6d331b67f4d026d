"""Which warning of the same body took the place of another."""

import dataclasses
import datetime as dt

import pytest

from registry.model.storm.hazards import Hazard, HazardKind, HazardState, RiverLevel
from registry.services.storm.hazards.newer import communes_before, newer_warnings

AT = dt.datetime(2026, 12, 2, 10, tzinfo=dt.UTC)


def warning(name: str, kind: HazardKind, headline: str, source: str, *, after_h: int, lasts_h: int) -> Hazard:
    issued = AT + dt.timedelta(hours=after_h)
    return Hazard(
        id=name, kind=kind, headline=headline, source=source, number="", communes=(), unplaced=(),
        geometry=None, level=RiverLevel(), rain_mm=(), disaster_level=None, issued_at=issued, from_at=issued,
        to_at=issued + dt.timedelta(hours=lasts_h), state=HazardState.STANDING, reason="", sha256="",
        file_name="", who="", at=issued.isoformat(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "before", "later", "lasts", "replaces"),
    [
        (HazardKind.OTHER, "TIN GIÓ MÙA ĐÔNG BẮC VÀ RÉT", "TIN CẢNH BÁO SƯƠNG MÙ", (96, 24), False),
        (HazardKind.OTHER, "TIN GIÓ MÙA ĐÔNG BẮC", "TIN RÉT ĐẬM, RÉT HẠI", (96, 96), True),
        (HazardKind.OTHER, "TIN DÔNG, LỐC", "TIN CẢNH BÁO MƯA ĐÁ", (3, 3), True),
        (HazardKind.OTHER, "TIN DÔNG, LỐC", "TIN RÉT ĐẬM", (3, 96), False),
        (HazardKind.OTHER, "TIN KHÁC", "TIN KHÁC", (3, 3), True),
        (HazardKind.RAIN, "TIN MƯA LỚN VÀ DÔNG", "TIN MƯA LỚN", (48, 48), True),
        (HazardKind.RAIN, "TIN MƯA LỚN", "TIN MƯA LỚN VÀ DÔNG", (48, 48), True),
        (HazardKind.RAIN, "TIN MƯA LỚN", "TIN DÔNG, LỐC, SÉT VÀ MƯA LỚN CỤC BỘ", (48, 3), False),
    ],
)
def test_a_later_warning_of_the_same_takes_its_place(
    kind: HazardKind, before: str, later: str, lasts: tuple[int, int], *, replaces: bool
) -> None:
    """Thunder of a few hours takes the place of no days of rain; rain and thunder of days does."""
    one = warning("one", kind, before, "ĐÀI KTTV TỈNH BẮC NINH", after_h=0, lasts_h=lasts[0])
    two = warning("two", kind, later, "Đài Khí tượng Thủy văn tỉnh Bắc Ninh", after_h=1, lasts_h=lasts[1])
    assert set(newer_warnings([one, two])) == ({"one"} if replaces else set())


def test_another_body_takes_no_place() -> None:
    one = warning("one", HazardKind.RAIN, "TIN MƯA LỚN", "ĐÀI KTTV TỈNH BẮC NINH", after_h=0, lasts_h=48)
    two = warning("two", HazardKind.RAIN, "TIN MƯA LỚN", "ĐÀI KTTV KHU VỰC ĐÔNG BẮC", after_h=1, lasts_h=48)
    assert newer_warnings([one, two]) == {}


@pytest.mark.parametrize(("river", "offered"), [("Sông Thương", ("24001",)), ("Sông Cầu", ()), ("", ())])
def test_only_a_warning_of_the_same_river_offers_its_communes(river: str, offered: tuple[str, ...]) -> None:
    """Two floods that name no river are of no same river."""
    made = warning("one", HazardKind.FLOOD, "TIN LŨ", "ĐÀI KTTV TỈNH BẮC NINH", after_h=0, lasts_h=48)
    before = [
        dataclasses.replace(made, communes=("24001",), level=RiverLevel(river="Sông Thương")),
        dataclasses.replace(made, communes=("24002",)),
    ]
    later = dataclasses.replace(
        made, level=RiverLevel(river=river), from_at=made.from_at + dt.timedelta(hours=6)
    )
    assert communes_before([later], before) == offered
