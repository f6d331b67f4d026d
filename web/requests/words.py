"""The words of the desk's pages for its codes; lazy, so that each request reads its own language."""

from typing import Any

from flask_babel import lazy_gettext as _l

from registry.model.requests.desk_records import Consultation
from web.frame.wording.words import DECISIONS

KINDS: dict[str, Any] = {
    "position": _l("Chấp thuận vị trí"),
    "annual_plan": _l("Kế hoạch hằng năm"),
    "sharing": _l("Chấp thuận dùng chung"),
    "commencement": _l("Thông báo khởi công"),
    "amendment": _l("Điều chỉnh"),
}

STATES: dict[str, Any] = {
    "received": _l("Đã tiếp nhận"),
    "supplement": _l("Chờ doanh nghiệp bổ sung"),
    "appraising": _l("Đang thẩm định"),
    "consulting": _l("Đang lấy ý kiến"),
    "draft": _l("Dự thảo văn bản"),
    "submitted": _l("Đã trình lãnh đạo"),
    "issued": _l("Đã ban hành"),
    "withdrawn": _l("Đã rút"),
}

ENDED: dict[str, Any] = {
    "revoked": _l("Vị trí đã thu hồi, không còn phải đáp ứng."),
    "replaced": _l("Vị trí đã được điều chỉnh, không còn phải đáp ứng."),
}
"""What became of positions whose conditions nobody has to meet any more."""

NOTES: dict[str, Any] = {
    "note": _l("Ghi chú"),
    "visit": _l("Kết quả kiểm tra thực địa"),
    "photo": _l("Ảnh"),
    "consulted": _l("Ý kiến của cơ quan được hỏi"),
    "manual_check": _l("Đã kiểm tra thủ công"),
    "takeover": _l("Nhận định của người thẩm định"),
    "urban": _l("Xác định khu vực đô thị"),
    "behalf": _l("Nộp thay nhà mạng khác"),
    "correction": _l("Sửa nội dung dòng"),
    "matter": _l("Trả lời điều phải trả lời"),
    "supplied": _l("Doanh nghiệp trả lời nội dung bổ sung"),
    "extension": _l("Xin gia hạn"),
    "as_built": _l("Ghi chú hoàn công"),
}

KIND_HINTS: dict[str, Any] = {
    "position": _l("Danh sách vị trí xin thống nhất, mỗi dòng một cột."),
    "annual_plan": _l("Nộp trước hết ngày 30/11; Sở trình phê duyệt trước ngày 30/12."),
    "sharing": _l("Danh sách cột muốn dùng chung, kèm thỏa thuận với chủ cột."),
    "commencement": _l("Từ ngày 1/1/2026, thông báo khởi công thay giấy phép xây dựng."),
    "amendment": _l("Đổi vị trí hoặc thông số của hồ sơ đã giải quyết; ghi số hồ sơ được điều chỉnh."),
}

LISTS: dict[str, Any] = {
    "due": _l("Đến hạn hôm nay"),
    "overdue": _l("Quá hạn"),
    "returned": _l("Vừa bổ sung"),
    "waiting": _l("Chờ bên khác"),
    "leader": _l("Chờ lãnh đạo"),
    "mine": _l("Của tôi"),
    "turn": _l("Tôi đang xử lý"),
    "office": _l("Đang ở cơ quan"),
    "new": _l("Chưa ai nhận"),
    "all": _l("Tất cả đang xử lý"),
    "closed": _l("Đã kết thúc"),
}

SORTS: dict[str, Any] = {
    "due": _l("Hạn trả lời"),
    "received": _l("Ngày tiếp nhận"),
    "organisation": _l("Doanh nghiệp"),
}

OUTCOMES: tuple[str, ...] = ("pass", "fail", "review", "consent", "na")
"""The outcomes that an officer may put in the place of a finding."""

DEEDS: dict[str, Any] = {
    "requests": _l("Hồ sơ"),
    "request_states": _l("Chuyển trạng thái"),
    "request_lists": _l("Nhận danh sách"),
    "request_rows": _l("Sửa nội dung dòng"),
    "row_notes": _l("Ghi nhận xét"),
    "row_decisions": _l("Quyết định"),
    "row_conditions": _l("Điều kiện"),
    "consultations": _l("Lấy ý kiến"),
    "attachments": _l("Kèm tệp"),
    "sharing_requests": _l("Đề nghị dùng chung"),
    "supplement_items": _l("Yêu cầu bổ sung"),
    "letter_edits": _l("Sửa câu trong văn bản"),
}


