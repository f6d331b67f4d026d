"""A regulation as an office might type it: the numbers of QĐ 72/2025, or others, of whatever province."""

import datetime as dt
from dataclasses import replace
from typing import Any

from registry.model.regulations import (
    Regulation,
    RegulationContent,
    RegulationHead,
    RegulationState,
    StatedMatter,
    StatedNumber,
)

FIRST = dt.date(2025, 12, 1)
QD_72 = "QĐ 72/2025/QĐ-UBND"


def number(value: float, *, verified: bool = True) -> StatedNumber:
    return StatedNumber(value, verified=verified)


def spacing(urban: float, outside: float, small: str, *, verified: bool = True) -> StatedMatter:
    """A distance by Điều 15(5), small masts up to 3 m."""
    stated = {"urban_m": urban, "outside_m": outside, "small_mast_m": 3}
    return StatedMatter(
        "Điều 15(5)",
        numbers={name: number(value, verified=verified) for name, value in stated.items()},
        choices={
            "small_masts": small,
            "small_in_towns": "review",
            "small_article": "Điều 15(5)a, 15(6)a",
            "upgrade_article": "Điều 31",
        },
    )


def head(name: str = "QĐ 15/2025/QĐ-UBND", first: dt.date = FIRST, **own: Any) -> RegulationHead:
    return RegulationHead(
        name=name,
        title="Quy định về hạ tầng kỹ thuật viễn thông thụ động trên địa bàn tỉnh Lạng Sơn",
        issued_by="UBND tỉnh Lạng Sơn",
        signed_on=first - dt.timedelta(days=12),
        valid_from=first,
        **own,
    )


MATTERS = {
    "spacing_other": spacing(120, 250, "exempt"),
    "spacing_same": spacing(300, 450, "review"),
    "list_age": StatedMatter("Điều 30", numbers={"months": number(3)}),
    "sharing_least": StatedMatter("Điều 5(2)", numbers={"operators": number(2)}),
    "sharing_answer": StatedMatter(
        "Điều 15(7)a, 7(4), 28(2)", numbers={"reply_days": number(7), "survey_days": number(15)}
    ),
    "sharing_host": StatedMatter("Điều 5(2), 7(4), 28(2)", verified=True),
    "plan_position": StatedMatter(
        "Điều 15(7)b", verified=True, choices={"article_not_issued": "Điều 15(7)c"}
    ),
    "urban_siting": StatedMatter("Điều 15(6)a", verified=True),
}
"""What QĐ 72/2025/QĐ-UBND says of spacing, sharing and siting, as it would be typed."""


def content(**own: Any) -> RegulationContent:
    """The matters above, under a head of its own; ``own`` are fields of the content."""
    return replace(RegulationContent(head(), MATTERS), **own)


def published(told: RegulationContent, province: str = "20", **own: Any) -> Regulation:
    """A regulation in force, of a province."""
    named = {"id": told.head.name, "published_at": "2025-11-20", **own}
    return Regulation(
        version=1, province=province, content=told,
        **{"number": 1, "supersedes": "", "state": RegulationState.PUBLISHED, **named},
    )  # fmt: skip
