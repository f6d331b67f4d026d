"""The texts of the field app about its connection, the day, the PIN, what is home; {names} are filled in."""

from typing import Any

from flask_babel import lazy_gettext as _l

PHONE_TEXTS: dict[str, Any] = {
    "rescue.title": _l("Tệp cứu hộ"),
    "rescue.what": _l("Mọi mục và ảnh chưa được xác minh trong một tệp, để gửi bằng cách khác cho cán bộ."),
    "rescue.make": _l("Lấy tệp cứu hộ"),
    "rescue.nothing": _l("Không có gì chờ: mọi mục đã được xác minh."),
    "rescue.saved": _l("Đã lưu tệp {size} vào mục tải về. Dữ liệu trên máy giữ nguyên."),
    "rescue.lacks": _l(
        "Tệp chưa có {count} mục máy chưa ghi được: giải phóng chỗ trên máy, chờ máy ghi xong rồi lấy "
        "tệp lần nữa."
    ),
    "rescue.shared": _l("Đã chuyển tệp {size}. Dữ liệu trên máy giữ nguyên."),
    "rescue.import": _l("Nhận tệp cứu hộ (tại cơ quan)"),
    "app.insecure-title": _l("Địa chỉ này chưa được mã hóa"),
    "app.insecure": _l(
        "Trình duyệt chỉ cho ghi dữ liệu ngoại tuyến khi kết nối được mã hóa (https). Không kiểm "
        "tra được ở địa chỉ này."
    ),
    "app.insecure-hint": _l(
        "Báo người quản trị: đặt máy chủ sau một proxy có chứng thư số của cơ quan "
        "(docs/operate/phones-tls.md), rồi mở lại bằng https."
    ),
    "home.done": _l("{done} cột xong, {left} cột còn"),
    "home.all-done": _l("Đã xong cả {done} cột"),
    "list.cable-only": _l("Chỉ có phiếu cáp, chưa kiểm tra cột"),
    "mast.reports": _l("Phản ánh của người dân"),
    "mast.report-photo": _l("Ảnh {at} của phản ánh {number}"),
    "mast.report-more": _l("Còn {count} ảnh ở trang phản ánh của cơ quan."),
    "mast.cable-only": _l("Mới có phiếu cáp ngoại vi: đợt này còn cần phiếu của cột."),
    "home.today": _l("Hôm nay xong {count} cột."),
    "home.today-beside": _l("Ngoài danh sách này, hoặc chỉ có phiếu cáp: {count} cột."),
    "home.all": _l("Tất cả đã về cơ quan."),
    "home.waits": _l("{count} cột chưa về hết cơ quan."),
    "home.aside": _l("Cơ quan để riêng mục của {count} cột, chờ xử lý."),
    "home.others": _l("Trên máy còn việc của tài khoản khác chưa về cơ quan."),
    "mast.look-theirs": _l("Xem lượt do {by} ghi trên máy này"),
    "visit.theirs": _l(
        "Lượt này do tài khoản {by} ghi: chỉ xem được. Để ghi tiếp, {by} đăng nhập trên máy này; "
        "hoặc bắt đầu lượt của bạn ở phiếu cột."
    ),
    "visit.ungraded-left": _l("{count} tồn tại chưa chọn mức độ: chưa có mức thì chưa có hạn khắc phục"),
    "defect.ungraded": _l("chưa chọn mức độ"),
    "draw.on": _l("Vẽ lên ảnh"),
    "draw.again": _l("Sửa hình vẽ"),
    "draw.title": _l("Vẽ mũi tên, vòng tròn lên ảnh"),
    "draw.how": _l("Kéo ngón tay trên ảnh. Hình vẽ giữ riêng, ảnh gốc không đổi."),
    "draw.picture": _l("Ảnh đang vẽ lên"),
    "draw.tool": _l("Hình để vẽ"),
    "draw.arrow": _l("Mũi tên"),
    "draw.circle": _l("Vòng tròn"),
    "draw.undo": _l("Bỏ hình vừa vẽ"),
    "draw.leave": _l("Không giữ"),
    "draw.keep": _l("Giữ hình vẽ"),
    "home.photos": _l("Còn {count} ảnh gốc chưa gửi."),
    "home.nothing": _l("Chưa ghi cột nào trên máy này."),
    "home.next": _l("Cột tiếp theo: {code}"),
    "home.bar": _l("{done} trong {all} cột đã xong"),
    "list.danger": _l("có tồn tại nguy hiểm"),
    "list.networks": _l("mạng {names}"),
    "mast.owner": _l("Đơn vị chịu trách nhiệm"),
    "mast.networks": _l("Mạng trên cột"),
    "mast.telephone": _l("Điện thoại"),
    "mast.call": _l("Gọi {name}"),
    "mast.no-telephone": _l("cơ quan chưa ghi số"),
    "visit.drop": _l("Bỏ lượt này (mở nhầm)"),
    "visit.drop-sure": _l(
        "Lượt này đã ghi {count} mục. Bỏ thì cột trở lại chưa kiểm tra; các mục không mất, nằm ở cơ quan "
        "dưới dạng lượt đã bỏ và không tính vào kết quả."
    ),
    "visit.drop-yes": _l("Bỏ lượt này"),
    "visit.drop-no": _l("Giữ lại"),
    "visit.dropped": _l("Lượt này đã bỏ; không tính vào kết quả."),
    "kind.drop": _l("Bỏ lượt"),
    "defect.outlived": _l("Câu trả lời của mục này nay không còn là hư hỏng."),
    "defect.restated": _l("Câu trả lời đã sửa từ khi ghi tồn tại này, nay là: {what}. Bấm Sửa tồn tại."),
    "defect.drop": _l("Bỏ tồn tại"),
    "defect.drop-what": _l("Ghi nhầm thì bỏ: mục đã ghi vẫn giữ, không tính vào kết quả."),
    "defect.drop-yes": _l("Bỏ tồn tại này"),
    "defect.dropped-note": _l("Bỏ tồn tại ghi nhầm: {what}"),
    "visit.outlived-left": _l("{count} tồn tại ghi từ câu trả lời đã sửa thành tốt"),
    "visit.restated-left": _l("{count} tồn tại ghi theo câu trả lời trước khi sửa"),
    "visit.outlived-look": _l("Xem lại tồn tại"),
    "list.left": _l(
        "Đợt “{name}” không còn trong các đợt giao cho bạn (đã kết thúc, hoặc giao người khác). Những gì đã "
        "ghi vẫn trên máy và vẫn gửi về cơ quan."
    ),
    "list.gone": _l("Không còn cột"),
    "list.unreachable": _l("Chưa vào được"),
    "found.title": _l("Khác với sổ đăng ký"),
    "found.what": _l(
        "Chỉ ghi điều khác với sổ. Cơ quan thấy bên cạnh sổ và hỏi đơn vị; sổ không tự đổi. Giới hạn độ "
        "thẳng đứng tính theo chiều cao ghi ở đây."
    ),
    "found_height.asked": _l("Chiều cao cột tại chỗ, m (sổ ghi: {held})"),
    "found_class.asked": _l("Loại cột tại chỗ (sổ ghi: {held})"),
    "found_networks.asked": _l("Mạng thấy trên cột (sổ ghi: {held})"),
    "found_height.note": _l("Chiều cao cột tại chỗ {found}, sổ ghi {held}"),
    "found_class.note": _l("Loại cột tại chỗ {found}, sổ ghi {held}"),
    "found_networks.note": _l("Mạng thấy trên cột: {found}, sổ ghi {held}"),
    "found.none": _l("chưa ghi"),
    "found.same": _l("Như sổ"),
    "found.taken-back": _l("Đã rút điều ghi khác với sổ"),
    "found.no-number": _l("Chiều cao phải là số mét, ví dụ 42 hoặc 42,5."),
    "found.save": _l("Ghi khác với sổ"),
    "limit.found": _l(", H = {height} m tại chỗ"),
    "absent.title": _l("Cột không còn, hoặc không vào được"),
    "absent.why": _l("Vì sao không kiểm tra được?"),
    "absent.gone": _l("Không còn cột tại đây"),
    "absent.unreachable": _l("Không vào được tới cột"),
    "absent.gone-then": _l(
        "Lượt này kết thúc, các mục khác để trống. Cơ quan báo doanh nghiệp sửa danh sách."
    ),
    "absent.unreachable-then": _l("Cột vẫn tính là chưa xong: vào được thì mở lại, làm tiếp."),
    "absent.words": _l("Thấy gì tại chỗ, ai cho biết"),
    "absent.save-end": _l("Ghi và kết thúc lượt"),
    "absent.save-on": _l("Ghi, để cột này lại"),
    "absent.choose": _l("Chọn một lý do."),
    "absent.back": _l("Về phiếu"),
    "send.held": _l("{count} ảnh gốc chờ Wi-Fi; cơ quan đã xem được bản thu nhỏ."),
    "send.held-now": _l("Gửi cả ảnh gốc ngay"),
    "send.wifi-only": _l("Chỉ gửi ảnh gốc khi có Wi-Fi"),
    "pin.title": _l("Nhập PIN"),
    "pin.whose": _l("Ứng dụng đang khóa bằng PIN của {user}."),
    "pin.give": _l("Mã PIN"),
    "pin.open": _l("Mở ứng dụng"),
    "pin.wrong": _l("PIN chưa đúng. Còn {left} lần."),
    "pin.wait": _l("PIN chưa đúng. Còn {left} lần; đợi {seconds} giây rồi nhập lại."),
    "pin.used-up": _l("PIN đã bị xóa sau nhiều lần nhập sai. Đăng nhập bằng mật khẩu để mở."),
    "pin.safe": _l("Những gì đã ghi vẫn ở trên máy và vẫn được gửi. Không cần PIN để lấy tệp cứu hộ."),
    "pin.forgotten": _l("Quên PIN: đăng nhập bằng mật khẩu"),
    "pin.offline": _l("Cần mạng để đăng nhập bằng mật khẩu. Không có mạng: lấy tệp cứu hộ."),
    "pin.stay": _l("Giữ đăng nhập 7 ngày"),
    "pin.what": _l(
        "Khóa ứng dụng bằng PIN: trong 7 ngày không phải gõ lại mật khẩu, mở được cả khi không có mạng. Cơ "
        "quan hoặc chính bạn dừng được bất cứ lúc nào ở trang tài khoản; dữ liệu trên máy giữ nguyên."
    ),
    "pin.offer": _l("Chưa đặt PIN: phiên đăng nhập hết trong ngày."),
    "pin.new": _l("PIN mới, ít nhất {least} chữ số"),
    "pin.again": _l("Nhập lại PIN"),
    "pin.set": _l("Đặt PIN"),
    "pin.change": _l("Đổi PIN"),
    "pin.drop": _l("Thôi dùng PIN"),
    "pin.weak": _l("PIN cần ít nhất {least} chữ số, không phải một số lặp lại hay dãy liền nhau."),
    "pin.differs": _l("Hai lần nhập không giống nhau."),
    "pin.limits": _l(
        "Sau 5 lần sai phải đợi; sau 10 lần sai cần mật khẩu. PIN chỉ mở ứng dụng này; trang của cơ quan hỏi "
        "mật khẩu. PIN không mã hóa dữ liệu đã ghi: hãy khóa cả màn hình điện thoại."
    ),
    "defect.stands": _l(
        "Cột đang có tồn tại: {what}, ghi ngày {day}. Vẫn là nó thì không ghi nữa: cơ quan nối câu trả lời "
        "này vào tồn tại đó."
    ),
    "defect.once-more": _l("Chọn một trong hai. Bấm lần nữa: đi tiếp, cơ quan quyết định sau."),
    "pin.needs-network": _l("Cần mạng để đặt PIN."),
    "pin.until": _l("Giữ đăng nhập đến {until}."),
    "pin.over": _l("Đã hết hạn {until}. Đăng nhập bằng mật khẩu để giữ thêm 7 ngày."),
    "code.PHONE-PASSWORD": _l("Đăng nhập lại bằng mật khẩu rồi đặt PIN."),
    "code.PHONE-ENDED": _l(
        "Máy này không còn được giữ đăng nhập. Dữ liệu vẫn ở trên máy; đăng nhập bằng mật khẩu để gửi tiếp."
    ),
    "code.PHONE-OVER": _l("Đã quá 7 ngày. Dữ liệu vẫn ở trên máy; đăng nhập bằng mật khẩu để gửi tiếp."),
    "code.PHONE-KEY": _l(
        "Máy chủ không nhận lần giữ đăng nhập này nữa. Dữ liệu vẫn ở trên máy; đăng nhập bằng mật khẩu."
    ),
}
