"""What the office itself has set, named in English too: its rules are no documents with a title of law.

``data/law/office.toml``, ``data/limits/office.toml`` and ``data/deadlines/office.toml`` name them in
Vietnamese. Names of real documents stay as they are in both languages, as people cite them.
"""

from collections.abc import Mapping

from registry.messages import Language

ENGLISH: Mapping[str, str] = {
    "Cách hiểu của cơ quan quản lý": "The office's own reading",
    "Quy định nội bộ của cơ quan": "The office's own rules",
    "Địa bàn quản lý": "territory",
    "Đơn vị hành chính ghi trong danh sách": "administrative unit written in the list",
    "Quyết định quy hoạch đã đăng ký": "registered planning decisions",
    "Sai lệch vị trí khi hoàn thành": "deviation of the position as built",
    "Thời hạn khắc phục, mức nguy hiểm": "days to remedy, urgent",
    "Thời hạn khắc phục, mức nặng": "days to remedy, serious",
    "Thời hạn khắc phục, mức nhẹ": "days to remedy, minor",
    "Thời hạn trả lời về vị trí": "days to answer on positions",
    "Thời hạn trả lời về điều chỉnh": "days to answer on changes",
    "Thời hạn triển khai trước QĐ 72/2025": "time to build before QĐ 72/2025",
    "Thời hạn các bước của cuộc kiểm tra doanh nghiệp": "days of the steps of a company's inspection",
    "Thời hạn trả lời hồ sơ thiết kế khu dân cư, khu đô thị": "days to answer on designs of new areas",
}


def cited(text: str, lang: Language) -> str:
    """Return a source or article as the reader's language names it; ``text`` may be "document, article"."""
    if lang == "vi" or not text:
        return text
    whole = ENGLISH.get(text)
    if whole is not None:
        return whole
    document, _, article = text.partition(", ")
    return ", ".join(filter(None, (ENGLISH.get(document, document), ENGLISH.get(article, article))))
