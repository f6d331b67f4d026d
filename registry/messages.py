"""Message catalogue: a code with parameters becomes a sentence in the reader's language.

Catalogues are ``data/messages/*/*.toml``; each table is one code with ``vi`` and ``en`` templates and, for an
issue, its ``severity`` (error, warning, info) and ``remedy_vi``/``remedy_en``; a refusal that is not answered
with HTTP status 400 has its ``status`` beside its words, and one about what a form said the ``fields`` that
it may be about, by their names in forms. ``command`` is the command or the option by which whoever types
``bts`` mends it: pages say the remedy alone. Templates use ``{name}`` and format names for numbers:
``{d:m1}`` writes 87.3 as "87,3" (Vietnamese) or "87.3" (English), with the number of decimals given;
``{d:law}`` writes a number as the law states it: 300.5 as "300,5" and 300.0 as "300"; ``{d:date}`` writes a
date as dd/mm/yyyy, as a date without a format is written too.
"""

import datetime as dt
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import repeat
from typing import Any, Literal, NamedTuple, Protocol

from registry.errors import WrongCallError
from registry.model.areas import LAYERS
from registry.model.english import for_ones
from registry.model.issues import Issue, Severity
from registry.model.numbers import rounded_text
from registry.provinces import is_province, province, said_in
from registry.settings import DATA

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


class Template(NamedTuple):
    """One code of the catalogue."""

    vi: str
    en: str
    severity: str
    remedy_vi: str
    remedy_en: str
    status: int = 400
    fields: tuple[str, ...] = ()
    command: str = ""


class Words(NamedTuple):
    """A parameter that is itself written in the reader's language."""

    vi: str
    en: str


class Quoted(Words):
    """Words that say again what was said before: they are the office's already, or somebody's own."""


CODE_KEPT_BACK = Words("(mã không công bố)", "(code not disclosed)")  # another carrier’s mast or line


class InBothLanguages(Protocol):
    """Anything that is written in both languages: ``Words``, an entry of a checklist, a part of a score."""

    @property
    def vi(self) -> str:
        """In Vietnamese."""

    @property
    def en(self) -> str:
        """In English."""


_OFFICE: ContextVar[str] = ContextVar("office", default="")


@contextmanager
def speaking_in(province: str) -> Iterator[None]:
    """Speak as the office of a province does: a city's own texts say "thành phố" where others say "tỉnh"."""
    token = _OFFICE.set(province)
    try:
        yield
    finally:
        _OFFICE.reset(token)


def as_here(text: str) -> str:
    """Return a Vietnamese text of the pages as the office that speaks reads it."""
    return said_in(text, _OFFICE.get())


def say(words: InBothLanguages, lang: Language = "vi") -> str:
    """Return words in the reader's language."""
    if isinstance(words, Quoted):
        return words.vi if lang == "vi" else words.en
    return as_here(words.vi) if lang == "vi" else words.en


def province_in_words(code: str) -> Words:
    """Return a province as a sentence names it: "tỉnh Lạng Sơn", "Lạng Sơn province"; else by code."""
    if not is_province(code):
        return Words(f"tỉnh mã {code}", f"the province with the code {code}")
    here = province(code)
    return Words(here.full_vi, here.full_en)


def with_values(words: InBothLanguages, lang: Language, /, **values: Any) -> str:
    """Return words with the values of their places (``{count} rows``); in English one thing is put as one."""
    text = say(words, lang)
    if lang == "en":
        text = for_ones(text, [f"{{{name}}}" for name, value in values.items() if str(value) == "1"])
    return text.format(**values)


def unit(words: str, count: float | str, lang: Language) -> str:
    """Return what is counted beside its number: "rows", in English "row" where the ``count`` is one."""
    return for_ones(f"1 {words}", ["1"])[2:] if lang == "en" and str(count) in {"1", "1.0"} else words


_SWAPPED = str.maketrans(",.", ".,")


def number(value: float, decimals: int = 1, lang: Language = "vi") -> str:
    """Write a number as the language does: 1.234,5 in Vietnamese, 1,234.5 in English; 12.5 as 13.

    A half goes up, and nothing is written as less than nothing (``rounded_text``).
    """
    text = rounded_text(value, decimals)
    return text.translate(_SWAPPED) if lang == "vi" else text


def percent(share: float, decimals: int = 0, lang: Language = "vi") -> str:
    """Write a share of one in per cent: some is never written as nothing, and not quite all never as all."""
    value, step = 100.0 * share, 10.0**-decimals
    return number(min(max(value, step), 100.0 - step) if 0.0 < share < 1.0 else value, decimals, lang)


def as_stated(value: float, lang: Language = "vi") -> str:
    """Write a number of the law with the decimals it has, three at most: a limit of 300.5 m is not 300 m."""
    text = rounded_text(value, 3).rstrip("0").rstrip(".")
    return text.translate(_SWAPPED) if lang == "vi" else text


