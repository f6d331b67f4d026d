"""The words of letters for the codes of requests, decisions and findings, in both languages."""

from registry.messages import Words
from registry.model.areas import LAYERS as KNOWN_LAYERS
from registry.model.desk import RequestKind, RowDecision
from registry.model.findings import Outcome, Verdict

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
BY_VERDICT = Words("(theo kiến nghị)", "(as recommended)")
LAYERS: dict[str, Words] = {
    "territory": Words("ranh giới địa bàn", "the territory's boundary"),
    "admin_units": Words("ranh giới xã, phường", "communes' boundaries"),
    **{layer.value: Words(facts.letter["vi"], facts.letter["en"]) for layer, facts in KNOWN_LAYERS.items()},
}
"""What a letter calls the layers that the office may lack."""
NO_POSITION = Words(
    "Chưa có tọa độ đọc được nên chưa thẩm định được vị trí; đề nghị ghi tọa độ WGS-84 hoặc VN-2000",
    "No coordinates could be read, so the position cannot be appraised; state them in WGS 84 or VN-2000",
)
"""Said once of a row instead of by every rule."""
LACKING = Words(
    "Cơ sở dữ liệu của cơ quan chưa có hoặc chưa đủ dữ liệu về {layers}; đề nghị tự đối chiếu, bảo đảm "
    "khoảng cách và hành lang an toàn theo {grounds}",
    "The office's register lacks, or has in part only, {layers}; to be compared by the applicant, keeping "
    "the distances and safety corridors of {grounds}",
)
ANSWERS: dict[str, Words] = {
    "agree": Words("Thống nhất", "Agreed"),
    "conditions": Words("Thống nhất có điều kiện", "Agreed with conditions"),
    "object": Words("Không thống nhất", "Not agreed"),
    "no_answer": Words("Không có ý kiến", "No opinion"),
}
