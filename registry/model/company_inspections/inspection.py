"""An inspection of a company, its team, the steps it took and the papers it issued.

Moments are as the ledger writes them, days are days in Vietnam. ``company`` is the code of an operator or the
id of an owner, as accounts of carriers are bound to.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from registry.model.company_inspections.steps import ENDED, Stage


class Matter(StrEnum):
    """What an inspection looks at (nội dung kiểm tra)."""

    PLAN = "plan"  # kế hoạch, phương án hạ tầng thụ động
    POSITION = "position"  # vị trí, khoảng cách
    PERMIT = "permit"  # giấy phép, thông báo khởi công
    SHARING = "sharing"  # dùng chung hạ tầng
    EMF = "emf"  # kiểm định, niêm yết
    SAFETY = "safety"  # an toàn, bảo trì cột
    CABLE = "cable"  # cáp ngoại vi
    REPORTING = "reporting"  # báo cáo, danh sách, cơ sở dữ liệu
    OTHER = "other"


class Scope(StrEnum):
    """Which works it covers."""

    MASTS = "masts"
    CABLE = "cable"


class Delegation(StrEnum):
    """How the chair of the People's Committee gave the power (NĐ 217/2025/NĐ-CP Điều 6(2))."""

    DECENTRALISED = "decentralised"  # theo phân cấp
    AUTHORISED = "authorised"  # theo ủy quyền


class Post(StrEnum):
    """What a person is in the team."""

    HEAD = "head"  # trưởng đoàn
    MEMBER = "member"  # thành viên
    SECRETARY = "secretary"  # thư ký


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A person of the team. ``stated``: he said whether he has a conflict of interest, ``conflict`` which.

    ``since`` and ``until`` are days as ISO text ("": none), since they lie in one column; ``until`` and
    ``reason`` are set when somebody else takes his place.
    """

    post: Post
    name: str
    office: str = ""  # chức vụ, đơn vị
    account: str = ""
    stated: bool = False
    conflict: str = ""
    since: str = ""
    until: str = ""
    reason: str = ""

    @property
    def serves(self) -> bool:
        """Whether he is still of the team."""
        return not self.until


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept file by its SHA-256, and what its sender called it."""

    sha256: str
    name: str


@dataclass(frozen=True, slots=True)
class CompanyInspection:
    """One inspection of one company. ``facts_from`` to ``facts_to`` is the period whose facts are inspected.

    ``span_from`` to ``span_to`` are the days on the spot. ``basis`` are lines of grounds as they are to be
    printed; ``delegation_*`` name the document by which the chair of the People's Committee gave the power.
    ``campaign`` is the campaign whose visits are this inspection's. ``follows`` is an earlier inspection
    whose sealed file gave rise to this one.
    """

    id: str
    version: int
    code: str
    company: str
    stage: Stage
    name: str
    matters: tuple[Matter, ...] = ()
    scope: tuple[Scope, ...] = ()
    reason: str = ""  # why it is proposed
    facts_from: dt.date | None = None
    facts_to: dt.date | None = None
    basis: tuple[str, ...] = ()
    delegation: Delegation | None = None
    delegation_number: str = ""
    delegation_on: dt.date | None = None
    decision_number: str = ""
    decided_on: dt.date | None = None
    span_from: dt.date | None = None
    span_to: dt.date | None = None
    place: str = ""  # nơi công bố và làm việc
    team: tuple[TeamMember, ...] = ()
    campaign: str = ""
    explain_by: dt.date | None = None
    conclusion_number: str = ""
    concluded_on: dt.date | None = None
    summary: str = ""  # nhận xét chung của kết luận
    seal: str = ""
    package_sha256: str = ""
    follows: str = ""
    drafted_by: str = ""
    moved_by: str = ""  # who took the last step
    note: str = ""  # the reason of the last return or of the stop
    who: str = ""
    at: str = ""

    @property
    def open(self) -> bool:
        """Whether it still goes on."""
        return self.stage not in ENDED

    @property
    def visiting(self) -> bool:
        """Whether the team is on the spot and the company was asked to explain nothing yet."""
        return self.stage is Stage.UNDER_WAY and self.explain_by is None

    @property
    def serving(self) -> tuple[TeamMember, ...]:
        """Return the team as it is now."""
        return tuple(one for one in self.team if one.serves)

    @property
    def head(self) -> TeamMember | None:
        """Return the head of the team, None where there is none yet."""
        return next((one for one in self.serving if one.post is Post.HEAD), None)


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step that was taken: to which stage, on which day it counts from, by whom, with what reason."""

    id: str
    version: int
    company_inspection: str
    stage: Stage
    before: str = ""
    dated: dt.date | None = None
    note: str = ""
    who: str = ""
    at: str = ""


class PaperKind(StrEnum):
    """The papers of an inspection, in their order; ``INTERNAL`` are not for the company."""

    PROPOSAL = "proposal"  # tờ trình
    DECISION = "decision"  # quyết định kiểm tra
    PLAN = "plan"  # kế hoạch kiểm tra
    NOTICE = "notice"  # thông báo cho doanh nghiệp
    REPORTS = "reports"  # công văn yêu cầu báo cáo
    ANNOUNCING = "announcing"  # biên bản công bố quyết định
    EXPLANATION = "explanation"  # công văn yêu cầu giải trình
    CONCLUSION = "conclusion"  # kết luận kiểm tra
    FOLLOW_UP = "follow_up"  # công văn đôn đốc kiến nghị
    PENALTY = "penalty"  # đề xuất xử phạt, nội bộ


INTERNAL = frozenset({PaperKind.PROPOSAL, PaperKind.PENALTY})


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was issued: its number and day, the .docx as it was then and the signed copy."""

    id: str
    version: int
    company_inspection: str
    kind: PaperKind
    number: str
    dated: dt.date | None = None
    file: KeptFile | None = None
    signed: KeptFile | None = None
    who: str = ""
    at: str = ""
