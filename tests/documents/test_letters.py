"""Every kind of letter, from the values of a trial: its form, its words, and its golden text."""

import re
from pathlib import Path
from typing import Any

import pytest

from registry.documents.company.paper_templates import COMPANY_TITLED
from registry.documents.filling import fill
from registry.documents.kinds import KINDS, Kind
from registry.documents.templates import house_template
from registry.services.office.letters.letterhead import letterhead
from registry.services.requests.letters.samples import sample_values
from tests.documents.letters import GOLDEN, compared, faults_of, lines_of

MINUTES = {
    *("note", "minutes", "inspection", "report", "after_action", "commune", "briefing", "programme"),
    *COMPANY_TITLED,
}
"""Papers that are no letters: they go to nobody."""
WITHOUT = {"reply", "note", "minutes", "inspection"}
"""Kinds whose text is compared where they are made: the reply's and the note's own tests, the minutes'."""


STARRED = {"inspection"}
"""The minutes of a visit mark limits that are no ground to conclude by with a star, and say so below."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, bytes]:
    """Every kind in Vietnamese, as the house's template makes it of made-up values."""
    folder = tmp_path_factory.mktemp("templates")
    head = letterhead({}, "vi", "24")
    return {kind: fill(house_template(folder, kind, "vi"), values(kind, head)) for kind in KINDS}


def values(kind: Kind, head: dict[str, str]) -> dict[str, Any]:
    return sample_values(kind, head, 9214, "vi")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in WITHOUT])
def test_the_text_of_a_kind_is_its_golden_text(made: dict[Kind, bytes], kind: Kind) -> None:
    """Words are changed by whoever looks at the golden file too (``BTS_WRITE_GOLDEN=1`` writes it anew)."""
    text, golden = compared(f"sample-{kind}", made[kind])
    assert text == golden


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_has_its_form_and_no_word_of_the_program(made: dict[Kind, bytes], kind: Kind) -> None:
    text = "\n".join(lines_of(made[kind]))
    if kind not in STARRED:
        assert faults_of(made[kind]) == []
    assert "Số:" in text
    assert "ngày … tháng … năm …" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    if kind not in MINUTES:
        for part in ("V/v ", "Kính gửi: ", "Nơi nhận:", "- Lưu: VT.", "GIÁM ĐỐC", "./."):
            assert (part in text) or (part in ("- Lưu: VT.",) and "Nội dung thử;" in text), part


def test_no_golden_text_is_of_a_kind_that_there_is_not() -> None:
    known = {f"sample-{kind}" for kind in KINDS if kind not in WITHOUT}
    assert {path.stem for path in GOLDEN.glob("sample-*.txt")} == known


def test_the_scan_finds_what_it_looks_for(tmp_path: Path) -> None:
    """A scan that finds nothing proves nothing unless it can."""
    from docx import Document

    for text in (
        "ngưỡng (chưa kiểm chứng)", "từ ngày 28/11/2026 đến ngày 28/11/2026, Sở", "căn cứ ( )", "theo SPC-01",
        "từ ngày  đến ngày", "Sở có có ý kiến", "hết {{ x }}", "lý do: .",
    ):  # fmt: skip
        document = Document()
        document.add_paragraph(text)
        document.save(str(tmp_path / "a.docx"))
        assert faults_of((tmp_path / "a.docx").read_bytes()), text


def test_what_a_trial_makes_up_lies_where_the_office_is() -> None:
    """Every position and every metre of a trial letter is of the middle that was given."""
    folder_head = letterhead({}, "vi", "91")
    for kind in KINDS:
        said = repr(sample_values(kind, folder_head, 9207, "vi", (105.1, 10.0)))
        assert not re.search(r"\b(106|21)°|\b2\.3\d\d\.", said), kind
