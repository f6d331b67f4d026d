"""The house's templates of a company's inspection: a decision in articles, titled papers, letters.

``sections`` have a title, sentences and tables; what a paper says is the service's, how it looks is here.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from docx.document import Document as Docx

from registry.documents.kinds import Kind
from registry.documents.layout import (
    CENTRE,
    addressee,
    grounds,
    in_cell,
    line,
    tag,
    whole_rows,
    widths,
)
from registry.documents.report_templates import table_of_item

Words = dict[str, str]


def _decision(document: Docx, words: Words) -> None:
    """Lay out a decision: grounds, the words that decide, articles."""
    _title(document, words, "company_decision")
    line(document, words["company_decider"], align=CENTRE, bold=True)
    grounds(document, words)
    line(document, words["company_decides"], align=CENTRE, bold=True)
    tag(document, "for section in sections")
    line(document, words["company_article"], bold=True).paragraph_format.keep_with_next = True
    _content(document, words, "company_text")
    tag(document, "endfor")


def _titled(document: Docx, words: Words, *, kind: str) -> None:
    """Lay out a paper with a title: proposal, plan, notice, conclusion, penalty proposal."""
    _title(document, words, kind)
    _body(document, words)


def _letter(document: Docx, words: Words) -> None:
    """Lay out a letter to the company."""
    addressee(document, words)
    _body(document, words)


def announcing(document: Docx, words: Words) -> None:
    """Lay out the minutes of announcing, with a place for each side's signature."""
    _title(document, words, "company_announcing")
    _body(document, words)
    for paragraph in document.paragraphs[-2:]:  # no signature stands on a page of its own
        paragraph.paragraph_format.keep_with_next = True
    signed: Any = document.add_table(rows=1, cols=2)
    whole_rows(signed)
    widths(signed, (84, 84))
    for at, cell in enumerate(signed.rows[0].cells):
        signer = f"signers[{at}]"
        in_cell(
            cell,
            [
                (f"{{{{ {signer}.title }}}}", 13, True, False),
                *[("", 13, False, False)] * 4,
                (f"{{{{ {signer}.name }}}}", 13, True, False),
            ],
        )


def _title(document: Docx, words: Words, kind: str) -> None:
    line(document, words[kind], align=CENTRE, size=14, bold=True)
    line(document, words["company_about"], align=CENTRE, bold=True)


def _body(document: Docx, words: Words) -> None:
    grounds(document, words)
    tag(document, "if opening")
    line(document, words["company_opening"])
    tag(document, "endif")
    tag(document, "for section in sections")
    line(document, words["company_section"], bold=True).paragraph_format.keep_with_next = True
    _content(document, words, "company_said")
    tag(document, "endfor")
    tag(document, "if closing")
    line(document, words["company_closing"])
    tag(document, "endif")


def _content(document: Docx, words: Words, said: str) -> None:
    tag(document, "for said in section.said")
    line(document, words[said])
    tag(document, "endfor")
    tag(document, "for item in section.tables")
    table_of_item(document)
    tag(document, "if item.note")
    line(document, words["company_note"], italic=True, size=11)
    tag(document, "endif")
    tag(document, "endfor")


COMPANY_LETTERS: dict[Kind, Callable[[Docx, Words], None]] = {
    "company_proposal": partial(_titled, kind="company_proposal"),
    "company_decision": _decision,
    "company_plan": partial(_titled, kind="company_plan"),
    "company_notice": partial(_titled, kind="company_notice"),
    "company_reports": _letter,
    "company_explanation": _letter,
    "company_conclusion": partial(_titled, kind="company_conclusion"),
    "company_follow_up": _letter,
    "company_penalty": partial(_titled, kind="company_penalty"),
}
"""How each paper is laid out; minutes of announcing have signatures of their own."""
COMPANY_TITLED: frozenset[Kind] = frozenset(
    {
        "company_proposal", "company_decision", "company_plan", "company_notice", "company_announcing",
        "company_conclusion", "company_penalty",
    }
)  # fmt: skip
"""Papers with a title, and no subject below the number."""
