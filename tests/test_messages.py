"""A code with its parameters is a sentence in the reader's language; what is missing is a fault of ours."""

import ast
import datetime as dt
import re
import string
from pathlib import Path

import pytest

from registry import messages
from registry.errors import WrongCallError
from registry.messages import Words, _written, issue_of, number, province_in_words, render, severity
from registry.model.issues import Severity


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [(1234.56, 1, "1.234,6", "1,234.6"), (87.3, 0, "87", "87"), (-0.25, 2, "-0,25", "-0.25")],
)
def test_a_number_is_written_as_the_language_does(value: float, decimals: int, vi: str, en: str) -> None:
    assert (number(value, decimals, "vi"), number(value, decimals, "en")) == (vi, en)


def test_a_day_is_written_day_first() -> None:
    for lang in ("vi", "en"):
        assert "24/11/2026" in render("LIST-DATE-AHEAD", {"day": dt.date(2026, 11, 24)}, lang)


def test_a_parameter_may_itself_have_two_languages() -> None:
    words = Words("lô một", "batch one")
    assert "lô một" in render("BATCH-UNKNOWN", {"batch": words}, "vi")
    assert "batch one" in render("BATCH-UNKNOWN", {"batch": words}, "en")


def test_an_unknown_code_and_a_missing_parameter_are_wrong_calls() -> None:
    with pytest.raises(WrongCallError, match="NO-SUCH-CODE"):
        render("NO-SUCH-CODE", {})
    with pytest.raises(WrongCallError, match="BATCH-UNKNOWN"):
        render("BATCH-UNKNOWN", {})


def test_an_issue_has_the_severity_of_its_code_unless_another_is_given() -> None:
    assert issue_of("SITE-NO-CODE", row=7).severity == severity("SITE-NO-CODE")
    assert issue_of("SITE-NO-CODE", row=7).row == 7
    assert issue_of("SITE-NO-CODE", severity=Severity.ERROR).severity is Severity.ERROR


def test_every_kind_of_value_is_written_by_its_format() -> None:
    """What stands in the template's field decides; a text stays a text whatever the format asks for."""
    day = dt.date(2026, 11, 24)
    values = [
        ("x", "", "x"), ("x", "m1", "x"), ("x", "date", "x"), (day, "date", "24/11/2026"),
        (1234.56, "", "1.234,6"), (1234.56, "m0", "1.235"), (300.5, "law", "300,5"),
        (1300.0, "law", "1.300"), (0.0, "law", "0"), (1234, "m1", "1.234,0"), (1234, "", "1234"),
        (Severity.ERROR, "", "error"), (None, "", "None"), (None, "m1", "None"), (7, "03d", "007"),
    ]  # fmt: skip
    for value, spec, written in values:
        decimals = int(spec[1:]) if spec.startswith("m") else None
        assert _written(value, spec, decimals, "vi") == written


def test_every_call_gives_what_its_sentence_needs() -> None:
    """A refusal or an issue whose sentence cannot be filled is a fault of the server for whoever meets it."""
    root, lacking, seen = Path(messages.__file__).parent, [], 0
    for path in (*root.rglob("*.py"), *(root.parent / "web").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or (given := _given(call)) is None:
                continue
            code, names = given
            seen += 1
            if needed := _needed(code) - names:
                lacking.append(f"{path.name}:{call.lineno} {code} {sorted(needed)}")
    assert lacking == []
    assert seen > 500


def _given(call: ast.Call) -> tuple[str, set[str]] | None:
    """Return the code of a call that names one, and what it gives; None where that is not written there."""
    code = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if code not in messages.catalogue() or name not in {"RefusalError", "issue_of"}:
        return None
    words = {word.arg: word.value for word in call.keywords}
    if None in words:  # **more
        return None
    if name == "RefusalError":
        return code, {str(word) for word in words}
    given = words.get("params", ast.Dict(keys=[], values=[]))
    if not isinstance(given, ast.Dict) or not all(isinstance(key, ast.Constant) for key in given.keys):
        return None
    return code, {str(key.value) for key in given.keys if isinstance(key, ast.Constant)}


def _needed(code: str) -> set[str]:
    texts = messages.catalogue()[code]
    every = (texts.vi, texts.en, texts.remedy_vi, texts.remedy_en)
    return {name for text in every for _, name, _, _ in string.Formatter().parse(text or "") if name}


def test_a_date_without_a_format_is_never_written_as_a_machine_writes_it() -> None:
    days = {"due": dt.date(2026, 11, 1), "met": dt.date(2026, 11, 30)}
    for lang in messages.LANGUAGES:
        said = render("CONCLUSION-DAY", days, lang)
        assert "01/11/2026" in said
        assert "30/11/2026" in said
    assert _written(dt.datetime(2026, 11, 30, 7, 5, tzinfo=dt.UTC), "", None, "vi") == "07:05 30/11/2026"


def test_a_city_s_office_reads_of_a_city_and_only_while_it_speaks() -> None:
    asked = {"lat": 20.8, "lon": 106.6}
    (code,) = [
        one for one, text in messages.catalogue().items() if text.vi.endswith("{lon:m5}) nằm ngoài tỉnh")
    ]
    with messages.speaking_in("31"):
        assert render(code, asked).endswith("nằm ngoài thành phố")
    assert render(code, asked).endswith("nằm ngoài tỉnh")


def test_what_is_quoted_is_said_as_it_was_said() -> None:
    asked = "theo ý kiến của Công an tỉnh và của tỉnh"
    with messages.speaking_in("31"):
        assert messages.say(messages.Words(asked, "x")) != asked
        said = render("MATTER-CHANGED-SINCE", {
            "decided": "a", "recommended": "b", "why": messages.Quoted(asked, "x"),
        })  # fmt: skip
    assert asked in said


def test_no_text_gives_an_example_that_lies_in_one_province() -> None:
    here = re.compile(r"\b21[,.]2\d{3,}|\b106[,.][12]\d{3,}|21°1\d'|106°1\d'")
    texts = [
        (code, text) for code, one in messages.catalogue().items() for text in (one.remedy_vi, one.remedy_en)
    ]
    po = Path(__file__).parent.parent / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    texts += [("web", line) for line in po.read_text(encoding="utf-8").splitlines()]
    assert [code for code, text in texts if here.search(text)] == []
    assert here.search("Ghi dạng 21,27340")
    assert here.search("106°11'41\"Đ")


def test_no_sentence_calls_a_province_by_its_code_where_its_name_is_known() -> None:
    """Nobody's province is "tỉnh mã 20"; only what was typed, or stands in a lake, is said as a code."""
    by_code = re.compile(r"(tỉnh|thành phố) (mang )?mã \{|province (with the code )?\{")
    typed = ("COUNTRY-", "LAKE-", "NATIONAL-", "PROVINCE-")
    found = {
        code
        for code, one in messages.catalogue().items()
        if not code.startswith(typed) and by_code.search(one.vi + one.en)
    }
    assert found == set()
    assert render("BORDERS-NONE-OF-OURS", {"province": province_in_words("20")}) == (
        "Phần mềm chưa có ranh giới của tỉnh Lạng Sơn"
    )
    assert "của thành phố Hà Nội" in render("BORDERS-NONE-OF-OURS", {"province": province_in_words("01")})
    assert province_in_words("99").vi == "tỉnh mã 99"