@cache
def catalogue() -> dict[str, Template]:
    """Return every code of ``data/messages``, and the gap of every layer (``data/codes/layers.toml``).

    A code that stands twice is a wrong call.
    """
    found = {
        f"GAP-LAYER-{layer.upper().replace('_', '-')}": Template(
            facts.gap["vi"], facts.gap["en"], "info", "", ""
        )
        for layer, facts in LAYERS.items()
    }
    for path in sorted((DATA / "messages").glob("*/*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in found:
                raise WrongCallError(f"message code {code} stands twice ({path.name})")
            found[code] = Template(
                vi=entry["vi"],
                en=entry["en"],
                severity=entry.get("severity", "info"),
                remedy_vi=entry.get("remedy_vi", ""),
                remedy_en=entry.get("remedy_en", ""),
                status=entry.get("status", Template._field_defaults["status"]),
                fields=tuple(entry.get("fields", ())),
                command=entry.get("command", ""),
            )
    return found


def render(code: str, params: dict[str, Any], lang: Language = "vi") -> str:
    """Return the sentence for ``code``; an unknown code or a missing parameter is a wrong call."""
    template = _template(code)
    return _fill(say(template, lang), code, params, lang)


def parameters(code: str, lang: Language = "vi") -> frozenset[str]:
    """Return the names of the parameters that the sentence of ``code`` writes."""
    return frozenset(part.name for part in _parts(say(_template(code), lang)) if part.name is not None)


def render_column(
    code: str,
    params: dict[str, Any],
    columns: Mapping[str, Sequence[Any]],
    count: int,
    lang: Language = "vi",
) -> list[str]:
    """Return the sentences of ``count`` rows that differ only in ``columns``: each what ``render`` says.

    What all rows say is written once, and of a column only what the sentence names.
    """
    pieces: list[Iterable[str]] = []
    for before, name, spec, decimals in _parts(say(_template(code), lang)):
        pieces.append(repeat(before, count))
        if name is None:
            continue
        if name in columns:
            pieces.append([_written(value, spec, decimals, lang) for value in columns[name]])
        elif name not in params:
            raise WrongCallError(f"message {code} needs parameter {name!r}")
        else:
            pieces.append(repeat(_written(params[name], spec, decimals, lang), count))
    return list(map("".join, zip(*pieces, strict=True))) if pieces else [""] * count


def remedy(code: str, params: dict[str, Any], lang: Language = "vi") -> str:
    """Return what the reader should do about ``code``; empty where there is nothing to do."""
    template = _template(code)
    return _fill(template.remedy_vi if lang == "vi" else template.remedy_en, code, params, lang)


def command(code: str, params: dict[str, Any]) -> str:
    """Return the command or the option of ``bts`` that helps with ``code``; empty where none does."""
    return _fill(_template(code).command, code, params, "vi")


def severity(code: str) -> str:
    """Return ``error``, ``warning`` or ``info``."""
    return _template(code).severity


def status(code: str) -> int:
    """Return the HTTP status with which pages and programs are answered ``code``."""
    return _template(code).status


def fields(code: str) -> tuple[str, ...]:
    """Return the names of the fields of forms that ``code`` may be about, the likeliest first."""
    return _template(code).fields


def issue_of(code: str, /, **fields: Any) -> Issue:
    """Return an issue with the severity that the catalogue gives its code, unless ``fields`` give another."""
    return Issue(code, **{"severity": Severity(severity(code)), **fields})


class _Part(NamedTuple):
    """A field of a template: what stands before it, its name (None at the end), its format, its decimals."""

    before: str
    name: str | None
    spec: str
    decimals: int | None


@cache
def _parts(text: str) -> tuple[_Part, ...]:
    """Return a template in parts.

    10,000 rows have a quarter of a million sentences of a few hundred templates; each is taken apart once.
    """
    return tuple(
        _Part(before, name, spec or "", int(spec[1:] or 0) if spec and spec.startswith("m") else None)
        for before, name, spec, _ in string.Formatter().parse(text)
    )


def _template(code: str) -> Template:
    try:
        return _of_office(code, _OFFICE.get())
    except KeyError as error:
        raise WrongCallError(f"message code {code} is not in data/messages") from error


@cache
def _of_office(code: str, province: str) -> Template:
    found = catalogue()[code]
    return found._replace(vi=said_in(found.vi, province), remedy_vi=said_in(found.remedy_vi, province))


def _fill(text: str, code: str, params: dict[str, Any], lang: Language) -> str:
    if "{" not in text:
        return text
    try:
        if lang == "en":
            text = for_ones(text, _ones(text, params))
        written = []
        for before, name, spec, decimals in _parts(text):
            written.append(before)
            if name is not None:
                written.append(_written(params[name], spec, decimals, lang))
    except (KeyError, ValueError, IndexError) as error:
        raise WrongCallError(f"message {code} needs parameter {error}") from error
    return "".join(written)


def _ones(text: str, params: dict[str, Any]) -> list[str]:
    """Return the places of an English template where a one is written."""
    return [
        f"{{{name}:{spec}}}" if spec else f"{{{name}}}"
        for _, name, spec, decimals in _parts(text)
        if name is not None and _written(params[name], spec, decimals, "en") == "1"
    ]


def _written(value: Any, spec: str, decimals: int | None, lang: Language) -> str:
    if not spec and type(value) is str:  # most are
        return value
    if isinstance(value, Words):
        return say(value, lang)
    if decimals is not None:
        return number(float(value), decimals, lang) if isinstance(value, int | float) else str(value)
    if spec == "law":
        return as_stated(value, lang) if isinstance(value, int | float) else str(value)
    if spec == "date":
        return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else str(value)
    if isinstance(value, float) and not spec:
        return number(value, 1, lang)
    if isinstance(value, dt.date) and not spec:  # never as a machine writes it
        return value.strftime("%H:%M %d/%m/%Y" if isinstance(value, dt.datetime) else "%d/%m/%Y")
    return format(value, spec)
