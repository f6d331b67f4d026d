"""What is said of masts in codes, and the networks: classes, forms, supports and states.

Sites, structures, stations and antennas, four levels that are never mixed, are the tables of those names.
"""

from dataclasses import dataclass
from enum import StrEnum

SAME_MAST_M = 30.0
"""Records of masts that stand nearer to each other than so many metres may be one mast: a person is asked."""


class MastClass(StrEnum):
    """Class of a mast (loại cột ăng ten) in the plans made under TT 14/2013/TT-BTTTT."""

    A1A = "A1a"
    A1B = "A1b"
    A2A = "A2a"
    A2B = "A2b"
    A2C = "A2c"


class OldMastClass(StrEnum):
    """Class of TTLT 12/2007 (loại 1: own house and ground mast; loại 2: on a building); never converted."""

    TYPE_1 = "loại 1"
    TYPE_2 = "loại 2"


class MastForm(StrEnum):
    """Form of a mast (kiểu cột)."""

    GUYED = "guyed"  # dây co
    LATTICE = "lattice"  # tự đứng
    MONOPOLE = "monopole"  # đơn thân
    ROOF_POLE = "roof_pole"  # cột trên mái
    DISGUISED = "disguised"  # ngụy trang


class Support(StrEnum):
    """What the mast stands on (vị trí đặt)."""

    GROUND = "ground"  # dưới đất
    ROOF = "roof"  # trên mái công trình


class SiteState(StrEnum):
    """State (trạng thái) of what stands, or will stand, at a site."""

    IN_SERVICE = "in_service"  # đang hoạt động
    UNDER_CONSTRUCTION = "under_construction"  # đang xây dựng
    APPROVED = "approved"  # đã duyệt, not built
    SUSPENDED = "suspended"  # tạm ngừng
    DISMANTLED = "dismantled"  # đã tháo dỡ


@dataclass(frozen=True, slots=True)
class Operator:
    """A network (doanh nghiệp viễn thông). ``awaited`` False: its list is not waited for (GTEL)."""

    code: str
    name: str
    old_names: tuple[str, ...] = ()
    awaited: bool = True
    colour: str = "#444444"
