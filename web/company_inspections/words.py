"""The words of a company's inspection for its codes: steps, deeds, matters, sample, reports, conclusion."""

from typing import Any

from flask_babel import lazy_gettext as _l

from registry.model.company_inspections.conclusions import EvidenceKind, RecommendationState, Verdict
from registry.model.company_inspections.gathered import Source
from registry.model.company_inspections.inspection import (
    CompanyInspection,
    Delegation,
    Matter,
    PaperKind,
    Post,
    Scope,
)
from registry.model.company_inspections.on_the_spot import ReportForm, ReportState, SampleKind, Why
from registry.model.company_inspections.steps import NEXT_CLOCK, Clock, Stage

STAGES: dict[Stage, Any] = {
    Stage.DRAFTED: _l("Soạn đề xuất"),
    Stage.PROPOSED: _l("Trình đề xuất"),
    Stage.DECIDED: _l("Quyết định"),
    Stage.ANNOUNCED: _l("Kế hoạch, thông báo"),
    Stage.REPORTS: _l("Yêu cầu báo cáo"),
    Stage.UNDER_WAY: _l("Kiểm tra tại chỗ"),
    Stage.EXPLAINED: _l("Giải trình"),
    Stage.SUBMITTED: _l("Trình kết luận"),
    Stage.CONCLUDED: _l("Kết luận kiểm tra"),
    Stage.FOLLOWED: _l("Theo dõi kiến nghị"),
    Stage.SEALED: _l("Niêm phong hồ sơ"),
    Stage.STOPPED: _l("Dừng"),
}
"""A step as the line of steps names it."""

STANDS: dict[Stage, Any] = {
    Stage.DRAFTED: _l("Đang soạn đề xuất"),
    Stage.PROPOSED: _l("Chờ quyết định"),
    Stage.DECIDED: _l("Đã có quyết định"),
    Stage.ANNOUNCED: _l("Đã gửi thông báo"),
    Stage.REPORTS: _l("Đã yêu cầu báo cáo"),
    Stage.UNDER_WAY: _l("Đang kiểm tra tại chỗ"),
    Stage.EXPLAINED: _l("Đã giải trình"),
    Stage.SUBMITTED: _l("Chờ ký kết luận"),
    Stage.CONCLUDED: _l("Đã kết luận kiểm tra"),
    Stage.FOLLOWED: _l("Đã theo dõi xong kiến nghị"),
    Stage.SEALED: _l("Đã niêm phong"),
    Stage.STOPPED: _l("Đã dừng"),
}
"""How far an inspection is, in a list."""

DEEDS: dict[Stage, Any] = {
    Stage.DRAFTED: _l("Trả lại để soạn tiếp"),
    Stage.PROPOSED: _l("Trình đề xuất"),
    Stage.DECIDED: _l("Ban hành quyết định kiểm tra"),
    Stage.ANNOUNCED: _l("Ghi đã gửi kế hoạch và thông báo"),
    Stage.REPORTS: _l("Ghi đã yêu cầu báo cáo"),
    Stage.UNDER_WAY: _l("Công bố quyết định, bắt đầu kiểm tra"),
    Stage.EXPLAINED: _l("Kết thúc phần giải trình"),
    Stage.SUBMITTED: _l("Trình dự thảo kết luận"),
    Stage.CONCLUDED: _l("Ban hành kết luận kiểm tra"),
    Stage.FOLLOWED: _l("Kết thúc theo dõi kiến nghị"),
    Stage.SEALED: _l("Niêm phong hồ sơ"),
    Stage.STOPPED: _l("Dừng cuộc kiểm tra"),
}
"""The deed that leads to a step, as its button says it."""

DONE: dict[Stage, Any] = {
    Stage.DRAFTED: _l("Đã trả lại để soạn tiếp."),
    Stage.PROPOSED: _l("Đã trình. Người khác xem và ban hành quyết định."),
    Stage.DECIDED: _l("Đã ban hành quyết định. Tiếp theo: gửi kế hoạch và thông báo cho doanh nghiệp."),
    Stage.ANNOUNCED: _l("Đã ghi việc gửi thông báo; doanh nghiệp thấy cuộc kiểm tra của mình từ bây giờ."),
    Stage.REPORTS: _l("Đã ghi việc yêu cầu báo cáo."),
    Stage.UNDER_WAY: _l("Đã bắt đầu kiểm tra tại chỗ."),
    Stage.EXPLAINED: _l("Đã kết thúc phần giải trình. Tiếp theo: hoàn thành dự thảo kết luận."),
    Stage.SUBMITTED: _l("Đã trình dự thảo kết luận. Người khác xem và ban hành."),
    Stage.CONCLUDED: _l("Đã ban hành kết luận kiểm tra."),
    Stage.FOLLOWED: _l("Đã kết thúc theo dõi kiến nghị."),
    Stage.SEALED: _l("Đã niêm phong hồ sơ: từ nay không sửa được nữa."),
    Stage.STOPPED: _l("Đã dừng cuộc kiểm tra; sổ cái giữ lý do."),
}
"""What is said after a step was taken."""

