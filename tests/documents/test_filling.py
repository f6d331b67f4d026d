"""A template is filled in a sandbox: values are never read as tags, and what could harm is refused."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from registry.documents import filling
from registry.documents.filling import HOUSE, fill
from registry.errors import RefusalError


def written(folder: Path, *paragraphs: str) -> Path:
    path = folder / "mẫu.docx"
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))
    return path


def read(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def test_vietnamese_and_signs_of_xml_come_through(tmp_path: Path) -> None:
    path = written(tmp_path, "Kính gửi: {{ to }}")
    text = 'Công ty CP Viễn thông A & B <Viettel> "Ằẵặ ỗợữự ỵỹ Đ"'
    assert read(fill(path, {"to": text})) == [f"Kính gửi: {text}"]


def test_a_value_that_looks_like_a_tag_stays_text(tmp_path: Path) -> None:
    path = written(tmp_path, "{{ code }}")
    assert read(fill(path, {"code": "{{ 7*7 }}{% for a in b %}"})) == ["{{ 7*7 }}{% for a in b %}"]


def test_signs_that_xml_forbids_are_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "{{ code }}")
    assert read(fill(path, {"code": "A\x00B\x0b\ud800C\ufffe"})) == ["ABC"]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ to.__init__.__globals__ }}",
        "{{ to['__class__'] }}",
        "{{ 'a' * 999999999 }}",
        "{{ 9 ** 999999 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{0.__class__.__mro__}'.format(to) }}",
    ],
)
def test_what_reaches_out_of_the_sandbox_is_refused(tmp_path: Path, tag: str) -> None:
    with pytest.raises(RefusalError) as refused:
        fill(written(tmp_path, tag), {"to": "x"})
    assert refused.value.code == "LETTER-TEMPLATE-REFUSED"
    assert refused.value.params["name"] == "mẫu.docx"


@pytest.mark.parametrize(
    "tag",
    [
        "{{ to | nothing }}",
        "{% if to %}",
        "{% include 'other' %}",
        "{{ to + 1 }}",
        "{{ 1 / 0 }}",
        "{{ to() }}",
        "{{ to.encode('rot13') }}",
    ],
)
def test_what_cannot_be_filled_is_refused_with_its_reason(tmp_path: Path, tag: str) -> None:
    with pytest.raises(RefusalError) as refused:
        fill(written(tmp_path, tag), {"to": "x"})
    assert refused.value.code == "LETTER-TEMPLATE-WRONG"
    assert refused.value.params["reason"]


@pytest.mark.parametrize(
    ("tag", "field"),
    [("{{ recipent }}", "recipent"), ("{{ to.adress }}", "adress"), ("{{ range(9) }}", "range")],
)
def test_a_field_that_there_is_not_is_named(tmp_path: Path, tag: str, field: str) -> None:
    with pytest.raises(RefusalError) as refused:
        fill(written(tmp_path, tag), {"to": "x"})
    assert (refused.value.code, refused.value.params["field"]) == ("LETTER-TEMPLATE-FIELD", field)


def test_a_template_that_fills_nothing_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="LETTER-TEMPLATE-NO-FIELDS"):
        fill(written(tmp_path, "Công văn trống", "Nơi nhận: như trên"), {"to": "x"})


@pytest.mark.parametrize("opened", ["Số {{ to ", "{% if to", "{{ to }} và }}", "{{ to } }"])
def test_a_tag_that_is_not_closed_takes_no_text_along(tmp_path: Path, opened: str) -> None:
    with pytest.raises(RefusalError) as refused:
        fill(written(tmp_path, opened, "Nơi nhận: {{ to }}"), {"to": "x"})
    assert refused.value.code == "LETTER-TEMPLATE-OPEN"
    assert refused.value.params["text"] == opened.strip()


@pytest.mark.parametrize(
    "text",
    [
        "{% set a = 'aaaaaaaaaaaaaaaa' %}" + "{% set a = a ~ a %}" * 28 + "{{ a }}",
        "{% for a in many %}{% for b in many %}{% for c in many %}x{% endfor %}{% endfor %}{% endfor %}",
        "{{ 'a'.ljust(2000000000) }}",
        "{{ many | join('aaaaaaaaaa'.ljust(9000000)) }}",
    ],
    ids=["doubling", "nested loops", "padding", "joining"],
)
def test_a_template_that_never_ends_or_grows_is_stopped_and_the_server_lives(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Attack M4: an office's template took the server down, out of memory or for over 40 s."""
    monkeypatch.setattr(filling, "WALL_S", 8.0)
    with pytest.raises(RefusalError, match="LETTER-TEMPLATE-TOO-MUCH"):
        fill(written(tmp_path, text), {"many": list(range(1500))})


def test_the_house_s_own_template_is_filled_at_once_and_like_any_other(tmp_path: Path) -> None:
    path = written(tmp_path, "Kính gửi: {{ to }}")
    (tmp_path / HOUSE).mkdir()
    own = tmp_path / HOUSE / path.name
    own.write_bytes(path.read_bytes())
    assert read(fill(own, {"to": "Viettel"})) == read(fill(path, {"to": "Viettel"})) == ["Kính gửi: Viettel"]


def test_a_file_that_is_no_docx_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mẫu.docx"
    for content in (b"", b"text", _zip({"a.txt": b"a"}), _zip({"[Content_Types].xml": b"<"})):
        path.write_bytes(content)
        with pytest.raises(RefusalError) as refused:
            fill(path, {})
        assert refused.value.code == "LETTER-TEMPLATE-NOT-READ", content
    with pytest.raises(RefusalError, match="LETTER-TEMPLATE-NOT-READ"):
        fill(tmp_path / "none.docx", {})


@pytest.mark.parametrize("harm", ["torn stream", "encrypted", "unknown compression"])
def test_a_template_whose_parts_cannot_be_unpacked_is_refused(harm: str, tmp_path: Path) -> None:
    path = written(tmp_path, "x")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as package:
        part = next(entry for entry in package.infolist() if entry.filename.endswith(".rels"))
    name = part.filename.encode()
    local, listed = content.find(name) - 30, content.rfind(name) - 46  # APPNOTE 4.3.7 and 4.3.12
    if harm == "torn stream":
        content[local + 30 + len(name) : local + 36 + len(name)] = b"\xff" * 6
    elif harm == "encrypted":
        content[local + 6] |= 1
        content[listed + 8] |= 1
    else:
        content[local + 8] = content[listed + 10] = 97
    path.write_bytes(bytes(content))
    with pytest.raises(RefusalError, match="LETTER-TEMPLATE-NOT-READ"):
        fill(path, {"to": "x"})


def test_macros_links_to_the_outside_and_bombs_are_refused(tmp_path: Path) -> None:
    outside = b'<Relationship Type="x/attachedTemplate" Target="http://a.example" TargetMode="External"/>'
    for name, content in (
        ("word/vbaProject.bin", b"x"),
        ("word/_rels/settings.xml.rels", outside),
        ("word/media/a.bin", bytes(60 * 1024 * 1024)),
    ):
        path = written(tmp_path, "x")
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr(name.replace("settings", "settings2"), content)
        with pytest.raises(RefusalError, match="LETTER-TEMPLATE-NOT-READ"):
            fill(path, {})


def _zip(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)
    return made.getvalue()
