"""The sentences of the reply letter's body and the names of its annexes, in both languages.

In the form of NĐ 30/2020/NĐ-CP and the words of QĐ 72/2025/QĐ-UBND; no sentence speaks of the programme.
"""

from enum import StrEnum

from registry.messages import Words
from registry.model.requests.desk import RowDecision
from registry.model.requests.proposals import ProposalKind


class Part(StrEnum):
    """What an annex of the reply lists; each has a table of its own."""

    NEW = "new"
    SHARE = "share"
    UPGRADE = "upgrade"
    RELOCATE = "relocate"
    UNCLEAR = "unclear"
    REFUSED = "refused"
    SUPPLEMENT = "supplement"


AGREED = (Part.NEW, Part.SHARE, Part.UPGRADE, Part.RELOCATE, Part.UNCLEAR)
"""The annexes of agreed positions, in the order of the letter."""

_OF_KIND: dict[ProposalKind, Part] = {
    ProposalKind.NEW: Part.NEW,
    ProposalKind.SHARE: Part.SHARE,
    ProposalKind.UPGRADE: Part.UPGRADE,
    ProposalKind.REPLACE: Part.UPGRADE,
    ProposalKind.RELOCATE: Part.RELOCATE,
    ProposalKind.UNKNOWN: Part.UNCLEAR,
}
_OF_DECISION = {RowDecision.REFUSE: Part.REFUSED, RowDecision.SUPPLEMENT: Part.SUPPLEMENT}


def part_of(kind: ProposalKind, decision: RowDecision) -> Part:
    """Return in which annex a row stands: by its decision, and agreed by what is asked for."""
    return _OF_DECISION.get(decision) or _OF_KIND[kind]


