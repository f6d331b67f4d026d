"""Who issued a Vietnamese bulletin, read in its header.

The header of an official paper names first the body that its issuer belongs to, then the issuer (Nghị định
30/2020/NĐ-CP, Phụ lục I, phần I, mục II.2): of two bodies the second one writes and answers for the bulletin.
"""

import re

HEAD_CHARACTERS = 3000
_BODY = re.compile(
    r"(?:BỘ|TỔNG CỤC|CỤC|CHI CỤC|ĐÀI|TRẠM|TRUNG TÂM)\s{1,2}"
    r"(?:NÔNG NGHIỆP|TÀI NGUYÊN|KHÍ TƯỢNG|DỰ BÁO|THỦY VĂN|THỦY LỢI|KIỂM LÂM|KTTV)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s{0,8}(?:\t|\s{3,8}|\bCỘNG H(?:ÒA|OÀ)\b|\bĐộc lập\b).{0,300}$", re.IGNORECASE)
"""What stands in the right-hand column of a header, pasted onto the same line."""
_ENDS = re.compile(
    r"Số\s{0,2}[:.]|Số\s{1,2}\S{1,20}/|(?:BẢN\s)?TIN\b|(?:CẢNH|THÔNG) BÁO\b|ĐÍNH CHÍNH\b"
    r"|DỰ BÁO\s(?!KHÍ|KTTV)|\d{1,2}\.\s",
    re.IGNORECASE,
)
_NATION = re.compile(r"CỘNG H(?:ÒA|OÀ)\b|Độc lập\b|[-–—_*=\s]{1,80}$|[^\n,]{2,40}, ngày\s", re.IGNORECASE)
_VERB = re.compile(
    r"[,:;.]?\s(?:đề nghị|cảnh báo|dự báo(?! khí)|cho biết|thông báo|nhận định|ban hành|phát)\b.*$"
)
"""What a sentence goes on with that begins with the body's name: "Trung tâm … đề nghị các cơ quan …"."""
_TOLD = re.compile(r"\s{0,3}\((?=(?:bản )?tin\b|phát\b|ban hành\b|lúc\b|ngày\b|số\b).*$", re.IGNORECASE)
"""When it was issued, in brackets after the name: "(Tin phát lúc 08 giờ 00 …)"."""
_ROOM = re.compile(r"(?:PHÒNG|BAN|BỘ PHẬN)\b")
_LONGEST = 300


def issuing_body(text: str) -> str:
    """Return the name of the body that issued a bulletin as its header writes it, "" where it names none."""
    bodies: list[str] = []
    going_on = False
    for raw in text[:HEAD_CHARACTERS].splitlines():
        line = raw.strip()
        if _ENDS.match(line) and bodies:
            break
        if _NATION.match(line):
            # The right-hand column, pasted line by line between two lines of the left one.
            continue
        told = _VERB.sub("", _TOLD.sub("", " ".join(_ASIDE.sub("", line).split())))
        if _BODY.match(told):
            bodies.append(told)
            going_on = True
        elif going_on and told and told == told.upper() and told[0].isalpha() and not _ROOM.match(told):
            # A name that is too long for the column goes on in the next line; the office in it that wrote
            # the bulletin is no part of the name.
            bodies[-1] += " " + told
        else:
            going_on = False
    return bodies[-1][:_LONGEST] if bodies else ""
