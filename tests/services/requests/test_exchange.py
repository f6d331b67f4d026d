"""The exchange folder: letters out whole and once, papers in once, faulty ones apart, none lost."""

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.notices import NoticeKind
from registry.model.people import Person, Role
from registry.model.requests.exchange_papers import PaperState
from registry.services.office.calendar import now
from registry.services.office.notices import inbox
from registry.services.office.registry import Registry
from registry.services.register.verify import verify
from registry.services.requests.exchange import incoming, outgoing, papers
from registry.services.requests.exchange.folder import ABANDONED, QUIET, make_folders
from registry.settings import read_settings
from tests.services.requests import desk

LAN = Person("lan", frozenset({Role.APPRAISER}))
LATER = QUIET + dt.timedelta(seconds=5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "trao đổi"
    make_folders(found)
    return found


@pytest.fixture
def office(tmp_path: Path, folder: Path) -> Iterator[Registry]:
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ"), "BTS_EXCHANGE": str(folder)})
    with contextlib.closing(desk.make(settings)) as opened:
        yield opened


def taken(registry: Registry) -> list[incoming.Fate]:
    return incoming.take_in(registry, now() + LATER)


def lying(folder: Path) -> set[str]:
    """Every file below the folder, but for the rooms that nobody looks into."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def seen_in(room: Path) -> list[str]:
    """What an agent sees that looks for whole folders."""
    return [path.name for path in room.iterdir() if not path.name.startswith(".")]


def test_a_paper_is_kept_told_and_filed_with_a_request(
    office: Registry, folder: Path, tmp_path: Path
) -> None:
    (folder / "vao" / "công văn.pdf").write_bytes(b"%PDF-1.7 noi dung")
    assert incoming.take_in(office, now()) == []  # it may be half written
    assert taken(office) == [incoming.Fate("công văn.pdf", 1)]
    (one,) = papers.papers(office)
    assert (one.state, one.sha256) == (PaperState.WAITS, hashlib.sha256(b"%PDF-1.7 noi dung").hexdigest())
    assert [item.kind for item in inbox(office, LAN, None)] == [NoticeKind.PAPER_IN]
    assert {Path(name).parts[0] for name in lying(folder)} == {"da-nhan"}
    request = desk.received(office, tmp_path)
    filed = papers.file_paper(office, one.id, request.number, seen=one.version, who="lan")
    assert (filed.state, filed.request) == (PaperState.FILED, request.id)
    with pytest.raises(RefusalError, match="EXCHANGE-OVER"):
        papers.put_aside(office, one.id, "x", seen=filed.version, who="lan")
    assert verify(office).problems == ()


def test_the_same_paper_again_is_no_other_paper(office: Registry, folder: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (folder / "vao" / name).write_bytes(b"%PDF")
    assert [one.papers for one in taken(office)] == [1, 0]
    assert len(papers.papers(office)) == 1
    assert {Path(name).parts[0] for name in lying(folder)} == {"da-nhan"}


@pytest.mark.parametrize("name", [".a.pdf", "a.pdf.part", "a.pdf.tmp", "~$a.docx"])
def test_what_is_still_written_is_left_alone(office: Registry, folder: Path, name: str) -> None:
    (folder / "vao" / name).write_bytes(b"%PDF")
    assert taken(office) == []
    assert lying(folder) == {f"vao/{name}"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.exe", b"MZ", "không phải loại tệp được nhận"),
        ("a.pdf", b"", "rỗng"),
        ("thư mục", None, "Phong bì “phong-bi.json” thiếu hoặc không đọc được"),
    ],
)
def test_what_is_faulty_is_put_apart_with_the_reason(
    office: Registry, folder: Path, name: str, content: bytes | None, said: str
) -> None:
    path = folder / "vao" / name
    if content is None:
        path.mkdir()
        (path / "a.pdf").write_bytes(b"%PDF")
    else:
        path.write_bytes(content)
    (fate,) = taken(office)
    assert said in fate.reason
    (reason,) = (folder / "loi").glob("*.ly-do.txt")
    assert said in reason.read_text(encoding="utf-8")
    kept = [item for item in (folder / "loi").iterdir() if not item.name.endswith(".ly-do.txt")]
    assert [item.name.partition("-")[2] for item in kept] == [name]
    assert papers.papers(office) == []


def enveloped(folder: Path, **own: object) -> Path:
    """A folder with a letter and its envelope, dropped as an agent does."""
    aside = folder / "vao" / ".đang chép"
    aside.mkdir()
    content = b"%PDF cong van"
    (aside / "cv.pdf").write_bytes(content)
    file = {"name": "cv.pdf", "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    told = {
        "form": "bts-exchange/1", "id": "x1", "from": "UBND xã Một", "to": [], "dossier": "",
        "document": {"number": "12/UBND", "date": "2026-11-20", "about": "Ý kiến vị trí"}, "files": [file],
    }  # fmt: skip
    (aside / "phong-bi.json").write_text(json.dumps({**told, **own}), encoding="utf-8")
    return aside.rename(folder / "vao" / "đến")


def test_a_folder_comes_with_what_its_envelope_says(office: Registry, folder: Path) -> None:
    enveloped(folder)
    assert taken(office) == [incoming.Fate("đến", 1)]
    (one,) = papers.papers(office)
    assert (one.number, one.dated, one.sender, one.about) == (
        "12/UBND", dt.date(2026, 11, 20), "UBND xã Một", "Ý kiến vị trí",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"files": [{"name": "cv.pdf", "sha256": "0" * 64, "size": 1}]}, "không khớp mã băm"),
        ({"files": []}, "không khớp mã băm"),
        ({"files": "x"}, "không đọc được"),
        ({"document": None}, "không đọc được"),
        ({"from": 5}, "không đọc được"),
    ],
)
def test_a_folder_that_is_not_what_its_envelope_says_is_put_apart(
    office: Registry, folder: Path, own: dict[str, object], code: str
) -> None:
    enveloped(folder, **own)
    (fate,) = taken(office)
    assert code in fate.reason
    assert papers.papers(office) == []


def test_what_a_killed_process_had_taken_up_is_taken_by_the_next(
    office: Registry, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "vao" / "cv.pdf").write_bytes(b"%PDF")

    def killed(*_args: object, **_named: object) -> Path:
        raise KeyboardInterrupt  # after the paper was noted, before its file was put away

    with monkeypatch.context() as broken:
        broken.setattr(incoming, "end", killed)
        with pytest.raises(KeyboardInterrupt):
            taken(office)
    assert len(papers.papers(office)) == 1
    assert taken(office) == []  # it may be another process that is at it
    later = now() + ABANDONED + LATER
    assert incoming.take_in(office, later) == [incoming.Fate("cv.pdf", 0)]
    assert len(papers.papers(office)) == 1
    assert {Path(name).parts[0] for name in lying(folder)} == {"da-nhan"}


def test_a_signed_letter_is_laid_out_whole_and_once(office: Registry, folder: Path, tmp_path: Path) -> None:
    request = desk.issued(office, tmp_path, desk.received(office, tmp_path))
    (laid,) = outgoing.lay_out(office)
    assert {path.name for path in laid.iterdir()} == {"van-ban.pdf", "phong-bi.json", "phong-bi.txt"}
    told = json.loads((laid / "phong-bi.json").read_text(encoding="utf-8"))
    letter = (laid / "van-ban.pdf").read_bytes()
    assert told["files"] == [
        {"name": "van-ban.pdf", "sha256": hashlib.sha256(letter).hexdigest(), "size": len(letter)}
    ]
    assert (told["document"]["number"], told["dossier"]) == (request.issued_number, request.number)
    assert request.issued_number in (laid / "phong-bi.txt").read_text(encoding="utf-8")
    laid.rename(tmp_path / "đã lấy")  # the agent carried it away
    assert outgoing.lay_out(office) == []
    (one,) = papers.papers(office, PaperState.LAID)
    assert papers.content_of(office, one).read_bytes() == letter
    assert verify(office).problems == ()


def test_a_letter_whose_laying_out_broke_off_is_laid_out_again_under_its_name(
    office: Registry, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.issued(office, tmp_path, desk.received(office, tmp_path))

    def killed(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(outgoing, "as_text", killed)  # while the folder is filled
        with pytest.raises(KeyboardInterrupt):
            outgoing.lay_out(office)
    assert seen_in(folder / "ra") == []
    with monkeypatch.context() as broken:
        broken.setattr(outgoing, "deed", killed)  # whole, but not noted
        with pytest.raises(KeyboardInterrupt):
            outgoing.lay_out(office)
    (first,) = seen_in(folder / "ra")
    assert [path.name for path in outgoing.lay_out(office)] == [first]
    assert len(papers.papers(office, PaperState.LAID)) == 1


def test_without_a_folder_nothing_goes_or_comes(tmp_path: Path) -> None:
    with contextlib.closing(desk.make(read_settings({"BTS_HOME": str(tmp_path / "sổ")}))) as opened:
        assert (incoming.take_in(opened), outgoing.lay_out(opened)) == ([], [])
