"""The office states its letterhead, and its own templates are tried before they are taken."""

from pathlib import Path

import pytest
from docx import Document

from registry.documents.kinds import KINDS, Kind
from registry.documents.template_fields import fields_left_out
from registry.documents.templates import file_name
from registry.errors import RefusalError
from registry.services.office.letters.legal_names import named
from registry.services.office.letters.letterhead import letterhead, state, stated
from registry.services.office.registry import Registry
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.letters.templates import (
    accept_template,
    current_template,
    known_template,
    left_out_words,
    template_states,
    try_template,
    withdraw_template,
)
from registry.store.office.operators import load_settings
from tests.services.requests import desk


def own(path: Path, *lines: str) -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def text_of(content: bytes, path: Path) -> str:
    path.write_bytes(content)
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_houses_templates_pass_the_trial(office: Registry, kind: str, lang: str, tmp_path: Path) -> None:
    chosen = known_template(kind, lang)
    content = try_template(office, *chosen, current_template(office, *chosen))
    assert {"vi": "BẢN THỬ MẪU", "en": "TRIAL OF A TEMPLATE"}[lang] in text_of(content, tmp_path / "a.docx")


def test_a_template_is_taken_after_its_trial_and_given_back(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    accept_template(
        office, "reply", "vi", own(tmp_path / "mẫu.docx", "Của {{ recipient }}"), "mẫu.docx", who="quản trị"
    )
    letter = reply_letter(office, request.id, maps=False)
    assert text_of(letter, tmp_path / "a.docx") == "Của Viettel"
    (mine,) = [item for item in template_states(office) if item.own]
    assert (mine.kind, mine.lang, mine.name, len(mine.sha256)) == ("reply", "vi", "mẫu.docx", 64)
    withdraw_template(office, "reply", "vi", who="quản trị")
    assert not any(item.own for item in template_states(office))
    assert "Kính gửi" in text_of(reply_letter(office, request.id, maps=False), tmp_path / "a.docx")
    assert desk.sound(office)


def test_a_template_without_fields_of_the_house_s_is_taken_and_says_which(
    office: Registry, tmp_path: Path
) -> None:
    house = current_template(office, "note", "vi")
    assert fields_left_out(house, house) == []
    document = Document()
    document.add_paragraph("Kính gửi: {{ recipient }}")
    document.add_paragraph("{%p for one in annexes %}")  # a loop's own name is the office's own affair
    document.add_paragraph("{{ one.title }} {{ loop.index }}")
    document.add_paragraph("{%p endfor %}")
    document.sections[0].footer.paragraphs[0].text = "Số: {{ number }}"
    document.save(str(tmp_path / "mẫu.docx"))
    accept_template(office, "reply", "vi", tmp_path / "mẫu.docx", "mẫu.docx", who="quản trị")
    (mine,) = [item for item in template_states(office) if item.own]
    assert {"body", "grounds", "closing", "letterhead", "annexes.rows", "annexes.reasons"} <= set(
        mine.left_out
    )
    assert not {"recipient", "annexes", "annexes.title", "number", "body.text"} & set(mine.left_out)
    assert not any(name.startswith(("one", "row", "loop")) for name in mine.left_out)
    said = dict(left_out_words(office, mine, "vi"))
    assert (said["closing"], said["grounds"]) == ("câu kết", "các căn cứ")
    assert said["annexes.rows"].startswith("phụ lục")
    assert dict(left_out_words(office, mine, "en"))["closing"] == "the closing sentence"
    withdraw_template(office, "reply", "vi", who="quản trị")
    assert not any(item.left_out for item in template_states(office))


@pytest.mark.parametrize("kind", ["reminder", "inspection", "report", "hazard_order"])
def test_words_that_an_own_sentence_has_itself_are_not_missed(
    office: Registry, tmp_path: Path, kind: Kind
) -> None:
    document = Document()
    document.add_paragraph("Trên địa bàn tỉnh, {{ letterhead.office_name }} thông báo:")
    document.save(str(tmp_path / "mẫu.docx"))
    lacks = fields_left_out(tmp_path / "mẫu.docx", current_template(office, kind, "vi"))
    assert "letterhead.place" in lacks
    assert not {"letterhead.land", "ground_kinds"} & set(lacks)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ recipient.__class__ }}", "LETTER-TEMPLATE-REFUSED"),
        ("{{ no_such_value }}", "LETTER-TEMPLATE-FIELD"),
        ("{% if %}", "LETTER-TEMPLATE-WRONG"),
    ],
)
def test_a_template_that_fails_its_trial_changes_nothing(
    office: Registry, tmp_path: Path, line: str, code: str
) -> None:
    with pytest.raises(RefusalError, match=code):
        accept_template(office, "minutes", "vi", own(tmp_path / "a.docx", line), "a.docx", who="quản trị")
    assert not (office.settings.home / "templates" / file_name("minutes", "vi")).exists()
    assert not any(item.own for item in template_states(office))


