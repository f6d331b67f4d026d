"""How a letter cites a legal document (căn cứ): in full, by rank and day, an article in the law's words.

Findings name a document in short ("NĐ 62/2025/NĐ-CP"); a letter by NĐ 30/2020/NĐ-CP names kind, number, day,
body and title. What the head of a document in ``data/law`` does not hold is left out, never made up: a title
that nobody compared with the original, a day that nobody read. What has no number is no document to cite.
"""

import re
from collections.abc import Iterable, Mapping

from registry.law import LawDocument, law_documents
from registry.messages import Language, Words, say
from registry.services.office.letters.letterhead import dated

_KINDS: dict[str, tuple[int, Words]] = {
    "Luật": (0, Words("Luật", "Law")),
    "Pháp lệnh": (1, Words("Pháp lệnh", "Ordinance")),
    "NĐ": (2, Words("Nghị định", "Decree")),
    "TTLT": (3, Words("Thông tư liên tịch", "Joint Circular")),
    "TT": (4, Words("Thông tư", "Circular")),
    "QCVN": (5, Words("Quy chuẩn kỹ thuật quốc gia", "National Technical Regulation")),
    "NQ": (6, Words("Nghị quyết", "Resolution")),
    "QĐ": (7, Words("Quyết định", "Decision")),
}
Documents = Mapping[str, LawDocument]
"""The documents that may be cited, by name: the catalogue's and the office's own (``documents_with``)."""
_SHORT = re.compile(r"\b(NĐ|TTLT|TT|NQ|QĐ) (?:số )?(\d+/\d{4}/[\w.-]+)")
_NAME = re.compile(r"(Luật|Pháp lệnh|NĐ|TTLT|TT|QCVN|NQ|QĐ)\b(.*?)(\d[\d:/.-]*/\S+)$")
_NOT_COMPARED = "chưa đối chiếu"
_ARTICLE = re.compile(r"(?:Điều )?(\d+)(?:\((\d+)\))?([a-zđ])?(?: \([^)]*\))?")
_PARTS = ("Điều", "điểm", "khoản", "Phụ lục", "Bảng", "mục", "Mục", "chương", "Chương", "Mẫu")
"""How the name of a part of a text begins."""
_QCVN = "Quy chuẩn kỹ thuật quốc gia về "


def in_full(name: str, lang: Language = "vi", documents: Documents | None = None) -> str:
    """Return a document in full: "Nghị định số 62/2025/NĐ-CP ngày 04 tháng 3 năm 2025 của Chính phủ …".

    A document that is not among ``documents`` (the catalogue's) keeps its number, the kind written out.
    """
    document = (law_documents() if documents is None else documents).get(name)
    parts = _NAME.match(name)
    if parts is None:
        return name
    kind, subject, number = parts[1], parts[2].strip(), parts[3]
    said = say(_KINDS[kind][1], lang)
    if kind == "QCVN":
        return _regulation(document, f"{said} {name}", lang)
    if lang == "en":
        head = f"{said} No. {number}" if kind != "Luật" else f"{kind} {subject} No. {number}"
        return head + (f" of {dated(document.signed_on, lang)}" if document and document.signed_on else "")
    head = " ".join(filter(None, (said, subject, "số", number)))
    return head if document is None else f"{head}{_day_and_body(document, kind)}{_title(document, kind)}"


def numbered(name: str, lang: Language = "vi") -> str:
    """Return a document by kind and number alone, as it is named once it was cited in full."""
    parts = _NAME.match(name)
    if parts is None or parts[1] == "QCVN":
        return name
    said = say(_KINDS[parts[1]][1], lang)
    if lang == "en":
        return f"{parts[1]} {parts[2].strip()} {parts[3]}" if parts[1] == "Luật" else f"{said} {parts[3]}"
    return " ".join(filter(None, (said, parts[2].strip(), "số", parts[3])))


def _regulation(document: LawDocument | None, said: str, lang: Language) -> str:
    if document is None or not document.title.startswith(_QCVN):
        return said
    if lang == "en":
        return said
    about = document.title.removeprefix(_QCVN)
    with_what = in_full(document.issued_with) if document.issued_with else ""
    day = f" {dated(document.signed_on, 'vi')}" if with_what and document.signed_on else ""
    by = f", ban hành kèm theo {with_what}{day} của Bộ trưởng {document.issued_by}" if with_what else ""
    return f"{said} về {about}{by}"