ASKED = _l("Đã ghi việc yêu cầu giải trình; doanh nghiệp trả lời trên trang của mình.")
RETURNED = _l("Đã trả lại, kèm lý do.")
BACK_FROM_SUBMITTED = _l("Trả lại để sửa dự thảo kết luận")

STATE_CLASS: dict[Stage, str] = {
    Stage.DRAFTED: "draft",
    Stage.PROPOSED: "submitted",
    Stage.SUBMITTED: "submitted",
    Stage.CONCLUDED: "issued",
    Stage.FOLLOWED: "issued",
    Stage.SEALED: "issued",
    Stage.STOPPED: "withdrawn",
}
"""How lists colour the state; what is not named stands as any work under way."""

CLOCKS: dict[Clock, Any] = {
    Clock.DECIDE: _l("ban hành quyết định"),
    Clock.ANNOUNCE: _l("gửi kế hoạch, thông báo"),
    Clock.REPORT: _l("doanh nghiệp nộp báo cáo"),
    Clock.BEGIN: _l("bắt đầu kiểm tra tại chỗ"),
    Clock.EXPLAIN: _l("doanh nghiệp giải trình"),
    Clock.CONCLUDE: _l("ban hành kết luận"),
    Clock.FOLLOW: _l("thực hiện kiến nghị"),
    Clock.SEAL: _l("niêm phong hồ sơ"),
}
_ON_THE_SPOT = _l("kiểm tra xong tại chỗ")


def awaited(found: CompanyInspection) -> Any:
    """Return what the day of the next step is for, "" where no step runs a clock."""
    clock = NEXT_CLOCK.get(found.stage)
    if clock is None:
        return ""
    return _ON_THE_SPOT if found.visiting else CLOCKS[clock]


MATTERS: dict[Matter, Any] = {
    Matter.PLAN: _l("Kế hoạch, phương án hạ tầng thụ động"),
    Matter.POSITION: _l("Vị trí, khoảng cách cột ăng ten"),
    Matter.PERMIT: _l("Giấy phép xây dựng, thông báo khởi công"),
    Matter.SHARING: _l("Dùng chung hạ tầng"),
    Matter.EMF: _l("Kiểm định, niêm yết an toàn bức xạ"),
    Matter.SAFETY: _l("An toàn, bảo trì cột"),
    Matter.CABLE: _l("Cáp ngoại vi"),
    Matter.REPORTING: _l("Báo cáo, danh sách, cơ sở dữ liệu"),
    Matter.OTHER: _l("Nội dung khác"),
}

SCOPES: dict[Scope, Any] = {Scope.MASTS: _l("Cột ăng ten, trạm BTS"), Scope.CABLE: _l("Tuyến cáp ngoại vi")}

DELEGATIONS: dict[Delegation, Any] = {
    Delegation.DECENTRALISED: _l("theo phân cấp của Chủ tịch UBND tỉnh"),
    Delegation.AUTHORISED: _l("theo ủy quyền của Chủ tịch UBND tỉnh"),
}

POSTS: dict[Post, Any] = {
    Post.HEAD: _l("Trưởng đoàn"),
    Post.MEMBER: _l("Thành viên"),
    Post.SECRETARY: _l("Thư ký"),
}

PAPERS: dict[PaperKind, Any] = {
    PaperKind.PROPOSAL: _l("Tờ trình đề xuất kiểm tra"),
    PaperKind.DECISION: _l("Quyết định kiểm tra"),
    PaperKind.PLAN: _l("Kế hoạch kiểm tra"),
    PaperKind.NOTICE: _l("Thông báo gửi doanh nghiệp"),
    PaperKind.REPORTS: _l("Công văn yêu cầu báo cáo"),
    PaperKind.ANNOUNCING: _l("Biên bản công bố quyết định"),
    PaperKind.EXPLANATION: _l("Công văn yêu cầu giải trình"),
    PaperKind.CONCLUSION: _l("Kết luận kiểm tra"),
    PaperKind.FOLLOW_UP: _l("Công văn đôn đốc kiến nghị"),
    PaperKind.PENALTY: _l("Đề xuất xử phạt (nội bộ)"),
}

