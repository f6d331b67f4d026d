"""What a register of Bắc Ninh tells a reader of every row: the box of its communes, its planes."""

from typing import Any

from registry.geo.readings import PositionHints
from registry.provinces import planes_of

BOX = PositionHints(105.85, 20.95, 107.05, 21.65, planes_of("24"))


def hints(_values: dict[str, Any]) -> PositionHints:
    return BOX
