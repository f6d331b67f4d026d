"""Proposals (vị trí đề nghị): the rows of a request that are judged."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from registry.model.positions import Position
from registry.model.sites import MastClass, MastForm, OldMastClass, Support

ROOF_CLASSES = (MastClass.A1A, MastClass.A2A)
"""The classes whose masts stand on roofs."""


class ProposalKind(StrEnum):
    """What is asked for (hình thức)."""

    NEW = "new"  # cột mới
    SHARE = "share"  # dùng chung
    REPLACE = "replace"  # thay thế
    RELOCATE = "relocate"  # di dời
    UPGRADE = "upgrade"  # nâng cấp
    UNKNOWN = "unknown"  # chưa rõ: the list says something that was not understood; never taken for another


ASKED_KINDS = tuple(kind for kind in ProposalKind if kind is not ProposalKind.UNKNOWN)
"""The kinds that a person can ask for."""

BUILDS = (ProposalKind.NEW, ProposalKind.REPLACE, ProposalKind.RELOCATE)
"""The kinds that put a mast up: what a text asks of new masts is asked of these."""


@dataclass(frozen=True, slots=True)
class SharingSeen:
    """A sharing request about a row as the register holds it; ``answer``: agree, conditions, refuse or "".

    ``due_on`` is the last day for the reply by the office's calendar, None where no limit is known; counted
    from ``received_on``, from ``sent_on`` where nobody stated when the owner received it. ``mast``
    is the code of the mast that was asked for; ``ground`` (``registry.model.requests.sharing_grounds``) says
    on which ground it was refused, "" where only ``reason`` does.
    """

    owner: str
    sent_on: dt.date
    due_on: dt.date | None = None
    answer: str = ""
    reason: str = ""
    mast: str = ""
    replied_on: dt.date | None = None
    ground: str = ""
    received_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One row of a list of proposed positions. Heights in metres; None or "" is "not stated".

    ``operator`` is the operator's code ("" where the row names none that is known); ``replaces`` is the
    code of the mast that a ``replace`` or ``relocate`` takes down; ``guy_radius_m`` is how far from the base
    its guys are anchored; ``urban`` is the officer's or the list's own statement;
    ``host`` is what the row says of the mast that it shares, as written (a code, or words with one in them);
    ``sharing_sent``/``sharing_replied`` are texts as written ("" not stated), and so are ``permit`` (giấy
    phép xây dựng) and ``commencement_notice`` (thông báo khởi công). ``commencing``: the request that holds
    the row is itself a notice of commencement; ``for_plan``: it hands in a plan. ``sharing`` is what the
    register holds of sharing requests about the row; a list never states it. ``kind`` is ``new`` where the
    list leaves it empty, ``unknown`` where what the list says of it was not understood. ``also`` is what the
    list says besides, as (header, text): a person reads it, nothing is judged by it.
    """

    sheet: str
    row: int
    position: Position
    site_code: str = ""
    operator: str = ""
    kind: ProposalKind = ProposalKind.NEW
    commune: str = ""
    district: str = ""
    province: str = ""
    address: str = ""
    mast_class: MastClass | None = None
    old_class: OldMastClass | None = None
    form: MastForm | None = None
    support: Support | None = None
    land_type: str = ""
    mast_height_m: float | None = None
    rod_m: float | None = None
    building_height_m: float | None = None
    top_agl_m: float | None = None
    ground_elevation_m: float | None = None
    designed_operators: int | None = None
    shared_with: tuple[str, ...] = ()
    host: str = ""
    sharing_sent: str = ""
    sharing_replied: str = ""
    plan_code: str = ""
    replaces: str = ""
    design_wind_ms: float | None = None
    guy_radius_m: float | None = None
    urban: bool | None = None
    owner: str = ""
    permit: str = ""
    commencement_notice: str = ""
    emf_certificate: str = ""
    emf_expires_on: dt.date | None = None
    commencing: bool = False
    for_plan: bool = False
    sharing: tuple[SharingSeen, ...] = ()
    note: str = ""
    also: tuple[tuple[str, str], ...] = ()
    hidden: bool = False

    @property
    def on_roof(self) -> bool:
        """Whether it stands on a roof: as stated, else by its class, its form or a building's height."""
        return self.support is Support.ROOF or (
            self.support is None
            and (
                self.mast_class in ROOF_CLASSES
                or self.form is MastForm.ROOF_POLE
                or self.building_height_m is not None
            )
        )

    @property
    def height_above_ground_m(self) -> float | None:
        """Everything above ground: as stated, else mast + rod + building where those needed are stated."""
        if self.top_agl_m is not None:
            return max(self.top_agl_m, self.mast_height_m or 0.0)  # a top below its own mast is a slip
        if self.mast_height_m is None or (self.on_roof and self.building_height_m is None):
            return None
        building = self.building_height_m if self.on_roof else 0.0
        return self.mast_height_m + (self.rod_m or 0.0) + (building or 0.0)
