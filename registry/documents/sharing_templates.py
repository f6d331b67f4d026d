"""The house's templates about sharing a mast: the asker's letter to the owner, the office's note to both."""

from docx.document import Document as Docx

from registry.documents.layout import addressee, grounds, line, tag


def sharing(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter of who asks to share a mast, to its owner (công văn đề nghị sử dụng chung)."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["share_opening"])
    line(document, words["share_mast"])
    line(document, words["share_wanted"])
    line(document, words["share_answer"])
    tag(document, "if survey")
    line(document, words["share_survey"])
    tag(document, "endif")
    line(document, words["share_closing"])


def sharing_note(document: Docx, words: dict[str, str]) -> None:
    """Lay out the office's letter to both sides: by when the owner answers, and what each of them does."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["both_opening"])
    for part in ("both_ask", "both_owner", "both_asker", "both_both", "both_closing"):
        line(document, words[part])