def column_words(_: Any) -> dict[str, str]:
    """Return the texts by which a column is given its field in a preview."""
    return {
        "columnChoose": _("Chọn trường"),
        "columnIs": _("Cột “%(header)s” là", header="{header}"),
        "columnUnit": _("Đơn vị của cột “%(header)s”", header="{header}"),
        "columnUnitKept": _("như tên cột"),
        "columnSay": _("Xác định cột"),
        "columnNone": _("Bỏ xác định"),
        "columnChange": _("Đổi trường"),
        "columnSamples": _("Ví dụ"),
        "columnSure": _("Nhận mọi đề nghị chắc chắn"),
        "columnSurely": _("Chắc là"),
        "columnMaybe": _("Có thể là"),
        "columnTake": _("Nhận"),
    }


def cell_words(_: Any) -> dict[str, str]:
    """Return the texts of the table in which cells are repaired."""
    return {
        "cellsName": _("Các ô của danh sách"),
        "cellsRow": _("Dòng"),
        "cellsInFile": _("Trong tệp ghi"),
        "cellsRepaired": _("đã sửa"),
        "cellsBack": _("Trả về như trong tệp"),
        "cellsAccept": _("Nhận giá trị đề nghị"),
        "cellsEmpty": _("trống"),
        "cellsSaving": _("Đang ghi…"),
        "cellsSaved": _("Đã ghi %(count)s ô; Ctrl+Z để hoàn lại", count="{count}"),
        "cellsRefused": _("%(count)s ô chưa ghi được, ô có viền đỏ", count="{count}"),
        "cellsUndone": _("Đã hoàn lại"),
        "cellsOutside": _("%(count)s ô dán ra ngoài bảng đã bỏ qua", count="{count}"),
        "cellsNone": _("Không dòng nào còn ô phải xem."),
    }


def decide_words(_: Any) -> dict[str, str]:
    """Return the texts that the scripts of a request's page need besides those of any list."""
    return {
        "decision": _("Quyết định"),
        "sharingAsked": _("Đề nghị dùng chung"),
        "undecided": _("chưa quyết định"),
        "reason": _("Lý do"),
        "reasonNeeded": _("bắt buộc khi khác đề xuất"),
        "reasonForMatters": _("bắt buộc: dòng còn điều phải trả lời"),
        "reasonAnew": _("bắt buộc: lý do đã ghi là của quyết định trước"),
        "reasonBefore": _("Lý do của quyết định trước"),
        "mattersOf": _("Phải trả lời trước khi quyết định"),
        "mendCell": _("Sửa ô này"),
        "reasonAgainst": _("bắt buộc khi thống nhất dòng có cơ quan không thống nhất"),
        "reasonForAnother": _("bắt buộc khi thống nhất dòng ghi nhà mạng khác"),
        "behalfPaper": _("Nộp thay theo văn bản ủy quyền"),
        "conditions": _("Điều kiện kèm theo"),
        "condition": _("Điều kiện"),
        "conditionMore": _("Thêm điều kiện: đã dùng trước đây hoặc lời mới"),
        "conditionAdd": _("Thêm"),
        "conditionTake": _("Đưa vào điều kiện"),
        "conditionStrike": _("Bỏ"),
        "conditionKeep": _("Giữ lại"),
        "conditionWhy": _("Lý do bỏ điều kiện"),
        "conditionSince": _("có từ sau khi quyết định, chưa lưu"),
        "conditionNone": _("Không có kết quả kiểm tra nào nêu điều kiện: phải ghi ít nhất một điều kiện."),
        "save": _("Lưu quyết định"),
        "saveNext": _("Lưu và sang dòng chưa quyết định"),
        "saved": _("Đã lưu"),
        "asRecommended": _("theo đề xuất"),
        "differs": _("khác đề xuất"),
        "conflict": _("Có người đã sửa trước"),
        "theirs": _("Bản đang lưu"),
        "yours": _("Bản bạn vừa nhập"),
        "keepTheirs": _("Giữ bản đang lưu"),
        "keepYours": _("Ghi bản của tôi"),
        "decidedBy": _("Người quyết định"),
        "moveAdvice": _(
            "Đề nghị xem xét chuyển đến vị trí {place}, cách vị trí đề nghị {metres} m về phía {wind}"
        ),
        "keys": _("Phím 1–4 chọn quyết định, mũi tên hoặc J K chuyển dòng, Ctrl+Enter lưu"),
        "edit": _("Sửa"),
        "empty": _("(trống)"),
        "filing": _("Ngày nộp"),
        "decisionDay": _("Ngày quyết định"),
        "differsTitle": _("Hai ngày cho kết quả khác nhau"),
        "chosen": _("dòng đang chọn"),
        "decideChosen": _("Quyết định các dòng đã chọn"),
        "chooseRow": _("Chọn dòng"),
        "chooseAll": _("Chọn mọi dòng đang hiện"),
        "signInAgain": _("Phiên làm việc đã kết thúc; nội dung bạn nhập vẫn ở đây."),
        "signInLink": _("Đăng nhập ở cửa sổ khác rồi bấm lưu lại"),
        "photoOpen": _("Xem ảnh"),
        **_note_words(_),
        **_correct_words(_),
        **answer_words(_),
    }


