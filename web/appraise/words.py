"""The words of the appraisal page and of the map in one file, by a translation function of the caller.

The page translates by the request, the file by the language it is written in; both get the same dict.
"""

from collections.abc import Callable
from typing import Any

from registry.checks.registered import CHECKS
from registry.messages import Language
from web.map.rule_signs import SIGNS, VERDICTS, families

Translate = Callable[[str], str]


def words(_: Translate, lang: Language) -> dict[str, Any]:
    """Return every word that the scripts need, in one language."""
    return {
        "lang": lang,
        "outcomes": {
            code: {"word": word, "sign": SIGNS[code]}
            for code, word in (
                ("fail", _("Không đạt")),
                ("unknown", _("Chưa đủ căn cứ")),
                ("consent", _("Cần văn bản đồng ý")),
                ("review", _("Cần xem xét")),
                ("pass", _("Đạt")),
                ("na", _("Không áp dụng")),
            )
        },
        "verdicts": {
            "refuse": _("Chưa thống nhất"),
            "cannot_assess": _("Chưa đủ căn cứ"),
            "agree_with_conditions": _("Thống nhất có điều kiện"),
            "agree": _("Thống nhất"),
        },
        "shortVerdicts": {
            "refuse": _("Chưa thống nhất"),
            "cannot_assess": _("Chưa đủ căn cứ"),
            "agree_with_conditions": _("Có điều kiện"),
            "agree": _("Thống nhất"),
        },
        "verdictOrder": list(VERDICTS),
        "stages": {"construction": _("Khi xin phép, khởi công"), "operation": _("Khi đưa vào hoạt động")},
        "severities": {"error": _("Lỗi"), "warning": _("Cảnh báo"), "info": _("Lưu ý")},
        "kinds": {
            "new": _("Cột mới"),
            "share": _("Dùng chung"),
            "replace": _("Thay thế"),
            "relocate": _("Di dời"),
            "upgrade": _("Nâng cấp"),
            "unknown": _("Chưa rõ hình thức"),
        },
        "families": families(_, lang),
        "rules": {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS},
        "readings": {
            "decimal": _("độ thập phân"),
            "decimal-comma": _("độ thập phân, dấu phẩy"),
            "dms": _("độ, phút, giây"),
            "dm": _("độ, phút"),
            "vn2000": _("mét VN-2000"),
            "vn2000-degrees": _("độ theo VN-2000"),
            "swapped": _("đổi chỗ kinh độ và vĩ độ"),
            "missing-point": _("thêm dấu thập phân"),
            "no-point": _("thêm dấu thập phân"),
            "wrong-meridian": _("kinh tuyến trục khác"),
            "link": _("theo đường liên kết bản đồ"),
            "unsure-plane": _("chưa rõ kinh tuyến trục, múi chiếu"),
            "no-datum": _("chuyển từ VN-2000 sang WGS-84"),
            "unreadable": _("không đọc được"),
        },
        "texts": {**_list_texts(_), **_row_texts(_), **_moved_texts(_), **_instead_texts(_)},
    }


def _list_texts(_: Translate) -> dict[str, str]:
    """Return the texts about the list: its rows and what was said when it was read."""
    return {
        "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
        "row": _("Dòng"),
        "sheet": _("Trang tính"),
        "rows": _("dòng"),
        "noRows": _("Không có dòng nào ứng với bộ lọc này."),
        "otherOperator": _("ghi nhà mạng khác"),
        "noCode": _("(không mã)"),
        "hidden": _("dòng bị ẩn trong tệp"),
        "issues": _("lưu ý khi đọc tệp"),
        "column": _("Cột bảng tính"),
        "value": _("Giá trị"),
        "wholeSheet": _("cả trang tính"),
        "wholeFile": _("cả tệp"),
        "proposed": _("Đề nghị"),
        "didYouMean": _("có phải là"),
        "columnStated": _("do người xem danh sách xác định"),
        "columnStatedBefore": _("như danh sách của hồ sơ"),
        "columnOwn": _("phần mềm hiểu là"),
        "columnOurs": _("cột phần mềm ghi vào bảng đã đánh dấu, không đọc lại"),
        "columnUnused": _("không dùng cột này"),
        "columnNameless": _("không có tên"),
        "columnsKnown": _("Cột đã hiểu"),
        "columnsUnknown": _("Cột chưa hiểu"),
        "noIssues": _("Không có lưu ý nào: mọi ô cần cho thẩm định đều đọc được."),
        "noIssuesOf": _("Không có lưu ý nào ở mức này."),
        "toRow": _("Xem dòng này"),
        "of": _("trên"),
        "show": _("Hiện"),
        "zone": _("Vùng"),
        "page": _("Trang"),
        "issuesOfRow": _("Lưu ý khi đọc dòng này"),
        "zoomIn": _("Phóng to"),
        "zoomOut": _("Thu nhỏ"),
    }