def _day_and_body(document: LawDocument, kind: str) -> str:
    on = f" {dated(document.signed_on, 'vi')}" if document.signed_on else ""
    if kind in ("Luật", "Pháp lệnh") or not document.issued_by:
        return on
    body = document.issued_by.replace("UBND", "Ủy ban nhân dân").replace("HĐND", "Hội đồng nhân dân")
    if kind == "TT" and body.startswith("Bộ "):
        body = f"Bộ trưởng {body}"
    return f"{on} của {body}"


def _title(document: LawDocument, kind: str) -> str:
    if kind in ("Luật", "Pháp lệnh") or _NOT_COMPARED in document.title or not document.title:
        return ""
    title = document.title[0].lower() + document.title[1:]
    return " " + _SHORT.sub(lambda found: f"{_KINDS[found[1]][1].vi} số {found[2]}", title)


def citable(name: str) -> bool:
    """Whether a source of findings is a document with a number; the office's own reading is none."""
    return _NAME.match(name) is not None


def by_rank(names: Iterable[str], documents: Documents | None = None) -> list[str]:
    """Return the documents that can be cited, each once: laws, decrees, circulars, regulations, decisions.

    Of one rank the older goes first.
    """
    known = law_documents() if documents is None else documents

    def place(name: str) -> tuple[int, str, str]:
        parts, document = _NAME.match(name), known.get(name)
        day = (document.signed_on or document.valid_from) if document else None
        return (_KINDS[parts[1]][0] if parts else len(_KINDS), str(day or ""), name)

    return sorted({name for name in names if citable(name)}, key=place)


def grounds(names: Iterable[str], lang: Language = "vi", documents: Documents | None = None) -> list[str]:
    """Return the documents in full in the order of a letter's grounds, each once."""
    return [in_full(name, lang, documents) for name in by_rank(names, documents)]


def named_in(text: str, documents: Documents | None = None) -> list[str]:
    """Return the known documents that a text names, in short or in full, by rank."""
    known = law_documents() if documents is None else documents
    found = [
        name
        for name, document in known.items()
        if citable(name) and (document.name in text or numbered(name) in text or numbered(name, "en") in text)
    ]
    return by_rank(found, known)


def written_out(text: str, lang: Language = "vi") -> str:
    """Return a text with its documents' kinds written out: "NĐ 62/2025/NĐ-CP" is "Nghị định số …"."""
    if lang == "en":
        return text
    return _SHORT.sub(lambda found: f"{_KINDS[found[1]][1].vi} số {found[2]}", text)


def article(text: str, lang: Language = "vi") -> str:
    """Return articles as the law names them: "Điều 15(5)a" is "điểm a khoản 5 Điều 15".

    A text with something else in it ("Phụ lục IV", "Bảng 5.1") stays as it is.
    """
    found = [_ARTICLE.fullmatch(part.strip()) for part in re.split(r"[,;]", text)]
    if lang == "en" or not text.startswith("Điều") or None in found:
        return text
    said = []
    for one in found:
        if one is not None:
            point, clause = (f"điểm {one[3]} " if one[3] else ""), (f"khoản {one[2]} " if one[2] else "")
            said.append(f"{point}{clause}Điều {one[1]}")
    return ", ".join(said)


def cited(source: str, articles: str, lang: Language = "vi") -> str:
    """Return a ground in a sentence, "khoản 5 Điều 15 Quyết định số …"; "" where it is no document.

    A part by its number alone is a "mục"; words that name no part of a text follow the document in brackets.
    """
    if not citable(source):
        return ""
    if not any(letter.isdigit() for letter in articles):
        articles = ""  # what the catalogue calls a part of a text that it does not number
    if lang == "en":
        return ", ".join(filter(None, (numbered(source, lang), articles)))
    if articles and not articles.startswith(_PARTS) and not articles[0].isdigit():
        return f"{numbered(source)} ({articles})"
    said = f"mục {articles}" if articles[:1].isdigit() else article(articles)
    return " ".join(filter(None, (said, numbered(source))))


def ground_of(text: str, lang: Language = "vi") -> str:
    """Return a ground kept as "document, articles" as a sentence names it; other text with kinds in full."""
    document, _, articles = text.partition(", ")
    return cited(document, articles, lang) or written_out(text, lang)
