"""What the cells of a list say of sharing requests and replies: whether one was sent, what was answered."""

import datetime as dt
import re
import unicodedata

_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
NOT_SENT = re.compile(r"\s*(không|khong|chưa|chua|none|n/a|no\b|-+\s*$)", re.IGNORECASE)
_NO = r"(?:không|khong|ko|chưa|chua)"
_ANSWER = r"(?:trả lời|tra loi|phản hồi|phan hoi|hồi âm|hoi am|hồi đáp|hoi dap|phúc đáp|phuc dap)"
_OF_PAPERS = (
    r"(?:có|co|nhận|nhan|được|duoc|thấy|thay|hề|he|văn|van|bản|ban|công|cong|vb|cv|ai|bên|ben|nào|nao|kết|ket"
    r"|quả|qua|sự|su)"
)
_NO_REPLY = re.compile(  # "chưa đồng ý" is a reply, "chưa trả lời" none
    r"\s*((không|khong)( có| co)?|(chưa|chua)\b(?! (đồng|dong|thống|thong|chấp|chap|nhất|nhat)\b).*"
    r"|none|no|n/a|-*)[\s.;]*$",
    re.IGNORECASE,
)
_AWAITED = re.compile(  # wherever it stands: "VNPT không phản hồi", "đã gửi, đang chờ trả lời"
    rf"\b{_NO}\s+(?:{_OF_PAPERS}\s+)*{_ANSWER}\b"
    rf"|\b(?:chờ|đợi)\b[^.;,]{{0,30}}\b(?:{_ANSWER}|ý kiến|văn bản|công văn)\b"
    r"|^\s*(?:(?:đang|còn|vẫn)\s+)*(?:chờ|đợi)\b[^.;,]{0,30}[.;]?\s*$"
    r"|\bđang\s+(?:xem xét|xử lý|nghiên cứu|khảo sát|trao đổi|thương thảo|đàm phán)\b",
    re.IGNORECASE,
)
_AGREE = (
    r"(?:đồng ý|dong y|thống nhất|thong nhat|chấp thuận|chap thuan|chấp nhận|chap nhan|nhất trí|nhat tri"
    r"|đồng thuận|dong thuan|\bagree|\bok\b)"
)
_AGREED = re.compile(_AGREE, re.IGNORECASE)
_NOT_AGREED = re.compile(  # "không được chấp thuận", "chưa có sự đồng ý"
    rf"\b(?:{_NO}|chẳng|từ chối|tu choi|not)\s+"
    rf"(?:(?:{_OF_PAPERS}|thể|the|hoàn toàn|hoan toan|to)\s+)*"
    rf"(?:(?<=được )(?:[^\s.,;]+\s+){{1,3}})?{_AGREE}",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"\b(?:từ chối|tu choi|refus)", re.IGNORECASE)
_ANSWERED = re.compile(rf"\b{_ANSWER}\b", re.IGNORECASE)
NO_MAST = re.compile(  # "không có cột dùng chung được"; no room left ("không còn chỗ") is another matter
    r"(không|khong|ko|chưa|chua)\s+(có|co|thấy|thay)\b[^.;,]{0,20}"
    r"\b(cột|cot|trạm|tram|hạ tầng|ha tang|csht|công trình|cong trinh)\b"
    r"|\bno (shareable |suitable )?(mast|tower|site|infrastructure)",
    re.IGNORECASE,
)
"""A claim that there is no mast to share."""


def unanswered(text: str) -> bool:
    """Whether what stands as a reply says that none has come; of several, one that is awaited counts."""
    text = unicodedata.normalize("NFC", text)
    return _NO_REPLY.match(text) is not None or _AWAITED.search(text) is not None


def speaks_of_answer(text: str) -> bool:
    """Whether a note may tell of an owner's answer: agreed, not agreed, refused, or awaited.

    Whose word it is, and about what, no pattern knows: such a note is shown to people, never judged by.
    """
    text = unicodedata.normalize("NFC", text)
    return any(said.search(text) for said in (_AGREED, _REFUSED, _AWAITED, _ANSWERED))


def may_agree(text: str) -> bool:
    """Whether a reply has a word of agreement that it does not deny at once."""
    return _AGREED.search(_NOT_AGREED.sub(" ", unicodedata.normalize("NFC", text))) is not None


def agrees(text: str) -> bool:
    """Whether a reply agrees, and nowhere says that it does not."""
    return may_agree(text) and not _NOT_AGREED.search(unicodedata.normalize("NFC", text))


def date_in(text: str) -> dt.date | None:
    """Return the first day that ``text`` names as dd/mm/yyyy (also with points or hyphens), or None."""
    for day, month, year in _DATE.findall(text):
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
