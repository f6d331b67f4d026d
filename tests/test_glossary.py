"""The glossary holds: a concept has one word, each name given is in the code, no forbidden word is used."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
GLOSSARY = ROOT / "docs/glossary.md"
CODE = ("registry", "web")
NOT_USED = "Words that are not used"
PAPERS_OF_THE_PAST = {"CHANGELOG.md", "docs/glossary.md"}
"""They may name a word that is no longer used: they say so."""


class Forbidden(NamedTuple):
    """A word, what is said for it, where it is not used, and phrases that may contain it."""

    word: str
    instead: str
    where: str
    beside: tuple[str, ...]


def _rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip() for cell in line.strip().strip("|").split(" | ")]


def _sections() -> dict[str, str]:
    parts = re.split(r"(?m)^## ", GLOSSARY.read_text(encoding="utf-8"))[1:]
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in parts}


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("`") for part in cell.split(",") if part.strip())


def forbidden() -> list[Forbidden]:
    """The words of the table, one by one for each place."""
    found = []
    for row in list(_rows(_sections()[NOT_USED]))[1:]:
        words, instead, where, *beside = [*row, ""]
        found += [
            Forbidden(word, instead, place, _listed(beside[0].strip("| ")))
            for word in _listed(words)
            for place in _listed(where)
        ]
    return found


def _data_texts(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, held in value.items():
            if isinstance(held, str) and (name == key or name.endswith(f"_{key}")):
                yield held
            else:
                yield from _data_texts(held, key)
    elif isinstance(value, list):
        for held in value:
            yield from _data_texts(held, key)


@cache
def said(where: str) -> tuple[tuple[str, str], ...]:
    """Every text of a place, with where it stands."""
    if where == "papers":
        papers = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
        return tuple(
            (str(paper.relative_to(ROOT)), paper.read_text(encoding="utf-8"))
            for paper in papers
            if str(paper.relative_to(ROOT)) not in PAPERS_OF_THE_PAST
            and not {"guides", "decisions"} & set(paper.parts)
        )
    if where == "names":
        return tuple(_names())
    key = {"Vietnamese": "vi", "English": "en"}[where]
    found = [
        (str(path.relative_to(ROOT)), text)
        for path in sorted((ROOT / "data").rglob("*.toml"))
        if not {"law", "local"} & set(path.parts)
        for text in _data_texts(tomllib.loads(path.read_text(encoding="utf-8")), key)
    ]
    with (ROOT / "web/translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file):
            text = message.string if where == "English" else message.id
            found += [("messages.po", one) for one in ([text] if isinstance(text, str) else text)]
    if where == "Vietnamese":
        found += [(f"docs/guides/{path.name}", path.read_text(encoding="utf-8"))
                  for path in sorted((ROOT / "docs/guides").glob("*.md"))]  # fmt: skip
    return tuple(found)


def _names() -> Iterator[tuple[str, str]]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            place = str(path.relative_to(ROOT))
            yield place, path.stem.replace("_", " ")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    yield f"{place}:{node.lineno}", _in_words(node.name)


def _in_words(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ")


@cache
def _sentences(where: str) -> tuple[tuple[str, str], ...]:
    """The texts without what programs read: code, addresses, parameters."""
    code = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|https?://\S+|%\(\w+\)s|\{[^}]*\}", re.DOTALL)
    return tuple((place, code.sub(" ", text)) for place, text in said(where))


def uses(one: Forbidden) -> list[str]:
    """Where a word stands that is not used."""
    pattern = re.compile(rf"(?<!\w){re.escape(one.word)}s?(?!\w)", re.IGNORECASE)
    found = []
    for place, plain in _sentences(one.where):
        for match in pattern.finditer(plain):
            around = plain[max(0, match.start() - 40) : match.end() + 40]
            if not any(phrase.lower() in around.lower() for phrase in one.beside):
                found.append(f"{place}: …{' '.join(around.split())}…")
    return found


@pytest.mark.parametrize("one", forbidden(), ids=lambda one: f"{one.word} in {one.where}")
def test_a_word_that_the_glossary_forbids_is_not_used(one: Forbidden) -> None:
    assert not uses(one), f"say “{one.instead}”"


@pytest.mark.parametrize("where", ["Vietnamese", "English", "papers", "names"])
def test_each_place_is_read(where: str) -> None:
    assert len(said(where)) > {"papers": 40}.get(where, 5000)


def test_the_words_looked_for_are_found_where_they_stand() -> None:
    assert uses(Forbidden("mast", "", "English", ()))
    assert uses(Forbidden("cột", "", "Vietnamese", ()))
    assert uses(Forbidden("ledger", "", "papers", ()))
    assert uses(Forbidden("listed", "", "names", ()))
    assert not uses(Forbidden("mast", "", "English", ("mast", "Mast")))


def _concepts() -> list[list[str]]:
    return [
        row for title, text in _sections().items() if title != NOT_USED
        for row in list(_rows(text))[1:]
    ]  # fmt: skip


def test_a_concept_has_one_row() -> None:
    heads = [row[0].lower() for row in _concepts()]
    assert sorted(heads) == sorted(set(heads))


def _code() -> str:
    kinds = ("*.py", "*.toml", "*.js", "*.html")
    paths = [path for folder in (*CODE, "data") for kind in kinds for path in (ROOT / folder).rglob(kind)]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths if "local" not in path.parts)


def test_every_name_that_the_glossary_gives_is_in_the_code() -> None:
    given = {
        name
        for row in _concepts()
        for name in re.findall(r"`([A-Za-z_]\w+(?:\.\w+)?)`", " ".join(row))
    }  # fmt: skip
    code = _code()
    assert len(given) > 150
    assert (
        sorted(name for name in given if not re.search(rf"\b{re.escape(name.split('.')[-1])}\b", code)) == []
    )
