"""What the page of rescue files says while a file is sent in parts; names in braces are filled in by it."""

from flask_babel import gettext as _


def rescue_texts() -> dict[str, str]:
    """Return the texts in the reader's language, by key."""
    return {
        "reading": _("Đang đọc tệp để gửi từng phần: {done} / {total}"),
        "sending": _("Đã gửi {done} / {total}"),
        "resumed": _("Máy chủ đã có {done} / {total}, gửi tiếp từ đó"),
        "checking": _("Đã gửi đủ {total}. Máy chủ đang kiểm tra tệp"),
        "photos": _("Máy chủ đã nhận ảnh {done} / {total}"),
        "done": _("Đã nhận xong {name}"),
        "offline": _(
            "Mất kết nối. Phần đã gửi vẫn giữ; tự gửi tiếp sau {seconds} giây. Đóng trang cũng không mất: "
            "lần sau chọn lại tệp này."
        ),
        "busy": _("{said}. Phần đã gửi vẫn giữ; tự hỏi lại sau {seconds} giây."),
        "again": _("Gửi tiếp ngay"),
        "sign-in": _("Phiên đăng nhập đã hết. Đăng nhập lại rồi chọn lại tệp này: phần đã gửi vẫn giữ."),
        "changed": _("Không đọc được tệp nữa: tệp đã bị sửa, chuyển hoặc xóa. Chọn lại tệp."),
        "dropped": _("Đã bỏ tệp gửi dở."),
    }
