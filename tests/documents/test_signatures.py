"""What a PDF's signatures say: tests' own keys; altered, extended, unsigned, protected, and garbage."""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from registry.documents import signatures
from registry.documents.signatures import ReadPaper, read_in_child, read_paper, read_roots
from registry.errors import RefusalError
from registry.model.requests.signed_papers import (
    After,
    Fault,
    Integrity,
    PaperState,
    Signature,
    SignedPaper,
    Trust,
    paper_from,
)
from tests.documents import signing

LETTER = signing.pdf_of("So: 45/SKHCN-VT", "ngay 29 thang 11 nam 2026", "BGG0001 and BGG0002 are agreed to")
ROOTS = (signing.authority().der,)


@pytest.fixture(scope="module")
def good() -> bytes:
    return signing.signed(LETTER)


def read(content: bytes, folder: Path, roots: tuple[bytes, ...] = ROOTS) -> ReadPaper:
    path = folder / "ký.pdf"
    path.write_bytes(content)
    return read_paper(path, "ký.pdf", roots)


def faults(found: ReadPaper) -> tuple[Fault, ...]:
    return SignedPaper(found.state, found.signatures, found.pages, found.scanned).faults


def here(content: bytes, roots: tuple[bytes, ...] = ROOTS) -> ReadPaper:
    """Read in this process, which is quicker: what the child does is the same."""
    found = signing.aside(read_in_child, {"content": content, "roots": list(roots)})
    signatures = tuple(Signature(**one) for one in found["signatures"])
    return ReadPaper(
        PaperState(found["state"]), signatures, found["text"], found["pages"], scanned=found["scanned"]
    )


def test_a_good_signature_says_who_when_and_up_to_whom(good: bytes, tmp_path: Path) -> None:
    found = read(good, tmp_path)
    (one,) = found.signatures
    assert (one.signer, one.organisation) == (signing.SIGNER, signing.STAMP)
    assert one.chain == (signing.AUTHORITY,)
    assert (one.integrity, one.after, one.whole) == (Integrity.INTACT, After.NOTHING, True)
    assert one.trust is Trust.TRUSTED
    assert one.at
    assert not one.timestamped
    assert "sha256" in one.algorithm
    assert "45/SKHCN-VT" in found.text
    paper = SignedPaper(found.state, found.signatures, found.pages)
    assert paper.sound
    assert paper_from(paper.kept()) == paper


def test_without_roots_and_by_a_strangers_root_nothing_is_said_to_be_valid(good: bytes) -> None:
    assert here(good, ()).signatures[0].trust is Trust.NO_ROOTS
    strange = signing.identity("Cơ quan khác").der
    assert here(good, (strange,)).signatures[0].trust is Trust.UNTRUSTED
    for roots in ((), (strange,)):
        found = here(good, roots)
        assert not SignedPaper(found.state, found.signatures, found.pages).sound


def test_one_altered_letter_breaks_the_signature(good: bytes) -> None:
    at = good.index(b"BGG0001")
    found = here(good[:at] + b"BGG0009" + good[at + 7 :])
    assert found.signatures[0].integrity is Integrity.BROKEN
    assert faults(found) == (Fault.ALTERED,)


def extended(content: bytes) -> bytes:
    """Return a PDF whose page says something else in a later revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    other = b"BT /F1 12 Tf 60 700 Td (So: 45/SKHCN-VT, all other positions than before) Tj ET"
    page[generic.NameObject("/Contents")] = writer.add_object(generic.StreamObject(stream_data=other))
    writer.update_container(page)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_what_is_added_after_a_signature_is_told_from_a_second_signature(good: bytes) -> None:
    both = here(signing.signed(good, signing.stamp(), field="ChuKy2"))
    assert [(one.after, one.whole) for one in both.signatures] == [
        (After.SIGNATURES, False),
        (After.NOTHING, True),
    ]
    assert faults(both) == ()
    added = extended(good)
    assert faults(here(added)) == (Fault.ALTERED,)
    stamped = here(signing.signed(added, signing.stamp(), field="ChuKy2"))
    assert faults(stamped) == (Fault.EXTENDED,)


def test_a_signature_that_leaves_part_of_the_file_out_is_no_whole_one(good: bytes) -> None:
    found = here(good + b"\n% " + b"x" * 40 + b"\n")
    assert not found.signatures[0].whole


def test_a_letter_that_is_not_read_in_time_is_not_called_unreadable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "WALL_S", 0.01)
    found = read(LETTER, tmp_path)
    assert found.state is PaperState.NOT_IN_TIME
    assert faults(found) == (Fault.NOT_IN_TIME,)


@pytest.mark.parametrize(
    ("content", "state", "scanned"),
    [
        (LETTER, PaperState.UNSIGNED, False),
        (signing.pdf_of(""), PaperState.UNSIGNED, True),
        (b"%PDF-1.7\n%%EOF\n", PaperState.NOT_READ, False),
        (b"%PDF-1.7\n1 0 obj << /ByteRange [0 9 99 9] >> endobj\n", PaperState.NOT_READ, False),
    ],
)
def test_what_is_no_signed_letter_has_a_state(
    content: bytes, state: PaperState, scanned: bool, tmp_path: Path
) -> None:
    found = read(content, tmp_path)
    assert (found.state, found.scanned) == (state, scanned)


def test_a_file_that_opens_with_a_password_only_is_encrypted() -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(LETTER)))
    writer.encrypt("mật khẩu", "mật khẩu")
    made = io.BytesIO()
    writer.write(made)
    assert here(made.getvalue()).state is PaperState.ENCRYPTED


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(where=st.floats(0, 1), what=st.binary(min_size=1, max_size=30), cut=st.integers(0, 400))
def test_hostile_files_always_have_an_answer_and_are_never_sound(
    good: bytes, tmp_path: Path, where: float, what: bytes, cut: int
) -> None:
    covered = good.rindex(
        b"/Contents <"
    )  # of what the signature covers; blanks at the very end are no change
    start = int(9 + where * (covered - 9))
    mangled = good[:start] + what + good[start + len(what) + cut :]
    found = read(mangled, tmp_path)
    paper = SignedPaper(found.state, found.signatures, found.pages, found.scanned)
    same = mangled == good
    assert paper.sound == same
    assert paper.faults or same


def test_only_certificates_of_authorities_are_taken_as_roots() -> None:
    (root,) = read_roots(signing.authority().pem, "gốc.pem")
    assert (root.name, root.der) == (signing.AUTHORITY, signing.authority().der)
    for content, code in (
        (b"no certificate", "TRUST-ROOT-NOT-READ"),
        (signing.director().pem, "TRUST-ROOT-NOT-AUTHORITY"),
        (signing.authority().pem + b"-----BEGIN PRIVATE KEY-----\n", "TRUST-ROOT-KEY"),
    ):
        with pytest.raises(RefusalError, match=code):
            read_roots(content, "tệp.pem")
