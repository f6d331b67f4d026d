"""Sites, structures, stations, antennas: four levels that are never mixed."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Site:
    """A place (vị trí): code, position in EPSG:4326, address as written, commune."""

    id: str
    code: str
    lon: float
    lat: float
    accuracy_m: float = 10.0
    address: str = ""
    commune_as_written: str = ""
    commune_code: str = ""


@dataclass(frozen=True, slots=True)
class Structure:
    """What stands at a site (công trình). Heights in metres; ``top_agl_m`` is everything above ground."""

    id: str
    site_id: str
    mast_class: MastClass | None = None
    old_class: OldMastClass | None = None
    form: MastForm | None = None
    support: Support | None = None
    mast_height_m: float | None = None
    rod_m: float | None = None
    building_height_m: float | None = None
    top_agl_m: float | None = None
    ground_elevation_m: float | None = None
    owner: str = ""
    state: SiteState = SiteState.IN_SERVICE
    built_on: dt.date | None = None
    dismantled_on: dt.date | None = None
    designed_operators: int | None = None
    design_wind_ms: float | None = None
    robust: bool | None = None
    robust_basis: str = ""


@dataclass(frozen=True, slots=True)
class Station:
    """One operator's one technology on a structure (trạm BTS), with its EMF certificate."""

    id: str
    structure_id: str
    operator: str
    technology: str = ""
    on_air_on: dt.date | None = None
    emf_certificate: str = ""
    emf_expires_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Antenna:
    """An antenna (ăng ten): height above ground, azimuth, size and weight."""

    id: str
    station_id: str
    height_m: float | None = None
    azimuth_deg: float | None = None
    size_mm: str = ""
    weight_kg: float | None = None
