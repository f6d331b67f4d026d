"""A dossier (hồ sơ) as it is taken in: whose it is, of what area, at what stage."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.model.designs.design_papers import PaperState


class ApplicantKind(StrEnum):
    """Who asks for an opinion."""

    DEVELOPER = "developer"  # chủ đầu tư
    BODY = "body"  # cơ quan: UBND cấp xã, ban quản lý, sở chủ trì thẩm định


class DesignStage(StrEnum):
    """How far the design is; more is asked of a later stage."""

    PLAN_500 = "plan_500"  # quy hoạch chi tiết 1/500
    BASIC_DESIGN = "basic_design"  # thiết kế cơ sở
    CONSTRUCTION = "construction"  # thiết kế bản vẽ thi công


class AreaKind(StrEnum):
    """What is built: several may hold of one area."""

    RESIDENTIAL = "residential"  # khu dân cư, khu nhà ở
    URBAN = "urban"  # khu đô thị
    INDUSTRIAL = "industrial"  # khu, cụm công nghiệp


@dataclass(frozen=True, slots=True)
class DesignDossier:
    """A dossier on whose telecom part the office gives an opinion.

    ``approved_on`` is the day on which the project was approved (None: not stated): what QCVN 07:2023 asks
    starts with projects approved from its first day on. ``underground``: whether a decision, or the project
    itself, has the area without lines overhead (None: not stated). ``communes`` are codes of communes as the
    register has them. ``papers`` maps codes of ``data/codes/design_papers.toml`` to whether they came in.
    ``fibres_per_home`` is what the explanation states of fibres that wait in each home, None: not stated.
    """

    code: str
    area_name: str
    stage: DesignStage
    applicant_kind: ApplicantKind = ApplicantKind.DEVELOPER
    applicant: str = ""
    contact: str = ""
    kinds: frozenset[AreaKind] = frozenset({AreaKind.RESIDENTIAL})
    communes: tuple[str, ...] = ()
    approved_on: dt.date | None = None
    approval: str = ""
    received_on: dt.date | None = None
    letter_number: str = ""
    underground: bool | None = None
    fibres_per_home: float | None = None
    papers: Mapping[str, PaperState] | None = None
    note: str = ""
    version: int = 0

    def paper(self, code: str) -> PaperState:
        """Return whether a paper came in; nobody has said where the dossier does not name it."""
        return (self.papers or {}).get(code, PaperState.UNSTATED)
