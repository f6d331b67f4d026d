"""The words of matters, posts, verdicts, evidence and reports, on pages and in papers alike."""

import datetime as dt

from registry.messages import Language, Words
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
from registry.model.company_inspections.steps import Clock, Stage

STAGES: dict[Stage, Words] = {
    Stage.DRAFTED: Words("Soạn đề xuất", "Drawn up"),
    Stage.PROPOSED: Words("Trình lãnh đạo", "Proposed"),
    Stage.DECIDED: Words("Quyết định kiểm tra", "Decided"),
    Stage.ANNOUNCED: Words("Gửi kế hoạch, thông báo", "Plan and notice sent"),
    Stage.REPORTS: Words("Yêu cầu báo cáo", "Reports asked for"),
    Stage.UNDER_WAY: Words("Kiểm tra tại chỗ", "On the spot"),
    Stage.EXPLAINED: Words("Giải trình", "Explained"),
    Stage.SUBMITTED: Words("Trình kết luận", "Conclusion submitted"),
    Stage.CONCLUDED: Words("Kết luận", "Concluded"),
    Stage.FOLLOWED: Words("Theo dõi kiến nghị", "Followed up"),
    Stage.SEALED: Words("Niêm phong hồ sơ", "Sealed"),
    Stage.STOPPED: Words("Dừng", "Stopped"),
}
MATTERS: dict[Matter, Words] = {
    Matter.PLAN: Words("Kế hoạch, phương án hạ tầng thụ động", "Plans of passive infrastructure"),
    Matter.POSITION: Words("Vị trí, khoảng cách cột ăng ten", "Positions and distances"),
    Matter.PERMIT: Words("Giấy phép xây dựng, thông báo khởi công", "Permits and notices"),
    Matter.SHARING: Words("Dùng chung hạ tầng", "Sharing"),
    Matter.EMF: Words("Kiểm định, niêm yết an toàn bức xạ", "EMF certificates and posting"),
    Matter.SAFETY: Words("An toàn, bảo trì cột", "Safety and maintenance"),
    Matter.CABLE: Words("Cáp ngoại vi", "Outside cable"),
    Matter.REPORTING: Words("Báo cáo, danh sách, cơ sở dữ liệu", "Reports, lists and data"),
    Matter.OTHER: Words("Nội dung khác", "Other"),
}
SCOPES: dict[Scope, Words] = {
    Scope.MASTS: Words("cột ăng ten, trạm BTS", "masts and BTS stations"),
    Scope.CABLE: Words("tuyến cáp ngoại vi", "outside cable"),
}
DELEGATIONS: dict[Delegation, Words] = {
    Delegation.DECENTRALISED: Words("Theo phân cấp của", "As decentralised by"),
    Delegation.AUTHORISED: Words("Theo ủy quyền của", "As authorised by"),
}
POSTS: dict[Post, Words] = {
    Post.HEAD: Words("Trưởng đoàn", "Head"),
    Post.MEMBER: Words("Thành viên", "Member"),
    Post.SECRETARY: Words("Thư ký", "Secretary"),
}
SAMPLE_KINDS: dict[SampleKind, Words] = {
    SampleKind.MAST: Words("Cột", "Mast"),
    SampleKind.CABLE: Words("Tuyến cáp", "Cable line"),
}
WHYS: dict[Why, Words] = {
    Why.RISK: Words("Điểm rủi ro cao", "High risk score"),
    Why.LAW: Words("Đang có vi phạm", "Open violation"),
    Why.REPORTS: Words("Có phản ánh của người dân", "Citizens' reports"),
    Why.RANDOM: Words("Rút ngẫu nhiên", "Drawn at random"),
    Why.CHOSEN: Words("Đoàn chọn", "Chosen by the team"),
}
FORMS: dict[ReportForm, Words] = {
    ReportForm.MASTS: Words("Danh sách cột, trạm và giấy tờ", "Masts, stations and their papers"),
    ReportForm.EMF: Words("Giấy chứng nhận kiểm định", "EMF certificates"),
    ReportForm.SHARING: Words("Hợp đồng dùng chung", "Sharing contracts"),
    ReportForm.MAINTENANCE: Words("Bảo trì, kiểm định kết cấu", "Maintenance and structural inspection"),
    ReportForm.CABLE: Words("Tuyến cáp ngoại vi", "Outside cable lines"),
    ReportForm.SUMMARY: Words("Báo cáo chung", "Summary"),
    ReportForm.OTHER: Words("Báo cáo khác", "Other"),
}
REPORT_STATES: dict[ReportState, Words] = {
    ReportState.ASKED: Words("chưa nộp", "not handed in"),
    ReportState.HANDED_IN: Words("đã nộp", "handed in"),
    ReportState.TAKEN: Words("đã nhận", "taken"),
    ReportState.RETURNED: Words("đã trả lại", "returned"),
}
VERDICTS: dict[Verdict, Words] = {
    Verdict.COMPLIED: Words("Chấp hành đúng", "Complied"),
    Verdict.VIOLATED: Words("Vi phạm", "Violated"),
    Verdict.OPEN: Words("Chưa đủ căn cứ kết luận", "Cannot be concluded"),
}
EVIDENCES: dict[EvidenceKind, Words] = {
    EvidenceKind.FINDING: Words("Kết quả rà soát", "Compliance review"),
    EvidenceKind.VISIT: Words("Lượt kiểm tra", "Visit"),
    EvidenceKind.PHOTO: Words("Ảnh", "Photo"),
    EvidenceKind.MINUTES: Words("Biên bản", "Minutes"),
    EvidenceKind.DEFECT: Words("Tồn tại", "Defect"),
    EvidenceKind.PERMIT: Words("Giấy tờ vị trí", "Permit"),
    EvidenceKind.CABLE: Words("Cáp", "Cable"),
    EvidenceKind.CITIZEN: Words("Phản ánh", "Citizen's report"),
    EvidenceKind.DUTY: Words("Nghĩa vụ", "Obligation"),
    EvidenceKind.LIST: Words("Danh sách", "List"),
    EvidenceKind.REPORT: Words("Báo cáo của doanh nghiệp", "Company's report"),
    EvidenceKind.EXPLANATION: Words("Giải trình", "Explanation"),
    EvidenceKind.FILE: Words("Tệp", "File"),
}
RECOMMENDATIONS: dict[RecommendationState, Words] = {
    RecommendationState.OPEN: Words("chưa thực hiện", "open"),
    RecommendationState.ANSWERED: Words("đã báo cáo, chờ xem", "answered"),
    RecommendationState.DONE: Words("đã thực hiện", "done"),
    RecommendationState.NOT_DONE: Words("kết thúc, chưa thực hiện", "closed without being done"),
}
SOURCES: dict[Source, Words] = {
    Source.COMPLIANCE: Words("Rà soát chấp hành", "Compliance review"),
    Source.VISITS: Words("Lượt kiểm tra", "Visits"),
    Source.DEFECTS: Words("Tồn tại", "Defects"),
    Source.PERMITS: Words("Vị trí đã thống nhất", "Agreed positions"),
    Source.CABLE: Words("Cáp ngoại vi", "Outside cable"),
    Source.CITIZENS: Words("Phản ánh của người dân", "Citizens' reports"),
    Source.DUTIES: Words("Nghĩa vụ chậm", "Late obligations"),
    Source.LISTS: Words("Danh sách đã nộp", "Lists handed in"),
}
PAPERS: dict[PaperKind, Words] = {
    PaperKind.PROPOSAL: Words("Tờ trình", "Proposal"),
    PaperKind.DECISION: Words("Quyết định kiểm tra", "Decision"),
    PaperKind.PLAN: Words("Kế hoạch kiểm tra", "Plan"),
    PaperKind.NOTICE: Words("Thông báo", "Notice"),
    PaperKind.REPORTS: Words("Yêu cầu báo cáo", "Request for reports"),
    PaperKind.ANNOUNCING: Words("Biên bản công bố", "Minutes of announcing"),
    PaperKind.EXPLANATION: Words("Yêu cầu giải trình", "Request for explanation"),
    PaperKind.CONCLUSION: Words("Kết luận kiểm tra", "Conclusion"),
    PaperKind.FOLLOW_UP: Words("Đôn đốc kiến nghị", "Follow-up"),
    PaperKind.PENALTY: Words("Đề xuất xử phạt", "Penalty proposal"),
}
CLOCKS: dict[Clock, Words] = {
    Clock.DECIDE: Words("Quyết định", "Decide"),
    Clock.ANNOUNCE: Words("Gửi kế hoạch, thông báo", "Send plan and notice"),
    Clock.REPORT: Words("Yêu cầu và nhận báo cáo", "Ask for reports"),
    Clock.BEGIN: Words("Bắt đầu kiểm tra tại chỗ", "Begin on the spot"),
    Clock.EXPLAIN: Words("Nhận giải trình", "Explanation"),
    Clock.CONCLUDE: Words("Kết luận", "Conclude"),
    Clock.FOLLOW: Words("Theo dõi kiến nghị", "Follow up"),
    Clock.SEAL: Words("Niêm phong hồ sơ", "Seal the file"),
}
_ON_THE_SPOT = Words("Kiểm tra xong tại chỗ", "End on the spot")


def awaited(found: CompanyInspection, clock: Clock) -> Words:
    """Return what the next step's day is for: until an explanation is asked, the end of the visits."""
    return _ON_THE_SPOT if found.visiting else CLOCKS[clock]


def day_words(day: dt.date | None, lang: Language) -> str:
    """Write a day as a paper does; blank places for one that nobody has stated."""
    if day is None:
        return "…/…/……" if lang == "vi" else "… … …"
    return f"{day:%d/%m/%Y}"
