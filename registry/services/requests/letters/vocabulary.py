"""The words of letters for the codes of requests, decisions and findings, in both languages."""

from registry.messages import Words
from registry.model.findings import Outcome, Verdict
from registry.model.requests.desk import RequestKind, RowDecision

KINDS: dict[RequestKind, Words] = {
    RequestKind.POSITION: Words(
        "chấp thuận vị trí xây dựng cột ăng ten", "agreement on the positions of antenna masts"
    ),
    RequestKind.ANNUAL_PLAN: Words(
        "kế hoạch phát triển hạ tầng kỹ thuật viễn thông thụ động hằng năm",
        "the annual plan of passive telecommunications infrastructure",
    ),
    RequestKind.SHARING: Words(
        "sử dụng chung hạ tầng kỹ thuật viễn thông thụ động", "sharing of passive infrastructure"
    ),
    RequestKind.COMMENCEMENT: Words(
        "thông báo khởi công xây dựng cột ăng ten", "the notice of commencement of antenna masts"
    ),
    RequestKind.AMENDMENT: Words(
        "điều chỉnh vị trí xây dựng cột ăng ten", "the amendment of positions of antenna masts"
    ),
}
DECISIONS: dict[RowDecision, Words] = {
    RowDecision.AGREE: Words("Thống nhất", "Agreed"),
    RowDecision.AGREE_WITH_CONDITIONS: Words("Thống nhất có điều kiện", "Agreed with conditions"),
    RowDecision.REFUSE: Words("Chưa thống nhất", "Not agreed"),
    RowDecision.SUPPLEMENT: Words("Đề nghị bổ sung", "To be supplemented"),
}
VERDICTS: dict[Verdict, Words] = {
    Verdict.AGREE: DECISIONS[RowDecision.AGREE],
    Verdict.AGREE_WITH_CONDITIONS: DECISIONS[RowDecision.AGREE_WITH_CONDITIONS],
    Verdict.REFUSE: DECISIONS[RowDecision.REFUSE],
    Verdict.CANNOT_ASSESS: Words("Chưa đủ căn cứ", "Cannot be assessed"),
}
OUTCOMES: dict[Outcome, Words] = {
    Outcome.PASS: Words("Đạt", "Pass"),
    Outcome.FAIL: Words("Không đạt", "Fail"),
    Outcome.CONSENT: Words("Cần ý kiến chấp thuận", "Consent needed"),
    Outcome.REVIEW: Words("Cần xem xét", "To be weighed"),
    Outcome.UNKNOWN: Words("Chưa đủ căn cứ", "Not known"),
    Outcome.NA: Words("Không áp dụng", "Does not apply"),
}
NO_PLACE = Words("chưa xác định được tọa độ", "no position known")
NO_MAST = Words("chưa nêu loại cột", "class not stated")
NOT_DECIDED = Words("chưa có ý kiến", "not decided")
ANSWERS: dict[str, Words] = {
    "agree": Words("Thống nhất", "Agreed"),
    "conditions": Words("Thống nhất có điều kiện", "Agreed with conditions"),
    "object": Words("Không thống nhất", "Not agreed"),
    "no_answer": Words("Không có ý kiến", "No opinion"),
}