def test_a_file_that_is_no_docx_and_a_kind_that_is_none_are_refused(office: Registry, tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"no docx")
    with pytest.raises(RefusalError, match="LETTER-TEMPLATE-NOT-READ"):
        accept_template(office, "reply", "vi", path, "a.doc", who="quản trị")
    for kind, lang in (("reply", "fr"), ("../reply", "vi")):
        with pytest.raises(RefusalError, match="REQUEST-VALUE"):
            known_template(kind, lang)


def test_nothing_is_stated_until_the_office_does_and_then_letters_say_it(office: Registry) -> None:
    assert {item.name for item in stated(office) if item.value} == set()
    with office.database.read() as connection:
        assert letterhead(load_settings(connection), "vi", "24")["symbol"] == "/…"
    state(office, {"short": "SKHCN", "signer_title": "PHÓ GIÁM ĐỐC", "symbol": ""}, who="quản trị")
    with office.database.read() as connection:
        head = letterhead(load_settings(connection), "vi", "24")
    assert (head["symbol"], head["signer_title"]) == ("/SKHCN-…", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC")
    state(office, {"symbol": "SKHCN-BCVT"}, who="quản trị")
    assert next(item.shown for item in stated(office) if item.name == "symbol") == "/SKHCN-BCVT"
    state(office, {"symbol": " "}, who="quản trị")
    assert next(item.value for item in stated(office) if item.name == "symbol") == ""
    assert desk.sound(office)


def test_settings_that_no_letter_could_have_are_refused(office: Registry) -> None:
    for values, code in (
        ({"nothing": "x"}, "REQUEST-VALUE"),
        ({"office": "x" * 201}, "LETTER-SETTING-LONG"),
        ({"answer_days": "0"}, "LETTER-SETTING-DAYS"),
        ({"answer_days": "năm"}, "LETTER-SETTING-DAYS"),
        ({"authority": "TM"}, "LETTER-AUTHORITY-TM"),
    ):
        with pytest.raises(RefusalError, match=code):
            state(office, values, who="quản trị")


def test_letters_go_to_the_legal_name_once_the_office_has_stated_it(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    assert "Kính gửi: Viettel" in text_of(reply_letter(office, request.id, maps=False), tmp_path / "a.docx")
    name = "Tập đoàn Công nghiệp - Viễn thông Quân đội"
    state(office, {"unit": "BCVT"}, legal={"VTL": name, "VNPT": ""}, who="quản trị")
    said = {one.code: one for one in named(office)}
    assert (said["VTL"].legal, said["VNPT"].legal) == (name, "")
    assert name in said["VTL"].proposed
    letter = reply_letter(office, request.id, maps=False)
    assert f"Kính gửi: {name}" in text_of(letter, tmp_path / "a.docx")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        state(office, {}, legal={"VTL": "Viettel"}, seen_legal={"VTL": ""}, who="hoa")
    state(office, {}, legal={"VTL": ""}, seen_legal={"VTL": name}, who="hoa")
    assert not any(one.legal for one in named(office))
    assert desk.sound(office)


OLD = (
    "Kính gửi: {{ recipient }}. {{ received }} Căn cứ {{ documents }}.",
    "{% if agreed %}{{ numbers.agreed }}. Thống nhất {{ agreed|length }}/{{ total }}:{% for row in agreed %} "
    "{{ row.code }} {{ row.where }} {{ row.position }} {{ row.mast }};{% endfor %}{% endif %}",
    "{% if conditioned %}{{ conditioned }}{% endif %}{% for item in conditional %}{{ item.text }} "
    "[{{ item.label }}]{% endfor %}{% for item in to_check %}{{ item.text }}{% endfor %}",
    "{% for row in refused %}{{ row.code }}: {{ row.reasons }}{% endfor %}"
    "{% for row in supplement %}{{ row.code }}: {{ row.reasons }}{% endfor %}",
    "{% for text in next_stages %}{{ text }}; {% endfor %}{% for text in copies %}{{ text }}{% endfor %}",
    "{{ letterhead.signer_title }} {{ letterhead.signer }}",
    "{% if annex %}{{ annex.of }} {{ annex.crs }}{% for row in annex.rows %}{{ row.wgs84 }} {{ row.vn2000 }} "
    "{{ row.decision }}{% endfor %}{% endif %}",
)


def test_a_template_of_the_offices_own_from_before_goes_on_filling(office: Registry, tmp_path: Path) -> None:
    """The names that the first templates of the reply used stand, whatever the house's own says now."""
    request = desk.received(office, tmp_path)
    path = own(tmp_path / "cũ.docx", *OLD)
    accept_template(office, "reply", "vi", path, "cũ.docx", who="quản trị")
    said = text_of(reply_letter(office, request.id, maps=False), tmp_path / "a.docx")
    assert "1. Thống nhất 4/5: V1 " in said
    assert "V5: Cách cột của mạng khác" in said
    assert "thông báo khởi công" in said