def _row_texts(_: Translate) -> dict[str, str]:
    """Return the texts about one row: its position, its findings, what is near."""
    return {
        "position": _("Vị trí"),
        "noPosition": _("Chưa đọc được tọa độ, nên dòng này không có trên bản đồ"),
        "written": _("Trong tệp"),
        "readAs": _("Đọc thành"),
        "lat": _("vĩ độ"),
        "lon": _("kinh độ"),
        "repair": _("Đề nghị sửa tọa độ"),
        "repairNote": _(
            "Phần mềm chỉ đề nghị, doanh nghiệp cần xác nhận. Kết quả dưới đây tính theo vị trí đã sửa."
        ),
        "proposedPlace": _("vị trí đề nghị"),
        "writtenPlace": _("vị trí như trong tệp"),
        "accuracy": _("sai số"),
        "listNote": _("Ghi chú trong danh sách"),
        "listAlso": _("Danh sách còn ghi"),
        "replacesMast": _("Thay thế cho"),
        "legal": _("Trở ngại pháp lý"),
        "met": _("Điều kiện phải đáp ứng"),
        "openHere": _("Cơ quan phải làm rõ trước khi kết luận dòng này"),
        "officeGaps": _("Dữ liệu của cơ quan chưa đủ, không làm đổi kết luận dòng này"),
        "passedRules": _("Quy định đạt"),
        "allPassed": _("Không có trở ngại pháp lý, không có điều kiện nào ở bước vị trí."),
        "later": _("Sẽ hỏi ở bước sau"),
        "idle": _("Không áp dụng"),
        "recommend": _("Đề xuất"),
        "officeDecides": _("Phần mềm đề xuất, cơ quan quyết định."),
        "conditions": _("Điều kiện"),
        "related": _("đối chiếu với"),
        "unverified": _("chưa kiểm chứng"),
        "unverifiedHint": _("Số liệu của quy định này chưa được kiểm chứng với văn bản gốc"),
        "lawHint": _("Xem quy định, số và văn bản của ngày này"),
        "flips": _("đo chính xác hơn có thể đổi kết quả"),
        "mast": _("Cột"),
        "approvedOnly": _("đã duyệt, chưa xây"),
        "away": _("cách"),
        "thisRow": _("vị trí đang xem"),
    }


def _moved_texts(_: Translate) -> dict[str, str]:
    """Return the texts about trying another place."""
    return {
        "drag": _("Kéo để thử vị trí khác"),
        "moveTitle": _("Thử vị trí khác"),
        "moveHint": _(
            "Kéo điểm trên bản đồ hoặc nhập tọa độ: độ thập phân, độ phút giây, X Y VN-2000. Không lưu gì."
        ),
        "moved": _("Đang thử ở vị trí khác"),
        "movedBy": _("cách vị trí trong danh sách"),
        "unchanged": _("Mọi kết quả giữ nguyên"),
        "changed": _("Thay đổi so với vị trí trong danh sách"),
        "back": _("Bỏ thử"),
        "sameVerdict": _("không đổi"),
        "useMove": _("Dùng trong văn bản"),
        "correctPlace": _("Sửa tọa độ dòng theo vị trí này"),
        "badPosition": _(
            "Không đọc được tọa độ này. Ghi vĩ độ rồi kinh độ: độ thập phân có năm số lẻ, hoặc độ phút giây."
        ),
        "limitCircle": _("giới hạn"),
    }


def _instead_texts(_: Translate) -> dict[str, str]:
    """Return the texts about what could be done instead."""
    return {
        "instead": _("Thay vào đó"),
        "insteadRadius": _("Tìm trong bán kính (m)"),
        "insteadFind": _("Tìm"),
        "insteadTry": _("Thử trên bản đồ"),
        "insteadLook": _("Xem trên bản đồ"),
        "given": _("Có văn bản, kèm điều kiện"),
        "insteadShare": _("Hỏi dùng chung"),
        "insteadWait": _("Đang tìm vị trí khác…"),
        "insteadChanges": _("Giữ vị trí, thay đổi cột"),
        "insteadHosts": _("Cột có thể dùng chung"),
        "insteadOwn": _("Cột đã có mạng hoặc của chính doanh nghiệp đề nghị: không phải hỏi dùng chung"),
        "insteadNoHosts": _("Trong sổ không có cột nào để hỏi dùng chung trong bán kính này."),
        "insteadRemaining": _("Còn lại"),
        "insteadThen": _("khi đó"),
        "insteadMast": _("cột cao"),
        "insteadHeight": _("đỉnh cao"),
        "insteadFits": _("chưa thấy trở ngại"),
        "insteadHidden": _("Cột của doanh nghiệp khác"),
    }