def _note_words(_: Any) -> dict[str, str]:
    """Return the texts by which a row is noted, checked by hand and judged otherwise."""
    return {
        "notes": _("Ghi chú, căn cứ"),
        "visitPage": _("Xem lượt đi xem, ảnh"),
        "noNotes": _("Chưa có ghi chú nào cho dòng này."),
        "addNote": _("Thêm ghi chú"),
        "noteKind": _("Loại"),
        "noteText": _("Nội dung"),
        "noteFile": _("Ảnh hoặc tệp kèm theo"),
        "withdraw": _("Thu hồi"),
        "withdrawn": _("đã thu hồi"),
        "byHand": _("Đã kiểm tra thủ công"),
        "takeOver": _("Nhận định khác"),
        "outcome": _("Kết quả"),
        "evidence": _("Căn cứ: văn bản, bản đồ, kết quả kiểm tra"),
        "keep": _("Lưu"),
        "cancel": _("Thôi"),
        "wholeList": _("cả danh sách"),
        "forWhole": _("Cho mọi dòng mà quy định này còn để ngỏ"),
    }


def _correct_words(_: Any) -> dict[str, str]:
    """Return the texts by which a row's cells are corrected."""
    return {
        "correct": _("Sửa nội dung dòng"),
        "correctReason": _("Lý do sửa"),
        "correctSave": _("Lưu nội dung đã sửa"),
        "correctNothing": _("Chưa có ô nào thay đổi."),
        "correctHint": _("Giá trị cũ và mới đều được giữ. Dòng này phải quyết định lại."),
        "urban": _("Khu vực đô thị"),
        "urbanYes": _("Trong đô thị"),
        "urbanNo": _("Ngoài đô thị"),
        "urbanUnstated": _("cơ quan chưa xác định riêng"),
        "urbanSave": _("Xác định"),
    }


def answer_words(_: Any) -> dict[str, str]:
    """Return the texts by which an issue is answered, on a preview and on a request's page."""
    return {
        "accept": _("Nhận giá trị đề nghị"),
        "keepValue": _("Giữ giá trị này"),
        "otherValue": _("Giá trị đúng"),
        "answer": _("Ghi"),
        "answered": _("Đã sửa thành"),
        "kept": _("Đã giữ"),
        "placeHint": _("vĩ độ; kinh độ, năm số lẻ"),
        "answerAgain": _("Sửa lại"),
        "asBefore": _("như ở hồ sơ"),
    }


FIGURES: dict[str, Any] = {
    "received": _l("Đã tiếp nhận"),
    "open": _l("Đang xử lý"),
    "overdue": _l("Quá hạn, kể cả đã kết thúc"),
    "issued": _l("Đã ban hành"),
    "withdrawn": _l("Đã rút"),
    "rows": _l("Số dòng"),
    "waiting": _l("Chờ quyết định"),
    "decided_rows": _l("Đã quyết định"),
    "shared": _l("Cột dùng chung"),
    "masts": _l("Cột đang đứng"),
    **DECISIONS,
}

ANSWERS: dict[str, Any] = {
    "agree": _l("Thống nhất"),
    "conditions": _l("Thống nhất có điều kiện"),
    "object": _l("Không thống nhất"),
    "no_answer": _l("Không trả lời"),
}
TO_RECORD: dict[str, Any] = ANSWERS | {"no_answer": _l("Không trả lời, hoặc trả lời không có ý kiến")}
"""What an officer chooses from: of a letter without an opinion he writes the number down."""
SAID: dict[str, Any] = ANSWERS | {"no_answer": _l("Không có ý kiến")}
"""What a body says itself: one that writes that it has no opinion has answered."""


NEEDLESS: dict[str, Any] = {
    "issued": _l("hồ sơ đã được trả lời, không còn chờ ý kiến"),
    "withdrawn": _l("hồ sơ đã rút, không còn chờ ý kiến"),
}
"""Why a body's answer is waited for no more, by how its request ended."""


def answer_word(item: Consultation) -> Any:
    """Return what a body answered: silence is told from a letter that gives no opinion."""
    return (SAID if item.answer or item.answer_number else ANSWERS)[item.outcome]
