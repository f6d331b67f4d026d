"""The texts of the field app about where one is and how one gets there; names in braces are filled in."""

from typing import Any

from flask_babel import lazy_gettext as _l

MAP_TEXTS: dict[str, Any] = {
    "list.route": _l("Thứ tự đi trong ngày"),
    "list.nobodys": _l("chưa giao"),
    "list.colleagues-title": _l("Của đợt này, giao cho người khác"),
    "list.colleagues": _l("giao cho {name}"),
    "list.others": _l("Không thuộc đợt kiểm tra này"),
    "route.title": _l("Thứ tự đi trong ngày"),
    "route.how-many": _l("Hôm nay đi"),
    "route.count": _l("{count} cột"),
    "route.all": _l("mọi cột còn lại"),
    "route.nothing": _l("Mọi cột của đợt đã kiểm tra xong."),
    "route.total": _l("{count} cột, {distance}"),
    "route.left": _l("để ngày khác {count} cột"),
    "route.next": _l("Cột tiếp theo"),
    "route.on-map": _l("Xem trên bản đồ"),
    "route.start": _l("Bắt đầu ở đây"),
    "route.suggested": _l("Về thứ tự gợi ý"),
    "route.up": _l("Đi {code} sớm hơn"),
    "route.down": _l("Đi {code} muộn hơn"),
    "route.print": _l("In"),
    "route.by-road": _l("Theo đường bộ của bản đồ nền. Cột gấp trước, rồi các cột gần nhau."),
    "route.mixed": _l(
        "Theo đường bộ của bản đồ nền; chặng có dấu ≈ có đoạn tính theo đường chim bay nhân 1,4."
    ),
    "route.straight": _l(
        "Gói này không có mạng đường: mọi chặng là đường chim bay nhân 1,4, chỉ để xếp thứ tự."
    ),
    "route.rough": _l("Nền minh họa, gần đúng: số km chỉ để xếp thứ tự."),
    "route.from-here": _l("Tính từ chỗ đang đứng (sai số {accuracy})."),
    "route.from-anywhere": _l("Chưa biết chỗ đang đứng: bắt đầu từ cột cho đường ngắn nhất."),
    "ground.what": _l("Bản đồ nền trong gói: {size}, tới mức đường làng quanh {count} cột"),
    "ground.what-coarse": _l("Bản đồ nền trong gói: {size}, chưa tới mức đường làng"),
    "ground.held": _l("đã ở trên máy"),
    "ground.part": _l("đã tải {share} %"),
    "ground.missing": _l("chưa tải về máy"),
    "ground.rough": _l("nền minh họa, gần đúng"),
    "ground.load": _l("Tải bản đồ nền"),
    "ground.broken": _l("Mạng ngắt khi đã tải {share} %. Phần đã tải còn trên máy; bấm để tải tiếp."),
    "map.other": _l("cột không thuộc đợt"),
    "map.other-word": _l("không thuộc đợt kiểm tra"),
    "map.locate": _l("Chỗ tôi đang đứng"),
    "at.what": _l(
        "Cột này không thuộc đợt nào trên máy. Kết quả ghi thẳng vào cột, không tính vào đợt nào; ghi được "
        "cả khi không có mạng."
    ),
    "at.name": _l("ngoài đợt"),
    "at.colleagues": _l(
        "Cột này của đợt đang đi, giao cho {name}. Kết quả tính cho đợt; ghi được cả khi không có mạng."
    ),
    "mast.colleagues": _l("Cột này của đợt kiểm tra đang đi, giao cho {name}."),
    "mast.colleagues-hint": _l(
        "Máy chỉ mang vị trí và loại cột của cột giao cho người khác. Đi thay thì ghi ngay: kết quả tính cho "
        "đợt."
    ),
    "mast.other": _l("Cột này không thuộc đợt kiểm tra nào đã tải về máy."),
    "mast.other-hint": _l(
        "Máy chỉ mang vị trí và loại cột. Cần kiểm tra cột này: báo cơ quan thêm vào đợt, hoặc ghi ngay, "
        "không tính vào đợt nào."
    ),
    "mast.other-record": _l("Kiểm tra, ghi tồn tại cột này"),
    "where.away": _l("{distance}, hướng {direction}"),
    "where.n": _l("bắc"),
    "where.ne": _l("đông bắc"),
    "where.e": _l("đông"),
    "where.se": _l("đông nam"),
    "where.s": _l("nam"),
    "where.sw": _l("tây nam"),
    "where.w": _l("tây"),
    "where.nw": _l("tây bắc"),
    "where.off": _l("Chưa biết chỗ đang đứng."),
    "where.waiting": _l("Đang tìm vị trí của máy, tối đa 30 giây."),
    "where.fix": _l("Tính từ chỗ đang đứng, sai số {accuracy}."),
    "where.refused": _l(
        "Trình duyệt đang chặn vị trí. Chạm biểu tượng bên trái địa chỉ trang, mở Quyền, cho phép Vị trí, "
        "rồi bấm lại; kiểm tra cả Vị trí trong cài đặt của máy."
    ),
    "where.none": _l("Sau 30 giây chưa có vị trí. Ra chỗ thoáng, bật Vị trí của máy, rồi bấm lại."),
    "where.cannot": _l("Máy này không định vị được."),
    "where.ask": _l("Lấy vị trí của tôi"),
    "where.again": _l("Tìm lại vị trí"),
    "cuts.title": _l("Đường bị cắt khi tải về: {count}"),
    "cuts.line": _l("{name}: {cause} từ {at}, theo {by}"),
    "cuts.flood": _l("ngập"),
    "cuts.slide": _l("sạt lở"),
    "cuts.bridge": _l("hỏng cầu, ngầm"),
    "cuts.tree": _l("cây đổ"),
    "cuts.other": _l("lý do khác"),
}
