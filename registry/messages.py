"""Message catalogue: a code with parameters becomes a sentence in the reader's language.

Catalogues are ``data/messages/*.toml``; each table is one code with ``vi`` and ``en`` templates and, for an
issue, its ``severity`` (error, warning, info) and ``remedy_vi``/``remedy_en``. Templates use ``{name}``
and format names for numbers: ``{d:m1}`` writes 87.3 as "87,3" (Vietnamese) or "87.3" (English), with the
number of decimals given; ``{d:date}`` writes a date as dd/mm/yyyy.
"""

import datetime as dt
import string
import tomllib
from functools import cache
from typing import Any, Literal, NamedTuple

from registry.errors import WrongCallError
from registry.model.issues import Issue, Severity
from registry.settings import DATA

Language = Literal["vi", "en"]


class Template(NamedTuple):
    """One code of the catalogue."""

    vi: str
    en: str
    severity: str
    remedy_vi: str
    remedy_en: str


class Words(NamedTuple):
    """A parameter that is itself written in the reader's language."""

    vi: str
    en: str


class _Formatter(string.Formatter):
    def __init__(self, lang: Language) -> None:
        super().__init__()
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Words):
            return value.vi if self.lang == "vi" else value.en
        if format_spec == "date":
            return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else str(value)
        if format_spec.startswith("m") and isinstance(value, int | float):
            return number(float(value), int(format_spec[1:] or 0), self.lang)
        if isinstance(value, float) and not format_spec:
            return number(value, 1, self.lang)
        if format_spec.startswith("m"):
            return str(value)
        return str(super().format_field(value, format_spec))


_FORMATTERS: dict[Language, _Formatter] = {"vi": _Formatter("vi"), "en": _Formatter("en")}


def number(value: float, decimals: int = 1, lang: Language = "vi") -> str:
    """Write a number as the language does: 1.234,5 in Vietnamese, 1,234.5 in English."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "vi" else text


@cache
def catalogue() -> dict[str, Template]:
    """Return every code of ``data/messages/*.toml``; a code that stands twice is a wrong call."""
    found: dict[str, Template] = {}
    for path in sorted((DATA / "messages").glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in found:
                raise WrongCallError(f"message code {code} stands twice ({path.name})")
            found[code] = Template(
                vi=entry["vi"],
                en=entry["en"],
                severity=entry.get("severity", "info"),
                remedy_vi=entry.get("remedy_vi", ""),
                remedy_en=entry.get("remedy_en", ""),
            )
    return found


def render(code: str, params: dict[str, Any], lang: Language = "vi") -> str:
    """Return the sentence for ``code``; an unknown code or a missing parameter is a wrong call."""
    template = _template(code)
    return _fill(template.vi if lang == "vi" else template.en, code, params, lang)


def remedy(code: str, params: dict[str, Any], lang: Language = "vi") -> str:
    """Return what the reader should do about ``code``; empty where there is nothing to do."""
    template = _template(code)
    return _fill(template.remedy_vi if lang == "vi" else template.remedy_en, code, params, lang)


def severity(code: str) -> str:
    """Return ``error``, ``warning`` or ``info``."""
    return _template(code).severity


def issue_of(code: str, /, **fields: Any) -> Issue:
    """Return an issue with the severity that the catalogue gives its code, unless ``fields`` give another."""
    return Issue(code, **{"severity": Severity(severity(code)), **fields})


@cache
def _parts(text: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return a template in parts: what stands before a field, its name (None at the end) and its format.

    10,000 rows have a quarter of a million sentences of a few hundred templates; each is taken apart once.
    """
    return tuple((literal, name, spec or "") for literal, name, spec, _ in string.Formatter().parse(text))


def _template(code: str) -> Template:
    try:
        return catalogue()[code]
    except KeyError as error:
        raise WrongCallError(f"message code {code} is not in data/messages") from error


def _fill(text: str, code: str, params: dict[str, Any], lang: Language) -> str:
    if "{" not in text:
        return text
    formatter = _FORMATTERS[lang]
    try:
        return "".join(
            [
                literal if name is None else literal + formatter.format_field(params[name], spec)
                for literal, name, spec in _parts(text)
            ]
        )
    except (KeyError, ValueError, IndexError) as error:
        raise WrongCallError(f"message {code} needs parameter {error}") from error