ASKED: dict[ProposalKind, Words] = {
    ProposalKind.NEW: Words("Xây dựng mới", "New mast"),
    ProposalKind.SHARE: Words("Dùng chung", "Sharing"),
    ProposalKind.UPGRADE: Words("Nâng cấp", "Upgrade"),
    ProposalKind.REPLACE: Words("Thay thế", "Replacement"),
    ProposalKind.RELOCATE: Words("Di dời", "Relocation"),
    ProposalKind.UNKNOWN: Words("Chưa ghi rõ", "Not stated"),
}
TITLES: dict[Part, Words] = {
    Part.NEW: Words(
        "DANH SÁCH VỊ TRÍ THỐNG NHẤT XÂY DỰNG MỚI CỘT ĂNG TEN", "POSITIONS AGREED FOR NEW ANTENNA MASTS"
    ),
    Part.SHARE: Words(
        "DANH SÁCH VỊ TRÍ THỐNG NHẤT DÙNG CHUNG CỘT ĂNG TEN ĐÃ CÓ", "POSITIONS AGREED ON SHARED MASTS"
    ),
    Part.UPGRADE: Words(
        "DANH SÁCH CỘT ĂNG TEN THỐNG NHẤT NÂNG CẤP, THAY THẾ", "MASTS AGREED FOR UPGRADE OR REPLACEMENT"
    ),
    Part.RELOCATE: Words("DANH SÁCH CỘT ĂNG TEN THỐNG NHẤT DI DỜI", "MASTS AGREED FOR RELOCATION"),
    Part.UNCLEAR: Words(
        "DANH SÁCH VỊ TRÍ THỐNG NHẤT, HỒ SƠ CHƯA GHI RÕ HÌNH THỨC", "POSITIONS AGREED, THE KIND NOT STATED"
    ),
    Part.REFUSED: Words("DANH SÁCH VỊ TRÍ CHƯA THỐNG NHẤT", "POSITIONS NOT AGREED"),
    Part.SUPPLEMENT: Words("DANH SÁCH VỊ TRÍ ĐỀ NGHỊ BỔ SUNG HỒ SƠ", "POSITIONS TO BE SUPPLEMENTED"),
}
MAPS_TITLE = Words("SƠ ĐỒ VỊ TRÍ", "MAPS OF THE POSITIONS")
INDEX_TITLE = Words("BẢNG TRA CỨU VỊ TRÍ THEO MÃ", "INDEX OF POSITIONS BY CODE")
ANNEX = Words("Phụ lục", "Annex")
LISTED: dict[Part, Words] = {
    Part.NEW: Words("Xây dựng mới {n} cột ăng ten", "{n} new antenna masts"),
    Part.SHARE: Words(
        "Dùng chung cột ăng ten đã có tại {n} vị trí{owners}", "{n} positions on standing masts{owners}"
    ),
    Part.UPGRADE: Words("Nâng cấp, thay thế {n} cột ăng ten đã có", "Upgrade or replacement of {n} masts"),
    Part.RELOCATE: Words("Di dời {n} cột ăng ten", "Relocation of {n} masts"),
    Part.UNCLEAR: Words("{n} vị trí chưa ghi rõ hình thức", "{n} positions of which the kind is not stated"),
}
OF_OTHER = Words("vị trí của {operator}", "position of {operator}")
OF_OTHERS = Words(
    "Trong đó {n} vị trí{codes} là của {operator}, do {recipient} nộp thay.",
    "Of these, {n}{codes} of {operator}, filed on its behalf by {recipient}.",
)
OF_OWNER = Words("{n} vị trí trên cột của {owner}", "{n} on masts of {owner}")
OWNER_UNSTATED = Words("chủ sở hữu nêu tại Phụ lục", "the owners named in the annex")
IN_ANNEX = Words("{what}{codes}, nêu tại {annex}", "{what}{codes}, see {annex}")
GROUND = Words("Căn cứ {document}", "On the basis of {document}")
RECEIVED = Words(
    "Xét đề nghị của {recipient}{letter} về việc {what} (hồ sơ số {number}, tiếp nhận ngày {day}){opinions}; "
    "sau khi thẩm định{total}, {office} có ý kiến như sau:",
    "On the request of {recipient}{letter} for {what} (No. {number}, received on {day}){opinions}, having "
    "appraised it{total}, {office} answers as follows:",
)
OPINIONS = Words("; xét ý kiến của {letters}", " and the opinions of {letters}")
OPINION = Words("{body} tại Văn bản số {number}{on}", "{body} by letter {number}{on}")
TOTAL = Words(" {n} vị trí đề nghị", ", {n} positions in all")
AGREED_ALL = Words("Thống nhất {n}/{total} vị trí đề nghị:", "Agreed: {n} of {total} positions:")
AGREED_BOUND = Words(
    "Thống nhất {n}/{total} vị trí đề nghị, trong đó {bound} vị trí kèm điều kiện:",
    "Agreed: {n} of {total} positions, of which {bound} on conditions:",
)
REFUSED = Words("Chưa thống nhất {n} vị trí{codes}", "Not agreed: {n} positions{codes}")
REFUSED_THEN = Words(
    "Lý do, căn cứ và nội dung đề nghị thực hiện của từng vị trí nêu tại {annex}.",
    "For reasons, grounds and what to do with each position see {annex}.",
)
SUPPLEMENT = Words("Đề nghị bổ sung hồ sơ {n} vị trí{codes}", "To be supplemented: {n} positions{codes}")
SUPPLEMENT_THEN = Words(
    "Nội dung bổ sung nêu tại {annex}. {office} xem xét tiếp sau khi nhận đủ nội dung đó.",
    "See {annex}. {office} goes on once all is handed in.",
)
THEN = Words("Đề nghị {recipient} thực hiện:", "{recipient} is asked:")
KEEP_CONDITIONS = Words(
    "Thực hiện đầy đủ điều kiện ghi tại Phụ lục đối với từng vị trí, gửi văn bản chứng minh về {office} "
    "theo thời "
    "điểm của từng điều kiện",
    "to meet the conditions of the annexes for each position and to hand {office} the papers that prove it",
)
TAKE_DOWN = Words(
    "Tháo dỡ cột hiện có được thay thế, di dời khi đưa cột mới vào sử dụng đối với {n} vị trí{codes}: khoảng "
    "cách giữa các cột được xét khi không còn cột này",
    "to take down the standing mast that is replaced or moved when the new one comes into use at {n} "
    "positions{codes}: the distances between masts were judged without it",
)
INVESTOR = Words(
    "Tự đối chiếu và chịu trách nhiệm bảo đảm khoảng cách, hành lang an toàn của công trình liền kề khi "
    "thiết kế, "
    "xây dựng",
    "to compare and answer for the distances and safety corridors of neighbouring works in design and "
    "building",
)
NOTICE = Words(
    "Trước khi khởi công, gửi thông báo khởi công kèm hồ sơ đến cơ quan quản lý xây dựng theo phân cấp của "
    "Ủy ban nhân dân cấp tỉnh, theo {ground}{rows}",
    "to send the notice of commencement with its dossier before building to the construction authority that "
    "the province has named, by {ground}{rows}",
)
TELECOM = Words(
    "Trước khi xây dựng, thông báo cho {office} theo {ground}{rows}",
    "to tell {office} before building, by {ground}{rows}",
)
PERMIT = Words(
    "Có giấy phép xây dựng trước khi khởi công theo {ground}{rows}",
    "to hold a building permit before building, by {ground}{rows}",
)
NOTICE_OR_PERMIT = Words(
    "Thực hiện quy định về giấy phép xây dựng hoặc thông báo khởi công theo {ground}{rows}",
    "to keep the rules on building permits or notices of commencement of {ground}{rows}",
)
WIND = Words(
    "Thiết kế cột chịu được vận tốc gió giật 3 giây không nhỏ hơn {speeds} theo {ground}",
    "to design masts for 3-second gusts of at least {speeds}, by {ground}",
)
WIND_OF = Words("{speed} m/s đối với {n} vị trí{codes}", "{speed} m/s for {n} positions{codes}")
IN_PLACE_OF = Words(
    "Thực hiện theo Văn bản này thay cho nội dung đã thống nhất tại {letters}",
    "to follow this letter in place of what was agreed to in {letters}",
)
IN_PLACE_OF_ONE = Words(
    "Văn bản số {number} ngày {day} đối với {n} vị trí{codes}",
    "letter {number} of {day} for {n} positions{codes}",
)
RELIEF_ARTICLE = "5.5"
WIND_EITHER = Words(
    "Xác định xã cũ của {n} vị trí{codes} trước khi thiết kế cột: chịu được vận tốc gió giật 3 giây không "
    "nhỏ hơn {higher} m/s nếu xã đó thuộc vùng gió III, {lower} m/s nếu thuộc vùng gió II, theo {ground}",
    "to find of which former commune {n} positions{codes} are before their masts are designed: for 3-second "
    "gusts of at least {higher} m/s in wind zone III, {lower} m/s in zone II, by {ground}",
)
WIND_RELIEF = Words(
    "Khảo sát gió riêng khi thiết kế cột đối với {n} vị trí{codes}: cao độ mặt đất từ {relief} m (mức cơ "
    "quan tự đặt), địa hình phức tạp, theo {ground}",
    "to study the wind at {n} positions{codes} when their masts are designed: ground from {relief} m (the "
    "office's own measure) is complex relief, by {ground}",
)
WIND_SHARED = Words(
    "Khi lắp thêm thiết bị trên cột đã có, tính toán lại khả năng chịu gió của cột theo {ground}",
    "to calculate the wind load anew where antennas are added to a standing mast, by {ground}",
)
INSPECTION = Words(  # which stations are on the list has not been read since TT 07/2023: the carrier tells
    "Đối với trạm gốc thuộc danh mục bắt buộc kiểm định, kiểm định trước khi đưa vào hoạt động và niêm yết "
    "giấy chứng nhận còn hiệu lực tại trạm; đối với trạm không thuộc danh mục, niêm yết bản công bố tại "
    "trạm, theo {ground}",
    "to have the stations of the compulsory list inspected before operation, with a valid certificate "
    "posted at the station, and to post the declaration at any other, by {ground}",
)
RULES_IN_FORCE = Words("quy định hiện hành", "the rules in force")
MONTHS = Words(
    "Triển khai trong thời hạn {months} tháng kể từ {since}{day}. "
    "Quá thời hạn này mà vị trí không được triển khai và không có lý do chính đáng thì bị xem xét thu "
    "hồi, phân bổ "
    "cho doanh nghiệp khác hoặc tạm dừng xem xét đề xuất vị trí mới theo {ground}{extension}",
    "to build within {months} months of {since}{day}; what is not built by then "
    "without "
    "a good reason is considered for withdrawal, by {ground}{extension}",
)
MONTHS_ALONE = Words(  # of a text that is not known to lay down more than the time and the weighing
    "Triển khai trong thời hạn {months} tháng kể từ {since}{day}. "
    "Quá thời hạn này mà vị trí không được triển khai thì bị xem xét thu hồi theo {ground}{extension}",
    "to build within {months} months of {since}{day}; what is not built by then is considered for "
    "withdrawal, by {ground}{extension}",
)
SINCE_PLAN = Words(
    "ngày kế hoạch phát triển hạ tầng hằng năm được phê duyệt", "the approval of the annual plan"
)
SINCE_LETTER = Words("ngày ban hành văn bản này", "the day of this letter")
MONTHS_DAY = Words(" (ngày {start}), tức đến hết ngày {end}", " ({start}), that is by {end}")
MONTHS_END = Words(", tức đến hết ngày {end}", ", that is by {end}")
EXTENSION = Words(
    "; việc gia hạn chỉ xem xét trong trường hợp bất khả kháng, không quá {months:02d} tháng",
    "; an extension of at most {months} months is considered for force majeure only",
)
EXTENSION_ALONE = Words(
    "; việc gia hạn không quá {months:02d} tháng", "; an extension is of at most {months} months"
)
CLOSING = Words(
    "Trên đây là ý kiến của {office}, đề nghị {recipient} biết, thực hiện./.",
    "This is the opinion of {office} for {recipient} to act upon.",
)
IN_ROW = Words("{annex}, TT {row}", "{annex}, No. {row}")
ANNEX_OF = Words("số {number} {day} của {office}", "No. {number} of {day} of {office}")
MAP_OF = Words("Vị trí {label}", "Position {label}")
UNBOUND = Words("Không kèm điều kiện", "No condition")
SEE = Words("Điều kiện {labels}", "Conditions {labels}")
SHARED_CONDITIONS = Words(
    "Điều kiện áp dụng cho nhiều vị trí (dẫn theo chữ cái ở cột cuối):",
    "Conditions of several positions (by letter in the last column):",
)
OF_REQUEST = Words("của hồ sơ số", "of request")
AMENDED = Words(
    "điều chỉnh so với Văn bản số {number} ngày {day}: {facts}", "amends letter {number} of {day}: {facts}"
)
AMENDED_REVOKED = Words(
    "nội dung thống nhất tại Văn bản số {number} ngày {day} đã bị thu hồi",
    "what letter {number} of {day} agreed to was revoked",
)
AMENDED_SAME = Words("như Văn bản số {number} ngày {day}", "as in letter {number} of {day}")
HOST = Words("Cột {code}", "Mast {code}")
HOST_OF = Words("chủ sở hữu: {owner}", "owner: {owner}")
HOST_UNSTATED = Words("Cột tại vị trí đề nghị", "The mast at the position")
HOST_UNKNOWN = Words("Chưa nêu mã cột dùng chung", "The code of the shared mast is not stated")
REPLACED = Words("Cột hiện có {code}", "Standing mast {code}")
REPLACED_HERE = Words("Cột hiện có tại vị trí", "The mast at the position")
MOVED_UNSTATED = Words("Chưa nêu mã cột di dời", "The code of the mast that moves is not stated")
NOTHING_KNOWN = Words(
    "Nội dung theo thông báo của cơ quan thẩm định", "As the appraising office has told the applicant"
)
SHARE_OR_MOVE = Words(
    "Đề nghị sử dụng chung hạ tầng hiện có hoặc điều chỉnh phương án, vị trí",
    "Share standing infrastructure, or change the plan or the position",
)
CHANGE = Words("Đề nghị điều chỉnh phương án, vị trí", "Change the plan or the position")
OBJECTED = Words("Cơ quan được hỏi không thống nhất", "A body that was asked does not agree")
AS_THE_REASON_SAYS = Words(
    "Đề nghị khắc phục nội dung nêu ở phần lý do trước khi đề nghị lại",
    "Put right what the reason names before asking again",
)
REMEDIES: dict[str, Words] = {
    "SPC": SHARE_OR_MOVE,
    "LOC": Words(
        "Đề nghị kiểm tra lại tọa độ, địa bàn của vị trí", "Compare the coordinates and the territory"
    ),
    "CLS": Words(
        "Đề nghị điều chỉnh loại cột, chiều cao cho phù hợp vị trí đặt", "Change the class or the height"
    ),
    "SHR-01": Words(
        "Đề nghị điều chỉnh thiết kế cột để dùng chung", "Change the design so that the mast can be shared"
    ),
    "SHR": Words(
        "Đề nghị hiệp thương với chủ sở hữu cột hoặc điều chỉnh phương án, vị trí",
        "Agree with the owner of the mast, or change the plan or the position",
    ),
    "PLN-01": Words(
        "Đề nghị điều chỉnh, bổ sung kế hoạch trước khi đề nghị lại",
        "Have the plan amended before asking again",
    ),
    "PLN-03": Words(
        "Đề nghị điều chỉnh chiều cao cột hoặc vị trí", "Change the height of the mast, or the position"
    ),
}
"""What to do about a refusal, by the rule or the beginning of its code (the longest counts)."""
SUPPLEMENTED: dict[str, Words] = {
    "position": Words("tọa độ đọc được (WGS 84 hoặc VN-2000)", "coordinates that can be read"),
    "kind": Words("hình thức đề nghị (xây mới, dùng chung, nâng cấp, thay thế, di dời)", "what is asked for"),
    "host": Words("mã và chủ sở hữu của cột dùng chung", "code and owner of the mast to be shared"),
    "commune": Words("xã, phường của vị trí", "commune or ward"),
    "operator": Words("doanh nghiệp đề nghị", "the operator"),
    "mast_class": Words("loại cột (A1a, A1b, A2a, A2b hoặc A2c)", "class of the mast (A1a to A2c)"),
    "support": Words("vị trí đặt cột (dưới đất hoặc trên công trình đã có)", "ground or roof"),
    "land_type": Words("loại đất đặt cột", "kind of land"),
    "mast_height_m": Words("chiều cao cột", "height of the mast"),
    "building_height_m": Words("chiều cao công trình có cột đặt trên mái", "height of the building below"),
    "top_agl_m": Words("chiều cao đỉnh cột so với mặt đất", "height of the top above ground"),
    "ground_elevation_m": Words("cao độ mặt đất tại vị trí", "elevation of the ground"),
    "designed_operators": Words(
        "số doanh nghiệp mà cột được thiết kế để dùng chung", "number of operators the mast is designed for"
    ),
    "sharing_sent": Words("văn bản đề nghị dùng chung đã gửi", "the sharing request that was sent"),
    "sharing_replied": Words("văn bản trả lời về dùng chung", "the reply about sharing"),
}
"""What a row lacks, as a letter asks for it, by the name that findings give it."""
MEASURED_ANEW = Words(
    "tọa độ đo lại tại vị trí (tọa độ đã nêu có thể lệch tới {m} m)",
    "coordinates measured again at the place (those stated may be off by up to {m} m)",
)
SUPPLEMENT_IS = Words("Bổ sung {what}", "State {what}")
