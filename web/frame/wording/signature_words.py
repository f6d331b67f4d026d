"""What is known of a signed paper, in words: of a reply to a request, and of one about a design."""

from typing import Any

from flask_babel import gettext as _

from registry.model.requests.signed_papers import After, Integrity, PaperState, Signature, SignedPaper, Trust
from registry.model.vietnam_time import in_vietnam


def paper_view(paper: SignedPaper) -> dict[str, Any]:
    """Return a signed paper as pages say it."""
    return {
        "heading": conclusion(paper),
        "sound": paper.sound,
        "at": _moment(paper.checked_at),
        "lines": [signature_line(one) for one in paper.signatures],
        "lacks": ", ".join(paper.lacks),
        "scanned": paper.scanned,
        "expected": paper.signer if paper.of_another else "",
    }


def conclusion(paper: SignedPaper) -> str:
    """Return in one line what a signed paper is."""
    states = {
        PaperState.NOT_READ: _("Không đọc được như một PDF"),
        PaperState.NOT_IN_TIME: _("Chưa đọc xong trong thời gian cho phép; hãy thử lại"),
        PaperState.ENCRYPTED: _("Tệp có mật khẩu"),
        PaperState.UNSIGNED: _("Không có chữ ký số"),
    }
    if paper.state in states:
        return str(states[paper.state])
    if any(one.integrity is Integrity.BROKEN for one in paper.signatures):
        return str(_("Đã bị thay đổi sau khi ký"))
    if paper.sound:
        return str(_("Chữ ký còn nguyên vẹn, nối tới chứng thư gốc đã khai"))
    if all(one.trust is Trust.NO_ROOTS for one in paper.signatures):
        return str(_("Có chữ ký số; chưa có chứng thư gốc để kết luận"))
    return str(_("Có chữ ký số, còn điều phải xem"))


def signature_line(one: Signature) -> dict[str, str]:
    """Return who signed when, and what is known of it, in words."""
    whole = {
        After.NOTHING: _("trùm cả tệp"),
        After.SIGNATURES: _("sau đó chỉ có thêm chữ ký"),
        After.NOTES: _("sau đó có thêm chú thích"),
        After.CONTENT: _("sau đó có thêm nội dung"),
    }
    intact = {
        Integrity.INTACT: _("nội dung còn nguyên vẹn"),
        Integrity.BROKEN: _("nội dung đã bị thay đổi"),
        Integrity.UNCHECKED: _("không kiểm tra được"),
    }
    trust = {
        Trust.TRUSTED: _("nối tới chứng thư gốc đã khai"),
        Trust.UNTRUSTED: _("không nối tới chứng thư gốc nào đã khai, hoặc không còn hiệu lực khi ký"),
        Trust.NO_ROOTS: _("chưa có chứng thư gốc để kết luận"),
    }
    about = [str(intact[one.integrity])]
    if one.integrity is Integrity.INTACT:
        about += [str(whole[one.after]), str(trust[one.trust])]
    if one.chain:
        about.append(_("chứng thư do %(chain)s cấp", chain=" ← ".join(one.chain)))
    if one.algorithm:
        about.append(one.algorithm)
    about.append(_("chưa kiểm tra thu hồi (không nối mạng)"))
    clock = _("có dấu thời gian") if one.timestamped else _("giờ của máy người ký")
    return {
        "who": " · ".join(filter(None, (one.signer, one.post, one.organisation))) or _("không rõ tên"),
        "at": f"{_moment(one.at)} ({clock})" if one.at else _("không ghi giờ ký"),
        "about": "; ".join(about),
    }


def _moment(at: str) -> str:
    return f"{in_vietnam(at):%d/%m/%Y %H:%M}" if at else ""
