"""What the office has set has a name in English, whatever is added to its files."""

import tomllib
from pathlib import Path

import pytest

from registry.services.office.sources import ENGLISH, cited

DATA = Path(__file__).resolve().parents[3] / "data"
FILES = [DATA / folder / "office.toml" for folder in ("law", "limits", "deadlines")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_each_name_and_article_is_told_in_english(path: Path) -> None:
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    document = content["document"]["name"]
    for rule in content["rule"]:
        article = rule["article"]
        assert {document, article} <= ENGLISH.keys()
        assert cited(f"{document}, {article}", "en") == f"{ENGLISH[document]}, {ENGLISH[article]}"
        assert cited(f"{document}, {article}", "vi") == f"{document}, {article}"


def test_real_documents_are_cited_as_they_are() -> None:
    assert cited("QĐ 72/2025/QĐ-UBND, Điều 15(5)", "en") == "QĐ 72/2025/QĐ-UBND, Điều 15(5)"
    assert cited("", "en") == ""