SAMPLE_KINDS: dict[SampleKind, Any] = {SampleKind.MAST: _l("Cột"), SampleKind.CABLE: _l("Tuyến cáp")}

WHYS: dict[Why, Any] = {
    Why.RISK: _l("Điểm rủi ro cao"),
    Why.LAW: _l("Có vi phạm theo rà soát"),
    Why.REPORTS: _l("Có phản ánh của người dân"),
    Why.RANDOM: _l("Rút thăm"),
    Why.CHOSEN: _l("Chọn theo lý do riêng"),
}

REPORT_FORMS: dict[ReportForm, Any] = {
    ReportForm.MASTS: _l("Danh sách cột, trạm với giấy tờ"),
    ReportForm.EMF: _l("Giấy chứng nhận kiểm định"),
    ReportForm.SHARING: _l("Hợp đồng dùng chung hạ tầng"),
    ReportForm.MAINTENANCE: _l("Bảo trì, kiểm định kết cấu"),
    ReportForm.CABLE: _l("Tuyến cáp, đánh dấu, ngầm hóa"),
    ReportForm.SUMMARY: _l("Báo cáo chung"),
    ReportForm.OTHER: _l("Báo cáo khác"),
}

REPORT_STATES: dict[ReportState, tuple[Any, str]] = {
    ReportState.ASKED: (_l("Chưa nộp"), "open"),
    ReportState.HANDED_IN: (_l("Đã nộp, chờ xem"), "open"),
    ReportState.TAKEN: (_l("Đã nhận"), "good"),
    ReportState.RETURNED: (_l("Trả lại để làm lại"), "bad"),
}

VERDICTS: dict[Verdict, tuple[Any, str]] = {
    Verdict.COMPLIED: (_l("Chấp hành đúng"), "good"),
    Verdict.VIOLATED: (_l("Có vi phạm"), "bad"),
    Verdict.OPEN: (_l("Chưa đủ căn cứ kết luận"), "open"),
}

EVIDENCE: dict[EvidenceKind, Any] = {
    EvidenceKind.FINDING: _l("Kết quả rà soát"),
    EvidenceKind.VISIT: _l("Lượt kiểm tra"),
    EvidenceKind.PHOTO: _l("Ảnh"),
    EvidenceKind.MINUTES: _l("Biên bản"),
    EvidenceKind.DEFECT: _l("Tồn tại"),
    EvidenceKind.PERMIT: _l("Giấy phép"),
    EvidenceKind.CABLE: _l("Tuyến cáp"),
    EvidenceKind.CITIZEN: _l("Phản ánh của người dân"),
    EvidenceKind.DUTY: _l("Nghĩa vụ"),
    EvidenceKind.LIST: _l("Danh sách đã nộp"),
    EvidenceKind.REPORT: _l("Báo cáo của doanh nghiệp"),
    EvidenceKind.EXPLANATION: _l("Giải trình của doanh nghiệp"),
    EvidenceKind.FILE: _l("Tệp"),
}

RECOMMENDATIONS: dict[RecommendationState, tuple[Any, str]] = {
    RecommendationState.OPEN: (_l("Chưa thực hiện"), "open"),
    RecommendationState.ANSWERED: (_l("Doanh nghiệp báo đã thực hiện, chờ xem"), "open"),
    RecommendationState.DONE: (_l("Đã thực hiện"), "good"),
    RecommendationState.NOT_DONE: (_l("Khép lại khi chưa thực hiện"), "bad"),
}

SOURCES: dict[Source, Any] = {
    Source.COMPLIANCE: _l("Rà soát công trình"),
    Source.VISITS: _l("Lượt kiểm tra"),
    Source.DEFECTS: _l("Tồn tại"),
    Source.PERMITS: _l("Giấy phép, thông báo khởi công"),
    Source.CABLE: _l("Cáp ngoại vi"),
    Source.CITIZENS: _l("Phản ánh của người dân"),
    Source.DUTIES: _l("Nghĩa vụ quá hạn"),
    Source.LISTS: _l("Danh sách nộp muộn"),
}

FIELDS: dict[str, Any] = {
    "name": _l("Tên cuộc kiểm tra"),
    "matters": _l("Nội dung kiểm tra"),
    "scope": _l("Phạm vi"),
    "reason": _l("Vì sao đề xuất kiểm tra"),
    "facts_from": _l("Ngày đầu thời kỳ được kiểm tra"),
    "facts_to": _l("Ngày cuối thời kỳ được kiểm tra"),
    "basis": _l("Căn cứ"),
    "team": _l("Trưởng đoàn"),
}
"""The fields that a proposal may lack."""
