"""Vietnamese first, English complete."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.pages import Page, Pages
from web.frame.assets import TRANSLATIONS
from web.frame.languages import own_path

WEB = Path(__file__).resolve().parents[3] / "web"
VIETNAMESE = re.compile(
    "[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.IGNORECASE
)


def message_ids() -> set[str]:
    """Every text that a page marks for translation."""
    methods = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext.babel_extract")]
    found = extract_from_dir(str(WEB), methods, keywords={"_": None, "_l": None, "gettext": None})
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def english() -> dict[str, str]:
    """Every English text by its Vietnamese one."""
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file, locale="en") if entry.id}


def test_every_text_has_its_english_and_none_is_left_over() -> None:
    marked, known = message_ids(), english()
    assert len(marked) > 100
    assert not {text for text in marked if not known.get(text)}
    assert not set(known) - marked


def test_no_text_is_translated_twice() -> None:
    ids = re.findall(
        r'^msgid "(.+)"$',
        (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").read_text("utf-8"),
        re.MULTILINE,
    )
    assert [text for text, times in Counter(ids).items() if times > 1] == []


def test_the_english_texts_are_english_and_keep_their_parameters() -> None:
    for vietnamese, text in english().items():
        assert not VIETNAMESE.search(text), text
        assert re.findall(r"%\(\w+\)s", text) == re.findall(r"%\(\w+\)s", vietnamese)
        assert ("%" in text) == ("%" in vietnamese), text  # else its page breaks
    assert (english()["Cột"], english()["Cột bảng tính"]) == ("Mast", "Column")  # one word, two things


def test_a_company_is_called_a_carrier_and_a_network_on_a_mast_an_operator() -> None:
    """A page that says both of one thing is read as speaking of two."""
    networks = {"doanh nghiệp sử dụng", "Doanh nghiệp sử dụng", "Doanh nghiệp có mạng trên cột"}
    texts = {vi: re.sub(r"%\(\w+\)s", "", en) for vi, en in english().items() if "doanh nghiệp" in vi.lower()}
    assert networks < set(texts)
    assert {vi for vi, en in texts.items() if "operator" in en.lower()} == networks


ALIKE = {
    "“cần xem xét”|kết quả là cần xem xét": r"\breview\b",
    "“chưa đủ căn cứ”": "not enough basis",
    "giật từ cấp": r"\bor more\b|\bfrom\b",
    "bảng kiểm tra": r"^(?!.*check sheet).*\bsheets?\b",
    "mất liên lạc": r"^(?!.*\b(out of|without|lost) contact\b)",
    "lượt kiểm tra": r"^(?!.*\bvisits?\b)",
    r"\bgia cố|\bchằng chống|cần giữ trước": r"strengthen|\bbrace\b",
    r"\bca (sau|này)\b": r"\bshift\b",
}
"""What a Vietnamese text says (pattern), and what its English has to say or leave unsaid (pattern)."""


def test_what_vietnamese_says_in_one_word_english_says_in_one() -> None:
    """An outcome had three English names, and "gusts of level 8" left out those that are stronger."""
    texts = english()
    for said, alike in ALIKE.items():
        found = {vi: en for vi, en in texts.items() if re.search(said, vi, re.IGNORECASE)}
        assert found, said
        assert {vi: en for vi, en in found.items() if not re.search(alike, en, re.IGNORECASE)} == {}


def shown(page: Page) -> Iterator[str]:
    """Texts a reader sees or hears, but those said to be Vietnamese: text, titles, labels, placeholders."""
    yield from (text for text in page.text if text not in page.quoted)
    for _, values in page.elements:
        for name in ("title", "aria-label", "placeholder", "alt"):
            if values.get(name):
                yield values[name]


def test_an_english_page_has_no_vietnamese_left_but_names_and_data(pages: Pages) -> None:
    pages.post("/language", {"lang": "en", "next": "/#at=21.3,106.2,12"})
    page = pages.page("/")
    assert page.all("html")[0]["lang"] == "en"
    names = {"Tiếng Việt"}
    left = [text for text in shown(page) if VIETNAMESE.search(text) and text not in names]
    # what stands in the legend under "decision" is data: names of documents as they were written
    assert not [
        text for text in left if not re.match(r"(QĐ|NĐ|TT|Quyết định|Nghị định|Luật|Dữ liệu|Bản đồ)", text)
    ], left


def test_the_switch_keeps_the_view_and_never_leads_elsewhere(pages: Pages) -> None:
    answer = pages.post("/language", {"lang": "en", "next": "/#at=21.3,106.2,12"})
    assert answer.headers["Location"] == "/#at=21.3,106.2,12"
    assert pages.post("/language", {"lang": "vi", "next": "//evil.example/"}).headers["Location"] == "/"
    for target in ("https://evil.example", "/\\evil.example", "\\\\evil.example", "evil"):
        assert own_path(target) == "/"


def test_the_language_of_one_answer_can_be_asked_for(pages: Pages) -> None:
    assert pages.get("/khong-co?lang=en", 404).get_data(as_text=True).count("There is no such page") >= 1
    assert "Không tìm thấy trang này" in pages.get("/khong-co?lang=xx", 404).get_data(as_text=True)
