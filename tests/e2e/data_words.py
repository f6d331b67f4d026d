"""What in an English page may be Vietnamese: the register's own contents, and how the law is cited."""

import json
import re
import sqlite3
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from registry.intake.drawings.naming import said

DATA = Path(__file__).resolve().parents[2] / "data"

_LETTERS = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
_CITED = re.compile(
    r"\b(?:QĐ|NĐ|Luật)(?= ?(?:\d|…|[\w/.-]*\d))|\b(?:[\w/.-]*/)?[\w-]*(?:QĐ|NĐ)-[\w-]+"
    r"|\bĐiều (?:đến Điều|[\d(), a-zđ])*"
)
"""How a document is cited in either language: QĐ 72/2025/QĐ-UBND, Điều 15(5)."""
_AS_THEY_ARE = frozenset({"source", "document", "name", "title", "full", "region", "zone", "text", "article"})
"""Keys of the files in ``data`` that hold names of documents, places, regions: the same in any language."""


_KEPT_OF_DRAWINGS = ("read_sha256", "content_sha256", "judged_sha256")
_CUT = 20
"""A list shows at least so many letters of a text that it cuts."""


class DataWords:
    """The Vietnamese texts of a register and of the law, which are no texts of the interface."""

    def __init__(self, home: Path) -> None:
        register = home / "registry.sqlite"
        held = {*_of_register(register), *_of_drawings(register, home / "files"), *_of_law(), *_of_places()}
        found = sorted(
            {" ".join(text.split()) for text in held if _LETTERS.search(text)}, key=len, reverse=True
        )
        self._held = [text.casefold() for text in found]
        self._data = re.compile("|".join(re.escape(text) for text in found), re.IGNORECASE)

    def _begun(self, text: str) -> bool:
        """Whether the end of a text is data of which a list shows the beginning: "… · Gửi hợp đồng…"."""
        shown = text.rpartition(" · ")[2]
        start = shown.removesuffix("…").casefold()
        return shown.endswith("…") and len(start) > _CUT and any(one.startswith(start) for one in self._held)

    def left(self, texts: Iterable[str]) -> list[str]:
        """Return the texts in which something Vietnamese is left when all data is taken out."""
        return [
            text
            for text in texts
            if not self._begun(text)
            and _LETTERS.search(_CITED.sub(" ", self._data.sub(" ", text)))
            and _LETTERS.search(self._data.sub(" ", _CITED.sub(" ", text)))
        ]


def _of_register(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as store:
        sheets = "SELECT DISTINCT json_extract(origin, '$.sheet') FROM ledger WHERE origin IS NOT NULL"
        yield from (str(sheet) for (sheet,) in store.execute(sheets))
        for (table,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table.startswith(("sqlite", "ledger")):
                continue
            for _, column, kind, *_rest in store.execute(f"PRAGMA table_info('{table}')").fetchall():
                if kind.upper().startswith(("TEXT", "VARCHAR", "JSON")):
                    for (value,) in store.execute(f'SELECT DISTINCT "{column}" FROM "{table}"'):
                        yield from _texts(_read(value)) if isinstance(value, str) else ()


def _of_drawings(path: Path, files: Path) -> Iterator[str]:
    """Give what drawings of dossiers say: names and texts; not what the product calls the nameless."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as store:
        for column in _KEPT_OF_DRAWINGS:
            for (name,) in store.execute(f"SELECT DISTINCT {column} FROM design_files WHERE {column} <> ''"):
                kept = json.loads((files / f"{name}.json").read_text(encoding="utf-8"))
                yield from (text for text in _texts(kept) if said(text, "en") == text)


def _of_law() -> Iterator[str]:
    for path in sorted(DATA.rglob("*.toml")):
        if "messages" not in path.parts:
            yield from _texts(_named(tomllib.loads(path.read_text(encoding="utf-8"))))


def _of_places() -> Iterator[str]:
    """Give the English names of cities and islands on a track's map: these have Vietnamese letters too."""
    places = tomllib.loads((DATA / "storm" / "places.toml").read_text(encoding="utf-8"))["place"]
    yield from (place["en"] for place in places)


def _read(value: str) -> Any:
    if value[:1] in {"[", "{", '"'}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _named(item: Any) -> list[Any]:
    if isinstance(item, dict):
        own = [value for key, value in item.items() if key in _AS_THEY_ARE and isinstance(value, str)]
        return own + [one for value in item.values() for one in _named(value)]
    return [one for value in item for one in _named(value)] if isinstance(item, list) else []


def _texts(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    elif isinstance(item, dict | list):
        for one in item.values() if isinstance(item, dict) else item:
            yield from _texts(one)
