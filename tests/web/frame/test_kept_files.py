"""A form with a file that is refused for another reason: its page names the file, on every page."""

import io
import re
from pathlib import Path

import pytest

from tests.pages import Pages
from web.frame import errors

TEMPLATES = Path(errors.__file__).parents[1] / "templates"


def test_a_refused_form_names_the_file_that_it_came_with(pages: Pages) -> None:
    """The words stand without a script too; with one the field has its file back (tests/e2e/requests)."""
    form = {"number": "", "date": "", "template": (io.BytesIO(b"no docx"), "mẫu của Sở.docx"), "deed": "use"}
    said = pages.post("/office/letters/templates/reply-vi", form, 400).get_data(as_text=True)
    assert "Tệp vừa chọn (mẫu của Sở.docx) chưa được ghi: chọn lại tệp" in said
    lost = re.search(r'data-lost="([^"]+)"', said)
    assert lost is not None
    assert "template" in lost.group(1)
    assert "data-lost" not in pages.get("/office/letters").get_data(as_text=True).split("<main")[0]
    plain = pages.post("/office/letters", {"answer_days": "0"}, 400).get_data(as_text=True)
    assert 'id="refusal-files"' not in plain


WITH_FILES = sorted(
    path.relative_to(TEMPLATES).as_posix()
    for path in TEMPLATES.rglob("*.html")
    if 'type="file"' in path.read_text(encoding="utf-8")
)


def whole(name: str) -> set[str]:
    """Return the templates that a part stands in or extends, and theirs."""
    found, ahead = set(), {name}
    while ahead:
        at = ahead.pop()
        found.add(at)
        text = (TEMPLATES / at).read_text(encoding="utf-8")
        ahead |= set(re.findall(r'{% extends "([^"]+)" %}', text))
        ahead |= {
            path.relative_to(TEMPLATES).as_posix()
            for path in TEMPLATES.rglob("*.html")
            if f'include "{at}"' in path.read_text(encoding="utf-8")
        }
        ahead -= found
    return found


@pytest.mark.parametrize("name", WITH_FILES)
def test_every_page_with_a_file_has_the_words_and_the_script_that_puts_it_back(name: str) -> None:
    assert "frame/base.html" in whole(name)
    base = (TEMPLATES / "frame/base.html").read_text(encoding="utf-8")
    assert "js/frame/kept_files.js" in base
    assert "js/frame/file_fields.js" in base  # and that says "Chọn tệp" where the browser says "Choose file"
    assert 'id="file-words"' in base
