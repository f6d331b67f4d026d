"""Grounds (lý do) on which the owner of a mast refuses to share it, as its answer states them.

The law asks an owner to let what the plan foresees and what is feasible (Luật Viễn thông 2023 Điều 13(4)b),
so that a refusal names what makes it unfeasible; each is something that the register may know otherwise.
"""

from enum import StrEnum

WITHDRAWN = "withdrawn"
"""What stands in the place of an answer where the asker took its request back: nobody was asked."""


class SharingGround(StrEnum):
    """Why the owner refuses."""

    LOAD = "load"  # không còn khả năng chịu tải
    HEIGHT = "height"  # không còn chỗ lắp ở độ cao cần
    NONE = "none"  # không có cột, hoặc không phải chủ cột
    LEAVING = "leaving"  # sắp tháo dỡ, di dời
    SAFETY = "safety"  # không bảo đảm an toàn, can nhiễu
    OTHER = "other"


AGREEING = frozenset({"agree", "conditions"})
"""The answers by which an owner shares its mast."""
